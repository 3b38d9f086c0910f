"""An agent of pydantic-ai with the capability."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import anthropic
import httpx2
import openai
from pydantic_ai import Agent
from pydantic_ai.models import Model
from pydantic_ai.models.anthropic import AnthropicModel
from pydantic_ai.models.fallback import FallbackModel
from pydantic_ai.models.google import GoogleModel
from pydantic_ai.models.openai import OpenAIChatModel
from pydantic_ai.providers.anthropic import AnthropicProvider
from pydantic_ai.providers.google import GoogleProvider
from pydantic_ai.providers.openai import OpenAIProvider
from python.peers.reading import ENOUGH, PROMPT, aread

from ai_token_quotas.client import AsyncTokenService, TokenService
from ai_token_quotas.integrations.pydantic_ai import Quota, QuotaModel


class Async:
    """An agent of pydantic-ai with the capability."""

    def __init__(self, _: TokenService, quotas: AsyncTokenService, url: str) -> None:
        """Take the services, and where the provider is."""
        self.quotas, self.url = quotas, url

    @asynccontextmanager
    async def model(self, api: str = "openai") -> AsyncIterator[Model]:
        """The model, whose client has no retries of its own."""
        known: Any = {"api_key": "any", "max_retries": 0}
        if api == "anthropic":
            async with anthropic.AsyncAnthropic(base_url=self.url, **known) as client:
                yield AnthropicModel("any", provider=AnthropicProvider(anthropic_client=client))
        elif api == "gemini":
            async with httpx2.AsyncClient(timeout=60) as http:
                provider = GoogleProvider(api_key="any", base_url=self.url, http_client=http)
                yield GoogleModel("any", provider=provider)
        else:
            async with openai.AsyncOpenAI(base_url=f"{self.url}/v1", **known) as client:
                yield OpenAIChatModel("any", provider=OpenAIProvider(openai_client=client))

    def quota(self, tokens: int = ENOUGH) -> Quota:
        """The capability."""
        return Quota(self.quotas, user_id=lambda ctx: ctx.deps, max_tokens=tokens)

    async def generate(self, user: str, api: str = "openai", tokens: int = ENOUGH) -> None:
        """Ask for a whole answer."""
        async with self.model(api) as model:
            agent = Agent(model, deps_type=str, capabilities=[self.quota(tokens)])
            await agent.run(PROMPT, deps=user)

    async def stream(
        self, user: str, leave: str = "", api: str = "openai", tokens: int = ENOUGH
    ) -> None:
        """Ask for a stream, and read it or leave."""
        async with self.model(api) as model:
            agent = Agent(model, deps_type=str, capabilities=[self.quota(tokens)])
            async with agent.run_stream(PROMPT, deps=user) as result:
                await aread(result.stream_text(delta=True, debounce_by=None), leave)

    async def retry(self, mode: str, user: str) -> None:
        """Ask again after an error."""
        async with self.model() as model:
            held = QuotaModel(model, self.quotas, user_id=user, max_tokens=ENOUGH)
            agent = Agent(FallbackModel(held, held))
            if mode == "generate":
                await agent.run(PROMPT)
            else:
                async with agent.run_stream(PROMPT) as result:
                    await aread(result.stream_text(delta=True, debounce_by=None), "")

    async def steps(self, mode: str, user: str) -> None:
        """Ask; the agent runs the tool that the answer asks for, and asks again."""
        async with self.model() as model:
            agent = Agent(model, deps_type=str, capabilities=[self.quota()])

            @agent.tool_plain
            def weather(city: str) -> str:
                return f"sunny in {city}"

            if mode == "generate":
                await agent.run(PROMPT, deps=user)
            else:
                async with agent.run_stream(PROMPT, deps=user) as result:
                    await aread(result.stream_text(delta=True, debounce_by=None), "")
