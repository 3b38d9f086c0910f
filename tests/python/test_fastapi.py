"""The example of the guide to FastAPI, installed from the wheel and served by uvicorn."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from api.callers import Caller, Stack
from python.conftest import Provider, environment
from stack.paths import ROOT

from ai_token_quotas.client import TokenService


@pytest.fixture(scope="session")
def served(fresh: Path, stack: Stack, serving: Provider) -> Iterator[httpx.Client]:
    """FastAPI's example, served by uvicorn."""
    words = ["-m", "uvicorn", "--app-dir", str(ROOT / "examples/fastapi"), "app:app"]
    with subprocess.Popen(
        [str(fresh), *words, "--port", "0"],
        env=environment(stack, serving),
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stderr is not None
        said = ""
        while not (found := re.search(r"running on (\S+)", said)):
            line = process.stderr.readline()
            assert line, said
            said += line
        with httpx.Client(base_url=found[1], timeout=30) as http:
            yield http
        process.terminate()
        process.communicate()


@pytest.fixture
def alice(sign_up: Any) -> Caller:
    """A user who is signed in."""
    caller: Caller = sign_up()
    return caller


@pytest.fixture
def user(alice: Caller) -> str:
    """Her id, which the account is read for."""
    return alice.user_id


@pytest.fixture
def ask(alice: Caller) -> Any:
    """The arguments of a request of hers."""
    return {
        "url": "/ask",
        "json": {"question": "How much is left?"},
        "headers": {"Authorization": alice.http.headers["Authorization"]},
    }


def test_it_answers_within_the_quota(
    served: httpx.Client, provider: Provider, ask: Any, account: Any
) -> None:
    answer = served.post(**ask)

    assert "月末" in answer.text
    (row,) = account().calls
    assert row["usage_source"] == "provider"
    assert row["tokens_prompt"] == provider.served[0]["prompt"]


def test_it_settles_when_its_client_leaves(
    served: httpx.Client, provider: Provider, ask: Any, account: Any
) -> None:
    provider.next({"pause": 20})

    with served.stream("POST", **ask) as leaving:
        next(leaving.iter_bytes())

    (row,) = account().calls
    assert (row["usage_source"], row["tokens_completion"] > 0) == ("estimated", True)


def test_it_tells_of_a_denial(
    served: httpx.Client, provider: Provider, ask: Any, quotas: TokenService, user: str
) -> None:
    quotas.track_usage(tokens_prompt=10_000, tokens_completion=0, user_id=user)

    denied = served.post(**ask)

    assert (denied.status_code, denied.json()["upgrade_tier"]) == (429, "basic")
    assert int(denied.headers["retry-after"]) > 0
    assert provider.served == []


def test_it_refuses_strangers(served: httpx.Client, provider: Provider, ask: Any) -> None:
    refused = served.post(**ask | {"headers": {"Authorization": "Bearer x"}})

    assert (refused.status_code, provider.served) == (401, [])
