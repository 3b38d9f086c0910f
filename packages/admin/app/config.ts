/** Which project the page is for: told at build, or by a config.json beside the page. */
export interface Config {
  url: string
  publishableKey: string
}

export async function readConfig(): Promise<Config> {
  const built = {
    url: import.meta.env['VITE_SUPABASE_URL'] as unknown,
    publishableKey: import.meta.env['VITE_SUPABASE_PUBLISHABLE_KEY'] as unknown,
  }
  const config: unknown = built.url ? built : await fetchConfig()
  if (isConfig(config)) return config
  throw new Error('config.json must have "url" and "publishableKey" of the Supabase project.')
}

async function fetchConfig(): Promise<unknown> {
  const answer = await fetch('config.json', { cache: 'no-cache' })
  if (!answer.ok) throw new Error(`config.json could not be read: HTTP ${answer.status}.`)
  try {
    return await answer.json()
  } catch {
    throw new Error('config.json is not JSON.')
  }
}

/** A secret key in a page would be everybody's: it is refused, whatever the database would say. */
function isConfig(config: unknown): config is Config {
  const { url, publishableKey } = (config ?? {}) as Record<string, unknown>
  if (typeof url !== 'string' || typeof publishableKey !== 'string') return false
  if (isSecret(publishableKey)) {
    throw new Error('This is a secret key. Revoke it, and put the publishable key in its place.')
  }
  return URL.canParse(url) && publishableKey !== ''
}

function isSecret(key: string): boolean {
  if (key.startsWith('sb_secret_')) return true
  try {
    const payload = key.split('.')[1]?.replaceAll('-', '+').replaceAll('_', '/') ?? ''
    return (JSON.parse(atob(payload)) as { role?: unknown }).role === 'service_role'
  } catch {
    return false
  }
}
