"""Periods by subscription, lived through by a server under libfaketime."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import pairwise
from random import Random

import pytest
from month_end.accounts import Account, Project, boundaries, lengths, moment
from month_end.clock import ClockedServer
from stack import release
from upgrade.servers import ROOT

ANCHORED = "update ai_quota.settings set period_anchor = 'subscription'"
CALENDAR = "update ai_quota.settings set period_anchor = 'month'"


@pytest.fixture(scope="session")
def project() -> Iterator[Project]:
    """A project without pg_cron whose periods are counted from subscriptions."""
    server = ClockedServer(datetime(2027, 1, 1, tzinfo=UTC), cron="nowhere")
    project = Project(server, "anchored")
    try:
        server.make(project.name)
        server.migrate(project.name, tuple(release.migrations(ROOT)))
        yield project
    finally:
        for connection in project.connections.values():
            connection.close()
        server.stop()


@pytest.fixture
def account(project: Project) -> Account:
    """A user who signed up on 10 January 2027, a free one."""
    project.run(ANCHORED)
    project.server.clock.stop_at(moment("2027-01-10 09:00"))
    account = project.sign_up()
    account.use(100)
    return account


@pytest.fixture
def payer(account: Account) -> Account:
    """The same, who first paid on 14 January, and every month since."""
    account.at("2027-01-14 15:00").bill("2027-01-14 15:00", "2027-02-14 15:00").use(1_000)
    return account


# Fourteen months, with a February of 28 days and one of 29.
ANCHORS = ["2027-01-29 15:00", "2027-01-30 23:30", "2027-01-31 00:10"]


@pytest.mark.parametrize("every", [1, 12])
@pytest.mark.parametrize("start", ANCHORS)
def test_months_are_counted_from_the_anchor_with_the_day_clamped(
    account: Account, start: str, every: int
) -> None:
    periods = account.subscribe_for(14 if every == 1 else 24, start, every)

    first, paid = periods[0], periods[1:]
    assert first == ("2027-01-01", start)
    anchor = moment(start).date()
    days = [day.isoformat() for day in boundaries(anchor, date(2027, 2, 1), date(2029, 2, 1))]
    expected = list(zip([start, *days], days, strict=False))
    assert paid == expected[: len(paid)]
    assert len(paid) == (14 if every == 1 else 24)


def test_each_period_of_an_annual_plan_has_a_whole_monthly_quota(account: Account) -> None:
    account.at("2027-01-31 12:00").bill("2027-01-31 12:00", "2028-01-31 12:00").use(150_000)

    after = account.at("2027-02-28 00:00").use(10)

    assert (after["used"], after["limit"], after["reset_date"].isoformat()) == (
        10,
        200_000,
        "2027-03-31",
    )


def test_a_plain_select_and_the_job_see_the_same_periods(account: Account) -> None:
    account.at("2027-01-31 12:00").bill("2027-01-31 12:00", "2028-01-31 12:00").use()

    account.at("2027-02-28 00:00").project.run("select public.reset_monthly_quotas()")

    row = account.stored()
    assert (row["period_start"], row["quota_reset_date"]) == (
        moment("2027-02-28"),
        date(2027, 3, 31),
    )
    assert account.closed()[-1] == ("2027-01-31 12:00", "2027-02-28")


def test_a_user_without_a_subscription_has_calendar_months(account: Account) -> None:
    account.at("2027-02-20 12:00").use()

    assert account.open() == ("2027-02-01", "2027-03-01")
    assert account.closed() == [("2027-01-01", "2027-02-01")]


@pytest.mark.parametrize("status", ["canceled", "unpaid", "incomplete", "paused"])
def test_a_subscription_that_is_not_live_gives_no_anchor(account: Account, status: str) -> None:
    account.at("2027-01-14 15:00").bill("2027-01-14 15:00", "2027-02-14 15:00", status).use()

    assert account.open() == ("2027-01-01", "2027-02-01")


def test_a_first_payment_opens_a_period_at_once(account: Account) -> None:
    account.at("2027-01-14 15:00").bill("2027-01-14 15:00", "2027-02-14 15:00")

    assert account.open() == ("2027-01-14 15:00", "2027-02-14")
    assert account.closed() == [("2027-01-01", "2027-01-14 15:00")]
    assert account.status()["used"] == 0


def test_a_first_payment_that_completes_later_opens_a_period_then(account: Account) -> None:
    account.at("2027-01-14 15:00").bill("2027-01-14 15:00", "2027-02-14 15:00", "incomplete")

    account.at("2027-01-14 16:00").bill("2027-01-14 15:00", "2027-02-14 15:00")

    assert account.open() == ("2027-01-14 16:00", "2027-02-14")


def test_further_events_of_the_first_payment_open_no_other_period(payer: Account) -> None:
    payer.at("2027-01-14 15:05").bill("2027-01-14 15:00", "2027-02-14 15:00", tier="basic")

    assert payer.open() == ("2027-01-14 15:00", "2027-02-14")
    assert payer.status()["used"] == 1_000


def test_a_payment_for_a_period_that_is_over_opens_none(account: Account) -> None:
    account.at("2027-01-20 12:00").bill("2027-01-11 12:00", "2027-01-18 12:00")

    assert account.open() == ("2027-01-01", "2027-02-11")


def test_a_payment_for_a_period_before_the_open_one_opens_none_early(account: Account) -> None:
    account.at("2027-02-02 12:00").use()

    account.bill("2027-01-30 12:00", "2027-02-28 12:00")

    assert account.open() == ("2027-02-01", "2027-03-30")


def test_a_payment_beside_a_live_subscription_without_dates_is_no_first_one(
    account: Account, project: Project
) -> None:
    project.run(
        "insert into public.ai_quota_subscriptions (subscription_id, user_id, tier)"
        " values (%s, %s, 'basic')",
        f"other of {account.id}",
        account.id,
    )

    account.at("2027-01-14 15:00").bill("2027-01-14 15:00", "2027-02-14 15:00")

    assert account.open() == ("2027-01-01", "2027-02-14")


def test_a_second_first_payment_within_27_days_opens_none(payer: Account) -> None:
    payer.at("2027-01-20 12:00").bill("2027-01-14 15:00", "2027-02-14 15:00", "canceled")

    payer.at("2027-01-21 12:00").bill("2027-01-21 12:00", "2027-02-21 12:00", name="second")

    assert payer.open() == ("2027-01-14 15:00", "2027-02-21")
    assert payer.status()["used"] == 1_000


@pytest.mark.parametrize(
    ("paid_at", "start"),
    [("2027-02-10 14:59", "2027-01-14 15:00"), ("2027-02-10 15:00", "2027-02-10 15:00")],
)
def test_a_second_first_payment_opens_a_period_27_days_after_the_first(
    payer: Account, paid_at: str, start: str
) -> None:
    payer.at("2027-01-20 12:00").bill("2027-01-14 15:00", "2027-02-14 15:00", "canceled")

    payer.at(paid_at).bill(paid_at, "2027-03-10 15:00", name="second")

    assert payer.open() == (start, "2027-03-10")


def test_an_upgrade_raises_the_limit_at_once_and_keeps_the_period(account: Account) -> None:
    account.at("2027-01-14 15:00").bill("2027-01-14 15:00", "2027-02-14 15:00", tier="basic")
    account.use(1_000)

    account.at("2027-01-20 12:00").bill("2027-01-14 15:00", "2027-02-14 15:00", tier="pro")

    assert account.open() == ("2027-01-14 15:00", "2027-02-14")
    assert (account.status()["used"], account.status()["limit"]) == (1_000, 200_000)


def test_an_upgrade_with_a_new_anchor_prolongs_the_period_to_its_first_boundary(
    payer: Account,
) -> None:
    payer.at("2027-01-20 12:00").bill("2027-01-20 12:00", "2028-01-20 12:00", tier="enterprise")

    assert payer.open() == ("2027-01-14 15:00", "2027-02-20")
    payer.at("2027-02-20 00:00").use()
    assert payer.open() == ("2027-02-20", "2027-03-20")


def test_a_downgrade_at_the_renewal_takes_effect_with_the_new_period(payer: Account) -> None:
    payer.at("2027-02-14 15:00").bill("2027-02-14 15:00", "2027-03-14 15:00", tier="basic")

    status = payer.status()
    assert (status["used"], status["limit"]) == (0, 50_000)
    assert payer.closed()[-1] == ("2027-01-14 15:00", "2027-02-14")


def test_a_canceled_subscription_leaves_the_period_open_until_a_calendar_month_begins(
    payer: Account,
) -> None:
    payer.at("2027-01-20 12:00").bill("2027-01-14 15:00", "2027-02-14 15:00", "canceled")

    status = payer.status()
    assert payer.open() == ("2027-01-14 15:00", "2027-03-01")
    assert (status["used"], status["limit"]) == (1_000, 10_000)


def test_a_subscription_that_is_not_renewed_gives_no_allowance_on_its_last_day(
    payer: Account,
) -> None:
    payer.at("2027-02-14 14:59").use(10)
    payer.at("2027-02-14 15:00").bill("2027-01-14 15:00", "2027-02-14 15:00", "canceled")

    assert payer.closed() == [("2027-01-01", "2027-01-14 15:00")]
    assert payer.open() == ("2027-01-14 15:00", "2027-03-01")
    assert payer.status()["used"] == 1_010


def test_a_resumed_subscription_has_its_own_reset_date_again(payer: Account) -> None:
    payer.at("2027-01-20 12:00").bill("2027-01-14 15:00", "2027-02-14 15:00", "paused")

    payer.at("2027-01-25 12:00").bill("2027-01-14 15:00", "2027-02-14 15:00")

    assert payer.open() == ("2027-01-14 15:00", "2027-02-14")
    assert payer.status()["used"] == 1_000


def test_a_trial_opens_no_period(account: Account) -> None:
    account.at("2027-01-12 12:00").bill("2027-01-12 12:00", "2027-01-19 12:00", "trialing")

    assert account.open() == ("2027-01-01", "2027-02-12")
    assert (account.status()["used"], account.status()["limit"]) == (100, 200_000)


def test_the_end_of_a_trial_opens_no_period(account: Account) -> None:
    account.at("2027-01-12 12:00").bill("2027-01-12 12:00", "2027-01-19 12:00", "trialing")

    account.at("2027-01-19 12:00").bill("2027-01-19 12:00", "2027-02-19 12:00")

    assert account.open() == ("2027-01-01", "2027-02-19")
    assert account.status()["used"] == 100


def test_a_better_second_subscription_gives_the_anchor_and_opens_no_period(
    payer: Account,
) -> None:
    payer.at("2027-01-20 12:00").bill(
        "2027-01-20 12:00", "2027-02-20 12:00", tier="enterprise", name="second"
    )

    assert payer.open() == ("2027-01-14 15:00", "2027-02-20")


def test_a_lesser_second_subscription_changes_nothing(payer: Account) -> None:
    payer.at("2027-01-20 12:00").bill(
        "2027-01-20 12:00", "2027-02-20 12:00", tier="basic", name="second"
    )

    assert payer.open() == ("2027-01-14 15:00", "2027-02-14")


def test_when_the_second_subscription_ends_the_first_gives_the_anchor_again(
    payer: Account,
) -> None:
    paid = ("2027-01-20 12:00", "2027-02-20 12:00")
    payer.at("2027-01-20 12:00").bill(*paid, tier="enterprise", name="second")

    payer.at("2027-01-22 12:00").bill(*paid, "canceled", tier="enterprise", name="second")

    assert payer.open() == ("2027-01-14 15:00", "2027-02-14")


def test_a_late_renewal_opens_its_period_when_it_arrives_from_the_boundary_on(
    payer: Account,
) -> None:
    payer.at("2027-02-14 12:00").use(10)
    payer.at("2027-02-17 12:00").use(10)
    waiting = payer.open()

    payer.at("2027-02-18 12:00").bill("2027-02-14 15:00", "2027-03-14 15:00").use(5)

    assert waiting == ("2027-01-14 15:00", "2027-02-14")
    assert payer.closed()[-1] == ("2027-01-14 15:00", "2027-02-14")
    assert payer.open() == ("2027-02-14", "2027-03-14")
    assert payer.status()["used"] == 5


def test_grace_admits_what_is_left_of_the_old_period(payer: Account) -> None:
    payer.at("2027-02-17 12:00")

    admitted, denied = payer.reserve(199_000), payer.reserve(1)

    assert (admitted["allowed"], denied["allowed"], denied["reason"]) == (True, False, "tokens")
    assert payer.status()["reserved"] == 199_000


def test_the_status_of_grace_shows_the_day_on_which_the_renewal_was_due(payer: Account) -> None:
    status = payer.at("2027-02-17 12:00").status()

    assert (status["tier"], status["used"]) == ("pro", 1_000)
    assert status["reset_date"].isoformat() == "2027-02-14"


def test_the_job_opens_no_period_in_grace(payer: Account) -> None:
    payer.at("2027-02-17 12:00").project.run("select public.reset_monthly_quotas()")

    assert payer.stored()["current_month_tokens"] == 1_000
    assert payer.open() == ("2027-01-14 15:00", "2027-02-14")


def test_a_quota_row_that_is_made_in_grace_has_the_period_that_was_paid_for(
    payer: Account,
) -> None:
    payer.project.run("delete from public.user_ai_quotas where user_id = %s", payer.id)

    payer.at("2027-02-17 12:00").use(10)

    assert payer.open() == ("2027-01-14", "2027-02-14")
    assert payer.status()["used"] == 1_010


def test_a_boundary_that_was_paid_for_is_kept_by_a_first_call_in_grace(account: Account) -> None:
    account.at("2027-01-14 15:00").bill("2027-01-14 15:00", "2027-03-14 15:00").use(1_000)

    status = account.at("2027-03-16 12:00").use(10)

    assert status["used"] == 10
    assert account.open() == ("2027-02-14", "2027-03-14")


def test_a_payment_that_is_past_due_opens_its_period_once_it_is_paid(payer: Account) -> None:
    renewal = ("2027-02-14 15:00", "2027-03-14 15:00")
    payer.at("2027-02-14 15:00").bill(*renewal, "past_due").use(10)
    waiting = payer.open()

    payer.at("2027-02-16 12:00").bill(*renewal).use(5)

    assert waiting == ("2027-01-14 15:00", "2027-02-14")
    assert payer.open() == ("2027-02-14", "2027-03-14")
    assert payer.status()["used"] == 5


def test_a_payment_that_never_comes_ends_in_calendar_months(payer: Account) -> None:
    payer.at("2027-02-14 15:00").bill("2027-02-14 15:00", "2027-03-14 15:00", "past_due")

    last, after = payer.at("2027-02-21 14:59").use(1), payer.at("2027-02-21 15:00").use(1)

    assert (last["tier"], after["tier"]) == ("pro", "free")
    assert payer.open() == ("2027-01-14 15:00", "2027-03-01")


def test_a_day_begins_at_midnight_in_utc(account: Account) -> None:
    # 23:30 on 20 January in New York.
    account.at("2027-01-21 04:30").bill("2027-01-21 04:30", "2028-01-21 04:30").use()

    last = account.at("2027-02-20 23:59").use()
    first = account.at("2027-02-21 00:00").use()

    assert (last["used"], first["used"]) == (2, 1)


def test_switching_to_subscriptions_prolongs_the_open_month(
    account: Account, project: Project
) -> None:
    project.run(CALENDAR)
    account.at("2027-01-14 15:00").bill("2027-01-14 15:00", "2027-02-14 15:00").use(1_000)
    before = account.open()

    project.run(ANCHORED)

    assert before == ("2027-01-01", "2027-02-01")
    assert account.open() == ("2027-01-01", "2027-02-14")
    assert account.use(1)["used"] == 1_101


def test_the_next_event_after_a_switch_is_no_first_payment(
    account: Account, project: Project
) -> None:
    project.run(CALENDAR)
    account.at("2027-01-14 15:00").bill("2027-01-14 15:00", "2027-02-14 15:00", tier="basic")
    project.run(ANCHORED)

    account.at("2027-01-20 12:00").bill("2027-01-14 15:00", "2027-02-14 15:00", tier="pro")

    assert account.open() == ("2027-01-01", "2027-02-14")


def test_switching_to_months_prolongs_the_open_period(payer: Account, project: Project) -> None:
    project.run(CALENDAR)

    assert payer.open() == ("2027-01-14 15:00", "2027-03-01")
    assert payer.use(1)["used"] == 1_001


def test_switching_off_and_on_leaves_every_period_as_it_was(
    payer: Account, project: Project
) -> None:
    project.run(CALENDAR)
    payer.use(1)

    project.run(ANCHORED)

    assert payer.use(1)["used"] == 1_002
    assert payer.open() == ("2027-01-14 15:00", "2027-02-14")


def test_the_job_writes_the_reset_date_that_a_switch_changes(
    payer: Account, project: Project
) -> None:
    project.run(CALENDAR)

    project.run("select ai_quota.refresh_pages(0, 1000)")

    assert payer.stored()["quota_reset_date"] == date(2027, 3, 1)


def test_a_month_that_was_over_before_the_subscription_came_stays_over(account: Account) -> None:
    account.at("2027-02-10 12:00").bill("2026-07-20 12:00", "2027-07-20 12:00")

    assert account.open() == ("2027-02-01", "2027-03-20")
    assert account.status()["used"] == 0


@pytest.mark.parametrize("seed", range(4))
def test_no_history_of_subscriptions_opens_periods_too_often_or_too_rarely(
    account: Account, seed: int
) -> None:
    rows = account.live_at_random(Random(seed), 400)  # noqa: S311

    early = sorted({row["opened_early_at"] for row in rows if row["opened_early_at"]})
    gaps = [(later - one).days for one, later in pairwise(early)]
    assert [gap for gap in gaps if gap < 27] == []
    # What grace and a new anchor may add to a month: a week and a month.
    assert max(lengths(account.closed())) <= 31 + 31 + 8
    waits = [row["now"] - row["period_end"] for row in rows]
    assert max(wait.days for wait in waits) <= 7
    starts = {row["period_start"] for row in rows}
    assert len(starts) == len(account.closed()) + 1


def test_a_subscription_without_a_beginning_gives_no_anchor(
    account: Account, project: Project
) -> None:
    project.run(
        "insert into public.ai_quota_subscriptions"
        " (subscription_id, user_id, tier, current_period_start)"
        " values (%s, %s, 'pro', '-infinity')",
        account.id,
        account.id,
    )

    assert account.open() == ("2027-01-01", "2027-02-01")
    assert account.status()["tier"] == "pro"
