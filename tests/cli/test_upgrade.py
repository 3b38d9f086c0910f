"""An upgrade from 0.9.0 while calls go on: none fails, none is lost, and nothing is forgotten."""

import json
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event
from typing import Any

import psycopg
import pytest
from cli.conftest import Databases, Project
from foreign.fingerprint import differences
from older.load import user_id

from ai_token_quotas import check, shipped
from ai_token_quotas import uninstall as removal

FIRST, *STEPS = shipped.releases()
LEDGER, CALLERS = 10_000, 6
# Those whose rows are looked at, and those who call meanwhile.
USERS = [user_id(number) for number in range(1, 51)]
CALLING = [user_id(number) for number in range(51, 81)]
TEAM, DENIED, OVER, REFUNDED, RESET, UNLIMITED, HALF, BLOCKED, HOLDING = USERS[-9:]
STATUSES = (
    "active",
    "trialing",
    "past_due",
    "canceled",
    "unpaid",
    "incomplete",
    "incomplete_expired",
    "paused",
    "ended",
)
# Everything that a host of 0.9.0 can have, of users whose figures must stay.
USE = f"""
insert into auth.users (id) select unnest('{{{",".join(USERS + CALLING)}}}'::uuid[]);
insert into public.ai_quota_tiers (tier, monthly_token_quota, monthly_request_quota)
values ('team', 7777777, 77777);
update public.ai_quota_tiers set monthly_token_quota = 1000000, monthly_request_quota = 1000
where tier = 'free';
select public.track_usage(
  user_id => ('{{{",".join(USERS)}}}'::uuid[])[1 + i % 50], tokens_prompt => i % 70,
  tokens_completion => i % 30, request_id => 'request ' || i,
  model_used => case i % 3 when 0 then 'gpt-5' when 1 then 'unknown' end
)
from generate_series(1, {LEDGER}) as i;
select public.initialize_user_quota('{TEAM}', 'team');
insert into public.ai_quota_subscriptions (
  user_id, tier, status, current_period_start, current_period_end
)
select
  ('{{{",".join(USERS)}}}'::uuid[])[n], 'pro', status, now() - interval '1 day',
  now() + interval '29 days'
from unnest('{{{",".join(STATUSES)}}}'::text[]) with ordinality as s (status, n);
insert into public.ai_quota_overrides (
  user_id, monthly_token_quota, monthly_request_quota, reason
)
values ('{UNLIMITED}', null, null, 'friend'), ('{HALF}', 30000, null, 'boost');
select public.adjust_usage('{REFUNDED}', -100, 'refund', request_id => 'refund 1');
select public.reset_user_quota('{RESET}', 'gift');
select public.set_user_blocked('{BLOCKED}', true);
select public.reserve_tokens(90, user_id => '{HOLDING}', expires_in_seconds => 86400);
select public.reserve_tokens(9000000, user_id => '{DENIED}');
select public.track_usage(user_id => '{OVER}', tokens_prompt => 800000, tokens_completion => 0);
select public.complete_quota_alert(a.id) from public.claim_quota_alerts(1) as a;
select public.track_usage(user_id => '{OVER}', tokens_prompt => 900000, tokens_completion => 0);
select public.fail_quota_alert(a.id, 'no network') from public.claim_quota_alerts(1) as a;
"""


@pytest.fixture
def first(databases: Databases, project: Project) -> str:
    """A database in which 0.9.0 is in use."""
    name = databases.copy("empty")
    project.add("20250101000000_ai_token_quotas_0.9.0.sql", FIRST.text)
    databases.push(project, name)
    with databases.connect(name, "supabase_admin") as admin:
        admin.execute(USE.encode())
    return name


@pytest.fixture
def upgraded(databases: Databases, project: Project, first: str) -> str:
    """The same database after the upgrade."""
    upgrade(databases, project, first)
    return first


def upgrade(databases: Databases, project: Project, name: str) -> None:
    """Write the steps, and run them."""
    assert project.run("upgrade").status == 0
    databases.push(project, name)


def rows(databases: Databases, name: str, query: str, *values: object) -> list[tuple[Any, ...]]:
    """The rows of a query as the owner."""
    with databases.connect(name) as db:
        return db.execute(query.encode(), values or None).fetchall()


def wrong(databases: Databases, name: str) -> list[str]:
    """What `check` finds wrong, models without a price aside."""
    with databases.connect(name) as db:
        return [one.problem for one in check.inspect(db).wrong if one.check != "unpriced_models"]


@contextmanager
def acting(
    db: psycopg.Connection, role: str, user: str
) -> Iterator[tuple[psycopg.Connection, dict[str, str]]]:
    """A transaction of an API role, and the argument with which the server names the user."""
    is_server = role == "service_role"
    claims = {"role": role} | ({} if is_server else {"sub": user})
    with db.transaction():
        db.execute(f"set local role {role}".encode())
        db.execute("select set_config('request.jwt.claims', %s, true)", [json.dumps(claims)])
        yield db, {"user_id": user} if is_server else {}


def call(db: psycopg.Connection, function: str, **arguments: object) -> list[tuple[Any, ...]]:
    """Call an RPC by the names of its arguments."""
    named = ", ".join(f"{name} => %s" for name in arguments)
    query = f"select * from public.{function}({named})"
    return db.execute(query.encode(), [*arguments.values()], prepare=False).fetchall()


def track(db: psycopg.Connection, role: str, user: str, request_id: str, tokens: int = 1) -> None:
    """Record a call of a user."""
    with acting(db, role, user) as (caller, named):
        call(
            caller,
            "track_usage",
            tokens_prompt=tokens,
            tokens_completion=1,
            request_id=request_id,
            **named,
        )


def hold(db: psycopg.Connection, role: str, user: str) -> None:
    """Reserve tokens and let them go, in two transactions."""
    with acting(db, role, user) as (caller, named):
        ((_, held, *_),) = call(caller, "reserve_tokens", tokens=10, **named)
    with acting(db, role, user) as (caller, named):
        call(caller, "release_reservation", reservation_id=held, **named)


def work(url: str, worker: int, over: Event) -> tuple[Counter[str], list[tuple[str, str, str]]]:
    """Record calls until it is over; returns the errors, and what was sent."""
    errors: Counter[str] = Counter()
    sent: list[tuple[str, str, str]] = []
    role = ("service_role", "authenticated")[worker % 2]
    with psycopg.connect(url, autocommit=True) as db:
        while not over.is_set():
            one = role, CALLING[(worker * 7 + len(sent)) % len(CALLING)], f"{worker} {len(sent)}"
            try:
                track(db, *one)
                hold(db, *one[:2])
            except psycopg.Error as error:
                errors[f"{error.sqlstate} {error}"] += 1
            sent.append(one)
    return errors, sent


def test_calls_go_on_during_an_upgrade(databases: Databases, project: Project, first: str) -> None:
    ((ledger,),) = rows(databases, first, "select count(*) from ai_agent_usage")
    before = wrong(databases, first)

    over = Event()
    with ThreadPoolExecutor(CALLERS) as pool:
        workers = [
            pool.submit(work, databases.url(first), worker, over) for worker in range(CALLERS)
        ]
        try:
            upgrade(databases, project, first)
        finally:
            over.set()
    results = [worker.result() for worker in workers]
    sent = [one for _, some in results for one in some]
    with databases.connect(first) as db:
        for one in sent:
            track(db, *one)

    assert sum((errors for errors, _ in results), Counter()) == {}
    query = "select count(*), ai_quota.version() from ai_agent_usage"
    assert rows(databases, first, query) == [(ledger + len(sent), shipped.newest())]
    assert len(sent) > 20
    # Calls of 0.9.0 that waited for the step count no requests of unknown price; repair does.
    unpriced = "unpriced requests of a day"
    assert before == [one for one in wrong(databases, first) if not one.startswith(unpriced)] == []


def test_every_status_is_as_before(databases: Databases, project: Project, first: str) -> None:
    query = """
        select q.user_id::text, to_jsonb(s)
        from public.user_ai_quotas as q
          cross join lateral ai_quota.describe_quota(ai_quota.read_quota(q.user_id)) as s
        where q.user_id::text = any(%s) and q.user_id <> %s
    """
    before = dict(rows(databases, first, query, USERS, HALF))

    upgrade(databases, project, first)

    after = dict(rows(databases, first, query, USERS, HALF))
    assert after == before
    assert Counter(status["tier"] for status in after.values()) == {"free": 45, "pro": 3, "team": 1}


def test_one_limit_of_an_override_stays_beyond_reach(databases: Databases, upgraded: str) -> None:
    query = "select monthly_token_quota, monthly_request_quota from ai_quota_overrides"

    assert sorted(rows(databases, upgraded, query), key=str) == [
        (30000, 9000000000000000),
        (None, None),
    ]


def test_delivered_alerts_stay_delivered_and_others_wait(
    databases: Databases, upgraded: str
) -> None:
    with databases.connect(upgraded) as db:
        db.execute("update ai_quota.alert_deliveries set next_attempt_at = now()")
        claimed = call(db, "claim_quota_alerts")
    alerts = rows(databases, upgraded, "select kind, threshold from ai_quota_alerts order by id")

    # The denial, which was the first, was delivered; of two thresholds at once, the higher is.
    assert Counter(alerts) == {
        ("denied", 0): 1,
        ("usage", 75): 1,
        ("usage", 90): 1,
        ("usage", 100): 1,
    }
    assert {(kind, threshold) for _, _, _, kind, _, threshold, *_ in claimed} == {
        ("usage", 75),
        ("usage", 100),
    }


def test_reasons_go_to_the_audit_log(databases: Databases, upgraded: str) -> None:
    audit = rows(databases, upgraded, "select user_id::text, action, reason from ai_quota_audit")
    marked = rows(
        databases,
        upgraded,
        "select user_id::text from ai_agent_usage where is_adjustment union all"
        " select user_id::text from ai_quota_periods where is_early",
    )

    assert sorted(audit) == sorted(
        [(REFUNDED, "adjust_usage", "refund"), (RESET, "reset_user_quota", "gift")]
    )
    assert sorted(marked) == sorted([(REFUNDED,), (RESET,)])


@pytest.mark.parametrize("role", ["service_role", "authenticated"])
def test_calls_from_before_are_counted_once(databases: Databases, upgraded: str, role: str) -> None:
    ((ledger,),) = rows(databases, upgraded, "select count(*) from ai_agent_usage")
    user, other = USERS[10], USERS[11]
    with databases.connect(upgraded) as db:
        with acting(db, role, user) as (caller, named):
            call(
                caller,
                "track_usage",
                tokens_prompt=10,
                tokens_completion=10,
                model_used="unknown",
                request_id="request 10",
                **named,
            )
        with pytest.raises(psycopg.errors.UniqueViolation):
            track(db, role, other, "request 11", tokens=999)
        call(db, "adjust_usage", user_id=REFUNDED, tokens=-100, reason="x", request_id="refund 1")

    assert rows(databases, upgraded, "select count(*) from ai_agent_usage") == [(ledger,)]


# What the host made of ours


IN_USE = f"""
create table public.notes (user_id uuid default auth.uid(), body text);
alter table public.notes enable row level security;
create policy "with tokens left" on public.notes for insert to authenticated
  with check (public.has_quota_for(1000));
grant insert on public.notes to authenticated;
create function public.log_call(tokens bigint, request text) returns void language sql as $$
  select public.track_usage(
    null, null, 'chat', 'w', tokens, 0, 'gpt-5', null, 0, 0, '{HOLDING}', request, null
  );
$$;
"""


def test_what_a_host_made_goes_on_working(
    databases: Databases, project: Project, first: str
) -> None:
    with databases.connect(first) as db:
        db.execute(IN_USE.encode())

    upgrade(databases, project, first)

    with databases.connect(first) as db:
        with acting(db, "authenticated", HOLDING):
            db.execute("insert into public.notes (body) values ('a')")
        with pytest.raises(psycopg.errors.InsufficientPrivilege), acting(db, "authenticated", OVER):
            db.execute("insert into public.notes (body) values ('a')")
        db.execute("select public.log_call(5, 'by position')")
        with pytest.raises(psycopg.errors.RaiseException, match=r"policy .with tokens left. on"):
            db.execute(removal.text(keep_data=False).encode())
    query = "select tokens_prompt from ai_agent_usage where request_id = 'by position'"
    assert rows(databases, first, query) == [(5,)]
    assert wrong(databases, first) == []


# What a host made, and the line of the error.
IN_THE_WAY = {
    "a view of a column that goes": (
        "create view public.waiting as select id, delivered_at from ai_quota_alerts",
        "- view public.waiting needs public.ai_quota_alerts.delivered_at: drop it, and make it"
        " again afterwards",
    ),
    "a policy that calls a function with new arguments": (
        "create table public.notes (i int); create policy quota on public.notes"
        " using ((select allowed from public.check_user_quota(1)))",
        "- policy quota on public.notes needs public.check_user_quota(bigint): drop it, and make it"
        " again afterwards",
    ),
    "a function that calls another": (
        "create function public.claim() returns bigint language sql"
        " return (select count(*) from public.claim_quota_alerts(5))",
        "- function public.claim() needs public.claim_quota_alerts(bigint): drop it, and make it"
        " again afterwards",
    ),
    "a key of the subscriptions": (
        "create table public.invoices (user_id uuid references public.ai_quota_subscriptions)",
        "- table constraint invoices_user_id_fkey on public.invoices needs the primary key of"
        " ai_quota_subscriptions: drop it, and make it again afterwards",
    ),
    "a function with a new name": (
        "create function public.set_user_subscription(u uuid, plan text) returns void language sql"
        " as ''",
        "- function public.set_user_subscription(uuid,text) is not of this package: rename it, or"
        " drop it",
    ),
    "a table with a new name": (
        "create table public.ai_quota_audit (i int)",
        "- public.ai_quota_audit is not of this package: rename it, or drop it",
    ),
    "a column with a new name": (
        "alter table public.ai_quota_tiers add display_name text",
        "- column display_name of public.ai_quota_tiers has a name that the package needs: rename"
        " it",
    ),
    "an id on two rows": (
        "insert into public.ai_agent_usage (user_id, tokens_prompt, tokens_completion, request_id)"
        f" select '{USERS[0]}', 1, 1, 'twice' from generate_series(1, 2)",
        f"- request_id 'twice' of user {USERS[0]} is on several rows of ai_agent_usage: set it to"
        " null on all but one",
    ),
}


@pytest.fixture(scope="module")
def installed(databases: Databases) -> str:
    """A database with 0.9.0."""
    name = databases.copy("empty")
    with databases.connect(name) as db:
        db.execute(FIRST.text.encode())
        db.execute(f"insert into auth.users (id) values ('{USERS[0]}')".encode())
    return name


def test_one_error_names_all_that_is_in_the_way(databases: Databases, installed: str) -> None:
    name = databases.copy(installed)
    with databases.connect(name) as db:
        for statements, _ in IN_THE_WAY.values():
            db.execute(statements.encode())
    before = databases.fingerprint(name)

    with databases.connect(name) as db, pytest.raises(psycopg.errors.RaiseException) as caught:
        db.execute(STEPS[0].text.encode())

    title, *lines = str(caught.value.diag.message_primary).splitlines()
    assert title == "AI token quotas were not upgraded; nothing was changed."
    assert lines == sorted(line for _, line in IN_THE_WAY.values())
    assert differences(before, databases.fingerprint(name)) == []
