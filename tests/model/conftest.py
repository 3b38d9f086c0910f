"""A server of these tests' own, with databases whose clock a test sets."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from isolation.conftest import project
from stack import release
from upgrade.servers import ROOT, Server, programs

pytest.register_assert_rewrite("model.machine", "model.situations")
from model.database import Database  # noqa: E402

__all__ = ["project"]

CLOCK = Path(__file__).with_name("clock.sql")


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A server with the package, which vacuums: each step leaves rows that are rolled back."""
    server = Server(programs(), "-c autovacuum=on -c autovacuum_naptime=5s")
    server.make("fresh")
    server.migrate("fresh", tuple(release.migrations(ROOT)))
    yield server
    server.stop()


@pytest.fixture
def database(
    server: Server, project: Callable[..., str], request: pytest.FixtureRequest
) -> Iterator[Database]:
    """The package, sound or broken as the test says, on a clock of the test's own."""
    name, broken = getattr(request, "param", ("sound", ""))
    with server.connect(project(f"model {name}", broken + CLOCK.read_text())) as connection:
        yield Database(connection)
