"""The guides: a stranger installs the wheel by their words, and the examples run."""

import re
import subprocess
from importlib.metadata import requires
from pathlib import Path
from typing import Any

import pytest
from api.callers import Stack
from python.conftest import Provider, environment
from stack.paths import ROOT

from ai_token_quotas.client import TokenService

EXAMPLES = {
    "fastapi": ROOT / "examples/fastapi/app.py",
    "litellm": ROOT / "examples/litellm/ask.py",
    "pydantic-ai": ROOT / "examples/pydantic-ai/ask.py",
}


@pytest.fixture
def given(stack: Stack, provider: Provider, user: str) -> dict[str, str]:
    """The environment that the examples read, for a new user."""
    return {**environment(stack, provider), "USER_ID": user}


def run(python: Path, script: Path, env: dict[str, str]) -> str:
    """Run a script, which must succeed."""
    done = subprocess.run([python, script], env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_guide_names_an_extra_that_the_wheel_has(name: str) -> None:
    guide = (ROOT / f"docs/guides/{name}.md").read_text()

    (extra,) = set(re.findall(r"ai-token-quotas\[(\S+)\]", guide))

    assert any(f"extra == '{extra}'" in need for need in requires("ai-token-quotas") or [])


def test_the_wheel_is_what_the_examples_import(fresh: Path) -> None:
    said = subprocess.run(
        [fresh, "-c", "import ai_token_quotas.client as one; print(one.__file__)"],
        capture_output=True,
        text=True,
        check=True,
    )

    assert said.stdout.startswith(str(fresh.parents[1]))


@pytest.mark.parametrize("name", ["litellm", "pydantic-ai"])
def test_an_example_runs(
    fresh: Path, given: dict[str, str], provider: Provider, account: Any, name: str
) -> None:
    said = run(fresh, EXAMPLES[name], given)

    assert "月末" in said
    (row,) = account().calls
    (served,) = provider.served
    assert (row["tokens_completion"], row["usage_source"]) == (served["completion"], "provider")


def test_an_example_tells_of_a_denial(
    fresh: Path, given: dict[str, str], provider: Provider, quotas: TokenService, user: str
) -> None:
    quotas.track_usage(tokens_prompt=10_000, tokens_completion=0, user_id=user)

    said = run(fresh, EXAMPLES["pydantic-ai"], given)

    assert "The token quota does not admit this call" in said
    assert provider.served == []
