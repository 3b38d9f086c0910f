// Compiles the package, and bundles the web component with Preact in place of React.
import { execFileSync } from 'node:child_process'
import { cpSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { build } from 'vite'

process.chdir(join(import.meta.dirname, '..'))
const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc')
rmSync('dist', { recursive: true, force: true })
execFileSync(process.execPath, [tsc, '-p', 'tsconfig.build.json'], { stdio: 'inherit' })
cpSync('src/styles.css', 'dist/styles.css')
// Bundled below.
rmSync('dist/element.js')

const react = {
  react: 'preact/compat',
  'react/jsx-runtime': 'preact/jsx-runtime',
}
await build({
  configFile: false,
  envDir: false,
  logLevel: 'error',
  resolve: { alias: react },
  define: { 'import.meta.env': '{}', 'process.env.NODE_ENV': '"production"' },
  build: {
    outDir: 'dist/element',
    minify: true,
    lib: { entry: 'src/element.tsx', formats: ['es'], fileName: 'ai-tokens-card' },
    rolldownOptions: { output: { minify: true, chunkFileNames: '[name].js' } },
  },
})
