"""The guides show the examples as they are, and each needs little code for the quota."""

import json
import re
from importlib.metadata import version
from pathlib import Path

import pytest
from guides.conftest import EXAMPLES, GUIDES
from stack.paths import ROOT

# The files of each guide's example, and the lines that a reader adds to a program of his own.
FILES = {
    "edge-function": ["edge-function/index.ts", "edge-function/deno.json"],
    "nextjs": ["nextjs/app/api/chat/route.js"],
    "gateway": ["vite/index.html", "vite/main.js"],
    "fastapi": ["fastapi/app.py"],
    "litellm": ["litellm/ask.py"],
    "pydantic-ai": ["pydantic-ai/ask.py"],
    "policy": ["policy/policy.sql"],
}
SHOWN = [(guide, file) for guide, files in FILES.items() for file in files]
# Names of this package, and of its errors and what they know.
QUOTA = re.compile(r"quota|bound_?Tokens|bound_prompt|denied|upgrade|retry_?after", re.IGNORECASE)
COMMENT = re.compile(r'\s*(//|#|--|""")')


def quota_lines(path: Path) -> list[str]:
    """The lines of a program that are there for the quota."""
    lines = path.read_text().splitlines()
    return [line for line in lines if QUOTA.search(line) and not COMMENT.match(line)]


@pytest.mark.parametrize(("guide", "file"), SHOWN, ids=[file for _, file in SHOWN])
def test_a_guide_shows_its_example(guide: str, file: str) -> None:
    text = (GUIDES / f"{guide}.md").read_text()

    assert (EXAMPLES / file).read_text() in text
    assert f"examples/{file}" in text


@pytest.mark.parametrize("guide", FILES)
def test_an_example_has_at_most_ten_lines_for_the_quota(guide: str) -> None:
    lines = [line for file in FILES[guide] for line in quota_lines(EXAMPLES / file)]

    # A page in front of the gateway need not know of it.
    assert (guide != "gateway") <= len(lines) <= 10, lines


@pytest.mark.parametrize("guide", FILES)
def test_a_guide_names_files_of_this_version(guide: str) -> None:
    text = (GUIDES / f"{guide}.md").read_text()

    named = re.findall(r"ai[-_]token[-_]quotas-(\d+\.\d+\.\d+)", text)
    assert set(named) <= {version("ai-token-quotas")}


def test_the_npm_package_has_the_same_version() -> None:
    known = json.loads((ROOT / "packages/client/package.json").read_text())

    assert known["version"] == version("ai-token-quotas")


def test_the_tests_take_one_version_of_nextjs() -> None:
    packages = [ROOT / f"{folder}/package.json" for folder in ("packages/client", "tests/hosts")]
    known = [json.loads(path.read_text()) for path in packages]

    named = [{**one.get("dependencies", {}), **one.get("devDependencies", {})} for one in known]
    assert len({one["next"] for one in named}) == 1


def test_each_example_has_a_guide() -> None:
    files = {str(path.relative_to(EXAMPLES)) for path in EXAMPLES.rglob("*") if path.is_file()}

    assert {file for file in files if "__pycache__" not in file} == {file for _, file in SHOWN}


def test_the_readme_leads_to_each_guide() -> None:
    readme = (ROOT / "README.md").read_text()

    named = set(re.findall(r"^\|.*\]\(docs/guides/(\S+)\.md\)", readme, re.MULTILINE))
    assert named == {path.stem for path in GUIDES.glob("*.md")} == set(FILES)
