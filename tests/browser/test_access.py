"""For everybody: keyboard, screen reader, contrast, dark, little motion."""

from typing import Any

import pytest
from browser.visitors import Visitor
from playwright.sync_api import expect

SCHEMES = ["light", "dark"]


@pytest.mark.parametrize("scheme", SCHEMES)
def test_axe_finds_nothing_in_any_state(visit: Any, screenshot: Any, scheme: str) -> None:
    visitor = visit(color_scheme=scheme, reduced_motion="reduce", device_scale_factor=2)
    visitor.open()
    faults = {"signed out": visitor.faults()}
    visitor.sign_up()
    faults["new"] = visitor.faults()

    visitor.ask(3_500)
    expect(visitor.card).to_contain_text("6,000 tokens left")
    screenshot(visitor.page, f"card-healthy-{scheme}", ".ai-tokens")

    visitor.ask(3_500)
    expect(visitor.card).to_contain_text("Upgrade to Basic")
    faults["warning"] = visitor.faults()
    screenshot(visitor.page, f"card-warning-{scheme}", ".ai-tokens")

    visitor.ask(1_000)
    expect(visitor.card).to_contain_text("500 tokens left")
    faults["critical"] = visitor.faults()
    screenshot(visitor.page, f"card-critical-{scheme}", ".ai-tokens")

    visitor.page.get_by_role("button", name="Usage").click()
    expect(visitor.page.get_by_role("dialog")).to_contain_text("9,500 of 10,000 tokens used")
    faults["panel"] = visitor.faults()
    screenshot(visitor.page, f"panel-critical-{scheme}", "dialog")
    visitor.page.keyboard.press("Escape")

    visitor.page.context.set_offline(True)
    visitor.come_back()
    expect(visitor.card).to_contain_text("No connection")
    faults["stale"] = visitor.faults()

    assert {state: found for state, found in faults.items() if found} == {}


def test_the_panel_opens_and_closes_by_keyboard_and_gives_the_focus_back(
    visitor: Visitor,
) -> None:
    visitor.sign_up()
    button = visitor.card.get_by_role("button", name="Usage")
    button.focus()

    visitor.page.keyboard.press("Enter")
    expect(visitor.page.get_by_role("dialog")).to_be_visible()
    visitor.page.keyboard.press("Escape")

    expect(visitor.page.get_by_role("dialog")).to_have_count(0)
    expect(button).to_be_focused()


def test_a_bar_says_its_value_in_words(visitor: Visitor) -> None:
    visitor.sign_up()

    visitor.ask(1_500)

    expect(visitor.bar).to_have_attribute("aria-valuenow", "20")
    expect(visitor.bar).to_have_attribute("aria-valuetext", "2,000 of 10,000 tokens used, 20%")


def test_nothing_moves_for_those_who_asked_for_that(visit: Any) -> None:
    visitor = visit(reduced_motion="reduce")
    visitor.open()

    visitor.sign_up()

    fill = visitor.bar.locator(".ai-tokens-fill")
    assert fill.evaluate("(one) => getComputedStyle(one).transitionDuration") == "0s"


def test_the_panel_shows_what_was_used_for_what(visitor: Visitor) -> None:
    visitor.sign_up()
    visitor.ask(1_500)
    visitor.ask(6_000)

    visitor.page.get_by_role("button", name="Usage").click()
    panel = visitor.page.get_by_role("dialog")

    expect(panel).to_contain_text("8,500 of 10,000 tokens used, 85%")
    expect(panel.get_by_role("img")).to_have_accessible_name("8,500 of 10,000 tokens used, 85%")
    expect(panel).not_to_contain_text("$")
    expect(panel.get_by_role("row").nth(1)).to_contain_text("demo8,5002")
    panel.get_by_role("button", name="Model").click()
    expect(panel.get_by_role("row").nth(1)).to_contain_text("gpt-4o-mini8,5002")
    panel.get_by_role("button", name="Workflow").click()
    expect(panel.get_by_role("row").nth(1)).to_contain_text("chat8,5002")


def test_the_panel_is_fetched_when_it_is_wanted(visitor: Visitor) -> None:
    fetched: list[str] = []
    visitor.page.on("request", lambda request: fetched.append(request.url))
    visitor.sign_up()
    assert not [url for url in fetched if "UsagePanel" in url]

    visitor.page.get_by_role("button", name="Usage").click()
    visitor.page.get_by_role("dialog").wait_for()

    assert [url for url in fetched if "UsagePanel" in url]


def test_an_arabic_page_has_card_and_chart_mirrored(visitor: Visitor) -> None:
    visitor.sign_up()
    visitor.ask(1_500)

    visitor.page.get_by_label("Language").select_option("ar")
    expect(visitor.card).to_contain_text("بقي 8,000 رمز")
    visitor.card.get_by_role("button").click()
    panel = visitor.page.get_by_role("dialog")

    fill = visitor.bar.locator(".ai-tokens-fill").bounding_box()
    bar = visitor.bar.bounding_box()
    assert fill
    assert bar
    assert fill["x"] + fill["width"] == pytest.approx(bar["x"] + bar["width"], abs=0.1)
    transform = "(one) => getComputedStyle(one).transform"
    assert panel.get_by_role("img").evaluate(transform) == "matrix(-1, 0, 0, 1, 0, 0)"
    assert visitor.faults() == []


def test_a_phone_scrolls_in_one_direction(visit: Any) -> None:
    visitor = visit(viewport={"width": 320, "height": 640})
    visitor.open()
    visitor.sign_up()
    visitor.ask(1_500)
    width = "document.documentElement.scrollWidth"
    assert visitor.page.evaluate(width) == 320

    visitor.page.get_by_role("button", name="Usage").click()
    panel = visitor.page.get_by_role("dialog")
    expect(panel).to_contain_text("2,000 of 10,000")

    assert panel.evaluate("(one) => one.scrollWidth - one.clientWidth") == 0


def test_targets_are_large_enough_for_a_finger(visitor: Visitor) -> None:
    visitor.sign_up()
    visitor.ask(1_500)
    visitor.page.get_by_role("button", name="Usage").click()
    expect(visitor.page.get_by_role("dialog")).to_contain_text("Feature")

    heights = visitor.page.evaluate(
        "[...document.querySelectorAll('.ai-tokens button')].map((one) => one.offsetHeight)"
    )

    assert len(heights) == 5
    assert min(heights) >= 24


def test_the_theme_of_the_page_is_that_of_the_card(visitor: Visitor) -> None:
    visitor.sign_up()
    background = "(one) => getComputedStyle(one).backgroundColor"
    before = visitor.card.evaluate(background)

    visitor.page.get_by_role("button", name="Dark").click()

    assert (before, visitor.card.evaluate(background)) == ("rgb(255, 255, 255)", "rgb(18, 18, 18)")


def test_only_a_host_that_asks_for_it_shows_what_calls_cost(visit: Any) -> None:
    visitor = visit()
    visitor.query = "cost"
    visitor.open()
    visitor.sign_up()
    visitor.ask(1_500)

    visitor.page.get_by_role("button", name="Usage").click()

    expect(visitor.page.get_by_role("dialog")).to_contain_text("$")
