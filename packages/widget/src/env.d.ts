// What Vite puts in place, where a host builds with Vite; elsewhere there is no `env`.
interface ImportMetaEnv {
  readonly VITE_USE_MOCK_TOKENS?: string
  readonly DEV: boolean
}

interface ImportMeta {
  readonly env: ImportMetaEnv
}
