"""Packages that others use for this: each beside our call and bare, by its own kind of client."""

import sys
from contextlib import ExitStack

from cluster import CLIENTS, Cluster, options
from contest import Bar, Effort, Part, take_turns
from driver import CLIENTS as PROGRAMS
from driver import driver, node

NOTE = """\
The same users, {clients} clients, one database. rate-limiter-flexible (RateLimiterPostgres, which
keeps a counter a user and no ledger) through `pg`, credit-ledger (balance and ledger, with an
idempotency key, no row level security) through SQLAlchemy and psycopg, one process a client; our
call and the bare function through the same drivers. A client in Node or Python takes a good part of
the time, so these ratios are nearer to 1 than those of pgbench."""
CONTESTANTS = {
    "Node": ("bare", "track_usage", "rate-limiter-flexible"),
    "Python": ("bare", "track_usage", "credit-ledger"),
}


def measure(cluster: Cluster, effort: Effort) -> Part:
    """Two drivers with three contestants each, all in turn."""
    database = cluster.make("peers", effort.users)
    with cluster.connect(database, "supabase_admin") as admin:
        admin.execute("call bench.load_peers()")
    env = {
        **cluster.environment(database),
        "PGOPTIONS": options({"role": "service_role", "search_path": "public, bench"}),
        "CLIENTS": str(CLIENTS),
        "USERS": str(effort.users),
    }
    with ExitStack() as stack:
        drivers = {
            "Node": stack.enter_context(driver(*node("database.mjs"), env=env)),
            "Python": stack.enter_context(driver(sys.executable, PROGRAMS / "ledger.py", env=env)),
        }
        contestants = [
            drivers[language].contestant(name, f"{name}, {language}")
            for language, names in CONTESTANTS.items()
            for name in names
        ]
        rounds = take_turns(contestants, effort, lambda: cluster.tidy(database))
    note = NOTE.format(clients=CLIENTS)
    return Part("Beside other packages", "calls a second", rounds, BARS, note)


BARS = tuple(
    Bar(f"{name} through {language}, against bare", f"{name}, {language}", f"bare, {language}")
    for language, (_, *names) in CONTESTANTS.items()
    for name in names
)
