"""Applications of hosts, built once a session, around the packages as npm packs them."""

import fcntl
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import jwt
import pytest
from api.callers import Caller, Stack
from api.conftest import alone, connect, service, sign_up, stack
from browser.conftest import chromium, serve
from hosts.looks import Window
from playwright.sync_api import Browser
from stack import hosts, ports
from upgrade.servers import unavailable

__all__ = ["alone", "chromium", "connect", "service", "sign_up", "stack"]

# The stack without Docker has no Realtime: the browser says so, and the card does without.
EXPECTED = ("/realtime/v1/websocket",)
CARD = "section.ai-tokens"

# As strict as a policy gets: a violation is an error in the console.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src http://127.0.0.1:* ws://127.0.0.1:*"
)


@pytest.fixture(scope="session", autouse=True)
def are_wanted() -> None:
    """Leaves all of these out where HOSTS=0."""
    if not hosts.wanted():
        pytest.skip("left out by hand: HOSTS=0")
    if not hosts.MODULES.exists():
        unavailable("what hosts are made of", ".stack/hosts")


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Any:
    """Does a piece of work in one worker; the others wait for it."""
    base = tmp_path_factory.getbasetemp()
    shared = base if worker_id == "master" else base.parent

    @contextmanager
    def first(name: str) -> Iterator[bool]:
        done = shared / f"{name}.done"
        with (shared / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield not done.exists()
            done.touch()

    return first


@pytest.fixture(scope="session")
def tarballs(once: Any) -> list[Path]:
    """Our packages as npm packs them."""
    with once("packed") as is_first:
        if is_first:
            hosts.pack()
    return sorted(hosts.PACKED.glob("*.tgz"))


@pytest.fixture(scope="session")
def settings(stack: Stack) -> dict[str, str]:
    """Where the hosts find the stack."""
    return {"API_URL": stack.api_url, "ANON_KEY": stack.anon_key}


@pytest.fixture(scope="session")
def vite_app(once: Any, tarballs: list[Path], settings: dict[str, str]) -> Any:
    """Builds an application with a version of Vite and of React; returns its folder."""

    def make(vite: str, react: str) -> Path:
        name = f"{vite}-react-{react}"
        with once(name) as is_first:
            if is_first:
                app = hosts.make(name, "vite", tarballs, react_18=react == "18")
                hosts.build_vite(app, vite, settings)
        return hosts.APPS / name

    return make


@pytest.fixture(scope="session")
def vite(vite_app: Any) -> Iterator[Any]:
    """Where the production build of an application is served, with a strict policy."""
    served: dict[str, str] = {}
    running = []

    def start(vite: str, react: str) -> str:
        app = vite_app(vite, react)
        if app.name not in served:
            server = serve(str(app / "dist"), POLICY)
            running.append(server)
            served[app.name] = next(server)
        return served[app.name]

    yield start
    for server in running:
        next(server, None)


@pytest.fixture(scope="session")
def vite_development(vite_app: Any, settings: dict[str, str]) -> Iterator[str]:
    """Where Vite's development server listens."""
    app = vite_app("vite", "19")
    port = ports.free_port()
    process = hosts.serve_vite(app, "vite", port, settings)
    yield wait_for(f"http://127.0.0.1:{port}/")
    process.terminate()
    process.wait()


@pytest.fixture(scope="session")
def next_app(once: Any, tarballs: list[Path], settings: dict[str, str]) -> Path:
    """A Next.js application, built for production."""
    with once("next") as is_first:
        if is_first:
            hosts.build_next(hosts.make("next", "next", tarballs), settings)
    return hosts.APPS / "next"


@pytest.fixture(scope="session")
def next_host(next_app: Path, settings: dict[str, str]) -> Iterator[str]:
    """Where its production build is served."""
    yield from running(next_app, "start", settings)


@pytest.fixture
def next_development(next_app: Path, settings: dict[str, str]) -> Iterator[str]:
    """Where its development server listens."""
    yield from running(next_app, "dev", settings)


@pytest.fixture(scope="session")
def next_15(once: Any, tarballs: list[Path], settings: dict[str, str]) -> Path:
    """The same application in Next.js 15, which builds with webpack."""
    with once("next-15") as is_first:
        if is_first:
            app = hosts.make("next", "next", tarballs, apps=hosts.MORE_APPS)
            hosts.build_next(app, settings)
    return hosts.MORE_APPS / "next"


@pytest.fixture(scope="session")
def next_15_host(next_15: Path, settings: dict[str, str]) -> Iterator[str]:
    """Where its production build is served."""
    yield from running(next_15, "start", settings)


@pytest.fixture
def next_15_development(next_15: Path, settings: dict[str, str]) -> Iterator[str]:
    """Where its development server listens."""
    yield from running(next_15, "dev", settings)


def running(app: Path, command: str, settings: dict[str, str]) -> Iterator[str]:
    """Runs a server of Next.js, and tells where."""
    port = ports.free_port()
    process = hosts.serve_next(app, command, port, settings)
    yield wait_for(f"http://127.0.0.1:{port}/")
    process.terminate()
    process.wait()


@pytest.fixture(scope="session")
def user(sign_up: Any, service: Any) -> Caller:
    """Somebody who has used 4,000 of 10,000 tokens."""
    caller: Caller = sign_up()
    service.track(user_id=caller.user_id, tokens_prompt=4_000, tokens_completion=0)
    return caller


@pytest.fixture
def open_window(chromium: Browser, user: Caller) -> Iterator[Any]:
    """Opens a page for the user, or for nobody; in the end, no page has complained."""
    contexts = []
    complaints: list[str] = []

    def make(url: str, *, signed_in: bool = True, **options: Any) -> Window:
        context = chromium.new_context(viewport={"width": 800, "height": 800}, **options)
        context.set_default_timeout(8_000)
        contexts.append(context)
        if signed_in:
            context.add_init_script(f"localStorage['sb-127-auth-token'] = {session(user)!r}")
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: complaints.extend(_complaint(message)))
        page.goto(url)
        return Window(page, page.locator(CARD))

    make.complaints = complaints  # type: ignore[attr-defined]
    yield make
    for context in contexts:
        context.close()
    assert complaints == []


def session(user: Caller) -> str:
    """What supabase-js keeps of a session."""
    token = user.http.headers["Authorization"].removeprefix("Bearer ")
    claims = jwt.decode(token, options={"verify_signature": False})
    person = {"id": user.user_id, "aud": "authenticated", "app_metadata": {}, "user_metadata": {}}
    return json.dumps(
        {
            "access_token": token,
            "refresh_token": "none",
            "token_type": "bearer",
            "expires_in": 3600,
            "expires_at": claims["exp"],
            "user": {**person, "created_at": ""},
        }
    )


def wait_for(url: str) -> str:
    """Waits until something answers."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            httpx.get(url, timeout=30)
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return url
    raise TimeoutError(url)


def _complaint(message: Any) -> list[str]:
    text = f"{message.text} {message.location.get('url', '')}"
    is_meant = message.type not in {"error", "warning"} or any(one in text for one in EXPECTED)
    return [] if is_meant else [text]
