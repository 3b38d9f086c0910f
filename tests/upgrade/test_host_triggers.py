"""Triggers of the host that call initialize_user_quota still work, and raise no limit for users."""

from collections.abc import Callable

import pytest
from older.load import user_id
from upgrade.projects import Caller, Case

ALICE = user_id(1)
NEWCOMER = user_id(5000)

# Inserts a profile of a new user, with the largest tier where profiles have one.
PROFILES = {
    "keyed_by_id": """
        insert into public.profiles (user_id, email, subscription_tier)
        values (%s, 'new@shop.example', 'enterprise')
    """,
    "busy_ledger": """
        insert into public.profiles (id, user_id, email, username, role)
        select id, id, 'new@chat.example', 'newcomer', 'owner' from (select %s::uuid as id) as u
    """,
    "everything_at_once": """
        insert into public.profiles (user_id, email, role, company, locale, tier)
        values (%s, 'new@firm1.example', 'student', 'firm1', 'en', 'enterprise')
    """,
}
# Updates a column from which the deployment derived the limit; users may write it.
PROMOTIONS = {
    "keyed_by_id": "update public.profiles set subscription_tier = %s where user_id = %s",
    "everything_at_once": "update public.profiles set tier = %s where user_id = %s",
}


@pytest.mark.parametrize("deployment", PROFILES, indirect=True)
def test_a_user_who_writes_the_own_profile_gets_the_free_quota(
    upgrade: Case, caller: Caller
) -> None:
    caller.new_account(NEWCOMER)

    caller.become("authenticated", NEWCOMER)
    caller.run(PROFILES[upgrade.deployment], NEWCOMER)

    assert caller.quota(NEWCOMER) == (10000, 0, 0)


@pytest.mark.parametrize(
    ("deployment", "limit"),
    [("keyed_by_id", 10000000), ("busy_ledger", 10000), ("everything_at_once", 10000000)],
    indirect=["deployment"],
)
@pytest.mark.parametrize("role", ["postgres", "service_role"])
def test_a_profile_that_the_operator_writes_gives_its_tier(
    upgrade: Case, caller: Caller, role: str, limit: int
) -> None:
    caller.new_account(NEWCOMER)

    caller.become(role)
    caller.run(PROFILES[upgrade.deployment], NEWCOMER)

    assert caller.quota(NEWCOMER) == (limit, 0, 0)


@pytest.mark.parametrize("deployment", PROMOTIONS, indirect=True)
def test_a_user_cannot_raise_the_own_tier_through_the_profile(
    upgrade: Case, caller: Caller
) -> None:
    before = caller.quota(ALICE)

    caller.become("authenticated", ALICE)
    caller.run(PROMOTIONS[upgrade.deployment], "enterprise", ALICE)

    assert caller.quota(ALICE) == before


@pytest.mark.parametrize("deployment", PROMOTIONS, indirect=True)
def test_an_unknown_tier_gives_the_default_tier_and_a_warning(
    upgrade: Case, caller: Caller
) -> None:
    caller.become("service_role")
    caller.run(PROMOTIONS[upgrade.deployment], "pro", ALICE)
    promoted = caller.quota(ALICE)[0]

    caller.become("service_role")
    caller.run(PROMOTIONS[upgrade.deployment], "team", ALICE)

    assert (promoted, caller.quota(ALICE)[0]) == (200000, 10000)
    assert [notice for notice in caller.notices if "tier team does not exist" in notice] != []


@pytest.mark.parametrize("deployment", ["everything_at_once"], indirect=True)
def test_a_profile_without_an_account_is_written_with_a_warning(caller: Caller) -> None:
    caller.become("service_role")

    caller.run(PROFILES["everything_at_once"], NEWCOMER)

    assert caller.quota(NEWCOMER) == ()
    assert caller.count("profiles", f"user_id = '{NEWCOMER}'") == 1
    assert [notice for notice in caller.notices if NEWCOMER in notice] != []


@pytest.mark.parametrize("deployment", ["everything_at_once"], indirect=True)
def test_a_tier_is_given_by_the_server_only_and_must_exist(caller: Caller) -> None:
    call = f"select public.initialize_user_quota('{ALICE}', 'team')"

    caller.become("authenticated", ALICE)
    by_user = caller.attempt(call)
    caller.become("service_role")
    by_server = caller.attempt(call)

    assert (by_user, by_server) == ("42501", "22023")


@pytest.mark.parametrize("deployment", ["busy_ledger", "everything_at_once"], indirect=True)
@pytest.mark.parametrize(("tier", "limit"), [("pro", 200000), ("basic", 50000)])
def test_a_host_subscription_sets_the_limit_and_keeps_the_usage(
    caller: Caller, tier: str, limit: int
) -> None:
    _, tokens, requests = caller.quota(ALICE)

    caller.become("service_role")
    change = "update public.user_subscriptions set tier = %s, status = 'active' where user_id = %s"
    caller.run(change, tier, ALICE)

    assert caller.quota(ALICE) == (limit, tokens, requests)


def test_host_triggers_work_where_only_quotas_existed(arranged: Callable[..., Caller]) -> None:
    caller = arranged("keyed_by_id", "drop table ai_agent_usage cascade")
    caller.new_account(NEWCOMER)

    caller.become("authenticated", NEWCOMER)
    caller.run(PROFILES["keyed_by_id"], NEWCOMER)

    assert caller.quota(NEWCOMER) == (10000, 0, 0)
