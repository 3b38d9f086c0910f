"""The end of a month: how long the reset takes, and how long a live call waits beside it."""

import random
import re
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from threading import Barrier, Event

import psycopg
from cluster import Cluster
from contest import Bar, Contestant, Effort, Part, take_turns
from upgrade.servers import ROOT

CALLERS = 4
PATIENCE = 20
# Returns the part of all that is due that it did.
Job = Callable[[], float]
RPC, BATCHES = "reset_monthly_quotas()", "the pg_cron job in batches"
ALL_DUE = "call bench.reset_quotas(only_used => false)"
IN_USE = "call bench.reset_quotas(only_used => true)"
TRACK_USAGE = """
    select from public.track_usage(
      user_id => md5(%s::text)::uuid, tokens_prompt => 500, tokens_completion => 1500,
      model_used => 'gpt-4o-mini', request_id => gen_random_uuid()::text
    )
"""
NOTE = """\
{many_users:,} users whose month is over, one in ten of them with usage. Each run has a fresh copy
of one database. The bare UPDATE sets counters and dates of every row that is due, or only of those
with usage. `reset_monthly_quotas()` is called until it returns 0; the pg_cron job in batches
commits after every 64 pages. A job is cut off after {patience} s, and the rest is counted at the
same rate. Live calls are `track_usage` for users at random, from {callers} connections without a
pause: the longest of each run is shown, and the bar applies to the worst run."""


def measure(cluster: Cluster, effort: Effort) -> Part:
    """The jobs and a bare UPDATE in turn, alone, then with live calls beside them."""
    cluster.copy(cluster.make("many", effort.many_users), "month_over")
    with cluster.connect("month_over", "supabase_admin") as admin:
        admin.execute("call bench.end_month()")
        admin.execute("vacuum (full, analyze) public.user_ai_quotas")

    def contestant(name: str, measured: Callable[[Job], float], job: Job) -> Contestant:
        def run(_seconds: int) -> float:
            cluster.copy("month_over", "reset")
            return measured(job)

        return Contestant(name, run)

    def update(statement: str) -> float:
        with cluster.connect("reset") as owner:
            owner.execute(statement.encode())
        return 1

    def wait() -> float:
        time.sleep(effort.seconds)
        return 1

    batches = batches_job()

    def reset_in_batches() -> float:
        with cluster.connect("reset") as owner:
            owner.execute(f"set statement_timeout = '{PATIENCE}s'".encode())
            try:
                owner.execute(batches)
            except psycopg.errors.QueryCanceled:
                return part_done(owner)
        return 1

    def reset_until_done() -> float:
        end = time.monotonic() + PATIENCE
        with cluster.connect("reset") as owner:
            while owner.execute("select public.reset_monthly_quotas()").fetchone() != (0,):
                if time.monotonic() > end:
                    return part_done(owner)
        return 1

    beside = partial(longest_wait, cluster, effort.many_users)
    contestants = (
        contestant("bare UPDATE, all that is due", seconds_of, partial(update, ALL_DUE)),
        contestant("bare UPDATE, rows in use", seconds_of, partial(update, IN_USE)),
        contestant(RPC, seconds_of, reset_until_done),
        contestant(BATCHES, seconds_of, reset_in_batches),
        contestant("live call beside nothing", beside, wait),
        contestant(f"live call beside {RPC}", beside, reset_until_done),
        contestant(f"live call beside {BATCHES}", beside, reset_in_batches),
    )
    # Runs of many seconds need fewer rounds, and no warming up.
    fewer = replace(effort, rounds=min(3, effort.rounds), warms_up=False)
    rounds = take_turns(contestants, fewer)
    cluster.drop("reset")
    note = NOTE.format(callers=CALLERS, patience=PATIENCE, **vars(effort))
    return Part("The end of a month", "seconds", rounds, BARS, note)


def batches_job() -> bytes:
    """The command of the pg_cron job, which benchmark databases do not schedule."""
    jobs = (ROOT / "supabase/schemas/jobs.sql").read_text()
    arguments = jobs.partition("'reset-monthly-ai-quotas-in-batches'")[2].partition("\n  );")[0]
    _schedule, *command = re.findall(r"'([^']*)'", arguments)
    return "".join(command).encode()


def part_done(owner: psycopg.Connection) -> float:
    """How much of all that was due a job has done that was cut off."""
    ((part,),) = owner.execute("""
        select avg((q.quota_reset_date > (now() at time zone 'UTC')::date)::integer)
        from public.user_ai_quotas as q
    """).fetchall()
    return float(part)


def seconds_of(job: Job) -> float:
    """How long a job takes by itself; what it left undone is counted at the same rate."""
    begun = time.monotonic()
    part_done = job()
    return (time.monotonic() - begun) / part_done


def longest_wait(cluster: Cluster, users: int, job: Job) -> float:
    """How long the slowest of the calls took that ran beside a job."""
    ready, done = Barrier(CALLERS + 1, timeout=60), Event()

    def call() -> float:
        longest = 0.0
        with cluster.connect("reset") as server:
            server.execute("set role service_role")
            # The first call of a connection plans its statements, which is not measured.
            server.execute(TRACK_USAGE, [random.randint(1, users)])  # noqa: S311
            ready.wait()
            while not done.is_set():
                begun = time.monotonic()
                server.execute(TRACK_USAGE, [random.randint(1, users)])  # noqa: S311
                longest = max(longest, time.monotonic() - begun)
        return longest

    with ThreadPoolExecutor(CALLERS) as pool:
        callers = [pool.submit(call) for _ in range(CALLERS)]
        ready.wait()
        try:
            job()
        finally:
            done.set()
        return max(caller.result() for caller in callers)


BARS = (
    # Every row has to be touched, so that its reset date is true in a plain SELECT.
    *(
        Bar(
            f"{job}, against a bare UPDATE of all that is due",
            *(job, "bare UPDATE, all that is due"),
            at_most=1.5,
        )
        for job in (RPC, BATCHES)
    ),
    Bar(
        "a bare UPDATE of rows in use, against one of all that is due",
        *("bare UPDATE, rows in use", "bare UPDATE, all that is due"),
    ),
    *(
        Bar(f"longest wait of a {name}, in seconds", name, at_most=0.25)
        for name in (f"live call beside {RPC}", f"live call beside {BATCHES}")
    ),
    Bar(
        "longest wait of a live call with nothing beside it, in seconds", "live call beside nothing"
    ),
)
