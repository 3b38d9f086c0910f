"""Projects of hosts on a throw-away server, and the commands: ours and the real Supabase CLI."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import psycopg
import pytest
from foreign.fingerprint import Fingerprint, take
from stack import native
from typer.testing import CliRunner
from upgrade.servers import RELEASES, ROOT, VERSION, Server, programs

from ai_token_quotas import fingerprint, shipped
from ai_token_quotas.cli import app

PRICES = ROOT / "supabase/seeds/seed_ai_model_prices.sql"
# The one database of the server that may have pg_cron.
WITH_CRON = "with_cron"
PG_CRON = (
    f"-c shared_preload_libraries=pg_cron -c cron.database_name={WITH_CRON} -c cron.timezone=GMT"
    " -c cron.host=127.0.0.1 -c cron.use_background_workers=off"
)


@dataclass
class Ran:
    """How a command ended, and what it printed."""

    status: int
    output: str


@dataclass
class Project:
    """A host's folder."""

    folder: Path

    @property
    def migrations(self) -> Path:
        """The folder of its migrations."""
        return self.folder / "supabase" / "migrations"

    def add(self, name: str, text: str) -> Path:
        """A migration of the host's."""
        self.migrations.mkdir(exist_ok=True)
        (self.migrations / name).write_text(text)
        return self.migrations / name

    def files(self) -> dict[str, str]:
        """Everything in its folder of migrations."""
        found = self.migrations.iterdir() if self.migrations.exists() else ()
        return {path.name: path.read_text() for path in sorted(found)}

    def ours(self) -> list[str]:
        """The names of our files without their stamps."""
        return [name.partition("_")[2] for name in self.files() if "ai_token_quotas" in name]

    def run(self, command: str, *words: str) -> Ran:
        """Run our command here."""
        return run(command, "--project", str(self.folder), *words)


def run(*words: str) -> Ran:
    """Run our command."""
    done = CliRunner().invoke(app, words)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return Ran(done.exit_code, done.output)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A folder as `supabase init` makes it."""
    (tmp_path / "supabase").mkdir()
    (tmp_path / "supabase" / "config.toml").write_text('project_id = "host"\n')
    return Project(tmp_path)


@dataclass
class Databases:
    """One cluster, and what is done with its databases."""

    server: Server
    numbers: Iterator[int]
    before_cron: Fingerprint = field(default_factory=dict)

    def url(self, name: str, user: str = "postgres") -> str:
        """The connection string of a database."""
        port = self.server.settings["port"]
        return f"postgresql://{user}@127.0.0.1:{port}/{name.replace(' ', '%20')}"

    def copy(self, template: str) -> str:
        """A new database like the template."""
        return self.server.copy(template, f"{template} {next(self.numbers)}")

    def supabase(self, project: Project, name: str, *words: str) -> Ran:
        """Run the real CLI on a project and one of the databases."""
        home = project.folder / "home"
        home.mkdir(exist_ok=True)
        done = subprocess.run(
            [
                native.cli(),
                "--workdir",
                project.folder,
                *words,
                "--yes",
                f"--remote={self.url(name)}",
            ],
            env={
                "HOME": str(home),
                "PATH": "/usr/bin:/bin",
                "DO_NOT_TRACK": "1",
                "SUPABASE_TELEMETRY_DISABLED": "1",
                "SUPABASE_DB_PORT": "1",
                "PGSSLMODE": "disable",
                "NO_COLOR": "1",
            },
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            timeout=120,
        )
        return Ran(done.returncode, done.stdout)

    def push(self, project: Project, name: str) -> None:
        """A plain `supabase db push`, which must succeed."""
        pushed = self.supabase(project, name, "db", "push")
        assert pushed.status == 0, pushed.output

    def migrate(self, project: Project, name: str) -> None:
        """Run the project's migrations as the CLI does, without the CLI."""
        for file in sorted(project.migrations.glob("*.sql")):
            self.server.migrate(name, (file,))

    def fingerprint(self, name: str) -> Fingerprint:
        """Everything that a database consists of, the CLI's own history excepted."""
        with self.server.connect(name, "supabase_admin") as admin:
            return fingerprint_of(admin)

    @contextmanager
    def connect(self, name: str, user: str = "postgres") -> Iterator[psycopg.Connection]:
        """A connection to a database."""
        with self.server.connect(name, user) as connection:
            yield connection


def fingerprint_of(admin: psycopg.Connection) -> Fingerprint:
    """Everything that a database consists of, the CLI's own history excepted."""
    return {
        key: entry
        for key, entry in take(admin).items()
        if "schema supabase_migrations" not in entry.parts_of
    }


@pytest.fixture(scope="session")
def databases() -> Iterator[Databases]:
    """A cluster with databases `empty`, `installed` and, where there is pg_cron, `with_cron`.

    The host of `with_cron` uses pg_cron itself; on PostgreSQL 17 it is another `installed`.
    """
    has_cron = VERSION == 15
    server = Server(programs(), PG_CRON if has_cron else "")
    made = Databases(server, count(1))
    server.make("empty")
    server.migrate(server.copy("empty", "installed"), (*RELEASES, PRICES))
    server.make(WITH_CRON)
    if has_cron:
        with server.connect(WITH_CRON) as host:
            host.execute("create extension pg_cron with schema pg_catalog")
            host.execute("select cron.schedule('theirs', '0 0 1 1 *', 'select 1')")
    made.before_cron = made.fingerprint(WITH_CRON)
    server.migrate(WITH_CRON, (*RELEASES, PRICES))
    yield made
    server.stop()


@pytest.fixture(scope="session")
def present(databases: Databases) -> dict[str, str]:
    """The fingerprint of the release as it is now."""
    with databases.connect(WITH_CRON) as db:
        return fingerprint.of_release(db)


@pytest.fixture
def as_shipped(present: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Ship it: only one test is about the file in the repository."""
    earlier = {one.version: shipped.fingerprint(one.version) for one in shipped.releases()[:-1]}
    monkeypatch.setattr(shipped, "fingerprint", {**earlier, shipped.newest(): present}.get)
