"""A throw-away PostgreSQL 15 with the package in its databases, and pgbench against it."""

import os
import re
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
import psycopg
from upgrade.servers import PRODUCTION, ROOT, RPCS, TABLES, Server, programs

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
DURABLE = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on"}


class BenchmarkError(Exception):
    """Something went wrong in a run, so that its figure would mean nothing."""


@dataclass(frozen=True)
class Cluster:
    """The cluster of one benchmark."""

    server: Server

    def make(self, name: str, users: int) -> str:
        """A new database with the package, its prices, and so many users."""
        self.server.make(name)
        self.server.migrate(name, (TABLES, RPCS, PRODUCTION, *SEEDS))
        with self.connect(name) as owner:
            owner.execute((HERE / "sql/schema.sql").read_bytes())
        with self.connect(name, "supabase_admin") as admin:
            admin.execute("call bench.load_users(%s)", [users])
            admin.execute("vacuum (analyze)")
        return name

    def copy(self, template: str, name: str) -> str:
        """A new database like the template, file by file."""
        with self.connect("postgres", "supabase_admin") as admin:
            admin.execute(f'drop database if exists "{name}"')
            admin.execute(
                f'create database "{name}" template "{template}" owner postgres strategy file_copy'
            )
        return name

    @contextmanager
    def connect(self, database: str, user: str = "postgres") -> Iterator[psycopg.Connection]:
        """A connection that commits each statement."""
        with self.server.connect(database, user) as connection:
            yield connection

    def tidy(self, database: str) -> None:
        """Do what autovacuum and checkpoints would do at a moment of their own choosing."""
        with self.connect(database, "supabase_admin") as admin:
            admin.execute("vacuum (analyze)")
            admin.execute("checkpoint")

    def pgbench(
        self,
        database: str,
        script: str,
        seconds: int,
        users: tuple[int, int],
        settings: Mapping[str, str],
    ) -> float:
        """Calls a second that eight clients reach with a script and users from first to last."""
        first, last = users
        output = self.run_pgbench(
            *("--client", str(CLIENTS), "--jobs", "2", "--time", f"{seconds}"),
            *(f"--define=first={first}", f"--define=last={last}"),
            *(f"--file={HERE / 'pgbench' / script}.sql", database),
            settings=settings,
        )
        found = re.search(r"^tps = ([\d.]+) \(without initial", output, re.MULTILINE)
        if not found or "number of failed transactions: 0 " not in output:
            raise BenchmarkError(f"{script}: {output}")
        return float(found[1])

    def run_pgbench(self, *words: str, settings: Mapping[str, str], cwd: Path = ROOT) -> str:
        """Run pgbench over the socket, as the owner unless a setting gives the session a role."""
        given = self.server.programs
        options = " ".join(
            f"-c {name}={value}".replace("\\", r"\\").replace(" ", r"\ ").replace(r"-c\ ", "-c ")
            for name, value in settings.items()
        )
        done = subprocess.run(
            [
                *(str(given.folder / "pgbench"), "--no-vacuum", "--protocol=prepared"),
                *("--username=postgres", f"--port={self.server.settings['port']}", *words),
            ],
            cwd=cwd,
            env={
                **os.environ,
                "LD_LIBRARY_PATH": given.libraries,
                "PGHOST": str(Path(self.server.base_dir) / "tmp"),
                "PGOPTIONS": options,
            },
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise BenchmarkError(f"pgbench {' '.join(words)}: {done.stderr.strip()[-2000:]}")
        return done.stdout


@contextmanager
def cluster(durable: bool) -> Iterator[Cluster]:
    """Lend a cluster that is gone afterwards."""
    chosen = {**SETTINGS, **(DURABLE if durable else NOT_DURABLE)}
    options = " ".join(f"-c {name}={value}" for name, value in chosen.items())
    server = Server(programs(15), options)
    try:
        yield Cluster(server)
    finally:
        server.stop()
