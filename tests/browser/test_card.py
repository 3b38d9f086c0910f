"""From sign-up to a live card: green, yellow, red, refused."""

import os
import re
from typing import Any

import httpx
import pytest
from browser.visitors import JUMPS, STOPWATCH, Visitor
from playwright.sync_api import Route, expect

STATUS = "**/rest/v1/rpc/get_user_quota_status"
TRACK = "**/rest/v1/rpc/track_usage"


def user_id(visitor: Visitor, db: Any) -> str:
    """The id of a visitor who has signed up."""
    row = db.execute("select id from auth.users where email = %s", [visitor.email]).fetchone()
    return str(row["id"])


def offline(route: Route) -> None:
    """No network."""
    route.abort()


def test_a_new_user_sees_a_full_quota(visitor: Visitor, screenshot: Any) -> None:
    visitor.sign_up()

    expect(visitor.card).to_contain_text("10,000 tokens left")
    expect(visitor.card).to_contain_text("0% used")
    expect(visitor.card).to_contain_text("Free")
    expect(visitor.card).to_contain_text("Resets in")
    expect(visitor.bar).to_have_attribute("aria-valuenow", "0")
    screenshot(visitor.page, "new-user")


def test_a_card_goes_from_green_to_red_without_reload_until_a_call_is_refused(
    visitor: Visitor, screenshot: Any
) -> None:
    visitor.sign_up()
    visitor.page.evaluate("window.isTheSame = true")

    visitor.ask(1_500)
    expect(visitor.card).to_contain_text("8,000 tokens left")
    expect(visitor.card).to_contain_text("20% used")
    expect(visitor.card).to_have_attribute("data-level", "ok")
    screenshot(visitor.page, "healthy")

    visitor.ask(5_000)
    expect(visitor.card).to_contain_text("2,500 tokens left")
    expect(visitor.card.get_by_role("status")).to_have_text("Running low")
    expect(visitor.card).to_have_attribute("data-level", "warning")
    expect(visitor.card.get_by_role("link")).to_have_text("Upgrade to Basic 50,000 tokens a month")
    screenshot(visitor.page, "warning")

    visitor.ask(1_000)
    expect(visitor.card).to_contain_text("1,000 tokens left")
    expect(visitor.card.get_by_role("status")).to_have_text("Almost used up")
    expect(visitor.card).to_have_attribute("data-level", "critical")
    screenshot(visitor.page, "critical")

    visitor.ask(500)
    expect(visitor.card).to_contain_text("Used up")
    expect(visitor.card).to_contain_text("100% used")
    expect(visitor.card).to_contain_text("Paused until")
    screenshot(visitor.page, "exceeded")

    visitor.ask(0)
    expect(visitor.answers.last).to_contain_text("Refused")
    expect(visitor.answers.last).to_contain_text("The tier basic would have let it through")
    expect(visitor.card).to_contain_text("100% used")
    screenshot(visitor.page, "refused")
    assert visitor.page.evaluate("window.isTheSame")


@pytest.mark.parametrize(
    ("used", "percentage", "level"),
    [
        (7_499, "74.9%", "ok"),
        (7_500, "75%", "warning"),
        (9_000, "90%", "critical"),
        (12_345, "123.4%", "exceeded"),
    ],
)
def test_a_bar_has_the_colour_of_its_percentage(
    visitor: Visitor, db: Any, set_used: Any, used: int, percentage: str, level: str
) -> None:
    visitor.sign_up()
    set_used(user_id(visitor, db), used)

    visitor.come_back()

    expect(visitor.card).to_contain_text(percentage)
    expect(visitor.card).to_have_attribute("data-level", level)


def test_what_is_held_for_a_running_call_is_shown(visitor: Visitor, screenshot: Any) -> None:
    visitor.sign_up()
    held: list[Route] = []
    visitor.page.route(TRACK, lambda route: held.append(route))
    visitor.page.get_by_role("button", name="Ask").click()
    expect(visitor.card).to_contain_text("2,000 held for running calls")
    expect(visitor.bar).to_have_attribute("aria-valuetext", re.compile("2,000 held"))
    expect(visitor.card).to_contain_text("8,000 tokens left0% used")
    screenshot(visitor.page, "held")

    held[0].continue_()

    expect(visitor.card).to_contain_text("8,000 tokens left20% used")
    expect(visitor.card).not_to_contain_text("held")


def test_a_call_that_fails_holds_nothing(visitor: Visitor) -> None:
    visitor.sign_up()
    visitor.page.get_by_label("Question").fill("fail")

    visitor.page.get_by_role("button", name="Ask").click()

    expect(visitor.page.get_by_role("alert")).to_contain_text("The model did not answer")
    expect(visitor.card).to_contain_text("10,000 tokens left")
    expect(visitor.card).not_to_contain_text("held")


def test_a_report_whose_answer_was_lost_is_repeated_and_counted_once(visitor: Visitor) -> None:
    visitor.sign_up()
    lost: list[str] = []

    def lose_the_first(route: Route) -> None:
        route.fetch()
        lost.append(route.request.post_data or "")
        route.abort()
        visitor.page.unroute(TRACK)

    visitor.page.route(TRACK, lose_the_first)

    visitor.ask(1_500)

    expect(visitor.card).to_contain_text("8,000 tokens left")
    assert "request_id" in lost[0]


def test_what_is_used_elsewhere_is_seen_on_return(visitor: Visitor, db: Any, service: Any) -> None:
    visitor.sign_up()
    service.track(user_id=user_id(visitor, db), tokens_prompt=300, tokens_completion=0)

    visitor.come_back()

    expect(visitor.card).to_contain_text("9,700 tokens left")


def test_another_user_sees_nothing_of_the_first(visit: Any, visitor: Visitor) -> None:
    visitor.sign_up()
    visitor.ask(1_500)
    expect(visitor.card).to_contain_text("8,000 tokens left")

    visitor.sign_out()
    expect(visitor.card).to_have_count(0)
    second = Visitor(visitor.page, visitor.demo)
    second.sign_up()

    expect(second.card).to_contain_text("10,000 tokens left")
    expect(second.answers).to_have_count(0)
    second.page.get_by_role("button", name="Usage").click()
    expect(second.page.get_by_role("dialog")).to_contain_text("Nothing used yet")


def test_a_user_who_comes_back_finds_the_own_numbers(visit: Any, visitor: Visitor) -> None:
    visitor.sign_up()
    visitor.ask(1_500)
    expect(visitor.card).to_contain_text("8,000 tokens left")
    elsewhere = visit()
    elsewhere.email = visitor.email

    elsewhere.open()
    elsewhere.sign_in()

    expect(elsewhere.card).to_contain_text("8,000 tokens left")


def test_a_card_keeps_its_last_value_without_network_and_recovers(
    visitor: Visitor, screenshot: Any
) -> None:
    visitor.sign_up()
    visitor.page.context.set_offline(True)
    visitor.come_back()
    expect(visitor.card).to_contain_text("No connection. As of")
    expect(visitor.card).to_contain_text("10,000 tokens left")
    screenshot(visitor.page, "stale")

    visitor.page.context.set_offline(False)
    visitor.card.get_by_role("button", name="Try again").click()

    expect(visitor.card).not_to_contain_text("No connection")


def test_a_card_that_cannot_load_says_so_and_tries_again(visitor: Visitor, screenshot: Any) -> None:
    visitor.sign_up()
    visitor.page.route(STATUS, offline)
    visitor.open()
    expect(visitor.card.get_by_role("alert")).to_contain_text("could not be loaded")
    assert visitor.faults() == []
    screenshot(visitor.page, "error")

    visitor.page.unroute(STATUS)
    visitor.card.get_by_role("button", name="Try again").click()

    expect(visitor.card).to_contain_text("10,000 tokens left")


def test_a_blocked_user_is_told(visitor: Visitor, db: Any, screenshot: Any) -> None:
    visitor.sign_up()
    db.execute(
        "update public.user_ai_quotas set is_blocked = true where user_id = %s",
        [user_id(visitor, db)],
    )

    visitor.come_back()

    expect(visitor.card).to_contain_text("Paused")
    assert visitor.faults() == []
    screenshot(visitor.page, "blocked")


def test_a_long_text_leaves_the_button_beside_it(visit: Any, db: Any) -> None:
    viewer = visit(locale="de-DE")
    viewer.query = "lang=de"
    viewer.open()
    viewer.sign_up("10.000")
    db.execute(
        "update public.user_ai_quotas set is_blocked = true where user_id = %s",
        [user_id(viewer, db)],
    )
    viewer.come_back()
    expect(viewer.card).to_contain_text("Bitte wenden Sie sich an den Support.")

    text = viewer.card.get_by_text("Bitte wenden Sie sich").bounding_box()
    button = viewer.card.get_by_role("button").bounding_box()

    assert button["x"] >= text["x"] + text["width"]
    assert button["y"] < text["y"] + text["height"]


def test_an_unlimited_quota_has_no_bar(visitor: Visitor, db: Any, screenshot: Any) -> None:
    visitor.sign_up()
    user = user_id(visitor, db)
    db.execute(
        "insert into public.ai_quota_overrides (user_id, is_unlimited, reason)"
        " values (%s, true, 'a contract')",
        [user],
    )
    db.execute(
        "update public.user_ai_quotas set current_month_tokens = 45000 where user_id = %s", [user]
    )

    visitor.come_back()

    expect(visitor.card).to_contain_text("Unlimited")
    expect(visitor.card).to_contain_text("45,000")
    expect(visitor.bar).to_have_count(0)
    assert visitor.faults() == []
    screenshot(visitor.page, "unlimited")


def test_months_are_drawn_to_one_scale(visit: Any, db: Any) -> None:
    viewer = visit(locale="ar")
    viewer.query = "lang=ar"
    viewer.open()
    viewer.sign_up("10,000")
    db.execute(
        "insert into public.ai_quota_periods"
        " (user_id, period_start, period_end, tokens_used, requests_used, tier)"
        " select %s, '2026-01-01Z'::timestamptz + make_interval(months => n),"
        " '2026-02-01Z'::timestamptz + make_interval(months => n), 9000, 1, 'free'"
        " from generate_series(0, 8) as n",
        [user_id(viewer, db)],
    )

    viewer.card.get_by_role("button").click()

    months = viewer.page.get_by_role("dialog").locator("li .ai-tokens-share")
    expect(months).to_have_count(10)
    assert len({box["width"] for box in (one.bounding_box() for one in months.all())}) == 1


def test_a_busy_user_sees_the_sums_of_all_calls(visitor: Visitor, db: Any) -> None:
    visitor.sign_up()
    db.execute(
        "insert into public.ai_agent_usage (user_id, discipline, tokens_prompt, created_at)"
        " select %s, case when n %% 3 = 0 then 'law' end, 1, date_trunc('month', now(), 'UTC')"
        " from generate_series(1, 4500) as n",
        [user_id(visitor, db)],
    )

    visitor.page.get_by_role("button", name="Usage").click()

    rows = visitor.page.get_by_role("dialog").get_by_role("row")
    expect(rows).to_have_text(["FeatureTokensCalls", "(none)3,0003,000", "law1,5001,500"])


def test_nothing_jumps_while_it_loads(visitor: Visitor, screenshot: Any) -> None:
    visitor.sign_up()
    held: list[Route] = []
    visitor.page.add_init_script(JUMPS)
    visitor.page.route(STATUS, lambda route: held.append(route))
    visitor.open()
    expect(visitor.card).to_have_attribute("aria-busy", "true")
    expect(visitor.page.get_by_role("button", name="Sign out")).to_be_visible()
    screenshot(visitor.page, "loading")
    before = visitor.card.bounding_box()

    held[0].continue_()
    expect(visitor.card).to_contain_text("10,000 tokens left")

    assert visitor.card.bounding_box() == before
    assert visitor.page.evaluate("window.jumps") == []


def test_words_numbers_and_dates_are_of_the_page_and_the_viewers_time(
    visit: Any, db: Any, set_used: Any
) -> None:
    viewer = visit(locale="de-DE", timezone_id="America/New_York")
    viewer.query = "lang=de"
    viewer.open()
    viewer.sign_up("10.000")
    set_used(user_id(viewer, db), 10_000)
    reset = db.execute(
        "select to_char(quota_reset_date - 1, 'FMDD') as day"
        " from public.user_ai_quotas where user_id = %s",
        [user_id(viewer, db)],
    ).fetchone()

    viewer.come_back()

    # Midnight UTC is the evening before in New York.
    expect(viewer.card.locator("time")).to_contain_text(f"Pausiert bis {reset['day']}. ")


def test_a_card_is_shown_within_300_ms(visit: Any, visitor: Visitor, median: Any) -> None:
    visitor.sign_up()
    session = visitor.page.context.storage_state()

    def seconds() -> float:
        someone: Visitor = visit(storage_state=session)
        someone.page.add_init_script(STOPWATCH)
        someone.open()
        someone.page.wait_for_function("window.shownAfter")
        shown: float = someone.page.evaluate("window.shownAfter")
        someone.page.context.close()
        return shown / 1000

    measured = [seconds() for _ in range(10)]

    # What else runs on this machine takes its share of the processor.
    share = max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))
    print(
        f"card shown after {median(measured):.3f} s (median of 10); {share:.1f} share a processor"
    )
    assert median(measured) < 0.3 * share


def test_the_real_stack_was_asked(visitor: Visitor) -> None:
    with visitor.page.expect_response(STATUS) as answer:
        visitor.sign_up()

    assert answer.value.status == httpx.codes.OK
    assert answer.value.json()[0]["limit"] == 10_000
