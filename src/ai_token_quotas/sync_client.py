"""The quotas of a project, without asyncio."""

import time
import weakref
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import wraps
from types import TracebackType
from typing import Any, Generic, ParamSpec, Self, TypeVar, Unpack, cast

import httpx

from ai_token_quotas import calls, transport
from ai_token_quotas.calls import (
    MonthlyUsage,
    QuotaCheck,
    QuotaStatus,
    Request,
    Reservation,
    Reserve,
    Row,
    Usage,
)
from ai_token_quotas.client_base import (
    RETRY_DELAYS,
    TIMEOUT,
    BaseCall,
    BaseService,
    DecoratorOptions,
    decorated_options,
)
from ai_token_quotas.errors import TokenServiceError
from ai_token_quotas.hold import HoldOptions

T = TypeVar("T")
P = ParamSpec("P")


class TokenService(BaseService):
    """The quotas of a project: a URL with a key, or a supabase-py client."""

    def __init__(
        self,
        # The project's URL, or a supabase-py client.
        project: Any,
        # The publishable key, or on a server the secret key.
        key: str | None = None,
        *,
        # The user's token, if a user is calling. A function is asked before each call.
        access_token: str | Callable[[], str | None] | None = None,
        # Seconds until an attempt is given up.
        timeout: float = TIMEOUT,
        # Seconds before each retry of a call that is safe to repeat.
        retry_delays: Sequence[float] = RETRY_DELAYS,
        # Makes the HTTP client.
        http: Callable[[], httpx.Client] = httpx.Client,
    ) -> None:
        """Take the publishable key with the user's access token, or on a server the secret key."""
        super().__init__(project, key, access_token, timeout, retry_delays)
        self._make = http
        self._http: httpx.Client | None = None

    def __enter__(self) -> Self:
        """Use it in a block, which closes it."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()

    def close(self) -> None:
        """Wait for settlements of abandoned streams, and close the connections."""
        for thread in self.threads:
            thread.join()
        if self._http:
            self._http.close()
        self._http = None

    def call(self, **options: Unpack[HoldOptions]) -> "Call":
        """Reserve tokens for a call to a model: `with quotas.call(max_tokens=…) as call:`."""
        return Call(self, options)

    def with_quota(
        self,
        max_tokens: int | Callable[..., int],
        user_id: Callable[..., str | None] | None = None,
        **options: Unpack[DecoratorOptions],
    ) -> Callable[[Callable[P, Any]], Callable[P, Any]]:
        """Decorate a function that calls a model and returns its answer, or its stream."""

        def decorate(function: Callable[P, Any]) -> Callable[P, Any]:
            @wraps(function)
            def held(*args: P.args, **kwargs: P.kwargs) -> Any:
                known = decorated_options(function, max_tokens, user_id, options, *args, **kwargs)
                with self.call(**known) as call:
                    answer = function(*args, **kwargs)
                    return call.stream(answer) if hasattr(answer, "__next__") else call.read(answer)

            return held

        return decorate

    def send(self, request: Request[T]) -> T:
        """Send a request, again if that is safe and may help."""
        try:
            return self._repeat(request)
        except TokenServiceError as error:
            older = calls.for_older(request, error)
            if older is None:
                raise
        return self._repeat(older)

    def _repeat(self, request: Request[T]) -> T:
        attempt = 0
        while True:
            try:
                return request.read(self._attempt(request))
            except TokenServiceError as error:
                pause = self.pause(attempt, request, error)
                if pause is None:
                    raise
            attempt += 1
            time.sleep(pause)

    def _attempt(self, request: Request[Any]) -> Any:
        source = self.project.access_token
        token = cast(transport.Token, source() if callable(source) else source)
        self._http = self._http or self._make()
        sent = self.project.request(request.name, request.arguments, token)
        try:
            return transport.answer(self._http.post(**sent, timeout=self.timeout))
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise transport.failure(error) from error

    # The API, in the order of the README.

    def get_quota_status(self) -> QuotaStatus:
        """The caller's quota now."""
        return self.send(Request[QuotaStatus]("get_user_quota_status", {}, calls.one_row))

    def get_quota_status_for(self, user_id: str) -> QuotaStatus:
        """A user's quota now; for the server."""
        return self.send(
            Request[QuotaStatus]("get_quota_status_for", {"user_id": user_id}, calls.one_row)
        )

    def track_usage(self, **usage: Unpack[Usage]) -> QuotaStatus:
        """Record a call to a model."""
        return self.send(calls.track_usage(usage))

    def track_usage_batch(self, usages: Iterable[Usage]) -> list[Row]:
        """Record 1 to 1,000 calls at once; for the server."""
        return self.send(calls.track_usage_batch(usages))

    def check_user_quota(
        self, estimated_tokens: int | None = None, user_id: str | None = None
    ) -> QuotaCheck:
        """Whether a call of this size would fit. This is advice: it reserves nothing."""
        arguments = {"p_estimated_tokens": estimated_tokens, "user_id": user_id}
        return self.send(Request[QuotaCheck]("check_user_quota", arguments, calls.one_row))

    def has_quota_for(self, tokens: int, user_id: str | None = None) -> bool:
        """Whether that many tokens would fit. This is advice: it reserves nothing."""
        arguments = {"tokens": tokens, "user_id": user_id}
        return self.send(Request("has_quota_for", arguments, calls.value)) is True

    def reserve_tokens(self, tokens: int, **options: Unpack[Reserve]) -> Reservation:
        """Reserve tokens before a call. A denial is an answer, not an error."""
        return self.send(calls.reserve_tokens(tokens, options))

    def release_reservation(self, reservation_id: str, user_id: str | None = None) -> QuotaStatus:
        """Release a reservation. To do it twice is harmless."""
        return self.send(calls.release_reservation(reservation_id, user_id))

    def get_user_monthly_usage(
        self, year: int | None = None, month: int | None = None
    ) -> MonthlyUsage:
        """The caller's usage in a calendar month, this month by default."""
        arguments = {"p_year": year, "p_month": month}
        return self.send(Request[MonthlyUsage]("get_user_monthly_usage", arguments, calls.one_row))

    def rpc(self, name: str, *, is_safe: bool = False, **arguments: Any) -> Any:
        """Call any other function of the API, such as those for operators.

        `is_safe` says that the call may be repeated if there is no answer.
        """
        return self.send(Request(name, arguments, calls.value, is_safe))


class Call(BaseCall):
    """A call to a model with tokens held for it."""

    def __init__(self, service: TokenService, options: HoldOptions) -> None:
        """Begin with nothing held."""
        super().__init__(options)
        self._service = service

    def __enter__(self) -> Self:
        """Hold the tokens; a QuotaDeniedError if the quota does not admit them."""
        self.hold.opened(self._service.send(self.hold.reserving()))
        self.is_inside = True
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        """Settle or release, unless a stream has been handed over, which will."""
        self.is_inside = False
        if error or self.handed_over() is None:
            self.end(error)

    def stream(self, source: Iterable[T]) -> "Stream[T]":
        """Pass a stream through: it settles when it ends, breaks, or its reader leaves."""
        stream = Stream(self, source)
        self._stream = weakref.ref(stream)
        return stream

    def end(self, error: BaseException | None = None) -> None:
        """Settle, or release after an error before anything was spent. Once."""
        self._record(self.hold.ending(error))

    def abandon(self) -> None:
        """End it from a destructor."""
        request = self.hold.ending(GeneratorExit())
        if request:
            self._service.in_thread(lambda: self._record(request))

    def _record(self, request: Request[Any] | None) -> None:
        try:
            if request:
                self._service.send(request)
        except Exception as error:  # the answer does not depend on it
            self.failed(error)


class Stream(Generic[T]):
    """A stream that settles the hold of its call; otherwise it is what it wraps."""

    def __init__(self, call: Call, source: Iterable[T]) -> None:
        """Wrap a stream."""
        self._call = call
        self._source = source
        self._events = iter(source)

    def __iter__(self) -> Iterator[T]:
        """Itself."""
        return self

    def __next__(self) -> T:
        """The next event."""
        try:
            event = next(self._events)
        except StopIteration:
            self._call.end()
            raise
        except BaseException as error:
            self._call.end(error)
            raise
        self._call.read_part(event)
        return event

    def __enter__(self) -> Self:
        """Read it in a block, which closes it."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()

    def close(self) -> None:
        """Leave it: what has arrived is settled."""
        with suppress(Exception):
            self._source.close()  # type: ignore[attr-defined]
        self._call.end(GeneratorExit())

    def __del__(self) -> None:
        """Its reader has broken off."""
        if "_events" in self.__dict__ and not self._call.is_inside:
            self._call.abandon()

    def __getattr__(self, name: str) -> Any:
        """What else the stream of an SDK has."""
        return getattr(self._source, name)
