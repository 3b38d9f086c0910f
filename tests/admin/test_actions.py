"""What operators do with a reason, and what is kept of it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from api.callers import GUIDE_CALL, Caller, one_row


def in_days(days: int) -> str:
    """A moment that many days from now."""
    return (datetime.now(UTC) + timedelta(days=days)).isoformat()


def act(operator: Caller, action: str, on: Caller, **arguments: Any) -> dict[str, Any]:
    """Acts, and returns the user's quota row."""
    answer = operator.call(
        f"ai_quota_admin_{action}", user_id=on.user_id, reason="a contract", **arguments
    )
    answer.raise_for_status()
    row: dict[str, Any] = answer.json()
    return row


def kept(operator: Caller, on: Caller) -> dict[str, Any]:
    """The only entry of the audit log about a user."""
    answer = operator.call("ai_quota_admin_audit", of_user=on.user_id)
    answer.raise_for_status()
    return one_row(answer.json())


def test_an_override_is_in_force_at_once_and_kept(alice: Caller, operator: Caller) -> None:
    end = in_days(3)

    row = act(operator, "set_override", alice, monthly_token_quota=77_777, expires_at=end)

    assert (row["monthly_token_quota"], row["monthly_request_quota"]) == (77_777, 100)
    assert alice.status()["limit"] == 77_777
    entry = kept(operator, alice)
    assert (entry["action"], entry["reason"]) == ("ai_quota_admin_set_override", "a contract")
    assert (entry["actor"], entry["actor_email"]) == (operator.user_id, operator.email)
    assert entry["email"] == alice.email
    assert entry["details"]["monthly_token_quota"] == 77_777


def test_another_override_takes_the_place_of_the_first(alice: Caller, operator: Caller) -> None:
    act(operator, "set_override", alice, monthly_token_quota=77_777)

    row = act(operator, "set_override", alice, extra_tokens=1, extra_requests=7)

    assert (row["monthly_token_quota"], row["monthly_request_quota"]) == (10_001, 107)


def test_a_removed_override_gives_the_tier_back(alice: Caller, operator: Caller) -> None:
    operator.call(
        "ai_quota_admin_set_override", user_id=alice.user_id, reason="x", is_unlimited=True
    ).raise_for_status()

    row = act(operator, "remove_override", alice)

    assert row["monthly_token_quota"] == 10_000
    entry = operator.call("ai_quota_admin_audit", of_user=alice.user_id).json()[0]
    assert entry["details"]["removed"]["is_unlimited"] is True


def test_boosts_add_up_on_top_of_an_override_and_end_alone(
    alice: Caller, operator: Caller, db: Any, integrity: Any
) -> None:
    act(operator, "set_override", alice, monthly_token_quota=20_000)
    act(operator, "boost", alice, tokens=1_000, until=in_days(1))

    row = act(operator, "boost", alice, tokens=500, until=in_days(2))

    assert row["monthly_token_quota"] == 21_500
    assert integrity(alice.user_id) == []
    drawer = one_row(operator.call("ai_quota_admin_user", user_id=alice.user_id).json())
    assert drawer["boost_tokens"] == 1_500
    db.execute(
        "update ai_quota.boosts set expires_at = now() - interval '1 s' where user_id = %s"
        " and extra_tokens = 1000",
        [alice.user_id],
    )
    db.execute(
        "update public.user_ai_quotas set limits_expire_at = now() where user_id = %s",
        [alice.user_id],
    )
    assert alice.status()["limit"] == 20_500


def test_a_tier_can_be_set(alice: Caller, operator: Caller) -> None:
    row = act(operator, "set_tier", alice, tier="pro")

    assert (row["tier"], row["monthly_token_quota"]) == ("pro", 200_000)
    assert kept(operator, alice)["details"] == {"tier": "pro"}


def test_a_quota_can_be_repaired(alice: Caller, operator: Caller, db: Any, integrity: Any) -> None:
    alice.track(**GUIDE_CALL)
    db.execute(
        "update public.user_ai_quotas set current_month_tokens = 9 where user_id = %s",
        [alice.user_id],
    )
    found = operator.call("ai_quota_admin_integrity", of_user=alice.user_id).json()

    row = act(operator, "repair", alice)

    assert [problem["problem"] for problem in found] == ["tokens of the open period"]
    assert (found[0]["expected"], found[0]["found"]) == (2_000, 9)
    assert row["current_month_tokens"] == 2_000
    assert kept(operator, alice)["action"] == "ai_quota_admin_repair"
    assert integrity(alice.user_id) == []


@pytest.mark.parametrize(
    ("action", "arguments", "named", "value"),
    [
        ("set_override", {}, "is_unlimited", "0 limits"),
        ("set_override", {"is_unlimited": True, "extra_tokens": 1}, "is_unlimited", "1 limits"),
        ("set_override", {"monthly_token_quota": 0}, "monthly_token_quota", "0"),
        ("set_override", {"extra_requests": -1}, "extra_requests", "-1"),
        ("set_override", {"extra_tokens": 1, "expires_at": "2020-01-01Z"}, "expires_at", "2020"),
        ("remove_override", {}, "override", "-"),
        ("boost", {"tokens": 0, "until": "2099-01-01Z"}, "tokens", "0"),
        ("boost", {"tokens": None, "until": "2099-01-01Z"}, "tokens", "null"),
        ("boost", {"tokens": 1, "until": "2020-01-01Z"}, "until", "2020"),
        ("boost", {"tokens": 1, "until": "infinity"}, "until", "infinity"),
        ("set_tier", {"tier": "gold"}, "tier", "gold"),
        ("set_tier", {"tier": None}, "tier", "null"),
    ],
    ids=lambda value: str(value),
)
def test_a_bad_action_changes_nothing(
    alice: Caller,
    operator: Caller,
    action: str,
    arguments: dict[str, Any],
    named: str,
    value: str,
) -> None:
    answer = operator.call(
        f"ai_quota_admin_{action}", user_id=alice.user_id, reason="a test", **arguments
    )

    assert answer.status_code == 400
    assert named in answer.json()["message"]
    assert value in answer.json()["message"]
    assert answer.json()["hint"]
    assert alice.status()["limit"] == 10_000
    assert operator.rows("ai_quota_audit", user_id=alice.user_id) == []
