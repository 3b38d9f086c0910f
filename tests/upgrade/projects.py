"""The databases that install and upgrade tests look at, and who acts in them."""

import json
from collections.abc import Generator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import psycopg
import pytest
from foreign.fingerprint import Fingerprint, take
from stack.catalog import Catalog, read_catalog
from upgrade.rows import ADOPTED, ARRANGED, Rows, generated_columns, read_rows
from upgrade.servers import PRODUCTION, RELEASES, Server, unavailable

# How each role reaches the database: PostgREST and the auth server log in as somebody else.
LOGINS = {
    "anon": ("authenticator", "public, extensions"),
    "authenticated": ("authenticator", "public, extensions"),
    "service_role": ("authenticator", "public, extensions"),
    "postgres": ("postgres", '"$user", public, extensions'),
    "supabase_auth_admin": ("supabase_auth_admin", "auth"),
}

# All that an adopted deployment has beyond the contract: what its writers need. The last two may be
# missing.
FOR_WRITERS = """
revoke insert on public.ai_agent_usage from authenticated, service_role;
revoke update on public.user_ai_quotas from service_role;
drop policy "users report their own usage" on public.ai_agent_usage;
drop function ai_quota.prepare_direct_insert() cascade;
drop function ai_quota.count_direct_inserts() cascade;
drop function ai_quota.ignore_counter_update() cascade;
drop function ai_quota.fill_tokens_total() cascade;
drop function ai_quota.refuse_end_users() cascade;
drop table ai_quota.superseded;
drop table if exists ai_quota.limits_to_review;
revoke execute on function public.initialize_user_quota from authenticated;
"""


@dataclass
class Project:
    """One version of PostgreSQL with everything that was made on it so far."""

    server: Server
    made: dict[str, "Database"] = field(default_factory=dict)

    def empty(self, *, exposed: bool = True) -> "Database":
        """A new project."""
        name = f"empty {'exposed' if exposed else 'revoked'}"
        if name not in self.made:
            self.made[name] = Database(self.server, self.server.make(name, exposed=exposed))
        return self.made[name]

    def fresh(self, *, exposed: bool = True, files: tuple[Path, ...] = RELEASES) -> "Database":
        """A new project with the package installed."""
        name = " ".join([f"fresh {exposed}", *(file.name[:8] for file in files)])
        return self.migrated(self.empty(exposed=exposed), name, files)

    def older(self, deployment: str) -> "Database":
        """The older deployment, untouched."""
        if deployment not in self.made:
            name = self.server.make_older(deployment, deployment)
            self.made[deployment] = Database(self.server, name)
        return self.made[deployment]

    def arranged(self, database: "Database", name: str, statements: str) -> "Database":
        """A copy of a database in which the owner changed something."""
        if name not in self.made:
            self.server.copy(database.name, name)
            with self.server.connect(name, "supabase_admin") as admin:
                admin.execute("set role postgres")
                admin.execute(statements.encode())
            self.made[name] = Database(self.server, name)
        return self.made[name]

    def migrated(
        self, database: "Database", name: str, files: tuple[Path, ...] = RELEASES
    ) -> "Database":
        """A copy of a database after these migrations."""
        if name not in self.made:
            self.server.copy(database.name, name)
            self.made[name] = Database(self.server, name)
            try:
                self.made[name].notices += self.server.migrate(name, files)
            except psycopg.Error as error:
                self.made[name].error = error
        made = self.made[name]
        if made.error:
            pytest.fail(f"{name}: {describe(made.error)}", pytrace=False)
        return made

    def adopted(self, deployment: str) -> "Database":
        """The older deployment with the first release of the package."""
        return self.migrated(self.older(deployment), f"{deployment}, adopted", (PRODUCTION,))

    def upgraded(self, deployment: str) -> "Database":
        """The older deployment with the newest release of the package."""
        adopted = self.adopted(deployment)
        upgraded = self.migrated(adopted, f"{deployment}, upgraded", RELEASES[1:])
        upgraded.notices[:0] = adopted.notices
        return upgraded

    def case(self, deployment: str) -> "Case":
        """The older deployment before and after, and what to compare it with."""
        before, adopted = self.older(deployment), self.adopted(deployment)
        after = self.upgraded(deployment)
        arranged = f"reset role; set session_replication_role = replica; {ARRANGED[deployment]}"
        return Case(
            deployment,
            before=before,
            expected=self.arranged(before, f"{deployment}, expected", arranged),
            after=after,
            adopted=adopted,
            again=self.migrated(adopted, f"{deployment}, again", (PRODUCTION,)),
            contract=self.arranged(after, f"{deployment}, contract", FOR_WRITERS),
            empty=self.empty(),
            fresh=self.fresh(),
        )


@dataclass
class Database:
    """A database to look at; tests that write to it roll back."""

    server: Server
    name: str
    notices: list[str] = field(default_factory=list)
    error: psycopg.Error | None = None

    @cached_property
    def catalog(self) -> Catalog:
        """What its catalogue says of the package's schemas."""
        with self.server.connect(self.name, "supabase_admin") as admin:
            return read_catalog(admin)

    @cached_property
    def fingerprint(self) -> Fingerprint:
        """Everything that it consists of."""
        with self.server.connect(self.name, "supabase_admin") as admin:
            return take(admin)

    @cached_property
    def rows(self) -> dict[str, Rows]:
        """All rows of the two tables that are adopted."""
        with self.server.connect(self.name, "supabase_admin") as admin:
            return {table: read_rows(admin, table) for table in ADOPTED}

    @cached_property
    def generated(self) -> dict[str, set[str]]:
        """The generated columns of these two."""
        with self.server.connect(self.name, "supabase_admin") as admin:
            return {table: generated_columns(admin, table) for table in ADOPTED}

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


@dataclass
class Case:
    """An older deployment before and after its upgrade, and what to compare it with."""

    deployment: str
    before: Database
    expected: Database  # before, with those values that the contract wants
    after: Database
    adopted: Database  # with the first release
    again: Database  # with the first release once more
    contract: Database  # after, without what is there for the deployment's writers
    empty: Database
    fresh: Database


class Caller:
    """One transaction in which a test acts as several roles, and which is never committed."""

    def __init__(self, db: psycopg.Connection) -> None:
        """Takes a superuser's connection inside a transaction."""
        self.db = db
        self.notices: list[str] = []
        db.add_notice_handler(lambda notice: self.notices.append(notice.message_primary or ""))

    def become(self, role: str, user: str | None = None) -> None:
        """Acts as this role from now on, signed in as the user if there is one."""
        login, search_path = LOGINS[role]
        claims = {"role": role} | ({"sub": user} if user else {})
        self.db.execute("reset session authorization")
        self.db.execute(f"set local session authorization {login}".encode())
        self.db.execute(f"set local role {role}".encode())
        self.db.execute(f"set local search_path = {search_path}".encode())
        token = "" if role == "postgres" else json.dumps(claims)
        self.db.execute("select set_config('request.jwt.claims', %s, true)", [token])

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

    def problems(self) -> list[tuple[Any, ...]]:
        """What differs from the ledger, the reservations and the tiers."""
        self.db.execute("reset session authorization")
        self.db.execute("select set_config('request.jwt.claims', '', true)")
        return self.db.execute("select * from public.verify_quota_integrity()").fetchall()


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
