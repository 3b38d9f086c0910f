"""Month ends that are lived through once, however many tests look at them."""

import fcntl
import json

import pytest
from month_end.places import Row
from month_end.story import Passage
from month_end.watch import PASSAGES, as_text, watch


@pytest.fixture(scope="session")
def everything(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> dict[str, Row]:
    """What was seen of every month end: one worker watches, the others read its notes."""
    base = tmp_path_factory.getbasetemp()
    base = base if worker_id == "master" else base.parent
    notes = base / "month_ends.json"
    with (base / "month_ends.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not notes.exists():
            text = json.dumps(watch(), default=as_text)
            notes.write_text(text)
    found: dict[str, Row] = json.loads(notes.read_text())
    return found


@pytest.fixture(params=PASSAGES, ids=lambda passage: passage.name)
def passage(request: pytest.FixtureRequest) -> Passage:
    """A month end."""
    found: Passage = request.param
    return found


@pytest.fixture
def seen(everything: dict[str, Row], passage: Passage) -> Row:
    """What was seen of it; times are text, and in UTC."""
    return everything[passage.name]
