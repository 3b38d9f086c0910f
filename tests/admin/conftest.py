"""Callers of the running stack, as in tests/api, and the job that counts days that are over."""

import time
from typing import Any

import pytest
from api.callers import Caller
from api.conftest import (
    admin,
    alice,
    alone,
    anon,
    bob,
    connect,
    db,
    integrity,
    operator,
    service,
    set_setting,
    sign_up,
    stack,
)

__all__ = [
    "admin",
    "alice",
    "alone",
    "anon",
    "bob",
    "connect",
    "db",
    "integrity",
    "operator",
    "service",
    "set_setting",
    "sign_up",
    "stack",
]

COUNTED = """
select r.counted_through = (now() at time zone 'UTC')::date - 1
  and not exists (select from ai_quota.late_days as l where l.day <= r.counted_through) as is_done
from ai_quota.rollup as r
"""


# Days whose ledger rows other tests wrote or deleted by hand.
MEND = """
insert into ai_quota.late_days (day)
select distinct d.day from ai_quota.find_label_differences() as d
"""


@pytest.fixture
def users(sign_up: Any) -> list[Caller]:
    """Three users of this test's own."""
    return [sign_up() for _ in range(3)]


@pytest.fixture
def roll_up(db: Any) -> Any:
    """Runs the job until every day that is over is counted, and today as it is now."""

    def run() -> None:
        deadline = time.monotonic() + 60
        while not db.execute(COUNTED).fetchone()["is_done"]:
            assert time.monotonic() < deadline, "a transaction of another test does not end"
            db.execute("select ai_quota.roll_up()")
        db.execute("update ai_quota.rollup set recent_day = null")
        db.execute("select ai_quota.roll_up()")

    run()
    db.execute(MEND)
    run()
    return run
