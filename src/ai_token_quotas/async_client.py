"""The quotas of a project, for asyncio."""

import asyncio
import inspect
import weakref
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterable, Sequence
from contextlib import suppress
from functools import wraps
from types import TracebackType
from typing import Any, Generic, ParamSpec, Self, TypeVar, Unpack

import anyio
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


class AsyncTokenService(BaseService):
    """The quotas of a project, for asyncio: a URL with a key, or a supabase-py client."""

    def __init__(
        self,
        project: Any,
        key: str | None = None,
        *,
        access_token: transport.TokenSource = None,
        timeout: float = TIMEOUT,
        retry_delays: Sequence[float] = RETRY_DELAYS,
        http: Callable[[], httpx.AsyncClient] = httpx.AsyncClient,
    ) -> None:
        """Take the publishable key with the user's access token, or on a server the secret key."""
        super().__init__(project, key, access_token, timeout, retry_delays)
        self._make = http
        # One for each event loop, since connections belong to one.
        self._http: weakref.WeakKeyDictionary[asyncio.AbstractEventLoop, httpx.AsyncClient]
        self._http = weakref.WeakKeyDictionary()

    async def __aenter__(self) -> Self:
        """Use it in a block, which closes it."""
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close it."""
        await self.aclose()

    async def aclose(self) -> None:
        """Wait for settlements of abandoned streams, and close the connections."""
        for thread in self.threads:
            await asyncio.to_thread(thread.join)
        await self.close_http()

    async def close(self) -> None:
        """As aclose: `TokenService` has this name."""
        await self.aclose()

    async def close_http(self) -> None:
        """Close the connections of this event loop."""
        http = self._http.pop(asyncio.get_running_loop(), None)
        if http:
            await http.aclose()

    def call(self, **options: Unpack[HoldOptions]) -> "AsyncCall":
        """Reserve tokens for a call to a model: `async with quotas.call(max_tokens=…) as call:`."""
        return AsyncCall(self, options)

    def with_quota(
        self,
        max_tokens: int | Callable[..., int],
        user_id: Callable[..., str | None] | None = None,
        **options: Unpack[DecoratorOptions],
    ) -> Callable[[Callable[P, Awaitable[Any]]], Callable[P, Coroutine[Any, Any, Any]]]:
        """Decorate a function that calls a model and returns its answer, or its stream."""

        def decorate(
            function: Callable[P, Awaitable[Any]],
        ) -> Callable[P, Coroutine[Any, Any, Any]]:
            @wraps(function)
            async def held(*args: P.args, **kwargs: P.kwargs) -> Any:
                known = decorated_options(function, max_tokens, user_id, options, *args, **kwargs)
                async with self.call(**known) as call:
                    answer = await function(*args, **kwargs)
                    return (
                        call.stream(answer) if hasattr(answer, "__aiter__") else call.read(answer)
                    )

            return held

        return decorate

    async def send(self, request: Request[T]) -> T:
        """Send a request, again if that is safe and may help."""
        try:
            return await self._repeat(request)
        except TokenServiceError as error:
            older = calls.for_older(request, error)
            if older is None:
                raise
        return await self._repeat(older)

    async def _repeat(self, request: Request[T]) -> T:
        attempt = 0
        while True:
            try:
                return request.read(await self._attempt(request))
            except TokenServiceError as error:
                pause = self.pause(attempt, request, error)
                if pause is None:
                    raise
            attempt += 1
            await asyncio.sleep(pause)

    async def _attempt(self, request: Request[Any]) -> Any:
        loop = asyncio.get_running_loop()
        http = self._http.get(loop) or self._http.setdefault(loop, self._make())
        try:
            async with asyncio.timeout(self.timeout):
                source = self.project.access_token
                token = source() if callable(source) else source
                known = await token if inspect.isawaitable(token) else token
                sent = self.project.request(request.name, request.arguments, known)
                return transport.answer(await http.post(**sent, timeout=self.timeout))
        except (httpx.HTTPError, httpx.InvalidURL, TimeoutError) as error:
            raise transport.failure(error) from error

    # The API, in the order of the README.

    async def get_quota_status(self) -> QuotaStatus:
        """The caller's quota now."""
        return await self.send(Request[QuotaStatus]("get_user_quota_status", {}, calls.one_row))

    async def get_quota_status_for(self, user_id: str) -> QuotaStatus:
        """A user's quota now; for the server."""
        return await self.send(
            Request[QuotaStatus]("get_quota_status_for", {"user_id": user_id}, calls.one_row)
        )

    async def track_usage(self, **usage: Unpack[Usage]) -> QuotaStatus:
        """Record a call to a model."""
        return await self.send(calls.track_usage(usage))

    async def track_usage_batch(self, usages: Iterable[Usage]) -> list[Row]:
        """Record 1 to 1,000 calls at once; for the server."""
        return await self.send(calls.track_usage_batch(usages))

    async def check_user_quota(
        self, estimated_tokens: int | None = None, user_id: str | None = None
    ) -> QuotaCheck:
        """Whether a call of this size would fit. This is advice: it reserves nothing."""
        arguments = {"p_estimated_tokens": estimated_tokens, "user_id": user_id}
        return await self.send(Request[QuotaCheck]("check_user_quota", arguments, calls.one_row))

    async def has_quota_for(self, tokens: int, user_id: str | None = None) -> bool:
        """Whether that many tokens would fit. This is advice: it reserves nothing."""
        arguments = {"tokens": tokens, "user_id": user_id}
        return await self.send(Request("has_quota_for", arguments, calls.value)) is True

    async def reserve_tokens(self, tokens: int, **options: Unpack[Reserve]) -> Reservation:
        """Reserve tokens before a call. A denial is an answer, not an error."""
        return await self.send(calls.reserve_tokens(tokens, options))

    async def release_reservation(
        self, reservation_id: str, user_id: str | None = None
    ) -> QuotaStatus:
        """Release a reservation. To do it twice is harmless."""
        return await self.send(calls.release_reservation(reservation_id, user_id))

    async def get_user_monthly_usage(
        self, year: int | None = None, month: int | None = None
    ) -> MonthlyUsage:
        """The caller's usage in a calendar month, this month by default."""
        arguments = {"p_year": year, "p_month": month}
        return await self.send(
            Request[MonthlyUsage]("get_user_monthly_usage", arguments, calls.one_row)
        )

    async def rpc(self, name: str, *, is_safe: bool = False, **arguments: Any) -> Any:
        """Call any other function of the API, such as those for operators.

        `is_safe` says that the call may be repeated if there is no answer.
        """
        return await self.send(Request(name, arguments, calls.value, is_safe))


class AsyncCall(BaseCall):
    """A call to a model with tokens held for it."""

    def __init__(self, service: AsyncTokenService, options: HoldOptions) -> None:
        """Begin with nothing held."""
        super().__init__(options)
        self._service = service

    async def __aenter__(self) -> Self:
        """Hold the tokens; a QuotaDeniedError if the quota does not admit them."""
        # The reservation itself is not cancelled: whether it was made would be unknown.
        held, cancelled = await _outlast(self._service.send(self.hold.reserving()))
        if cancelled:
            with suppress(Exception):
                self.hold.opened(held.result())
                await _outlast(self._record(self.hold.releasing()))
            raise cancelled
        self.hold.opened(held.result())
        self.is_inside = True
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        """Settle or release, unless a stream has been handed over, which will."""
        self.is_inside = False
        if error or self.handed_over() is None:
            await self.end(error)

    def stream(self, source: AsyncIterator[T] | Any) -> "AsyncStream[T]":
        """Pass a stream through: it settles when it ends, breaks, or its reader leaves."""
        stream: AsyncStream[T] = AsyncStream(self, source)
        self._stream = weakref.ref(stream)
        return stream

    async def end(self, error: BaseException | None = None) -> None:
        """Settle, or release after an error before anything was spent. Once, and uncancelled."""
        request = self.hold.ending(error)
        if request:
            _, cancelled = await _outlast(self._record(request))
            if cancelled:
                raise cancelled

    def abandon(self) -> None:
        """End it from a destructor."""
        request = self.hold.ending(GeneratorExit())
        if request:
            self._service.in_thread(lambda: asyncio.run(self._record_alone(request)))

    async def _record_alone(self, request: Request[Any]) -> None:
        await self._record(request)
        await self._service.close_http()

    async def _record(self, request: Request[Any]) -> None:
        try:
            await self._service.send(request)
        except Exception as error:  # the answer does not depend on it
            self.failed(error)


class AsyncStream(Generic[T]):
    """A stream that settles the hold of its call; otherwise it is what it wraps."""

    def __init__(self, call: AsyncCall, source: Any) -> None:
        """Wrap a stream."""
        self._call = call
        self._source = source
        self._events: AsyncIterator[T] = aiter(source)

    def __aiter__(self) -> AsyncIterator[T]:
        """Itself."""
        return self

    async def __anext__(self) -> T:
        """The next event."""
        try:
            event = await anext(self._events)
        except StopAsyncIteration:
            await self._call.end()
            raise
        except BaseException as error:
            await self._call.end(error)
            raise
        self._call.read_part(event)
        return event

    async def __aenter__(self) -> Self:
        """Read it in a block, which closes it."""
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close it."""
        await self.aclose()

    async def aclose(self) -> None:
        """Leave it: what has arrived is settled."""
        try:
            close = getattr(self._source, "aclose", None) or getattr(self._source, "close", None)
            with suppress(Exception):
                closing = close() if close else None
                if inspect.isawaitable(closing):
                    await closing
        finally:
            await self._call.end(GeneratorExit())

    async def close(self) -> None:
        """As aclose: the SDKs differ in its name."""
        await self.aclose()

    def __del__(self) -> None:
        """Its reader has broken off."""
        if "_events" in self.__dict__ and not self._call.is_inside:
            self._call.abandon()

    def __getattr__(self, name: str) -> Any:
        """What else the stream of an SDK has."""
        return getattr(self._source, name)


async def _outlast(
    work: Awaitable[T],
) -> tuple["asyncio.Future[T]", asyncio.CancelledError | None]:
    """Wait for work to its end, also if this task is cancelled meanwhile; then say so."""
    task = asyncio.ensure_future(work)
    cancelled = None
    with anyio.CancelScope(shield=True):
        while not task.done():
            try:
                await asyncio.wait([task])
            except asyncio.CancelledError as error:
                cancelled = error
    return task, cancelled
