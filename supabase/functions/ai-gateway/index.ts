import { readConfig } from './config.ts'
import { createGateway } from './gateway.ts'

Deno.serve(createGateway(readConfig(Deno.env.toObject())))
