"""The page on a project that nobody has used, and how soon it shows numbers on a large one."""

import re
from typing import Any

from admin_page.conftest import signed_in
from playwright.sync_api import expect

# Notes when the last of the key figures has its number, from the start of the page on.
STOPWATCH = """
new MutationObserver((_, observer) => {
  const tiles = [...document.querySelectorAll('.aqa-tile strong')]
  if (tiles.length < 6 || !tiles.every((tile) => /[0-9]/.test(tile.textContent))) return
  observer.disconnect()
  window.shownAfter = performance.now()
}).observe(document, { childList: true, subtree: true, characterData: true })
"""


def test_an_empty_project_says_what_will_be_here(
    visit: Any, account: Any, empty_project: Any, screenshot: Any
) -> None:
    visitor = visit()
    admin = account("admin")
    empty_project.serve(visitor.page, admin)

    signed_in(visitor, admin)

    for title in ("Cost", "Tokens", "Requests", "Active users", "Denied calls"):
        expect(visitor.tile(title).locator("strong")).to_have_text(re.compile(r"^\$?0(\.00)?$"))
    expect(visitor.card("Usage by day")).to_contain_text("No usage in these days.")
    expect(visitor.card("Near the limit")).to_contain_text("Nobody has used 75% of a limit.")
    expect(visitor.card("Top users")).to_contain_text("Nobody made a call in these days.")
    expect(visitor.card("Tiers").get_by_role("row")).to_have_count(5)
    screenshot(visitor.page, "admin-empty")
    visitor.open("Health")
    expect(visitor.card("Alerts")).to_contain_text("No alerts in these days.")
    expect(visitor.card("Actions taken")).to_contain_text("Nobody has taken an action.")
    visitor.open("Limits")
    expect(visitor.card("Recommendations")).to_contain_text("Nothing to recommend.")
    visitor.page.get_by_role("button", name="Try them").click()
    expect(visitor.card("Try limits on the past")).to_contain_text("Nobody.")


def test_the_numbers_are_there_within_a_second(visit: Any, account: Any, spend: Any) -> None:
    spend(account(None))
    visitor = signed_in(visit(), account("admin"))
    visitor.page.add_init_script(STOPWATCH)

    times = []
    for _ in range(5):
        visitor.page.reload()
        visitor.wait_for_numbers()
        times.append(visitor.page.evaluate("window.shownAfter"))

    # The best one: the others say more about what else the machine does.
    assert min(times) <= 1000, times
