"""What a user's limit is: tier, subscription, override. Usage is kept through every change."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from api.callers import GUIDE_CALL, Caller, one_row, override, subscribe


@pytest.mark.parametrize(
    ("tier", "tokens", "requests"),
    [
        ("free", 10_000, 100),
        ("basic", 50_000, 500),
        ("pro", 200_000, 2_000),
        ("enterprise", 10_000_000, 10_000),
    ],
)
def test_a_subscription_sets_the_quota_at_once_and_keeps_usage(
    alice: Caller, service: Caller, tier: str, tokens: int, requests: int
) -> None:
    alice.track(**GUIDE_CALL)

    subscribe(service, alice.user_id, tier)

    row = alice.status()
    assert (row["tier"], row["limit"], row["requests_limit"]) == (tier, tokens, requests)
    assert (row["used"], row["requests_used"]) == (2_000, 1)


def test_a_downgrade_counts_at_once(alice: Caller, service: Caller) -> None:
    subscribe(service, alice.user_id, "pro")
    alice.track(tokens_prompt=20_000, tokens_completion=0)

    subscribe(service, alice.user_id, "free")

    row = alice.status()
    assert (row["limit"], row["used"], row["status"]) == (10_000, 20_000, "exceeded")


@pytest.mark.parametrize(
    ("status", "tier"),
    [
        ("active", "pro"),
        ("trialing", "pro"),
        ("past_due", "pro"),
        ("canceled", "free"),
        ("unpaid", "free"),
    ],
)
def test_only_a_live_subscription_keeps_its_tier(
    alice: Caller, service: Caller, status: str, tier: str
) -> None:
    subscribe(service, alice.user_id, "pro")

    subscribe(service, alice.user_id, "pro", status)

    assert alice.status()["tier"] == tier


def test_the_end_of_a_subscription_means_the_default_tier(alice: Caller, service: Caller) -> None:
    subscribe(service, alice.user_id, "pro")

    service.http.delete(
        "/rest/v1/ai_quota_subscriptions", params={"user_id": f"eq.{alice.user_id}"}
    ).raise_for_status()

    assert alice.status()["tier"] == "free"


def test_a_subscription_makes_a_missing_quota_row(
    alice: Caller, service: Caller, db: Any, quota: Any
) -> None:
    db.execute("delete from public.user_ai_quotas where user_id = %s", [alice.user_id])

    subscribe(service, alice.user_id, "basic")

    assert quota(alice.user_id)["tier"] == "basic"


def test_initialize_sets_the_tier_and_keeps_usage(alice: Caller, service: Caller) -> None:
    alice.track(**GUIDE_CALL)

    row = service.call("initialize_user_quota", user_id=alice.user_id, tier="basic").json()

    assert (row["tier"], row["monthly_token_quota"], row["current_month_tokens"]) == (
        "basic",
        50_000,
        2_000,
    )
    assert alice.status()["limit"] == 50_000


def test_initialize_does_not_take_a_paid_tier_away(alice: Caller, service: Caller) -> None:
    subscribe(service, alice.user_id, "pro")

    service.call("initialize_user_quota", user_id=alice.user_id)

    assert alice.status()["tier"] == "pro"


def test_an_edit_of_a_tier_reaches_its_users_at_once(alice: Caller, service: Caller) -> None:
    tier = f"t{uuid4().hex}"
    service.http.post(
        "/rest/v1/ai_quota_tiers",
        json={"tier": tier, "monthly_token_quota": 1_000, "monthly_request_quota": 10},
    ).raise_for_status()
    service.call("initialize_user_quota", user_id=alice.user_id, tier=tier)
    alice.track(tokens_prompt=500, tokens_completion=0)

    service.http.patch(
        "/rest/v1/ai_quota_tiers",
        params={"tier": f"eq.{tier}"},
        json={"monthly_token_quota": 2_000, "monthly_request_quota": None},
    ).raise_for_status()

    row = alice.status()
    assert (row["limit"], row["requests_limit"], row["used"]) == (2_000, None, 500)


def test_an_override_wins_over_the_tier_and_goes_again(alice: Caller, service: Caller) -> None:
    override(service, alice.user_id, monthly_token_quota=77_000, monthly_request_quota=7)
    overridden = alice.status()

    service.http.delete(
        "/rest/v1/ai_quota_overrides", params={"user_id": f"eq.{alice.user_id}"}
    ).raise_for_status()

    assert (overridden["limit"], overridden["requests_limit"]) == (77_000, 7)
    assert overridden["tier"] == "free"
    assert alice.status()["limit"] == 10_000


def test_an_edit_of_the_tier_leaves_an_override_alone(alice: Caller, service: Caller) -> None:
    override(service, alice.user_id, monthly_token_quota=77_000, monthly_request_quota=7)

    subscribe(service, alice.user_id, "pro")

    assert (alice.status()["tier"], alice.status()["limit"]) == ("pro", 77_000)


def test_an_expired_override_counts_no_more_without_any_job(
    alice: Caller, service: Caller, db: Any
) -> None:
    end = datetime.now(UTC) + timedelta(hours=1)
    override(
        service,
        alice.user_id,
        monthly_token_quota=77_000,
        monthly_request_quota=7,
        expires_at=end.isoformat(),
    )
    limit = (
        "select (ai_quota.read_quota(%s, %s)).monthly_token_quota as value,"
        " (ai_quota.read_quota(%s, %s)).limits_expire_at as expiry"
    )

    before = db.execute(limit, [alice.user_id, end - timedelta(seconds=1)] * 2).fetchone()
    after = db.execute(limit, [alice.user_id, end] * 2).fetchone()

    assert (before["value"], before["expiry"]) == (77_000, end)
    assert (after["value"], after["expiry"]) == (10_000, None)


def test_a_call_after_the_expiry_writes_the_tiers_limit(
    alice: Caller, service: Caller, db: Any, quota: Any
) -> None:
    end = datetime.now(UTC) + timedelta(hours=1)
    override(service, alice.user_id, monthly_token_quota=77_000, expires_at=end.isoformat())

    db.execute("select ai_quota.lock_quota(%s, %s)", [alice.user_id, end])

    assert quota(alice.user_id)["monthly_token_quota"] == 10_000
    assert quota(alice.user_id)["limits_expire_at"] is None


@pytest.fixture
def after_override(alice: Caller, db: Any) -> Caller:
    """A user whose override has just ended, and whose row does not show it yet."""
    db.execute(
        "update public.user_ai_quotas set monthly_token_quota = 77000,"
        " limits_expire_at = now() - interval '1 second' where user_id = %s",
        [alice.user_id],
    )
    return alice


def test_the_status_ignores_an_override_that_ended(after_override: Caller) -> None:
    assert after_override.status()["limit"] == 10_000


def test_a_tracked_call_ignores_an_override_that_ended(after_override: Caller) -> None:
    assert after_override.track(**GUIDE_CALL)["limit"] == 10_000


def test_a_reservation_ignores_an_override_that_ended(after_override: Caller) -> None:
    answer = after_override.call("reserve_tokens", tokens=10_001)

    assert one_row(answer.json())["allowed"] is False
