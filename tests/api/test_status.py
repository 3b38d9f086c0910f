"""get_user_quota_status, check_user_quota and get_user_monthly_usage."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from api.callers import GUIDE_CALL, Caller, one_row, override, subscribe

THIS_MONTH = datetime.now(UTC).date().replace(day=1)
NEXT_MONTH = (THIS_MONTH + timedelta(days=32)).replace(day=1)


def test_a_new_user_has_the_free_quota_and_has_used_nothing(alice: Caller) -> None:
    assert alice.status() == {
        "used": 0,
        "limit": 10_000,
        "remaining": 10_000,
        "percentage": 0,
        "reset_date": NEXT_MONTH.isoformat(),
        "status": "healthy",
        "tier": "free",
        "reserved": 0,
        "requests_used": 0,
        "requests_limit": 100,
        "requests_remaining": 100,
        "requests_percentage": 0,
        "is_unlimited": False,
        "period_start": THIS_MONTH.isoformat(),
        "is_blocked": False,
    }


@pytest.mark.parametrize(
    ("tokens", "requests", "percentage", "requests_percentage", "status"),
    [
        (7_499, 0, 74.99, 0, "healthy"),
        (7_500, 0, 75, 0, "warning"),
        (8_999, 0, 89.99, 0, "warning"),
        (9_000, 0, 90, 0, "critical"),
        (9_999, 0, 99.99, 0, "critical"),
        (10_000, 0, 100, 0, "exceeded"),
        (25_000, 0, 250, 0, "exceeded"),
        (0, 74, 0, 74, "healthy"),
        (0, 75, 0, 75, "warning"),
        (7_500, 90, 75, 90, "critical"),
        (9_000, 100, 90, 100, "exceeded"),
    ],
)
def test_the_worse_of_tokens_and_requests_says_the_status(
    alice: Caller,
    set_used: Any,
    tokens: int,
    requests: int,
    percentage: float,
    requests_percentage: float,
    status: str,
) -> None:
    set_used(alice.user_id, tokens, requests)

    row = alice.status()

    assert (row["percentage"], row["requests_percentage"]) == (percentage, requests_percentage)
    assert row["status"] == status
    assert row["remaining"] == max(10_000 - tokens, 0)
    assert row["requests_remaining"] == max(100 - requests, 0)


def test_a_percentage_is_cut_and_not_rounded_up_to_a_threshold(
    alice: Caller, service: Caller, set_used: Any
) -> None:
    service.call("initialize_user_quota", user_id=alice.user_id, tier="enterprise")
    set_used(alice.user_id, 7_499_999)

    row = alice.status()

    assert (row["percentage"], row["status"]) == (74.99, "healthy")


def test_an_unlimited_quota_is_never_used_up(alice: Caller, service: Caller, set_used: Any) -> None:
    override(service, alice.user_id, is_unlimited=True)
    set_used(alice.user_id, 999_999_999, 999_999)

    row, advice = alice.status(), one_row(alice.call("check_user_quota").json())

    assert (row["limit"], row["remaining"], row["percentage"]) == (None, None, 0)
    assert (row["is_unlimited"], row["status"]) == (True, "healthy")
    assert (advice["allowed"], advice["remaining_tokens"]) == (True, None)


def test_the_status_is_right_when_the_quota_row_is_gone(alice: Caller, db: Any) -> None:
    db.execute("delete from public.user_ai_quotas where user_id = %s", [alice.user_id])

    row = alice.status()

    assert (row["limit"], row["used"], row["tier"], row["status"]) == (10_000, 0, "free", "healthy")
    assert (
        db.execute(
            "select from public.user_ai_quotas where user_id = %s", [alice.user_id]
        ).fetchall()
        == []
    )


def test_a_missing_quota_row_is_computed_from_the_subscription(
    alice: Caller, service: Caller, db: Any
) -> None:
    subscribe(service, alice.user_id, "pro")
    db.execute("delete from public.user_ai_quotas where user_id = %s", [alice.user_id])

    row = alice.status()

    assert (row["tier"], row["limit"], row["requests_limit"]) == ("pro", 200_000, 2_000)


def test_nobody_signed_in_is_answered_with_the_default_by_sql(db: Any) -> None:
    row = one_row(db.execute("select * from get_user_quota_status()").fetchall())

    assert (row["limit"], row["used"], row["status"]) == (10_000, 0, "healthy")


@pytest.mark.parametrize(
    ("tokens", "requests", "estimate", "allowed"),
    [
        (0, 0, 10_000, True),
        (0, 0, 10_001, False),
        (9_000, 0, 1_000, True),
        (9_000, 0, 1_001, False),
        (9_999, 0, 0, True),
        (10_000, 0, 0, False),
        (10_001, 0, 0, False),
        (0, 99, 1, True),
        (0, 100, 1, False),
    ],
)
def test_a_check_allows_exactly_what_fits(
    alice: Caller, set_used: Any, tokens: int, requests: int, estimate: int, allowed: bool
) -> None:
    set_used(alice.user_id, tokens, requests)

    row = one_row(alice.call("check_user_quota", p_estimated_tokens=estimate).json())

    assert row == {
        "allowed": allowed,
        "remaining_tokens": max(10_000 - tokens, 0),
        "remaining_requests": max(100 - requests, 0),
        "quota_limit": 10_000,
        "request_limit": 100,
        "reset_date": NEXT_MONTH.isoformat(),
    }


def test_a_check_holds_nothing(alice: Caller) -> None:
    alice.call("check_user_quota", p_estimated_tokens=10_000)

    row = one_row(alice.call("check_user_quota", p_estimated_tokens=10_000).json())

    assert row["allowed"] is True


def test_a_blocked_user_is_told_so_and_allowed_nothing(alice: Caller, service: Caller) -> None:
    service.call("set_user_blocked", user_id=alice.user_id).raise_for_status()

    row, advice = alice.status(), one_row(alice.call("check_user_quota").json())

    assert row["is_blocked"] is True
    assert advice["allowed"] is False


def test_the_month_is_summed_from_the_ledger(alice: Caller, service: Caller) -> None:
    service.track(**GUIDE_CALL, cost_usd=0.25, user_id=alice.user_id)
    service.track(**GUIDE_CALL, cost_usd=0.5, user_id=alice.user_id)

    row = one_row(alice.call("get_user_monthly_usage").json())

    assert row == {
        "total_tokens": 4_000,
        "total_requests": 2,
        "total_cost_usd": 0.75,
        "period_start": THIS_MONTH.isoformat(),
        "period_end": (NEXT_MONTH - timedelta(days=1)).isoformat(),
        "unpriced_requests": 0,
    }


def test_the_sum_says_how_many_requests_it_leaves_out(alice: Caller, service: Caller) -> None:
    service.track(**GUIDE_CALL, cost_usd=0.25, user_id=alice.user_id)
    alice.track(**{**GUIDE_CALL, "model_used": f"model-{uuid4().hex}"}, requests=3)
    service.call(
        "adjust_usage", user_id=alice.user_id, tokens=-1, requests=-1, reason="refund"
    ).raise_for_status()

    row = one_row(alice.call("get_user_monthly_usage").json())

    assert (row["total_requests"], row["total_cost_usd"], row["unpriced_requests"]) == (3, 0.25, 3)
    assert one_row(alice.rows("ai_quota_daily"))["unpriced_requests"] == 3


def test_another_month_holds_only_its_own_rows(alice: Caller, db: Any) -> None:
    db.execute(
        "insert into public.ai_agent_usage (user_id, tokens_prompt, created_at)"
        " select %s, 1, moment::timestamptz from unnest(%s::text[]) as moment",
        [
            alice.user_id,
            ["2024-01-31T23:59:59.999Z", "2024-02-01T00:00Z", "2024-02-29T23:59Z", "2024-03-01Z"],
        ],
    )

    row = one_row(alice.call("get_user_monthly_usage", p_year=2024, p_month=2).json())

    assert (row["total_tokens"], row["total_requests"]) == (2, 2)
    assert (row["period_start"], row["period_end"]) == ("2024-02-01", "2024-02-29")
