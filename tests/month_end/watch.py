"""Which month ends there are, in which databases, and what is broken in some of them."""

from datetime import UTC, date, datetime
from signal import SIGQUIT
from threading import Timer
from typing import Any

from month_end.clock import ClockedServer
from month_end.places import Row
from month_end.story import Passage, live_through
from stack import release
from upgrade.servers import ROOT

PASSAGES = (
    Passage("31 January", (date(2027, 1, 31),)),
    Passage("28 February", (date(2027, 2, 28),), has_both_jobs=True),
    Passage("31 December", (date(2027, 12, 31),), zone="Pacific/Kiritimati"),
    Passage("29 February", (date(2028, 2, 29),), zone="America/Los_Angeles"),
    Passage("two months that nobody called", (date(2028, 4, 30), date(2028, 5, 31))),
    Passage("two months that the server slept", (date(2028, 7, 31), date(2028, 8, 31)), True),
)

# Databases without pg_cron, and the time zones that were set on them.
ZONES = {
    "no_cron": "UTC",
    "kiritimati": "Pacific/Kiritimati",
    "los_angeles": "America/Los_Angeles",
}


def exchange(pattern: str, replacement: str) -> str:
    """All functions with a piece of their bodies exchanged; raises where no function has it."""
    return f"""
        do $break$
        declare
          v_functions oid[] := array(
            select p.oid
            from pg_catalog.pg_proc as p
            where p.pronamespace in ('public'::regnamespace, 'ai_quota'::regnamespace)
              and p.prosrc ~ $old${pattern}$old$
          );
          v_function oid;
        begin
          if v_functions = '{{}}' then
            raise exception 'nothing to break';
          end if;
          foreach v_function in array v_functions loop
            execute regexp_replace(
              pg_get_functiondef(v_function), $old${pattern}$old$, $new${replacement}$new$, 'g'
            );
          end loop;
        end
        $break$;
    """


UNPIN_TIME_ZONES = """
    do $unpin$
    declare
      v_function regprocedure;
    begin
      for v_function in
        select p.oid
        from pg_catalog.pg_proc as p
        where p.pronamespace in ('public'::regnamespace, 'ai_quota'::regnamespace)
          and 'TimeZone=UTC' = any (p.proconfig)
      loop
        execute format('alter function %s reset timezone', v_function);
      end loop;
      if not found then
        raise exception 'no function pins the time zone';
      end if;
    end
    $unpin$;
"""

# What is broken, its time zone, and the tables or answers that must show it.
BROKEN = {
    "days_are_the_sessions": (
        exchange(r"(\S*as_of|current_timestamp) at time zone 'UTC'", r"\1::timestamp"),
        "America/Los_Angeles",
        {"ai_agent_usage", "ai_quota_daily"},
    ),
    # Unpinned too: functions that pin the time zone correct a month that is the session's.
    "months_are_the_sessions": (
        exchange(r"date_trunc\('month', (\S+), 'UTC'\)", r"date_trunc('month', \1)")
        + exchange(r"_boundary\.moment at time zone 'UTC'", r"_boundary.moment::timestamp")
        + exchange(r"return v_boundary at time zone 'UTC'", r"return v_boundary")
        + UNPIN_TIME_ZONES,
        "Pacific/Kiritimati",
        {"user_ai_quotas", "ai_quota_periods", "ai_agent_usage"},
    ),
    "time_zones_are_not_pinned": (UNPIN_TIME_ZONES, "Pacific/Kiritimati", {"statuses"}),
    "closed_periods_are_not_kept": (
        "create function public.forget() returns trigger language plpgsql as"
        " 'begin return null; end';"
        " create trigger forget before insert on public.ai_quota_periods"
        " for each row execute function public.forget();",
        "UTC",
        {"ai_quota_periods"},
    ),
}

# A price for each month, and a job that shows when pg_cron is awake.
PRICES = """
    insert into public.ai_quota_prices (model, valid_from, input_price, output_price)
    select 'a-model', m.first, extract(month from m.first), 10
    from generate_series(date '2027-01-01', date '2028-12-01', interval '1 month') as m (first);
"""
HEARTBEAT = "select cron.schedule('heartbeat', '* * * * *', 'select 1');"


def watch() -> dict[str, Row]:
    """Lives through all month ends on one server, one after the other."""
    new_year = datetime(2027, 1, 1, tzinfo=UTC)
    server = ClockedServer(new_year, cron="pg_cron")
    # While its clock stands still, no time-out of its own ends a call that hangs.
    patience = Timer(300, lambda: server.child_process.send_signal(SIGQUIT))
    patience.start()
    try:
        make_databases(server)
        server.start_pg_cron(new_year)
        return {
            passage.name: live_through(
                passage, server, ["pg_cron", *ZONES, *(BROKEN if passage == PASSAGES[0] else ())]
            )
            for passage in PASSAGES
        }
    finally:
        patience.cancel()
        server.stop()


def make_databases(server: ClockedServer) -> None:
    """A project with pg_cron, and many without that are the same but for what is said here."""
    for name in ("pg_cron", "no_cron"):
        server.make(name)
        server.migrate(name, tuple(release.migrations(ROOT)))
        with server.connect(name) as owner:
            owner.execute(PRICES)
    with server.connect("pg_cron") as owner:
        owner.execute(HEARTBEAT)
    zones = {**ZONES, **{name: zone for name, (_, zone, _) in BROKEN.items()}}
    for name in zones.keys() - {"no_cron"}:
        server.copy("no_cron", name)
    with server.connect("postgres", "supabase_admin") as admin:
        for name, zone in zones.items():
            admin.execute(f"alter database {name} set timezone = '{zone}'".encode())
    for name, (sql, _, _) in BROKEN.items():
        with server.connect(name) as owner:
            owner.execute(sql.encode())


def as_text(value: Any) -> str:
    """Text for values that JSON has no type for; times in UTC."""
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else str(value)
