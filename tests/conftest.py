"""What `make test ARGS='--postgres 17'` skips, and why."""

import os
from pathlib import Path

import pytest

HERE = Path(__file__).parent

ONLY_ON_15 = {
    "bench": "benchmarks are on PostgreSQL 15",
    "month_end": "needs pg_cron, which npm's PostgreSQL 17 lacks",
    "prices": "its databases are on PostgreSQL 15",
    "model": "its databases are on PostgreSQL 15",
    "browser": "a client's requests are the same whichever PostgreSQL answers",
    "client": "a client's requests are the same whichever PostgreSQL answers",
    "hosts": "a client's requests are the same whichever PostgreSQL answers",
    "admin_page": "a page's requests are the same whichever PostgreSQL answers",
    "python": "a client's requests are the same whichever PostgreSQL answers",
    "alerts": "a worker's requests are the same whichever PostgreSQL answers",
    "demo": "its statements are the same whichever PostgreSQL answers",
    "docs": "a reader's commands are the same whichever PostgreSQL answers",
    "gateway": "a client's requests are the same whichever PostgreSQL answers",
    "guides": "a client's requests are the same whichever PostgreSQL answers",
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skips them where the stack is not on PostgreSQL 15."""
    if os.environ.get("STACK_POSTGRES", "15") == "15":
        return
    for item in items:
        reason = ONLY_ON_15.get(item.path.relative_to(HERE).parts[0])
        if item.get_closest_marker("pg_cron"):
            reason = ONLY_ON_15["month_end"]
        if reason:
            item.add_marker(pytest.mark.skip(reason=reason))
