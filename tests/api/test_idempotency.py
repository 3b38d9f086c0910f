"""request_id: the same call is counted once; another call under the same name is refused."""

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from api.callers import GUIDE_CALL, Caller, at_once, one_row

CALL = {**GUIDE_CALL, "request_id": "r-1"}


def test_a_retry_counts_once(alice: Caller) -> None:
    first, second = alice.track(**CALL), alice.track(**CALL)

    assert first == second
    assert second["used"] == 2_000
    assert one_row(alice.rows("ai_agent_usage"))["request_id"] == "r-1"


def test_a_retry_is_answered_with_the_status_as_it_is_now(alice: Caller) -> None:
    alice.track(**CALL)
    alice.track(**{**CALL, "request_id": "r-2"})

    retry = alice.track(**CALL)

    assert (retry["used"], retry["requests_used"]) == (4_000, 2)


@pytest.mark.parametrize(
    "change",
    [
        {"tokens_prompt": 501},
        {"tokens_completion": 0},
        {"tokens_cached": 1},
        {"tokens_reasoning": 1},
        {"model_used": "another"},
        {"discipline": None},
        {"workflow_id": "another"},
        {"session_id": None},
        {"tokens_cache_write": 1},
        {"tokens_audio_prompt": 1},
        {"tokens_audio_completion": 1},
        {"requests": 2},
        {"usage_source": "estimated"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_another_call_under_the_same_id_is_refused(alice: Caller, change: dict[str, Any]) -> None:
    alice.track(**CALL)
    before = alice.status()

    answer = alice.call("track_usage", **{**CALL, **change})

    assert (answer.status_code, answer.json()["code"]) == (409, "23505")
    assert "request_id" in answer.json()["message"]
    assert "r-1" in answer.json()["message"]
    assert answer.json()["hint"]
    assert alice.status() == before
    assert len(alice.rows("ai_agent_usage")) == 1


def test_another_cost_under_the_same_id_is_refused(alice: Caller, service: Caller) -> None:
    service.track(**CALL, cost_usd=0.5, user_id=alice.user_id)

    answer = service.call("track_usage", **CALL, cost_usd=0.25, user_id=alice.user_id)

    assert (answer.status_code, answer.json()["code"]) == (409, "23505")
    assert alice.status()["used"] == 2_000


def test_the_same_cost_written_otherwise_is_the_same_call(alice: Caller, service: Caller) -> None:
    service.track(**CALL, cost_usd="0.50", user_id=alice.user_id)

    again = service.track(**CALL, cost_usd=0.5, user_id=alice.user_id)

    assert again["used"] == 2_000


def test_another_time_under_the_same_id_is_refused(alice: Caller, service: Caller) -> None:
    hour_ago = datetime.now(UTC) - timedelta(hours=1)
    call = {**CALL, "user_id": alice.user_id}
    service.track(**call, occurred_at=hour_ago.isoformat())

    same = service.call("track_usage", **call, occurred_at=hour_ago.isoformat())
    other = service.call("track_usage", **call, occurred_at=datetime.now(UTC).isoformat())

    assert (same.status_code, other.status_code) == (200, 409)
    assert len(alice.rows("ai_agent_usage")) == 1


def test_another_users_same_id_is_another_call(alice: Caller, bob: Caller) -> None:
    alice.track(**CALL)

    assert bob.track(**CALL)["used"] == 2_000


def test_fifty_at_once_count_once(alice: Caller) -> None:
    answers = at_once([lambda: alice.call("track_usage", **CALL)] * 50)

    assert {answer.status_code for answer in answers} == {200}
    assert (alice.status()["used"], alice.status()["requests_used"]) == (2_000, 1)
    assert len(alice.rows("ai_agent_usage")) == 1


def test_of_32_calls_that_share_an_id_one_is_counted(alice: Caller) -> None:
    calls = [{**CALL, "tokens_prompt": tokens} for tokens in range(32)]

    answers = at_once([partial(alice.call, "track_usage", **call) for call in calls])

    assert sorted(answer.status_code for answer in answers) == [200] + [409] * 31
    assert len(alice.rows("ai_agent_usage")) == 1
    assert alice.status()["requests_used"] == 1


@pytest.mark.parametrize("caller", ["alice", "service"])
def test_a_retry_counts_once_also_when_its_agent_is_deleted(
    request: pytest.FixtureRequest, alice: Caller, service: Caller, caller: str
) -> None:
    made = service.http.post(
        "/rest/v1/ai_agents", json={"name": "an agent"}, headers={"Prefer": "return=representation"}
    )
    agent = one_row(made.json())["id"]
    call = {**CALL, "agent_id": agent, "user_id": alice.user_id}
    reporter: Caller = request.getfixturevalue(caller)
    reporter.track(**call)
    service.http.delete("/rest/v1/ai_agents", params={"id": f"eq.{agent}"}).raise_for_status()

    again = reporter.track(**call)

    assert again["used"] == 2_000
    assert len(alice.rows("ai_agent_usage")) == 1


def test_a_refused_call_may_come_again_under_its_id(alice: Caller) -> None:
    refused = alice.call("track_usage", **{**CALL, "tokens_cached": 501})

    assert refused.status_code == 400
    assert alice.track(**CALL)["used"] == 2_000
