"""Where everything lives: one ignored folder of the project."""

import hashlib
import os
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
STATE = (ROOT / ".stack").resolve()
PREFIX = STATE / "prefix"
NODE = STATE / "node" / "node_modules"
BROWSER = STATE / "browser"
FIREFOX = STATE / "firefox"
WIDGET = ROOT / "packages/widget"
CLIENT = ROOT / "packages/client"
HOSTS = ROOT / "tests/hosts"
ADMIN = ROOT / "packages/admin"
BENCH = ROOT / "benchmarks"
SCREENSHOTS = STATE / "screenshots"
BIN = Path(sys.prefix) / "bin"

# A socket's whole path must fit in 107 bytes; this is PostgreSQL's, the longest.
LONGEST_SOCKET = len("/.s.PGSQL.65535.lock")


@dataclass(frozen=True)
class Instance:
    """One stack: `dev` for people, `test` for `make test`; on PostgreSQL 15 or 17."""

    name: str
    # What `make test` was told holds for the stacks that its tests start, too.
    postgres: int = field(default_factory=lambda: int(os.environ.get("STACK_POSTGRES", "15")))

    @property
    def folder(self) -> Path:
        """All files of this instance."""
        return STATE / ("" if self.postgres == 15 else str(self.postgres)) / self.name

    @property
    def data(self) -> Path:
        """PostgreSQL's data directory."""
        return self.folder / "data"

    @property
    def conf(self) -> Path:
        """Configuration files, written at each start."""
        return self.folder / "conf"

    @property
    def logs(self) -> Path:
        """One log a service."""
        return self.folder / "logs"

    @property
    def services(self) -> Path:
        """How each service is run, for the process that starts it again."""
        return self.folder / "services"

    @property
    def settings(self) -> Path:
        """Ports and keys of the last start."""
        return self.folder / "settings.json"

    @property
    def sockets(self) -> Path:
        """Unix sockets: here, or in a short temporary folder where this path is too long."""
        here = self.folder / "sockets"
        if len(os.fsencode(here)) + LONGEST_SOCKET <= 107:
            return here
        digest = hashlib.sha256(os.fsencode(self.folder)).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"stack-{os.getuid()}-{digest}"


DEV = Instance("dev")
DEV_17 = Instance("dev", 17)
# Without the package, for a project that brings its own migrations.
EMPTY = Instance("empty", 15)
EMPTY_17 = Instance("empty", 17)
TEST = Instance("test")
