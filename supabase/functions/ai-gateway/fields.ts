/**
 * What callers may send. Left out on purpose: tools that the provider runs and charges for, work in
 * the background, what the provider keeps under an id (previous_response_id, conversation, prompt,
 * files, audio), service tiers with prices of their own, and predicted answers, whose rejected
 * tokens are charged beyond the longest answer.
 */
import {
  anything,
  between,
  flag,
  inlineImage,
  kinds,
  list,
  matching,
  object,
  oneOf,
  type Rule,
  text,
  textOr,
  textsOrTokens,
} from './rules.ts'

export interface Api {
  rule: Rule
  /** Under which names a caller asks for the longest answer. */
  maxTokens: string[]
  isStored: boolean
}

// What the database would refuse would be a call that is not recorded.
const label = matching(/^(?=.*\S)[^\p{Cc}\p{Cs}]{1,200}$/u, 'a text of 1 to 200 characters')
const uuid = matching(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i, 'a UUID')

const common = {
  model: text,
  // Labels of the call in the ledger.
  metadata: object({ discipline: label, workflow_id: label, session_id: uuid, agent_id: uuid }),
}
const sampling = {
  ...common,
  stream: flag,
  temperature: anything,
  top_p: anything,
  top_logprobs: anything,
  tool_choice: anything,
  parallel_tool_calls: flag,
  // Set to false, whatever it is.
  store: flag,
}
const longest = between(1, 2_000_000)

const chatContent = textOr(list(kinds({
  text: object({ type: text, text }),
  refusal: object({ type: text, refusal: text }),
  image_url: object({ type: text, image_url: object({ url: inlineImage, detail: text }) }),
})))
const chatCall = object({ name: text, arguments: text })

const chat = object({
  ...sampling,
  messages: list(object({
    role: text,
    content: chatContent,
    name: text,
    refusal: text,
    reasoning_content: text,
    tool_calls: list(kinds({ function: object({ id: text, type: text, function: chatCall }) })),
    tool_call_id: text,
    function_call: chatCall,
    // Comes with answers that are sent back.
    annotations: list(anything),
  })),
  n: between(1, 16),
  max_tokens: longest,
  max_completion_tokens: longest,
  stream_options: object({ include_usage: flag, include_obfuscation: flag }),
  frequency_penalty: anything,
  presence_penalty: anything,
  logit_bias: anything,
  logprobs: flag,
  reasoning_effort: text,
  verbosity: text,
  response_format: anything,
  seed: anything,
  stop: anything,
  tools: list(kinds({ function: object({ type: text, function: anything }) })),
  modalities: list(oneOf('text')),
})

const message = object({
  type: text,
  id: text,
  role: text,
  status: text,
  phase: text,
  content: textOr(list(kinds({
    input_text: object({ type: text, text }),
    output_text: object({ type: text, text, annotations: anything, logprobs: anything }),
    refusal: object({ type: text, refusal: text }),
    input_image: object({ type: text, image_url: inlineImage, detail: text }),
  }))),
})

/** Reasoning without its content stands for what the provider keeps. */
const reasoning: Rule = (value, path, tally) => {
  object({
    type: text,
    id: text,
    status: text,
    summary: anything,
    content: anything,
    encrypted_content: text,
  })(value, path, tally)
  text(
    (value as { encrypted_content?: unknown }).encrypted_content,
    `${path}.encrypted_content`,
    tally,
  )
}

const responses = object({
  ...sampling,
  input: textOr(list(kinds({
    message,
    reasoning,
    function_call: object({
      type: text,
      id: text,
      status: text,
      call_id: text,
      name: text,
      arguments: text,
    }),
    function_call_output: object({
      type: text,
      id: text,
      status: text,
      call_id: text,
      output: text,
    }),
  }, 'message'))),
  instructions: text,
  max_output_tokens: longest,
  stream_options: object({ include_obfuscation: flag }),
  include: list(oneOf('reasoning.encrypted_content', 'message.output_text.logprobs')),
  reasoning: object({ effort: text, summary: text, generate_summary: text }),
  text: anything,
  truncation: text,
  tools: list(kinds({
    function: object({
      type: text,
      name: text,
      description: text,
      parameters: anything,
      strict: flag,
    }),
  })),
})

const embeddings = object({
  ...common,
  input: textsOrTokens,
  encoding_format: text,
  dimensions: anything,
})

export const APIS: Record<string, Api> = {
  'chat/completions': {
    rule: chat,
    maxTokens: ['max_completion_tokens', 'max_tokens'],
    isStored: true,
  },
  responses: { rule: responses, maxTokens: ['max_output_tokens'], isStored: true },
  embeddings: { rule: embeddings, maxTokens: [], isStored: false },
}
