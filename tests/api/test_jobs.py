"""Jobs: what pg_cron runs, and what the package deletes of its own."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from api.callers import GUIDE_CALL, Caller, Stack, one_row

DAY = "interval '1 day'"
AGO_91_DAYS, AGO_89_DAYS = "now() - interval '91 days'", "now() - interval '89 days'"


@pytest.fixture
def maintain(db: Any) -> Any:
    """Runs the text of the job, as pg_cron does at the full hour: by itself, in no transaction."""

    def run() -> None:
        job = db.execute("select command from cron.job where jobname = 'maintain-ai-quotas'")
        command = one_row(job.fetchall())["command"]
        assert "extract(minute from now()) < 5" in command
        db.execute(command.replace("extract(minute from now()) < 5", "true"))

    return run


@pytest.fixture
def plan(db: Any, service: Caller) -> Iterator[Any]:
    """Puts a user on a tier that is nobody else's; returns its name."""
    tier, users = f"t_{uuid4().hex}", []

    def put(user_id: str) -> str:
        users.append(user_id)
        service.call(
            "set_user_subscription", user_id=user_id, subscription_id=f"s-{user_id}", tier=tier
        ).raise_for_status()
        return tier

    db.execute("insert into public.ai_quota_tiers values (%s, 1000, 10)", [tier])
    yield put
    db.execute("delete from public.ai_quota_subscriptions where user_id = any (%s)", [users])
    db.execute("update public.user_ai_quotas set tier = 'free' where tier = %s", [tier])
    db.execute("delete from public.ai_quota_tiers where tier = %s", [tier])


@pytest.fixture
def hold(db: Any, service: Caller) -> Any:
    """Has the server reserve 1,000 tokens for a user; returns the id."""

    def make(user_id: str, **more: Any) -> str:
        answer = service.call("reserve_tokens", tokens=1_000, user_id=user_id, **more)
        return str(one_row(answer.json())["reservation_id"])

    return make


@pytest.fixture
def expire(db: Any) -> Any:
    """Lets a reservation end a second ago."""

    def end(reservation_id: str) -> None:
        db.execute(
            "update public.ai_quota_reservations set expires_at = now() - interval '1 second'"
            " where id = %s",
            [reservation_id],
        )

    return end


@pytest.fixture
def reservation(db: Any) -> Any:
    """Reads reservations of a user: their states, oldest first."""

    def read(user_id: str) -> list[str]:
        rows = db.execute(
            "select status::text from public.ai_quota_reservations where user_id = %s"
            " order by created_at, id",
            [user_id],
        ).fetchall()
        return [row["status"] for row in rows]

    return read


@pytest.mark.pg_cron
@pytest.mark.parametrize(
    ("name", "schedule"),
    [
        ("reset-monthly-ai-quotas", "0 0 1 * *"),
        ("reset-monthly-ai-quotas-in-batches", "*/5 0 * * *"),
        ("maintain-ai-quotas", "*/5 * * * *"),
    ],
)
def test_a_job_is_scheduled_where_pg_cron_is(db: Any, name: str, schedule: str) -> None:
    job = one_row(db.execute("select * from cron.job where jobname = %s", [name]).fetchall())

    assert (job["schedule"], job["active"]) == (schedule, True)


@pytest.mark.pg_cron
def test_the_guides_job_runs_the_guides_statement(db: Any) -> None:
    job = db.execute("select command from cron.job where jobname = 'reset-monthly-ai-quotas'")

    assert one_row(job.fetchall())["command"] == "SELECT public.reset_monthly_quotas();"


@pytest.mark.pg_cron
def test_the_job_writes_the_limits_of_an_edited_tier(
    alice: Caller, db: Any, plan: Any, maintain: Any, quota: Any
) -> None:
    tier = plan(alice.user_id)
    db.execute(
        "update public.ai_quota_tiers set monthly_token_quota = 2000 where tier = %s", [tier]
    )

    maintain()

    assert quota(alice.user_id)["monthly_token_quota"] == 2_000
    version = db.execute("select * from ai_quota.limits_version").fetchone()
    assert version["swept_version"] == version["version"]


def test_a_sweep_writes_only_what_changed(alice: Caller, bob: Caller, db: Any, plan: Any) -> None:
    tier = plan(alice.user_id)
    bob.track(**GUIDE_CALL)
    db.execute("select ai_quota.refresh_pages(0, 100000)")
    place = "select ctid::text from public.user_ai_quotas where user_id = %s"
    bobs = db.execute(place, [bob.user_id]).fetchone()
    db.execute(
        "update public.ai_quota_tiers set monthly_token_quota = 3000 where tier = %s", [tier]
    )

    swept = db.execute("select ai_quota.refresh_pages(0, 100000) as users").fetchone()

    assert swept["users"] == 1
    assert db.execute(place, [bob.user_id]).fetchone() == bobs


def test_a_sweep_leaves_to_a_call_what_it_has_locked(
    alice: Caller, db: Any, stack: Stack, plan: Any, quota: Any
) -> None:
    tier = plan(alice.user_id)
    db.execute(
        "update public.ai_quota_tiers set monthly_token_quota = 4000 where tier = %s", [tier]
    )

    with psycopg.connect(stack.db_url) as call:
        call.execute(
            "select from public.user_ai_quotas where user_id = %s for update", [alice.user_id]
        )
        db.execute("set lock_timeout = '5s'")
        db.execute("select ai_quota.refresh_pages(0, 100000)")

    assert quota(alice.user_id)["monthly_token_quota"] == 1_000


@pytest.mark.pg_cron
def test_the_job_charges_holds_that_count_as_used_once_they_expire(
    alice: Caller, db: Any, hold: Any, expire: Any, maintain: Any, quota: Any, reservation: Any
) -> None:
    expire(hold(alice.user_id, on_expiry="charge"))
    expire(hold(alice.user_id))

    maintain()
    maintain()

    assert sorted(reservation(alice.user_id)) == ["charged", "pending"]
    row = quota(alice.user_id)
    assert (row["current_month_tokens"], row["current_month_requests"]) == (1_000, 1)
    entry = one_row(alice.rows("ai_agent_usage"))
    assert (entry["usage_source"], entry["tokens_total"]) == ("estimated", 1_000)


def test_the_oldest_holds_are_charged_first(
    alice: Caller, bob: Caller, db: Any, hold: Any, expire: Any, reservation: Any
) -> None:
    db.execute("select ai_quota.charge_due_reservations()")
    first, second = (
        hold(alice.user_id, on_expiry="charge"),
        hold(bob.user_id, on_expiry="charge"),
    )
    expire(first)
    expire(second)

    charged = db.execute("select ai_quota.charge_due_reservations(1) as users").fetchone()

    assert charged["users"] == 1
    assert (reservation(alice.user_id), reservation(bob.user_id)) == (["charged"], ["pending"])


@pytest.mark.parametrize(
    ("status", "on_expiry", "closed_at", "expires_at", "kept"),
    [
        ("settled", "release", AGO_91_DAYS, AGO_91_DAYS, False),
        ("released", "release", AGO_91_DAYS, AGO_91_DAYS, False),
        ("charged", "charge", AGO_91_DAYS, AGO_91_DAYS, False),
        ("settled", "release", AGO_89_DAYS, AGO_91_DAYS, True),
        ("pending", "release", "null", AGO_91_DAYS, False),
        ("pending", "release", "null", AGO_89_DAYS, True),
        # It counts as used, which nobody has written down yet.
        ("pending", "charge", "null", AGO_91_DAYS, True),
        ("pending", "release", "null", "now() + interval '1 hour'", True),
    ],
)
def test_holds_that_are_over_are_kept_for_90_days(
    alice: Caller,
    db: Any,
    reservation: Any,
    status: str,
    on_expiry: str,
    closed_at: str,
    expires_at: str,
    kept: bool,
) -> None:
    db.execute(
        "insert into public.ai_quota_reservations"
        " (user_id, tokens, requests, period_start, status, on_expiry, closed_at, expires_at)"
        f" values (%s, 1, 1, now(), %s, %s, {closed_at}, {expires_at})",
        [alice.user_id, status, on_expiry],
    )

    db.execute("select ai_quota.prune()")

    assert reservation(alice.user_id) == [status] * kept


def test_alerts_are_kept_for_400_days(alice: Caller, db: Any) -> None:
    db.execute(
        "insert into public.ai_quota_alerts"
        " (user_id, period_start, metric, threshold, used, quota, created_at)"
        " select %s, now() - d.days * interval '1 day', 'tokens', 75, 8, 10,"
        " now() - d.days * interval '1 day' from (values (399), (401)) as d (days)",
        [alice.user_id],
    )

    db.execute("select ai_quota.prune()")

    left = db.execute(
        "select (now() - created_at) < interval '400 days' as is_young"
        " from public.ai_quota_alerts where user_id = %s",
        [alice.user_id],
    )
    assert one_row(left.fetchall())["is_young"]


def test_what_is_kept_is_set_in_the_settings(alice: Caller, db: Any, reservation: Any) -> None:
    db.execute(
        "insert into public.ai_quota_reservations"
        " (user_id, tokens, requests, period_start, status, closed_at, expires_at)"
        " values (%s, 1, 1, now(), 'settled', now() - interval '2 days', now())",
        [alice.user_id],
    )

    with db.transaction(force_rollback=True):
        db.execute("update ai_quota.settings set keep_closed_holds = interval '1 day'")
        db.execute("select ai_quota.prune()")
        pruned = reservation(alice.user_id)

    assert (pruned, reservation(alice.user_id)) == ([], ["settled"])


def test_without_settings_nothing_is_deleted(alice: Caller, db: Any, reservation: Any) -> None:
    db.execute(
        "insert into public.ai_quota_reservations"
        " (user_id, tokens, requests, period_start, status, closed_at, expires_at)"
        " values (%s, 1, 1, now(), 'settled', '2020-01-01', '2020-01-01')",
        [alice.user_id],
    )

    with db.transaction(force_rollback=True):
        db.execute("delete from ai_quota.settings")
        db.execute("select ai_quota.prune()")
        left = reservation(alice.user_id)

    assert left == ["settled"]


@pytest.fixture
def runs(db: Any) -> Iterator[Any]:
    """Adds a run of a job that ended so many days ago; tells whether it is still there."""
    theirs = f"theirs-{uuid4().hex}"
    db.execute("select cron.schedule(%s, '0 0 1 1 *', 'select 1')", [theirs])

    def add(job: str, days: int, status: str = "succeeded") -> Any:
        run = db.execute(
            "insert into cron.job_run_details"
            " (jobid, runid, database, username, command, status, start_time, end_time)"
            " select j.jobid, nextval('cron.runid_seq'), current_database(), current_user, '', %s,"
            f" now() - %s * {DAY}, case when %s <> 'running' then now() - %s * {DAY} end"
            " from cron.job as j where j.jobname = %s returning runid",
            [status, days, status, days, {"theirs": theirs}.get(job, job)],
        )
        runid = one_row(run.fetchall())["runid"]
        is_there = "select from cron.job_run_details where runid = %s"
        return lambda: db.execute(is_there, [runid]).rowcount == 1

    yield add
    db.execute(
        "delete from cron.job_run_details as d using cron.job as j"
        " where j.jobid = d.jobid and j.jobname = %s",
        [theirs],
    )
    db.execute("select cron.unschedule(%s)", [theirs])


@pytest.mark.pg_cron
@pytest.mark.parametrize(
    "job",
    ["reset-monthly-ai-quotas", "reset-monthly-ai-quotas-in-batches", "maintain-ai-quotas"],
)
def test_runs_of_a_job_are_kept_for_a_week(maintain: Any, runs: Any, job: str) -> None:
    old, cut_off, young = runs(job, 8), runs(job, 8, "running"), runs(job, 6)

    maintain()

    assert (old(), cut_off(), young()) == (False, False, True)


@pytest.mark.pg_cron
def test_runs_of_the_hosts_jobs_are_never_deleted(maintain: Any, runs: Any) -> None:
    is_there = runs("theirs", 4_000)

    maintain()

    assert is_there()


@pytest.fixture
def close_many(db: Any) -> Iterator[Any]:
    """Reserves and closes again very often for a user, as the engine does."""
    made: list[str] = []

    def close(user_id: str, count: int) -> None:
        made.append(user_id)
        db.execute(
            "insert into public.ai_quota_reservations"
            " (user_id, tokens, requests, period_start, expires_at)"
            " select q.user_id, 1, 1, q.period_start, now() + interval '1 hour'"
            " from public.user_ai_quotas as q, generate_series(1, %s) where q.user_id = %s",
            [count, user_id],
        )
        db.execute(
            "update public.ai_quota_reservations set status = case when tokens = 1"
            " then 'settled' else 'released' end::public.ai_quota_reservation_status,"
            " closed_at = now() where user_id = %s",
            [user_id],
        )
        db.execute("vacuum analyze public.ai_quota_reservations")

    yield close
    db.execute("delete from public.ai_quota_reservations where user_id = any (%s)", [made])
    db.execute("vacuum analyze public.ai_quota_reservations")


@pytest.fixture
def pages_read(db: Any) -> Any:
    """How many pages of tables and indexes a call visits, at its second time."""

    def count(statement: str, user_id: str) -> int:
        explain = f"explain (analyze, buffers, format json) {statement}"
        with db.transaction(force_rollback=True):
            db.execute(explain, [user_id])
            (plan,) = db.execute(explain, [user_id]).fetchone()["QUERY PLAN"]
        top = plan["Plan"]
        return int(top["Shared Hit Blocks"] + top["Shared Read Blocks"])

    return count


@pytest.mark.parametrize(
    "call",
    [
        "select * from public.get_quota_status_for(%s)",
        "select * from public.reserve_tokens(1, user_id => %s)",
        "select * from ai_quota.lock_quota(%s, refresh => true)",
    ],
)
def test_100_000_closed_reservations_cost_nothing(
    alice: Caller, bob: Caller, db: Any, close_many: Any, pages_read: Any, call: str
) -> None:
    close_many(alice.user_id, 100_000)
    close_many(bob.user_id, 1)
    # Both have reservations that must be counted again.
    db.execute(
        "update public.user_ai_quotas set reserved_valid_until = 'epoch'"
        " where user_id = any (%s::uuid[])",
        [[alice.user_id, bob.user_id]],
    )

    many, few = pages_read(call, alice.user_id), pages_read(call, bob.user_id)

    assert many <= few + 10
