"""What operators do: alerts to workers, corrections, early resets, blocks, integrity and repair."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from api.callers import GUIDE_CALL, Caller, at_once, one_row, subscribe

FUNCTIONS: dict[str, dict[str, Any]] = {
    "adjust_usage": {"user_id": str(uuid4()), "tokens": -1, "reason": "refund"},
    "reset_user_quota": {"user_id": str(uuid4()), "reason": "gift"},
    "set_user_blocked": {"user_id": str(uuid4())},
    "repair_user_quota": {"user_id": str(uuid4())},
    "verify_quota_integrity": {},
    "claim_quota_alerts": {"limit": 1},
    "complete_quota_alert": {"id": 1},
    "fail_quota_alert": {"id": 1, "error": "no"},
}


# Of a user, and of everybody; catalog.test.sql has the privileges of all functions.
@pytest.mark.parametrize("function", ["adjust_usage", "verify_quota_integrity"])
def test_users_and_admins_do_none_of_it(
    alice: Caller, admin: Caller, anon: Caller, function: str
) -> None:
    answers = [caller.call(function, **FUNCTIONS[function]) for caller in (alice, admin, anon)]

    assert [answer.status_code for answer in answers] == [403, 403, 401]
    assert {answer.json()["code"] for answer in answers} == {"42501"}


@pytest.mark.parametrize(
    "function", ["adjust_usage", "reset_user_quota", "set_user_blocked", "repair_user_quota"]
)
def test_an_unknown_user_is_refused(service: Caller, function: str) -> None:
    answer = service.call(function, **FUNCTIONS[function])

    assert answer.status_code == 400
    assert FUNCTIONS[function]["user_id"] in answer.json()["message"]
    assert answer.json()["hint"]


# Corrections


def test_a_correction_is_a_ledger_row_of_its_own(
    alice: Caller, service: Caller, integrity: Any
) -> None:
    alice.track(**GUIDE_CALL)

    row = service.call(
        "adjust_usage",
        user_id=alice.user_id,
        tokens=-500,
        requests=-1,
        cost_usd=-0.25,
        reason="refund",
    ).json()

    assert (row["current_month_tokens"], row["current_month_requests"]) == (1_500, 0)
    entries = sorted(alice.rows("ai_agent_usage"), key=lambda entry: entry["id"])
    assert [entry["tokens_total"] for entry in entries] == [2_000, -500]
    assert (entries[1]["is_adjustment"], entries[1]["cost_usd"]) == (True, -0.25)
    kept = one_row(service.rows("ai_quota_audit", user_id=alice.user_id))
    assert (kept["action"], kept["reason"], kept["actor"]) == ("adjust_usage", "refund", None)
    assert (kept["details"]["tokens"], kept["details"]["requests"]) == (-500, -1)
    assert integrity(alice.user_id) == []


def test_a_correction_adds_too_and_may_reach_a_threshold(alice: Caller, service: Caller) -> None:
    service.call(
        "adjust_usage", user_id=alice.user_id, tokens=7_500, reason="an import"
    ).raise_for_status()

    assert alice.status()["status"] == "warning"
    assert one_row(alice.rows("ai_quota_alerts"))["threshold"] == 75


def test_a_retried_correction_counts_once(alice: Caller, service: Caller) -> None:
    correction: dict[str, Any] = {
        "user_id": alice.user_id,
        "tokens": 100,
        "reason": "an import",
        "request_id": "import-1",
    }

    for _ in range(2):
        service.call("adjust_usage", **correction).raise_for_status()

    assert alice.status()["used"] == 100


@pytest.mark.parametrize(
    ("change", "argument", "value"),
    [
        ({"tokens": -2_001}, "tokens", "-2001"),
        ({"tokens": None}, "tokens", "null"),
        ({"tokens": 2**31}, "tokens", str(2**31)),
        ({"requests": -2}, "requests", "1 requests"),
        ({"requests": None}, "requests", "null"),
        ({"cost_usd": "NaN"}, "cost_usd", "NaN"),
        ({"reason": ""}, "reason", "0"),
        ({"reason": None}, "reason", "0"),
        ({"reason": "x" * 501}, "reason", "501"),
        ({"request_id": ""}, "request_id", "''"),
    ],
)
def test_a_bad_correction_changes_nothing(
    alice: Caller, service: Caller, change: dict[str, Any], argument: str, value: str
) -> None:
    alice.track(**GUIDE_CALL)
    correction = {"user_id": alice.user_id, "tokens": 1, "requests": 0, "reason": "refund"}

    answer = service.call("adjust_usage", **{**correction, **change})

    assert answer.status_code == 400
    assert argument in answer.json()["message"]
    assert value in answer.json()["message"]
    assert answer.json()["hint"]
    assert alice.status()["used"] == 2_000
    assert len(alice.rows("ai_agent_usage")) == 1


# Early resets


def test_an_early_reset_keeps_the_period_and_its_reason(
    alice: Caller, service: Caller, integrity: Any
) -> None:
    alice.track(**GUIDE_CALL)
    reset_date = alice.status()["reset_date"]

    service.call("reset_user_quota", user_id=alice.user_id, reason="a gift").raise_for_status()
    row = alice.track(**GUIDE_CALL)

    assert (row["used"], row["reset_date"]) == (2_000, reset_date)
    closed = one_row(alice.rows("ai_quota_periods"))
    assert (closed["tokens_used"], closed["is_early"]) == (2_000, True)
    kept = one_row(service.rows("ai_quota_audit", user_id=alice.user_id))
    assert (kept["action"], kept["reason"]) == ("reset_user_quota", "a gift")
    assert integrity(alice.user_id) == []


def test_two_early_resets_keep_two_periods(alice: Caller, service: Caller, integrity: Any) -> None:
    for _ in range(2):
        alice.track(**GUIDE_CALL)
        service.call("reset_user_quota", user_id=alice.user_id, reason="x").raise_for_status()

    periods = alice.rows("ai_quota_periods")
    assert [period["tokens_used"] for period in periods] == [2_000, 2_000]
    assert integrity(alice.user_id) == []


def test_a_new_period_alerts_anew(alice: Caller, service: Caller) -> None:
    alice.track(tokens_prompt=7_500, tokens_completion=0)
    service.call("reset_user_quota", user_id=alice.user_id, reason="x").raise_for_status()

    alice.track(tokens_prompt=7_500, tokens_completion=0)

    assert len(alice.rows("ai_quota_alerts")) == 2


@pytest.mark.parametrize("reason", [None, "", " ", "x" * 501])
def test_a_reset_without_a_reason_is_refused(
    alice: Caller, service: Caller, reason: str | None
) -> None:
    answer = service.call("reset_user_quota", user_id=alice.user_id, reason=reason)

    assert answer.status_code == 400
    assert "reason" in answer.json()["message"]


def test_a_blocked_user_can_go_on_again(alice: Caller, service: Caller) -> None:
    service.call("set_user_blocked", user_id=alice.user_id).raise_for_status()

    service.call("set_user_blocked", user_id=alice.user_id, is_blocked=False).raise_for_status()

    assert one_row(alice.call("reserve_tokens", tokens=1).json())["allowed"] is True


# Alerts


@pytest.fixture
def alert(alice: Caller, db: Any) -> dict[str, Any]:
    """The only alert that is there to deliver."""
    db.execute("delete from public.ai_quota_alerts")
    alice.track(tokens_prompt=10_000, tokens_completion=0)
    return one_row(alice.rows("ai_quota_alerts", threshold=100))


def due(db: Any) -> None:
    """Lets every alert's next attempt be now."""
    db.execute("update ai_quota.alert_deliveries set next_attempt_at = now() - interval '1 second'")


def test_a_worker_gets_the_highest_alert_only(alert: dict[str, Any], service: Caller) -> None:
    claimed = one_row(service.call("claim_quota_alerts").json())

    assert (claimed["id"], claimed["threshold"], claimed["attempts"]) == (alert["id"], 100, 1)


def test_a_claimed_alert_is_nobody_elses_for_a_minute(
    alert: dict[str, Any], service: Caller
) -> None:
    service.call("claim_quota_alerts").raise_for_status()

    assert service.call("claim_quota_alerts").json() == []


def test_the_alerts_of_a_dead_worker_come_back(
    alert: dict[str, Any], service: Caller, db: Any
) -> None:
    service.call("claim_quota_alerts").raise_for_status()
    due(db)

    assert one_row(service.call("claim_quota_alerts").json())["attempts"] == 2


def test_a_delivered_alert_does_not_come_back(
    alert: dict[str, Any], service: Caller, db: Any
) -> None:
    service.call("claim_quota_alerts").raise_for_status()

    first = service.call("complete_quota_alert", id=alert["id"]).json()
    second = service.call("complete_quota_alert", id=alert["id"]).json()
    due(db)

    assert first["delivered_at"] == second["delivered_at"]
    assert service.call("claim_quota_alerts").json() == []


def test_a_failed_alert_waits_longer_each_time(
    alert: dict[str, Any], service: Caller, db: Any
) -> None:
    wait = "select extract(epoch from next_attempt_at - now()) as s from ai_quota.alert_deliveries"
    waited = []
    for _ in range(8):
        due(db)
        service.call("claim_quota_alerts").raise_for_status()
        service.call("fail_quota_alert", id=alert["id"], error="smtp is down").raise_for_status()
        row = one_row(db.execute(wait + " where alert_id = %s", [alert["id"]]).fetchall())
        waited.append(round(float(row["s"]) / 60))

    assert waited == [1, 2, 4, 8, 16, 32, 60, 60]


def test_an_alert_is_given_up_after_ten_attempts(
    alert: dict[str, Any], service: Caller, db: Any
) -> None:
    for _ in range(10):
        due(db)
        one_row(service.call("claim_quota_alerts").json())
    due(db)

    assert service.call("claim_quota_alerts").json() == []


@pytest.mark.parametrize("limit", [0, 1_001, None])
def test_a_claim_of_a_bad_limit_is_refused(service: Caller, limit: int | None) -> None:
    answer = service.call("claim_quota_alerts", limit=limit)

    assert answer.status_code == 400
    assert "limit must" in answer.json()["message"]


@pytest.mark.parametrize("function", ["complete_quota_alert", "fail_quota_alert"])
def test_an_unknown_alert_is_refused(service: Caller, function: str) -> None:
    answer = service.call(function, **{**FUNCTIONS[function], "id": 999_999_999})

    assert answer.status_code == 400
    assert "999999999" in answer.json()["message"]


def test_of_32_workers_no_two_get_one_alert_at_the_same_time(
    sign_up: Any, service: Caller, db: Any
) -> None:
    db.execute("delete from public.ai_quota_alerts")
    for _ in range(10):
        sign_up().track(tokens_prompt=10_000, tokens_completion=0)

    answers = at_once([lambda: service.call("claim_quota_alerts", limit=3)] * 32)

    ids = [alert["id"] for answer in answers for alert in answer.json()]
    assert len(ids) == 10
    assert len(set(ids)) == 10


def test_32_clients_across_a_threshold_write_each_alert_once(alice: Caller) -> None:
    answers = at_once(
        [lambda: alice.call("track_usage", tokens_prompt=400, tokens_completion=0)] * 32
    )

    assert {answer.status_code for answer in answers} == {200}
    alerts = alice.rows("ai_quota_alerts")
    assert sorted(alert["threshold"] for alert in alerts) == [75, 90, 100]
    assert alice.status()["used"] == 12_800


def test_a_smaller_limit_that_is_used_up_already_is_an_alert(
    alice: Caller, service: Caller
) -> None:
    service.call("initialize_user_quota", user_id=alice.user_id, tier="pro").raise_for_status()
    alice.track(tokens_prompt=9_000, tokens_completion=0)
    assert alice.rows("ai_quota_alerts") == []

    service.call("initialize_user_quota", user_id=alice.user_id, tier="free").raise_for_status()

    assert sorted(alert["threshold"] for alert in alice.rows("ai_quota_alerts")) == [75, 90]


# Integrity


def test_what_was_recorded_adds_up(alice: Caller, integrity: Any) -> None:
    alice.track(**GUIDE_CALL)

    assert integrity(alice.user_id) == []


@pytest.mark.parametrize(
    ("damage", "problem"),
    [
        ("current_month_tokens = current_month_tokens + 1", "tokens of the open period"),
        ("current_month_requests = 0", "requests of the open period"),
        ("monthly_token_quota = 999", "limit of tokens"),
        ("monthly_request_quota = null", "limit of requests"),
    ],
)
def test_what_differs_is_found_and_repaired(
    alice: Caller, service: Caller, db: Any, integrity: Any, damage: str, problem: str
) -> None:
    alice.track(**GUIDE_CALL)
    db.execute(f"update public.user_ai_quotas set {damage} where user_id = %s", [alice.user_id])
    found = integrity(alice.user_id)

    service.call("repair_user_quota", user_id=alice.user_id).raise_for_status()

    assert found == [problem]
    assert integrity(alice.user_id) == []
    row = alice.status()
    assert (row["used"], row["requests_used"], row["limit"]) == (2_000, 1, 10_000)


def test_a_closed_period_that_differs_is_found_and_repaired(
    alice: Caller, service: Caller, db: Any, integrity: Any
) -> None:
    alice.track(**GUIDE_CALL)
    service.call("reset_user_quota", user_id=alice.user_id, reason="x").raise_for_status()
    db.execute(
        "update public.ai_quota_periods set tokens_used = 1 where user_id = %s",
        [alice.user_id],
    )
    found = integrity(alice.user_id)

    service.call("repair_user_quota", user_id=alice.user_id).raise_for_status()

    assert found == ["tokens of a closed period"]
    assert integrity(alice.user_id) == []


def test_models_without_a_price_are_listed(alice: Caller, service: Caller) -> None:
    model = f"model-{uuid4().hex}"
    alice.track(**{**GUIDE_CALL, "model_used": model})

    row = one_row(service.rows("ai_quota_unpriced_models", model_used=model))

    assert (row["calls"], row["tokens"]) == (1, 2_000)


def test_the_day_is_summed_for_charts(alice: Caller, service: Caller) -> None:
    service.track(**GUIDE_CALL, cost_usd=0.5, user_id=alice.user_id)
    service.track(**GUIDE_CALL, cost_usd=0.25, user_id=alice.user_id)

    day = one_row(alice.rows("ai_quota_daily"))

    assert (day["tokens"], day["requests"], day["cost_usd"]) == (4_000, 2, 0.75)


def test_the_next_day_begins_with_its_first_call(alice: Caller, service: Caller, db: Any) -> None:
    service.track(**GUIDE_CALL, cost_usd=0.5, user_id=alice.user_id)
    today = alice.rows("ai_quota_daily")[0]["day"]
    yesterday = (date.fromisoformat(today) - timedelta(days=1)).isoformat()
    db.execute(
        "update public.user_ai_quotas set current_day = %s where user_id = %s",
        [yesterday, alice.user_id],
    )

    service.track(**GUIDE_CALL, cost_usd=0.25, user_id=alice.user_id)

    days = sorted(alice.rows("ai_quota_daily"), key=lambda row: str(row["day"]))
    assert [(row["day"], row["tokens"], row["cost_usd"]) for row in days] == [
        (yesterday, 2_000, 0.5),
        (today, 2_000, 0.25),
    ]


def test_a_deleted_account_leaves_nothing_behind(alice: Caller, service: Caller, db: Any) -> None:
    alice.track(**GUIDE_CALL, request_id="r-1")
    alice.track(tokens_prompt=5_700, tokens_completion=0)
    alice.call("reserve_tokens", tokens=1).raise_for_status()
    alice.call("reserve_tokens", tokens=10_001).raise_for_status()
    subscribe(service, alice.user_id, "basic")
    service.call("reset_user_quota", user_id=alice.user_id, reason="a gift").raise_for_status()
    db.execute(
        "update public.user_ai_quotas set current_day = current_day - 1 where user_id = %s",
        [alice.user_id],
    )
    alice.track(**GUIDE_CALL)
    db.execute(
        "insert into ai_quota.opening_balances values (%s, '2024-01-01Z', 1, 1)", [alice.user_id]
    )
    tables = (
        *("public.user_ai_quotas", "public.ai_agent_usage", "public.ai_quota_reservations"),
        *("public.ai_quota_closed_days", "public.ai_quota_periods"),
        *("public.ai_quota_alerts", "public.ai_quota_denials", "public.ai_quota_audit"),
        *("public.ai_quota_subscriptions", "ai_quota.opening_balances"),
    )
    count = "select " + ", ".join(
        f'(select count(*) from {table} where user_id = %(user)s) as "{table}"' for table in tables
    )
    before = db.execute(count, {"user": alice.user_id}).fetchone()

    db.execute("delete from auth.users where id = %s", [alice.user_id])

    assert min(before.values()) > 0
    assert set(db.execute(count, {"user": alice.user_id}).fetchone().values()) == {0}
