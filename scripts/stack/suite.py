"""`make test`, `make lint` and `make bench`: a stack to run them on, and their sum."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from stack import lint as linters
from stack import native, ports, process, settings, widget
from stack.locks import lock
from stack.paths import BENCH, DEV, NODE, PREFIX, ROOT, TEST, Instance
from stack.ui import console, step

GIVEN = ("API_URL", "DB_URL", "ANON_KEY", "SERVICE_ROLE_KEY", "JWT_SECRET")


def is_given() -> bool:
    """Tell whether the environment names a stack."""
    return all(os.environ.get(name) for name in GIVEN)


@contextmanager
def stack(own: Instance | None = None) -> Iterator[dict[str, str]]:
    """Lend a running stack: the given or the running one, else one that ends with this."""
    if is_given():
        yield _tools({name: value for name, value in os.environ.items() if name.endswith("_KEY")})
        return
    known = settings.load(DEV)
    if own is None and known and native.is_whole(DEV):
        yield _environment(DEV, known)
        return
    instance = own or TEST
    with lock("test", 0, "Another `make test` or `make lint` runs here: wait for it."):
        native.stop(instance)
        shutil.rmtree(instance.data, ignore_errors=True)
        try:
            chosen, _ = native.start(instance, ports.free_port(), ports.free_port())
            yield _environment(instance, chosen)
        finally:
            native.stop(instance)
            shutil.rmtree(instance.data, ignore_errors=True)


def test(instance: Instance, arguments: Sequence[str]) -> int:
    """Run lint, pgTAP, tokenWidget and pytest; everything runs even if something failed."""
    with stack(instance) as env:
        known = deadlocks(env)
        results = {"lint": lint(env), "pgTAP": pgtap(env), "widget": widget.test()}
        console.rule("pytest", align="left")
        code = pytest({**env, **widget.demo(env, instance)}, arguments)
        results["deadlocks"] = no_deadlocks(env, known)
    failed = [name for name, passed in results.items() if not passed]
    if failed:
        # pytest's summary stays the last line.
        print(f"failed besides pytest: {', '.join(failed)} (see above)", file=sys.stderr)
    return code or (1 if failed else 0)


def lint(env: Mapping[str, str]) -> bool:
    """Run every linter and tell which failed."""
    console.rule("lint", align="left")
    if env.get("STACK_POSTGRES") == "17":
        step("Skipped: plpgsql_check and pg_dump are of PostgreSQL 15")
        return True
    return linters.run(env)


def pgtap(env: Mapping[str, str]) -> bool:
    """Run the tests inside the database with pg_prove."""
    files = sorted((ROOT / "supabase/tests").rglob("*.test.sql"))
    if not files:
        step("pgTAP: no tests")
        return True
    console.rule("pgTAP", align="left")
    perl = [
        str(path) for path in (*PREFIX.glob("usr/share/perl*"), *PREFIX.glob("usr/share/perl/*"))
    ]
    perl += [str(path) for path in PREFIX.glob("usr/lib/*-linux-gnu/perl*")]
    perl += [str(path) for path in PREFIX.glob("usr/lib/*-linux-gnu/perl/*")]
    done = subprocess.run(
        [
            *("perl", str(PREFIX / "usr/bin/pg_prove"), "--psql-bin", str(native.PG_BIN / "psql")),
            *("--dbname", env["DB_URL"], "--jobs", "2", "--ext", ".sql", *map(str, files)),
        ],
        cwd=ROOT,
        env={**os.environ, **env, "PERL5LIB": ":".join(perl)},
        check=False,
    )
    return done.returncode == 0


def pytest(env: Mapping[str, str], arguments: Sequence[str]) -> int:
    """Run the tests across HTTP, and those on throw-away databases."""
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-n", "2", *arguments],
        cwd=ROOT,
        env={**os.environ, **env},
        check=False,
    )
    return done.returncode


def deadlocks(env: Mapping[str, str]) -> int:
    """Count those that the database has met."""
    import psycopg

    counted = "select deadlocks from pg_stat_database where datname = current_database()"
    with psycopg.connect(env["DB_URL"]) as connection:
        row = connection.execute(counted).fetchone()
    return int(row[0]) if row else 0


def no_deadlocks(env: Mapping[str, str], known: int) -> bool:
    """Tell whether there was none since: one that its client got over is a fault as well."""
    met = deadlocks(env) - known
    if met:
        console.print(f"{met} deadlocks in the database: its log names them", style="red")
    return met == 0


def mutations(arguments: Sequence[str]) -> int:
    """Break the SQL in one way at a time, on a stack of its own, and expect the tests to fail."""
    with stack(TEST) as env:
        done = subprocess.run(
            [sys.executable, "tests/mutations.py", *arguments],
            cwd=ROOT,
            env={**os.environ, **env, "PYTHONPATH": "tests"},
            check=False,
        )
        promises = 0
        if not arguments:
            promises = pytest({**env, "BREAKS": "1"}, ["tests/model", "-k", "broken_promise"])
    return done.returncode or promises


def bench(arguments: Sequence[str]) -> int:
    """Run benchmarks/, which makes its own databases, and a stack for what goes over HTTP."""
    done = subprocess.run(
        [sys.executable, BENCH, *arguments],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": "scripts:tests"},
        check=False,
    )
    return done.returncode


def _environment(instance: Instance, chosen: settings.Settings) -> dict[str, str]:
    return _tools(
        {
            **chosen.env(),
            "STACK_ADMIN_URL": settings.admin_url(instance, chosen),
            "STACK_POSTGRES": str(instance.postgres),
        }
    )


def _tools(env: dict[str, str]) -> dict[str, str]:
    """Add what throw-away databases need."""
    user = process.run_as()
    newest = next(iter(NODE.glob("@embedded-postgres/linux-*/native/bin")), None)
    given = {name: os.environ[name] for name in GIVEN if os.environ.get(name)}
    return {
        **given,
        **env,
        **native.libraries(),
        "PG15_BIN": str(native.PG_BIN),
        "PG15_LIBRARY_PATH": native.libraries()["LD_LIBRARY_PATH"],
        **({"PG17_BIN": str(newest)} if newest else {}),
        **({"STACK_RUN_AS": user.pw_name} if user else {}),
    }
