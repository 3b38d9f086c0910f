"""Callers of the running stack: real sign-up, real tokens, real PostgREST."""

import fcntl
import json
import os
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import httpx
import jwt
import psycopg
import pytest
from api.callers import Caller, Stack, one_row
from psycopg.rows import dict_row

from supabase import ClientOptions, create_client

# Read once: every client of its own would read them again.
CERTIFICATES = ssl.create_default_context()
# Tiers that a test made are offered to nobody, and are smaller than none, in the tests after it.
WITHDRAW_TIERS = """
do $$
begin
  -- A test may hold an edit of a tier open until it ends.
  set local lock_timeout = '200ms';
  if exists (select from public.ai_quota_tiers where tier <> all (
    array['free', 'basic', 'pro', 'enterprise']
  ) and is_public) then
    update public.ai_quota_tiers
    set is_public = false, monthly_token_quota = null, monthly_request_quota = null
    where tier not in ('free', 'basic', 'pro', 'enterprise');
  end if;
exception
  when lock_not_available then
    null;
end
$$
"""
PASSWORD = "correct-horse-battery-staple"


@contextmanager
def locked(factory: pytest.TempPathFactory, worker_id: str, mode: int) -> Iterator[None]:
    """The stack is this test's, across all workers; or with LOCK_SH, that of all who say so."""
    base = factory.getbasetemp()
    with (base if worker_id == "master" else base.parent).joinpath("stack.lock").open("w") as lock:
        fcntl.flock(lock, mode)
        yield


@pytest.fixture(autouse=True)
def alone(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[None]:
    """One of these tests at a time, across all workers: some break the stack on purpose."""
    with locked(tmp_path_factory, worker_id, fcntl.LOCK_EX):
        yield


@pytest.fixture(scope="session")
def stack() -> Stack:
    """Reads the names that `make env` prints from the environment."""
    names = Stack.__dataclass_fields__
    missing = [name.upper() for name in names if name.upper() not in os.environ]
    if missing:
        pytest.exit(f"{', '.join(missing)} not set: run `make test`, or eval `make env` first", 2)
    return Stack(**{name: os.environ[name.upper()] for name in names})


@pytest.fixture(scope="session")
def connect(stack: Stack) -> Iterator[Any]:
    """Makes callers for a key and, for users, their token; closes them in the end."""
    opened: list[httpx.Client] = []

    def make(key: str, token: str | None = None, **known: str) -> Caller:
        bearer = token or key
        http = httpx.Client(
            base_url=stack.api_url,
            headers={"apikey": key, "Authorization": f"Bearer {bearer}"},
            timeout=60,
            verify=CERTIFICATES,
        )
        plain = httpx.Client(timeout=60, verify=CERTIFICATES)
        opened.extend([http, plain])
        options = ClientOptions(
            httpx_client=plain,
            auto_refresh_token=False,
            persist_session=False,
            headers={"Authorization": f"Bearer {bearer}"},
        )
        return Caller(create_client(stack.api_url, key, options), http, **known)

    yield make
    for client in opened:
        client.close()


@pytest.fixture(scope="session")
def sign_up(stack: Stack, connect: Any) -> Any:
    """Signs a new user up by supabase-py; claims given go into the token besides the real ones."""

    def make(**claims: dict[str, Any]) -> Caller:
        email = f"user-{uuid4().hex}@example.com"
        with httpx.Client(timeout=60, verify=CERTIFICATES) as plain:
            options = ClientOptions(
                httpx_client=plain, auto_refresh_token=False, persist_session=False
            )
            client = create_client(stack.api_url, stack.anon_key, options)
            session = client.auth.sign_up({"email": email, "password": PASSWORD}).session
        assert session is not None
        token = session.access_token
        if claims:
            known = jwt.decode(
                token, stack.jwt_secret, algorithms=["HS256"], audience="authenticated"
            )
            token = jwt.encode({**known, **claims}, stack.jwt_secret, algorithm="HS256")
        caller: Caller = connect(stack.anon_key, token, user_id=session.user.id, email=email)
        return caller

    return make


@pytest.fixture
def alice(sign_up: Any) -> Caller:
    """A user of this test's own."""
    caller: Caller = sign_up()
    return caller


@pytest.fixture
def bob(sign_up: Any) -> Caller:
    """Another user."""
    caller: Caller = sign_up()
    return caller


@pytest.fixture(scope="session")
def admin(sign_up: Any) -> Caller:
    """A user whose token says admin in app_metadata, which only the auth server can write."""
    caller: Caller = sign_up(app_metadata={"ai_quota_role": "admin"})
    return caller


@pytest.fixture
def operator(sign_up: Any, db: psycopg.Connection[dict[str, Any]]) -> Caller:
    """A user who is an operator in the token and in auth.users, as the auth server writes it."""
    caller: Caller = sign_up(app_metadata={"ai_quota_role": "operator"})
    db.execute(
        "update auth.users set raw_app_meta_data = %s where id = %s",
        [json.dumps({"ai_quota_role": "operator"}), caller.user_id],
    )
    return caller


@pytest.fixture(scope="session")
def anon(stack: Stack, connect: Any) -> Caller:
    """Nobody: the public key only."""
    caller: Caller = connect(stack.anon_key)
    return caller


@pytest.fixture(scope="session")
def service(stack: Stack, connect: Any) -> Caller:
    """The server: the service_role key."""
    caller: Caller = connect(stack.service_role_key)
    return caller


@pytest.fixture
def db(stack: Stack) -> Iterator[psycopg.Connection[dict[str, Any]]]:
    """The owner, `postgres`: arranges and inspects."""
    with psycopg.connect(stack.db_url, autocommit=True, row_factory=dict_row) as connection:
        yield connection
        if not connection.closed:
            connection.execute(WITHDRAW_TIERS)


@pytest.fixture
def anonymous(alice: Caller, db: Any) -> Caller:
    """A user who has signed in anonymously."""
    db.execute("update auth.users set is_anonymous = true where id = %s", [alice.user_id])
    db.execute("delete from public.user_ai_quotas where user_id = %s", [alice.user_id])
    db.execute("select ai_quota.create_quota(%s)", [alice.user_id])
    return alice


@pytest.fixture
def set_setting(db: psycopg.Connection[dict[str, Any]]) -> Iterator[Any]:
    """Changes a setting until the end of the test."""
    before: list[tuple[str, Any]] = []

    def change(name: str, value: object) -> None:
        row = db.execute(f"select {name} from ai_quota.settings").fetchone()
        assert row is not None
        before.append((name, row[name]))
        db.execute(f"update ai_quota.settings set {name} = %s", [value])

    yield change
    for name, value in reversed(before):
        db.execute(f"update ai_quota.settings set {name} = %s", [value])


@pytest.fixture
def integrity(db: psycopg.Connection[dict[str, Any]]) -> Any:
    """Says what verify_quota_integrity finds wrong with a user."""

    def problems(user_id: str) -> list[str]:
        rows = db.execute(
            "select problem from public.verify_quota_integrity() where user_id = %s order by 1",
            [user_id],
        ).fetchall()
        return [row["problem"] for row in rows]

    return problems


@pytest.fixture
def quota(db: psycopg.Connection[dict[str, Any]]) -> Any:
    """Reads a user's quota row as the owner sees it."""

    def read(user_id: str) -> dict[str, Any]:
        return one_row(
            db.execute(
                "select * from public.user_ai_quotas where user_id = %s", [user_id]
            ).fetchall()
        )

    return read


@pytest.fixture
def set_used(db: psycopg.Connection[dict[str, Any]]) -> Any:
    """Puts a user's counters where a test needs them."""

    def write(user_id: str, tokens: int, requests: int = 0) -> None:
        db.execute(
            "update public.user_ai_quotas set current_month_tokens = %s,"
            " current_month_requests = %s where user_id = %s",
            [tokens, requests, user_id],
        )

    return write


@pytest.fixture(scope="session")
def psql() -> str:
    """The command line client: the stack's own where it is, else the one on the PATH."""
    folder = os.environ.get("PG15_BIN")
    return f"{folder}/psql" if folder else "psql"
