import { createClient } from '@supabase/supabase-js'
import OpenAI from 'openai'

const { VITE_SUPABASE_URL, VITE_SUPABASE_KEY, VITE_GATEWAY_URL } = import.meta.env
const supabase = createClient(VITE_SUPABASE_URL, VITE_SUPABASE_KEY)
const openai = new OpenAI({
  baseURL: VITE_GATEWAY_URL,
  // Asked before each call, so that the token is a fresh one.
  apiKey: async () => (await supabase.auth.getSession()).data.session?.access_token ?? '',
  // It is the user's own token: no secret of yours is in the page.
  dangerouslyAllowBrowser: true,
})
const output = document.querySelector('output')

document.querySelector('form').addEventListener('submit', async (event) => {
  event.preventDefault()
  const { email, password, question } = Object.fromEntries(new FormData(event.target))
  const known = await supabase.auth.signInWithPassword({ email, password })
  if (known.error) await supabase.auth.signUp({ email, password })
  output.textContent = ''
  try {
    const stream = await openai.chat.completions.create({
      model: 'gpt-5.4-mini',
      max_completion_tokens: 1000,
      messages: [{ role: 'user', content: question }],
      stream: true,
    })
    for await (const chunk of stream) output.append(chunk.choices[0].delta.content ?? '')
  } catch (error) {
    // Where the quota does not admit a call, the gateway's message says when it starts anew.
    output.textContent = error.error?.message ?? error.message
  }
})
