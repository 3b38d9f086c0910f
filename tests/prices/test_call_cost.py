"""What a call costs: kinds of tokens, context size, day, hour, and whose price it is."""

from collections import Counter
from datetime import UTC, datetime
from decimal import Decimal

import psycopg
import pytest
from prices.conftest import NOW, Prices
from prices.oracle import calls, expected

# What the package prices and the list leaves out, by what else such models are billed.
LEFT_OUT = {
    "audio_hours",
    "audio_hours, input_audio_hours",
    "audio_hours, input_text_messages_kcount",
    "cache_image_read_mtok, input_image_mtok",
    "cache_image_read_mtok, input_image_mtok, output_image_mtok",
    "input_annotated_document_kpages, input_document_kpages",
    "input_document_kpages",
    "input_image_mtok, input_video_mtok",
    "input_mchars",
    "output_citation_mtok",
    "output_image_mtok",
    "output_video_mtok",
    "requests_kcount",
    # Free, or part of a subscription: the source does not say which.
    "no price at all",
}
MILLION = 1_000_000


def dollars(text: str) -> Decimal:
    return Decimal(text)


def test_it_says_what_genai_prices_says(listed: Prices) -> None:
    drawn = list(calls(2_500, seed=1))

    known = [(call, call.expected) for call in drawn]
    found = [
        listed.cost(f"{call.provider.id}/{call.name}", 0, 0, as_of=call.as_of, **call.tokens)
        for call, _ in known
    ]

    answers = [
        (call, theirs, ours)
        for (call, theirs), ours in zip(known, found, strict=True)
        if theirs is not None
    ]
    assert [one for one in answers if one[2] is not None and one[1] != one[2]] == []
    reasons = Counter(call.reason() for call, _, ours in answers if ours is None)
    assert set(reasons) <= LEFT_OUT
    assert reasons.total() < len(answers) * 0.04
    assert len(answers) > 2_000


# fmt: off
NAMES = [
    "gpt-5", "gpt-5-mini", "gpt-5-nano", "gpt-5.1", "gpt-5.4", "gpt-5.5", "gpt-4o", "gpt-4o-mini",
    "gpt-4.1", "gpt-4.1-mini", "o3", "o3-mini", "o4-mini", "o1", "gpt-5-2025-08-07",
    "gpt-4o-2024-08-06", "gpt-5-20250807", "gpt-audio", "claude-sonnet-4-5",
    "claude-sonnet-4-5-20250929", "claude-haiku-4-5-20251001", "claude-opus-4-5-20251101",
    "claude-opus-4-6", "claude-sonnet-4-6", "claude-sonnet-4-20250514",
    "claude-3-5-haiku-20241022", "claude-opus-4-1@20250805", "claude-sonnet-4-5@20250929",
    "gemini-2.5-pro", "gemini-2.5-flash", "gemini-2.5-flash-lite", "gemini-2.0-flash",
    "deepseek-chat", "deepseek-reasoner", "mistral-large-latest", "mistral-small-latest",
    "codestral-latest", "grok-4", "grok-4.3", "grok-3-mini", "command-r-plus", "GPT-5",
    "Claude-Sonnet-4-5",
]
# fmt: on


@pytest.mark.parametrize("name", NAMES)
def test_a_name_without_a_prefix_is_the_makers(listed: Prices, name: str) -> None:
    tokens = {"tokens_prompt": 1_000, "tokens_completion": 500, "tokens_cached": 100}

    cost = listed.cost(name, **tokens)

    assert cost is not None
    assert cost == expected(None, name, NOW, **tokens)


@pytest.mark.parametrize(
    ("name", "provider", "reference"),
    [
        ("openai/gpt-5", "openai", "gpt-5"),
        ("anthropic/claude-sonnet-4-5", "anthropic", "claude-sonnet-4-5"),
        ("anthropic/claude-sonnet-4.5", "anthropic", "claude-sonnet-4.5"),
        ("google/gemini-2.5-pro", "google", "gemini-2.5-pro"),
        ("gemini/gemini-2.5-pro", "google", "gemini-2.5-pro"),
        ("models/gemini-2.5-flash", "google", "gemini-2.5-flash"),
        ("publishers/google/models/gemini-2.5-pro", "google", "gemini-2.5-pro"),
        ("vertex_ai/gemini-2.5-pro", "google", "gemini-2.5-pro"),
        ("vertex_ai/claude-sonnet-4-5@20250929", "google", "claude-sonnet-4-5@20250929"),
        (
            "projects/p/locations/l/publishers/anthropic/models/claude-sonnet-4-5@20250929",
            "google",
            "claude-sonnet-4-5@20250929",
        ),
        ("openrouter/openai/gpt-5", "openrouter", "openai/gpt-5"),
        ("openrouter/anthropic/claude-sonnet-4.5", "openrouter", "anthropic/claude-sonnet-4.5"),
        ("azure/gpt-5", "azure", "gpt-5"),
        ("azure/gpt-4o-2024-08-06", "azure", "gpt-4o-2024-08-06"),
        ("azure_ai/gpt-5", "azure", "gpt-5"),
        ("xai/grok-4", "x-ai", "grok-4"),
        ("deepseek/deepseek-chat", "deepseek", "deepseek-chat"),
        ("mistral/mistral-large-latest", "mistral", "mistral-large-latest"),
        ("groq/llama-3.3-70b-versatile", "groq", "llama-3.3-70b-versatile"),
        ("amazon.nova-pro-v1:0", "aws", "amazon.nova-pro-v1:0"),
        ("us.amazon.nova-lite-v1:0", "aws", "us.amazon.nova-lite-v1:0"),
        *(
            (name, "aws", name.rpartition("/")[2])
            for claude in ("claude-sonnet-4-5-20250929-v1:0", "claude-haiku-4-5-20251001-v1:0")
            for name in (
                f"anthropic.{claude}",
                f"us.anthropic.{claude}",
                f"eu.anthropic.{claude}",
                f"global.anthropic.{claude}",
                f"bedrock/anthropic.{claude}",
                f"bedrock/us-east-1/anthropic.{claude}",
                f"bedrock/converse/us.anthropic.{claude}",
                f"arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.{claude}",
            )
        ),
    ],
)
def test_a_prefix_or_a_form_names_the_seller(
    listed: Prices, name: str, provider: str, reference: str
) -> None:
    tokens = {"tokens_prompt": 1_000, "tokens_completion": 500, "tokens_cached": 100}

    cost = listed.cost(name, **tokens)

    assert cost is not None
    assert cost == expected(provider, reference, NOW, **tokens)


@pytest.mark.parametrize(
    "name",
    [
        None,
        "",
        "my-model",
        "gpt",
        "llama-3.3-70b",
        "foo/gpt-5",
        "openai/claude-sonnet-4-5",
        # A gateway's variants have prices of their own.
        "gpt-4o:free",
        "claude-sonnet-4-5:batch",
        "anthropic/claude-sonnet-4.5:free",
        # Billed by the image or the minute too.
        "gpt-image-1",
        "gpt-realtime",
        "whisper-1",
        "gemini-2.5-flash-image",
    ],
)
def test_a_name_in_doubt_has_no_price(listed: Prices, name: str | None) -> None:
    assert listed.cost(name, 1_000, 500) is None


def test_cache_writes_cost_more_than_input(listed: Prices) -> None:
    assert listed.cost("claude-sonnet-4-6", 20_100, 500, tokens_cache_write=20_000) == dollars(
        "0.0828"
    )
    assert listed.cost("claude-opus-4-6", 12_000, 500, tokens_cache_write=10_000) == dollars(
        "0.0850"
    )


def test_audio_costs_more_than_text(listed: Prices) -> None:
    assert listed.cost("gpt-audio", 16, 592, tokens_audio_completion=482) == dollars("0.031988")
    assert listed.cost("gpt-audio", 100, 0, tokens_audio_prompt=40) == dollars("0.001430")


def test_how_much_audio_was_cached_must_be_known(listed: Prices) -> None:
    model = "gemini-2.5-flash"

    assert listed.cost(model, 100, 0, tokens_cached=40, tokens_audio_prompt=40) is None
    # All is audio, or all is cached: input 1, cached 0.03, cached audio 0.1.
    assert listed.cost(model, 100, 0, tokens_cached=40, tokens_audio_prompt=100) == dollars(
        "0.000064"
    )
    assert listed.cost(model, 100, 0, tokens_cached=100, tokens_audio_prompt=40) == dollars(
        "0.0000058"
    )


@pytest.mark.parametrize(
    "parts",
    [
        {"tokens_cached": 60, "tokens_cache_write": 41},
        {"tokens_cache_write": 1, "tokens_audio_prompt": 1},
        {"tokens_reasoning": 1, "tokens_audio_completion": 1},
    ],
)
def test_parts_that_may_overlap_have_no_price(listed: Prices, parts: dict[str, int]) -> None:
    listed.db.execute(
        """
        insert into public.ai_quota_prices (
          model, valid_from, input_price, cached_input_price, cache_write_price, audio_input_price,
          output_price, reasoning_price, audio_output_price
        )
        values ('m', '2020-01-01', 1, 2, 3, 4, 5, 6, 7)
        """
    )

    assert listed.cost("m", 100, 100, **parts) is None


def test_a_long_call_has_its_price_as_a_whole(listed: Prices) -> None:
    assert listed.cost("gemini-2.5-pro", 200_000, MILLION) == dollars("10.25")
    assert listed.cost("gemini-2.5-pro", 200_001, MILLION) == dollars("15.5000025")


@pytest.mark.parametrize("zone", ["UTC", "Asia/Tokyo"])
@pytest.mark.parametrize(
    ("time", "cost"), [("00:29", "0.135"), ("00:30", "0.27"), ("16:29", "0.27"), ("16:30", "0.135")]
)
def test_a_price_may_depend_on_the_hour(listed: Prices, zone: str, time: str, cost: str) -> None:
    listed.db.execute(f"set local timezone = '{zone}'".encode())

    found = listed.cost("deepseek-chat", MILLION, as_of=f"2026-11-25 {time}:00+00")

    assert found == dollars(cost)


@pytest.mark.parametrize(
    ("time", "cost"), [("22:59", 1), ("23:00", 2), ("00:00", 2), ("05:59", 2), ("06:00", 1)]
)
def test_hours_may_pass_midnight(listed: Prices, time: str, cost: int) -> None:
    listed.add("m", "2020-01-01", 1, 1)
    listed.db.execute(
        """
        update public.ai_quota_prices
        set rules = '[{"from": "23:00", "until": "06:00", "input_price": 2}]' where model = 'm'
        """
    )

    assert listed.cost("m", MILLION, as_of=f"2026-11-25 {time}:00+00") == cost


@pytest.mark.parametrize(
    ("day", "cost"),
    [
        ("2026-08-16 23:59:59", "0.14"),
        ("2026-08-17 00:00:00", "0.22"),
        ("2026-09-10 00:00:00", "0.15"),
    ],
)
def test_a_price_begins_on_its_day(listed: Prices, day: str, cost: str) -> None:
    assert listed.cost("deepseek-v4-flash", MILLION, as_of=f"{day}+00") == dollars(cost)


def test_a_price_of_the_hosts_wins_over_the_lists_whatever_the_days(listed: Prices) -> None:
    listed.add("claude-haiku-4-5", "2026-02-01", 1, 2)
    listed.db.execute(
        """
        insert into public.ai_quota_prices (model, valid_from, input_price, output_price, source)
        values ('claude-haiku-4-5', '2026-03-01', 7, 7, 'genai-prices 1.0, anthropic')
        """
    )

    assert listed.cost("claude-haiku-4-5", MILLION, MILLION) == 3
    assert listed.cost("anthropic/claude-haiku-4-5-20251001", MILLION, MILLION) == 3
    before = datetime(2026, 1, 31, 23, 59, tzinfo=UTC)
    assert listed.cost("claude-haiku-4-5", MILLION, MILLION, as_of=before) == 6


def test_a_price_of_the_hosts_may_be_under_any_name(listed: Prices) -> None:
    listed.add("openai/gpt-5", "2020-01-01", 1, 2)
    listed.add("my-model", "2020-01-01", 0, 5)

    assert listed.cost("openai/gpt-5", MILLION, MILLION) == 3
    assert listed.cost("gpt-5", MILLION, MILLION) == dollars("11.25")
    assert listed.cost("my-model", MILLION, MILLION) == 5


def test_a_kind_without_a_price_costs_as_text(listed: Prices) -> None:
    listed.add("m", "2020-01-01", 1, 10)

    cost = listed.cost(
        "m",
        MILLION,
        MILLION,
        tokens_cached=MILLION,
        tokens_cache_write=7,
        tokens_audio_prompt=9,
        tokens_reasoning=MILLION,
        tokens_audio_completion=9,
    )

    assert cost == 11


@pytest.mark.parametrize(
    "rules",
    [
        "{}",
        "[]",
        "1",
        '["x"]',
        '[{"input_price": 1}]',
        '[{"from": "00:00", "input_price": 1}]',
        '[{"from": "0:00", "until": "25:00"}]',
        '[{"above": -1, "input_price": 1}]',
        '[{"above": "1", "input_price": 1}]',
        '[{"above": 1, "input_price": -1}]',
        '[{"above": 1, "input_price": "x"}]',
        '[{"above": 1, "input_price": null}]',
        '[{"above": 1, "model": "x"}]',
    ],
)
def test_rules_that_cannot_be_applied_are_refused(listed: Prices, rules: str) -> None:
    with pytest.raises(psycopg.errors.CheckViolation):
        listed.db.execute(
            """
            insert into public.ai_quota_prices (model, valid_from, input_price, output_price, rules)
            values ('m', '2020-01-01', 1, 1, %s)
            """,
            (rules,),
        )


@pytest.mark.parametrize("role", ["anon", "authenticated", "service_role"])
@pytest.mark.parametrize(
    "statement",
    [
        "select ai_quota.call_cost('m', now(), 1, 1)",
        "select ai_quota.find_priced_model('m')",
        "select from ai_quota.price_names",
        "select from ai_quota.price_patterns",
    ],
)
def test_api_roles_see_no_internals(listed: Prices, role: str, statement: str) -> None:
    listed.db.execute(f"set local role {role}".encode())

    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        listed.db.execute(statement.encode())
