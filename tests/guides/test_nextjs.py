"""The example of Next.js, in a project that is made by the words of its guide."""

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
from gateway.clients import HTTP
from gateway.conftest import Provider, User, counted_by
from guides.conftest import EXAMPLES, commands
from stack import install
from stack.paths import STATE

ROUTE = "app/api/chat/route.js"
# `make nightly` builds for production: four times as long.
IS_FULL = os.environ.get("FULL_TESTS") == "1"
MESSAGES = [{"id": "1", "role": "user", "parts": [{"type": "text", "text": "How much is left?"}]}]


@pytest.fixture(scope="module")
def project(
    run: Any, fresh: Mapping[str, str], tarball: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A project that a newcomer has made."""
    folder = tmp_path_factory.mktemp("next")
    (_, making, *_) = commands("nextjs.md", folder)
    clone = folder / "ai-token-quotas"
    clone.unlink()
    # What `make pack` makes of the client.
    packed = clone / ".stack/packed"
    packed.mkdir(parents=True)
    shutil.copy(tarball, packed)
    # The registry has what the template without a page needs.
    making = re.sub(r" --ts .* --yes$", " --api --js --yes", making, flags=re.MULTILINE)
    run("sh", "-euc", making, cwd=folder, **fresh)
    route = folder / "my-app" / ROUTE
    route.parent.mkdir(parents=True)
    shutil.copy(EXAMPLES / "nextjs" / ROUTE, route)
    return folder / "my-app"


def next_command(project: Path, *words: str) -> list[str]:
    """Next's own program, as `npm run` starts it."""
    return [str(install.node()), str(project / "node_modules/next/dist/bin/next"), *words]


@pytest.fixture(scope="module")
def chat(project: Path, stack: Stack, provider_process: Provider) -> Iterator[str]:
    """Where the route is served."""
    known = {
        "SUPABASE_URL": stack.api_url,
        "SUPABASE_SECRET_KEY": stack.secret_key,
        "OPENAI_BASE_URL": f"{provider_process.url}/v1",
        "OPENAI_API_KEY": "sk-1",
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
        yield f"{found[1]}/api/chat"
        process.terminate()
        process.communicate()


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
