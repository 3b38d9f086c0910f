"""Periods: months in UTC, closed once by a call or a reset, with no usage lost."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial
from random import Random
from typing import Any

import psycopg
import pytest
from api.callers import GUIDE_CALL, Caller, Stack, at_once, one_row

THIS_MONTH = datetime.now(UTC).date().replace(day=1)
NEXT_MONTH = (THIS_MONTH + timedelta(days=32)).replace(day=1)
LAST_MONTH = (THIS_MONTH - timedelta(days=1)).replace(day=1)


@pytest.fixture
def make_due(db: Any) -> Any:
    """Sends a user's open period back by a month, with some usage in it."""

    def make(user_id: str, tokens: int = 1_234, requests: int = 5) -> None:
        db.execute(
            "update public.user_ai_quotas set current_month_tokens = %s,"
            " current_month_requests = %s, quota_reset_date = %s, period_start = %s"
            " where user_id = %s",
            [tokens, requests, THIS_MONTH, _midnight(LAST_MONTH), user_id],
        )

    return make


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


@pytest.fixture
def closed(db: Any) -> Any:
    """Reads a user's closed periods."""

    def read(user_id: str) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = db.execute(
            "select * from public.ai_quota_periods where user_id = %s order by period_start",
            [user_id],
        ).fetchall()
        return rows

    return read


def test_a_status_read_after_the_end_shows_the_new_period_and_writes_nothing(
    alice: Caller, make_due: Any, closed: Any, quota: Any
) -> None:
    make_due(alice.user_id)
    before = quota(alice.user_id)

    row = alice.status()

    assert (row["used"], row["requests_used"]) == (0, 0)
    assert (row["period_start"], row["reset_date"]) == (
        THIS_MONTH.isoformat(),
        NEXT_MONTH.isoformat(),
    )
    assert quota(alice.user_id) == before
    assert closed(alice.user_id) == []


def test_the_first_call_closes_the_period_and_opens_the_next(
    alice: Caller, make_due: Any, closed: Any, quota: Any
) -> None:
    make_due(alice.user_id)

    row = alice.track(**GUIDE_CALL)

    assert (row["used"], row["requests_used"]) == (2_000, 1)
    period = one_row(closed(alice.user_id))
    assert (period["tokens_used"], period["requests_used"]) == (1_234, 5)
    assert (period["period_start"], period["period_end"]) == (
        _midnight(LAST_MONTH),
        _midnight(THIS_MONTH),
    )
    assert (period["tier"], period["monthly_token_quota"]) == ("free", 10_000)
    assert quota(alice.user_id)["quota_reset_date"] == NEXT_MONTH


def test_a_server_that_slept_over_two_month_ends_archives_one_period(
    alice: Caller, db: Any, closed: Any, quota: Any
) -> None:
    db.execute(
        "update public.user_ai_quotas set current_month_tokens = 7,"
        " quota_reset_date = '2024-02-01', period_start = '2024-01-01Z' where user_id = %s",
        [alice.user_id],
    )

    alice.track(**GUIDE_CALL)

    period = one_row(closed(alice.user_id))
    assert (period["period_end"], period["tokens_used"]) == (_midnight(date(2024, 2, 1)), 7)
    assert quota(alice.user_id)["period_start"] == _midnight(THIS_MONTH)


def test_the_reset_closes_what_is_due_once(
    alice: Caller, bob: Caller, service: Caller, make_due: Any, closed: Any, quota: Any
) -> None:
    make_due(alice.user_id)
    bob.track(**GUIDE_CALL)

    first, second = service.call("reset_monthly_quotas"), service.call("reset_monthly_quotas")

    assert first.json() >= 1
    assert second.json() == 0
    assert one_row(closed(alice.user_id))["tokens_used"] == 1_234
    assert quota(alice.user_id)["current_month_tokens"] == 0
    assert closed(bob.user_id) == []
    assert quota(bob.user_id)["current_month_tokens"] == 2_000


def test_a_reset_date_moved_back_by_hand_loses_nothing(
    alice: Caller, service: Caller, db: Any, closed: Any, quota: Any
) -> None:
    move_back = "update public.user_ai_quotas set quota_reset_date = %s where user_id = %s"
    alice.track(**GUIDE_CALL)
    db.execute(move_back, [THIS_MONTH, alice.user_id])
    service.call("reset_monthly_quotas").raise_for_status()
    alice.track(**GUIDE_CALL)
    db.execute(move_back, [THIS_MONTH, alice.user_id])

    service.call("reset_monthly_quotas").raise_for_status()

    assert sum(period["tokens_used"] for period in closed(alice.user_id)) == 4_000
    assert quota(alice.user_id)["current_month_tokens"] == 0


@pytest.fixture
def crowd(sign_up: Any, make_due: Any) -> list[Caller]:
    """Six users whose period is over."""
    users = [sign_up() for _ in range(6)]
    for user in users:
        make_due(user.user_id)
    return users


def test_two_resets_at_once_with_calls_in_flight_lose_nothing(
    crowd: list[Caller], service: Caller, closed: Any, quota: Any
) -> None:
    calls_each = 10
    resets = [lambda: service.call("reset_monthly_quotas")] * 4
    calls = [
        partial(user.call, "track_usage", tokens_prompt=1, tokens_completion=2) for user in crowd
    ]

    answers = at_once([*resets, *calls * calls_each])

    assert {answer.status_code for answer in answers} == {200}
    periods = [closed(user.user_id) for user in crowd]
    assert [[period["tokens_used"] for period in found] for found in periods] == [[1_234]] * 6
    assert [[period["requests_used"] for period in found] for found in periods] == [[5]] * 6
    rows = [quota(user.user_id) for user in crowd]
    assert [row["current_month_tokens"] for row in rows] == [3 * calls_each] * 6
    assert [row["current_month_requests"] for row in rows] == [calls_each] * 6


@pytest.fixture
def end_month(db: Any) -> Any:
    """Sends all that a user has back to last month."""

    def end(user_id: str) -> None:
        for table in ("user_ai_quotas", "ai_agent_usage", "ai_quota_reservations"):
            db.execute(
                f"update public.{table} set period_start = %s where user_id = %s",
                [_midnight(LAST_MONTH), user_id],
            )
        db.execute(
            "update public.user_ai_quotas set quota_reset_date = %s where user_id = %s",
            [THIS_MONTH, user_id],
        )

    return end


def test_the_job_keeps_a_period_with_nothing_but_a_reservation(
    alice: Caller, service: Caller, end_month: Any, closed: Any
) -> None:
    held = one_row(alice.call("reserve_tokens", tokens=1_000).json())
    end_month(alice.user_id)
    service.call("reset_monthly_quotas").raise_for_status()

    alice.track(reservation_id=held["reservation_id"], tokens_prompt=700, tokens_completion=0)

    assert one_row(closed(alice.user_id))["tokens_used"] == 700


def test_what_is_settled_late_leaves_the_open_period_alone(
    alice: Caller, end_month: Any, closed: Any
) -> None:
    late = one_row(alice.call("reserve_tokens", tokens=1_000).json())
    end_month(alice.user_id)
    alice.call("reserve_tokens", tokens=3_000).raise_for_status()

    row = alice.track(reservation_id=late["reservation_id"], tokens_prompt=700, tokens_completion=0)

    assert (row["used"], row["requests_used"], row["reserved"]) == (0, 0, 3_000)
    assert one_row(closed(alice.user_id))["tokens_used"] == 700


def test_32_clients_at_the_end_of_a_period_close_it_once_and_lose_nothing(
    alice: Caller, service: Caller, db: Any, end_month: Any, closed: Any
) -> None:
    alice.track(**GUIDE_CALL)
    held = one_row(alice.call("reserve_tokens", tokens=1_000).json())
    late = {"reservation_id": held["reservation_id"], "tokens_prompt": 700, "tokens_completion": 0}
    end_month(alice.user_id)

    answers = at_once(
        [
            *[lambda: alice.call("get_user_quota_status")] * 8,
            *[lambda: alice.call("reserve_tokens", tokens=100)] * 8,
            *[lambda: alice.call("track_usage", tokens_prompt=1, tokens_completion=2)] * 13,
            lambda: alice.call("track_usage", **late),
            *[lambda: service.call("reset_monthly_quotas")] * 2,
        ]
    )

    assert {answer.status_code for answer in answers} == {200}
    period = one_row(closed(alice.user_id))
    assert (period["tokens_used"], period["requests_used"]) == (2_700, 2)
    row = alice.status()
    assert (row["used"], row["requests_used"], row["reserved"]) == (39, 13, 800)
    assert {one_row(answer.json())["period_start"] for answer in answers[:8]} == {
        THIS_MONTH.isoformat()
    }
    assert max(one_row(answer.json())["used"] for answer in answers[:8]) <= 39
    assert (
        db.execute(
            "select * from public.verify_quota_integrity() where user_id = %s", [alice.user_id]
        ).fetchall()
        == []
    )


def test_a_second_reset_leaves_to_the_first_what_it_holds(
    alice: Caller, service: Caller, stack: Stack, make_due: Any, closed: Any
) -> None:
    make_due(alice.user_id)

    with psycopg.connect(stack.db_url) as first:
        first.execute("select public.reset_monthly_quotas()")
        answer = service.call("reset_monthly_quotas")

    assert answer.json() == 0
    assert one_row(closed(alice.user_id))["tokens_used"] == 1_234


def test_the_ledger_row_names_the_period_that_was_charged(alice: Caller) -> None:
    alice.track(**GUIDE_CALL)

    entry = one_row(alice.rows("ai_agent_usage"))

    assert datetime.fromisoformat(entry["period_start"]) == _midnight(THIS_MONTH)


EAST, WEST = "Pacific/Kiritimati", "America/Los_Angeles"


# Each in a time zone in which it is another month.
@pytest.mark.parametrize(
    ("moment", "zone", "start", "end"),
    [
        ("2024-01-31T23:59:59.999999Z", EAST, "2024-01-01", "2024-02-01"),
        ("2024-02-01T00:00:00Z", WEST, "2024-02-01", "2024-03-01"),
        ("2024-02-29T23:30:00Z", EAST, "2024-02-01", "2024-03-01"),
        ("2023-02-28T23:30:00Z", EAST, "2023-02-01", "2023-03-01"),
        ("2024-12-31T12:00:00Z", EAST, "2024-12-01", "2025-01-01"),
        ("2025-01-01T00:00:00Z", WEST, "2025-01-01", "2025-02-01"),
    ],
)
def test_a_period_is_a_utc_month_in_every_session_time_zone(
    alice: Caller, db: Any, moment: str, zone: str, start: str, end: str
) -> None:
    db.execute("select set_config('timezone', %s, false)", [zone])
    db.execute("delete from public.user_ai_quotas where user_id = %s", [alice.user_id])

    db.execute("select ai_quota.lock_quota(%s, %s)", [alice.user_id, moment])

    shown = one_row(
        db.execute(
            "select s.period_start, s.reset_date, q.period_start as exact"
            " from public.user_ai_quotas as q, ai_quota.describe_quota(q) as s"
            " where q.user_id = %s",
            [alice.user_id],
        ).fetchall()
    )
    assert (shown["period_start"].isoformat(), shown["reset_date"].isoformat()) == (start, end)
    assert shown["exact"] == _midnight(date.fromisoformat(start))


@pytest.mark.parametrize("zone", [EAST, WEST])
def test_a_clients_time_zone_changes_no_answer_and_no_row(
    alice: Caller, bob: Caller, db: Any, quota: Any, zone: str
) -> None:
    prefer = f"timezone={zone}"
    db.execute("delete from public.user_ai_quotas where user_id = %s", [alice.user_id])

    there, here = (
        alice.call("track_usage", prefer, **GUIDE_CALL),
        bob.call("track_usage", **GUIDE_CALL),
    )

    assert there.headers["Preference-Applied"] == prefer
    assert there.json() == here.json()
    assert (
        alice.call("get_user_quota_status", prefer).json()
        == bob.call("get_user_quota_status").json()
    )
    assert (
        alice.call("get_user_monthly_usage", prefer).json()
        == bob.call("get_user_monthly_usage").json()
    )
    assert alice.call("check_user_quota", prefer).json() == bob.call("check_user_quota").json()
    alices, bobs = quota(alice.user_id), quota(bob.user_id)
    assert {**alices, "user_id": ""} == {**bobs, "user_id": ""}


def months_after(anchor: date, months: int) -> datetime:
    """The anchor so many months later, on the last day of a month that has no such day."""
    year, month = divmod(anchor.year * 12 + anchor.month - 1 + months, 12)
    day = min(anchor.day, monthrange(year, month + 1)[1])
    return datetime(year, month + 1, day, tzinfo=UTC)


def neighbours(anchor: date, moment: datetime) -> tuple[datetime, datetime]:
    """The last boundary at or before a moment, and the first at or after it: all are looked at."""
    near = (moment.year - anchor.year) * 12 + moment.month - anchor.month
    every = [months_after(anchor, n) for n in range(near - 3, near + 4)]
    return max(one for one in every if one <= moment), min(one for one in every if one >= moment)


def test_boundaries_are_those_of_a_calendar_that_counts_one_by_one(db: Any) -> None:
    chance = Random(1)  # noqa: S311
    anchors = [date(2020, 1, 1) + timedelta(days=chance.randrange(4_000)) for _ in range(5_000)]
    moments = [
        _midnight(date(2019, 1, 1)) + timedelta(days=chance.randrange(6_000), seconds=seconds)
        for seconds in (chance.choice([0, 0, 1, 43_200, 86_399]) for _ in anchors)
    ]

    found = db.execute(
        "select ai_quota.last_boundary(x.anchor, x.moment) as last,"
        " ai_quota.first_boundary(x.anchor, x.moment) as first"
        " from unnest(%s::date[], %s::timestamptz[]) with ordinality as x (anchor, moment, n)"
        " order by x.n",
        [anchors, moments],
    ).fetchall()

    expected = list(map(neighbours, anchors, moments))
    assert [(row["last"], row["first"]) for row in found] == expected


@pytest.fixture
def anchored(db: Any) -> Iterator[None]:
    """Months are counted from subscriptions."""
    db.execute("update ai_quota.settings set period_anchor = 'subscription'")
    yield
    db.execute("update ai_quota.settings set period_anchor = 'month'")


NOW = datetime.now(UTC)
TODAY = _midnight(NOW.date())


@pytest.fixture
def bill(alice: Caller, service: Caller) -> Any:
    """The provider says how a subscription of alice's is."""

    def tell(start: datetime, end: datetime, status: str = "active", name: str = "first") -> None:
        service.call(
            "set_user_subscription",
            user_id=alice.user_id,
            subscription_id=f"{name}-{alice.user_id}",
            tier="pro",
            status=status,
            current_period_start=start.isoformat(),
            current_period_end=end.isoformat(),
        ).raise_for_status()

    return tell


def test_a_first_payment_opens_a_period_once(
    anchored: None, alice: Caller, bill: Any, closed: Any, quota: Any
) -> None:
    alice.track(**GUIDE_CALL)
    bill(NOW, NOW + timedelta(days=31))
    opened = quota(alice.user_id)

    bill(NOW, NOW + timedelta(days=31))
    bill(NOW, NOW + timedelta(days=31), "canceled")
    bill(NOW, NOW + timedelta(days=31), name="second")

    row = quota(alice.user_id)
    assert row["period_start"] == opened["period_start"]
    assert one_row(closed(alice.user_id))["tokens_used"] == 2_000
    assert (row["current_month_tokens"], row["quota_reset_date"]) == (
        0,
        months_after(NOW.date(), 1).date(),
    )


@pytest.fixture
def waiting(anchored: None, alice: Caller, bill: Any, db: Any) -> datetime:
    """Alice's renewal was due yesterday at noon, after 1,000 tokens; returns the day."""
    due = TODAY - timedelta(days=1)
    begin = months_after(due.date(), -1)
    bill(begin, due + timedelta(hours=12))
    db.execute(
        "update public.user_ai_quotas set period_anchor = %s, period_start = %s,"
        " quota_reset_date = %s, current_month_tokens = 1000 where user_id = %s",
        [begin.date(), begin, due.date(), alice.user_id],
    )
    return due


def test_grace_opens_no_period_and_admits_what_is_left(
    waiting: datetime, alice: Caller, closed: Any
) -> None:
    tracked = alice.track(tokens_prompt=10, tokens_completion=0)
    admitted, denied = (
        one_row(alice.call("reserve_tokens", tokens=tokens).json()) for tokens in (198_000, 1_000)
    )

    assert (tracked["used"], tracked["reset_date"]) == (1_010, waiting.date().isoformat())
    assert (admitted["allowed"], denied["reason"]) == (True, "tokens")
    assert closed(alice.user_id) == []


def test_a_late_renewal_opens_its_period_from_the_boundary_on(
    waiting: datetime, alice: Caller, bill: Any, closed: Any, quota: Any
) -> None:
    bill(waiting + timedelta(hours=12), months_after(waiting.date(), 1))

    assert quota(alice.user_id)["period_start"] == waiting
    period = one_row(closed(alice.user_id))
    assert (period["period_end"], period["tokens_used"]) == (waiting, 1_000)


def test_switching_anchors_off_and_on_leaves_the_reset_date_as_it_was(
    anchored: None, alice: Caller, bill: Any, db: Any, quota: Any
) -> None:
    bill(NOW, NOW + timedelta(days=31))
    opened = quota(alice.user_id)

    db.execute("update ai_quota.settings set period_anchor = 'month'")
    alice.track(**GUIDE_CALL)
    prolonged = quota(alice.user_id)["quota_reset_date"]
    db.execute("update ai_quota.settings set period_anchor = 'subscription'")
    alice.track(**GUIDE_CALL)

    row = quota(alice.user_id)
    assert prolonged == neighbours(date(2000, 1, 1), months_after(NOW.date(), 1))[1].date()
    assert row["quota_reset_date"] == opened["quota_reset_date"]
    assert (row["period_start"], row["current_month_tokens"]) == (opened["period_start"], 4_000)
