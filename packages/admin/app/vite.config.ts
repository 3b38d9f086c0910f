import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'

const source = (path: string): string => fileURLToPath(new URL(`../src/${path}`, import.meta.url))

export default defineConfig({
  // It works in any folder of any host.
  base: './',
  resolve: {
    alias: {
      'ai-token-quotas-admin/styles.css': source('styles.css'),
      'ai-token-quotas-admin': source('index.ts'),
    },
  },
  build: {
    outDir: process.env['ADMIN_DIST'] ?? fileURLToPath(new URL('../dist-page', import.meta.url)),
    emptyOutDir: true,
    // Data URLs would need an exception in a strict Content-Security-Policy.
    assetsInlineLimit: 0,
    // Recharts is one chunk, fetched after the numbers are there.
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      onwarn: (warning, warn) => {
        // "use client" of TanStack Query is for servers that render, which this page has not.
        if (warning.code !== 'MODULE_LEVEL_DIRECTIVE') warn(warning)
      },
    },
  },
  server: { host: '127.0.0.1' },
})
