"""Random histories of two users: each rule is a call, made to the package and to the model."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, ClassVar
from uuid import uuid4

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from model.database import Database, Row
from model.facts import FACTS, as_arguments, begin_of, facts_of, outcome, status_of
from model.model import (
    OPEN_HOLDS,
    Caller,
    Hold,
    Override,
    Period,
    Subscription,
    Tier,
    User,
    World,
    boundary,
    first_boundary,
    last_boundary,
)
from psycopg.types.json import Jsonb

TIERS = {
    "free": Tier(10_000, 100, 10),
    "basic": Tier(50_000, 500, 20),
    "pro": Tier(200_000, 2_000, 30),
    "enterprise": Tier(10_000_000, 10_000, 40),
}
STATUSES = [
    *("active", "active", "active", "trialing", "trialing", "past_due"),
    *("canceled", "unpaid", "incomplete", "incomplete_expired", "paused"),
]
OVERRIDES = [
    None,
    Override(is_unlimited=True),
    Override(tokens=500, requests=3),
    Override(tokens=20_000),
    Override(requests=7),
    Override(extra_tokens=5_000, extra_requests=5),
    Override(tokens=3_000, extra_requests=2),
]
BEGINNINGS = [
    datetime(2027, 1, 31, 23, 50, tzinfo=UTC),
    datetime(2027, 2, 14, 9, 30, tzinfo=UTC),
    datetime(2027, 11, 25, 17, 0, tzinfo=UTC),
    datetime(2028, 2, 29, 0, 0, 30, tzinfo=UTC),
]

RESOLUTION = timedelta(microseconds=1)

USERS = st.integers(0, 1)
WHICH = st.integers(0, 9)
CALLERS: st.SearchStrategy[Caller] = st.sampled_from(["user", "server"])
TOKENS = st.one_of(st.integers(0, 3_000), st.sampled_from([0, 1, 9_999, 10_000, 10_001, 60_000]))
REQUESTS = st.sampled_from([1, 1, 1, 0, 5])
NAMES = st.sampled_from([None, None, "a", "b", "c"])
PASSING = st.sampled_from(
    [
        *(timedelta(seconds=s) for s in (1, 60, 301)),
        *(timedelta(minutes=m) for m in (59, 61)),
        *(timedelta(days=d) for d in (1, 5, 8, 20, 27, 31, 62)),
    ]
)


class Histories(RuleBasedStateMachine):
    """Two users and their random histories."""

    database: ClassVar[Database]
    steps: ClassVar[int] = 0

    @initialize(begins=st.sampled_from(BEGINNINGS), anchored=st.booleans())
    def two_users_sign_up(self, begins: datetime, anchored: bool) -> None:
        """Their rows in auth.users are what sign-up makes."""
        self.world = World(begins, {name: replace(tier) for name, tier in TIERS.items()}, anchored)
        self.database.set_clock(begins)
        self.database.owner(
            "update ai_quota.settings set user_writes_per_minute = 1000000, user_open_holds = %s,"
            " period_anchor = %s",
            OPEN_HOLDS,
            "subscription" if anchored else "month",
        )
        for name, tier in TIERS.items():
            self.write_tier(name, tier)
        self.users = [
            User(
                self.world,
                str(uuid4()),
                Period(last_boundary(None, begins), first_boundary(None, begins + RESOLUTION)),
                begins,
            )
            for _ in range(2)
        ]
        for user in self.users:
            self.database.owner(
                "insert into auth.users (id, email) values (%s, %s)",
                user.user_id,
                f"{user.user_id}@example.com",
            )

    def teardown(self) -> None:
        """Their accounts are deleted, and nothing of them stays."""
        for user in getattr(self, "users", []):
            self.database.owner("delete from auth.users where id = %s", user.user_id)
            assert self.differences(user) == []

    # How rules compare the two

    def both(
        self, theirs: Callable[[], list[Row]], ours: Callable[[], Any]
    ) -> tuple[Any, list[Row]] | None:
        """Does it in both; None if both refuse it, with the same code."""
        self.step()
        expected, refused = outcome(ours)
        rows, code = outcome(theirs)
        assert code == refused
        return None if refused else (expected, rows)

    def step(self, passing: timedelta = timedelta(milliseconds=1)) -> None:
        """No two calls are at the same moment."""
        type(self).steps += 1
        self.world.now += passing
        self.database.set_clock(self.world.now)
        for user in self.users:
            user.go_on()

    def call(self, function: str, user: User, by: Caller, **arguments: object) -> list[Row]:
        """Calls an RPC as the user, or as the server for the user."""
        if by == "user":
            return self.database.call(function, arguments, user.user_id)
        return self.database.call(function, {**arguments, "user_id": user.user_id})

    def server(self, statement: str, *values: object) -> list[Row]:
        """Writes a table as the server."""
        return self.database.run(statement, *values)

    def pass_to(self, moment: datetime) -> None:
        """Moves the clock on to that moment, if it is not over."""
        self.step(max(moment - self.world.now, timedelta(milliseconds=1)))

    # Usage

    def track(
        self,
        user: User,
        by: Caller,
        tokens: tuple[int, int],
        requests: int,
        name: str | None = None,
        reservation_id: str | None = None,
        **more: Any,
    ) -> None:
        """Records a call in both."""
        self.both(
            lambda: self.call(
                "track_usage",
                user,
                by,
                **as_arguments(tokens, requests, name, reservation_id),
                **more,
            ),
            lambda: user.track(by, tokens, requests, name, reservation_id, **more),
        )

    @rule(who=USERS, by=CALLERS, prompt=TOKENS, completion=TOKENS, requests=REQUESTS, name=NAMES)
    def report(
        self, who: int, by: Caller, prompt: int, completion: int, requests: int, name: str | None
    ) -> None:
        """A call: without a name, new, or another call under a name that is taken."""
        self.track(self.users[who], by, (prompt, completion), requests, name)

    @rule(who=USERS, which=WHICH)
    def retry(self, who: int, which: int) -> None:
        """The very same call again."""
        user = self.users[who]
        known = [(key, call) for key, call in user.calls.items() if call[0] != "correction"]
        if known:
            (by, name), (prompt, completion, requests, held) = known[which % len(known)]
            self.track(user, by, (prompt, completion), requests, name, held)  # type: ignore[arg-type]

    @rule(who=USERS, days=st.sampled_from([0, 1, 10, 20, 34]), prompt=TOKENS)
    def report_late(self, who: int, days: int, prompt: int) -> None:
        """A call of some time ago, in the period that it falls into."""
        if not self.world.anchored:
            moment = self.world.now - timedelta(days=days, minutes=5)
            self.track(self.users[who], "server", (prompt, 0), 1, occurred_at=moment)

    @rule(
        calls=st.lists(
            st.tuples(USERS, NAMES, st.sampled_from([-1, 0, 700, 700, 4_000]), st.booleans()),
            min_size=1,
            max_size=6,
        )
    )
    def report_batch(self, calls: list[tuple[int, str | None, int, bool]]) -> None:
        """Many calls in one: each as if it came alone."""
        self.step()
        sent, expected = [], []
        for who, name, prompt, settles in calls:
            user = self.users[who]
            held = next(iter(user.holds), None) if settles else None
            call = as_arguments((prompt, 0), 1, name, held)
            sent.append({**call, "user_id": user.user_id})
            expected.append(
                outcome(partial(user.track, "server", (prompt, 0), 1, name, held))
                if prompt >= 0
                else (None, "22023")
            )

        rows = self.database.call("track_usage_batch", {"calls": Jsonb(sent)})

        assert [(row["result"], row["code"]) for row in rows] == [
            ("refused", code) if code else (result, None) for result, code in expected
        ]

    # Reservations

    @rule(
        who=USERS,
        by=CALLERS,
        tokens=st.integers(1, 12_000),
        requests=st.sampled_from([1, 1, 1, 40]),
        seconds=st.sampled_from([60, 300, 3_600]),
        on_expiry=st.sampled_from(["release", "release", "charge"]),
        name=NAMES,
    )
    def reserve(
        self,
        who: int,
        by: Caller,
        tokens: int,
        requests: int,
        seconds: int,
        on_expiry: str,
        name: str | None,
    ) -> None:
        """Admitted exactly if it fits; else a row that names what binds."""
        self.reserve_as(who, by, tokens, requests, seconds, on_expiry, name)

    def reserve_as(
        self,
        who: int,
        by: Caller,
        tokens: int,
        requests: int,
        seconds: int,
        on_expiry: str,
        name: str | None,
    ) -> None:
        """Reserves in both."""
        user, charges = self.users[who], on_expiry == "charge"
        done = self.both(
            lambda: self.call(
                "reserve_tokens",
                user,
                by,
                tokens=tokens,
                requests=requests,
                expires_in_seconds=seconds,
                on_expiry=on_expiry,
                request_id=name,
            ),
            lambda: user.reserve(by, tokens, requests, charges=charges, request_id=name),
        )
        if done is None:
            return
        (known, reason, upgrade), (row,) = done
        key = row["reservation_id"] and str(row["reservation_id"])
        if reason is None and known is None:
            expires_at = self.world.now + timedelta(seconds=seconds)
            user.holds[key] = Hold(tokens, requests, user.period, by, charges, expires_at, name)
        assert row == {
            "allowed": reason is None,
            "reservation_id": row["reservation_id"],
            "expires_at": user.holds[key].expires_at if key else None,
            "reason": reason,
            "remaining_tokens": user.remaining[0],
            "remaining_requests": user.remaining[1],
            "reset_date": user.period.end.date(),
            "upgrade_tier": upgrade,
        }
        assert known in (None, key)

    @rule(
        who=USERS,
        by=CALLERS,
        which=WHICH,
        prompt=TOKENS,
        requests=REQUESTS,
        is_final=st.booleans(),
        name=NAMES,
    )
    def settle(
        self,
        who: int,
        by: Caller,
        which: int,
        prompt: int,
        requests: int,
        is_final: bool,
        name: str | None,
    ) -> None:
        """More or less than was held, in parts, on time or late."""
        user = self.users[who]
        if user.holds:
            key = list(user.holds)[which % len(user.holds)]
            self.track(user, by, (prompt, 0), requests, name, key, is_final=is_final)

    @rule(who=USERS, by=CALLERS, which=WHICH)
    def release(self, who: int, by: Caller, which: int) -> None:
        """By its owner or the server, twice without harm; not after it was settled."""
        user = self.users[who]
        if user.holds:
            key = list(user.holds)[which % len(user.holds)]
            self.both(
                lambda: self.call("release_reservation", user, by, reservation_id=key),
                lambda: user.release(by, user.holds[key]),
            )

    @rule(who=USERS, by=CALLERS)
    def take_somebody_elses(self, who: int, by: Caller) -> None:
        """Nobody settles what the other one holds; what the server reports is recorded."""
        for key in list(self.users[who].holds)[-1:]:
            self.track(self.users[1 - who], by, (1, 1), 1, reservation_id=key)

    # Time

    @rule(passing=PASSING)
    def time_passes(self, passing: timedelta) -> None:
        """Reservations, overrides, subscriptions and periods end by themselves."""
        self.step(passing)

    @rule(which=st.sampled_from(["reset", "charge", "refresh", "prune"]))
    def the_job_runs(self, which: str) -> None:
        """For users who do not call."""
        self.step()
        for statement in {
            "reset": ["select public.reset_monthly_quotas()"],
            "charge": ["select ai_quota.charge_due_reservations()"],
            "refresh": [
                "select ai_quota.refresh_pages(p)"
                " from generate_series(0, ai_quota.count_pages(), 16) as p"
            ],
            "prune": ["select ai_quota.prune()"],
        }[which]:
            self.database.owner(statement)
        if which == "prune":
            for user in self.users:
                self.forget(user)

    def forget(self, user: User) -> None:
        """What is pruned was over for 90 days, and what was over for so long is pruned."""
        kept = {
            str(row["id"])
            for row in self.database.owner(
                "select id from public.ai_quota_reservations where user_id = %s", user.user_id
            )
        }
        old = self.world.now - timedelta(days=90)
        for key, hold in list(user.holds.items()):
            is_old = (hold.closed_at or hold.expires_at) < old
            assert is_old or key in kept
            # When an expired one was charged depends on the next call.
            assert not is_old or key not in kept or hold.charges
            if key not in kept:
                del user.holds[key]

    # Plans and limits

    @rule(
        who=USERS,
        key=st.sampled_from("ab"),
        tier=st.sampled_from(["free", "basic", "pro"]),
        status=st.sampled_from(STATUSES),
        started=st.sampled_from([None, 0, 3, 20, 29]),
        lasts=st.sampled_from([None, 1, 1, 1, 12]),
        ago=st.sampled_from([0, 0, 0, 1, 60, 7_200, -200, -400]),
    )
    def subscribe(
        self,
        who: int,
        key: str,
        tier: str,
        status: str,
        started: int | None,
        lasts: int | None,
        ago: int,
    ) -> None:
        """An event of the payment provider, on time or late."""
        start = end = None
        if started is not None:
            start = self.world.now.replace(microsecond=0) - timedelta(days=started)
            if lasts is not None:
                midnight = boundary(start.date(), lasts)
                end = datetime.combine(midnight.date(), start.timetz())
        event = Subscription(tier, status, start, end, self.world.now - timedelta(seconds=ago))
        self.send(self.users[who], key, event)

    @rule(who=USERS, key=st.sampled_from("ab"), changes=st.booleans())
    def renew(self, who: int, key: str, changes: bool) -> None:
        """The next period of a subscription is paid, or nothing new is said."""
        user = self.users[who]
        old = user.subscriptions.get(key)
        if old is None:
            return
        if changes and old.start and old.end:
            event = replace(
                old,
                status="active",
                start=old.end,
                event_at=self.world.now,
                end=datetime.combine(boundary(old.end.date(), 1).date(), old.end.timetz()),
            )
        else:
            event = old
        self.send(user, key, event)

    def send(self, user: User, key: str, event: Subscription) -> None:
        """An event, unless nothing says whether it comes after the one before."""
        old = user.subscriptions.get(key)
        if old and old.rank == event.rank and old != event:
            return
        self.use(user)
        self.both(
            lambda: self.call(
                "set_user_subscription",
                user,
                "server",
                subscription_id=f"{user.user_id} {key}",
                tier=event.tier,
                status=event.status,
                current_period_start=event.start,
                current_period_end=event.end,
                event_at=event.event_at,
            ),
            lambda: user.subscribe(key, event),
        )

    def use(self, user: User) -> None:
        """Brings the row up to date: what an event makes of one unused for months may differ."""
        self.database.owner("select ai_quota.lock_quota(%s)", user.user_id)

    @rule(who=USERS, key=st.sampled_from("ab"))
    def delete_subscription(self, who: int, key: str) -> None:
        """A late event does not bring it back."""
        user = self.users[who]
        self.use(user)
        self.both(
            lambda: self.server(
                "delete from public.ai_quota_subscriptions where subscription_id = %s",
                f"{user.user_id} {key}",
            ),
            lambda: user.unsubscribe(key),
        )

    @rule(
        who=USERS,
        limits=st.sampled_from(OVERRIDES),
        days=st.sampled_from([None, 1, 30]),
    )
    def override(self, who: int, limits: Override | None, days: int | None) -> None:
        """A contract of the user's own, or the end of it."""
        self.step()
        user = self.users[who]
        self.server("delete from public.ai_quota_overrides where user_id = %s", user.user_id)
        user.override = None
        if limits is not None:
            until = None if days is None else self.world.now + timedelta(days=days)
            user.override = replace(limits, expires_at=until)
            self.server(
                "insert into public.ai_quota_overrides (user_id, monthly_token_quota,"
                " monthly_request_quota, extra_tokens, extra_requests, is_unlimited, expires_at,"
                " reason) values (%s, %s, %s, %s, %s, %s, %s, 'a contract')",
                user.user_id,
                limits.tokens,
                limits.requests,
                limits.extra_tokens or None,
                limits.extra_requests or None,
                limits.is_unlimited,
                until,
            )

    @rule(
        name=st.sampled_from(["free", "basic", "pro"]),
        tokens=st.sampled_from([None, 5_000, 10_000, 60_000]),
        requests=st.sampled_from([None, 3, 100]),
        is_public=st.booleans(),
        rises=st.booleans(),
    )
    def edit_tier(
        self, name: str, tokens: int | None, requests: int | None, is_public: bool, rises: bool
    ) -> None:
        """The limits of all its users, at once; and its place among the plans."""
        self.step()
        order = TIERS[name].sort_order
        if rises and not self.world.anchored:
            order += 15
        self.world.tiers[name] = Tier(tokens, requests, order, is_public)
        self.write_tier(name, self.world.tiers[name])

    def write_tier(self, name: str, tier: Tier) -> None:
        """Edits it as the server."""
        self.server(
            "update public.ai_quota_tiers set monthly_token_quota = %s,"
            " monthly_request_quota = %s, sort_order = %s, is_public = %s where tier = %s",
            tier.tokens,
            tier.requests,
            tier.sort_order,
            tier.is_public,
            name,
        )

    # Operators

    @rule(who=USERS)
    def reset_early(self, who: int) -> None:
        """An operator closes the period now."""
        user = self.users[who]
        self.both(
            lambda: self.call("reset_user_quota", user, "server", reason="a gift"), user.reset
        )

    @rule(who=USERS, tokens=st.integers(-500, 500), requests=st.integers(-1, 1), name=NAMES)
    def adjust(self, who: int, tokens: int, requests: int, name: str | None) -> None:
        """A correction that leaves nothing below zero, else a refusal."""
        self.correct(self.users[who], tokens, requests, name)

    @rule(who=USERS)
    def take_all_back(self, who: int) -> None:
        """A correction that leaves nothing."""
        user = self.users[who]
        self.correct(user, -user.period.tokens, -user.period.requests)

    def correct(self, user: User, tokens: int, requests: int, name: str | None = None) -> None:
        """Corrects the usage in both."""
        self.both(
            lambda: self.call(
                "adjust_usage",
                user,
                "server",
                tokens=tokens,
                requests=requests,
                reason="a refund",
                request_id=name,
            ),
            lambda: user.adjust(tokens, requests, name),
        )

    @rule(who=USERS, is_blocked=st.booleans())
    def block(self, who: int, is_blocked: bool) -> None:
        """Nothing is admitted for a blocked user."""
        self.step()
        user = self.users[who]
        self.call("set_user_blocked", user, "server", is_blocked=is_blocked)
        user.is_blocked = is_blocked

    @rule(who=USERS)
    def repair(self, who: int) -> None:
        """Where everything is right, nothing is to be repaired."""
        self.step()
        self.call("repair_user_quota", self.users[who], "server")

    # What must hold after every step

    @invariant()
    def the_model_agrees(self) -> None:
        """What a read computes, and what the next call writes, is what the model has."""
        for user in getattr(self, "users", []):
            with self.database.connection.transaction(force_rollback=True):
                self.database.act_as("authenticated", user.user_id)
                (read,) = self.database.owner("select * from public.get_user_quota_status()")
                self.database.act_as("postgres")
                differ = self.differences(user) if self.steps % 2 else []
                self.database.owner("select ai_quota.lock_quota(%s)", user.user_id)
                (facts,) = self.database.owner(FACTS, user.user_id)
                differ += [] if self.steps % 2 else self.differences(user)
            assert read == {**status_of(user), **begin_of(user, read)}
            assert facts == {**status_of(user), **begin_of(user, facts), **facts_of(user)}
            assert differ == []

    def differences(self, user: User) -> list[Row]:
        """What verify_quota_integrity would find of a user."""
        return self.database.owner("select * from ai_quota.find_differences(%s)", user.user_id)
