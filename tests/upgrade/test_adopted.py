"""An upgraded deployment continues from its counters and limits, and counts each call once."""

from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from guide_statements import SEED, STATEMENTS, for_user
from older.load import user_id
from upgrade.projects import Caller, Case

# A user whose quota row is not due in any deployment, and in each deployment one whose row is.
ALICE = user_id(1)
DUE = {
    "close_to_the_guide": user_id(50),
    "keyed_by_id": user_id(20),
    "busy_ledger": user_id(20),
    "naive_clock": user_id(30),
    "everything_at_once": user_id(9),
}
# Users with usage in the open month, but without a quota.
WITHOUT_QUOTA = {"close_to_the_guide": user_id(991), "everything_at_once": user_id(200)}
NEWCOMER = user_id(5000)

TRACK = """
    select * from public.track_usage(
      tokens_prompt => 500, tokens_completion => 1500, model_used => 'no-such-model',
      discipline => 'structural', workflow_id => '00000000-0000-4000-8000-000000000001'
    )
"""
MANY = """
    select from public.track_usage(
      tokens_prompt => 90000000, tokens_completion => 0, user_id => %s
    )
"""

INSERT = """
    insert into public.ai_agent_usage (user_id, tokens_prompt, tokens_completion)
    values (%s, 1, 2)
"""

# What the job does within five minutes.
REFRESH = """
    select ai_quota.refresh_pages(page)
    from generate_series(0, ai_quota.count_pages(), 16) as page
"""

OF_A_DAY = {
    "tokens of a day",
    "requests of a day",
    "millionths of a dollar of a day",
    "unpriced requests of a day",
}

TIERS = "((10000, 100), (50000, 500), (200000, 2000), (10000000, 10000))"
# Rows of users who have an account; the others are kept, but get no tier's limits.
WITH_ACCOUNT = "user_id in (select id from auth.users)"


# The figures are right.


def test_everything_is_right_after_the_installation(case: Case) -> None:
    with case.after.server.connect(case.after.name) as owner:
        assert owner.execute("select * from public.verify_quota_integrity()").fetchall() == []


def test_a_repair_changes_no_counter(caller: Caller) -> None:
    figures = f"""
        select user_id, current_month_tokens, current_month_requests from public.user_ai_quotas
        where quota_reset_date > now() and {WITH_ACCOUNT} order by 1
    """
    before = caller.run(figures)

    caller.run(f"select public.repair_user_quota(user_id) from ({figures} limit 200) as q")

    assert caller.run(figures) == before


@pytest.mark.parametrize("deployment", WITHOUT_QUOTA, indirect=True)
def test_a_user_who_had_no_quota_starts_from_the_ledger(upgrade: Case, caller: Caller) -> None:
    user = WITHOUT_QUOTA[upgrade.deployment]

    assert caller.quota(user) == (10000, *open_month(upgrade, user))


@pytest.mark.parametrize("deployment", ["keyed_by_id"], indirect=True)
def test_requests_that_were_not_counted_start_from_the_ledger(
    upgrade: Case, caller: Caller
) -> None:
    users = [user_id(number) for number in (8, 15, 16, 22, 29)]

    counted = {user: caller.quota(user)[2] for user in users}

    assert counted == {user: open_month(upgrade, user)[1] for user in users}
    assert max(counted.values()) > 0


def open_month(upgrade: Case, user: str) -> tuple[Any, ...]:
    """Tokens and calls of a user in the older ledger, in the present month in UTC."""
    with upgrade.before.server.connect(upgrade.before.name, options="-c timezone=UTC") as owner:
        (row,) = owner.execute(
            """
            select coalesce(sum(tokens_prompt + tokens_completion), 0), count(*)
            from ai_agent_usage
            where user_id = %s and created_at >= date_trunc('month', now())
            """,
            [user],
        ).fetchall()
    return row


def test_the_status_shows_what_the_older_deployment_counted(caller: Caller) -> None:
    limit, tokens, requests = caller.quota(ALICE)

    caller.become("authenticated", ALICE)
    status = caller.run('select used, "limit", requests_used from public.get_user_quota_status()')

    assert status == [(tokens, limit, requests)]


def test_a_period_that_was_due_is_closed_by_the_next_call(upgrade: Case, caller: Caller) -> None:
    user = DUE[upgrade.deployment]
    caller.become("authenticated", user)
    due = caller.run("select used from public.get_user_quota_status()")

    used = caller.run(
        "select used from public.track_usage(tokens_prompt => 1, tokens_completion => 2)"
    )

    assert (due, used) == ([(0,)], [(3,)])
    assert caller.count("ai_quota_periods", f"user_id = '{user}'") == 1
    assert caller.problems() == []


def test_what_is_due_is_reset_once(caller: Caller) -> None:
    today = "(now() at time zone 'UTC')::date"
    due = caller.count("user_ai_quotas", f"quota_reset_date <= {today}")
    caller.become("service_role")

    first = caller.run("select public.reset_monthly_quotas()")
    second = caller.run("select public.reset_monthly_quotas()")

    assert due > 0
    assert (first, second) == ([(due,)], [(0,)])
    assert caller.problems() == []


# Calls are counted once.


def test_tracked_calls_count_once_and_past_the_limit(caller: Caller) -> None:
    limit, tokens, requests = caller.quota(ALICE)

    caller.become("authenticated", ALICE)
    caller.run(TRACK)
    caller.become("service_role")
    caller.run(MANY, ALICE)

    tracked = f"user_id = '{ALICE}' and model_used = 'no-such-model' and tokens_total = 2000"
    assert caller.quota(ALICE) == (limit, tokens + 90002000, requests + 2)
    assert caller.count("ai_agent_usage", f"{tracked} and cost_usd is null") == 1
    assert caller.problems() == []


def test_the_owners_insert_and_update_count_as_written(upgrade: Case, caller: Caller) -> None:
    limit, tokens, requests = caller.quota(ALICE)
    caller.become("postgres")

    caller.run(guide(upgrade, "record usage"))
    after_insert = caller.quota(ALICE)
    caller.run(guide(upgrade, "move counters"))

    assert after_insert == (limit, tokens, requests)
    assert caller.quota(ALICE) == (limit, tokens + 2000, requests + 1)
    # The guide's statements know no days: `check` says so, and a repair counts them.
    assert {problem for _, _, problem, _, _ in caller.problems()} <= OF_A_DAY
    caller.run("select public.repair_user_quota(%s)", ALICE)
    assert caller.quota(ALICE) == (limit, tokens + 2000, requests + 1)
    assert caller.problems() == []


def test_each_statement_of_the_guide_runs(upgrade: Case, caller: Caller) -> None:
    caller.become("postgres")

    rows = {name: caller.run(guide(upgrade, name)) for name in STATEMENTS}

    assert {name for name in rows if not rows[name]} <= {
        *("record usage", "move counters"),
        "users above 75 percent",
    }


# Some deployments have ids for workflows, or no agents.
WORKFLOW = (b"'test_workflow'", f"'{user_id(7)}'".encode())
ADAPTED = {
    "busy_ledger": WORKFLOW,
    "everything_at_once": WORKFLOW,
    "naive_clock": (b"(SELECT id FROM public.ai_agents LIMIT 1)", b"NULL"),
}


def guide(upgrade: Case, name: str) -> bytes:
    """A statement of the guide for one user."""
    return for_user(STATEMENTS[name], ALICE).replace(*ADAPTED.get(upgrade.deployment, (b"", b"")))


def test_the_seed_runs_at_any_time(caller: Caller) -> None:
    caller.become("postgres")

    caller.run(SEED.read_bytes())
    caller.run(SEED.read_bytes())

    assert caller.count("user_ai_quotas", WITH_ACCOUNT) == 1000


# More variants of the guide's tables, and the tokens that an INSERT and a tracked call add.
SHAPES = {
    "agents and sessions by number": (
        """
        alter table ai_agent_usage alter agent_id type bigint using null;
        alter table ai_agent_usage alter session_id type bigint using null;
        """,
        2003,
    ),
    "a ledger without an id": ("alter table ai_agent_usage drop column id", 2003),
    "an id that is only unique": (
        """
        alter table ai_agent_usage drop constraint ai_agent_usage_pkey;
        alter table ai_agent_usage add constraint usage_id_key unique (id);
        """,
        2003,
    ),
    "a ledger alone": ("drop table user_ai_quotas cascade", 2003),
    # The ledger is new: nobody had the right to insert.
    "quotas alone": ("drop table ai_agent_usage cascade", 2000),
    "a counter in another schema": (
        """
        create schema private;
        create function private.bump(bigint, uuid) returns void language sql as $$
          update public.user_ai_quotas set current_month_tokens = current_month_tokens + $1
          where user_id = $2
        $$;
        create function private.count_usage() returns trigger language plpgsql as $$
        begin
          perform private.bump(new.tokens_prompt + new.tokens_completion, new.user_id);
          return null;
        end
        $$;
        alter function private.count_usage() security definer;
        create trigger count_usage after insert on ai_agent_usage
          for each row execute function private.count_usage();
        """,
        2003,
    ),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_calls_are_counted_once_in_tables_of_other_shapes(
    arranged: Callable[..., Caller], shape: str
) -> None:
    statements, tokens = SHAPES[shape]
    caller = arranged("naive_clock", statements)
    _, before, _ = caller.quota(ALICE)

    caller.become("authenticated", ALICE)
    caller.attempt(INSERT, ALICE)
    caller.run(TRACK)

    unique = "indrelid = 'public.ai_agent_usage'::regclass and indisunique and indkey[0] = attnum"
    assert caller.quota(ALICE)[1] == before + tokens
    assert caller.problems() == []
    assert caller.run(
        f"""
        select count(*) from pg_index join pg_attribute on attrelid = indrelid and attname = 'id'
        where {unique}
        """
    ) == [(1,)]


def test_a_trigger_that_counts_in_another_schema_is_disabled(
    arranged: Callable[..., Caller],
) -> None:
    caller = arranged("naive_clock", SHAPES["a counter in another schema"][0])
    before = caller.quota(ALICE)
    caller.become("postgres")

    caller.run(INSERT, ALICE)

    assert caller.quota(ALICE) == before


# Who could insert into the ledger, and the outcome of an INSERT by a user and by the server.
WRITERS = {
    "users": ("revoke insert on ai_agent_usage from service_role", [None, "42501"]),
    "the server": ("revoke insert on ai_agent_usage from authenticated", ["42501", None]),
    "the server, since no policy let users": (
        'drop policy "Users can insert own usage" on ai_agent_usage',
        ["42501", None],
    ),
    "nobody": (
        "revoke insert on ai_agent_usage from authenticated, service_role",
        ["42501", "42501"],
    ),
}


@pytest.mark.parametrize("who", WRITERS)
def test_direct_inserts_stay_possible_where_they_were(
    arranged: Callable[..., Caller], who: str
) -> None:
    statements, expected = WRITERS[who]
    caller = arranged("close_to_the_guide", statements)

    caller.become("authenticated", ALICE)
    by_user = caller.attempt(INSERT, ALICE)
    caller.become("service_role")
    by_server = caller.attempt(INSERT, ALICE)

    assert [by_user, by_server] == expected


# Who could write quotas, and the outcome of the server's UPDATE of the counters.
UPDATERS = {
    "the server": ("revoke insert on user_ai_quotas from service_role", None),
    "nobody": ("revoke update on user_ai_quotas from service_role", "42501"),
}


@pytest.mark.parametrize("who", UPDATERS)
def test_the_servers_update_of_counters_is_accepted_where_it_was(
    arranged: Callable[..., Caller], who: str
) -> None:
    statements, expected = UPDATERS[who]
    caller = arranged("close_to_the_guide", statements)
    before = caller.quota(ALICE)

    caller.become("service_role")
    by_server = caller.attempt("update public.user_ai_quotas set current_month_tokens = 1")

    assert by_server == expected
    assert caller.quota(ALICE) == before


# Limits are promises.


def test_limits_that_no_tier_has_become_overrides(caller: Caller) -> None:
    # One limit of two that is unlimited became a number that nobody reaches.
    figures = [
        f"case when monthly_{one}_quota < 999999999 then monthly_{one}_quota end"
        for one in ("token", "request")
    ]
    limits = ", ".join(["user_id", *figures])
    custom = caller.run(
        f"""
        select {limits} from public.user_ai_quotas
        where ((monthly_token_quota, monthly_request_quota) in {TIERS}) is not true
          and {WITH_ACCOUNT}
        order by 1
        """
    )

    overrides = caller.run(f"select {limits} from public.ai_quota_overrides order by 1")

    assert overrides == custom
    unlimited = "monthly_token_quota is null and monthly_request_quota is null"
    assert caller.count("ai_quota_overrides", f"({unlimited}) <> is_unlimited") == 0


def test_a_tier_that_grows_takes_its_users_along_and_nobody_else(caller: Caller) -> None:
    free = f"monthly_token_quota = 10000 and monthly_request_quota = 100 and {WITH_ACCOUNT}"
    others = caller.count("user_ai_quotas", f"({free}) is not true and {WITH_ACCOUNT}")
    users = caller.count("user_ai_quotas", free)

    caller.become("postgres")
    caller.run("update public.ai_quota_tiers set monthly_token_quota = 12345 where tier = 'free'")
    caller.run(REFRESH)

    grown = f"monthly_token_quota = 12345 and monthly_request_quota = 100 and {WITH_ACCOUNT}"
    assert caller.count("user_ai_quotas", grown) == users
    assert caller.count("user_ai_quotas", f"({grown}) is not true and {WITH_ACCOUNT}") == others


@pytest.mark.parametrize("deployment", ["everything_at_once"], indirect=True)
def test_a_tier_that_the_columns_of_the_older_deployment_cannot_hold_is_refused(
    caller: Caller,
) -> None:
    caller.become("service_role")

    refused = caller.attempt(
        "update public.ai_quota_tiers set monthly_token_quota = 3000000000 where tier = 'free'"
    )

    assert refused == "22003"
    assert caller.attempt(MANY, ALICE) is None


def test_limits_that_users_may_have_raised_are_listed(upgrade: Case, caller: Caller) -> None:
    caller.become("postgres")

    listed = caller.run("select user_id::text from ai_quota.limits_to_review order by 1")

    raised = [
        str(user)
        for user, row in upgrade.after.rows["user_ai_quotas"].items()
        if (row["monthly_token_quota"] or 10001) > 10000
        or (row["monthly_request_quota"] or 101) > 100
    ]
    message = f"review {len(raised)} limits in ai_quota.limits_to_review"
    assert listed == [(user,) for user in sorted(raised)]
    assert [notice for notice in upgrade.after.notices if message in notice] != []


CLOSED = {
    "by grant": "revoke update on user_ai_quotas from authenticated",
    "by policy": 'drop policy "System can update quotas" on user_ai_quotas',
}


@pytest.mark.parametrize("closed", CLOSED)
def test_nothing_is_listed_where_no_user_could_raise_a_limit(
    arranged: Callable[..., Caller], closed: str
) -> None:
    caller = arranged("close_to_the_guide", CLOSED[closed])

    assert caller.run("select to_regclass('ai_quota.limits_to_review')") == [(None,)]


@pytest.mark.parametrize("deployment", ["everything_at_once"], indirect=True)
def test_rows_of_people_without_an_account_are_kept_and_their_periods_end(caller: Caller) -> None:
    orphan = f"user_id = '{user_id(1008)}'"
    caller.become("service_role")

    caller.run("select public.reset_monthly_quotas()")

    assert caller.count("ai_agent_usage", orphan) > 0
    assert caller.count("ai_quota_periods", orphan) == 1
    assert caller.count("user_ai_quotas", f"{orphan} and quota_reset_date > now()") == 1


QUOTA_OF_NOBODY = f"""
alter table user_ai_quotas drop constraint user_ai_quotas_user_id_fkey;
insert into user_ai_quotas (user_id, current_month_tokens, current_month_requests)
values ('{NEWCOMER}', 500, 5);
"""


def test_a_quota_without_an_account_or_usage_is_kept_too(arranged: Callable[..., Caller]) -> None:
    caller = arranged("close_to_the_guide", QUOTA_OF_NOBODY)

    assert caller.run("select * from public.verify_quota_integrity()") == []
    listed = f"select user_id from ai_quota.anonymized_users where user_id = '{NEWCOMER}'"
    assert len(caller.run(listed)) == 1
    assert caller.quota(NEWCOMER) == (10000, 500, 5)


# The holes are closed.

# Each of these works before the upgrade.
HOLES = (
    "update public.user_ai_quotas set monthly_token_quota = 999999999",
    "update public.simple_quotas set monthly_token_quota = 999999999",
    "delete from public.simple_quotas",
    "update public.user_ai_quotas set current_month_tokens = 0",
    "update public.user_ai_quotas set quota_reset_date = '2020-01-01'",
    f"insert into public.user_ai_quotas (user_id) values ('{NEWCOMER}')",
    "delete from public.user_ai_quotas",
    "update public.ai_agent_usage set tokens_prompt = 0",
    "delete from public.ai_agent_usage",
    f"select public.initialize_user_quota('{ALICE}', 'enterprise')",
    "select public.reset_monthly_quotas()",
)
OURS = (
    "update public.ai_quota_tiers set monthly_token_quota = 999999999",
    f"insert into public.ai_quota_overrides (user_id) values ('{ALICE}')",
    f"insert into public.ai_quota_subscriptions (user_id, tier) values ('{ALICE}', 'pro')",
)


@pytest.mark.parametrize("deployment", ["keyed_by_id"], indirect=True)
def test_a_signed_in_user_can_no_longer_use_the_holes(
    caller: Caller, caller_before: Caller
) -> None:
    caller_before.new_account(NEWCOMER)
    caller_before.become("authenticated", ALICE)
    caller.new_account(NEWCOMER)
    caller.become("authenticated", ALICE)

    before = {hole: caller_before.attempt(hole) for hole in reversed(HOLES)}
    after = {hole: caller.attempt(hole) for hole in (*HOLES, *OURS)}

    assert before == dict.fromkeys(HOLES)
    assert after == dict.fromkeys((*HOLES, *OURS), "42501")


@pytest.mark.parametrize("deployment", ["keyed_by_id"], indirect=True)
def test_a_user_cannot_lower_the_own_usage_through_a_host_view(caller: Caller) -> None:
    before = caller.quota(ALICE)

    caller.become("authenticated", ALICE)
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="users may not update"):
        caller.run("update public.simple_quotas set current_month_tokens = 0")

    assert caller.quota(ALICE) == before


@pytest.mark.parametrize("deployment", ["everything_at_once"], indirect=True)
def test_a_user_cannot_lower_the_own_usage_by_a_host_function(caller: Caller) -> None:
    before = caller.quota(ALICE)

    caller.become("authenticated", ALICE)
    caller.run("select public.bump(%s, -5)", ALICE)

    assert caller.quota(ALICE) == before


# Sign-up and deletion.


@pytest.mark.parametrize("trigger", ["aaa_their_sign_up", "zzz_their_sign_up"])
def test_a_host_sign_up_trigger_without_on_conflict_still_works(
    arranged: Callable[..., Caller], trigger: str
) -> None:
    caller = arranged(
        "close_to_the_guide",
        f"reset role; alter trigger on_auth_user_created on auth.users rename to {trigger}",
    )

    caller.become("supabase_auth_admin")
    caller.run("insert into auth.users (id, email) values (%s, 'new@a.example')", NEWCOMER)

    assert caller.quota(NEWCOMER) == (10000, 0, 0)
    assert caller.count("profiles", f"user_id = '{NEWCOMER}'") == 1


def test_sign_up_makes_a_quota_and_deletion_takes_all_of_it(caller: Caller) -> None:
    caller.become("supabase_auth_admin")
    caller.run("insert into auth.users (id, email) values (%s, 'new@a.example')", NEWCOMER)
    made = caller.quota(NEWCOMER)
    caller.become("service_role")
    caller.run(MANY, NEWCOMER)

    caller.become("supabase_auth_admin")
    caller.run("delete from auth.users where id = %s", NEWCOMER)

    assert made == (10000, 0, 0)
    assert caller.quota(NEWCOMER) == ()
    assert caller.count("ai_agent_usage", f"user_id = '{NEWCOMER}'") == 0
