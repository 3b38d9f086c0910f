"""What admins read: figures, pages, sorting, CSV."""

import csv
import io
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from api.callers import Caller, one_row, override, reserve

TODAY = datetime.now(UTC).date()


def read(caller: Caller, what: str, **arguments: Any) -> list[dict[str, Any]]:
    """The rows of an admin's function."""
    answer = caller.call(f"ai_quota_admin_{what}", **arguments)
    answer.raise_for_status()
    rows: list[dict[str, Any]] = answer.json()
    return rows


def read_csv(caller: Caller, what: str, **arguments: Any) -> list[dict[str, str]]:
    """The same as CSV."""
    answer = caller.http.post(
        f"/rest/v1/rpc/ai_quota_admin_{what}", json=arguments, headers={"Accept": "text/csv"}
    )
    answer.raise_for_status()
    assert answer.headers["content-type"].startswith("text/csv")
    return list(csv.DictReader(io.StringIO(answer.text)))


def spend(service: Caller, user: Caller, tokens: int = 1_000, **details: Any) -> None:
    """A call that the server reports."""
    service.track(
        user_id=user.user_id, tokens_prompt=tokens, tokens_completion=0, cost_usd=0.25, **details
    )


@pytest.fixture
def model() -> str:
    """A model of this test's own."""
    return f"model-{uuid4().hex}"


def test_usage_by_label_has_money_by_who_reported_it(
    alice: Caller, admin: Caller, service: Caller, model: str
) -> None:
    spend(service, alice, 1_000, model_used=model, discipline="law", workflow_id="sum up")
    alice.track(tokens_prompt=300, tokens_completion=0, model_used=model, discipline="law")

    rows = read(admin, "usage", of_model=model)

    assert [(row["discipline"], row["workflow"], row["tokens"]) for row in rows] == [
        ("law", "sum up", 1_000),
        ("law", "", 300),
    ]
    assert [(row["cost_usd"], row["user_reported_tokens"]) for row in rows] == [(0.25, 0), (0, 300)]
    assert [row["unpriced_requests"] for row in rows] == [0, 1]
    assert {row["total_rows"] for row in rows} == {2}
    assert {(row["day"], row["tier"]) for row in rows} == {(None, None)}


def test_usage_is_grouped_as_asked_and_in_pages(
    alice: Caller, bob: Caller, admin: Caller, service: Caller, model: str
) -> None:
    service.call("initialize_user_quota", user_id=bob.user_id, tier="pro").raise_for_status()
    spend(service, alice, 100, model_used=model)
    spend(service, bob, 200, model_used=model)

    pages = [
        read(admin, "usage", of_model=model, by=["tier", "day"], page=page, page_size=1)
        for page in (1, 2, 3)
    ]

    assert [[(row["tier"], row["tokens"], row["day"]) for row in page] for page in pages] == [
        [("pro", 200, TODAY.isoformat())],
        [("free", 100, TODAY.isoformat())],
        [],
    ]


def test_one_user_cannot_make_a_label_for_every_call(
    alice: Caller, admin: Caller, service: Caller
) -> None:
    discipline = f"d-{uuid4().hex}"
    service.call(
        "track_usage_batch",
        calls=[
            {
                "user_id": alice.user_id,
                "tokens_prompt": 1_000 - n,
                "tokens_completion": 0,
                "discipline": discipline,
                "workflow_id": f"w{n}",
                "cost_usd": 0,
            }
            for n in range(60)
        ],
    ).raise_for_status()

    rows = read(admin, "usage", of_discipline=discipline, page_size=1_000)
    other = read(admin, "usage", of_discipline="other", of_workflow="other", by=["day"])

    assert len(rows) == 50
    assert {row["workflow"] for row in rows} == {f"w{n}" for n in range(50)}
    assert sum(row["tokens"] for row in other) >= sum(1_000 - n for n in range(50, 60))


def test_models_without_a_price_are_listed_and_named_once_they_have_one(
    alice: Caller, admin: Caller, service: Caller, model: str, db: Any
) -> None:
    service.track(
        user_id=alice.user_id, tokens_prompt=999_999_999, tokens_completion=0, model_used=model
    )
    found = one_row(
        [row for row in read(admin, "unpriced_models", page_size=1_000) if row["model"] == model]
    )

    service.http.post(
        "/rest/v1/ai_quota_prices",
        json={"model": model, "valid_from": "2024-01-01", "input_price": 1, "output_price": 1},
    ).raise_for_status()

    again = read(admin, "unpriced_models", page_size=1_000)
    assert (found["unpriced_requests"], found["tokens"]) == (1, 999_999_999)
    assert (found["first_day"], found["is_priced_now"]) == (TODAY.isoformat(), False)
    assert [row["is_priced_now"] for row in again if row["model"] == model] == [True]


def test_the_overview_counts_a_call_and_a_user(
    alice: Caller, admin: Caller, service: Caller, roll_up: Any
) -> None:
    before = {row["metric"]: row for row in read(admin, "overview")}

    spend(service, alice, 1_000)
    alice.track(tokens_prompt=8_000, tokens_completion=0)
    reserve(alice, tokens=5_000)
    roll_up()

    after = {row["metric"]: row for row in read(admin, "overview")}
    grown = {name: after[name]["value"] - before[name]["value"] for name in after}
    assert list(after)[:4] == [
        "cost_usd",
        "user_reported_cost_usd",
        "tokens",
        "user_reported_tokens",
    ]
    assert (grown["tokens"], grown["user_reported_tokens"]) == (9_000, 8_000)
    assert Decimal(str(round(grown["cost_usd"], 6))) == Decimal("0.25")
    assert (grown["requests"], grown["unpriced_requests"]) == (2, 1)
    assert (grown["denials"], grown["near_limit"], grown["at_limit"]) == (1, 1, 0)
    assert after["users"]["previous"] is None
    assert after["tokens"]["previous"] is not None


def test_the_days_are_those_of_the_range_and_today_is_live(
    alice: Caller, admin: Caller, service: Caller
) -> None:
    week = {"from_day": (TODAY - timedelta(days=6)).isoformat(), "to_day": TODAY.isoformat()}
    before = read(admin, "days", **week)

    spend(service, alice)

    after = read(admin, "days", **week)
    assert [row["day"] for row in after] == [
        (TODAY - timedelta(days=n)).isoformat() for n in range(6, -1, -1)
    ]
    assert after[-1]["tokens"] - before[-1]["tokens"] == 1_000
    assert after[:-1] == before[:-1]


def test_a_tier_is_counted_apart(
    alice: Caller, admin: Caller, service: Caller, db: Any, roll_up: Any
) -> None:
    tier = f"t{uuid4().hex}"
    db.execute(
        "insert into public.ai_quota_tiers (tier, monthly_token_quota, monthly_request_quota)"
        " values (%s, 1000, 10)",
        [tier],
    )
    service.call("initialize_user_quota", user_id=alice.user_id, tier=tier).raise_for_status()
    spend(service, alice, 900)
    roll_up()

    row = one_row([row for row in read(admin, "tiers") if row["tier"] == tier])
    overview = {row["metric"]: row["value"] for row in read(admin, "overview", of_tier=tier)}

    assert (row["users"], row["active_users"], row["tokens"], row["p90_tokens"]) == (1, 1, 900, 900)
    assert (row["near_limit"], row["at_limit"], row["blocked_users"]) == (1, 0, 0)
    assert (overview["tokens"], overview["users"], overview["near_limit"]) == (900, 1, 1)


def test_who_is_near_the_limit_is_listed_with_the_days_that_are_left(
    alice: Caller, admin: Caller, service: Caller
) -> None:
    spend(service, alice, 7_999)

    row = one_row(read(admin, "near_limit", search=alice.email[:20]))

    assert (row["user_id"], row["metric"], row["percentage"]) == (alice.user_id, "tokens", 79.99)
    assert (row["used"], row["quota"], row["remaining"]) == (7_999, 10_000, 2_001)
    # A seventh of what was used in seven days.
    assert (row["tokens_per_day"], row["days_left"]) == (1_142.71, 1.8)
    assert read(admin, "near_limit", search=alice.user_id, at_least_percent=80) == []


def test_users_whose_quota_is_used_up_are_listed_first_or_left_out(
    alice: Caller, bob: Caller, admin: Caller, service: Caller
) -> None:
    tier = f"t{uuid4().hex}"
    service.http.post(
        "/rest/v1/ai_quota_tiers", json={"tier": tier, "monthly_token_quota": 10_000}
    ).raise_for_status()
    for user in (alice, bob):
        service.call("initialize_user_quota", user_id=user.user_id, tier=tier).raise_for_status()
    spend(service, alice, 9_999)
    spend(service, bob, 10_000)

    listed = read(admin, "near_limit", of_tier=tier)
    left = read(admin, "near_limit", of_tier=tier, below_percent=100)

    assert [(row["user_id"], row["days_left"]) for row in listed] == [
        (bob.user_id, 0),
        (alice.user_id, 0),
    ]
    assert [row["user_id"] for row in left] == [alice.user_id]
    assert left[0]["total_rows"] == 1


def test_requests_may_be_what_binds(alice: Caller, admin: Caller, service: Caller) -> None:
    override(service, alice.user_id, monthly_token_quota=9_999, monthly_request_quota=1)
    spend(service, alice, 1)

    row = one_row(read(admin, "near_limit", search=alice.user_id))

    assert (row["metric"], row["percentage"], row["used"]) == ("requests", 100, 1)


@pytest.mark.parametrize(
    ("sort", "first"), [("tokens", "alice"), ("cost_usd", "bob"), ("requests", "bob")]
)
def test_top_users_are_sorted_as_asked(
    alice: Caller, bob: Caller, admin: Caller, service: Caller, sort: str, first: str
) -> None:
    mark = f"t{uuid4().hex}"
    service.http.post("/rest/v1/ai_quota_tiers", json={"tier": mark}).raise_for_status()
    for user in (alice, bob):
        service.call("initialize_user_quota", user_id=user.user_id, tier=mark).raise_for_status()
    spend(service, alice, 1_000)
    spend(service, bob, 10)
    spend(service, bob, 10)

    rows = read(admin, "users", of_tier=mark, sort=sort)

    assert rows[0]["user_id"] == {"alice": alice, "bob": bob}[first].user_id
    assert {(row["tokens"], row["cost_usd"], row["active_days"]) for row in rows} == {
        (1_000, 0.25, 1),
        (20, 0.5, 1),
    }
    assert {row["email"] for row in rows} == {alice.email, bob.email}


def test_the_drawer_of_a_user(alice: Caller, admin: Caller, service: Caller) -> None:
    spend(service, alice, 1_000, model_used="gpt-4", request_id="r-1")
    service.call("reset_user_quota", user_id=alice.user_id, reason="a gift").raise_for_status()
    spend(service, alice, 500)

    user = one_row(read(admin, "user", user_id=alice.user_id))
    periods = read(admin, "user_periods", user_id=alice.user_id)
    calls = read(admin, "user_calls", user_id=alice.user_id, page_size=1)
    days = read(admin, "user_days", user_id=alice.user_id)

    assert (user["email"], user["used"], user["role"]) == (alice.email, 500, None)
    assert [(row["tokens_used"], row["is_open"]) for row in periods] == [
        (500, True),
        (1_000, False),
    ]
    assert (calls[0]["tokens_total"], calls[0]["total_rows"]) == (500, 2)
    assert calls[0]["reported_by"] == "server"
    assert (len(days), days[-1]["tokens"]) == (30, 1_500)


def test_alerts_and_holds_are_listed(alice: Caller, admin: Caller) -> None:
    alice.track(tokens_prompt=9_500, tokens_completion=0)
    reserve(alice, tokens=100)

    alerts = read(admin, "alerts", of_user=alice.user_id)
    waiting = read(admin, "alerts", of_user=alice.user_id, of_state="waiting")
    hold = one_row(read(admin, "holds", of_user=alice.user_id))
    outbox = one_row(read(admin, "outbox"))

    assert sorted((row["threshold"], row["state"]) for row in alerts) == [
        (75, "not_sent"),
        (90, "waiting"),
    ]
    assert [row["threshold"] for row in waiting] == [90]
    assert (hold["tokens"], hold["state"], hold["email"]) == (100, "pending", alice.email)
    assert read(admin, "holds", of_user=alice.user_id, of_state="overdue") == []
    assert outbox["waiting"] >= 1


@pytest.mark.parametrize("formula", ["=1+1", "+1", "-1", "@a", "\t=1"])
def test_no_cell_of_a_csv_is_a_formula(
    alice: Caller, admin: Caller, service: Caller, model: str, formula: str
) -> None:
    label = f"{formula}{uuid4().hex}" if formula != "\t=1" else f"={uuid4().hex}"
    spend(service, alice, 10, model_used=model, workflow_id=label)

    cells = [row["workflow"] for row in read_csv(admin, "usage", of_model=model)]
    call = read_csv(admin, "user_calls", user_id=alice.user_id)[0]

    assert cells == [f"'{label}"]
    assert call["workflow_id"] == f"'{label}"
    assert [row["workflow"] for row in read(admin, "usage", of_model=model)] == [label]


@pytest.mark.parametrize(
    ("what", "arguments", "named"),
    [
        ("overview", {"from_day": "2026-01-02", "to_day": "2026-01-01"}, "from_day"),
        ("days", {"from_day": "2020-01-01", "to_day": "2022-01-01"}, "366"),
        ("days", {"to_day": "infinity"}, "to_day"),
        ("usage", {"page": 0}, "page"),
        ("usage", {"page_size": 1_001}, "page_size"),
        ("usage", {"sort": "email"}, "email"),
        ("usage", {"by": ["email"]}, "email"),
        ("usage", {"by": None}, "by"),
        ("near_limit", {"at_least_percent": "NaN"}, "NaN"),
        ("near_limit", {"at_least_percent": 0}, "at_least_percent"),
        ("near_limit", {"below_percent": 75}, "below_percent"),
        ("near_limit", {"below_percent": "NaN"}, "NaN"),
        ("alerts", {"of_state": "lost"}, "lost"),
        ("holds", {"of_state": None}, "of_state"),
        ("user", {"user_id": "00000000-0000-0000-0000-000000000000"}, "0000"),
    ],
    ids=lambda value: str(value),
)
def test_bad_input_is_named(
    admin: Caller, what: str, arguments: dict[str, Any], named: str
) -> None:
    answer = admin.call(f"ai_quota_admin_{what}", **arguments)

    assert answer.status_code == 400
    assert named in answer.json()["message"]
    assert answer.json()["hint"]


def test_a_user_reads_its_own_months(alice: Caller, bob: Caller, anon: Caller) -> None:
    alice.track(tokens_prompt=100, tokens_completion=0)

    rows = alice.call("get_user_usage_by_month", months=3).json()

    assert [row["total_tokens"] for row in rows] == [0, 0, 100]
    assert rows[-1]["month"] == TODAY.replace(day=1).isoformat()
    assert [row["total_tokens"] for row in bob.call("get_user_usage_by_month").json()] == [0] * 12
    assert alice.call("get_user_usage_by_month", months=0).status_code == 400
    assert anon.call("get_user_usage_by_month").status_code == 401
