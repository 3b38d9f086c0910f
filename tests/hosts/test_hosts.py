"""The card in fresh applications: production builds, a development server, a rendering server."""

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from hosts.looks import TEXTS, contrast
from playwright.sync_api import expect
from stack import hosts
from stack.paths import WIDGET

WHITE = [255, 255, 255]
PAGES = [
    # Vite, React, the page's color-scheme, the query, whether it is dark for a viewer who is.
    ("vite", "19", "normal", "", False),
    ("vite", "19", "light dark", "", True),
    ("vite", "19", "dark", "?theme=light", False),
    ("vite", "18", "normal", "?theme=dark", True),
    ("vite-7", "19", "light dark", "", True),
    ("vite-7", "18", "normal", "", False),
]

# What resets of hosts do, at their worst.
RESET = """
*, ::before, ::after { box-sizing: content-box; margin: 0; padding: 0; border: 0 solid }
h2, h3, p, ul { margin: 40px; font-size: 40px; text-transform: uppercase; letter-spacing: 3px }
button, button:not([class]) { padding: 30px; border: 3px solid red; background: red; color: lime }
svg { display: inline; width: 20px; height: auto; max-width: 100% }
table, th, td { border: 5px solid red; padding: 20px; text-align: center }
dialog { margin: 0 }
strong, time, span { letter-spacing: 2px; text-transform: uppercase; font-size: 30px }
a { color: red; text-decoration: underline }
header, section, figure { margin: 33px; display: inline }
"""


# Before those of the card, as a host's main style sheet is.
ADD_STYLES = """(css) => {
  const sheet = document.querySelector('link[rel=stylesheet]').sheet
  for (const rule of css.split('}').filter((one) => one.trim())) sheet.insertRule(rule + '}', 0)
}"""

# What everything outside the card looks like.
OUTSIDE = """() => [...document.querySelectorAll('html, body, #root *')]
  .filter((one) => !one.closest('.ai-tokens'))
  .map((one) => {
    const style = getComputedStyle(one)
    const seen = ['color', 'font', 'margin', 'padding', 'border', 'background', 'display',
      'textDecoration', 'letterSpacing', 'boxSizing', 'cursor', 'listStyle', 'colorScheme']
    return [one.tagName, ...seen.map((name) => style[name])]
  })"""


# Somebody turns to the window again, after a minute.
COME_BACK = """{
  const now = Date.now
  Date.now = () => now() + 60_000
  window.dispatchEvent(new Event('focus'))
}"""


@pytest.mark.parametrize(("version", "react", "scheme", "query", "is_dark"), PAGES)
def test_a_production_build_has_the_colours_and_sizes_that_fit_its_page(
    vite: Any,
    open_window: Any,
    version: str,
    react: str,
    scheme: str,
    query: str,
    is_dark: bool,
) -> None:
    url = vite(version, react)
    window = open_window(f"{url}{query}", color_scheme="dark")
    window.page.evaluate(f"document.documentElement.style.colorScheme = '{scheme}'")
    expect(window.card).to_contain_text("6,000 tokens left")
    window.page.evaluate("document.getAnimations().forEach((one) => one.finish())")

    colours = window.colours()

    background = colours["background"]
    assert (background != WHITE) == is_dark
    assert min(contrast(colours[name], background) for name in TEXTS) >= 4.5, colours
    assert contrast(colours["fill"], colours["track"]) >= 3, colours
    assert window.style(".ai-tokens", "borderTopWidth", "borderRadius") == ["1px", "12px"]
    assert window.style(".ai-tokens-bar", "height", "width") == ["8px", "230px"]
    # What is left stands out: all else is smaller, and paler.
    assert window.style(".ai-tokens-big", "fontSize") == ["20px"]
    for part in (".ai-tokens-side", ".ai-tokens-row"):
        assert window.style(part, "fontSize", "color") == [
            "12px",
            *window.style(".ai-tokens-title", "color"),
        ]
    assert colours["title"] != colours["headline"]
    assert window.card.get_by_role("button").bounding_box()["height"] >= 24


def test_a_development_build_complains_of_nothing(open_window: Any, vite_development: str) -> None:
    window = open_window(vite_development)
    expect(window.card).to_contain_text("6,000 tokens left", timeout=30_000)

    window.card.get_by_role("button").click()

    expect(window.page.get_by_role("dialog")).to_contain_text("4,000 of 10,000", timeout=30_000)


@pytest.mark.parametrize("react", ["18", "19"])
def test_the_panel_is_painted_and_centred(vite: Any, open_window: Any, react: str) -> None:
    window = open_window(vite("vite", react))
    window.card.get_by_role("button").click()
    panel = window.page.get_by_role("dialog")
    expect(panel).to_contain_text("4,000 of 10,000 tokens used, 40%")

    assert window.style("dialog[open]", "backgroundColor") == ["rgb(255, 255, 255)"]
    assert "none" not in window.style(".ai-tokens-line", "stroke", "strokeWidth")
    box = panel.bounding_box()
    assert box["x"] == (800 - box["width"]) / 2


def test_forced_colours_leave_bar_and_share_to_be_seen(vite: Any, open_window: Any) -> None:
    window = open_window(vite("vite", "19"), forced_colors="active")
    expect(window.card).to_contain_text("6,000 tokens left")

    colours = window.colours()

    assert contrast(colours["fill"], colours["track"]) >= 3, colours
    assert window.style(".ai-tokens-bar", "borderTopWidth") == ["1px"]


def test_the_resets_of_a_host_do_not_reach_in(vite: Any, open_window: Any) -> None:
    window = open_window(vite("vite", "19"))
    window.card.get_by_role("button").click()
    expect(window.page.get_by_role("dialog")).to_contain_text("4,000 of 10,000")
    window.page.evaluate(
        "document.querySelector('aside').style.cssText = 'position: fixed; inset: 0; width: 260px'"
    )
    before = window.boxes()

    window.page.evaluate(ADD_STYLES, RESET)

    assert window.boxes() == before


def test_its_styles_do_not_leak_out(vite: Any, open_window: Any) -> None:
    window = open_window(vite("vite", "19"))
    expect(window.card).to_contain_text("6,000 tokens left")
    with_ours = window.page.evaluate(OUTSIDE)

    window.page.evaluate("document.querySelector('link[rel=stylesheet]').disabled = true")

    assert window.style(".ai-tokens", "borderTopWidth") == ["0px"]
    assert window.page.evaluate(OUTSIDE) == with_ours


@pytest.mark.parametrize("query", ["?locale=de_DE", "?locale=%25", "?accessToken=", "?broken"])
def test_nothing_of_ours_takes_the_host_down(vite: Any, open_window: Any, query: str) -> None:
    window = open_window(f"{vite('vite', '19')}{query}")

    expect(window.page.get_by_role("heading", name="The host")).to_be_visible()
    window.page.wait_for_load_state("networkidle")

    expect(window.page.get_by_role("heading", name="The host")).to_be_visible()
    told = window.page.evaluate("window.told.map((one) => one.match(/#31|no user/)?.[0])")
    assert told == (["#31"] if query == "?broken" else [])
    # React says of what it caught.
    open_window.complaints[:] = [one for one in open_window.complaints if query != "?broken"]


def test_a_panel_that_is_gone_after_a_redeploy_is_an_error_in_the_card(
    vite: Any, open_window: Any
) -> None:
    window = open_window(vite("vite", "19"))
    window.page.route("**/UsagePanel*", lambda route: route.abort())

    window.card.get_by_role("button").click()

    expect(window.page.get_by_role("alert")).to_have_text("Your usage could not be loaded.")
    expect(window.card).to_contain_text("6,000 tokens left")
    assert "UsagePanel" in " ".join(window.page.evaluate("window.told"))
    assert len(open_window.complaints) == 1
    open_window.complaints.clear()


def test_a_subject_that_is_no_user_is_one_clear_error(vite: Any, open_window: Any) -> None:
    # {"sub": "user_2abc"}
    window = open_window(f"{vite('vite', '19')}?accessToken=e30.eyJzdWIiOiJ1c2VyXzJhYmMifQ.x")

    expect(window.card).to_contain_text("Please sign in again.")

    assert 'no user of Supabase Auth: "user_2abc"' in window.page.evaluate("window.told[0]")
    assert len(open_window.complaints) == 1
    assert 'no user of Supabase Auth: "user_2abc"' in open_window.complaints.pop()


def test_fifty_cards_ask_as_one_does(vite: Any, open_window: Any) -> None:
    url = vite("vite", "19")
    window = open_window(f"{url}?cards=1")
    window.page.wait_for_load_state("networkidle")
    asked: list[str] = []
    window.page.on("request", lambda request: asked.append(request.url.split("?")[0]))
    window.page.on("websocket", lambda socket: asked.append(socket.url.split("?")[0]))
    window.page.goto(f"{url}?cards=50")
    expect(window.page.get_by_text("6,000 tokens left")).to_have_count(50)
    window.page.wait_for_load_state("networkidle")
    of_project = [url.split("/v1/")[1] for url in asked if "/v1/" in url]

    asked.clear()
    with window.page.expect_response("**/get_user_quota_status"):
        window.page.evaluate(COME_BACK)
    window.page.wait_for_load_state("networkidle")

    assert sorted(of_project) == [
        "ai_quota_tiers",
        "rpc/get_user_quota_status",
        "websocket",
    ]
    assert [url.split("/v1/")[1] for url in asked] == ["rpc/get_user_quota_status"]


@pytest.mark.parametrize("query", ["", "?theme=dark", "?german"])
def test_next_renders_on_the_server_and_takes_over_without_a_warning(
    open_window: Any, next_host: str, query: str
) -> None:
    window = open_window(f"{next_host}{query}")

    left = "6.000 Tokens übrig" if query == "?german" else "6,000 tokens left"
    expect(window.card).to_contain_text(left)
    colours = window.colours()
    assert min(contrast(colours[name], colours["background"]) for name in TEXTS) >= 4.5, colours
    assert contrast(colours["fill"], colours["track"]) >= 3, colours
    window.card.get_by_role("button").click()
    expect(window.page.get_by_role("dialog")).to_contain_text(re.compile(r"4[.,]000 \w+ 10[.,]000"))


def test_next_in_development_warns_of_nothing(next_development: str, open_window: Any) -> None:
    window = open_window(next_development)
    expect(window.card).to_contain_text("6,000 tokens left", timeout=30_000)

    window.card.get_by_role("button").click()

    expect(window.page.get_by_role("dialog")).to_contain_text("4,000 of 10,000", timeout=30_000)


def test_next_sends_the_place_of_the_card_and_nothing_of_anybody(
    open_window: Any, next_host: str
) -> None:
    window = open_window(next_host, java_script_enabled=False)

    assert window.card.count() == 1
    assert window.style("section", "visibility") == ["hidden"]
    assert "tokens left" not in window.page.content()


def test_the_package_is_well_formed(tarballs: list[Path]) -> None:
    tarball = next(path for path in tarballs if "react" in path.name)
    modules = WIDGET / "node_modules"
    hosts.node(modules / "publint/src/cli.js", "run", tarball, "--strict", cwd=WIDGET)
    left_out = ("--exclude-entrypoints", "./styles.css")
    attw = modules / "@arethetypeswrong/cli/dist/index.js"
    hosts.node(attw, tarball, "--profile", "esm-only", *left_out, cwd=WIDGET)


def test_the_package_has_what_a_reader_looks_for(tarballs: list[Path], tmp_path: Path) -> None:
    for tarball in tarballs:
        shutil.unpack_archive(tarball, tmp_path)

    assert {"README.md", "LICENSE"} < {path.name for path in (tmp_path / "package").iterdir()}
