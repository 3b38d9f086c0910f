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

DENO = MODULES / "deno/bin.cjs"
# What the examples import besides the package, and what it is called in ours.
PEERS = {"ai": "ai-7", "@ai-sdk/openai-compatible": "@ai-sdk/openai-compatible-7"}


def examples() -> dict[str, str]:
    """The README's programs by name."""
    found = re.findall(r"```js\n// (\S+)\n(.*?)```", (CLIENT / "README.md").read_text(), re.DOTALL)
    return dict(found)


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


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A fresh project that has the examples, and what they import besides the package."""
    (tmp_path / "package.json").write_text('{ "type": "module" }')
    for name, text in examples().items():
        (tmp_path / name).write_text(text)
    return tmp_path


def add_peers(project: Path) -> None:
    """Puts the AI SDK into the project, without a registry."""
    for name, ours in PEERS.items():
        place = project / "node_modules" / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.symlink_to(MODULES / ours)


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
    node: Any, given: Any, registry: Mapping[str, str], provider: str, project: Path, example: str
) -> None:
    node(install.npm(), "install", "ai-token-quotas", cwd=project, **registry)
    add_peers(project)

    said = node(example, cwd=project, **given(provider))

    assert "月末" in said


@pytest.mark.parametrize("example", ["stream.mjs", "ai-sdk.mjs"])
def test_a_fresh_deno_project_works_by_the_readme(
    node: Any, given: Any, registry: Mapping[str, str], provider: str, project: Path, example: str
) -> None:
    cache = {"DENO_DIR": str(project / "cache")}
    node(DENO, "add", "npm:ai-token-quotas", cwd=project, **registry, **cache)
    add_peers(project)

    said = node(DENO, "run", "-A", example, cwd=project, **given(provider), **registry, **cache)

    assert "月末" in said
