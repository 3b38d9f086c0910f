"""The databases in which the story happens, and how its people reach them."""

import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import psycopg
from month_end.clock import ClockedServer
from psycopg.rows import DictRow, dict_row

Row = dict[str, Any]
Connection = psycopg.Connection[DictRow]

# Each with the order in which its rows of one user are compared.
TABLES = {
    "user_ai_quotas": "user_id",
    "ai_quota_periods": "period_start",
    "ai_agent_usage": "id",
    "ai_quota_reservations": "created_at",
    "ai_quota_alerts": "id",
    "ai_quota_daily": "day",
}

# Their names say what they are for.
USERS = (
    *("regular", "idle", "unused", "near", "over", "settles late", "releases late", "forgets"),
    *("holds past midnight", "reset early", "boosted to midnight", "boosted past midnight"),
    *("upgraded after midnight", "recorded by the guide", "begins before midnight", "newcomer"),
)


@dataclass
class Place:
    """A database in which the story happens, and what its users were answered."""

    server: ClockedServer
    name: str
    passage: str
    answers: dict[str, list[Row]] = field(default_factory=dict)
    statuses: list[dict[str, list[Row]]] = field(default_factory=list)
    held: dict[str, object] = field(default_factory=dict)
    connections: dict[str, Connection] = field(default_factory=dict)

    def id(self, user: str) -> str:
        """A user's id: one in each passage, the same in every database."""
        return str(uuid5(NAMESPACE_URL, f"{self.passage}/{user}"))

    @property
    def users(self) -> dict[str, str]:
        """Who they are, by id."""
        return {self.id(user): user for user in USERS}

    def connect(self, role: str) -> Connection:
        """A new connection, in the database's time zone; the owner's is in UTC."""
        return psycopg.connect(
            host="127.0.0.1",
            port=self.server.settings["port"],
            dbname=self.name,
            user=role,
            autocommit=True,
            row_factory=dict_row,
            options="-c timezone=UTC" if role == "postgres" else None,
        )

    def connection(self, role: str) -> Connection:
        """A connection that outlives midnight."""
        if role not in self.connections:
            self.connections[role] = self.connect(role)
        return self.connections[role]

    def disconnect(self) -> None:
        """Ends them all."""
        while self.connections:
            self.connections.popitem()[1].close()

    def run(self, statement: str, *values: object) -> list[Row]:
        """Runs a statement as the owner."""
        cursor = self.connection("postgres").execute(statement.encode(), values or None)
        return cursor.fetchall() if cursor.description else []

    @contextmanager
    def request(self, user: str, role: str = "authenticated") -> Iterator[Connection]:
        """One transaction of the API for a user, or of the server."""
        api = self.connection("authenticator")
        with api.transaction():
            sign_in(api, self.id(user), role)
            yield api

    def call(
        self, user: str, function: str, role: str = "authenticated", **arguments: object
    ) -> Row:
        """Calls an RPC; keeps the answer, which may be an error, and the reservation."""
        row = self.ask(user, function, role, **arguments)
        if row.get("reservation_id"):
            self.held[user] = row.pop("reservation_id")
        self.answers.setdefault(user, []).append(row)
        return row

    def ask(
        self, user: str, function: str, role: str = "authenticated", **arguments: object
    ) -> Row:
        """Calls an RPC, and hands back the answer or the error."""
        try:
            with self.request(user, role) as api:
                return call(api, function, **arguments)
        except psycopg.Error as error:
            return {"refused": error.sqlstate}

    def track(self, user: str, tokens: int, **more: Any) -> None:
        """Reports a call of so many tokens."""
        self.call(user, "track_usage", **usage(tokens), **more)

    def reserve(self, user: str, tokens: int, seconds: int = 3600) -> None:
        """Holds tokens."""
        self.call(user, "reserve_tokens", tokens=tokens, expires_in_seconds=seconds)

    def settle(self, user: str, tokens: int) -> None:
        """Reports the call that tokens were held for."""
        self.track(user, tokens, reservation_id=self.held.get(user))

    def read_statuses(self) -> None:
        """Everybody looks at everything there is to read, and nobody writes."""
        self.statuses.append(
            {
                user: [
                    self.ask(user, "get_user_quota_status"),
                    self.ask(user, "check_user_quota", p_estimated_tokens=100),
                    self.ask(user, "get_user_monthly_usage"),
                ]
                for user in USERS
            }
        )

    def sign_up(self, *users: str) -> None:
        """Makes accounts as the auth server does."""
        for user in users:
            self.connection("supabase_auth_admin").execute(
                "insert into auth.users (id, email) values (%s, %s)",
                [self.id(user), f"{user.replace(' ', '.')}@example.com"],
            )

    def boost(self, user: str, until: datetime) -> None:
        """Gives a user twice the tokens until then."""
        with self.request(user, "service_role") as api:
            api.execute(
                "insert into public.ai_quota_overrides"
                " (user_id, monthly_token_quota, monthly_request_quota, reason, expires_at)"
                " values (%s, 20000, 200, 'a boost', %s)",
                [self.id(user), until],
            )

    def subscribe(self, user: str, tier: str) -> None:
        """Gives a user a tier, as billing does."""
        with self.request(user, "service_role") as api:
            api.execute(
                "insert into public.ai_quota_subscriptions (subscription_id, user_id, tier)"
                " values (%s, %s, %s)",
                [f"sub of {user}, {self.passage}", self.id(user), tier],
            )

    def record_by_the_guide(self, user: str) -> None:
        """Records a call by the two statements of the guide."""
        self.run(
            "insert into public.ai_agent_usage"
            " (user_id, tokens_prompt, tokens_completion, cost_usd) values (%s, 500, 1500, 0.01)",
            self.id(user),
        )
        self.run(
            "update public.user_ai_quotas set current_month_tokens = current_month_tokens + 2000,"
            " current_month_requests = current_month_requests + 1 where user_id = %s",
            self.id(user),
        )

    def select_quotas(self) -> dict[str, Row]:
        """What a plain SELECT shows of these users' quotas, and when."""
        rows = self.run(
            "select q.*, clock_timestamp() as now from public.user_ai_quotas as q"
            " where q.user_id = any (%s::uuid[])",
            list(self.users),
        )
        return {self.users[str(row.pop("user_id"))]: row for row in rows}

    def count_stale(self) -> int:
        """How many quotas, whosever, are of a period that is over by the server's clock."""
        (row,) = self.run(
            "select count(*) from public.user_ai_quotas"
            " where quota_reset_date <= (clock_timestamp() at time zone 'UTC')::date"
        )
        return int(row["count"])

    def find_differences(self) -> list[Row]:
        """What the integrity check finds about these users."""
        with self.request("", "service_role") as api:
            rows = api.execute(
                "select * from public.verify_quota_integrity() where user_id = any (%s::uuid[])",
                [list(self.users)],
            ).fetchall()
        return [{**row, "user_id": self.users[str(row["user_id"])]} for row in rows]

    def reset(self) -> int:
        """Rolls who was not rolled yet; how many."""
        return int(self.ask("", "reset_monthly_quotas", "service_role")["reset_monthly_quotas"])

    def read_clocks(self) -> list[datetime]:
        """What time it is for connections from before midnight, and for a new one."""
        with closing(self.connect("postgres")) as new:
            every = [*self.connections.values(), new]
            cursors = [one.execute("select now() as now") for one in every]
            return [row["now"] for cursor in cursors for row in cursor]

    def rows(self) -> dict[str, dict[str, list[Row]]]:
        """All rows by user and table: without ids, and with reservations named by their time."""
        found: dict[str, dict[str, list[Row]]] = {
            user: {table: [] for table in TABLES} for user in USERS
        }
        holds = self.run("select id, created_at from public.ai_quota_reservations")
        made = {row["id"]: row["created_at"] for row in holds}
        for table, order in TABLES.items():
            for row in self.run(
                f"select * from public.{table} where user_id = any (%s::uuid[]) order by {order}",
                list(self.users),
            ):
                row.pop("id", None)
                if "reservation_id" in row:
                    row["reservation_id"] = made.get(row["reservation_id"])
                found[self.users[str(row.pop("user_id"))]][table].append(row)
        return found


def sign_in(api: Connection, user_id: str, role: str = "authenticated") -> None:
    """Takes role and claims for the rest of the transaction, as PostgREST does."""
    claims = {"role": role} if role == "service_role" else {"role": role, "sub": user_id}
    api.execute(
        "select set_config('role', %s, true), set_config('request.jwt.claims', %s, true)",
        [role, json.dumps(claims)],
    )


def call(api: Connection, function: str, **arguments: object) -> Row:
    """Calls an RPC by the names of its arguments."""
    named = ", ".join(f"{name} => %({name})s" for name in arguments)
    cursor = api.execute(f"select * from public.{function}({named})".encode(), arguments)
    (row,) = cursor.fetchall()
    return row


def usage(tokens: int) -> Row:
    """A call of so many tokens, to a model whose price changes with the month."""
    return {
        "tokens_prompt": tokens // 4,
        "tokens_completion": tokens - tokens // 4,
        "model_used": "a-model",
    }
