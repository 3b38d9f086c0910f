"""Bounds and estimates of token counts, for what no provider has counted (yet)."""

import json
import math
import re
from collections.abc import Mapping
from typing import Any

# Bytes of UTF-8 text that stand for one token in an estimate. Today's tokenizers need about four
# for English and three for code and for Chinese: the estimate is rather too high than too low.
BYTES_PER_TOKEN = 3

# What providers add: marks around messages, and instructions about tools.
OVERHEAD = 64
TOOLS_OVERHEAD = 1024
TOKENS_PER_FILE = 8192

# Where providers put generated text, arguments of tools and thoughts.
TEXTS = frozenset(
    (
        *("content", "text", "delta", "arguments", "args", "partial_json", "input", "refusal"),
        *("thinking", "reasoning", "reasoning_content", "transcript"),
    )
)
# Events that repeat what came before, or what was asked.
REPEATED = re.compile(r"\.(created|queued|in_progress|done|completed|incomplete|failed)$")
FILE = re.compile(r"^(input_)?(file|image|media|audio|video|document)")


def estimate_tokens(size: int) -> int:
    """Estimate from bytes of text: for what was spent, but not counted."""
    return math.ceil(size / BYTES_PER_TOKEN)


def bound_tokens(prompt: object) -> int:
    """An upper bound of the tokens of a prompt: one for each byte of its JSON.

    No tokenizer makes more tokens than bytes. It does not hold for what is referred to, such as an
    image by its address.
    """
    return _size(json.dumps(prompt, ensure_ascii=False, separators=(",", ":"), default=str))


def bound_prompt(
    prompt: object, tools: object = None, tokens_per_file: int = TOKENS_PER_FILE
) -> int:
    """The bound of a prompt with its tools: a flat rate for each file, and what providers add."""
    rest, count = _without_files([prompt, tools])
    return (
        bound_tokens(rest) + count * tokens_per_file + (TOOLS_OVERHEAD if tools else 0) + OVERHEAD
    )


def text_bytes(event: object, *, is_text: bool = False, depth: int = 0) -> int:
    """The bytes of generated text in an answer, or in an event of a stream."""
    if isinstance(event, str):
        return _size(event) if is_text else 0
    # Objects of an SDK may refer to themselves.
    if depth > 10:
        return 0
    if isinstance(event, Mapping):
        kind = event.get("type")
        if isinstance(kind, str) and REPEATED.search(kind):
            return 0
        return sum(
            text_bytes(value, is_text=name in TEXTS, depth=depth + 1)
            for name, value in event.items()
        )
    if isinstance(event, list | tuple):
        return sum(text_bytes(value, is_text=is_text, depth=depth + 1) for value in event)
    return 0


def _without_files(value: Any, depth: int = 0) -> tuple[Any, int]:
    if isinstance(value, Mapping):
        kind = value.get("type", value.get("kind"))
        if isinstance(kind, str) and FILE.match(kind):
            return None, 1
        pairs = {name: _without_files(one, depth + 1) for name, one in value.items()}
        return {name: rest for name, (rest, _) in pairs.items()}, sum(n for _, n in pairs.values())
    if isinstance(value, list | tuple):
        parts = [_without_files(one, depth + 1) for one in value]
        return [rest for rest, _ in parts], sum(count for _, count in parts)
    return value, 0


def _size(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))
