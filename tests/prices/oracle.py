"""Random calls, priced by genai-prices and by the database."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from genai_prices import Usage, calc_price
from genai_prices.data import providers
from stack.prices import APART, COLUMNS

# Ours and the package's names of the parts.
PARTS = {
    "tokens_cached": "cache_read_tokens",
    "tokens_cache_write": "cache_write_tokens",
    "tokens_reasoning": "output_reasoning_tokens",
    "tokens_audio_prompt": "input_audio_tokens",
    "tokens_audio_completion": "output_audio_tokens",
}


@dataclass
class Call:
    """A call of a provider's model, by one of the names that the model has."""

    provider: Any
    model: Any
    name: str
    as_of: datetime
    tokens: dict[str, int]

    @property
    def expected(self) -> Decimal | None:
        """What genai-prices says, or None where it does not know the name or the usage."""
        return expected(self.provider.id, self.name, self.as_of, **self.tokens)

    def reason(self) -> str:
        """Why we give no price where the package gives one; "" if there is no reason."""
        found = self.provider.find_model(self.name, all_providers=providers)
        prices = found.prices if isinstance(found.prices, list) else [found]
        keys = {key for one in prices for key in vars(getattr(one, "prices", one.prices))}
        others = sorted(keys - APART - set(COLUMNS.values()))
        return ", ".join(others) if others or keys else "no price at all"


def expected(provider: str | None, name: str, as_of: datetime, **tokens: int) -> Decimal | None:
    """The price of genai-prices, or None."""
    usage = {PARTS[part]: number for part, number in tokens.items() if part in PARTS}
    usage |= {
        "input_tokens": tokens["tokens_prompt"],
        "output_tokens": tokens["tokens_completion"],
    }
    try:
        priced = calc_price(
            Usage(**usage), name, provider_id=provider, genai_request_timestamp=as_of
        )
    except (LookupError, ValueError):
        return None
    return priced.total_price


def calls(number: int, seed: int) -> Iterator[Call]:
    """Random ones: every model is as likely as every other, with all kinds of tokens."""
    chosen = random.Random(seed)  # noqa: S311 (no secret)
    sold = [(provider, model) for provider in providers for model in provider.models]
    for _ in range(number):
        provider, model = chosen.choice(sold)
        clauses = getattr(model.match, "or_", [model.match])
        names = [model.id, *(one.equals for one in clauses if hasattr(one, "equals"))]
        as_of = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=chosen.randrange(525_600))
        days = ["-20251211", "-2025-12-11", "@20251211"]
        name = chosen.choice(names) + chosen.choice([*[""] * 20, *days])
        yield Call(provider, model, name, as_of, _tokens(chosen))


def _tokens(chosen: random.Random) -> dict[str, int]:
    def part(whole: int) -> int:
        return chosen.choice([0, 0, chosen.randint(0, whole)])

    prompt = chosen.choice(
        [0, chosen.randint(1, 1_000), chosen.randint(1, 600_000), 200_000, 200_001]
    )
    completion = chosen.randint(0, 50_000)
    cached, reasoning = part(prompt), part(completion)
    written = part(prompt - cached)
    return {
        "tokens_prompt": prompt,
        "tokens_completion": completion,
        "tokens_cached": cached,
        "tokens_cache_write": written,
        "tokens_reasoning": reasoning,
        "tokens_audio_prompt": part(prompt - cached - written),
        "tokens_audio_completion": part(completion - reasoning),
    }
