"""Calls a second inside the database: recording, reserving, reading the status."""

from collections.abc import Mapping
from functools import partial

from cluster import Cluster
from contest import Bar, Contestant, Effort, Part, take_turns

SERVER = {"role": "service_role"}
ANCHORED = "track_usage, periods by subscription"
NOTE = """\
Distinct users are chosen at random; their usage is spread evenly from nothing to nearly all of the
limit, so that thresholds are crossed and alerts written. Every call has a session, a discipline, a
workflow, a model whose price is known, and a request_id unless said otherwise. Bare is one function
(`language sql`, volatile, security invoker) that inserts the same into a table of the guide's
columns (primary key, index on user_id, foreign key to auth.users, no checks) and updates the
counters."""


def measure(cluster: Cluster, effort: Effort) -> Part:
    """The package against the bare operation, eight clients on one database."""
    database = cluster.make("throughput", effort.users)
    cluster.copy(database, "anchored")
    with cluster.connect("anchored") as owner:
        owner.execute("call bench.subscribe(%s)", [effort.users])
    with cluster.connect(database) as owner:
        row = owner.execute("select bench.claims(md5('1')::uuid)").fetchone()
    everyone, unlimited, exceeded, one = (1, effort.users), (0, 0), (-1, -1), (1, 1)
    signed_in = {"role": "authenticated", "request.jwt.claims": row[0] if row else ""}

    def contestant(
        name: str,
        script: str,
        users: tuple[int, int],
        settings: Mapping[str, str] = SERVER,
        where: str = database,
    ) -> Contestant:
        return Contestant(name, partial(run, cluster, where, script, users, settings))

    contestants = (
        contestant("bare", "bare", everyone),
        contestant("track_usage", "track_usage", everyone),
        contestant("track_usage without request_id", "track_usage_without_id", everyone),
        contestant(ANCHORED, "track_usage", everyone, where="anchored"),
        contestant("reserve + settle", "reserve_and_settle", everyone),
        contestant("bare, hot user", "bare", unlimited),
        contestant("track_usage, hot user", "track_usage", unlimited),
        contestant("track_usage, hot user past its limit", "track_usage", exceeded),
        contestant("bare, signed in", "signed_in_bare", everyone, {}),
        contestant("track_usage, signed in", "signed_in_track_usage", everyone, {}),
        contestant("row, signed in", "signed_in_row", everyone, {}),
        contestant("status, signed in", "signed_in_status", everyone, {}),
        contestant("row, statement alone", "row", one, signed_in),
        contestant("status, statement alone", "status", one, signed_in),
    )

    def tidy() -> None:
        cluster.tidy(database)
        cluster.tidy("anchored")

    rounds = take_turns(contestants, effort, tidy)
    cluster.drop("anchored")
    return Part("Inside the database", "calls a second", rounds, BARS, NOTE)


def run(
    cluster: Cluster,
    database: str,
    script: str,
    users: tuple[int, int],
    settings: Mapping[str, str],
    seconds: int,
) -> float:
    """One run, from the same counters as every other."""
    with cluster.connect(database, "supabase_admin") as admin:
        admin.execute("call bench.rewind()")
    return cluster.pgbench(database, script, f"--time={seconds}", users, settings)


BARS = (
    Bar("track_usage, distinct users, against bare", "track_usage", "bare", at_least=0.8),
    Bar(
        "track_usage, one hot user, against bare",
        *("track_usage, hot user", "bare, hot user"),
        at_least=0.8,
    ),
    Bar(
        "track_usage, one hot user past its limit, against bare",
        *("track_usage, hot user past its limit", "bare, hot user"),
        at_least=0.8,
    ),
    Bar(f"{ANCHORED}, against calendar months", ANCHORED, "track_usage", at_least=0.9),
    Bar("reserve + settle, against bare", "reserve + settle", "bare", at_least=0.4),
    Bar(
        "status against the row under RLS, as PostgREST's transaction",
        *("status, signed in", "row, signed in"),
        at_least=0.8,
    ),
    Bar(
        "status against the row under RLS, the statement alone",
        *("status, statement alone", "row, statement alone"),
        at_least=0.8,
    ),
    Bar("track_usage without request_id, against bare", "track_usage without request_id", "bare"),
    Bar(
        "track_usage signed in, against bare signed in",
        *("track_usage, signed in", "bare, signed in"),
    ),
)
