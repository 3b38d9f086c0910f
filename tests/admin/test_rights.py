"""Who calls what of the admins' functions; catalog.test.sql has the privileges of all of them."""

from typing import Any
from uuid import uuid4

import pytest
from api.callers import Caller

READS: dict[str, dict[str, Any]] = {
    "ai_quota_admin_overview": {},
    "ai_quota_admin_days": {},
    "ai_quota_admin_tiers": {},
    "ai_quota_admin_near_limit": {},
    "ai_quota_admin_users": {},
    "ai_quota_admin_usage": {},
    "ai_quota_admin_unpriced_models": {},
    "ai_quota_admin_alerts": {},
    "ai_quota_admin_outbox": {},
    "ai_quota_admin_holds": {},
    "ai_quota_admin_integrity": {"of_user": str(uuid4())},
    "ai_quota_admin_audit": {},
    "ai_quota_admin_user": {"user_id": None},
    "ai_quota_admin_user_periods": {"user_id": None},
    "ai_quota_admin_user_calls": {"user_id": None},
    "ai_quota_admin_user_days": {"user_id": None},
    "get_quota_forecast_for": {"user_id": None},
    "replay_limits": {},
    "ai_quota_admin_replay_periods": {},
    "ai_quota_admin_recommendations": {},
}
ACTIONS: dict[str, dict[str, Any]] = {
    "ai_quota_admin_set_override": {"monthly_token_quota": 5},
    "ai_quota_admin_remove_override": {},
    "ai_quota_admin_boost": {"tokens": 5, "until": "2099-01-01"},
    "ai_quota_admin_set_tier": {"tier": "pro"},
    "ai_quota_admin_repair": {},
    "reset_user_quota": {},
    "set_user_blocked": {},
    "adjust_usage": {"tokens": 5},
}


def arguments(function: str, user_id: str) -> dict[str, Any]:
    """Valid arguments of a function that reads, about a user where it is about one."""
    return {
        name: value if value is not None else user_id for name, value in READS[function].items()
    }


@pytest.mark.parametrize("function", READS)
def test_admins_operators_and_the_server_read(
    alice: Caller, admin: Caller, operator: Caller, service: Caller, function: str
) -> None:
    answers = [
        caller.call(function, **arguments(function, alice.user_id))
        for caller in (admin, operator, service)
    ]

    assert [answer.status_code for answer in answers] == [200, 200, 200]


@pytest.mark.parametrize("function", READS)
def test_users_read_nothing_of_it(alice: Caller, anon: Caller, function: str) -> None:
    answers = [
        caller.call(function, **arguments(function, alice.user_id)) for caller in (alice, anon)
    ]

    assert [answer.status_code for answer in answers] == [403, 401]
    assert {answer.json()["code"] for answer in answers} == {"42501"}


@pytest.mark.parametrize("function", ACTIONS)
def test_only_operators_and_the_server_act(
    alice: Caller, bob: Caller, admin: Caller, anon: Caller, function: str
) -> None:
    call = {**ACTIONS[function], "user_id": alice.user_id, "reason": "a test"}

    answers = [caller.call(function, **call) for caller in (bob, admin, anon)]

    assert [answer.status_code for answer in answers] == [403, 403, 401]
    assert {answer.json()["code"] for answer in answers} == {"42501"}


@pytest.mark.parametrize("function", ACTIONS)
def test_no_operator_acts_on_himself(operator: Caller, db: Any, function: str) -> None:
    answer = operator.call(
        function, **ACTIONS[function], user_id=operator.user_id, reason="a raise"
    )

    assert (answer.status_code, answer.json()["code"]) == (403, "42501")
    assert operator.user_id in answer.json()["message"]
    assert operator.status()["limit"] == 10_000


def test_a_withdrawn_operator_acts_no_longer(alice: Caller, operator: Caller, db: Any) -> None:
    db.execute("update auth.users set raw_app_meta_data = '{}' where id = %s", [operator.user_id])

    answer = operator.call(
        "ai_quota_admin_set_tier", user_id=alice.user_id, tier="pro", reason="a friend"
    )

    assert answer.status_code == 403
    assert alice.status()["tier"] == "free"


@pytest.mark.parametrize("function", ACTIONS)
@pytest.mark.parametrize("reason", [None, " ", "x" * 501], ids=["null", "blank", "too long"])
def test_an_action_needs_a_reason(
    alice: Caller, operator: Caller, function: str, reason: str | None
) -> None:
    answer = operator.call(function, **ACTIONS[function], user_id=alice.user_id, reason=reason)

    assert answer.status_code == 400
    assert "reason" in answer.json()["message"]
    assert answer.json()["hint"]
    assert operator.rows("ai_quota_audit", user_id=alice.user_id) == []


@pytest.mark.parametrize("function", ACTIONS)
def test_an_action_on_an_unknown_user_is_refused(service: Caller, function: str) -> None:
    nobody = str(uuid4())

    answer = service.call(function, **ACTIONS[function], user_id=nobody, reason="a test")

    assert answer.status_code == 400
    assert nobody in answer.json()["message"]
