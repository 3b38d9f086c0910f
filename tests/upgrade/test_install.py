"""A fresh install: the same everywhere, however often, with and without pg_cron."""

from collections.abc import Iterator

import psycopg
import pytest
from upgrade.catalog import Catalog, read_catalog
from upgrade.projects import Project
from upgrade.servers import PRODUCTION, RPCS, TABLES, Server, programs, unavailable

ALL_THREE = (TABLES, RPCS, PRODUCTION)


@pytest.mark.parametrize("exposed", [True, False], ids=["exposed", "revoked"])
@pytest.mark.parametrize("times", [1, 2], ids=["once", "twice"])
def test_every_install_gives_the_same_schema_and_rights(
    project: Project, exposed: bool, times: int
) -> None:
    first = without_hosts(project.fresh().catalog)

    other = without_hosts(project.fresh(exposed=exposed, times=times).catalog)

    assert other == first


def test_production_alone_installs_everything(project: Project) -> None:
    project.server.make("production alone, fresh")

    project.server.migrate("production alone, fresh", (PRODUCTION,))

    with project.server.connect("production alone, fresh", "supabase_admin") as admin:
        assert without_hosts(read_catalog(admin)) == without_hosts(project.fresh().catalog)


def without_hosts(catalog: Catalog) -> Catalog:
    """The catalogue less the tables that belong to the host."""
    return {
        kind: {
            key: row
            for key, row in rows.items()
            if not {"public.profiles", "public.ai_agents"} & {key, key.rpartition(".")[0]}
        }
        for kind, rows in catalog.items()
    }


def test_the_operator_is_told_where_pg_cron_is_missing(project: Project) -> None:
    assert [notice for notice in project.fresh().notices if "pg_cron" in notice] != []


@pytest.fixture(scope="module")
def cron_server() -> Iterator[Server]:
    """A server whose database `cron` has pg_cron, as the platform grants it."""
    if not programs(15).has("pg_cron"):
        unavailable("PostgreSQL 15 with pg_cron", "PG15_BIN")
    server = Server(programs(15), "-c shared_preload_libraries=pg_cron -c cron.database_name=cron")
    server.make("cron")
    with server.connect("cron", "supabase_admin") as admin:
        admin.execute("create extension pg_cron with schema pg_catalog")
    yield server
    server.stop()


def jobs(server: Server) -> list[tuple[str, str, str]]:
    """The jobs of the package by name."""
    with server.connect("cron", "supabase_admin") as admin:
        return admin.execute(
            "select jobname, schedule, command from cron.job where jobname like '%quota%'"
        ).fetchall()


RESET = ("reset-monthly-ai-quotas", "0 0 1 * *", "SELECT public.reset_monthly_quotas();")


@pytest.mark.parametrize("times", [1, 2], ids=["once", "twice"])
def test_the_reset_is_scheduled_once_where_pg_cron_is(cron_server: Server, times: int) -> None:
    cron_server.migrate("cron", ALL_THREE * times)

    assert [job for job in jobs(cron_server) if job[0] == RESET[0]] == [RESET]


def test_the_install_survives_a_database_in_which_pg_cron_may_not_be(cron_server: Server) -> None:
    cron_server.make("no cron here")

    notices = cron_server.migrate("no cron here", ALL_THREE)

    assert [notice for notice in notices if "pg_cron" in notice] != []


def test_a_failed_migration_leaves_nothing(project: Project) -> None:
    project.server.make("broken")
    with project.server.connect("broken") as owner:
        with pytest.raises(psycopg.errors.DivisionByZero):
            owner.execute(PRODUCTION.read_bytes() + b"\n; select 1 / 0;")

        tables = owner.execute("select tablename from pg_tables where schemaname = 'public'")

        assert tables.fetchall() == []


THEIRS = {
    "a table": "create table public.ai_usage_daily as select 7 as calls",
    "a view": "create view public.ai_usage_daily as select 7 as calls",
    "a materialized view": "create materialized view public.ai_usage_daily as select 7 as calls",
}


@pytest.mark.parametrize("kind", THEIRS)
def test_a_hosts_relation_under_a_views_name_is_kept(project: Project, kind: str) -> None:
    project.server.make(f"{kind} of theirs")
    with project.server.connect(f"{kind} of theirs") as owner:
        owner.execute(THEIRS[kind].encode())

        notices = project.server.migrate(f"{kind} of theirs", ALL_THREE * 2)

        kept = owner.execute("select calls from public.ai_usage_daily_superseded").fetchall()
        ours = owner.execute("select day, tokens from public.ai_usage_daily").fetchall()
    assert (kept, ours) == ([(7,)], [])
    assert len([notice for notice in notices if "ai_usage_daily_superseded" in notice]) == 1
