"""LiteLLM's Router and embeddings, with the quota around them."""

from collections import deque
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


def test_a_prompt_that_is_too_long_has_fallbacks_of_its_own(
    quotas: TokenService, provider: Provider, account: Any, falling: Any
) -> None:
    from ai_token_quotas.integrations import litellm

    provider.next({"status": 400, "message": "This model's maximum context length is 1"})

    litellm.completion(quotas, **falling, **CHAT)

    assert asked(provider) == [FELL[0], FELL[2]]
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
