"""An edit of a tier that everybody has, and how long a live call waits beside it."""

import time
from dataclasses import replace
from functools import partial

from cluster import Cluster
from contest import Bar, Contestant, Effort, Part, take_turns
from resetting import longest_wait

EDIT = "update public.ai_quota_tiers set monthly_token_quota = monthly_token_quota + 1"
SWEEP = (
    "do $$ begin for v_page in 0 .. ai_quota.count_pages() by 16 loop"
    " perform ai_quota.refresh_pages(v_page); commit; end loop; end $$"
)
NOTE = """\
All tiers are edited in one statement, beside {many_users:,} users. RPCs use the new limits at once;
the sweep is what the pg_cron job does afterwards for plain SELECTs. Live calls as at the end of a
month."""
BARS = (
    Bar("an edit of every tier, in seconds", "an edit", at_most=0.1),
    Bar("longest wait of a live call beside it, in seconds", "live call beside it", at_most=0.25),
    Bar("sweep of all rows, in seconds", "the sweep"),
)


def measure(cluster: Cluster, effort: Effort) -> Part:
    """The edit and the sweep by themselves, then both with live calls beside them."""
    cluster.copy(cluster.make("many", effort.many_users), "reset")

    def seconds_of(statement: str, _seconds: int) -> float:
        begun = time.monotonic()
        with cluster.connect("reset") as owner:
            owner.execute(statement.encode())
        return time.monotonic() - begun

    def beside(_seconds: int) -> float:
        def job() -> float:
            return seconds_of(EDIT, 0) + seconds_of(SWEEP, 0)

        return longest_wait(cluster, effort.many_users, job)

    edit = Contestant("an edit", partial(seconds_of, EDIT))
    # A sweep takes more than a minute.
    sweeps = (
        Contestant("the sweep", partial(seconds_of, SWEEP)),
        Contestant("live call beside it", beside),
    )
    rounds = take_turns((edit,), effort) | take_turns(
        sweeps, replace(effort, rounds=1, warms_up=False)
    )
    cluster.drop("reset")
    return Part("An edit of a tier", "seconds", rounds, BARS, NOTE.format(**vars(effort)))
