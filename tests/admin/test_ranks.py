"""The users who used most: every range and order against plain SQL over the ledger."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from admin.test_rollups import CALL, HISTORIES, call, report
from api.callers import Caller, Stack, one_row
from hypothesis import given
from hypothesis import strategies as st

DIFFERENCES = "select problem, expected, found from ai_quota.find_user_differences(%s)"
PLAIN = """
select u.user_id::text, sum(u.tokens_total)::bigint as tokens, sum(u.requests)::bigint as requests,
  coalesce(sum(u.cost_usd), 0)::float8 as cost_usd,
  count(distinct (u.created_at at time zone 'UTC')::date) as active_days
from public.ai_agent_usage as u
where u.user_id = any (%(users)s::uuid[])
  and (u.created_at at time zone 'UTC')::date between %(from_day)s and %(to_day)s
group by u.user_id
"""
RANKED = """
select r.user_id::text, r.figure from ai_quota.rank_users(
  %(from_day)s, %(to_day)s, %(sort)s, null, null, 0, 1000000
) as r
where r.user_id = any (%(users)s::uuid[])
"""
SORTS = ("tokens", "cost_usd", "requests")


def day(ago: int) -> str:
    """The UTC day that many days ago."""
    return (datetime.now(UTC).date() - timedelta(days=ago)).isoformat()


def span(users: list[Caller], first: int, last: int) -> dict[str, Any]:
    """Some users, and the UTC days from so many days ago to so many."""
    return {
        "users": [user.user_id for user in users],
        "from_day": day(first),
        "to_day": day(last),
    }


def ranked(db: Any, users: list[Caller], first: int, last: int) -> dict[str, Any]:
    """Some users in each order, as the ranks have them and as the ledger has them."""
    given = span(users, first, last)
    plain = db.execute(PLAIN, given).fetchall()
    return {
        sort: (
            [
                (row["user_id"], round(row["figure"], 6))
                for row in db.execute(RANKED, {**given, "sort": sort}).fetchall()
            ],
            [
                (row["user_id"], round(row[sort], 6))
                for row in sorted(plain, key=lambda row: (-row[sort], row["user_id"]))
            ],
        )
        for sort in SORTS
    }


@HISTORIES
@given(first=st.lists(CALL, max_size=12), late=st.lists(CALL, max_size=6))
def test_users_are_ranked_as_the_ledger_says_in_every_range_and_order(
    users: list[Caller],
    service: Caller,
    db: Any,
    roll_up: Any,
    first: list[dict[str, Any]],
    late: list[dict[str, Any]],
) -> None:
    mark = uuid4().hex
    report(service, users, mark, first)
    roll_up()
    report(service, users, mark, late)
    roll_up()

    for days in ((400, 0), (34, 0), (34, 1), (20, 10), (6, 6), (0, 0)):
        for counted, plain in ranked(db, users, *days).values():
            assert counted == plain
    for user in users:
        assert db.execute(DIFFERENCES, [user.user_id]).fetchall() == []


def test_calls_since_the_job_ran_are_ranked_too(
    users: list[Caller], service: Caller, db: Any, roll_up: Any
) -> None:
    report(service, users, "m", [call(days=2, user=1), call(days=2, user=2)])
    roll_up()
    report(service, users, "m", [call(days=2), call(days=0, user=1), call(days=0, user=1)])
    state = db.execute("select counted_through from ai_quota.rollup").fetchone()

    since = ranked(db, users, 30, 0)
    try:
        db.execute("update ai_quota.rollup set counted_through = null")
        never = ranked(db, users, 30, 0)
    finally:
        db.execute("update ai_quota.rollup set counted_through = %s", [state["counted_through"]])

    assert all(found == plain for found, plain in since.values())
    assert all(found == plain for found, plain in never.values())
    assert len(since["tokens"][0]) == 3


def test_an_ended_day_keeps_what_was_counted_of_today(
    users: list[Caller], service: Caller, db: Any, roll_up: Any
) -> None:
    kept = "select days::text[], tokens from ai_quota.usage_by_user where user_id = %s"
    report(service, users, "m", [call(days=1), call(days=0)])
    roll_up()
    before = db.execute(kept, [users[0].user_id]).fetchone()
    # As if today's call had been reported when it was made.
    db.execute("delete from ai_quota.late_days where day = %s", [day(0)])
    db.execute("update ai_quota.rollup set counted_through = %s, ended_day = null", [day(2)])

    roll_up()

    assert before == {"days": [day(1), day(0)], "tokens": [100, 200]}
    assert db.execute(kept, [users[0].user_id]).fetchone() == before


def test_all_users_are_counted_in_parts_the_first_time(
    users: list[Caller], service: Caller, db: Any, roll_up: Any
) -> None:
    report(service, users, "m", [call(days=5), call(days=0), call(days=2, user=1)])
    roll_up()
    rows = "select * from ai_quota.usage_by_user where user_id = any (%s::uuid[]) order by user_id"
    ids = [user.user_id for user in users]
    before = db.execute(rows, [ids]).fetchall()

    db.execute("delete from ai_quota.usage_by_user")
    db.execute(
        "update ai_quota.rollup"
        " set users_counted = 0, counted_through = null, recent_counted_at = null"
    )
    roll_up()

    assert len(before) == 2
    assert db.execute(rows, [ids]).fetchall() == before
    assert db.execute("select users_counted from ai_quota.rollup").fetchone() == {
        "users_counted": 16
    }


def test_an_ended_day_adds_to_its_users(
    users: list[Caller], service: Caller, db: Any, roll_up: Any
) -> None:
    report(service, users, "m", [call(days=4), call(days=1), call(days=1, user=1)])
    roll_up()
    rows = "select * from ai_quota.usage_by_user where user_id = any (%s::uuid[]) order by user_id"
    ids = [user.user_id for user in users]
    before = db.execute(rows, [ids]).fetchall()
    db.execute("delete from ai_quota.usage_by_user where user_id = any (%s::uuid[])", [ids])
    db.execute("update ai_quota.rollup set counted_through = %s, ended_day = null", [day(2)])

    roll_up()

    assert len(before) == 2
    assert db.execute(rows, [ids]).fetchall() == before


def test_pages_hold_each_user_once_and_sums_of_the_range(
    users: list[Caller], service: Caller, admin: Caller, roll_up: Any
) -> None:
    tier = f"t{uuid4().hex}"
    service.http.post("/rest/v1/ai_quota_tiers", json={"tier": tier}).raise_for_status()
    for user in users:
        service.call("initialize_user_quota", user_id=user.user_id, tier=tier).raise_for_status()
    calls = [call(days=20, tokens=900), call(days=2, tokens=500), call(days=0, tokens=100)]
    report(service, users, "m", calls + [{**one, "user": 1} for one in calls[1:]])
    roll_up()

    pages = [
        one_row(
            admin.call(
                "ai_quota_admin_users",
                of_tier=tier, from_day=day(6), to_day=day(0), page=page, page_size=1,
            ).json()
        )
        for page in (1, 2)
    ]  # fmt: skip

    assert [row["user_id"] for row in pages] == sorted(user.user_id for user in users[:2])
    assert {(row["tokens"], row["active_days"], row["total_rows"]) for row in pages} == {
        (600, 2, 2)
    }


def test_a_search_by_email_finds_users_without_calls(
    users: list[Caller], admin: Caller, service: Caller, roll_up: Any
) -> None:
    report(service, users, "m", [call(days=20)])
    roll_up()

    for search in (users[0].email[:20].upper(), users[0].user_id):
        row = one_row(admin.call("ai_quota_admin_users", search=search).json())
        assert (row["user_id"], row["tokens"], row["active_days"]) == (users[0].user_id, 0, 0)
    row = one_row(
        admin.call("ai_quota_admin_users", search=users[0].email, from_day=day(20)).json()
    )
    assert (row["tokens"], row["active_days"], row["total_rows"]) == (100, 1, 1)
    assert admin.call("ai_quota_admin_users", search="50%_off").json() == []


def test_a_search_that_fits_too_many_accounts_is_refused(users: list[Caller], db: Any) -> None:
    with pytest.raises(psycopg.errors.InvalidParameterValue, match="search fits more than 2"):
        db.execute("select ai_quota.find_accounts('@example.com', 2)")

    found = db.execute("select * from ai_quota.find_accounts(%s, 1)", [users[0].email]).fetchall()
    assert [str(row["find_accounts"]) for row in found] == [users[0].user_id]


@pytest.mark.parametrize(
    ("damage", "problem"),
    [
        ("tokens[1] = tokens[1] + 1", "tokens of the past days of a user"),
        ("requests[1] = 0", "requests of the past days of a user"),
        ("costs[1] = 0", "millionths of a dollar of the past days of a user"),
        ("days = days || (current_date - 1)", "days of the past days of a user"),
    ],
)
def test_a_users_wrong_days_are_found_and_mended(
    users: list[Caller], service: Caller, db: Any, roll_up: Any, damage: str, problem: str
) -> None:
    report(service, users, "m", [call(days=3)])
    roll_up()
    db.execute(f"update ai_quota.usage_by_user set {damage} where user_id = %s", [users[0].user_id])
    found = service.call("verify_quota_integrity").json()

    service.call("repair_user_quota", user_id=users[0].user_id).raise_for_status()
    roll_up()

    assert problem in [row["problem"] for row in found if row["user_id"] == users[0].user_id]
    assert db.execute(DIFFERENCES, [users[0].user_id]).fetchall() == []


@pytest.mark.parametrize(
    ("damage", "problem", "expected", "found"),
    [
        ("delete from ai_quota.usage_by_user", "tokens of the past days of a user", 200, 0),
        ("update ai_quota.usage_by_user set days = days[2:2], tokens = tokens[2:2],"
         " requests = requests[2:2], costs = costs[2:2]",
         "days of the past days of a user", 2, 1),
        ("update ai_quota.usage_by_user set tokens[1] = tokens[1] + 1",
         "tokens of the past days of a user", 100, 101),
        ("update ai_quota.usage_by_user set days[2] = days[2] - 1",
         "tokens of the past days of a user", 100, 200),
        ("update ai_quota.usage_by_user set days = days || days[2] + 1,"
         " tokens = tokens || tokens[2], requests = requests || requests[2],"
         " costs = costs || costs[2]",
         "days of the past days of a user", 2, 3),
    ],
    ids=["missing", "a day less", "a total", "another day", "a day more"],
)  # fmt: skip
def test_any_damage_of_a_users_past_days_is_found_and_mended(
    users: list[Caller],
    service: Caller,
    db: Any,
    roll_up: Any,
    damage: str,
    problem: str,
    expected: int,
    found: int,
) -> None:
    user_id = users[0].user_id
    report(service, users, "m", [call(days=6), call(days=3)])
    roll_up()
    db.execute(f"{damage} where user_id = %s", [user_id])

    rows = service.call("verify_quota_integrity").json()
    service.call("repair_user_quota", user_id=user_id).raise_for_status()

    of_user = [row for row in rows if row["user_id"] == user_id]
    assert (problem, expected, found) in [
        (row["problem"], row["expected"], row["found"]) for row in of_user
    ]
    assert {row["period_start"] >= day(6) for row in of_user} == {True}
    db.execute("delete from ai_quota.late_days where user_id = %s", [user_id])
    assert db.execute(DIFFERENCES, [user_id]).fetchall() == []
    roll_up()


def test_past_days_of_a_user_without_any_are_found_and_mended(
    users: list[Caller], service: Caller, db: Any, roll_up: Any
) -> None:
    user_id = users[0].user_id
    roll_up()
    db.execute(
        "insert into ai_quota.usage_by_user"
        " values (%s, array[current_date - 3], '{7}', '{1}', '{0}')",
        [user_id],
    )
    found = db.execute(DIFFERENCES, [user_id]).fetchall()

    service.call("repair_user_quota", user_id=user_id).raise_for_status()

    assert {(row["problem"], row["expected"], row["found"]) for row in found} == {
        ("days of the past days of a user", 0, 1),
        ("requests of the past days of a user", 0, 1),
        ("tokens of the past days of a user", 0, 7),
    }
    assert db.execute(DIFFERENCES, [user_id]).fetchall() == []


@HISTORIES
@given(
    steps=st.lists(
        st.one_of(CALL, CALL, st.sampled_from(["job", "whole job", "day ends", "repair", "new"])),
        min_size=4,
        max_size=14,
    )
)
def test_nothing_differs_between_calls_and_the_job_in_any_order(
    users: list[Caller],
    service: Caller,
    sign_up: Any,
    db: Any,
    roll_up: Any,
    steps: list[Any],
) -> None:
    def take(step: Any) -> None:
        match step:
            case "job":
                db.execute("select ai_quota.roll_up()")
            case "whole job":
                roll_up()
            case "day ends":
                db.execute(
                    "update ai_quota.rollup set counted_through = %s, ended_day = null", [day(2)]
                )
            case "repair":
                service.call("repair_user_quota", user_id=users[0].user_id).raise_for_status()
            case "new":
                users[0] = sign_up()
            case _:
                report(service, users, "m", [step])

    for step in steps:
        take(step)

        found = [
            row
            for user in users
            for row in db.execute(
                "select * from ai_quota.find_differences(%s)", [user.user_id]
            ).fetchall()
        ]
        assert (step, found) == (step, [])
    roll_up()


def test_a_deleted_account_is_ranked_no_more(
    users: list[Caller], service: Caller, db: Any, roll_up: Any
) -> None:
    report(service, users, "m", [call(days=3)])
    roll_up()

    db.execute("delete from auth.users where id = %s", [users[0].user_id])

    kept = db.execute(
        "select from ai_quota.usage_by_user where user_id = %s", [users[0].user_id]
    ).rowcount
    assert kept == 0


@pytest.mark.parametrize("setting", ["delete", "anonymize"])
def test_an_account_is_deleted_without_waiting_for_the_job(
    users: list[Caller],
    service: Caller,
    stack: Stack,
    db: Any,
    roll_up: Any,
    set_setting: Any,
    setting: str,
) -> None:
    set_setting("on_account_deletion", setting)
    user_id = users[0].user_id
    kept = "select from ai_quota.usage_by_user where user_id = %s"
    report(service, users, "m", [call(days=3)])
    roll_up()
    report(service, users, "m", [call(days=3)])

    with psycopg.connect(stack.db_url) as job, psycopg.connect(stack.db_url) as other:
        counted = job.execute("select ai_quota.roll_up()").fetchone()
        other.execute("set lock_timeout = '1s'")
        other.execute("delete from auth.users where id = %s", [user_id])
        other.commit()
        job.commit()
    ranked_after = db.execute(RANKED, {**span(users, 30, 0), "sort": "tokens"}).fetchall()
    was_kept = db.execute(kept, [user_id]).rowcount
    roll_up()

    assert counted == (date.fromisoformat(day(3)),)
    assert ranked_after == []
    assert was_kept == 1
    assert db.execute(kept, [user_id]).rowcount == 0


@pytest.mark.parametrize("is_moved_away", [False, True])
def test_an_anonymized_account_keeps_its_rank_under_another_id(
    users: list[Caller],
    service: Caller,
    db: Any,
    roll_up: Any,
    set_setting: Any,
    is_moved_away: bool,
) -> None:
    set_setting("on_account_deletion", "anonymize")
    tokens = 1_000_000 + uuid4().int % 1_000_000
    report(service, users, "m", [call(days=3, tokens=tokens)])
    roll_up()
    before = db.execute("select count(*) as n from ai_quota.usage_by_user").fetchone()["n"]
    db.execute(
        "delete from public.ai_agent_usage where user_id = %s and %s",
        [users[0].user_id, is_moved_away],
    )

    db.execute("delete from auth.users where id = %s", [users[0].user_id])
    roll_up()

    kept = db.execute(
        "select tokens from ai_quota.usage_by_user where tokens @> array[%s::float8]"
        " and user_id in (select user_id from ai_quota.anonymized_users)",
        [tokens],
    ).fetchall()
    assert kept == [{"tokens": [tokens]}]
    assert db.execute("select count(*) as n from ai_quota.usage_by_user").fetchone()["n"] == before


def test_what_was_counted_of_an_account_that_went_meanwhile_is_pruned(
    db: Any, users: list[Caller], service: Caller, roll_up: Any
) -> None:
    report(service, users, "m", [call(days=3)])
    roll_up()
    ghost = str(uuid4())
    db.execute(
        "insert into ai_quota.usage_by_user"
        " values (%s, array[current_date - 3], '{1}', '{1}', '{1}')",
        [ghost],
    )

    while db.execute("select ai_quota.prune() as n").fetchone()["n"]:
        pass

    kept = db.execute(
        "select user_id::text from ai_quota.usage_by_user where user_id = any (%s::uuid[])",
        [[ghost, users[0].user_id]],
    ).fetchall()
    assert kept == [{"user_id": users[0].user_id}]
