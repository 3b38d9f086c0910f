"""The npm package in packages/client, its tools, and a registry that has it."""

import fcntl
import os
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from api.callers import Stack
from api.conftest import connect, locked, sign_up, stack
from client.registry import registry
from stack import install
from stack.locks import lock
from stack.paths import CLIENT, STATE
from upgrade.servers import unavailable

__all__ = ["connect", "sign_up", "stack"]

MODULES = CLIENT / "node_modules"


@pytest.fixture(autouse=True)
def beside(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[None]:
    """Runs beside other tests of users of their own, and not beside those that break the stack."""
    with locked(tmp_path_factory, worker_id, fcntl.LOCK_SH):
        yield


@pytest.fixture(scope="session")
def run() -> Any:
    """Runs a program with the project's Node first on the PATH; returns what it said."""
    if not (MODULES / "stamp").exists():
        unavailable("what packages/client is built with", "packages/client/node_modules")

    def call(*words: str | Path, cwd: Path = CLIENT, **env: str) -> str:
        done = subprocess.run(
            [str(word) for word in words],
            cwd=cwd,
            env={
                **os.environ,
                "PATH": f"{install.node().parent}:{os.environ['PATH']}",
                "HOME": str(STATE / "home"),
                "CI": "true",
                "NO_COLOR": "1",
                **env,
            },
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            timeout=300,
        )
        if done.returncode:
            pytest.fail(f"{' '.join(map(str, words))}\n{done.stdout}", pytrace=False)
        return done.stdout

    return call


@pytest.fixture(scope="session")
def node(run: Any) -> Any:
    """Runs a script with the project's Node."""
    return lambda *words, **options: run(install.node(), *words, **options)


@pytest.fixture(scope="session")
def tarball(node: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package as it is published."""
    folder = tmp_path_factory.mktemp("packed")
    # The tests of the card build it too.
    with lock("packages", 300):
        node("scripts/build.mjs")
        node(install.npm(), "pack", "--ignore-scripts", "--pack-destination", folder)
    return next(folder.glob("*.tgz"))


@pytest.fixture(scope="session")
def fresh(tarball: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mapping[str, str]]:
    """The environment of a newcomer, who has npm and Deno, and whose registry has the package."""
    folder = tmp_path_factory.mktemp("newcomer")
    programs = {
        "npm": f"node {install.npm()}",
        "npx": f"node {install.npm().with_name('npx-cli.js')}",
        "deno": next(MODULES.glob("@deno/linux-*/deno")),
    }
    for name, words in programs.items():
        program = folder / name
        program.write_text(f'#!/bin/sh\nexec {words} "$@"\n')
        program.chmod(0o755)
    with registry(tmp_path_factory.mktemp("registry"), tarball) as url:
        yield {
            "PATH": f"{folder}:{install.node().parent}:/usr/bin:/bin",
            "NPM_CONFIG_REGISTRY": url,
            "npm_config_cache": str(folder / "npm-cache"),
            "DENO_DIR": str(folder / "deno-cache"),
            "DENO_NO_UPDATE_CHECK": "1",
        }


@pytest.fixture(scope="session")
def given(stack: Stack, sign_up: Any) -> Any:
    """The environment that the README's examples read, for a new user."""

    def make(provider: str) -> dict[str, str]:
        return {
            "SUPABASE_URL": stack.api_url,
            "SUPABASE_SECRET_KEY": stack.secret_key,
            "OPENAI_BASE_URL": provider,
            "OPENAI_API_KEY": "any",
            "USER_ID": sign_up().user_id,
        }

    return make
