"""What servers report is kept: batches, parts, holds that are charged, subscriptions.

CRASH_ROUNDS=20 kills twenty times as often as `make test`, for which one round must do.
"""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count, cycle
from typing import Any
from uuid import uuid4

import httpx
import psycopg
from api.callers import Caller, one_row
from crash.clients import Load, is_disturbance
from crash.machine import Machine, wait_until

ROUNDS = int(os.environ.get("CRASH_ROUNDS", "1"))
BEGUN = datetime.now(UTC) - timedelta(days=1)
# An RPC and its arguments.
Sent = tuple[str, dict[str, Any]]

CHARGE = "select ai_quota.charge_due_reservations()"


@dataclass
class Servers(Load):
    """Servers of a host, which send each call again until it is acknowledged."""

    held: list[str] = field(default_factory=list)
    events: dict[str, tuple[str, datetime]] = field(default_factory=dict)

    def batches(self, service: Caller, users: Sequence[Caller]) -> None:
        """Reports calls of several users at once, in the order of the users."""
        while not self.is_over.is_set():
            calls = [usage(user, next(self.amounts)) for user in (*users, *users)]
            rows = self.rows(service, "track_usage_batch", calls=calls)
            assert {row["result"] for row in rows} <= {"recorded", "repeated"}
            self.acknowledged += [named(call) for call in calls]

    def parts(self, service: Caller, user: Caller) -> None:
        """Settles each reservation in three parts."""
        while not self.is_over.is_set():
            held = self.hold(service, user)
            for is_final in (False, False, True):
                self.report(service, user_id=user.user_id, reservation_id=held, is_final=is_final)

    def charges(self, service: Caller, user: Caller, machine: Machine) -> None:
        """Lets reservations expire that count as used then, and settles every other one late."""
        for is_settled in cycle((True, False)):
            if self.is_over.is_set():
                return
            held = self.hold(service, user, on_expiry="charge")
            machine.expire({"reservation_id": held})
            if is_settled:
                self.report(service, user_id=user.user_id, reservation_id=held)
            else:
                self.held.append(held)

    def job(self, machine: Machine) -> None:
        """Charges what has expired."""
        while not self.is_over.is_set():
            machine.insist(CHARGE)

    def subscriptions(self, service: Caller, user: Caller) -> None:
        """Tells of one event of a subscription after the other."""
        for number, tier in zip(count(1), cycle(("pro", "basic"))):
            if self.is_over.is_set():
                return
            event = tier, BEGUN + timedelta(seconds=number)
            self.send(service, "set_user_subscription", **subscription(user, *event))
            self.events[user.user_id] = event

    def hold(self, service: Caller, user: Caller, **more: str) -> str:
        """Reserves under a name of its own."""
        asked = {"tokens": 1_000, "request_id": str(uuid4()), **more}
        held: str = self.send(service, "reserve_tokens", user_id=user.user_id, **asked)[
            "reservation_id"
        ]
        return held


def usage(user: Caller, amount: int) -> dict[str, Any]:
    """A call under a name of its own."""
    return {
        "user_id": user.user_id,
        "request_id": str(uuid4()),
        "tokens_prompt": amount,
        "tokens_completion": 0,
    }


def named(call: dict[str, Any]) -> tuple[str, str, int]:
    """Whose call, under which name, how many tokens."""
    return call["user_id"], call["request_id"], call["tokens_prompt"]


def subscription(user: Caller, tier: str, event_at: datetime) -> dict[str, Any]:
    """An event of a subscription."""
    return {
        "user_id": user.user_id,
        "subscription_id": f"sub_{user.user_id}",
        "tier": tier,
        "event_at": event_at.isoformat(),
    }


@contextmanager
def servers(machine: Machine, service: Caller, users: Sequence[Caller]) -> Iterator[Servers]:
    """Six of them for four users, until the end of the block."""
    load = Servers()
    first, second, third, _ = users
    with ThreadPoolExecutor(6) as pool:
        load.clients += [
            pool.submit(load.batches, service, users),
            pool.submit(load.batches, service, users[::-1]),
            pool.submit(load.parts, service, first),
            pool.submit(load.charges, service, second, machine),
            pool.submit(load.job, machine),
            pool.submit(load.subscriptions, service, third),
        ]
        try:
            yield load
        finally:
            load.is_over.set()
    load.has(0)


def recorded(machine: Machine, users: Sequence[Caller]) -> list[tuple[str, str, int]]:
    """The calls in the ledger that have a name."""
    rows = machine.query(
        "select user_id::text, request_id, tokens_total from public.ai_agent_usage"
        " where user_id = any (%s::uuid[]) and request_id is not null",
        [[user.user_id for user in users]],
    )
    return [(row["user_id"], row["request_id"], row["tokens_total"]) for row in rows]


def test_nothing_that_servers_were_acknowledged_is_lost(
    machine: Machine, heavy_users: list[Caller], service: Caller
) -> None:
    with servers(machine, service, heavy_users) as load:
        load.survives(machine, ["postgres", "backend"] * ROUNDS)

    print(load)
    machine.query(CHARGE)
    assert sorted(recorded(machine, heavy_users)) == sorted(load.acknowledged)
    statuses = machine.query(
        "select distinct status::text from public.ai_quota_reservations"
        " where id = any (%s::uuid[])",
        [load.held],
    )
    assert statuses == [{"status": "charged"}]
    events = machine.query(
        "select user_id::text, tier, event_at from public.ai_quota_subscriptions"
        " where user_id = any (%s::uuid[])",
        [list(load.events)],
    )
    assert {row["user_id"]: (row["tier"], row["event_at"]) for row in events} == load.events
    assert machine.differences() == []


# Each in the middle, at the quota row.


def batch(user: Caller, other: Caller, held: str) -> Sent:
    """A batch, also of somebody else."""
    calls = [{**usage(one, 300), "request_id": f"r-{n}"} for n, one in enumerate([other, user])]
    return "track_usage_batch", {"calls": calls}


def part(user: Caller, other: Caller, held: str) -> Sent:
    """A part of a reservation."""
    call = {**usage(user, 300), "request_id": "r-1", "reservation_id": held, "is_final": False}
    return "track_usage", call


def settlement(user: Caller, other: Caller, held: str) -> Sent:
    """A settlement, which corrects what was charged."""
    return "track_usage", {**usage(user, 300), "request_id": "r-1", "reservation_id": held}


def event(user: Caller, other: Caller, held: str) -> Sent:
    """An event of a subscription."""
    return "set_user_subscription", subscription(user, "pro", BEGUN)


# A call, whether the reservation has been charged before, and what it leaves: tokens that are used
# and reserved, and the tier.
MIDDLES = [
    (batch, False, (300, 1_000, "free")),
    (part, False, (300, 700, "free")),
    (settlement, True, (300, 0, "free")),
    (event, False, (0, 1_000, "pro")),
]


def test_what_was_killed_in_the_middle_left_nothing_and_is_done_once(
    machine: Machine, heavy_users: list[Caller], alice: Caller, service: Caller
) -> None:
    held = [Servers().hold(service, user, on_expiry="charge") for user in heavy_users]
    for one, (_, is_charged, _) in zip(held, MIDDLES, strict=True):
        if is_charged:
            machine.expire({"reservation_id": one})
    machine.query(CHARGE)
    calls = [
        make(user, alice, one)
        for user, one, (make, _, _) in zip(heavy_users, held, MIDDLES, strict=True)
    ]
    before = [state(machine, user) for user in heavy_users]

    kill_in_the_middle(machine, heavy_users, service, calls)

    assert [state(machine, user) for user in heavy_users] == before
    assert machine.differences() == []
    for function, arguments in calls * 2:
        Load().rows(service, function, **arguments)
    assert [state(machine, user) for user in heavy_users] == [after for _, _, after in MIDDLES]
    assert machine.differences() == []


def state(machine: Machine, user: Caller) -> tuple[int, int, str]:
    """What a user has used and reserved, and the tier."""
    row = one_row(
        machine.insist(
            "select current_month_tokens as used, reserved_tokens as reserved, tier"
            " from public.user_ai_quotas where user_id = %s",
            [user.user_id],
        )
    )
    return row["used"], row["reserved"], row["tier"]


def kill_in_the_middle(
    machine: Machine, users: Sequence[Caller], service: Caller, calls: Sequence[Sent]
) -> None:
    """Sends calls that wait for the quota rows, and kills PostgreSQL under them."""
    with ThreadPoolExecutor(len(calls)) as pool:
        with (
            suppress(psycopg.OperationalError),
            machine.locked_quota(*(user.user_id for user in users)),
        ):
            answers = [pool.submit(service.call, name, **words) for name, words in calls]
            wait_until(lambda: machine.waiting() == len(calls), "calls that wait for quota rows")
            machine.kill("postgres")
        assert all(is_lost(answer) for answer in answers)


def is_lost(answer: Future[httpx.Response]) -> bool:
    """Whether a call was not acknowledged."""
    return answer.exception() is not None or is_disturbance(answer.result())
