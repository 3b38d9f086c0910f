"""The example of the guide to FastAPI, installed from the wheel and served by uvicorn."""

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from api.callers import Caller, Stack
from python.conftest import UV, Provider, environment
from python.wheels import pack
from stack.paths import ROOT, STATE

from ai_token_quotas.client import TokenService

GUIDE = (ROOT / "docs/guides/fastapi.md").read_text()
(INSTALL, *_, RUN) = re.findall(r"```sh\n(.*?)```", GUIDE, re.DOTALL)
(BUILD,) = re.findall(r"`(pip wheel .*?)`", GUIDE)


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of an environment made by the guide; wheels stand in for the registry."""
    folder = tmp_path_factory.mktemp("fastapi")
    programs, wheels = folder / "venv/bin", folder / "wheels"
    wheels.mkdir()
    pack(wheels, [*shlex.split(INSTALL)[2:], "hatchling"])
    # In place of the one for developing.
    next(wheels.glob("ai_token_quotas-*")).unlink()
    subprocess.run([UV, "venv", "-q", "--python", sys.executable, programs.parent], check=True)
    pip = f'#!/bin/sh\nexec {sys.executable} -m pip --python {programs}/python "$@"\n'
    (programs / "pip").write_text(pip)
    (programs / "pip").chmod(0o755)
    env = {
        "PATH": f"{programs}:/usr/bin:/bin",
        "HOME": str(STATE / "home"),
        "PIP_NO_INDEX": "1",
        "PIP_FIND_LINKS": str(wheels),
        "PIP_WHEEL_DIR": str(wheels),
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    }
    for words, place in ((BUILD, ROOT), (INSTALL, folder)):
        done = subprocess.run(
            ["sh", "-euc", words], cwd=place, env=env, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
    return programs


@pytest.fixture(scope="session")
def served(installed: Path, stack: Stack, serving: Provider) -> Iterator[httpx.Client]:
    """FastAPI's example, served by the words of the guide."""
    words = RUN.splitlines()[-1]
    with subprocess.Popen(
        ["sh", "-euc", f"exec {words} --port 0"],
        cwd=ROOT,
        env={**environment(stack, serving), "PATH": f"{installed}:/usr/bin:/bin"},
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


@pytest.mark.parametrize("headers", [{"Authorization": "Bearer x"}, {}], ids=["wrong", "none"])
def test_it_refuses_strangers(
    served: httpx.Client, provider: Provider, ask: Any, headers: dict[str, str]
) -> None:
    refused = served.post(**ask | {"headers": headers})

    assert (refused.status_code, provider.served) == (401, [])


def test_it_tells_that_the_provider_fails(
    served: httpx.Client, provider: Provider, ask: Any, account: Any
) -> None:
    provider.next({"status": 500})

    failed = served.post(**ask)

    assert (failed.status_code, failed.json().keys()) == (503, {"error"})
    assert account().calls == []
