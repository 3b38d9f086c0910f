"""Admins and operators: what they may do, and who is one."""

from typing import Any

import pytest
from api.callers import GUIDE_CALL, Caller, one_row

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
