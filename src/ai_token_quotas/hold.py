"""Tokens set aside for one call: what is known of the call, and how its hold ends."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from typing import Any, Literal, Required, TypedDict
from uuid import uuid4

from ai_token_quotas import calls
from ai_token_quotas.calls import Labels, Request, Reservation
from ai_token_quotas.errors import QuotaDeniedError
from ai_token_quotas.estimate import estimate_tokens, text_bytes
from ai_token_quotas.usage import Usage, UsageReader, plain

# By name, since each HTTP library has exceptions of its own, for the same things.
NOT_SENT = re.compile(
    r"^(ConnectError|ConnectTimeout|PoolTimeout|UnsupportedProtocol|InvalidURL|ProxyError"
    r"|ClientConnector\w*Error|ConnectionTimeoutError|ConnectionRefusedError|gaierror)$"
)
CUT_OFF = re.compile(
    r"^(CancelledError|Cancelled|GeneratorExit|KeyboardInterrupt|SystemExit|\w*Timeout|\w*TimeoutError"
    r"|ReadError|WriteError|CloseError|RemoteProtocolError|IncompleteRead|ClientPayloadError"
    r"|ServerDisconnectedError|ClientOSError|ConnectionResetError|ConnectionAbortedError"
    r"|BrokenPipeError|StreamClosed)$"
)


class HoldOptions(TypedDict, total=False):
    """How a call is held and recorded."""

    # The user: required for the server, left out by end users.
    user_id: str | None
    # Tokens to reserve: an upper bound of prompt and answer.
    max_tokens: Required[int]
    # An estimate of the prompt's tokens, used if the provider sends no count.
    prompt_tokens: int | None
    # Labels of the call in the ledger.
    labels: Labels | None
    # Requests to reserve; 1 by default.
    requests: int | None
    # Seconds that the call may take; 900 by default.
    expires_in_seconds: int | None
    # `charge`: if this process dies, the reservation counts as used; for the server.
    on_expiry: Literal["release", "charge"] | None
    # Called if usage could not be recorded; it is logged by default. The answer is returned.
    on_error: Callable[[Exception, Usage | None], object] | None


class Meter:
    """Watches an answer go by."""

    def __init__(self) -> None:
        """Begin with nothing known."""
        self.bytes = 0
        # Asked at the end, whether usage that was read is the provider's: libraries make some up.
        self.is_told: Callable[[], bool] | None = None
        self._reader = UsageReader()
        self._reported: Usage | None = None
        self._is_final = False
        self._line = b""

    def read(self, part: object, *, is_whole: bool = False) -> None:
        """Take in an answer, or a part: an event, text, or bytes of a stream of events."""
        if isinstance(part, bytes | bytearray):
            *lines, self._line = re.split(rb"\r\n|\n|\r", self._line + part)
            for line in lines:
                self._read_line(line.decode(errors="replace"))
        elif isinstance(part, str):
            self._read_line(part)
        else:
            event = plain(part)
            self._reader.read(event)
            self.bytes += text_bytes(event)
        # A whole answer's usage is the provider's last word; an event's may not be.
        self._is_final |= is_whole

    def report(self, usage: Usage, *, is_final: bool = True) -> None:
        """Take the word of somebody who knows. The last word counts."""
        self._reported = usage
        self._is_final = is_final

    @property
    def usage(self) -> Usage | None:
        """The provider's count, as far as it was heard."""
        return self._reported or self._reader.usage

    @property
    def is_final(self) -> bool:
        """Whether that was the provider's last word."""
        is_final = self._is_final or (self._reported is None and self._reader.is_final)
        return is_final and (self.is_told is None or self.is_told())

    def _read_line(self, text: str) -> None:
        found = re.match(r"(?:data:)?\s*(\{.*)$", text.strip())
        if found:
            with suppress(ValueError):
                self.read(json.loads(found[1]))
                return
        if not re.match(r"(event|data|id|retry)?:", text):
            self.bytes += text_bytes(text, is_text=True)


class Hold:
    """A hold, to be ended once: what comes later is ignored."""

    def __init__(self, options: HoldOptions) -> None:
        """Keep what the hold is for."""
        self.options = options
        self.meter = Meter()
        self.reservation_id = ""
        self.expires_at = ""
        self._id = str(uuid4())
        self._is_open = False

    def reserving(self) -> Request[Reservation]:
        """What opens it."""
        known = self.options
        calls.require_count("max_tokens", known["max_tokens"])
        return calls.reserve_tokens(
            known["max_tokens"],
            {
                "requests": known.get("requests"),
                "expires_in_seconds": known.get("expires_in_seconds") or 900,
                "user_id": known.get("user_id"),
                "on_expiry": known.get("on_expiry"),
                "request_id": f"hold-{self._id}",
            },
        )

    def opened(self, row: Reservation) -> None:
        """Take in the answer."""
        if not row["allowed"] or not row["reservation_id"]:
            raise QuotaDeniedError(row)
        self.reservation_id, self.expires_at = row["reservation_id"], row["expires_at"] or ""
        self._is_open = True

    def ending(self, error: BaseException | None = None) -> Request[Any] | None:
        """What ends it: a release if nothing was spent, else a settlement; None if it has ended."""
        if not self._is_open:
            return None
        self._is_open = False
        known, user_id = self.meter, self.options.get("user_id")
        if error and not (known.usage or known.bytes or may_have_spent(error)):
            return calls.release_reservation(self.reservation_id, user_id)
        source, counts = conclude(
            known, self.options["max_tokens"], self.options.get("prompt_tokens")
        )
        return calls.track_usage(
            {
                **counts,
                **calls.present(self.options.get("labels") or {}),
                "usage_source": source,
                "requests": self.options.get("requests"),
                "request_id": self._id,
                "reservation_id": self.reservation_id,
                "user_id": user_id,
            }
        )

    def releasing(self) -> Request[Any]:
        """What ends it before the call has begun."""
        self._is_open = False
        return calls.release_reservation(self.reservation_id, self.options.get("user_id"))


def conclude(known: Meter, tokens: int, prompt_tokens: int | None) -> tuple[str, Usage]:
    """The provider's count where it is complete, else an estimate that is marked as one."""
    usage = dict(known.usage or {})
    counted = usage.get("tokens_prompt", 0) + usage.get("tokens_completion", 0)
    # A count of nothing for an answer with text is none.
    if usage and known.is_final and (counted or not known.bytes):
        return "provider", usage
    # What was held is an upper bound. Without any clue to the prompt, it is charged in full.
    text = min(estimate_tokens(known.bytes), tokens)
    prompt = min(tokens if prompt_tokens is None else prompt_tokens, tokens - text)
    return "estimated", {
        **usage,
        "tokens_prompt": usage.get("tokens_prompt") or prompt,
        "tokens_completion": max(usage.get("tokens_completion", 0), text),
    }


def may_have_spent(error: BaseException) -> bool:
    """Whether the provider may have worked on a call that failed: it was sent, and not refused."""
    status = 0
    for one in _chain(error):
        names = [base.__name__ for base in type(one).__mro__]
        # An SDK's own name for a timeout says less than what caused it.
        if any(NOT_SENT.match(name) for name in names):
            return False
        if any(CUT_OFF.match(name) for name in names) and not _was_not_sent(one):
            return True
        found = getattr(one, "status_code", getattr(one, "status", 0))
        status = status or (found if isinstance(found, int) else 0)
    return 200 <= status < 300


def _was_not_sent(error: BaseException) -> bool:
    names = (type(one).__name__ for one in _chain(error))
    return any(NOT_SENT.match(name) for name in names)


def _chain(error: BaseException) -> Iterator[BaseException]:
    """An error, and what caused it."""
    one: BaseException | None = error
    for _ in range(10):
        if one is None:
            return
        yield one
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)


def reported(usage: Mapping[str, Any]) -> Usage:
    """Check what a caller says was used."""
    for name in ("tokens_prompt", "tokens_completion"):
        calls.require_count(name, usage.get(name))
    return calls.present(usage)
