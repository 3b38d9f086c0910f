"""A scratch database, a stand-in for a model, and a folder as readers have it."""

import fcntl
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from http.server import ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import psycopg
import pytest
from api.callers import Stack
from api.conftest import alone, connect, sign_up, stack
from browser.conftest import chromium
from client.conftest import node, run
from psycopg.conninfo import make_conninfo
from stack import install, model, ports, release
from stack.paths import CLIENT, ROOT, WIDGET
from upgrade.servers import unavailable

__all__ = ["alone", "chromium", "connect", "node", "run", "sign_up", "stack"]

PLATFORM = ROOT / "scripts/stack"
# What the quick starts say, and which tests replace by ports that are free.
PORTS = ("8001", "8002")
NOT_SOURCES = shutil.ignore_patterns("node_modules", "dist", "tests", "demo")
# `make env` tells of the stack for people; here it is the one that the tests have.
MAKE = """\
#!/bin/sh
case " $* " in
  *" env "*) exec cat "{env}" ;;
  *) exec {make} "$@" ;;
esac
"""


class Model(model.Model):
    """The stand-in, without a word."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="session")
def database(worker_id: str) -> Iterator[str]:
    """A database of its own with the package, as its owner."""
    url = os.environ.get("STACK_ADMIN_URL")
    if not url:
        unavailable("a superuser of the stack", "STACK_ADMIN_URL")
    name = f"docs_{worker_id}"
    with psycopg.connect(url, autocommit=True) as admin:
        admin.execute(f"drop database if exists {name} with (force)".encode())
        admin.execute(f"create database {name}".encode())
        with psycopg.connect(url, dbname=name, autocommit=True) as db:
            for file in (PLATFORM / "platform.sql", PLATFORM / "platform_auth.sql"):
                db.execute(file.read_bytes())
            db.execute("set session authorization postgres")
            for file in release.migrations(ROOT):
                db.execute(file.read_bytes())
        yield make_conninfo(url, dbname=name)
        admin.execute(f"drop database {name} with (force)".encode())


@pytest.fixture(scope="session")
def provider() -> Iterator[str]:
    """What `make model` serves."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Model)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/v1"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="session")
def given(stack: Stack, provider: str) -> dict[str, str]:
    """The variables that a reader of the quick starts has after their preparation."""
    return {
        "API_URL": stack.api_url,
        "DB_URL": stack.db_url,
        "PUBLISHABLE_KEY": stack.publishable_key,
        "SECRET_KEY": stack.secret_key,
        "SERVICE_ROLE_KEY": stack.service_role_key,
        "OPENAI_BASE_URL": provider,
        "OPENAI_API_KEY": "any",
    }


@pytest.fixture
def folder(tmp_path: Path, given: dict[str, str]) -> Path:
    """The folder that contains the clone, and programs as the reader has them on the PATH."""
    (tmp_path / "ai-token-quotas").symlink_to(ROOT)
    programs = tmp_path / "bin"
    programs.mkdir()
    env = programs / "env"
    env.write_text("".join(f'{name}="{value}"\n' for name, value in given.items()))
    made = subprocess.run(["which", "make"], capture_output=True, text=True, check=True)
    make = programs / "make"
    make.write_text(MAKE.format(env=env, make=made.stdout.strip()))
    make.chmod(0o755)
    return tmp_path


@pytest.fixture
def path(folder: Path) -> str:
    """A PATH with these programs, Node and those of the project's own environment."""
    ours = (folder / "bin", install.node().parent, Path(sys.executable).parent)
    return ":".join([*map(str, ours), os.environ["PATH"]])


@pytest.fixture
def replaced() -> dict[str, str]:
    """The ports of the quick starts, and free ones in their place."""
    return {port: str(ports.free_port()) for port in PORTS}


@pytest.fixture(scope="session")
def modules(
    node: Callable[..., str], tmp_path_factory: pytest.TempPathFactory, worker_id: str
) -> Path:
    """The node_modules of a reader: the packages as built, and what is installed beside them.

    All workers share it, since it takes some time to make.
    """
    base = tmp_path_factory.getbasetemp()
    shared = base if worker_id == "master" else base.parent
    made = shared / "docs/node_modules"
    with (shared / "docs.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            partial = shared / "docs-partial/node_modules"
            # Of what both have, the card's: its React must be the only one.
            for project in (WIDGET, CLIENT):
                link_modules(project / "node_modules", partial)
            for project in (CLIENT, WIDGET):
                name = json.loads((project / "package.json").read_text())["name"]
                (partial / name).unlink(missing_ok=True)
                shutil.copytree(project, partial / name, ignore=NOT_SOURCES)
                node("scripts/build.mjs", cwd=partial / name)
            partial.parent.rename(made.parent)
    return made


def link_modules(source: Path, target: Path) -> None:
    """Link what a project has installed into another node_modules."""
    if not (source / "stamp").exists():
        unavailable("what the packages are built with", str(source))
    for module in source.iterdir():
        for one in module.iterdir() if module.name.startswith("@") else [module]:
            link = target / one.relative_to(source)
            link.parent.mkdir(parents=True, exist_ok=True)
            if not link.is_symlink() and not one.name.startswith("."):
                link.symlink_to(one.resolve())


@pytest.fixture
def project(modules: Path, tmp_path: Path) -> Path:
    """A reader's project that has them installed."""
    (tmp_path / "node_modules").symlink_to(modules)
    (tmp_path / "package.json").write_text('{ "type": "module" }')
    return tmp_path
