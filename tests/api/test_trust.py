"""Whom the database trusts: what a browser cannot do to the server's reservations and reports."""

import time
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import httpx
import psycopg
import pytest
from api.callers import GUIDE_CALL, Caller, at_once, one_row, reserve, settle


def expire(db: Any, held: dict[str, Any], ago: str = "1 second") -> None:
    """Lets a reservation's time be over."""
    db.execute(
        "update public.ai_quota_reservations set expires_at = now() - %s::interval where id = %s",
        [ago, held["reservation_id"]],
    )


def release(caller: Caller, held: dict[str, Any], **more: Any) -> httpx.Response:
    """Lets a reservation go."""
    return caller.call("release_reservation", reservation_id=held["reservation_id"], **more)


def state(db: Any, held: dict[str, Any]) -> str:
    """What became of a reservation."""
    row = db.execute(
        "select status from public.ai_quota_reservations where id = %s", [held["reservation_id"]]
    ).fetchone()
    return str(row["status"])


# Whose reservation it is


@pytest.fixture
def held(alice: Caller, service: Caller) -> dict[str, Any]:
    """A reservation that the server made for the user."""
    return reserve(service, tokens=9_000, user_id=alice.user_id)


def test_a_user_cannot_release_the_servers_reservation(
    alice: Caller, held: dict[str, Any], db: Any
) -> None:
    answer = release(alice, held)

    assert (answer.status_code, answer.json()["code"]) == (403, "42501")
    assert held["reservation_id"] in answer.json()["message"]
    assert answer.json()["hint"]
    assert (alice.status()["reserved"], state(db, held)) == (9_000, "pending")


@pytest.mark.parametrize("is_final", [True, False])
def test_a_user_cannot_settle_the_servers_reservation(
    alice: Caller, held: dict[str, Any], db: Any, is_final: bool
) -> None:
    answer = settle(alice, held, 0, is_final=is_final)

    assert (answer.status_code, answer.json()["code"]) == (403, "42501")
    assert (alice.status()["reserved"], state(db, held)) == (9_000, "pending")
    assert alice.rows("ai_agent_usage") == []


def test_the_server_settles_and_releases_a_users_reservation(
    alice: Caller, service: Caller, db: Any
) -> None:
    first, second = reserve(alice, tokens=1_000), reserve(alice, tokens=2_000)

    settled = settle(service, first, 700, user_id=alice.user_id)
    released = release(service, second, user_id=alice.user_id)

    assert (settled.status_code, released.status_code) == (200, 200)
    assert (state(db, first), state(db, second)) == ("settled", "released")
    assert (alice.status()["used"], alice.status()["reserved"]) == (700, 0)


def attack(user: Caller, server: Caller) -> int:
    """One call of the server's while the user tries to end its reservation: the tokens admitted."""
    name = uuid4().hex
    held = reserve(server, tokens=9_000, user_id=user.user_id)
    user.call("track_usage", tokens_prompt=0, tokens_completion=0, request_id=name)
    release(user, held)
    settle(user, held, 0)
    if not held["allowed"]:
        return 0
    settle(server, held, 9_000, request_id=name, user_id=user.user_id).raise_for_status()
    return 9_000


@pytest.mark.parametrize("users_report", [True, False])
def test_five_rounds_of_ending_the_servers_reservations_win_nothing(
    alice: Caller, service: Caller, set_setting: Any, users_report: bool
) -> None:
    set_setting("users_report_usage", users_report)

    admitted = [attack(alice, service) for _ in range(5)]

    assert admitted == [9_000, 0, 0, 0, 0]
    assert alice.status()["used"] == 9_000
    entries = alice.rows("ai_agent_usage", reported_by="server")
    assert [entry["tokens_total"] for entry in entries] == [9_000]


def test_ten_reservations_of_the_servers_are_not_admitted_one_after_another(
    alice: Caller, service: Caller
) -> None:
    first = reserve(service, tokens=10_000, user_id=alice.user_id)
    release(alice, first)

    second = reserve(service, tokens=10_000, user_id=alice.user_id)

    assert (first["allowed"], second["allowed"]) == (True, False)


# The server's settlement is always recorded


@pytest.fixture
def settled(alice: Caller, service: Caller, held: dict[str, Any]) -> dict[str, Any]:
    """A reservation that was settled."""
    settle(service, held, 0, user_id=alice.user_id).raise_for_status()
    return held


@pytest.fixture
def released(alice: Caller, service: Caller, held: dict[str, Any]) -> dict[str, Any]:
    """A reservation that was released."""
    release(service, held, user_id=alice.user_id).raise_for_status()
    return held


@pytest.fixture
def expired(alice: Caller, service: Caller, held: dict[str, Any], db: Any) -> dict[str, Any]:
    """A reservation of a closed period that expired long ago."""
    service.call("reset_user_quota", user_id=alice.user_id, reason="x").raise_for_status()
    expire(db, held, "2 hours")
    return held


@pytest.fixture
def unknown() -> dict[str, Any]:
    """A reservation that nobody made."""
    return {"reservation_id": str(uuid4())}


@pytest.fixture
def somebody_elses(bob: Caller) -> dict[str, Any]:
    """A reservation of another user."""
    return reserve(bob, tokens=1)


@pytest.mark.parametrize(
    ("kind", "despite"),
    [
        ("settled", "reservation settled"),
        ("released", "reservation released"),
        ("expired", "reservation expired"),
        ("unknown", "reservation unknown"),
        ("somebody_elses", "reservation unknown"),
    ],
)
def test_the_servers_settlement_is_recorded_whatever_became_of_the_reservation(
    request: pytest.FixtureRequest,
    alice: Caller,
    service: Caller,
    integrity: Any,
    kind: str,
    despite: str,
) -> None:
    held = request.getfixturevalue(kind)

    answer = settle(service, held, 700, user_id=alice.user_id)

    assert answer.status_code == 200
    assert one_row(answer.json())["used"] == 700
    entry = one_row(alice.rows("ai_agent_usage", tokens_total=700))
    assert entry["recorded_despite"] == despite
    assert integrity(alice.user_id) == []


def test_a_settlement_in_time_is_recorded_despite_nothing(
    alice: Caller, service: Caller, held: dict[str, Any]
) -> None:
    settle(service, held, 700, user_id=alice.user_id).raise_for_status()

    assert one_row(alice.rows("ai_agent_usage"))["recorded_despite"] is None


def test_the_servers_report_of_an_unknown_agent_is_recorded(alice: Caller, service: Caller) -> None:
    agent = str(uuid4())

    answer = service.call("track_usage", **{**GUIDE_CALL, "agent_id": agent}, user_id=alice.user_id)

    assert answer.status_code == 200
    entry = one_row(alice.rows("ai_agent_usage"))
    assert (entry["agent_id"], entry["recorded_despite"]) == (None, f"agent {agent} unknown")


def test_settlements_of_the_server_at_once_are_all_recorded(
    alice: Caller, service: Caller, held: dict[str, Any], integrity: Any
) -> None:
    # With it, the quota row looks the same to those that wait for the first.
    reserve(service, tokens=100, user_id=alice.user_id)

    answers = at_once([lambda: settle(service, held, 10, user_id=alice.user_id)] * 16)

    assert {answer.status_code for answer in answers} == {200}
    assert (alice.status()["used"], alice.status()["reserved"]) == (160, 100)
    despite = [entry["recorded_despite"] for entry in alice.rows("ai_agent_usage")]
    assert despite.count("reservation settled") == 15
    assert integrity(alice.user_id) == []


# Request ids of users and of the server are apart


def test_what_a_user_sent_never_blocks_what_the_server_sends(
    alice: Caller, service: Caller
) -> None:
    alice.track(tokens_prompt=0, tokens_completion=0, request_id="r-1")

    row = service.track(**GUIDE_CALL, request_id="r-1", user_id=alice.user_id)

    assert (row["used"], row["requests_used"]) == (2_000, 2)
    reporters = sorted(entry["reported_by"] for entry in alice.rows("ai_agent_usage"))
    assert reporters == ["server", "user"]


def test_each_reporters_retry_is_its_own(alice: Caller, service: Caller) -> None:
    call = {**GUIDE_CALL, "request_id": "r-1", "user_id": alice.user_id}

    answers = [reporter.track(**call) for reporter in [alice, service] * 2]

    assert [row["used"] for row in answers] == [2_000, 4_000, 4_000, 4_000]


def test_a_users_reservation_never_blocks_the_servers(alice: Caller, service: Caller) -> None:
    first = reserve(alice, tokens=10, request_id="r-1")

    second = reserve(service, tokens=20, request_id="r-1", user_id=alice.user_id)

    assert second["allowed"] is True
    assert first["reservation_id"] != second["reservation_id"]
    assert alice.status()["reserved"] == 30


@pytest.mark.parametrize("caller", ["alice", "service"])
def test_a_retried_reservation_is_the_same_one(
    request: pytest.FixtureRequest, alice: Caller, caller: str
) -> None:
    reporter: Caller = request.getfixturevalue(caller)
    asked = {"tokens": 10, "request_id": "r-1", "user_id": alice.user_id}

    first, second = reserve(reporter, **asked), reserve(reporter, **asked)

    assert first == second
    assert alice.status()["reserved"] == 10


def test_thirty_retried_reservations_at_once_are_one(alice: Caller, service: Caller) -> None:
    asked = {"tokens": 10, "request_id": "r-1", "user_id": alice.user_id}

    answers = at_once([lambda: reserve(service, **asked)] * 30)

    assert len({answer["reservation_id"] for answer in answers}) == 1
    assert alice.status()["reserved"] == 10


@pytest.mark.parametrize("change", [{"tokens": 11}, {"requests": 2}], ids=["tokens", "requests"])
def test_another_reservation_under_the_same_id_is_refused(
    alice: Caller, change: dict[str, Any]
) -> None:
    reserve(alice, tokens=10, request_id="r-1")

    answer = alice.call("reserve_tokens", **{"tokens": 10, "request_id": "r-1", **change})

    assert (answer.status_code, answer.json()["code"]) == (409, "23505")
    assert "r-1" in answer.json()["message"]
    assert alice.status()["reserved"] == 10


def test_the_id_of_a_closed_reservation_is_not_used_again(alice: Caller) -> None:
    release(alice, reserve(alice, tokens=10, request_id="r-1")).raise_for_status()

    answer = alice.call("reserve_tokens", tokens=10, request_id="r-1")

    assert (answer.status_code, answer.json()["code"]) == (409, "23505")
    assert "released" in answer.json()["message"]


# A late settlement has its bound


@pytest.fixture
def old(alice: Caller, service: Caller) -> dict[str, Any]:
    """A reservation of 1,000 tokens of a period that has been closed since."""
    held = reserve(service, tokens=1_000, user_id=alice.user_id)
    service.call("reset_user_quota", user_id=alice.user_id, reason="x").raise_for_status()
    return held


def closed(user: Caller) -> tuple[int, int]:
    """Tokens and requests of the only closed period."""
    period = one_row(user.rows("ai_quota_periods"))
    return period["tokens_used"], period["requests_used"]


def opened(user: Caller) -> tuple[int, int]:
    """Tokens and requests of the open period."""
    row = user.status()
    return row["used"], row["requests_used"]


@pytest.mark.parametrize(
    ("late", "tokens", "requests", "old_period", "open_period"),
    [
        ("0 seconds", 700, 1, (700, 1), (0, 0)),
        ("59 minutes", 1_000, 1, (1_000, 1), (0, 0)),
        ("59 minutes", 1_500, 1, (1_000, 1), (500, 0)),
        ("59 minutes", 700, 3, (700, 1), (0, 2)),
        ("59 minutes", 500_000, 1, (1_000, 1), (499_000, 0)),
        ("61 minutes", 700, 1, (0, 0), (700, 1)),
        ("31 days", 500_000, 1, (0, 0), (500_000, 1)),
    ],
)
def test_a_late_settlement_charges_the_old_period_for_an_hour_and_what_was_reserved(
    alice: Caller,
    service: Caller,
    db: Any,
    integrity: Any,
    old: dict[str, Any],
    late: str,
    tokens: int,
    requests: int,
    old_period: tuple[int, int],
    open_period: tuple[int, int],
) -> None:
    expire(db, old, late)

    settle(service, old, tokens, requests=requests, user_id=alice.user_id).raise_for_status()

    assert (closed(alice), opened(alice)) == (old_period, open_period)
    assert integrity(alice.user_id) == []


def test_a_stock_of_small_reservations_of_an_old_period_buys_nothing(
    alice: Caller, service: Caller, db: Any, integrity: Any
) -> None:
    stock = [reserve(alice, tokens=1) for _ in range(5)]
    service.call("reset_user_quota", user_id=alice.user_id, reason="x").raise_for_status()

    answers = [settle(service, held, 500_000, user_id=alice.user_id) for held in stock]

    assert {answer.status_code for answer in answers} == {200}
    assert closed(alice) == (5, 5)
    assert alice.status()["used"] == 2_499_995
    assert reserve(alice, tokens=1)["allowed"] is False
    assert {alert["threshold"] for alert in alice.rows("ai_quota_alerts")} >= {75, 90, 100}
    assert integrity(alice.user_id) == []


@pytest.mark.parametrize(
    ("caller", "seconds", "status"),
    [
        ("alice", 3_600, 200),
        ("alice", 3_601, 400),
        ("service", 86_400, 200),
        ("service", 86_401, 400),
    ],
)
def test_a_reservation_lasts_an_hour_for_users_and_a_day_for_the_server(
    request: pytest.FixtureRequest, alice: Caller, caller: str, seconds: int, status: int
) -> None:
    reserver: Caller = request.getfixturevalue(caller)

    answer = reserver.call(
        "reserve_tokens", tokens=1, expires_in_seconds=seconds, user_id=alice.user_id
    )

    assert answer.status_code == status


# Reservations that count as used when they expire


@pytest.fixture
def charging(alice: Caller, service: Caller) -> dict[str, Any]:
    """A reservation of the server's that is charged when it expires."""
    return reserve(service, tokens=8_000, requests=2, on_expiry="charge", user_id=alice.user_id)


def test_only_the_server_makes_reservations_that_are_charged(alice: Caller) -> None:
    answer = alice.call("reserve_tokens", tokens=1, on_expiry="charge")

    assert (answer.status_code, answer.json()["code"]) == (403, "42501")
    assert alice.status()["reserved"] == 0


def test_before_it_expires_it_only_holds(alice: Caller, charging: dict[str, Any]) -> None:
    row = alice.status()

    assert (row["used"], row["reserved"]) == (0, 8_000)


def test_the_status_counts_it_from_its_expiry_on_without_any_job(
    alice: Caller, charging: dict[str, Any], db: Any
) -> None:
    expire(db, charging)

    row = alice.status()

    assert (row["used"], row["reserved"], row["requests_used"]) == (8_000, 0, 2)
    assert row["status"] == "warning"
    assert alice.call("has_quota_for", tokens=2_001).json() is False
    assert alice.rows("ai_agent_usage") == []


def test_the_next_call_charges_it_as_an_estimate_at_its_expiry(
    alice: Caller, charging: dict[str, Any], db: Any, integrity: Any
) -> None:
    expire(db, charging)

    denied = reserve(alice, tokens=2_001)

    assert (denied["allowed"], denied["remaining_tokens"]) == (False, 2_000)
    entry = one_row(alice.rows("ai_agent_usage"))
    assert (entry["tokens_total"], entry["requests"]) == (8_000, 2)
    assert (entry["usage_source"], entry["reported_by"]) == ("estimated", "server")
    assert entry["created_at"] == one_row(alice.rows("ai_quota_reservations"))["expires_at"]
    assert state(db, charging) == "charged"
    assert one_row(alice.rows("ai_quota_alerts", kind="usage"))["threshold"] == 75
    assert integrity(alice.user_id) == []


def test_the_job_charges_it_for_a_user_who_does_not_call(
    alice: Caller, charging: dict[str, Any], db: Any, quota: Any
) -> None:
    expire(db, charging)

    db.execute("select ai_quota.charge_due_reservations()")

    assert quota(alice.user_id)["current_month_tokens"] == 8_000
    assert state(db, charging) == "charged"


def test_it_is_charged_once_by_sixteen_calls_at_once(
    alice: Caller, service: Caller, charging: dict[str, Any], db: Any, integrity: Any
) -> None:
    expire(db, charging)
    call: dict[str, Any] = {
        "tokens_prompt": 1,
        "tokens_completion": 0,
        "user_id": alice.user_id,
    }

    answers = at_once([lambda: service.call("track_usage", **call)] * 16)

    assert {answer.status_code for answer in answers} == {200}
    assert alice.status()["used"] == 8_016
    assert integrity(alice.user_id) == []


def test_a_settlement_in_time_leaves_nothing_to_charge(
    alice: Caller, service: Caller, charging: dict[str, Any], db: Any
) -> None:
    settle(service, charging, 300, user_id=alice.user_id).raise_for_status()
    expire(db, charging)

    db.execute("select ai_quota.charge_due_reservations()")

    assert alice.status()["used"] == 300


def test_what_parts_have_taken_out_is_not_charged_again(
    alice: Caller, service: Caller, charging: dict[str, Any], db: Any, integrity: Any
) -> None:
    settle(service, charging, 3_000, is_final=False, user_id=alice.user_id).raise_for_status()
    expire(db, charging)

    db.execute("select ai_quota.charge_due_reservations()")

    assert (alice.status()["used"], alice.status()["requests_used"]) == (8_000, 2)
    assert integrity(alice.user_id) == []


def test_a_later_settlement_corrects_the_charge(
    alice: Caller, service: Caller, charging: dict[str, Any], db: Any, integrity: Any
) -> None:
    expire(db, charging)
    db.execute("select ai_quota.charge_due_reservations()")

    row = one_row(settle(service, charging, 300, 200, user_id=alice.user_id).json())

    assert (row["used"], row["requests_used"]) == (500, 1)
    tokens = [entry["tokens_total"] for entry in alice.rows("ai_agent_usage")]
    assert sorted(tokens) == [-8_000, 500, 8_000]
    assert one_row(alice.rows("ai_quota_daily"))["unpriced_requests"] == 1
    assert integrity(alice.user_id) == []


def test_a_later_release_takes_the_charge_back(
    alice: Caller, service: Caller, charging: dict[str, Any], db: Any, integrity: Any
) -> None:
    expire(db, charging)
    db.execute("select ai_quota.charge_due_reservations()")

    rows = [release(service, charging, user_id=alice.user_id) for _ in range(2)]

    assert [one_row(row.json())["used"] for row in rows] == [0, 0]
    assert integrity(alice.user_id) == []


def test_a_user_cannot_take_back_what_was_charged(
    alice: Caller, charging: dict[str, Any], db: Any
) -> None:
    expire(db, charging)
    db.execute("select ai_quota.charge_due_reservations()")

    answers = [release(alice, charging), settle(alice, charging, 0)]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert alice.status()["used"] == 8_000
    assert state(db, charging) == "charged"


def test_it_is_charged_to_the_period_that_it_was_made_in(
    alice: Caller, service: Caller, charging: dict[str, Any], db: Any, integrity: Any
) -> None:
    service.call("reset_user_quota", user_id=alice.user_id, reason="x").raise_for_status()
    expire(db, charging)

    db.execute("select ai_quota.charge_due_reservations()")

    assert (closed(alice), opened(alice)) == ((8_000, 2), (0, 0))
    assert integrity(alice.user_id) == []


# What users can create is bounded


def fill_minute(db: Any, user: Caller, writes: int) -> None:
    """Lets a user have written that often in this minute, of which two seconds are left."""
    db.execute("select pg_sleep(case when extract(second from now()) > 58 then 2 else 0 end)")
    db.execute(
        "update public.user_ai_quotas set user_minute = date_trunc('minute', now(), 'UTC'),"
        " user_writes = %s where user_id = %s",
        [writes, user.user_id],
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


# Blocked users


@pytest.fixture
def blocked(alice: Caller, service: Caller) -> Caller:
    """A user who was blocked."""
    service.call("set_user_blocked", user_id=alice.user_id).raise_for_status()
    return alice


def test_a_blocked_users_own_report_is_refused(blocked: Caller) -> None:
    answer = blocked.call("track_usage", **GUIDE_CALL)

    assert (answer.status_code, answer.json()["code"]) == (403, "42501")
    assert "blocked" in answer.json()["message"]
    assert blocked.rows("ai_agent_usage") == []
    assert blocked.status()["used"] == 0


def test_a_blocked_users_own_settlement_is_refused(alice: Caller, service: Caller) -> None:
    held = reserve(alice, tokens=10)
    service.call("set_user_blocked", user_id=alice.user_id).raise_for_status()

    answer = settle(alice, held, 5)

    assert (answer.status_code, answer.json()["code"]) == (403, "42501")
    assert alice.rows("ai_agent_usage") == []


def test_what_the_server_reports_of_a_blocked_user_is_recorded(
    blocked: Caller, service: Caller
) -> None:
    row = service.track(**GUIDE_CALL, user_id=blocked.user_id)

    assert (row["used"], row["is_blocked"]) == (2_000, True)


# What only the server says


@pytest.mark.parametrize("cost", [0, 1e9, -1, "NaN", "0." + "1" * 16_000])
def test_a_users_cost_is_ignored(alice: Caller, cost: object) -> None:
    alice.call(
        "track_usage",
        tokens_prompt=1_000_000,
        tokens_completion=0,
        model_used="gpt-4o-mini",
        cost_usd=cost,
    ).raise_for_status()

    assert one_row(alice.rows("ai_agent_usage"))["cost_usd"] == 0.15
    assert one_row(alice.rows("ai_quota_daily"))["cost_usd"] == 0.15


def test_the_servers_cost_is_kept_to_twelve_places(alice: Caller, service: Caller, db: Any) -> None:
    service.call(
        "track_usage", **GUIDE_CALL, cost_usd="0." + "1" * 16_000, user_id=alice.user_id
    ).raise_for_status()

    row = db.execute(
        "select cost_usd::text from public.ai_agent_usage where user_id = %s", [alice.user_id]
    ).fetchone()
    assert row["cost_usd"] == "0.111111111111"


def test_a_user_cannot_say_when_a_call_was(alice: Caller) -> None:
    answer = alice.call("track_usage", **GUIDE_CALL, occurred_at="2024-01-01T00:00:00Z")

    assert (answer.status_code, answer.json()["code"]) == (403, "42501")
    assert "occurred_at" in answer.json()["message"]
    assert alice.rows("ai_agent_usage") == []


def test_users_report_nothing_where_the_setting_is_off(alice: Caller, set_setting: Any) -> None:
    set_setting("users_report_usage", False)

    answer = alice.call("track_usage", **GUIDE_CALL)

    assert (answer.status_code, answer.json()["code"]) == (403, "42501")
    assert alice.rows("ai_agent_usage") == []


def test_the_server_reports_where_users_do_not(
    alice: Caller, service: Caller, set_setting: Any
) -> None:
    set_setting("users_report_usage", False)

    assert service.track(**GUIDE_CALL, user_id=alice.user_id)["used"] == 2_000


QUESTIONS: dict[str, dict[str, Any]] = {
    "has_quota_for": {"tokens": 1},
    "check_user_quota": {"p_estimated_tokens": 1},
}


@pytest.mark.parametrize("function", QUESTIONS)
def test_the_server_says_whose_quota_it_asks_for(service: Caller, function: str) -> None:
    answer = service.call(function, **QUESTIONS[function])

    assert (answer.status_code, answer.json()["code"]) == (400, "22023")
    assert "user_id" in answer.json()["message"]
    assert answer.json()["hint"]


def test_the_server_is_answered_for_the_user_whom_it_names(
    alice: Caller, bob: Caller, service: Caller, set_used: Any
) -> None:
    set_used(alice.user_id, 9_000)

    answers = [
        service.call("has_quota_for", tokens=1_001, user_id=user.user_id).json()
        for user in (alice, bob)
    ]
    advice = one_row(service.call("check_user_quota", user_id=alice.user_id).json())

    assert answers == [False, True]
    assert advice["remaining_tokens"] == 1_000


@pytest.mark.parametrize("function", QUESTIONS)
def test_a_user_is_not_answered_for_another(alice: Caller, bob: Caller, function: str) -> None:
    answer = alice.call(function, **QUESTIONS[function], user_id=bob.user_id)

    assert (answer.status_code, answer.json()["code"]) == (403, "42501")


def test_the_server_reads_the_status_of_any_user(
    alice: Caller, bob: Caller, service: Caller, set_used: Any
) -> None:
    set_used(alice.user_id, 9_000)

    rows = [
        one_row(service.call("get_quota_status_for", user_id=user.user_id).json())
        for user in (alice, bob)
    ]

    assert rows == [alice.status(), bob.status()]


def test_users_read_no_status_but_their_own(alice: Caller, bob: Caller) -> None:
    answer = alice.call("get_quota_status_for", user_id=bob.user_id)

    assert (answer.status_code, answer.json()["code"]) == (403, "42501")


# Anonymous users


@pytest.fixture
def anonymous(alice: Caller, db: Any) -> Caller:
    """A user who has signed in anonymously."""
    db.execute("update auth.users set is_anonymous = true where id = %s", [alice.user_id])
    db.execute("delete from public.user_ai_quotas where user_id = %s", [alice.user_id])
    db.execute("select ai_quota.create_quota(%s)", [alice.user_id])
    return alice


def test_no_call_of_an_anonymous_user_is_admitted(anonymous: Caller, service: Caller) -> None:
    denied = reserve(service, tokens=1, user_id=anonymous.user_id)

    assert (denied["allowed"], denied["reason"]) == (False, "anonymous")
    assert anonymous.call("has_quota_for", tokens=1).json() is False


def test_anonymous_users_may_have_a_tier_of_their_own(
    anonymous: Caller, service: Caller, set_setting: Any
) -> None:
    set_setting("anonymous_tier", "basic")

    held = reserve(service, tokens=20_000, user_id=anonymous.user_id)

    assert held["allowed"] is True
    assert anonymous.status()["tier"] == "basic"


def test_an_anonymous_user_who_signs_up_for_good_is_admitted(anonymous: Caller, db: Any) -> None:
    db.execute("update auth.users set is_anonymous = false where id = %s", [anonymous.user_id])

    assert reserve(anonymous, tokens=1)["allowed"] is True


# Without its row of settings everything is at its strictest


def withdraw_tiny(db: Any) -> bool:
    """Gives users of `a_tiny` their tier back and deletes it; false if one has got it since."""
    db.execute(
        "select ai_quota.lock_quota(q.user_id, refresh => true)"
        " from public.user_ai_quotas as q where q.tier = 'a_tiny'"
    )
    try:
        db.execute("delete from public.ai_quota_tiers where tier = 'a_tiny'")
    except psycopg.errors.ForeignKeyViolation:
        return False
    return True


@pytest.fixture
def no_settings(db: Any) -> Iterator[None]:
    """The row of settings is gone until the end of the test, and the smallest tier is `a_tiny`."""
    db.execute(
        "insert into public.ai_quota_tiers (tier, monthly_token_quota, monthly_request_quota)"
        " values ('a_tiny', 1, 1)"
    )
    kept = db.execute("delete from ai_quota.settings returning to_json(settings)::text").fetchone()
    yield
    db.execute(
        "insert into ai_quota.settings"
        " select * from json_populate_record(null::ai_quota.settings, %s)",
        [kept["to_json"]],
    )
    # The job may be writing the limits of the settings as they were.
    deadline = time.monotonic() + 20
    while not withdraw_tiny(db):
        assert time.monotonic() < deadline


def test_without_settings_users_report_nothing(no_settings: None, alice: Caller) -> None:
    answer = alice.call("track_usage", **GUIDE_CALL)

    assert (answer.status_code, answer.json()["code"]) == (403, "42501")


def test_without_settings_the_server_reports_and_limits_hold(
    no_settings: None, alice: Caller, service: Caller
) -> None:
    row = service.track(**GUIDE_CALL, user_id=alice.user_id)

    assert (row["limit"], row["requests_limit"], row["tier"]) == (1, 1, "a_tiny")
    assert reserve(service, tokens=1, user_id=alice.user_id)["allowed"] is False
    assert alice.status() == row


def test_without_settings_a_new_user_gets_the_smallest_tier(
    no_settings: None, sign_up: Any, quota: Any
) -> None:
    user: Caller = sign_up()

    assert (user.status()["limit"], user.status()["tier"]) == (1, "a_tiny")
    assert quota(user.user_id)["monthly_token_quota"] == 1


def test_without_settings_no_anonymous_user_is_admitted(
    no_settings: None, anonymous: Caller, service: Caller
) -> None:
    denied = reserve(service, tokens=1, user_id=anonymous.user_id)

    assert (denied["allowed"], denied["reason"]) == (False, "anonymous")


def test_without_settings_a_user_writes_once_a_minute_and_holds_one_reservation(
    no_settings: None, alice: Caller, db: Any
) -> None:
    fill_minute(db, alice, 0)
    held = reserve(alice, tokens=1)
    second = alice.call("reserve_tokens", tokens=1)
    fill_minute(db, alice, 0)

    third = alice.call("reserve_tokens", tokens=1)

    assert (held["allowed"], second.status_code, third.status_code) == (True, 429, 429)
    assert "1 reports" in second.json()["message"]
    assert "1 open reservations" in third.json()["message"]


def test_without_settings_nothing_is_kept_of_a_deleted_account(
    no_settings: None, alice: Caller, service: Caller, db: Any
) -> None:
    service.track(**{**GUIDE_CALL, "workflow_id": alice.user_id}, user_id=alice.user_id)

    db.execute("delete from auth.users where id = %s", [alice.user_id])

    assert service.rows("ai_agent_usage", workflow_id=alice.user_id) == []


def test_another_default_tier_is_that_of_old_users_too(
    alice: Caller, bob: Caller, service: Caller, set_setting: Any, integrity: Any
) -> None:
    service.call("initialize_user_quota", user_id=bob.user_id, tier="pro").raise_for_status()

    set_setting("default_tier", "basic")

    assert (alice.status()["tier"], alice.status()["limit"]) == ("basic", 50_000)
    assert (bob.status()["tier"], bob.status()["limit"]) == ("pro", 200_000)
    assert reserve(alice, tokens=50_000)["allowed"] is True
    assert integrity(alice.user_id) == []


# Admins and operators


ACTIONS: dict[str, dict[str, Any]] = {
    "adjust_usage": {"tokens": 100, "reason": "a correction"},
    "reset_user_quota": {"reason": "a correction"},
    "set_user_blocked": {"reason": "a correction"},
}


@pytest.mark.parametrize("function", ACTIONS)
def test_an_operator_acts_and_his_reason_is_kept(
    alice: Caller, operator: Caller, service: Caller, function: str
) -> None:
    answer = operator.call(function, user_id=alice.user_id, **ACTIONS[function])

    assert answer.status_code == 200
    kept = one_row(service.rows("ai_quota_audit", user_id=alice.user_id))
    assert (kept["action"], kept["reason"]) == (function, "a correction")
    assert kept["actor"] == operator.user_id


@pytest.mark.parametrize("function", ACTIONS)
def test_an_operator_does_not_act_on_himself(
    operator: Caller, service: Caller, function: str
) -> None:
    answer = operator.call(function, user_id=operator.user_id, **ACTIONS[function])

    assert (answer.status_code, answer.json()["code"]) == (403, "42501")
    assert operator.user_id in answer.json()["message"]
    assert operator.status()["used"] == 0
    assert service.rows("ai_quota_audit", user_id=operator.user_id) == []


@pytest.mark.parametrize("function", ACTIONS)
def test_an_operator_says_on_whom_he_acts(operator: Caller, function: str) -> None:
    answer = operator.call(function, user_id=None, **ACTIONS[function])

    assert (answer.status_code, answer.json()["code"]) == (403, "42501")


@pytest.mark.parametrize("function", ACTIONS)
def test_an_operator_gives_a_reason(alice: Caller, operator: Caller, function: str) -> None:
    answer = operator.call(function, **{**ACTIONS[function], "reason": None}, user_id=alice.user_id)

    assert answer.status_code == 400
    assert "reason" in answer.json()["message"]
    assert alice.status()["is_blocked"] is False


@pytest.mark.parametrize("function", ACTIONS)
@pytest.mark.parametrize("role", ["admin", "Operator", None])
def test_a_claim_that_was_withdrawn_is_worth_nothing(
    alice: Caller, operator: Caller, db: Any, function: str, role: str | None
) -> None:
    db.execute(
        "update auth.users set raw_app_meta_data ="
        " jsonb_build_object('ai_quota_role', %s::text) where id = %s",
        [role, operator.user_id],
    )

    answer = operator.call(function, user_id=alice.user_id, **ACTIONS[function])

    assert (answer.status_code, answer.json()["code"]) == (403, "42501")
    assert (alice.status()["used"], alice.status()["is_blocked"]) == (0, False)


@pytest.mark.parametrize("function", ACTIONS)
def test_an_admin_only_reads(alice: Caller, admin: Caller, function: str) -> None:
    answer = admin.call(function, user_id=alice.user_id, **ACTIONS[function])

    assert (answer.status_code, answer.json()["code"]) == (403, "42501")


@pytest.mark.parametrize(
    ("function", "arguments"),
    [
        ("verify_quota_integrity", {}),
        ("reset_monthly_quotas", {}),
        ("claim_quota_alerts", {}),
        ("track_usage_batch", {"calls": []}),
    ],
)
def test_an_operator_is_not_the_server(
    operator: Caller, function: str, arguments: dict[str, Any]
) -> None:
    answer = operator.call(function, **arguments)

    assert (answer.status_code, answer.json()["code"]) == (403, "42501")


def test_an_operator_does_not_record_for_others(alice: Caller, operator: Caller) -> None:
    answer = operator.call("track_usage", **GUIDE_CALL, user_id=alice.user_id)

    assert (answer.status_code, answer.json()["code"]) == (403, "42501")


def test_an_operator_reads_everybodys_rows(alice: Caller, operator: Caller) -> None:
    alice.track(**GUIDE_CALL)

    assert one_row(operator.rows("ai_agent_usage", user_id=alice.user_id))["tokens_total"] == 2_000


@pytest.mark.parametrize(
    "claims",
    [
        {"app_metadata": {"role": "admin"}},
        {"app_metadata": {"ai_quota_role": "superuser"}},
        {"app_metadata": {"ai_quota_role": ["admin"]}},
        {"app_metadata": "admin"},
        {"ai_quota_role": "admin"},
        {"user_metadata": {"ai_quota_role": "operator"}},
    ],
    ids=str,
)
def test_no_other_claim_makes_an_admin(alice: Caller, sign_up: Any, claims: dict[str, Any]) -> None:
    pretender: Caller = sign_up(**claims)

    assert pretender.rows("user_ai_quotas", user_id=alice.user_id) == []
    answer = pretender.call("set_user_blocked", user_id=alice.user_id, reason="mine")
    assert answer.status_code == 403


# What operators and workers wrote is not the user's to read


def test_a_user_does_not_read_why_it_was_corrected(alice: Caller, service: Caller) -> None:
    service.call(
        "adjust_usage", user_id=alice.user_id, tokens=1, reason="suspected fraud"
    ).raise_for_status()
    service.call("reset_user_quota", user_id=alice.user_id, reason="suspected fraud")
    tables = ["ai_agent_usage", "ai_quota_periods", "ai_quota_audit", "user_ai_quotas"]

    seen = [alice.http.get(f"/rest/v1/{table}").text for table in tables]

    assert "fraud" not in "".join(seen)
    assert len(service.rows("ai_quota_audit", user_id=alice.user_id)) == 2


def test_a_user_does_not_read_how_the_delivery_of_its_alerts_goes(
    alice: Caller, service: Caller, db: Any
) -> None:
    db.execute("delete from public.ai_quota_alerts")
    alice.track(tokens_prompt=10_000, tokens_completion=0)
    claimed = one_row(service.call("claim_quota_alerts").json())
    service.call("fail_quota_alert", id=claimed["id"], error="smtp://user@host").raise_for_status()

    seen = alice.http.get("/rest/v1/ai_quota_alerts").text
    hidden = alice.http.get("/rest/v1/alert_deliveries", headers={"Accept-Profile": "ai_quota"})

    assert "smtp" not in seen
    assert "attempts" not in seen
    assert hidden.status_code == 406
