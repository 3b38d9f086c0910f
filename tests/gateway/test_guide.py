"""The guide, as a newcomer follows it."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from api.callers import Stack
from browser.conftest import chromium, serve
from client.conftest import MODULES, node, run
from gateway.clients import HTTP, MODEL, QUESTION
from gateway.conftest import Provider, User, eventually
from playwright.sync_api import Browser, Page, expect
from stack.paths import ROOT, STATE
from stack.ports import free_port

__all__ = ["chromium", "node", "run"]

GUIDE = (ROOT / "docs/guides/gateway.md").read_text()
BODY = {"model": MODEL, **QUESTION["chat"]}


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The function in a host's project, copied by the words of the guide."""
    folder = tmp_path_factory.mktemp("host")
    (folder / "ai-token-quotas").symlink_to(ROOT)
    commands = re.search(r"```sh\n(.*?)```", GUIDE, re.DOTALL)
    assert commands is not None
    subprocess.run(["sh", "-euc", commands[1]], cwd=folder, check=True)
    return folder / "my-app/supabase/functions/ai-gateway"


def test_a_copy_of_the_folder_is_whole(copied: Path) -> None:
    assert not any(path.is_symlink() for path in copied.rglob("*"))


def test_a_copy_of_the_folder_serves(
    start_gateway: Any, copied: Path, provider: Provider, user: User
) -> None:
    gateway = start_gateway(copied, KEEPS_IDLE_WORKERS="1")

    assert gateway.post(BODY, user.token).status_code == 200
    assert user.holds(1) == ["settled"]


def test_the_commands_that_serve_it_here_do(
    stack: Stack, copied: Path, provider: Provider, user: User
) -> None:
    commands = re.search(r"## Serve it here.*?```sh\n(.*?)```", GUIDE, re.DOTALL)
    assert commands is not None
    port = free_port()
    given = {
        "API_URL": stack.api_url,
        "SERVICE_ROLE_KEY": stack.service_role_key,
        "OPENAI_BASE_URL": f"{provider.url}/v1",
    }
    # In place of the shell, so that it is Deno that is ended.
    script = commands[1].replace("8002", str(port)).replace("gpt-5.4-mini", MODEL)
    script = script.replace("\nai-token-quotas/", "\nexec ai-token-quotas/")
    env = {**os.environ, **given, "DENO_DIR": str(STATE / "deno")}
    with subprocess.Popen(["sh", "-euc", script], cwd=copied.parents[3], env=env) as process:
        try:
            url = f"http://127.0.0.1:{port}/v1"
            eventually(lambda: _answers(f"{url}/models"))
            answer = HTTP.post(
                f"{url}/chat/completions",
                json=BODY,
                headers={"authorization": f"Bearer {user.token}"},
            )
        finally:
            process.terminate()

    assert answer.status_code == 200
    assert user.holds(1) == ["settled"]


def _answers(url: str) -> bool:
    try:
        return HTTP.get(url).status_code == 401
    except httpx.ConnectError:
        return False


@pytest.fixture(scope="module")
def built(
    node: Any, stack: Stack, start_gateway: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The guide's page, built by Vite and served, with a gateway that offers the guide's model."""
    gateway = start_gateway(AI_GATEWAY_MODELS="gpt-5.4-mini")
    project = tmp_path_factory.mktemp("page")
    for name in ("index.html", "main.js"):
        shutil.copy(ROOT / "examples/vite" / name, project)
    (project / ".env").write_text(
        f"VITE_SUPABASE_URL={stack.api_url}\n"
        f"VITE_SUPABASE_KEY={stack.publishable_key}\n"
        f"VITE_GATEWAY_URL={gateway.base_url}\n"
    )
    (project / "node_modules").symlink_to(MODULES)
    node(MODULES / "vite/bin/vite.js", "build", "--logLevel", "warn", cwd=project)
    yield from serve(str(project / "dist"))


@pytest.fixture
def page(chromium: Browser, built: str) -> Iterator[Page]:
    """The page in a browser, filled in by a new user."""
    page = chromium.new_page()
    page.set_default_timeout(10_000)
    page.goto(built)
    page.get_by_placeholder("Email").fill(f"user-{uuid4().hex}@example.com")
    page.get_by_placeholder("Password").fill("correct-horse-battery-staple")
    page.get_by_placeholder("Question").fill("How much is left?")
    yield page
    page.close()


def test_a_page_in_a_browser_gets_its_answer(provider: Provider, page: Page) -> None:
    page.get_by_role("button", name="Ask").click()

    expect(page.locator("output")).to_contain_text("月末")


def test_a_page_in_a_browser_learns_when_its_quota_starts_anew(
    provider: Provider, page: Page
) -> None:
    page.get_by_placeholder("Question").fill("word " * 2000)

    page.get_by_role("button", name="Ask").click()

    expect(page.locator("output")).to_contain_text(re.compile(r"starts anew on \d{4}-\d\d-01"))
    assert provider.served() == []


def test_the_guide_names_each_setting() -> None:
    source = (ROOT / "supabase/functions/ai-gateway/config.ts").read_text()
    read = set(re.findall(r"'(AI_GATEWAY_\w+)'", source))
    named = set(re.findall(r"^\| `(AI_GATEWAY_\w+)`", GUIDE, re.MULTILINE))

    assert named == read
