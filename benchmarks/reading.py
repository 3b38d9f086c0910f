"""What a signed-in user reads without a filter on user_id, beside a million rows of others."""

import random
import time
from collections.abc import Callable
from functools import partial
from statistics import median

from cluster import Cluster
from contest import Bar, Contestant, Effort, Part, take_turns

ROWS, OWN_ROWS = 1_000_000, 60
LEDGER = "select * from public.ai_agent_usage"
READS = {
    "a filter that nothing matches": f"{LEDGER} where model_used = 'none' limit 1",
    "the latest call": f"{LEDGER} order by created_at desc limit 1",
    "ai_quota_unpriced_models": "select * from public.ai_quota_unpriced_models",
    "ai_quota_daily": "select * from public.ai_quota_daily",
    "user_id = auth.uid()": f"{LEDGER} where user_id = auth.uid()",
}
BARS = tuple(Bar(f"{name}, in milliseconds", name, at_most=1) for name in READS)
NOTE = """\
{users:,} users with {each:,} ledger rows each, one of them reading. The execution time that EXPLAIN
ANALYZE says, the median of each run; the bar applies to the worst run."""


def measure(cluster: Cluster, effort: Effort) -> Part:
    """Each read in turn, each time by another user."""
    calls = min(effort.many_calls, ROWS)
    users = calls // OWN_ROWS
    cluster.make("reading", users)
    cluster.load_ledger("reading", users, calls)
    cluster.tidy("reading")
    contestants = [
        Contestant(name, partial(milliseconds, cluster, users, statement))
        for name, statement in READS.items()
    ]
    rounds = take_turns(contestants, effort)
    cluster.drop("reading")
    note = NOTE.format(users=users, each=OWN_ROWS)
    return Part("Reads without a filter", "milliseconds", rounds, BARS, note)


def milliseconds(cluster: Cluster, users: int, statement: str, seconds: int) -> float:
    """How long a read takes, in the middle of as many as there is time for."""
    with cluster.connect("reading") as connection:

        def read() -> float:
            user = random.randint(1, users)  # noqa: S311
            with connection.transaction():
                connection.execute("select bench.sign_in(md5(%s::text)::uuid)", [user])
                explain = f"explain (analyze, timing off, format json) {statement}"
                ((plan,),) = connection.execute(explain.encode()).fetchall()
                return float(plan[0]["Execution Time"])

        return median(for_as_long(read, seconds))


def for_as_long(read: Callable[[], float], seconds: int) -> list[float]:
    """What it returns each time."""
    end = time.monotonic() + seconds
    read()
    figures = [read()]
    while time.monotonic() < end:
        figures.append(read())
    return figures
