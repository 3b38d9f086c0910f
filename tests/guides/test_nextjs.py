"""The example of Next.js and the guide's page, in a project made by the words of the guide."""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest
from api.callers import Stack
from browser.conftest import chromium
from docs.blocks import blocks
from gateway.clients import HTTP
from gateway.conftest import Provider, User, counted_by
from guides.conftest import EXAMPLES, commands
from playwright.sync_api import Browser, Page, expect
from stack import install
from stack.locks import lock
from stack.paths import STATE, WIDGET

__all__ = ["chromium"]

ROUTE = "app/api/chat/route.js"
PAGES = {"app/page.tsx": "docs/guides/nextjs.md", "app/tokens.tsx": "docs/widget.md"}
# `make nightly` builds for production: four times as long.
IS_FULL = os.environ.get("FULL_TESTS") == "1"
MESSAGES = [{"id": "1", "role": "user", "parts": [{"type": "text", "text": "How much is left?"}]}]


@pytest.fixture(scope="module")
def project(
    run: Any,
    node: Any,
    fresh: Mapping[str, str],
    tarball: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    """A project that a newcomer has made."""
    folder = tmp_path_factory.mktemp("next")
    (_, making, _, _, adding) = commands("nextjs.md", folder)
    clone = folder / "ai-token-quotas"
    clone.unlink()
    # What `make pack` makes.
    packed = clone / ".stack/packed"
    packed.mkdir(parents=True)
    shutil.copy(tarball, packed)
    # Other tests build the card too.
    with lock("packages", 300):
        node("scripts/build.mjs", cwd=WIDGET)
        words = ("pack", "--ignore-scripts", "--pack-destination", packed)
        node(install.npm(), *words, cwd=WIDGET)
    project = folder / "my-app"
    run("sh", "-euc", making, cwd=folder, **fresh)
    run("sh", "-euc", adding, cwd=project, **fresh)
    route = project / ROUTE
    route.parent.mkdir(parents=True)
    shutil.copy(EXAMPLES / "nextjs" / ROUTE, route)
    for file, page in PAGES.items():
        (block,) = [one for one in blocks(page) if one.title == file]
        (project / file).write_text(block.text)
    return project


def next_command(project: Path, *words: str) -> list[str]:
    """Next's own program, as `npm run` starts it."""
    return [str(install.node()), str(project / "node_modules/next/dist/bin/next"), *words]


@pytest.fixture(scope="module")
def app(project: Path, stack: Stack, provider_process: Provider) -> Iterator[str]:
    """Where the project is served."""
    known = {
        "SUPABASE_URL": stack.api_url,
        "SUPABASE_SECRET_KEY": stack.secret_key,
        "OPENAI_BASE_URL": f"{provider_process.url}/v1",
        "OPENAI_API_KEY": "sk-1",
        "NEXT_PUBLIC_SUPABASE_URL": stack.api_url,
        "NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY": stack.publishable_key,
    }
    lines = [f"{name}={value}\n" for name, value in known.items()]
    (project / ".env.local").write_text("".join(lines))
    env = {
        "PATH": f"{install.node().parent}:/usr/bin:/bin",
        "HOME": str(STATE / "home"),
        "NEXT_TELEMETRY_DISABLED": "1",
    }
    if IS_FULL:
        subprocess.run(next_command(project, "build"), cwd=project, env=env, check=True)
    mode = "start" if IS_FULL else "dev"
    with subprocess.Popen(
        next_command(project, mode, "--hostname", "127.0.0.1", "--port", "0"),
        cwd=project,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        assert process.stdout is not None
        said = ""
        while not (found := re.search(r"Local:\s+(\S+)", said)):
            line = process.stdout.readline()
            assert line, said
            said += line
        yield found[1]
        process.terminate()
        process.communicate()


@pytest.fixture
def chat(app: str) -> str:
    """The address of the route."""
    return f"{app}/api/chat"


@pytest.fixture
def page(app: str, provider: Provider, chromium: Browser) -> Iterator[Page]:
    """The page, open in a browser; no script of it has failed in the end."""
    page = chromium.new_page()
    failed: list[str] = []
    page.on("pageerror", lambda error: failed.append(str(error)))
    # The development server compiles it first.
    page.set_default_timeout(60_000)
    page.goto(app)
    yield page
    page.close()
    assert failed == []


def asking(chat: str, token: str) -> dict[str, Any]:
    """The arguments of a request as useChat sends it."""
    headers = {"authorization": f"Bearer {token}"}
    return {"method": "POST", "url": chat, "json": {"messages": MESSAGES}, "headers": headers}


def parts(answer: httpx.Response) -> list[dict[str, Any]]:
    """What useChat reads."""
    return [json.loads(part) for part in re.findall(r"^data: (\{.*)$", answer.text, re.MULTILINE)]


def test_it_answers_within_the_quota(chat: str, provider: Provider, user: User) -> None:
    answer = HTTP.request(**asking(chat, user.token))

    text = "".join(part["delta"] for part in parts(answer) if part["type"] == "text-delta")
    assert "月末" in text
    assert user.holds(1) == ["settled"]
    assert (user.sources(), user.counted()) == (["provider"], counted_by(provider.finished()))


def test_it_settles_when_its_user_leaves(chat: str, provider: Provider, user: User) -> None:
    provider.next({"pause": 20})

    with HTTP.stream(**asking(chat, user.token)) as leaving:
        next(leaving.iter_raw())

    assert user.holds(1) == ["settled"]
    assert (user.sources(), user.counted()) == (["provider"], counted_by(provider.finished()))


def test_it_tells_of_a_denial(
    chat: str, provider: Provider, user: User, db: psycopg.Connection[dict[str, Any]]
) -> None:
    db.execute(
        "select public.track_usage(user_id => %s, tokens_prompt => 9500, tokens_completion => 0)",
        [user.id],
    )

    answer = HTTP.request(**asking(chat, user.token))

    (error,) = [part["errorText"] for part in parts(answer) if part["type"] == "error"]
    assert "The token quota does not admit this call" in error
    assert provider.served() == []


def test_it_refuses_strangers(chat: str, provider: Provider) -> None:
    refused = HTTP.request(**asking(chat, "x"))

    assert (refused.status_code, provider.served()) == (401, [])


def test_the_page_has_right_types(project: Path, app: str, node: Any) -> None:
    node(project / "node_modules/typescript/bin/tsc", "--noEmit", cwd=project)


def test_the_page_streams_an_answer_and_moves_the_card(page: Page) -> None:
    page.get_by_role("button", name="Sign up").click()
    card = page.locator(".ai-tokens")
    expect(card).to_contain_text("10,000", timeout=60_000)

    page.get_by_role("textbox").fill("How much is left?")
    page.get_by_role("button", name="Ask").click()

    expect(page.get_by_text("assistant:")).to_contain_text("月末", timeout=60_000)
    expect(card.locator("strong").first).not_to_have_text("10,000")


def test_the_page_says_that_a_question_is_too_long(page: Page, provider: Provider) -> None:
    page.get_by_role("button", name="Sign up").click()

    page.get_by_role("textbox").fill("word " * 2000)
    page.get_by_role("button", name="Ask").click()

    # Next.js has an alert of its own, which is empty.
    refused = page.get_by_role("alert").filter(has_text="quota")
    expect(refused).to_contain_text("does not admit this call", timeout=60_000)
    assert provider.served() == []
