"""The gateway on a stand-in for the Edge runtime, in front of a stand-in for a provider."""

import json
import subprocess
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import IO, Any, ClassVar
from uuid import uuid4

import httpx
import psutil
import psycopg
import pytest
from api.callers import Stack
from api.conftest import db, stack
from client.conftest import MODULES, beside
from gateway.clients import HTTP, MODEL, JavaScript, Python
from stack import install
from stack.paths import ROOT, STATE
from upgrade.servers import unavailable
from waiting import wait_until

__all__ = ["beside", "db", "stack"]

BENCH = Path(__file__).parent / "bench"
FUNCTION = ROOT / "supabase/functions/ai-gateway"
PROVIDER_KEY = "sk-of-the-provider"


def deno() -> Path:
    """Deno's own program, which npm's package finds by itself."""
    if not (MODULES / "stamp").exists():
        unavailable("what packages/client is tested with", "packages/client/node_modules")
    return next(MODULES.glob("@deno/linux-*/deno"))


def eventually(condition: Callable[[], bool], seconds: float = 60) -> None:
    """Wait for a condition; what it was waiting for shows in the failure of the test."""
    wait_until(condition, seconds)


@dataclass(frozen=True)
class Provider:
    """The stand-in provider."""

    url: str
    control: str

    def next(self, *scripts: Mapping[str, Any]) -> None:
        """Say what the next calls get."""
        HTTP.post(f"{self.control}/next", json=scripts)

    def reset(self) -> None:
        """Forget everything."""
        HTTP.post(f"{self.control}/reset")

    def served(self) -> list[dict[str, Any]]:
        """The calls so far."""
        calls: list[dict[str, Any]] = HTTP.post(f"{self.control}/served").json()
        return calls

    def finished(self, count: int = 1) -> list[dict[str, Any]]:
        """The calls, after so many were answered to the end or given up."""
        eventually(lambda: sum(one["isWhole"] or one["hasLeft"] for one in self.served()) >= count)
        return self.served()


@dataclass(frozen=True)
class Gateway:
    """A running gateway."""

    url: str
    process: subprocess.Popen[str]

    @property
    def base_url(self) -> str:
        """What OpenAI's clients are given."""
        return f"{self.url}/functions/v1/ai-gateway/v1"

    def workers(self) -> list[psutil.Process]:
        """The processes that run the function."""
        return psutil.Process(self.process.pid).children()

    def request(self, method: str, path: str, token: str = "", **options: Any) -> httpx.Response:
        """Send a request without a client."""
        headers = {"authorization": f"Bearer {token}"} if token else {}
        headers |= options.pop("headers", {})
        url = f"{self.base_url}/{path}"
        return HTTP.request(method, url, headers=headers, **options)

    def post(self, body: Any, token: str, path: str = "chat/completions") -> httpx.Response:
        """Ask for an answer."""
        return self.request("POST", path, token, json=body)

    def send(self, content: bytes | Iterator[bytes], token: str) -> httpx.Response:
        """Send a body as it is."""
        return self.request("POST", "chat/completions", token, content=content)


@pytest.fixture(scope="session")
def provider_process() -> Iterator[Provider]:
    command = [install.node(), BENCH / "provider.ts"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield Provider(**json.loads(process.stdout.readline()))
        process.terminate()


@pytest.fixture
def provider(provider_process: Provider) -> Provider:
    """The stand-in provider, which has not been called yet."""
    provider_process.reset()
    return provider_process


def environment(stack: Stack, provider: Provider) -> dict[str, str]:
    """What the platform and the operator set."""
    return {
        "SUPABASE_URL": stack.api_url,
        "SUPABASE_SERVICE_ROLE_KEY": stack.service_role_key,
        "JWT_SECRET": stack.jwt_secret,
        "JWT_SECRET_OF_PLATFORM": stack.jwt_secret,
        "AI_GATEWAY_BASE_URL": f"{provider.url}/v1",
        "AI_GATEWAY_ALLOW_LOOPBACK": "true",
        "AI_GATEWAY_API_KEY": PROVIDER_KEY,
        "AI_GATEWAY_MODELS": f"{MODEL}, stand-in-2",
    }


@pytest.fixture(scope="session")
def start_gateway(stack: Stack, provider_process: Provider) -> Iterator[Any]:
    """Starts a gateway with these settings, unless one runs; ends them all."""
    started: dict[str, Gateway] = {}

    def start(function: Path = FUNCTION, log: IO[str] | None = None, **settings: str) -> Gateway:
        known = json.dumps({"function": str(function), "log": log and log.name, **settings})
        if known not in started:
            flags = ("run", "-A", "--no-check", "--unstable-no-legacy-abort")
            process = subprocess.Popen(
                [deno(), *flags, BENCH / "runtime.ts", function / "index.ts"],
                env={
                    "PATH": "/usr/bin:/bin",
                    "DENO_DIR": str(STATE / "deno"),
                    "DENO_NO_UPDATE_CHECK": "1",
                    **environment(stack, provider_process),
                    **settings,
                },
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
            assert process.stdout is not None
            started[known] = Gateway(process.stdout.readline().strip(), process)
        return started[known]

    yield start
    for gateway in started.values():
        processes = [*gateway.workers(), psutil.Process(gateway.process.pid)]
        for process in processes:
            process.kill()
        with gateway.process:
            pass


@pytest.fixture
def gateway(start_gateway: Any) -> Gateway:
    """A gateway as it is deployed; each request has a worker, which ends as soon as it may."""
    running: Gateway = start_gateway()
    return running


@pytest.fixture
def shared(start_gateway: Any) -> Gateway:
    """A gateway whose requests share a worker, which goes on: quicker."""
    running: Gateway = start_gateway(KEEPS_IDLE_WORKERS="1")
    return running


class Noting(BaseHTTPRequestHandler):
    """Hands requests on to the project's API, and notes their paths."""

    api_url: str
    paths: ClassVar[list[str]]

    def do_GET(self) -> None:
        """Hand it on."""
        self.paths.append(self.path)
        passed = {name: self.headers[name] for name in ("apikey", "authorization", "content-type")}
        answer = HTTP.request(
            self.command,
            f"{self.api_url}{self.path}",
            headers={name: value for name, value in passed.items() if value},
            content=self.rfile.read(int(self.headers.get("content-length", 0))),
        )
        self.send_response(answer.status_code)
        self.send_header("content-type", answer.headers["content-type"])
        self.send_header("content-length", str(len(answer.content)))
        self.end_headers()
        self.wfile.write(answer.content)

    do_POST = do_GET  # noqa: N815 - the name is the library's

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture
def noting(stack: Stack) -> Iterator[tuple[str, list[str]]]:
    """The address of a project's API that notes what it is asked, and the notes."""
    paths: list[str] = []
    handler = type("NotingThis", (Noting,), {"api_url": stack.api_url, "paths": paths})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", paths
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="session")
def javascript() -> Iterator[JavaScript]:
    """OpenAI's client for JavaScript."""
    command = [install.node(), BENCH / "client.mjs"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as process:
        yield JavaScript(process)
        process.terminate()


@pytest.fixture(params=["javascript", "python"])
def client(request: pytest.FixtureRequest) -> Iterator[JavaScript | Python]:
    """Both of OpenAI's clients."""
    if request.param == "javascript":
        yield request.getfixturevalue("javascript")
        return
    python = Python()
    yield python
    python.left.close()


@dataclass(frozen=True)
class User:
    """A user of this test's own, and what the database knows of his calls."""

    id: str
    token: str
    db: psycopg.Connection[dict[str, Any]]

    def holds(self, count: int = 0) -> list[str]:
        """What became of his holds, once so many were made and none is pending."""
        eventually(lambda: len(self.states()) >= count and "pending" not in self.states())
        return self.states()

    def states(self) -> list[str]:
        """The states of his holds, in order."""
        query = (
            "select status from public.ai_quota_reservations where user_id = %s order by created_at"
        )
        return [row["status"] for row in self.db.execute(query, [self.id])]

    def charge_due(self) -> list[str]:
        """Run the job that charges expired holds; tell the states after it."""
        self.db.execute("select ai_quota.charge_due_reservations()")
        return self.states()

    def ledger(self) -> list[dict[str, Any]]:
        """The calls that were recorded."""
        query = "select * from public.ai_agent_usage where user_id = %s order by id"
        return self.db.execute(query, [self.id]).fetchall()

    def counted(self) -> list[tuple[Any, ...]]:
        """The figures of the ledger, as `counted_by` tells the provider's."""
        names = ("tokens_prompt", "tokens_completion", "tokens_cached", "tokens_reasoning")
        return [tuple(row[name] for name in names) for row in self.ledger()]

    def held(self) -> list[tuple[int, str]]:
        """The tokens that were held, and what becomes of them at the expiry."""
        query = "select tokens, on_expiry from public.ai_quota_reservations where user_id = %s"
        rows = self.db.execute(query, [self.id])
        return [(row["tokens"], row["on_expiry"]) for row in rows]

    def sources(self) -> list[str]:
        """Who counted them."""
        return [row["usage_source"] for row in self.ledger()]


@pytest.fixture
def user(stack: Stack, db: psycopg.Connection[dict[str, Any]]) -> User:
    """A signed-in user with the free tier's 10,000 tokens."""
    answer = HTTP.post(
        f"{stack.api_url}/auth/v1/signup",
        headers={"apikey": stack.publishable_key},
        json={"email": f"user-{uuid4().hex}@example.com", "password": "correct-horse"},
    )
    session = answer.raise_for_status().json()
    return User(session["user"]["id"], session["access_token"], db)


def counted_by(calls: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    """The figures of the provider."""
    names = ("prompt", "completion", "cached", "reasoning")
    return [tuple(call[name] for name in names) for call in calls]
