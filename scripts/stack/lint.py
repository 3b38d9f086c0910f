"""Every linter of the project, and what its findings are compared with."""

import json
import os
import re
import subprocess
import tomllib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import psycopg

from stack import catalog, generate, native, release
from stack.paths import BIN, CLIENT, HERE, ROOT, STATE
from stack.ui import Failure, console

# Findings of the last run that pyproject.toml explains, under [tool.database-lint].
_met: set[str] = set()


def run(env: Mapping[str, str]) -> bool:
    """Run all of them, show what the failing ones said, and sum up."""
    sources = _existing("scripts", "src", "tests", "benchmarks", "examples")
    types = _existing("scripts/stack", "src", "tests", "benchmarks")
    folders = ("adopt", "cli", "migrations", "schemas", "seeds", "tests")
    sql = _existing(*(f"supabase/{name}" for name in folders), "benchmarks/sql", "docs/recipes")
    migrations = [str(path) for path in sorted((ROOT / "supabase/migrations").glob("*.sql"))]
    checks: dict[str, Callable[[], str]] = {
        "ruff format": lambda: _tool("ruff", "format", "--check", "--quiet", "--diff", *sources),
        "ruff check": lambda: _tool("ruff", "check", "--quiet", *sources),
        "mypy": lambda: _tool("mypy", *types),
        "deno fmt": lambda: _deno("fmt", "--check"),
        "deno lint": lambda: _deno("lint"),
        "deno check": lambda: _deno("check"),
        "sqlfluff": lambda: _tool("sqlfluff", "lint", "--disable-progress-bar", "-p", "0", *sql),
        "squawk": lambda: _tool("squawk", *migrations),
        "supabase db lint": lambda: _database_lint(env["DB_URL"]),
        "supabase db advisors": lambda: _advisors(env["DB_URL"]),
        "explanations": _unmet,
        "frozen releases": lambda: "\n".join(release.complaints(ROOT)),
        "schemas": lambda: _schemas(env.get("STACK_ADMIN_URL", env["DB_URL"])),
        "generated types": lambda: _stale(generate.types(env, check=True)),
        "generated prices": lambda: _stale(generate.price_seed(check=True)),
        "generated usage mapping": lambda: _stale(generate.usage_mapping(check=True)),
        "generated texts of alerts": lambda: _stale(generate.alert_texts(check=True)),
        "generated documentation": lambda: _stale(generate.documentation(env, check=True)),
        "documentation": _documentation,
        "generated fingerprint": lambda: _stale(generate.fingerprint(env, check=True)),
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


def _deno(*words: str) -> str:
    """Lint the Edge Functions in this style, and what the gateway's tests run it on."""
    program = next(CLIENT.glob("node_modules/@deno/linux-*/deno"))
    gateway = "supabase/functions/ai-gateway"
    config = ("--config", f"{gateway}/deno.json")
    files = [str(path) for path in sorted((ROOT / gateway).glob("*.ts"))]
    files += [str(path) for path in sorted((ROOT / "supabase/functions/quota-alerts").glob("*.ts"))]
    files += [str(path) for path in sorted((ROOT / "tests/gateway/bench").glob("*.ts"))]
    return _program(program, *words, *config, *files, DENO_DIR=str(STATE / "deno"))


def _tool(name: str, *words: str) -> str:
    return _program(BIN / name, *words)


def _program(program: Path, *words: str, **env: str) -> str:
    done = subprocess.run(
        [program, *words],
        cwd=ROOT,
        env={**os.environ, **env},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        timeout=300,
    )
    return done.stdout.strip() or f"{program.name} failed" if done.returncode else ""


def _documentation() -> str:
    """Build the site, which checks links and anchors; --quiet would let all warnings pass."""
    return _program(BIN / "mkdocs", "build", NO_MKDOCS_2_WARNING="1")


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


def _schemas(url: str) -> str:
    """What migrations make must be what supabase/schemas says."""
    if stale := generate.release(check=True):
        return f"out of date: {', '.join(stale)}. Run `make release`."
    sources = _catalog_of(url, "lint_schemas", release.sources(ROOT))
    migrated = _catalog_of(url, "lint_migrations", release.migrations(ROOT))
    return "\n".join(catalog.differences(sources, migrated, ("schema files", "migrations")))


def _catalog_of(url: str, name: str, files: Iterable[Path]) -> catalog.Catalog:
    """The catalogue of a scratch database that these files make."""
    drop = f"drop database if exists {name} with (force)".encode()
    file = HERE
    with psycopg.connect(url, autocommit=True) as admin:
        admin.execute(drop)
        admin.execute(f"create database {name}".encode())
        try:
            with psycopg.connect(url, dbname=name, autocommit=True) as db:
                for file in (HERE / "platform.sql", HERE / "platform_auth.sql"):
                    db.execute(file.read_bytes())
                db.execute("set session authorization postgres")
                for file in files:
                    db.execute(file.read_bytes())
                db.execute("reset session authorization")
                return catalog.read_catalog(db)
        except psycopg.Error as error:
            raise Failure(f"{file.relative_to(ROOT)}: {error}") from None
        finally:
            admin.execute(drop)


def _stale(files: list[str]) -> str:
    return f"out of date: {', '.join(files)}. Run `make types`." if files else ""
