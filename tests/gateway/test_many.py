"""Many at once, callers who leave at random, and a function that is killed."""

import contextlib
import os
import random
import time
from collections import deque
from collections.abc import Iterator
from functools import partial
from itertools import islice, takewhile
from pathlib import Path
from statistics import quantiles
from typing import Any

import httpx
import psycopg
import pytest
from api.callers import at_once
from api.conftest import CERTIFICATES
from gateway.clients import HTTP, MODEL, QUESTION
from gateway.conftest import Gateway, Provider, User, counted_by, eventually

BODY = {"model": MODEL, **QUESTION["chat"], "stream": True}
# `make nightly` measures as well, and tries more.
IS_FULL = os.environ.get("FULL_TESTS") == "1"
DISCONNECTS = 200 if IS_FULL else 24
measured = pytest.mark.skipif(not IS_FULL, reason="a measurement: FULL_TESTS=1")


@pytest.fixture
def rich(user: User, db: psycopg.Connection[dict[str, Any]]) -> User:
    """A user without limits."""
    rule = "insert into public.ai_quota_overrides (user_id, is_unlimited, reason)"
    rule += " values (%s, true, 'a test')"
    db.execute(rule, [user.id])
    return user


def test_32_streams_for_the_last_10000_tokens_stay_within_them(
    shared: Gateway, provider: Provider, user: User
) -> None:
    provider.next(*[{"isDense": True, "words": ["word "] * 500}] * 32)
    body = {**BODY, "max_completion_tokens": 1000}

    answers = at_once([partial(shared.post, body, user.token)] * 32)

    user.holds()
    spent = [prompt + completion for prompt, completion, *_ in counted_by(provider.served())]
    assert {answer.status_code for answer in answers} == {200, 429}
    assert len(spent) == [answer.status_code for answer in answers].count(200)
    assert 8000 < sum(spent) <= 10_000
    assert sorted(user.counted()) == sorted(counted_by(provider.served()))


def leave(gateway: Gateway, token: str, parts: int = 99, seconds: float = 20) -> None:
    """Ask, and leave after so many parts of the answer, or when nothing comes for so long."""
    headers = {"authorization": f"Bearer {token}"}
    url = f"{gateway.base_url}/chat/completions"
    timeout = httpx.Timeout(20, read=seconds)
    with (
        contextlib.suppress(httpx.ReadTimeout),
        HTTP.stream("POST", url, json=BODY, headers=headers, timeout=timeout) as answer,
    ):
        deque(islice(answer.iter_raw(), parts))


def test_callers_who_leave_at_random_are_counted_once(
    gateway: Gateway, provider: Provider, rich: User
) -> None:
    chance = random.Random(1)  # noqa: S311 - no secret
    provider.next(*({"pause": chance.choice([0, 3, 15])} for _ in range(DISCONNECTS)))
    soon = [partial(leave, parts=chance.randint(0, 8)) for _ in range(DISCONNECTS * 3 // 4)]
    sooner = [partial(leave, seconds=chance.uniform(0.001, 0.2)) for _ in range(DISCONNECTS // 4)]
    leaves = [
        partial(one, gateway, rich.token) for one in chance.sample(soon + sooner, DISCONNECTS)
    ]

    for some in range(0, DISCONNECTS, 4):
        at_once(leaves[some : some + 4])

    eventually(lambda: len(rich.ledger()) >= len(provider.served()))
    states = rich.holds()
    assert len(states) == len(provider.served()) >= DISCONNECTS * 3 // 4
    assert set(states) == {"settled"}
    assert set(rich.sources()) == {"provider"}
    assert sorted(rich.counted()) == sorted(counted_by(provider.served()))


def test_a_caller_who_leaves_is_no_error_in_the_log(
    start_gateway: Any, provider: Provider, user: User, tmp_path: Path
) -> None:
    log = tmp_path / "log"
    with log.open("w") as file:
        gateway = start_gateway(log=file, KEEPS_IDLE_WORKERS="1")
    provider.next({"pause": 15})

    leave(gateway, user.token, parts=2)

    assert user.holds(1) == ["settled"]
    assert user.counted() == counted_by(provider.finished())
    assert log.read_text() == ""


def kill(gateway: Gateway) -> None:
    """End what runs the function, without a warning."""
    for worker in gateway.workers():
        worker.kill()


def wait(_: Gateway) -> None:
    """Let its time run out."""


def read(parts: Iterator[bytes]) -> bytes:
    """What comes until the connection breaks."""
    got = b""
    with contextlib.suppress(httpx.RemoteProtocolError):
        for part in parts:
            got += part
    return got


@pytest.mark.parametrize(
    ("end", "wall_clock"), [(kill, "150"), (wait, "1")], ids=["killed", "out of time"]
)
def test_a_function_that_ends_in_the_middle_of_a_stream_is_charged_its_hold(
    start_gateway: Any, provider: Provider, user: User, end: Any, wall_clock: str
) -> None:
    short = {"AI_GATEWAY_HOLD_SECONDS": "2", "WALL_CLOCK_SECONDS": wall_clock}
    gateway = start_gateway(**short)
    provider.next({"breakAfter": 3, "breakBy": "stall"})
    headers = {"authorization": f"Bearer {user.token}"}
    url = f"{gateway.base_url}/chat/completions"

    with HTTP.stream("POST", url, json=BODY, headers=headers, timeout=20) as answer:
        parts = answer.iter_raw()
        first = next(parts)
        end(gateway)
        rest = read(parts)

    assert b"data:" in first
    assert b"[DONE]" not in rest
    assert user.states() == ["pending"]
    eventually(lambda: user.charge_due() == ["charged"])
    assert user.states() == ["charged"]
    assert user.sources() == ["estimated"]
    assert sum(user.counted()[0][:2]) == user.held()[0][0] > 4096


def first_word(http: httpx.Client, url: str, token: str) -> float:
    """Milliseconds until the first word of an answer."""
    begun = time.perf_counter()
    headers = {"authorization": f"Bearer {token}"}
    with http.stream("POST", url, json=BODY, headers=headers) as answer:
        parts = answer.iter_text()
        deque(takewhile(lambda part: "Quotas" not in part, parts))
        taken = time.perf_counter() - begun
        deque(parts)
    return taken * 1000


@measured
def test_the_first_word_comes_at_most_15_ms_later(
    shared: Gateway, provider: Provider, rich: User, capsys: pytest.CaptureFixture[str]
) -> None:
    port = shared.workers()[0].net_connections()[0].laddr.port
    urls = {
        "direct": f"{provider.url}/v1/chat/completions",
        "gateway": f"http://127.0.0.1:{port}/ai-gateway/v1/chat/completions",
        "gateway behind the stand-in for the platform": f"{shared.base_url}/chat/completions",
    }
    taken: dict[str, list[float]] = {name: [] for name in urls}

    with httpx.Client(timeout=60, verify=CERTIFICATES) as http:
        for _ in range(300):
            for name, url in urls.items():
                taken[name].append(first_word(http, url, rich.token))

    percentiles = {
        name: [round(cut, 1) for cut in (quantiles(times[20:], n=20)[index] for index in (9, 18))]
        for name, times in taken.items()
    }
    with capsys.disabled():
        print("\nms until the first word, p50 and p95:", percentiles)
    assert percentiles["gateway"][1] - percentiles["direct"][1] <= 15


@measured
def test_memory_stays_flat_over_1000_streams(
    shared: Gateway, provider: Provider, rich: User, capsys: pytest.CaptureFixture[str]
) -> None:
    (worker,) = shared.workers()
    sizes = []

    for _ in range(20):
        for _ in range(25):
            at_once([partial(shared.post, BODY, rich.token)] * 4)
        sizes.append(worker.memory_info().rss >> 20)
        provider.reset()

    with capsys.disabled():
        print("\nMiB of the worker after each 100 streams:", sizes)
    # The first 1,000 warm it up.
    assert max(sizes[9:]) - min(sizes[9:]) <= 16
