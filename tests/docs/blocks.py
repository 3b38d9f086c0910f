"""The code blocks of the documentation, and what comments above them say."""

import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from stack.paths import ROOT

FENCE = re.compile(
    r"(?P<before>(?:^ *<!-- .*? -->\n)?)^(?P<indent> *)```(?P<language>\w*)(?P<info>[^\n]*)\n"
    r"(?P<text>.*?)^(?P=indent)```",
    re.MULTILINE | re.DOTALL,
)
MARK = re.compile(r"<!-- (norun|expect|serve): (.*?) -->", re.DOTALL)

# Pages whose blocks have tests of their own, elsewhere.
ELSEWHERE = {
    "docs/admin.md": "tests/admin_page",
    "packages/admin/README.md": "tests/admin_page",
    "docs/alerts.md": "tests/alerts",
    "docs/widget.md": "tests/browser",
    "packages/client/README.md": "tests/client",
    "packages/widget/README.md": "tests/browser",
}


@dataclass(frozen=True)
class Block:
    """A fenced block."""

    page: str
    line: int
    language: str
    text: str
    # The file that the reader writes it into.
    title: str = ""
    # Why it is not run; what its output has; where it serves.
    norun: str = ""
    expect: str = ""
    serve: str = ""

    def __str__(self) -> str:
        """Tell where it is."""
        return f"{self.page}:{self.line}"


@cache
def pages() -> list[str]:
    """Every page that a reader may paste from, and that has no test of its own."""
    found = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md")]
    found += [*(ROOT / "docs").rglob("*.md"), *ROOT.glob("packages/*/README.md")]
    names = sorted(str(path.relative_to(ROOT)) for path in found)
    tests = [path.read_text() for path in (ROOT / "tests").rglob("*.py")]
    return [one for one in names if one not in ELSEWHERE and not _has_test(Path(one), tests)]


def _has_test(page: Path, tests: list[str]) -> bool:
    """Tell whether a guide is named by a test: that one follows it."""
    if page.parent.name != "guides":
        return False
    named = re.compile(rf'["/]{re.escape(page.stem)}(\.md)?"')
    return any("guides" in text and named.search(text) for text in tests)


@cache
def blocks(page: str) -> list[Block]:
    """The blocks of a page, in order."""
    return list(_read(page))


def _read(page: str) -> Iterator[Block]:
    text = (ROOT / page).read_text()
    for match in FENCE.finditer(text):
        title = re.search(r'title="([^"]*)"', match["info"])
        mark = MARK.search(match["before"])
        yield Block(
            page,
            text.count("\n", 0, match.start("language")) + 1,
            match["language"],
            textwrap.dedent(match["text"]),
            title[1] if title else "",
            **({mark[1]: " ".join(mark[2].split())} if mark else {}),
        )


def every(*languages: str) -> list[Block]:
    """The blocks of all pages that are to be run, in these languages."""
    found = [block for page in pages() for block in blocks(page)]
    return [block for block in found if block.language in languages and not block.norun]


def by_page(*languages: str) -> dict[str, list[Block]]:
    """The same, by page."""
    found: dict[str, list[Block]] = {}
    for block in every(*languages):
        found.setdefault(block.page, []).append(block)
    return found
