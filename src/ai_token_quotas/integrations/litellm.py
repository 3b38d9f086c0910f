"""LiteLLM's functions, and its Router's, with a quota around each attempt.

LiteLLM's own callbacks are never called for a stream that is broken off, so the stream is wrapped.
"""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import litellm
import openai  # whose errors LiteLLM's are
from litellm import exceptions
from litellm.router_utils.fallback_event_handlers import get_fallback_model_group
from litellm.types.router import RouterRateLimitError

from ai_token_quotas.client import AsyncTokenService, TokenService, bound_prompt, estimate_tokens
from ai_token_quotas.hold import HoldOptions

# As many as the clients that LiteLLM uses; here each has a hold of its own.
RETRIES = 2

# As many as a Router's, one within the other.
FALLBACKS = 5
LISTS = ("context_window_fallbacks", "content_policy_fallbacks", "fallbacks")

# A Router whose deployments of a model are all cooling down says so by an error of its own.
ERRORS = (openai.OpenAIError, RouterRateLimitError)

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
        most = [call.pop("max_fallbacks", None), getattr(router, "max_fallbacks", None)]
        self.most = next((count for count in most if count is not None), FALLBACKS)
        # Older versions have no settings().
        self.settings = router.settings() if hasattr(router, "settings") else router
        # What a call says itself counts in place of the Router's settings.
        self.given = {name: call.pop(name) for name in LISTS if name in call}
        if longer := call.pop("context_window_fallback_dict", None):
            self.given[LISTS[0]] = [{model: [other]} for model, other in longer.items()]
        self.call = {**call, "num_retries": 0, "max_retries": 0}
        if router:
            self.call["disable_fallbacks"] = True
        self.model = call.get("model", "")
        self.failed = 0
        self.asked: list[Any] = []
        self.levels: list[_Level] = []
        self.first: Exception | None = None

    def fail(self, error: Exception) -> float:
        """How long to wait before the next attempt; raises the first error after the last."""
        self.first = self.first or error
        self.failed += 1
        if self.failed <= self.retries and _may_pass(error):
            return float(min(0.5 * 2 ** (self.failed - 1), 8))
        self.failed = 0
        self.asked.append(self.call["model"])
        depth = self.levels[-1].depth if self.levels else 0
        if depth < self.most:
            self.levels.append(_Level(self.call, self._others(error), depth))
        while self.levels:
            level = self.levels[-1]
            other = next((one for one in level.others if one not in self.asked), None)
            if other is not None:
                self.asked.append(other)
                level.depth += 1
                level.call = level.call | ({"model": other} if isinstance(other, str) else other)
                self.call = level.call
                return 0.0
            self.levels.pop()
        raise self.first

    def _others(self, error: Exception) -> list[Any]:
        """The models that are asked in place of one that failed, as a Router chooses them."""
        if isinstance(error, exceptions.ContextWindowExceededError) and (
            others := self._chain("context_window_fallbacks")
        ):
            return others
        given = self.given.get("fallbacks")
        if given and all(isinstance(one, str) or "model" in one for one in given):
            return list(given)
        name = "content_policy_fallbacks"
        if isinstance(error, exceptions.ContentPolicyViolationError) and self._known(name):
            return self._chain(name)
        return self._chain("fallbacks")

    def _known(self, name: str) -> list[Any]:
        return self.given.get(name, getattr(self.settings, name, None)) or []

    def _chain(self, name: str) -> list[Any]:
        """The failed model's own, or those of the model of the call, before those of all ("*")."""
        known = self._known(name)
        models = (self.call["model"], self.model)
        found = [get_fallback_model_group(known, model) for model in models]
        own = [chain for chain, star in found if star is None or chain is not known[star]["*"]]
        return next((chain for chain in [*own, *(chain for chain, _ in found)] if chain), [])


@dataclass
class _Level:
    """A model that failed: the last call in its place, and what may be asked."""

    call: dict[str, Any]
    others: list[Any]
    depth: int


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
        except ERRORS as error:
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
        except ERRORS as error:
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
    if isinstance(error, RouterRateLimitError):
        return False
    status = getattr(error, "status_code", None) or 500
    return status in (408, 409, 429) or status >= 500
