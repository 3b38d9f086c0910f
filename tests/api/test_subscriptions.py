"""Which subscription counts: events late, twice and in any order, and what is live."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import permutations
from random import Random
from typing import Any
from uuid import uuid4

import httpx
import pytest
from api.callers import GUIDE_CALL, Caller, one_row
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

UPSERT = {"Prefer": "resolution=merge-duplicates"}
NOW = datetime.now(UTC).replace(microsecond=0)
Event = dict[str, Any]


def at(days: float = 0, seconds: float = 0) -> str:
    """A moment, counted from now."""
    return (NOW + timedelta(days=days, seconds=seconds)).isoformat()


def event(created: str, status: str, tier: str, start: str | None, end: str | None) -> Event:
    """What a billing event says of a subscription."""
    return {
        "tier": tier,
        "status": status,
        "current_period_start": start,
        "current_period_end": end,
        "event_at": created,
    }


# Trial, first payment, upgrade, failed renewal, end; the second and third in the same second.
HISTORY = [
    event(at(-40), "trialing", "basic", at(-40), at(-33)),
    event(at(-33), "active", "basic", at(-33), at(-3)),
    event(at(-33), "active", "pro", at(-33), at(-3)),
    event(at(-3), "past_due", "pro", at(-3), at(27)),
    event(at(-1), "canceled", "pro", at(-3), at(27)),
]


@dataclass
class Billing:
    """A billing webhook, and the users that it writes of."""

    db: Any
    service: Caller
    users: list[str] = field(default_factory=list)

    def new_user(self) -> str:
        """A user who need not sign in."""
        user_id = str(uuid4())
        self.db.execute("insert into auth.users (id) values (%s)", [user_id])
        self.users.append(user_id)
        return user_id

    def rpc(self, user_id: str, subscription_id: str, says: Event) -> httpx.Response:
        """Sends an event by the RPC."""
        return self.service.call(
            "set_user_subscription", user_id=user_id, subscription_id=subscription_id, **says
        )

    def upsert(self, user_id: str, subscription_id: str, says: Event) -> httpx.Response:
        """Sends an event as supabase-js's upsert does."""
        return self.service.http.post(
            "/rest/v1/ai_quota_subscriptions",
            json={"user_id": user_id, "subscription_id": subscription_id, **says},
            headers=UPSERT,
        )

    def tier(self, user_id: str) -> str:
        """The tier in force."""
        answer = self.service.call("get_quota_status_for", user_id=user_id)
        tier: str = one_row(answer.json())["tier"]
        return tier

    def row(self, subscription_id: str) -> Event:
        """What is stored of a subscription, without the ids."""
        row = one_row(self.service.rows("ai_quota_subscriptions", subscription_id=subscription_id))
        return {name: value for name, value in row.items() if not name.endswith("_id")}

    def outcome(self, send: str, events: Iterable[Event]) -> tuple[Any, ...]:
        """What a new user has in the end, after these events in this order."""
        user_id, subscription_id = self.new_user(), f"sub_{uuid4().hex}"
        for says in events:
            getattr(self, send)(user_id, subscription_id, says).raise_for_status()
        return (*self.row(subscription_id).values(), self.tier(user_id))


@pytest.fixture
def billing(db: Any, service: Caller) -> Any:
    """A webhook with users of its own."""
    one = Billing(db, service)
    yield one
    db.execute("delete from auth.users where id = any (%s::uuid[])", [one.users])


@pytest.fixture
def setting(db: Any) -> Any:
    """Changes a setting for the length of a test."""
    before = db.execute("select * from ai_quota.settings").fetchone()
    changed: list[str] = []

    def change(name: str, value: object) -> None:
        changed.append(name)
        db.execute(f"update ai_quota.settings set {name} = %s", [value])

    yield change
    for name in changed:
        db.execute(f"update ai_quota.settings set {name} = %s", [before[name]])


# Events


def test_a_history_in_any_order_gives_the_same_row_and_tier(billing: Billing) -> None:
    outcomes = {billing.outcome("rpc", order) for order in permutations(HISTORY)}

    assert outcomes == {billing.outcome("upsert", HISTORY)}
    assert {(outcome[1], outcome[-1]) for outcome in outcomes} == {("canceled", "free")}


@pytest.mark.parametrize("length", range(1, len(HISTORY) + 1))
def test_every_part_of_a_history_shuffled_and_doubled_gives_the_same(
    billing: Billing, length: int
) -> None:
    part = HISTORY[:length]
    chance = Random(length)  # noqa: S311

    outcomes = {billing.outcome("rpc", chance.sample(part * 3, 3 * length)) for _ in range(8)}

    assert outcomes == {billing.outcome("rpc", part)}


# Few values, so that many events differ in one of them only.
EVENTS = st.builds(
    event,
    created=st.sampled_from([at(-1), at(-1, 0.2), at(-1, 0.7), at(-1, 1)]),
    status=st.sampled_from(["active", "past_due", "canceled", "unpaid", "incomplete"]),
    tier=st.sampled_from(["basic", "pro"]),
    start=st.sampled_from([None, at(-9), at(-3)]),
    end=st.sampled_from([None, at(9)]),
)


@settings(
    max_examples=80,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(events=st.lists(EVENTS, min_size=2, max_size=3), chance=st.randoms(use_true_random=False))
def test_any_events_in_any_order_give_the_same_row_and_tier(
    billing: Billing, events: list[Event], chance: Random
) -> None:
    shuffled = chance.sample(events * 2, 2 * len(events))

    assert billing.outcome("rpc", shuffled) == billing.outcome("upsert", events)


@pytest.mark.parametrize(
    "pair",
    [
        [event(at(-1), "active", "pro", at(start), at(9)) for start in (-9, -3)],
        [event(at(-1, part), "active", "pro", at(-9), at(9)) for part in (0.2, 0.7)],
    ],
    ids=["start", "part of a second"],
)
def test_events_that_differ_in_one_of_the_last_columns_give_the_same_row(
    billing: Billing, pair: list[Event]
) -> None:
    assert len({billing.outcome("rpc", order) for order in permutations(pair)}) == 1


def test_an_older_event_changes_nothing_and_the_answer_shows_what_is_stored(
    billing: Billing,
) -> None:
    user_id, subscription_id = billing.new_user(), f"sub_{uuid4().hex}"
    billing.rpc(user_id, subscription_id, event(at(-1), "active", "pro", at(-1), at(29)))

    answer = billing.rpc(user_id, subscription_id, event(at(-2), "canceled", "basic", None, None))

    row = one_row(answer.json())
    assert (row["tier"], row["status"]) == ("pro", "active")
    assert billing.tier(user_id) == "pro"


def test_of_events_of_the_same_second_the_end_wins(billing: Billing) -> None:
    end = event(at(-1), "canceled", "pro", at(-1), at(9))
    renewal = event(at(-1, 0.9), "active", "pro", at(-1), at(29))

    outcomes = {billing.outcome("rpc", order) for order in permutations([end, renewal])}

    assert [(outcome[1], outcome[-1]) for outcome in outcomes] == [("canceled", "free")]


def test_of_events_of_the_same_second_the_later_period_wins(billing: Billing) -> None:
    older = event(at(-1), "active", "pro", at(-31), at(-1))
    renewal = event(at(-1), "active", "basic", at(-1), at(29))

    outcomes = {billing.outcome("rpc", order) for order in permutations([older, renewal])}

    assert [outcome[-1] for outcome in outcomes] == ["basic"]


def test_an_event_may_be_five_minutes_ahead_of_the_clock(billing: Billing) -> None:
    soon = (datetime.now(UTC) + timedelta(minutes=4, seconds=50)).isoformat()

    outcome = billing.outcome("rpc", [event(soon, "active", "pro", at(-1), at(29))])

    assert outcome[-1] == "pro"


@pytest.mark.parametrize("send", ["rpc", "upsert"])
def test_an_event_more_than_five_minutes_ahead_is_refused(billing: Billing, send: str) -> None:
    user_id, subscription_id = billing.new_user(), f"sub_{uuid4().hex}"
    later = (datetime.now(UTC) + timedelta(minutes=5, seconds=10)).isoformat()

    answer = getattr(billing, send)(
        user_id, subscription_id, event(later, "active", "pro", at(-1), at(29))
    )

    assert (answer.status_code, answer.json()["code"]) == (400, "22023")
    assert "event_at" in answer.json()["message"]
    assert billing.service.rows("ai_quota_subscriptions", user_id=user_id) == []


@pytest.mark.parametrize("send", ["rpc", "upsert"])
def test_a_late_event_does_not_revive_a_deleted_subscription(billing: Billing, send: str) -> None:
    user_id, subscription_id = billing.new_user(), f"sub_{uuid4().hex}"
    paid = event(at(-1), "active", "pro", at(-1), at(29))
    billing.rpc(user_id, subscription_id, paid)
    billing.service.http.delete(
        "/rest/v1/ai_quota_subscriptions", params={"subscription_id": f"eq.{subscription_id}"}
    ).raise_for_status()

    answer = getattr(billing, send)(user_id, subscription_id, paid)

    assert answer.status_code in (200, 201)
    assert billing.service.rows("ai_quota_subscriptions", user_id=user_id) == []
    assert billing.tier(user_id) == "free"


def test_an_edit_without_event_at_is_an_edit_of_now(billing: Billing) -> None:
    user_id, subscription_id = billing.new_user(), f"sub_{uuid4().hex}"
    billing.upsert(user_id, subscription_id, {"tier": "pro", "status": "active"})

    billing.upsert(user_id, subscription_id, {"tier": "basic", "status": "active"})

    assert billing.tier(user_id) == "basic"


def test_an_edit_without_event_at_wins_over_events_before_it(billing: Billing) -> None:
    user_id, subscription_id = billing.new_user(), f"sub_{uuid4().hex}"
    paid = event(at(-2), "active", "pro", at(-2), at(28))
    billing.rpc(user_id, subscription_id, paid)
    billing.service.http.patch(
        "/rest/v1/ai_quota_subscriptions",
        params={"subscription_id": f"eq.{subscription_id}"},
        json={"tier": "basic"},
    ).raise_for_status()

    billing.rpc(user_id, subscription_id, {**paid, "event_at": at(-1)})

    assert billing.tier(user_id) == "basic"


# Which one counts


def test_a_late_event_of_an_old_subscription_takes_no_payers_plan(billing: Billing) -> None:
    user_id = billing.new_user()
    billing.rpc(user_id, f"new_{user_id}", event(at(-1), "active", "pro", at(-1), at(29)))

    billing.rpc(user_id, f"old_{user_id}", event(at(), "canceled", "basic", at(-30), at()))

    assert billing.tier(user_id) == "pro"


@pytest.mark.parametrize("order", list(permutations(["basic", "enterprise", "pro"])))
def test_the_best_live_tier_counts_by_sort_order(billing: Billing, order: tuple[str, ...]) -> None:
    user_id = billing.new_user()
    for tier in order:
        billing.rpc(user_id, f"{tier}_{user_id}", {"tier": tier})
    best = billing.tier(user_id)

    billing.rpc(user_id, f"enterprise_{user_id}", {"tier": "enterprise", "status": "canceled"})

    assert (best, billing.tier(user_id)) == ("enterprise", "pro")


def test_sort_order_counts_before_the_size_of_the_quota(
    billing: Billing, new_tier: Callable[..., str]
) -> None:
    small = new_tier(monthly_token_quota=10, sort_order=1_000)
    user_id = billing.new_user()
    billing.rpc(user_id, f"a_{user_id}", {"tier": small})

    billing.rpc(user_id, f"b_{user_id}", {"tier": "enterprise"})

    assert billing.tier(user_id) == small


@pytest.fixture
def new_tier(service: Caller) -> Callable[..., str]:
    """Makes a tier."""

    def make(**columns: Any) -> str:
        tier = f"t{uuid4().hex}"
        service.http.post(
            "/rest/v1/ai_quota_tiers", json={"tier": tier, **columns}
        ).raise_for_status()
        return tier

    return make


NEVER = ["canceled", "unpaid", "incomplete", "incomplete_expired", "paused"]
GRACE = timedelta(days=7)
INSTANT = timedelta(microseconds=1)


@pytest.mark.parametrize("status", NEVER)
def test_what_is_over_or_not_paid_is_never_live(billing: Billing, status: str) -> None:
    outcome = billing.outcome("rpc", [event(at(-1), status, "pro", at(-1), at(29))])

    assert outcome[-1] == "free"


@pytest.mark.parametrize(
    ("status", "start", "end", "over"),
    [
        ("active", NOW - timedelta(days=5), NOW + timedelta(days=25), NOW + timedelta(days=25)),
        ("trialing", NOW - timedelta(days=5), NOW + timedelta(days=9), NOW + timedelta(days=9)),
        ("past_due", NOW - timedelta(days=5), NOW + timedelta(days=25), NOW - timedelta(days=5)),
    ],
)
def test_a_live_subscription_ends_with_its_grace_without_any_event(
    billing: Billing, status: str, start: datetime, end: datetime, over: datetime
) -> None:
    user_id = billing.new_user()
    says = event(at(-5), status, "pro", start.isoformat(), end.isoformat())
    billing.rpc(user_id, f"sub_{user_id}", says)
    tier = "select (ai_quota.read_quota(%s, %s)).tier"

    before = billing.db.execute(tier, [user_id, over + GRACE - INSTANT]).fetchone()
    after = billing.db.execute(tier, [user_id, over + GRACE]).fetchone()

    assert (before["tier"], after["tier"]) == ("pro", "free")


@pytest.mark.parametrize("status", ["active", "trialing"])
def test_a_subscription_without_an_end_is_live_for_ever(billing: Billing, status: str) -> None:
    user_id = billing.new_user()
    billing.rpc(user_id, f"sub_{user_id}", event(at(-5), status, "pro", None, None))

    row = billing.db.execute(
        "select (ai_quota.read_quota(%s, now() + interval '90 years')).tier", [user_id]
    ).fetchone()

    assert row["tier"] == "pro"


def test_a_missed_renewal_ends_in_the_api_too(billing: Billing) -> None:
    lately = billing.outcome("rpc", [event(at(-40), "active", "pro", at(-36), at(-6.9))])
    long_ago = billing.outcome("rpc", [event(at(-40), "active", "pro", at(-37), at(-7.1))])

    assert (lately[-1], long_ago[-1]) == ("pro", "free")


def test_the_grace_is_a_setting(billing: Billing, setting: Any) -> None:
    user_id = billing.new_user()
    billing.rpc(user_id, f"sub_{user_id}", event(at(-40), "active", "pro", at(-31), at(-1)))
    with_grace = billing.tier(user_id)

    setting("subscription_grace", timedelta(0))

    assert (with_grace, billing.tier(user_id)) == ("pro", "free")


def test_the_end_of_a_subscription_gives_the_assigned_tier_back(
    billing: Billing, service: Caller
) -> None:
    user_id = billing.new_user()
    service.call("initialize_user_quota", user_id=user_id, tier="basic")
    billing.rpc(user_id, f"sub_{user_id}", {"tier": "pro"})
    paid = billing.tier(user_id)

    billing.rpc(user_id, f"sub_{user_id}", {"tier": "pro", "status": "canceled"})

    assert (paid, billing.tier(user_id)) == ("pro", "basic")


def test_a_subscription_that_moves_to_another_user_moves_the_tier(billing: Billing) -> None:
    old, new = billing.new_user(), billing.new_user()
    billing.rpc(old, f"sub_{old}", event(at(-2), "active", "pro", at(-2), at(28)))

    billing.rpc(new, f"sub_{old}", event(at(-1), "active", "pro", at(-2), at(28)))

    assert (billing.tier(old), billing.tier(new)) == ("free", "pro")


# What is refused, and who may


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"status": "Active"}, "status is unknown, got 'Active'"),
        ({"status": None}, "status is unknown, got null"),
        ({"status": "on_trial"}, "status is unknown, got 'on_trial'"),
        ({"tier": "premium"}, "tier does not exist, got 'premium'"),
        ({"user_id": "00000000-0000-4000-8000-000000000000"}, "user_id does not exist, got 0000"),
        ({"user_id": None}, "user_id is required"),
        ({"subscription_id": ""}, "subscription_id must have 1 to 200 characters, got ''"),
        ({"subscription_id": None}, "subscription_id must have 1 to 200 characters, got null"),
        ({"subscription_id": "x" * 201}, "subscription_id must have 1 to 200 characters"),
        ({"current_period_end": at(-30)}, "current_period_end must be after"),
    ],
)
def test_an_unknown_word_is_named_and_changes_nothing(
    billing: Billing, service: Caller, wrong: Event, named: str
) -> None:
    user_id = billing.new_user()
    right = event(at(-1), "active", "pro", at(-1), at(29))

    answer = service.call(
        "set_user_subscription",
        **{"user_id": user_id, "subscription_id": f"sub_{user_id}", **right, **wrong},
    )

    assert (answer.status_code, answer.json()["code"]) == (400, "22023")
    assert answer.json()["message"].startswith(named)
    assert answer.json()["hint"]
    assert service.rows("ai_quota_subscriptions", user_id=user_id) == []


def test_an_unknown_status_hears_which_ones_there_are(billing: Billing) -> None:
    answer = billing.upsert(
        billing.new_user(), f"sub_{uuid4().hex}", {"tier": "pro", "status": "cancelled"}
    )

    assert answer.json()["hint"] == (
        "Pass one of active, trialing, past_due, canceled, unpaid, incomplete, incomplete_expired,"
        " paused."
    )


@pytest.mark.parametrize("send", ["rpc", "upsert"])
def test_a_plan_without_a_tier_gives_the_default_tier(billing: Billing, send: str) -> None:
    paid = event(at(-2), "active", "pro", at(-2), at(28))

    outcome = billing.outcome(send, [paid, {**paid, "event_at": at(-1), "tier": None}])

    assert (outcome[0], outcome[-1]) == ("free", "free")


def test_users_read_their_own_subscriptions_and_write_none(
    alice: Caller, bob: Caller, billing: Billing
) -> None:
    billing.rpc(bob.user_id, f"sub_{bob.user_id}", {"tier": "pro"})
    own = {"user_id": alice.user_id, "subscription_id": f"sub_{alice.user_id}", "tier": "pro"}

    by_rpc = alice.call("set_user_subscription", **own)
    by_insert = alice.http.post("/rest/v1/ai_quota_subscriptions", json=own)
    by_update = bob.http.patch(
        "/rest/v1/ai_quota_subscriptions", params={"tier": "eq.pro"}, json={"tier": "enterprise"}
    )

    assert (by_rpc.status_code, by_insert.status_code, by_update.status_code) == (403, 403, 403)
    assert alice.rows("ai_quota_subscriptions") == []
    assert [row["tier"] for row in bob.rows("ai_quota_subscriptions")] == ["pro"]


def test_a_subscription_keeps_usage_and_a_block(alice: Caller, billing: Billing) -> None:
    alice.track(**GUIDE_CALL)
    billing.service.call("set_user_blocked", user_id=alice.user_id, is_blocked=True)

    billing.rpc(alice.user_id, f"sub_{alice.user_id}", {"tier": "pro"})

    row = alice.status()
    assert (row["used"], row["limit"], row["is_blocked"]) == (2_000, 200_000, True)


def test_a_deleted_account_takes_its_subscriptions_along(billing: Billing) -> None:
    user_id = billing.new_user()
    billing.rpc(user_id, f"sub_{user_id}", {"tier": "pro"})

    billing.db.execute("delete from auth.users where id = %s", [user_id])

    assert billing.service.rows("ai_quota_subscriptions", user_id=user_id) == []


# Anonymous users


@pytest.fixture
def visitor(sign_up: Any, db: Any) -> Caller:
    """Somebody who is signed in anonymously."""
    one: Caller = sign_up(is_anonymous=True)
    db.execute("update auth.users set is_anonymous = true where id = %s", [one.user_id])
    db.execute("select ai_quota.lock_quota(%s, refresh => true)", [one.user_id])
    return one


def test_no_call_of_an_anonymous_user_is_admitted(visitor: Caller) -> None:
    reserved = one_row(visitor.call("reserve_tokens", tokens=1).json())
    advised = one_row(visitor.call("check_user_quota", p_estimated_tokens=1).json())

    assert (reserved["allowed"], reserved["reason"]) == (False, "anonymous")
    assert advised["allowed"] is False


def test_a_new_anonymous_user_is_not_admitted_either(visitor: Caller, db: Any) -> None:
    db.execute("delete from public.user_ai_quotas where user_id = %s", [visitor.user_id])

    reserved = one_row(visitor.call("reserve_tokens", tokens=1).json())

    assert reserved["reason"] == "anonymous"


def test_an_anonymous_tier_admits_anonymous_users(visitor: Caller, setting: Any) -> None:
    setting("anonymous_tier", "basic")

    reserved = one_row(visitor.call("reserve_tokens", tokens=50_000).json())

    assert reserved["allowed"] is True
    assert visitor.status()["tier"] == "basic"


def test_a_subscription_admits_an_anonymous_user(visitor: Caller, billing: Billing) -> None:
    billing.rpc(visitor.user_id, f"sub_{visitor.user_id}", {"tier": "pro"})

    reserved = one_row(visitor.call("reserve_tokens", tokens=200_000).json())

    assert reserved["allowed"] is True


def test_who_signs_up_for_good_is_admitted_with_the_next_call(visitor: Caller, db: Any) -> None:
    visitor.call("reserve_tokens", tokens=1)

    db.execute("update auth.users set is_anonymous = false where id = %s", [visitor.user_id])

    reserved = one_row(visitor.call("reserve_tokens", tokens=10_000).json())
    assert reserved["allowed"] is True


def test_who_signs_up_for_good_loses_the_anonymous_tier_within_five_minutes(
    visitor: Caller, db: Any, setting: Any
) -> None:
    setting("anonymous_tier", "basic")
    visitor.track(**GUIDE_CALL)
    db.execute("update auth.users set is_anonymous = false where id = %s", [visitor.user_id])

    row = db.execute(
        "select (ai_quota.read_quota(%s, now() + interval '5 minutes')).tier", [visitor.user_id]
    ).fetchone()

    assert row["tier"] == "free"
