"""Reads the usage block of a provider's answer into the arguments of track_usage.

The mapping is data, in usage_mapping.json; packages/client/src/usage.ts reads the same file.
"""

import json
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

Usage = dict[str, Any]
Shape = Mapping[str, Any]

PARTS_OF_PROMPT = ("tokens_cached", "tokens_cache_write")
PARTS_OF_COMPLETION = ("tokens_reasoning",)
COUNTS = (
    *("tokens_prompt", "tokens_completion", *PARTS_OF_PROMPT, *PARTS_OF_COMPLETION),
    *("tokens_audio_prompt", "tokens_audio_completion"),
)


class UsageReader:
    """Collects the usage of a stream, event by event; `is_final` after the provider's last word."""

    def __init__(self) -> None:
        """Begin with nothing known."""
        self.is_final = False
        self._shape: Shape | None = None
        self._block: dict[str, Any] = {}
        self._model: str | None = None

    def read(self, event: object) -> None:
        """Take in an event, or a whole answer."""
        event = plain(event)
        if not isinstance(event, Mapping):
            return
        shape, block = _find(event)
        if shape is None and self._shape and isinstance(event.get("usage"), Mapping):
            block = event["usage"]
        self._shape = self._shape or shape
        self._model = self._model or _model(event)
        if self._shape and block:
            self._block |= {name: value for name, value in block.items() if value is not None}
            final = self._shape.get("final")
            self.is_final |= not final or any(_values(event, path) for path in final)

    @property
    def usage(self) -> Usage | None:
        """The arguments of track_usage, as far as they are known."""
        if self._shape is None:
            return None
        shape = self._shape
        usage = _normalize({name: _count(self._block, shape.get(name, [])) for name in COUNTS})
        if usage and self._model:
            usage["model_used"] = self._model
        return usage


def usage_from(
    response: object, *, provider_id: str | None = None, api_flavor: str = "default"
) -> Usage | None:
    """Read a provider's answer, its usage block, or the list of a stream's events.

    With a provider_id, genai_prices reads what is not known here, if it is installed.
    """
    reader = UsageReader()
    known = plain(response)
    events: Iterable[object] = known if isinstance(known, list | tuple) else [known]
    for event in events:
        reader.read(event)
    if reader.usage is None and provider_id:
        return _by_genai_prices(known, provider_id, api_flavor)
    return reader.usage


# What genai_prices calls our arguments.
GENAI_PRICES = {
    "input_tokens": "tokens_prompt",
    "output_tokens": "tokens_completion",
    "cache_read_tokens": "tokens_cached",
    "cache_write_tokens": "tokens_cache_write",
    "output_reasoning_tokens": "tokens_reasoning",
    "input_audio_tokens": "tokens_audio_prompt",
    "output_audio_tokens": "tokens_audio_completion",
}


def _by_genai_prices(response: object, provider_id: str, api_flavor: str) -> Usage | None:
    try:
        from genai_prices import extract_usage

        found = extract_usage(response, provider_id=provider_id, api_flavor=api_flavor)
    except (ImportError, LookupError, ValueError):
        return None
    usage = _normalize(
        {ours: getattr(found.usage, theirs, None) for theirs, ours in GENAI_PRICES.items()}
    )
    if usage and found.model:
        usage["model_used"] = found.model.id
    return usage


def _normalize(counts: dict[str, int | None]) -> Usage | None:
    """Make sure that no part is larger than its whole: what is lay beside it, and is added."""
    if counts["tokens_prompt"] is None and counts["tokens_completion"] is None:
        return None
    usage = {name: value or 0 for name, value in counts.items()}
    for whole, parts in (
        ("tokens_prompt", PARTS_OF_PROMPT),
        ("tokens_completion", PARTS_OF_COMPLETION),
    ):
        room = usage[whole]
        for part in parts:
            if usage[part] > room:
                usage[whole] += usage[part]
            else:
                room -= usage[part]
    usage["tokens_audio_prompt"] = min(usage["tokens_audio_prompt"], usage["tokens_prompt"])
    usage["tokens_audio_completion"] = min(
        usage["tokens_audio_completion"], usage["tokens_completion"]
    )
    return {name: value for name, value in usage.items() if value or name in COUNTS[:2]}


def _find(response: Mapping[str, Any]) -> tuple[Shape | None, dict[str, Any]]:
    """Find the shape whose block the answer has, and the block."""
    for shape in _rules()["shapes"]:
        for match in shape["match"]:
            block = response
            for name in filter(None, match["at"].split(".")):
                block = block.get(name, {}) if isinstance(block, Mapping) else {}
            if not isinstance(block, Mapping) or not all(_values(block, p) for p in match["has"]):
                continue
            if "equal" in shape:
                one, other = (_count(block, [side]) for side in shape["equal"])
                if one != other:
                    continue
            return shape, dict(block)
    return None, {}


def _count(block: Mapping[str, Any], alternatives: Iterable[str]) -> int | None:
    """Sum the first alternative that has a value."""
    for sum_of in alternatives:
        values = [value for path in sum_of.split(" + ") for value in _values(block, path)]
        numbers = [
            value
            for value in values
            if isinstance(value, int | float)
            and not isinstance(value, bool)
            and 0 <= value <= 2147483647
        ]
        if numbers:
            return round(sum(numbers))
    return None


def _values(block: object, path: str) -> list[Any]:
    """Follow a path such as a.b, a[].b or a[name=value].b; null is no value."""
    found: list[Any] = [block]
    for segment in path.split("."):
        name, _, condition = segment.removesuffix("]").partition("[")
        found = [one.get(name) for one in found if isinstance(one, Mapping)]
        if segment.endswith("]"):
            key, _, wanted = condition.partition("=")
            items = [item for one in found if isinstance(one, list) for item in one]
            found = [one for one in items if not key or str(one.get(key)) == wanted]
    return [one for one in found if one is not None]


def _model(event: Mapping[str, Any]) -> str | None:
    names = (name for path in _rules()["model"] for name in _values(event, path))
    return next((name for name in names if isinstance(name, str) and name), None)


def plain(response: object) -> object:
    """Turn an SDK's object into plain data, by the names that the API uses."""
    dump = getattr(response, "model_dump", None)
    return dump(by_alias=True) if callable(dump) else response


@cache
def _rules() -> Mapping[str, Any]:
    rules: Mapping[str, Any] = json.loads(
        files(__package__).joinpath("usage_mapping.json").read_text(encoding="utf-8")
    )
    return rules
