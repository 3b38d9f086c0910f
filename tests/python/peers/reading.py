"""What all ways to call a model have in common."""

from typing import Any

PROMPT = "How much is left?"
MESSAGES: Any = [{"role": "user", "content": PROMPT}]
ENOUGH = 1000
LEAVES_AFTER = 3


def read(stream: Any, leave: str) -> list[Any]:
    """Reads a stream to its end, or leaves it; returns what it read."""
    events: list[Any] = []
    if leave == "unread":
        return events
    for event in stream:
        if leave and len(events) == LEAVES_AFTER:
            break
        events.append(event)
    if leave == "close":
        stream.close()
    return events


async def aread(stream: Any, leave: str) -> list[Any]:
    """The same for asyncio."""
    events: list[Any] = []
    if leave == "unread":
        return events
    async for event in stream:
        if leave and len(events) == LEAVES_AFTER:
            break
        events.append(event)
    if leave == "close":
        await stream.aclose()
    return events


def after_tool(answer: Any) -> Any:
    """The messages after the tool that an answer, or the events of one, asks for has run."""
    answers = answer if isinstance(answer, list) else [answer]
    choices = [choice for one in answers for choice in one.choices]
    said = [choice.delta if hasattr(choice, "delta") else choice.message for choice in choices]
    (asked,) = [call for one in said for call in one.tool_calls or []]
    called = {"name": asked.function.name, "arguments": asked.function.arguments}
    calls = [{"id": asked.id, "type": "function", "function": called}]
    result = {"role": "tool", "tool_call_id": asked.id, "content": "sunny"}
    return [*MESSAGES, {"role": "assistant", "content": None, "tool_calls": calls}, result]
