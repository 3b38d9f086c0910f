"""Who looks at the demo, and what they do there."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

from playwright.sync_api import Browser, Locator, Page

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "packages/widget/node_modules/axe-core/axe.min.js"
# The browser of this process. pytest loads a conftest.py more than once, and this file once.
RUNNING: list[Browser] = []
PASSWORD = "correct-horse-battery-staple"

# Looks for the card's first number from the very start, and tells when it was there.
STOPWATCH = """
new MutationObserver((_, observer) => {
  if (!document.querySelector('.ai-tokens')?.textContent.includes('10,000 tokens left')) return
  observer.disconnect()
  window.shownAfter = performance.now()
}).observe(document, { childList: true, subtree: true, characterData: true })
"""

# Adds up how far things have jumped.
JUMPS = """
window.jumps = []
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) window.jumps.push(entry.value)
}).observe({ type: 'layout-shift', buffered: true })
"""


@dataclass
class Visitor:
    """A person with a browser window."""

    page: Page
    demo: str
    query: str = ""
    email: str = field(default_factory=lambda: f"visitor-{uuid4().hex}@example.com")

    @property
    def card(self) -> Locator:
        """The card AI Tokens."""
        return self.page.locator("section.ai-tokens")

    @property
    def bar(self) -> Locator:
        """The bar of tokens."""
        return self.card.get_by_role("progressbar")

    @property
    def answers(self) -> Locator:
        """What the model said, and what was refused."""
        return self.page.locator(".answers li")

    def open(self) -> None:
        """Opens the demo."""
        self.page.goto(f"{self.demo}?pace=5&{self.query}")

    def sign_up(self, left: str = "10,000") -> None:
        """Makes an account, and waits for its card."""
        self._fill_in()
        self.page.get_by_role("button", name="Create an account").click()
        self.card.get_by_text(left).wait_for()

    def sign_in(self) -> None:
        """Signs in with the account, and waits for its card."""
        self._fill_in()
        self.page.get_by_role("button", name="Sign in").click()
        self.card.get_by_text("left").wait_for()

    def sign_out(self) -> None:
        """Signs out, and waits for the form."""
        self.page.get_by_role("button", name="Sign out").click()
        self.page.get_by_role("heading", name="Sign in").wait_for()

    def ask(self, answer_tokens: int) -> None:
        """Asks the model, which uses 500 tokens besides those of its answer, and waits for it."""
        known = self.answers.count()
        self.page.get_by_label("Tokens of the answer").fill(str(answer_tokens))
        self.page.get_by_role("button", name="Ask", exact=True).click()
        self.answers.nth(known).wait_for()

    def come_back(self) -> None:
        """Turns to the window again, after a minute."""
        self.page.evaluate(
            "{ const now = Date.now; Date.now = () => now() + 60_000;"
            " window.dispatchEvent(new Event('focus')) }"
        )

    def faults(self) -> list[dict[str, Any]]:
        """What axe finds wrong."""
        self.page.evaluate("document.getAnimations().forEach((one) => one.finish())")
        self.page.add_script_tag(path=AXE)
        found: list[dict[str, Any]] = self.page.evaluate(
            "axe.run().then(({ violations }) => violations.map(({ id, nodes }) =>"
            " ({ id, where: nodes.map((node) => node.html) })))"
        )
        return found

    def _fill_in(self) -> None:
        self.page.get_by_label("Email").fill(self.email)
        self.page.get_by_label("Password").fill(PASSWORD)
