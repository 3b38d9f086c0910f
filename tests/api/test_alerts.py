"""Alerts: once a limit by usage, once a period by denial, handed out only while they are true."""

from datetime import UTC, datetime
from typing import Any

import pytest
from api.callers import Caller, at_once, one_row, override, reserve, subscribe


def use(user: Caller, tokens: int) -> None:
    """Uses tokens."""
    user.track(tokens_prompt=tokens, tokens_completion=0)


def thresholds(user: Caller, **filters: Any) -> list[tuple[int, int]]:
    """Thresholds of tokens that usage reached, with the limit."""
    rows = user.rows("ai_quota_alerts", kind="usage", metric="tokens", **filters)
    return sorted((row["quota"], row["threshold"]) for row in rows)


@pytest.fixture
def delivery(db: Any, service: Caller) -> Any:
    """Gives a worker everything that there is to deliver to a user."""
    db.execute("delete from public.ai_quota_alerts")

    def claim(user: Caller) -> list[tuple[str, int]]:
        answer = service.call("claim_quota_alerts", limit=1_000)
        answer.raise_for_status()
        return [
            (alert["kind"], alert["threshold"])
            for alert in answer.json()
            if alert["user_id"] == user.user_id
        ]

    return claim


# By usage


def test_each_threshold_of_a_limit_is_reached_once(alice: Caller) -> None:
    for tokens in (7_499, 1, 1_500, 1_000, 5_000):
        use(alice, tokens)

    assert thresholds(alice) == [(10_000, 75), (10_000, 90), (10_000, 100)]


def test_a_limit_that_rises_arms_the_thresholds_above_the_use(
    alice: Caller, service: Caller
) -> None:
    use(alice, 10_000)

    subscribe(service, alice.user_id, "basic")
    before = thresholds(alice, quota=50_000)
    use(alice, 35_000)

    assert before == []
    assert thresholds(alice, quota=50_000) == [(50_000, 75), (50_000, 90)]


def test_a_limit_that_rises_a_little_does_not_alert_of_what_was_reached_before(
    alice: Caller, service: Caller
) -> None:
    use(alice, 9_500)

    override(service, alice.user_id, extra_tokens=100)
    use(alice, 1)

    assert thresholds(alice) == [(10_000, 75), (10_000, 90)]


def test_a_tier_that_rises_arms_the_thresholds_without_another_write(
    alice: Caller, service: Caller, db: Any
) -> None:
    db.execute(
        "insert into public.ai_quota_tiers (tier, monthly_token_quota, monthly_request_quota)"
        " values ('growing', 10000, 100)"
        " on conflict (tier) do update set monthly_token_quota = 10000"
    )
    service.call("initialize_user_quota", user_id=alice.user_id, tier="growing").raise_for_status()
    use(alice, 10_000)

    db.execute(
        "update public.ai_quota_tiers set monthly_token_quota = 20000 where tier = 'growing'"
    )
    use(alice, 6_000)

    assert thresholds(alice, quota=20_000) == [(20_000, 75)]


def test_a_limit_that_falls_is_an_alert_of_what_is_reached_then(
    alice: Caller, service: Caller
) -> None:
    subscribe(service, alice.user_id, "basic")
    use(alice, 9_500)

    subscribe(service, alice.user_id, "free")

    assert thresholds(alice) == [(10_000, 75), (10_000, 90)]


def test_a_limit_that_comes_back_does_not_alert_again(alice: Caller, service: Caller) -> None:
    use(alice, 9_500)
    subscribe(service, alice.user_id, "basic")

    subscribe(service, alice.user_id, "free")

    assert thresholds(alice) == [(10_000, 75), (10_000, 90)]


def test_requests_reach_their_thresholds_by_themselves(alice: Caller) -> None:
    def reached() -> list[int]:
        return sorted(row["threshold"] for row in alice.rows("ai_quota_alerts", metric="requests"))

    alice.track(tokens_prompt=0, tokens_completion=0, requests=74)
    assert reached() == []
    alice.track(tokens_prompt=0, tokens_completion=0)
    assert reached() == [75]
    alice.track(tokens_prompt=0, tokens_completion=0, requests=15)
    assert reached() == [75, 90]
    assert thresholds(alice) == []


def test_an_unlimited_user_reaches_nothing(alice: Caller, service: Caller) -> None:
    override(service, alice.user_id, is_unlimited=True)

    use(alice, 2_000_000_000)

    assert alice.rows("ai_quota_alerts") == []


def test_what_is_reserved_reaches_nothing(alice: Caller) -> None:
    reserve(alice, tokens=10_000)

    assert alice.rows("ai_quota_alerts") == []


# By denial


def test_one_ask_that_is_too_large_is_an_alert_of_its_own_kind(alice: Caller) -> None:
    reserve(alice, tokens=10_001)

    alert = one_row(alice.rows("ai_quota_alerts"))
    assert (alert["kind"], alert["metric"], alert["threshold"]) == ("denied", "tokens", 0)
    assert (alert["used"], alert["quota"]) == (0, 10_000)


def test_a_denial_does_not_use_up_the_alert_of_the_limit(alice: Caller, delivery: Any) -> None:
    reserve(alice, tokens=10_001)

    use(alice, 12_000)

    assert sorted(delivery(alice)) == [("denied", 0), ("usage", 100)]


def test_denials_are_an_alert_once_a_period(alice: Caller, service: Caller) -> None:
    reserve(alice, tokens=10_001)
    reserve(alice, tokens=1, requests=101)
    first = alice.rows("ai_quota_alerts", kind="denied")

    service.call("reset_user_quota", user_id=alice.user_id, reason="x").raise_for_status()
    reserve(alice, tokens=1, requests=101)

    assert len(first) == 1
    assert len(alice.rows("ai_quota_alerts", kind="denied")) == 2


def test_denials_and_what_was_asked_for_are_counted_by_day_and_reason(
    alice: Caller, service: Caller
) -> None:
    reserve(alice, tokens=10_001)
    reserve(alice, tokens=20_000)
    reserve(alice, tokens=7, requests=101)
    service.call("set_user_blocked", user_id=alice.user_id).raise_for_status()
    reserve(alice, tokens=3)

    counted = {
        row["reason"]: (row["day"], row["denials"], row["tokens"])
        for row in alice.rows("ai_quota_denials")
    }

    today = datetime.now(UTC).date().isoformat()
    assert counted == {
        "tokens": (today, 2, 30_001),
        "requests": (today, 1, 7),
        "blocked": (today, 1, 3),
    }


def test_thirty_denials_at_once_are_counted_each_and_alert_once(
    alice: Caller, service: Caller
) -> None:
    ask: dict[str, Any] = {"tokens": 10_001, "user_id": alice.user_id}

    answers = at_once([lambda: service.call("reserve_tokens", **ask)] * 30)

    assert {answer.status_code for answer in answers} == {200}
    assert one_row(alice.rows("ai_quota_denials"))["denials"] == 30
    assert len(alice.rows("ai_quota_alerts")) == 1


def test_a_block_is_no_alert(alice: Caller, service: Caller) -> None:
    service.call("set_user_blocked", user_id=alice.user_id).raise_for_status()

    denied = reserve(alice, tokens=10_001)

    assert (denied["reason"], denied["upgrade_tier"]) == ("blocked", None)
    assert alice.rows("ai_quota_alerts") == []


# The way out of a denial


@pytest.fixture
def secret_tier(db: Any) -> Any:
    """A tier that is offered to nobody, and one that comes before it."""
    db.execute(
        "insert into public.ai_quota_tiers"
        " (tier, monthly_token_quota, monthly_request_quota, sort_order, is_public)"
        " values ('secret', 20000, 200, 15, false), ('large', 30000, 300, 16, true)"
    )
    yield
    db.execute("delete from public.ai_quota_tiers where tier in ('secret', 'large')")


def test_only_public_tiers_are_offered_in_their_order(secret_tier: None, alice: Caller) -> None:
    assert reserve(alice, tokens=15_000)["upgrade_tier"] == "large"


def test_a_tier_below_the_users_own_is_never_offered(
    alice: Caller, service: Caller, db: Any
) -> None:
    db.execute(
        "insert into public.ai_quota_tiers"
        " (tier, monthly_token_quota, monthly_request_quota, sort_order)"
        " values ('small_but_later', 9000, 90, 25) on conflict do nothing"
    )
    service.call(
        "initialize_user_quota", user_id=alice.user_id, tier="small_but_later"
    ).raise_for_status()

    assert reserve(alice, tokens=9_001)["upgrade_tier"] == "pro"


# Handed out


def test_an_alert_whose_limit_has_risen_is_not_handed_out(
    alice: Caller, service: Caller, delivery: Any, db: Any
) -> None:
    use(alice, 10_000)
    subscribe(service, alice.user_id, "basic")

    assert delivery(alice) == []
    assert expired(db, alice) == 1


def test_an_alert_of_a_closed_period_is_not_handed_out(
    alice: Caller, service: Caller, delivery: Any, db: Any
) -> None:
    use(alice, 10_000)
    reserve(alice, tokens=1)
    service.call("reset_user_quota", user_id=alice.user_id, reason="x").raise_for_status()

    assert delivery(alice) == []
    assert expired(db, alice) == 2


def test_an_alert_whose_usage_was_taken_back_is_not_handed_out(
    alice: Caller, service: Caller, delivery: Any, db: Any
) -> None:
    use(alice, 7_500)
    service.call("adjust_usage", user_id=alice.user_id, tokens=-1, reason="x").raise_for_status()

    assert delivery(alice) == []
    assert expired(db, alice) == 1


def test_an_alert_that_is_still_true_is_handed_out(alice: Caller, delivery: Any) -> None:
    use(alice, 7_500)

    assert delivery(alice) == [("usage", 75)]


def test_an_alert_that_a_larger_limit_leaves_true_is_handed_out(
    alice: Caller, service: Caller, delivery: Any
) -> None:
    use(alice, 9_500)

    override(service, alice.user_id, monthly_token_quota=10_500)

    assert delivery(alice) == [("usage", 90)]


def test_alerts_that_have_expired_take_no_place_of_others(
    alice: Caller, bob: Caller, service: Caller, delivery: Any
) -> None:
    use(alice, 10_000)
    reserve(alice, tokens=1)
    service.call("reset_user_quota", user_id=alice.user_id, reason="x").raise_for_status()
    use(bob, 10_000)

    alert = one_row(service.call("claim_quota_alerts", limit=1).json())

    assert alert["user_id"] == bob.user_id


def test_a_claim_leaves_the_rest_to_other_workers(
    alice: Caller, bob: Caller, service: Caller, delivery: Any
) -> None:
    use(alice, 10_000)
    use(bob, 10_000)

    answers = at_once([lambda: service.call("claim_quota_alerts", limit=1)] * 2)

    assert sorted(len(answer.json()) for answer in answers) == [1, 1]


@pytest.mark.parametrize(("age", "kept"), [("401 days", 0), ("399 days", 3)])
def test_the_job_deletes_old_alerts(alice: Caller, db: Any, age: str, kept: int) -> None:
    use(alice, 10_000)
    db.execute(
        "update public.ai_quota_alerts set created_at = now() - %s::interval where user_id = %s",
        [age, alice.user_id],
    )

    db.execute("select ai_quota.prune()")

    assert len(alice.rows("ai_quota_alerts")) == kept


def expired(db: Any, user: Caller) -> int:
    """How many alerts of a user were marked as expired."""
    row = db.execute(
        "select count(d.expired_at) as count from ai_quota.alert_deliveries as d"
        " join public.ai_quota_alerts as a on a.id = d.alert_id where a.user_id = %s",
        [user.user_id],
    ).fetchone()
    return int(row["count"])
