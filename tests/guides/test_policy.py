"""A host's own policy that asks has_quota_for, over PostgREST."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from api.callers import Caller, Stack
from gateway.clients import HTTP
from guides.conftest import EXAMPLES
from waiting import wait_until

QUESTION = {"question": "How much is left?"}


@pytest.fixture
def table(db: psycopg.Connection[dict[str, Any]], stack: Stack) -> Iterator[str]:
    """The address of the guide's table, under a name of this test's own."""
    name = f"questions_{uuid4().hex}"
    db.execute((EXAMPLES / "policy/policy.sql").read_text().replace("questions", name))
    path = f"/rest/v1/{name}"
    wait_until(lambda: is_served(stack, path), 20)
    yield path
    db.execute(f"drop table public.{name}")


def is_served(stack: Stack, path: str) -> bool:
    """Whether PostgREST knows a table by now."""
    headers = {"apikey": stack.anon_key}
    answer = HTTP.post(f"{stack.api_url}{path}", json=QUESTION, headers=headers)
    return answer.status_code != 404


@pytest.fixture
def alice(sign_up: Any) -> Caller:
    """A user of this test's own."""
    caller: Caller = sign_up()
    return caller


def use(db: psycopg.Connection[dict[str, Any]], caller: Caller, tokens: int) -> None:
    """Record usage."""
    db.execute(
        "select public.track_usage(user_id => %s, tokens_prompt => %s, tokens_completion => 0)",
        [caller.user_id, tokens],
    )


def test_a_question_that_fits_the_quota_is_stored(alice: Caller, table: str, db: Any) -> None:
    use(db, alice, 5000)

    answer = alice.http.post(table, json=QUESTION)

    assert answer.status_code == 201
    assert [row["question"] for row in alice.http.get(table).json()] == [QUESTION["question"]]


def test_a_question_that_does_not_fit_is_refused(alice: Caller, table: str, db: Any) -> None:
    use(db, alice, 5001)

    answer = alice.http.post(table, json=QUESTION)

    assert (answer.status_code, answer.json()["code"]) == (403, "42501")
    assert alice.http.get(table).json() == []


def test_a_blocked_user_may_not_ask(alice: Caller, table: str, db: Any) -> None:
    db.execute("select public.set_user_blocked(user_id => %s, reason => 'x')", [alice.user_id])

    assert alice.http.post(table, json=QUESTION).status_code == 403


def test_a_question_in_the_name_of_another_is_refused(
    alice: Caller, table: str, sign_up: Any
) -> None:
    answer = alice.http.post(table, json={**QUESTION, "user_id": sign_up().user_id})

    assert answer.status_code == 403


def test_users_see_their_own_questions(alice: Caller, table: str, sign_up: Any) -> None:
    alice.http.post(table, json=QUESTION)

    assert sign_up().http.get(table).json() == []
