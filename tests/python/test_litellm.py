"""LiteLLM's Router and embeddings, with the quota around them."""

import gc
from collections import deque
from collections.abc import Iterator
from typing import Any

import openai
import pytest
from python.conftest import Provider, run_alone

from ai_token_quotas.client import AsyncTokenService, QuotaDeniedError, TokenService

MESSAGES = [{"role": "user", "content": "How much is left?"}]
CHAT: dict[str, Any] = {"model": "chat", "messages": MESSAGES, "max_tokens": 100}
EMBED: dict[str, Any] = {"model": "chat", "input": ["How much", "is left?"]}

# As in test_matrix.py.
pytestmark = [
    pytest.mark.filterwarnings("ignore:.*`ReadOnly` qualifier:UserWarning"),
    pytest.mark.filterwarnings("ignore:Accessing the 'model_.*:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture(scope="module", autouse=True)
def _collected() -> Iterator[None]:
    """What LiteLLM leaves open is complained about here, not in another file's tests."""
    yield
    gc.collect()


@pytest.fixture
def routed(provider: Provider, user: str) -> dict[str, Any]:
    """The arguments of a call through a Router with two deployments of a model."""
    from litellm.router import Router  # takes seconds

    known = {"api_base": f"{provider.url}/v1", "api_key": "any"}
    deployments = [
        {"model_name": "chat", "litellm_params": {"model": f"openai/stand-in-{number}", **known}}
        for number in (1, 2)
    ]
    return {"router": Router(model_list=deployments), "user_id": user}


@pytest.fixture
def direct(provider: Provider, user: str) -> dict[str, Any]:
    """The arguments of a call without one."""
    known = {"api_base": f"{provider.url}/v1", "api_key": "any"}
    return {"user_id": user, **EMBED, "model": "openai/stand-in-1", **known}


def counted(provider: Provider) -> list[tuple[int, int]]:
    """What the provider counted of the calls that it answered."""
    served = [call for call in provider.served if call["status"] == 200]
    return [(call["prompt"], call["completion"]) for call in served]


def recorded(found: Any) -> list[tuple[int, int]]:
    """What the ledger has of them."""
    return [(call["tokens_prompt"], call["tokens_completion"]) for call in found.calls]


def test_an_answer_through_a_router(
    quotas: TokenService, provider: Provider, account: Any, routed: Any
) -> None:
    from ai_token_quotas.integrations import litellm

    litellm.completion(quotas, **routed, **CHAT)

    assert account().calls[0]["usage_source"] == "provider"
    assert recorded(account()) == counted(provider)


def test_each_attempt_through_a_router_has_a_hold_of_its_own(
    quotas: TokenService, provider: Provider, account: Any, routed: Any
) -> None:
    from ai_token_quotas.integrations import litellm

    provider.next({"status": 503})

    litellm.completion(quotas, **routed, **CHAT)

    assert account(2).holds == ["released", "settled"]
    assert recorded(account()) == counted(provider)


@pytest.fixture
def falling(provider: Provider, user: str) -> dict[str, Any]:
    """The arguments of a call through a Router that turns to others if a model fails."""
    from litellm.router import Router

    known = {"api_base": f"{provider.url}/v1", "api_key": "any"}
    models = [
        {"model_name": name, "litellm_params": {"model": f"openai/stand-in-{name}", **known}}
        for name in ("chat", "second", "third")
    ]
    router = Router(
        model_list=models,
        fallbacks=[{"chat": ["second", "third"]}],
        context_window_fallbacks=[{"chat": ["third"]}],
        num_retries=0,
    )
    return {"router": router, "user_id": user}


def asked(provider: Provider) -> list[str]:
    """The models that the provider was asked for."""
    return [call["body"]["model"] for call in provider.served]


FAIL = {"status": 503}
REFUSE = {"status": 400}
FELL = ["stand-in-chat", "stand-in-second", "stand-in-third"]


@pytest.mark.parametrize("mode", ["whole", "stream"])
@pytest.mark.parametrize("script", [FAIL, REFUSE], ids=["fails", "refuses"])
def test_each_fallback_of_a_router_has_a_hold_of_its_own(
    quotas: TokenService, provider: Provider, account: Any, falling: Any, mode: str, script: Any
) -> None:
    from ai_token_quotas.integrations import litellm

    provider.next(script, script)

    answer = litellm.completion(quotas, **falling, **CHAT, stream=mode == "stream")
    deque(answer if mode == "stream" else [])

    assert asked(provider) == FELL
    assert account(3).holds == ["released", "released", "settled"]
    assert recorded(account(3)) == counted(provider)


def test_each_fallback_of_a_router_has_a_hold_of_its_own_with_asyncio(
    aquotas: AsyncTokenService, provider: Provider, account: Any, falling: Any
) -> None:
    from ai_token_quotas.integrations import litellm

    provider.next(FAIL)

    async def main() -> None:
        async with aquotas:
            stream = await litellm.acompletion(aquotas, **falling, **CHAT, stream=True)
            async for _ in stream:
                pass

    run_alone(main())

    assert asked(provider) == FELL[:2]
    assert account(2).holds == ["released", "settled"]
    assert recorded(account(2)) == counted(provider)


# OpenAI's own words.
TOO_LONG = {
    "status": 400,
    "code": "context_length_exceeded",
    "message": "This model's maximum context length is 8192 tokens. However, your messages resulted"
    " in 9001 tokens. Please reduce the length of the messages.",
}
FLAGGED = {
    "status": 400,
    "code": "invalid_prompt",
    "message": "Invalid prompt: your prompt was flagged as potentially violating our usage policy."
    " Please try again with a different prompt.",
}
CHAIN = [{"a": ["b"]}, {"b": ["c"]}]
TO_B, TO_C, B_TO_C = [{"a": ["b"]}], [{"a": ["c"]}], [{"b": ["c"]}]
LONG_CHAIN = [{one: [other]} for one, other in zip("abcdef", "bcdefg", strict=True)]

# What fails, the Router's settings, those of the call, and the models that are asked.
WALKS: dict[str, tuple[list[dict[str, Any]], dict[str, Any], dict[str, Any], str]] = {
    "a fallback's own": ([FAIL] * 2, {"fallbacks": CHAIN}, {}, "abc"),
    "a fallback's own before the next": (
        [FAIL] * 3,
        {"fallbacks": [{"a": ["b", "c"]}, {"b": ["d"]}]},
        {},
        "abdc",
    ),
    "in a circle": ([FAIL] * 2, {"fallbacks": [{"a": ["b"]}, {"b": ["a", "c"]}]}, {}, "abc"),
    "five deep": ([FAIL] * 6, {"fallbacks": LONG_CHAIN}, {}, "abcdef"),
    "one deep": ([FAIL] * 2, {"fallbacks": CHAIN, "max_fallbacks": 1}, {}, "ab"),
    "one deep for this call": ([FAIL] * 2, {"fallbacks": CHAIN}, {"max_fallbacks": 1}, "ab"),
    "of this call": ([FAIL] * 2, {"fallbacks": TO_C}, {"fallbacks": CHAIN}, "abc"),
    "none for this call": ([FAIL], {"fallbacks": TO_B}, {"fallbacks": None}, "a"),
    "of all others": ([FAIL] * 2, {"default_fallbacks": ["b", "c"]}, {}, "abc"),
    "the call's before those of all": (
        [FAIL] * 2,
        {"fallbacks": [{"a": ["b", "c"]}], "default_fallbacks": ["d"]},
        {},
        "abc",
    ),
    "to the end": ([FAIL, REFUSE, TOO_LONG], {"fallbacks": CHAIN}, {}, "abc"),
    "after retries": ([FAIL] * 3, {"fallbacks": CHAIN, "num_retries": 1}, {}, "aabb"),
    "too long": ([TOO_LONG], {"fallbacks": TO_B, "context_window_fallbacks": TO_C}, {}, "ac"),
    "too long, of another model": (
        [TOO_LONG],
        {"fallbacks": TO_B, "context_window_fallbacks": B_TO_C},
        {},
        "ab",
    ),
    "too long, of this call": (
        [TOO_LONG],
        {"fallbacks": TO_B},
        {"context_window_fallbacks": TO_C},
        "ac",
    ),
    "too long, before the call's models": (
        [TOO_LONG],
        {"context_window_fallbacks": TO_C},
        {"fallbacks": ["b"]},
        "ac",
    ),
    "too long twice": ([TOO_LONG] * 2, {"context_window_fallbacks": CHAIN}, {}, "abc"),
    "too long for a fallback": (
        [FAIL, TOO_LONG],
        {"fallbacks": TO_B, "context_window_fallbacks": B_TO_C},
        {},
        "abc",
    ),
    "too long, then a failure": (
        [TOO_LONG, FAIL],
        {"context_window_fallbacks": TO_B, "fallbacks": B_TO_C},
        {},
        "abc",
    ),
    "flagged": ([FLAGGED], {"fallbacks": TO_B, "content_policy_fallbacks": TO_C}, {}, "ac"),
    "flagged, of another model": (
        [FLAGGED],
        {"fallbacks": TO_B, "content_policy_fallbacks": B_TO_C},
        {},
        "a",
    ),
    "flagged, without a list": ([FLAGGED], {"fallbacks": TO_B}, {}, "ab"),
    "flagged, of this call": (
        [FLAGGED],
        {"fallbacks": TO_B},
        {"content_policy_fallbacks": TO_C},
        "ac",
    ),
    "flagged twice": ([FLAGGED] * 2, {"content_policy_fallbacks": CHAIN}, {}, "abc"),
    "flagged by a fallback": (
        [FAIL, FLAGGED],
        {"fallbacks": TO_B, "content_policy_fallbacks": TO_C},
        {},
        "abc",
    ),
}


@pytest.fixture
def letters(provider: Provider) -> Any:
    """Makes a Router of models named by letters."""
    from litellm.router import Router

    known = {"api_base": f"{provider.url}/v1", "api_key": "any"}

    models = [
        {"model_name": name, "litellm_params": {"model": f"openai/{name}", **known}}
        for name in "abcdefg"
    ]
    return lambda **settings: Router(model_list=models, **{"num_retries": 0, **settings})


@pytest.mark.parametrize(("scripts", "settings", "own", "models"), WALKS.values(), ids=WALKS)
def test_fallbacks_are_those_of_the_router_itself(
    quotas: TokenService,
    provider: Provider,
    account: Any,
    letters: Any,
    user: str,
    scripts: Any,
    settings: Any,
    own: Any,
    models: str,
) -> None:
    from ai_token_quotas.integrations import litellm

    call = {**CHAT, "model": "a", **own}
    provider.next(*scripts)
    alone = ended(lambda: letters(**settings).completion(**call))
    asked_alone = asked(provider)
    provider.reset()
    provider.next(*scripts)

    held = ended(
        lambda: litellm.completion(quotas, router=letters(**settings), user_id=user, **call)
    )

    assert (asked(provider), held) == (asked_alone, alone)
    assert asked(provider) == list(models)
    assert account(len(models)).holds == [
        "released" if call["status"] != 200 else "settled" for call in provider.served
    ]
    assert recorded(account(len(models))) == counted(provider)


def ended(call: Any) -> str:
    """How a call ended: with an answer, or with which error."""
    try:
        call()
    except openai.APIError as error:
        return type(error).__name__
    return "answer"


def test_arguments_of_a_fallback_pass_to_those_that_follow(
    quotas: TokenService, provider: Provider, account: Any, letters: Any, user: str
) -> None:
    from ai_token_quotas.integrations import litellm

    first, second = {"model": "b", "temperature": 0.5}, {"model": "c", "top_p": 0.1}
    fallbacks = [{"a": [first, "d"]}, {"b": [second]}]
    call = {**CHAT, "model": "a"}
    provider.next(FAIL, FAIL, FAIL)
    letters(fallbacks=fallbacks).completion(**call)
    sent_alone = arguments(provider)
    provider.reset()
    provider.next(FAIL, FAIL, FAIL)

    litellm.completion(quotas, router=letters(fallbacks=fallbacks), user_id=user, **call)

    assert arguments(provider) == sent_alone
    assert sent_alone[1:] == [("b", 0.5, None), ("c", 0.5, 0.1), ("d", 0.5, 0.1)]
    assert account(4).holds == ["released"] * 3 + ["settled"]


def arguments(provider: Provider) -> list[tuple[Any, ...]]:
    """The models that the provider was asked for, and with which arguments."""
    names = ("model", "temperature", "top_p")
    return [tuple(call["body"].get(name) for name in names) for call in provider.served]


def test_a_model_whose_deployments_all_cool_down_has_fallbacks(
    quotas: TokenService, provider: Provider, account: Any, letters: Any, user: str
) -> None:
    from ai_token_quotas.integrations import litellm

    router = letters(fallbacks=TO_B, allowed_fails=0, cooldown_time=600)
    call = {**CHAT, "model": "a"}
    provider.next(FAIL)
    ended(lambda: router.completion(**call, disable_fallbacks=True, max_retries=0))
    provider.reset()

    litellm.completion(quotas, router=router, user_id=user, **call)

    assert asked(provider) == ["b"]
    assert account(2).holds == ["released", "settled"]


def test_the_last_fallback_of_a_router_may_fail(
    quotas: TokenService, provider: Provider, account: Any, falling: Any
) -> None:
    from ai_token_quotas.integrations import litellm

    provider.next(FAIL, FAIL, FAIL)

    with pytest.raises(openai.APIError, match="Overloaded"):
        litellm.completion(quotas, **falling, **CHAT)

    assert asked(provider) == FELL
    assert account(3).holds == ["released"] * 3


def test_each_fallback_of_a_call_has_a_hold_of_its_own(
    quotas: TokenService, provider: Provider, account: Any, direct: Any
) -> None:
    from ai_token_quotas.integrations import litellm

    provider.next(FAIL)
    call = {**direct, **CHAT, "model": "openai/stand-in-chat", "num_retries": 0}
    del call["input"]

    litellm.completion(quotas, **call, fallbacks=["openai/stand-in-second"])

    assert asked(provider) == FELL[:2]
    assert account(2).holds == ["released", "settled"]


def test_the_longer_model_of_a_call_has_a_hold_of_its_own(
    quotas: TokenService, provider: Provider, account: Any, direct: Any
) -> None:
    from ai_token_quotas.integrations import litellm

    provider.next(TOO_LONG)
    call = {**direct, **CHAT, "model": "openai/stand-in-chat"}
    del call["input"]
    longer = {"openai/stand-in-chat": "openai/stand-in-second"}

    litellm.completion(quotas, **call, context_window_fallback_dict=longer)

    assert asked(provider) == FELL[:2]
    assert account(2).holds == ["released", "settled"]


def test_a_denial_is_not_followed_by_fallbacks(
    quotas: TokenService, provider: Provider, account: Any, falling: Any
) -> None:
    from ai_token_quotas.integrations import litellm

    with pytest.raises(QuotaDeniedError):
        litellm.completion(quotas, **falling, **{**CHAT, "max_tokens": 10_001})

    assert provider.served == []
    assert account(0).holds == []


def test_a_stream_through_a_router(
    aquotas: AsyncTokenService, provider: Provider, account: Any, routed: Any
) -> None:
    from ai_token_quotas.integrations import litellm

    async def main() -> None:
        async with aquotas:
            stream = await litellm.acompletion(aquotas, **routed, **CHAT, stream=True)
            async for _ in stream:
                pass

    run_alone(main())

    assert account().calls[0]["usage_source"] == "provider"
    assert recorded(account()) == counted(provider)


def test_a_stream_through_a_router_whose_reader_breaks_off(
    quotas: TokenService, provider: Provider, account: Any, routed: Any
) -> None:
    from ai_token_quotas.integrations import litellm

    provider.next({"pause": 5})

    stream = litellm.completion(quotas, **routed, **CHAT, stream=True)
    next(stream)
    stream.close()

    assert account().holds == ["settled"]
    assert account().calls[0]["usage_source"] == "estimated"


def test_embeddings(quotas: TokenService, provider: Provider, account: Any, direct: Any) -> None:
    from ai_token_quotas.integrations import litellm

    answer = litellm.embedding(quotas, **direct)

    assert answer.data[0]["embedding"] == [0.5, -0.25]
    assert account().calls[0]["usage_source"] == "provider"
    assert recorded(account()) == counted(provider)


def test_embeddings_through_a_router(
    aquotas: AsyncTokenService, provider: Provider, account: Any, routed: Any
) -> None:
    from ai_token_quotas.integrations import litellm

    async def main() -> None:
        async with aquotas:
            await litellm.aembedding(aquotas, **routed, **EMBED)

    run_alone(main())

    assert account().holds == ["settled"]
    assert recorded(account()) == counted(provider)


def test_embeddings_that_the_quota_does_not_admit(
    quotas: TokenService, provider: Provider, direct: Any
) -> None:
    from ai_token_quotas.integrations import litellm

    with pytest.raises(QuotaDeniedError):
        litellm.embedding(quotas, **direct | {"input": "word " * 2000})

    assert provider.served == []
