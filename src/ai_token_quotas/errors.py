"""What can go wrong between a caller and the quotas."""

import math
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Literal

# By what the caller can do about it.
Kind = Literal[
    "network",  # no answer: try again
    "timeout",  # no answer in time: try again
    "portal",  # something else than the API answered, such as a captive portal: try again
    "server",  # 5xx: try again later
    "limited",  # 429: try again after `retry_after` seconds
    "auth",  # 401: sign in again, or check the key
    "denied",  # 403: not allowed to this caller
    "conflict",  # 409: the request_id belongs to another call
    "missing",  # 404: this database has no such function, or not with these arguments
    "invalid",  # another 4xx, or an argument that was refused before it was sent
]

TEMPORARY: tuple[Kind, ...] = ("network", "timeout", "portal", "server", "limited")

MESSAGES = {
    "tokens": "The token quota does not admit this call. It starts anew on {}.",
    "requests": "The request quota does not admit this call. It starts anew on {}.",
    "blocked": "This user is blocked.",
    "anonymous": "Sign in to use this feature.",
}


class TokenServiceError(Exception):
    """A failed call to the quotas. A denial is no failure: see `QuotaDeniedError`."""

    def __init__(
        self,
        kind: Kind,
        message: str,
        *,
        status: int = 0,
        code: str = "",
        hint: str = "",
        retry_after: float | None = None,
    ) -> None:
        """Keep the HTTP status (0 without an answer), the SQLSTATE and the seconds to wait."""
        super().__init__(message)
        self.kind = kind
        self.status = status
        self.code = code
        self.hint = hint
        self.retry_after = retry_after

    @property
    def is_temporary(self) -> bool:
        """Whether the same call may succeed later."""
        return self.kind in TEMPORARY


class QuotaDeniedError(Exception):
    """The user's quota does not admit the call. Nothing was spent."""

    def __init__(self, row: Mapping[str, Any]) -> None:
        """Take the row of reserve_tokens."""
        self.reason: str = row["reason"] or "tokens"
        self.remaining_tokens: int | None = row["remaining_tokens"]
        self.remaining_requests: int | None = row["remaining_requests"]
        # The UTC day on which the next period starts, such as 2026-12-01.
        self.reset_date: str = row["reset_date"]
        # The tier that would admit the call.
        self.upgrade_tier: str | None = row["upgrade_tier"]
        super().__init__(MESSAGES[self.reason].format(self.reset_date))

    @property
    def retry_after(self) -> int | None:
        """Seconds until the next period; None where waiting does not help."""
        if self.reason in ("blocked", "anonymous"):
            return None
        reset = datetime.fromisoformat(self.reset_date).replace(tzinfo=UTC)
        return max(1, math.ceil((reset - datetime.now(UTC)).total_seconds()))

    @property
    def status(self) -> int:
        """The HTTP status to answer with: 429 for a quota, 403 for a user who gets none."""
        return 403 if self.retry_after is None else 429
