"""Whether a call costs the same in a small database and in a large one."""

import shutil
from functools import partial

from cluster import Cluster
from contest import Bar, Contestant, Effort, Part, take_turns
from stack.ui import Failure
from throughput import SERVER, run

SCRIPTS = {
    "track_usage": ("track_usage", SERVER),
    "reserve + settle": ("reserve_and_settle", SERVER),
    "status, signed in": ("signed_in_status", {}),
    "bare": ("bare", SERVER),
}
BYTES_A_CALL = 700
NOTE = """\
The cost of a call in a database of {many_users:,} users and {many_calls:,} ledger rows with their
request ids, against one of {few_users:,} users whose ledger began empty; users at random from all.
What bare costs more there is the machine's part: caches that hold less of the rows."""


def measure(cluster: Cluster, effort: Effort) -> Part:
    """Two databases of one cluster in turn."""
    make_room(cluster, effort.many_calls, BYTES_A_CALL)
    sizes = {"small": ("small", effort.few_users), "large": ("large", effort.many_users)}
    cluster.make("small", effort.few_users)
    cluster.copy(cluster.make("many", effort.many_users), "large")
    cluster.load_ledger("large", effort.many_users, effort.many_calls)

    contestants = [
        Contestant(f"{name}, {size}", partial(run, cluster, database, script, (1, users), settings))
        for name, (script, settings) in SCRIPTS.items()
        for size, (database, users) in sizes.items()
    ]

    def tidy() -> None:
        cluster.tidy("small")
        cluster.tidy("large")

    rounds = take_turns(contestants, effort, tidy)
    cluster.drop("large")
    bars = [
        Bar(
            f"cost of {name}, large database against small",
            *(f"{name}, small", f"{name}, large"),
            at_most=None if name == "bare" else 1.2,
        )
        for name in SCRIPTS
    ]
    note = NOTE.format(**vars(effort))
    return Part("From small to large", "calls a second", rounds, bars, note)


def make_room(cluster: Cluster, calls: int, bytes_a_call: int) -> None:
    """Fail at once where so many calls do not fit."""
    folder = cluster.data.parent
    free = shutil.disk_usage(folder).free
    if free < calls * bytes_a_call:
        raise Failure(
            f"{folder} has {free >> 20} MB free, too few for {calls:,} "
            "ledger rows: name a roomier folder in TMPDIR, or choose fewer with --calls."
        )
