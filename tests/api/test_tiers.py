"""What a tier gives: edits that are in force at once, overrides on top, and the way up."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx
import psycopg
import pytest
from api.callers import GUIDE_CALL, Caller, Stack, one_row
from psycopg.rows import dict_row

UPSERT = {"Prefer": "resolution=merge-duplicates"}


@dataclass
class Plans:
    """An operator who edits tiers and overrides over REST."""

    service: Caller

    def tier(self, **columns: Any) -> str:
        """A new tier."""
        tier = f"t{uuid4().hex}"
        self.service.http.post(
            "/rest/v1/ai_quota_tiers", json={"tier": tier, **columns}
        ).raise_for_status()
        return tier

    def edit(self, tier: str, /, **columns: Any) -> httpx.Response:
        """An edit of a tier."""
        return self.service.http.patch(
            "/rest/v1/ai_quota_tiers", params={"tier": f"eq.{tier}"}, json=columns
        )

    def give(self, tier: str, *users: Caller) -> None:
        """Puts users on a tier."""
        for user in users:
            self.service.call(
                "initialize_user_quota", user_id=user.user_id, tier=tier
            ).raise_for_status()

    def override(self, user: Caller, **columns: Any) -> httpx.Response:
        """An override, new or changed."""
        return self.service.http.post(
            "/rest/v1/ai_quota_overrides",
            json={"user_id": user.user_id, "reason": "a contract", **columns},
            headers=UPSERT,
        )


@pytest.fixture
def plans(service: Caller, db: Any) -> Iterator[Plans]:
    """An operator."""
    known = [row["tier"] for row in db.execute("select tier from public.ai_quota_tiers")]
    yield Plans(service)
    # So that no denial of another test is offered one of these.
    db.execute("update public.ai_quota_tiers set is_public = false where tier <> all (%s)", [known])


def limits(user: Caller) -> tuple[Any, Any]:
    """A user's limits, of tokens and of requests."""
    row = user.status()
    return row["limit"], row["requests_limit"]


# Edits of a tier

FIRST_LOOKS: dict[str, Callable[[Caller], Any]] = {
    "status": lambda user: user.status()["limit"],
    "call": lambda user: user.track(**GUIDE_CALL)["limit"],
    "reservation": lambda user: (
        one_row(user.call("reserve_tokens", tokens=1_000).json())["remaining_tokens"] + 1_000
    ),
    "advice": lambda user: one_row(user.call("check_user_quota", p_estimated_tokens=1).json())[
        "quota_limit"
    ],
}


@pytest.mark.parametrize("look", FIRST_LOOKS)
def test_a_new_limit_is_in_force_for_every_user_of_the_tier(
    alice: Caller, bob: Caller, plans: Plans, look: str
) -> None:
    tier = plans.tier(monthly_token_quota=5_000)
    plans.give(tier, alice, bob)

    plans.edit(tier, monthly_token_quota=7_000).raise_for_status()

    assert [FIRST_LOOKS[look](user) for user in (alice, bob)] == [7_000, 7_000]


def test_a_smaller_limit_binds_the_next_reservation(alice: Caller, plans: Plans) -> None:
    tier = plans.tier(monthly_token_quota=5_000)
    plans.give(tier, alice)

    plans.edit(tier, monthly_token_quota=4_000).raise_for_status()

    denied = one_row(alice.call("reserve_tokens", tokens=4_001).json())
    admitted = one_row(alice.call("reserve_tokens", tokens=4_000).json())
    assert (denied["reason"], admitted["allowed"]) == ("tokens", True)


def test_an_edited_limit_may_become_unlimited_and_a_limit_again(
    alice: Caller, plans: Plans
) -> None:
    tier = plans.tier(monthly_token_quota=5_000, monthly_request_quota=5)
    plans.give(tier, alice)

    plans.edit(tier, monthly_token_quota=None, monthly_request_quota=None)
    lifted = limits(alice)
    plans.edit(tier, monthly_token_quota=1, monthly_request_quota=2)

    assert (lifted, limits(alice)) == ((None, None), (1, 2))


def test_a_tier_may_be_upserted(plans: Plans, service: Caller) -> None:
    tier = plans.tier(monthly_token_quota=5_000)

    answer = service.http.post(
        "/rest/v1/ai_quota_tiers",
        json={"tier": tier, "monthly_token_quota": 6_000},
        headers=UPSERT,
    )

    assert answer.is_success, answer.text
    assert one_row(service.rows("ai_quota_tiers", tier=tier))["monthly_token_quota"] == 6_000


def test_usage_that_a_smaller_limit_leaves_behind_shows_as_exceeded(
    alice: Caller, plans: Plans
) -> None:
    tier = plans.tier(monthly_token_quota=5_000)
    plans.give(tier, alice)
    alice.track(**GUIDE_CALL)

    plans.edit(tier, monthly_token_quota=1_000)

    row = alice.status()
    assert (row["used"], row["remaining"], row["status"]) == (2_000, 0, "exceeded")


@pytest.fixture
def editing(stack: Stack) -> Iterator[Any]:
    """Begins an edit of a tier that is not committed before the test ends."""
    with psycopg.connect(stack.db_url, row_factory=dict_row) as connection:

        def begin(tier: str) -> None:
            connection.execute(
                "update public.ai_quota_tiers set monthly_token_quota = 1 where tier = %s", [tier]
            )

        yield begin
        connection.rollback()


def test_an_edit_that_is_not_committed_stops_no_sign_up(
    editing: Any, sign_up: Any, quota: Any
) -> None:
    editing("free")

    assert quota(sign_up().user_id)["monthly_token_quota"] == 10_000


def test_an_edit_that_is_not_committed_stops_no_call(
    alice: Caller, plans: Plans, editing: Any
) -> None:
    tier = plans.tier(monthly_token_quota=4_000)
    plans.give(tier, alice)
    plans.edit(tier, monthly_token_quota=5_000)

    editing(tier)

    tracked = alice.track(**GUIDE_CALL)
    reserved = one_row(alice.call("reserve_tokens", tokens=3_000).json())
    assert (tracked["limit"], reserved["allowed"]) == (5_000, True)


def test_an_edit_that_is_not_committed_stops_no_webhook(
    alice: Caller, plans: Plans, service: Caller, editing: Any
) -> None:
    tier = plans.tier(monthly_token_quota=5_000)

    editing(tier)

    answer = service.call(
        "set_user_subscription", user_id=alice.user_id, subscription_id=f"s{tier}", tier=tier
    )
    assert answer.status_code == 200
    assert alice.status()["limit"] == 5_000


def test_the_columns_follow_with_the_users_next_call(
    alice: Caller, plans: Plans, quota: Any
) -> None:
    tier = plans.tier(monthly_token_quota=5_000)
    plans.give(tier, alice)
    plans.edit(tier, monthly_token_quota=7_000)

    alice.track(**GUIDE_CALL)

    assert quota(alice.user_id)["monthly_token_quota"] == 7_000


def test_the_columns_follow_by_the_job_for_users_who_do_not_call(
    alice: Caller, bob: Caller, plans: Plans, db: Any, quota: Any
) -> None:
    tier = plans.tier(monthly_token_quota=5_000)
    plans.give(tier, alice, bob)
    plans.edit(tier, monthly_token_quota=7_000)

    db.execute("select ai_quota.refresh_pages(0, ai_quota.count_pages())")

    rows = [quota(user.user_id)["monthly_token_quota"] for user in (alice, bob)]
    assert rows == [7_000, 7_000]


def test_the_job_writes_the_limits_of_users_with_subscriptions_and_overrides(
    alice: Caller, bob: Caller, plans: Plans, service: Caller, db: Any, quota: Any
) -> None:
    tier = plans.tier(monthly_token_quota=5_000)
    service.call(
        "set_user_subscription", user_id=alice.user_id, subscription_id=f"s{tier}", tier=tier
    )
    plans.give(tier, bob)
    plans.override(bob, extra_tokens=100)
    plans.edit(tier, monthly_token_quota=7_000)

    db.execute("select ai_quota.refresh_pages(0, ai_quota.count_pages())")

    rows = [quota(user.user_id)["monthly_token_quota"] for user in (alice, bob)]
    assert rows == [7_000, 7_100]


def test_the_job_alerts_where_an_edited_limit_is_reached(
    alice: Caller, plans: Plans, db: Any
) -> None:
    tier = plans.tier(monthly_token_quota=5_000)
    plans.give(tier, alice)
    alice.track(**GUIDE_CALL)
    plans.edit(tier, monthly_token_quota=2_500)

    db.execute("select ai_quota.refresh_pages(0, ai_quota.count_pages())")

    assert [row["threshold"] for row in alice.rows("ai_quota_alerts")] == [75]


def test_the_job_keeps_usage_and_holds(alice: Caller, plans: Plans, db: Any, quota: Any) -> None:
    tier = plans.tier(monthly_token_quota=5_000)
    plans.give(tier, alice)
    alice.track(**GUIDE_CALL)
    alice.call("reserve_tokens", tokens=1_000)
    plans.edit(tier, monthly_token_quota=7_000)

    db.execute("select ai_quota.refresh_pages(0, ai_quota.count_pages())")

    row = quota(alice.user_id)
    assert (row["current_month_tokens"], row["reserved_tokens"]) == (2_000, 1_000)


def test_rows_that_wait_for_an_edited_tier_are_not_reported(
    alice: Caller, plans: Plans, service: Caller, quota: Any
) -> None:
    tier = plans.tier(monthly_token_quota=5_000)
    plans.give(tier, alice)

    plans.edit(tier, monthly_token_quota=7_000)

    report = service.call("verify_quota_integrity").json()
    assert quota(alice.user_id)["monthly_token_quota"] == 5_000
    assert [row for row in report if row["user_id"] == alice.user_id] == []


def test_a_limit_that_waits_for_nothing_is_reported(
    alice: Caller, service: Caller, db: Any
) -> None:
    alice.track(**GUIDE_CALL)
    db.execute(
        "update public.user_ai_quotas set monthly_token_quota = 99 where user_id = %s",
        [alice.user_id],
    )

    report = service.call("verify_quota_integrity").json()

    found = one_row([row for row in report if row["user_id"] == alice.user_id])
    assert (found["problem"], found["expected"], found["found"]) == ("limit of tokens", 10_000, 99)


def test_the_name_of_a_tier_never_changes(plans: Plans, service: Caller, db: Any) -> None:
    tier = plans.tier(monthly_token_quota=5_000)

    answer = plans.edit(tier, tier=f"{tier}b")
    with pytest.raises(psycopg.errors.InvalidParameterValue, match="a tier's name never changes"):
        db.execute("update public.ai_quota_tiers set tier = tier || 'b' where tier = %s", [tier])

    assert answer.status_code == 400
    assert len(service.rows("ai_quota_tiers", tier=tier)) == 1


def test_a_tier_in_use_cannot_be_deleted(alice: Caller, plans: Plans, service: Caller) -> None:
    tier = plans.tier(monthly_token_quota=5_000)
    plans.give(tier, alice)

    answer = service.http.delete("/rest/v1/ai_quota_tiers", params={"tier": f"eq.{tier}"})

    assert (answer.status_code, answer.json()["code"]) == (409, "23503")
    assert alice.status()["tier"] == tier


@pytest.mark.parametrize(
    "wrong",
    [
        {"monthly_token_quota": 0},
        {"monthly_request_quota": -1},
        {"display_name": ""},
        {"sort_order": None},
        {"is_public": None},
    ],
)
def test_a_tier_refuses_what_is_no_limit_or_name(plans: Plans, wrong: dict[str, Any]) -> None:
    tier = plans.tier(monthly_token_quota=5_000)

    assert plans.edit(tier, **wrong).status_code == 400


def test_users_read_the_tiers_with_their_names_and_edit_none(alice: Caller) -> None:
    answer = alice.http.patch(
        "/rest/v1/ai_quota_tiers", params={"tier": "eq.free"}, json={"monthly_token_quota": 1}
    )

    assert answer.status_code == 403
    assert one_row(alice.rows("ai_quota_tiers", tier="pro"))["display_name"] == "Pro"


# Overrides


@pytest.mark.parametrize(
    ("override", "expected"),
    [
        ({"monthly_token_quota": 77_000}, (77_000, 100)),
        ({"monthly_request_quota": 7}, (10_000, 7)),
        ({"monthly_token_quota": 77_000, "monthly_request_quota": 7}, (77_000, 7)),
        ({"extra_tokens": 5_000}, (15_000, 100)),
        ({"extra_requests": 5}, (10_000, 105)),
        ({"monthly_token_quota": 77_000, "extra_tokens": 5_000}, (82_000, 100)),
        ({"is_unlimited": True}, (None, None)),
        ({}, (10_000, 100)),
    ],
)
def test_an_override_inherits_adds_or_lifts(
    alice: Caller, plans: Plans, override: dict[str, Any], expected: tuple[Any, Any]
) -> None:
    plans.override(alice, **override).raise_for_status()

    assert limits(alice) == expected


def test_what_an_override_leaves_out_follows_the_tier(
    alice: Caller, plans: Plans, service: Caller
) -> None:
    tier = plans.tier(monthly_token_quota=5_000, monthly_request_quota=50)
    plans.give(tier, alice)
    plans.override(alice, extra_tokens=100).raise_for_status()

    plans.edit(tier, monthly_token_quota=6_000, monthly_request_quota=60)

    assert limits(alice) == (6_100, 60)


def test_what_is_added_to_an_unlimited_tier_stays_unlimited(alice: Caller, plans: Plans) -> None:
    plans.give(plans.tier(), alice)

    plans.override(alice, extra_tokens=100).raise_for_status()

    assert limits(alice) == (None, None)


def test_what_is_added_never_overflows(alice: Caller, plans: Plans) -> None:
    most = 9_223_372_036_854_775_807

    plans.override(alice, monthly_token_quota=most, extra_tokens=most).raise_for_status()

    assert alice.status()["limit"] == 9_000_000_000_000_000_000


def test_extra_tokens_count_in_every_period(alice: Caller, plans: Plans, db: Any) -> None:
    plans.override(alice, extra_tokens=5_000).raise_for_status()
    alice.track(tokens_prompt=14_000, tokens_completion=0)

    row = db.execute(
        "select q.current_month_tokens as used, q.monthly_token_quota as quota"
        " from ai_quota.read_quota(%s, now() + interval '32 days') as q",
        [alice.user_id],
    ).fetchone()

    assert (row["used"], row["quota"]) == (0, 15_000)


def test_an_override_that_ended_is_the_tiers_limit_again(
    alice: Caller, plans: Plans, db: Any
) -> None:
    end = datetime.now(UTC) + timedelta(hours=1)
    plans.override(alice, is_unlimited=True, expires_at=end.isoformat()).raise_for_status()
    limit = "select (ai_quota.read_quota(%s, %s)).monthly_token_quota as value"

    before = db.execute(limit, [alice.user_id, end - timedelta(microseconds=1)]).fetchone()
    after = db.execute(limit, [alice.user_id, end]).fetchone()

    assert (before["value"], after["value"]) == (None, 10_000)


@pytest.mark.parametrize(
    "wrong",
    [
        {"monthly_token_quota": 0},
        {"extra_tokens": 0},
        {"extra_requests": -1},
        {"is_unlimited": True, "extra_tokens": 1},
        {"reason": ""},
    ],
)
def test_an_override_refuses_what_contradicts_itself(
    alice: Caller, plans: Plans, wrong: dict[str, Any]
) -> None:
    answer = plans.override(alice, **wrong)

    assert (answer.status_code, answer.json()["code"]) == (400, "23514")
    assert limits(alice) == (10_000, 100)


# The way up


@pytest.fixture
def ladder(plans: Plans, db: Any) -> Iterator[list[str]]:
    """Four tiers in the order of a price list, not of their size; no others are public."""
    db.execute("update public.ai_quota_tiers set is_public = false")
    yield [
        plans.tier(monthly_token_quota=100, sort_order=1),
        plans.tier(monthly_token_quota=5_000, sort_order=4),
        plans.tier(monthly_token_quota=9_000, sort_order=3),
        plans.tier(monthly_token_quota=9_000, sort_order=2, is_public=False),
    ]
    db.execute(
        "update public.ai_quota_tiers set is_public = true"
        " where tier in ('free', 'basic', 'pro', 'enterprise')"
    )


def test_the_upgrade_is_the_next_public_tier_that_admits_the_call(
    alice: Caller, plans: Plans, ladder: list[str]
) -> None:
    plans.give(ladder[0], alice)

    denial = one_row(alice.call("reserve_tokens", tokens=4_000).json())

    assert denial["upgrade_tier"] == ladder[2]


def test_a_tier_below_the_users_own_is_no_upgrade(
    alice: Caller, plans: Plans, ladder: list[str]
) -> None:
    plans.give(ladder[1], alice)

    denial = one_row(alice.call("reserve_tokens", tokens=8_000).json())

    assert (denial["reason"], denial["upgrade_tier"]) == ("tokens", None)


def test_a_tier_that_is_too_small_is_no_upgrade(
    alice: Caller, plans: Plans, ladder: list[str]
) -> None:
    plans.give(ladder[0], alice)

    denial = one_row(alice.call("reserve_tokens", tokens=9_001).json())

    assert denial["upgrade_tier"] is None


def test_a_denial_that_no_limit_made_offers_no_upgrade(
    alice: Caller, plans: Plans, service: Caller, ladder: list[str]
) -> None:
    plans.give(ladder[0], alice)
    service.call("set_user_blocked", user_id=alice.user_id, is_blocked=True)

    denial = one_row(alice.call("reserve_tokens", tokens=4_000).json())

    assert (denial["reason"], denial["upgrade_tier"]) == ("blocked", None)
