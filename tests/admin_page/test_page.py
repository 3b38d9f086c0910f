"""What admins see and operators do on the page, and that nobody else does."""

import csv
import re
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit
from uuid import uuid4

from admin_page.conftest import signed_in
from admin_page.visitors import Visitor
from api.callers import Caller, Stack
from playwright.sync_api import expect
from stack.paths import ADMIN

# Of src/rows.ts: every RPC that the page reads.
READS = re.findall(r"^  (\w+): (?:Counted & )?\{$", (ADMIN / "src/rows.ts").read_text(), re.M)


def test_an_admin_sees_what_the_database_counts(
    as_admin: Visitor, account: Any, spend: Any
) -> None:
    alice = account(None)
    spend(alice, model_used="gpt-4o", discipline="legal", workflow_id="contracts")
    as_admin.page.get_by_role("button", name="Refresh").click()

    rows = as_admin.caller.call("ai_quota_admin_overview").json()
    counted = {row["metric"]: int(row["value"]) for row in rows}

    for title, metric in (
        ("Requests", "requests"),
        ("Tokens", "tokens"),
        ("Active users", "active_users"),
        ("Near or at the limit", "near_limit"),
        ("Denied calls", "denials"),
    ):
        expect(as_admin.tile(title).locator("strong")).to_have_attribute(
            "title", f"{counted[metric]:,}"
        )
    expect(as_admin.page.locator(".recharts-bar-rectangle path").first).to_be_visible()


def test_a_user_is_found_by_email_and_shown_with_calls_and_periods(
    as_admin: Visitor, account: Any, spend: Any
) -> None:
    alice = account(None)
    spend(alice, model_used="gpt-4o", discipline="legal", workflow_id="contracts")

    row = as_admin.search(alice.email)
    expect(row).to_contain_text("1,234")
    as_admin.open_user(alice)
    expect(as_admin.drawer).to_contain_text("1,234 of 10K · 12%")

    as_admin.drawer.get_by_role("button", name="Calls").click()
    expect(as_admin.drawer.get_by_role("row").nth(1)).to_contain_text(
        "gpt-4olegal · contracts1,234"
    )
    as_admin.drawer.get_by_role("button", name="Periods").click()
    expect(as_admin.drawer.get_by_role("row").nth(1)).to_contain_text("open")


def test_a_user_without_calls_is_found_by_email(as_admin: Visitor, account: Any) -> None:
    idle = account(None)

    as_admin.open_user(idle)

    expect(as_admin.drawer).to_contain_text("0 of 10K")


def test_who_is_near_the_limit_has_days_left_and_who_has_used_it_up_comes_first(
    as_admin: Visitor, account: Any, spend: Any, service: Caller, db: Any
) -> None:
    tier = f"near_{uuid4().hex[:8]}"
    service.http.post(
        "/rest/v1/ai_quota_tiers",
        json={"tier": tier, "monthly_token_quota": 10_000},
    ).raise_for_status()
    near, denied = account(None), account(None)
    for user, tokens in ((near, 8_000), (denied, 12_000)):
        service.call("initialize_user_quota", user_id=user.user_id, tier=tier).raise_for_status()
        spend(user, tokens_prompt=tokens, tokens_completion=0)
    as_admin.page.reload()

    as_admin.page.get_by_role("search").get_by_role("combobox").select_option(tier)

    rows = as_admin.card("Near the limit").get_by_role("row")
    expect(rows).to_have_count(3)
    expect(rows.nth(1)).to_contain_text(re.compile(f"{re.escape(denied.email)}.*120%.*used up"))
    expect(rows.nth(2)).to_contain_text(re.compile(f"{re.escape(near.email)}.*80%.*2 days"))
    as_admin.page.get_by_role("button", name="Not used up").click()
    expect(rows).to_have_count(2)
    expect(rows.nth(1)).to_contain_text(near.email)


def test_a_search_that_nothing_fits_says_so(as_admin: Visitor) -> None:
    as_admin.open("Users")

    as_admin.page.get_by_label("Search").fill("nobody-has-this@")

    expect(as_admin.card("Users")).to_contain_text("No account fits this search.")


def test_what_users_report_themselves_stands_apart_from_the_servers_money(
    as_admin: Visitor, account: Any, spend: Any
) -> None:
    alice = account(None)
    spend(alice, model_used="gpt-4o", tokens_prompt=400_000, tokens_completion=0)
    alice.call(
        "track_usage", tokens_prompt=800_000, tokens_completion=0, model_used="gpt-4o"
    ).raise_for_status()

    row = as_admin.search(alice.email)

    expect(row).to_contain_text("1.2M")
    expect(row).to_contain_text("$1.00+ $2.00 self-reported")


def test_usage_by_labels_is_grouped_and_filtered(
    as_admin: Visitor, account: Any, spend: Any
) -> None:
    alice = account(None)
    model = f"model-of-{alice.user_id}"
    spend(alice, model_used=model, discipline="legal", workflow_id="contracts")
    spend(alice, model_used=model, discipline="sales", workflow_id="letters")
    as_admin.open("Usage")
    usage = as_admin.card("Usage")

    usage.get_by_role("button", name="Workflow", exact=True).click()
    usage.get_by_role("button", name="Discipline", exact=True).click()
    expect(usage.get_by_role("button", name=model)).to_have_count(1)
    usage.get_by_role("button", name=model).click()

    expect(usage.get_by_role("row")).to_have_count(2)
    expect(usage.get_by_role("row").nth(1)).to_contain_text(f"{model}2,4682")
    expect(as_admin.card("Models without a price").get_by_text(model)).to_be_visible()
    usage.get_by_role("button", name="Discipline", exact=True).click()
    expect(usage.get_by_role("row")).to_have_count(3)


def test_csv_has_every_row_and_no_formula(as_admin: Visitor, account: Any, spend: Any) -> None:
    alice = account(None)
    model = f"=cmd|{alice.user_id}"
    spend(alice, model_used=model, tokens_prompt=50_000_000, tokens_completion=0)
    as_admin.open("Usage")
    as_admin.card("Usage").get_by_role("button", name=model).click()
    expect(as_admin.card("Usage").get_by_role("row")).to_have_count(2)

    with as_admin.page.expect_download() as download:
        as_admin.page.get_by_role("button", name="Download usage as CSV").click()
    rows = list(csv.DictReader(download.value.path().read_text().splitlines()))

    assert download.value.suggested_filename == "usage.csv"
    assert [(row["model"], row["tokens"]) for row in rows] == [(f"'{model}", "50000000")]


def test_health_shows_holds_and_checks_integrity_when_asked(
    as_admin: Visitor, account: Any, service: Caller, db: Any
) -> None:
    alice = account(None)
    service.call("reserve_tokens", tokens=777, user_id=alice.user_id).raise_for_status()
    as_admin.open("Health")
    as_admin.card("Holds").get_by_role("button", name=alice.email).click()
    as_admin.drawer.get_by_role("button", name="History").click()

    as_admin.drawer.get_by_role("button", name="Check now").click()

    expect(as_admin.drawer).to_contain_text("Everything agrees.")
    db.execute(
        "update public.user_ai_quotas set current_month_tokens = 99 where user_id = %s",
        [alice.user_id],
    )
    as_admin.drawer.get_by_role("button", name="Check now").click()
    expect(as_admin.drawer.get_by_role("table", name="Differences")).to_contain_text("99")


def test_an_admin_is_offered_no_actions(as_admin: Visitor, account: Any, spend: Any) -> None:
    alice = account(None)
    spend(alice)

    as_admin.open_user(alice)

    expect(as_admin.drawer).to_contain_text("1,234 of 10K")
    expect(as_admin.drawer.get_by_role("heading", name="Actions")).to_have_count(0)


def test_an_operator_boosts_a_user_with_a_reason(
    as_operator: Visitor, account: Any, spend: Any, db: Any
) -> None:
    alice = account(None)
    spend(alice)
    as_operator.open_user(alice)

    as_operator.act("Boost", "Launch week", Extra_tokens="5000", Through="2099-12-31")
    said = "5,000 extra tokens in every period through Dec 31, 2099?"
    expect(as_operator.drawer).to_contain_text(said)
    as_operator.confirm()

    expect(as_operator.drawer).to_contain_text("Done: boost.")
    expect(as_operator.drawer).to_contain_text("1,234 of 15K")
    expect(as_operator.drawer).to_contain_text("Boost through Dec 31")
    kept = db.execute(
        "select action, reason, actor::text from public.ai_quota_audit where user_id = %s",
        [alice.user_id],
    ).fetchall()
    assert kept == [
        {
            "action": "ai_quota_admin_boost",
            "reason": "Launch week",
            "actor": as_operator.caller.user_id,
        }
    ]
    ends = db.execute(
        "select expires_at::text as at from ai_quota.boosts where user_id = %s", [alice.user_id]
    ).fetchone()
    assert ends["at"].startswith("2100-01-01 00:00:00")


def test_an_action_needs_a_reason_and_a_confirmation(
    as_operator: Visitor, account: Any, spend: Any, db: Any
) -> None:
    alice = account(None)
    spend(alice)
    as_operator.open_user(alice)

    as_operator.act("Block", "")
    expect(as_operator.drawer.get_by_role("button", name="Confirm")).to_have_count(0)
    as_operator.drawer.get_by_label("Reason").fill("Chargeback")
    as_operator.drawer.get_by_role("button", name="Continue").click()
    expect(as_operator.drawer).to_contain_text(f"Block {alice.email}?")
    assert not alice.status()["is_blocked"]
    as_operator.confirm()

    expect(as_operator.drawer).to_contain_text("Done: block.")
    expect(as_operator.drawer.get_by_role("button", name="Unblock")).to_be_visible()
    assert alice.status()["is_blocked"]


def test_what_the_database_refuses_is_said_beside_the_action(
    visit: Any, account: Any, spend: Any, db: Any
) -> None:
    alice = account(None)
    spend(alice)
    operator = signed_in(visit("403 (Forbidden)"), account("operator"))
    operator.open_user(alice)
    operator.act("Block", "Chargeback")
    db.execute(
        """update auth.users set raw_app_meta_data = '{"ai_quota_role": "admin"}' where id = %s""",
        [operator.caller.user_id],
    )

    operator.confirm()

    expect(operator.drawer.get_by_role("alert")).to_contain_text("operator")
    assert not alice.status()["is_blocked"]


def test_operators_are_not_offered_actions_on_themselves(as_operator: Visitor, spend: Any) -> None:
    spend(as_operator.caller)

    as_operator.open_user(as_operator.caller)

    expect(as_operator.drawer).to_contain_text("Nobody acts on their own account")
    expect(as_operator.drawer.get_by_role("button", name="Boost")).to_have_count(0)


def test_a_user_is_refused_by_the_page_and_by_every_rpc_behind_it(
    visit: Any, account: Any, screenshot: Any
) -> None:
    user = account(None)
    visitor = visit("403 (Forbidden)")

    visitor.sign_in(user.email)

    expect(visitor.page.get_by_role("heading", name="This page is for admins")).to_be_visible()
    expect(visitor.page.locator(".aqa-tile")).to_have_count(0)
    assert visitor.faults() == []
    screenshot(visitor.page, "admin-refused")
    answers = {name: user.call(name, **_arguments(name, user)).status_code for name in READS}
    assert len(answers) > 15
    assert answers == dict.fromkeys(READS, 403)
    visitor.page.get_by_role("button", name="Use another account").click()
    expect(visitor.page.get_by_role("button", name="Sign in")).to_be_visible()


def test_a_wrong_password_is_said(visit: Any, account: Any) -> None:
    visitor = visit("400 (Bad Request)")
    visitor.page.get_by_label("Password").fill("wrong")
    visitor.page.get_by_label("E-mail", exact=True).fill(account("admin").email)

    visitor.page.get_by_role("button", name="Sign in").click()

    expect(visitor.page.get_by_role("alert")).to_have_text("E-mail or password is wrong.")


def test_a_link_by_email_signs_in_once(
    visit: Any, account: Any, spend: Any, db: Any, stack: Stack
) -> None:
    spend(account(None))
    admin = account("admin")
    visitor = visit()
    visitor.page.get_by_label("E-mail", exact=True).fill(admin.email)
    with visitor.page.expect_request("**/auth/v1/otp**") as asked:
        visitor.page.get_by_role("button", name="E-mail me a link").click()
    expect(visitor.page.get_by_role("status")).to_contain_text(f"on its way to {admin.email}")
    (address,) = parse_qs(urlsplit(asked.value.url).query)["redirect_to"]
    # What the link in the mail is made of: no mail leaves the stack.
    token = db.execute(
        "select recovery_token from auth.users where id = %s", [admin.user_id]
    ).fetchone()["recovery_token"]
    wanted = {"token": token, "type": "magiclink", "redirect_to": address}
    link = f"{stack.api_url}/auth/v1/verify?{urlencode(wanted)}"

    visitor.page.goto(link)

    visitor.wait_for_numbers()
    expect(visitor.page.get_by_text(admin.email)).to_be_visible()
    assert visitor.page.url.rstrip("#") == visitor.address
    other = visit()
    other.page.goto(link)
    expect(other.page.get_by_role("alert")).to_contain_text("used before, or is too old")
    expect(other.page.locator(".aqa-tile")).to_have_count(0)


def test_a_link_by_email_makes_no_account(visit: Any, db: Any) -> None:
    email = f"{uuid4().hex}@example.com"
    visitor = visit("(Unprocessable", "(Bad Request", "(Forbidden")
    visitor.page.get_by_label("E-mail", exact=True).fill(email)

    with visitor.page.expect_response("**/auth/v1/otp**"):
        visitor.page.get_by_role("button", name="E-mail me a link").click()

    assert db.execute("select from auth.users where email = %s", [email]).rowcount == 0


def test_without_a_connection_the_page_says_so_and_recovers(visit: Any, account: Any) -> None:
    visitor = signed_in(visit("net::ERR_INTERNET_DISCONNECTED"), account("admin"))
    visitor.wait_until_loaded()
    visitor.page.context.set_offline(True)

    visitor.page.get_by_role("button", name="Refresh").click()
    banner = visitor.page.get_by_role("alert")
    expect(banner).to_contain_text("The figures are not up to date. The project does not answer.")
    expect(visitor.tile("Requests")).to_contain_text(re.compile(r"\d"))
    visitor.page.context.set_offline(False)
    banner.get_by_role("button", name="Try again").click()

    expect(banner).to_have_count(0)


def test_a_chart_whose_script_is_gone_leaves_the_numbers(
    visit: Any, account: Any, spend: Any
) -> None:
    spend(account(None))
    visitor = visit("404 (Not Found)", "dynamically imported module")
    visitor.page.route("**/assets/Bars*", lambda route: route.fulfill(status=404))

    signed_in(visitor, account("admin"))

    days = visitor.card("Usage by day")
    expect(days).to_contain_text("The chart could not be loaded.")
    days.get_by_text("Numbers", exact=True).click()
    expect(days.get_by_role("row").nth(30)).to_be_visible()
    expect(visitor.tile("Requests")).to_contain_text(re.compile(r"\d"))


def test_a_session_that_ended_leads_back_to_the_sign_in(visit: Any, account: Any) -> None:
    visitor = signed_in(visit("401 (Unauthorized)"), account("admin"))
    visitor.page.route(
        "**/rest/v1/**",
        lambda route: route.continue_(
            headers={**route.request.headers, "authorization": "Bearer of.another.project"}
        ),
    )

    visitor.page.get_by_role("button", name="Refresh").click()
    expect(visitor.page.get_by_role("alert")).to_contain_text("Your session has ended.")
    visitor.page.get_by_role("button", name="Sign in again").click()

    expect(visitor.page.get_by_role("button", name="Sign in")).to_be_visible()


def _arguments(name: str, user: Caller) -> dict[str, Any]:
    of_one_user = name.startswith("ai_quota_admin_user_") or name in {
        "ai_quota_admin_user",
        "get_quota_forecast_for",
    }
    return {"user_id": user.user_id} if of_one_user else {}
