"""The built admin page in a real browser, served as a strict host would, against the real stack."""

import fcntl
import json
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from admin_page.projects import Project, project
from admin_page.visitors import Visitor
from api.callers import Caller, Stack
from api.conftest import alone, connect, db, service, sign_up, stack
from browser.conftest import chromium, screenshot
from playwright.sync_api import Browser
from stack import admin
from stack.paths import ADMIN, STATE
from upgrade.servers import unavailable

__all__ = [
    "alone",
    "chromium",
    "connect",
    "db",
    "screenshot",
    "service",
    "sign_up",
    "stack",
]


@pytest.fixture(scope="session")
def built(stack: Stack, tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The folder of the page, built once for all workers."""
    if not (ADMIN / "node_modules/stamp").exists():
        unavailable("what packages/admin is built with", "packages/admin/node_modules")
    base = tmp_path_factory.getbasetemp()
    folder = STATE / "admin-page-tested"
    done = (base if worker_id == "master" else base.parent) / "admin-page"
    with done.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            admin.build(folder)
            admin.configure(
                folder, {name.upper(): str(value) for name, value in vars(stack).items()}
            )
            done.touch()
    return folder


@pytest.fixture(scope="session")
def address(built: Path, stack: Stack) -> Iterator[str]:
    """Where the page is served, with a Content-Security-Policy that allows nothing inline."""
    policy = (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
        f" connect-src 'self' {stack.api_url}; base-uri 'none'; form-action 'none'"
    )

    class Files(SimpleHTTPRequestHandler):
        """Serves the page without a word."""

        def log_message(self, *_: Any) -> None:
            """Says nothing."""

        def end_headers(self) -> None:
            """Adds the policy."""
            self.send_header("Content-Security-Policy", policy)
            super().end_headers()

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Files, directory=str(built)))
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def visit(chromium: Browser, address: str) -> Iterator[Any]:
    """Opens the page in a window of its own; in the end, nothing but what a test expects failed."""
    windows: list[tuple[Any, Visitor]] = []

    def make(*expected: str, **settings: Any) -> Visitor:
        known = {"locale": "en-US", "viewport": {"width": 1280, "height": 900}}
        window = chromium.new_context(**{**known, **settings})
        window.set_default_timeout(8_000)
        visitor = Visitor(window.new_page(), address, expected)
        windows.append((window, visitor))
        visitor.page.goto(address)
        return visitor

    yield make
    for window, _ in windows:
        window.close()
    assert [complaint for _, visitor in windows for complaint in visitor.complaints] == []


@pytest.fixture
def account(sign_up: Any, db: Any) -> Any:
    """Makes an account with a role, as the auth server keeps it."""

    def make(role: str | None) -> Caller:
        claims = {"provider": "email", **({"ai_quota_role": role} if role else {})}
        caller: Caller = sign_up(app_metadata=claims)
        db.execute(
            "update auth.users set raw_app_meta_data = %s where id = %s",
            [json.dumps(claims), caller.user_id],
        )
        return caller

    return make


@pytest.fixture
def as_admin(visit: Any, account: Any) -> Visitor:
    """An admin who has just signed in."""
    return signed_in(visit(), account("admin"))


@pytest.fixture
def as_operator(visit: Any, account: Any) -> Visitor:
    """An operator who has just signed in."""
    return signed_in(visit(), account("operator"))


@pytest.fixture
def spend(service: Caller) -> Any:
    """Reports a call of a user, as the server does."""

    def report(user: Caller, **usage: Any) -> None:
        call = {"tokens_prompt": 1000, "tokens_completion": 234, "model_used": "gpt-4o-mini"}
        answer = service.call("track_usage", **{**call, **usage}, user_id=user.user_id)
        answer.raise_for_status()

    return report


def signed_in(visitor: Visitor, caller: Caller) -> Visitor:
    """Signs in, and waits for the numbers."""
    visitor.caller = caller
    visitor.sign_in(caller.email)
    visitor.wait_for_numbers()
    return visitor


@pytest.fixture
def empty_project(stack: Stack, worker_id: str, tmp_path: Path) -> Iterator[Project]:
    """A project in which the package is installed, and nobody has signed up."""
    with project(stack, f"admin_page_{worker_id}", tmp_path) as made:
        yield made
