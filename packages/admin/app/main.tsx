import 'ai-token-quotas-admin/styles.css'
import { createClient } from '@supabase/supabase-js'
import { QuotaAdmin } from 'ai-token-quotas-admin'
import { StrictMode, type ReactNode } from 'react'
import { createRoot } from 'react-dom/client'
import { readConfig } from './config.ts'
import './page.css'

const place = document.getElementById('root')
if (!place) throw new Error('index.html has no #root')
const root = createRoot(place)
const show = (page: ReactNode): void => root.render(<StrictMode>{page}</StrictMode>)

try {
  const { url, publishableKey } = await readConfig()
  show(<QuotaAdmin client={createClient(url, publishableKey)} />)
} catch (error) {
  show(
    <div className="aqa">
      <div className="aqa-sheet" role="alert">
        <h1>The page is not set up</h1>
        <p>{error instanceof Error ? error.message : String(error)}</p>
      </div>
    </div>,
  )
}
