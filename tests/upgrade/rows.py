"""What the installation may change in the rows of the two tables that it adopts."""

import datetime
from collections import Counter
from collections.abc import Iterator
from typing import Any

import psycopg
from psycopg import sql
from psycopg.rows import dict_row

Row = dict[str, Any]
Rows = dict[Any, Row]

# The tables, each with the column that tells its rows apart in every deployment.
ADOPTED = {"user_ai_quotas": "user_id", "ai_agent_usage": "id"}

COUNTERS = ("current_month_tokens", "current_month_requests")
LIMITS = ("monthly_token_quota", "monthly_request_quota")
PARTS = ("tokens_prompt", "tokens_completion", "tokens_cached", "tokens_reasoning")

# The same changes by deployment, for views that read these columns.
ARRANGED = {
    "close_to_the_guide": """
        update user_ai_quotas set current_month_tokens = 0 where current_month_tokens < 0;
        update user_ai_quotas set monthly_token_quota = 10000, monthly_request_quota = 100
        where monthly_token_quota <= 0
    """,
    "keyed_by_id": """
        update user_ai_quotas set current_month_tokens = 0 where current_month_tokens is null;
        update ai_agent_usage
        set tokens_prompt = coalesce(tokens_prompt, 0),
            tokens_completion = coalesce(tokens_completion, 0)
    """,
    "busy_ledger": """
        update user_ai_quotas set current_month_tokens = 0 where current_month_tokens is null
    """,
    "naive_clock": "",
    "everything_at_once": """
        update user_ai_quotas
        set current_month_tokens = coalesce(current_month_tokens, 0),
            current_month_requests = coalesce(current_month_requests, 0);
        update ai_agent_usage
        set tokens_prompt = coalesce(tokens_prompt, 0),
            tokens_completion = coalesce(tokens_completion, 0)
    """,
}


def generated_columns(db: psycopg.Connection, table: str) -> set[str]:
    """The columns of a table that are computed from others."""
    rows = db.execute(
        "select attname from pg_attribute where attrelid = %s::regclass and attgenerated = 's'",
        [f"public.{table}"],
    ).fetchall()
    return {name for (name,) in rows}


def read_rows(db: psycopg.Connection, table: str) -> Rows:
    """All rows of one of the two tables by key."""
    query = sql.SQL("select * from public.{}").format(sql.Identifier(table))
    with db.cursor(row_factory=dict_row) as cursor:
        return {row[ADOPTED[table]]: row for row in cursor.execute(query)}


def read_answer(db: psycopg.Connection, query: str) -> Counter[str]:
    """The rows of any query as a bag, without the reset dates."""
    with db.cursor(row_factory=dict_row) as cursor:
        return Counter(
            repr([(name, value) for name, value in row.items() if "reset" not in name])
            for row in cursor.execute(query.encode())
        )


def changes(before: Rows, after: Rows, generated: set[str]) -> Iterator[str]:
    """What was lost or altered beyond what the contract allows, a line each."""
    for key, old in before.items():
        new = after.get(key)
        if new is None:
            yield f"{key}: the row is gone"
            continue
        changed = {column for column in old if column not in new or new[column] != old[column]}
        for column in changed:
            recomputed = column in generated and changed - generated
            if not recomputed and not is_allowed(column, old[column], new.get(column)):
                yield f"{key} {column}: {old[column]!r} became {new.get(column)!r}"


def is_allowed(column: str, was: Any, now: Any) -> bool:
    """Whether the contract wants another value there."""
    if column in COUNTERS:
        return bool(now == max(was or 0, 0))
    if column in LIMITS:
        return was is not None and was <= 0 < now
    if column in PARTS:
        return was is None and now == 0
    if column == "created_at":
        return was is None and now is not None
    return column == "quota_reset_date" and day(now) == reset_day(was)


def reset_day(was: datetime.date | None) -> datetime.date:
    """The first of a month: its own for what is due, else the next in UTC."""
    today = datetime.datetime.now(datetime.UTC).date()
    if was is not None and day(was) <= today:
        return day(was).replace(day=1)
    return (today.replace(day=1) + datetime.timedelta(days=32)).replace(day=1)


def day(value: datetime.date) -> datetime.date:
    """The UTC day of a date, or of a time with or without its zone."""
    if not isinstance(value, datetime.datetime):
        return value
    return (value.astimezone(datetime.UTC) if value.tzinfo else value).date()
