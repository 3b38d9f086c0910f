"""The packed card in the production build of a host that has no styles of its own."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from browser.conftest import serve
from playwright.sync_api import Browser, Page, expect
from upgrade.servers import unavailable

LIGHT, DARK = [255, 255, 255], [18, 18, 18]

# The computed colours of the card's variables, as red, green and blue.
COLOURS = """(names) => {
  const probe = document.createElement('i')
  document.querySelector('.ai-tokens').append(probe)
  const canvas = document.createElement('canvas').getContext('2d')
  return Object.fromEntries(names.map((name) => {
    probe.style.color = `var(--ai-tokens-${name})`
    canvas.fillStyle = getComputedStyle(probe).color
    canvas.fillRect(0, 0, 1, 1)
    return [name, [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3)]
  }))
}"""


@pytest.fixture(scope="session")
def host() -> Iterator[str]:
    """Where the built host is served."""
    folder = os.environ.get("HOST_DIST")
    if not folder:
        unavailable("the built host", "HOST_DIST")
    yield from serve(folder)


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A window of its own, for a viewer whose system is dark."""
    page = chromium.new_page(color_scheme="dark")
    page.set_default_timeout(8_000)
    yield page
    page.close()


@pytest.mark.parametrize(
    ("scheme", "query", "background"),
    [
        ("normal", "", LIGHT),
        ("light dark", "", DARK),
        ("dark", "", DARK),
        ("dark", "?theme=light", LIGHT),
        ("normal", "?theme=dark", DARK),
    ],
)
def test_a_production_build_has_colours_that_fit_its_page(
    page: Page, host: str, scheme: str, query: str, background: list[int]
) -> None:
    page.goto(f"{host}{query}")
    page.add_style_tag(content=f":root {{ color-scheme: {scheme} }}")
    expect(page.locator(".ai-tokens")).to_contain_text("2,500 / 10,000")

    texts, marks = ["fg", "muted", "accent"], ["ok", "warning", "critical"]
    colours = page.evaluate(COLOURS, ["bg", "track", *texts, *marks])

    assert colours["bg"] == background
    assert all(contrast(colours[name], colours["bg"]) >= 4.5 for name in texts), colours
    assert all(contrast(colours[name], colours["track"]) >= 3 for name in marks), colours


def test_card_and_panel_are_painted(page: Page, host: str) -> None:
    page.goto(host)
    page.get_by_role("button", name="Usage").click()
    page.get_by_role("dialog").wait_for()

    painted = page.evaluate(
        "['.ai-tokens', 'dialog', '.ai-tokens-bar', '.ai-tokens-fill'].map((part) =>"
        " getComputedStyle(document.querySelector(part)).backgroundColor)"
    )

    assert "rgba(0, 0, 0, 0)" not in painted
    width = "getComputedStyle(document.querySelector('.ai-tokens')).borderTopWidth"
    assert page.evaluate(width) == "1px"


@pytest.mark.parametrize("query", ["?accessToken", "?locale=de_DE", "?locale=%25", "?broken"])
def test_nothing_of_ours_takes_the_host_down(page: Page, host: str, query: str) -> None:
    page.goto(f"{host}{query}")

    expect(page.locator(".ai-tokens")).to_be_visible()
    expect(page.get_by_role("heading", name="The host")).to_be_visible()


def test_a_panel_that_is_gone_after_a_redeploy_is_an_error_in_the_card(
    page: Page, host: str
) -> None:
    page.route("**/UsagePanel*", lambda route: route.fulfill(status=404))
    page.goto(host)

    page.get_by_role("button", name="Usage").click()

    expect(page.get_by_role("alert")).to_have_text("Your usage could not be loaded.")
    expect(page.locator(".ai-tokens")).to_contain_text("2,500 / 10,000")


def contrast(one: Any, other: Any) -> float:
    """The contrast of two colours by WCAG 2."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def luminance(colour: Any) -> float:
    """The relative luminance by WCAG 2."""
    parts = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (value / 255 for value in colour)
    ]
    return float(0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2])
