"""Two sessions step by step, by PostgreSQL's own isolationtester.

A spec lists interleavings and the result of each: the `facts` that its teardown reads, then the
errors. Each spec also runs on a broken package, where the result of at least one must differ.
"""

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from isolation.broken import rewritten
from upgrade.servers import Server, programs, unavailable

HERE = Path(__file__).parent

# No function locks a row before it reads it.
NO_ROW_LOCKS = r"""
do $$
declare
  v_text text;
  v_lock constant text := '\mfor (no key )?(update|share)\M( of \w+)?( skip locked)?';
begin
  for v_text in
    select pg_get_functiondef(p.oid)
    from pg_proc as p
    where p.pronamespace::regnamespace::text in ('public', 'ai_quota') and p.prosrc ~ v_lock
  loop
    execute regexp_replace(v_text, v_lock, '', 'g');
  end loop;
  if not found then
    raise exception 'no function locks a row';
  end if;
end
$$;
"""
# Every statement sees the snapshot of the transaction, from before it waited for a lock.
OLD_SNAPSHOTS = """
do $$
begin
  execute format('alter database %I set default_transaction_isolation = %L',
    current_database(), 'repeatable read');
end
$$;
"""
# A request_id is looked up first and inserted if it is missing, without the primary key.
LOOKED_UP_FIRST = """
create table ai_quota.seen (
  user_id uuid default auth.uid() references auth.users (id) on delete cascade, request_id text
);
create schema real;
alter function public.track_usage set schema real;
create function public.track_usage(
  request_id text, tokens_prompt bigint, tokens_completion bigint, user_id uuid default null
)
returns table (used bigint)
language plpgsql
security definer
as $$
begin
  if exists (select from ai_quota.seen as s where s.request_id = track_usage.request_id) then
    return query select s.used from public.get_user_quota_status() as s;
  else
    insert into ai_quota.seen (request_id) values (track_usage.request_id);
    return query
    select t.used
    from real.track_usage(tokens_prompt => $2, tokens_completion => $3, user_id => $4) as t;
  end if;
end
$$;
"""

# The limit is checked on the row as it was before the wait for its lock.
CHECKED_BEFORE = rewritten(
    "public.reserve_tokens",
    "reserve_tokens.tokens <= q.monthly_token_quota - q.current_month_tokens - q.reserved_tokens",
    """reserve_tokens.tokens <= (
      select p.monthly_token_quota - p.current_month_tokens - p.reserved_tokens
      from public.user_ai_quotas as p where p.user_id = v_user_id
    )""",
)
# A settlement trusts the reservation that it read before it waited for the quota row.
READ_BEFORE = rewritten(
    "public.track_usage",
    "      if not found then\n        -- Outdated, or ended",
    "      if v_quota.user_id is null then\n        -- Outdated, or ended",
)
# A settlement that came too late keeps the quota row locked, and locks the account after it.
KEPT_LOCKED = rewritten("public.track_usage", "raise sqlstate 'AIQ01';", "v_quota := null;")
# A call that found its quota row outdated waits for the account as long as it takes.
UNBOUNDED = "alter function ai_quota.lock_account reset lock_timeout;"
# Calls do not ask whether their limits are of an older version.
VERSION = "and q.limits_version = (select v.version from ai_quota.limits_version as v)"
UNVERSIONED = (
    rewritten("public.reserve_tokens", VERSION, "")
    + rewritten("public.track_usage", VERSION, "")
    + rewritten("ai_quota.lock_quota", VERSION, "")
)
# Sign-up needs the row of its tier.
TIER_LOCKED = rewritten(
    "ai_quota.create_quota",
    "  v_quota := ai_quota.new_quota(",
    """  perform from public.ai_quota_tiers as t where t.tier = 'free' for share;
  v_quota := ai_quota.new_quota(""",
)
# A batch inserts its keys in the order in which it got them.
UNORDERED = rewritten(
    "public.track_usage_batch",
    "order by c.user_id, c.request_id nulls first, c.ordinality",
    "order by c.ordinality",
)
# A batch locks the quotas in the order in which it got their users.
UNSORTED = rewritten(
    "public.track_usage_batch",
    """    select distinct c.user_id
    from unnest(v_calls) with ordinality as c
    where v_results[c.ordinality] = 'recorded'
    order by c.user_id
""",
    """    select c.user_id
    from unnest(v_calls) with ordinality as c
    where v_results[c.ordinality] = 'recorded'
    group by c.user_id
    order by min(c.ordinality)
""",
)

BREAKS = {
    "no_row_locks": NO_ROW_LOCKS,
    "old_snapshots": OLD_SNAPSHOTS,
    "looked_up_first": LOOKED_UP_FIRST,
    "checked_before": CHECKED_BEFORE,
    "read_before": READ_BEFORE,
    "unversioned": UNVERSIONED,
    "tier_locked": TIER_LOCKED,
    "kept_locked": KEPT_LOCKED,
    "unbounded": UNBOUNDED,
    "unordered": UNORDERED,
    "unsorted": UNSORTED,
}

SPECS = sorted(path.stem for path in HERE.glob("*.spec"))
BROKEN = [
    ("batches", "unordered"),
    ("batches_of_users", "unsorted"),
    ("call_or_deletion", "unbounded"),
    ("charge_or_settle", "no_row_locks"),
    ("early_reset", "no_row_locks"),
    ("last_tokens", "checked_before"),
    ("last_tokens", "old_snapshots"),
    ("late_settlement", "old_snapshots"),
    ("monthly_reset", "no_row_locks"),
    ("period_end", "no_row_locks"),
    ("release_or_server", "no_row_locks"),
    ("release_or_server", "read_before"),
    ("same_request", "looked_up_first"),
    ("settle_or_release", "no_row_locks"),
    ("settlement_at_period_end", "no_row_locks"),
    ("settlements_or_deletion", "kept_locked"),
    ("sign_up", "tier_locked"),
    ("tier_edit", "unversioned"),
]


@pytest.fixture
def ends(server: Server) -> Callable[..., list[str]]:
    """Runs a spec in a database, and says what each interleaving ended in."""
    # A client, which npm's PostgreSQL 17 lacks.
    client = programs(15)
    program = client.folder.parent / "lib/pgxs/src/test/isolation/isolationtester"
    if not program.exists():
        unavailable("PostgreSQL's isolationtester", "PG15_BIN")

    def run(spec: str, database: str, *, broken: bool = False) -> list[str]:
        # What then waits for ever is noticed as well, soon.
        patience = 5 if broken else 20
        done = subprocess.run(
            [program, server.url(database=database, user="postgres")],
            input=text_of(spec, broken=broken),
            capture_output=True,
            text=True,
            check=False,
            env={"LD_LIBRARY_PATH": client.libraries, "PGISOLATIONTIMEOUT": str(patience)},
        )
        # Steps of interleavings that are not run now.
        complaints = [line for line in done.stderr.splitlines() if "unused step" not in line]
        assert (done.returncode, complaints) == (0, [])
        return [ending(part) for part in done.stdout.split("starting permutation: ")[1:]]

    return run


def ending(output: str) -> str:
    """What one interleaving ended in: the facts, then the errors without their values."""
    facts = re.findall(r"^facts *\n-+\n(.*?) *\n\(1 row\)", output, re.M)
    errors = re.findall(r"^ERROR:  ([^,\n]*)", output, re.M)
    return "; ".join(facts + errors)


def text_of(spec: str, *, broken: bool) -> str:
    """The spec, with the interleavings that are run with what is broken only, if so."""
    text = (HERE / f"{spec}.spec").read_text()
    return text.replace("# broken: ", "") if broken else text


def promised(spec: str, *, broken: bool = False) -> list[str]:
    """What each interleaving must end in."""
    return re.findall(r"^permutation .*  # (.*)$", text_of(spec, broken=broken), re.M)


@pytest.mark.parametrize("spec", SPECS)
def test_every_interleaving_ends_as_it_must(
    spec: str, project: Callable[..., str], ends: Callable[..., list[str]]
) -> None:
    assert ends(spec, project("sound")) == promised(spec)


@pytest.mark.parametrize(("spec", "broken"), BROKEN)
def test_what_is_broken_is_noticed_once_two_sessions_overlap(
    spec: str, broken: str, project: Callable[..., str], ends: Callable[..., list[str]]
) -> None:
    found = ends(spec, project(broken, BREAKS[broken]), broken=True)

    # The first interleaving of a spec is one session after the other.
    assert found[0] == promised(spec)[0]
    assert len(found) == len(promised(spec, broken=True))
    assert found != promised(spec, broken=True)


def test_every_spec_was_seen_failing() -> None:
    assert {spec for spec, _ in BROKEN} == set(SPECS)
