"""Runs an agent of pydantic-ai, within a user's quota."""

import asyncio
import os

from pydantic_ai import Agent

from ai_token_quotas.client import AsyncTokenService, QuotaDeniedError
from ai_token_quotas.integrations.pydantic_ai import Quota

quotas = AsyncTokenService(os.environ["SUPABASE_URL"], os.environ["SUPABASE_SECRET_KEY"])
agent = Agent(
    "openai-chat:gpt-5.4-mini",
    deps_type=str,
    capabilities=[Quota(quotas, user_id=lambda ctx: ctx.deps, max_tokens=1000)],
)


async def main() -> None:
    async with quotas:
        try:
            async with agent.run_stream("How much is left?", deps=os.environ["USER_ID"]) as result:
                async for text in result.stream_text(delta=True):
                    print(text, end="")
        except QuotaDeniedError as error:
            print(error, error.upgrade_tier)


asyncio.run(main())
