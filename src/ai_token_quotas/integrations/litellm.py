"""LiteLLM's functions, and its Router's, with a quota around each attempt.

LiteLLM's own callbacks are never called for a stream that is broken off, so the stream is wrapped.
"""

import asyncio
import time
from typing import Any

import litellm
import openai  # whose errors LiteLLM's are

from ai_token_quotas.client import AsyncTokenService, TokenService, bound_prompt, estimate_tokens
from ai_token_quotas.hold import HoldOptions

# As many as the clients that LiteLLM uses; here each has a hold of its own.
RETRIES = 2


def completion(
    quotas: TokenService,
    *,
    user_id: str | None = None,
    hold: dict[str, Any] | None = None,
    router: Any = None,
    **call: Any,
) -> Any:
    """litellm.completion, or a Router's; `hold` has other options of TokenService.call: labels."""
    options = _of_completion(call, user_id, hold)
    return _call(quotas, (router or litellm).completion, call, options, _retries(call, router))


async def acompletion(
    quotas: AsyncTokenService,
    *,
    user_id: str | None = None,
    hold: dict[str, Any] | None = None,
    router: Any = None,
    **call: Any,
) -> Any:
    """The same of acompletion."""
    options = _of_completion(call, user_id, hold)
    of = router or litellm
    return await _acall(quotas, of.acompletion, call, options, _retries(call, router))


def embedding(
    quotas: TokenService,
    *,
    user_id: str | None = None,
    hold: dict[str, Any] | None = None,
    router: Any = None,
    **call: Any,
) -> Any:
    """The same of embedding."""
    options = _of_embedding(call, user_id, hold)
    return _call(quotas, (router or litellm).embedding, call, options, _retries(call, router))


async def aembedding(
    quotas: AsyncTokenService,
    *,
    user_id: str | None = None,
    hold: dict[str, Any] | None = None,
    router: Any = None,
    **call: Any,
) -> Any:
    """The same of aembedding."""
    options = _of_embedding(call, user_id, hold)
    of = router or litellm
    return await _acall(quotas, of.aembedding, call, options, _retries(call, router))


def _call(
    quotas: TokenService, function: Any, call: dict[str, Any], options: HoldOptions, retries: int
) -> Any:
    for attempt in range(retries + 1):
        try:
            with quotas.call(**options) as held:
                answer = function(**call)
                return _stream(held, answer) if call.get("stream") else held.read(answer)
        except openai.OpenAIError as error:
            if attempt == retries or not _may_pass(error):
                raise
        time.sleep(_pause(attempt))
    raise AssertionError


async def _acall(
    quotas: AsyncTokenService,
    function: Any,
    call: dict[str, Any],
    options: HoldOptions,
    retries: int,
) -> Any:
    for attempt in range(retries + 1):
        try:
            async with quotas.call(**options) as held:
                answer = await function(**call)
                return _stream(held, answer) if call.get("stream") else held.read(answer)
        except openai.OpenAIError as error:
            if attempt == retries or not _may_pass(error):
                raise
        await asyncio.sleep(_pause(attempt))
    raise AssertionError


def _stream(held: Any, answer: Any) -> Any:
    """Where a provider tells no usage, LiteLLM puts the count of its own tokenizer in its place."""
    chunks = answer.chunks
    held.hold.meter.is_told = lambda: any(getattr(chunk, "usage", None) for chunk in chunks)
    return held.stream(answer)


def _of_completion(
    call: dict[str, Any], user_id: str | None, hold: dict[str, Any] | None
) -> HoldOptions:
    longest = call.get("max_completion_tokens") or call.get("max_tokens")
    if not longest:
        raise ValueError("max_tokens is missing: without it, a call has no bound to hold.")
    if call.get("stream"):
        # Providers tell the usage of a stream only if they are asked.
        call["stream_options"] = {"include_usage": True, **(call.get("stream_options") or {})}
    prompt = bound_prompt(call.get("messages"), [call.get("tools"), call.get("response_format")])
    return _options(prompt, longest * (call.get("n") or 1), user_id, hold)


def _of_embedding(
    call: dict[str, Any], user_id: str | None, hold: dict[str, Any] | None
) -> HoldOptions:
    return _options(bound_prompt(call.get("input")), 0, user_id, hold)


def _options(
    prompt: int, answer: int, user_id: str | None, hold: dict[str, Any] | None
) -> HoldOptions:
    options: HoldOptions = {
        "user_id": user_id,
        "max_tokens": prompt + answer,
        "prompt_tokens": estimate_tokens(prompt),
    }
    return {**options, **(hold or {})}  # type: ignore[typeddict-item]


def _retries(call: dict[str, Any], router: Any) -> int:
    known = [call.pop(name, None) for name in ("num_retries", "max_retries")]
    known.append(getattr(router or litellm, "num_retries", None))
    chosen = next((count for count in known if count is not None), None)
    # Not within the hold of the first attempt.
    call.update(num_retries=0, max_retries=0)
    return RETRIES if chosen is None else chosen


def _may_pass(error: Exception) -> bool:
    status = getattr(error, "status_code", None) or 500
    return status in (408, 409, 429) or status >= 500


def _pause(attempt: int) -> float:
    return float(min(0.5 * 2**attempt, 8))
