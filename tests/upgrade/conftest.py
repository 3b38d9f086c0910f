"""Servers, databases and callers of the install and upgrade tests."""

from collections.abc import Iterator

import pytest
from older.load import DEPLOYMENTS
from upgrade.projects import SEQUENCES, Caller, Case, Project, acting_in
from upgrade.servers import Server, programs

VERSIONS = (15, 17)


@pytest.fixture(scope="session")
def projects() -> Iterator[dict[int, Project]]:
    """One cluster of each version, started when a test first asks for it."""
    started: dict[int, Project] = {}
    yield started
    for project in started.values():
        project.server.stop()


@pytest.fixture(scope="session", params=VERSIONS, ids=lambda version: f"PostgreSQL {version}")
def project(request: pytest.FixtureRequest, projects: dict[int, Project]) -> Project:
    """A server on which databases are made."""
    version = request.param
    if version not in projects:
        projects[version] = Project(Server(programs(version)))
    return projects[version]


@pytest.fixture(scope="session", params=DEPLOYMENTS)
def deployment(request: pytest.FixtureRequest) -> str:
    """The name of an older deployment."""
    return str(request.param)


@pytest.fixture(scope="session", params=SEQUENCES)
def case(request: pytest.FixtureRequest, project: Project, deployment: str) -> Case:
    """An older deployment and what became of it, whatever the order of the migrations."""
    return project.case(deployment, request.param)


@pytest.fixture(scope="session")
def upgrade(project: Project, deployment: str) -> Case:
    """An older deployment that met the production migration alone, as most do."""
    return project.case(deployment, "production alone")


@pytest.fixture
def caller(upgrade: Case) -> Iterator[Caller]:
    """Acts in the upgraded database."""
    yield from acting_in(upgrade.after)


@pytest.fixture
def caller_before(upgrade: Case) -> Iterator[Caller]:
    """Acts in the older deployment, as it was."""
    yield from acting_in(upgrade.before)
