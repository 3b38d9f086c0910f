"""Tests of the tests: break the SQL in one way at a time, and expect them to fail.

Each mutation replaces text in statements of supabase/schemas and applies them to the stack of the
environment; afterwards the original statements are applied again. `make mutations` starts a stack
for it; an argument chooses mutations by name.
"""

import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path

import psycopg
import pytest
from mutants import admins, alerts, limits, periods, plans, recording, trust
from mutants.tools import Change, Mutation

ROOT = Path(__file__).parents[1]
MUTATIONS = [
    *recording.MUTATIONS,
    *trust.MUTATIONS,
    *limits.MUTATIONS,
    *plans.MUTATIONS,
    *periods.MUTATIONS,
    *admins.MUTATIONS,
    *alerts.MUTATIONS,
]


@dataclass(eq=False)  # pytest keeps its plugins in sets
class Results:
    """What pytest reports: the tests that ran, and those that failed."""

    ran: set[str] = field(default_factory=set)
    failed: set[str] = field(default_factory=set)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keeps a test's outcome; an error in a fixture is a failure too."""
        self.ran.add(report.nodeid)
        if report.failed:
            self.failed.add(report.nodeid)


@contextmanager
def broken(owner: psycopg.Connection, change: Change) -> Iterator[None]:
    """Applies the broken statements, and in the end the original ones."""
    owner.execute(change.broken.encode())
    try:
        yield
    finally:
        owner.execute(change.original.encode())


def run(selection: str) -> Results:
    """Runs the selected tests in this process and returns what became of them."""
    results = Results()
    folders = [str(ROOT / "tests" / name) for name in ("api", "admin", "alerts")]
    with redirect_stdout(StringIO()):
        pytest.main(["-q", "-p", "no:cacheprovider", "-k", selection, *folders], [results])
    return results


def survived(mutation: Mutation, results: Results) -> str:
    """Why the mutation was not noticed as it should be; empty if it was."""
    if not results.ran:
        return "no test ran"
    if mutation.every and results.ran != results.failed:
        return f"not noticed by {', '.join(sorted(results.ran - results.failed))}"
    return "" if results.failed else f"not noticed by any of {len(results.ran)} tests"


def main() -> int:
    """Runs all mutations, or those whose name matches the first argument."""
    wanted = sys.argv[1] if len(sys.argv) > 1 else ""
    chosen = [one for one in MUTATIONS if re.search(wanted, one.name)]
    survivors = 0
    with psycopg.connect(os.environ["DB_URL"], autocommit=True) as owner:
        for mutation in chosen:
            with broken(owner, mutation.change):
                results = run(mutation.tests)
            complaint = survived(mutation, results)
            survivors += bool(complaint)
            noticed = complaint or f"noticed by {len(results.failed)} of {len(results.ran)}"
            print(f"{'✗' if complaint else '✓'} {mutation.name}: {noticed}", flush=True)
    print(f"{len(chosen)} mutations, {survivors} survived")
    return 1 if survivors else 0


if __name__ == "__main__":
    sys.exit(main())
