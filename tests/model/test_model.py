"""The package against a model of it: random histories of calls, compared after every step.

The model is plain Python, the rules are RPCs as two reporters call them, and the invariants are
what callers can see. Time is a clock that the histories move. More of them, and another seed:
HISTORIES=7500 pytest tests/model/test_model.py --hypothesis-seed=1
"""

import os
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, Phase, settings
from model.breaks import BROKEN
from model.database import Database
from model.situations import Situations

HISTORIES = int(os.environ.get("HISTORIES", "50"))
STEPS = 50


def live_through(database: Database, histories: int, phases: list[Phase]) -> int:
    """Runs so many random histories; returns how many steps they had."""
    Situations.database, Situations.steps = database, 0
    case = Situations.TestCase
    case.settings = settings(
        max_examples=histories,
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        report_multiple_bugs=False,
        derandomize="HISTORIES" not in os.environ,
        phases=phases,
        suppress_health_check=list(HealthCheck),
    )
    case("runTest").runTest()
    return Situations.steps


def test_every_history_agrees_with_the_model(database: Database) -> None:
    # Shrinking a history takes minutes, so only on request.
    phases = [Phase.generate, *([Phase.shrink] if "SHRINK" in os.environ else [])]

    steps = live_through(database, HISTORIES, phases)

    print(f"{steps} steps")
    assert steps >= 2_000


def test_an_end_counts_from_its_day_however_late_it_is_noticed(database: Database) -> None:
    """A better subscription without a period ends in February; nobody calls until March."""
    Situations.database, Situations.steps = database, 0
    state = Situations()
    state.two_users_sign_up(anchored=True, begins=datetime(2027, 2, 14, 9, 30, tzinfo=UTC))
    state.subscribe(
        who=1, key="a", tier="pro", status="past_due", started=None, lasts=None, ago=-200
    )
    state.pay(who=1, tiers=["pro", "free", "basic"], count=2)

    state.pass_to(datetime(2027, 3, 14, 1, tzinfo=UTC))

    state.the_model_agrees()


def test_a_paid_period_opens_however_late_it_is_noticed(database: Database) -> None:
    """A subscription is renewed and ends; nobody calls until it and its grace are over."""
    Situations.database, Situations.steps = database, 0
    state = Situations()
    state.two_users_sign_up(anchored=True, begins=datetime(2027, 2, 14, 9, 30, tzinfo=UTC))
    state.pay(who=1, tiers=["basic", "pro", "free"], count=1)
    state.renew(who=1, key="a", changes=True)

    state.pass_to(datetime(2027, 4, 21, 10, 30, tzinfo=UTC))
    state.reserve(
        who=1, by="server", tokens=302, requests=1, seconds=300, on_expiry="release", name=None
    )

    state.the_model_agrees()


@pytest.mark.skipif("BREAKS" not in os.environ, reason="a long search: make mutations runs it")
@pytest.mark.parametrize("database", BROKEN.items(), ids=BROKEN, indirect=True)
def test_a_broken_promise_is_noticed(database: Database) -> None:
    with pytest.raises(AssertionError):
        live_through(database, 4_000, [Phase.generate])

    print(f"after {Situations.steps} steps")
