"""Whether rows are still there, and still say the same."""

import datetime
import json
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import psycopg
from psycopg import sql
from psycopg.rows import dict_row

Row = dict[str, Any]
Rows = dict[Any, Row]

# Where the contract has NOT NULL, a missing count becomes 0 …
ZERO_FOR_NULL = {
    ("user_ai_quotas", "current_month_tokens"),
    ("user_ai_quotas", "current_month_requests"),
    ("ai_agent_usage", "tokens_prompt"),
    ("ai_agent_usage", "tokens_completion"),
    ("ai_agent_usage", "tokens_cached"),
    ("ai_agent_usage", "tokens_reasoning"),
}
# … and what else was missing becomes something.
FILLED_FOR_NULL = {
    ("user_ai_quotas", "quota_reset_date"),
    ("ai_agent_usage", "created_at"),
    ("ai_agent_usage", "tokens_total"),
    ("user_subscriptions", "tier"),
    ("user_subscriptions", "status"),
}


def tables_of(db: psycopg.Connection) -> dict[str, list[str]]:
    """The tables in public, each with the columns of its primary key."""
    rows = db.execute(
        """
        select c.conrelid::regclass::text, array_agg(a.attname::text order by a.attname)
        from pg_constraint as c
        join pg_attribute as a on a.attrelid = c.conrelid and a.attnum = any (c.conkey)
        where c.connamespace = 'public'::regnamespace and c.contype = 'p'
        group by c.conrelid
        """
    ).fetchall()
    return dict(rows)


def generated_columns(db: psycopg.Connection, table: str) -> set[str]:
    """The columns of a table that are computed from others."""
    rows = db.execute(
        "select attname from pg_attribute where attrelid = %s::regclass and attgenerated = 's'",
        [f"public.{table}"],
    ).fetchall()
    return {name for (name,) in rows}


def read_rows(db: psycopg.Connection, relation: str, key: list[str]) -> Rows:
    """All rows of a table by key."""
    query = sql.SQL("select * from public.{}").format(sql.Identifier(relation))
    with db.cursor(row_factory=dict_row) as cursor:
        return {tuple(plain(row[k]) for k in key): row for row in cursor.execute(query)}


def read_answer(db: psycopg.Connection, query: str) -> Counter[str]:
    """The rows of any query as a bag, without the dates that an upgrade may move."""
    with db.cursor(row_factory=dict_row) as cursor:
        return Counter(
            repr([(name, plain(value)) for name, value in row.items() if "reset" not in name])
            for row in cursor.execute(query.encode())
        )


def plain(value: object) -> object:
    """A value without its type: 1 and 1.0, an enum and its text, a time here and there."""
    match value:
        case bool() | None | str():
            return value
        case int() | float() | Decimal():
            return f"{round(Decimal(str(value)), 9).normalize():f}"
        case datetime.datetime():
            aware = value if value.tzinfo else value.replace(tzinfo=datetime.UTC)
            return aware.astimezone(datetime.UTC).isoformat()
        case datetime.date():
            return plain(datetime.datetime.combine(value, datetime.time()))
        case dict() | list():
            return json.dumps(value, sort_keys=True, default=str)
        case _:
            return str(value)


def changes(table: str, before: Rows, after: Rows, generated: set[str]) -> Iterator[str]:
    """What was lost or altered beyond what the contract allows, a line each."""
    for key, old in before.items():
        new = after.get(key)
        if new is None:
            yield f"{table} {key}: the row is gone"
            continue
        for column, value in old.items():
            if column not in new:
                yield f"{table}.{column}: the column is gone"
            elif new[column] != value and not kept(table, column, old, new, generated):
                yield f"{table} {key} {column}: {value!r} became {new[column]!r}"
    if len(after) != len(before):
        yield f"{table}: {len(before)} rows became {len(after)}"


def kept(table: str, column: str, old: Row, new: Row, generated: set[str]) -> bool:
    """Whether a value that looks different is one that the contract allows."""
    was, now = plain(old[column]), plain(new[column])
    if was == now:
        return True
    if (table, column) == ("user_ai_quotas", "quota_reset_date") and was is not None:
        return resets_as_before(old[column], new[column])
    if was is None and (table, column) in ZERO_FOR_NULL:
        return bool(now == "0")
    if was is None and ((table, column) in FILLED_FOR_NULL or column in generated):
        return now is not None
    # What the contract's type cannot hold is kept beside it: tokens_total_reported and the like.
    return any(plain(new[name]) == was for name in new if name.startswith(f"{column}_"))


def resets_as_before(was: datetime.date, now: datetime.date) -> bool:
    """Due stays due; what lay ahead becomes the first of the next month in UTC."""
    today = datetime.datetime.now(datetime.UTC).date()
    next_month = (today.replace(day=1) + datetime.timedelta(days=32)).replace(day=1)
    before = was
    if isinstance(was, datetime.datetime):
        aware = was if was.tzinfo else was.replace(tzinfo=datetime.UTC)
        before = aware.astimezone(datetime.UTC).date()
    return now <= today if before <= today else now == next_month
