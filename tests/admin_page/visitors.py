"""Who looks at the admin page, and what they do there."""

from pathlib import Path
from typing import Any

from api.callers import Caller
from api.conftest import PASSWORD
from playwright.sync_api import ConsoleMessage, Locator, Page, expect

AXE = Path(__file__).resolve().parents[2] / "packages/admin/node_modules/axe-core/axe.min.js"


class Visitor:
    """A person with a browser window."""

    def __init__(self, page: Page, address: str, expected: tuple[str, ...]) -> None:
        """Listens to what the page complains of, apart from what is expected."""
        self.page = page
        self.address = address
        self.expected = expected
        self.complaints: list[str] = []
        self.caller: Caller
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    @property
    def drawer(self) -> Locator:
        """What is shown of one user."""
        return self.page.get_by_role("dialog", name="User")

    def sign_in(self, email: str) -> None:
        """Signs in by password."""
        self.page.get_by_label("E-mail", exact=True).fill(email)
        self.page.get_by_label("Password").fill(PASSWORD)
        self.page.get_by_role("button", name="Sign in").click()

    def wait_for_numbers(self) -> None:
        """Waits for the tiles."""
        self.page.locator(".aqa-tiles[aria-busy=false]").wait_for()

    def tile(self, title: str) -> Locator:
        """One of the key figures."""
        return self.page.locator(".aqa-tile").filter(
            has=self.page.get_by_role("heading", name=title, exact=True)
        )

    def open(self, view: str) -> None:
        """Goes to another view."""
        views = self.page.get_by_role("navigation", name="Views")
        views.get_by_role("button", name=view).click()

    def card(self, title: str) -> Locator:
        """A part of the page."""
        return self.page.get_by_role("region", name=title, exact=True).and_(
            self.page.locator("section")
        )

    def search(self, text: str) -> Locator:
        """The row of a user that the search finds, when it is the only one."""
        self.open("Users")
        self.page.get_by_label("Search").fill(text)
        rows = self.card("Users").get_by_role("row")
        expect(rows).to_have_count(2)
        return rows.filter(has_text=text)

    def open_user(self, caller: Caller) -> None:
        """Opens the drawer of a user."""
        self.search(caller.email).get_by_role("button").click()
        self.drawer.get_by_role("heading", name=caller.email).wait_for()

    def act(self, action: str, reason: str, **fields: str) -> None:
        """Fills in an action of the drawer, up to its confirmation."""
        self.drawer.get_by_role("button", name=action, exact=True).click()
        for label, value in fields.items():
            self.drawer.get_by_label(label.replace("_", " ")).fill(value)
        self.drawer.get_by_label("Reason").fill(reason)
        self.drawer.get_by_role("button", name="Continue").click()

    def confirm(self) -> None:
        """Confirms it."""
        self.drawer.get_by_role("button", name="Confirm").click()

    def wait_until_loaded(self) -> None:
        """Waits for everything that the view shows."""
        expect(self.page.locator(".aqa-skeleton, .aqa-plot-place")).to_have_count(0)

    def faults(self, options: dict[str, Any] | None = None) -> list[dict[str, Any]]:
        """What axe finds wrong. The debugger puts it in: the page's policy allows no script."""
        self.page.evaluate(f"() => {{ {AXE.read_text()} }}")
        found: list[dict[str, Any]] = self.page.evaluate(
            "(options) => axe.run(options).then(({ violations }) => violations.map("
            "({ id, nodes }) => ({ id, where: nodes.map((node) => node.html) })))",
            options or {},
        )
        return found

    def width(self) -> int:
        """How wide the page is, which is more than the window where it scrolls sideways."""
        width: int = self.page.evaluate("document.documentElement.scrollWidth")
        return width

    def _hear(self, message: ConsoleMessage) -> None:
        text = f"{message.text} {message.location.get('url', '')}"
        if message.type == "error" and not any(words in text for words in self.expected):
            self.complaints.append(text)
