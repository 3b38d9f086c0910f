"""The npm package: its unit tests, its types, and what it is packed as."""

import subprocess
from pathlib import Path
from typing import Any

import pytest
from stack import install
from stack.paths import ADMIN, STATE
from upgrade.servers import unavailable

MODULES = ADMIN / "node_modules"


@pytest.fixture(scope="session")
def node() -> Any:
    """Runs a program on the project's Node; returns what it said."""
    if not (MODULES / "stamp").exists():
        unavailable("what packages/admin is built with", "packages/admin/node_modules")

    def call(*words: str | Path) -> str:
        done = subprocess.run(
            [str(word) for word in (install.node(), *words)],
            cwd=ADMIN,
            env={
                "PATH": f"{install.node().parent}:/usr/bin:/bin",
                "HOME": str(STATE / "home"),
                "CI": "true",
                "NO_COLOR": "1",
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


def test_types_hold_and_the_rows_are_those_of_the_database(node: Any) -> None:
    node(MODULES / "typescript/bin/tsc", "--noEmit")


def test_the_unit_tests_pass(node: Any) -> None:
    node(MODULES / "vitest/vitest.mjs", "run", "--reporter=dot")


def test_it_is_packed_as_hosts_expect_it(node: Any, tmp_path: Path) -> None:
    node(install.npm(), "pack", "--pack-destination", tmp_path)
    tarball = next(tmp_path.glob("*.tgz"))

    node(MODULES / "publint/src/cli.js", "run", tarball, "--strict")
    options = ("--profile", "esm-only", "--exclude-entrypoints", "styles.css")
    node(MODULES / "@arethetypeswrong/cli/dist/index.js", tarball, *options)
