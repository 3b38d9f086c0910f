"""What users can create is bounded: writes a minute, open reservations, how long they are kept."""

from typing import Any

import pytest
from api.callers import (
    GUIDE_CALL,
    Caller,
    at_once,
    expire,
    fill_minute,
    release,
    reserve,
    settle,
)

WRITES: dict[str, dict[str, Any]] = {
    "track_usage": {"tokens_prompt": 1, "tokens_completion": 1},
    "reserve_tokens": {"tokens": 1},
}


@pytest.mark.parametrize("function", WRITES)
def test_the_last_write_of_a_minute_is_admitted_and_the_next_told_when_to_come_again(
    alice: Caller, db: Any, function: str
) -> None:
    fill_minute(db, alice, 119)

    last = alice.call(function, **WRITES[function])
    beyond = alice.call(function, **WRITES[function])

    assert last.status_code == 200
    assert beyond.status_code == 429
    assert 1 <= int(beyond.headers["Retry-After"]) <= 60
    error = beyond.json()
    assert "120" in error["message"]
    assert error["hint"]
    assert beyond.headers["Retry-After"] in error["details"]
    assert len(alice.rows("ai_agent_usage")) + len(alice.rows("ai_quota_reservations")) == 1


def test_a_settlement_counts_as_a_write_too(alice: Caller, db: Any) -> None:
    held = reserve(alice, tokens=10)
    fill_minute(db, alice, 120)

    answer = settle(alice, held, 5)

    assert answer.status_code == 429
    assert alice.status()["reserved"] == 10


@pytest.mark.parametrize("function", WRITES)
def test_the_next_minute_counts_anew(alice: Caller, db: Any, function: str) -> None:
    fill_minute(db, alice, 120)
    db.execute(
        "update public.user_ai_quotas set user_minute = user_minute - interval '1 minute'"
        " where user_id = %s",
        [alice.user_id],
    )

    assert alice.call(function, **WRITES[function]).status_code == 200


def test_the_writes_of_a_minute_are_a_setting(alice: Caller, db: Any, set_setting: Any) -> None:
    set_setting("user_writes_per_minute", 500)
    fill_minute(db, alice, 120)

    assert alice.call("track_usage", **WRITES["track_usage"]).status_code == 200


def test_the_server_writes_as_often_as_it_likes(alice: Caller, service: Caller, db: Any) -> None:
    fill_minute(db, alice, 120)

    answers = [
        service.call(function, **arguments, user_id=alice.user_id)
        for function, arguments in WRITES.items()
    ]

    assert [answer.status_code for answer in answers] == [200, 200]


def test_a_retry_that_is_counted_already_is_no_write(alice: Caller, db: Any) -> None:
    alice.track(**GUIDE_CALL, request_id="r-1")
    fill_minute(db, alice, 120)

    assert alice.call("track_usage", **GUIDE_CALL, request_id="r-1").status_code == 200


def test_a_user_holds_at_most_twenty_reservations_and_is_told_when_the_first_ends(
    alice: Caller,
) -> None:
    first = [reserve(alice, tokens=1, expires_in_seconds=30)]
    held = [*first, *(reserve(alice, tokens=1) for _ in range(19))]

    beyond = alice.call("reserve_tokens", tokens=1)

    assert {row["allowed"] for row in held} == {True}
    assert beyond.status_code == 429
    assert 1 <= int(beyond.headers["Retry-After"]) <= 30
    assert "20" in beyond.json()["message"]
    assert alice.status()["reserved"] == 20


@pytest.fixture
def holding_one(alice: Caller, set_setting: Any) -> dict[str, Any]:
    """The only reservation that the user may hold."""
    set_setting("user_open_holds", 1)
    return reserve(alice, tokens=1)


def test_a_reservation_that_is_over_makes_room(
    alice: Caller, holding_one: dict[str, Any], db: Any
) -> None:
    full = alice.call("reserve_tokens", tokens=1)
    release(alice, holding_one).raise_for_status()
    second = reserve(alice, tokens=1)
    expire(db, second)

    third = reserve(alice, tokens=1)

    assert full.status_code == 429
    assert third["allowed"] is True


def test_reservations_of_the_servers_are_not_counted(
    alice: Caller, service: Caller, holding_one: dict[str, Any]
) -> None:
    more = [reserve(service, tokens=1, user_id=alice.user_id) for _ in range(2)]
    release(alice, holding_one).raise_for_status()

    again = reserve(alice, tokens=1)

    assert [row["allowed"] for row in [*more, again]] == [True, True, True]


def test_a_retried_reservation_is_no_second_one(alice: Caller, set_setting: Any) -> None:
    set_setting("user_open_holds", 1)
    first = reserve(alice, tokens=1, request_id="r-1")

    assert reserve(alice, tokens=1, request_id="r-1") == first


def test_of_thirty_reservations_at_once_twenty_are_held(alice: Caller) -> None:
    answers = at_once([lambda: alice.call("reserve_tokens", tokens=1)] * 30)

    assert sorted(answer.status_code for answer in answers) == [200] * 20 + [429] * 10
    assert alice.status()["reserved"] == 20


@pytest.mark.parametrize(
    ("change", "is_kept"),
    [
        ("status = 'released', closed_at = now() - interval '91 days'", False),
        ("status = 'settled', closed_at = now() - interval '91 days'", False),
        ("status = 'charged', closed_at = now() - interval '91 days'", False),
        ("expires_at = now() - interval '91 days'", False),
        ("status = 'released', closed_at = now() - interval '89 days'", True),
        ("expires_at = now() - interval '89 days'", True),
        ("expires_at = now() + interval '1 minute'", True),
        ("expires_at = now() - interval '91 days', on_expiry = 'charge'", True),
    ],
)
def test_the_job_deletes_reservations_that_have_been_over_for_long(
    alice: Caller, db: Any, change: str, is_kept: bool
) -> None:
    held = reserve(alice, tokens=1)
    db.execute(
        f"update public.ai_quota_reservations set {change} where id = %s",
        [held["reservation_id"]],
    )

    db.execute("select ai_quota.prune()")

    assert len(alice.rows("ai_quota_reservations")) == is_kept


def test_how_long_reservations_are_kept_is_a_setting(
    alice: Caller, db: Any, set_setting: Any
) -> None:
    release(alice, reserve(alice, tokens=1)).raise_for_status()
    set_setting("keep_closed_holds", "0 seconds")

    db.execute("select ai_quota.prune()")

    assert alice.rows("ai_quota_reservations") == []
