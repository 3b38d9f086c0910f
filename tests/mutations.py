"""Tests of the tests: break the SQL in one way at a time, and expect them to fail.

Each mutation replaces text in statements of supabase/schemas and applies them to the stack of the
environment; afterwards the original statements are applied again. `make mutations` starts a stack
for it; an argument chooses mutations by name.
"""

import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path

import psycopg
import pytest

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "scripts"))

from stack import release  # noqa: E402

# The tables of the guide, which have rights and a trigger as well.
GUIDE = ROOT / "supabase/migrations/20250126000003_token_tracking_monetization.sql"

API_ROLES = "anon, authenticated, service_role"
CLOSED = "from public, anon, authenticated, service_role;"


@dataclass(frozen=True)
class Change:
    """Statements in a broken form, and in their own."""

    broken: str
    original: str

    def __add__(self, other: "Change") -> "Change":
        """Both changes."""
        return Change(
            f"{self.broken}\n{other.broken}",
            f"{self.original}\n{other.original}",
        )


@dataclass(frozen=True)
class Mutation:
    """One way to break the SQL, and the tests that must notice: one of them, or every one."""

    name: str
    change: Change
    tests: str
    every: bool = False


@dataclass
class Results:
    """What pytest reports: the tests that ran, and those that failed."""

    ran: set[str] = field(default_factory=set)
    failed: set[str] = field(default_factory=set)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keeps a test's outcome; an error in a fixture is a failure too."""
        self.ran.add(report.nodeid)
        if report.failed:
            self.failed.add(report.nodeid)


def statements(path: Path) -> list[str]:
    """The statements of a file, without comments between them."""
    return [sql for _, sql, _ in release.STATEMENT.findall(path.read_text())]


SOURCES = {path.stem: statements(path) for path in (GUIDE,)} | {
    path.relative_to(ROOT / "supabase/schemas").as_posix(): statements(path)
    for path in release.sources(ROOT)
}


def find(start: str) -> str:
    """The only statement that begins so."""
    found = [sql for file in SOURCES.values() for sql in file if sql.startswith(start)]
    if len(found) != 1:
        raise LookupError(f"{len(found)} statements begin with: {start}")
    return found[0]


def replace(sql: str, *pairs: tuple[str, str]) -> str:
    """The statement with each piece exchanged wherever it occurs; every piece must be there."""
    for old, new in pairs:
        if old not in sql:
            raise LookupError(f"nothing to replace, {old!r} in: {sql[:60]}")
        sql = sql.replace(old, new)
    return sql


def replace_in(function: str, *pairs: tuple[str, str]) -> Change:
    """A function with pieces of its text exchanged."""
    original = find(f"create or replace function {function}(")
    return Change(replace(original, *pairs), original)


def never(trigger: str) -> Change:
    """A trigger that never fires."""
    original = find(f'create or replace trigger "{trigger}"')
    return Change(
        replace(original, ("execute function", "when (false) execute function")), original
    )


def readable(table: str) -> Change:
    """A table with a policy that lets every signed-in user read every row."""
    file = SOURCES[table]
    (original,) = [sql for sql in file if sql.startswith("create policy")]
    policy, on = re.findall(r'create policy ("[^"]+")\s+on (\S+)', original)[0]
    anew = f"drop policy {policy} on {on};\n"
    return Change(anew + original[: original.index("using (")] + "using (true);", anew + original)


def rights(change: Callable[[str], str], *files: str) -> Change:
    """Row level security, grants and revokes of these files, or of all, each changed so."""
    wanted = re.compile(r"(revoke|grant)\s(?!.*\bschema\b)|alter table public.* row level security")
    originals = [sql for file in files or SOURCES for sql in SOURCES[file] if wanted.match(sql)]
    return Change("\n".join(map(change, originals)), "\n".join(originals))


def opened(sql: str) -> str:
    """Every right to every API role, past row level security."""
    if sql.startswith("revoke"):
        return replace(sql, ("revoke ", "grant "), (CLOSED, f"to {API_ROLES};"))
    return sql.replace("enable row", "disable row")


def closed(sql: str) -> str:
    """No right to any API role."""
    return "" if sql.startswith("grant") else sql


EVERYBODY = replace_in(
    "ai_quota.authorize_user", ("if not ai_quota.is_end_user() then", "if true then")
)
INITIALIZED = replace_in(
    "public.initialize_user_quota",
    ("if v_is_end_user and not v_is_in_trigger then", "if false then"),
)
UNTIL = "least(q.period_end, q.limits_expire_at, q.reserved_valid_until)"
UNTIL_BUT_OVERRIDE = "least(q.period_end, q.reserved_valid_until)"
UNTIL_BUT_RESERVATIONS = "least(q.period_end, q.limits_expire_at)"

DENIALS = (
    "test_rights.py and (not_see or anon or cannot or no_user or functions_only)"
    " and not internals and not user_metadata or do_none_of_it"
)
PERMISSIONS = (
    "test_rights.py and (reads_its_own or admins_and_the_server_read or what_is_shared"
    " or server_writes or record_their_own or server_initializes) and not functions_only"
)

MUTATIONS = [
    # Rights
    Mutation(
        "every right for everybody",
        # Functions that still ask who is calling must not.
        rights(opened) + EVERYBODY + INITIALIZED,
        DENIALS,
        every=True,
    ),
    Mutation("no right for anybody", rights(closed), PERMISSIONS, every=True),
    Mutation("anyone records for anyone", EVERYBODY, "cannot_record_for_another"),
    Mutation("users may initialize quotas", INITIALIZED, "initialize_refuses_users"),
    Mutation(
        "user_metadata makes an admin",
        replace_in("ai_quota.is_admin", ("'app_metadata'", "'user_metadata'")),
        "user_metadata_makes",
    ),
    Mutation(
        "the setting for reporting is not asked",
        replace_in(
            "ai_quota.authorize_user",
            ("and not (select s.users_report_usage from ai_quota.settings as s)", "and false"),
        ),
        "cannot_report",
    ),
    *(
        Mutation(
            f"everybody reads {table}",
            readable(f"tables/{file}.sql"),
            f"not_see and {table}",
        )
        for file, table in [
            ("quotas", "user_ai_quotas"),
            ("usage", "ai_agent_usage"),
            ("reservations", "ai_quota_reservations"),
            ("alerts", "ai_quota_alerts"),
            ("periods", "ai_quota_periods"),
            ("closed_days", "ai_quota_closed_days"),
            ("subscriptions", "ai_quota_subscriptions"),
            ("overrides", "overrides"),
        ]
    ),
    Mutation(
        "everybody reads ai_quota_daily",
        Change(
            replace(
                find("create or replace view public.ai_quota_daily"),
                ("security_invoker = true", "security_invoker = false"),
            ),
            find("create or replace view public.ai_quota_daily"),
        ),
        "not_see and ai_quota_daily",
    ),
    Mutation(
        "tiers and prices take no upsert",
        rights(
            lambda sql: re.sub(
                r"update \([^)]*\b(monthly_token_quota|input_price)\b[^)]*\)", r"update (\1)", sql
            ),
            *("tables/tiers.sql", "tables/prices.sql"),
        ),
        "upserts_tiers",
        every=True,
    ),
    # Recording
    Mutation(
        "the counters are not moved",
        replace_in("public.track_usage", ("q.current_month_tokens + v_tokens", "0")),
        "guides_call",
    ),
    Mutation(
        "the ledger row is not written",
        replace_in(
            "public.track_usage",
            (
                "into v_id, v_cost;",
                "into v_id, v_cost; delete from public.ai_agent_usage as u where u.id = v_id;",
            ),
        ),
        "guides_call",
    ),
    Mutation(
        "a counter may pass bigint",
        replace_in(
            "ai_quota.add_usage",
            ("and 9000000000000000000\n", "and 9223372036854775807\n"),
        ),
        "cannot_hold_more",
    ),
    Mutation(
        "an unknown model costs nothing",
        replace_in("public.track_usage", ("limit 1\n      )\n", "limit 1\n      ), 0\n")),
        "unknown_model",
    ),
    Mutation(
        "the oldest price counts",
        replace_in("public.track_usage", ("order by p.valid_from desc", "order by p.valid_from")),
        "price_in_force",
    ),
    Mutation(
        "a day keeps only its last call",
        replace_in("public.track_usage", ("q.current_day_tokens + v_tokens", "v_tokens")),
        "summed_for_charts",
    ),
    Mutation(
        "a day that is over is forgotten",
        replace_in(
            "ai_quota.lock_quota",
            (
                "where (v_quota.current_day_tokens, v_quota.current_day_requests) <> (0, 0)",
                "where false",
            ),
        ),
        "next_day_begins",
    ),
    Mutation(
        "a call after an early reset is charged to the calendar month",
        replace_in(
            "ai_quota.record_unusual",
            ("set period_start = v_period", "set period_start = u.period_start"),
        ),
        "early_reset_keeps",
    ),
    Mutation(
        "a correction may take more than was used",
        replace_in("ai_quota.add_usage", ("not between - add_usage.tokens and", ">")),
        "bad_correction",
    ),
    # Arguments
    *(
        Mutation(
            f"{argument} is not checked",
            replace_in("ai_quota.validate_usage", (f"if {condition}", "if false")),
            f"test_bad_usage and {word}",
        )
        for argument, word, condition in [
            (
                "tokens_prompt",
                "prompt",
                "(validate_usage.tokens_prompt between 0 and 2147483647) is not true",
            ),
            (
                "tokens_cached",
                "cached",
                "(validate_usage.tokens_cached between 0 and validate_usage.tokens_prompt)"
                " is not true",
            ),
            ("cost_usd", "cost", "not validate_usage.cost_usd between 0 and 1000000000"),
        ]
    ),
    *(
        Mutation(
            f"{argument} may be empty or too long",
            replace_in(
                "ai_quota.validate_usage",
                (
                    f"if length(validate_usage.{argument}) > 200"
                    f" or length(btrim(validate_usage.{argument})) = 0",
                    "if false",
                ),
            ),
            f"test_bad_usage and {word}",
        )
        for argument, word in [
            ("discipline", "discipline"),
            ("workflow_id", "workflow"),
            ("model_used", "model"),
        ]
    ),
    *(
        Mutation(
            f"a call is not checked for its {word}",
            replace_in("public.track_usage", (condition, "true")),
            f"test_bad_usage and {word}",
        )
        for word, condition in [
            ("cached", "track_usage.tokens_cached between 0 and track_usage.tokens_prompt"),
            (
                "reasoning",
                "track_usage.tokens_reasoning between 0 and track_usage.tokens_completion",
            ),
            ("total", "track_usage.tokens_prompt <= 2147483647 - track_usage.tokens_completion"),
            ("agent", "track_usage.agent_id is null"),
            ("cost", "track_usage.cost_usd is null"),
        ]
    ),
    Mutation(
        "a call is not checked for blank texts",
        replace_in("public.track_usage", (">= '!'", "is not null")),
        "test_bad_usage and (empty or blank)",
    ),
    Mutation(
        "a call is not checked for long texts",
        replace_in("public.track_usage", (") <= 200", ") is not null")),
        "test_bad_usage and long",
    ),
    Mutation(
        "every agent exists",
        replace_in("ai_quota.agent_exists", ("return v_exists;", "return true;")),
        "test_bad_usage and agent",
    ),
    Mutation(
        "no agent exists where agents cannot be looked up",
        replace_in("ai_quota.agent_exists", ("return true;", "return false;")),
        "every_agent_id",
        every=True,
    ),
    # Idempotency
    Mutation(
        "every retry is new",
        replace_in(
            "public.track_usage",
            (
                "if not found then\n      perform ai_quota.validate_retry",
                "if false then\n      perform ai_quota.validate_retry",
            ),
        ),
        "retry_counts_once or fifty_at_once",
    ),
    Mutation(
        "a request_id may be used for another call",
        replace_in(
            "ai_quota.validate_retry",
            ("and k.payload_hash = validate_retry.payload_hash", ""),
        ),
        "another_call_under or share_an_id",
    ),
    # Status
    Mutation(
        "a status read shows the old period",
        replace_in(
            "ai_quota.read_quota",
            (
                "if v_quota.period_end <= read_quota.as_of then\n"
                "    v_quota.current_month_tokens := 0;\n",
                "if v_quota.period_end <= read_quota.as_of then\n",
            ),
        ),
        "status_read_after_the_end",
    ),
    Mutation(
        "percentages are rounded",
        replace_in("ai_quota.describe_quota", ("trunc(", "round(")),
        "percentage_is_cut",
    ),
    Mutation(
        "only tokens say the status",
        replace_in(
            "ai_quota.describe_quota",
            (
                "greatest(\n          quota.current_month_tokens::double",
                "coalesce(\n          quota.current_month_tokens::double",
            ),
        ),
        "worse_of_tokens",
    ),
    Mutation(
        "an unlimited quota has 0 left",
        replace_in(
            "ai_quota.describe_quota",
            ("when quota.monthly_token_quota is not null then", "when true then"),
        )
        + replace_in(
            "public.reserve_tokens",
            ("when v_quota.monthly_token_quota is not null then", "when true then"),
        ),
        "test_an_unlimited",
        every=True,
    ),
    Mutation(
        "the status does not say who is blocked",
        replace_in("ai_quota.describe_quota", ("quota.is_blocked", "false")),
        "blocked_user_is_told",
    ),
    Mutation(
        "a month ends on the first of the next one",
        replace_in("public.get_user_monthly_usage", (" - interval '1 day'", "")),
        "month_is_summed or another_month",
        every=True,
    ),
    # Periods
    Mutation(
        "closed periods are not kept",
        replace_in(
            "ai_quota.close_due_periods",
            (
                "c.closed_at, c.current_month_tokens, c.current_month_requests,",
                "c.closed_at, 0, 0,",
            ),
        ),
        "first_call_closes",
    ),
    Mutation(
        "an early reset keeps no reason",
        replace_in(
            "ai_quota.close_due_periods",
            ("c.tier, close_due_periods.reset_reason", "c.tier, null"),
        ),
        "early_reset_keeps",
    ),
    Mutation(
        "a reset keeps no closed periods",
        replace_in(
            "ai_quota.reset_pages",
            ("and (q.current_month_tokens > 0 or q.current_month_requests > 0)", "and false"),
        ),
        "what_is_due_once",
    ),
    Mutation(
        "a reset keeps no period of a reservation",
        replace_in("ai_quota.reset_pages", ("q.reserved_valid_until is null\n", "true\n")),
        "nothing_but_a_reservation",
    ),
    Mutation(
        "what is due is read without a lock",
        replace_in("ai_quota.reset_pages", ("for no key update skip locked", "")),
        "leaves_to_the_first",
    ),
    Mutation(
        "a reset takes everybody",
        replace_in(
            "ai_quota.reset_pages",
            ("and (q.period_end <= as_of or q.limits_expire_at <= as_of)", ""),
        ),
        "what_is_due_once",
    ),
    Mutation(
        "months are the session's",
        replace_in(
            "ai_quota.create_quota",
            ("create_quota.as_of, 'UTC')", "create_quota.as_of)"),
            ("set timezone = 'UTC'\n", ""),
        ),
        "utc_month_in_every",
        every=True,
    ),
    # Limits
    Mutation(
        "a subscription changes nothing",
        never("~ai_quota_apply_subscription"),
        "sets_the_quota_at_once",
    ),
    Mutation(
        "every subscription keeps its tier",
        replace_in("ai_quota.tier_for", ("and s.status in ('active', 'trialing', 'past_due')", "")),
        "live_subscription",
    ),
    Mutation(
        "an edit of a tier changes nothing",
        never("~ai_quota_apply_tier"),
        "edit_of_a_tier_reaches",
    ),
    Mutation(
        "an expired override stays in force",
        replace_in(
            "ai_quota.effective_limits",
            ("or o.expires_at > effective_limits.as_of", "or true"),
        ),
        "expired_override",
    ),
    *(
        Mutation(
            f"{function} does not see that an override ended",
            replace_in(f"public.{function}", (UNTIL, UNTIL_BUT_OVERRIDE)),
            f"override_that_ended and {word}",
        )
        for function, word in [
            ("get_user_quota_status", "status"),
            ("track_usage", "track"),
            ("reserve_tokens", "reservation"),
        ]
    ),
    # Reservations
    Mutation(
        "one token more than the limit is reserved",
        replace_in(
            "public.reserve_tokens",
            ("reserve_tokens.tokens <= q.monthly", "reserve_tokens.tokens - 1 <= q.monthly"),
        ),
        "up_to_the_limit",
    ),
    Mutation(
        "one token more than the limit is advised",
        replace_in("ai_quota.denial_reason", ("when tokens > quota", "when tokens - 1 > quota")),
        "check_allows",
    ),
    Mutation(
        "requests do not bind",
        replace_in(
            "public.reserve_tokens",
            ("reserve_tokens.requests\n        <=", "true or reserve_tokens.requests\n        <="),
        ),
        "requests_bind_too",
    ),
    Mutation(
        "requests do not bind the advice",
        replace_in(
            "ai_quota.denial_reason", ("when requests\n", "when requests < 0 and requests\n")
        ),
        "check_allows",
    ),
    Mutation(
        "a blocked user is admitted",
        replace_in("ai_quota.denial_reason", ("when quota.is_blocked", "when false"))
        + replace_in("public.reserve_tokens", ("and not q.is_blocked", "")),
        "blocked_user_is",
        every=True,
    ),
    Mutation(
        "a denial names the largest tier",
        replace_in(
            "ai_quota.record_denial",
            ("t.monthly_token_quota nulls last", "t.monthly_token_quota desc"),
        ),
        "smallest_tier",
    ),
    Mutation(
        "reservations do not count",
        replace_in(
            "public.reserve_tokens",
            ("q.reserved_tokens + reserve_tokens.tokens", "q.reserved_tokens"),
        ),
        "left_out_of_what_remains or last_tokens",
    ),
    Mutation(
        "expired reservations count",
        replace_in("ai_quota.sum_reservations", ("and r.expires_at > sum_reservations.as_of", "")),
        "expired_reservation_holds_nothing",
    ),
    *(
        Mutation(
            f"{function} does not see that a reservation expired",
            replace_in(function, (UNTIL, UNTIL_BUT_RESERVATIONS)),
            "expired_reservation_holds_nothing",
        )
        for function in ("public.get_user_quota_status", "ai_quota.lock_quota")
    ),
    Mutation(
        "reservations of a closed period count",
        replace_in(
            "ai_quota.close_due_periods",
            ("reserved_tokens = 0,", "reserved_tokens = q.reserved_tokens,"),
        ),
        "charged_to_its_own_period",
    ),
    Mutation(
        "an edit of a reservation changes nothing",
        never("~ai_quota_recount_changed"),
        "expired_reservation_holds_nothing",
    ),
    Mutation(
        "a reservation may be settled twice",
        replace_in("ai_quota.pending_reservation", ("v_reservation.status <> 'pending'", "false"))
        + replace_in("public.track_usage", ("and r.status = 'pending'", "")),
        "settled_once",
    ),
    Mutation(
        "what is settled stays reserved",
        replace_in("public.track_usage", ("q.reserved_tokens - r.tokens", "q.reserved_tokens")),
        "holds_nothing_any_more",
    ),
    Mutation(
        "what is released stays reserved",
        replace_in(
            "ai_quota.close_reservation",
            ("q.reserved_tokens - v_reservation.tokens", "q.reserved_tokens"),
        ),
        "release_lets_go",
    ),
    Mutation(
        "what expired is freed once more when it is settled",
        replace_in("public.track_usage", ("and r.expires_at >= q.reserved_valid_until", ""))
        + replace_in(
            "ai_quota.close_reservation",
            ("and q.reserved_valid_until <= v_reservation.expires_at", ""),
        ),
        "late_settlement",
    ),
    Mutation(
        "a reservation of a closed period is freed from the open one",
        replace_in(
            "public.track_usage",
            ("and r.period_start = q.period_start", ""),
            ("and r.expires_at >= q.reserved_valid_until", ""),
        ),
        "leaves_the_open_period_alone",
    ),
    Mutation(
        "somebody else's reservation may be settled",
        replace_in(
            "ai_quota.pending_reservation", ("and r.user_id = pending_reservation.user_id", "")
        )
        + replace_in("public.track_usage", ("and r.user_id = v_user_id", "")),
        "somebody_elses",
        every=True,
    ),
    Mutation(
        "a release locks the reservation before the quota",
        replace_in(
            "public.release_reservation",
            (
                "begin\n",
                "begin\n  perform from public.ai_quota_reservations as r"
                " where r.id = release_reservation.reservation_id for update;\n",
            ),
        ),
        "waits_in_a_ring",
    ),
    # Alerts
    Mutation(
        "an alert is written with every call past a threshold",
        replace_in(
            "ai_quota.write_alerts",
            ("    return;\n", "    null;\n"),
            (
                "\n    and (m.used - m.added)::double precision / m.quota"
                " < t.threshold / 100.0::double precision",
                "",
            ),
            ("on conflict (user_id, period_start, metric, threshold) do nothing", ""),
        ),
        "writes_one_alert or across_a_threshold",
        every=True,
    ),
    Mutation(
        "a smaller limit tells nobody",
        replace_in("ai_quota.set_limits", ("and q.period_end > set_limits.as_of", "and false")),
        "smaller_limit",
    ),
    Mutation(
        "a claimed alert is everybody's",
        replace_in("public.claim_quota_alerts", ("now() + interval '1 minute'", "now()")),
        "nobody_elses",
    ),
    Mutation(
        "two workers may claim one alert",
        replace_in("public.claim_quota_alerts", ("for update skip locked", "")),
        "of_32_workers",
    ),
    Mutation(
        "a delivered alert comes back",
        replace_in("public.claim_quota_alerts", ("and c.delivered_at is null", "")),
        "does_not_come_back",
    ),
    Mutation(
        "a failed alert comes back at once",
        replace_in("public.fail_quota_alert", ("interval '1 hour'", "interval '0'")),
        "waits_longer",
    ),
    # Accounts
    Mutation(
        "sign-up raises when the quota cannot be created",
        replace_in(
            "ai_quota.handle_new_user",
            ("raise warning 'no quota", "raise exception 'no quota"),
        ),
        "test_sign_up.py and raises",
    ),
    Mutation(
        "sign-up raises when the profile cannot be created",
        replace_in(
            "public.create_profile", ("raise warning 'no profile", "raise exception 'no profile")
        ),
        "test_sign_up.py and raises",
    ),
    *(
        Mutation(
            f"a deleted account leaves its {rows} behind",
            replace_in(
                "ai_quota.delete_user_data", (f"where {alias}.user_id = old.id", "where false")
            ),
            "deleted_account",
        )
        for alias, rows in [
            ("u", "usage"),
            ("r", "reservations"),
            ("d", "days"),
            ("p", "periods"),
            ("a", "alerts"),
            ("k", "request keys"),
            ("o", "opening balances"),
        ]
    ),
    # Integrity
    Mutation(
        "integrity finds nothing",
        replace_in(
            "ai_quota.find_differences",
            ("where c.expected is distinct from c.found", "where false"),
        ),
        "found_and_repaired",
        every=True,
    ),
    Mutation(
        "a repair mends nothing",
        replace_in(
            "public.repair_user_quota",
            ("coalesce(greatest(l.tokens, 0), 0)", "q.current_month_tokens"),
        ),
        "found_and_repaired",
    ),
]


@contextmanager
def broken(owner: psycopg.Connection, change: Change) -> Iterator[None]:
    """Applies the broken statements, and in the end the original ones."""
    owner.execute(change.broken.encode())
    try:
        yield
    finally:
        owner.execute(change.original.encode())


def run(selection: str) -> Results:
    """Runs the selected tests in this process and returns what became of them."""
    results = Results()
    with redirect_stdout(StringIO()):
        pytest.main(
            ["-q", "-p", "no:cacheprovider", "-k", selection, str(ROOT / "tests/api")], [results]
        )
    return results


def survived(mutation: Mutation, results: Results) -> str:
    """Why the mutation was not noticed as it should be; empty if it was."""
    if not results.ran:
        return "no test ran"
    if mutation.every and results.ran != results.failed:
        return f"not noticed by {', '.join(sorted(results.ran - results.failed))}"
    return "" if results.failed else f"not noticed by any of {len(results.ran)} tests"


def main() -> int:
    """Runs all mutations, or those whose name matches the first argument."""
    wanted = sys.argv[1] if len(sys.argv) > 1 else ""
    chosen = [one for one in MUTATIONS if re.search(wanted, one.name)]
    survivors = 0
    with psycopg.connect(os.environ["DB_URL"], autocommit=True) as owner:
        for mutation in chosen:
            with broken(owner, mutation.change):
                results = run(mutation.tests)
            complaint = survived(mutation, results)
            survivors += bool(complaint)
            noticed = complaint or f"noticed by {len(results.failed)} of {len(results.ran)}"
            print(f"{'✗' if complaint else '✓'} {mutation.name}: {noticed}", flush=True)
    print(f"{len(chosen)} mutations, {survivors} survived")
    return 1 if survivors else 0


if __name__ == "__main__":
    sys.exit(main())
