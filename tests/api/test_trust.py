"""Whom the database trusts: what a browser cannot do to the server's reservations and reports."""

from typing import Any
from uuid import uuid4

import pytest
from api.callers import (
    GUIDE_CALL,
    Caller,
    at_once,
    expire,
    one_row,
    release,
    reserve,
    settle,
    state,
)

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
