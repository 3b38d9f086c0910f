"""The commands of the local stack, on stacks beside the one for people."""

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest
from stack import cli, install, ports, settings
from stack.paths import EMPTY, ROOT, TEST, Instance
from stack.settings import Settings
from stack.ui import Failure

# One object of each schema that a project has, and that this package would add.
OBJECTS = "select to_regclass('auth.users'), to_regclass('public.user_ai_quotas')"


def keep_stacks_in(folder: Path, patch: pytest.MonkeyPatch) -> None:
    """Have the commands find and make stacks there."""
    patch.setattr(Instance, "folder", property(lambda one: folder / one.name))
    patch.setattr(cli, "_docker", lambda: False)


@pytest.fixture(scope="module")
def empty(worker_id: str) -> Iterator[Settings]:
    """What `make start ARGS="--empty"` serves."""
    folder = TEST.folder / f"commands-{worker_id}"
    with pytest.MonkeyPatch.context() as patch:
        keep_stacks_in(folder, patch)
        cli.start(empty=True, api_port=ports.free_port(), db_port=ports.free_port())
        known = settings.load(EMPTY)
        assert known is not None
        yield known
        cli.stop()
    shutil.rmtree(folder)


@pytest.fixture
def nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """No stack, and what is asked to be fetched for one."""
    fetched: list[tuple[str, ...]] = []
    keep_stacks_in(tmp_path, monkeypatch)
    monkeypatch.setattr(install, "ensure", lambda *more: fetched.append(more))
    return fetched


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that somebody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_an_empty_stack_serves_a_project_without_the_package(empty: Settings) -> None:
    with psycopg.connect(empty.db_url) as db:
        found = db.execute(OBJECTS).fetchone()
    answer = httpx.get(f"{empty.api_url}/rest/v1/", headers={"apikey": empty.anon_key})

    assert found == ("auth.users", None)
    assert answer.is_success


def test_an_empty_stack_is_not_reset(empty: Settings) -> None:
    with psycopg.connect(empty.db_url) as db:
        db.execute("create table public.of_a_project ()")

    with pytest.raises(Failure, match=rf"empty on purpose.* make stop; rm -r {EMPTY.folder}$"):
        cli.reset()

    with psycopg.connect(empty.db_url) as db:
        db.execute("drop table public.of_a_project")


def test_nothing_is_reset_where_nothing_runs(nothing: list[Any]) -> None:
    with pytest.raises(Failure, match=r"^Nothing is running: make start$"):
        cli.reset()


@pytest.mark.parametrize("option", ["api_port", "db_port"])
def test_a_start_names_a_taken_port_before_it_fetches(
    nothing: list[Any], taken: int, option: str
) -> None:
    chosen: dict[str, Any] = {"api_port": ports.free_port(), "db_port": ports.free_port()}

    with pytest.raises(Failure) as refused:
        cli.start(native=True, **chosen | {option: taken})

    remedy = f'make start ARGS="--{option.replace("_", "-")} PORT"'
    assert f"Port {taken} is taken by " in str(refused.value)
    assert remedy in str(refused.value)
    assert nothing == []


@pytest.mark.parametrize(
    "words", ["--api-port=FREE --db-port=TAKEN", "--postgres 17 --api-port TAKEN --db-port FREE"]
)
def test_the_first_start_does_so_too(tmp_path: Path, taken: int, words: str) -> None:
    shutil.copytree(ROOT / "scripts", tmp_path / "scripts")
    given = words.replace("TAKEN", str(taken)).replace("FREE", str(ports.free_port()))

    done = subprocess.run(
        [tmp_path / "scripts/run", "start", *given.split()],
        env={"PATH": os.environ["PATH"]},
        stderr=subprocess.PIPE,
        text=True,
        check=False,
        timeout=60,
    )

    assert done.returncode == 1
    assert f"Port {taken} is taken" in done.stderr
    assert {one.name for one in tmp_path.iterdir()} == {"scripts"}


def test_the_stand_in_for_a_model_says_that_its_port_is_taken(taken: int) -> None:
    with pytest.raises(Failure) as refused:
        cli.model(taken)

    assert f"Port {taken} is taken by " in str(refused.value)
    assert f"(pid {os.getpid()})" in str(refused.value)
    assert 'make model ARGS="--port PORT"' in str(refused.value)
