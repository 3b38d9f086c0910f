"""What is ahead of a user, and what other limits would have done."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from admin_page.visitors import Visitor
from api.callers import Caller
from playwright.sync_api import expect

LAST_MONTH = (datetime.now(UTC).date().replace(day=1) - timedelta(days=1)).replace(day=1)


def test_the_drawer_says_where_a_user_is_heading(
    as_admin: Visitor, account: Any, spend: Any, db: Any
) -> None:
    alice = account(None)
    today = datetime.now(UTC).date()
    db.execute(
        "insert into public.ai_quota_closed_days (user_id, day, tokens, requests, cost_usd)"
        " select %s, %s::date - n, 9000, 1, 1 from generate_series(1, 28) as n",
        [alice.user_id, today],
    )
    spend(alice, tokens_prompt=9_999, tokens_completion=0)

    as_admin.open_user(alice)

    forecast = as_admin.drawer.get_by_text("Forecast:").locator("..")
    expect(forecast).to_contain_text(re.compile(r"tokens by .* \(in 8 of 10 cases .*\$"))
    month_and_day = f"{today:%b} {today.day}"
    expect(forecast).to_contain_text(f"At this pace the limit is reached on {month_and_day}")


def test_the_drawer_says_that_a_limit_is_reached(
    as_admin: Visitor, account: Any, spend: Any, db: Any
) -> None:
    alice = account(None)
    db.execute(
        "insert into public.ai_quota_closed_days (user_id, day, tokens, requests, cost_usd)"
        " select %s, current_date - n, 9000, 1, 1 from generate_series(1, 28) as n",
        [alice.user_id],
    )
    spend(alice, tokens_prompt=10_000, tokens_completion=0)

    as_admin.open_user(alice)

    forecast = as_admin.drawer.get_by_text("Forecast:").locator("..")
    expect(forecast).to_contain_text("The limit is reached.")


def test_limits_are_tried_on_the_past(
    as_admin: Visitor, account: Any, service: Caller, db: Any
) -> None:
    tier = f"past_{uuid4().hex[:8]}"
    service.http.post(
        "/rest/v1/ai_quota_tiers", json={"tier": tier, "monthly_token_quota": 1_000}
    ).raise_for_status()
    alice = account(None)
    db.execute(
        "insert into public.ai_quota_periods (user_id, period_start, period_end, tokens_used,"
        " requests_used, monthly_token_quota, tier)"
        " values (%s, %s, %s::date + interval '1 month', 900, 2, 1000, %s)",
        [alice.user_id, LAST_MONTH, LAST_MONTH, tier],
    )
    db.execute(
        "insert into public.ai_agent_usage (user_id, tokens_prompt, cost_usd, created_at,"
        " period_start) select %s, 450, 0.25, %s::date + n * interval '1 hour', %s"
        " from generate_series(1, 2) as n",
        [alice.user_id, LAST_MONTH, LAST_MONTH],
    )
    as_admin.page.get_by_role("button", name="Refresh").click()
    as_admin.open("Limits")
    trial = as_admin.card("Try limits on the past")

    trial.get_by_role("group", name=tier).get_by_label("Tokens a month").fill("500")
    trial.get_by_role("button", name="Try them").click()

    outcome = trial.get_by_role("table", name="What these limits would have done")
    # Denied: one user, no longer than then, one call, which cost 25 cents.
    expect(outcome.get_by_role("row").filter(has_text=tier)).to_contain_text(
        re.compile(r"1.*1.*0.*1.*1.*450.*\$0\.25.*\$0\.00")
    )
    users = trial.get_by_role("table", name="Who would have been denied, or was")
    expect(users.get_by_role("button", name=alice.email)).to_be_visible()
