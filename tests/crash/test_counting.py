"""Acknowledged calls are counted once, also if processes are killed meanwhile."""

import os
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest
from api.callers import GUIDE_CALL, Caller, one_row
from crash.clients import Call, Load, killed_while_holding, under_load
from crash.machine import Machine, wait_until

# Of each kind; make nightly has more.
KILLS = 5 if "FULL_TESTS" in os.environ else 2


def ledger(machine: Machine, users: list[Caller]) -> list[Call]:
    """What the ledger has of these users."""
    rows = machine.query(
        "select user_id::text, request_id, tokens_total from public.ai_agent_usage"
        " where user_id = any (%s::uuid[])",
        [[user.user_id for user in users]],
    )
    return [(row["user_id"], row["request_id"], row["tokens_total"]) for row in rows]


def counters(machine: Machine, user: Caller) -> tuple[int, int]:
    """Tokens and requests on a user's quota row."""
    row = one_row(
        machine.query(
            "select current_month_tokens as tokens, current_month_requests as requests"
            " from public.user_ai_quotas where user_id = %s",
            [user.user_id],
        )
    )
    return row["tokens"], row["requests"]


def sums(calls: list[Call], user: Caller) -> tuple[int, int]:
    """Tokens and requests of a user's calls."""
    amounts = [amount for owner, _, amount in calls if owner == user.user_id]
    return sum(amounts), len(amounts)


@pytest.mark.parametrize("setting", ["fsync", "full_page_writes", "synchronous_commit"])
def test_this_stack_writes_what_it_acknowledges(machine: Machine, setting: str) -> None:
    assert machine.query(f"show {setting}") == [{setting: "on"}]


@pytest.mark.parametrize(
    "victims",
    [["postgres", "backend"] * KILLS, ["postgrest"] * KILLS, ["nginx"] * KILLS],
    ids=["PostgreSQL", "PostgREST", "the gateway"],
)
def test_every_acknowledged_call_is_counted_once(
    machine: Machine, heavy_users: list[Caller], victims: list[str]
) -> None:
    with under_load(heavy_users) as load:
        load.survives(machine, victims)

    print(load)
    assert len(load.disturbed) >= len(victims)
    assert sorted(ledger(machine, heavy_users)) == sorted(load.acknowledged)
    assert [counters(machine, user) for user in heavy_users] == [
        sums(load.acknowledged, user) for user in heavy_users
    ]
    assert machine.differences() == []


@pytest.mark.parametrize(("name", "times"), [({"request_id": "r-1"}, 1), ({}, 2)])
def test_a_retry_after_a_lost_answer_counts_once_only_by_its_request_id(
    machine: Machine, alice: Caller, name: dict[str, str], times: int
) -> None:
    call = {**GUIDE_CALL, **name}
    lose_the_answer(machine, alice, call)
    assert counters(machine, alice) == (2_000, 1)

    Load().send(alice, "track_usage", **call)

    assert counters(machine, alice) == (2_000 * times, times)
    assert len(ledger(machine, [alice])) == times


def lose_the_answer(machine: Machine, caller: Caller, call: dict[str, Any]) -> None:
    """Sends a call that is committed, and whose answer dies with the gateway."""
    with ThreadPoolExecutor(1) as pool:
        with machine.locked_quota(caller.user_id):
            answer = pool.submit(caller.call, "track_usage", **call)
            wait_until(machine.somebody_waits, "a call that waits for its quota row")
            machine.freeze("nginx")
        wait_until(lambda: ledger(machine, [caller]), "the call in the ledger")
        machine.kill("nginx")
        with pytest.raises(httpx.TransportError):
            answer.result()


def test_what_a_killed_client_held_is_free_when_it_expires(machine: Machine, alice: Caller) -> None:
    held = killed_while_holding(alice, 10_000)
    assert alice.status()["reserved"] == 10_000

    machine.expire(held)

    assert alice.status()["reserved"] == 0
    assert one_row(alice.call("reserve_tokens", tokens=10_000).json())["allowed"] is True
    assert machine.differences() == []


@pytest.mark.parametrize("settled", [False, True])
def test_what_a_killed_server_used_is_recorded_once_by_another(
    machine: Machine, alice: Caller, service: Caller, settled: bool
) -> None:
    call = {"tokens_prompt": 4_000, "tokens_completion": 0, "request_id": "r-1"}
    call["user_id"] = alice.user_id
    held = killed_while_holding(service, 10_000, call if settled else None, user_id=alice.user_id)
    machine.expire(held)

    late = {**call, "reservation_id": held["reservation_id"]}
    first, second = service.track(**late), service.track(**late)

    assert first == second
    assert (first["used"], first["requests_used"], first["reserved"]) == (4_000, 1, 0)
    assert ledger(machine, [alice]) == [(alice.user_id, "r-1", 4_000)]
    assert machine.differences() == []


def test_what_a_killed_gateway_held_counts_as_used_until_it_is_settled(
    machine: Machine, alice: Caller, service: Caller
) -> None:
    held = killed_while_holding(service, 10_000, user_id=alice.user_id, on_expiry="charge")
    machine.expire(held)

    before = alice.status()
    after = service.track(
        user_id=alice.user_id,
        reservation_id=held["reservation_id"],
        tokens_prompt=4_000,
        tokens_completion=0,
    )

    assert (before["used"], before["reserved"]) == (10_000, 0)
    assert (after["used"], after["requests_used"], after["reserved"]) == (4_000, 1, 0)
    assert machine.differences() == []
