"""The card without React: the web component in the plain page of docs/, and the card as source."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from api.callers import Caller, Stack
from browser.conftest import serve
from hosts.looks import contrast
from playwright.sync_api import Page, expect
from stack import hosts
from stack.paths import ROOT, WIDGET

REGISTRY = WIDGET / "registry/ai-tokens-card.json"
COLOUR = """(part) => {
  const found = document.querySelector('ai-tokens-card').shadowRoot.querySelector(part)
  const canvas = document.createElement('canvas').getContext('2d')
  canvas.fillStyle = getComputedStyle(found).backgroundColor
  canvas.fillRect(0, 0, 1, 1)
  return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3)
}"""


@pytest.fixture
def plain(tarballs: list[Path], tmp_path: Path, stack: Stack, user: Caller) -> Iterator[str]:
    """Where the page of docs/ is served, with the files of the package and somebody signed in."""
    shutil.unpack_archive(next(one for one in tarballs if "react" in one.name), tmp_path)
    shutil.copy(ROOT / "docs/guides/card.html", tmp_path / "index.html")
    (tmp_path / "package/dist/element").rename(tmp_path / "ai-tokens-card")
    token = user.http.headers["Authorization"].removeprefix("Bearer ")
    session = {"url": stack.api_url, "key": stack.anon_key, "token": token}
    (tmp_path / "session.json").write_text(json.dumps(session))
    yield from serve(str(tmp_path))


def test_a_page_without_react_has_card_and_panel(open_window: Any, plain: str) -> None:
    page: Page = open_window(plain, signed_in=False).page

    expect(page.locator("section.ai-tokens")).to_contain_text("6,000 tokens left")
    assert (
        contrast(page.evaluate(COLOUR, ".ai-tokens-fill"), page.evaluate(COLOUR, ".ai-tokens-bar"))
        >= 3
    )
    page.get_by_role("button", name="Usage").click()

    expect(page.get_by_role("dialog")).to_contain_text("4,000 of 10,000 tokens used")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_card_follows_its_attributes_and_goes_with_the_page(open_window: Any, plain: str) -> None:
    page: Page = open_window(plain, signed_in=False).page
    expect(page.locator("section.ai-tokens")).to_contain_text("6,000 tokens left")
    page.evaluate("const card = document.querySelector('ai-tokens-card'); window.kept = card")

    page.evaluate("kept.setAttribute('locale', 'de'); kept.setAttribute('theme', 'dark')")
    expect(page.locator("section.ai-tokens")).to_contain_text("6.000 Tokens übrig")
    page.evaluate("kept.remove(); document.body.append(kept)")

    expect(page.locator("section.ai-tokens")).to_contain_text("6.000 Tokens übrig")
    assert page.locator("section.ai-tokens").get_attribute("data-theme") == "dark"


def test_a_page_tells_the_card_what_it_used(open_window: Any, plain: str, sign_up: Any) -> None:
    page: Page = open_window(plain, signed_in=False).page
    token = sign_up().http.headers["Authorization"].removeprefix("Bearer ")
    page.evaluate(
        "(token) => { document.querySelector('ai-tokens-card').accessToken = token }", token
    )
    expect(page.locator("section.ai-tokens")).to_contain_text("10,000 tokens left")

    page.evaluate(
        "document.querySelector('ai-tokens-card').service"
        ".trackUsage({ tokens_prompt: 1000, tokens_completion: 500 })"
    )

    expect(page.locator("section.ai-tokens")).to_contain_text("8,500 tokens left")


def test_a_page_is_told_of_what_failed(open_window: Any, plain: str) -> None:
    page: Page = open_window(plain, signed_in=False).page
    expect(page.locator("section.ai-tokens")).to_contain_text("6,000 tokens left")

    # {"sub": "user_2abc"}
    kind = page.evaluate(
        "new Promise((resolve) => {"
        " const card = document.querySelector('ai-tokens-card');"
        " card.addEventListener('error', (event) => resolve(event.detail.kind));"
        " card.accessToken = 'e30.eyJzdWIiOiJ1c2VyXzJhYmMifQ.x' })"
    )

    assert kind == "auth"
    assert "user_2abc" in open_window.complaints.pop()


def test_cards_of_one_client_have_one_service(open_window: Any, plain: str) -> None:
    page: Page = open_window(plain, signed_in=False).page
    expect(page.locator("section.ai-tokens")).to_contain_text("6,000 tokens left")

    services = page.evaluate(
        "[1, 1, 2].map((number) => {"
        " const clients = (window.clients ??= {});"
        " const card = document.createElement('ai-tokens-card');"
        " card.client = clients[number] ??= { rpc() {} };"
        " return card.service }).map((one, _, all) => all.indexOf(one))"
    )

    assert services == [0, 0, 2]


def test_the_registry_item_is_up_to_date() -> None:
    hosts.node("scripts/registry.mjs", "--check", cwd=WIDGET)


def test_the_card_as_source_fits_a_strict_project(tarballs: list[Path], tmp_path: Path) -> None:
    item = json.loads(REGISTRY.read_text())
    for file in item["files"]:
        target = tmp_path / file["target"]
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(file["content"])
    modules = tmp_path / "node_modules"
    modules.mkdir()
    shutil.unpack_archive(next(one for one in tarballs if "react" not in one.name), tmp_path)
    (tmp_path / "package").rename(modules / "ai-token-quotas")
    for name in ("react", "@types"):
        (modules / name).symlink_to(WIDGET / "node_modules" / name)
    options = {"strict": True, "jsx": "react-jsx", "module": "esnext", "target": "es2022"}
    options |= {"moduleResolution": "bundler", "noEmit": True, "types": [], "skipLibCheck": True}
    (tmp_path / "tsconfig.json").write_text(
        json.dumps({"compilerOptions": options, "include": ["components"]})
    )
    (tmp_path / "components/css.d.ts").write_text("declare module '*.css'")

    hosts.node(WIDGET / "node_modules/typescript/bin/tsc", "--project", tmp_path, cwd=tmp_path)
