"""When the limit will be reached."""

from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
from api.callers import Caller, Stack, one_row
from forecast import cases, measure


def test_the_day_is_right_within_two_and_better_than_a_straight_line(stack: Stack) -> None:
    with psycopg.connect(stack.db_url) as connection:
        right, line, spread = measure(connection, cases())["all"]

    assert right >= 0.8
    assert right > line
    assert spread >= 0.75


def test_a_steady_user_has_a_forecast_of_its_own(alice: Caller, db: Any, admin: Caller) -> None:
    today = datetime.now(UTC).date()
    for age in range(1, 29):
        db.execute(
            "insert into public.ai_quota_closed_days (user_id, day, tokens, requests, cost_usd)"
            " values (%s, %s, 100, 1, 0.01)",
            [alice.user_id, today - timedelta(days=age)],
        )

    mine = one_row(alice.call("get_user_quota_forecast").json())
    theirs = one_row(admin.call("get_quota_forecast_for", user_id=alice.user_id).json())

    assert mine["days_of_history"] == 28
    assert mine["weekday_shares"] == [1] * 7 or max(mine["weekday_shares"]) < 1.2
    assert mine["expected_used_low"] <= mine["expected_used"] <= mine["expected_used_high"]
    assert mine["limit_on"] is None
    assert mine["reset_date"] == theirs["reset_date"]


def test_who_works_on_office_days_has_free_weekends(alice: Caller, db: Any) -> None:
    today = datetime.now(UTC).date()
    days = [today - timedelta(days=age) for age in range(1, 57)]
    for day in days:
        db.execute(
            "insert into public.ai_quota_closed_days (user_id, day, tokens) values (%s, %s, %s)",
            [alice.user_id, day, 0 if day.weekday() > 4 else 100],
        )

    shares = one_row(alice.call("get_user_quota_forecast").json())["weekday_shares"]

    assert max(shares[5:]) < 0.2
    assert min(shares[:5]) > 1.1


def test_a_period_that_waits_for_a_renewal_has_no_pace(alice: Caller, db: Any) -> None:
    over = "(now() - interval '1 day')"
    with db.transaction(force_rollback=True):
        db.execute("update ai_quota.settings set period_anchor = 'subscription'")
        db.execute(
            "insert into public.ai_quota_subscriptions"
            " (subscription_id, user_id, tier, current_period_start, current_period_end, event_at)"
            f" values (%s, %s, 'pro', {over} - interval '1 month', {over}, {over})",
            [alice.user_id, alice.user_id],
        )
        db.execute(
            "update public.user_ai_quotas set current_month_tokens = 900,"
            f" period_start = {over} - interval '1 month', quota_reset_date = {over}::date,"
            f" period_anchor = ({over} - interval '1 month')::date where user_id = %s",
            [alice.user_id],
        )
        db.execute(
            "insert into public.ai_quota_closed_days (user_id, day, tokens, requests)"
            " select %s, now()::date - n, 100, 1 from generate_series(1, 9) as n",
            [alice.user_id],
        )
        row = db.execute(
            "select * from public.get_quota_forecast_for(%s)", [alice.user_id]
        ).fetchone()

    assert (row["used"], row["tokens_per_day"]) == (900, None)


def test_a_used_up_quota_is_reached_today(alice: Caller, service: Caller) -> None:
    service.track(user_id=alice.user_id, tokens_prompt=10_000, tokens_completion=0)

    row = one_row(alice.call("get_user_quota_forecast").json())

    today = datetime.now(UTC).date().isoformat()
    assert (row["limit_on"], row["limit_on_earliest"], row["limit_on_latest"]) == (today,) * 3


def test_a_new_user_has_a_forecast_of_nothing(alice: Caller) -> None:
    row = one_row(alice.call("get_user_quota_forecast").json())

    assert (row["used"], row["expected_used"], row["limit_on"]) == (0, 0, None)
    assert row["days_of_history"] == 0


def test_the_forecast_of_others_is_for_admins(alice: Caller, bob: Caller, anon: Caller) -> None:
    answers = [
        bob.call("get_quota_forecast_for", user_id=alice.user_id),
        anon.call("get_user_quota_forecast"),
    ]

    assert [answer.status_code for answer in answers] == [403, 401]
