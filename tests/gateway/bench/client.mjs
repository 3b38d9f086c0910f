/** Makes calls through OpenAI's own client, as the lines on its input say. */
import { createInterface } from 'node:readline'
import { createRequire } from 'node:module'

const require = createRequire(new URL('../../../packages/client/package.json', import.meta.url))
const OpenAI = require('openai')

const CREATE = {
  chat: (client, body, options) => client.chat.completions.create(body, options),
  responses: (client, body, options) => client.responses.create(body, options),
  embeddings: (client, body, options) => client.embeddings.create(body, options),
}
const TEXT = {
  chat: (answer) => answer.choices[0].message?.content ?? answer.choices[0].delta.content ?? '',
  responses: (answer) => answer.output_text ?? answer.delta ?? '',
  embeddings: (answer) => answer.data[0].embedding.join(' '),
}

const WAYS = {
  async complete(call) {
    const answer = await call.create({})
    return call.text(answer)
  },
  async abort(call) {
    return call.text(await call.create({ signal: AbortSignal.timeout(120) }))
  },
  async stream(call) {
    let text = ''
    for await (const event of await call.create({})) text += call.text(event)
    return text
  },
  async 'stream, abort'(call) {
    const controller = new AbortController()
    let text = ''
    for await (const event of await call.create({ signal: controller.signal })) {
      text += call.text(event)
      if (text) controller.abort()
    }
    return text
  },
  'body cancelled': cancel,
  'stream, body cancelled': cancel,
  async 'stream, break'(call) {
    for await (const event of await call.create({})) if (call.text(event)) return call.text(event)
  },
}

// Whose connections stay open.
const kept = []

Object.assign(WAYS, {
  async 'stream, stop'(call) {
    const events = (await call.create({}))[Symbol.asyncIterator]()
    kept.push(events)
    for (;;) {
      const text = call.text((await events.next()).value)
      if (text) return text
    }
  },
  async tools(call) {
    const answer = await call.create({})
    const more = answer.output
      ? afterCall(call, answer.output)
      : afterTool(call, answer.choices[0].message.tool_calls[0])
    return call.text(await call.create({}, more))
  },
  async 'stream, tools'(call) {
    const events = []
    for await (const event of await call.create({})) events.push(event)
    const items = events.filter(({ type }) => type === 'response.output_item.done')
    const more = items.length
      ? afterCall(call, items.map(({ item }) => item))
      : afterTool(call, events.flatMap(({ choices }) => choices[0].delta.tool_calls ?? [])[0])
    let text = ''
    for await (const event of await call.create({}, more)) text += call.text(event)
    return text
  },
})

async function cancel(call) {
  const response = await call.create({}).asResponse()
  const reader = response.body.getReader()
  const { value } = await reader.read()
  await reader.cancel()
  return new TextDecoder().decode(value)
}

/** The messages after a tool has run. */
function afterTool({ body }, { id, type, function: called }) {
  const calls = { role: 'assistant', tool_calls: [{ id, type, function: called }] }
  const said = { role: 'tool', tool_call_id: id, content: 'sunny' }
  return { messages: [...body.messages, calls, said] }
}

/** The input after a tool has run, with the answer as it came. */
function afterCall({ body }, output) {
  const said = { type: 'function_call_output', call_id: output[0].call_id, output: 'sunny' }
  return { input: [{ role: 'user', content: body.input }, ...output, said] }
}

async function run({ way, api, baseURL, token, body }) {
  let attempts = 0
  const client = new OpenAI({
    apiKey: token,
    baseURL,
    maxRetries: 2,
    fetch: (...args) => {
      attempts += 1
      return fetch(...args)
    },
  })
  const call = {
    body,
    create: (options, more) => CREATE[api](client, { ...body, ...more }, options),
    text: TEXT[api],
  }
  try {
    return { text: await WAYS[way](call), attempts }
  } catch (error) {
    const { status, code, param, type, message } = error
    const said = { reset_date: error.error?.reset_date, retry: error.headers?.get('retry-after') }
    return {
      error: { name: error.constructor.name, status, code, param, type, message, ...said },
      attempts,
    }
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  const { id, ...order } = JSON.parse(line)
  run(order).then((result) => console.log(JSON.stringify({ id, ...result })))
}
