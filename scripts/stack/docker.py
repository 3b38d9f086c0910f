"""The stack by `supabase start`, where a Docker daemon lives. Untested: see README."""

import shutil
import subprocess

from stack import native
from stack.settings import Settings


def alive() -> bool:
    """Tell whether a Docker daemon answers."""
    if not shutil.which("docker"):
        return False
    try:
        done = subprocess.run(
            ["docker", "info"],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=5,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def start() -> dict[str, str]:
    """Run `supabase start`, which applies migrations and seed on a fresh database."""
    native.supabase("start", seconds=900)
    return env()


def stop() -> None:
    """Run `supabase stop`."""
    native.supabase("stop", seconds=120)


def reset() -> None:
    """Run `supabase db reset` on the local containers."""
    native.supabase("db", "reset", "--yes", seconds=300)


def env() -> dict[str, str]:
    """Read the connection data that `supabase status` tells."""
    names = list(Settings.__dataclass_fields__)
    lines = native.supabase("status", "-o", "env").splitlines()
    found = dict(line.split("=", 1) for line in lines if "=" in line)
    wanted = {"API_URL", "DB_URL", *(name.upper() for name in names)}
    return {name: value.strip('"') for name, value in found.items() if name in wanted}
