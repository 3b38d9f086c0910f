// A server component: it renders the card, which is a client component of its own.
import { AITokensWidget } from 'ai-token-quotas-react'
import { de } from 'ai-token-quotas-react/labels'
import { Tokens } from './tokens'

export default async function Page({ searchParams }) {
  const { theme, german } = await searchParams
  return (
    <main>
      <h1>The host</h1>
      <aside style={{ width: 260 }}>
        <Tokens>
          <AITokensWidget
            upgradeHref="/billing"
            theme={theme}
            locale={german === undefined ? undefined : 'de'}
            labels={german === undefined ? undefined : de}
          />
        </Tokens>
      </aside>
    </main>
  )
}
