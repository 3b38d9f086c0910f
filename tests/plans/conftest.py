"""Where plans come from: Stripe's webhook in Deno, and hosts' own tables in the database."""

import json
import re
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from api.callers import Caller, Stack
from api.conftest import alone, connect, db, service, stack
from plans.stripe import SECRET, TIERS, Buyer, Webhook
from stack.paths import NODE, ROOT, STATE

__all__ = ["alone", "connect", "db", "service", "stack"]

WEBHOOK = ROOT / "supabase/functions/stripe-webhook/index.ts"


@pytest.fixture(scope="session")
def deno() -> Any:
    """Runs Deno, which is what Supabase's Edge Functions run in; returns the process."""
    program = next(NODE.glob("@deno/linux-*/deno"))

    def run(*words: str | Path, **options: Any) -> subprocess.Popen[str]:
        env = {**options.pop("env", {}), "DENO_DIR": str(STATE / "deno"), "NO_COLOR": "1"}
        return subprocess.Popen(
            [str(program), *map(str, words)],
            env={"DENO_NO_UPDATE_CHECK": "1", "HOME": str(STATE / "home"), **env},
            stdin=subprocess.DEVNULL,
            text=True,
            **options,
        )

    return run


@pytest.fixture(scope="session")
def serve(deno: Any, stack: Stack, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Starts the function, with some of its environment changed."""
    running: list[tuple[subprocess.Popen[str], httpx.Client]] = []

    def start(**env: str) -> Webhook:
        log = tmp_path_factory.mktemp("webhook") / "log"
        with log.open("w") as file:
            process = deno(
                *("run", "--no-remote", "--no-npm", "--allow-env", "--allow-net=127.0.0.1"),
                WEBHOOK,
                stdout=file,
                stderr=file,
                env={
                    "SUPABASE_URL": stack.api_url,
                    "SUPABASE_SERVICE_ROLE_KEY": stack.service_role_key,
                    "STRIPE_WEBHOOK_SECRET": SECRET,
                    "STRIPE_TIERS": json.dumps(TIERS),
                    "DENO_SERVE_ADDRESS": "tcp:127.0.0.1:0",
                    **env,
                },
            )
        http = httpx.Client(base_url=listening(process, log), timeout=60)
        running.append((process, http))
        return Webhook(http, log)

    yield start
    for process, http in running:
        http.close()
        process.terminate()
        process.wait(10)


def listening(process: subprocess.Popen[str], log: Path) -> str:
    """Where the function answers, once it does."""
    deadline = time.monotonic() + 60
    while not (found := re.search(r"http://127\.0\.0\.1:\d+", log.read_text())):
        if process.poll() is not None or time.monotonic() > deadline:
            pytest.fail(f"the function does not start: {log.read_text()}", pytrace=False)
        time.sleep(0.02)
    return found[0]


@pytest.fixture(scope="session")
def webhook(serve: Any) -> Webhook:
    """The function as the documentation sets it up."""
    started: Webhook = serve()
    return started


@pytest.fixture
def new_buyer(db: Any, service: Caller) -> Iterator[Any]:
    """Makes users with a subscription of their own."""
    made: list[str] = []

    def make() -> Buyer:
        user_id = str(uuid4())
        db.execute("insert into auth.users (id) values (%s)", [user_id])
        made.append(user_id)
        return Buyer(user_id, service)

    yield make
    db.execute("delete from auth.users where id = any (%s::uuid[])", [made])


@pytest.fixture
def buyer(new_buyer: Any) -> Buyer:
    """A user with a subscription."""
    one: Buyer = new_buyer()
    return one
