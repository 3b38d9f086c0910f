"""Stripe as the tests have it: recorded events, signed and sent, and the users that they are of."""

import hashlib
import hmac
import json
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
from api.callers import Caller, one_row

EVENTS = Path(__file__).parent / "events"
SECRET = "whsec_of_these_tests"
TIERS = {"price_1SQbasic": "basic", "price_1SQpro": "pro"}
# The tier in force after so many of the recorded events.
TIER_AFTER = {1: "basic", 2: "basic", 3: "pro", 4: "pro", 5: "pro", 6: "pro", 7: "free"}
# One for all, so that rows can be compared.
NOW = int(time.time())


@dataclass
class Webhook:
    """The running function, and Stripe in front of it."""

    http: httpx.Client
    log: Path

    def deliver(self, event: dict[str, Any], **signing: Any) -> httpx.Response:
        """Sends an event as Stripe does."""
        body = json.dumps(event)
        return self.http.post("/", content=body, headers=signed(body, **signing))

    def insist(self, events: list[dict[str, Any]]) -> None:
        """Sends events until each was accepted, as Stripe does."""
        refused = [event for event in events if self.deliver(event).status_code != 200]
        if refused:
            assert len(refused) < len(events)
            self.insist(refused)

    def said(self) -> str:
        """What it wrote to its log."""
        return self.log.read_text()


def signed(body: str, secret: str = SECRET, age: int = 0, also: str = "") -> dict[str, str]:
    """The header that Stripe sends with a body."""
    moment = int(time.time()) - age
    digest = hmac.new(secret.encode(), f"{moment}.{body}".encode(), hashlib.sha256).hexdigest()
    return {"Stripe-Signature": f"t={moment},{also}v1={digest},v0=6ffbb59b2300aae63f272406069a9788"}


@dataclass
class Buyer:
    """A user with a subscription of their own, and what is recorded of it."""

    user_id: str
    service: Caller
    subscription_id: str = field(default_factory=lambda: f"sub_{uuid4().hex}")

    def event(self, name: str) -> Any:
        """Recorded events as if they were this user's; the last one is of a minute ago."""
        text = (EVENTS / f"{name}.json").read_text()
        text = text.replace("sub_recorded", self.subscription_id)
        return shifted(json.loads(text.replace("user_recorded", self.user_id)))

    def history(self, length: int = 7) -> list[dict[str, Any]]:
        """The first recorded events of a subscription; the last one is of a minute ago."""
        events: list[dict[str, Any]] = shifted(self.event("history")[:length])
        return events

    def after(self, webhook: "Webhook", events: list[dict[str, Any]]) -> tuple[Any, ...]:
        """What Stripe's events lead to: the row without ids, and the tier in force."""
        webhook.insist(events)
        row = self.row()
        return (*(row[name] for name in sorted(row) if not name.endswith("_id")), self.tier())

    def row(self) -> dict[str, Any]:
        """What is stored of the subscription."""
        return one_row(
            self.service.rows("ai_quota_subscriptions", subscription_id=self.subscription_id)
        )

    def tier(self) -> str:
        """The tier in force."""
        answer = self.service.call("get_quota_status_for", user_id=self.user_id)
        tier: str = one_row(answer.json())["tier"]
        return tier


def shifted(events: Any, ago: int = 60) -> Any:
    """The same events at another time: the last one was made so many seconds ago."""
    newest = max(event["created"] for event in ([events] if "id" in events else events))
    return moved(events, NOW - ago - newest)


def moved(found: Any, seconds: int) -> Any:
    """The same JSON with all its moments later."""
    if isinstance(found, dict):
        return {name: moved(value, seconds) for name, value in found.items()}
    if isinstance(found, list):
        return [moved(value, seconds) for value in found]
    is_moment = isinstance(found, int) and found > 1_000_000_000
    return found + seconds if is_moment else found
