"""An installation leaves everything of the host's as it was, or names every conflict and stops."""

import re

import psycopg
import pytest
from foreign.conftest import WAYS, Host, Hosts, Shape, shapes
from foreign.fingerprint import differences, row_counts, take
from upgrade.projects import Caller
from upgrade.servers import RELEASES

NEWCOMER = "00000000-0000-4000-8000-000000000099"

# Of a deployment of the guide, these become the package's.
ADOPTED = {
    "relation public.user_ai_quotas",
    "relation public.ai_agent_usage",
    "function public.initialize_user_quota",
    "function public.check_user_quota",
}


@pytest.fixture(params=shapes(conflicting=False), ids=str)
def shape(request: pytest.FixtureRequest) -> Shape:
    """A host's project that has no name of ours."""
    found: Shape = request.param
    return found


@pytest.fixture
def host(hosts: Hosts, shape: Shape) -> Host:
    """The project before and after the installation."""
    return hosts.installed(shape)


@pytest.mark.parametrize("exposed", [True, False], ids=["exposed", "revoked"])
def test_an_install_on_an_empty_project_only_adds(hosts: Hosts, exposed: bool) -> None:
    empty = hosts.empty(exposed=exposed)
    installed = hosts.server.copy(empty, f"{empty}, installed")

    hosts.server.migrate(installed, RELEASES)

    after = hosts.ours.left_out(hosts.fingerprint(installed))
    found = differences(hosts.fingerprint(empty), after)
    assert not found, lines(found)


@pytest.mark.parametrize("times", [1, 2], ids=["once", "twice"])
def test_an_install_leaves_everything_of_the_hosts_as_it_was(
    hosts: Hosts, host: Host, times: int
) -> None:
    before, after = host.fingerprints[0], host.fingerprints[times]

    found = differences(hosts.ours.left_out(before), hosts.ours.left_out(after))

    assert not found, lines(found)


def test_nothing_of_the_hosts_is_taken_for_ours(hosts: Hosts, host: Host) -> None:
    before = host.fingerprints[0]

    left_out = before.keys() - hosts.ours.left_out(before).keys()

    taken = [name for name in left_out if not before[name].parts_of & ADOPTED]
    assert not taken, lines(taken)


def test_the_hosts_own_statements_do_what_they_did(hosts: Hosts, host: Host, shape: Shape) -> None:
    with host.acting(host.before) as before, host.acting(host.after) as after:
        before.run(shape.use)
        after.run(shape.use)

        assert rows(hosts, after) == rows(hosts, before)


def test_a_sign_up_makes_the_hosts_rows_and_a_quota(hosts: Hosts, host: Host) -> None:
    with host.acting(host.before) as before, host.acting(host.after) as after:
        sign_up(before)
        sign_up(after)

        assert after.quota(NEWCOMER) == (10000, 0, 0)
        assert rows(hosts, after) == rows(hosts, before)


def test_calls_of_old_and_new_users_are_counted(host: Host) -> None:
    with host.acting(host.after) as caller:
        sign_up(caller)
        caller.become("postgres")
        users = [str(user) for (user,) in caller.run("select id from auth.users")]
        used = {user: (caller.quota(user) or (0, 0))[1] for user in users}
        caller.become("service_role")

        counted = {user: track(caller, user) for user in users}

        assert counted == {user: tokens + 1000 for user, tokens in used.items()}


def test_a_signed_in_user_is_counted_and_reads_the_status(host: Host) -> None:
    with host.acting(host.after) as caller:
        sign_up(caller)
        caller.become("authenticated", NEWCOMER)

        caller.run("select from public.track_usage(tokens_prompt => 600, tokens_completion => 400)")

        status = caller.run('select used, "limit", status::text from get_user_quota_status()')
        assert status == [(1000, 10000, "healthy")]


def test_an_account_can_be_deleted_with_what_it_used(hosts: Hosts, host: Host) -> None:
    with host.acting(host.before) as before, host.acting(host.after) as after:
        sign_up(before)
        sign_up(after)
        after.become("service_role")
        track(after, NEWCOMER)

        delete_account(before)
        delete_account(after)

        assert after.quota(NEWCOMER) == ()
        assert rows(hosts, after) == rows(hosts, before)


def lines(found: list[str]) -> str:
    """All of them, for the report of a failed test."""
    return "\n".join(["", *sorted(found)])


def sign_up(caller: Caller) -> None:
    """Makes an account as the auth server does."""
    caller.become("supabase_auth_admin")
    caller.run("insert into auth.users (id, email) values (%s, 'new@example.com')", NEWCOMER)


def delete_account(caller: Caller) -> None:
    """Deletes that account as the auth server does."""
    caller.become("supabase_auth_admin")
    caller.run("delete from auth.users where id = %s", NEWCOMER)


def track(caller: Caller, user: str) -> int:
    """Records a call of a thousand tokens; returns what the user has used."""
    query = """
    select used from public.track_usage(user_id => %s, tokens_prompt => 600,
      tokens_completion => 400, model_used => 'gpt-5')
    """
    return int(caller.run(query, user)[0][0])


def rows(hosts: Hosts, caller: Caller) -> dict[str, int]:
    """How many rows the host's tables have now."""
    caller.run("reset session authorization")
    return row_counts(hosts.ours.left_out(take(caller.db)))


@pytest.fixture(params=shapes(conflicting=True), ids=str)
def conflicting(request: pytest.FixtureRequest) -> Shape:
    """A host's project that has a name of ours."""
    found: Shape = request.param
    return found


@pytest.mark.parametrize("way", ["in one transaction", "statement by statement"])
def test_one_error_names_every_conflict_and_nothing_else(
    hosts: Hosts, conflicting: Shape, way: str
) -> None:
    refusal = hosts.refusal(conflicting, way)

    (error,) = refusal.errors
    first, *conflicts = error.splitlines()
    assert first == "AI token quotas cannot be installed here; nothing was changed."
    assert named(conflicts, conflicting.conflicts) == conflicting.conflicts


def named(conflicts: list[str], expected: list[str]) -> list[str]:
    """What those lines of a message name; a line that names nothing expected stays whole."""
    texts = [re.sub(r",\s+", ",", line.removeprefix("- ")) for line in conflicts]
    return sorted(
        next((one for one in expected if re.match(re.escape(one) + r"(?![\w(])", text)), text)
        for text in texts
    )


@pytest.mark.parametrize("way", WAYS)
def test_a_refused_install_touches_nothing(hosts: Hosts, conflicting: Shape, way: str) -> None:
    refusal = hosts.refusal(conflicting, way)

    found = differences(refusal.before, refusal.after)
    assert refusal.errors != []
    assert not found, lines(found)


def test_the_package_can_be_installed_once_the_conflicts_that_it_named_are_gone(
    hosts: Hosts, conflicting: Shape
) -> None:
    database = hosts.make(conflicting, "without conflicts")
    with hosts.server.connect(database, "supabase_admin") as admin:
        admin.execute("; ".join(conflicting.remedies).encode())
    before = hosts.ours.left_out(hosts.fingerprint(database))

    hosts.server.migrate(database, RELEASES)

    found = differences(before, hosts.ours.left_out(hosts.fingerprint(database)))
    assert not found, lines(found)


# What an installation could do to a host, one thing at a time, in the shape of the same name.
DAMAGE = {
    "a definer function": "alter function set_updated_at() security definer",
    "a setting of a function": "alter function set_updated_at() set search_path = ''",
    "a volatility": "alter function set_updated_at() stable",
    "a function's text": (
        "create or replace function set_updated_at() returns trigger language plpgsql"
        " as 'begin return new; end'"
    ),
    "a right to a function": "revoke execute on function set_updated_at() from public",
    "a function's owner": "alter function set_updated_at() owner to supabase_admin",
    "a function dropped": "drop function set_updated_at() cascade",
    "an overload": "create function set_updated_at(i integer) returns integer return i",
    "a new column": "alter table user_subscriptions add tier text",
    "a column made and dropped": (
        "alter table user_subscriptions add tier text; alter table user_subscriptions drop tier"
    ),
    "a column dropped": "alter table user_subscriptions drop stripe_customer_id",
    "a default": "alter table user_subscriptions alter plan set default 'basic'",
    "a type": "alter table user_subscriptions alter plan type varchar(50)",
    "not null": "alter table user_subscriptions alter plan drop not null",
    "a right to a column": "grant update (plan) on user_subscriptions to authenticated",
    "a right to a table": "revoke update on user_subscriptions from service_role",
    "a right to a schema": "grant create on schema public to anon",
    "a table's owner": "alter table user_subscriptions owner to supabase_admin",
    "row level security": "alter table user_subscriptions disable row level security",
    "forced row level security": "alter table user_subscriptions force row level security",
    "a policy dropped": ('drop policy "Users can view own subscription" on user_subscriptions'),
    "a policy's condition": (
        'alter policy "Users can view own subscription" on user_subscriptions using (true)'
    ),
    "a policy's roles": (
        'alter policy "Users can view own subscription" on user_subscriptions to anon'
    ),
    "a constraint": "alter table user_subscriptions drop constraint user_subscriptions_plan_check",
    "foreign keys that are off": "alter table user_subscriptions disable trigger all",
    "an index": "create index on user_subscriptions (plan)",
    "a trigger that is off": "alter table user_subscriptions disable trigger set_updated_at",
    "a trigger on sign-up": "drop trigger on_auth_user_created on auth.users",
    "a view": "create view plans as select plan from user_subscriptions",
    "a comment": "comment on table user_subscriptions is 'Tiers.'",
    "a comment on a column": "comment on column user_subscriptions.plan is 'Tier.'",
    "a row": "update user_subscriptions set plan = 'business' where plan = 'premium'",
    "a row more": "insert into auth.users (email) values ('x@example.com')",
    "default privileges": (
        "alter default privileges in schema public revoke all on tables from anon"
    ),
    "default privileges of every schema": (
        "alter default privileges for role postgres revoke execute on functions from public"
    ),
    "a publication's table": "alter publication supabase_realtime add table user_subscriptions",
    "a publication": "alter publication supabase_realtime set (publish = 'insert')",
    "an event trigger that is off": "alter event trigger pgrst_ddl_watch disable",
    "a setting of a role": "alter role anon set statement_timeout = '9s'",
    "a role's rights": "alter role authenticated bypassrls",
    "a membership": "grant service_role to authenticated",
    "a right to the database": "revoke temporary on database {} from public",
    "a type of the host's": "create type mood as enum ('good')",
    "a sequence": "create sequence numbers",
    "a schema": "create schema more",
    "replica identity": "alter table user_subscriptions replica identity full",
    "a rule": "create rule r as on delete to user_subscriptions do instead nothing",
    "statistics": "create statistics s on plan, user_id from user_subscriptions",
    "a language": "create trusted language plpgsql2 handler plpgsql_call_handler",
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_fingerprint_shows(hosts: Hosts, damage: str) -> None:
    host = hosts.host(Shape("stripe_subscriptions"))
    with host.acting(host.before) as caller:
        before = take(caller.db)

        caller.db.execute("set local search_path = public")
        caller.db.execute(DAMAGE[damage].format(f'"{host.before}"').encode())

        assert differences(before, take(caller.db)) != []


def test_a_fingerprint_shows_the_value_of_a_sequence(hosts: Hosts) -> None:
    host = hosts.host(Shape("realtime_in_parts"))
    with host.acting(host.before) as caller:
        before = take(caller.db)

        caller.run("select nextval('public.ticket_numbers')")

        (difference,) = differences(before, take(caller.db))
        assert difference.startswith("changed: value of public.ticket_numbers: ")


def test_a_fingerprint_of_the_same_project_is_the_same(hosts: Hosts) -> None:
    host = hosts.host(Shape("subscription_history"))

    first, second = hosts.fingerprint(host.before), hosts.fingerprint(host.before)

    assert differences(first, second) == []


def test_an_error_in_the_hosts_statements_is_seen(hosts: Hosts) -> None:
    host = hosts.host(Shape("stripe_subscriptions"))
    with host.acting(host.before) as caller, pytest.raises(psycopg.errors.AssertFailure):
        caller.run("do $$ begin assert false; end $$")
