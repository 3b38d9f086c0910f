"""Alerts on the real database, delivered to a real SMTP server and a receiver of webhooks."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from alerts.sinks import Hook, Mailbox, receiver, smtp_server
from api.callers import Stack, one_row
from api.conftest import alone, db, stack

from ai_token_quotas.worker import config as settings
from ai_token_quotas.worker.run import Tally, run

__all__ = ["alone", "db", "stack"]

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo="
ALL = ("mail", "operators", "webhook", "slack")
FORGET = """
delete from public.ai_quota_alerts;
delete from public.ai_quota_denials where day < (now() at time zone 'UTC')::date;
delete from ai_quota.digest_deliveries;
"""


@dataclass
class Project:
    """A project with users, its database, and what its alerts are sent to."""

    db: Any
    url: str
    mailbox: Mailbox
    hook: Hook
    users: list[str] = field(default_factory=list)

    def user(self, email: str | None = None, **about: str) -> str:
        """Make a user with a confirmed address; returns the id."""
        user_id = str(uuid4())
        self.db.execute(
            "insert into auth.users (id, email, email_confirmed_at, raw_user_meta_data)"
            " values (%s, %s, now(), %s)",
            [user_id, email or f"{user_id}@example.com", json.dumps(about)],
        )
        self.users.append(user_id)
        return user_id

    def use(self, user_id: str, tokens: int) -> None:
        """Use tokens of 10,000."""
        self.db.execute(
            "select public.track_usage(user_id => %s, tokens_prompt => %s, tokens_completion => 0)",
            [user_id, tokens],
        )

    def alerted(self, tokens: int = 7_500, email: str | None = None, **about: str) -> str:
        """Make a user who reached a threshold."""
        user_id = self.user(email, **about)
        self.use(user_id, tokens)
        return user_id

    def env(self, *channels: str, **more: str) -> dict[str, str]:
        """The worker's settings with these channels."""
        values = {"db_url": self.url, "product": "Acme AI", "allow_loopback": "true"}
        if "mail" in channels:
            values |= {
                "from": "Acme <alerts@acme.test>",
                "smtp_host": "127.0.0.1",
                "smtp_port": str(self.mailbox.port),
                "smtp_security": "none",
            }
        if "operators" in channels:
            values["operators"] = "ops@acme.test, boss@acme.test"
        if "webhook" in channels:
            values |= {"webhook_url": self.hook.url, "webhook_secret": SECRET}
        if "slack" in channels:
            values["slack_url"] = self.hook.url
        return {f"QUOTA_ALERTS_{name.upper()}": value for name, value in (values | more).items()}

    def deliver(self, *channels: str, **more: str) -> Tally:
        """Run a worker until nothing is due."""
        config = settings.read(None, env=self.env(*(channels or ("mail",)), **more))
        return run(config, once=True)

    def delivery(self) -> dict[str, Any]:
        """How far the only delivery is."""
        return one_row(self.db.execute("select * from ai_quota.alert_deliveries").fetchall())

    def rewind(self) -> None:
        """Let every lease and pause be over."""
        self.db.execute(
            "update ai_quota.alert_deliveries set next_attempt_at = now() - interval '1 second'"
            " where delivered_at is null and expired_at is null"
        )
        self.db.execute(
            "update ai_quota.digest_deliveries set next_attempt_at = now() - interval '1 second'"
        )

    def denied_yesterday(self, user_id: str, denials: int, tokens: int, reason: str) -> None:
        """Let calls of a user have been denied."""
        day = datetime.now(UTC).date() - timedelta(days=1)
        self.db.execute(
            "insert into public.ai_quota_denials (user_id, day, reason, denials, tokens)"
            " values (%s, %s, %s, %s, %s)",
            [user_id, day, reason, denials, tokens],
        )


@pytest.fixture(scope="session")
def mail_server() -> Iterator[Mailbox]:
    """The SMTP server."""
    with smtp_server() as mailbox:
        yield mailbox


@pytest.fixture(scope="session")
def hook_server() -> Iterator[Hook]:
    """The receiver of webhooks."""
    with receiver() as hook:
        yield hook


@pytest.fixture
def project(
    alone: None, db: Any, stack: Stack, mail_server: Mailbox, hook_server: Hook
) -> Iterator[Project]:
    """The project; nothing else is in the queue."""
    mail_server.accepted.clear()
    hook_server.posts.clear()
    db.execute(FORGET)
    made = Project(db, stack.db_url, mail_server, hook_server)
    yield made
    mail_server.says.clear()
    mail_server.before_250 = nothing
    hook_server.answers.clear()
    db.execute("delete from auth.users where id = any (%s::uuid[])", [made.users])
    db.execute(FORGET)


def nothing() -> None:
    """Let 250 be said at once."""


@pytest.fixture
def mailbox(project: Project) -> Mailbox:
    """What the project's SMTP server took."""
    return project.mailbox


@pytest.fixture
def hook(project: Project) -> Hook:
    """What the project's receiver got."""
    return project.hook
