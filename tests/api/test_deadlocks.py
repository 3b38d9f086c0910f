"""All kinds of calls and edits at once, on the same few users: no deadlocks, and the sums agree."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from random import Random
from typing import Any
from uuid import uuid4

import httpx
import psycopg
import pytest
from api.callers import Caller, Stack, at_once

CLIENTS = 32
CALLS = 1_200
UPSERT = {"Prefer": "resolution=merge-duplicates"}


@dataclass
class Crowd:
    """A few users on two tiers of their own, and the calls of clients and operators."""

    users: list[Caller]
    service: Caller
    db_url: str
    tiers: tuple[str, str]
    chance: Random
    jobs: list[str]
    held: list[tuple[Caller, str]] = field(default_factory=list)
    charged: list[tuple[Caller, str]] = field(default_factory=list)

    def who(self) -> Caller:
        """One of the users."""
        return self.chance.choice(self.users)

    def limit(self) -> int:
        """Some limit, small enough to be reached."""
        return self.chance.randint(1, 50) * 1_000

    def write(self, table: str, *rows: dict[str, Any]) -> httpx.Response:
        """An operator's upsert."""
        return self.service.http.post(f"/rest/v1/{table}", json=rows, headers=UPSERT)

    def sql(self, statement: str, *values: object) -> None:
        """What only the owner may do."""
        with psycopg.connect(self.db_url, autocommit=True) as owner:
            owner.execute(statement.encode(), values or None)

    def track(self) -> httpx.Response:
        """A call."""
        return self.who().call("track_usage", tokens_prompt=7, tokens_completion=3)

    def track_by_name(self) -> httpx.Response:
        """A call and, sooner or later, its retries."""
        name = f"r-{self.chance.randint(1, 30)}"
        return self.who().call("track_usage", request_id=name, tokens_prompt=1, tokens_completion=1)

    def reserve(self) -> httpx.Response:
        """A reservation, to be settled or released later."""
        user = self.who()
        answer = user.call("reserve_tokens", tokens=500, expires_in_seconds=1)
        rows = answer.json() if answer.is_success else []
        self.held += [(user, row["reservation_id"]) for row in rows if row["allowed"]]
        return answer

    def settle(self) -> httpx.Response:
        """A settlement, maybe beside another one or a release."""
        user, reservation = self.chance.choice(self.held[-20:] or [(self.who(), str(uuid4()))])
        return user.call(
            "track_usage", reservation_id=reservation, tokens_prompt=300, tokens_completion=0
        )

    def release(self) -> httpx.Response:
        """A release, maybe beside another one or a settlement."""
        user, reservation = self.chance.choice(self.held[-20:] or [(self.who(), str(uuid4()))])
        return user.call("release_reservation", reservation_id=reservation)

    def charge(self) -> httpx.Response:
        """A reservation of the server's that counts as used when it expires, or is settled."""
        user = self.who()
        answer = self.service.call(
            "reserve_tokens",
            tokens=500,
            expires_in_seconds=1,
            on_expiry="charge",
            user_id=user.user_id,
        )
        rows = answer.json() if answer.is_success else []
        self.charged += [(user, row["reservation_id"]) for row in rows if row["allowed"]]
        return answer

    def correct(self) -> httpx.Response:
        """The server settles one of these, in time or later."""
        user, reservation = self.chance.choice(self.charged[-5:] or [(self.who(), str(uuid4()))])
        return self.service.call(
            "track_usage",
            tokens_prompt=3,
            tokens_completion=0,
            reservation_id=reservation,
            user_id=user.user_id,
        )

    def status(self) -> httpx.Response:
        """A look."""
        return self.who().call("get_user_quota_status")

    def operate(self) -> httpx.Response:
        """One of an operator's calls for a user."""
        calls: list[tuple[str, dict[str, Any]]] = [
            ("reset_user_quota", {"reason": "a gift"}),
            ("set_user_blocked", {"is_blocked": self.chance.random() < 0.2}),
            ("adjust_usage", {"tokens": 5, "requests": 1, "reason": "late"}),
            ("repair_user_quota", {}),
            ("initialize_user_quota", {"tier": self.chance.choice(self.tiers)}),
        ]
        function, arguments = self.chance.choice(calls)
        return self.service.call(function, user_id=self.who().user_id, **arguments)

    def subscribe(self) -> httpx.Response:
        """Billing moves two users, in the order of their ids."""
        users = sorted(user.user_id for user in self.chance.sample(self.users, 2))
        rows = (
            {
                "subscription_id": f"sub_{user}",
                "user_id": user,
                "tier": self.chance.choice(self.tiers),
            }
            for user in users
        )
        return self.write("ai_quota_subscriptions", *rows)

    def batch(self) -> httpx.Response:
        """The server reports some calls of several users at once, some of them by name."""
        calls = [
            {
                "user_id": self.who().user_id,
                "tokens_prompt": 1,
                "tokens_completion": 1,
                "request_id": self.chance.choice([None, f"r-{self.chance.randint(1, 30)}"]),
            }
            for _ in range(10)
        ]
        return self.service.call("track_usage_batch", calls=calls)

    def override(self) -> httpx.Response:
        """A contract for a moment, or for ever."""
        ends = [None, (datetime.now(UTC) + timedelta(seconds=0.1)).isoformat()]
        return self.write(
            "ai_quota_overrides",
            {
                "user_id": self.who().user_id,
                "reason": "a contract",
                "monthly_token_quota": self.limit(),
                "expires_at": self.chance.choice(ends),
            },
        )

    def end_override(self) -> httpx.Response:
        """The end of a contract."""
        user = {"user_id": f"eq.{self.who().user_id}"}
        return self.service.http.delete("/rest/v1/ai_quota_overrides", params=user)

    def edit_tier(self) -> httpx.Response:
        """One tier, or both in one statement."""
        tiers = self.chance.choice([*self.tiers, ",".join(self.tiers)])
        return self.service.http.patch(
            "/rest/v1/ai_quota_tiers",
            params={"tier": f"in.({tiers})"},
            json={"monthly_token_quota": self.limit()},
        )

    def upsert_tiers(self) -> None:
        """Both tiers in one statement, in any order."""
        first, second = self.chance.sample(self.tiers, 2)
        self.sql(
            "insert into public.ai_quota_tiers (tier, monthly_token_quota, monthly_request_quota)"
            " values (%s, %s, 5000), (%s, %s, 5000) on conflict (tier) do update"
            " set monthly_token_quota = excluded.monthly_token_quota",
            *(first, self.limit(), second, self.limit()),
        )

    def claim(self) -> httpx.Response:
        """An alert worker."""
        return self.service.call("claim_quota_alerts", limit=5)

    def reset(self) -> httpx.Response:
        """The job, by RPC."""
        return self.service.call("reset_monthly_quotas")

    def run_job(self) -> None:
        """A job that commits after each of its batches."""
        self.sql(self.chance.choice(self.jobs))

    def end_periods(self) -> None:
        """A month ends for three users."""
        self.sql(
            "update public.user_ai_quotas set quota_reset_date = date_trunc('month', now(), 'UTC')"
            " where user_id in (select q.user_id from public.user_ai_quotas as q"
            " where q.user_id = any (%s) order by q.user_id for update)",
            [user.user_id for user in self.chance.sample(self.users, 3)],
        )

    def anything(self) -> Callable[[], httpx.Response | None]:
        """One of all these, calls more often than edits."""
        calls = [self.track, self.track_by_name, self.reserve, self.settle, self.release]
        edits: list[Callable[[], httpx.Response | None]] = [
            *(self.status, self.operate, self.operate, self.subscribe, self.override),
            *(self.end_override, self.edit_tier, self.upsert_tiers, self.claim, self.reset),
            *(self.run_job, self.run_job, self.end_periods, self.batch, self.batch),
            *(self.charge, self.charge, self.correct, self.correct),
        ]
        return self.chance.choice([*calls * 6, *edits])


@pytest.fixture
def crowd(
    sign_up: Any, service: Caller, stack: Stack, db: Any, set_setting: Any
) -> Iterator[Crowd]:
    """Five users on two tiers that are nobody else's, as busy as they like."""
    set_setting("user_writes_per_minute", 1_000_000)
    set_setting("user_open_holds", 1_000_000)
    name = f"t_{uuid4().hex}"
    users = [sign_up() for _ in range(5)]
    jobs = db.execute(
        "select command from cron.job"
        " where jobname in ('reset-monthly-ai-quotas-in-batches', 'maintain-ai-quotas')"
    ).fetchall()
    crowd = Crowd(
        *(users, service, stack.db_url, (f"{name}_1", f"{name}_2"), Random(1)),  # noqa: S311
        jobs=[job["command"] for job in jobs],
    )
    crowd.upsert_tiers()
    crowd.write(
        "ai_quota_subscriptions",
        *(
            {
                "subscription_id": f"sub_{user.user_id}",
                "user_id": user.user_id,
                "tier": crowd.tiers[0],
            }
            for user in crowd.users
        ),
    ).raise_for_status()
    yield crowd
    db.execute("delete from auth.users where id = any (%s)", [[u.user_id for u in crowd.users]])
    db.execute("delete from public.ai_quota_tiers where tier = any (%s)", [list(crowd.tiers)])


@pytest.mark.pg_cron
def test_nothing_waits_in_a_ring(crowd: Crowd, db: Any) -> None:
    work = [crowd.anything() for _ in range(CALLS)]

    with ThreadPoolExecutor(CLIENTS) as pool:
        answers = [one for one in pool.map(lambda call: call(), work) if one is not None]

    assert [answer.text for answer in answers if answer.status_code >= 500] == []
    refused = [answer.json() for answer in answers if answer.is_error]
    expected = ("reservation_id ", "this user is blocked")
    assert [error for error in refused if error["code"] not in {"22023", "42501"}] == []
    assert [error for error in refused if not error["message"].startswith(expected)] == []
    assert len(refused) < CALLS / 2
    assert differences(db, crowd) == []


@pytest.mark.pg_cron
def test_accounts_are_deleted_beside_their_calls(crowd: Crowd, db: Any) -> None:
    delete = "delete from auth.users where id = %s"
    deletions = [partial(crowd.sql, delete, user.user_id) for user in crowd.users]
    calls = [
        call
        for user in crowd.users
        for call in (
            partial(user.call, "track_usage", tokens_prompt=1, tokens_completion=1),
            partial(user.call, "reserve_tokens", tokens=1),
        )
    ]

    answers = at_once([*calls * 3, *deletions, *calls * 3])

    refused = [answer for answer in answers if answer is not None and answer.is_error]
    assert [answer.text for answer in refused if answer.status_code != 400] == []
    assert {answer.json()["message"].split(",")[0] for answer in refused} <= {
        "user_id does not exist"
    }
    rows = "select from public.ai_agent_usage where user_id = any (%s)"
    assert db.execute(rows, [[user.user_id for user in crowd.users]]).fetchall() == []


def differences(db: Any, crowd: Crowd) -> list[Any]:
    """What verify_quota_integrity says of the users."""
    rows: list[Any] = db.execute(
        "select * from public.verify_quota_integrity() where user_id = any (%s)",
        [[user.user_id for user in crowd.users]],
    ).fetchall()
    return rows
