"""What becomes of a call, in each way to call a model and for each way that a call can go."""

import asyncio
import os
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from python.conftest import Provider, run_alone

from ai_token_quotas.client import AsyncTokenService, QuotaDeniedError, TokenService

TABLE = Path(__file__).parents[2] / "docs/python-matrix.md"
HEAD = """# What becomes of a call from Python

Written by the tests in `tests/python` (`UPDATE=1 make test ARGS='tests/python'`), on the real stack
and a stand-in for a provider. Each cell says what became of each attempt: its hold, and whether the
ledger has the provider's count or an estimate. No hold stays pending. A cell is empty (–) where a
call without asyncio has no task that could be cancelled.

"""

# LiteLLM's own types and serializers warn, and it keeps connections of event loops that have ended.
pytestmark = [
    pytest.mark.filterwarnings("ignore:.*`ReadOnly` qualifier:UserWarning"),
    pytest.mark.filterwarnings("ignore:Accessing the 'model_.*:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

PROVIDER, ESTIMATED, RELEASED = "settled, provider", "settled, estimated", "released"
BOTH = f"{RELEASED}; {PROVIDER}"
COUNTED = {"cached": 3, "reasoning": 7}
FAILS = {"status": 503}
STALLS = {"breakBy": "stall", "breakAfter": 4}
BREAKS = {"breakBy": "socket", "breakAfter": 4}
SAYS_SO = {"breakBy": "event", "breakAfter": 4}
SLOW = {"pause": 5}

# By name, since importing them takes seconds.
PEERS = {
    "client": "bare.Sync",
    "client, asyncio": "bare.Async",
    "LiteLLM": "of_litellm.Sync",
    "LiteLLM, asyncio": "of_litellm.Async",
    "pydantic-ai": "of_pydantic_ai.Async",
}
ASYNC = ("client, asyncio", "LiteLLM, asyncio", "pydantic-ai")

# What happens: the provider's scripts, the mode and its arguments, and what becomes of it.
ENDS: dict[str, tuple[list[dict[str, Any]], str, dict[str, Any], str]] = {
    "generate: complete, openai": ([COUNTED], "generate", {}, PROVIDER),
    "generate: complete, anthropic": ([{"cached": 3}], "generate", {"api": "anthropic"}, PROVIDER),
    "generate: complete, gemini": ([COUNTED], "generate", {"api": "gemini"}, PROVIDER),
    "generate: without usage": ([{"hasNoUsage": True}], "generate", {}, ESTIMATED),
    "stream: complete, openai": ([COUNTED], "stream", {}, PROVIDER),
    "stream: complete, anthropic": ([{"cached": 3}], "stream", {"api": "anthropic"}, PROVIDER),
    "stream: complete, gemini": ([COUNTED], "stream", {"api": "gemini"}, PROVIDER),
    "stream: without usage": ([{"hasNoUsage": True}], "stream", {}, ESTIMATED),
    "stream: reader breaks off": ([SLOW], "stream", {"leave": "break"}, ESTIMATED),
    "stream: aclose": ([SLOW], "stream", {"leave": "close"}, ESTIMATED),
    "stream: never read": ([SLOW], "stream", {"leave": "unread"}, ESTIMATED),
}
ERRORS: dict[str, tuple[list[dict[str, Any]], str, str]] = {
    "generate: provider error before": ([FAILS], "generate", RELEASED),
    "generate: provider error in the middle": ([BREAKS], "generate", ESTIMATED),
    "stream: provider error before": ([FAILS], "stream", RELEASED),
    "stream: provider error in the middle, event": ([SAYS_SO], "stream", ESTIMATED),
    "stream: provider error in the middle, socket": ([BREAKS], "stream", ESTIMATED),
}
CANCELLED = {"generate: task cancelled": "generate", "stream: task cancelled": "stream"}
RETRIES = {"generate: retry": "generate", "stream: retry": "stream"}
STEPS = {"generate: several tool steps": "generate", "stream: several tool steps": "stream"}
DENIALS = {"generate: denial": "generate", "stream: denial": "stream"}


def outcomes() -> dict[str, dict[str, str]]:
    """The table: what these tests expect, by row and column."""
    table = {row: dict.fromkeys(PEERS, end[-1]) for row, end in ENDS.items()}
    table |= {row: dict.fromkeys(PEERS, end[-1]) for row, end in ERRORS.items()}
    table |= {row: dict.fromkeys(ASYNC, ESTIMATED) for row in CANCELLED}
    table |= {row: dict.fromkeys(PEERS, BOTH) for row in RETRIES}
    table |= {row: dict.fromkeys(PEERS, f"{PROVIDER}; {PROVIDER}") for row in STEPS}
    table |= {row: dict.fromkeys(PEERS, "no hold") for row in DENIALS}
    return table


def cells(rows: Any) -> list[Any]:
    """A test for each cell that is not empty."""
    known = outcomes()
    return [pytest.param(row, peer, id=f"{row}-{peer}") for row in rows for peer in known[row]]


@pytest.fixture
def make(quotas: TokenService, aquotas: AsyncTokenService, provider: Provider) -> Any:
    """Runs what a peer does, and closes its connections."""

    def run(peer: str, work: Any) -> None:
        module, name = PEERS[peer].split(".")
        made = getattr(import_module(f"python.peers.{module}"), name)

        async def main() -> None:
            try:
                await work(made(quotas, aquotas, provider.url))
            finally:
                await aquotas.close()

        run_alone(main())
        quotas.close()

    return run


def became_of(account: Any, provider: Provider, count: int = 1) -> str:
    """What became of each attempt; a count that is said to be the provider's must be so."""
    found = account(count)
    settled = iter(found.calls)
    counts = [
        {f"tokens_{name}": call[name] for name in ("prompt", "completion", "cached", "reasoning")}
        for call in provider.served
        if call["status"] == 200
    ]
    words = []
    for state in found.holds:
        if state == "released":
            words.append(RELEASED)
            continue
        call = next(settled)
        words.append(f"{state}, {call['usage_source']}")
        if call["usage_source"] == "provider":
            assert {name: call[name] for name in counts[0]} in counts
        else:
            assert 0 < call["tokens_prompt"] + call["tokens_completion"] < 1100
    assert next(settled, None) is None
    return "; ".join(words) or "no hold"


@pytest.mark.parametrize(("row", "peer"), cells(ENDS))
def test_a_call_that_ends(
    make: Any, provider: Provider, account: Any, user: str, row: str, peer: str
) -> None:
    scripts, mode, arguments, expected = ENDS[row]
    provider.next(*scripts)

    make(peer, lambda one: getattr(one, mode)(user, **arguments))

    assert became_of(account, provider) == expected


@pytest.mark.parametrize(("row", "peer"), cells(ERRORS))
def test_a_call_that_fails(
    make: Any, provider: Provider, account: Any, user: str, row: str, peer: str
) -> None:
    scripts, mode, expected = ERRORS[row]
    provider.next(*scripts)

    with pytest.raises(Exception, match=r".") as error:
        make(peer, lambda one: getattr(one, mode)(user))

    assert not isinstance(error.value, AssertionError)
    assert became_of(account, provider) == expected


@pytest.mark.parametrize(("row", "peer"), cells(CANCELLED))
def test_a_task_that_is_cancelled(
    make: Any, provider: Provider, account: Any, user: str, row: str, peer: str
) -> None:
    provider.next(STALLS)

    async def cancel(one: Any) -> None:
        task = asyncio.create_task(getattr(one, CANCELLED[row])(user))
        await asyncio.to_thread(provider.until_served, 1)
        await asyncio.sleep(0.05)
        task.cancel()
        await task

    with pytest.raises(asyncio.CancelledError):
        make(peer, cancel)

    assert became_of(account, provider) == ESTIMATED


@pytest.mark.parametrize(("row", "peer"), cells(RETRIES))
def test_a_call_that_is_retried(
    make: Any, provider: Provider, account: Any, user: str, row: str, peer: str
) -> None:
    provider.next(FAILS, COUNTED)

    make(peer, lambda one: one.retry(RETRIES[row], user))

    assert became_of(account, provider, 2) == BOTH


@pytest.mark.parametrize(("row", "peer"), cells(STEPS))
def test_a_call_of_several_steps(
    make: Any, provider: Provider, account: Any, user: str, row: str, peer: str
) -> None:
    provider.next({"tool": "weather"}, COUNTED)

    make(peer, lambda one: one.steps(STEPS[row], user))

    assert [len(call["body"]["messages"]) for call in provider.served] == [1, 3]
    assert became_of(account, provider, 2) == f"{PROVIDER}; {PROVIDER}"


@pytest.mark.parametrize(("row", "peer"), cells(DENIALS))
def test_a_call_that_is_denied(
    make: Any, provider: Provider, account: Any, user: str, row: str, peer: str
) -> None:
    with pytest.raises(QuotaDeniedError) as error:
        make(peer, lambda one: getattr(one, DENIALS[row])(user, tokens=10_001))

    assert (error.value.reason, error.value.status) == ("tokens", 429)
    assert provider.served == []
    assert became_of(account, provider, 0) == "no hold"


def test_the_table_in_docs_is_what_these_tests_expect() -> None:
    lines = [
        f"| what happens | {' | '.join(PEERS)} |",
        f"|---|{'---|' * len(PEERS)}",
        *(
            f"| {row} | {' | '.join(cell.get(peer, '–') for peer in PEERS)} |"
            for row, cell in outcomes().items()
        ),
    ]
    text = HEAD + "\n".join(lines) + "\n"
    if os.environ.get("UPDATE"):
        TABLE.write_text(text)

    assert TABLE.read_text() == text
