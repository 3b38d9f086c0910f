"""pydantic-ai's models with a quota around each request: as a capability, or around one model."""

from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import KW_ONLY, dataclass, replace
from typing import Any

from pydantic_ai import RunContext
from pydantic_ai.capabilities import AbstractCapability
from pydantic_ai.messages import ModelMessage, ModelMessagesTypeAdapter, ModelResponse
from pydantic_ai.models import Model, ModelRequestParameters, StreamedResponse
from pydantic_ai.models.wrapper import WrapperModel
from pydantic_ai.settings import ModelSettings
from pydantic_ai.usage import RequestUsage

from ai_token_quotas.client import AsyncCall, AsyncTokenService, bound_prompt, estimate_tokens
from ai_token_quotas.estimate import text_bytes
from ai_token_quotas.hold import HoldOptions

UserId = str | Callable[[RunContext[Any]], str | None] | None


@dataclass
class Quota(AbstractCapability[Any]):
    """Holds tokens for each request to a model, and settles with what the provider counted."""

    # The service that reserves and settles.
    quotas: AsyncTokenService
    _: KW_ONLY
    # The user, or a function of the run's context, such as `lambda ctx: ctx.deps`.
    user_id: UserId = None
    # The longest answer, for requests that do not set max_tokens themselves.
    max_tokens: int = 4096
    # Other options of `call`, such as labels.
    hold: HoldOptions | dict[str, Any] | None = None

    async def for_run(self, ctx: RunContext[Any]) -> "Quota":
        """Find the user of a run."""
        return replace(self, user_id=self.user_id(ctx) if callable(self.user_id) else self.user_id)

    def get_wrapper_model(self, model: Model) -> Model:
        """Wrap the model that serves a request, so that each attempt has a hold of its own."""
        user_id = None if callable(self.user_id) else self.user_id
        return QuotaModel(
            model, self.quotas, user_id=user_id, max_tokens=self.max_tokens, hold=self.hold
        )


class QuotaModel(WrapperModel):
    """A model whose requests are held and settled."""

    def __init__(
        self,
        wrapped: Model | str,
        quotas: AsyncTokenService,
        *,
        user_id: str | None = None,
        max_tokens: int = 4096,
        hold: HoldOptions | dict[str, Any] | None = None,
    ) -> None:
        """Take the model, whose quota it is, and the longest answer where a request sets none."""
        super().__init__(wrapped)
        self.quotas = quotas
        self.user_id = user_id
        self.max_tokens = max_tokens
        self.hold = hold or {}

    async def request(
        self,
        messages: list[ModelMessage],
        model_settings: ModelSettings | None,
        model_request_parameters: ModelRequestParameters,
    ) -> ModelResponse:
        """Make a request with tokens held for it."""
        settings = self._bounded(model_settings)
        async with self._call(messages, settings, model_request_parameters) as call:
            response = await super().request(messages, settings, model_request_parameters)
            _read(call, response, is_final=True)
        return response

    @asynccontextmanager
    async def request_stream(
        self,
        messages: list[ModelMessage],
        model_settings: ModelSettings | None,
        model_request_parameters: ModelRequestParameters,
        run_context: RunContext[Any] | None = None,
    ) -> AsyncGenerator[StreamedResponse]:
        """Stream a request with tokens held for it."""
        settings = self._bounded(model_settings)
        async with (
            self._call(messages, settings, model_request_parameters) as call,
            super().request_stream(
                messages, settings, model_request_parameters, run_context
            ) as stream,
        ):
            try:
                yield stream
            finally:
                response = stream.get()
                _read(call, response, is_final=response.state == "complete")

    def _bounded(self, settings: ModelSettings | None) -> ModelSettings:
        """Bound the answer, so that what is held is an upper bound."""
        bound: ModelSettings = {"max_tokens": self.max_tokens}
        return {**bound, **(self.settings or {}), **(settings or {})}

    def _call(
        self,
        messages: list[ModelMessage],
        settings: ModelSettings,
        parameters: ModelRequestParameters,
    ) -> AsyncCall:
        tools = [*parameters.function_tools, *parameters.output_tools]
        prompt = bound_prompt(
            ModelMessagesTypeAdapter.dump_python(messages, mode="json"),
            [str(tool) for tool in tools],
        )
        options: HoldOptions = {
            "user_id": self.user_id,
            "max_tokens": prompt + settings["max_tokens"],
            "prompt_tokens": estimate_tokens(prompt),
        }
        return self.quotas.call(**{**options, **self.hold})


def _read(call: AsyncCall, response: ModelResponse, *, is_final: bool) -> None:
    """Say what is known of a response: what was counted, and the text that has arrived."""
    parts = ModelMessagesTypeAdapter.dump_python([response], mode="json")[0]["parts"]
    call.hold.meter.bytes = text_bytes(parts)
    usage = _counts(response.usage)
    if usage["tokens_prompt"] + usage["tokens_completion"] > 0:
        call.report({**usage, "model_used": response.model_name}, is_final=is_final)


def _counts(usage: RequestUsage) -> dict[str, int]:
    """The parts are parts of the totals in pydantic-ai, too."""
    # Older versions have it in the details alone, under the provider's own name.
    names = ("reasoning_tokens", "thoughts_tokens")
    reasoning = [getattr(usage, "output_reasoning_tokens", 0), *map(usage.details.get, names)]
    return {
        "tokens_prompt": usage.input_tokens,
        "tokens_completion": usage.output_tokens,
        "tokens_cached": usage.cache_read_tokens,
        "tokens_cache_write": usage.cache_write_tokens,
        "tokens_reasoning": next(filter(None, reasoning), 0),
        "tokens_audio_prompt": usage.input_audio_tokens,
        "tokens_audio_completion": usage.output_audio_tokens,
    }
