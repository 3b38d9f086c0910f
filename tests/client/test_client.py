"""The package in packages/client: its own tests, and what a stranger installs."""

import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from client.conftest import MODULES
from stack import install
from stack.paths import CLIENT

README = (CLIENT / "README.md").read_text()
EXAMPLES = dict(re.findall(r"```js\n// (\S+)\n(.*?)```", README, re.DOTALL))
COMMANDS = re.findall(r"```sh\n(.*?)```", README, re.DOTALL)


@pytest.fixture(scope="module")
def provider(run: Any) -> Iterator[str]:
    """The stand-in provider's address, as OpenAI's."""
    process = subprocess.Popen(
        [install.node(), CLIENT / "tests/serve.ts"], stdout=subprocess.PIPE, text=True
    )
    with process:
        assert process.stdout is not None
        yield f"{process.stdout.readline().strip()}/v1"
        process.terminate()


def make_project(run: Any, fresh: Mapping[str, str], folder: Path, program: str) -> Path:
    """A fresh project that has the examples, with what the README has this program install."""
    (folder / "package.json").write_text('{ "type": "module" }')
    for name, text in EXAMPLES.items():
        (folder / name).write_text(text)
    for words in COMMANDS:
        if words.startswith(program):
            run("sh", "-euc", words, cwd=folder, **fresh)
    return folder


@pytest.fixture(scope="module")
def node_project(run: Any, fresh: Mapping[str, str], tmp_path_factory: Any) -> Path:
    """A fresh project for Node."""
    return make_project(run, fresh, tmp_path_factory.mktemp("node"), "npm")


@pytest.fixture(scope="module")
def deno_project(run: Any, fresh: Mapping[str, str], tmp_path_factory: Any) -> Path:
    """A fresh project for Deno."""
    return make_project(run, fresh, tmp_path_factory.mktemp("deno"), "deno")


def test_the_types_are_right(node: Any) -> None:
    node(MODULES / "typescript/bin/tsc", "--noEmit")


def test_its_own_tests_pass(node: Any) -> None:
    print(node(MODULES / "vitest/vitest.mjs", "run", "--reporter=dot"))


def test_the_package_is_well_formed(node: Any, tarball: Path) -> None:
    node(MODULES / "publint/src/cli.js", "run", tarball, "--strict")
    node(MODULES / "@arethetypeswrong/cli/dist/index.js", tarball, *("--profile", "esm-only"))


def test_the_package_has_what_a_reader_looks_for(tarball: Path, tmp_path: Path) -> None:
    shutil.unpack_archive(tarball, tmp_path)

    assert {"README.md", "LICENSE"} < {path.name for path in (tmp_path / "package").iterdir()}


@pytest.mark.parametrize("example", ["stream.mjs", "ai-sdk.mjs"])
def test_a_fresh_node_project_works_by_the_readme(
    run: Any,
    given: Any,
    fresh: Mapping[str, str],
    provider: str,
    node_project: Path,
    example: str,
) -> None:
    said = run("node", example, cwd=node_project, **fresh, **given(provider))

    assert "月末" in said


@pytest.mark.parametrize("example", ["stream.mjs", "ai-sdk.mjs"])
def test_a_fresh_deno_project_works_by_the_readme(
    run: Any,
    given: Any,
    fresh: Mapping[str, str],
    provider: str,
    deno_project: Path,
    example: str,
) -> None:
    said = run("deno", "run", "-A", example, cwd=deno_project, **fresh, **given(provider))

    assert "月末" in said
