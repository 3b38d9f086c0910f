/** The stand-in for a provider, and a second port by which tests in other languages direct it. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Script, startProvider } from '../../../packages/client/tests/provider.ts'

const provider = await startProvider()

const acts: Record<string, (scripts: Script[]) => unknown> = {
  '/next': (scripts) => provider.next(...scripts),
  '/reset': () => provider.reset(),
  '/served': () => provider.served,
}

const control = createServer((request, response) => {
  void (async () => {
    let text = ''
    for await (const part of request) text += String(part)
    const said = acts[request.url ?? '']?.(JSON.parse(text || '[]') as Script[])
    response.end(JSON.stringify(said ?? null))
  })()
})
control.listen(0, '127.0.0.1', () => {
  const { port } = control.address() as AddressInfo
  console.log(JSON.stringify({ url: provider.url, control: `http://127.0.0.1:${port}` }))
})
