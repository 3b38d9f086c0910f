"""The package against a model of it: random histories of RPCs, compared after every step.

The rules are the RPCs, the model is plain Python, and the invariants are what callers can see. More
examples, and another seed: HISTORIES=500 pytest tests/api/test_model.py --hypothesis-seed=1
"""

import os
from dataclasses import dataclass, field
from typing import Any, ClassVar
from uuid import uuid4

import pytest
from api.callers import Caller, one_row
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

HISTORIES = int(os.environ.get("HISTORIES", "60"))
STEPS = 50

TIERS = {"free": (10_000, 100), "basic": (50_000, 500), "pro": (200_000, 2_000)}
INVALID, CONFLICT = (400, "22023"), (409, "23505")
USERS = st.integers(0, 1)
TOKENS = st.one_of(st.integers(0, 3_000), st.sampled_from([0, 1, 9_999, 10_000, 10_001, 60_000]))


@dataclass
class Reservation:
    """What a user held: the period it charges, and whether it still can."""

    tokens: int
    requests: int
    period: int
    state: str = "pending"
    expired: bool = False


@dataclass
class User:
    """All that the package has to know of a user."""

    user_id: str
    tier: str = "free"
    override: tuple[int | None, int | None] | None = None
    blocked: bool = False
    periods: list[list[int]] = field(default_factory=lambda: [[0, 0]])
    reservations: dict[str, Reservation] = field(default_factory=dict)
    calls: dict[str, tuple[int, int]] = field(default_factory=dict)
    entries: int = 0

    @property
    def limits(self) -> tuple[int | None, int | None]:
        """Tokens and requests; None is unlimited."""
        return self.override or TIERS[self.tier]

    @property
    def held(self) -> tuple[int, int]:
        """What pending reservations hold of the open period."""
        live = [
            r
            for r in self.reservations.values()
            if r.state == "pending" and not r.expired and r.period == len(self.periods) - 1
        ]
        return sum(r.tokens for r in live), sum(r.requests for r in live)

    def binds(self, tokens: int, requests: int) -> str | None:
        """What would refuse so much more: used + held + asked ≤ limit."""
        if self.blocked:
            return "blocked"
        for name, asked, used, held, limit in zip(
            ("tokens", "requests"),
            (tokens, requests),
            self.periods[-1],
            self.held,
            self.limits,
            strict=True,
        ):
            if limit is not None and used + held + asked > limit:
                return name
        return None

    def count(self, tokens: int, requests: int = 1, period: int = -1) -> None:
        """A ledger row, and the counters of the period that it is charged to."""
        self.periods[period][0] += tokens
        self.periods[period][1] += requests
        self.entries += 1


class Histories(RuleBasedStateMachine):
    """Two users and their random histories."""

    service: ClassVar[Caller]
    db: ClassVar[Any]
    steps: ClassVar[int] = 0

    @initialize()
    def two_users_sign_up(self) -> None:
        """Their rows in auth.users are what sign-up makes."""
        self.users = [User(str(uuid4())) for _ in range(2)]
        for user in self.users:
            self.db.execute(
                "insert into auth.users (id, email) values (%s, %s)",
                [user.user_id, f"{user.user_id}@example.com"],
            )

    def call(self, function: str, **arguments: Any) -> Any:
        """Calls an RPC as the server; the answer must be 200."""
        answer = self.service.call(function, **arguments)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def refused(self, error: tuple[int, str], function: str, **arguments: Any) -> None:
        """Calls an RPC that must answer with this HTTP status and SQLSTATE."""
        answer = self.service.call(function, **arguments)
        assert (answer.status_code, answer.json()["code"]) == error, answer.text

    @rule(who=USERS, prompt=TOKENS, completion=TOKENS)
    def track(self, who: int, prompt: int, completion: int) -> None:
        """A call, recorded without a name."""
        user = self.users[who]
        self.call(
            "track_usage", user_id=user.user_id, tokens_prompt=prompt, tokens_completion=completion
        )
        user.count(prompt + completion)

    @rule(who=USERS, name=st.sampled_from("abc"), prompt=st.integers(0, 2), completion=TOKENS)
    def track_by_name(self, who: int, name: str, prompt: int, completion: int) -> None:
        """A call with a request_id: new, a retry, or another call under a name that is taken."""
        user = self.users[who]
        known = user.calls.get(name)
        call = {
            "user_id": user.user_id,
            "request_id": name,
            "tokens_prompt": prompt,
            "tokens_completion": completion,
        }
        if known is None:
            self.call("track_usage", **call)
            user.calls[name] = (prompt, completion)
            user.count(prompt + completion)
        elif known == (prompt, completion):
            self.call("track_usage", **call)
        else:
            self.refused(CONFLICT, "track_usage", **call)

    @rule(who=USERS, name=st.sampled_from("abc"))
    def retry(self, who: int, name: str) -> None:
        """The very same call again, where there was one."""
        user = self.users[who]
        if name in user.calls:
            prompt, completion = user.calls[name]
            self.track_by_name(who, name, prompt, completion)

    @rule(who=USERS, tokens=st.integers(1, 12_000), requests=st.sampled_from([1, 1, 1, 40]))
    def reserve(self, who: int, tokens: int, requests: int) -> None:
        """Admitted exactly if it fits; else a row that names what binds."""
        user = self.users[who]
        expected = user.binds(tokens, requests)
        row = one_row(
            self.call("reserve_tokens", user_id=user.user_id, tokens=tokens, requests=requests)
        )
        assert (row["allowed"], row["reason"]) == (expected is None, expected)
        if row["allowed"]:
            user.reservations[row["reservation_id"]] = Reservation(
                tokens, requests, len(user.periods) - 1
            )

    @rule(who=USERS, which=st.integers(0, 9), prompt=TOKENS)
    def settle(self, who: int, which: int, prompt: int) -> None:
        """Once, more or less than was held, on time or late, in its own period."""
        user = self.users[who]
        if which >= len(user.reservations):
            return
        key, held = list(user.reservations.items())[which]
        call = {
            "user_id": user.user_id,
            "reservation_id": key,
            "tokens_prompt": prompt,
            "tokens_completion": 0,
        }
        if held.state != "pending":
            self.refused(INVALID, "track_usage", **call)
            return
        self.call("track_usage", **call)
        held.state = "settled"
        user.count(prompt, period=held.period)

    @rule(who=USERS, which=st.integers(0, 9))
    def release(self, who: int, which: int) -> None:
        """Twice is harmless; not after it was settled."""
        user = self.users[who]
        if which >= len(user.reservations):
            return
        key, held = list(user.reservations.items())[which]
        if held.state == "settled":
            self.refused(INVALID, "release_reservation", user_id=user.user_id, reservation_id=key)
            return
        self.call("release_reservation", user_id=user.user_id, reservation_id=key)
        held.state = "released"

    @rule(who=USERS, which=st.integers(0, 9))
    def expire(self, who: int, which: int) -> None:
        """Time goes by for one reservation."""
        user = self.users[who]
        if which >= len(user.reservations):
            return
        key, held = list(user.reservations.items())[which]
        self.db.execute(
            "update public.ai_quota_reservations set expires_at = now() where id = %s", [key]
        )
        held.expired = True

    @rule(who=USERS)
    def steal(self, who: int) -> None:
        """Nobody settles what the other one holds."""
        owner, thief = self.users[who], self.users[1 - who]
        for key in list(owner.reservations)[:1]:
            self.refused(
                INVALID,
                "track_usage",
                user_id=thief.user_id,
                reservation_id=key,
                tokens_prompt=1,
                tokens_completion=1,
            )

    @rule(who=USERS, by_job=st.booleans())
    def a_month_ends(self, who: int, by_job: bool) -> None:
        """The open period moves into the past; the job rolls it, or else the next call does."""
        user = self.users[who]
        # All that the user has moves back, in two leaps: a period may land on another's start.
        for leap in ("interval '1000 years 40 days'", "interval '-1000 years'"):
            for table in ("ai_agent_usage", "ai_quota_reservations", "ai_quota_periods"):
                end = ", period_end = period_end - " + leap if "periods" in table else ""
                self.db.execute(
                    f"update public.{table} set period_start = period_start - {leap}{end}"
                    " where user_id = %s",
                    [user.user_id],
                )
        self.db.execute(
            "update public.user_ai_quotas set period_start = period_start - interval '40 days',"
            " quota_reset_date = date_trunc('month', now(), 'UTC') where user_id = %s",
            [user.user_id],
        )
        if by_job:
            assert self.call("reset_monthly_quotas") >= 1
        user.periods.append([0, 0])

    @rule(who=USERS)
    def reset_early(self, who: int) -> None:
        """An operator closes the period now."""
        user = self.users[who]
        self.call("reset_user_quota", user_id=user.user_id, reason="a gift")
        user.periods.append([0, 0])

    @rule(who=USERS, tier=st.sampled_from(sorted(TIERS)))
    def subscribe(self, who: int, tier: str) -> None:
        """Up or down, at once."""
        user = self.users[who]
        self.service.http.post(
            "/rest/v1/ai_quota_subscriptions",
            json={"user_id": user.user_id, "tier": tier},
            headers={"Prefer": "resolution=merge-duplicates"},
        ).raise_for_status()
        user.tier = tier

    @rule(who=USERS, limits=st.sampled_from([None, (None, None), (500, 3), (20_000, None)]))
    def override(self, who: int, limits: tuple[int | None, int | None] | None) -> None:
        """A contract of the user's own, or the end of it."""
        user = self.users[who]
        self.service.http.delete(
            "/rest/v1/ai_quota_overrides", params={"user_id": f"eq.{user.user_id}"}
        ).raise_for_status()
        if limits is not None:
            self.service.http.post(
                "/rest/v1/ai_quota_overrides",
                json={
                    "user_id": user.user_id,
                    "monthly_token_quota": limits[0],
                    "monthly_request_quota": limits[1],
                    "reason": "a contract",
                },
            ).raise_for_status()
        user.override = limits

    @rule(who=USERS, tokens=st.integers(-500, 500), requests=st.integers(-1, 1))
    def adjust(self, who: int, tokens: int, requests: int) -> None:
        """A correction that leaves nothing below zero, else a refusal."""
        user = self.users[who]
        correction = {
            "user_id": user.user_id,
            "tokens": tokens,
            "requests": requests,
            "reason": "a refund",
        }
        used = user.periods[-1]
        if used[0] + tokens < 0 or used[1] + requests < 0:
            self.refused(INVALID, "adjust_usage", **correction)
            return
        self.call("adjust_usage", **correction)
        user.count(tokens, requests)

    @rule(who=USERS, blocked=st.booleans())
    def block(self, who: int, blocked: bool) -> None:
        """Nothing is admitted for a blocked user."""
        user = self.users[who]
        self.call("set_user_blocked", user_id=user.user_id, is_blocked=blocked)
        user.blocked = blocked

    @invariant()
    def the_model_agrees(self) -> None:
        """The status, the closed periods and the ledger of each user are the model's."""
        type(self).steps += 1
        for user in getattr(self, "users", []):
            row = self.db.execute(
                "select s.used, s.reserved, s.remaining, s.limit, s.requests_used,"
                " s.requests_limit, s.requests_remaining, s.tier, s.is_blocked,"
                " (select count(*) from public.ai_agent_usage as u"
                "   where u.user_id = %s) as entries,"
                # Archived already, or due to be archived by the next call.
                " (select array_agg(c.tokens order by c.period_start) from ("
                "   select p.period_start, p.tokens_used as tokens, p.requests_used as requests"
                "   from public.ai_quota_periods as p where p.user_id = %s"
                "   union all select q.period_start, q.current_month_tokens,"
                "   q.current_month_requests from public.user_ai_quotas as q"
                "   where q.user_id = %s and q.quota_reset_date <= now()"
                "   ) as c where c.tokens <> 0 or c.requests <> 0) as closed"
                " from ai_quota.describe_quota(ai_quota.read_quota(%s)) as s",
                [user.user_id] * 4,
            ).fetchone()
            (used, requests), held, limits = user.periods[-1], user.held, user.limits
            left = [
                None if limit is None else max(limit - u - h, 0)
                for limit, u, h in zip(limits, (used, requests), held, strict=True)
            ]
            last = len(user.periods) - 1
            assert row == {
                "used": used,
                "reserved": held[0],
                "remaining": left[0],
                "limit": limits[0],
                "requests_used": requests,
                "requests_limit": limits[1],
                "requests_remaining": left[1],
                "tier": user.tier,
                "is_blocked": user.blocked,
                "entries": user.entries,
                "closed": [p[0] for p in user.periods[:last] if p != [0, 0]] or None,
            }

    @invariant()
    def the_books_balance(self) -> None:
        """What verify_quota_integrity looks for is not to be found on them."""
        for user in getattr(self, "users", []):
            found = self.db.execute(
                "select * from ai_quota.find_differences(%s)", [user.user_id]
            ).fetchall()
            assert found == []


@pytest.fixture
def histories(service: Caller, db: Any) -> type[Histories]:
    """The machine, with the stack that it runs on."""
    Histories.service, Histories.db, Histories.steps = service, db, 0
    return Histories


def test_every_history_agrees_with_the_model(histories: type[Histories]) -> None:
    case = histories.TestCase
    case.settings = settings(
        max_examples=HISTORIES,
        stateful_step_count=STEPS,
        deadline=None,
        derandomize="HISTORIES" not in os.environ,
        # Shrinking a history takes minutes, so only on request.
        phases=[Phase.generate, *([Phase.shrink] if "HISTORIES" in os.environ else [])],
        suppress_health_check=list(HealthCheck),
    )

    case("runTest").runTest()

    assert histories.steps >= 2_000
