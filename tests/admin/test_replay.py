"""Limits tried on history: against a plain loop over random histories."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from api.callers import Caller, one_row, override, reserve
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

MONTH = (datetime.now(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)) - timedelta(
    days=1
)
START = MONTH.replace(day=1)
END = START + timedelta(days=(MONTH - START).days + 1)
LIMIT = 1_000
# Tokens of a call, and whether it was denied then.
CALLS = st.lists(st.tuples(st.integers(1, 600), st.booleans()), max_size=8)


@pytest.fixture
def tier(db: Any) -> str:
    """A tier of this test's own."""
    name = f"t{uuid4().hex}"
    db.execute(
        "insert into public.ai_quota_tiers (tier, monthly_token_quota, monthly_request_quota)"
        " values (%s, %s, 100)",
        [name, LIMIT],
    )
    return name


@pytest.fixture
def users(sign_up: Any) -> list[Caller]:
    """Two users of this test's own."""
    return [sign_up() for _ in range(2)]


def arrange(db: Any, user: Caller, tier: str, calls: list[tuple[int, bool]]) -> None:
    """Last month of a user, as it would be in the tables."""
    for table in ("ai_quota_periods", "ai_agent_usage", "ai_quota_denials"):
        db.execute(f"delete from public.{table} where user_id = %s", [user.user_id])
    used = [tokens for tokens, denied in calls if not denied]
    asked = [tokens for tokens, denied in calls if denied]
    db.execute(
        "insert into public.ai_quota_periods (user_id, period_start, period_end, tokens_used,"
        " requests_used, monthly_token_quota, monthly_request_quota, tier)"
        " values (%s, %s, %s, %s, %s, %s, 100, %s)",
        [user.user_id, START, END, sum(used), len(used), LIMIT, tier],
    )
    for place, tokens in enumerate(used):
        db.execute(
            "insert into public.ai_agent_usage (user_id, tokens_prompt, cost_usd, created_at,"
            " period_start) values (%s, %s, 0.5, %s, %s)",
            [user.user_id, tokens, START + timedelta(hours=place), START],
        )
    if asked:
        db.execute(
            "insert into public.ai_quota_denials values (%s, %s, 'tokens', %s, %s)",
            [user.user_id, START.date(), len(asked), sum(asked)],
        )


def replayed(calls: list[tuple[int, bool]], limit: int) -> tuple[int, int]:
    """How many calls of a history a limit denies, and of these, how many were not denied then."""
    used = [tokens for tokens, denied in calls if not denied]
    asked = [tokens for tokens, denied in calls if denied]
    anew = sum(sum(used[: n + 1]) > limit for n in range(len(used))) if limit < LIMIT else 0
    fit = 0
    if limit > LIMIT and asked:
        fit = max(0, min(len(asked), (limit - sum(used)) * len(asked) // sum(asked)))
    return anew + len(asked) - fit, anew


@settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(histories=st.tuples(CALLS, CALLS), limit=st.integers(1, 3_000))
@example(histories=([(600, False), (600, False)], [(200, True)]), limit=1_500)
def test_a_limit_denies_what_a_plain_loop_says(
    users: list[Caller],
    tier: str,
    admin: Caller,
    db: Any,
    histories: tuple[list[tuple[int, bool]], ...],
    limit: int,
) -> None:
    for user, calls in zip(users, histories, strict=True):
        arrange(db, user, tier, calls)

    proposed = replay(admin, tier, {tier: {"monthly_token_quota": limit}})
    in_force = replay(admin, tier, None)

    wanted = [replayed(calls, limit) for calls in histories]
    denied = [calls for calls in histories if any(was_denied for _, was_denied in calls)]
    assert sum(row["denied_calls"] for row in proposed) == sum(calls for calls, _ in wanted)
    assert sum(row["denied_users"] for row in proposed) == sum(calls > 0 for calls, _ in wanted)
    assert sum(row["saved_usd"] for row in proposed) == sum(anew for _, anew in wanted) / 2
    assert sum(row["denied_periods"] for row in in_force) == len(denied)
    assert sum(row["was_denied_users"] for row in in_force) == len(denied)
    assert sum(row["periods"] for row in in_force) == 2


def replay(admin: Caller, tier: str, tiers: Any) -> list[dict[str, Any]]:
    """The rows of a tier."""
    answer = admin.call("replay_limits", tiers=tiers, months=2)
    answer.raise_for_status()
    return [row for row in answer.json() if row["tier"] == tier]


def test_who_was_denied_is_denied_again_and_a_larger_limit_admits(
    alice: Caller, admin: Caller, service: Caller, tier: str
) -> None:
    service.call("initialize_user_quota", user_id=alice.user_id, tier=tier).raise_for_status()
    service.track(user_id=alice.user_id, tokens_prompt=900, tokens_completion=0, cost_usd=0.9)
    reserve(alice, tokens=200)

    again = one_row(replay(admin, tier, None))
    larger = one_row(replay(admin, tier, {tier: {"monthly_token_quota": 1_100}}))
    periods = admin.call(
        "ai_quota_admin_replay_periods",
        tiers={tier: {"monthly_token_quota": 1_050}},
        page_size=1_000,
    ).json()

    assert (again["denied_users"], again["denied_calls"], again["denied_tokens"]) == (1, 1, 200)
    assert (larger["denied_users"], larger["was_denied_users"]) == (0, 1)
    assert larger["added_usd"] == 0.2
    row = one_row([row for row in periods if row["user_id"] == alice.user_id])
    assert (row["email"], row["was_denied"], row["denied_calls"]) == (alice.email, 1, 1)
    assert row["upgrade_tier"] == "free"


@pytest.mark.parametrize(
    ("free", "upgrade"),
    [
        ({"monthly_token_quota": 1_100}, "free"),
        ({"monthly_token_quota": 1_099}, "basic"),
        ({"monthly_token_quota": None}, "free"),
        ({"monthly_request_quota": 2}, "free"),
        ({"monthly_request_quota": 1}, "basic"),
        ({"monthly_request_quota": None}, "free"),
    ],
)
def test_the_upgrade_is_the_first_tier_that_would_have_denied_nothing(
    alice: Caller,
    admin: Caller,
    service: Caller,
    tier: str,
    free: dict[str, int | None],
    upgrade: str,
) -> None:
    service.call("initialize_user_quota", user_id=alice.user_id, tier=tier).raise_for_status()
    service.track(user_id=alice.user_id, tokens_prompt=900, tokens_completion=0)
    reserve(alice, tokens=200)

    row = one_row(replay(admin, tier, {"free": free}))
    periods = admin.call(
        "ai_quota_admin_replay_periods", tiers={"free": free}, page_size=1_000
    ).json()

    assert row["upgrade_tier"] == upgrade
    assert [one["upgrade_tier"] for one in periods if one["user_id"] == alice.user_id] == [upgrade]


def test_limits_of_an_override_stay(
    alice: Caller, admin: Caller, service: Caller, tier: str
) -> None:
    service.call("initialize_user_quota", user_id=alice.user_id, tier=tier).raise_for_status()
    override(service, alice.user_id, monthly_token_quota=5_000)
    service.track(user_id=alice.user_id, tokens_prompt=900, tokens_completion=0)

    row = one_row(replay(admin, tier, {tier: {"monthly_token_quota": 10}}))

    assert (row["denied_users"], row["users"]) == (0, 1)


def test_recommendations_name_users_and_overrides(
    alice: Caller, bob: Caller, admin: Caller, service: Caller, tier: str, db: Any
) -> None:
    for start in (START - timedelta(days=31), START):
        db.execute(
            "insert into public.ai_quota_periods (user_id, period_start, period_end, tokens_used,"
            " requests_used, monthly_token_quota, monthly_request_quota, tier)"
            " values (%s, %s, %s, 1000, 1, 1000, 100, %s)",
            [alice.user_id, start, start + timedelta(days=28), tier],
        )
    db.execute(
        "insert into public.ai_quota_overrides (user_id, extra_tokens, reason, expires_at)"
        " values (%s, 5, 'a gift', now() + interval '3 days')",
        [bob.user_id],
    )

    rows = admin.call("ai_quota_admin_recommendations").json()

    of_alice = one_row([row for row in rows if row["user_id"] == alice.user_id])
    of_bob = one_row([row for row in rows if row["user_id"] == bob.user_id])
    assert (of_alice["kind"], of_alice["subject"], of_alice["figure"]) == (
        "always_at_limit",
        tier,
        2,
    )
    assert (of_bob["kind"], of_bob["figure"]) == ("override_ends", 3)


def test_a_tier_that_nobody_fills_is_named(
    users: list[Caller], admin: Caller, tier: str, db: Any
) -> None:
    def named(used: int) -> list[dict[str, Any]]:
        for user in users:
            arrange(db, user, tier, [(used, False)])
        rows = admin.call("ai_quota_admin_recommendations").json()
        return [row for row in rows if row["subject"] == tier and row["kind"] == "tier_not_filled"]

    half, less = named(LIMIT // 2), named(LIMIT // 4)

    assert half == []
    assert one_row(less)["figure"] == 25


def test_a_model_with_a_cheaper_sibling_is_named(
    alice: Caller, admin: Caller, service: Caller, db: Any, roll_up: Any
) -> None:
    yesterday = datetime.now(UTC) - timedelta(days=1)
    call = {"tokens_prompt": 300_000, "tokens_completion": 100_000, "model_used": "gpt-4o"}
    service.track(**call, occurred_at=yesterday.isoformat(), user_id=alice.user_id)
    roll_up()

    rows = admin.call("ai_quota_admin_recommendations").json()

    named = one_row([row for row in rows if row["subject"].startswith("gpt-4o -> ")])
    sibling = named["subject"].removeprefix("gpt-4o -> ")
    (costs,) = db.execute(
        "select array(select ai_quota.call_cost(model, now(), 300000, 100000, 0, 0, 0, 0, 0)"
        " from unnest(%s::text[]) with ordinality as m (model, place) order by place) as costs",
        [["gpt-4o", sibling]],
    ).fetchall()
    own, other = costs["costs"]
    assert named["kind"] == "cheaper_model"
    assert other <= own / 2
    assert named["figure"] >= float(round(own - other, 2))


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ({"tiers": {"gold": {}}}, "gold"),
        ({"tiers": []}, "tiers"),
        ({"tiers": {"free": 5}}, "free"),
        ({"tiers": {"free": {"monthly_token_quota": 0}}}, "monthly_token_quota: 0"),
        ({"tiers": {"free": {"monthly_token_quota": 1.5}}}, "1.5"),
        ({"tiers": {"free": {"tokens": 5}}}, "tokens: 5"),
        ({"months": 0}, "months"),
        ({"months": None}, "null"),
    ],
    ids=lambda value: str(value),
)
def test_bad_input_is_named(admin: Caller, arguments: dict[str, Any], named: str) -> None:
    answer = admin.call("replay_limits", **arguments)

    assert answer.status_code == 400
    assert named in answer.json()["message"]
    assert answer.json()["hint"]
