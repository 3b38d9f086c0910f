// A host that declares no color-scheme and no styles of its own, as docs/widget.md shows it.
import 'ai-token-quotas-react/styles.css'
import { AITokensProvider, AITokensWidget } from 'ai-token-quotas-react'
import { tokenService } from './tokens'

const asked = new URLSearchParams(location.search)

// In place of a service that collects errors.
window.told = []
const tell = (error) => window.told.push(error.message)

export function App() {
  return (
    <>
      <h1>The host</h1>
      <p id="text">
        A paragraph with <a href="#there">a link</a>.
      </p>
      <button id="button">A button</button>
      <table id="table">
        <tbody>
          <tr>
            <th id="th">1</th>
            <td id="td">2</td>
          </tr>
        </tbody>
      </table>
      <svg id="svg" width="10" height="10" />
      <dialog id="dialog">A dialog</dialog>
      <aside style={{ width: 260 }}>
        {Array.from({ length: Number(asked.get('cards') ?? 1) }, (_, index) => (
          <AITokensProvider key={index} service={tokenService} onError={tell}>
            <AITokensWidget
              upgradeHref="/billing"
              theme={asked.get('theme') ?? undefined}
              locale={asked.get('locale') ?? undefined}
              labels={asked.has('broken') ? { title: {} } : undefined}
              onError={tell}
            />
          </AITokensProvider>
        ))}
      </aside>
    </>
  )
}
