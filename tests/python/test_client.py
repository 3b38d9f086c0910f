"""The client on the real stack: who calls, what goes wrong, and what becomes of a hold."""

import asyncio
import gc
import json
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import httpx
import psycopg
import pytest
from api.callers import Caller, Stack
from python.conftest import RETRY_DELAYS, Provider, run_alone

from ai_token_quotas.client import (
    AsyncTokenService,
    QuotaDeniedError,
    TokenService,
    TokenServiceError,
    bound_prompt,
)
from ai_token_quotas.hold import may_have_spent

USAGE: Any = {"tokens_prompt": 500, "tokens_completion": 1500, "model_used": "gpt-4o-mini"}
ANSWER = {"model": "m", "usage": {"prompt_tokens": 3, "completion_tokens": 4}}


# Who calls.


def test_the_secret_key_acts_for_a_user(quotas: TokenService, user: str) -> None:
    held = quotas.reserve_tokens(4000, user_id=user, expires_in_seconds=60)
    status = quotas.track_usage(**USAGE, user_id=user, reservation_id=held["reservation_id"])

    assert held["allowed"]
    assert (status["used"], status["reserved"]) == (2000, 0)
    assert quotas.get_quota_status_for(user) == status


def test_the_secret_key_needs_to_say_for_whom(quotas: TokenService) -> None:
    with pytest.raises(TokenServiceError) as error:
        quotas.reserve_tokens(1)

    assert (error.value.kind, error.value.code) == ("invalid", "22023")


def test_a_forwarded_token_acts_for_its_user(stack: Stack, sign_up: Any) -> None:
    alice: Caller = sign_up()
    token = alice.http.headers["Authorization"].removeprefix("Bearer ")
    with TokenService(stack.api_url, stack.publishable_key, access_token=lambda: token) as own:
        held = own.reserve_tokens(100)
        own.release_reservation(held["reservation_id"] or "")
        own.track_usage(**USAGE)

        assert own.get_quota_status()["used"] == 2000
        assert own.check_user_quota(9000)["allowed"] is False
        assert own.has_quota_for(8000) is True
        assert own.get_user_monthly_usage()["total_tokens"] == 2000


def test_a_token_may_be_awaited(stack: Stack, sign_up: Any) -> None:
    alice: Caller = sign_up()

    async def token() -> str:
        return alice.http.headers["Authorization"].removeprefix("Bearer ")

    async def main() -> dict[str, Any]:
        key = stack.publishable_key
        async with AsyncTokenService(stack.api_url, key, access_token=token) as own:
            return dict(await own.track_usage(**USAGE))

    assert run_alone(main())["used"] == 2000


def test_a_supabase_client_acts_for_its_user(sign_up: Any) -> None:
    alice: Caller = sign_up()

    with TokenService(alice.client) as own:
        assert own.track_usage(**USAGE)["used"] == 2000


def test_somebody_elses_user_id_is_denied(sign_up: Any, user: str) -> None:
    alice: Caller = sign_up()

    with TokenService(alice.client) as own, pytest.raises(TokenServiceError) as error:
        own.reserve_tokens(10, user_id=user)

    assert (error.value.kind, error.value.status) == ("denied", 403)


def test_nobody_is_told_to_sign_in(stack: Stack) -> None:
    with (
        TokenService(stack.api_url, stack.publishable_key) as anonymous,
        pytest.raises(TokenServiceError) as error,
    ):
        anonymous.get_quota_status()

    assert (error.value.kind, error.value.status) == ("auth", 401)


def test_functions_for_operators_have_their_names(quotas: TokenService, user: str) -> None:
    row = quotas.rpc("initialize_user_quota", user_id=user, tier="pro")

    assert row["monthly_token_quota"] == 200_000
    assert quotas.track_usage_batch([USAGE | {"user_id": user}])[0]["result"] == "recorded"


# Repeating.


def test_a_request_id_counts_a_call_once(quotas: TokenService, user: str) -> None:
    call = {**USAGE, "user_id": user, "request_id": "my-id"}

    first, second = quotas.track_usage(**call), quotas.track_usage(**call)

    assert (first["used"], second["used"]) == (2000, 2000)


def test_a_request_id_of_another_call_is_a_conflict(quotas: TokenService, user: str) -> None:
    call = {**USAGE, "user_id": user, "request_id": "my-id"}
    quotas.track_usage(**call)

    with pytest.raises(TokenServiceError) as error:
        quotas.track_usage(**{**call, "tokens_prompt": 1})

    assert (error.value.kind, error.value.status) == ("conflict", 409)


def test_too_many_holds_of_a_user_have_to_wait(sign_up: Any) -> None:
    alice: Caller = sign_up()

    with TokenService(alice.client) as own, pytest.raises(TokenServiceError) as error:
        list(map(own.reserve_tokens, [1] * 21))

    assert (error.value.kind, error.value.status) == ("limited", 429)
    assert (error.value.retry_after or 0) >= 1


def answering(*answers: httpx.Response | Exception) -> tuple[TokenService, list[dict[str, Any]]]:
    """A service that gets these answers, the last one for ever, and what it has sent."""
    left, sent = list(answers), []

    def answer(request: httpx.Request) -> httpx.Response:
        sent.append(json.loads(request.content))
        one = left.pop(0) if len(left) > 1 else left[0]
        if isinstance(one, Exception):
            raise one
        return one

    transport = httpx.MockTransport(answer)
    service = TokenService(
        "http://127.0.0.1:1",
        "key",
        retry_delays=RETRY_DELAYS,
        http=lambda: httpx.Client(transport=transport),
    )
    return service, sent


def test_a_call_that_counts_once_is_repeated_with_its_request_id() -> None:
    service, sent = answering(httpx.Response(503), httpx.Response(200, json=[{"used": 1}]))

    with service:
        service.track_usage(**USAGE)

    assert sent[0] == sent[1]
    assert sent[0]["request_id"]


@pytest.mark.parametrize(("options", "attempts"), [({}, 1), ({"request_id": "a"}, 3)])
def test_a_reservation_is_repeated_only_with_a_request_id(options: Any, attempts: int) -> None:
    service, sent = answering(httpx.Response(503))

    with service, pytest.raises(TokenServiceError):
        service.reserve_tokens(1, **options)

    assert len(sent) == attempts


def test_an_older_database_gets_what_it_knows() -> None:
    missing = httpx.Response(404, json={"code": "PGRST202", "message": "no such function"})
    service, sent = answering(missing, httpx.Response(200, json=[{"used": 1}]))

    with service:
        service.track_usage(**USAGE, usage_source="estimated", tokens_cache_write=1)

    assert sent[0]["usage_source"] == "estimated"
    assert sent[1] == {**USAGE, "request_id": sent[0]["request_id"]}


# Errors.

HTML = "<html>Sign in to this network</html>"


@pytest.mark.parametrize(
    ("answer", "kind", "retry_after"),
    [
        (httpx.Response(401, json={"message": "JWT expired", "code": "PGRST301"}), "auth", None),
        (httpx.Response(403, json={"message": "no", "code": "42501"}), "denied", None),
        (httpx.Response(404, json={"message": "no", "code": "PGRST202"}), "missing", None),
        (httpx.Response(404, text=HTML), "portal", None),
        (httpx.Response(409, json={"message": "no", "code": "23505"}), "conflict", None),
        (httpx.Response(429, json={"message": "no"}, headers={"retry-after": "60"}), "limited", 60),
        (httpx.Response(429, json={"details": "Retry after 70 seconds."}), "limited", 70),
        (httpx.Response(400, json={"message": "no", "code": "22023"}), "invalid", None),
        (httpx.Response(400), "server", None),
        (httpx.Response(502, text=HTML), "server", None),
        (httpx.Response(200, text=HTML), "portal", None),
        (httpx.Response(200, json=7), "portal", None),
        (httpx.Response(302, headers={"location": "http://portal"}), "portal", None),
        (httpx.Response(511), "portal", None),
        (httpx.ConnectError("refused"), "network", None),
        (httpx.ReadTimeout("slow"), "timeout", None),
    ],
)
def test_errors_say_what_to_do(answer: Any, kind: str, retry_after: float | None) -> None:
    service, _ = answering(answer)

    with service, pytest.raises(TokenServiceError) as error:
        service.get_quota_status()

    assert (error.value.kind, error.value.retry_after) == (kind, retry_after)


@pytest.mark.parametrize("count", [-1, 1.5, float("nan"), None, True])
def test_a_count_that_is_no_whole_number_is_not_sent(count: Any) -> None:
    service, sent = answering(httpx.Response(200))

    with service, pytest.raises(TokenServiceError, match="tokens_prompt must be a whole number"):
        service.track_usage(tokens_prompt=count, tokens_completion=1)

    assert sent == []


def raised(error: Exception, cause: Exception | None = None) -> Exception:
    """An error with what caused it."""
    error.__cause__ = cause
    return error


class RefusedError(Exception):
    """As the SDKs raise it."""

    status_code = 503


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (ValueError("no such model"), False),
        (RefusedError(), False),
        (httpx.ConnectError("refused"), False),
        (httpx.ReadError("cut"), True),
        (TimeoutError(), True),
        (asyncio.CancelledError(), True),
        (raised(TimeoutError(), httpx.ConnectTimeout("slow")), False),
        (raised(RefusedError(), httpx.RemoteProtocolError("cut")), True),
    ],
)
def test_what_an_error_may_have_spent(error: BaseException, expected: bool) -> None:
    assert may_have_spent(error) == expected


# Holds.


def test_a_call_that_failed_before_it_was_sent_is_released(
    quotas: TokenService, user: str, account: Any
) -> None:
    with (
        pytest.raises(ValueError, match="no such model"),
        quotas.call(user_id=user, max_tokens=100),
    ):
        raise ValueError("no such model")

    assert (account().holds, account().calls) == (["released"], [])


def test_the_labels_of_a_call_are_in_the_ledger(
    quotas: TokenService, user: str, account: Any
) -> None:
    labels: Any = {"discipline": "support"}
    with quotas.call(user_id=user, max_tokens=100, labels=labels) as call:
        call.read(ANSWER)

    (row,) = account().calls
    assert (row["discipline"], row["model_used"], row["usage_source"]) == (
        "support",
        "m",
        "provider",
    )


def test_a_call_may_say_what_it_used(quotas: TokenService, user: str, account: Any) -> None:
    with quotas.call(user_id=user, max_tokens=100) as call:
        call.report({"tokens_prompt": 3, "tokens_completion": 4})

    (row,) = account().calls
    assert (row["tokens_prompt"], row["tokens_completion"], row["usage_source"]) == (
        3,
        4,
        "provider",
    )


def test_a_call_that_says_nothing_is_charged_in_full(
    quotas: TokenService, user: str, account: Any
) -> None:
    with quotas.call(user_id=user, max_tokens=100):
        pass

    (row,) = account().calls
    assert (row["tokens_prompt"], row["usage_source"]) == (100, "estimated")


def test_the_answer_does_not_depend_on_its_record(user: str) -> None:
    held = {"allowed": True, "reservation_id": "r", "expires_at": "2026-12-01"}
    service, _ = answering(httpx.Response(200, json=[held]), httpx.Response(503))
    told: list[Any] = []

    with (
        service,
        service.call(max_tokens=9, on_error=lambda *known: told.append(known)) as call,
    ):
        answer = call.read(ANSWER)

    assert answer == ANSWER
    assert told[0][0].kind == "server"
    assert told[0][1]["tokens_completion"] == 4


def test_a_decorated_function_settles(quotas: TokenService, user: str, account: Any) -> None:
    @quotas.with_quota(max_tokens=lambda user_id, prompt: bound_prompt(prompt) + 100)
    def ask(user_id: str, prompt: str) -> dict[str, Any]:
        return ANSWER

    assert ask(user, prompt="Hi") == ANSWER
    (row,) = account().calls
    assert (row["tokens_completion"], row["usage_source"]) == (4, "provider")


def test_a_decorated_function_is_not_called_where_the_quota_does_not_admit_it(
    aquotas: AsyncTokenService, user: str
) -> None:
    called: list[str] = []

    @aquotas.with_quota(max_tokens=10_001)
    async def ask(user_id: str) -> None:
        called.append(user_id)

    async def main() -> None:
        async with aquotas:
            await ask(user)

    with pytest.raises(QuotaDeniedError) as error:
        run_alone(main())

    assert (error.value.reason, error.value.upgrade_tier, called) == ("tokens", "basic", [])
    assert error.value.retry_after


def events(*words: str) -> Any:
    """A stream of OpenAI's chunks."""

    async def stream() -> Any:
        for word in words:
            yield {"choices": [{"delta": {"content": word}}]}
        yield ANSWER

    return stream()


def handed_over(aquotas: AsyncTokenService) -> Callable[[str], Any]:
    """A function that returns a stream, to be read after the block has ended."""

    @aquotas.with_quota(max_tokens=100, prompt_tokens=20)
    async def ask(user_id: str) -> Any:
        return events("Quotas ", "say ")

    return ask


def test_a_stream_that_is_handed_over_settles_at_its_end(
    aquotas: AsyncTokenService, user: str, account: Any
) -> None:
    async def main() -> int:
        async with aquotas:
            return len([event async for event in await handed_over(aquotas)(user)])

    assert run_alone(main()) == 3
    (row,) = account().calls
    assert (row["tokens_completion"], row["usage_source"]) == (4, "provider")


@pytest.mark.filterwarnings("ignore:coroutine method 'aclose':RuntimeWarning")
def test_a_stream_that_nobody_reads_settles(
    aquotas: AsyncTokenService, user: str, account: Any
) -> None:
    async def main() -> None:
        async with aquotas:
            await handed_over(aquotas)(user)

    run_alone(main())
    gc.collect()

    (row,) = account().calls
    assert (row["tokens_prompt"], row["usage_source"]) == (20, "estimated")


def test_a_stream_that_is_broken_off_settles_though_the_loop_has_ended(
    aquotas: AsyncTokenService, user: str, account: Any
) -> None:
    async def main() -> Any:
        async with aquotas:
            stream = await handed_over(aquotas)(user)
            await anext(stream)
            return stream

    left = run_alone(main())
    del left
    gc.collect()

    (row,) = account().calls
    assert (row["tokens_prompt"], row["tokens_completion"]) == (20, 3)
    assert row["usage_source"] == "estimated"


def test_a_hold_that_was_made_while_its_task_was_cancelled_is_released(
    stack: Stack, user: str, account: Any
) -> None:
    class Cancelling(httpx.AsyncHTTPTransport):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            answer = await super().handle_async_request(request)
            if request.url.path.endswith("reserve_tokens"):
                calling.cancel()
                await asyncio.sleep(0)
            return answer

    async def call() -> None:
        async with service.call(user_id=user, max_tokens=100):
            raise AssertionError("The call must not be made.")

    service = AsyncTokenService(
        stack.api_url, stack.secret_key, http=lambda: httpx.AsyncClient(transport=Cancelling())
    )
    calling: asyncio.Task[None]

    async def main() -> None:
        nonlocal calling
        async with service:
            calling = asyncio.create_task(call())
            with pytest.raises(asyncio.CancelledError):
                await calling

    run_alone(main())

    assert (account().holds, account().calls) == (["released"], [])


def test_32_streams_for_the_last_10_000_tokens_stay_within_them(
    aquotas: AsyncTokenService, provider: Provider, user: str, account: Any
) -> None:
    async def one(http: httpx.AsyncClient) -> None:
        body = {"stream": True, "stream_options": {"include_usage": True}}
        url = f"{provider.url}/v1/chat/completions"
        async with (
            aquotas.call(user_id=user, max_tokens=1900) as call,
            http.stream("POST", url, json=body) as answer,
        ):
            async for _ in call.stream(answer.aiter_bytes()):
                await asyncio.sleep(0.01)

    async def main() -> list[Any]:
        async with aquotas, httpx.AsyncClient() as http:
            return await asyncio.gather(*(one(http) for _ in range(32)), return_exceptions=True)

    outcomes = run_alone(main())

    denied = [one for one in outcomes if isinstance(one, QuotaDeniedError)]
    assert denied
    assert len(denied) + outcomes.count(None) == 32
    spent = sum(call["prompt"] + call["completion"] for call in provider.served)
    assert account().used == spent <= 10_000


def test_the_command_does_not_need_what_the_client_needs() -> None:
    told = "import sys, ai_token_quotas.cli; print('httpx' in sys.modules)"

    said = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)

    assert said.stdout == "False\n"


def test_denials_are_counted_in_the_database(
    quotas: TokenService, user: str, db: psycopg.Connection[dict[str, Any]]
) -> None:
    with pytest.raises(QuotaDeniedError), quotas.call(user_id=user, max_tokens=10_001):
        pass

    rows = db.execute("select reason from public.ai_quota_denials where user_id = %s", [user])
    assert [row["reason"] for row in rows] == ["tokens"]
