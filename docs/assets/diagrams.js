// Draws the diagrams in the colours of the page, and again when these change.
const sources = [...document.querySelectorAll('pre.diagram')].map((place) => place.textContent)

async function draw() {
  const isDark = document.body.dataset.mdColorScheme === 'slate'
  mermaid.initialize({
    startOnLoad: false,
    theme: isDark ? 'dark' : 'neutral',
    fontFamily: getComputedStyle(document.body).fontFamily,
  })
  for (const [number, place] of document.querySelectorAll('.diagram').entries()) {
    const { svg } = await mermaid.render(`diagram-${number}`, sources[number])
    const drawn = document.createElement('div')
    drawn.className = 'diagram'
    drawn.innerHTML = svg
    place.replaceWith(drawn)
  }
}

void draw()
new MutationObserver(() => void draw()).observe(document.body, {
  attributeFilter: ['data-md-color-scheme'],
})
