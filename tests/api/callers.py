"""Who calls the API in these tests, and what they say."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Barrier
from typing import Any

import httpx

from supabase import Client

GUIDE_CALL: dict[str, Any] = {
    "agent_id": None,
    "session_id": "3f0f4a5e-8a57-4a0e-9d0c-0c5a5a1b2c3d",
    "discipline": "test",
    "workflow_id": "test-workflow",
    "tokens_prompt": 500,
    "tokens_completion": 1500,
    "model_used": "gpt-4",
}


@dataclass(frozen=True)
class Stack:
    """Where the stack answers; the names are those of `supabase status -o env`."""

    api_url: str
    db_url: str
    anon_key: str
    service_role_key: str
    publishable_key: str
    secret_key: str
    jwt_secret: str


@dataclass(frozen=True)
class Caller:
    """Somebody who calls the API: a supabase-py client, and plain HTTP with the same token."""

    client: Client
    http: httpx.Client
    user_id: str = ""
    email: str = ""

    def call(self, function: str, /, prefer: str = "", **arguments: Any) -> httpx.Response:
        """Calls an RPC over plain HTTP, so that the answer's status can be seen."""
        return self.http.post(
            f"/rest/v1/rpc/{function}", json=arguments, headers={"Prefer": prefer} if prefer else {}
        )

    def rows(self, table: str, **filters: Any) -> list[dict[str, Any]]:
        """Reads what this caller may see of a table."""
        answer = self.http.get(
            f"/rest/v1/{table}", params={name: f"eq.{value}" for name, value in filters.items()}
        )
        answer.raise_for_status()
        rows: list[dict[str, Any]] = answer.json()
        return rows

    def status(self) -> dict[str, Any]:
        """The caller's quota status, through supabase-py."""
        return one_row(self.client.rpc("get_user_quota_status").execute().data)

    def track(self, **usage: Any) -> dict[str, Any]:
        """Records a call, through supabase-py."""
        return one_row(self.client.rpc("track_usage", usage).execute().data)


def subscribe(
    service: Caller, user_id: str, tier: str, status: str = "active", **details: Any
) -> httpx.Response:
    """What a billing webhook does: one upsert, of the user's only subscription."""
    answer = service.http.post(
        "/rest/v1/ai_quota_subscriptions",
        json={
            "subscription_id": f"sub_{user_id}",
            "user_id": user_id,
            "tier": tier,
            "status": status,
            **details,
        },
        headers={"Prefer": "resolution=merge-duplicates"},
    )
    answer.raise_for_status()
    return answer


def override(service: Caller, user_id: str, **limits: Any) -> None:
    """What an operator does for a contract or a boost: one upsert."""
    service.http.post(
        "/rest/v1/ai_quota_overrides",
        json={"user_id": user_id, "reason": "a contract", **limits},
        headers={"Prefer": "resolution=merge-duplicates"},
    ).raise_for_status()


def reserve(caller: Caller, **asked: Any) -> dict[str, Any]:
    """Reserves, and returns the one row of the answer."""
    answer = caller.call("reserve_tokens", **asked)
    answer.raise_for_status()
    return one_row(answer.json())


def settle(
    caller: Caller, held: dict[str, Any], prompt: int, completion: int = 0, **more: Any
) -> httpx.Response:
    """Reports what the call really used."""
    return caller.call(
        "track_usage",
        tokens_prompt=prompt,
        tokens_completion=completion,
        reservation_id=held["reservation_id"],
        **more,
    )


def expire(db: Any, held: dict[str, Any], ago: str = "1 second") -> None:
    """Lets a reservation's time be over."""
    db.execute(
        "update public.ai_quota_reservations set expires_at = now() - %s::interval where id = %s",
        [ago, held["reservation_id"]],
    )


def release(caller: Caller, held: dict[str, Any], **more: Any) -> httpx.Response:
    """Lets a reservation go."""
    return caller.call("release_reservation", reservation_id=held["reservation_id"], **more)


def state(db: Any, held: dict[str, Any]) -> str:
    """What became of a reservation."""
    row = db.execute(
        "select status from public.ai_quota_reservations where id = %s", [held["reservation_id"]]
    ).fetchone()
    return str(row["status"])


def fill_minute(db: Any, user: Caller, writes: int) -> None:
    """Lets a user have written that often in this minute, of which two seconds are left."""
    db.execute("select pg_sleep(case when extract(second from now()) > 58 then 2 else 0 end)")
    db.execute(
        "update public.user_ai_quotas set user_minute = date_trunc('minute', now(), 'UTC'),"
        " user_writes = %s where user_id = %s",
        [writes, user.user_id],
    )


def at_once(calls: Sequence[Callable[[], Any]]) -> list[Any]:
    """Makes all calls at the same moment, each from a thread and over a connection of its own."""
    start = Barrier(len(calls))

    def begin(call: Callable[[], Any]) -> Any:
        start.wait(60)
        return call()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(begin, calls))


def one_row(data: Any) -> dict[str, Any]:
    """The only row of an answer."""
    assert len(data) == 1
    row: dict[str, Any] = data[0]
    return row
