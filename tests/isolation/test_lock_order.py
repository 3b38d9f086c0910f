"""The lock order, observed: a call that waits for a lock holds no later one, so none can deadlock.

Another session, the gate, takes one lock after the other. A call stops at it, and the locks that it
holds by then are found by trying to take them.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from time import monotonic

import psycopg
import pytest
from upgrade.servers import Server

FIRST, SECOND = "00000000-0000-4000-8000-000000000001", "00000000-0000-4000-8000-000000000002"
HELD = "00000000-0000-4000-8000-00000000000a"

TWO_USERS = f"""
delete from auth.users;
insert into auth.users (id, email)
values ('{FIRST}', 'first@example.com'), ('{SECOND}', 'second@example.com');
insert into public.ai_quota_subscriptions (subscription_id, user_id, tier, current_period_end)
values ('s-0', '{FIRST}', 'free', now() + interval '1 day');
select public.initialize_user_quota('{SECOND}', 'basic');
select public.track_usage(user_id => '{FIRST}', tokens_prompt => 9000, tokens_completion => 0);
insert into public.ai_quota_reservations (id, user_id, tokens, requests, period_start, expires_at)
select '{HELD}', q.user_id, 1000, 1, q.period_start, now() + interval '5 minutes'
from public.user_ai_quotas as q
where q.user_id = '{FIRST}';
-- Have the row count the reservation that was inserted by hand.
update public.user_ai_quotas set reserved_valid_until = 'epoch' where user_id = '{FIRST}';
select ai_quota.lock_quota('{FIRST}');
"""
PERIODS_ARE_OVER = """
update public.user_ai_quotas set quota_reset_date = date_trunc('month', now(), 'UTC');
"""
CHARGE_IS_DUE = f"""
insert into public.ai_quota_reservations (
  user_id, on_expiry, tokens, requests, period_start, expires_at
)
select q.user_id, 'charge', 10, 1, q.period_start, now() - interval '1 second'
from public.user_ai_quotas as q
where q.user_id = '{FIRST}';
update public.user_ai_quotas set reserved_valid_until = 'epoch' where user_id = '{FIRST}';
"""
SITUATIONS = {
    "in a period": "",
    "after an edit of the tiers": "update public.ai_quota_tiers set monthly_request_quota = 77",
    "after an expiry": CHARGE_IS_DUE,
    "after a period": PERIODS_ARE_OVER,
    "after a period and an override": f"""
        insert into public.ai_quota_overrides (user_id, reason, expires_at)
        select q.user_id, 'a gift', now() - interval '1 second' from public.user_ai_quotas as q;
        update public.user_ai_quotas set limits_expire_at = now() - interval '1 second'
        where user_id = '{SECOND}';
        {PERIODS_ARE_OVER}
    """,
}

# What takes each lock, in the order of docs/guarantees.md; tiers in the order of their names, and
# quotas, each with its reservations, in that of their users.
LOCKS = {
    "subscription": "select from public.ai_quota_subscriptions where true for update",
    "request key": f"""insert into public.ai_agent_usage (user_id, request_id, period_start)
        values ('{FIRST}', 'r-1', now())""",
    "limits version": "update ai_quota.limits_version set swept_version = version",
    # As an edit of its limits does; a tier is deleted while nobody calls.
    "tier basic": "select from public.ai_quota_tiers where tier = 'basic' for no key update",
    "tier free": "select from public.ai_quota_tiers where tier = 'free' for no key update",
    "first quota": f"select from public.user_ai_quotas where user_id = '{FIRST}' for update",
    "second quota": f"select from public.user_ai_quotas where user_id = '{SECOND}' for update",
    "reservation": f"select from public.ai_quota_reservations where id = '{HELD}' for update",
}
# As its deletion does, which then goes on to the quota and all the rest.
ACCOUNT = f"select from auth.users where id = '{FIRST}' for update"

CALLS = {
    "a call": f"""select public.track_usage(
        user_id => '{FIRST}', tokens_prompt => 1, tokens_completion => 1)""",
    "a settlement": f"""select public.track_usage(
        user_id => '{FIRST}', tokens_prompt => 1, tokens_completion => 1,
        request_id => 'r-1', reservation_id => '{HELD}')""",
    "a late settlement": f"""select public.track_usage(
        user_id => '{FIRST}', tokens_prompt => 1, tokens_completion => 1, is_final => false,
        reservation_id => '{HELD}')""",
    "a batch": f"""select public.track_usage_batch(jsonb_build_array(
        jsonb_build_object('user_id', '{SECOND}', 'tokens_prompt', 1, 'tokens_completion', 1),
        jsonb_build_object('user_id', '{FIRST}', 'tokens_prompt', 1, 'tokens_completion', 1,
          'request_id', 'r-1', 'reservation_id', '{HELD}'),
        jsonb_build_object('user_id', '{FIRST}', 'tokens_prompt', 1, 'tokens_completion', 1)))""",
    "a reservation": f"select public.reserve_tokens(1, user_id => '{FIRST}')",
    "a reservation with a key": f"""select public.reserve_tokens(
        1, user_id => '{FIRST}', request_id => 'r-1')""",
    "a denial": f"select public.reserve_tokens(20000, user_id => '{FIRST}')",
    "a release": f"select public.release_reservation('{HELD}', '{FIRST}')",
    "an early reset": f"select public.reset_user_quota('{FIRST}', 'a gift')",
    "a block": f"select public.set_user_blocked('{FIRST}')",
    "a correction": f"select public.adjust_usage('{FIRST}', 1, 'late', request_id => 'r-1')",
    "a repair": f"select public.repair_user_quota('{FIRST}')",
    "a tier given": f"select public.initialize_user_quota('{FIRST}', 'basic')",
    "a subscription": f"select public.set_user_subscription('{FIRST}', 's-1', 'basic')",
    "a renewal": f"""select public.set_user_subscription(
        '{FIRST}', 's-0', 'basic', event_at => now() + interval '1 minute')""",
    "two subscriptions": f"""insert into public.ai_quota_subscriptions (
        subscription_id, user_id, tier)
        values ('s-1', '{FIRST}', 'free'), ('s-2', '{SECOND}', 'basic')""",
    "the end of a subscription": "delete from public.ai_quota_subscriptions",
    "an override": f"""insert into public.ai_quota_overrides (user_id, reason)
        values ('{FIRST}', 'a contract')""",
    "an edit of a tier": """update public.ai_quota_tiers set monthly_token_quota = 9000
        where tier = 'free'""",
    "an edit of all tiers": "update public.ai_quota_tiers set monthly_request_quota = 77",
    "an upsert of two tiers": """insert into public.ai_quota_tiers (tier, monthly_token_quota)
        values ('basic', 50500), ('free', 9000)
        on conflict (tier) do update set monthly_token_quota = excluded.monthly_token_quota""",
    "an edit of the settings": "update ai_quota.settings set user_open_holds = 20",
    "the job": "select public.reset_monthly_quotas()",
    "the charges": "select ai_quota.charge_due_reservations()",
    "the new limits": "select ai_quota.refresh_pages(0)",
}
EDITS = ["an edit of a tier", "an edit of all tiers", "an upsert of two tiers"]
JOBS = ["the job", "the charges", "the new limits"]
NOTICED = pytest.mark.xfail(reason="this order deadlocks", strict=True)
USUAL = ["a call", "a settlement", "a batch", "a reservation", "a denial"]
SEEN = [
    *(
        ("in a period", call)
        for call in CALLS
        if call not in (*EDITS, *JOBS, "an edit of the settings")
    ),
    *(
        (situation, call)
        for situation in ("after a period", "after an edit of the tiers", "after an expiry")
        for call in USUAL
    ),
]

# The reservation is locked before the quota.
REVERSED = """
create schema real;
alter function public.release_reservation set schema real;
create function public.release_reservation(reservation_id uuid, user_id uuid)
returns bigint
language plpgsql
as $$
begin
  perform from public.ai_quota_reservations as r where r.id = reservation_id for update;
  return (select r.used from real.release_reservation(reservation_id, user_id) as r);
end
$$;
"""

# An edit of a tier writes the limits of all its users.
EAGER = """
create function ai_quota.write_limits() returns trigger
language plpgsql
as $$
begin
  perform ai_quota.lock_quota(q.user_id, refresh => true) from public.user_ai_quotas as q;
  return null;
end
$$;
create trigger write_limits after update on public.ai_quota_tiers
  for each row execute function ai_quota.write_limits();
"""
# An event of a subscription locks the subscription before the account.
SUBSCRIPTION_FIRST = """
create schema real;
alter function public.set_user_subscription set schema real;
create function public.set_user_subscription(
  user_id uuid, subscription_id text, tier text, event_at timestamptz
)
returns bigint
language plpgsql
as $$
begin
  perform from public.ai_quota_subscriptions for update;
  return (select count(*) from real.set_user_subscription($1, $2, $3, event_at => $4));
end
$$;
"""
BROKEN = {REVERSED: "reversed", EAGER: "eager", SUBSCRIPTION_FIRST: "subscription_first"}


class Stops:
    """Stops a call at every lock that it takes, and says what it holds there."""

    def __init__(self, sessions: list[psycopg.Connection]) -> None:
        """Takes four sessions: who calls, who stops it, who looks, and who asks for locks."""
        self.caller, self.gate, self.observer, self.other = sessions

    def arrange(self, situation: str) -> None:
        """Two users in that situation."""
        self.observer.execute(TWO_USERS.encode())
        self.observer.execute(SITUATIONS[situation].encode())

    def of(self, call: str) -> dict[str, list[str]]:
        """The locks that the call waits for, with those that it holds by then."""
        stops = {lock: self.held_at(statement, call) for lock, statement in LOCKS.items()}
        return {lock: held for lock, held in stops.items() if held is not None}

    def held_at(self, gate: str, call: str) -> list[str] | None:
        """What the call holds while it waits for the gate; None if it does not wait for it."""
        with undone(self.caller), ThreadPoolExecutor(1) as pool, undone(self.gate):
            self.gate.execute(gate.encode())
            running = pool.submit(self.caller.execute, CALLS[call].encode())
            deadline = monotonic() + 10
            while not running.done():
                if self.waits():
                    others = (one for one in LOCKS if LOCKS[one] != gate)
                    return [one for one in others if self.is_taken(one)]
                assert monotonic() < deadline, f"neither done nor waiting: {call}"
            running.result()
        return None

    def waits(self) -> bool:
        """Whether the caller waits for another session."""
        row = self.observer.execute(
            "select pg_blocking_pids(%s) <> '{}'", [self.caller.info.backend_pid]
        ).fetchone()
        return bool(row and row[0])

    def is_taken(self, lock: str) -> bool:
        """Whether a lock cannot be had."""
        with undone(self.other):
            self.other.execute("set local lock_timeout = '20ms'")
            try:
                self.other.execute(LOCKS[lock].encode())
            except psycopg.errors.LockNotAvailable:
                return True
        return False


@contextmanager
def undone(session: psycopg.Connection) -> Iterator[None]:
    """A transaction that is rolled back."""
    with session.transaction(force_rollback=True):
        yield


def out_of_order(stops: dict[str, list[str]]) -> list[str]:
    """What was held too early."""
    order = list(LOCKS)
    return [
        f"{held} is held while {lock} is waited for"
        for lock, holds in stops.items()
        for held in holds
        if order.index(held) > order.index(lock)
    ]


@pytest.fixture
def stops(
    server: Server, project: Callable[..., str], request: pytest.FixtureRequest
) -> Iterator[Stops]:
    """Stops calls in a database of this file's, or in the broken one that the test names."""
    broken = getattr(request, "param", "")
    name = project(BROKEN.get(broken, "lock_order"), broken)
    with ExitStack() as stack:
        yield Stops([stack.enter_context(server.connect(name)) for _ in range(4)])


def test_a_settlement_takes_every_lock_in_order(stops: Stops) -> None:
    stops.arrange("in a period")

    assert stops.of("a settlement") == {
        "request key": [],
        "first quota": ["request key"],
        "reservation": ["request key", "first quota"],
    }


@pytest.mark.parametrize(("situation", "call"), SEEN)
def test_locks_are_taken_in_one_order(stops: Stops, situation: str, call: str) -> None:
    stops.arrange(situation)

    seen = stops.of(call)

    assert "first quota" in seen
    assert out_of_order(seen) == []


@pytest.mark.parametrize("stops", [REVERSED], indirect=True, ids=["reservation before quota"])
def test_another_order_is_noticed(stops: Stops) -> None:
    stops.arrange("in a period")

    assert out_of_order(stops.of("a release")) == [
        "reservation is held while first quota is waited for"
    ]


@pytest.mark.parametrize(("situation", "call"), SEEN)
def test_an_account_is_locked_before_its_quota(stops: Stops, situation: str, call: str) -> None:
    stops.arrange(situation)

    held = stops.held_at(ACCOUNT, call) or []

    assert {"first quota", "reservation"} & set(held) == set()


@pytest.mark.parametrize(
    "stops", ["", pytest.param(SUBSCRIPTION_FIRST, marks=NOTICED)], indirect=True
)
def test_an_account_is_locked_before_its_subscription(stops: Stops) -> None:
    stops.arrange("in a period")

    assert "subscription" not in (stops.held_at(ACCOUNT, "a renewal") or [])


@pytest.mark.parametrize("stops", ["", pytest.param(EAGER, marks=NOTICED)], indirect=True)
@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_of_a_tier_waits_for_no_call(stops: Stops, edit: str) -> None:
    stops.arrange("in a period")

    assert {"first quota", "second quota"} & set(stops.of(edit)) == set()


@pytest.mark.parametrize("situation", ["in a period", "after a period"])
@pytest.mark.parametrize("call", USUAL)
def test_a_call_waits_for_no_edit_of_a_tier(stops: Stops, situation: str, call: str) -> None:
    stops.arrange(situation)

    assert {"limits version", "tier basic", "tier free"} & set(stops.of(call)) == set()


@pytest.mark.parametrize(
    ("situation", "job"),
    [
        ("after a period", "the job"),
        ("after a period and an override", "the job"),
        ("after an edit of the tiers", "the new limits"),
    ],
)
def test_the_job_waits_for_nobody(stops: Stops, situation: str, job: str) -> None:
    stops.arrange(situation)

    assert stops.of(job) == {}
    assert stops.held_at(ACCOUNT, job) is None


def test_the_job_counts_what_it_rolled_and_not_what_it_left(stops: Stops) -> None:
    stops.arrange("after a period")

    with undone(stops.gate):
        # Who holds tokens cannot be rolled without the account.
        stops.gate.execute(ACCOUNT.encode())
        beside = stops.other.execute("select public.reset_monthly_quotas()").fetchone()
    after = stops.other.execute("select public.reset_monthly_quotas()").fetchone()

    assert (beside, after) == ((1,), (1,))
