"""The card's own suite, its demo, and what the browser tests need of both."""

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from stack import browser, install
from stack.paths import CLIENT, SCREENSHOTS, STATE, WIDGET, Instance
from stack.ui import Failure, console

MODULES = WIDGET / "node_modules"
TSC = MODULES / "typescript/bin/tsc"
VITE = MODULES / "vite/bin/vite.js"
VITEST = MODULES / "vitest/vitest.mjs"


def test() -> bool:
    """Check types, run the suite tokenWidget, build the package and weigh it."""
    console.rule("widget", align="left")
    steps: dict[str, tuple[str | Path, ...]] = {
        "client": (CLIENT / "scripts/build.mjs",),
        "types": (TSC, "--noEmit"),
        "tokenWidget": (VITEST, "run", "--reporter=dot"),
        "build": ("scripts/build.mjs",),
        "size": ("scripts/size.mjs",),
    }
    passed = True
    for name, words in steps.items():
        done = _node(*words)
        mark = "[red]✗[/red]" if done.returncode else "[green]✓[/green]"
        console.print(f"{mark} {name}")
        if done.returncode or name in {"tokenWidget", "size"}:
            print(done.stdout.strip())
        passed = passed and not done.returncode
    return passed


def demo(stack: Mapping[str, str], instance: Instance) -> dict[str, str]:
    """Build the demo for a stack; tell the browser tests where it is, and the browser."""
    folder = instance.folder / "demo"
    done = _node(VITE, "build", "demo", **_settings(stack), DEMO_DIST=str(folder))
    program, firefox = browser.program(), browser.firefox()
    if done.returncode:
        console.print("[red]✗[/red] demo")
        print(done.stdout.strip())
    shutil.rmtree(SCREENSHOTS, ignore_errors=True)
    SCREENSHOTS.mkdir()
    return {
        "DEMO_DIST": str(folder),
        "SCREENSHOTS": str(SCREENSHOTS),
        # Playwright's own wants a library that a bare Debian has not.
        "PLAYWRIGHT_NODEJS_PATH": str(install.node()),
        **({"CHROMIUM": str(program)} if program else {}),
        **({"FIREFOX": str(firefox)} if firefox else {}),
    }


def serve_demo(stack: Mapping[str, str], port: int, *, realtime: bool) -> None:
    """Serve the demo until it is interrupted."""
    os.chdir(WIDGET)
    words = [str(install.node()), str(VITE), "demo", "--port", str(port), "--strictPort"]
    settings = {**_settings(stack), "VITE_REALTIME": str(realtime).lower()}
    os.execve(words[0], words, {**os.environ, **settings})  # noqa: S606


def _settings(stack: Mapping[str, str]) -> dict[str, str]:
    key = stack.get("PUBLISHABLE_KEY") or stack.get("ANON_KEY")
    if not key:
        raise Failure("The stack has no public key: make start")
    url = stack.get("API_URL") or os.environ["API_URL"]
    return {"VITE_SUPABASE_URL": url, "VITE_SUPABASE_PUBLISHABLE_KEY": key}


def _node(*words: str | Path, **env: str) -> subprocess.CompletedProcess[str]:
    plain = {name: value for name, value in os.environ.items() if not name.startswith("VITE_")}
    return subprocess.run(
        [str(word) for word in (install.node(), *words)],
        cwd=WIDGET,
        env={**plain, "NO_COLOR": "1", "CI": "true", "HOME": str(STATE / "home"), **env},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        timeout=300,
    )
