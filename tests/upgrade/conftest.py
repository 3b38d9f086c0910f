"""Servers, databases and callers of the install and upgrade tests."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

import pytest
from older.load import DEPLOYMENTS
from upgrade.projects import Caller, Case, Project, acting_in
from upgrade.servers import VERSION, Server, programs

# Every deployment on the stack's PostgreSQL, and the one that has everything on 17 in any case.
CASES = dict.fromkeys(
    [*((deployment, VERSION) for deployment in DEPLOYMENTS), ("everything_at_once", 17)]
)


@pytest.fixture(scope="session")
def projects() -> Iterator[dict[int, Project]]:
    """One cluster of each version, started when a test first asks for it."""
    started: dict[int, Project] = {}
    yield started
    for project in started.values():
        project.server.stop()


@pytest.fixture(scope="session")
def project(request: pytest.FixtureRequest, projects: dict[int, Project]) -> Project:
    """A server on which databases are made: the stack's version, or the one that a test names."""
    return started(projects, getattr(request, "param", VERSION))


def started(projects: dict[int, Project], version: int) -> Project:
    """The server of that version."""
    if version not in projects:
        projects[version] = Project(Server(programs(version)))
    return projects[version]


@pytest.fixture(scope="session", params=CASES, ids=lambda case: f"{case[0]} {case[1]}")
def case(request: pytest.FixtureRequest, projects: dict[int, Project]) -> Case:
    """An older deployment and what became of it, to look at."""
    deployment, version = request.param
    return started(projects, version).case(deployment)


@pytest.fixture(scope="session", params=DEPLOYMENTS)
def deployment(request: pytest.FixtureRequest) -> str:
    """The name of an older deployment."""
    return str(request.param)


@pytest.fixture(scope="session")
def upgrade(project: Project, deployment: str) -> Case:
    """An older deployment and what became of it, to act in."""
    return project.case(deployment)


@pytest.fixture
def caller(upgrade: Case) -> Iterator[Caller]:
    """Acts in the upgraded database."""
    yield from acting_in(upgrade.after)


@pytest.fixture
def caller_before(upgrade: Case) -> Iterator[Caller]:
    """Acts in the older deployment, as it was."""
    yield from acting_in(upgrade.before)


@pytest.fixture
def arranged(project: Project) -> Iterator[Callable[..., Caller]]:
    """Acts in an upgraded deployment in which the host had arranged something before."""
    with ExitStack() as opened:

        def act(deployment: str, statements: str) -> Caller:
            name = f"arranged {len(project.made)}"
            older = project.arranged(project.older(deployment), name, statements)
            upgraded = project.migrated(older, f"{name}, upgraded")
            return opened.enter_context(contextmanager(acting_in)(upgraded))

        yield act
