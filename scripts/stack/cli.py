"""The commands behind the Makefile."""

import os
import signal
import subprocess
import sys
import time
from typing import Annotated, Literal

import typer

from stack.paths import DEV, DEV_17, EMPTY, EMPTY_17, ROOT, STATE, Instance
from stack.ui import Failure, console, errors, step

app = typer.Typer(add_completion=False, no_args_is_help=True, rich_markup_mode=None)

PASS_ON = {"allow_extra_args": True, "ignore_unknown_options": True}

Native = Annotated[bool, typer.Option("--native", help="Do not use Docker even if it is there.")]
Postgres = Annotated[
    Literal["15", "17"], typer.Option("--postgres", help="17 comes from npm, without pg_cron.")
]
Check = Annotated[bool, typer.Option("--check", help="Only tell whether the files are up to date.")]


@app.command()
def start(
    native: Native = False,
    postgres: Postgres = "15",
    api_port: Annotated[
        int | None, typer.Option(envvar="STACK_API_PORT", help="Gateway; default 54321.")
    ] = None,
    db_port: Annotated[
        int | None, typer.Option(envvar="STACK_DB_PORT", help="PostgreSQL; default 54322.")
    ] = None,
    empty: Annotated[
        bool, typer.Option("--empty", help="Without this project's migrations; no Docker.")
    ] = False,
) -> None:
    """Start the local Supabase, and print how to reach it."""
    from stack import install, process, welcome
    from stack import native as stack
    from stack.locks import lock

    if not (native or empty) and not process.running(_dev()) and _docker():
        from stack import docker

        install.ensure()
        welcome.show(docker.start())
        return
    instance = Instance("empty" if empty else "dev", int(postgres))
    _require_free(instance, api_port, db_port)
    install.ensure()
    begun = time.monotonic()
    with lock("dev"):
        _require_free(instance, api_port, db_port)
        settings, running = stack.start(instance, api_port, db_port)
    if running:
        console.print("Already running.")
    else:
        step(f"Serving after {time.monotonic() - begun:.1f} s")
    welcome.show(settings.env(), with_call=not empty)


@app.command()
def stop(native: Native = False) -> None:
    """Stop it; data is kept."""
    from stack import native as stack
    from stack.locks import lock

    with lock("dev"):
        stopped = stack.stop(_dev())
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

    instance = _dev()
    known = settings.load(instance)
    if not process.running(instance) and _docker():
        from stack import docker

        docker.reset()
        return
    with lock("dev"):
        if known is None or not process.running(instance):
            raise Failure("Nothing is running: make start")
        if instance in (EMPTY, EMPTY_17):
            raise Failure(
                f"The stack is empty on purpose. To begin anew: make stop; rm -r {instance.folder}"
            )
        native.reset(instance, known)
    console.print("The database is as new; users are gone too.")


@app.command()
def demo(
    native: Native = False,
    port: Annotated[int, typer.Option(help="Of the demo.")] = 5173,
) -> None:
    """Serve the card's demo on the stack that the environment names, else on the local one."""
    from stack import install, ports, process, suite, widget

    ports.require(port, "--port", "demo")
    if suite.is_given():
        install.ensure("widget")
        widget.serve_demo(os.environ, port, realtime=False)
    if "nginx" not in process.running(_dev()):
        start(native)
    install.ensure("widget")
    # The stack without Docker has no Realtime.
    widget.serve_demo(_connection(), port, realtime="nginx" not in process.running(_dev()))


@app.command()
def pack() -> None:
    """Build the npm packages and pack them."""
    from stack import hosts, install

    install.ensure("client", "widget")
    for tarball in hosts.pack():
        console.print(str(tarball.relative_to(STATE.parent)))


@app.command()
def admin(
    native: Native = False,
    port: Annotated[int, typer.Option(help="Of the page.")] = 5174,
) -> None:
    """Start the local Supabase if it does not run, and serve the admin page on it, with data."""
    from stack import admin as page
    from stack import install, ports, process

    if not ports.is_free(port):
        raise Failure(f'Port {port} is taken: choose another with make admin ARGS="--port PORT".')
    if "nginx" not in process.running(_dev()):
        start(native)
    install.ensure("admin")
    page.serve(_connection(), port)


@app.command()
def generate(check: Check = False) -> None:
    """Generate supabase/types, supabase/schema.sql and docs/reference."""
    from stack import generate, install, suite

    install.ensure()
    with suite.stack() as env:
        stale = [
            *generate.types(env, check),
            *generate.schema(env, check),
            *generate.documentation(env, check),
            *generate.fingerprint(env, check),
            *generate.price_seed(check),
            *generate.usage_mapping(check),
            *generate.alert_texts(check),
        ]
    if stale:
        raise Failure(f"Out of date: {', '.join(stale)}. Run `make types`.")


@app.command()
def migration(name: Annotated[str, typer.Argument(help="Such as add_teams.")]) -> None:
    """Write the migration to the next version, or write it anew with its part by hand kept."""
    from stack import generate

    generate.release(check=False, name=name)


@app.command()
def release(
    freeze: Annotated[bool, typer.Option("--freeze", help="Now released.")] = False,
) -> None:
    """Write the release file that is not frozen yet; with --freeze, it never changes again."""
    from stack import generate
    from stack import release as releases

    generate.release(check=False)
    if freeze:
        releases.freeze(ROOT)
        console.print(f"All of supabase/migrations is frozen, in {releases.FROZEN}.")


@app.command()
def model(
    port: Annotated[int, typer.Option(help="Where to serve it, on 127.0.0.1.")] = 8088,
) -> None:
    """Serve a stand-in for a model that speaks OpenAI's API."""
    from stack import model as stand_in
    from stack import ports

    ports.require(port, "--port", "model")
    with stand_in.serve(port) as server:
        console.print(f"OPENAI_BASE_URL=http://127.0.0.1:{port}/v1, with any key")
        server.serve_forever()


@app.command(context_settings=PASS_ON)
def psql(context: typer.Context) -> None:
    """Open psql on the database of the running stack; arguments go to psql."""
    from stack import install, native

    install.ensure()
    program = str(native.PG_BIN / "psql")
    env = {**os.environ, **native.libraries()}
    os.execve(program, [program, _connection()["DB_URL"], *context.args], env)  # noqa: S606


@app.command()
def docs(
    port: Annotated[int, typer.Option(help="Where to serve it, on 127.0.0.1.")] = 8000,
    build: Annotated[bool, typer.Option("--build", help="Only build it: .stack/site.")] = False,
) -> None:
    """Serve the documentation, and build it again whenever a page changes."""
    from stack import install
    from stack.paths import BIN

    # It brings the program that draws diagrams.
    install.ensure()
    words = ("build",) if build else ("serve", "--dev-addr", f"127.0.0.1:{port}")
    env = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run([BIN / "mkdocs", *words], cwd=ROOT, env=env, check=False)
    raise typer.Exit(done.returncode)


@app.command()
def lint() -> None:
    """Run every linter; those that read the database start one if none runs."""
    from stack import install, suite

    install.ensure("client")
    with suite.stack() as env:
        passed = suite.lint(env)
    raise typer.Exit(0 if passed else 1)


@app.command("test", context_settings=PASS_ON)
def run_tests(context: typer.Context, postgres: Postgres = "15") -> None:
    """Run lint, pgTAP, tokenWidget and pytest on a stack of their own; arguments go to pytest."""
    from stack import hosts, install, suite

    install.ensure(
        *("admin", "browser", "client", "widget"),
        *(["hosts", "firefox"] if hosts.wanted() else []),
        *(["more-hosts"] if hosts.more_wanted() else []),
    )
    raise typer.Exit(suite.test(Instance("test", int(postgres)), context.args))


@app.command(context_settings=PASS_ON)
def mutations(context: typer.Context) -> None:
    """Break the SQL in one way at a time and expect the tests to notice."""
    from stack import install, suite

    install.ensure()
    raise typer.Exit(suite.mutations(context.args))


@app.command(context_settings=PASS_ON)
def bench(context: typer.Context) -> None:
    """Measure speed; arguments go to benchmarks/."""
    from stack import install, suite

    install.ensure("bench")
    raise typer.Exit(suite.bench(context.args))


def main() -> None:
    """Run a command; what people can put right is one line, not a traceback."""
    signal.signal(signal.SIGTERM, _terminated)
    # Nothing asks any more; scripts may still pass it.
    sys.argv = [word for word in sys.argv if word != "--yes"]
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


def _dev() -> Instance:
    """The stack for people that runs: one at a time does."""
    from stack import process

    return next((one for one in (DEV_17, EMPTY, EMPTY_17) if process.running(one)), DEV)


def _require_free(instance: Instance, api_port: int | None, db_port: int | None) -> None:
    """Fail before anything is fetched or started if another stack runs, or a port is taken."""
    from stack import native, process

    other = _dev()
    if other != instance and process.running(other):
        raise Failure(
            f"The stack '{other.name}' on PostgreSQL {other.postgres} is running: "
            "run `make stop` first."
        )
    if not process.running(instance):
        native.free_ports(instance, api_port, db_port)


def _connection() -> dict[str, str]:
    from stack import process, settings

    instance = _dev()
    known = settings.load(instance)
    if known and "nginx" in process.running(instance):
        return known.env()
    if _docker():
        from stack import docker

        return docker.env()
    raise Failure("Nothing is running: make start")
