"""Runs of several calls: settled in parts, as several requests, reported late or at once."""

from datetime import UTC, datetime, timedelta
from time import perf_counter
from typing import Any
from uuid import uuid4

import httpx
import pytest
from api.callers import Caller, at_once, one_row, reserve, settle, subscribe

NOBODY = str(uuid4())
CALL: dict[str, Any] = {"tokens_prompt": 3, "tokens_completion": 4}


def days_ago(days: float) -> str:
    """That moment, as the API takes it."""
    return (datetime.now(UTC) - timedelta(days=days)).isoformat()


# Settled in parts


def test_a_part_is_taken_out_of_the_reservation_and_the_rest_stays(
    alice: Caller, integrity: Any
) -> None:
    held = reserve(alice, tokens=1_000, requests=5)

    row = one_row(settle(alice, held, 300, is_final=False).json())

    assert (row["used"], row["reserved"], row["remaining"]) == (300, 700, 9_000)
    assert (row["requests_used"], row["requests_remaining"]) == (1, 95)
    assert integrity(alice.user_id) == []


def test_the_last_part_lets_go_of_the_rest(alice: Caller, integrity: Any) -> None:
    held = reserve(alice, tokens=1_000, requests=5)
    settle(alice, held, 300, is_final=False).raise_for_status()
    settle(alice, held, 200, is_final=False).raise_for_status()

    row = one_row(settle(alice, held, 100).json())

    assert (row["used"], row["reserved"], row["remaining"]) == (600, 0, 9_400)
    assert (row["requests_used"], row["requests_remaining"]) == (3, 97)
    assert integrity(alice.user_id) == []


def test_a_release_after_parts_keeps_what_was_used(alice: Caller, integrity: Any) -> None:
    held = reserve(alice, tokens=1_000)
    settle(alice, held, 300, is_final=False).raise_for_status()

    row = one_row(alice.call("release_reservation", reservation_id=held["reservation_id"]).json())

    assert (row["used"], row["reserved"]) == (300, 0)
    assert integrity(alice.user_id) == []


def test_parts_beyond_the_reservation_are_recorded_and_hold_nothing_more(
    alice: Caller, integrity: Any
) -> None:
    held = reserve(alice, tokens=1_000)

    first = one_row(settle(alice, held, 1_500, is_final=False).json())
    second = one_row(settle(alice, held, 500, is_final=False).json())

    assert (first["used"], first["reserved"]) == (1_500, 0)
    assert (second["used"], second["reserved"]) == (2_000, 0)
    assert integrity(alice.user_id) == []


def test_a_part_without_an_answer_is_sent_again_and_counts_once(alice: Caller) -> None:
    held = reserve(alice, tokens=1_000)

    parts = [settle(alice, held, 300, is_final=False, request_id="p-1") for _ in range(2)]

    assert [one_row(part.json())["reserved"] for part in parts] == [700, 700]
    assert alice.status()["used"] == 300


def test_parts_at_once_add_up(alice: Caller, service: Caller, integrity: Any) -> None:
    held = reserve(service, tokens=1_000, requests=16, user_id=alice.user_id)
    part: dict[str, Any] = {"is_final": False, "user_id": alice.user_id}

    answers = at_once([lambda: settle(service, held, 10, **part)] * 16)

    assert {answer.status_code for answer in answers} == {200}
    row = alice.status()
    assert (row["used"], row["reserved"], row["requests_remaining"]) == (160, 840, 84)
    assert integrity(alice.user_id) == []


def test_parts_do_not_make_a_reservation_last_longer(alice: Caller) -> None:
    held = reserve(alice, tokens=1_000)

    settle(alice, held, 300, is_final=False).raise_for_status()

    assert one_row(alice.rows("ai_quota_reservations"))["expires_at"] == held["expires_at"]


def test_parts_of_an_old_period_leave_less_for_the_next_ones(
    alice: Caller, service: Caller, integrity: Any
) -> None:
    held = reserve(service, tokens=1_000, requests=9, user_id=alice.user_id)
    service.call("reset_user_quota", user_id=alice.user_id, reason="x").raise_for_status()
    part: dict[str, Any] = {"is_final": False, "user_id": alice.user_id}

    answers = [settle(service, held, 600, **part) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert one_row(alice.rows("ai_quota_periods"))["tokens_used"] == 1_000
    assert alice.status()["used"] == 200
    assert integrity(alice.user_id) == []


# Several requests


@pytest.mark.parametrize(("requests", "counted"), [(0, 0), (7, 7), (1_000_000, 1_000_000)])
def test_a_report_may_stand_for_several_requests(
    alice: Caller, integrity: Any, requests: int, counted: int
) -> None:
    row = alice.track(**CALL, requests=requests)

    assert (row["used"], row["requests_used"]) == (7, counted)
    assert one_row(alice.rows("ai_agent_usage"))["requests"] == counted
    assert one_row(alice.rows("ai_quota_daily"))["requests"] == counted
    assert integrity(alice.user_id) == []


def test_no_number_of_requests_means_one(alice: Caller) -> None:
    row = alice.track(**CALL, requests=None)

    assert row["requests_used"] == 1


# Reported later


def test_a_call_of_yesterday_counts_on_its_day(
    alice: Caller, service: Caller, integrity: Any
) -> None:
    moment = datetime.now(UTC) - timedelta(days=1)

    service.track(**CALL, occurred_at=moment.isoformat(), user_id=alice.user_id)

    entry = one_row(alice.rows("ai_agent_usage"))
    assert datetime.fromisoformat(entry["created_at"]) == moment
    assert one_row(alice.rows("ai_quota_daily"))["day"] == moment.date().isoformat()
    assert integrity(alice.user_id) == []


def test_a_call_of_the_open_period_is_charged_to_it(
    alice: Caller, service: Caller, db: Any, integrity: Any
) -> None:
    start = one_row(
        db.execute(
            "select period_start from public.user_ai_quotas where user_id = %s", [alice.user_id]
        ).fetchall()
    )["period_start"]

    row = service.track(**CALL, occurred_at=start.isoformat(), user_id=alice.user_id)

    assert row["used"] == 7
    assert alice.rows("ai_quota_periods") == []
    assert integrity(alice.user_id) == []


def test_a_call_of_the_month_before_is_charged_to_that_month(
    alice: Caller, service: Caller, integrity: Any
) -> None:
    month = datetime.now(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    before = month - timedelta(microseconds=1)

    rows = [
        service.track(**CALL, occurred_at=before.isoformat(), user_id=alice.user_id)
        for _ in range(2)
    ]

    assert [row["used"] for row in rows] == [0, 0]
    period = one_row(alice.rows("ai_quota_periods"))
    assert (period["tokens_used"], period["requests_used"]) == (14, 2)
    assert datetime.fromisoformat(period["period_end"]) == month
    assert datetime.fromisoformat(period["period_start"]) == before.replace(
        day=1, hour=0, minute=0, second=0, microsecond=0
    )
    assert integrity(alice.user_id) == []


def test_a_call_from_before_an_early_reset_is_charged_to_the_period_that_was_closed(
    alice: Caller, service: Caller, integrity: Any
) -> None:
    service.track(**CALL, user_id=alice.user_id)
    moment = datetime.now(UTC)
    service.call("reset_user_quota", user_id=alice.user_id, reason="x").raise_for_status()

    row = service.track(**CALL, occurred_at=moment.isoformat(), user_id=alice.user_id)

    assert row["used"] == 0
    assert one_row(alice.rows("ai_quota_periods"))["tokens_used"] == 14
    assert integrity(alice.user_id) == []


@pytest.mark.parametrize(
    ("days", "status"),
    [(34.99, 200), (35.01, 400), (400, 400), (-4 / 1440, 200), (-6 / 1440, 400)],
    ids=["in 35 days", "after 35 days", "last year", "a little ahead", "ahead"],
)
def test_a_call_is_reported_within_35_days(
    alice: Caller, service: Caller, days: float, status: int
) -> None:
    moment = days_ago(days)

    answer = service.call("track_usage", **CALL, occurred_at=moment, user_id=alice.user_id)

    assert answer.status_code == status
    assert len(alice.rows("ai_agent_usage")) == (status == 200)


# Many at once


def batch(caller: Caller, *calls: Any) -> httpx.Response:
    """Reports many calls in one."""
    return caller.call("track_usage_batch", calls=calls)


def results(answer: httpx.Response) -> list[str]:
    """What became of each call, in order."""
    answer.raise_for_status()
    rows = answer.json()
    assert [row["place"] for row in rows] == list(range(1, len(rows) + 1))
    return [row["result"] for row in rows]


def test_a_batch_records_calls_of_several_users(
    alice: Caller, bob: Caller, service: Caller, integrity: Any
) -> None:
    mine, others = {**CALL, "user_id": alice.user_id}, {**CALL, "user_id": bob.user_id}

    answer = batch(service, mine, others, mine)

    assert answer.json() == [
        {"place": place, "result": "recorded", "code": None, "message": None, "hint": None}
        for place in (1, 2, 3)
    ]
    assert (alice.status()["used"], alice.status()["requests_used"]) == (14, 2)
    assert (bob.status()["used"], bob.status()["requests_used"]) == (7, 1)
    assert one_row(alice.rows("ai_quota_daily"))["tokens"] == 14
    assert integrity(alice.user_id) == integrity(bob.user_id) == []


def test_a_call_of_a_batch_is_recorded_as_a_single_one_is(
    alice: Caller, bob: Caller, service: Caller
) -> None:
    call = {
        **{"session_id": str(uuid4()), "discipline": "d", "workflow_id": "w"},
        **{"tokens_prompt": 500, "tokens_completion": 300, "model_used": "gpt-4o-mini"},
        **{"tokens_cached": 1, "tokens_cache_write": 2, "tokens_reasoning": 3},
        **{"tokens_audio_prompt": 4, "tokens_audio_completion": 5, "requests": 6},
        **{"request_id": "r-1", "usage_source": "estimated"},
    }

    service.track(**call, user_id=alice.user_id)
    batch(service, {**call, "user_id": bob.user_id}).raise_for_status()

    own = {"id", "user_id", "created_at"}
    entries = [one_row(user.rows("ai_agent_usage")) for user in (alice, bob)]
    single, batched = ({k: v for k, v in entry.items() if k not in own} for entry in entries)
    assert batched == single
    assert single["cost_usd"] is not None
    assert one_row(bob.rows("ai_quota_daily")) == {
        **one_row(alice.rows("ai_quota_daily")),
        "user_id": bob.user_id,
    }


def test_a_batch_keeps_what_the_server_says_of_cost_and_time(
    alice: Caller, service: Caller, integrity: Any
) -> None:
    moment = datetime.now(UTC) - timedelta(days=1)
    call = {**CALL, "cost_usd": 0.25, "occurred_at": moment.isoformat(), "user_id": alice.user_id}

    assert results(batch(service, call)) == ["recorded"]

    entry = one_row(alice.rows("ai_agent_usage"))
    assert entry["cost_usd"] == 0.25
    assert datetime.fromisoformat(entry["created_at"]) == moment
    assert integrity(alice.user_id) == []


def test_a_batch_reaches_a_threshold_once(alice: Caller, service: Caller, db: Any) -> None:
    calls = [{"tokens_prompt": 100, "tokens_completion": 0, "user_id": alice.user_id}] * 100

    batch(service, *calls).raise_for_status()

    alerts = alice.rows("ai_quota_alerts", metric="tokens")
    assert sorted(alert["threshold"] for alert in alerts) == [75, 90, 100]


def test_a_batch_settles_reservations_in_parts_and_whole(
    alice: Caller, service: Caller, integrity: Any
) -> None:
    held = reserve(service, tokens=1_000, requests=9, user_id=alice.user_id)
    call = {**CALL, "reservation_id": held["reservation_id"], "user_id": alice.user_id}

    first = results(batch(service, {**call, "is_final": False}))
    reserved = alice.status()["reserved"]
    second = results(batch(service, {**call, "is_final": False}, call, call))

    assert (first, reserved) == (["recorded"], 993)
    assert second == ["recorded"] * 3
    assert (alice.status()["used"], alice.status()["reserved"]) == (28, 0)
    despite = [entry["recorded_despite"] for entry in alice.rows("ai_agent_usage")]
    assert sorted(map(str, despite)) == ["None", "None", "None", "reservation settled"]
    assert integrity(alice.user_id) == []


def test_a_batch_makes_missing_quota_rows_from_the_ledger(
    alice: Caller, service: Caller, db: Any
) -> None:
    service.track(**CALL, user_id=alice.user_id)
    db.execute("delete from public.user_ai_quotas where user_id = %s", [alice.user_id])
    call = {**CALL, "user_id": alice.user_id}

    answer = batch(service, call, {**call, "tokens_prompt": -1}, call)

    assert results(answer) == ["recorded", "refused", "recorded"]
    assert alice.status()["used"] == 21


def test_a_batch_records_what_a_single_report_records_despite_something(
    alice: Caller, service: Caller
) -> None:
    agent, reservation = str(uuid4()), str(uuid4())
    call = {**CALL, "user_id": alice.user_id}

    answer = batch(service, {**call, "agent_id": agent}, {**call, "reservation_id": reservation})

    assert results(answer) == ["recorded", "recorded"]
    despite = {entry["recorded_despite"] for entry in alice.rows("ai_agent_usage")}
    assert despite == {f"agent {agent} unknown", "reservation unknown"}


def test_a_batch_has_1_to_1000_calls(alice: Caller, service: Caller) -> None:
    call = {**CALL, "user_id": alice.user_id}

    most, too_many, none = (batch(service, *[call] * count) for count in (1_000, 1_001, 0))

    assert results(most) == ["recorded"] * 1_000
    assert (too_many.status_code, none.status_code) == (400, 400)
    assert "1001" in too_many.json()["message"]
    assert none.json()["hint"]
    assert alice.status()["used"] == 7_000


@pytest.mark.parametrize(
    "calls",
    [None, {}, "[]", 1, {"user_id": NOBODY}],
    ids=["null", "nothing", "a text", "a number", "a call"],
)
def test_what_is_no_list_of_calls_is_refused(service: Caller, calls: Any) -> None:
    answer = service.call("track_usage_batch", calls=calls)

    assert (answer.status_code, answer.json()["code"]) == (400, "22023")
    assert "calls must be an array" in answer.json()["message"]


BAD_ELEMENTS: list[tuple[str, Any, str, str]] = [
    ("a number", 1, "22023", "a call must be an object"),
    ("null", None, "22023", "a call must be an object"),
    ("a list", [], "22023", "a call must be an object"),
    ("an unknown argument", {"tokens": 1}, "22023", "tokens is no argument"),
    ("no prompt", {"tokens_prompt": None}, "22023", "tokens_prompt must"),
    ("negative completion", {"tokens_completion": -1}, "22023", "tokens_completion must"),
    ("beyond an integer", {"tokens_prompt": 2**31}, "22023", "tokens_prompt must"),
    ("beyond bigint", {"tokens_prompt": 2**63}, "22003", str(2**63)),
    ("half a token", {"tokens_prompt": 1.5}, "22P02", "1.5"),
    ("words for tokens", {"tokens_prompt": "many"}, "22P02", "many"),
    ("a part beyond its whole", {"tokens_cached": 4}, "22023", "tokens_cached must"),
    ("requests below 0", {"requests": -1}, "22023", "requests must"),
    ("a cost that is none", {"cost_usd": "NaN"}, "22023", "cost_usd must"),
    ("an empty name", {"request_id": ""}, "22023", "request_id must"),
    ("a long name", {"model_used": "x" * 201}, "22023", "model_used must"),
    ("an agent that is no uuid", {"agent_id": "mine"}, "22P02", "mine"),
    ("long ago", {"occurred_at": "2020-01-01T00:00:00Z"}, "22023", "occurred_at must"),
    ("an unknown source", {"usage_source": "guessed"}, "22023", "usage_source must"),
    ("no user", {"user_id": None}, "22023", "user_id is required"),
    ("an unknown user", {"user_id": NOBODY}, "22023", NOBODY),
    ("a user that is no uuid", {"user_id": "me"}, "22P02", "me"),
]


@pytest.mark.parametrize(
    ("change", "code", "message"),
    [case[1:] for case in BAD_ELEMENTS],
    ids=[case[0] for case in BAD_ELEMENTS],
)
def test_a_bad_call_is_named_by_its_place_and_the_others_are_recorded(
    alice: Caller, service: Caller, integrity: Any, change: Any, code: str, message: str
) -> None:
    good = {**CALL, "user_id": alice.user_id}
    bad = {**good, **change} if isinstance(change, dict) else change

    answer = batch(service, good, bad, good)

    assert results(answer) == ["recorded", "refused", "recorded"]
    refused = answer.json()[1]
    assert refused["code"] == code
    assert message in refused["message"]
    assert alice.status()["used"] == 14
    assert integrity(alice.user_id) == []


def test_what_no_text_can_hold_refuses_the_batch_as_a_whole(alice: Caller, service: Caller) -> None:
    good = {**CALL, "user_id": alice.user_id}

    answer = batch(service, good, {**good, "workflow_id": "a\u0000b"})

    assert (answer.status_code, answer.json()["code"]) == (400, "22P05")
    assert alice.rows("ai_agent_usage") == []


def test_a_user_is_named_in_any_spelling_of_its_id(alice: Caller, service: Caller) -> None:
    spellings = [alice.user_id.upper(), alice.user_id.replace("-", ""), f"{{{alice.user_id}}}"]

    answers = [batch(service, {**CALL, "user_id": spelling}) for spelling in spellings]

    assert [results(answer) for answer in answers] == [["recorded"]] * 3
    assert alice.status()["used"] == 21


def test_a_call_that_is_in_a_batch_twice_counts_once(alice: Caller, service: Caller) -> None:
    call = {**CALL, "request_id": "r-1", "user_id": alice.user_id}

    answer = batch(service, call, {**call, "tokens_prompt": 4}, call)

    assert results(answer) == ["recorded", "refused", "repeated"]
    assert answer.json()[1]["code"] == "23505"
    assert "r-1" in answer.json()[1]["message"]
    assert alice.status()["used"] == 7


def test_a_batch_that_is_sent_again_counts_once(
    alice: Caller, bob: Caller, service: Caller
) -> None:
    calls = [
        {**CALL, "request_id": f"r-{number}", "user_id": user.user_id}
        for number in range(5)
        for user in (alice, bob)
    ]

    first, second = batch(service, *calls), batch(service, *reversed(calls))

    assert (results(first), results(second)) == (["recorded"] * 10, ["repeated"] * 10)
    assert (alice.status()["used"], bob.status()["used"]) == (35, 35)


def test_a_call_counts_once_by_itself_and_in_a_batch(alice: Caller, service: Caller) -> None:
    first = {**CALL, "request_id": "r-1", "user_id": alice.user_id}
    second = {**CALL, "request_id": "r-2", "user_id": alice.user_id}
    service.track(**first)

    answer = batch(service, first, second)
    service.track(**second)

    assert results(answer) == ["repeated", "recorded"]
    assert alice.status()["used"] == 14


def test_a_user_does_not_block_the_servers_batch(alice: Caller, service: Caller) -> None:
    alice.track(**CALL, request_id="r-1")

    answer = batch(service, {**CALL, "request_id": "r-1", "user_id": alice.user_id})

    assert results(answer) == ["recorded"]


def test_only_the_server_sends_batches(alice: Caller, admin: Caller, anon: Caller) -> None:
    call = {**CALL, "user_id": alice.user_id}

    answers = [batch(caller, call) for caller in (alice, admin, anon)]

    assert [answer.status_code for answer in answers] == [403, 403, 401]
    assert {answer.json()["code"] for answer in answers} == {"42501"}


def test_batches_and_single_calls_at_once_wait_in_no_ring(
    alice: Caller, bob: Caller, service: Caller, integrity: Any
) -> None:
    calls = [
        {**CALL, "request_id": f"r-{number}", "user_id": user.user_id}
        for number in range(20)
        for user in (alice, bob)
    ]
    single = [lambda call=call: service.call("track_usage", **call) for call in calls[:12]]
    batches = [lambda: batch(service, *calls), lambda: batch(service, *reversed(calls))]

    answers = at_once([*batches * 5, *single])

    assert {answer.status_code for answer in answers} == {200}
    assert (alice.status()["used"], bob.status()["used"]) == (140, 140)
    assert len(alice.rows("ai_agent_usage")) == 20
    assert integrity(alice.user_id) == integrity(bob.user_id) == []


def test_a_batch_beside_the_deletion_of_its_users_records_the_others(
    sign_up: Any, service: Caller, db: Any, integrity: Any
) -> None:
    kept, gone = sign_up(), sign_up()
    calls = [{**CALL, "user_id": user.user_id} for user in (kept, gone)] * 20
    delete = "delete from auth.users where id = %s"

    answers = at_once(
        [*[lambda: batch(service, *calls)] * 6, lambda: db.execute(delete, [gone.user_id])]
    )

    assert {answer.status_code for answer in answers[:6]} == {200}
    assert kept.status()["used"] == 840
    assert service.rows("ai_agent_usage", user_id=gone.user_id) == []
    assert integrity(kept.user_id) == []


def test_a_batch_is_at_least_five_times_as_fast_as_single_calls(
    alice: Caller, service: Caller
) -> None:
    call = {**CALL, "model_used": "gpt-4o-mini", "user_id": alice.user_id}

    def seconds(rounds: int, size: int) -> float:
        calls = [{**call, "request_id": uuid4().hex} for _ in range(size)]
        start = perf_counter()
        answers = [
            batch(service, *calls) if rounds == 1 else service.call("track_usage", **one)
            for one in calls[:rounds]
        ]
        took = perf_counter() - start
        assert {answer.status_code for answer in answers} == {200}
        return took

    seconds(1, 10)
    single = min(seconds(200, 200) for _ in range(3))
    batched = min(seconds(1, 200) for _ in range(3))

    assert single / batched >= 5


# The grace of a subscription opens no period, and closes nothing either


def test_a_call_in_the_grace_of_a_subscription_is_admitted_and_recorded(
    alice: Caller, service: Caller, db: Any, set_setting: Any
) -> None:
    set_setting("period_anchor", "subscription")
    subscribe(
        *(service, alice.user_id, "pro"),
        current_period_start=days_ago(33),
        current_period_end=days_ago(2),
    )
    db.execute(
        "update public.user_ai_quotas set period_start = now() - interval '33 days',"
        " quota_reset_date = (now() at time zone 'UTC')::date where user_id = %s",
        [alice.user_id],
    )

    held = reserve(alice, tokens=150_000)
    row = one_row(settle(alice, held, 120_000).json())

    assert held["allowed"] is True
    assert (row["tier"], row["used"], row["reserved"]) == ("pro", 120_000, 0)
