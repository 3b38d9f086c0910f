"""Clients of an older deployment insert into the ledger directly: their rows are still counted."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import partial
from time import monotonic
from typing import Any
from uuid import uuid4

import httpx
import psycopg
import pytest
from api.callers import Caller, Stack, at_once, one_row

CALL = {"tokens_prompt": 500, "tokens_completion": 1500, "model_used": "a-model"}
COUNTERS = {"current_month_tokens": 77_000, "current_month_requests": 77}
IGNORE = "resolution=ignore-duplicates"


def insert(caller: Caller, *rows: dict[str, Any], prefer: str = "") -> httpx.Response:
    """Inserts rows into the ledger as old clients do."""
    return caller.http.post(
        "/rest/v1/ai_agent_usage", json=list(rows), headers={"Prefer": prefer or "return=minimal"}
    )


def update(caller: Caller, user_id: str, **values: Any) -> httpx.Response:
    """Updates a quota row as old clients do."""
    return caller.http.patch(
        "/rest/v1/user_ai_quotas", json=values, params={"user_id": f"eq.{user_id}"}
    )


def outcome(answer: httpx.Response) -> tuple[int, str]:
    """The status of an answer, and the SQLSTATE of an error."""
    return answer.status_code, answer.json()["code"] if answer.is_error else ""


def used(caller: Caller) -> tuple[int, int]:
    """Tokens and requests that a user has used."""
    status = caller.status()
    return status["used"], status["requests_used"]


def ledger(caller: Caller) -> list[dict[str, Any]]:
    """A user's ledger rows."""
    return caller.rows("ai_agent_usage", user_id=caller.user_id)


@pytest.fixture
def problems(db: Any) -> Any:
    """What verify_quota_integrity says of some users."""

    def find(*callers: Caller) -> list[dict[str, Any]]:
        found = db.execute("select * from public.verify_quota_integrity()").fetchall()
        users = {caller.user_id for caller in callers}
        return [row for row in found if str(row["user_id"]) in users]

    return find


# Counted.


def test_a_users_own_row_is_counted(alice: Caller, problems: Any) -> None:
    answer = insert(alice, {**CALL, "user_id": alice.user_id})

    assert outcome(answer) == (201, "")
    assert used(alice) == (2_000, 1)
    assert problems(alice) == []


def test_a_row_without_a_user_is_the_callers_own(alice: Caller) -> None:
    answer = insert(alice, CALL)

    assert outcome(answer) == (201, "")
    assert used(alice) == (2_000, 1)
    assert one_row(ledger(alice))["user_id"] == alice.user_id


def test_the_server_inserts_for_several_users_at_once(
    alice: Caller, bob: Caller, service: Caller, problems: Any
) -> None:
    answer = insert(service, *({**CALL, "user_id": one.user_id} for one in (alice, bob, alice)))

    assert outcome(answer) == (201, "")
    assert (used(alice), used(bob)) == ((4_000, 2), (2_000, 1))
    assert problems(alice, bob) == []


def test_a_row_that_exists_already_is_counted_once(
    alice: Caller, service: Caller, problems: Any
) -> None:
    first = insert(service, {**CALL, "user_id": alice.user_id}, prefer="return=representation")
    again = {**CALL, "user_id": alice.user_id, "id": one_row(first.json())["id"]}

    answers = [insert(service, again, prefer=IGNORE), insert(service, again, prefer=IGNORE)]

    assert [answer.is_success for answer in answers] == [True, True]
    assert used(alice) == (2_000, 1)
    assert problems(alice) == []


@pytest.mark.parametrize("deployment", ["everything_at_once"], indirect=True)
def test_twenty_rows_at_once_are_all_counted(alice: Caller, problems: Any) -> None:
    answers = at_once([partial(insert, alice, CALL)] * 20)

    assert {outcome(answer) for answer in answers} == {(201, "")}
    assert used(alice) == (40_000, 20)
    assert problems(alice) == []


def test_a_tracked_call_is_counted_once_beside_an_inserted_one(
    alice: Caller, problems: Any
) -> None:
    insert(alice, CALL).raise_for_status()

    status = alice.track(tokens_prompt=100, tokens_completion=200)

    assert (status["used"], status["requests_used"]) == (2_300, 2)
    assert problems(alice) == []


@pytest.mark.parametrize("caller", ["alice", "service"])
def test_a_host_definer_function_counts_once(
    request: pytest.FixtureRequest, alice: Caller, problems: Any, caller: str
) -> None:
    by: Caller = request.getfixturevalue(caller)

    answer = by.call(
        "log_ai_call", p_user_id=alice.user_id, p_tokens_prompt=500, p_tokens_completion=1500
    )

    assert outcome(answer) == (204, "")
    assert used(alice) == (2_000, 1)
    assert problems(alice) == []


def test_the_owners_insert_and_update_count_once(alice: Caller, db: Any, problems: Any) -> None:
    db.execute(
        "insert into ai_agent_usage (user_id, tokens_prompt, tokens_completion) values (%s, 1, 2)",
        [alice.user_id],
    )
    db.execute(
        "update user_ai_quotas set current_month_tokens = current_month_tokens + 3,"
        " current_month_requests = current_month_requests + 1 where user_id = %s",
        [alice.user_id],
    )

    assert used(alice) == (3, 1)
    # These statements know no days: a repair counts them.
    db.execute("select public.repair_user_quota(%s)", [alice.user_id])
    assert used(alice) == (3, 1)
    assert problems(alice) == []


def test_an_insert_closes_a_period_that_is_over(alice: Caller, db: Any, problems: Any) -> None:
    db.execute(
        "update user_ai_quotas set current_month_tokens = 9, current_month_requests = 1,"
        " period_start = period_start - interval '1 month',"
        " quota_reset_date = quota_reset_date - interval '1 month' where user_id = %s",
        [alice.user_id],
    )

    insert(alice, CALL).raise_for_status()

    assert used(alice) == (2_000, 1)
    assert one_row(alice.rows("ai_quota_periods"))["tokens_used"] == 9


def test_an_insert_that_reaches_a_threshold_writes_alerts(alice: Caller) -> None:
    tokens = {"tokens_prompt": 9_500, "tokens_completion": 0}

    insert(alice, tokens).raise_for_status()

    alerts = alice.rows("ai_quota_alerts")
    assert {(alert["metric"], alert["threshold"]) for alert in alerts} == {
        ("tokens", 75),
        ("tokens", 90),
    }


def test_a_users_price_and_time_are_replaced(
    alice: Caller, service: Caller, new_model: str
) -> None:
    row = {**CALL, "model_used": new_model, "cost_usd": 0, "created_at": "2020-02-29T12:00:00Z"}

    answer = insert(alice, row)

    written = one_row(ledger(alice))
    at = datetime.fromisoformat(written["created_at"])
    age = datetime.now(UTC) - (at if at.tzinfo else at.replace(tzinfo=UTC))
    assert outcome(answer) == (201, "")
    assert written["cost_usd"] == pytest.approx(500 * 3e-6 + 1_500 * 15e-6)
    assert age < timedelta(minutes=1)


def test_the_servers_price_is_kept(alice: Caller, service: Caller, new_model: str) -> None:
    row = {**CALL, "user_id": alice.user_id, "model_used": new_model, "cost_usd": 0.5}

    insert(service, row).raise_for_status()

    assert one_row(ledger(alice))["cost_usd"] == 0.5


@pytest.fixture
def new_model(service: Caller) -> str:
    """A model that costs 3 and 15 dollars a million tokens."""
    model = f"model-{uuid4().hex}"
    service.http.post(
        "/rest/v1/ai_quota_prices",
        json={"model": model, "valid_from": "2024-01-01", "input_price": 3, "output_price": 15},
    ).raise_for_status()
    return model


@pytest.mark.parametrize(("caller", "reporter"), [("alice", "user"), ("service", "server")])
def test_a_row_says_who_reported_it(
    request: pytest.FixtureRequest, alice: Caller, caller: str, reporter: str
) -> None:
    by: Caller = request.getfixturevalue(caller)

    insert(by, {**CALL, "user_id": alice.user_id}).raise_for_status()

    assert one_row(ledger(alice))["reported_by"] == reporter


def test_a_call_of_another_day_is_counted(alice: Caller, service: Caller, problems: Any) -> None:
    today = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    at = max(today - timedelta(days=1), today.replace(day=1)).isoformat()

    insert(service, {**CALL, "user_id": alice.user_id}).raise_for_status()
    service.track(**CALL, user_id=alice.user_id, occurred_at=at)

    assert used(alice) == (4_000, 2)
    assert problems(alice) == []


# Ignored.


def test_the_servers_update_after_its_insert_changes_nothing(
    alice: Caller, service: Caller, problems: Any
) -> None:
    insert(service, {**CALL, "user_id": alice.user_id}).raise_for_status()

    answer = update(service, alice.user_id, **COUNTERS)

    assert outcome(answer) == (204, "")
    assert used(alice) == (2_000, 1)
    assert problems(alice) == []


def test_the_server_may_update_a_column_of_the_hosts_together_with_the_counters(
    alice: Caller, service: Caller, hosts_column: tuple[str, Any]
) -> None:
    name, value = hosts_column

    answer = update(service, alice.user_id, **COUNTERS, **{name: value})

    assert outcome(answer) == (204, "")
    assert used(alice) == (0, 0)
    assert one_row(alice.rows("user_ai_quotas"))[name] == value


@pytest.fixture
def hosts_column(deployment: str) -> tuple[str, Any]:
    """A column of the host on the quotas, and a value for it."""
    columns = {
        "keyed_by_id": ("current_month_cost_usd", 0.25),
        "naive_clock": ("note", "called"),
        "everything_at_once": ("current_month_cost", 0.25),
    }
    return columns[deployment]


# Refused.


def test_a_row_of_another_user_is_refused(alice: Caller, bob: Caller) -> None:
    answer = insert(alice, *({**CALL, "user_id": one.user_id} for one in (alice, bob)))

    assert outcome(answer) == (403, "42501")
    assert (used(alice), used(bob)) == ((0, 0), (0, 0))


WRONG: list[dict[str, Any]] = [
    {"tokens_prompt": -1},
    {"tokens_completion": None},
    {"tokens_prompt": 2_147_483_647},
    {"model_used": " "},
]


def test_impossible_usage_is_refused(alice: Caller) -> None:
    answers = [insert(alice, {**CALL, **wrong}) for wrong in WRONG]

    assert [outcome(answer) for answer in answers] == [(400, "22023")] * 4
    assert used(alice) == (0, 0)
    assert ledger(alice) == []


@pytest.mark.parametrize("deployment", ["keyed_by_id", "everything_at_once"], indirect=True)
def test_an_agent_that_is_not_there_is_refused(alice: Caller) -> None:
    assert outcome(insert(alice, {**CALL, "agent_id": str(uuid4())})) == (400, "22023")


@pytest.mark.parametrize("deployment", ["keyed_by_id", "everything_at_once"], indirect=True)
def test_the_server_is_not_refused_for_its_agent(alice: Caller, service: Caller) -> None:
    agent = str(uuid4())

    insert(service, {**CALL, "user_id": alice.user_id, "agent_id": agent}).raise_for_status()

    row = one_row(ledger(alice))
    assert (row["agent_id"], row["recorded_despite"]) == (None, f"agent {agent} unknown")


def test_a_blocked_user_is_refused_and_the_server_is_not(
    alice: Caller, service: Caller, problems: Any
) -> None:
    service.call("set_user_blocked", user_id=alice.user_id, reason="abuse").raise_for_status()

    by_user = insert(alice, CALL)
    by_server = insert(service, {**CALL, "user_id": alice.user_id})

    assert (outcome(by_user), outcome(by_server)) == ((403, "42501"), (201, ""))
    assert used(alice) == (2_000, 1)
    assert problems(alice) == []


def test_more_rows_than_the_settings_allow_a_minute_are_refused(
    alice: Caller, service: Caller
) -> None:
    by_user = insert(alice, *[CALL] * 121)
    by_server = insert(service, *[{**CALL, "user_id": alice.user_id}] * 121)

    assert (by_user.status_code, int(by_user.headers["Retry-After"]) > 0) == (429, True)
    assert outcome(by_server) == (201, "")
    assert used(alice) == (121 * 2_000, 121)


def test_a_stranger_is_refused(anon: Caller) -> None:
    assert outcome(insert(anon, CALL)) == (401, "42501")


def test_the_server_must_name_a_user_who_exists(service: Caller) -> None:
    answers = [insert(service, CALL), insert(service, {**CALL, "user_id": str(uuid4())})]

    assert [outcome(answer) for answer in answers] == [(400, "22023")] * 2


def test_users_are_refused_where_only_the_server_reports(
    alice: Caller, service: Caller, only_the_server_reports: None
) -> None:
    by_user = insert(alice, CALL)
    by_server = insert(service, {**CALL, "user_id": alice.user_id})

    assert (outcome(by_user), outcome(by_server)) == ((403, "42501"), (201, ""))
    assert used(alice) == (2_000, 1)


@pytest.fixture
def only_the_server_reports(db: Any) -> Any:
    """Users may not report their own usage."""
    db.execute("update ai_quota.settings set users_report_usage = false")
    yield
    db.execute("update ai_quota.settings set users_report_usage = true")


OURS: list[dict[str, Any]] = [
    {"period_start": "2020-01-01"},
    {"requests": 0},
    {"is_adjustment": True},
    {"reported_by": "server"},
    {"request_id": "r-1"},
]


def test_nobody_names_what_only_the_package_writes(alice: Caller, service: Caller) -> None:
    rows = [{**CALL, "user_id": alice.user_id, **ours} for ours in OURS]

    answers = [insert(caller, row) for caller in (alice, service) for row in rows]

    assert [outcome(answer) for answer in answers] == [(403, "42501")] * 10
    assert used(alice) == (0, 0)


def test_a_user_changes_no_counter(alice: Caller) -> None:
    assert outcome(update(alice, alice.user_id, **COUNTERS)) == (403, "42501")


def test_nobody_changes_a_limit_or_a_ledger_row_or_upserts_a_quota(
    alice: Caller, service: Caller
) -> None:
    insert(alice, CALL).raise_for_status()
    own = {"user_id": f"eq.{alice.user_id}"}
    quota = {"user_id": alice.user_id, **COUNTERS}
    upsert = {"Prefer": "resolution=merge-duplicates"}

    answers = [
        answer
        for http in (alice.http, service.http)
        for answer in (
            http.patch("/rest/v1/user_ai_quotas", json={"monthly_token_quota": 9**9}, params=own),
            http.patch("/rest/v1/ai_agent_usage", json={"tokens_prompt": 0}, params=own),
            http.delete("/rest/v1/ai_agent_usage", params=own),
            http.post("/rest/v1/user_ai_quotas", json=quota, headers=upsert),
        )
    ]

    assert [outcome(answer) for answer in answers] == [(403, "42501")] * 8
    assert used(alice) == (2_000, 1)


# Concurrent.


@pytest.mark.parametrize("deployment", ["everything_at_once"], indirect=True)
def test_two_inserts_of_the_same_users_in_opposite_order_do_not_deadlock(
    alice: Caller, bob: Caller, service: Caller, stack: Stack, db: Any, problems: Any
) -> None:
    first, second = sorted([alice.user_id, bob.user_id])
    rows = [{**CALL, "user_id": user} for user in (first, second)]

    # Both wait for the first user's quota. If the second insert locked quotas in the order of its
    # rows, it would hold the second user's by then, for which the first insert waits next.
    with ThreadPoolExecutor(2) as pool, psycopg.connect(stack.db_url) as gate:
        gate.execute("select from user_ai_quotas where user_id = %s for update", [first])
        answers = [pool.submit(insert, service, *rows)]
        wait_until_blocked(db, 1)
        answers.append(pool.submit(insert, service, *reversed(rows)))
        wait_until_blocked(db, 2)
        gate.rollback()

    deadlocks = "select deadlocks from pg_stat_database where datname = current_database()"
    assert [outcome(answer.result()) for answer in answers] == [(201, "")] * 2
    assert db.execute(deadlocks).fetchall() == [{"deadlocks": 0}]
    assert (used(alice), used(bob)) == ((4_000, 2), (4_000, 2))
    assert problems(alice, bob) == []


def wait_until_blocked(db: psycopg.Connection[Any], count: int) -> None:
    """Waits until that many sessions of this database wait for a lock."""
    query = """
        select from pg_stat_activity
        where datname = current_database() and pg_blocking_pids(pid) <> '{}'
    """
    deadline = monotonic() + 10
    while len(db.execute(query).fetchall()) < count:
        assert monotonic() < deadline, "nobody waits"
