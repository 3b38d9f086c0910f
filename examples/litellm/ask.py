"""Streams an answer through LiteLLM, within a user's quota."""

import asyncio
import os

from ai_token_quotas.client import AsyncTokenService, QuotaDeniedError
from ai_token_quotas.integrations.litellm import acompletion


async def main() -> None:
    async with AsyncTokenService(
        os.environ["SUPABASE_URL"], os.environ["SUPABASE_SECRET_KEY"]
    ) as quotas:
        try:
            stream = await acompletion(
                quotas,
                user_id=os.environ["USER_ID"],
                model="openai/gpt-5.4-mini",
                messages=[{"role": "user", "content": "How much is left?"}],
                max_tokens=1000,
                stream=True,
            )
        except QuotaDeniedError as error:
            print(error, error.upgrade_tier)
            return
        async for chunk in stream:
            for choice in chunk.choices:
                print(choice.delta.content or "", end="")


asyncio.run(main())
