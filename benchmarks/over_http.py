"""Through the gateway and PostgREST of a stack."""

import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import httpx
import jwt
import psycopg
from cluster import CLIENTS
from contest import Bar, Effort, Part, take_turns
from driver import driver, node
from stack import suite
from stack.paths import TEST
from stack.ui import Failure

HERE = Path(__file__).resolve().parent
NAMES = ("two requests", "track_usage", "track_usage_batch", "reserve + settle", "row", "status")
NOTE = """\
{clients} kept-alive connections (autocannon) to gateway and PostgREST of a stack of its own, or of
the one that the environment names: {settings}.
The guide's two statements are an insert and an RPC that updates, by service_role, on bare tables
without RLS; `track_usage` is one RPC that does both; `track_usage_batch` sends 100 calls in one
request, each of them counted."""
BARS = (
    Bar(
        "over HTTP: track_usage, against two requests",
        *("track_usage", "two requests"),
        at_least=1.5,
    ),
    Bar(
        "over HTTP: track_usage_batch, against track_usage",
        *("track_usage_batch", "track_usage"),
        at_least=5,
    ),
    Bar("over HTTP: reserve + settle, against two requests", "reserve + settle", "two requests"),
    Bar("over HTTP: status, against the row under RLS", "status", "row"),
)


def measure(effort: Effort) -> Part:
    """One driver, five contestants, on users of their own."""
    with (
        suite.stack(TEST) as env,
        psycopg.connect(env["DB_URL"], autocommit=True) as owner,
        prepared(owner, env) as users,
    ):
        token = {"sub": users[0], "role": "authenticated", "exp": int(time.time()) + 3600}
        given = {
            "CLIENTS": str(CLIENTS),
            "USER_IDS": json.dumps(users),
            "USER_ID": users[0],
            "USER_TOKEN": jwt.encode(token, env["JWT_SECRET"]),
        }
        with driver(*node("over_http.mjs"), env={**env, **given}) as it:
            rounds = take_turns([it.contestant(name, name) for name in NAMES], effort)
        settings = ", ".join(
            f"{name} {owner.execute(f'show {name}').fetchall()[0][0]}"
            for name in ("fsync", "synchronous_commit")
        )
    note = NOTE.format(clients=CLIENTS, settings=settings)
    return Part("Over HTTP", "calls a second", rounds, BARS, note)


@contextmanager
def prepared(owner: psycopg.Connection, env: Mapping[str, str]) -> Iterator[list[str]]:
    """Users, and the guide's two tables, for as long as this takes."""
    owner.execute((HERE / "sql/http_down.sql").read_bytes())
    try:
        owner.execute((HERE / "sql/http_up.sql").read_bytes())
        wait_for_schema(env)
        rows = owner.execute("select q.user_id::text from public.bench_quotas as q").fetchall()
        yield [user for (user,) in rows]
    finally:
        owner.execute((HERE / "sql/http_down.sql").read_bytes())


def wait_for_schema(env: Mapping[str, str]) -> None:
    """Wait until PostgREST knows the tables."""
    key = env["SERVICE_ROLE_KEY"]
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        answer = httpx.get(
            f"{env['API_URL']}/rest/v1/bench_quotas?limit=1",
            headers={"apikey": key, "authorization": f"Bearer {key}"},
        )
        if answer.status_code == httpx.codes.OK:
            return
        time.sleep(0.1)
    raise Failure(f"PostgREST does not know the benchmark's tables: {answer.text}")
