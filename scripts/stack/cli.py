"""The commands behind the Makefile."""

import signal
import sys
import time
from typing import Annotated

import typer

from stack.paths import DEV, ROOT, STATE
from stack.ui import Failure, console, errors, step

app = typer.Typer(add_completion=False, no_args_is_help=True, rich_markup_mode=None)

PASS_ON = {"allow_extra_args": True, "ignore_unknown_options": True}

Native = Annotated[bool, typer.Option("--native", help="Do not use Docker even if it is there.")]
Yes = Annotated[bool, typer.Option("--yes", help="Fetch missing packages without asking.")]
Check = Annotated[bool, typer.Option("--check", help="Only tell whether the files are up to date.")]


@app.command()
def start(
    native: Native = False,
    yes: Yes = False,
    api_port: Annotated[
        int | None, typer.Option(envvar="STACK_API_PORT", help="Gateway; default 54321.")
    ] = None,
    db_port: Annotated[
        int | None, typer.Option(envvar="STACK_DB_PORT", help="PostgreSQL; default 54322.")
    ] = None,
) -> None:
    """Start the local Supabase, and print how to reach it."""
    from stack import install, process, welcome
    from stack import native as stack
    from stack.locks import lock

    if not native and not process.running(DEV) and _docker():
        from stack import docker

        install.ensure(yes)
        welcome.show(docker.start())
        return
    install.ensure(yes)
    begun = time.monotonic()
    with lock("dev"):
        settings, running = stack.start(DEV, api_port, db_port)
    if running:
        console.print("Already running.")
    else:
        step(f"Serving after {time.monotonic() - begun:.1f} s")
    welcome.show(settings.env())


@app.command()
def stop(native: Native = False) -> None:
    """Stop it; data is kept."""
    from stack import native as stack
    from stack.locks import lock

    with lock("dev"):
        stopped = stack.stop(DEV)
    if not stopped and not native and _docker():
        from stack import docker

        docker.stop()
        stopped = True
    console.print("Stopped." if stopped else "It was not running.")


@app.command()
def env() -> None:
    """Print URLs and keys as NAME="value" lines."""
    for name, value in _connection().items():
        typer.echo(f'{name}="{value}"')


@app.command()
def reset() -> None:
    """Empty the database and apply migrations and seed: the real `supabase db reset`."""
    from stack import native, process, settings
    from stack.locks import lock

    known = settings.load(DEV)
    if not process.running(DEV) and _docker():
        from stack import docker

        docker.reset()
        return
    with lock("dev"):
        if known is None or not process.running(DEV):
            raise Failure("Nothing is running: make start")
        native.reset(DEV, known)
    console.print("The database is as new; users are gone too.")


@app.command()
def demo(native: Native = False, yes: Yes = False) -> None:
    """Start the local Supabase if it does not run, and serve the widget's demo on it."""
    from stack import install, process, widget

    install.ensure(yes, "widget")
    if "nginx" not in process.running(DEV):
        start(native, yes, None, None)
    widget.serve_demo(_connection())


@app.command()
def generate(check: Check = False) -> None:
    """Generate supabase/types, supabase/schema.sql and the README's RPCs from the database."""
    from stack import generate, install, suite

    install.ensure(yes=False)
    with suite.stack() as env:
        stale = [
            *generate.types(env, check),
            *generate.schema(env, check),
            *generate.readme(env, check),
            *generate.price_seed(check),
        ]
    if stale:
        raise Failure(f"Out of date: {', '.join(stale)}. Run `make types`.")


@app.command()
def lint(yes: Yes = False) -> None:
    """Run every linter; those that read the database start one if none runs."""
    from stack import install, suite

    install.ensure(yes)
    with suite.stack() as env:
        passed = suite.lint(env)
    raise typer.Exit(0 if passed else 1)


@app.command("test", context_settings=PASS_ON)
def run_tests(context: typer.Context, yes: Yes = False) -> None:
    """Run lint, pgTAP, tokenWidget and pytest on a stack of their own; arguments go to pytest."""
    from stack import install, suite

    install.ensure(yes, "browser", "widget")
    raise typer.Exit(suite.test(context.args))


@app.command(context_settings=PASS_ON)
def mutations(context: typer.Context, yes: Yes = False) -> None:
    """Break the SQL in one way at a time and expect the tests to notice."""
    from stack import install, suite

    install.ensure(yes)
    raise typer.Exit(suite.mutations(context.args))


@app.command(context_settings=PASS_ON)
def bench(context: typer.Context, yes: Yes = False) -> None:
    """Measure speed; arguments go to benchmarks/."""
    from stack import install, suite

    install.ensure(yes, "bench", "bench-python")
    raise typer.Exit(suite.bench(context.args))


@app.command()
def lock() -> None:
    """Compile requirements.lock and benchmarks/requirements.lock from pyproject.toml anew."""
    import subprocess

    from stack.paths import BIN

    for words in (
        ("pyproject.toml", "-o", "requirements.lock"),
        (
            *("--group", "bench", "--constraint", "requirements.lock"),
            *("-o", "benchmarks/requirements.lock"),
        ),
    ):
        subprocess.run(
            [
                *(str(BIN / "uv"), "pip", "compile", "-q", "--universal", "--generate-hashes"),
                *("--python-version", "3.11", "--no-emit-index-url", "--no-annotate"),
                *("--no-header", *words),
            ],
            cwd=ROOT,
            check=True,
        )


def main() -> None:
    """Run a command; what people can put right is one line, not a traceback."""
    signal.signal(signal.SIGTERM, _terminated)
    try:
        app()
    except Failure as failure:
        errors.print(str(failure), style="red", markup=False)
    except KeyboardInterrupt:
        errors.print("Interrupted.", style="red")
    except OSError as error:
        errors.print(f"{error.strerror or error}: {error.filename or STATE}", style="red")
    else:
        return
    sys.exit(1)


def _terminated(*_: object) -> None:
    raise KeyboardInterrupt


def _docker() -> bool:
    from stack import docker

    return docker.alive()


def _connection() -> dict[str, str]:
    from stack import process, settings

    known = settings.load(DEV)
    if known and "nginx" in process.running(DEV):
        return known.env()
    if _docker():
        from stack import docker

        return docker.env()
    raise Failure("Nothing is running: make start")
