"""A user's usage by model, discipline and workflow, held against plain SQL over the ledger."""

from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from api.callers import Caller

RPC = "get_user_usage_by_label"

# Labels that are missing and empty, 60 workflows, unknown prices, days before and after the span.
BUSY = """
insert into public.ai_agent_usage (
  user_id, model_used, discipline, workflow_id, tokens_prompt, tokens_completion, requests,
  cost_usd, created_at
)
select
  %s, (array['gpt-4o', 'gpt-4o-mini', null])[1 + n %% 3],
  (array['law', 'sales', '', null])[1 + n %% 4],
  'w' || n %% 60, n, n %% 7, 1 + n %% 2, case when n %% 5 > 0 then n / 1000.0 end,
  '2026-03-01Z'::timestamptz + n * interval '20 minutes'
from generate_series(0, 4999) as n
"""
# Each label by itself, of the days 2 March to 30 April.
PLAIN = """
select
  nullif({column}, '') as name, sum(tokens_prompt + tokens_completion) as tokens,
  sum(requests) as requests, sum(cost_usd) as cost_usd,
  sum(requests) filter (where cost_usd is null) as unpriced
from public.ai_agent_usage
where user_id = %s and created_at >= '2026-03-02Z' and created_at < '2026-05-01Z'
group by 1
order by 2 desc, 1
"""
COLUMNS = {"model": "model_used", "discipline": "discipline", "workflow": "workflow_id"}


@pytest.fixture
def busy(alice: Caller, db: Any) -> Caller:
    """A user of 5,000 calls."""
    db.execute(BUSY, [alice.user_id])
    return alice


def sums(caller: Caller, label: str, **arguments: Any) -> list[dict[str, Any]]:
    """The rows of a label."""
    answer = caller.call(RPC, **arguments)
    answer.raise_for_status()
    return [row for row in answer.json() if row["label"] == label]


@pytest.mark.parametrize("label", ["model", "discipline"])
def test_sums_are_those_of_the_ledger(busy: Caller, db: Any, label: str) -> None:
    expected = db.execute(PLAIN.format(column=COLUMNS[label]), [busy.user_id]).fetchall()

    rows = sums(busy, label, from_day="2026-03-02", to_day="2026-04-30")

    assert len(rows) >= 3
    assert [
        (row["name"], row["total_tokens"], row["total_requests"], row["unpriced_requests"])
        for row in rows
    ] == [(row["name"], row["tokens"], row["requests"], row["unpriced"]) for row in expected]
    assert [Decimal(str(row["total_cost_usd"])) for row in rows] == [
        row["cost_usd"] for row in expected
    ]


def test_what_comes_after_the_largest_50_is_one_row(busy: Caller, db: Any) -> None:
    expected = db.execute(PLAIN.format(column="workflow_id"), [busy.user_id]).fetchall()

    *rows, rest = sums(busy, "workflow", from_day="2026-03-02", to_day="2026-04-30")

    assert [(row["name"], row["total_tokens"], row["is_rest"]) for row in rows] == [
        (row["name"], row["tokens"], False) for row in expected[:50]
    ]
    assert (rest["name"], rest["is_rest"]) == (None, True)
    assert rest["total_tokens"] == sum(row["tokens"] for row in expected[50:])
    assert rest["total_requests"] == sum(row["requests"] for row in expected[50:])


def test_the_last_call_counts_at_once_and_once(alice: Caller, service: Caller) -> None:
    alice.track(tokens_prompt=100, tokens_completion=20, discipline="law", request_id="one")
    alice.track(tokens_prompt=100, tokens_completion=20, discipline="law", request_id="one")
    service.track(user_id=alice.user_id, tokens_prompt=5, tokens_completion=0, cost_usd=0.25)

    rows = sums(alice, "discipline")

    assert [(row["name"], row["total_tokens"], row["total_requests"]) for row in rows] == [
        ("law", 120, 1),
        (None, 5, 1),
    ]
    assert [(row["total_cost_usd"], row["unpriced_requests"]) for row in rows] == [
        (0, 1),
        (0.25, 0),
    ]


def test_users_read_their_own_and_the_server_anybodys(
    alice: Caller, bob: Caller, anon: Caller, service: Caller
) -> None:
    alice.track(tokens_prompt=100, tokens_completion=0)

    refused = bob.call(RPC, user_id=alice.user_id)

    assert refused.status_code == 403
    assert alice.user_id in refused.json()["message"]
    assert sums(bob, "model") == []
    assert anon.call(RPC).status_code == 401
    assert sums(alice, "model", user_id=alice.user_id) == sums(alice, "model")
    assert sums(service, "model", user_id=alice.user_id) == sums(alice, "model")
    assert sums(service, "model", user_id=str(uuid4())) == []
    assert "user_id is required" in service.call(RPC).json()["message"]


@pytest.mark.parametrize(
    ("from_day", "to_day"),
    [("2026-03-02", "2026-03-01"), ("2024-01-01", "2025-01-01"), ("1999-12-31", "2000-01-01")],
)
def test_days_out_of_range_are_named(alice: Caller, from_day: str, to_day: str) -> None:
    answer = alice.call(RPC, from_day=from_day, to_day=to_day)

    assert answer.status_code == 400
    assert from_day in answer.json()["message"]
    assert answer.json()["hint"]
