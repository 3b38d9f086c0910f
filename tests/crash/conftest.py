"""A stack of these tests' own, since they kill its processes; with fsync, as real ones have it."""

import shutil
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import pytest
from api.callers import Caller, Stack
from api.conftest import alice, bob, connect, service, sign_up
from crash.machine import Machine, wait_until
from stack import native, ports
from stack.paths import TEST, Instance

__all__ = ["alice", "bob", "connect", "service", "sign_up"]


@pytest.fixture(scope="session")
def machine(worker_id: str) -> Iterator[Machine]:
    """The stack; inside the folder of the other one, so that it stops together with that one."""
    instance = Instance(f"{TEST.name}/crash-{worker_id}")
    native.stop(instance)
    shutil.rmtree(instance.folder, ignore_errors=True)
    settings, _ = native.start(instance, ports.free_port(), ports.free_port())
    machine = Machine(instance, settings)
    # Load is not what these tests are about.
    machine.query(
        "update ai_quota.settings set user_writes_per_minute = 1000000, user_open_holds = 1000000"
        " returning true"
    )
    yield machine
    native.stop(instance)
    shutil.rmtree(instance.folder)


@pytest.fixture(autouse=True)
def whole(machine: Machine) -> None:
    """Nothing of the crashes of the test before is left."""
    wait_until(machine.answers, "all services answer")


@pytest.fixture(scope="session")
def stack(machine: Machine) -> Stack:
    """Where it answers."""
    known = asdict(machine.settings)
    return Stack(
        api_url=machine.settings.api_url,
        db_url=machine.settings.db_url,
        **{name: known[name] for name in Stack.__dataclass_fields__ if name in known},
    )


@pytest.fixture
def heavy_users(sign_up: Any, service: Caller) -> list[Caller]:
    """Four users without limits."""
    users: list[Caller] = [sign_up() for _ in range(4)]
    service.http.post(
        "/rest/v1/ai_quota_overrides",
        json=[
            {"user_id": user.user_id, "is_unlimited": True, "reason": "a test"} for user in users
        ],
    ).raise_for_status()
    return users
