// A line in, {"contestant", "seconds"}; a line out, {"rate"} in operations a second.
import { createInterface } from 'node:readline'

export async function serve(rateOf) {
  for await (const line of createInterface({ input: process.stdin })) {
    const { contestant, seconds } = JSON.parse(line)
    console.log(JSON.stringify({ rate: await rateOf(contestant, seconds) }))
  }
}
