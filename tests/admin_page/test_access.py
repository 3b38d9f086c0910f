"""For everybody: keyboard, screen reader, contrast, dark, a phone."""

from typing import Any

import pytest
from admin_page.conftest import signed_in
from admin_page.visitors import Visitor
from playwright.sync_api import expect

VIEWS = ["Overview", "Users", "Usage", "Health", "Limits"]


# Only the colours differ in the dark, and every colour is in these views.
SCHEMES: dict[str, tuple[list[str], dict[str, Any]]] = {
    "light": (VIEWS, {}),
    "dark": (["Overview", "Health"], {"runOnly": ["color-contrast"]}),
}


@pytest.mark.parametrize("scheme", SCHEMES)
def test_axe_finds_nothing_in_any_view(
    visit: Any, account: Any, spend: Any, screenshot: Any, scheme: str
) -> None:
    views, rules = SCHEMES[scheme]
    alice = account(None)
    spend(alice)
    visitor = visit(color_scheme=scheme, reduced_motion="reduce")
    faults = {"sign in": visitor.faults(rules)}
    signed_in(visitor, account("operator"))

    for view in views:
        visitor.open(view)
        visitor.wait_until_loaded()
        faults[view] = visitor.faults(rules)
        screenshot(visitor.page, f"admin-{view.lower()}-{scheme}")
    visitor.open_user(alice)
    visitor.act("Override", "Pilot", Extra_tokens_a_month="5000")
    visitor.wait_until_loaded()
    faults["drawer"] = visitor.faults(rules)
    screenshot(visitor.page, f"admin-drawer-{scheme}")

    assert {view: found for view, found in faults.items() if found} == {}


def test_no_view_scrolls_sideways_on_a_phone(
    visit: Any, account: Any, spend: Any, screenshot: Any
) -> None:
    alice = account(None)
    spend(alice)
    visitor = signed_in(visit(viewport={"width": 360, "height": 780}), account("operator"))

    widths = {}
    for view in VIEWS:
        visitor.open(view)
        visitor.wait_until_loaded()
        widths[view] = visitor.width()
        screenshot(visitor.page, f"admin-{view.lower()}-phone")
    visitor.open_user(alice)
    widths["drawer"] = visitor.drawer.evaluate("(one) => one.scrollWidth")

    assert {view: width for view, width in widths.items() if width > 360} == {}


def test_a_user_opens_and_closes_by_keyboard_and_the_focus_comes_back(
    as_operator: Visitor, account: Any, spend: Any
) -> None:
    alice = account(None)
    spend(alice)
    button = as_operator.search(alice.email).get_by_role("button")
    button.focus()

    as_operator.page.keyboard.press("Enter")
    expect(as_operator.drawer).to_contain_text("1,234 of 10K")
    as_operator.page.keyboard.press("Escape")

    expect(as_operator.drawer).to_have_count(0)
    expect(button).to_be_focused()
    as_operator.page.keyboard.press("Enter")
    as_operator.drawer.get_by_role("button", name="Close").press("Enter")
    expect(as_operator.drawer).to_have_count(0)
    expect(button).to_be_focused()
