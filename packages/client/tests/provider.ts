/**
 * A stand-in for a provider, on loopback. It streams as OpenAI, Anthropic and Gemini document it,
 * breaks in the ways that providers break, and keeps count of what it sent.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What the next answer is like. */
export interface Script {
  /** The words of the answer, of two tokens each. */
  words?: string[]
  /** Answers with this status in place of an answer. */
  status?: number
  /** What it says then, and under which code. */
  message?: string
  code?: string
  /**
   * After so many words: an error event, a closed socket, or silence until the client leaves. A
   * hangup closes the socket in place of an answer.
   */
  breakAfter?: number
  breakBy?: 'event' | 'socket' | 'stall' | 'hangup'
  /** Milliseconds between words. */
  pause?: number
  /** Writes each event in two halves, also in the middle of a character. */
  isHalved?: boolean
  /** Leaves out the usage. */
  hasNoUsage?: boolean
  cached?: number
  reasoning?: number
  /** Calls this tool in place of an answer. */
  tool?: string
  /** Counts a token for each byte of the prompt, as the worst tokenizer would. */
  isDense?: boolean
  /** Answers with these headers besides. */
  headers?: Record<string, string>
}

/** What the provider knows of a call. */
export interface Served {
  path: string
  headers: Record<string, string | string[] | undefined>
  body: Record<string, unknown>
  status: number
  prompt: number
  /** The tokens sent so far, reasoning included. */
  completion: number
  cached: number
  reasoning: number
  /** Whether the whole answer was sent. */
  isWhole: boolean
  /** Whether the client left before. */
  hasLeft: boolean
}

export interface Provider {
  url: string
  /** The calls so far, in order. */
  served: Served[]
  /** Says what the next calls get, one each; then the default again. */
  next(...scripts: Script[]): void
  /** Forgets the calls so far, and what was said of the next. */
  reset(): void
  /** Resolves when the condition holds for the calls so far. */
  until(condition: (served: Served[]) => boolean): Promise<void>
  close(): Promise<void>
}

type Api = 'openai' | 'responses' | 'embeddings' | 'anthropic' | 'gemini'

const WORDS = ['Quotas ', 'say ', 'how ', 'much ', 'is ', 'left, ', 'até ', '月末。']
const PER_WORD = 2
// Whose events have names besides.
const NAMED = new Set<Api>(['anthropic', 'responses'])

export async function startProvider(): Promise<Provider> {
  const served: Served[] = []
  const scripts: Script[] = []
  const server: Server = createServer((request, response) => {
    void answer(request, response, served, scripts).catch(() => response.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    served,
    next: (...more) => void scripts.push(...more),
    reset() {
      served.length = 0
      scripts.length = 0
    },
    async until(condition) {
      while (!condition(served)) await new Promise((resolve) => setTimeout(resolve, 5))
    },
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  served: Served[],
  scripts: Script[],
): Promise<void> {
  const text = await bodyOf(request)
  const body = JSON.parse(text) as Record<string, unknown>
  const path = request.url ?? ''
  const script = scripts.shift() ?? {}
  const call: Served = {
    path,
    headers: request.headers,
    body,
    status: script.status ?? 200,
    prompt: script.isDense ? Buffer.byteLength(text) : Math.ceil(text.length / 4),
    completion: 0,
    cached: script.cached ?? 0,
    reasoning: 0,
    isWhole: false,
    hasLeft: false,
  }
  served.push(call)
  response.on('close', () => {
    call.hasLeft = !call.isWhole
  })
  const api = apiOf(path)
  if (script.status) {
    // As soon as possible: the AI SDK waits two seconds otherwise.
    response.writeHead(script.status, {
      'content-type': 'application/json',
      'retry-after-ms': '5',
      ...script.headers,
    })
    response.end(JSON.stringify(errorOf(api, script.message, script.code)))
    return
  }
  if (script.breakBy === 'hangup') {
    response.destroy()
    return
  }
  const isStream = body['stream'] === true || path.includes(':streamGenerateContent')
  if (isStream) await stream(api, call, script, response)
  else await whole(api, call, script, response)
}

/** One answer in one piece. */
async function whole(
  api: Api,
  call: Served,
  script: Script,
  response: ServerResponse,
): Promise<void> {
  const words = script.words ?? WORDS
  call.reasoning = script.reasoning ?? 0
  call.completion = call.reasoning
  if (script.breakBy === 'stall') {
    await new Promise((resolve) => response.on('close', resolve))
    return
  }
  if (script.pause) await pause(script.pause * words.length)
  if (api !== 'embeddings') call.completion += script.tool ? 5 : words.length * PER_WORD
  const json = JSON.stringify(bodies[api](call, words.join(''), script))
  response.writeHead(200, { 'content-type': 'application/json', ...script.headers })
  if (script.breakBy === 'socket') {
    response.write(json.slice(0, json.length / 2))
    await pause(20)
    response.destroy()
    return
  }
  call.isWhole = true
  response.end(json)
}

/** One answer in events. */
async function stream(
  api: Api,
  call: Served,
  script: Script,
  response: ServerResponse,
): Promise<void> {
  const words = script.tool ? [] : (script.words ?? WORDS)
  response.writeHead(200, { 'content-type': 'text/event-stream', ...script.headers })
  const send = async (events: unknown[]): Promise<void> => {
    for (const event of events) {
      const { type } = event as { type?: string }
      const name = NAMED.has(api) && type ? `event: ${type}\n` : ''
      const data = typeof event === 'string' ? event : JSON.stringify(event)
      const bytes = Buffer.from(`${name}data: ${data}\n\n`)
      if (script.isHalved) {
        const half = Math.floor(bytes.length / 2) + 1
        response.write(bytes.subarray(0, half))
        await pause(2)
        response.write(bytes.subarray(half))
      } else response.write(bytes)
    }
  }
  call.reasoning = script.reasoning ?? 0
  call.completion = call.reasoning
  await send(events[api].begin(call))
  for (const [index, word] of words.entries()) {
    if (script.breakAfter === index) {
      if (script.breakBy === 'event') {
        await send([errorOf(api)])
        response.end()
        return
      }
      if (script.breakBy === 'stall') {
        await new Promise((resolve) => response.on('close', resolve))
        return
      }
      await pause(20)
      response.destroy()
      return
    }
    if (response.destroyed) return
    call.completion += PER_WORD
    await send(events[api].word(call, word, script))
    if (script.pause) await pause(script.pause)
  }
  if (script.tool) {
    call.completion += 5
    await send(events[api].tool(script.tool))
  }
  if (response.destroyed) return
  await send(events[api].end(call, script))
  call.isWhole = true
  response.end()
}

// The shapes ------------------------------------------------------------------------------------

const CALL = { id: 'call_1', name: '', arguments: '{"city":"Lisbon"}' }

function openaiUsage(call: Served): unknown {
  return {
    prompt_tokens: call.prompt,
    completion_tokens: call.completion,
    total_tokens: call.prompt + call.completion,
    prompt_tokens_details: { cached_tokens: call.cached },
    completion_tokens_details: { reasoning_tokens: call.reasoning },
  }
}

function responsesUsage(call: Served): unknown {
  return {
    input_tokens: call.prompt,
    input_tokens_details: { cached_tokens: call.cached },
    output_tokens: call.completion,
    output_tokens_details: { reasoning_tokens: call.reasoning },
    total_tokens: call.prompt + call.completion,
  }
}

function responseOf(call: Served, text: string, { tool, hasNoUsage }: Script): unknown {
  const content = [{ type: 'output_text', text, annotations: [] }]
  const message = { type: 'message', id: 'msg_1', role: 'assistant', status: 'completed', content }
  return {
    id: 'resp_1',
    object: 'response',
    created_at: 1,
    status: 'completed',
    model: 'stand-in-1',
    output: [tool ? responsesTool(tool) : message],
    ...unless(hasNoUsage, { usage: responsesUsage(call) }),
  }
}

function anthropicUsage(call: Served, output: number): unknown {
  return {
    input_tokens: call.prompt - call.cached,
    cache_read_input_tokens: call.cached,
    cache_creation_input_tokens: 0,
    output_tokens: output,
  }
}

function geminiUsage(call: Served): unknown {
  return {
    promptTokenCount: call.prompt,
    cachedContentTokenCount: call.cached,
    candidatesTokenCount: call.completion - call.reasoning,
    thoughtsTokenCount: call.reasoning,
    totalTokenCount: call.prompt + call.completion,
  }
}

const unless = (hidden: boolean | undefined, values: object): object => (hidden ? {} : values)

const bodies: Record<Api, (call: Served, text: string, script: Script) => unknown> = {
  openai: (call, text, { tool, hasNoUsage }) => ({
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 1,
    model: 'stand-in-1',
    choices: [
      {
        index: 0,
        message: tool
          ? { role: 'assistant', content: null, tool_calls: [openaiTool(tool)] }
          : { role: 'assistant', content: text },
        finish_reason: tool ? 'tool_calls' : 'stop',
      },
    ],
    ...unless(hasNoUsage, { usage: openaiUsage(call) }),
  }),
  responses: responseOf,
  embeddings: (call, _, { hasNoUsage }) => ({
    object: 'list',
    model: 'stand-in-1',
    data: [{ object: 'embedding', index: 0, embedding: [0.5, -0.25] }],
    ...unless(hasNoUsage, { usage: { prompt_tokens: call.prompt, total_tokens: call.prompt } }),
  }),
  anthropic: (call, text, { hasNoUsage }) => ({
    id: 'msg_1',
    type: 'message',
    role: 'assistant',
    model: 'stand-in-1',
    content: [{ type: 'text', text }],
    stop_reason: 'end_turn',
    stop_sequence: null,
    ...unless(hasNoUsage, { usage: anthropicUsage(call, call.completion) }),
  }),
  gemini: (call, text, { hasNoUsage }) => ({
    candidates: [{ content: { role: 'model', parts: [{ text }] }, finishReason: 'STOP', index: 0 }],
    modelVersion: 'stand-in-1',
    ...unless(hasNoUsage, { usageMetadata: geminiUsage(call) }),
  }),
}

interface Events {
  begin(call: Served): unknown[]
  word(call: Served, word: string, script: Script): unknown[]
  tool(name: string): unknown[]
  end(call: Served, script: Script): unknown[]
}

const events: Record<Api, Events> = {
  openai: {
    begin: () => [openaiChunk({ role: 'assistant', content: '' })],
    word: (_, word) => [openaiChunk({ content: word })],
    tool: (name) => [openaiChunk({ tool_calls: [{ index: 0, ...openaiTool(name) }] })],
    end: (call, script) => [
      openaiChunk({}, script.tool ? 'tool_calls' : 'stop'),
      ...(script.hasNoUsage || !wantsUsage(call)
        ? []
        : [{ ...openaiChunk({}), choices: [], usage: openaiUsage(call) }]),
      '[DONE]',
    ],
  },
  responses: {
    begin: () => [{ type: 'response.created', response: { id: 'resp_1', status: 'in_progress' } }],
    word: (_, delta) => [
      {
        type: 'response.output_text.delta',
        item_id: 'msg_1',
        output_index: 0,
        content_index: 0,
        delta,
      },
    ],
    tool: (name) => {
      const item = responsesTool(name)
      const at = { output_index: 0, item_id: item.id }
      return [
        {
          type: 'response.output_item.added',
          output_index: 0,
          item: { ...item, status: 'in_progress', arguments: '' },
        },
        { type: 'response.function_call_arguments.delta', ...at, delta: item.arguments },
        { type: 'response.function_call_arguments.done', ...at, arguments: item.arguments },
        { type: 'response.output_item.done', output_index: 0, item },
      ]
    },
    end: (call, script) => [
      {
        type: 'response.completed',
        response: responseOf(call, (script.words ?? WORDS).join(''), script),
      },
    ],
  },
  embeddings: { begin: () => [], word: () => [], tool: () => [], end: () => [] },
  anthropic: {
    begin: (call) => [
      {
        type: 'message_start',
        message: {
          id: 'msg_1',
          type: 'message',
          role: 'assistant',
          model: 'stand-in-1',
          content: [],
          stop_reason: null,
          stop_sequence: null,
          usage: anthropicUsage(call, 1),
        },
      },
      { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
      { type: 'ping' },
    ],
    word: (_, word) => [
      { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: word } },
    ],
    tool: () => [],
    end: (call, { hasNoUsage }) => [
      { type: 'content_block_stop', index: 0 },
      {
        type: 'message_delta',
        delta: { stop_reason: 'end_turn', stop_sequence: null },
        usage: hasNoUsage ? {} : { output_tokens: call.completion },
      },
      { type: 'message_stop' },
    ],
  },
  gemini: {
    begin: () => [],
    word: (call, text, { hasNoUsage }) => [
      {
        candidates: [{ content: { role: 'model', parts: [{ text }] }, index: 0 }],
        modelVersion: 'stand-in-1',
        ...unless(hasNoUsage, { usageMetadata: geminiUsage(call) }),
      },
    ],
    tool: () => [],
    end: (call, { hasNoUsage }) => [
      {
        candidates: [
          { content: { role: 'model', parts: [{ text: '' }] }, finishReason: 'STOP', index: 0 },
        ],
        modelVersion: 'stand-in-1',
        ...unless(hasNoUsage, { usageMetadata: geminiUsage(call) }),
      },
    ],
  },
}

const openaiTool = (name: string): object => ({
  id: CALL.id,
  type: 'function',
  function: { name, arguments: CALL.arguments },
})

const responsesTool = (name: string) => ({
  type: 'function_call',
  id: 'fc_1',
  call_id: CALL.id,
  name,
  arguments: CALL.arguments,
  status: 'completed',
})

const openaiChunk = (delta: object, finish_reason: string | null = null): object => ({
  id: 'chatcmpl-1',
  object: 'chat.completion.chunk',
  created: 1,
  model: 'stand-in-1',
  choices: [{ index: 0, delta, finish_reason }],
})

/** OpenAI sends the usage of a stream only if it is asked to. */
const wantsUsage = ({ body }: Served): boolean =>
  (body['stream_options'] as { include_usage?: boolean } | undefined)?.include_usage === true

function errorOf(api: Api, message = 'Overloaded', code?: string): object {
  if (code) return { error: { message, type: 'invalid_request_error', param: null, code } }
  return NAMED.has(api)
    ? { type: 'error', error: { type: 'overloaded_error', message } }
    : { error: { message, type: 'server_error', code: 503, status: 'UNAVAILABLE' } }
}

function apiOf(path: string): Api {
  if (path.includes('enerateContent')) return 'gemini'
  if (path.endsWith('/messages')) return 'anthropic'
  if (path.endsWith('/responses')) return 'responses'
  return path.endsWith('/embeddings') ? 'embeddings' : 'openai'
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return Buffer.concat(parts).toString()
}

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds))
