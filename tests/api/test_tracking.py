"""track_usage: the ledger and the counters move together."""

import json
from decimal import Decimal
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from api.callers import GUIDE_CALL, Caller, one_row


def test_the_guides_call_moves_the_status_and_the_ledger(alice: Caller) -> None:
    row = alice.track(**GUIDE_CALL)

    assert row == alice.status()
    assert (row["used"], row["remaining"], row["percentage"]) == (2_000, 8_000, 20)
    assert (row["requests_used"], row["requests_remaining"]) == (1, 99)
    entry = one_row(alice.client.table("ai_agent_usage").select("*").execute().data)
    assert entry["tokens_total"] == 2_000
    assert {key: entry[key] for key in GUIDE_CALL} == GUIDE_CALL
    assert entry["user_id"] == alice.user_id


def test_a_call_past_the_limit_is_recorded_all_the_same(alice: Caller) -> None:
    alice.track(tokens_prompt=10_000, tokens_completion=0)

    row = alice.track(tokens_prompt=1, tokens_completion=4_999)

    assert (row["used"], row["remaining"], row["percentage"]) == (15_000, 0, 150)
    assert row["status"] == "exceeded"


def test_a_call_without_tokens_is_a_request(alice: Caller) -> None:
    row = alice.track(tokens_prompt=0, tokens_completion=0)

    assert (row["used"], row["requests_used"]) == (0, 1)


@pytest.mark.parametrize(
    "detail",
    [
        *("tokens_cached", "tokens_cache_write", "tokens_reasoning", "tokens_audio_prompt"),
        "tokens_audio_completion",
    ],
)
def test_a_detail_that_is_null_means_0(alice: Caller, detail: str) -> None:
    row = alice.track(**GUIDE_CALL, **{detail: None})

    assert row["used"] == 2_000
    assert one_row(alice.rows("ai_agent_usage"))[detail] == 0


def test_the_parts_of_a_call_are_kept(alice: Caller) -> None:
    parts = {
        **{"tokens_cached": 100, "tokens_cache_write": 200, "tokens_audio_prompt": 50},
        **{"tokens_reasoning": 300, "tokens_audio_completion": 400},
    }

    alice.track(**GUIDE_CALL, **parts, usage_source="estimated")

    entry = one_row(alice.rows("ai_agent_usage"))
    assert {part: entry[part] for part in parts} == parts
    assert (entry["usage_source"], entry["reported_by"]) == ("estimated", "user")


def test_a_missing_quota_row_is_made(alice: Caller, db: Any, quota: Any) -> None:
    db.execute("delete from public.user_ai_quotas where user_id = %s", [alice.user_id])

    alice.track(**GUIDE_CALL)

    assert quota(alice.user_id)["current_month_tokens"] == 2_000


def test_the_server_records_for_a_user(alice: Caller, service: Caller) -> None:
    row = service.track(**GUIDE_CALL, user_id=alice.user_id)

    assert row == alice.status()
    assert row["used"] == 2_000


def test_a_user_may_name_itself(alice: Caller) -> None:
    row = alice.track(**GUIDE_CALL, user_id=alice.user_id)

    assert row["used"] == 2_000


def test_a_user_cannot_record_for_another(alice: Caller, bob: Caller) -> None:
    answer = alice.call("track_usage", **GUIDE_CALL, user_id=bob.user_id)

    assert answer.status_code == 403
    assert answer.json()["code"] == "42501"
    assert bob.user_id in answer.json()["message"]
    assert bob.status()["used"] == 0


def test_users_cannot_report_where_the_setting_is_off(alice: Caller, db: Any) -> None:
    claims = json.dumps({"sub": alice.user_id, "role": "authenticated"})
    call = "select public.track_usage(tokens_prompt => 1, tokens_completion => 1)"

    with db.transaction(force_rollback=True):
        db.execute("update ai_quota.settings set users_report_usage = false")
        db.execute("set local role authenticated")
        db.execute("select set_config('request.jwt.claims', %s, true)", [claims])
        with pytest.raises(psycopg.errors.InsufficientPrivilege) as refusal:
            db.execute(call)

    assert "users_report_usage" in str(refusal.value.diag.message_hint)


def test_the_agent_of_a_call_is_kept_when_the_agent_is_deleted(
    alice: Caller, service: Caller
) -> None:
    made = service.http.post(
        "/rest/v1/ai_agents", json={"name": "an agent"}, headers={"Prefer": "return=representation"}
    )
    agent_id = one_row(made.json())["id"]
    alice.track(**{**GUIDE_CALL, "agent_id": agent_id})

    service.http.delete("/rest/v1/ai_agents", params={"id": f"eq.{agent_id}"}).raise_for_status()

    assert one_row(alice.rows("ai_agent_usage"))["agent_id"] == agent_id


@pytest.mark.parametrize(
    "change",
    [
        "drop table public.ai_agents",
        "alter table public.ai_agents alter column id drop default, alter column id type text",
    ],
    ids=["missing", "with ids of another type"],
)
def test_every_agent_id_is_accepted_if_agents_cannot_be_looked_up(
    alice: Caller, db: Any, change: str
) -> None:
    with db.transaction(force_rollback=True):
        db.execute(change)
        row = db.execute(
            "select used from public.track_usage(user_id => %s, agent_id => %s,"
            " tokens_prompt => 1, tokens_completion => 1)",
            [alice.user_id, uuid4()],
        ).fetchone()
        entry = one_row(
            db.execute(
                "select agent_id, recorded_despite from public.ai_agent_usage where user_id = %s",
                [alice.user_id],
            ).fetchall()
        )

    assert row == {"used": 2}
    assert (entry["agent_id"] is not None, entry["recorded_despite"]) == (True, None)


def test_a_price_in_force_makes_the_cost(alice: Caller, service: Caller) -> None:
    model = f"model-{uuid4().hex}"
    service.http.post(
        "/rest/v1/ai_quota_prices",
        json=[
            _price(model, "2020-01-01", 100, 100),
            {**_price(model, "2024-01-01", 2, 10), "cached_input_price": 1, "reasoning_price": 20},
            _price(model, "2999-01-01", 100, 100),
        ],
    ).raise_for_status()

    alice.track(
        tokens_prompt=1_000,
        tokens_cached=400,
        tokens_completion=300,
        tokens_reasoning=100,
        model_used=model,
    )

    entry = one_row(alice.rows("ai_agent_usage"))
    expected = (600 * 2 + 400 * 1 + 200 * 10 + 100 * 20) / Decimal(1_000_000)
    assert Decimal(str(entry["cost_usd"])) == expected


def _price(model: str, day: str, input_price: int, output_price: int) -> dict[str, Any]:
    return {
        "model": model,
        "valid_from": day,
        "input_price": input_price,
        "cached_input_price": None,
        "output_price": output_price,
        "reasoning_price": None,
    }


def test_a_model_of_the_seed_has_its_price(alice: Caller) -> None:
    alice.track(tokens_prompt=1_000_000, tokens_completion=0, model_used="gpt-4o-mini")

    assert one_row(alice.rows("ai_agent_usage"))["cost_usd"] == 0.15


def test_an_unknown_model_costs_null_and_not_zero(alice: Caller) -> None:
    alice.track(**{**GUIDE_CALL, "model_used": f"model-{uuid4().hex}"})

    assert one_row(alice.rows("ai_agent_usage"))["cost_usd"] is None


def test_a_cost_that_the_server_gives_is_kept(alice: Caller, service: Caller) -> None:
    service.track(**GUIDE_CALL, cost_usd=0.06, user_id=alice.user_id)

    assert one_row(alice.rows("ai_agent_usage"))["cost_usd"] == 0.06


def test_a_threshold_writes_one_alert(alice: Caller) -> None:
    alice.track(tokens_prompt=7_499, tokens_completion=0)
    assert alice.rows("ai_quota_alerts") == []

    alice.track(tokens_prompt=1, tokens_completion=0)
    alice.track(tokens_prompt=1, tokens_completion=0)

    alert = one_row(alice.rows("ai_quota_alerts"))
    assert (alert["metric"], alert["threshold"], alert["used"]) == ("tokens", 75, 7_500)


def test_of_thresholds_reached_at_once_the_highest_is_delivered(alice: Caller, db: Any) -> None:
    alice.track(tokens_prompt=10_000, tokens_completion=0)

    thresholds = [alert["threshold"] for alert in alice.rows("ai_quota_alerts")]
    delivered = db.execute(
        "select a.threshold from public.ai_quota_alerts as a"
        " join ai_quota.alert_deliveries as d on d.alert_id = a.id where a.user_id = %s",
        [alice.user_id],
    ).fetchall()
    assert sorted(thresholds) == [75, 90, 100]
    assert delivered == [{"threshold": 100}]


def test_requests_reach_thresholds_too(alice: Caller, set_used: Any) -> None:
    set_used(alice.user_id, 0, 89)

    alice.track(tokens_prompt=0, tokens_completion=0)

    alert = one_row(alice.rows("ai_quota_alerts"))
    assert (alert["metric"], alert["threshold"], alert["quota"]) == ("requests", 90, 100)
