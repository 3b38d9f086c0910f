/** Serves the stand-in for a provider until it is ended, and says where. */
import { startProvider } from './provider.ts'

console.log((await startProvider()).url)
