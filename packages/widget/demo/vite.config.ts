import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'

const source = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url))

export default defineConfig({
  // The demo uses the packages by their names, as a host does.
  resolve: {
    alias: {
      'ai-token-quotas-react/styles.css': source('src/styles.css'),
      'ai-token-quotas-react': source('src/index.ts'),
      'ai-token-quotas': source('../client/src/index.ts'),
    },
  },
  build: { outDir: process.env['DEMO_DIST'] ?? 'dist', emptyOutDir: true },
  server: { host: '127.0.0.1', fs: { allow: [source('.'), source('../client')] } },
})
