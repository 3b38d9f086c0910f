"""What all ways to call a model have in common."""

from typing import Any

PROMPT = "How much is left?"
MESSAGES: Any = [{"role": "user", "content": PROMPT}]
ENOUGH = 1000
LEAVES_AFTER = 3


def read(stream: Any, leave: str) -> None:
    """Reads a stream to its end, or leaves it."""
    if leave == "unread":
        return
    for number, _ in enumerate(stream):
        if leave and number == LEAVES_AFTER:
            break
    if leave == "close":
        stream.close()


async def aread(stream: Any, leave: str) -> None:
    """The same for asyncio."""
    if leave == "unread":
        return
    number = 0
    async for _ in stream:
        if leave and number == LEAVES_AFTER:
            break
        number += 1
    if leave == "close":
        await stream.aclose()
