"""The deployment guide's statements, unchanged, as the owner runs them by SQL."""

import subprocess
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import psycopg
import pytest
from api.callers import Caller, Stack, one_row, subscribe
from guide_statements import SEED, STATEMENTS, for_user
from psycopg.rows import dict_row


@pytest.fixture
def editor(stack: Stack) -> Iterator[psycopg.Connection[dict[str, Any]]]:
    """The SQL editor: one transaction, taken back afterwards."""
    with (
        psycopg.connect(stack.db_url, row_factory=dict_row) as connection,
        connection.transaction(force_rollback=True),
    ):
        yield connection


def test_the_tier_distribution_names_the_tiers(alice: Caller, editor: Any) -> None:
    rows = editor.execute(STATEMENTS["tier distribution"].encode()).fetchall()

    # Others of the tier may have limits of their own.
    limits = ("monthly_token_quota", "monthly_request_quota")
    free = one_row([row for row in rows if [row[name] for name in limits] == [10_000, 100]])
    assert free["tier"] == "free"
    assert free["user_count"] >= 1


def test_the_status_of_nobody_is_the_default(editor: Any) -> None:
    row = one_row(editor.execute(STATEMENTS["status"].encode()).fetchall())

    assert (row["limit"], row["used"], row["tier"]) == (10_000, 0, "free")


def test_quotas_join_to_profiles_with_an_email(alice: Caller, editor: Any) -> None:
    rows = editor.execute(STATEMENTS["quotas with email"].encode()).fetchall()

    assert rows
    assert all("@" in row["email"] for row in rows)


def test_the_two_statements_of_the_guide_record_a_call(alice: Caller, editor: Any) -> None:
    editor.execute(for_user(STATEMENTS["record usage"], alice.user_id))
    editor.execute(for_user(STATEMENTS["move counters"], alice.user_id))

    entry = one_row(
        editor.execute(
            "select * from public.ai_agent_usage where user_id = %s", [alice.user_id]
        ).fetchall()
    )
    quota = one_row(
        editor.execute(
            "select * from public.user_ai_quotas where user_id = %s", [alice.user_id]
        ).fetchall()
    )
    assert (entry["tokens_total"], entry["cost_usd"]) == (2_000, Decimal("0.0003"))
    assert (quota["current_month_tokens"], quota["current_month_requests"]) == (2_000, 1)


def test_totals_by_tier_add_up(alice: Caller, editor: Any) -> None:
    editor.execute(for_user(STATEMENTS["move counters"], alice.user_id))

    rows = editor.execute(STATEMENTS["totals by tier"].encode()).fetchall()

    free = one_row([row for row in rows if row["tier"] == "Free"])
    assert free["total_usage"] >= 2_000
    assert free["avg_usage"] == pytest.approx(free["total_usage"] / free["users"])


def test_users_above_75_percent_are_listed(alice: Caller, set_used: Any, editor: Any) -> None:
    set_used(alice.user_id, 7_501)

    rows = editor.execute(STATEMENTS["users above 75 percent"].encode()).fetchall()

    row = one_row([row for row in rows if row["email"] == alice.email])
    assert row["usage_pct"] == Decimal("75.01")


def test_the_top_users_of_a_week_are_listed(alice: Caller, service: Caller, editor: Any) -> None:
    call = {"tokens_prompt": 2_000_000_000, "tokens_completion": 0, "cost_usd": 1.5}
    for _ in range(2):
        service.track(**call, user_id=alice.user_id)

    rows = editor.execute(STATEMENTS["top users of 7 days"].encode()).fetchall()

    row = one_row([row for row in rows if row["email"] == alice.email])
    assert (row["requests"], row["tokens"], row["cost_usd"]) == (2, 4_000_000_000, Decimal("3.0"))


def test_a_quota_is_initialized_by_sql(alice: Caller, editor: Any) -> None:
    editor.execute("delete from public.user_ai_quotas where user_id = %s", [alice.user_id])

    one_row(editor.execute(for_user(STATEMENTS["initialize"], alice.user_id)).fetchall())

    assert one_row(
        editor.execute(
            "select tier from public.user_ai_quotas where user_id = %s", [alice.user_id]
        ).fetchall()
    ) == {"tier": "free"}


def test_the_reset_says_how_many(editor: Any) -> None:
    editor.execute(STATEMENTS["reset"].encode())

    row = one_row(editor.execute(STATEMENTS["reset"].encode()).fetchall())

    assert row == {"reset_monthly_quotas": 0}


def test_the_seed_runs_again_by_psql_and_keeps_what_is_there(
    alice: Caller, service: Caller, stack: Stack, db: Any, quota: Any, psql: str
) -> None:
    subscribe(service, alice.user_id, "pro")
    alice.track(tokens_prompt=1, tokens_completion=1)
    before = quota(alice.user_id)

    done = subprocess.run(
        [psql, stack.db_url, "-v", "ON_ERROR_STOP=1", "-f", str(SEED)],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert quota(alice.user_id) == before


def test_the_seed_creates_missing_quotas_from_subscriptions(
    alice: Caller, service: Caller, stack: Stack, db: Any, quota: Any, psql: str
) -> None:
    subscribe(service, alice.user_id, "basic")
    db.execute("delete from public.user_ai_quotas where user_id = %s", [alice.user_id])

    subprocess.run([psql, stack.db_url, "-f", str(SEED)], capture_output=True, check=True)

    assert quota(alice.user_id)["monthly_token_quota"] == 50_000
