"""A PostgreSQL server whose clock the tests hold in their hands."""

import os
import signal
from datetime import UTC, datetime
from pathlib import Path

from testing.common.database import Database
from upgrade.servers import PREFIX, Server, programs, unavailable
from waiting import wait_until


class Clock:
    """What libfaketime tells every process of a server: one file, read anew for each answer."""

    def __init__(self, path: Path) -> None:
        """Keeps the time in that file."""
        self.path = path

    def stop_at(self, moment: datetime) -> None:
        """It is this very microsecond until further notice."""
        # What is behind the dot is read as a float and cut: the 5 keeps it from ending below.
        self._tell(f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S.%f}5")

    def run_from(self, moment: datetime) -> None:
        """It is this moment now, and time passes as it does everywhere."""
        self._tell(f"{(moment - datetime.now(UTC)).total_seconds():+f}")

    def _tell(self, time: str) -> None:
        new = self.path.with_suffix(".new")
        new.write_text(time)
        new.replace(self.path)


class ClockedServer(Server):
    """A cluster under libfaketime, with pg_cron in the database of that name."""

    def __init__(self, now: datetime, cron: str) -> None:
        """Starts the cluster at that moment."""
        self.now, self.cron = now, cron
        super().__init__(
            programs(15),
            # pg_cron as the stack has it.
            f"-c shared_preload_libraries=pg_cron -c cron.database_name={cron}"
            " -c cron.timezone=GMT -c cron.host=127.0.0.1 -c cron.use_background_workers=off"
            " -c timezone=UTC -c log_timezone=UTC",
        )

    def initialize_database(self) -> None:
        """Winds up the clock besides."""
        super().initialize_database()
        self.clock = Clock(Path(self.base_dir) / "clock")
        self.clock.stop_at(self.now)

    def get_server_commandline(self) -> list[str]:
        """The command that becomes the server, with the library in front."""
        words = super().get_server_commandline()
        program = words.index(self.programs.command("postgres")[-1])
        faked = {
            "LD_PRELOAD": library(),
            "FAKETIME_TIMESTAMP_FILE": self.clock.path,
            "FAKETIME_NO_CACHE": 1,
            # Processes wait by this one, which neither stops nor leaps.
            "FAKETIME_DONT_FAKE_MONOTONIC": 1,
            "NO_FAKE_STAT": 1,
            "TZ": "UTC",
        }
        variables = (f"{name}={value}" for name, value in faked.items())
        return [*words[:program], "env", *variables, *words[program:]]

    def poststart(self) -> None:
        """Waits until pg_cron has failed to start, for want of a database that lets it in.

        PostgreSQL 15 starts it in a signal handler, inside select(), where libfaketime fools
        nobody, nor the process that begins there. The attempts after the first are made outside.
        """
        super().poststart()
        failed = '"pg_cron launcher" (PID'
        assert wait_until(lambda: failed in self.read_bootlog(), 60), "pg_cron was let in at once"

    def start_pg_cron(self, moment: datetime) -> None:
        """Lets pg_cron in at that moment, from which on the clock runs."""
        self.clock.run_from(moment)
        self._let_pg_cron_in(True)
        assert wait_until(lambda: self._has_pg_cron_since(moment), 60), "pg_cron does not start"

    def sleep_until(self, moment: datetime) -> None:
        """Is down, with all its processes ended, until that moment; then the clock runs."""
        self._let_pg_cron_in(False)
        Database.terminate(self, signal.SIGINT)
        self.clock.stop_at(moment)
        self.start()
        self.start_pg_cron(moment)

    def _let_pg_cron_in(self, allowed: bool) -> None:
        with self.connect("postgres", "supabase_admin") as admin:
            admin.execute(f"alter database {self.cron} allow_connections {allowed}".encode())

    def _has_pg_cron_since(self, moment: datetime) -> bool:
        # Each new connection also has the postmaster look for what it is to start.
        with self.connect("postgres", "supabase_admin") as admin:
            waiting = admin.execute(
                "select from pg_stat_activity where backend_type = 'pg_cron launcher'"
                " and wait_event = 'Extension' and backend_start >= %s",
                [moment],
            )
            return waiting.rowcount > 0


def library() -> Path:
    """libfaketime: the one named, else the stack's, else the system's."""
    place = "usr/lib/*/faketime/libfaketime.so.1"
    named = os.environ.get("FAKETIME_LIBRARY")
    found = [Path(named)] if named else [*PREFIX.glob(place), *Path("/").glob(place)]
    if not found:
        unavailable("libfaketime", "FAKETIME_LIBRARY")
    return found[0]
