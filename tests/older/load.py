"""Older deployments of the guide, filled: what the production migration may find."""

from pathlib import Path

import psycopg

HERE = Path(__file__).parent

DEPLOYMENTS = (
    "close_to_the_guide",
    "keyed_by_id",
    "busy_ledger",
    "naive_clock",
    "everything_at_once",
)

# What the row files use, so that the same row has the same key in every database.
HELPERS = """
create schema older;
create function older.uuid(kind text, i bigint) returns uuid language sql immutable
  return md5(kind || i)::uuid;
create function older.user_id(i bigint) returns uuid language sql immutable
  return ('00000000-0000-4000-8000-' || lpad(i::text, 12, '0'))::uuid;
create function older.this_month() returns timestamptz language sql stable
  return date_trunc('month', now(), 'UTC');
create function older.recently(i bigint) returns timestamptz language sql stable
  return older.this_month() + (i % 10) * (now() - older.this_month()) / 10;
create function older.next_month() returns date language sql stable
  return ((now() at time zone 'UTC')::date - extract(day from now() at time zone 'UTC')::integer
    + 1 + interval '1 month')::date;
"""


def user_id(number: int) -> str:
    """The id of the user with this number, in every deployment."""
    return f"00000000-0000-4000-8000-{number:012}"


def load(name: str, owner: psycopg.Connection, superuser: psycopg.Connection) -> None:
    """Makes the deployment's schema as `postgres`, then its rows with no trigger firing."""
    owner.execute(read(f"{name}.sql"))
    superuser.execute(HELPERS)
    superuser.execute("set session_replication_role = replica")
    superuser.execute("set timezone = 'UTC'")
    superuser.execute(read(f"{name}.rows.sql"))
    superuser.execute("drop schema older cascade")
    superuser.execute("analyze")


def read(file: str) -> bytes:
    """The text of a file beside this one, as psycopg takes statements that are not literals."""
    return (HERE / file).read_bytes()
