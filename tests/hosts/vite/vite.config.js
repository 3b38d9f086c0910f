import { defineConfig } from 'vite'

// The plugin of the newest Vite; the one before reads JSX by itself.
const isNewest = !process.argv[1].includes('vite-7')

export default defineConfig({
  plugins: isNewest ? [(await import('@vitejs/plugin-react')).default()] : [],
  ...(isNewest ? {} : { esbuild: { jsx: 'automatic' } }),
})
