// A host that declares no color-scheme and no styles of its own, as docs/widget.md shows it.
import 'ai-token-quotas-widget/styles.css'
import { createClient } from '@supabase/supabase-js'
import { AITokensProvider, AITokensWidget, createTokenService } from 'ai-token-quotas-widget'
import { createRoot } from 'react-dom/client'

const asked = new URLSearchParams(location.search)
const options = asked.has('accessToken') ? { accessToken: async () => 'token' } : {}
const supabase = createClient('http://127.0.0.1:9', 'key', options)
const service = createTokenService(supabase, { useMock: !asked.has('accessToken') })

createRoot(document.getElementById('root')).render(
  <>
    <h1>The host</h1>
    <AITokensProvider service={service}>
      <AITokensWidget
        theme={asked.get('theme') ?? undefined}
        locale={asked.get('locale') ?? undefined}
        labels={asked.has('broken') ? { loading: Symbol('x'), title: Symbol('x') } : undefined}
      />
    </AITokensProvider>
  </>,
)
