"""The ends of months, lived through by a server under libfaketime, with pg_cron and without."""

from collections.abc import Iterable
from datetime import datetime, timedelta

import pytest
from month_end.places import TABLES, Row
from month_end.story import RESET_JOB, Passage, midnight
from month_end.watch import BROKEN, PASSAGES, ZONES

PLACES = ["pg_cron", *ZONES]
without_pg_cron = pytest.mark.parametrize("place", ZONES)
while_awake = pytest.mark.parametrize(
    "passage", [one for one in PASSAGES if not one.is_down], ids=lambda one: one.name, indirect=True
)
# Where the users come back a minute after the month ended, and where long after.
IN_TIME = [one for one in PASSAGES if len(one.eves) == 1]
soon_after = pytest.mark.parametrize("passage", IN_TIME, ids=lambda one: one.name, indirect=True)
long_after = pytest.mark.parametrize(
    "passage",
    [one for one in PASSAGES if one not in IN_TIME],
    ids=lambda one: one.name,
    indirect=True,
)

NOT_COMPARED = {
    # Its period depends on whether the quota was reset while its transaction was open.
    "begins before midnight",
    # The guide's UPDATE counts in the period that the row shows, which pg_cron has reset or not.
    "recorded by the guide",
}


def differences(here: Row, there: Row) -> dict[str, set[str]]:
    """Users whose rows differ, and the tables. Ids are left out, and when a period was closed."""
    found = {
        user: {
            table
            for table in TABLES
            if comparable(here, user, table) != comparable(there, user, table)
        }
        for user in here["rows"].keys() - NOT_COMPARED
    }
    return {user: tables for user, tables in found.items() if tables}


# When the row of a closed period was written, and the day that the quota row counts: the first call
# of a day moves it, and ai_quota_daily is the same before and after.
LEFT_OUT = {
    "ai_quota_periods": {"closed_at"},
    "user_ai_quotas": {
        *("current_day", "current_day_tokens", "current_day_requests", "current_day_cost_usd"),
    },
}


def comparable(place: Row, user: str, table: str) -> list[Row]:
    """A user's rows of a table, but for what may differ."""
    rows = place["rows"][user][table]
    return [{name: row[name] for name in row.keys() - LEFT_OUT.get(table, set())} for row in rows]


def columns(rows: Iterable[Row], *names: str) -> list[tuple[object, ...]]:
    """Some columns of rows."""
    return [tuple(row[name] for name in names) for row in rows]


@pytest.fixture
def story(seen: Row) -> Row:
    """What was seen in the database with pg_cron, which the others are compared with."""
    found: Row = seen["pg_cron"]
    return found


@pytest.fixture
def old(passage: Passage) -> str:
    """When the month began that ends first."""
    return midnight(passage.eves[0].replace(day=1)).isoformat()


@pytest.fixture
def end(passage: Passage) -> str:
    """When it ends."""
    return passage.midnights[0].isoformat()


@pytest.fixture
def new(passage: Passage) -> str:
    """When the month began in which the users come back."""
    return passage.midnights[-1].isoformat()


@pytest.fixture
def reset_date(passage: Passage) -> str:
    """The day on which that month ends."""
    return (passage.midnights[-1] + timedelta(days=31)).date().replace(day=1).isoformat()


def test_all_processes_have_the_same_clock(seen: Row, passage: Passage) -> None:
    clocks = seen["clocks"]

    assert set(clocks) == {passage.morning.isoformat()}


@without_pg_cron
def test_the_rows_are_the_same_without_pg_cron_and_in_every_time_zone(
    seen: Row, place: str
) -> None:
    with_pg_cron, without = seen["pg_cron"], seen[place]

    assert differences(with_pg_cron, without) == {}


@without_pg_cron
def test_the_answers_are_the_same_without_pg_cron_and_in_every_time_zone(
    seen: Row, place: str
) -> None:
    with_pg_cron, without = seen["pg_cron"], seen[place]

    assert with_pg_cron["answers"] == without["answers"]
    assert with_pg_cron["statuses"] == without["statuses"]


@pytest.mark.parametrize("passage", PASSAGES[:1], ids=lambda one: one.name, indirect=True)
@pytest.mark.parametrize("place", BROKEN)
def test_the_comparison_notices_what_is_broken(seen: Row, place: str) -> None:
    *_, expected = BROKEN[place]

    found = differences(seen["pg_cron"], seen[place])

    tables: set[str] = set().union(*found.values())
    answers = {one for one in ("answers", "statuses") if seen["pg_cron"][one] != seen[place][one]}
    assert expected <= tables | answers


@while_awake
def test_a_plain_select_is_true_within_a_minute_of_midnight(
    seen: Row, passage: Passage, new: str, reset_date: str
) -> None:
    rows = seen["selected"]["pg_cron"].values()

    shown = ("period_start", "quota_reset_date", "current_month_tokens", "current_month_requests")
    assert set(columns(rows, *shown)) == {(new, reset_date, 0, 0)}
    read_at = max(datetime.fromisoformat(row["now"]) for row in rows)
    assert timedelta() < read_at - passage.midnights[-1] < timedelta(minutes=1)


@while_awake
def test_the_job_did_that_and_left_nobody_behind(seen: Row, passage: Passage) -> None:
    runs = [[run for run in night if run["jobname"] == RESET_JOB] for night in seen["jobs"]]

    assert [columns(found, "status") for found in runs] == [[("succeeded",)]] * len(passage.eves)
    assert seen["pg_cron"]["late"] == 0


@while_awake
def test_every_job_of_the_night_succeeds(seen: Row) -> None:
    runs = [run for night in seen["jobs"] for run in night]

    assert {run["jobname"] for run in runs} >= {RESET_JOB, "maintain-ai-quotas"}
    assert {run["status"] for run in runs} == {"succeeded"}


@while_awake
def test_without_the_job_a_plain_select_is_of_the_old_month_until_a_call_or_a_reset(
    seen: Row, end: str
) -> None:
    selected = seen["selected"]["no_cron"].values()

    assert {f"{row['quota_reset_date']}T00:00:00+00:00" for row in selected} == {end}
    assert seen["no_cron"]["late"] > 0


def test_before_any_call_of_the_new_month_everybody_reads_its_whole_quota(
    story: Row, new: str, reset_date: str
) -> None:
    before, after = story["statuses"]

    assert columns([before["regular"][0]], "used", "requests_used") == [(2_500, 2)]
    statuses = [answers[0] for user, answers in after.items() if user != "newcomer"]
    read = ("used", "requests_used", "reserved", "period_start", "reset_date")
    assert set(columns(statuses, *read)) == {(0, 0, 0, new[:10], reset_date)}
    months = [answers[2] for answers in after.values()]
    assert set(columns(months, "total_tokens", "period_start")) == {(0, new[:10])}


def test_one_period_is_closed_however_many_months_passed(
    story: Row, old: str, end: str, new: str, reset_date: str
) -> None:
    idle = story["rows"]["idle"]

    closed = ("period_start", "period_end", "tokens_used", "requests_used")
    assert columns(idle["ai_quota_periods"], *closed) == [(old, end, 1_000, 1)]
    opened = ("period_start", "quota_reset_date", "current_month_tokens")
    assert columns(idle["user_ai_quotas"], *opened) == [(new, reset_date, 0)]


def test_a_period_without_usage_leaves_no_row(story: Row, new: str, reset_date: str) -> None:
    unused = story["rows"]["unused"]

    assert unused["ai_quota_periods"] == []
    opened = columns(unused["user_ai_quotas"], "period_start", "quota_reset_date")
    assert opened == [(new, reset_date)]


@while_awake
def test_a_period_is_closed_by_pg_cron_at_once_and_without_it_by_the_first_call(
    seen: Row, passage: Passage
) -> None:
    with_pg_cron, without = (
        [
            datetime.fromisoformat(row["closed_at"])
            for row in seen[place]["rows"]["regular"]["ai_quota_periods"]
        ]
        for place in ("pg_cron", "no_cron")
    )

    assert [moment - passage.midnights[0] < timedelta(minutes=1) for moment in with_pg_cron] == [
        True
    ]
    assert without == [passage.morning]


def test_the_calls_of_a_user_are_charged_to_the_month_in_which_they_came(
    story: Row, passage: Passage, old: str, new: str
) -> None:
    regular = story["rows"]["regular"]

    charged = columns(regular["ai_agent_usage"], "request_id", "tokens_total", "period_start")
    assert charged == [
        ("r-1", 2_000, old),
        (None, 500, old),
        ("r-2", 700, new),
        (None, 70, new),
    ]
    assert columns(regular["ai_quota_periods"], "tokens_used") == [(2_500,)]
    assert columns(regular["user_ai_quotas"], "current_month_tokens") == [(770,)]
    days = [passage.midnights[0] - timedelta(days=9), passage.midnights[0] - timedelta(days=1)]
    assert columns(regular["ai_quota_daily"], "day", "tokens", "requests") == [
        (days[0].date().isoformat(), 2_000, 1),
        (days[1].date().isoformat(), 500, 1),
        (passage.morning.date().isoformat(), 770, 2),
    ]


def test_a_retry_of_last_months_call_is_not_counted_again(story: Row) -> None:
    first, _, retry, *_ = story["answers"]["regular"]

    assert (first["used"], retry["used"]) == (2_000, 0)


@soon_after
def test_what_is_settled_after_midnight_is_charged_to_the_month_of_the_reservation_up_to_it(
    story: Row, passage: Passage, old: str, new: str
) -> None:
    late = story["rows"]["settles late"]

    periods = columns(late["ai_quota_periods"], "period_start", "tokens_used", "requests_used")
    assert periods == [(old, 4_000, 1)]
    opened = columns(late["user_ai_quotas"], "current_month_tokens", "current_month_requests")
    assert opened == [(500, 0)]
    charged = columns(
        late["ai_agent_usage"],
        *("period_start", "created_at", "tokens_total", "excess_tokens", "excess_period_start"),
    )
    assert charged == [(old, passage.morning.isoformat(), 4_500, 500, new)]
    day = columns(late["ai_quota_daily"], "day", "tokens")
    assert day == [(passage.morning.date().isoformat(), 4_500)]
    assert columns(late["ai_quota_reservations"], "status") == [("settled",)]


@long_after
def test_what_is_settled_more_than_an_hour_after_it_expired_is_charged_to_the_open_month(
    story: Row, old: str, new: str
) -> None:
    late = story["rows"]["settles late"]

    periods = columns(late["ai_quota_periods"], "period_start", "tokens_used", "requests_used")
    assert periods == [(old, 0, 0)]
    assert columns(late["user_ai_quotas"], "current_month_tokens") == [(4_500,)]
    charged = columns(late["ai_agent_usage"], "period_start", "recorded_despite")
    assert charged == [(new, "reservation expired")]


def test_what_is_released_after_midnight_was_never_used(story: Row) -> None:
    late = story["rows"]["releases late"]

    assert columns(late["ai_quota_periods"], "tokens_used", "requests_used") == [(0, 0)]
    assert columns(late["ai_quota_reservations"], "status") == [("released",)]
    assert late["ai_agent_usage"] == []


def test_a_hold_that_ends_at_midnight_holds_until_then_and_nothing_after(story: Row) -> None:
    held, refused, admitted = story["answers"]["forgets"]
    before, after = story["statuses"]

    assert (held["allowed"], refused["reason"], admitted["allowed"]) == (True, "tokens", True)
    assert (before["forgets"][0]["reserved"], after["forgets"][0]["reserved"]) == (8_000, 0)
    assert admitted["remaining_tokens"] == 5_000


@soon_after
def test_a_hold_that_ran_out_makes_room_for_one_that_lasts_past_midnight(
    story: Row, old: str
) -> None:
    _, second, settled = story["answers"]["holds past midnight"]
    rows = story["rows"]["holds past midnight"]

    assert (second["allowed"], second["remaining_tokens"]) == (True, 5_000)
    assert (settled["used"], settled["reserved"]) == (0, 0)
    closed = columns(rows["ai_quota_periods"], "period_start", "tokens_used")
    assert closed == [(old, 3_000)]


def test_each_month_has_alerts_of_its_own(story: Row, old: str, new: str) -> None:
    alerts = story["rows"]["near"]["ai_quota_alerts"]

    found = columns(alerts, "period_start", "metric", "threshold")
    assert found == [(old, "tokens", 75), (old, "tokens", 90), (new, "tokens", 75)]


def test_who_was_over_the_limit_is_admitted_after_midnight(story: Row) -> None:
    _, refused, admitted, settled = story["answers"]["over"]

    assert (refused["allowed"], refused["upgrade_tier"]) == (False, "basic")
    assert (admitted["allowed"], settled["used"]) == (True, 900)


def test_an_early_reset_leaves_two_periods_of_one_month(
    story: Row, passage: Passage, old: str, end: str
) -> None:
    rows = story["rows"]["reset early"]["ai_quota_periods"]

    moment = (passage.midnights[0] - timedelta(seconds=30)).isoformat()
    closed = columns(rows, "period_start", "period_end", "tokens_used", "is_early")
    assert closed == [(old, moment, 3_000, True), (moment, end, 400, False)]


def test_a_closed_period_keeps_the_limits_that_it_had_at_its_end(story: Row) -> None:
    rows = story["rows"]

    kept = {
        user: columns(
            rows[user]["ai_quota_periods"],
            *("monthly_token_quota", "monthly_request_quota", "tier"),
        )
        for user in ("boosted to midnight", "boosted past midnight", "upgraded after midnight")
    }
    assert kept == {
        "boosted to midnight": [(20_000, 200, "free")],
        "boosted past midnight": [(20_000, 200, "free")],
        "upgraded after midnight": [(10_000, 100, "free")],
    }


def test_nothing_disagrees_with_the_ledger_before_a_reset_or_after(seen: Row) -> None:
    found = [row for place in PLACES for row in seen[place]["differences"]]

    assert [row for row in found if row["user_id"] not in NOT_COMPARED] == []


@while_awake
def test_a_call_whose_transaction_began_before_midnight_is_counted_once(
    seen: Row, passage: Passage
) -> None:
    rows = [seen[place]["rows"]["begins before midnight"] for place in PLACES]

    moment = (passage.midnights[0] - timedelta(microseconds=1)).isoformat()
    calls = [columns(one["ai_agent_usage"], "tokens_total", "created_at") for one in rows]
    assert calls == [[(600, moment)]] * len(PLACES)
    charged = [columns(one["ai_agent_usage"], "period_start", "tokens_total") for one in rows]
    assert [used(one) for one in rows] == charged


@while_awake
def test_the_guides_update_counts_in_the_period_that_the_row_shows(
    seen: Row, old: str, new: str
) -> None:
    with_pg_cron, without = (
        used(seen[place]["rows"]["recorded by the guide"]) for place in ("pg_cron", "no_cron")
    )

    assert with_pg_cron == [(old, 1_000), (new, 2_000)]
    assert without == [(old, 3_000)]


def used(rows: Row) -> list[tuple[object, ...]]:
    """The periods in which a user used tokens."""
    found = columns(rows["ai_quota_periods"], "period_start", "tokens_used")
    found += columns(rows["user_ai_quotas"], "period_start", "current_month_tokens")
    return [row for row in found if row[1]]
