// A host that declares no color-scheme and no styles of its own, as docs/widget.md shows it.
import 'ai-token-quotas-react/styles.css'
import { AITokensProvider, AITokensWidget } from 'ai-token-quotas-react'
import { tokenService } from './tokens'

const asked = new URLSearchParams(location.search)

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
        <AITokensProvider service={tokenService}>
          <AITokensWidget
            upgradeHref="/billing"
            theme={asked.get('theme') ?? undefined}
            locale={asked.get('locale') ?? undefined}
            labels={asked.has('broken') ? { title: Symbol('x') } : undefined}
          />
        </AITokensProvider>
      </aside>
    </>
  )
}
