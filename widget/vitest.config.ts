import { defineConfig } from 'vitest/config'

export default defineConfig({
  // No address and no key of anybody's environment gets into a test.
  envDir: false,
  test: { environment: 'jsdom', include: ['tests/**/*.test.{ts,tsx}'] },
})
