"""Users of a database whose clock the tests set, and their subscriptions."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any
from uuid import uuid4

import psycopg
from month_end.clock import ClockedServer
from month_end.places import Connection, call, sign_in
from psycopg.rows import dict_row

Row = dict[str, Any]
Period = tuple[str, str]


def moment(text: str) -> datetime:
    """A moment in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def text(at: datetime) -> str:
    """A moment as these tests write it: a day, if it is the beginning of one."""
    shown = at.astimezone(UTC).strftime("%Y-%m-%d %H:%M")
    return shown.removesuffix(" 00:00")


def months_after(anchor: datetime, months: int) -> datetime:
    """The anchor so many months later, on the last day of a month that has no such day."""
    year, month = divmod(anchor.year * 12 + anchor.month - 1 + months, 12)
    day = min(anchor.day, monthrange(year, month + 1)[1])
    return anchor.replace(year=year, month=month + 1, day=day)


def boundaries(anchor: date, first: date, last: date) -> list[date]:
    """The days between two days on which months that are counted from the anchor begin."""
    begin = datetime(anchor.year, anchor.month, anchor.day, tzinfo=UTC)
    span = (last.year - anchor.year) * 12 + 24
    past = (anchor.year - first.year) * 12 + 24
    every = [months_after(begin, n).date() for n in range(-past, span)]
    return [day for day in every if first <= day <= last]


@dataclass
class Project:
    """A database on a server whose clock the tests set."""

    server: ClockedServer
    name: str
    connections: dict[str, Connection] = field(default_factory=dict)

    def connect(self, role: str) -> Connection:
        """The connection of a role, in a time zone in which it is often another day."""
        if role not in self.connections:
            self.connections[role] = psycopg.connect(
                host="127.0.0.1",
                port=self.server.settings["port"],
                dbname=self.name,
                user=role,
                autocommit=True,
                row_factory=dict_row,
                options="-c timezone=Pacific/Kiritimati",
            )
        return self.connections[role]

    def sign_up(self) -> "Account":
        """Makes an account, with its quota."""
        account = Account(self, str(uuid4()))
        self.connect("supabase_auth_admin").execute(
            "insert into auth.users (id, email) values (%s, %s)",
            [account.id, f"{account.id}@example.com"],
        )
        return account

    def run(self, statement: str, *values: object) -> list[Row]:
        """Runs a statement as the owner."""
        cursor = self.connect("postgres").execute(statement.encode(), values or None)
        return cursor.fetchall() if cursor.description else []


@dataclass
class Account:
    """A user, billed and metered by the clock of the project."""

    project: Project
    id: str

    def at(self, when: str) -> "Account":
        """It is this moment."""
        self.project.server.clock.stop_at(moment(when))
        return self

    def ask(self, function: str, **arguments: object) -> Row:
        """Has the server call an RPC for the user."""
        api = self.project.connect("authenticator")
        with api.transaction():
            sign_in(api, "", "service_role")
            return call(api, function, user_id=self.id, **arguments)

    def use(self, tokens: int = 1) -> Row:
        """Reports a call."""
        return self.ask("track_usage", tokens_prompt=tokens, tokens_completion=0)

    def reserve(self, tokens: int = 1) -> Row:
        """Asks for tokens."""
        return self.ask("reserve_tokens", tokens=tokens)

    def status(self) -> Row:
        """Reads the status."""
        return self.ask("get_quota_status_for")

    def bill(
        self, start: str, end: str, status: str = "active", tier: str = "pro", name: str = "first"
    ) -> "Account":
        """The provider says how a subscription is."""
        self.ask(
            "set_user_subscription",
            subscription_id=f"{name} of {self.id}",
            tier=tier,
            status=status,
            current_period_start=moment(start),
            current_period_end=moment(end),
        )
        return self

    def open(self) -> Period:
        """The open period, as a status read shows it."""
        (row,) = self.project.run(
            "select q.period_start, q.period_end from ai_quota.read_quota(%s) as q", self.id
        )
        return text(row["period_start"]), text(row["period_end"])

    def closed(self) -> list[Period]:
        """The closed periods."""
        rows = self.project.run(
            "select p.period_start, p.period_end from public.ai_quota_periods as p"
            " where p.user_id = %s order by p.period_start",
            self.id,
        )
        return [(text(row["period_start"]), text(row["period_end"])) for row in rows]

    def stored(self) -> Row:
        """The quota row as a plain SELECT shows it."""
        (row,) = self.project.run("select * from public.user_ai_quotas where user_id = %s", self.id)
        return row

    def subscribe_for(self, months: int, start: str, every: int = 1) -> list[Period]:
        """Pays on time for so many months, uses a token at noon of each day; returns the periods.

        With every = 12 it is an annual plan.
        """
        begin = moment(start)
        renewals = [months_after(begin, n) for n in range(0, months + 1, every)]
        end = months_after(begin, months)
        days = (end.date() - begin.date()).days
        noons = [begin.replace(hour=12, minute=0) + timedelta(days=n) for n in range(days)]
        events = sorted([*((at, "pay") for at in renewals[:-1]), *((at, "use") for at in noons)])
        for at, event in events:
            self.project.server.clock.stop_at(at + timedelta(seconds=3))
            if event == "use":
                self.use()
            else:
                following = renewals[renewals.index(at) + 1]
                self.bill(at.isoformat()[:16], following.isoformat()[:16])
        return [*self.closed(), self.open()]

    def live_at_random(self, chance: Random, days: int) -> list[Row]:
        """Uses a token each day, between events of three subscriptions; returns the quota rows."""
        begin, rows = moment("2027-01-10"), []
        for day in range(days):
            at = begin + timedelta(days=day, seconds=chance.randrange(86_400))
            self.project.server.clock.stop_at(at)
            if chance.random() < 0.15:
                start = at - timedelta(days=chance.choice([0, 0, 0, 1, 9, 40]))
                self.bill(
                    start.isoformat()[:16],
                    (start + timedelta(days=chance.choice([7, 30, 31, 365]))).isoformat()[:16],
                    chance.choice(["active", "active", "trialing", "past_due", "canceled"]),
                    chance.choice(["basic", "pro"]),
                    chance.choice(["first", "second", "third"]),
                )
            self.use()
            rows.append({**self.stored(), "now": at})
        return rows


def lengths(periods: Sequence[Period]) -> list[int]:
    """How many days each period has."""
    return [(moment(end).date() - moment(start).date()).days for start, end in periods]
