"""What users do around the end of a month, in several databases of one server.

The clock stands still while they call, so that a call has the same time in every database, and rows
and answers can be compared as they are. It runs over midnight, until pg_cron has done its work in
the database that has it.
"""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import psycopg
from month_end.clock import ClockedServer
from month_end.places import USERS, Place, Row, call, sign_in, usage
from waiting import wait_until

RESET_JOB = "reset-monthly-ai-quotas"


@dataclass(frozen=True)
class Passage:
    """The end of a month, or of several, that the databases live through."""

    name: str
    eves: tuple[date, ...]
    # Down from the last microsecond on; up again at eight in the morning of the tenth.
    is_down: bool = False
    # Of the database with pg_cron; the others keep theirs.
    zone: str = "UTC"
    # Or only the one of that name, so that nobody else can have rolled what is rolled.
    has_both_jobs: bool = False

    @property
    def midnights(self) -> list[datetime]:
        """When the months end."""
        return [midnight(eve) + timedelta(days=1) for eve in self.eves]

    @property
    def morning(self) -> datetime:
        """When the users come back."""
        later = timedelta(days=9, hours=8) if self.is_down else timedelta(minutes=1)
        return self.midnights[-1] + later


def midnight(day: date) -> datetime:
    """The first moment of a day in UTC."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def nine_days_before(place: Place, end: datetime) -> None:
    """Users sign up and begin to use what they have."""
    place.sign_up(*USERS[:-1])
    place.boost("boosted to midnight", end)
    place.boost("boosted past midnight", end + timedelta(seconds=30))
    place.track("regular", 2_000, request_id="r-1")
    place.track("idle", 1_000)
    place.track("near", 7_500)
    place.track("reset early", 3_000)
    place.track("boosted to midnight", 12_000)
    place.track("boosted past midnight", 12_000)
    place.track("upgraded after midnight", 1_000)
    place.track("recorded by the guide", 1_000)


def half_a_minute_before(place: Place) -> None:
    """Two holds begin, one to end at midnight and one before; an operator resets a user early."""
    place.reserve("forgets", 8_000, seconds=30)
    place.reserve("holds past midnight", 8_000, seconds=10)
    user_id = place.id("reset early")
    place.call("", "reset_user_quota", "service_role", user_id=user_id, reason="a gift")
    place.track("reset early", 400)


def in_the_last_microsecond(place: Place) -> None:
    """The last calls of the month."""
    place.track("regular", 500)
    place.track("near", 2_000)
    place.track("over", 12_000)
    place.reserve("over", 1_000)
    place.reserve("settles late", 4_000)
    place.reserve("releases late", 4_000)
    place.reserve("forgets", 5_000)
    place.reserve("holds past midnight", 5_000)
    place.read_statuses()


def after_midnight(place: Place) -> None:
    """Most come back, for the first time since."""
    place.read_statuses()
    place.track("regular", 2_000, request_id="r-1")
    place.track("regular", 700, request_id="r-2")
    place.track("regular", 70)
    place.track("near", 7_500)
    place.reserve("over", 1_000)
    place.settle("over", 900)
    place.settle("settles late", 4_500)
    held = place.held.get("releases late")
    place.call("releases late", "release_reservation", reservation_id=held)
    place.reserve("forgets", 5_000)
    place.settle("holds past midnight", 3_000)
    place.track("reset early", 100)
    place.track("boosted to midnight", 2_000)
    place.track("boosted past midnight", 2_000)
    place.subscribe("upgraded after midnight", "pro")
    place.track("upgraded after midnight", 2_000)
    place.record_by_the_guide("recorded by the guide")
    place.sign_up("newcomer")
    place.track("newcomer", 1_000)


@contextmanager
def a_call_begun(places: Sequence[Place]) -> Iterator[None]:
    """In each database a transaction begins before, and calls only after."""
    with ExitStack() as begun:
        transactions = []
        for place in places:
            api = begun.enter_context(closing(place.connect("authenticator")))
            api.execute("begin")
            sign_in(api, place.id("begins before midnight"))
            transactions.append(api)
        yield
        for api in transactions:
            # One that fails leaves no row, which the tests see.
            with suppress(psycopg.Error):
                call(api, "track_usage", **usage(600))
            api.execute("commit")


def live_through(passage: Passage, server: ClockedServer, names: Sequence[str]) -> Row:
    """Tells the story in those databases, the first of which has pg_cron; returns what was seen."""
    with ExitStack() as opened:
        places = [Place(server, name, passage.name) for name in names]
        for place in places:
            opened.callback(place.disconnect)
        seen = tell(passage, places)
        return {**seen, **{place.name: take_stock(place) for place in places}}


def tell(passage: Passage, places: Sequence[Place]) -> Row:
    """Tells the story up to where everybody has called who will; returns what was seen."""
    with_cron, clock, end = places[0], places[0].server.clock, passage.midnights[0]
    seen: Row = {}

    with_cron.run(f"alter database {with_cron.name} set timezone = '{passage.zone}'")
    with_cron.run(
        "select cron.alter_job(j.jobid, active => %s) from cron.job as j where j.jobname = %s",
        passage.has_both_jobs,
        f"{RESET_JOB}-in-batches",
    )
    clock.stop_at(end - timedelta(days=9))
    for place in places:
        nine_days_before(place, end)
    clock.stop_at(end - timedelta(seconds=30))
    for place in places:
        half_a_minute_before(place)
    wait_for_a_minute_of_pg_cron(with_cron)
    clock.stop_at(end - timedelta(microseconds=1))
    for place in places:
        in_the_last_microsecond(place)

    with a_call_begun(() if passage.is_down else places):
        if passage.is_down:
            sleep_through(passage, places)
        else:
            seen["jobs"] = [reset_at(end, with_cron)]
            for later in passage.midnights[1:]:
                clock.stop_at(later - timedelta(seconds=30))
                wait_for_a_minute_of_pg_cron(with_cron)
                seen["jobs"].append(reset_at(later, with_cron))
        seen["selected"] = {place.name: place.select_quotas() for place in places}
        clock.stop_at(passage.morning)
        seen["clocks"] = [now for place in places for now in place.read_clocks()]
        for place in places:
            after_midnight(place)
    return seen


def sleep_through(passage: Passage, places: Sequence[Place]) -> None:
    """The server is down until the morning; then pg_cron is awake again too."""
    server = places[0].server
    for place in places:
        place.disconnect()
    server.sleep_until(passage.morning - timedelta(seconds=30))
    server.clock.stop_at(passage.morning)
    wait_for_a_minute_of_pg_cron(places[0])


def take_stock(place: Place) -> Row:
    """Rolls who did not call, and returns what there is in the end."""
    differences = place.find_differences()
    late = place.reset()
    differences += place.find_differences()
    return {
        "late": late,
        "differences": differences,
        "answers": place.answers,
        "statuses": place.statuses,
        "rows": place.rows(),
    }


def wait_for_a_minute_of_pg_cron(place: Place) -> None:
    """Waits until pg_cron has seen the present minute; its clock is the one that is faked."""
    assert wait_until(
        lambda: place.run(
            "select d.start_time from cron.job as j join cron.job_run_details as d using (jobid)"
            " where j.jobname = 'heartbeat' and d.status = 'succeeded'"
            " and d.start_time >= date_trunc('minute', now())"
        ),
        60,
    ), "pg_cron does not notice that it is another minute"


def reset_at(end: datetime, place: Place) -> list[Row]:
    """Lets the clock run over a midnight until pg_cron is done; returns the runs of its jobs.

    After a minute the story goes on all the same: the tests will tell.
    """

    def runs() -> list[Row]:
        return place.run(
            "select j.jobname, d.status, d.return_message, d.start_time, d.end_time"
            " from cron.job as j join cron.job_run_details as d using (jobid)"
            " where d.start_time >= %s",
            end,
        )

    def is_done() -> bool:
        found = runs()
        return (
            RESET_JOB in {run["jobname"] for run in found}
            and {run["status"] for run in found} <= {"succeeded", "failed"}
            and not place.count_stale()
        )

    place.server.clock.run_from(end - timedelta(microseconds=1))
    wait_until(is_done, 60)
    return runs()
