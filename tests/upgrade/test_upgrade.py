"""Older deployments after the production migration: nothing lost, no hole left, nothing different.

Tests of a `case` look at every deployment after every order in which the migrations may come; since
all orders must end in the same catalogue, tests of an `upgrade` act in one of them.
"""

from collections import Counter
from typing import Any

import pytest
from guide_statements import SEED, STATEMENTS, for_user
from older.load import user_id
from upgrade.catalog import API_ROLES, facts, on, our_tables
from upgrade.projects import Caller, Case, Database, Project, acting_in
from upgrade.rows import changes, read_answer
from upgrade.servers import PRODUCTION, ROOT

# A user whose quota row is not due in any deployment, and in each deployment one whose row is.
ALICE = user_id(1)
DUE = {
    "close_to_the_guide": user_id(50),
    "keyed_by_id": user_id(20),
    "busy_ledger": user_id(20),
    "naive_clock": user_id(30),
    "everything_at_once": user_id(9),
}
NEWCOMER = user_id(5000)

# Functions of theirs, called.
CALLS = {
    "close_to_the_guide": ["select public.team_tokens('a.example')"],
    "keyed_by_id": [f"select public.spend_of('{user_id(i)}')" for i in (1, 2, 3)],
    "busy_ledger": [f"select public.tokens_left_of('{user_id(i)}')" for i in (1, 61, 122)],
    "naive_clock": [],
    "everything_at_once": [
        "select public.tokens_of_company('firm3.example')",
        "select * from public.over_limit_of('firm2.example')",
        "select * from public.cost_of_model('gpt-4o')",
    ],
}

# How a new user of theirs writes the own profile, asking for the largest tier where there is one.
PROFILES = {
    "keyed_by_id": f"""
        insert into public.profiles (user_id, email, subscription_tier)
        values ('{NEWCOMER}', 'new@shop.example', 'enterprise')
    """,
    "busy_ledger": f"""
        insert into public.profiles (id, user_id, email, username, role)
        values ('{NEWCOMER}', '{NEWCOMER}', 'new@chat.example', 'newcomer', 'owner')
    """,
    "everything_at_once": f"""
        insert into public.profiles (user_id, email, role, company, locale, tier)
        values ('{NEWCOMER}', 'new@firm1.example', 'student', 'firm1', 'en', 'enterprise')
    """,
}
# The same, changed: what their triggers used to turn into a larger quota.
PROMOTIONS = {
    "keyed_by_id": "update public.profiles set subscription_tier = 'enterprise' where user_id = %s",
    "everything_at_once": "update public.profiles set tier = 'enterprise' where user_id = %s",
}

TRACK = """
    select * from public.track_usage(
      tokens_prompt => 500, tokens_completion => 1500, model_used => 'no-such-model',
      discipline => 'structural', workflow_id => 'beam'
    )
"""


def missing(before: dict[str, Any], after: dict[str, Any], *without: str) -> list[str]:
    """What is not there any more, or is another thing."""
    return sorted(
        f"{key}: {facts(row, *without)} → {facts(after[key], *without) if key in after else 'gone'}"
        for key, row in before.items()
        if key not in after or facts(row, *without) != facts(after[key], *without)
    )


def theirs(case: Case, kind: str) -> dict[str, Any]:
    """What the deployment has of a kind and the package does not."""
    ours = {key.partition("(")[0] for key in case.fresh.catalog[kind]}
    before = case.before.catalog[kind]
    return {key: row for key, row in before.items() if key.partition("(")[0] not in ours}


def answer(database: Database, query: str) -> Counter[str]:
    """What a query answers to the owner."""
    with database.server.connect(database.name, options="-c timezone=UTC") as owner:
        return read_answer(owner, query)


# Nothing is lost.


def test_every_row_keeps_every_value(case: Case) -> None:
    before, after = case.before.rows(case.before.keys), case.after.rows(case.before.keys)

    lost = [
        change
        for table in before
        for change in changes(table, before[table], after[table], case.before.generated[table])
    ]

    assert lost[:20] == []


def test_every_column_that_we_do_not_know_stays_as_it_is(case: Case) -> None:
    columns = {
        key: row
        for key, row in case.before.catalog["columns"].items()
        if key not in case.fresh.catalog["columns"]
        and case.before.catalog["relations"][key.rpartition(".")[0]]["kind"] == "r"
    }

    # An id of theirs may give up being the primary key; an expression gets casts.
    ignored = ("acl", "not_null", "comment", "default")
    assert missing(columns, case.after.catalog["columns"], *ignored) == []


def test_every_constraint_of_theirs_stays(case: Case) -> None:
    ours = our_tables(case.fresh.catalog)
    before = [
        row
        for row in case.before.catalog["constraints"].values()
        # What speaks only of the contract's columns gives way to the contract, and is told.
        if not any(f"constraint {row['name']} on" in notice for notice in case.after.notices)
    ]
    constraints = {
        (row["relation"], row["definition"])
        for row in before
        if row["kind"] in "fu"
        and not (row["relation"] in ours and row["kind"] == "f" and row["columns"] in OUR_KEYS)
    }
    checks = {(row["relation"], row["name"]) for row in before if row["kind"] == "c"}

    after = case.after.catalog["constraints"].values()

    kept = {(row["relation"], row["definition"]) for row in after}
    keys = {
        (relation, definition.replace("PRIMARY KEY", "UNIQUE")) for relation, definition in kept
    }
    assert constraints - kept - keys == set()
    assert checks - {(row["relation"], row["name"]) for row in after} == set()


def test_every_index_and_type_of_theirs_stays(case: Case) -> None:
    constraints = {row["name"] for row in case.before.catalog["constraints"].values()}
    indexes = {row["name"] for row in theirs(case, "indexes").values()} - constraints

    after = {row["name"] for row in case.after.catalog["indexes"].values()}
    told = {name for name in indexes for notice in case.after.notices if name in notice}

    # An expression that the contract's type makes impossible is left out, not left unsaid.
    assert indexes - after - told == set()
    assert missing(theirs(case, "types"), case.after.catalog["types"]) == []


def test_every_view_of_theirs_gives_the_same_rows(case: Case) -> None:
    views = [key for key, row in case.before.catalog["relations"].items() if row["kind"] in "vm"]

    before = {view: answer(case.expected, f"select * from {view}") for view in views}
    after = {view: answer(case.after, f"select * from {view}") for view in views}

    different = {view: (before[view] - after[view], after[view] - before[view]) for view in views}
    shown = {view: [str(d)[:600] for d in ds] for view, ds in different.items() if any(ds)}
    assert shown == {}


def test_every_view_of_theirs_keeps_owner_options_and_comment(case: Case) -> None:
    views = {
        key: row for key, row in case.before.catalog["relations"].items() if row["kind"] in "vm"
    }
    columns = {
        key: row
        for key, row in case.before.catalog["columns"].items()
        if key.rpartition(".")[0] in views
    }

    after = case.after.catalog["relations"]
    lost = missing(views, after, "definition", "acl", "rls", "options")
    lost_options = {
        (view, option)
        for view, row in views.items()
        for option in row["options"] or []
        if option not in (after[view]["options"] or [])
    }
    lost_comments = missing(
        columns, case.after.catalog["columns"], "type", "acl", "not_null", "default"
    )

    assert lost == []
    assert lost_options == set()
    assert lost_comments == []


def test_every_view_of_theirs_is_still_read_by_whoever_may(case: Case) -> None:
    kinds = ("relations", "columns")
    before = {
        (key, privilege)
        for kind in kinds
        for key, row in case.before.catalog[kind].items()
        for privilege in row["acl"]
        if ":SELECT" in privilege and may_read(case, key, privilege.split(":")[0])
    }

    after = {
        (key, privilege)
        for kind in kinds
        for key, row in case.after.catalog[kind].items()
        for privilege in row["acl"]
    }

    assert before - after == set()


def may_read(case: Case, key: str, role: str) -> bool:
    """Whether that is a view, or a column of one, that the role may go on reading.

    No policy protects what a materialized view holds of everybody, so clients lose those.
    """
    relations = case.before.catalog["relations"]
    relation = relations.get(key) or relations[key.rpartition(".")[0]]
    clients = ("anon", "authenticated", "public")
    return relation["kind"] == "v" or (relation["kind"] == "m" and role not in clients)


def test_every_function_of_theirs_is_still_there(case: Case) -> None:
    functions = theirs(case, "functions")

    assert sorted(functions.keys() - case.after.catalog["functions"].keys()) == []


def test_every_function_of_theirs_gives_the_same_answer(case: Case) -> None:
    calls = CALLS[case.deployment]

    before = [answer(case.expected, call) for call in calls]
    after = [answer(case.after, call) for call in calls]

    assert after == before


def test_every_trigger_of_theirs_stays_where_it_does_not_count_twice(case: Case) -> None:
    triggers = {
        key: row
        for key, row in theirs(case, "triggers").items()
        if row["relation"] != "ai_agent_usage"
    }

    assert missing(triggers, case.after.catalog["triggers"], "definition") == []


def test_every_policy_of_theirs_on_their_own_tables_stays(case: Case) -> None:
    ours = our_tables(case.fresh.catalog)
    policies = {
        key: row
        for key, row in case.before.catalog["policies"].items()
        if row["relation"] not in ours
    }

    assert missing(policies, case.after.catalog["policies"], "qual", "with_check") == []


@pytest.mark.parametrize("deployment", ["everything_at_once"], indirect=True)
@pytest.mark.parametrize("number", [2, 7, 43, 57, 89, 1000])
def test_a_policy_of_theirs_that_reads_our_columns_admits_the_same_users(
    caller: Caller, caller_before: Caller, number: int
) -> None:
    caller_before.become("authenticated", user_id(number))
    caller.become("authenticated", user_id(number))

    before = caller_before.run("select title from public.documents")
    after = caller.run("select title from public.documents")

    assert after == before


@pytest.mark.parametrize("deployment", ["busy_ledger"], indirect=True)
def test_a_ledger_trigger_of_theirs_that_only_feeds_a_page_goes_on(caller: Caller) -> None:
    caller.become("authenticated", ALICE)

    caller.run(TRACK)

    assert caller.count("usage_feed", f"user_id = '{ALICE}' and tokens = 2000") == 1


@pytest.mark.parametrize("deployment", ["everything_at_once"], indirect=True)
def test_a_quota_trigger_of_theirs_still_fires(caller: Caller) -> None:
    caller.become("service_role")

    caller.run(
        "select * from public.track_usage(tokens_prompt => 90000000, tokens_completion => 0,"
        f" user_id => '{ALICE}')"
    )

    assert caller.count("quota_notifications", f"user_id = '{ALICE}'") == 1


@pytest.mark.parametrize("deployment", ["everything_at_once"], indirect=True)
def test_a_view_of_theirs_can_still_be_edited_through_its_trigger(caller: Caller) -> None:
    caller.become("postgres")

    caller.run(f"update public.quota_editor set allow_overage = true where user_id = '{ALICE}'")

    assert caller.count("user_ai_quotas", f"user_id = '{ALICE}' and allow_overage") == 1


@pytest.mark.parametrize("deployment", ["close_to_the_guide"], indirect=True)
def test_a_published_table_stays_published(caller: Caller) -> None:
    published = caller.run(
        "select tablename from pg_publication_tables where pubname = 'supabase_realtime'"
    )

    assert ("user_ai_quotas",) in published


# The holes are closed.


def test_row_level_security_is_on_for_every_table_of_ours(case: Case) -> None:
    tables = our_tables(case.fresh.catalog)

    off = [
        row["name"]
        for row in case.after.catalog["relations"].values()
        if row["name"] in tables and not row["rls"]
    ]

    assert off == []


def test_no_policy_on_our_tables_is_of_anybody_else(case: Case) -> None:
    tables = our_tables(case.fresh.catalog)

    before, after = (
        on(tables, database.catalog["policies"]) for database in (case.fresh, case.after)
    )

    assert after == before


# What these columns refer to, and what a deletion there means, is the contract's to say.
OUR_KEYS = (["user_id"], ["agent_id"])

WRITES = ("INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER")


@pytest.mark.parametrize("role", ["anon", "authenticated"])
def test_no_client_has_a_write_privilege_on_our_tables(
    upgrade: Case, caller: Caller, role: str
) -> None:
    tables = our_tables(upgrade.fresh.catalog)

    held = caller.run(
        """
        select c.relname, privilege
        from pg_class as c, unnest(%s::text[]) as privilege
        where c.relnamespace = 'public'::regnamespace and c.relname = any (%s)
          and (
            has_table_privilege(%s, c.oid, privilege)
            or privilege in ('INSERT', 'UPDATE', 'REFERENCES')
              and has_any_column_privilege(%s, c.oid, privilege)
          )
        """,
        list(WRITES),
        list(tables),
        role,
        role,
    )

    assert held == []


def test_anon_reads_nothing_of_ours(upgrade: Case, caller: Caller) -> None:
    tables = our_tables(upgrade.fresh.catalog)

    held = caller.run(
        """
        select c.relname
        from pg_class as c
        where c.relnamespace = 'public'::regnamespace and c.relname = any (%s)
          and has_any_column_privilege('anon', c.oid, 'SELECT')
        """,
        list(tables),
    )

    assert held == []


@pytest.mark.parametrize("role", ["anon", "authenticated", "public"])
def test_no_client_may_initialize_or_reset(caller: Caller, role: str) -> None:
    held = caller.run(
        """
        select p.oid::regprocedure::text
        from pg_proc as p
        where p.pronamespace = 'public'::regnamespace
          and p.proname ~ '^(initialize_user_quota|reset_monthly_quotas)'
          and has_function_privilege(%s, p.oid, 'EXECUTE')
        """,
        role,
    )

    assert held == []


@pytest.mark.parametrize(
    "statement",
    [
        "update public.user_ai_quotas set monthly_token_quota = 999999999",
        "update public.user_ai_quotas set current_month_tokens = 0",
        "update public.user_ai_quotas set quota_reset_date = '2020-01-01'",
        f"insert into public.user_ai_quotas (user_id) values ('{NEWCOMER}')",
        "delete from public.user_ai_quotas",
        f"insert into public.ai_agent_usage (user_id, tokens_prompt) values ('{ALICE}', -9999)",
        "update public.ai_agent_usage set tokens_prompt = 0",
        "delete from public.ai_agent_usage",
        f"insert into public.user_subscriptions (user_id, tier) values ('{NEWCOMER}', 'pro')",
        "update public.user_subscriptions set tier = 'enterprise'",
        "update public.ai_quota_tiers set monthly_token_quota = 999999999",
        f"insert into public.user_quota_overrides (user_id) values ('{ALICE}')",
        f"select public.initialize_user_quota('{ALICE}', 'enterprise')",
        "select public.reset_monthly_quotas()",
    ],
)
def test_a_signed_in_user_writes_nothing_of_ours(caller: Caller, statement: str) -> None:
    caller.become("authenticated", ALICE)

    assert caller.attempt(statement) == "42501"


def test_a_signed_in_user_sees_only_the_own_rows(upgrade: Case, caller: Caller) -> None:
    with upgrade.before.server.connect(upgrade.before.name, "supabase_admin") as admin:
        own = admin.execute("select count(*) from ai_agent_usage where user_id = %s", [ALICE])
        calls = own.fetchall()

    caller.become("authenticated", ALICE)
    quotas = caller.run("select user_id::text from public.user_ai_quotas")
    usage = caller.run("select count(*) from public.ai_agent_usage")

    assert quotas == [(ALICE,)]
    assert usage == calls


@pytest.mark.parametrize("deployment", ["keyed_by_id"], indirect=True)
def test_a_user_cannot_raise_a_limit_through_a_view_of_theirs(caller: Caller) -> None:
    before = caller.quota(ALICE)

    caller.become("authenticated", ALICE)
    caller.attempt("update public.simple_quotas set monthly_token_quota = 999999999")

    assert caller.quota(ALICE) == before


@pytest.mark.parametrize("deployment", PROMOTIONS, indirect=True)
def test_a_user_cannot_raise_the_own_tier_through_the_profile(
    upgrade: Case, caller: Caller
) -> None:
    before = caller.quota(ALICE)

    caller.become("authenticated", ALICE)
    caller.attempt(PROMOTIONS[upgrade.deployment], ALICE)

    assert caller.quota(ALICE) == before


@pytest.mark.parametrize("role", ["anon", "authenticated"])
def test_no_client_reads_of_others_through_a_view_of_theirs(
    upgrade: Case, caller: Caller, role: str
) -> None:
    views = {
        row["relation"]
        for row in upgrade.before.catalog["columns"].values()
        if row["name"] == "user_id"
        and upgrade.before.catalog["relations"].get(named(row["relation"]), {"kind": "r"})["kind"]
        in ("v", "m")
    }
    caller.become(role, ALICE)

    seen = {view: caller.others_seen(view, ALICE) for view in views}

    assert {view for view, count in seen.items() if count > 0} == set()


def named(view: str) -> str:
    """The name of a view as the catalogue quotes it."""
    return f'public."{view}"' if " " in view else f"public.{view}"


@pytest.mark.parametrize("deployment", ["everything_at_once"], indirect=True)
def test_a_helper_of_theirs_that_writes_counters_is_no_longer_the_clients_to_call(
    caller: Caller,
) -> None:
    caller.become("authenticated", ALICE)

    assert caller.attempt("select public.bump(%s, -5000)", ALICE) == "42501"


# What the tests above must be able to see: before the upgrade each of these works.
HOLES = [
    "update public.user_ai_quotas set monthly_token_quota = 999999999",
    "update public.simple_quotas set monthly_token_quota = 999999999",
    "delete from public.ai_agent_usage",
    f"select public.initialize_user_quota('{ALICE}', 'enterprise')",
    f"update public.profiles set subscription_tier = 'enterprise' where user_id = '{ALICE}'",
]


@pytest.mark.parametrize("deployment", ["keyed_by_id"], indirect=True)
@pytest.mark.parametrize("statement", HOLES)
def test_the_older_deployment_has_the_holes_that_the_upgrade_closes(
    caller_before: Caller, statement: str
) -> None:
    caller_before.become("authenticated", ALICE)

    assert caller_before.attempt(statement) is None


# Usage is counted once.


def test_a_tracked_call_counts_once(caller: Caller) -> None:
    limit, tokens, requests = caller.quota(ALICE)

    caller.become("authenticated", ALICE)
    caller.run(TRACK)

    assert caller.quota(ALICE) == (limit, tokens + 2000, requests + 1)


def test_a_tracked_call_of_an_unknown_model_has_no_price(caller: Caller) -> None:
    caller.become("authenticated", ALICE)

    caller.run(TRACK)

    tracked = f"user_id = '{ALICE}' and model_used = 'no-such-model' and tokens_total = 2000"
    assert caller.count("ai_agent_usage", f"{tracked} and cost_usd is null") == 1


def test_a_tracked_call_keeps_the_price_that_it_names(caller: Caller) -> None:
    caller.become("service_role")

    caller.run(
        "select * from public.track_usage(tokens_prompt => 5, tokens_completion => 7,"
        f" model_used => 'no-such-model', cost_usd => 1.25, user_id => '{ALICE}')"
    )

    named = "model_used = 'no-such-model' and cost_usd = 1.25"
    assert caller.count("ai_agent_usage", named) == 1


def test_usage_past_the_limit_is_recorded(caller: Caller) -> None:
    call = (
        "select * from public.track_usage(tokens_prompt => 90000000, tokens_completion => 0,"
        f" user_id => '{ALICE}')"
    )
    limit, tokens, requests = caller.quota(ALICE)

    caller.become("service_role")
    caller.run(call)
    caller.run(call)

    assert caller.quota(ALICE) == (limit, tokens + 180000000, requests + 2)


def test_a_row_that_the_owner_inserts_moves_no_counter(caller: Caller) -> None:
    before = caller.quota(ALICE)

    caller.become("postgres")
    caller.run(for_user(STATEMENTS["record usage"], ALICE))

    assert caller.quota(ALICE) == before


# Their triggers go on working.


@pytest.mark.parametrize("deployment", PROFILES, indirect=True)
def test_a_user_who_writes_the_own_profile_gets_the_free_quota(
    upgrade: Case, caller: Caller
) -> None:
    caller.new_account(NEWCOMER)

    caller.become("authenticated", NEWCOMER)
    caller.run(PROFILES[upgrade.deployment])

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
    caller.run(PROFILES[upgrade.deployment])

    assert caller.quota(NEWCOMER) == (limit, 0, 0)


def test_a_new_subscription_sets_the_quota_at_once(caller: Caller) -> None:
    caller.new_account(NEWCOMER)
    caller.run("set local session_replication_role = replica")
    caller.attempt(PROFILES["busy_ledger"])  # where their foreign key asks for a profile
    caller.run("set local session_replication_role = origin")

    caller.become("service_role")
    caller.run(
        "insert into public.user_subscriptions (user_id, tier, status)"
        " values (%s, 'pro', 'active')",
        NEWCOMER,
    )

    assert caller.quota(NEWCOMER)[0] == 200000


@pytest.mark.parametrize("deployment", ["busy_ledger", "everything_at_once"], indirect=True)
@pytest.mark.parametrize(
    ("tier", "status", "limit"),
    [
        ("pro", "active", 200000),
        ("basic", "past_due", 50000),
        ("enterprise", "trialing", 10000000),
        ("pro", "canceled", 10000),
    ],
)
def test_a_changed_subscription_sets_the_quota_and_keeps_the_usage(
    caller: Caller, tier: str, status: str, limit: int
) -> None:
    _, tokens, requests = caller.quota(ALICE)

    caller.become("service_role")
    change = "update public.user_subscriptions set tier = %s, status = %s where user_id = %s"
    caller.run(change, tier, status, ALICE)

    assert caller.quota(ALICE) == (limit, tokens, requests)


@pytest.mark.parametrize("trigger", ["aaa_their_sign_up", "zzz_their_sign_up"])
def test_their_sign_up_trigger_without_on_conflict_still_works(
    project: Project, trigger: str
) -> None:
    name = f"sign-up {trigger}"
    project.server.copy(project.older("close_to_the_guide"), name)
    with project.server.connect(name, "supabase_admin") as admin:
        rename = f"alter trigger on_auth_user_created on auth.users rename to {trigger}"
        admin.execute(rename.encode())
    project.server.migrate(name, (PRODUCTION,))

    with project.server.connect(name, "supabase_auth_admin") as auth:
        auth.execute("insert into auth.users (id, email) values (%s, 'new@a.example')", [NEWCOMER])

    caller = next(acting := acting_in(Database(project.server, name)))
    assert caller.quota(NEWCOMER) == (10000, 0, 0)
    assert caller.count("profiles", f"user_id = '{NEWCOMER}'") == 1
    acting.close()


def test_sign_up_makes_a_quota(caller: Caller) -> None:
    caller.become("supabase_auth_admin")

    caller.run("insert into auth.users (id, email) values (%s, 'new@a.example')", NEWCOMER)

    assert caller.quota(NEWCOMER) == (10000, 0, 0)


@pytest.mark.parametrize(
    "deployment",
    ["close_to_the_guide", "keyed_by_id", "naive_clock", "everything_at_once"],
    indirect=True,
)
def test_sign_up_makes_a_profile_where_ours_or_theirs_can(caller: Caller) -> None:
    caller.become("supabase_auth_admin")

    caller.run("insert into auth.users (id, email) values (%s, 'new@a.example')", NEWCOMER)

    assert caller.count("profiles", f"user_id = '{NEWCOMER}' and email = 'new@a.example'") == 1


def test_an_account_can_be_deleted(caller: Caller) -> None:
    caller.become("supabase_auth_admin")
    caller.run("insert into auth.users (id, email) values (%s, 'new@a.example')", NEWCOMER)
    caller.become("service_role")
    caller.run(
        "select * from public.track_usage(tokens_prompt => 1, tokens_completion => 0,"
        f" user_id => '{NEWCOMER}')"
    )

    caller.become("supabase_auth_admin")
    caller.run("delete from auth.users where id = %s", NEWCOMER)

    assert caller.quota(NEWCOMER) == ()


# The contract holds.


@pytest.mark.parametrize("project", [15], indirect=True)  # pgTAP comes with that one
@pytest.mark.parametrize("file", ["contract/catalog.test.sql", "time/utc.test.sql"])
def test_what_holds_for_the_whole_catalogue_holds_here(upgrade: Case, file: str) -> None:
    plan, *lines = upgrade.after.tap(ROOT / "supabase" / "tests" / file)

    assert [line for line in lines if not line.startswith("ok ")] == []
    assert plan == f"1..{len(lines)}"


def test_the_status_shows_what_the_older_deployment_counted(caller: Caller) -> None:
    limit, tokens, _ = caller.quota(ALICE)

    caller.become("authenticated", ALICE)
    status = caller.run('select used, "limit" from public.get_user_quota_status()')

    assert status == [(tokens, limit)]


def test_a_period_that_was_due_is_closed_by_the_next_call(upgrade: Case, caller: Caller) -> None:
    user = DUE[upgrade.deployment]
    caller.become("authenticated", user)
    due = caller.run("select used from public.get_user_quota_status()")

    used = caller.run(
        "select used from public.track_usage(tokens_prompt => 1, tokens_completion => 2)"
    )

    assert (due, used) == ([(0,)], [(3,)])
    assert caller.count("user_ai_quota_periods", f"user_id = '{user}'") == 1


def test_what_is_due_is_reset_once(caller: Caller) -> None:
    today = "(now() at time zone 'UTC')::date"
    due = caller.count("user_ai_quotas", f"quota_reset_date <= {today}")
    caller.become("service_role")

    first = caller.run("select public.reset_monthly_quotas()")
    second = caller.run("select public.reset_monthly_quotas()")

    assert due > 0
    assert (first, second) == ([(due,)], [(0,)])


# Quotas of people who are gone are kept.
WITH_ACCOUNT = "user_id in (select id from auth.users)"

TIER_USERS = """
    (monthly_token_quota, monthly_request_quota) in
      ((10000, 100), (50000, 500), (200000, 2000), (10000000, 10000))
"""


def test_custom_limits_and_no_others_are_overrides(caller: Caller) -> None:
    custom = caller.count("user_ai_quotas", f"({TIER_USERS}) is not true and {WITH_ACCOUNT}")

    overridden = caller.run(
        f"""
        select count(*), count(*) filter (where ({TIER_USERS}) is not true)
        from public.user_ai_quotas as q
        where exists (select from public.user_quota_overrides as o where o.user_id = q.user_id)
        """
    )

    assert overridden == [(custom, custom)]


def test_a_tier_that_grows_takes_its_users_along_and_nobody_else(caller: Caller) -> None:
    free = f"monthly_token_quota = 10000 and monthly_request_quota = 100 and {WITH_ACCOUNT}"
    others = caller.count("user_ai_quotas", f"({free}) is not true and {WITH_ACCOUNT}")
    users = caller.count("user_ai_quotas", free)

    caller.become("postgres")
    caller.run("update public.ai_quota_tiers set monthly_token_quota = 12345 where tier = 'free'")

    grown = f"monthly_token_quota = 12345 and monthly_request_quota = 100 and {WITH_ACCOUNT}"
    assert caller.count("user_ai_quotas", grown) == users
    assert caller.count("user_ai_quotas", f"({grown}) is not true and {WITH_ACCOUNT}") == others


@pytest.mark.parametrize("statement", STATEMENTS)
def test_each_statement_of_the_guide_runs(caller: Caller, statement: str) -> None:
    caller.become("postgres")

    rows = caller.run(for_user(STATEMENTS[statement], ALICE))

    assert rows or statement in ("record usage", "move counters", "top users of 7 days")


def test_the_guide_recording_by_hand_moves_the_status(caller: Caller) -> None:
    limit, tokens, requests = caller.quota(ALICE)

    caller.become("postgres")
    caller.run(for_user(STATEMENTS["record usage"], ALICE))
    caller.run(for_user(STATEMENTS["move counters"], ALICE))

    assert caller.quota(ALICE) == (limit, tokens + 2000, requests + 1)


def test_the_seed_runs_at_any_time(caller: Caller) -> None:
    caller.become("postgres")

    caller.run(SEED.read_bytes())
    caller.run(SEED.read_bytes())

    assert caller.count("user_ai_quotas", WITH_ACCOUNT) == 1000


def test_the_operator_is_told_that_pg_cron_is_not_there(case: Case) -> None:
    assert [notice for notice in case.after.notices if "pg_cron" in notice] != []


# An upgraded project is a fresh one.


def test_the_order_of_the_migrations_makes_no_difference(case: Case, upgrade: Case) -> None:
    assert case.after.catalog == upgrade.after.catalog


def test_functions_are_those_of_a_fresh_install(case: Case) -> None:
    fresh, after = case.fresh.catalog["functions"], case.after.catalog["functions"]

    # Neither an overload under a name of ours, nor anything else in our schema.
    names = {key.partition("(")[0] for key in fresh}
    ours = {key for key in after if key.partition("(")[0] in names or key.startswith("ai_quota.")}

    assert missing(fresh, after) == []
    assert ours - fresh.keys() == set()


def test_tables_and_views_are_those_of_a_fresh_install(case: Case) -> None:
    fresh, after = case.fresh.catalog["relations"], case.after.catalog["relations"]
    ours = {key: row for key, row in fresh.items() if row["name"] not in ("profiles", "ai_agents")}

    assert missing(api_rights(ours), api_rights(after)) == []


def test_columns_are_those_of_a_fresh_install(case: Case) -> None:
    ours = our_tables(case.fresh.catalog)
    # What identifies a row of the ledger is the deployment's own.
    fresh = {
        key: row
        for key, row in on(ours, case.fresh.catalog["columns"]).items()
        if key != "public.ai_agent_usage.id" and not as_found(case, row["relation"], row["name"])
    }

    after = case.after.catalog["columns"]

    assert missing(api_rights(fresh), api_rights(after)) == []


# Columns that stay as they were found: rows without a user cannot be NOT NULL, an enum that views
# and functions of theirs compare with cannot become text under them, and "sess_83" is no uuid.
AS_FOUND = {
    "busy_ledger": {"user_subscriptions.tier", "user_subscriptions.status"},
    "everything_at_once": {
        "user_subscriptions.tier",
        "user_subscriptions.status",
        "ai_agent_usage.user_id",
        "ai_agent_usage.session_id",
    },
}


def as_found(case: Case, relation: str, column: str) -> bool:
    """Whether the deployment keeps a column of the contract in a form of its own."""
    return f"{relation}.{column}" in AS_FOUND.get(case.deployment, ())


def api_rights(rows: dict[str, Any]) -> dict[str, Any]:
    """The rows with the rights of the API roles and of everyone, and of nobody else."""
    roles = (*API_ROLES, "public")
    return {
        key: {**row, "acl": [right for right in row["acl"] if right.split(":")[0] in roles]}
        for key, row in rows.items()
    }


def test_constraints_are_those_of_a_fresh_install(case: Case) -> None:
    ours = our_tables(case.fresh.catalog)
    before, fresh, after = (
        {
            (row["relation"], row["definition"])
            for row in on(ours, database.catalog["constraints"]).values()
            if not any(as_found(case, row["relation"], name) for name in row["columns"] or [])
            or row["columns"] == ["user_id"]
        }
        for database in (case.before, case.fresh, case.after)
    )

    # An id on which something depends stays the primary key; then the user is unique beside it.
    unique = {(relation, text.replace("PRIMARY KEY", "UNIQUE")) for relation, text in fresh}
    ids = {(relation, f"{kind} (id)") for relation in ours for kind in ("PRIMARY KEY", "UNIQUE")}

    lost = {
        (relation, text)
        for relation, text in fresh - after - ids
        if (relation, text.replace("PRIMARY KEY", "UNIQUE")) not in after
    }
    assert lost == set()
    assert after - fresh - before - unique - ids == set()


def test_no_key_of_ours_hangs_on_the_host_s_profiles(case: Case) -> None:
    ours = our_tables(case.fresh.catalog)

    hanging = [
        key
        for key, row in on(ours, case.after.catalog["constraints"]).items()
        if row["columns"] == ["user_id"] and "REFERENCES profiles" in row["definition"]
    ]

    assert hanging == []


def test_indexes_are_those_of_a_fresh_install(case: Case) -> None:
    ours = our_tables(case.fresh.catalog)
    fresh, after = (
        {row["definition"] for row in on(ours, database.catalog["indexes"]).values()}
        for database in (case.fresh, case.after)
    )

    assert sorted(fresh - after) == []


def test_triggers_are_those_of_a_fresh_install(case: Case) -> None:
    ours = our_tables(case.fresh.catalog) | {"users"}
    fresh, after = (on(ours, database.catalog["triggers"]) for database in (case.fresh, case.after))

    assert missing(fresh, after) == []


def test_the_ledger_has_no_trigger_of_theirs_that_prices_or_counts(case: Case) -> None:
    harmless = {"feed_usage_after_insert"}
    fresh, after = (
        {row["name"] for row in on({"ai_agent_usage"}, database.catalog["triggers"]).values()}
        for database in (case.fresh, case.after)
    )

    assert after - fresh - harmless == set()


@pytest.mark.parametrize("deployment", ["everything_at_once"], indirect=True)
def test_rows_of_people_without_an_account_are_still_read(caller: Caller) -> None:
    orphans = f"user_id = '{user_id(1010)}'"

    assert caller.count("user_ai_quotas", orphans) == 1
    assert caller.count("ai_agent_usage", orphans) > 0
