"""Every linter of the project, and what its findings are compared with."""

import json
import re
import subprocess
import tomllib
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from stack import generate, native
from stack.paths import BIN, ROOT
from stack.ui import Failure, console

# Findings of the last run that pyproject.toml explains, under [tool.database-lint].
_met: set[str] = set()


def run(env: Mapping[str, str]) -> bool:
    """Run all of them, show what the failing ones said, and sum up."""
    sources = _existing("scripts", "tests", "benchmarks")
    types = _existing("scripts/stack", "tests", "benchmarks")
    sql = _existing("supabase/migrations", "supabase/seeds", "supabase/tests", "benchmarks/sql")
    migrations = [str(path) for path in sorted((ROOT / "supabase/migrations").glob("*.sql"))]
    checks: dict[str, Callable[[], str]] = {
        "ruff format": lambda: _tool("ruff", "format", "--check", "--quiet", "--diff", *sources),
        "ruff check": lambda: _tool("ruff", "check", "--quiet", *sources),
        "mypy": lambda: _tool("mypy", *types),
        "sqlfluff": lambda: _tool("sqlfluff", "lint", "--disable-progress-bar", "-p", "0", *sql),
        "squawk": lambda: _tool("squawk", *migrations),
        "supabase db lint": lambda: _database_lint(env["DB_URL"]),
        "supabase db advisors": lambda: _advisors(env["DB_URL"]),
        "explanations": _unmet,
        "generated types": lambda: _stale(generate.types(env, check=True)),
        "generated prices": lambda: _stale(generate.price_seed(check=True)),
        "generated README": lambda: _stale(generate.readme(env, check=True)),
        "generated schema": lambda: _stale(generate.schema(env, check=True)),
    }
    failed = []
    _met.clear()
    for name, check in checks.items():
        try:
            complaint = check()
        except Failure as failure:
            complaint = str(failure)
        mark = "[red]✗[/red]" if complaint else "[green]✓[/green]"
        console.print(f"{mark} {name}")
        if complaint:
            failed.append(name)
            print(complaint)
    if failed:
        console.print(f"lint failed: {', '.join(failed)}", style="red")
    return not failed


def _existing(*names: str) -> list[str]:
    return [name for name in names if (ROOT / name).exists()]


def _tool(name: str, *words: str) -> str:
    done = subprocess.run(
        [BIN / name, *words],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        timeout=300,
    )
    return done.stdout.strip() or f"{name} failed" if done.returncode else ""


def _database_lint(url: str) -> str:
    words = ("--schema", "public,ai_quota", "--level", "warning", "--fail-on", "none")
    found = _json(native.supabase("db", "lint", *words, f"--remote={url}"))
    return _unexplained(
        f"{function['function']}: {issue['level']}: {issue['message']}"
        for function in found
        for issue in function["issues"]
    )


def _advisors(url: str) -> str:
    words = ("--level", "info", "--fail-on", "none")
    found = _json(native.supabase("db", "advisors", *words, f"--remote={url}"))
    return _unexplained(f"{one['name']}: {one['level'].lower()}: {one['detail']}" for one in found)


def _json(output: str) -> list[dict[str, Any]]:
    begin = output.find("[")
    found: list[dict[str, Any]] = json.loads(output[begin:]) if begin >= 0 else []
    return found


def _explained() -> list[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    patterns: list[str] = project["tool"]["database-lint"]["expected"]
    return patterns


def _unexplained(findings: Iterable[str]) -> str:
    left = []
    for finding in findings:
        reasons = [pattern for pattern in _explained() if re.search(pattern, finding)]
        _met.update(reasons)
        if not reasons:
            left.append(finding)
    return "\n".join(left)


def _unmet() -> str:
    unmet = [pattern for pattern in _explained() if pattern not in _met]
    return "\n".join(f"explained in pyproject.toml, but not found: {one}" for one in unmet)


def _stale(files: list[str]) -> str:
    return f"out of date: {', '.join(files)}. Run `make types`." if files else ""
