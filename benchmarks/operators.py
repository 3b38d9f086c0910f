"""What operators read, and a user's own twelve months, beside a year of everybody's calls."""

import random
import time
from collections.abc import Callable
from functools import partial
from statistics import median

from cluster import HERE, Cluster
from contest import Bar, Contestant, Effort, Part, console, take_turns
from flatness import make_room

BYTES_A_CALL = 900
# What the job does, until nothing is left.
COUNT_DAYS = """
do $$
begin
  while ai_quota.roll_up() is not null loop
    commit;
  end loop;
  assert (select r.counted_through is not null from ai_quota.rollup as r), 'no day was counted';
end
$$
"""
TODAY = "(now() at time zone 'UTC')::date"
NAME, USER = "operators", "md5(%(user)s::text)::uuid"
LOWER = """'{"free": {"monthly_token_quota": 5000}}', 1"""
CATCH_UP = "roll_up of the whole year, 1,000 ledger rows"
OVERVIEW, OWN_YEAR = "ai_quota_admin_overview, 30 days", "get_user_usage_by_month, 12 months"
# Beside verify_quota_integrity, which recounts the whole ledger: the page asks for one user's.
SECOND = 1_000
LIMITS = {OVERVIEW: 300, OWN_YEAR: 5}
NOTE = """\
{users:,} users with {calls:,} ledger rows of a year, half of them in the last 30 days, counted by
roll_up() itself. The time until an admin's client has all rows, or a user the last twelve months:
the median of each run. A bar applies to the worst run."""


def days(count: int) -> str:
    """Arguments for as many days, today included."""
    return f"from_day => {TODAY} - {count - 1}"


def call(function: str, arguments: str = "") -> str:
    """The call of an RPC."""
    return f"select * from public.{function}({arguments})"  # noqa: S608


def admin(function: str, arguments: str = "") -> str:
    """A read of the admin page."""
    return call(f"ai_quota_admin_{function}", arguments)


READS = {
    OVERVIEW: admin("overview"),
    "ai_quota_admin_overview, 366 days": admin("overview", days(366)),
    "ai_quota_admin_overview, one tier": admin("overview", "of_tier => 'free'"),
    "ai_quota_admin_days, 30 days": admin("days"),
    "ai_quota_admin_days, 366 days": admin("days", days(366)),
    "ai_quota_admin_tiers": admin("tiers"),
    "ai_quota_admin_near_limit": admin("near_limit"),
    "ai_quota_admin_near_limit, one tier": admin("near_limit", "of_tier => 'pro'"),
    "ai_quota_admin_near_limit, search": admin("near_limit", "search => %(email)s"),
    **{
        f"ai_quota_admin_users, {count} days, by {sort}": admin(
            "users", f"{days(count)}, sort => '{sort}'"
        )
        for count in (7, 30, 90, 366)
        for sort in ("tokens", "cost_usd", "requests")
    },
    "ai_quota_admin_users, 90 days of last year's": admin(
        "users", f"from_day => {TODAY} - 300, to_day => {TODAY} - 211"
    ),
    "ai_quota_admin_users, 366 days, one tier": admin("users", f"{days(366)}, of_tier => 'free'"),
    "ai_quota_admin_users, 366 days, CSV's page 50": admin(
        "users", f"{days(366)}, page => 50, page_size => 1000"
    ),
    "ai_quota_admin_users, search": admin("users", f"{days(90)}, search => %(email)s"),
    "ai_quota_admin_usage, 30 days": admin("usage"),
    "ai_quota_admin_usage, 366 days": admin("usage", days(366)),
    "ai_quota_admin_usage, 366 days by day": admin(
        "usage", f"{days(366)}, \"by\" => array['day', 'model'], page_size => 1000"
    ),
    "ai_quota_admin_unpriced_models, 366 days": admin("unpriced_models", days(366)),
    "ai_quota_admin_alerts": admin("alerts"),
    "ai_quota_admin_alerts, waiting": admin("alerts", "of_state => 'waiting'"),
    "ai_quota_admin_outbox": admin("outbox"),
    "ai_quota_admin_holds": admin("holds"),
    "ai_quota_admin_holds, overdue": admin("holds", "of_state => 'overdue'"),
    "ai_quota_admin_audit": admin("audit"),
    "ai_quota_admin_integrity, one user": admin("integrity", USER),
    "ai_quota_admin_user": admin("user", USER),
    "ai_quota_admin_user_periods": admin("user_periods", USER),
    "ai_quota_admin_user_calls, 366 days": admin("user_calls", f"{USER}, {days(366)}"),
    "ai_quota_admin_user_days, 366 days": admin("user_days", f"{USER}, {days(366)}"),
    "get_quota_forecast_for": call("get_quota_forecast_for", USER),
    "ai_quota_admin_recommendations": admin("recommendations"),
    "replay_limits, 1 month": call("replay_limits", LOWER),
    "ai_quota_admin_replay_periods, 1 month": admin("replay_periods", LOWER),
}


def measure(cluster: Cluster, effort: Effort) -> Part:
    """One database in which every day is counted; each read in turn."""
    make_room(cluster, effort.many_calls, BYTES_A_CALL)
    figures = {CATCH_UP: [fill(cluster, effort)]}
    contestants = [
        Contestant(name, partial(milliseconds, cluster, effort.many_users, statement))
        for name, statement in READS.items()
    ]
    contestants.append(Contestant(OWN_YEAR, partial(own_year, cluster, effort.many_users)))
    figures |= take_turns(contestants, effort)
    cluster.drop(NAME)
    bars = [
        # A replay reads every call of the months: how long it takes is only told.
        Bar(
            f"{name}, in milliseconds",
            name,
            at_most=None if "replay" in name else LIMITS.get(name, SECOND),
        )
        for name in (*READS, OWN_YEAR)
    ]
    bars.append(Bar(f"{CATCH_UP}, in milliseconds", CATCH_UP))
    note = NOTE.format(users=effort.many_users, calls=effort.many_calls)
    return Part("What operators read", "milliseconds", figures, bars, note)


def fill(cluster: Cluster, effort: Effort) -> float:
    """Make the company and have its days counted; milliseconds for 1,000 ledger rows."""
    cluster.copy(cluster.make("many", effort.many_users), NAME)
    with cluster.connect(NAME, "supabase_admin") as owner:
        owner.execute((HERE / "sql/operators.sql").read_bytes())
        owner.execute("call bench.assign_tiers()")
        owner.execute("call bench.load_year(%s, %s)", [effort.many_users, effort.many_calls])
        owner.execute("call bench.keep_year()")
        owner.execute("call bench.load_events(%s)", [effort.many_users])
        owner.execute("vacuum (analyze)")
        begun = time.perf_counter()
        owner.execute(COUNT_DAYS)
        took = time.perf_counter() - begun
        owner.execute("vacuum (analyze)")
    console.print(f"  {effort.many_calls:,} ledger rows counted in {took:.0f} s", style="dim")
    return took * 1_000 / (effort.many_calls / 1_000)


def milliseconds(cluster: Cluster, users: int, statement: str, seconds: int) -> float:
    """How long an admin waits, in the middle of as many times as there are."""
    with cluster.connect(NAME) as connection:
        connection.execute("call bench.sign_in_admin()")

        def read() -> None:
            user = random.randint(1, users)  # noqa: S311
            given = {"user": user, "email": f"user-{user}@"}
            connection.execute(statement.encode(), given).fetchall()

        return repeated(read, seconds)


def own_year(cluster: Cluster, users: int, seconds: int) -> float:
    """How long a signed-in user waits for the own twelve months."""
    with cluster.connect(NAME) as connection:

        def read() -> None:
            connection.execute("select * from public.get_user_usage_by_month()").fetchall()

        def signed_in() -> float:
            with connection.transaction():
                user = random.randint(1, users)  # noqa: S311
                connection.execute("select bench.sign_in(md5(%s::text)::uuid)", [user])
                return timed(read)

        signed_in()
        return median(for_as_long(signed_in, seconds))


def repeated(read: Callable[[], None], seconds: int) -> float:
    """The median of the calls that there is time for after the first one."""
    first = timed(read)
    return first if first > seconds * 1_000 else median(for_as_long(lambda: timed(read), seconds))


def for_as_long(measured: Callable[[], float], seconds: int) -> list[float]:
    """Its figures, one at least."""
    end = time.monotonic() + seconds
    figures = [measured()]
    while time.monotonic() < end:
        figures.append(measured())
    return figures


def timed(read: Callable[[], None]) -> float:
    """Milliseconds."""
    begun = time.perf_counter()
    read()
    return (time.perf_counter() - begun) * 1_000
