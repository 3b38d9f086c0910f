"""A throw-away server, and databases on it with the package, sound or broken."""

from collections.abc import Callable, Iterator
from functools import cache

import pytest
from stack import release
from upgrade.servers import ROOT, Server, programs


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A server with a database `fresh`, in which the package is installed."""
    server = Server(programs())
    server.make("fresh")
    server.migrate("fresh", tuple(release.migrations(ROOT)))
    yield server
    server.stop()


@pytest.fixture(scope="session")
def project(server: Server) -> Callable[..., str]:
    """Makes a database of that name, in which the package is broken by that SQL."""

    @cache
    def make(name: str, broken: str = "") -> str:
        server.copy("fresh", name)
        with server.connect(name) as owner:
            owner.execute(broken.encode())
        return name

    return make
