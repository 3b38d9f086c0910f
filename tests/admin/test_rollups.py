"""Days that are over, counted by a job: against plain SQL over the ledger."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from api.callers import Caller, Stack
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

DIFFERENCES = "select * from ai_quota.find_label_differences()"
COUNTED = """
select b.day, b.model, b.discipline, b.reported_by, sum(b.tokens) as tokens,
  sum(b.requests) as requests, sum(b.cost_usd) as cost_usd, sum(b.unpriced_requests) as unpriced
from ai_quota.usage_by_label as b
where b.model like %(mark)s and b.day < %(today)s group by 1, 2, 3, 4 order by 1, 2, 3, 4
"""
PLAIN = """
select (u.created_at at time zone 'UTC')::date as day, u.model_used as model,
  coalesce(u.discipline, '') as discipline, u.reported_by, sum(u.tokens_total) as tokens,
  sum(u.requests) as requests, coalesce(sum(u.cost_usd), 0) as cost_usd,
  count(*) filter (where u.cost_usd is null) as unpriced
from public.ai_agent_usage as u
where u.model_used like %(mark)s and (u.created_at at time zone 'UTC')::date < %(today)s
group by 1, 2, 3, 4 order by 1, 2, 3, 4
"""
ACTIVE = "select ai_quota.count_active(%(first)s, %(last)s) as users"
# And the accounts that other tests deleted.
PLAIN_ACTIVE = """
select count(distinct u.user_id) + (
  select coalesce(sum(d.users), 0) from ai_quota.deleted_active_users as d
  where d.day between %(first)s and %(last)s and d.previous_day < %(first)s
) as users
from public.ai_agent_usage as u
where (u.created_at at time zone 'UTC')::date between %(first)s and %(last)s
  and not u.is_adjustment
"""
CALL = st.fixed_dictionaries(
    {
        "user": st.integers(0, 2),
        "days": st.integers(0, 34),
        "model": st.sampled_from(["a", "b"]),
        "discipline": st.sampled_from([None, "law"]),
        "tokens_prompt": st.integers(0, 1_000),
        "cost_usd": st.sampled_from([None, 0, 0.125]),
    }
)
HISTORIES = settings(
    max_examples=8,
    phases=[Phase.explicit, Phase.generate],
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def moment(days: int) -> datetime:
    """A moment of the UTC day that many days ago."""
    now = datetime.now(UTC)
    return min(now, (now - timedelta(days=days)).replace(hour=12, minute=0, second=0))


def report(service: Caller, users: list[Caller], mark: str, calls: list[dict[str, Any]]) -> None:
    """Reports calls that were made on those days."""
    if calls:
        service.call(
            "track_usage_batch",
            calls=[
                {
                    "user_id": users[call["user"]].user_id,
                    "occurred_at": moment(call["days"]).isoformat(),
                    "model_used": f"{mark}-{call['model']}",
                    "discipline": call["discipline"],
                    "tokens_prompt": call["tokens_prompt"],
                    "tokens_completion": 0,
                    "cost_usd": call["cost_usd"],
                }
                for call in calls
            ],
        ).raise_for_status()


@HISTORIES
@given(first=st.lists(CALL, max_size=12), late=st.lists(CALL, max_size=6))
def test_days_are_what_the_ledger_says_however_late_calls_come(
    users: list[Caller],
    service: Caller,
    db: Any,
    roll_up: Any,
    first: list[dict[str, Any]],
    late: list[dict[str, Any]],
) -> None:
    mark, today = uuid4().hex, datetime.now(UTC).date()
    report(service, users, mark, first)
    roll_up()

    report(service, users, mark, late)
    roll_up()

    wanted = {"mark": f"{mark}%", "today": today}
    assert db.execute(COUNTED, wanted).fetchall() == db.execute(PLAIN, wanted).fetchall()
    assert db.execute(DIFFERENCES).fetchall() == []
    for days in (34, 20, 6):
        span = {"first": today - timedelta(days=days), "last": today - timedelta(days=1)}
        assert db.execute(ACTIVE, span).fetchone() == db.execute(PLAIN_ACTIVE, span).fetchone()


def test_counting_again_changes_nothing(
    users: list[Caller], service: Caller, db: Any, roll_up: Any
) -> None:
    report(service, users, uuid4().hex, [call(days=3), call(days=2, user=1)])
    roll_up()
    before = db.execute(
        "select * from ai_quota.usage_by_label order by 1, 2, 3, 4, 5, 6"
    ).fetchall()

    db.execute(
        "insert into ai_quota.late_days (day) select distinct day from ai_quota.usage_by_label"
    )
    roll_up()

    rows = db.execute("select * from ai_quota.usage_by_label order by 1, 2, 3, 4, 5, 6").fetchall()
    assert rows == before


def test_days_that_must_be_counted_again_hold_up_neither_today_nor_each_other(
    users: list[Caller], service: Caller, db: Any, roll_up: Any
) -> None:
    roll_up()
    mark, today = uuid4().hex, datetime.now(UTC).date()
    report(service, users, mark, [call(days=0)])
    counted = []

    # Other tests count too.
    with db.transaction(force_rollback=True):
        db.execute("select from ai_quota.rollup for no key update")
        db.execute("update ai_quota.rollup set recent_day = null")
        for place, days in enumerate((30, 2, 1), start=-3):
            db.execute(
                "insert into ai_quota.late_days (id, day) overriding system value values (%s, %s)",
                [place, today - timedelta(days=days)],
            )
            counted.append(db.execute("select ai_quota.roll_up() as day").fetchone()["day"])
        tokens, _ = sums(db, mark)

    assert counted == [today, *(today - timedelta(days=days) for days in (30, 2))]
    assert tokens == 100


def call(days: int, user: int = 0, tokens: int = 100) -> dict[str, Any]:
    """A call of that many days ago."""
    return {
        "user": user,
        "days": days,
        "model": "m",
        "discipline": "law",
        "tokens_prompt": tokens,
        "cost_usd": 0.5,
    }


def sums(db: Any, mark: str) -> tuple[int, Any]:
    """What is counted of a test's models, of everybody."""
    row = db.execute(
        "select coalesce(sum(tokens), 0) as tokens, coalesce(sum(cost_usd), 0) as cost"
        " from ai_quota.usage_by_label where model like %s",
        [f"{mark}%"],
    ).fetchone()
    return int(row["tokens"]), row["cost"]


@pytest.mark.parametrize("setting", ["delete", "anonymize"])
@pytest.mark.parametrize("counted_before", [True, False])
def test_a_deleted_accounts_days_stay_without_it(
    users: list[Caller],
    service: Caller,
    db: Any,
    roll_up: Any,
    set_setting: Any,
    setting: str,
    counted_before: bool,
) -> None:
    mark = uuid4().hex
    set_setting("on_account_deletion", setting)
    report(service, users, mark, [call(days=3), call(days=3, user=1, tokens=7), call(days=2)])
    today = datetime.now(UTC).date()
    span = {"first": today - timedelta(days=3), "last": today - timedelta(days=1)}
    active = db.execute(ACTIVE, span).fetchone()["users"]
    if counted_before:
        roll_up()
        active = db.execute(ACTIVE, span).fetchone()["users"]

    db.execute("delete from auth.users where id = %s", [users[0].user_id])
    roll_up()

    assert sums(db, mark) == (207, 1.5)
    assert db.execute(DIFFERENCES).fetchall() == []
    assert db.execute(ACTIVE, span).fetchone()["users"] >= active
    report(service, users, mark, [call(days=3, user=1)])
    roll_up()
    assert sums(db, mark) == (307, 2)


def test_a_day_waits_for_the_transactions_that_ran_at_its_end(
    stack: Stack, db: Any, roll_up: Any
) -> None:
    roll_up()
    db.execute("update ai_quota.rollup set counted_through = counted_through - 1, ended_day = null")

    with psycopg.connect(stack.db_url) as other:
        other.execute("select 1")
        first = db.execute("select ai_quota.roll_up() as day").fetchone()["day"]
        again = db.execute("select ai_quota.roll_up() as day").fetchone()["day"]
        other.commit()
        # One that began later is not waited for.
        other.execute("select 1")
        last = db.execute("select ai_quota.roll_up() as day").fetchone()["day"]

    assert (first, again) == (None, None)
    assert last == datetime.now(UTC).date() - timedelta(days=1)


@pytest.mark.parametrize(
    ("damage", "problem"),
    [
        ("tokens = tokens + 1", "tokens by label of a day"),
        ("requests = 0", "requests by label of a day"),
        ("cost_usd = 0", "millionths of a dollar by label of a day"),
    ],
)
def test_what_differs_is_found_and_mended(
    users: list[Caller], service: Caller, db: Any, roll_up: Any, damage: str, problem: str
) -> None:
    mark = uuid4().hex
    report(service, users, mark, [call(days=3)])
    roll_up()
    db.execute(f"update ai_quota.usage_by_label set {damage} where model = %s", [f"{mark}-m"])
    found = service.call("verify_quota_integrity").json()

    service.call("repair_user_quota", user_id=users[0].user_id).raise_for_status()
    roll_up()

    assert [row["problem"] for row in found if "by label" in row["problem"]] == [problem]
    assert db.execute(DIFFERENCES).fetchall() == []


def test_admins_see_the_same_before_and_after_days_are_counted(
    users: list[Caller], service: Caller, admin: Caller, db: Any, roll_up: Any
) -> None:
    mark = uuid4().hex
    report(service, users, mark, [call(days=1), call(days=2, user=1)])
    roll_up()

    def views() -> list[Any]:
        return [
            admin.call("ai_quota_admin_usage", of_model=f"{mark}-m").json(),
            admin.call("ai_quota_admin_overview").json(),
            admin.call("ai_quota_admin_overview", of_tier="free").json(),
            admin.call("ai_quota_admin_days").json(),
            admin.call("ai_quota_admin_tiers").json(),
        ]

    counted = views()
    state = db.execute("select * from ai_quota.rollup").fetchone()
    db.execute(
        "update ai_quota.rollup set counted_through = null, recent_day = null,"
        " recent_counted_at = null"
    )
    try:
        live = views()
    finally:
        db.execute(
            "update ai_quota.rollup set counted_through = %s, recent_day = %s,"
            " recent_counted_at = %s",
            [state["counted_through"], state["recent_day"], state["recent_counted_at"]],
        )

    assert [row["tokens"] for row in counted[0]] == [200]
    assert counted == live
