"""Blocks in TypeScript and JavaScript have right types; the quick start with React works."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browser.conftest import serve
from docs.blocks import Block, blocks, every
from gateway.conftest import deno, provider_process, start_gateway
from playwright.sync_api import Browser, Page, expect
from stack.paths import CLIENT, ROOT, WIDGET

__all__ = ["provider_process", "start_gateway"]

QUICK_START = "docs/quickstarts/vite.md"
ON_DENO = "docs/quickstarts/edge-function.md"
OPTIONS = {
    **{"target": "es2023", "module": "esnext", "moduleResolution": "bundler", "jsx": "react-jsx"},
    **{"strict": True, "noImplicitAny": False, "allowJs": True, "checkJs": True},
    **{"noEmit": True, "skipLibCheck": True, "types": ["node"]},
    "lib": ["es2024", "dom", "dom.iterable", "dom.asynciterable"],
}


def test_types_are_right(node: Any, project: Path) -> None:
    shutil.copy(ROOT / "tests/docs/ambient.d.ts", project)
    (project / "tsconfig.json").write_text(json.dumps({"compilerOptions": OPTIONS}))
    (project / "supabase.ts").write_text(
        "declare const client: typeof supabase\nexport { client as supabase }\n"
    )
    for block in every("ts", "tsx", "js"):
        if block.page != ON_DENO:
            (project / _name(block)).write_text(_as_module(block))

    node(CLIENT / "node_modules/typescript/bin/tsc", "-p", project)


def test_types_are_right_on_deno(run: Any, tmp_path: Path) -> None:
    shutil.copytree(CLIENT / "src", tmp_path / "ai-token-quotas")
    for block in blocks(ON_DENO):
        if block.title:
            (tmp_path / Path(block.title).name).write_text(block.text)

    run(deno(), "check", "index.ts", cwd=tmp_path)


def build(number: int, node: Any, modules: Path, app: Path, env: dict[str, str]) -> Path:
    """The quick start with React, built with this one of its pages."""
    main = [block for block in blocks(QUICK_START) if block.language == "tsx"][number]
    (app / "src").mkdir()
    (app / main.title).write_text(main.text)
    (app / "index.html").write_text(
        '<!doctype html><div id="root"></div><script type="module" src="/src/main.tsx"></script>'
    )
    (app / ".env").write_text("".join(f"{name}={value}\n" for name, value in env.items()))
    (app / "node_modules").symlink_to(modules)
    vite = WIDGET / "node_modules/vite/bin/vite.js"
    node(vite, "build", "--logLevel", "error", cwd=app)
    return app / "dist"


@pytest.fixture(scope="module")
def address(
    node: Any, modules: Path, given: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """Where the quick start with React is served, built."""
    env = {
        "VITE_API_URL": given["API_URL"],
        "VITE_PUBLISHABLE_KEY": given["PUBLISHABLE_KEY"],
        "VITE_MODEL_URL": given["OPENAI_BASE_URL"],
    }
    yield from serve(str(build(0, node, modules, tmp_path_factory.mktemp("app"), env)))


@pytest.fixture(scope="module")
def through_gateway(
    start_gateway: Any,
    node: Any,
    modules: Path,
    given: dict[str, str],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[str]:
    """The same, with the page that calls the gateway."""
    gateway = start_gateway(
        AI_GATEWAY_MODELS="gpt-5.4-mini",
        AI_GATEWAY_BASE_URL=given["OPENAI_BASE_URL"],
        KEEPS_IDLE_WORKERS="1",
    )
    env = {
        "VITE_API_URL": given["API_URL"],
        "VITE_PUBLISHABLE_KEY": given["PUBLISHABLE_KEY"],
        "VITE_GATEWAY_URL": gateway.base_url,
    }
    yield from serve(str(build(1, node, modules, tmp_path_factory.mktemp("app"), env)))


@pytest.fixture(params=["address", "through_gateway"])
def page(request: pytest.FixtureRequest, chromium: Browser) -> Iterator[Page]:
    """Each of them, open in a browser."""
    page = chromium.new_page()
    page.set_default_timeout(10_000)
    page.goto(request.getfixturevalue(request.param))
    yield page
    page.close()


def test_the_card_takes_the_client_that_is_beside_it() -> None:
    client, card = (json.loads((one / "package.json").read_text()) for one in (CLIENT, WIDGET))

    assert card["dependencies"]["ai-token-quotas"] == f"^{client['version']}"


def test_the_quick_start_with_react_streams_an_answer_and_moves_the_card(page: Page) -> None:
    card = page.locator(".ai-tokens")
    expect(card).to_contain_text("10,000")

    page.get_by_placeholder("Question").fill("How much is left?")
    page.get_by_role("button", name="Ask").click()

    expect(page.locator("p").first).to_contain_text("This answer comes from a stand-in")
    expect(card.locator("strong").first).not_to_have_text("10,000")


def test_the_quick_start_with_react_says_when_the_quota_starts_anew(page: Page) -> None:
    page.get_by_placeholder("Question").fill("word " * 2000)
    page.get_by_role("button", name="Ask").click()

    expect(page.locator("p").first).to_contain_text("starts anew on 20")


def _name(block: Block) -> str:
    page = block.page.replace("/", "_").removesuffix(".md")
    return f"{page}_{block.line}.{block.language}"


def _as_module(block: Block) -> str:
    """A block as a file of its own; a `return` at its top is of the reader's function."""
    if any(line.startswith("if ") and " return " in line for line in block.text.splitlines()):
        return f"async function own() {{\n{block.text}}}\nexport {{ own }}\n"
    return f"{block.text}\nexport {{}}\n"
