// Writes registry/ai-tokens-card.json: the card as source, for `npx shadcn add`.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const LEFT_OUT = new Set(['index.ts', 'element.tsx', 'css.d.ts'])
const FOLDER = 'ai-tokens'

const sources = readdirSync(join(root, 'src'), { recursive: true })
  .map(String)
  .filter((name) => /\.(tsx?|css)$/.test(name) && !LEFT_OUT.has(name))
  .sort()

const files = sources.map((name) => ({
  path: `src/${name}`,
  type: 'registry:component',
  target: `components/${FOLDER}/${name}`,
  content: readFileSync(join(root, 'src', name), 'utf8')
    // A host's compiler need not know imports with the source's own ending.
    .replace(/(from |import\()'(\.[^']*)\.tsx?'/g, "$1'$2'"),
}))

files.push({
  path: 'src/index.ts',
  type: 'registry:component',
  target: `components/${FOLDER}/index.ts`,
  content: [
    "import './styles.css'",
    "export { createTokenService } from 'ai-token-quotas'",
    "export { AITokensWidget } from './AITokensWidget'",
    "export { AITokensProvider, usePortalCredits } from './usePortalCredits'",
    '',
  ].join('\n'),
})

const item = {
  $schema: 'https://ui.shadcn.com/schema/registry-item.json',
  name: 'ai-tokens-card',
  type: 'registry:component',
  title: 'AI Tokens card',
  description: 'How many AI tokens are left, and until when: live from the quotas in Supabase.',
  dependencies: ['ai-token-quotas'],
  files,
}

const text = `${JSON.stringify(item, null, 2)}\n`
const file = join(root, 'registry/ai-tokens-card.json')
if (process.argv.includes('--check')) {
  if (readFileSync(file, 'utf8') !== text) {
    console.error('registry/ai-tokens-card.json is out of date: npm run registry')
    process.exitCode = 1
  }
} else {
  mkdirSync(join(root, 'registry'), { recursive: true })
  writeFileSync(file, text)
}
