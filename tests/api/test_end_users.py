"""What end users may not say or read, and what becomes of blocked and of anonymous users."""

from typing import Any

import pytest
from api.callers import GUIDE_CALL, Caller, one_row, reserve, settle

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
