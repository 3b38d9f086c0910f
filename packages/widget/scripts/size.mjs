// What the card adds to a host that has React, supabase-js and the client: minified, gzipped, with
// its styles. In a host's build, the entry and what it imports at once lie in one file.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build } from 'vite'

const CARD = 9_000
const PANEL = 15_000

const dist = join(import.meta.dirname, '../dist')
const zipped = (text) => gzipSync(text, { level: 9 }).length

/** The chunks of a host's production build, those that are there at once and the others. */
async function chunks(...external) {
  const [{ output }] = await build({
    configFile: false,
    envDir: false,
    logLevel: 'error',
    define: { 'import.meta.env.DEV': 'false' },
    build: {
      write: false,
      cssCodeSplit: true,
      lib: { entry: [join(dist, 'index.js'), join(dist, 'styles.css')], formats: ['es'] },
      // In ES libraries Vite leaves white space to the host's build.
      rolldownOptions: { external: [/^react/, /^@supabase\//, ...external], output: { minify: true } },
    },
  })
  const scripts = output.filter((file) => file.type === 'chunk')
  const entry = scripts.find((chunk) => chunk.name === 'index')
  const eager = scripts.filter((one) => one === entry || entry.imports.includes(one.fileName))
  return {
    eager: zipped(eager.map((chunk) => chunk.code).join('\n')),
    later: scripts.filter((one) => !eager.includes(one) && one.name !== 'styles'),
    styles: zipped(output.find((file) => file.fileName.endsWith('.css')).source),
  }
}

const { eager, later, styles } = await chunks('ai-token-quotas')
const { eager: withClient } = await chunks()
const total = eager + styles
for (const { name, code } of later) console.log(`when needed: ${name} ${zipped(code)} bytes`)
const panel = zipped(later.find((chunk) => chunk.name === 'UsagePanel').code)
console.log(`card: script ${eager} + styles ${styles} = ${total} bytes gzipped, limit ${CARD}`)
console.log(`with what it uses of the client: ${withClient + styles} bytes`)
console.log(`panel: ${panel} bytes gzipped, limit ${PANEL}`)
process.exitCode = total <= CARD && panel <= PANEL ? 0 : 1
