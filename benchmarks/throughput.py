"""Calls a second inside the database: recording, reserving, reading the status."""

from dataclasses import dataclass
from functools import partial

from cluster import Cluster
from contest import Bar, Contestant, Part, take_turns

SERVER = {"role": "service_role"}


@dataclass(frozen=True)
class Effort:
    """How much is measured."""

    seconds: int
    rounds: int
    users: int


def measure(cluster: Cluster, effort: Effort) -> Part:
    """The package against the bare operation, eight clients on one database."""
    database = cluster.make("throughput", effort.users)
    with cluster.connect(database) as owner:
        row = owner.execute("select bench.claims(md5('1')::uuid)").fetchone()
    everyone, unlimited, exceeded, one = (1, effort.users), (0, 0), (-1, -1), (1, 1)
    signed_in = {"role": "authenticated", "request.jwt.claims": row[0] if row else ""}
    contestants = [
        ("bare, distinct users", "bare", everyone, SERVER),
        ("track_usage, distinct users", "track_usage", everyone, SERVER),
        ("track_usage without request_id", "track_usage_without_id", everyone, SERVER),
        ("reserve + settle", "reserve_and_settle", everyone, SERVER),
        ("bare, signed in", "signed_in_bare", everyone, {}),
        ("track_usage, signed in", "signed_in_track_usage", everyone, {}),
        ("bare, one hot user", "bare", unlimited, SERVER),
        ("track_usage, one hot user", "track_usage", unlimited, SERVER),
        ("track_usage, one hot user past its limit", "track_usage", exceeded, SERVER),
        ("row under RLS, transaction", "signed_in_row", everyone, {}),
        ("status, transaction", "signed_in_status", everyone, {}),
        ("row under RLS, statement", "row", one, signed_in),
        ("status, statement", "status", one, signed_in),
    ]

    def run(script: str, users: tuple[int, int], settings: dict[str, str]) -> float:
        with cluster.connect(database, "supabase_admin") as admin:
            admin.execute("call bench.rewind()")
        return cluster.pgbench(database, script, effort.seconds, users, settings)

    rounds = take_turns(
        [
            Contestant(name, partial(run, script, users, settings))
            for name, script, users, settings in contestants
        ],
        effort.rounds,
        before_round=partial(cluster.tidy, database),
    )
    return Part("throughput", "Calls inside the database", "calls/s", BARS, rounds)


BARS = (
    Bar(
        "track_usage on distinct users, against bare",
        "track_usage, distinct users",
        "bare, distinct users",
        at_least=0.7,
    ),
    Bar(
        "track_usage on one hot user, against bare",
        "track_usage, one hot user",
        "bare, one hot user",
        at_least=0.7,
    ),
    Bar(
        "track_usage on one hot user past its limit, against bare",
        "track_usage, one hot user past its limit",
        "bare, one hot user",
        at_least=0.7,
    ),
    Bar(
        "reserve + settle, against bare",
        "reserve + settle",
        "bare, distinct users",
        at_least=0.35,
    ),
    Bar(
        "status against the row under RLS, whole transaction",
        "status, transaction",
        "row under RLS, transaction",
        at_least=0.8,
    ),
    Bar(
        "status against the row under RLS, the statement alone",
        "status, statement",
        "row under RLS, statement",
        at_least=0.8,
    ),
    Bar(
        "track_usage without request_id, against bare",
        "track_usage without request_id",
        "bare, distinct users",
    ),
    Bar(
        "track_usage signed in, against bare signed in",
        "track_usage, signed in",
        "bare, signed in",
    ),
)
