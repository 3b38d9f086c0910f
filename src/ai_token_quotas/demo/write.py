"""Writes the made-up company into a database, in one transaction."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random
from uuid import UUID

import psycopg

from ai_token_quotas.demo.company import DOMAIN, Call, Month, Person, calls, people
from ai_token_quotas.shipped import read
from ai_token_quotas.ui import WRONG, Failure

Months = dict[tuple[UUID, date], Month]


@dataclass(frozen=True)
class Written:
    """How much was written."""

    users: int
    calls: int
    denials: int
    alerts: int


def write(url: str, *, seed: int, force: bool) -> Written:
    """Write everything, or nothing."""
    try:
        with psycopg.connect(url, connect_timeout=10, prepare_threshold=None) as db:
            _require_room(db, force=force)
            return _write(db, Random(seed))  # noqa: S311 - a demo has no secrets
    except psycopg.OperationalError as error:
        line = str(error).strip().splitlines()[-1]
        raise Failure(f"The database does not answer: {line}") from None
    except psycopg.ProgrammingError as error:
        if error.sqlstate is None:
            raise Failure("--db-url is no connection string: postgresql://…") from None
        raise Failure(f"The database says: {error}", WRONG) from None
    except psycopg.Error as error:
        raise Failure(f"The database says: {error}", WRONG) from None


def _require_room(db: psycopg.Connection, *, force: bool) -> None:
    if not _one(db, "select to_regproc('public.prepare_quota_alert') is not null"):
        raise Failure(
            "AI token quotas 0.10.0 or newer are not in this database: ai-token-quotas check",
            WRONG,
        )
    if _one(db, "select period_anchor <> 'month' from ai_quota.settings"):
        raise Failure(
            "The demo's periods are calendar months, and ai_quota.settings.period_anchor says "
            "subscription: use another database.",
            WRONG,
        )
    if _one(db, f"select exists (select from auth.users where email like '%@{DOMAIN}')"):  # noqa: S608
        raise Failure("The demo's users are in this database already.", WRONG)
    users = _one(db, "select count(*) from auth.users")
    if users and not force:
        raise Failure(
            f"This database has {users} users, and a demo among real users cannot be told from "
            "them in sums. Use an empty database, or --force.",
            WRONG,
        )


def _write(db: psycopg.Connection, chance: Random) -> Written:
    now = datetime.now(UTC)
    staff = people(chance, now)
    months: Months = {}
    made = [call for person in staff for call in calls(person, chance, now, months)]
    made.sort(key=lambda call: call.at)

    db.execute("set local timezone = 'UTC'")
    _write_users(db, staff)
    _write_plans(db, staff, chance, now)
    _write_ledger(db, made)
    denials = _write_denials(db, months)
    db.execute("select public.repair_user_quota(id) from demo_users")
    db.execute(_sql("alerts"))
    _write_actions(db, staff, chance, now)
    _write_late(db)
    alerts = _one(
        db,
        "select count(*) from public.ai_quota_alerts as a"
        " join pg_temp.demo_users as u on u.id = a.user_id",
    )
    return Written(len(staff), len(made), denials, int(str(alerts)))


def _write_users(db: psycopg.Connection, staff: Sequence[Person]) -> None:
    """Accounts that nobody can sign in to: they have no password."""
    db.execute(
        "create temp table demo_users (id uuid primary key, email text, tier text, joined"
        " timestamptz, app jsonb, about jsonb) on commit drop"
    )
    roles = {0: {"ai_quota_role": "operator"}, 1: {"ai_quota_role": "admin"}}
    with db.cursor().copy("copy demo_users from stdin") as copy:
        for number, one in enumerate(staff):
            app = {"provider": "email", "ai_quota_demo": True, **roles.get(number, {})}
            about = {"name": one.name, "language": one.language}
            copy.write_row(
                (one.id, one.email, one.tier, one.joined, json.dumps(app), json.dumps(about))
            )
    db.execute(_sql("users"))


def _write_plans(
    db: psycopg.Connection, staff: Sequence[Person], chance: Random, now: datetime
) -> None:
    """Paid tiers are subscriptions; a few are late, cancelled or on trial."""
    for number, one in enumerate(person for person in staff if person.tier != "free"):
        status = {3: "past_due", 7: "trialing"}.get(number % 20, "active")
        start = now - timedelta(days=chance.uniform(0, 6 if status == "past_due" else 29))
        db.execute(
            "select from public.set_user_subscription(user_id => %s, subscription_id => %s,"
            " tier => %s, status => %s, current_period_start => %s, current_period_end => %s)",
            [one.id, f"sub_demo_{number}", one.tier, status, start, start + timedelta(days=30)],
        )


def _write_ledger(db: psycopg.Connection, made: Iterable[Call]) -> None:
    db.execute(
        "create temp table demo_calls (user_id uuid, at timestamptz, prompt integer, completion"
        " integer, cached integer, model text, discipline text, workflow text) on commit drop"
    )
    with db.cursor().copy("copy demo_calls from stdin") as copy:
        for one in made:
            copy.write_row(
                (
                    *(one.user_id, one.at, one.prompt, one.completion, one.cached, one.model),
                    *(one.discipline, one.workflow),
                )
            )
    db.execute("analyze demo_calls")
    db.execute(_sql("ledger"))


def _write_denials(db: psycopg.Connection, months: Months) -> int:
    db.execute(
        "create temp table demo_denials (user_id uuid, day date, reason text, denials bigint,"
        " tokens bigint) on commit drop"
    )
    count = 0
    with db.cursor().copy("copy demo_denials from stdin") as copy:
        for (user_id, _), month in months.items():
            for (day, reason), (denials, tokens) in month.denied.items():
                copy.write_row((user_id, day, reason, denials, tokens))
                count += denials
    db.execute(
        "insert into public.ai_quota_denials (user_id, day, reason, denials, tokens)"
        " select user_id, day, reason, denials, tokens from demo_denials"
    )
    return count


def _write_actions(
    db: psycopg.Connection, staff: Sequence[Person], chance: Random, now: datetime
) -> None:
    """What operators did, and what is held at the moment; through the functions for it."""
    some = chance.sample([one for one in staff if one.joined < now - timedelta(days=35)], 45)
    contracts, boosts, unlimited = some[:6], some[6:14], some[14:16]
    for one in contracts:
        _override(db, one, now, "a contract for this year", 330, monthly_token_quota=500_000)
    for one in boosts:
        days = chance.choice((2, 5, 20))
        _override(db, one, now, "a launch, asked for by phone", days, extra_tokens=25_000)
    for one in unlimited:
        _override(db, one, now, "our own team", 0, is_unlimited=True)
    for one in some[16:19]:
        db.execute(
            "select from public.set_user_blocked(user_id => %s, reason => 'looked like a script')",
            [one.id],
        )
    for one in some[19:22]:
        db.execute(
            "select from public.adjust_usage(user_id => %s, tokens => 500, requests => 0,"
            " reason => 'a call that the provider billed later')",
            [one.id],
        )
    for one in some[22:40]:
        db.execute(
            "select from public.reserve_tokens(tokens => %s, user_id => %s,"
            " expires_in_seconds => 86400)",
            [chance.randrange(100, 900), one.id],
        )


def _override(
    db: psycopg.Connection, one: Person, now: datetime, reason: str, days: int, **limits: object
) -> None:
    values = {"user_id": one.id, "reason": reason, **limits}
    if days:
        values["expires_at"] = now + timedelta(days=days)
    names = ", ".join(values)
    places = ", ".join(["%s"] * len(values))
    db.execute(
        f"insert into public.ai_quota_overrides ({names}) values ({places})".encode(),  # noqa: S608
        list(values.values()),
    )


def _write_late(db: psycopg.Connection) -> None:
    """Have days that were counted before counted again, where the package counts by day."""
    if _one(db, "select to_regclass('ai_quota.late_days') is not null"):
        db.execute(
            "insert into ai_quota.late_days (day, user_id)"
            " select distinct (at at time zone 'UTC')::date, user_id from demo_calls"
            " where at < date_trunc('day', now(), 'UTC')"
        )


def _sql(name: str) -> bytes:
    return read(f"cli/demo/{name}.sql").encode()


def _one(db: psycopg.Connection, statement: str) -> object:
    row = db.execute(statement.encode()).fetchone()
    return row[0] if row else None
