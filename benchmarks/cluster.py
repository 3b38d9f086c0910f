"""A throw-away PostgreSQL 15 with the package in its databases, and pgbench against it."""

import hashlib
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import psutil
import psycopg
from stack import release
from stack.locks import lock
from stack.ui import Failure
from upgrade.servers import ROOT, Server, programs

HERE = Path(__file__).resolve().parent
SEEDS = tuple(sorted((ROOT / "supabase/seeds").glob("*.sql")))
CLIENTS = 8

# As on the platform, but for autovacuum and checkpoints, which would hit one contestant and not the
# other: both are done between the rounds.
SETTINGS = {
    "jit": "off",
    "autovacuum": "off",
    "checkpoint_timeout": "1h",
    "max_wal_size": "32GB",
    "maintenance_work_mem": "512MB",
    "shared_buffers": f"{min(4096, psutil.virtual_memory().total // 4 // 2**20)}MB",
}
NOT_DURABLE = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}
MEMORY, ENOUGH_MEMORY = Path("/dev/shm"), 16 * 2**30  # noqa: S108 - a folder of ours is made in it
DURABLE = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on"}


@dataclass
class Cluster:
    """The cluster of one benchmark."""

    server: Server
    made: set[str] = field(default_factory=set)

    @property
    def data(self) -> Path:
        """Where its data lie."""
        return Path(self.server.base_dir)

    def make(self, name: str, users: int) -> str:
        """A database with package, prices, and so many users; the same one if it is there."""
        if name in self.made:
            return name
        self.copy(self._package, name)
        with self.connect(name, "supabase_admin") as admin:
            admin.execute("call bench.load_users(%s)", [users])
            admin.execute("vacuum (analyze)")
        return name

    @cached_property
    def _package(self) -> str:
        name = self.server.make("package")
        self.server.migrate(name, (*release.migrations(ROOT), *SEEDS))
        with self.connect(name) as owner:
            owner.execute((HERE / "sql/schema.sql").read_bytes())
        return name

    def copy(self, template: str, name: str) -> str:
        """A new database like the template, file by file, in the place of an older one."""
        self.drop(name)
        with self.connect("postgres", "supabase_admin") as admin:
            options = f'template "{template}" owner postgres strategy file_copy'
            admin.execute(f'create database "{name}" {options}'.encode())
        self.made.add(name)
        return name

    def drop(self, database: str) -> None:
        """Give a database's room back."""
        with self.connect("postgres", "supabase_admin") as admin:
            admin.execute(f'drop database if exists "{database}"'.encode())
        self.made.discard(database)

    def load_ledger(self, database: str, users: int, calls: int) -> None:
        """Fill the ledger and what is kept beside it, on two connections."""
        with ThreadPoolExecutor() as pool:
            for done in [
                pool.submit(self._call, database, "bench.load_ledger(%s, %s)", users, calls),
                pool.submit(self._call, database, "bench.load_days(%s)", users),
            ]:
                done.result()

    def _call(self, database: str, procedure: str, *arguments: int) -> None:
        with self.connect(database, "supabase_admin") as admin:
            admin.execute(f"call {procedure}".encode(), arguments)

    @contextmanager
    def connect(self, database: str, user: str = "postgres") -> Iterator[psycopg.Connection]:
        """A connection that commits each statement."""
        with self.server.connect(database, user) as connection:
            yield connection

    def environment(self, database: str) -> dict[str, str]:
        """How libpq and its like reach a database, by the socket."""
        return {
            "PGHOST": str(self.data / "tmp"),
            "PGPORT": str(self.server.settings["port"]),
            "PGUSER": "postgres",
            "PGDATABASE": database,
        }

    def tidy(self, database: str) -> None:
        """Do what autovacuum and checkpoints would do at a moment of their own choosing."""
        with self.connect(database, "supabase_admin") as admin:
            admin.execute("vacuum (analyze)")
            admin.execute("checkpoint")

    def pgbench(
        self,
        database: str,
        script: str,
        length: str,
        users: tuple[int, int],
        settings: Mapping[str, str],
    ) -> float:
        """Calls a second that all clients reach with a script and users from first to last."""
        first, last = users
        given = self.server.programs
        done = subprocess.run(
            [
                *(str(given.folder / "pgbench"), "--no-vacuum", "--protocol=prepared"),
                *(f"--client={CLIENTS}", "--jobs=2", length),
                *(f"--define=first={first}", f"--define=last={last}"),
                f"--file={HERE / 'pgbench' / script}.sql",
            ],
            env={
                **os.environ,
                **self.environment(database),
                "LD_LIBRARY_PATH": given.libraries,
                "PGOPTIONS": options(settings),
            },
            capture_output=True,
            text=True,
            check=False,
        )
        found = re.search(r"^tps = ([\d.]+) \(without initial", done.stdout, re.MULTILINE)
        if done.returncode or not found or "failed transactions: 0 " not in done.stdout:
            raise Failure(f"pgbench, {script}: {done.stdout}{done.stderr[-2000:]}")
        return float(found[1])


def options(settings: Mapping[str, str]) -> str:
    """Settings of a session, as libpq takes them from the environment."""
    escaped = {name: re.sub(r"([\\ ])", r"\\\1", value) for name, value in settings.items()}
    return " ".join(f"-c {name}={value}" for name, value in escaped.items())


@contextmanager
def cluster(durable: bool) -> Iterator[Cluster]:
    """Lend a cluster that is gone afterwards."""
    chosen = {**SETTINGS, **(DURABLE if durable else NOT_DURABLE)}
    with folder(in_memory=not durable), server(options(chosen)) as it:
        yield Cluster(it)


@contextmanager
def folder(in_memory: bool) -> Iterator[None]:
    """Have temporary files in a folder of ours, in memory if it has room: disks are shared."""
    room = MEMORY.exists() and psutil.virtual_memory().available > ENOUGH_MEMORY
    parent = MEMORY if in_memory and room else Path(tempfile.gettempdir())
    ours = parent / f"bench-{hashlib.sha256(os.fsencode(ROOT)).hexdigest()[:12]}"
    with lock("bench", 0, "Another benchmark runs here: wait for it."):
        # Of a run that was killed.
        shutil.rmtree(ours, ignore_errors=True)
        ours.mkdir(mode=0o755)
        before, tempfile.tempdir = tempfile.tempdir, str(ours)
        try:
            yield
        finally:
            tempfile.tempdir = before
            shutil.rmtree(ours, ignore_errors=True)


@contextmanager
def server(settings: str) -> Iterator[Server]:
    """Lend a PostgreSQL 15."""
    it = Server(programs(15), settings)
    try:
        yield it
    finally:
        it.stop()
