"""What differs from the ledger or is missing is noticed and repaired; what stays of an account."""

from typing import Any

import pytest
from api.callers import GUIDE_CALL, Caller, one_row, override, reserve, settle, subscribe
from guide_statements import STATEMENTS, for_user


@pytest.fixture
def repair(service: Caller) -> Any:
    """Repairs a user's quota."""

    def call(user: Caller) -> dict[str, Any]:
        answer = service.call("repair_user_quota", user_id=user.user_id)
        answer.raise_for_status()
        row: dict[str, Any] = answer.json()
        return row

    return call


# A quota row that is made late


@pytest.fixture
def late(alice: Caller, service: Caller, db: Any) -> Caller:
    """A user of 2,000 tokens whose quota row is gone."""
    service.track(**GUIDE_CALL, cost_usd=0.5, user_id=alice.user_id)
    db.execute("delete from public.user_ai_quotas where user_id = %s", [alice.user_id])
    return alice


def test_the_status_of_a_missing_quota_row_is_that_of_the_ledger(late: Caller) -> None:
    row = late.status()

    assert (row["used"], row["requests_used"], row["remaining"]) == (2_000, 1, 8_000)
    assert late.call("has_quota_for", tokens=8_001).json() is False


def test_a_late_quota_row_starts_from_the_ledger_for_a_report(late: Caller, integrity: Any) -> None:
    row = late.track(**GUIDE_CALL)

    assert (row["used"], row["requests_used"]) == (4_000, 2)
    assert integrity(late.user_id) == []


def test_a_late_quota_row_starts_from_the_ledger_for_a_reservation(late: Caller) -> None:
    denied = reserve(late, tokens=8_001)

    assert (denied["allowed"], denied["remaining_tokens"]) == (False, 8_000)


def test_a_late_quota_row_starts_from_the_ledger_when_the_server_makes_it(
    late: Caller, service: Caller
) -> None:
    row = service.call("initialize_user_quota", user_id=late.user_id, tier="pro").json()

    assert (row["current_month_tokens"], row["tier"]) == (2_000, "pro")


def test_a_late_quota_row_counts_the_day_from_the_ledger_too(late: Caller, integrity: Any) -> None:
    late.call("reserve_tokens", tokens=1).raise_for_status()

    day = one_row(late.rows("ai_quota_daily"))
    assert (day["tokens"], day["requests"], day["cost_usd"]) == (2_000, 1, 0.5)
    assert integrity(late.user_id) == []


def test_a_late_quota_row_knows_what_is_reserved(alice: Caller, db: Any, integrity: Any) -> None:
    reserve(alice, tokens=3_000)
    db.execute("delete from public.user_ai_quotas where user_id = %s", [alice.user_id])

    assert (alice.status()["reserved"], reserve(alice, tokens=7_001)["allowed"]) == (3_000, False)
    assert integrity(alice.user_id) == []


# What differs


def test_a_missing_quota_row_is_noticed_and_repaired(
    late: Caller, integrity: Any, repair: Any
) -> None:
    found = integrity(late.user_id)

    row = repair(late)

    assert "quota row" in found
    assert row["current_month_tokens"] == 2_000
    assert integrity(late.user_id) == []


def test_days_that_the_guides_statements_leave_out_are_noticed_and_repaired(
    alice: Caller, db: Any, integrity: Any, repair: Any
) -> None:
    db.execute(for_user(STATEMENTS["record usage"], alice.user_id))
    db.execute(for_user(STATEMENTS["move counters"], alice.user_id))
    found = integrity(alice.user_id)

    repair(alice)

    assert found == ["millionths of a dollar of a day", "requests of a day", "tokens of a day"]
    day = one_row(alice.rows("ai_quota_daily"))
    assert (day["tokens"], day["requests"], day["cost_usd"]) == (2_000, 1, 0.0003)
    assert integrity(alice.user_id) == []


def test_the_guides_statements_after_an_early_reset_count_in_the_open_period(
    alice: Caller, service: Caller, db: Any, integrity: Any, repair: Any
) -> None:
    alice.track(**GUIDE_CALL)
    service.call("reset_user_quota", user_id=alice.user_id, reason="x").raise_for_status()
    db.execute(for_user(STATEMENTS["record usage"], alice.user_id))
    db.execute(for_user(STATEMENTS["move counters"], alice.user_id))
    found = integrity(alice.user_id)

    repair(alice)

    assert {problem.split(" of ")[-1] for problem in found} == {"a day"}
    assert (alice.status()["used"], alice.status()["requests_used"]) == (2_000, 1)
    assert one_row(alice.rows("ai_quota_periods"))["tokens_used"] == 2_000
    assert integrity(alice.user_id) == []


@pytest.mark.parametrize("day", ["current_date", "current_date - 1"])
def test_a_day_that_was_written_by_hand_is_noticed_and_repaired(
    alice: Caller, db: Any, integrity: Any, repair: Any, day: str
) -> None:
    db.execute(
        "insert into public.ai_agent_usage (user_id, tokens_prompt, created_at, period_start)"
        " select q.user_id, 0, now() - interval '40 days', now() - interval '41 days'"
        " from public.user_ai_quotas as q where q.user_id = %s",
        [alice.user_id],
    )
    repair(alice)
    db.execute(
        "insert into public.ai_quota_closed_days (user_id, day, tokens, cost_usd)"
        f" values (%s, {day}, 777, 99)",
        [alice.user_id],
    )
    found = integrity(alice.user_id)

    repair(alice)

    assert found == ["millionths of a dollar of a day", "tokens of a day"]
    assert {row["tokens"] for row in alice.rows("ai_quota_daily")} <= {0}
    assert integrity(alice.user_id) == []


@pytest.mark.parametrize(
    ("damage", "problem"),
    [
        ("current_day_tokens = current_day_tokens + 777", "tokens of a day"),
        ("current_day_requests = 0", "requests of a day"),
        ("current_day_cost_usd = 99", "millionths of a dollar of a day"),
        ("current_day_unpriced = 5", "unpriced requests of a day"),
    ],
)
def test_a_sum_of_today_that_differs_is_noticed_and_repaired(
    alice: Caller, db: Any, integrity: Any, repair: Any, damage: str, problem: str
) -> None:
    alice.track(**GUIDE_CALL)
    db.execute(f"update public.user_ai_quotas set {damage} where user_id = %s", [alice.user_id])
    found = integrity(alice.user_id)

    repair(alice)

    assert found == [problem]
    assert integrity(alice.user_id) == []


def test_days_before_the_first_ledger_row_stay(alice: Caller, db: Any, repair: Any) -> None:
    db.execute(
        "insert into public.ai_quota_closed_days (user_id, day, tokens)"
        " values (%s, '2024-01-31', 777)",
        [alice.user_id],
    )

    repair(alice)

    assert one_row(alice.rows("ai_quota_daily"))["tokens"] == 777


def test_a_tier_without_a_subscription_is_noticed_and_repaired(
    alice: Caller, db: Any, integrity: Any, repair: Any
) -> None:
    db.execute(
        "update public.user_ai_quotas set tier = 'enterprise', monthly_token_quota = 10000000,"
        " monthly_request_quota = 10000 where user_id = %s",
        [alice.user_id],
    )
    found = integrity(alice.user_id)

    repair(alice)

    assert found == ["limit of requests", "limit of tokens", "tier enterprise in place of free"]
    assert (alice.status()["tier"], alice.status()["limit"]) == ("free", 10_000)
    assert integrity(alice.user_id) == []


def test_a_limit_that_is_not_that_of_the_override_is_noticed_and_repaired(
    alice: Caller, service: Caller, db: Any, integrity: Any, repair: Any
) -> None:
    override(service, alice.user_id, extra_tokens=5)
    db.execute(
        "update public.user_ai_quotas set monthly_token_quota = null where user_id = %s",
        [alice.user_id],
    )
    found = integrity(alice.user_id)

    repair(alice)

    assert found == ["limit of tokens"]
    assert alice.status()["limit"] == 10_005


def test_limits_that_wait_for_an_edited_tier_are_no_difference(
    alice: Caller, service: Caller, db: Any, integrity: Any, quota: Any
) -> None:
    db.execute(
        "insert into public.ai_quota_tiers (tier, monthly_token_quota, monthly_request_quota)"
        " values ('edited', 10000, 100)"
        " on conflict (tier) do update set monthly_token_quota = 10000"
    )
    service.call("initialize_user_quota", user_id=alice.user_id, tier="edited").raise_for_status()

    db.execute("update public.ai_quota_tiers set monthly_token_quota = 20000 where tier = 'edited'")

    assert quota(alice.user_id)["monthly_token_quota"] == 10_000
    assert alice.status()["limit"] == 20_000
    assert integrity(alice.user_id) == []


@pytest.mark.parametrize(
    ("damage", "problem"),
    [("reserved_tokens = 7", "tokens reserved"), ("reserved_requests = 7", "requests reserved")],
)
def test_a_reserved_sum_that_differs_is_noticed_and_repaired(
    alice: Caller, db: Any, integrity: Any, repair: Any, damage: str, problem: str
) -> None:
    reserve(alice, tokens=10)
    db.execute(f"update public.user_ai_quotas set {damage} where user_id = %s", [alice.user_id])
    found = integrity(alice.user_id)

    repair(alice)

    assert found == [problem]
    assert alice.status()["reserved"] == 10
    assert integrity(alice.user_id) == []


def test_a_settled_reservation_without_a_ledger_row_is_noticed(
    alice: Caller, db: Any, integrity: Any
) -> None:
    settle(alice, reserve(alice, tokens=10), 5).raise_for_status()

    db.execute("delete from public.ai_agent_usage where user_id = %s", [alice.user_id])

    assert "ledger rows of a settled reservation" in integrity(alice.user_id)


@pytest.mark.parametrize(
    ("table", "columns", "problem"),
    [
        (
            "public.ai_agent_usage",
            "requests, created_at) values (%s, 0, now() - interval '400 days'",
            "ledger",
        ),
        # Of a day that would be compared, if it were somebody's.
        ("public.ai_agent_usage", "tokens_prompt, period_start) values (%s, 5, now()", "ledger"),
        (
            "public.ai_quota_reservations",
            "tokens, requests, period_start, expires_at) values (%s, 1, 1, now(), now()",
            "reservation",
        ),
        (
            "public.ai_quota_periods",
            "period_start, period_end, tokens_used, requests_used, tier)"
            " values (%s, '2024-01-01Z', '2024-02-01Z', 1, 1, 'free'",
            "period",
        ),
        ("public.ai_quota_closed_days", "day, tokens) values (%s, '2024-01-01', 1", "day"),
    ],
)
def test_rows_without_an_account_are_noticed(
    alice: Caller, db: Any, integrity: Any, table: str, columns: str, problem: str
) -> None:
    db.execute("delete from auth.users where id = %s", [alice.user_id])

    db.execute(f"insert into {table} (user_id, {columns})", [alice.user_id])

    assert integrity(alice.user_id) == [f"{problem} rows without an account"]
    db.execute(f"delete from {table} where user_id = %s", [alice.user_id])


# What is missing in the catalogue


# Without days by label: other tests write ledger rows by hand.
MISSING = """
select problem from public.verify_quota_integrity()
where user_id is null and problem not like '% by label of a day' order by problem
"""


def test_nothing_is_missing_after_an_installation(db: Any) -> None:
    assert db.execute(MISSING).fetchall() == []


@pytest.mark.parametrize(
    ("damage", "problem"),
    [
        (
            "drop function ai_quota.handle_new_user() cascade",
            "trigger ~ai_quota_handle_new_user on auth.users is missing or disabled",
        ),
        (
            "drop function ai_quota.delete_user_data() cascade",
            "trigger ~ai_quota_delete_user_data on auth.users is missing or disabled",
        ),
        (
            "alter table public.ai_agent_usage disable row level security",
            "row level security of ai_agent_usage is off",
        ),
        (
            "alter table public.user_ai_quotas disable row level security",
            "row level security of user_ai_quotas is off",
        ),
        (
            "alter table public.ai_quota_audit disable row level security",
            "row level security of ai_quota_audit is off",
        ),
        (
            "alter table ai_quota.settings disable row level security",
            "row level security of ai_quota.settings is off",
        ),
        (
            "alter view public.ai_quota_daily reset (security_invoker)",
            "security_invoker of ai_quota_daily is off",
        ),
        (
            "alter view public.ai_quota_unpriced_models set (security_invoker = false)",
            "security_invoker of ai_quota_unpriced_models is off",
        ),
        (
            "delete from ai_quota.settings",
            "the row of ai_quota.settings is missing: the strictest value of each holds",
        ),
        (
            "delete from ai_quota.limits_version",
            "the row of ai_quota.limits_version is missing: every call takes its limits anew",
        ),
    ],
)
def test_what_a_restored_dump_may_lack_is_noticed(db: Any, damage: str, problem: str) -> None:
    with db.transaction(force_rollback=True):
        db.execute(damage)
        rows = db.execute(MISSING).fetchall()

    assert [row["problem"].replace("public.", "") for row in rows] == [problem]


# Deleted accounts


def deleted(db: Any, user: Caller) -> None:
    """Deletes an account, as the auth server does."""
    db.execute("delete from auth.users where id = %s", [user.user_id])


@pytest.fixture
def deleted_usage(service: Caller) -> Any:
    """The sums of what deleted accounts used."""

    def read() -> tuple[int, int, float, int]:
        rows = service.rows("ai_quota_deleted_usage")
        assert all("user_id" not in row for row in rows)
        return (
            sum(row["tokens"] for row in rows),
            sum(row["requests"] for row in rows),
            round(sum(row["cost_usd"] for row in rows), 6),
            sum(row["unpriced_requests"] for row in rows),
        )

    return read


def test_the_sums_of_a_deleted_account_stay_without_its_id(
    alice: Caller, service: Caller, db: Any, deleted_usage: Any
) -> None:
    service.track(**GUIDE_CALL, cost_usd=0.5, user_id=alice.user_id)
    service.track(tokens_prompt=1, tokens_completion=0, user_id=alice.user_id)
    before = deleted_usage()

    deleted(db, alice)

    after = deleted_usage()
    assert [round(new - old, 6) for new, old in zip(after, before, strict=True)] == [
        2001,
        2,
        0.5,
        1,
    ]
    assert service.rows("ai_agent_usage", user_id=alice.user_id) == []


def test_days_whose_ledger_rows_were_moved_away_stay_too(
    alice: Caller, db: Any, deleted_usage: Any
) -> None:
    db.execute(
        "insert into public.ai_quota_closed_days (user_id, day, tokens, requests, cost_usd)"
        " values (%s, '2024-01-31', 7, 1, 2)",
        [alice.user_id],
    )
    before = deleted_usage()

    deleted(db, alice)

    after = deleted_usage()
    assert [round(new - old, 6) for new, old in zip(after, before, strict=True)] == [7, 1, 2, 0]


def test_only_admins_read_the_usage_of_deleted_accounts(
    alice: Caller, bob: Caller, admin: Caller, db: Any
) -> None:
    alice.track(**GUIDE_CALL)

    deleted(db, alice)

    assert bob.rows("ai_quota_deleted_usage") == []
    assert admin.rows("ai_quota_deleted_usage") != []


def test_the_token_of_a_deleted_account_is_worth_nothing(alice: Caller, db: Any) -> None:
    deleted(db, alice)

    report = alice.call("track_usage", **GUIDE_CALL)
    reservation = alice.call("reserve_tokens", tokens=1)

    assert (report.status_code, reservation.status_code) == (400, 400)
    assert one_row(alice.call("check_user_quota").json())["allowed"] is False
    assert alice.call("has_quota_for", tokens=1).json() is False
    assert alice.status()["is_blocked"] is True


@pytest.fixture
def anonymized(
    alice: Caller, service: Caller, db: Any, set_setting: Any
) -> tuple[Caller, dict[str, Any]]:
    """A deleted account whose usage is kept, and its random id in a row of its ledger."""
    set_setting("on_account_deletion", "anonymize")
    subscribe(service, alice.user_id, "basic")
    service.track(**GUIDE_CALL, cost_usd=0.5, request_id="r-1", user_id=alice.user_id)
    service.call("reset_user_quota", user_id=alice.user_id, reason="x").raise_for_status()
    settle(alice, reserve(alice, tokens=10), 5).raise_for_status()
    reserve(alice, tokens=10_000_000)
    db.execute(
        "insert into public.ai_quota_closed_days (user_id, day, tokens)"
        " values (%s, '2024-01-31', 777)",
        [alice.user_id],
    )
    before = db.execute("select max(id) as id from public.ai_agent_usage").fetchone()
    deleted(db, alice)
    row = db.execute("select * from public.ai_agent_usage where id = %s", [before["id"]]).fetchone()
    return alice, row


def test_the_usage_of_an_anonymized_account_stays_under_a_random_id(
    anonymized: tuple[Caller, dict[str, Any]], service: Caller, db: Any
) -> None:
    user, row = anonymized
    stranger = str(row["user_id"])

    entries = service.rows("ai_agent_usage", user_id=stranger)

    assert stranger != user.user_id
    assert sorted(entry["tokens_total"] for entry in entries) == [5, 2_000]
    kept = {"session_id", "workflow_id", "request_id", "reservation_id"}
    assert {entry[name] for entry in entries for name in kept} == {None}
    assert one_row(service.rows("ai_quota_periods", user_id=stranger))["tokens_used"] == 2_000
    days = service.rows("ai_quota_daily", user_id=stranger)
    assert sorted(day["tokens"] for day in days) == [777, 2_005]


def test_nothing_of_an_anonymized_account_stays_under_its_own_id(
    anonymized: tuple[Caller, dict[str, Any]], service: Caller
) -> None:
    user, _ = anonymized
    tables = [
        *("user_ai_quotas", "ai_agent_usage", "ai_quota_reservations", "ai_quota_alerts"),
        *("ai_quota_periods", "ai_quota_closed_days", "ai_quota_subscriptions"),
        *("ai_quota_denials", "ai_quota_audit", "ai_quota_overrides"),
    ]

    rows = [service.rows(table, user_id=user.user_id) for table in tables]

    assert rows == [[]] * len(tables)


def test_an_anonymized_account_is_no_difference(
    anonymized: tuple[Caller, dict[str, Any]], integrity: Any
) -> None:
    user, row = anonymized

    assert integrity(str(row["user_id"])) == integrity(user.user_id) == []


def test_two_anonymized_accounts_have_two_ids(
    alice: Caller, bob: Caller, service: Caller, db: Any, set_setting: Any
) -> None:
    set_setting("on_account_deletion", "anonymize")
    mine, others = alice.track(**GUIDE_CALL), bob.track(**GUIDE_CALL)
    ids = "select id from public.ai_agent_usage where user_id = any (%s)"
    kept = [row["id"] for row in db.execute(ids, [[alice.user_id, bob.user_id]]).fetchall()]

    deleted(db, alice)
    deleted(db, bob)

    rows = db.execute("select user_id from public.ai_agent_usage where id = any (%s)", [kept])
    assert mine["used"] == others["used"] == 2_000
    assert len({row["user_id"] for row in rows.fetchall()}) == 2
