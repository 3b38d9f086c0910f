declare global {
  interface Window {
    /** Set to true to have this package say what it does. */
    __WIDGET_DEBUG?: boolean
  }
}

// Vite replaces these very words; elsewhere there is no such thing.
export const usesMock = (): boolean => import.meta.env?.VITE_USE_MOCK_TOKENS === 'true'

const isDevelopment = (): boolean => import.meta.env?.DEV === true

const isDebugging = (): boolean =>
  typeof window !== 'undefined' && window.__WIDGET_DEBUG === true

export interface Logger {
  log(message: string, ...data: unknown[]): void
  warn(message: string, ...data: unknown[]): void
}

/** The service speaks while one develops, the hook only when asked; warnings are always said. */
export function createLogger(scope: 'TokenService' | 'usePortalCredits'): Logger {
  const speaks = (): boolean => isDebugging() || (scope === 'TokenService' && isDevelopment())
  return {
    log(message, ...data) {
      if (speaks()) console.log(`[${scope}] ${message}`, ...data)
    },
    warn(message, ...data) {
      console.warn(`[${scope}] ${message}`, ...data)
    },
  }
}
