// What the card adds to a host that has React and supabase-js: minified, gzipped, with its styles.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build } from 'vite'

const LIMIT = 10_000

const dist = join(import.meta.dirname, '../dist/widget/src')
const { output } = await build({
  configFile: false,
  envDir: false,
  logLevel: 'error',
  define: { 'import.meta.env.DEV': 'false' },
  build: {
    write: false,
    minify: true,
    lib: { entry: join(dist, 'index.js'), formats: ['es'], fileName: 'card' },
    // In ES libraries Vite leaves white space to the host's build.
    rolldownOptions: { external: [/^react/, /^@supabase\//, 'recharts'], output: { minify: true } },
  },
}).then(([built]) => built)

const zipped = (text) => gzipSync(text, { level: 9 }).length
const chunks = output.filter((file) => file.type === 'chunk')
// The entry, and what it imports at once; the rest is fetched when it is needed.
const entry = chunks.find((chunk) => chunk.isEntry)
const eager = chunks.filter((chunk) => chunk === entry || entry.imports.includes(chunk.fileName))
const script = eager.reduce((sum, chunk) => sum + zipped(chunk.code), 0)
const styles = zipped(readFileSync(join(dist, 'styles.css'), 'utf8'))
const total = script + styles
for (const chunk of chunks.filter((one) => !eager.includes(one))) {
  console.log(`when needed: ${chunk.fileName} ${zipped(chunk.code)} bytes`)
}
console.log(`card: script ${script} + styles ${styles} = ${total} bytes gzipped, limit ${LIMIT}`)
process.exitCode = total < LIMIT ? 0 : 1
