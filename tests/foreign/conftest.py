"""Projects of hosts in every shape, before and after an installation of the package."""

import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import psycopg
import pytest
from foreign.fingerprint import Fingerprint, Ours, take
from upgrade.projects import Caller, describe
from upgrade.servers import PRODUCTION, RELEASES, TWICE, Server, programs

SHAPES = Path(__file__).parent / "shapes"

# Shapes that are also made in a project whose default privileges are revoked.
ALSO_REVOKED = (
    "stripe_subscriptions",
    "words_in_functions",
    "guide_with_board",
    "own_tiers_and_status",
    "several",
)

# Kind of object → what `alter … rename` calls it, where that is not `table`.
ALTERED = {
    "function": "routine",
    "type": "type",
    "composite type": "type",
    "schema": "schema",
}


@dataclass(frozen=True)
class Shape:
    """A host's project: the file that makes it, and the statements that the host lives by."""

    name: str
    exposed: bool = True

    def __str__(self) -> str:
        """Its name in a test's."""
        return self.name if self.exposed else f"{self.name}, revoked"

    @property
    def text(self) -> str:
        """The statements that make it."""
        return (SHAPES / f"{self.name}.sql").read_text()

    @property
    def use(self) -> str:
        """The host's main statements, with assertions about what they do."""
        return (SHAPES / f"{self.name}.use.sql").read_text()

    @property
    def conflicts(self) -> list[str]:
        """The host's objects that have a name of the package's."""
        return sorted(re.findall(r"^-- conflict: (.+)$", self.text, re.MULTILINE))

    @property
    def remedies(self) -> list[str]:
        """Statements that end the conflicts: those of the file, else other names."""
        found = [conflict.rpartition(" ") for conflict in self.conflicts]
        return re.findall(r"^-- remedy: (.+)$", self.text, re.MULTILINE) or [
            f"alter {ALTERED.get(kind, 'table')} {name} rename to theirs_{number}"
            for number, (kind, _, name) in enumerate(found)
        ]


def shapes(*, conflicting: bool) -> list[Shape]:
    """The shapes into which the package cannot be installed, or all others."""
    names = sorted(file.stem for file in SHAPES.glob("*.sql") if not file.stem.endswith(".use"))
    found = [Shape(name) for name in names]
    found += [Shape(name, exposed=False) for name in ALSO_REVOKED]
    return [shape for shape in found if bool(shape.conflicts) == conflicting]


@dataclass
class Host:
    """A host's project as it was, and a copy into which the package was installed."""

    server: Server
    before: str
    after: str
    fingerprints: list[Fingerprint]
    error: psycopg.Error | None = None

    @contextmanager
    def acting(self, database: str) -> Iterator[Caller]:
        """A caller in one of the two, whose every change is undone."""
        with (
            self.server.connect(database, "supabase_admin") as admin,
            admin.transaction(force_rollback=True),
        ):
            yield Caller(admin)


@dataclass
class Refusal:
    """An installation that failed: the errors, and the project before and after."""

    errors: list[str]
    before: Fingerprint
    after: Fingerprint


@dataclass
class Hosts:
    """One cluster, and the projects that were made on it so far."""

    server: Server
    made: dict[str, Any] = field(default_factory=dict)

    def empty(self, *, exposed: bool = True) -> str:
        """A project in which nothing was made yet."""
        name = f"empty {'exposed' if exposed else 'revoked'}"
        if name not in self.made:
            self.made[name] = self.server.make(name, exposed=exposed)
        return name

    def make(self, shape: Shape, name: str) -> str:
        """A project of that shape, as the host made it."""
        database = self.server.copy(self.empty(exposed=shape.exposed), f"{shape}, {name}")
        with self.server.connect(database, "supabase_admin") as admin:
            # The superuser stays within reach, for what the platform lets `postgres` do besides.
            admin.execute("set role postgres")
            admin.execute(shape.text.encode())
        return database

    def fingerprint(self, database: str) -> Fingerprint:
        """Everything that a database consists of."""
        with self.server.connect(database, "supabase_admin") as admin:
            return take(admin)

    @cached_property
    def ours(self) -> Ours:
        """What an installation adds to an empty project."""
        installed = self.server.copy(self.empty(), "installed")
        self.server.migrate(installed, RELEASES)
        return Ours.added(self.fingerprint(self.empty()), self.fingerprint(installed))

    def host(self, shape: Shape) -> Host:
        """A project of that shape, before and after an installation, once and twice."""
        if str(shape) not in self.made:
            before = self.make(shape, "before")
            after = self.server.copy(before, f"{shape}, after")
            again = self.server.copy(before, f"{shape}, again")
            host = Host(self.server, before, after, [self.fingerprint(after)])
            self.made[str(shape)] = host
            try:
                for database, files in ((after, RELEASES), (again, TWICE)):
                    self.server.migrate(database, files)
                    host.fingerprints.append(self.fingerprint(database))
            except psycopg.Error as error:
                host.error = error
        found: Host = self.made[str(shape)]
        return found

    def installed(self, shape: Shape) -> Host:
        """The same, where both installations succeeded."""
        host = self.host(shape)
        if host.error:
            pytest.fail(f"{shape}: {describe(host.error)}", pytrace=False)
        return host

    def refusal(self, shape: Shape, way: str) -> Refusal:
        """What an installation into a project of that shape says and does."""
        key = f"{shape}, {way}"
        if key not in self.made:
            database = self.make(shape, way)
            before = self.fingerprint(database)
            errors = WAYS[way](self.server, database)
            self.made[key] = Refusal(errors, before, self.fingerprint(database))
        refusal: Refusal = self.made[key]
        return refusal


def in_one_transaction(server: Server, database: str) -> list[str]:
    """Installs as `supabase db push` and the SQL editor do; returns the messages of errors."""
    try:
        server.migrate(database, (PRODUCTION,))
    except psycopg.Error as error:
        return [error.diag.message_primary or ""]
    return []


def statement_by_statement(server: Server, database: str) -> list[str]:
    """Installs with psql, which commits each statement: no rollback hides what one has done."""
    return psql(server, database, "-v", "ON_ERROR_STOP=1")


def past_errors(server: Server, database: str) -> list[str]:
    """Installs with psql as it is without options: it goes on after an error."""
    return psql(server, database)


def psql(server: Server, database: str, *options: str) -> list[str]:
    """Runs the file with psql; returns the messages of errors."""
    done = subprocess.run(
        [
            *programs(15).command("psql"),
            *("-h", "127.0.0.1", "-p", str(server.settings["port"]), "-U", "postgres"),
            *("-d", database, "-X", "-q", *options, "-f", "-"),
        ],
        input=PRODUCTION.read_text(),
        capture_output=True,
        text=True,
        check=False,
    )
    return re.findall(r"ERROR:  (.*?)(?=\n[A-Z]+:|\npsql:|\Z)", done.stderr, re.DOTALL)


WAYS = {
    "in one transaction": in_one_transaction,
    "statement by statement": statement_by_statement,
    "past errors": past_errors,
}


@pytest.fixture(scope="session")
def hosts() -> Iterator[Hosts]:
    """A cluster for projects of hosts."""
    server = Server(programs())
    yield Hosts(server)
    server.stop()
