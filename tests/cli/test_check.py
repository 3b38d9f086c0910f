"""`check` is green where all is well, and names each damage with the statement that repairs it."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from cli.conftest import WITH_CRON, Databases, Project, run
from older.load import user_id
from stack import release
from upgrade.servers import PRODUCTION, ROOT, VERSION, Server, programs

from ai_token_quotas import check, fingerprint, shipped

pytestmark = pytest.mark.usefixtures("as_shipped")

ALICE, NOBODY = user_id(1), user_id(2)
USE = f"""
insert into auth.users (id, email) values ('{ALICE}', 'a@a.example');
select public.track_usage(
  user_id => '{ALICE}', tokens_prompt => 9000, tokens_completion => 500, model_used => 'gpt-5'
);
"""
AGAIN = "run its statement again, from …_ai_token_quotas_"


@pytest.fixture
def db(databases: Databases) -> Iterator[psycopg.Connection]:
    """The superuser where the package is in use, in a transaction that is rolled back."""
    with (
        databases.connect(WITH_CRON, "supabase_admin") as admin,
        admin.transaction(force_rollback=True),
    ):
        admin.execute(USE.encode())
        yield admin


def look(db: psycopg.Connection) -> list[check.Finding]:
    """What `check` finds wrong, as postgres."""
    db.execute("set local session authorization postgres")
    found = check.inspect(db).wrong
    db.execute("reset session authorization")
    return found


def test_all_is_well_after_an_installation(db: psycopg.Connection) -> None:
    assert look(db) == []


# A damage → what to do to the database, how the line begins, and how its remedy begins.
DAMAGE = {
    "no quota for new users": (
        'drop trigger "~ai_quota_handle_new_user" on auth.users',
        'trigger "~ai_quota_handle_new_user" on auth.users is missing',
        "CREATE OR REPLACE TRIGGER",
    ),
    "a trigger that is off": (
        'alter table auth.users disable trigger "~ai_quota_delete_user_data"',
        'trigger "~ai_quota_delete_user_data" on auth.users is missing',
        "CREATE OR REPLACE TRIGGER",
    ),
    "row level security that is off": (
        "alter table ai_agent_usage disable row level security",
        "row level security on public.ai_agent_usage is missing",
        "alter table public.ai_agent_usage enable row level security;",
    ),
    "a view that lost security_invoker": (
        "alter view ai_quota_daily reset (security_invoker)",
        "security_invoker of view public.ai_quota_daily is missing",
        "alter view public.ai_quota_daily set (security_invoker = true);",
    ),
    "a view that shows something else": (
        "do $$ begin execute 'create or replace view ai_quota_daily with (security_invoker = true)"
        " as ' || replace(pg_get_viewdef('ai_quota_daily'), 'GROUP BY', 'WHERE true GROUP BY');"
        " end $$",
        "view public.ai_quota_daily is not as the release has it",
        AGAIN,
    ),
    "a job that is gone": (
        "set role postgres; select cron.unschedule('reset-monthly-ai-quotas'); reset role",
        "cron job reset-monthly-ai-quotas is missing",
        "select cron.schedule('reset-monthly-ai-quotas'",
    ),
    "a job that is off": (
        "update cron.job set active = false where jobname = 'reset-monthly-ai-quotas'",
        "cron job reset-monthly-ai-quotas is not as the release has it",
        "select cron.unschedule('reset-monthly-ai-quotas'); select cron.schedule(",
    ),
    "no pg_cron": (
        "drop extension pg_cron",
        "pg_cron is not installed",
        "create extension pg_cron with schema pg_catalog;",
    ),
    "a counter that is wrong": (
        "update user_ai_quotas set current_month_tokens = 1",
        f"tokens of the open period: wrong for 1 users, such as {ALICE} (expected 9500, found 1)",
        "select public.repair_user_quota(",
    ),
    "rows of nobody": (
        f"insert into ai_agent_usage (user_id, tokens_prompt) values ('{NOBODY}', 5)",
        f"ledger rows without an account: wrong for 1 users, such as {NOBODY}",
        "insert into ai_quota.anonymized_users",
    ),
    "a function that was changed": (
        "create or replace function ai_quota.is_end_user() returns boolean language sql stable"
        " set search_path = '' as 'select false'",
        "function ai_quota.is_end_user() is not as the release has it",
        AGAIN,
    ),
    "a function without its search_path": (
        "alter function release_reservation reset search_path",
        "function public.release_reservation(uuid,uuid) is not as the release has it",
        AGAIN,
    ),
    "a function that is gone": (
        "drop function has_quota_for",
        "function public.has_quota_for(bigint,uuid) is missing",
        AGAIN,
    ),
    "a table that is gone": (
        "drop table ai_quota_prices",
        "table public.ai_quota_prices is missing",
        "restore it from a backup",
    ),
    "a function twice": (
        "create function track_usage(event text) returns void language sql as ''",
        "function public.track_usage(text) has the name of a function of the release",
        "give it another name",
    ),
    "a right too many": (
        "grant update on user_ai_quotas to authenticated",
        "authenticated may update public.user_ai_quotas",
        "revoke update on public.user_ai_quotas from authenticated;",
    ),
    "a right to a column": (
        "grant insert (user_id) on ai_agent_usage to anon",
        "anon may insert (user_id) public.ai_agent_usage",
        "revoke insert (user_id) on public.ai_agent_usage from anon;",
    ),
    "a right to a function": (
        "grant execute on function reset_monthly_quotas() to public",
        "public may execute function public.reset_monthly_quotas()",
        "revoke execute on function public.reset_monthly_quotas() from public;",
    ),
    "a right too few": (
        "revoke select on ai_quota_tiers from authenticated",
        "right of authenticated to select public.ai_quota_tiers is missing",
        "grant select on public.ai_quota_tiers to authenticated;",
    ),
    "a policy too many": (
        "create policy open on user_ai_quotas for update using (true)",
        "policy open on public.user_ai_quotas is not of the release: it opens the table",
        "drop policy open on public.user_ai_quotas;",
    ),
    "a policy that is gone": (
        'drop policy "signed-in users read the prices" on ai_quota_prices',
        'policy "signed-in users read the prices" on public.ai_quota_prices is missing',
        'create policy "signed-in users read the prices" on public.ai_quota_prices for select',
    ),
    "a policy that lets in everybody": (
        'alter policy "admins read every override" on ai_quota_overrides using (true)',
        'policy "admins read every override" on public.ai_quota_overrides is not as the release',
        'drop policy "admins read every override" on public.ai_quota_overrides; create policy',
    ),
    "a rule that is gone": (
        "alter table user_ai_quotas drop constraint user_ai_quotas_figures_check",
        "constraint user_ai_quotas_figures_check on public.user_ai_quotas is missing",
        "alter table public.user_ai_quotas add constraint user_ai_quotas_figures_check CHECK",
    ),
    "an index that is gone": (
        "drop index ai_agent_usage_user_id_created_at_idx",
        "index public.ai_agent_usage_user_id_created_at_idx is missing",
        "CREATE INDEX",
    ),
    "no Realtime": (
        "alter publication supabase_realtime drop table user_ai_quotas",
        "publication of public.user_ai_quotas in supabase_realtime is missing",
        "alter publication supabase_realtime add table public.user_ai_quotas;",
    ),
    "a definer function of the host's that writes": (
        "set role postgres; create function grant_tokens() returns void language sql"
        " security definer as 'update public.user_ai_quotas set current_month_tokens = 0';"
        " reset role",
        "function public.grant_tokens() of yours runs as its owner and writes quota tables, and"
        " anon and authenticated may call it",
        "revoke execute on routine public.grant_tokens() from public, anon, authenticated;",
    ),
    "a definer function of the host's that reads": (
        "set role postgres; create function top_users() returns bigint language sql"
        " security definer return (select count(*) from public.ai_agent_usage); reset role",
        "function public.top_users() of yours runs as its owner and reads quota tables",
        "revoke execute on routine public.top_users() from public, anon, authenticated;",
    ),
    "a view of the host's": (
        "set role postgres; create view spend as select * from ai_quota_daily; reset role",
        "view public.spend of yours shows the quotas or the usage of every user",
        "alter view public.spend set (security_invoker = true);",
    ),
    "a view of the host's that writes": (
        "set role postgres; create view mine as select * from user_ai_quotas; reset role",
        "view public.mine of yours shows the quotas or the usage of every user, and anon and"
        " authenticated may read and write it",
        "alter view public.mine set (security_invoker = true);",
    ),
    "a materialized view of the host's": (
        "set role postgres; create materialized view days as select * from user_ai_quotas;"
        " reset role",
        "materialized view public.days of yours shows the quotas or the usage of every user, and"
        " anon",
        "revoke all on public.days from public, anon, authenticated;",
    ),
    "a model without a price": (
        f"select track_usage(user_id => '{ALICE}', tokens_prompt => 1, tokens_completion => 1,"
        " model_used => 'new-1')",
        "model new-1 has no price: 1 calls since ",
        "insert into public.ai_quota_prices (model, valid_from, input_price, output_price)",
    ),
    "alerts that nobody delivers any more": (
        "update ai_quota.alert_deliveries set delivered_at = now();"
        " insert into ai_quota.alert_deliveries (alert_id, next_attempt_at)"
        " select id, now() - interval '2 hours' from ai_quota_alerts where threshold = 75",
        "1 alerts wait for delivery, the first since ",
        "start the worker that calls claim_quota_alerts again",
    ),
    "limits that users may have raised": (
        f"create table ai_quota.limits_to_review as select '{ALICE}'::uuid as user_id",
        f"1 users may have raised their own limit before the installation, such as {ALICE}",
        "confirm or lower each",
    ),
    "no settings": (
        "delete from ai_quota.settings",
        "ai_quota.settings has no row",
        "insert into ai_quota.settings default values;",
    ),
    "no version of the limits": (
        "delete from ai_quota.limits_version",
        "ai_quota.limits_version has no row",
        "insert into ai_quota.limits_version (version, swept_version)",
    ),
    "another version": (
        "insert into ai_quota.releases (version, checksum) values ('99.0.0', '')",
        "AI token quotas 99.0.0 are installed, and this command knows ",
        "use a newer command",
    ),
}
CRON = ("a job that is gone", "a job that is off", "no pg_cron")
DAMAGES = [pytest.param(one, marks=pytest.mark.pg_cron if one in CRON else ()) for one in DAMAGE]
# Their remedies are a matter of judgement, or need an operator's figures.
NO_REPAIR = (
    "a function twice",
    "a model without a price",
    "alerts that nobody delivers any more",
    "limits that users may have raised",
    "another version",
    "a table that is gone",
)


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damage_is_named_with_its_remedy(db: psycopg.Connection, damage: str) -> None:
    statement, problem, remedy = DAMAGE[damage]
    db.execute("set local search_path = public")
    db.execute(statement.encode())

    found = look(db)

    assert [one.problem for one in found if one.problem.startswith(problem)] != []
    assert [one.remedy for one in found if one.remedy.startswith(remedy)] != []
    assert len(found) == 1, found


def statement_of(finding: check.Finding) -> str:
    """The statements of the newest release about the function or view that is missing."""
    text = shipped.releases()[-1].text
    found = re.match(r"(function|view) ([\w.]+)", finding.problem)
    assert found is not None
    kind, name = found.groups()
    end = r"\n\$\$;" if kind == "function" else ";"
    made = re.search(rf"(?s)create or replace {kind} {re.escape(name)}\b.*?{end}", text)
    assert made is not None
    about = re.findall(rf"(?m)^(?:revoke|grant)[^;]* {re.escape(name)}\b[^;]*;", text)
    return "\n".join([made[0], *about])


@pytest.mark.parametrize("damage", [one for one in DAMAGES if one.values[0] not in NO_REPAIR])
def test_the_remedies_repair(db: psycopg.Connection, damage: str) -> None:
    statement, _, _ = DAMAGE[damage]
    db.execute("set local search_path = public")
    db.execute(statement.encode())

    repair(db)
    # A second look sees more, such as the jobs once pg_cron is there.
    repair(db)

    assert look(db) == []


def repair(db: psycopg.Connection) -> None:
    """Do what `check` says."""
    for finding in look(db):
        text = statement_of(finding) if finding.remedy.startswith(AGAIN) else finding.remedy
        db.execute("set local session authorization postgres")
        db.execute(text.encode())
        db.execute("reset session authorization")


def test_a_limit_that_was_edited_without_a_version_holds_after_the_repair(
    db: psycopg.Connection,
) -> None:
    db.execute("delete from ai_quota.limits_version")
    db.execute("update ai_quota_tiers set monthly_token_quota = 20000 where tier = 'free'")

    repair(db)

    status = db.execute('select s."limit" from get_quota_status_for(%s) as s', [ALICE])
    assert status.fetchall() == [(20000,)]
    assert look(db) == []


NOTES = {
    "end users report": ("select 1", "end users report their own usage"),
    "alerts in a project that delivers none": (
        "update ai_quota.alert_deliveries set next_attempt_at = now() - interval '2 hours'",
        "1 alerts wait for delivery",
    ),
    "a rule that older rows break": (
        "alter table user_ai_quotas drop constraint user_ai_quotas_figures_check;"
        " update user_ai_quotas set monthly_token_quota = -1;"
        " alter table user_ai_quotas add constraint user_ai_quotas_figures_check check"
        " ((least(monthly_token_quota, monthly_request_quota) > 0"
        " and least(current_month_tokens, current_month_requests) >= 0)) not valid",
        "constraint user_ai_quotas_figures_check on public.user_ai_quotas holds for new rows only",
    ),
}


@pytest.mark.parametrize("note", NOTES)
def test_a_note_is_nothing_wrong(db: psycopg.Connection, note: str) -> None:
    statement, problem = NOTES[note]
    db.execute("set local search_path = public")
    db.execute(statement.encode())

    report = check.inspect(db)

    notes = [one.problem for one in report.findings if one.level == "note"]
    assert [line for line in notes if line.startswith(problem)] != []
    assert [one for one in report.wrong if one.check != "integrity"] == []


def test_a_server_that_meters_gets_no_note(db: psycopg.Connection) -> None:
    db.execute("update ai_quota.settings set users_report_usage = false")
    db.execute("delete from ai_quota_alerts")

    assert check.inspect(db).findings == []


def test_looking_changes_nothing(databases: Databases) -> None:
    before = databases.fingerprint("empty"), databases.fingerprint("installed")

    run("check", "--db-url", databases.url("empty"))
    run("check", "--db-url", databases.url("installed"))

    assert (databases.fingerprint("empty"), databases.fingerprint("installed")) == before


def test_the_report_for_programs(databases: Databases) -> None:
    done = run("check", "--json", "--db-url", databases.url("installed"))

    report = json.loads(done.output)
    assert (done.status, report["ok"], report["version"]) == (0, True, shipped.newest())
    assert {tuple(finding) for finding in report["findings"]} == {
        ("check", "level", "problem", "remedy")
    }


def test_the_exit_status_says_whether_something_is_wrong(databases: Databases) -> None:
    name = databases.copy("installed")
    with databases.connect(name) as owner:
        owner.execute("grant insert on public.ai_agent_usage to anon")

    done = run("check", "--db-url", databases.url(name))

    assert done.status == 1
    assert (
        "✗ anon may insert public.ai_agent_usage"
        " → revoke insert on public.ai_agent_usage from anon;\n" in done.output
    )


# Older deployments


@pytest.fixture
def guide(databases: Databases, project: Project) -> Iterator[psycopg.Connection]:
    """A deployment of the guide after the installation, in a transaction that is rolled back."""
    name = databases.copy("empty")
    project.add(PRODUCTION.name, (ROOT / "tests/older/close_to_the_guide.sql").read_text())
    project.run("init")
    databases.migrate(project, name)
    with databases.connect(name, "supabase_admin") as admin, admin.transaction(force_rollback=True):
        yield admin


def test_an_older_deployment_is_no_drift(guide: psycopg.Connection) -> None:
    assert {one.check for one in look(guide)} == {"host_views"}


@pytest.mark.parametrize(
    ("damage", "problem"),
    [
        (
            'drop trigger "~ai_quota_count_direct_inserts" on public.ai_agent_usage',
            'trigger "~ai_quota_count_direct_inserts" on public.ai_agent_usage is missing or off',
        ),
        (
            'alter table public.user_ai_quotas disable trigger "~ai_quota_refuse_end_users"',
            'trigger "~ai_quota_refuse_end_users" on public.user_ai_quotas is missing or off',
        ),
        (
            f"insert into auth.users (id) values ('{ALICE}');"
            " update public.user_ai_quotas set current_month_tokens = 1500000000",
            "current_month_tokens of public.user_ai_quotas is an integer, and a user is at "
            "1500000000 of 2147483647",
        ),
        (
            "alter table public.user_ai_quotas drop constraint user_ai_quotas_tier_fkey",
            "constraint user_ai_quotas_tier_fkey on public.user_ai_quotas is missing",
        ),
        (
            "grant update on public.user_ai_quotas to authenticated",
            "authenticated may update public.user_ai_quotas",
        ),
    ],
)
def test_a_damage_in_an_older_deployment(
    guide: psycopg.Connection, damage: str, problem: str
) -> None:
    guide.execute(damage.encode())

    problems = [one.problem for one in look(guide)]

    assert [line for line in problems if line.startswith(problem)] != []


# Before an installation


@pytest.mark.parametrize(
    ("host", "problem"),
    [
        (
            "create table public.ai_quota_tiers (i int)",
            "table public.ai_quota_tiers is not of this package",
        ),
        (
            "create table public.user_ai_quotas (organization_id int)",
            "public.user_ai_quotas is not the table of the deployment guide",
        ),
        (
            "create function public.track_usage(event text) returns void language sql as ''",
            "function public.track_usage(text) is not of this package",
        ),
        (
            (ROOT / "tests/older/close_to_the_guide.sql").read_text(),
            "users may update public.user_ai_quotas",
        ),
        (
            (ROOT / "tests/older/everything_at_once.sql").read_text(),
            "function public.log_ai_call(uuid,integer,integer) of yours writes ai_agent_usage",
        ),
    ],
)
def test_what_stops_an_installation_is_named(databases: Databases, host: str, problem: str) -> None:
    with (
        databases.connect("empty") as db,
        db.transaction(force_rollback=True),
    ):
        db.execute(host.encode())

        report = check.inspect(db)

    assert report.version is None
    problems = [one.problem for one in report.wrong]
    assert [line for line in problems if line.startswith(problem)] != []


# Bad input: one line that says what to do, and an exit status.


@pytest.mark.parametrize(
    ("url", "status", "line"),
    [
        ("postgresql://postgres@127.0.0.1:1/postgres", 2, "The database does not answer: "),
        ("no url", 2, "--db-url is no connection string: "),
        ("postgresql://postgres:se@cret@127.0.0.1/x", 2, "--db-url is no connection string: "),
        ("{empty}_no_such", 2, "The database does not answer: "),
    ],
)
def test_a_url_that_does_not_answer(databases: Databases, url: str, status: int, line: str) -> None:
    done = run("check", "--db-url", url.format(empty=databases.url("empty")))

    assert (done.status, done.output.count("\n")) == (status, 1)
    assert done.output.startswith(line)
    assert "cret" not in done.output


@pytest.mark.parametrize(
    ("database", "line"),
    [
        ("empty", "Role authenticator may not create schemas here: use the connection string of"),
        ("installed", "AI token quotas belong to role postgres, and this is authenticator: use"),
    ],
)
def test_a_role_that_may_not(databases: Databases, database: str, line: str) -> None:
    done = run("check", "--db-url", databases.url(database, "authenticator"))

    assert (done.status, done.output.count("\n")) == (1, 1)
    assert done.output.startswith(line)


def test_a_database_that_is_too_old(databases: Databases, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check, "OLDEST_SERVER", 99)

    done = run("check", "--db-url", databases.url("empty"))

    assert (done.status, done.output.count("\n")) == (1, 1)
    assert done.output.startswith(
        f"This is PostgreSQL {VERSION}; AI token quotas need 99 or newer: "
    )


# What is shipped


@pytest.mark.pg_cron
def test_the_shipped_fingerprint_is_that_of_the_release(present: dict[str, str]) -> None:
    path = ROOT / f"supabase/cli/fingerprints/{shipped.newest()}.json"

    assert json.loads(path.read_text()) == present, "Run `make types`."


def test_a_fingerprint_is_the_same_on_postgresql_17(
    tmp_path: Path, present: dict[str, str]
) -> None:
    server = Server(programs(17))
    server.make("fresh")
    server.migrate("fresh", tuple(release.migrations(ROOT)))

    with server.connect("fresh") as db:
        found = fingerprint.of_release(db)

    server.stop()
    assert found == {name: text for name, text in present.items() if "cron job" not in name}
