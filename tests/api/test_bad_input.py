"""Bad input: a 4xx that names the argument and the value, a way out, and nothing changed."""

from typing import Any
from uuid import uuid4

import pytest
from api.callers import GUIDE_CALL, Caller

NOBODY = str(uuid4())
BIG = 2_147_483_647

BAD_USAGE: list[tuple[str, dict[str, Any], str, str]] = [
    ("negative prompt", {"tokens_prompt": -1}, "tokens_prompt", "-1"),
    ("negative completion", {"tokens_completion": -7}, "tokens_completion", "-7"),
    ("null prompt", {"tokens_prompt": None}, "tokens_prompt", "null"),
    ("null completion", {"tokens_completion": None}, "tokens_completion", "null"),
    ("prompt beyond an integer", {"tokens_prompt": BIG + 1}, "tokens_prompt", str(BIG + 1)),
    ("prompt at the end of bigint", {"tokens_prompt": 2**63 - 1}, "tokens_prompt", str(2**63 - 1)),
    ("completion far below", {"tokens_completion": -(2**63)}, "tokens_completion", str(-(2**63))),
    ("total beyond an integer", {"tokens_prompt": BIG}, "tokens_completion", "1500"),
    ("negative cached", {"tokens_cached": -1}, "tokens_cached", "-1"),
    ("cached beyond prompt", {"tokens_cached": 501}, "tokens_cached", "501"),
    ("negative reasoning", {"tokens_reasoning": -1}, "tokens_reasoning", "-1"),
    ("reasoning beyond completion", {"tokens_reasoning": 1501}, "tokens_reasoning", "1501"),
    ("negative cache write", {"tokens_cache_write": -1}, "tokens_cache_write", "-1"),
    (
        "cache parts beyond prompt",
        {"tokens_cached": 300, "tokens_cache_write": 201},
        *("tokens_cache_write", "201"),
    ),
    ("negative audio", {"tokens_audio_prompt": -1}, "tokens_audio_prompt", "-1"),
    ("audio beyond prompt", {"tokens_audio_prompt": 501}, "tokens_audio_prompt", "501"),
    (
        "output parts beyond completion",
        {"tokens_reasoning": 1_000, "tokens_audio_completion": 501},
        *("tokens_audio_completion", "501"),
    ),
    ("negative requests", {"requests": -1}, "requests", "-1"),
    ("a million requests and one", {"requests": 1_000_001}, "requests", "1000001"),
    ("unknown source", {"usage_source": "guessed"}, "usage_source", "guessed"),
    ("empty discipline", {"discipline": ""}, "discipline", "''"),
    ("blank discipline", {"discipline": "  "}, "discipline", "'  '"),
    ("long discipline", {"discipline": "x" * 201}, "discipline", "201"),
    ("empty workflow", {"workflow_id": ""}, "workflow_id", "''"),
    ("long workflow", {"workflow_id": "x" * 201}, "workflow_id", "201"),
    ("empty model", {"model_used": ""}, "model_used", "''"),
    ("long model", {"model_used": "x" * 201}, "model_used", "201"),
    ("unknown agent", {"agent_id": NOBODY}, "agent_id", NOBODY),
]


@pytest.mark.parametrize(
    ("change", "argument", "value"),
    [case[1:] for case in BAD_USAGE],
    ids=[case[0] for case in BAD_USAGE],
)
def test_bad_usage_is_refused_and_changes_nothing(
    alice: Caller, change: dict[str, Any], argument: str, value: str
) -> None:
    alice.track(**GUIDE_CALL)
    before = alice.status()

    answer = alice.call("track_usage", **{**GUIDE_CALL, **change})

    assert answer.status_code == 400
    error = answer.json()
    assert argument in error["message"]
    assert value in error["message"]
    assert error["hint"]
    assert alice.status() == before
    assert len(alice.rows("ai_agent_usage")) == 1


@pytest.mark.parametrize(
    ("cost", "value"),
    [(-0.01, "-0.01"), ("NaN", "NaN"), ("Infinity", "Infinity"), (1e12, "1000000000000")],
)
def test_a_cost_of_the_server_that_is_none_is_refused(
    alice: Caller, service: Caller, cost: object, value: str
) -> None:
    answer = service.call("track_usage", **GUIDE_CALL, cost_usd=cost, user_id=alice.user_id)

    assert answer.status_code == 400
    assert "cost_usd must" in answer.json()["message"]
    assert value in answer.json()["message"]
    assert answer.json()["hint"]
    assert alice.rows("ai_agent_usage") == []


@pytest.mark.parametrize(
    "change",
    [
        {"tokens_prompt": 1.5},
        {"tokens_prompt": "many"},
        {"agent_id": "no-uuid"},
        {"session_id": "no-uuid"},
        {"cost_usd": "cheap"},
        {"tokens_prompt": 10**30},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_value_of_another_type_is_refused_with_the_value(
    alice: Caller, change: dict[str, Any]
) -> None:
    answer = alice.call("track_usage", **{**GUIDE_CALL, **change})

    assert answer.status_code == 400
    assert str(next(iter(change.values()))) in answer.json()["message"]
    assert alice.rows("ai_agent_usage") == []


def test_an_argument_that_does_not_exist_is_refused(alice: Caller) -> None:
    answer = alice.call("track_usage", **GUIDE_CALL, as_of="2020-01-01")

    assert (answer.status_code, answer.json()["code"]) == (404, "PGRST202")
    assert alice.rows("ai_agent_usage") == []


def test_a_month_that_cannot_hold_more_is_refused(alice: Caller, set_used: Any, quota: Any) -> None:
    most = 2**63 - 1
    set_used(alice.user_id, most - 1)

    answer = alice.call("track_usage", tokens_prompt=1, tokens_completion=1)

    assert answer.status_code == 400
    assert "tokens_prompt + tokens_completion" in answer.json()["message"]
    assert answer.json()["hint"]
    assert quota(alice.user_id)["current_month_tokens"] == most - 1
    assert alice.rows("ai_agent_usage") == []


@pytest.mark.parametrize(
    ("user_id", "argument", "value"),
    [(None, "user_id", "null"), (NOBODY, "user_id", NOBODY)],
    ids=["missing", "unknown"],
)
def test_the_server_names_a_user_who_is_there(
    service: Caller, user_id: str | None, argument: str, value: str
) -> None:
    answer = service.call("track_usage", **GUIDE_CALL, user_id=user_id)

    assert answer.status_code == 400
    assert argument in answer.json()["message"]
    assert value in answer.json()["message"]
    assert answer.json()["hint"]
    assert service.rows("user_ai_quotas", user_id=NOBODY) == []


@pytest.mark.parametrize(
    ("change", "argument", "value"),
    [
        ({"user_id": NOBODY}, "user_id", NOBODY),
        ({"user_id": None}, "user_id", "null"),
        ({"tier": "platinum"}, "tier", "platinum"),
        ({"tier": ""}, "tier", "''"),
        ({"tier": None}, "tier", "null"),
    ],
    ids=["unknown user", "no user", "unknown tier", "empty tier", "no tier"],
)
def test_initialize_refuses_unknown_users_and_tiers(
    alice: Caller, service: Caller, change: dict[str, Any], argument: str, value: str
) -> None:
    answer = service.call(
        "initialize_user_quota", **{"user_id": alice.user_id, "tier": "pro", **change}
    )

    assert answer.status_code == 400
    assert argument in answer.json()["message"]
    assert value in answer.json()["message"]
    assert answer.json()["hint"]
    assert alice.status()["tier"] == "free"


@pytest.mark.parametrize("estimate", [-1, None])
def test_check_refuses_an_estimate_that_is_no_count(alice: Caller, estimate: int | None) -> None:
    answer = alice.call("check_user_quota", p_estimated_tokens=estimate)

    assert answer.status_code == 400
    assert "p_estimated_tokens" in answer.json()["message"]
    assert answer.json()["hint"]


@pytest.mark.parametrize(
    ("arguments", "argument", "value"),
    [
        ({"p_month": 0}, "p_month", "0"),
        ({"p_month": 13}, "p_month", "13"),
        ({"p_year": 1999}, "p_year", "1999"),
        ({"p_year": 10_000}, "p_year", "10000"),
    ],
)
def test_a_month_that_does_not_exist_is_refused(
    alice: Caller, arguments: dict[str, Any], argument: str, value: str
) -> None:
    answer = alice.call("get_user_monthly_usage", **arguments)

    assert answer.status_code == 400
    assert argument in answer.json()["message"]
    assert value in answer.json()["message"]
    assert answer.json()["hint"]


CHECK, FOREIGN_KEY = (400, "23514"), (409, "23503")


@pytest.mark.parametrize(
    ("table", "row", "error"),
    [
        ("ai_quota_tiers", {"tier": "Free Tier", "monthly_token_quota": 1}, CHECK),
        ("ai_quota_tiers", {"tier": "nothing", "monthly_token_quota": 0}, CHECK),
        ("ai_quota_tiers", {"tier": "less", "monthly_request_quota": -1}, CHECK),
        (
            "ai_quota_prices",
            {"model": "m", "valid_from": "2024-01-01", "input_price": -1, "output_price": 1},
            CHECK,
        ),
        (
            "ai_quota_prices",
            {"model": "m", "valid_from": "2024-01-01", "input_price": "NaN", "output_price": 1},
            CHECK,
        ),
        (
            "ai_quota_subscriptions",
            {"subscription_id": "sub_nobody", "user_id": NOBODY, "tier": "pro"},
            FOREIGN_KEY,
        ),
        ("ai_quota_overrides", {"user_id": NOBODY, "reason": "a contract"}, FOREIGN_KEY),
    ],
)
def test_rows_that_the_server_writes_are_checked(
    service: Caller, table: str, row: dict[str, Any], error: tuple[int, str]
) -> None:
    answer = service.http.post(f"/rest/v1/{table}", json=row)

    assert (answer.status_code, answer.json()["code"]) == error


@pytest.mark.parametrize(
    ("table", "row", "error"),
    [
        ("ai_quota_subscriptions", {"subscription_id": "s", "tier": "platinum"}, FOREIGN_KEY),
        (
            "ai_quota_subscriptions",
            {"subscription_id": "s", "tier": "pro", "status": ""},
            (400, "22023"),
        ),
        ("ai_quota_subscriptions", {"subscription_id": "", "tier": "pro"}, CHECK),
        ("ai_quota_overrides", {"monthly_token_quota": 0, "reason": "none"}, CHECK),
        ("ai_quota_overrides", {"monthly_token_quota": 1, "reason": ""}, CHECK),
    ],
)
def test_a_bad_row_for_a_user_changes_no_limit(
    alice: Caller, service: Caller, table: str, row: dict[str, Any], error: tuple[int, str]
) -> None:
    before = alice.status()

    answer = service.http.post(f"/rest/v1/{table}", json={**row, "user_id": alice.user_id})

    assert (answer.status_code, answer.json()["code"]) == error
    assert alice.status() == before
