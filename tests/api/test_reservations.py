"""Reservations: held before a call, settled or released after it, and no limit passed by one."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from api.callers import Caller, at_once, expire, one_row, override, reserve, settle

# What each of the functions that take a reservation needs besides.
USAGE: dict[str, dict[str, Any]] = {
    "track_usage": {"tokens_prompt": 1, "tokens_completion": 1},
    "release_reservation": {},
}


def test_what_is_reserved_is_left_out_of_what_remains(alice: Caller) -> None:
    held = reserve(alice, tokens=4_000)

    assert held["allowed"] is True
    assert (held["remaining_tokens"], held["remaining_requests"]) == (6_000, 99)
    assert (held["reason"], held["upgrade_tier"]) == (None, None)
    row = alice.status()
    assert (row["used"], row["reserved"], row["remaining"]) == (0, 4_000, 6_000)
    assert (row["requests_used"], row["requests_remaining"]) == (0, 99)


def test_it_holds_for_as_long_as_was_asked(alice: Caller) -> None:
    before = datetime.now(UTC)

    held = reserve(alice, tokens=1, expires_in_seconds=60)

    left = datetime.fromisoformat(held["expires_at"]) - before
    assert timedelta(seconds=55) < left < timedelta(seconds=65)


@pytest.mark.parametrize(
    ("used", "tokens", "allowed"),
    [(0, 9_999, True), (0, 10_000, True), (0, 10_001, False), (10_000, 1, False), (9_999, 1, True)],
)
def test_it_admits_up_to_the_limit_and_not_one_more(
    alice: Caller, set_used: Any, used: int, tokens: int, allowed: bool
) -> None:
    set_used(alice.user_id, used)

    assert reserve(alice, tokens=tokens)["allowed"] is allowed


@pytest.mark.parametrize(
    ("used", "requests", "allowed"), [(99, 1, True), (100, 1, False), (98, 2, True), (98, 3, False)]
)
def test_requests_bind_too(
    alice: Caller, set_used: Any, used: int, requests: int, allowed: bool
) -> None:
    set_used(alice.user_id, 0, used)

    held = reserve(alice, tokens=1, requests=requests)

    assert held["allowed"] is allowed
    assert held["reason"] == (None if allowed else "requests")


def test_a_denial_is_a_row_with_the_way_out(alice: Caller, set_used: Any) -> None:
    set_used(alice.user_id, 6_000, 3)

    denied = reserve(alice, tokens=4_001)

    assert denied == {
        "allowed": False,
        "reservation_id": None,
        "expires_at": None,
        "reason": "tokens",
        "remaining_tokens": 4_000,
        "remaining_requests": 97,
        "reset_date": alice.status()["reset_date"],
        "upgrade_tier": "basic",
    }
    assert alice.status()["reserved"] == 0


@pytest.mark.parametrize(
    ("tokens", "tier"),
    [(50_000, "basic"), (50_001, "pro"), (200_001, "enterprise"), (10_000_001, None)],
)
def test_the_smallest_tier_that_would_do_is_named(
    alice: Caller, tokens: int, tier: str | None
) -> None:
    assert reserve(alice, tokens=tokens)["upgrade_tier"] == tier


def test_what_others_hold_counts_in_the_tier_that_would_do(alice: Caller, set_used: Any) -> None:
    set_used(alice.user_id, 5_000)
    reserve(alice, tokens=5_000)

    denied = reserve(alice, tokens=40_001)

    assert (denied["allowed"], denied["upgrade_tier"]) == (False, "pro")


def test_settling_records_what_was_really_used(alice: Caller) -> None:
    held = reserve(alice, tokens=4_000)

    row = one_row(settle(alice, held, 300, 400).json())

    assert (row["used"], row["reserved"], row["remaining"]) == (700, 0, 9_300)
    assert row["requests_used"] == 1
    entry = one_row(alice.rows("ai_agent_usage"))
    assert entry["reservation_id"] == held["reservation_id"]


def test_settling_more_than_was_reserved_is_recorded_too(alice: Caller) -> None:
    held = reserve(alice, tokens=10_000)

    row = one_row(settle(alice, held, 12_000).json())

    assert (row["used"], row["remaining"], row["status"]) == (12_000, 0, "exceeded")


def test_what_is_settled_holds_nothing_any_more(alice: Caller) -> None:
    held, other = reserve(alice, tokens=1_000), reserve(alice, tokens=2_000)

    first = one_row(settle(alice, held, 700).json())
    second = one_row(settle(alice, other, 0).json())

    assert (first["used"], first["reserved"], first["remaining"]) == (700, 2_000, 7_300)
    assert (second["used"], second["reserved"], second["remaining"]) == (700, 0, 9_300)


def test_a_reservation_is_settled_once(alice: Caller) -> None:
    held = reserve(alice, tokens=10)
    settle(alice, held, 5).raise_for_status()

    again = settle(alice, held, 5)

    assert again.status_code == 400
    assert "settled" in again.json()["message"]
    assert held["reservation_id"] in again.json()["message"]
    assert alice.status()["used"] == 5


def test_a_retried_settlement_is_the_same_call(alice: Caller) -> None:
    call = {
        "tokens_prompt": 5,
        "tokens_completion": 0,
        "request_id": "r-1",
        "reservation_id": reserve(alice, tokens=10)["reservation_id"],
    }

    first, second = alice.track(**call), alice.track(**call)

    assert first == second
    assert second["used"] == 5


def test_a_release_lets_go_and_twice_is_harmless(alice: Caller) -> None:
    held = reserve(alice, tokens=10_000)

    first = alice.call("release_reservation", reservation_id=held["reservation_id"])
    second = alice.call("release_reservation", reservation_id=held["reservation_id"])

    assert one_row(first.json()) == one_row(second.json())
    assert one_row(second.json())["reserved"] == 0
    assert reserve(alice, tokens=10_000)["allowed"] is True


def test_a_released_reservation_cannot_be_settled(alice: Caller) -> None:
    held = reserve(alice, tokens=10)
    alice.call("release_reservation", reservation_id=held["reservation_id"]).raise_for_status()

    answer = settle(alice, held, 5)

    assert answer.status_code == 400
    assert "released" in answer.json()["message"]
    assert alice.rows("ai_agent_usage") == []


def test_a_settled_reservation_cannot_be_released(alice: Caller) -> None:
    held = reserve(alice, tokens=10)
    settle(alice, held, 5).raise_for_status()

    answer = alice.call("release_reservation", reservation_id=held["reservation_id"])

    assert answer.status_code == 400
    assert "settled" in answer.json()["message"]
    assert alice.status()["used"] == 5


def test_an_expired_reservation_holds_nothing_without_any_sweeper(alice: Caller, db: Any) -> None:
    expire(db, reserve(alice, tokens=10_000))

    assert alice.status()["reserved"] == 0
    assert reserve(alice, tokens=10_000)["allowed"] is True


def test_a_late_settlement_is_recorded(alice: Caller, db: Any) -> None:
    held = reserve(alice, tokens=10_000)
    expire(db, held)
    reserve(alice, tokens=10_000)

    row = one_row(settle(alice, held, 9_000).json())

    assert (row["used"], row["reserved"], row["remaining"]) == (9_000, 10_000, 0)


@pytest.mark.parametrize("function", ["track_usage", "release_reservation"])
def test_somebody_elses_reservation_is_no_reservation(
    alice: Caller, bob: Caller, function: str
) -> None:
    held = reserve(bob, tokens=10)
    usage = USAGE[function]

    answer = alice.call(function, reservation_id=held["reservation_id"], **usage)

    assert answer.status_code == 400
    assert "reservation_id" in answer.json()["message"]
    assert held["reservation_id"] in answer.json()["message"]
    assert bob.status()["reserved"] == 10
    assert alice.rows("ai_agent_usage") == []


@pytest.mark.parametrize(
    ("asked", "argument", "value"),
    [
        ({"tokens": 0}, "tokens", "0"),
        ({"tokens": -1}, "tokens", "-1"),
        ({"tokens": None}, "tokens", "null"),
        ({"tokens": 2**31}, "tokens", str(2**31)),
        ({"tokens": 1, "requests": 0}, "requests", "0"),
        ({"tokens": 1, "expires_in_seconds": 0}, "expires_in_seconds", "0"),
        ({"tokens": 1, "expires_in_seconds": 3_601}, "expires_in_seconds", "3601"),
        ({"tokens": 1, "request_id": " "}, "request_id", "' '"),
        ({"tokens": 1, "request_id": "x" * 201}, "request_id", "201"),
        ({"tokens": 1, "on_expiry": "keep"}, "on_expiry", "keep"),
        ({"tokens": 1, "on_expiry": None}, "on_expiry", "null"),
    ],
)
def test_a_bad_reservation_is_refused(
    alice: Caller, asked: dict[str, Any], argument: str, value: str
) -> None:
    answer = alice.call("reserve_tokens", **asked)

    assert answer.status_code == 400
    assert f"{argument} must" in answer.json()["message"]
    assert value in answer.json()["message"]
    assert answer.json()["hint"]
    assert alice.status()["reserved"] == 0


@pytest.mark.parametrize("function", ["track_usage", "release_reservation"])
def test_an_unknown_reservation_is_refused(alice: Caller, function: str) -> None:
    unknown = str(uuid4())
    usage = USAGE[function]

    answer = alice.call(function, reservation_id=unknown, **usage)

    assert answer.status_code == 400
    assert unknown in answer.json()["message"]
    assert alice.rows("ai_agent_usage") == []


def test_a_blocked_user_is_denied(alice: Caller, service: Caller) -> None:
    service.call("set_user_blocked", user_id=alice.user_id).raise_for_status()

    denied = reserve(alice, tokens=1)

    assert (denied["allowed"], denied["reason"], denied["upgrade_tier"]) == (False, "blocked", None)
    assert alice.rows("ai_quota_alerts") == []


def test_an_unlimited_user_is_always_admitted(
    alice: Caller, service: Caller, set_used: Any
) -> None:
    override(service, alice.user_id, is_unlimited=True)
    set_used(alice.user_id, 10**15, 10**9)

    held = reserve(alice, tokens=2_000_000_000)

    assert (held["allowed"], held["remaining_tokens"]) == (True, None)


def test_a_user_without_a_quota_row_can_reserve(alice: Caller, db: Any) -> None:
    db.execute("delete from public.user_ai_quotas where user_id = %s", [alice.user_id])

    assert reserve(alice, tokens=10_000)["allowed"] is True
    assert reserve(alice, tokens=1)["allowed"] is False


def test_the_server_reserves_for_a_user(alice: Caller, service: Caller) -> None:
    held = reserve(service, tokens=10, user_id=alice.user_id)

    row = service.track(
        tokens_prompt=7,
        tokens_completion=0,
        reservation_id=held["reservation_id"],
        user_id=alice.user_id,
    )

    assert row == alice.status()
    assert row["used"] == 7


def test_a_policy_of_the_host_can_ask(alice: Caller, set_used: Any) -> None:
    set_used(alice.user_id, 9_000)

    answers = [alice.call("has_quota_for", tokens=tokens).json() for tokens in (1_000, 1_001)]

    assert answers == [True, False]


def test_the_last_tokens_go_to_one_of_32_clients(alice: Caller, set_used: Any) -> None:
    set_used(alice.user_id, 9_000)

    answers = at_once([lambda: alice.call("reserve_tokens", tokens=300)] * 32)

    assert sum(one_row(answer.json())["allowed"] for answer in answers) == 3
    assert alice.status()["remaining"] == 100


def test_a_reservation_is_charged_to_its_own_period(
    alice: Caller, service: Caller, db: Any, quota: Any
) -> None:
    alice.track(tokens_prompt=100, tokens_completion=0)
    held = reserve(alice, tokens=1_000)
    service.call("reset_user_quota", user_id=alice.user_id, reason="a gift").raise_for_status()
    assert alice.status()["reserved"] == 0

    row = one_row(settle(alice, held, 700).json())

    assert (row["used"], row["requests_used"]) == (0, 0)
    closed = one_row(alice.rows("ai_quota_periods"))
    assert (closed["tokens_used"], closed["requests_used"]) == (800, 2)
    assert closed["is_early"] is True
    assert differences(db, alice) == []


def test_a_period_with_nothing_but_a_reservation_is_kept_for_its_settlement(
    alice: Caller, service: Caller, db: Any
) -> None:
    held = reserve(alice, tokens=1_000)
    service.call("reset_user_quota", user_id=alice.user_id, reason="a gift").raise_for_status()

    settle(alice, held, 700).raise_for_status()

    assert one_row(alice.rows("ai_quota_periods"))["tokens_used"] == 700
    assert differences(db, alice) == []


def differences(db: Any, user: Caller) -> list[Any]:
    """What verify_quota_integrity says of that user."""
    rows: list[Any] = db.execute(
        "select * from public.verify_quota_integrity() where user_id = %s", [user.user_id]
    ).fetchall()
    return rows
