"""The databases that install and upgrade tests look at, and who acts in them."""

from collections.abc import Generator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import psycopg
import pytest
from upgrade.catalog import Catalog, read_catalog
from upgrade.rows import Rows, generated_columns, read_rows, tables_of
from upgrade.servers import PRODUCTION, RPCS, TABLES, Server, unavailable

SEQUENCES = {
    "production alone": (PRODUCTION,),
    "all three twice": (TABLES, RPCS, PRODUCTION, TABLES, RPCS, PRODUCTION),
}

# How each role reaches the database: PostgREST and the auth server log in as somebody else.
LOGINS = {
    "anon": ("authenticator", "public, extensions"),
    "authenticated": ("authenticator", "public, extensions"),
    "service_role": ("authenticator", "public, extensions"),
    "postgres": ("postgres", '"$user", public, extensions'),
    "supabase_auth_admin": ("supabase_auth_admin", "auth"),
}


@dataclass
class Project:
    """One version of PostgreSQL with everything that was made on it so far."""

    server: Server
    made: dict[str, Any] = field(default_factory=dict)

    def older(self, deployment: str) -> str:
        """The older deployment, untouched."""
        if deployment not in self.made:
            self.made[deployment] = self.server.make_older(deployment, deployment)
        return deployment

    def expected(self, deployment: str) -> str:
        """The older deployment in which only those values changed that the contract changes."""
        name = f"{deployment} expected"
        if name not in self.made:
            self.made[name] = self.server.copy(self.older(deployment), name)
            with self.server.connect(name, "supabase_admin") as admin:
                fill(admin)
        return name

    def fresh(self, *, exposed: bool = True, times: int = 1) -> "Database":
        """A new project with the package installed."""
        name = f"fresh {'exposed' if exposed else 'revoked'} {times}"
        if name not in self.made:
            self.server.make(name, exposed=exposed)
            notices = self.server.migrate(name, (TABLES, RPCS, PRODUCTION) * times)
            self.made[name] = Database(self.server, name, notices)
        database: Database = self.made[name]
        return database

    def case(self, deployment: str, sequence: str) -> "Case":
        """The older deployment, what the contract makes of its rows, and what it became."""
        return Case(
            deployment,
            before=self.database(self.older(deployment)),
            expected=self.database(self.expected(deployment)),
            after=self.upgraded(deployment, sequence),
            fresh=self.fresh(),
        )

    def database(self, name: str) -> "Database":
        """The database of that name, whose catalogue is read once."""
        database: Database = self.made.setdefault(f"{name}: as read", Database(self.server, name))
        return database

    def upgraded(self, deployment: str, sequence: str) -> "Database":
        """The older deployment after those migrations."""
        name = f"{deployment}, {sequence}"
        if name not in self.made:
            self.server.copy(self.older(deployment), name)
            try:
                notices = self.server.migrate(name, SEQUENCES[sequence])
                self.made[name] = Database(self.server, name, notices)
            except psycopg.Error as error:
                self.made[name] = error
        if isinstance(self.made[name], psycopg.Error):
            pytest.fail(f"{name}: {describe(self.made[name])}", pytrace=False)
        database: Database = self.made[name]
        return database


@dataclass
class Database:
    """A database to look at; whoever writes to it rolls back."""

    server: Server
    name: str
    notices: list[str] = field(default_factory=list)

    @cached_property
    def catalog(self) -> Catalog:
        """What its catalogue says."""
        with self.server.connect(self.name, "supabase_admin") as admin:
            return read_catalog(admin)

    @cached_property
    def keys(self) -> dict[str, list[str]]:
        """Its tables with their primary keys."""
        with self.server.connect(self.name, "supabase_admin") as admin:
            return tables_of(admin)

    @cached_property
    def generated(self) -> dict[str, set[str]]:
        """Its tables with their generated columns."""
        with self.server.connect(self.name, "supabase_admin") as admin:
            return {table: generated_columns(admin, table) for table in self.keys}

    def tap(self, file: Path) -> list[str]:
        """What a pgTAP file says here, a line a test, run by `postgres` as pg_prove does."""
        with self.server.connect(self.name, "supabase_admin") as admin:
            try:
                admin.execute("create extension if not exists pgtap with schema extensions")
            except psycopg.errors.FeatureNotSupported:
                unavailable("PostgreSQL 15 with pgTAP", "PG15_BIN")
        with self.server.connect(self.name) as owner:
            cursor = owner.execute(file.read_bytes())
            return [row[0] for result in cursor.results() if result.description for row in result]

    def rows(self, keys: dict[str, list[str]]) -> dict[str, Rows]:
        """All rows of those tables."""
        with self.server.connect(self.name, "supabase_admin") as admin:
            return {table: read_rows(admin, table, key) for table, key in keys.items()}


@dataclass
class Case:
    """An older deployment before and after its upgrade, and a fresh install to compare with."""

    deployment: str
    before: Database
    expected: Database
    after: Database
    fresh: Database


class Caller:
    """One transaction in which a test acts as several roles, and which is never committed."""

    def __init__(self, db: psycopg.Connection) -> None:
        """Takes a superuser's connection inside a transaction."""
        self.db = db

    def become(self, role: str, user: str | None = None) -> None:
        """Acts as this role from now on, signed in as the user if there is one."""
        login, search_path = LOGINS[role]
        claims = f'{{"role": "{role}", "sub": "{user}"}}' if user else f'{{"role": "{role}"}}'
        self.db.execute("reset session authorization")
        self.db.execute(f"set local session authorization {login}".encode())
        self.db.execute(f"set local role {role}".encode())
        self.db.execute(f"set local search_path = {search_path}".encode())
        self.db.execute("select set_config('request.jwt.claims', %s, true)", [claims])

    def run(self, statement: str | bytes, *values: object) -> list[tuple[Any, ...]]:
        """Runs a statement and returns its rows; an error leaves the transaction usable."""
        text = statement.encode() if isinstance(statement, str) else statement
        with self.db.transaction():
            cursor = self.db.execute(text, values or None)
            return cursor.fetchall() if cursor.description else []

    def attempt(self, statement: str, *values: object) -> str | None:
        """Runs a statement and returns its SQLSTATE if it fails."""
        try:
            self.run(statement, *values)
        except psycopg.Error as error:
            return error.sqlstate
        return None

    def others_seen(self, view: str, user: str) -> int:
        """How many rows of other users the view shows; none where it may not be read."""
        query = f'select count(*) from public."{view}" where user_id <> %s'
        try:
            return int(self.run(query, user)[0][0])
        except psycopg.errors.InsufficientPrivilege:
            return 0

    def new_account(self, user: str) -> None:
        """An account that no trigger has seen."""
        self.db.execute("reset session authorization")
        self.db.execute("set local session_replication_role = replica")
        self.db.execute(
            "insert into auth.users (id, email) values (%s, %s)", [user, "new@who.example"]
        )
        self.db.execute("set local session_replication_role = origin")

    def quota(self, user: str) -> tuple[Any, ...]:
        """Token quota, tokens and requests of a user, as the database has them."""
        self.db.execute("reset session authorization")
        row = self.db.execute(
            """
            select monthly_token_quota, current_month_tokens, current_month_requests
            from public.user_ai_quotas
            where user_id = %s
            """,
            [user],
        ).fetchone()
        return row or ()

    def count(self, table: str, where: str) -> int:
        """How many rows of a table there are."""
        self.db.execute("reset session authorization")
        query = f"select count(*) from public.{table} where {where}"
        return int(self.db.execute(query.encode()).fetchall()[0][0])


def fill(db: psycopg.Connection) -> None:
    """Makes those changes to an older deployment that the contract's `not null` makes."""
    db.execute("set session_replication_role = replica")
    rows = db.execute(
        """
        select attrelid::regclass::text, attname::text, attgenerated <> '' from pg_attribute
        where attrelid in ('public.user_ai_quotas'::regclass, 'public.ai_agent_usage'::regclass)
        """
    ).fetchall()
    counts = ("current_month_", "tokens_")
    for table, column, generated in rows:
        if column.startswith(counts) and column.endswith("_cost") is False and not generated:
            new = "tokens_prompt + tokens_completion" if column == "tokens_total" else "0"
            always = "true" if column == "tokens_total" else f"{column} is null"
            db.execute(f"update {table} set {column} = {new} where {always}".encode())
    # Once more, with the parts filled in.
    if ("ai_agent_usage", "tokens_total", False) in rows:
        db.execute("update ai_agent_usage set tokens_total = tokens_prompt + tokens_completion")
    for (view,) in db.execute("select format('%I', matviewname) from pg_matviews").fetchall():
        db.execute(f"refresh materialized view public.{view}".encode())


def describe(error: psycopg.Error) -> str:
    """An error with the place in which it happened."""
    diag = error.diag
    place = diag.context or diag.internal_query or diag.statement_position or ""
    return f"{error.sqlstate} {diag.message_primary}\n{diag.message_detail or ''}\n{place}"


def acting_in(database: Database) -> Generator[Caller, None, None]:
    """A caller whose every change is undone."""
    with (
        database.server.connect(database.name, "supabase_admin") as admin,
        admin.transaction(force_rollback=True),
    ):
        yield Caller(admin)
