import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'

const source = (path: string): string => fileURLToPath(new URL(`../src/${path}`, import.meta.url))

export default defineConfig({
  // The demo uses the package by its name, as a host does.
  resolve: {
    alias: {
      'ai-token-quotas-widget/styles.css': source('styles.css'),
      'ai-token-quotas-widget': source('index.ts'),
    },
  },
  build: { outDir: process.env['DEMO_DIST'] ?? 'dist', emptyOutDir: true },
  server: { host: '127.0.0.1' },
})
