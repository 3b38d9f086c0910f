"""Applications as their makers' templates make them, around our packages as npm packs them."""

import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from stack import install
from stack.locks import lock
from stack.paths import CLIENT, HOSTS, STATE, WIDGET
from stack.ui import Failure

APPS = STATE / "hosts" / "apps"
MODULES = STATE / "hosts" / "node_modules"
# What only `make nightly` looks at, beside packages of its own.
MORE_APPS = STATE / "more-hosts" / "apps"
MORE_MODULES = STATE / "more-hosts" / "node_modules"
PACKED = STATE / "packed"
# React 18 goes into an application's own folder; the newest is beside all of them.
REACT_18 = ("react", "react-dom", "scheduler")


def wanted() -> bool:
    """Tell whether the hosts are to be tested: HOSTS=0 leaves them out."""
    return os.environ.get("HOSTS") != "0"


def more_wanted() -> bool:
    """Tell whether those of `make nightly` are."""
    return wanted() and os.environ.get("FULL_TESTS") == "1"


def pack() -> list[Path]:
    """Build our packages, and pack them."""
    shutil.rmtree(PACKED, ignore_errors=True)
    PACKED.mkdir(parents=True)
    with lock("packages", 300):
        for project in (CLIENT, WIDGET):
            node("scripts/build.mjs", cwd=project)
            words = ("pack", "--ignore-scripts", "--pack-destination", PACKED)
            node(install.npm(), *words, cwd=project)
    return sorted(PACKED.glob("*.tgz"))


def make(
    name: str,
    template: str,
    tarballs: Sequence[Path],
    *,
    react_18: bool = False,
    apps: Path = APPS,
) -> Path:
    """Make an application with our packages in it."""
    app = apps / name
    shutil.rmtree(app, ignore_errors=True)
    shutil.copytree(HOSTS / template, app)
    (app / "package.json").write_text('{ "private": true, "type": "module" }')
    modules = app / "node_modules"
    modules.mkdir()
    for tarball in tarballs:
        shutil.unpack_archive(tarball, app / "unpacked")
        # From ai-token-quotas-react-0.9.0.tgz.
        (app / "unpacked/package").rename(modules / tarball.stem.rsplit("-", 1)[0])
    for package in REACT_18 if react_18 else ():
        shutil.copytree(MODULES / f"{package}-18", modules / package)
    return app


def build_vite(app: Path, vite: str, stack: Mapping[str, str]) -> Path:
    """Build for production; return the folder to serve."""
    node(MODULES / vite / "bin/vite.js", "build", cwd=app, **_settings("VITE", stack))
    return app / "dist"


def build_next(app: Path, stack: Mapping[str, str]) -> None:
    """Build for production."""
    node(_next(app), "build", cwd=app, **_settings("NEXT_PUBLIC", stack))


def serve_next(
    app: Path, command: str, port: int, stack: Mapping[str, str]
) -> subprocess.Popen[bytes]:
    """Start the server of what was built, or with `dev` the development server."""
    words = (_next(app), command, "-H", "127.0.0.1", "-p", str(port))
    return _start(app, words, _settings("NEXT_PUBLIC", stack))


def serve_vite(
    app: Path, vite: str, port: int, stack: Mapping[str, str]
) -> subprocess.Popen[bytes]:
    """Start the development server."""
    words = (MODULES / vite / "bin/vite.js", "--host", "127.0.0.1", "--port", str(port))
    return _start(app, words, _settings("VITE", stack))


def node(*words: str | Path, cwd: Path, **env: str) -> str:
    """Run a program of Node's; return what it said."""
    done = subprocess.run(
        [str(word) for word in (install.node(), *words)],
        cwd=cwd,
        env=_environment(env),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        timeout=300,
    )
    if done.returncode:
        raise Failure(f"{words[0]}: {done.stdout.strip()}")
    return done.stdout


def _next(app: Path) -> Path:
    return app.parents[1] / "node_modules/next/dist/bin/next"


def _start(app: Path, words: Sequence[str | Path], env: dict[str, str]) -> subprocess.Popen[bytes]:
    with (app / "server.log").open("wb") as log:
        return subprocess.Popen(
            [str(word) for word in (install.node(), *words)],
            cwd=app,
            env=_environment(env),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
        )


def _environment(env: Mapping[str, str]) -> dict[str, str]:
    plain = {name: value for name, value in os.environ.items() if not name.startswith("VITE_")}
    home = {"HOME": str(STATE / "home"), "NEXT_TELEMETRY_DISABLED": "1"}
    path = f"{install.node().parent}:{os.environ['PATH']}"
    return {**plain, **home, "PATH": path, "CI": "true", "NO_COLOR": "1", **env}


def _settings(prefix: str, stack: Mapping[str, str]) -> dict[str, str]:
    return {
        f"{prefix}_SUPABASE_URL": stack["API_URL"],
        f"{prefix}_SUPABASE_PUBLISHABLE_KEY": stack["ANON_KEY"],
    }
