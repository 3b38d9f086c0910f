"""The example of an Edge Function, copied by its guide, on a stand-in for the runtime."""

import subprocess
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest
from gateway.clients import HTTP
from gateway.conftest import Gateway, Provider, User, counted_by, deno
from guides.conftest import commands

QUESTION = {"question": "How much is left?"}


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The function in a host's project."""
    folder = tmp_path_factory.mktemp("edge")
    copying = commands("edge-function.md", folder)[0]
    subprocess.run(["sh", "-euc", copying], cwd=folder, check=True)
    return folder / "my-app/supabase/functions/ask"


@pytest.fixture
def function(start_gateway: Any, copied: Path, provider: Provider) -> Gateway:
    """The function, running; its worker ends as soon as it may."""
    of_openai = {"OPENAI_BASE_URL": f"{provider.url}/v1", "OPENAI_API_KEY": "sk-1"}
    running: Gateway = start_gateway(copied, JWT_SECRET_OF_PLATFORM="", **of_openai)
    return running


def ask(function: Gateway, token: str) -> httpx.Response:
    """Ask a question."""
    headers = {"authorization": f"Bearer {token}"}
    return HTTP.post(f"{function.url}/functions/v1/ask", json=QUESTION, headers=headers)


def test_its_types_are_right(copied: Path, run: Any) -> None:
    run(deno(), "check", "index.ts", cwd=copied)


def test_it_answers_within_the_quota(function: Gateway, provider: Provider, user: User) -> None:
    answer = ask(function, user.token)

    assert "月末" in answer.text
    assert answer.headers["content-type"].startswith("text/event-stream")
    assert user.holds(1) == ["settled"]
    assert (user.sources(), user.counted()) == (["provider"], counted_by(provider.finished()))


def test_it_settles_when_its_caller_leaves(
    function: Gateway, provider: Provider, user: User
) -> None:
    provider.next({"pause": 20})
    headers = {"authorization": f"Bearer {user.token}"}

    with HTTP.stream("POST", f"{function.url}/ask", json=QUESTION, headers=headers) as leaving:
        next(leaving.iter_raw())

    assert user.holds(1) == ["settled"]
    assert (user.sources(), user.counted()) == (["provider"], counted_by(provider.finished()))


def test_it_tells_of_a_denial(
    function: Gateway,
    provider: Provider,
    user: User,
    db: psycopg.Connection[dict[str, Any]],
) -> None:
    db.execute(
        "select public.track_usage(user_id => %s, tokens_prompt => 9500, tokens_completion => 0)",
        [user.id],
    )

    denied = ask(function, user.token)

    assert (denied.status_code, denied.json()["upgrade_tier"]) == (429, "basic")
    assert int(denied.headers["retry-after"]) > 0
    assert provider.served() == []


@pytest.mark.parametrize("token", ["x", "anon_key"])
def test_it_refuses_strangers(
    function: Gateway, provider: Provider, stack: Any, token: str
) -> None:
    refused = ask(function, getattr(stack, token, token))

    assert (refused.status_code, provider.served()) == (401, [])
