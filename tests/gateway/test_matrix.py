"""What becomes of a call through the gateway, by OpenAI's own clients."""

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from gateway.clients import JavaScript, Python
from gateway.conftest import Gateway, Provider, User, counted_by

TABLE = Path(__file__).parents[2] / "docs/gateway-matrix.md"

HEAD = """# What becomes of a call through the gateway

Written by the tests in `tests/gateway` (`UPDATE=1 make test ARGS='tests/gateway'`), with OpenAI's
clients for JavaScript and Python, on the real stack, a stand-in for the Edge runtime and a stand-in
for a provider. Each row holds for both clients: what became of each attempt's hold, and whether the
ledger has the provider's count or an estimate. No hold stays pending. Embeddings have no stream
and no tools.

| API | call | what happens | hold | ledger |
|---|---|---|---|---|
"""


@dataclass(frozen=True)
class Case:
    """A call, and what becomes of it."""

    api: str
    way: str
    happens: str
    holds: list[str]
    sources: list[str]
    # What the provider does: the same at each attempt, or one after the other.
    script: dict[str, Any] | list[dict[str, Any]] = field(default_factory=dict)
    body: dict[str, Any] = field(default_factory=dict)
    text: str | None = None
    error: dict[str, Any] | None = None

    @property
    def row(self) -> str:
        """The row of the table."""
        call = "stream" if self.way.startswith("stream") else "generate"
        holds, sources = ("; ".join(of) or "none" for of in (self.holds, self.sources))
        return f"| {self.api} | {call} | {self.happens} | {holds} | {sources} |"


SETTLED, RELEASED = ["settled"], ["released"]
COUNTED, ESTIMATED = ["provider"], ["estimated"]
PARTS = {"cached": 7, "reasoning": 9}
DENIED = {
    "status": 429,
    "code": "insufficient_quota",
    "type": "insufficient_quota",
    "name": "RateLimitError",
}
FAILED = {"status": 503, "code": "upstream_failed"}
SLOW = {"pause": 40}
EVENT = {"breakAfter": 3, "breakBy": "event"}
SOCKET = {"breakAfter": 3, "breakBy": "socket"}
RETRIED = ["released", "settled"]
FAIL_ONCE: list[dict[str, Any]] = [{"status": 503}, PARTS]
FAIL = {"status": 503}
# More than the connections between can hold.
LONG = {"words": ["word " * 6000] * 400}
TOOL = {"type": "function", "function": {"name": "weather", "parameters": {"type": "object"}}}
TOOLS = {"tools": [TOOL], "max_completion_tokens": 500}
FUNCTION = {"type": "function", "name": "weather", "parameters": {"type": "object"}}
FUNCTIONS = {"tools": [FUNCTION], "max_output_tokens": 500}
STEPS: list[dict[str, Any]] = [{"tool": "weather"}, PARTS]
# A bound of more than the user's quota.
MUCH = {"input": "word " * 2000}
CHAT = [
    Case("chat", "complete", "complete", SETTLED, COUNTED, PARTS, text="left"),
    Case("chat", "complete", "without usage", SETTLED, ESTIMATED, {"hasNoUsage": True}),
    Case("chat", "abort", "abort", SETTLED, COUNTED, SLOW, error={}),
    Case("chat", "body cancelled", "body cancelled", SETTLED, COUNTED, LONG, text="{"),
    Case("chat", "complete", "provider error before", RELEASED * 3, [], FAIL, error=FAILED),
    Case("chat", "complete", "retry", RETRIED, COUNTED, FAIL_ONCE, text="left"),
    Case("chat", "tools", "several tool steps", SETTLED * 2, COUNTED * 2, STEPS, TOOLS,
         text="left"),
    Case("chat", "complete", "provider error in the middle", SETTLED * 3, ESTIMATED * 3,
         {"breakBy": "socket"}, error={"status": 502}),
    Case("chat", "complete", "provider hangs up", SETTLED * 3, ESTIMATED * 3,
         {"breakBy": "hangup"}, error={"status": 502}),
    Case("chat", "complete", "denial", [], [], body={"n": 3}, error=DENIED),
    Case("chat", "stream", "complete", SETTLED, COUNTED, PARTS, text="left"),
    Case("chat", "stream", "complete, in half chunks", SETTLED, COUNTED, {"isHalved": True},
         text="月末"),
    Case("chat", "stream", "without usage", SETTLED, ESTIMATED, {"hasNoUsage": True}),
    Case("chat", "stream, abort", "abort", SETTLED, COUNTED, SLOW, text="Quotas"),
    Case("chat", "stream, body cancelled", "body cancelled", SETTLED, COUNTED, SLOW, text="data"),
    Case("chat", "stream, break", "reader breaks off", SETTLED, COUNTED, SLOW, text="Quotas"),
    Case("chat", "stream, stop", "reader stops reading without a signal", SETTLED, COUNTED, LONG,
         text="word"),
    Case("chat", "stream", "retry", RETRIED, COUNTED, FAIL_ONCE, text="left"),
    Case("chat", "stream, tools", "several tool steps", SETTLED * 2, COUNTED * 2, STEPS, TOOLS,
         text="left"),
    Case("chat", "stream", "provider error before", RELEASED * 3, [], FAIL, error=FAILED),
    Case("chat", "stream", "provider error in the middle: event", SETTLED, ESTIMATED, EVENT,
         error={"message": "Overloaded"}),
    Case("chat", "stream", "provider error in the middle: socket", SETTLED, ESTIMATED, SOCKET,
         error={"code": "upstream_unreachable"}),
    Case("chat", "stream", "provider error before the first word", SETTLED, ESTIMATED,
         {"breakAfter": 0, "breakBy": "socket"}, error={"code": "upstream_unreachable"}),
    Case("chat", "stream", "denial", [], [], body={"n": 3}, error=DENIED),
]  # fmt: skip
RESPONSES = [
    Case("responses", "complete", "complete", SETTLED, COUNTED, PARTS, text="left"),
    Case("responses", "abort", "abort", SETTLED, COUNTED, SLOW, error={}),
    Case("responses", "body cancelled", "body cancelled", SETTLED, COUNTED, LONG, text="{"),
    Case("responses", "complete", "provider error before", RELEASED * 3, [], FAIL, error=FAILED),
    Case("responses", "complete", "retry", RETRIED, COUNTED, FAIL_ONCE, text="left"),
    Case("responses", "tools", "several tool steps", SETTLED * 2, COUNTED * 2, STEPS, FUNCTIONS,
         text="left"),
    Case("responses", "complete", "denial", [], [], body=MUCH, error=DENIED),
    Case("responses", "stream", "complete", SETTLED, COUNTED, PARTS, text="left"),
    Case("responses", "stream, abort", "abort", SETTLED, COUNTED, SLOW, text="Quotas"),
    Case("responses", "stream, body cancelled", "body cancelled", SETTLED, COUNTED, SLOW,
         text="event"),
    Case("responses", "stream, stop", "reader stops reading without a signal", SETTLED, COUNTED,
         LONG, text="word"),
    Case("responses", "stream", "provider error before", RELEASED * 3, [], FAIL, error=FAILED),
    Case("responses", "stream", "retry", RETRIED, COUNTED, FAIL_ONCE, text="left"),
    Case("responses", "stream, tools", "several tool steps", SETTLED * 2, COUNTED * 2, STEPS,
         FUNCTIONS, text="left"),
    Case("responses", "stream", "denial", [], [], body=MUCH, error=DENIED),
    Case("responses", "stream, break", "reader breaks off", SETTLED, COUNTED, SLOW, text="Quotas"),
    Case("responses", "stream", "provider error in the middle: event", SETTLED, ESTIMATED, EVENT,
         error={}),
    Case("responses", "stream", "provider error in the middle: socket", SETTLED, ESTIMATED, SOCKET,
         error={"code": "upstream_unreachable"}),
    Case("embeddings", "complete", "complete", SETTLED, COUNTED, text="0.5 -0.25"),
    Case("embeddings", "body cancelled", "body cancelled", SETTLED, COUNTED, text="{"),
    Case("embeddings", "complete", "provider error before", RELEASED * 3, [], FAIL, error=FAILED),
    Case("embeddings", "complete", "retry", RETRIED, COUNTED, FAIL_ONCE[:1], text="0.5 -0.25"),
    Case("embeddings", "complete", "denial", [], [], body=MUCH, error=DENIED),
]  # fmt: skip
CASES = CHAT + RESPONSES


def name(case: Case) -> str:
    """Names a test."""
    return f"{case.api}, {case.way}, {case.happens}"


@pytest.fixture
def running(request: pytest.FixtureRequest, case: Case) -> Gateway:
    """A worker of its own, which ends as soon as it may, where that could end a settlement."""
    is_whole = case.way in {"complete", "stream"} and case.happens != "complete"
    gateway: Gateway = request.getfixturevalue("shared" if is_whole else "gateway")
    return gateway


@pytest.mark.parametrize("case", CASES, ids=name)
def test_each_call_ends_its_hold_and_is_counted(
    running: Gateway, provider: Provider, user: User, client: JavaScript | Python, case: Case
) -> None:
    provider.next(*(case.script if isinstance(case.script, list) else [case.script] * 3))

    result = client.call(running.base_url, user.token, case.way, case.api, **case.body)

    assert user.holds(len(case.holds)) == case.holds
    assert user.sources() == case.sources
    served = [call for call in provider.finished(len(case.holds)) if call["status"] == 200]
    assert set(case.sources) != {"provider"} or user.counted() == counted_by(served)
    assert (case.text or "") in (result.text or "")
    assert (result.error is None) == (case.error is None)
    assert {**(result.error or {}), **(case.error or {})} == (result.error or {})


def test_the_table_in_docs_is_of_these_cases() -> None:
    made = HEAD + "".join(f"{case.row}\n" for case in CASES)
    if os.environ.get("UPDATE"):
        TABLE.write_text(made)

    assert TABLE.read_text() == made
