"""A fresh install: the same everywhere, however often, with and without pg_cron."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from stack.catalog import Catalog, differences
from upgrade.projects import Database, Project
from upgrade.servers import (
    PRODUCTION,
    RELEASES,
    RPCS,
    TABLES,
    TWICE,
    Server,
    programs,
    unavailable,
)

# Those of this repository's own project.
WITH_GUIDE_TABLES = (TABLES, RPCS, *RELEASES)


@pytest.mark.parametrize(
    ("project", "exposed", "files"),
    [
        (15, True, TWICE),
        (15, False, RELEASES),
        (15, False, TWICE),
        (15, True, WITH_GUIDE_TABLES),
        (17, True, TWICE),
    ],
    ids=["twice", "revoked", "revoked, twice", "own project", "PostgreSQL 17, twice"],
    indirect=["project"],
)
def test_every_install_gives_the_same_schema_and_rights(
    project: Project, exposed: bool, files: tuple[Path, ...]
) -> None:
    first = project.fresh().catalog

    other = project.fresh(exposed=exposed, files=files).catalog

    assert list(differences(without_guides(other), first, ("other", "first"))) == []


def without_guides(catalog: Catalog) -> Catalog:
    """The catalogue less what the guide's other migration makes."""
    theirs = {"profiles", "ai_agents", "create_profile"}
    return {
        kind: {
            key: row
            for key, row in rows.items()
            if not theirs & {row.get("relation"), row.get("name")}
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


RESET = ("reset-monthly-ai-quotas", "0 0 1 * *", "SELECT public.reset_monthly_quotas();")


@pytest.mark.pg_cron
@pytest.mark.parametrize("files", [(PRODUCTION,), RELEASES], ids=["once", "twice"])
def test_the_reset_is_scheduled_once_where_pg_cron_is(
    cron_server: Server, files: tuple[Path, ...]
) -> None:
    cron_server.migrate("cron", files)

    with cron_server.connect("cron", "supabase_admin") as admin:
        jobs = admin.execute("select jobname, schedule, command from cron.job").fetchall()
    assert [job for job in jobs if job[0] == RESET[0]] == [RESET]


@pytest.mark.pg_cron
def test_the_install_survives_a_database_in_which_pg_cron_may_not_be(cron_server: Server) -> None:
    cron_server.make("no cron here")

    notices = cron_server.migrate("no cron here", RELEASES)

    assert [notice for notice in notices if "pg_cron" in notice] != []


def test_a_failed_migration_leaves_nothing(project: Project) -> None:
    empty = project.arranged(project.empty(), "broken", "select")
    before = empty.fingerprint

    with (
        project.server.connect(empty.name) as owner,
        pytest.raises(psycopg.errors.DivisionByZero),
    ):
        owner.execute(b"".join(file.read_bytes() for file in RELEASES) + b"; select 1 / 0;")

    assert Database(project.server, empty.name).fingerprint == before
