"""A real browser on the built demo, against the real stack."""

import os
import statistics
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from api.conftest import alone, connect, db, service, set_used, sign_up, stack
from browser.visitors import ROOT, RUNNING, Visitor
from playwright.sync_api import Browser, Page, sync_playwright
from upgrade.servers import unavailable

__all__ = ["alone", "connect", "db", "service", "set_used", "sign_up", "stack"]

# Nothing of a browser's own talks to anybody.
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

# What the tests themselves do to the network.
EXPECTED = ("net::ERR_INTERNET_DISCONNECTED", "net::ERR_FAILED")


class Files(SimpleHTTPRequestHandler):
    """Serves files without a word."""

    policy: str | None = None

    def log_message(self, *_: Any) -> None:
        """Says nothing."""

    def end_headers(self) -> None:
        """Adds the policy."""
        if self.policy:
            self.send_header("content-security-policy", self.policy)
        super().end_headers()


def serve(folder: str, policy: str | None = None) -> Iterator[str]:
    """Serves the files of a folder under a Content-Security-Policy, and tells where."""
    files = type("Files", (Files,), {"policy": policy})
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(files, directory=folder))
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="session")
def demo() -> Iterator[str]:
    """Where the built demo is served."""
    folder = os.environ.get("DEMO_DIST")
    if not folder:
        unavailable("the built demo", "DEMO_DIST")
    yield from serve(folder)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser that `make test` found or fetched."""
    program = os.environ.get("CHROMIUM")
    if not program:
        unavailable("Chromium", "CHROMIUM")
    # Each folder that has this fixture has one of its own, and a process has one Playwright.
    if RUNNING:
        yield RUNNING[0]
        return
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        RUNNING.append(browser)
        yield browser
        RUNNING.clear()
        browser.close()


@pytest.fixture
def visit(chromium: Browser, demo: str) -> Iterator[Any]:
    """Opens the demo in a window of its own; in the end, no page has complained."""
    windows = []
    complaints: list[str] = []

    def make(**settings: Any) -> Visitor:
        known = {"locale": "en-US", "timezone_id": "UTC", "viewport": {"width": 960, "height": 720}}
        window = chromium.new_context(**{**known, **settings})
        window.set_default_timeout(8_000)
        windows.append(window)
        page = window.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: complaints.extend(_complaint(message)))
        return Visitor(page, demo)

    yield make
    for window in windows:
        window.close()
    assert complaints == []


@pytest.fixture
def visitor(visit: Any) -> Visitor:
    """Somebody who has just opened the demo."""
    someone: Visitor = visit()
    someone.open()
    return someone


@pytest.fixture(scope="session")
def screenshot() -> Any:
    """Keeps what a page looks like, for people to look at."""
    folder = Path(os.environ.get("SCREENSHOTS", ROOT / ".stack/screenshots"))
    folder.mkdir(parents=True, exist_ok=True)

    def keep(page: Page, name: str, part: str = "") -> None:
        target = page.locator(part) if part else page
        target.screenshot(path=folder / f"{name}.png", animations="disabled")

    return keep


@pytest.fixture(scope="session")
def median() -> Any:
    """The median of what is measured."""
    return statistics.median


def _complaint(message: Any) -> list[str]:
    text = f"{message.text} {message.location.get('url', '')}"
    is_meant = message.type != "error" or any(words in text for words in EXPECTED)
    return [] if is_meant else [text]
