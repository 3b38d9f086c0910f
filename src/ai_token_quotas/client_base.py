"""What the client has in common with and without asyncio."""

import inspect
import logging
import weakref
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from threading import Thread
from typing import Any, ParamSpec, TypedDict, TypeVar

from ai_token_quotas import transport
from ai_token_quotas.calls import Labels, Request
from ai_token_quotas.errors import TokenServiceError
from ai_token_quotas.hold import Hold, HoldOptions, reported

P = ParamSpec("P")
Answer = TypeVar("Answer")

log = logging.getLogger("ai_token_quotas")

# Seconds.
TIMEOUT = 10.0
RETRY_DELAYS = (0.3, 1.5)
# A longer pause than this is left to the caller.
LONGEST_PAUSE = 10.0


class DecoratorOptions(TypedDict, total=False):
    """The options of a hold that a decorator may fix."""

    prompt_tokens: int | None
    labels: Labels | None
    requests: int | None
    expires_in_seconds: int | None
    on_expiry: Any
    on_error: Any


class BaseService:
    """What the two services have in common."""

    def __init__(
        self,
        project: Any,
        key: str | None,
        access_token: transport.TokenSource,
        timeout: float,
        retry_delays: Sequence[float],
    ) -> None:
        """Begin with no thread."""
        self.project = transport.Project.of(project, key, access_token)
        self.timeout = timeout
        self.retry_delays = retry_delays
        self.threads: list[Thread] = []

    def pause(self, attempt: int, request: Request[Any], error: TokenServiceError) -> float | None:
        """Seconds before the next attempt, or None if there is none."""
        if attempt >= len(self.retry_delays) or not (request.is_safe and error.is_temporary):
            return None
        seconds = max(self.retry_delays[attempt], error.retry_after or 0)
        return seconds if seconds <= LONGEST_PAUSE else None

    def in_thread(self, work: Callable[[], object]) -> None:
        """Settle from a destructor: it may run anywhere, also after the event loop has ended."""
        self.threads = [thread for thread in self.threads if thread.is_alive()]
        thread = Thread(target=work, name="ai-token-quotas")
        try:
            thread.start()
        except RuntimeError:
            log.exception("usage was not recorded: the interpreter ends")
        else:
            self.threads.append(thread)


class BaseCall:
    """What the two forms of a call have in common."""

    def __init__(self, options: HoldOptions) -> None:
        """Begin with nothing held."""
        self.hold = Hold(options)
        self.is_inside = False
        self._stream: weakref.ref[Any] | None = None
        self._is_read = False

    @property
    def reservation_id(self) -> str:
        """The reservation that this call settles."""
        return self.hold.reservation_id

    @property
    def expires_at(self) -> str:
        """When it expires."""
        return self.hold.expires_at

    def read(self, answer: Answer) -> Answer:
        """Read the usage of a whole answer, and return the answer."""
        self.hold.meter.read(answer, is_whole=True)
        return answer

    def report(self, usage: Mapping[str, Any], *, is_final: bool = True) -> None:
        """Say what was used, where the answer does not. The last word counts."""
        self.hold.meter.report(reported(usage), is_final=is_final)

    def read_part(self, part: object) -> None:
        """Read an event of a stream."""
        self._is_read = True
        self.hold.meter.read(part)

    def handed_over(self) -> Any:
        """The stream that the block has given to somebody who has not begun to read it."""
        return None if self._is_read or self._stream is None else self._stream()

    def failed(self, error: Exception) -> None:
        """Tell that usage could not be recorded."""
        usage = self.hold.meter.usage
        if on_error := self.hold.options.get("on_error"):
            with suppress(Exception):
                on_error(error, usage)
        else:
            log.error("usage was not recorded: %s", usage, exc_info=error)


def decorated_options(
    function: Callable[P, Any],
    max_tokens: int | Callable[..., int],
    user_id: Callable[..., str | None] | None,
    options: DecoratorOptions,
    /,
    *args: P.args,
    **kwargs: P.kwargs,
) -> HoldOptions:
    """The options of a decorated call; the user is the function's argument user_id by default."""
    named = inspect.signature(function).bind(*args, **kwargs).arguments
    return {
        **options,
        "user_id": user_id(*args, **kwargs) if user_id else named.get("user_id"),
        "max_tokens": max_tokens(*args, **kwargs) if callable(max_tokens) else max_tokens,
    }
