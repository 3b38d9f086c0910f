"""The stand-in provider, a user, and what the database knows of the user's calls."""

import asyncio
import gc
import inspect
import json
import os
import subprocess
import sys
import sysconfig
import warnings
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import psycopg
import pytest
from api.callers import Stack
from api.conftest import connect, db, sign_up, stack
from client.conftest import MODULES, beside
from stack import install
from stack.paths import CLIENT, ROOT, STATE
from upgrade.servers import unavailable
from waiting import wait_until

from ai_token_quotas.client import AsyncTokenService, TokenService

__all__ = ["beside", "connect", "db", "sign_up", "stack"]

# LiteLLM fetches its list of prices otherwise.
os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"
UV = STATE / "uv/bin/uv"
RETRY_DELAYS = (0.02, 0.05)


def run_alone(main: Coroutine[Any, Any, Any]) -> Any:
    """Runs a coroutine in a thread: a browser test may have left an event loop in this one."""

    async def to_its_end() -> Any:
        try:
            return await main
        finally:
            # They can be closed in their own event loop only.
            if "litellm" in sys.modules:
                await sys.modules["litellm"].close_litellm_async_clients()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, to_its_end()).result()


@pytest.fixture(scope="module", autouse=True)
def no_connections_of_litellm() -> Iterator[None]:
    """Ends the clients that LiteLLM keeps: a later test would be warned of their connections."""
    yield
    if "litellm" in sys.modules:
        cache = sys.modules["litellm"].in_memory_llm_clients_cache
        for client in list(cache.cache_dict.values()):
            close = getattr(client, "close", None)
            if close and not inspect.iscoroutinefunction(close):
                close()
        cache.flush_cache()
        # Those that it has dropped without closing them.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ResourceWarning)
            gc.collect()


@dataclass
class Provider:
    """packages/client/tests/provider.ts, in a process of its own."""

    url: str
    control: str
    http: httpx.Client

    def next(self, *scripts: dict[str, Any]) -> None:
        """Say what the next calls get, one each."""
        self.http.post(self.control, json=scripts)

    def reset(self) -> None:
        """Forget the calls so far."""
        self.http.put(self.control)

    @property
    def served(self) -> list[dict[str, Any]]:
        """The calls so far, with what was counted."""
        found: list[dict[str, Any]] = self.http.get(self.control).json()
        return found

    def until_served(self, count: int) -> None:
        """Wait until so many calls have arrived."""
        assert wait_until(lambda: len(self.served) >= count, 20), self.served


@pytest.fixture(scope="session")
def serving() -> Iterator[Provider]:
    """The process."""
    if not (MODULES / "stamp").exists():
        unavailable("what packages/client is built with", "packages/client/node_modules")
    words = [install.node(), CLIENT / "tests/control.ts"]
    with (
        subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as process,
        httpx.Client(timeout=20) as http,
    ):
        assert process.stdout is not None
        yield Provider(**json.loads(process.stdout.readline()), http=http)
        process.terminate()


@pytest.fixture
def provider(serving: Provider) -> Provider:
    """The provider with nothing served."""
    serving.reset()
    return serving


@pytest.fixture
def user(db: psycopg.Connection[dict[str, Any]]) -> str:
    """The id of a new user, with the free tier's 10,000 tokens."""
    user_id = str(uuid4())
    db.execute(
        "insert into auth.users (id, email) values (%s, %s)", [user_id, f"{user_id}@example.com"]
    )
    return user_id


@pytest.fixture
def quotas(stack: Stack) -> Iterator[TokenService]:
    """The server's service."""
    with TokenService(stack.api_url, stack.secret_key, retry_delays=RETRY_DELAYS) as service:
        yield service


@pytest.fixture
def aquotas(stack: Stack) -> AsyncTokenService:
    """The same, for asyncio; a test closes it."""
    return AsyncTokenService(stack.api_url, stack.secret_key, retry_delays=RETRY_DELAYS)


@dataclass(frozen=True)
class Account:
    """What became of a user's calls."""

    holds: list[str]
    calls: list[dict[str, Any]]
    used: int


@pytest.fixture
def account(db: psycopg.Connection[dict[str, Any]], user: str) -> Any:
    """Reads a user's holds and ledger, once no hold is pending."""

    def states() -> list[str]:
        holds = db.execute(
            "select status::text from public.ai_quota_reservations where user_id = %s"
            " order by created_at",
            [user],
        ).fetchall()
        return [row["status"] for row in holds]

    def read(count: int = 1) -> Account:
        assert wait_until(lambda: len(found := states()) >= count and "pending" not in found, 20), (
            states()
        )
        calls = db.execute(
            "select tokens_prompt, tokens_completion, tokens_cached, tokens_reasoning, model_used,"
            " discipline, usage_source::text from public.ai_agent_usage where user_id = %s"
            " order by created_at",
            [user],
        ).fetchall()
        quota = db.execute(
            "select current_month_tokens as used from public.user_ai_quotas where user_id = %s",
            [user],
        ).fetchone()
        return Account(states(), calls, quota["used"] if quota else 0)

    return read


@pytest.fixture(scope="session")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of a new environment that has the wheel, and what else it needs from ours."""
    folder = tmp_path_factory.mktemp("fresh")
    run = {"check": True, "capture_output": True, "cwd": ROOT}
    env = {**os.environ, "UV_CACHE_DIR": str(STATE / "uv-cache"), "UV_OFFLINE": "1"}
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, **run)  # type: ignore[call-overload]
    python = folder / "venv/bin/python"
    for words in (
        ["venv", "--python", sys.executable, str(folder / "venv")],
        ["pip", "install", "--no-deps", "--python", str(python), *map(str, folder.glob("*.whl"))],
    ):
        subprocess.run([UV, *words], env=env, **run)  # type: ignore[call-overload]
    site = next((folder / "venv/lib").glob("python*/site-packages"))
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib"))
    return python


def environment(stack: Stack, provider: Provider) -> dict[str, str]:
    """Where the project and the model are."""
    return {
        "PATH": os.environ["PATH"],
        "LITELLM_LOCAL_MODEL_COST_MAP": "True",
        "SUPABASE_URL": stack.api_url,
        "SUPABASE_SECRET_KEY": stack.secret_key,
        "OPENAI_BASE_URL": f"{provider.url}/v1",
        "OPENAI_API_KEY": "any",
    }
