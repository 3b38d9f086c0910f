"""Settings: another default tier, and without their row everything at its strictest."""

import time
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from api.callers import GUIDE_CALL, Caller, fill_minute, reserve


def withdraw_tiny(db: Any) -> bool:
    """Gives users of `a_tiny` their tier back and deletes it; false if one has got it since."""
    db.execute(
        "select ai_quota.lock_quota(q.user_id, refresh => true)"
        " from public.user_ai_quotas as q where q.tier = 'a_tiny'"
    )
    try:
        db.execute("delete from public.ai_quota_tiers where tier = 'a_tiny'")
    except psycopg.errors.ForeignKeyViolation:
        return False
    return True


@pytest.fixture
def no_settings(db: Any) -> Iterator[None]:
    """The row of settings is gone until the end of the test, and the smallest tier is `a_tiny`."""
    db.execute(
        "insert into public.ai_quota_tiers (tier, monthly_token_quota, monthly_request_quota)"
        " values ('a_tiny', 1, 1)"
    )
    kept = db.execute("delete from ai_quota.settings returning to_json(settings)::text").fetchone()
    yield
    db.execute(
        "insert into ai_quota.settings"
        " select * from json_populate_record(null::ai_quota.settings, %s)",
        [kept["to_json"]],
    )
    # The job may be writing the limits of the settings as they were.
    deadline = time.monotonic() + 20
    while not withdraw_tiny(db):
        assert time.monotonic() < deadline


def test_without_settings_users_report_nothing(no_settings: None, alice: Caller) -> None:
    answer = alice.call("track_usage", **GUIDE_CALL)

    assert (answer.status_code, answer.json()["code"]) == (403, "42501")


def test_without_settings_the_server_reports_and_limits_hold(
    no_settings: None, alice: Caller, service: Caller
) -> None:
    row = service.track(**GUIDE_CALL, user_id=alice.user_id)

    assert (row["limit"], row["requests_limit"], row["tier"]) == (1, 1, "a_tiny")
    assert reserve(service, tokens=1, user_id=alice.user_id)["allowed"] is False
    assert alice.status() == row


def test_without_settings_a_new_user_gets_the_smallest_tier(
    no_settings: None, sign_up: Any, quota: Any
) -> None:
    user: Caller = sign_up()

    assert (user.status()["limit"], user.status()["tier"]) == (1, "a_tiny")
    assert quota(user.user_id)["monthly_token_quota"] == 1


def test_without_settings_no_anonymous_user_is_admitted(
    no_settings: None, anonymous: Caller, service: Caller
) -> None:
    denied = reserve(service, tokens=1, user_id=anonymous.user_id)

    assert (denied["allowed"], denied["reason"]) == (False, "anonymous")


def test_without_settings_a_user_writes_once_a_minute_and_holds_one_reservation(
    no_settings: None, alice: Caller, db: Any
) -> None:
    fill_minute(db, alice, 0)
    held = reserve(alice, tokens=1)
    second = alice.call("reserve_tokens", tokens=1)
    fill_minute(db, alice, 0)

    third = alice.call("reserve_tokens", tokens=1)

    assert (held["allowed"], second.status_code, third.status_code) == (True, 429, 429)
    assert "1 reports" in second.json()["message"]
    assert "1 open reservations" in third.json()["message"]


def test_without_settings_nothing_is_kept_of_a_deleted_account(
    no_settings: None, alice: Caller, service: Caller, db: Any
) -> None:
    service.track(**{**GUIDE_CALL, "workflow_id": alice.user_id}, user_id=alice.user_id)

    db.execute("delete from auth.users where id = %s", [alice.user_id])

    assert service.rows("ai_agent_usage", workflow_id=alice.user_id) == []


def test_another_default_tier_is_that_of_old_users_too(
    alice: Caller, bob: Caller, service: Caller, set_setting: Any, integrity: Any
) -> None:
    service.call("initialize_user_quota", user_id=bob.user_id, tier="pro").raise_for_status()

    set_setting("default_tier", "basic")

    assert (alice.status()["tier"], alice.status()["limit"]) == ("basic", 50_000)
    assert (bob.status()["tier"], bob.status()["limit"]) == ("pro", 200_000)
    assert reserve(alice, tokens=50_000)["allowed"] is True
    assert integrity(alice.user_id) == []
