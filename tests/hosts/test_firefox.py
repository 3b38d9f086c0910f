"""The card of production builds in Firefox."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from api.callers import Caller
from hosts import firefox
from hosts.conftest import EXPECTED, session
from hosts.looks import COLOURS, PARTS, TEXTS, contrast
from upgrade.servers import unavailable

KEY = "sb-127-auth-token"
STYLE = """(selector, ...names) => {
  const style = getComputedStyle(document.querySelector(selector))
  return names.map((name) => style[name])
}"""


@pytest.fixture(scope="module")
def browser() -> Iterator[firefox.Firefox]:
    """Firefox, for a viewer who prefers dark."""
    program = os.environ.get("FIREFOX")
    if not program:
        unavailable("Firefox", "FIREFOX")
    with firefox.start(program) as running:
        yield running


@pytest.fixture
def open_tab(browser: firefox.Firefox, user: Caller) -> Iterator[Any]:
    """Opens a page for the user; in the end, no page has complained."""
    browser.complaints.clear()
    tabs = []

    def make(url: str) -> firefox.Tab:
        tabs.append(firefox.open_tab(browser, url, KEY, session(user)))
        return tabs[-1]

    yield make
    violations = [tab.run("() => window.violations") for tab in tabs]
    for tab in tabs:
        browser.send("browsingContext.close", context=tab.context)
    assert violations == [[] for _ in tabs]
    assert [one for one in browser.complaints if not any(known in one for known in EXPECTED)] == []


@pytest.mark.parametrize(
    ("react", "scheme", "query", "is_dark"),
    [
        ("19", "normal", "", False),
        ("19", "light dark", "", True),
        ("19", "dark", "?theme=light", False),
        ("18", "normal", "?theme=dark", True),
    ],
)
def test_a_production_build_has_its_colours_and_sizes(
    vite: Any, open_tab: Any, react: str, scheme: str, query: str, is_dark: bool
) -> None:
    tab = open_tab(f"{vite('vite', react)}{query}")
    tab.run("(scheme) => void (document.documentElement.style.colorScheme = scheme)", scheme)
    assert "6,000 tokens left" in tab.text(".ai-tokens", "6,000 tokens left")
    tab.run("() => document.getAnimations().forEach((one) => one.finish())")

    colours = tab.run(COLOURS, PARTS)

    background = colours["background"]
    assert (background != [255, 255, 255]) == is_dark
    assert min(contrast(colours[name], background) for name in TEXTS) >= 4.5, colours
    assert contrast(colours["fill"], colours["track"]) >= 3, colours
    assert tab.run(STYLE, ".ai-tokens", "borderTopWidth", "borderRadius") == ["1px", "12px"]
    assert tab.run(STYLE, ".ai-tokens-bar", "height", "width") == ["8px", "230px"]
    assert float(tab.run(STYLE, ".ai-tokens-link", "height")[0].removesuffix("px")) >= 24


def test_the_panel_has_numbers_and_a_chart(vite: Any, open_tab: Any) -> None:
    tab = open_tab(vite("vite", "19"))
    tab.text(".ai-tokens", "6,000 tokens left")

    tab.run("() => document.querySelector('.ai-tokens-link').click()")

    summary = "4,000 of 10,000 tokens used, 40%"
    assert summary in tab.text("dialog[open]", summary)
    assert tab.run(STYLE, "dialog[open]", "backgroundColor") == ["rgb(255, 255, 255)"]
    assert "none" not in tab.run(STYLE, ".ai-tokens-line", "stroke", "strokeWidth")
    box = tab.run("() => document.querySelector('dialog[open]').getBoundingClientRect()")
    assert box["x"] == (800 - box["width"]) / 2


def test_next_takes_over_without_a_warning(next_host: str, open_tab: Any) -> None:
    tab = open_tab(f"{next_host}?theme=dark")

    assert "6,000 tokens left" in tab.text(".ai-tokens", "6,000 tokens left")
    assert tab.run(COLOURS, PARTS)["background"] != [255, 255, 255]


def test_a_page_in_arabic_is_mirrored(vite: Any, open_tab: Any) -> None:
    tab = open_tab(f"{vite('vite', '19')}?locale=ar")
    tab.text(".ai-tokens-big", "6")

    assert tab.run(STYLE, ".ai-tokens", "direction") == ["rtl"]
    bar, fill = (
        tab.run("(one) => document.querySelector(one).getBoundingClientRect()", one)
        for one in (".ai-tokens-bar", ".ai-tokens-fill")
    )
    assert fill["right"] == bar["right"]
    assert fill["left"] > bar["left"]
