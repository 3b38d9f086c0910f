"""The widget's own suite, its demo, and what the browser tests need of both."""

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from stack import browser, install
from stack.paths import ROOT, SCREENSHOTS, STATE, WIDGET, Instance
from stack.ui import Failure, console

MODULES = WIDGET / "node_modules"
TSC = MODULES / "typescript/bin/tsc"
VITE = MODULES / "vite/bin/vite.js"
VITEST = MODULES / "vitest/vitest.mjs"


def test() -> bool:
    """Check types, run the suite tokenWidget, build the package and weigh it."""
    console.rule("widget", align="left")
    steps: dict[str, tuple[str | Path, ...]] = {
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
    built = _host(instance.folder / "hosts/vite")
    program = browser.program()
    for name, run in (("demo", done), ("host", built)):
        if run.returncode:
            console.print(f"[red]✗[/red] {name}")
            print(run.stdout.strip())
    shutil.rmtree(SCREENSHOTS, ignore_errors=True)
    SCREENSHOTS.mkdir()
    return {
        "DEMO_DIST": str(folder),
        "HOST_DIST": str(instance.folder / "hosts/vite/dist"),
        "SCREENSHOTS": str(SCREENSHOTS),
        # Playwright's own wants a library that a bare Debian has not.
        "PLAYWRIGHT_NODEJS_PATH": str(install.node()),
        **({"CHROMIUM": str(program)} if program else {}),
    }


def _host(folder: Path) -> subprocess.CompletedProcess[str]:
    """Build a host for production around the package as npm packs it."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(ROOT / "tests/hosts/vite", folder)
    modules = folder / "node_modules"
    modules.mkdir()
    for module in MODULES.iterdir():
        if not module.name.startswith(".") and module.is_dir():
            (modules / module.name).symlink_to(module)
    packed = _node(install.npm(), "pack", "--ignore-scripts", "--pack-destination", folder)
    if packed.returncode:
        return packed
    shutil.unpack_archive(next(folder.glob("*.tgz")), folder / "unpacked")
    (folder / "unpacked/package").rename(modules / "ai-token-quotas-widget")
    return _node(VITE, "build", folder)


def serve_demo(stack: Mapping[str, str]) -> None:
    """Serve the demo until it is interrupted."""
    os.chdir(WIDGET)
    words = [str(install.node()), str(VITE), "demo"]
    os.execve(words[0], words, {**os.environ, **_settings(stack)})  # noqa: S606


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
