// Delivers alerts when it is called, which pg_cron does each minute. See docs/alerts.md.
import { readConfig } from './config.ts'
import { createHandler } from './deliver.ts'

Deno.serve(createHandler(readConfig(Deno.env.toObject())))
