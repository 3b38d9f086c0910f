"""Reads without a filter on user_id: own rows by index, beside many of others; all for an admin."""

import json
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from api.callers import GUIDE_CALL, Caller

LEDGER = "select * from public.ai_agent_usage"
READS = {
    "a filter that nothing matches": f"{LEDGER} where model_used = 'none' limit 1",
    "the latest call": f"{LEDGER} order by created_at desc limit 1",
    "models without a price": "select * from public.ai_quota_unpriced_models",
    "days": "select * from public.ai_quota_daily",
    "by auth.uid()": f"{LEDGER} where user_id = auth.uid()",
}


@pytest.fixture
def crowded(db: Any) -> Iterator[str]:
    """The id of a user of 50 ledger rows beside 20,000 of others, in a transaction of this test."""
    user = str(uuid4())
    with db.transaction(force_rollback=True):
        db.execute(
            "insert into public.ai_agent_usage (user_id, tokens_prompt, model_used, created_at)"
            " select case n %% 400 when 0 then %s::uuid else md5(n::text)::uuid end, 1,"
            " 'gpt-4o-mini', now() - n * interval '1 second' from generate_series(1, 20000) as n",
            [user],
        )
        db.execute(
            "insert into public.ai_quota_closed_days (user_id, day)"
            " select md5(n::text)::uuid, '2024-01-01' from generate_series(1, 20000) as n"
        )
        db.execute("analyze public.ai_agent_usage, public.ai_quota_closed_days")
        yield user


def sign_in(db: Any, user: str, **app_metadata: str) -> None:
    """Makes the connection that user's, as PostgREST does."""
    claims = {"sub": user, "role": "authenticated", "app_metadata": app_metadata}
    db.execute("set local role authenticated")
    db.execute("select set_config('request.jwt.claims', %s, true)", [json.dumps(claims)])


def nodes(plan: dict[str, Any]) -> list[dict[str, Any]]:
    """All nodes of a plan."""
    return [plan, *(node for part in plan.get("Plans", []) for node in nodes(part))]


@pytest.mark.parametrize("read", READS.values(), ids=READS)
def test_a_users_unfiltered_read_is_an_index_lookup(db: Any, crowded: str, read: str) -> None:
    sign_in(db, crowded)

    row = db.execute(f"explain (analyze, timing off, format json) {read}").fetchone()

    scans = [
        node
        for node in nodes(row["QUERY PLAN"][0]["Plan"])
        if node.get("Relation Name") in {"ai_agent_usage", "ai_quota_closed_days"}
    ]
    assert {node["Node Type"] for node in scans} <= {"Index Scan", "Bitmap Heap Scan"}
    assert scans != []
    assert sum(node.get("Rows Removed by Filter", 0) for node in scans) <= 50
    assert sum(node["Actual Rows"] for node in scans) <= 50


def test_an_admin_still_reads_everybodys_rows(db: Any, crowded: str) -> None:
    sign_in(db, crowded, ai_quota_role="admin")

    row = db.execute("select count(*) from public.ai_agent_usage").fetchone()

    assert row["count"] >= 20_000


def test_a_user_reads_its_own_rows_and_no_others(db: Any, crowded: str) -> None:
    sign_in(db, crowded)

    row = db.execute("select count(*) from public.ai_agent_usage").fetchone()

    assert row["count"] == 50


def test_an_admin_sees_sums_of_everybody_over_the_api(
    alice: Caller, bob: Caller, admin: Caller
) -> None:
    model = f"model-{uuid4().hex}"
    alice.track(**{**GUIDE_CALL, "model_used": model})
    bob.track(**{**GUIDE_CALL, "model_used": model})

    (row,) = admin.rows("ai_quota_unpriced_models", model_used=model)

    assert row["calls"] == 2
