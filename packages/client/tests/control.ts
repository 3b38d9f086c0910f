/**
 * Serves the stand-in for a provider to tests in other languages, until it is ended: the first line
 * says where it is, and where it is told what to do and asked what it has served.
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { startProvider, type Script } from './provider.ts'

const provider = await startProvider()

const control = createServer((request, response) => {
  void (async () => {
    let text = ''
    for await (const part of request) text += String(part)
    if (request.method === 'PUT') provider.reset()
    if (text) provider.next(...(JSON.parse(text) as Script[]))
    response.end(JSON.stringify(provider.served))
  })()
})
control.listen(0, '127.0.0.1', () => {
  const { port } = control.address() as AddressInfo
  console.log(JSON.stringify({ url: provider.url, control: `http://127.0.0.1:${port}` }))
})
