"""The alerts in the database: every decision about them is made there."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any, Self, TypeVar
from uuid import UUID

import psycopg
from psycopg.rows import dict_row

from ai_token_quotas.ui import WRONG, Failure

CONNECT_SECONDS = 10

Row = TypeVar("Row")


@dataclass(frozen=True)
class Claimed:
    """An alert that is hidden from other workers for a minute."""

    id: int
    kind: str
    attempts: int


@dataclass(frozen=True)
class Alert:
    """What to tell of an alert, and to whom: the row of prepare_quota_alert."""

    id: int
    message_key: UUID
    user_id: UUID
    email: str | None
    name: str | None
    language: str | None
    metric: str
    threshold: int
    used: int
    quota: int
    tier: str
    upgrade_tier: str | None
    reset_date: date
    reached_on: date | None
    created_at: datetime
    channels: list[str]


@dataclass(frozen=True)
class Denials:
    """One user's denials of a day for one reason."""

    user_id: UUID
    email: str | None
    reason: str
    user_denials: int
    user_tokens: int


@dataclass(frozen=True)
class Digest:
    """The denials of a day, for the operators: the largest, and the sums of all."""

    day: date
    message_key: UUID
    channels: list[str]
    users: int
    denials: int
    tokens: int
    top: list[Denials]


class Queue:
    """A connection to the database."""

    def __init__(self, url: str) -> None:
        """Connect; what is wrong is a failure in one line."""
        try:
            self._db = psycopg.connect(
                url,
                autocommit=True,
                connect_timeout=CONNECT_SECONDS,
                prepare_threshold=None,  # poolers that lend a connection for one transaction
                row_factory=dict_row,
                application_name="ai-token-quotas worker",
            )
        except psycopg.ProgrammingError:
            raise Failure("db_url is no connection string: postgresql://…") from None
        self._require_functions()

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(self, *_: object) -> None:
        """Disconnect."""
        self._db.close()

    def claim(self, limit: int) -> list[Claimed]:
        """Take alerts that are due."""
        rows = self._rows('select * from public.claim_quota_alerts("limit" => %s)', limit)
        return [_read(Claimed, row) for row in rows]

    def prepare(self, alert: Claimed) -> Alert | None:
        """Read what to send now; nothing if the alert is another worker's, or true no longer."""
        rows = self._rows(
            "select * from public.prepare_quota_alert(%s, %s)", alert.id, alert.attempts
        )
        return _read(Alert, rows[0]) if rows else None

    def note(self, alert: Claimed, channel: str, error: str | None = None) -> None:
        """Note that a channel is done."""
        self._rows("select from public.note_quota_alert(%s, %s, %s)", alert.id, channel, error)

    def complete(self, alert: Claimed) -> None:
        """Note that all channels are done."""
        self._rows("select from public.complete_quota_alert(%s)", alert.id)

    def fail(self, alert: Claimed, error: str) -> None:
        """Note that the alert must be tried again."""
        self._rows("select from public.fail_quota_alert(%s, %s)", alert.id, error)

    def claim_digest(self) -> Digest | None:
        """Take the denials of a day that is over, if there are any."""
        rows = self._rows("select * from public.claim_quota_digest()")
        if not rows:
            return None
        return _read(Digest, {**rows[0], "top": [_read(Denials, row) for row in rows]})

    def complete_digest(self, digest: Digest, channel: str | None = None) -> None:
        """Note that a channel, or everything, is done."""
        self._rows("select public.complete_quota_digest(%s, %s)", digest.day, channel)

    def _rows(self, statement: str, *values: object) -> list[dict[str, Any]]:
        return self._db.execute(statement.encode(), values).fetchall()

    def _require_functions(self) -> None:
        row = self._db.execute(
            "select to_regproc('public.prepare_quota_alert') is not null as installed"
        ).fetchone()
        if not row or not row["installed"]:
            raise Failure(
                "AI token quotas 0.10.0 or newer are not in this database: ai-token-quotas check",
                WRONG,
            )


def _read(kind: type[Row], row: Mapping[str, Any]) -> Row:
    names = [one.name for one in fields(kind)]  # type: ignore[arg-type]
    return kind(**{name: row[name] for name in names})
