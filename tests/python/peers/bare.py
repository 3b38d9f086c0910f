"""The client around OpenAI's SDK, or around bare requests of another API."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import httpx
import openai
from python.peers.reading import ENOUGH, MESSAGES, after_tool, aread, read

from ai_token_quotas.client import AsyncTokenService, TokenService

PATHS = {
    "anthropic": "/v1/messages",
    "gemini": "/v1beta/models/m:generateContent",
}
STREAMS = {**PATHS, "gemini": "/v1beta/models/m:streamGenerateContent?alt=sse"}


class Sync:
    """The client around OpenAI's SDK, or around bare requests of another API."""

    def __init__(self, quotas: TokenService, _: AsyncTokenService, url: str) -> None:
        """Take the services, and where the provider is."""
        self.quotas, self.url = quotas, url

    def hold(self, user: str, tokens: int) -> Any:
        """A call that is held."""
        return self.quotas.call(user_id=user, max_tokens=tokens, prompt_tokens=20)

    @contextmanager
    def sdk(self) -> Iterator[openai.OpenAI]:
        """OpenAI's client, without retries of its own."""
        with openai.OpenAI(base_url=f"{self.url}/v1", api_key="any", max_retries=0) as client:
            yield client

    async def generate(
        self, user: str, api: str = "openai", tokens: int = ENOUGH, messages: Any = MESSAGES
    ) -> Any:
        """Ask for a whole answer."""
        with self.sdk() as client, self.hold(user, tokens) as call:
            if api == "openai":
                return call.read(client.chat.completions.create(model="any", messages=messages))
            return call.read(
                httpx.post(f"{self.url}{PATHS[api]}", json={"messages": MESSAGES}).json()
            )

    async def stream(
        self,
        user: str,
        leave: str = "",
        api: str = "openai",
        tokens: int = ENOUGH,
        messages: Any = MESSAGES,
    ) -> Any:
        """Ask for a stream, and read it or leave."""
        with self.sdk() as client, self.hold(user, tokens) as call:
            if api == "openai":
                events = client.chat.completions.create(
                    **{"model": "any", "messages": messages, "stream": True},
                    stream_options={"include_usage": True},
                )
                return read(call.stream(events), leave)
            with httpx.stream(
                "POST", f"{self.url}{STREAMS[api]}", json={"messages": MESSAGES, "stream": True}
            ) as answer:
                return read(call.stream(answer.iter_bytes()), leave)

    async def retry(self, mode: str, user: str) -> None:
        """Ask again after an error."""
        try:
            await getattr(self, mode)(user)
        except openai.APIStatusError:
            await getattr(self, mode)(user)

    async def steps(self, mode: str, user: str) -> None:
        """Ask, run the tool that the answer asks for, and ask again."""
        answer = await getattr(self, mode)(user)
        await getattr(self, mode)(user, messages=after_tool(answer))


class Async(Sync):
    """The same for asyncio."""

    def __init__(self, _: TokenService, quotas: AsyncTokenService, url: str) -> None:
        """Take the services, and where the provider is."""
        self.quotas, self.url = quotas, url  # type: ignore[assignment]

    @asynccontextmanager
    async def asdk(self) -> AsyncIterator[openai.AsyncOpenAI]:
        """OpenAI's client, without retries of its own."""
        async with openai.AsyncOpenAI(
            base_url=f"{self.url}/v1", api_key="any", max_retries=0
        ) as client:
            yield client

    async def generate(
        self, user: str, api: str = "openai", tokens: int = ENOUGH, messages: Any = MESSAGES
    ) -> Any:
        """Ask for a whole answer."""
        async with self.asdk() as client, self.hold(user, tokens) as call:
            if api == "openai":
                return call.read(
                    await client.chat.completions.create(model="any", messages=messages)
                )
            async with httpx.AsyncClient() as http:
                answer = await http.post(f"{self.url}{PATHS[api]}", json={"messages": MESSAGES})
                return call.read(answer.json())

    async def stream(
        self,
        user: str,
        leave: str = "",
        api: str = "openai",
        tokens: int = ENOUGH,
        messages: Any = MESSAGES,
    ) -> Any:
        """Ask for a stream, and read it or leave."""
        async with self.asdk() as client, self.hold(user, tokens) as call:
            if api == "openai":
                events = await client.chat.completions.create(
                    **{"model": "any", "messages": messages, "stream": True},
                    stream_options={"include_usage": True},
                )
                return await aread(call.stream(events), leave)
            async with (
                httpx.AsyncClient() as http,
                http.stream(
                    "POST",
                    f"{self.url}{STREAMS[api]}",
                    json={"messages": MESSAGES, "stream": True},
                ) as answer,
            ):
                return await aread(call.stream(answer.aiter_bytes()), leave)
