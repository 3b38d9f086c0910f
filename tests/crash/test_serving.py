"""Each service of the local stack restarts after a crash."""

from typing import Any

import httpx
import pytest
from api.callers import GUIDE_CALL, Caller
from crash.machine import Machine, wait_until
from postgrest import APIError
from stack import native, process
from supabase_auth.errors import AuthError


def serves(sign_up: Any) -> bool:
    """Whether people can sign up and read a quota, one after the other: that takes all services."""
    try:
        return all(sign_up().status()["used"] == 0 for _ in range(5))
    except (APIError, AuthError, httpx.HTTPError):
        return False


@pytest.mark.parametrize("victim", ["postgres", "backend", "postgrest", "node", "nginx"])
def test_it_serves_again_by_itself(
    machine: Machine, alice: Caller, sign_up: Any, victim: str
) -> None:
    before = alice.track(**GUIDE_CALL)

    machine.kill(victim)

    seconds = wait_until(lambda: serves(sign_up), f"serving again after {victim} was killed")
    print(f"{seconds:.1f} s")
    assert alice.status() == before


def test_a_second_start_is_harmless(machine: Machine) -> None:
    before = [machine.services(program) for program in native.SERVICES]

    _, was_running = native.start(machine.instance)

    assert was_running
    assert [machine.services(program) for program in native.SERVICES] == before


def test_what_nobody_keeps_is_mended_by_the_next_start(machine: Machine, sign_up: Any) -> None:
    found = process.running(machine.instance)
    machine.end([*found["runsv"], *found["postgrest"]])
    assert not serves(sign_up)

    native.start(machine.instance)

    assert serves(sign_up)


def test_a_stop_leaves_no_process(machine: Machine, sign_up: Any) -> None:
    native.stop(machine.instance)

    assert process.running(machine.instance) == {}
    native.start(machine.instance)
    assert serves(sign_up)
