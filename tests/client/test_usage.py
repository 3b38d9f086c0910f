"""Providers' usage blocks, as their documentation shows them, become arguments of track_usage."""

import json
from pathlib import Path
from typing import Any

import pytest
from genai_prices import extract_usage

from ai_token_quotas.usage import UsageReader, usage_from

ROOT = Path(__file__).parents[2]
FIXTURES: list[dict[str, Any]] = json.loads(
    Path(__file__).with_name("usage_fixtures.json").read_text()
)
SHAPES = json.loads((ROOT / "src/ai_token_quotas/usage_mapping.json").read_text())["shapes"]

# What genai_prices calls our arguments.
PEER = {
    "input_tokens": "tokens_prompt",
    "cache_read_tokens": "tokens_cached",
    "cache_write_tokens": "tokens_cache_write",
    "input_audio_tokens": "tokens_audio_prompt",
    "output_tokens": "tokens_completion",
    "output_reasoning_tokens": "tokens_reasoning",
    "output_audio_tokens": "tokens_audio_completion",
}


def name(fixture: dict[str, Any]) -> str:
    """Names a test after its row."""
    return f"{fixture['shape']}-{FIXTURES.index(fixture)}"


@pytest.mark.parametrize("fixture", FIXTURES, ids=name)
def test_a_usage_block_becomes_arguments(fixture: dict[str, Any]) -> None:
    response = fixture.get("events", fixture.get("response"))

    assert usage_from(response) == fixture["usage"]


@pytest.mark.parametrize("fixture", [one for one in FIXTURES if "events" in one], ids=name)
def test_a_stream_says_whether_its_usage_is_final(fixture: dict[str, Any]) -> None:
    reader = UsageReader()

    for event in fixture["events"]:
        reader.read(event)

    assert reader.is_final == fixture.get("is_final", True)


@pytest.mark.parametrize("fixture", [one for one in FIXTURES if "oracle" in one], ids=name)
def test_another_package_reads_the_same(fixture: dict[str, Any]) -> None:
    provider, flavor = fixture["oracle"]

    found = extract_usage(fixture["response"], provider_id=provider, api_flavor=flavor).usage

    theirs = {ours: getattr(found, peer, None) or 0 for peer, ours in PEER.items()}
    assert theirs == {ours: fixture["usage"].get(ours, 0) for ours in PEER.values()}


@pytest.mark.parametrize("shape", [shape["name"] for shape in SHAPES])
def test_each_row_has_a_test(shape: str) -> None:
    assert shape in {fixture["shape"] for fixture in FIXTURES}
