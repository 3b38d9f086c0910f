"""LiteLLM's functions, and its Router's, with a quota around each attempt.

LiteLLM's own callbacks are never called for a stream that is broken off, so the stream is wrapped.
"""

import asyncio
import time
from collections.abc import Callable
from typing import Any

import litellm
import openai  # whose errors LiteLLM's are
from litellm import exceptions
from litellm.router_utils.fallback_event_handlers import get_fallback_model_group

from ai_token_quotas.client import AsyncTokenService, TokenService, bound_prompt, estimate_tokens
from ai_token_quotas.hold import HoldOptions

# As many as the clients that LiteLLM uses; here each has a hold of its own.
RETRIES = 2

# Of a call's arguments: upper bounds of its prompt and its answer.
Bound = Callable[[dict[str, Any]], tuple[int, int]]


def completion(
    quotas: TokenService,
    *,
    user_id: str | None = None,
    hold: dict[str, Any] | None = None,
    router: Any = None,
    **call: Any,
) -> Any:
    """litellm.completion, or a Router's; `hold` has other options of TokenService.call: labels."""
    attempts = _Attempts(call, router)
    return _call(quotas, (router or litellm).completion, attempts, _of_completion, user_id, hold)


async def acompletion(
    quotas: AsyncTokenService,
    *,
    user_id: str | None = None,
    hold: dict[str, Any] | None = None,
    router: Any = None,
    **call: Any,
) -> Any:
    """The same of acompletion."""
    attempts = _Attempts(call, router)
    function = (router or litellm).acompletion
    return await _acall(quotas, function, attempts, _of_completion, user_id, hold)


def embedding(
    quotas: TokenService,
    *,
    user_id: str | None = None,
    hold: dict[str, Any] | None = None,
    router: Any = None,
    **call: Any,
) -> Any:
    """The same of embedding."""
    attempts = _Attempts(call, router)
    return _call(quotas, (router or litellm).embedding, attempts, _of_embedding, user_id, hold)


async def aembedding(
    quotas: AsyncTokenService,
    *,
    user_id: str | None = None,
    hold: dict[str, Any] | None = None,
    router: Any = None,
    **call: Any,
) -> Any:
    """The same of aembedding."""
    attempts = _Attempts(call, router)
    function = (router or litellm).aembedding
    return await _acall(quotas, function, attempts, _of_embedding, user_id, hold)


class _Attempts:
    """LiteLLM repeats within one call; these are calls of their own, so each has its own hold."""

    def __init__(self, call: dict[str, Any], router: Any) -> None:
        known = [call.pop(name, None) for name in ("num_retries", "max_retries")]
        known.append(getattr(router or litellm, "num_retries", None))
        self.retries = next((count for count in known if count is not None), RETRIES)
        self.router = router
        self.fallbacks = call.pop("fallbacks", None)
        self.others: list[Any] | None = None
        self.failed = 0
        self.call = {**call, "num_retries": 0, "max_retries": 0}
        if router:
            self.call["disable_fallbacks"] = True

    def fail(self, error: Exception) -> float:
        """How long to wait before the next attempt; raises the error if it was the last."""
        self.failed += 1
        if self.failed <= self.retries and _may_pass(error):
            return float(min(0.5 * 2 ** (self.failed - 1), 8))
        if self.others is None:
            self.others = _fallbacks(self.router, self.fallbacks, self.call["model"], error)
        if not self.others:
            raise error
        other = self.others.pop(0)
        self.call |= {"model": other} if isinstance(other, str) else other
        self.failed = 0
        return 0.0


def _fallbacks(router: Any, given: Any, model: str, error: Exception) -> list[Any]:
    """The models that are asked in place of one that failed, as a Router chooses them."""
    if given and all(isinstance(one, str) or "model" in one for one in given):
        return list(given)
    # Older versions have no settings().
    settings = router.settings() if hasattr(router, "settings") else router
    special = None
    if isinstance(error, exceptions.ContextWindowExceededError):
        special = getattr(settings, "context_window_fallbacks", None)
    elif isinstance(error, exceptions.ContentPolicyViolationError):
        special = getattr(settings, "content_policy_fallbacks", None)
    known = special or given or getattr(settings, "fallbacks", None) or []
    return list(get_fallback_model_group(known, model)[0] or [])


def _call(
    quotas: TokenService,
    function: Any,
    attempts: _Attempts,
    bound: Bound,
    user_id: str | None,
    hold: dict[str, Any] | None,
) -> Any:
    while True:
        call = attempts.call
        try:
            with quotas.call(**_options(*bound(call), user_id, hold)) as held:
                answer = function(**call)
                return _stream(held, answer) if call.get("stream") else held.read(answer)
        except openai.OpenAIError as error:
            pause = attempts.fail(error)
        time.sleep(pause)


async def _acall(
    quotas: AsyncTokenService,
    function: Any,
    attempts: _Attempts,
    bound: Bound,
    user_id: str | None,
    hold: dict[str, Any] | None,
) -> Any:
    while True:
        call = attempts.call
        try:
            async with quotas.call(**_options(*bound(call), user_id, hold)) as held:
                answer = await function(**call)
                return _stream(held, answer) if call.get("stream") else held.read(answer)
        except openai.OpenAIError as error:
            pause = attempts.fail(error)
        await asyncio.sleep(pause)


def _stream(held: Any, answer: Any) -> Any:
    """Where a provider tells no usage, LiteLLM puts the count of its own tokenizer in its place."""
    chunks = answer.chunks
    held.hold.meter.is_told = lambda: any(getattr(chunk, "usage", None) for chunk in chunks)
    return held.stream(answer)


def _of_completion(call: dict[str, Any]) -> tuple[int, int]:
    longest = call.get("max_completion_tokens") or call.get("max_tokens")
    if not longest:
        raise ValueError("max_tokens is missing: without it, a call has no bound to hold.")
    if call.get("stream"):
        # Providers tell the usage of a stream only if they are asked.
        call["stream_options"] = {"include_usage": True, **(call.get("stream_options") or {})}
    prompt = bound_prompt(call.get("messages"), [call.get("tools"), call.get("response_format")])
    return prompt, longest * (call.get("n") or 1)


def _of_embedding(call: dict[str, Any]) -> tuple[int, int]:
    return bound_prompt(call.get("input")), 0


def _options(
    prompt: int, answer: int, user_id: str | None, hold: dict[str, Any] | None
) -> HoldOptions:
    options: HoldOptions = {
        "user_id": user_id,
        "max_tokens": prompt + answer,
        "prompt_tokens": estimate_tokens(prompt),
    }
    return {**options, **(hold or {})}  # type: ignore[typeddict-item]


def _may_pass(error: Exception) -> bool:
    status = getattr(error, "status_code", None) or 500
    return status in (408, 409, 429) or status >= 500
