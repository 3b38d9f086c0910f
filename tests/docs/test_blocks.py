"""Every block of the documentation that a reader would paste is run, or says why it is not."""

import json
import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest
from docs.blocks import Block, blocks, by_page, every, pages
from docs.shell import run_page
from stack.paths import ROOT

PARSERS: dict[str, Callable[[str], Any]] = {"json": json.loads, "toml": tomllib.loads}
RUN = {"sql", "sh", "js", "ts", "tsx", "python", *PARSERS}
SHOWN = {"mermaid", "text"}
USER = re.compile(r"'([0-9a-f]{8}-[0-9a-f-]{27})'")
EMAIL = re.compile(r"email = '([^']+)'")


def test_every_block_can_be_run_or_says_why_not() -> None:
    strange = [
        str(block)
        for page in pages()
        for block in blocks(page)
        if block.language not in RUN | SHOWN and len(block.norun) < 10
    ]

    assert strange == []


@pytest.mark.parametrize("page", by_page("sql"))
def test_sql_runs(database: str, page: str) -> None:
    found = by_page("sql")[page]
    text = "".join(block.text for block in found)
    given = "" if "insert into auth.users" in text else text
    users = set(USER.findall(given))

    with psycopg.connect(database) as db:
        db.execute("set session authorization postgres")
        for user in sorted(users):
            db.execute("insert into auth.users (id) values (%s)", [user])
            db.execute(
                "select track_usage(user_id => %s, tokens_prompt => 1000, tokens_completion => 0)",
                [user],
            )
        for email in sorted(set(EMAIL.findall(given))):
            db.execute("insert into auth.users (id, email) values (gen_random_uuid(), %s)", [email])
        for block in found:
            try:
                db.execute(block.text.encode())
            except psycopg.Error as error:
                pytest.fail(f"{block}: {error}", pytrace=False)
        db.rollback()


@pytest.mark.parametrize("page", by_page("sh"))
def test_commands_run(
    folder: Path, path: str, given: dict[str, str], replaced: dict[str, str], page: str
) -> None:
    run_page(page, folder, {**given, "PATH": path}, replaced)


@pytest.mark.parametrize("block", every("python"), ids=str)
def test_python_runs(run: Any, given: dict[str, str], tmp_path: Path, block: Block) -> None:
    if any(block.text in path.read_text() for path in (ROOT / "examples").rglob("*.py")):
        return
    (tmp_path / "block.py").write_text(block.text)

    said = run(ROOT / ".stack/venv/bin/python", "block.py", cwd=tmp_path, **given)

    assert all(word in said for word in _promised(block.text))


@pytest.mark.parametrize("block", [one for one in every("js") if "import " in one.text], ids=str)
def test_javascript_runs(node: Any, given: dict[str, str], project: Path, block: Block) -> None:
    (project / "block.mjs").write_text(block.text)

    said = node("block.mjs", cwd=project, **given)

    assert all(word in said for word in _promised(block.text))


@pytest.mark.parametrize("block", every(*PARSERS), ids=str)
def test_settings_can_be_read(block: Block) -> None:
    assert PARSERS[block.language](block.text)


def _promised(text: str) -> list[str]:
    """What a comment behind a print says it prints."""
    found = re.findall(r"^\s*(?:console\.log|print)\(.*\)\s+(?://|#) (.*)$", text, re.MULTILINE)
    return [word for line in found for word in line.split()]
