"""Clients: eight that never give up, and one that is killed."""

import multiprocessing
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from signal import SIGKILL
from threading import Event
from time import sleep
from typing import Any
from uuid import uuid4

import httpx
import pytest
from api.callers import Caller, one_row
from crash.machine import PATIENCE, Machine, wait_until
from crash.victim import hold

# What a client counts as used: whose, under which name, how many tokens.
Call = tuple[str, str, int]

CUT_OFF = {"code": "", "details": None, "hint": None, "message": ""}

# Of a client, each after a twentieth of a second.
TRIES = 20 * PATIENCE


@dataclass
class Load:
    """Clients that send each call again until it is acknowledged."""

    acknowledged: list[Call] = field(default_factory=list)
    disturbed: list[object] = field(default_factory=list)
    recovered: list[float] = field(default_factory=list)
    clients: list[Future[None]] = field(default_factory=list)
    amounts: Iterator[int] = field(default_factory=lambda: count(1))
    is_over: Event = field(default_factory=Event)

    def __str__(self) -> str:
        """How much there was of each, and how long each time until it went on."""
        seconds = " ".join(f"{seconds:.1f}" for seconds in self.recovered)
        return f"{len(self.acknowledged)} calls, {Counter(self.disturbed)}, seconds {seconds}"

    def track(self, caller: Caller) -> None:
        """Reports calls, until the load is over."""
        while not self.is_over.is_set():
            self.report(caller)

    def reserve(self, caller: Caller) -> None:
        """Reserves before each call."""
        while not self.is_over.is_set():
            held = self.send(caller, "reserve_tokens", tokens=1_000)
            self.report(caller, reservation_id=held["reservation_id"])

    def report(self, caller: Caller, **more: Any) -> None:
        """Reports a call under a name of its own, and notes that it was acknowledged."""
        name, amount = str(uuid4()), next(self.amounts)
        call = {"tokens_prompt": amount, "tokens_completion": 0, "request_id": name}
        self.send(caller, "track_usage", **call, **more)
        self.acknowledged.append((more.get("user_id", caller.user_id), name, amount))

    def send(self, caller: Caller, function: str, **arguments: Any) -> dict[str, Any]:
        """Sends until it is acknowledged, and returns the one row of the answer."""
        return one_row(self.rows(caller, function, **arguments))

    def rows(self, caller: Caller, function: str, **arguments: Any) -> list[dict[str, Any]]:
        """Sends until it is acknowledged; nothing but a disturbance may come before."""
        for _ in range(TRIES):
            try:
                answer = caller.call(function, **arguments)
            except httpx.TransportError as error:
                self.disturbed.append(type(error).__name__)
            else:
                if answer.is_success:
                    rows: list[dict[str, Any]] = answer.json()
                    return rows
                assert is_disturbance(answer), f"{function}: {answer.status_code} {answer.text}"
                self.disturbed.append(answer.status_code)
            sleep(0.05)
        pytest.fail(f"{function} was never acknowledged")

    def goes_on(self) -> float:
        """Waits for a few more acknowledged calls from each client."""
        wanted = len(self.acknowledged) + 5 * len(self.clients)
        return wait_until(lambda: self.has(wanted), "calls acknowledged again")

    def has(self, wanted: int) -> bool:
        """Whether so many calls were acknowledged; raises what a client found wrong."""
        for client in self.clients:
            if client.done():
                client.result()
        return len(self.acknowledged) >= wanted

    def survives(self, machine: Machine, victims: Sequence[str]) -> None:
        """Kills one process after the other, each when calls are acknowledged again."""
        self.goes_on()
        for victim in victims:
            machine.kill(victim)
            self.recovered.append(self.goes_on())
            assert machine.differences() == [], f"after {victim} was killed"


def is_disturbance(answer: httpx.Response) -> bool:
    """Whether to try again: a 5xx, or what PostgREST makes of a statement that died, a bare 400."""
    return answer.is_server_error or answer.json() == CUT_OFF


@contextmanager
def under_load(callers: Sequence[Caller]) -> Iterator[Load]:
    """Two clients for each caller, until the end of the block: one tracks, one also reserves."""
    load = Load()
    with ThreadPoolExecutor(2 * len(callers)) as pool:
        for caller in callers:
            load.clients.append(pool.submit(load.track, caller))
            load.clients.append(pool.submit(load.reserve, caller))
        try:
            yield load
        finally:
            load.is_over.set()
    load.has(0)


def killed_while_holding(
    caller: Caller, tokens: int, settlement: dict[str, Any] | None = None, **reservation: Any
) -> dict[str, Any]:
    """Has a process of its own reserve and, if told how, settle; then kills it."""
    here, there = multiprocessing.Pipe()
    url, headers = str(caller.http.base_url), dict(caller.http.headers)
    client = multiprocessing.get_context("spawn").Process(
        target=hold, args=(url, headers, {"tokens": tokens, **reservation}, settlement or {}, there)
    )
    client.start()
    there.close()
    held: dict[str, Any] = here.recv()
    client.kill()
    client.join()
    assert client.exitcode == -SIGKILL
    return held
