"""New users: triggers on auth.users create the quota and the profile, and never break sign-up."""

from collections.abc import Iterator
from typing import Any

import pytest
from api.callers import GUIDE_CALL, Caller, one_row, subscribe


def test_sign_up_makes_the_profile_and_the_quota(alice: Caller, db: Any, quota: Any) -> None:
    profile = one_row(
        db.execute("select * from public.profiles where user_id = %s", [alice.user_id]).fetchall()
    )

    assert profile["email"] == alice.email
    row = quota(alice.user_id)
    assert (row["tier"], row["monthly_token_quota"], row["monthly_request_quota"]) == (
        "free",
        10_000,
        100,
    )


@pytest.fixture(params=["user_ai_quotas", "profiles"])
def broken_table(request: pytest.FixtureRequest, db: Any) -> Iterator[str]:
    """Every insert into that table raises."""
    table: str = request.param
    db.execute(
        "create or replace function public.raise_on_purpose() returns trigger language plpgsql"
        " set search_path = '' as $$ begin raise exception 'on purpose'; end $$"
    )
    db.execute(
        f"create trigger raise_on_purpose before insert on public.{table}"
        " for each row execute function public.raise_on_purpose()"
    )
    yield table
    db.execute(f"drop trigger if exists raise_on_purpose on public.{table}")
    db.execute("drop function if exists public.raise_on_purpose()")


def test_sign_up_works_when_what_the_trigger_does_raises(
    broken_table: str, sign_up: Any, db: Any
) -> None:
    user: Caller = sign_up()
    row = user.status()
    db.execute(f"drop trigger raise_on_purpose on public.{broken_table}")

    assert (row["limit"], row["used"], row["status"]) == (10_000, 0, "healthy")
    assert user.track(**GUIDE_CALL)["used"] == 2_000


@pytest.fixture
def raising_function(db: Any) -> Iterator[None]:
    """The function that creates quota rows raises."""
    name = "ai_quota.create_quota(uuid, timestamptz, text[])"
    source = one_row(
        db.execute("select pg_get_functiondef(%s::regprocedure) as text", [name]).fetchall()
    )["text"]
    db.execute(
        "create or replace function ai_quota.create_quota(user_id uuid,"
        " as_of timestamptz default now(), uncounted text[] default '{}')"
        " returns void language plpgsql set search_path = ''"
        " as $$ begin raise exception 'on purpose'; end $$"
    )
    yield
    db.execute(source)


def test_sign_up_works_when_the_triggers_function_raises(
    raising_function: None, sign_up: Any, db: Any
) -> None:
    user: Caller = sign_up()

    row = user.status()

    assert (row["limit"], row["used"], row["status"]) == (10_000, 0, "healthy")
    assert (
        db.execute(
            "select from public.user_ai_quotas where user_id = %s", [user.user_id]
        ).fetchall()
        == []
    )


@pytest.fixture
def conflicting_profiles(db: Any) -> Iterator[None]:
    """Another trigger that creates the profile: triggers fire in the order of their names."""
    db.execute(
        "create or replace function public.add_profile() returns trigger language plpgsql"
        " security definer set search_path = '' as $$ begin"
        " insert into public.profiles (user_id, email) values (new.id, 'taken@example.com');"
        " return null; end $$"
    )
    db.execute(
        "create trigger add_profile after insert on auth.users"
        " for each row execute function public.add_profile()"
    )
    yield
    # Only the owner of auth.users can drop the trigger, but dropping its function drops it too.
    db.execute("drop function public.add_profile() cascade")


def test_sign_up_works_when_the_profile_is_already_there(
    conflicting_profiles: None, sign_up: Any, db: Any
) -> None:
    user: Caller = sign_up()

    assert user.status()["limit"] == 10_000
    profile = one_row(
        db.execute("select * from public.profiles where user_id = %s", [user.user_id]).fetchall()
    )
    assert profile["email"] == "taken@example.com"


def test_deleting_a_user_takes_everything_along(alice: Caller, service: Caller, db: Any) -> None:
    alice.track(tokens_prompt=10_000, tokens_completion=0)
    subscribe(service, alice.user_id, "pro")

    db.execute("delete from auth.users where id = %s", [alice.user_id])

    assert service.rows("user_ai_quotas", user_id=alice.user_id) == []
    assert service.rows("ai_agent_usage", user_id=alice.user_id) == []
    assert service.rows("ai_quota_subscriptions", user_id=alice.user_id) == []
