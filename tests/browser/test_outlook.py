"""The usage panel says what the database foretells."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from browser.visitors import Visitor
from playwright.sync_api import expect

FORECAST = "**/rest/v1/rpc/get_user_quota_forecast"
TODAY = datetime.now(UTC).date()


@pytest.fixture
def seen(visit: Any, db: Any) -> Any:
    """Opens the panel of a user with four weeks of use; returns the visitor and the RPC's row.

    The period goes from ten days ago for 30 days, so that there is something to foretell each day.
    """

    def look(used: int, query: str = "", history: str = "", **settings: Any) -> Any:
        viewer: Visitor = visit(**settings)
        viewer.query = query
        viewer.open()
        viewer.sign_up()
        user = db.execute("select id from auth.users where email = %s", [viewer.email]).fetchone()
        db.execute(
            "insert into public.ai_quota_closed_days (user_id, day, tokens, requests, cost_usd)"
            " select %s, %s::date - n, case when n %% 3 = 0 then 400 else 150 end, 1, 0.01"
            " from generate_series(1, 28) as n",
            [user["id"], TODAY],
        )
        db.execute(
            "update public.user_ai_quotas set current_month_tokens = %s,"
            " period_start = %s::date::timestamp at time zone 'UTC',"
            " quota_reset_date = %s where user_id = %s",
            [used, TODAY - timedelta(days=10), TODAY + timedelta(days=20), user["id"]],
        )
        if history:
            db.execute(history, {"user": user["id"], "today": TODAY})
        viewer.come_back()
        expect(viewer.bar).not_to_have_attribute("aria-valuenow", "0")
        with viewer.page.expect_response(FORECAST) as answer:
            viewer.card.get_by_role("button").click()
        return viewer, answer.value.json()[0]

    return look


# Three periods before this one, and the calls of this one, of three features.
HISTORY = """
with periods as (
  insert into public.ai_quota_periods
    (user_id, period_start, period_end, tokens_used, requests_used, monthly_token_quota, tier)
  select
    %(user)s, (p.start - make_interval(months => n)) at time zone 'UTC',
    (p.start - make_interval(months => n - 1)) at time zone 'UTC',
    (array[9100, 10000, 6400])[n], 30, 10000, 'free'
  from generate_series(1, 3) as n, (select (%(today)s::date - 10)::timestamp as start) as p
)
insert into public.ai_agent_usage (user_id, discipline, tokens_prompt, model_used, created_at)
select
  %(user)s, c.name, c.tokens, 'gpt-4o-mini',
  (%(today)s::date - n)::timestamp at time zone 'UTC'
from (
  values ('Writing', 10, 110), ('Search', 6, 125), ('Support', 4, 100)
) as c (name, days, tokens)
cross join generate_series(1, c.days) as n
"""


def test_the_panel_says_what_the_period_will_come_to(seen: Any) -> None:
    viewer, row = seen(2_500)

    expected, low, high = (
        f"{about(row[f'expected_used{name}']):,}" for name in ("", "_low", "_high")
    )
    panel = viewer.page.get_by_role("dialog")
    expect(panel).to_contain_text(
        f"At this pace, about {expected} of 10,000 by {month_and_day(row['reset_date'])}."
        f" Probably between {low} and {high}."
    )
    assert row["expected_used_low"] < row["expected_used"] < row["expected_used_high"]
    expect(panel).not_to_contain_text("$")


def test_the_panel_tells_the_host_what_it_will_cost(seen: Any) -> None:
    viewer, row = seen(2_500, "cost")

    expect(viewer.page.get_by_role("dialog")).to_contain_text(
        f"About ${row['expected_cost_usd']:.2f} for the whole period."
    )


def test_the_panel_says_when_the_limit_is_reached(seen: Any) -> None:
    viewer, row = seen(8_000)

    days = [month_and_day(row[f"limit_on{name}"]) for name in ("", "_earliest", "_latest")]
    panel = viewer.page.get_by_role("dialog")
    expect(panel).to_contain_text(
        "At this pace, used up around {}. Probably between {} and {}.".format(*days)
    )
    assert row["limit_on_earliest"] < row["limit_on"] < row["limit_on_latest"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("locale", ["en", "ar"])
def test_the_outlook_can_be_read(seen: Any, screenshot: Any, locale: str, scheme: str) -> None:
    viewer, _ = seen(2_500, f"lang={locale}&cost", locale=locale, color_scheme=scheme)

    figure = viewer.page.get_by_role("dialog").get_by_role("img")

    # What was used, and how sure it is where that leads.
    expect(figure.locator(".ai-tokens-area")).to_have_count(2)
    assert viewer.faults() == []
    screenshot(viewer.page, f"outlook-{locale}-{scheme}", "dialog")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_whole_panel_can_be_read(seen: Any, screenshot: Any, scheme: str) -> None:
    viewer, _ = seen(
        2_250,
        history=HISTORY,
        color_scheme=scheme,
        device_scale_factor=2,
        viewport={"width": 960, "height": 800},
    )

    panel = viewer.page.get_by_role("dialog")
    expect(panel).to_contain_text("2,250 of 10,000 tokens used, 22.5%")
    expect(panel).to_contain_text("Probably between")
    expect(panel.get_by_role("listitem")).to_have_count(4)
    expect(panel.get_by_role("row")).to_have_text(
        ["FeatureTokensCalls", "Writing1,10010", "Search7506", "Support4004"]
    )
    assert viewer.faults() == []
    # The picture in docs/images.
    screenshot(viewer.page, f"panel-{scheme}", "dialog")


def about(tokens: int) -> int:
    """Two digits of four."""
    return round(tokens, -2)


def month_and_day(day: str) -> str:
    """As the panel writes a day."""
    return f"{date.fromisoformat(day):%b} {date.fromisoformat(day).day}"
