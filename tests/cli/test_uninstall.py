"""An uninstallation leaves a host as it was before the installation, or stops and says why."""

import re
from collections.abc import Iterator

import psycopg
import pytest
from cli.conftest import PRICES, WITH_CRON, Databases, Project, fingerprint_of
from foreign.fingerprint import Fingerprint, differences
from older.load import DEPLOYMENTS, user_id
from upgrade.projects import Caller
from upgrade.servers import RELEASES

from ai_token_quotas import shipped
from ai_token_quotas import uninstall as removal

pytestmark = pytest.mark.usefixtures("as_shipped")

HOST = """
create table public.notes (id bigint generated always as identity primary key, body text);
alter table public.notes enable row level security;
create policy "everybody reads" on public.notes for select using (true);
grant insert (body) on public.notes to authenticated;
alter publication supabase_realtime add table public.notes;
alter default privileges in schema public grant select on tables to anon;
create view public.bodies as select body from public.notes;
insert into public.notes (body) values ('a');
"""
ALICE, BOB = user_id(1), user_id(2)

# Something in every table.
USE = f"""
insert into auth.users (id, email) values ('{ALICE}', 'a@a.example'), ('{BOB}', 'b@a.example');
insert into public.ai_quota_tiers (tier, monthly_token_quota, monthly_request_quota)
values ('gold', 777777, 7777);
update public.ai_quota_tiers set monthly_token_quota = 12345 where tier = 'free';
insert into public.ai_quota_overrides (user_id, monthly_token_quota, reason)
values ('{BOB}', 30000, 'boost');
update ai_quota.settings set users_report_usage = false;
select public.track_usage(
  user_id => '{ALICE}', tokens_prompt => 9000, tokens_completion => 500, model_used => 'gpt-5',
  request_id => 'one'
);
select public.reserve_tokens(100, user_id => '{ALICE}');
select public.set_user_blocked('{BOB}', true);
"""


def install(databases: Databases, project: Project, name: str) -> None:
    """Install by a project's newest files."""
    before = set(project.files())
    assert project.run("init").status == 0
    new = [project.migrations / file for file in project.files() if file not in before]
    databases.server.migrate(name, tuple(new))


def uninstall(databases: Databases, project: Project, name: str, *words: str) -> None:
    """Uninstall by a project's newest file."""
    assert project.run("uninstall", *words).status == 0
    databases.server.migrate(name, (project.migrations / list(project.files())[-1],))


def rows(found: Fingerprint, schema: str = "") -> dict[str, object]:
    """The rows of the tables of ours, by name."""
    prefixes = [f"rows of {one}." for one in ([schema] if schema else ["public", "ai_quota"])]
    return {
        name.rpartition(".")[2]: entry.properties
        for name, entry in found.items()
        if name.startswith(tuple(prefixes))
    }


def test_a_host_is_as_it_was(databases: Databases, project: Project) -> None:
    name = databases.copy("empty")
    with databases.connect(name) as db:
        db.execute(HOST)
    before = databases.fingerprint(name)

    install(databases, project, name)
    uninstall(databases, project, name)

    assert differences(before, databases.fingerprint(name)) == []


@pytest.fixture
def used(databases: Databases, project: Project) -> str:
    """A database in which the package was installed and used."""
    name = databases.copy("empty")
    install(databases, project, name)
    with databases.connect(name, "supabase_admin") as db:
        db.execute(USE.encode())
    return name


def test_usage_goes_too(databases: Databases, project: Project, used: str) -> None:
    uninstall(databases, project, used)

    left = differences(databases.fingerprint("empty"), databases.fingerprint(used))
    assert [line for line in left if "rows of auth.users" not in line] == []


def test_a_database_without_the_package_is_left_alone(
    databases: Databases, project: Project
) -> None:
    name = databases.copy("empty")
    project.run("init")

    uninstall(databases, project, name)

    assert differences(databases.fingerprint("empty"), databases.fingerprint(name)) == []


# With pg_cron, in one transaction that is rolled back: only one database of a server can have it.


@pytest.fixture
def cron(databases: Databases) -> Iterator[psycopg.Connection]:
    """The superuser in the database with pg_cron."""
    with (
        databases.connect(WITH_CRON, "supabase_admin") as admin,
        admin.transaction(force_rollback=True),
    ):
        yield admin


def remove(admin: psycopg.Connection) -> None:
    """Uninstall in the transaction of a superuser, as postgres."""
    admin.execute("set local session authorization postgres")
    admin.execute(removal.text(keep_data=False).encode())
    admin.execute("reset session authorization")


@pytest.mark.pg_cron
def test_jobs_go_and_those_of_the_host_stay(databases: Databases, cron: psycopg.Connection) -> None:
    remove(cron)

    left = differences(databases.before_cron, fingerprint_of(cron))
    # A job may have run in the meantime.
    of_runs = ("value of cron.jobid_seq", "cron.job_run_details", "cron.runid_seq")
    assert [line for line in left if not any(one in line for one in of_runs)] == []


def renew(admin: psycopg.Connection) -> None:
    """Have pg_cron come with the package, whose job it runs."""
    admin.execute("drop extension pg_cron")
    admin.execute("set local session authorization postgres")
    admin.execute("create extension pg_cron with schema pg_catalog")
    admin.execute("select cron.schedule('reset-monthly-ai-quotas', '0 0 1 * *', 'select 1')")
    admin.execute("reset session authorization")


@pytest.mark.pg_cron
def test_pg_cron_goes_where_it_came_with_the_package(cron: psycopg.Connection) -> None:
    renew(cron)
    # As on the hosted platform, which lets postgres drop what it lets it create.
    cron.execute("update pg_extension set extowner = 'postgres'::regrole where extname = 'pg_cron'")
    cron.execute("grant all on cron.job to postgres")

    remove(cron)

    assert cron.execute("select from pg_extension where extname = 'pg_cron'").rowcount == 0


@pytest.mark.pg_cron
def test_pg_cron_stays_where_postgres_may_not_drop_it(cron: psycopg.Connection) -> None:
    renew(cron)

    remove(cron)

    assert cron.execute("select from cron.job").rowcount == 0


# What the host made of ours.

NEEDS = {
    "view public.spend": "create view public.spend as select tokens_total from ai_agent_usage",
    "materialized view public.days": (
        "create materialized view public.days as select * from ai_quota_daily"
    ),
    "table constraint theirs_tier_fkey on public.theirs": (
        "create table theirs (tier text references ai_quota_tiers)"
    ),
    "function public.f(public.user_ai_quotas)": (
        "create function f(q user_ai_quotas) returns bigint language sql return 1"
    ),
    "policy admins on public.theirs": (
        "create table theirs (i int); create policy admins on theirs using (ai_quota.is_admin())"
    ),
    "default value for public.theirs.tier": (
        "create table theirs (tier text default ai_quota.default_tier())"
    ),
    "table column public.theirs.q": "create table theirs (q user_ai_quotas)",
    "trigger theirs on public.ai_agent_usage": (
        "create function f() returns trigger language plpgsql as 'begin return new; end';"
        " create trigger theirs after insert on ai_agent_usage for each row execute function f()"
    ),
    "column public.ai_quota_tiers.theirs": "alter table ai_quota_tiers add theirs text",
    "table ai_quota.theirs": "create table ai_quota.theirs (i int)",
}


@pytest.mark.parametrize("need", NEEDS)
@pytest.mark.parametrize("keep", [True, False])
def test_a_host_that_needs_ours_is_told(databases: Databases, need: str, keep: bool) -> None:
    with databases.connect("installed") as db, db.transaction(force_rollback=True):
        db.execute(NEEDS[need].encode())

        with pytest.raises(psycopg.errors.RaiseException) as caught:
            db.execute(removal.text(keep_data=keep).encode())

    first, *named = str(caught.value.diag.message_primary).splitlines()
    assert first.startswith("AI token quotas were not removed, and nothing was changed")
    assert named == [f"- {need}"]


# --keep-data


def test_kept_data_is_moved_and_taken_up_again(
    databases: Databases, project: Project, used: str
) -> None:
    before = rows(databases.fingerprint(used))

    uninstall(databases, project, used, "--keep-data")
    kept = rows(databases.fingerprint(used), "ai_quota_archive")
    install(databases, project, used)

    assert kept == before
    del before["releases"]
    after = rows(databases.fingerprint(used))
    del after["releases"]
    assert after == before
    with databases.connect(used) as db:
        assert db.execute("select * from verify_quota_integrity()").fetchall() == []
        assert db.execute("select to_regnamespace('ai_quota_archive')").fetchall() == [(None,)]
        db.execute(
            "select track_usage(tokens_prompt => 1, tokens_completion => 1, user_id => %s)", [ALICE]
        )


def test_nobody_but_the_owner_reads_what_is_kept(
    databases: Databases, project: Project, used: str
) -> None:
    uninstall(databases, project, used, "--keep-data")

    left = differences(databases.fingerprint("empty"), databases.fingerprint(used))
    with databases.connect(used) as db:
        readable = db.execute(
            """
            select c.relname, r.rolname from pg_class as c, pg_roles as r
            where c.relnamespace = 'ai_quota_archive'::regnamespace and c.relkind = 'r'
              and r.rolname in ('anon', 'authenticated', 'service_role')
              and (has_any_column_privilege(r.rolname, c.oid, 'select') or not c.relrowsecurity)
            """
        ).fetchall()
    assert readable == []
    assert [
        line for line in left if "ai_quota_archive" not in line and "rows of auth" not in line
    ] == []


def test_what_is_kept_of_a_deleted_account_goes(
    databases: Databases, project: Project, used: str
) -> None:
    uninstall(databases, project, used, "--keep-data")

    with databases.connect(used, "supabase_auth_admin") as db:
        db.execute("delete from auth.users")

    left = rows(databases.fingerprint(used), "ai_quota_archive")
    of_nobody = {
        *("ai_quota_tiers", "ai_quota_prices", "price_names", "price_patterns"),
        *("settings", "limits_version", "releases", "rollup"),
    }
    assert {name for name, kept in left.items() if not str(kept).startswith("(0,")} == of_nobody


def test_data_kept_earlier_is_not_lost(databases: Databases, project: Project, used: str) -> None:
    with databases.connect(used) as db:
        db.execute("create schema ai_quota_archive")

    with pytest.raises(psycopg.errors.RaiseException, match="schema ai_quota_archive has data"):
        uninstall(databases, project, used, "--keep-data")


def test_data_of_an_earlier_release_is_taken_up_at_that_release_and_upgraded(
    databases: Databases, project: Project
) -> None:
    name = databases.copy("empty")
    _, *steps = RELEASES
    project.add("20250101000000_ai_token_quotas_0.9.0.sql", shipped.releases()[0].text)
    databases.migrate(project, name)
    with databases.connect(name, "supabase_admin") as db:
        db.execute(USE.encode())
    upgraded = databases.copy(name)
    databases.server.migrate(upgraded, (*steps, PRICES))

    uninstall(databases, project, name, "--keep-data")
    install(databases, project, name)

    before, after = rows(databases.fingerprint(upgraded)), rows(databases.fingerprint(name))
    assert {one for one in before if before[one] != after.get(one)} == {"releases"}
    with databases.connect(name) as db:
        assert db.execute("select ai_quota.version()").fetchone() == (shipped.newest(),)
        assert db.execute("select * from verify_quota_integrity()").fetchall() == []
        assert db.execute("select to_regnamespace('ai_quota_archive')").fetchall() == [(None,)]


@pytest.mark.parametrize("kept", ["99.0.0", "0.9.0"])
def test_data_of_another_release_is_refused(
    databases: Databases, project: Project, used: str, kept: str
) -> None:
    uninstall(databases, project, used, "--keep-data")
    with databases.connect(used) as db:
        db.execute("delete from ai_quota_archive.releases")
        db.execute(
            "insert into ai_quota_archive.releases (version, checksum) values (%s, '')", [kept]
        )
    before = rows(databases.fingerprint(used), "ai_quota_archive")

    with pytest.raises(psycopg.errors.RaiseException) as caught:
        install(databases, project, used)

    assert str(caught.value.diag.message_primary).startswith(
        f"The data in schema ai_quota_archive is of AI token quotas {kept}, and {shipped.newest()}"
        " is installed here: nothing was changed."
    )
    assert rows(databases.fingerprint(used), "ai_quota_archive") == before


def test_rows_that_were_written_by_hand_still_count_in_days(
    databases: Databases, project: Project, used: str
) -> None:
    with databases.connect(used) as db:
        db.execute(
            "insert into ai_agent_usage (user_id, tokens_prompt, created_at) select %s, 7, now()",
            [ALICE],
        )
        db.execute("select repair_user_quota(%s)", [ALICE])

    uninstall(databases, project, used, "--keep-data")
    install(databases, project, used)

    with databases.connect(used) as db:
        assert db.execute("select * from verify_quota_integrity()").fetchall() == []


# A deployment of the guide


OURS_TO_KEEP = f"""
select public.track_usage(
  user_id => '{ALICE}', tokens_prompt => 9, tokens_completion => 5, request_id => 'one'
);
select public.set_user_blocked('{BOB}', true);
insert into public.ai_quota_overrides (user_id, monthly_token_quota, reason)
values ('{BOB}', 30000, 'boost');
"""

# Rows changed in between, and no right to write comes back.
NOT_GIVEN_BACK = (
    r"added: column .*pg\.dropped",
    r"changed: function public\.(check_user_quota|get_user_(quota_status|monthly_usage)"
    r"|initialize_user_quota|reset_monthly_quotas)\(.*\): acl [^:]*$",
    r"changed: relation public\.(user_ai_quotas|ai_agent_usage): acl [^:]*$",
    r"changed: column public\.\w+\.\w+: acl \[.*\] became \[[^,]*\]$",
    r"changed: (rows|value) of public\.(user_ai_quotas|ai_agent_usage)(_id_seq)?: ",
    r"changed: policy public\.(user_ai_quotas|ai_agent_usage): .*: command '\*' became 'r'",
    r"removed: policy public\.(user_ai_quotas|ai_agent_usage): ",
    r"added: policy public\.(user_ai_quotas|ai_agent_usage): users read their own rows$",
)


@pytest.fixture(scope="module")
def guide(databases: Databases) -> str:
    """A deployment of the guide with a thousand users."""
    return databases.server.make_older("guide", "close_to_the_guide")


@pytest.mark.parametrize("deployment", DEPLOYMENTS)
def test_the_guide_gets_its_tables_and_functions_back(
    databases: Databases, project: Project, deployment: str
) -> None:
    name = databases.server.make_older(f"{deployment}, given back", deployment)
    before = databases.fingerprint(name)

    install(databases, project, name)
    uninstall(databases, project, name)

    found = differences(before, databases.fingerprint(name))
    assert [line for line in found if not re.match("|".join(NOT_GIVEN_BACK), line)] == []


def test_the_guide_works_again_and_api_roles_write_nothing(
    databases: Databases, project: Project, guide: str
) -> None:
    name = databases.copy(guide)
    install(databases, project, name)
    uninstall(databases, project, name)

    with (
        databases.connect(name, "supabase_admin") as admin,
        admin.transaction(force_rollback=True),
    ):
        caller = Caller(admin)
        caller.become("supabase_auth_admin")
        caller.run("insert into auth.users (id, email) values (%s, 'n@a.example')", user_id(5000))
        caller.become("authenticated", ALICE)
        writes = [
            caller.attempt("update user_ai_quotas set current_month_tokens = 0"),
            caller.attempt("insert into ai_agent_usage (user_id) values (%s)", ALICE),
            caller.attempt("select initialize_user_quota(%s, 'pro')", ALICE),
            caller.attempt("select reset_monthly_quotas()"),
        ]
        reads = caller.run("select count(*) from user_ai_quotas")
        status = caller.run("select tokens_limit from get_user_quota_status()")
        assert (writes, reads, status) == (["42501"] * 4, [(1,)], [(10000,)])
        assert caller.quota(user_id(5000)) == (10000, 0, 0)


def test_what_was_kept_of_the_guide_is_taken_up_again(
    databases: Databases, project: Project, guide: str
) -> None:
    name = databases.copy(guide)
    install(databases, project, name)
    with databases.connect(name) as db:
        db.execute(OURS_TO_KEEP.encode())
    before = rows(databases.fingerprint(name))

    uninstall(databases, project, name, "--keep-data")
    kept = rows(databases.fingerprint(name), "ai_quota_archive")
    install(databases, project, name)

    after = rows(databases.fingerprint(name))
    assert kept["ai_agent_usage"][0] == before["ai_agent_usage"][0]  # type: ignore[index]
    assert {one for one in before if before[one] != after.get(one)} <= ADOPTED_ANEW
    with databases.connect(name) as db:
        assert db.execute("select * from verify_quota_integrity()").fetchall() == []
        assert db.execute("select to_regnamespace('ai_quota_archive')").fetchall() == [(None,)]


# What the second adoption writes itself.
ADOPTED_ANEW = {"releases", "superseded"}
