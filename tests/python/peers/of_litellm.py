"""LiteLLM's own functions, with the quota around them."""

from typing import Any

from python.peers.reading import ENOUGH, MESSAGES, after_tool, aread, read

from ai_token_quotas.client import AsyncTokenService, TokenService
from ai_token_quotas.integrations import litellm

BASES = {"openai": "/v1", "anthropic": "", "gemini": "/v1beta/models/m"}


class Sync:
    """LiteLLM's completion."""

    def __init__(self, quotas: TokenService, aquotas: AsyncTokenService, url: str) -> None:
        """Take the services, and where the provider is."""
        self.quotas, self.aquotas, self.url = quotas, aquotas, url

    def words(self, user: str, api: str, tokens: int, retries: int = 0, **more: Any) -> Any:
        """The arguments of a call."""
        return {
            "user_id": user,
            "model": f"{api}/stand-in-1",
            "api_base": f"{self.url}{BASES[api]}",
            "api_key": "any",
            "messages": MESSAGES,
            "max_tokens": tokens,
            "num_retries": retries,
            **more,
        }

    async def generate(
        self,
        user: str,
        api: str = "openai",
        tokens: int = ENOUGH,
        retries: int = 0,
        **more: Any,
    ) -> Any:
        """Ask for a whole answer."""
        return litellm.completion(self.quotas, **self.words(user, api, tokens, retries, **more))

    async def stream(
        self,
        user: str,
        leave: str = "",
        api: str = "openai",
        tokens: int = ENOUGH,
        retries: int = 0,
        **more: Any,
    ) -> Any:
        """Ask for a stream, and read it or leave."""
        words = self.words(user, api, tokens, retries, stream=True, **more)
        return read(litellm.completion(self.quotas, **words), leave)

    async def retry(self, mode: str, user: str) -> None:
        """Ask again after an error."""
        await getattr(self, mode)(user, retries=1)

    async def steps(self, mode: str, user: str) -> None:
        """Ask, run the tool that the answer asks for, and ask again."""
        answer = await getattr(self, mode)(user)
        await getattr(self, mode)(user, messages=after_tool(answer))


class Async(Sync):
    """LiteLLM's acompletion."""

    async def generate(
        self,
        user: str,
        api: str = "openai",
        tokens: int = ENOUGH,
        retries: int = 0,
        **more: Any,
    ) -> Any:
        """Ask for a whole answer."""
        return await litellm.acompletion(
            self.aquotas, **self.words(user, api, tokens, retries, **more)
        )

    async def stream(
        self,
        user: str,
        leave: str = "",
        api: str = "openai",
        tokens: int = ENOUGH,
        retries: int = 0,
        **more: Any,
    ) -> Any:
        """Ask for a stream, and read it or leave."""
        words = self.words(user, api, tokens, retries, stream=True, **more)
        return await aread(await litellm.acompletion(self.aquotas, **words), leave)
