import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  // No address and no key of anybody's environment gets into a test.
  envDir: false,
  resolve: {
    alias: {
      'ai-token-quotas': fileURLToPath(new URL('../client/src/index.ts', import.meta.url)),
    },
  },
  test: { environment: 'jsdom', include: ['tests/**/*.test.{ts,tsx}'] },
})
