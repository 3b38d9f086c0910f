"""Our files and the real Supabase CLI: a plain `db push` is everything."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from cli.conftest import Databases, Project, run
from foreign.fingerprint import differences
from older.load import user_id
from upgrade.projects import Caller
from upgrade.servers import PRODUCTION, ROOT

pytestmark = pytest.mark.usefixtures("as_shipped")

NEWCOMER = user_id(9000)
GUIDE = (ROOT / "tests/older/close_to_the_guide.sql").read_text()

# The migrations of a project that is older and newer than the release.
EARLIER = """
create table public.profiles (id uuid primary key references auth.users (id) on delete cascade);
alter table public.profiles enable row level security;
create function public.handle_new_user() returns trigger language plpgsql security definer
set search_path = '' as $$
begin
  insert into public.profiles (id) values (new.id);
  return new;
end
$$;
create trigger on_auth_user_created after insert on auth.users
  for each row execute function public.handle_new_user();
"""
LATER = "alter table public.profiles add column plan text not null default 'free';"


@contextmanager
def acting(databases: Databases, name: str) -> Iterator[Caller]:
    """A caller whose every change is undone."""
    with (
        databases.connect(name, "supabase_admin") as admin,
        admin.transaction(force_rollback=True),
    ):
        yield Caller(admin)


def flows(databases: Databases, name: str) -> None:
    """A user signs up, is metered, reserves, and starts a new period."""
    with acting(databases, name) as caller:
        caller.become("supabase_auth_admin")
        caller.run("insert into auth.users (id, email) values (%s, 'n@a.example')", NEWCOMER)
        caller.become("authenticated", NEWCOMER)
        tracked = caller.run(
            'select used, "limit" from public.track_usage(tokens_prompt => 600,'
            " tokens_completion => 400, model_used => 'gpt-5')"
        )
        held = caller.run("select allowed from public.reserve_tokens(9000)")
        refused = caller.run("select allowed from public.reserve_tokens(1)")
        cost = caller.run("select cost_usd > 0 from public.ai_agent_usage")
        caller.become("postgres")
        caller.run(
            "update public.user_ai_quotas set quota_reset_date = (now() at time zone 'UTC')::date"
        )
        reset = caller.run("select public.reset_monthly_quotas() > 0")

    assert (tracked, held, refused) == ([(1000, 10000)], [(True,)], [(False,)])
    assert (cost, reset) == ([(True,)], [(True,)])


def test_an_empty_project(databases: Databases, project: Project) -> None:
    name = databases.copy("empty")

    project.run("init", "--with-guide-tables")
    databases.push(project, name)

    flows(databases, name)
    checked = run("check", "--db-url", databases.url(name))
    assert checked.status == 0, checked.output


def test_a_project_with_migrations_of_its_own(databases: Databases, project: Project) -> None:
    name = databases.copy("empty")
    project.add("20240101000000_profiles.sql", EARLIER)
    project.add("20271231000000_plan.sql", LATER)
    databases.push(project, name)
    with databases.connect(name, "supabase_admin") as admin:
        admin.execute("insert into auth.users (email) values ('a@a.example')")

    project.run("init")
    project.add("20281231000000_later.sql", "create table public.later ();")
    databases.push(project, name)

    flows(databases, name)
    with acting(databases, name) as caller:
        assert caller.count("user_ai_quotas", "tier = 'free'") == 1
        caller.become("supabase_auth_admin")
        caller.run("insert into auth.users (id) values (%s)", NEWCOMER)
        assert caller.count("profiles", f"id = '{NEWCOMER}' and plan = 'free'") == 1

    replayed = databases.supabase(project, name, "db", "reset")
    assert replayed.status == 0, replayed.output
    flows(databases, name)


def test_the_deployment_of_the_guide_with_its_version_in_the_history(
    databases: Databases, project: Project
) -> None:
    name = databases.copy("empty")
    project.add(PRODUCTION.name, GUIDE)
    databases.push(project, name)
    with databases.connect(name, "supabase_admin") as admin:
        admin.execute("insert into auth.users (id, email) values (%s, 'a@a.example')", [user_id(1)])
        admin.execute("update user_ai_quotas set current_month_tokens = 42")

    project.run("init")
    databases.push(project, name)

    flows(databases, name)
    with acting(databases, name) as caller:
        assert caller.quota(user_id(1)) == (10000, 42, 0)
        caller.become("authenticated", user_id(1))
        caller.run("insert into ai_agent_usage (user_id, tokens_prompt) values (%s, 8)", user_id(1))
        assert caller.quota(user_id(1)) == (10000, 50, 1)
        caller.become("authenticated", user_id(1))
        assert caller.attempt("update user_ai_quotas set monthly_token_quota = 99999999") == "42501"


def test_init_and_uninstall_in_one_push_leave_nothing(
    databases: Databases, project: Project
) -> None:
    name = databases.copy("empty")
    project.run("init")
    project.run("uninstall")

    databases.push(project, name)

    assert differences(databases.fingerprint("empty"), databases.fingerprint(name)) == []


def test_a_push_that_is_refused_says_why_and_changes_nothing(
    databases: Databases, project: Project
) -> None:
    name = databases.copy("empty")
    project.add("20240101000000_theirs.sql", "create table public.ai_quota_tiers (id int);")
    databases.push(project, name)
    before = databases.fingerprint(name)
    checked = run("check", "--db-url", databases.url(name))
    project.run("init")

    pushed = databases.supabase(project, name, "db", "push")

    problem = "table public.ai_quota_tiers is not of this package"
    assert (checked.status, problem in checked.output) == (1, True)
    assert pushed.status != 0
    assert problem in pushed.output
    assert differences(before, databases.fingerprint(name)) == []


def test_an_uninstallation_that_is_refused_names_what_is_in_the_way(
    databases: Databases, project: Project
) -> None:
    name = databases.copy("empty")
    project.run("init")
    databases.push(project, name)
    with databases.connect(name) as db:
        db.execute("create view public.spend as select * from public.ai_quota_daily")
    before = databases.fingerprint(name)
    project.run("uninstall")

    pushed = databases.supabase(project, name, "db", "push")

    assert pushed.status != 0
    assert "- view public.spend" in pushed.output
    assert differences(before, databases.fingerprint(name)) == []
