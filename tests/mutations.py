"""Tests of the tests: break the SQL in one way at a time, and expect red.

Runs against the stack of the environment and mends it after each mutation by running the
production migration again, which creates or verifies everything. `make mutations` starts a stack
for it, and prints the table in docs/mutations.md.
"""

import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path

import psycopg
import pytest

ROOT = Path(__file__).parents[1]
PRODUCTION = ROOT / "supabase/migrations/20251029000001_deploy_production_quotas.sql"

TABLES = (
    "ai_quota_tiers, user_ai_quotas, ai_agent_usage, user_subscriptions, user_quota_overrides,"
    " user_ai_quota_periods, ai_quota_alerts, ai_model_prices, ai_usage_reservations,"
    " ai_usage_closed_days, ai_agents, profiles"
)
RPCS = (
    "get_user_quota_status, track_usage, check_user_quota, get_user_monthly_usage,"
    " initialize_user_quota, reset_monthly_quotas, reserve_tokens, release_reservation,"
    " has_quota_for, reset_user_quota, set_user_blocked, adjust_usage, claim_quota_alerts,"
    " complete_quota_alert, fail_quota_alert, verify_quota_integrity, repair_user_quota"
)
API_ROLES = "anon, authenticated, service_role"

# profiles and ai_agents are the host's and so not mended by the migration.
MEND = """
revoke all on public.profiles, public.ai_agents from anon, authenticated, service_role;
grant select on public.profiles, public.ai_agents to authenticated, service_role;
grant insert (user_id, email), update (email), delete on public.profiles to service_role;
grant insert (id, name), update (name), delete on public.ai_agents to service_role;
drop policy if exists "everybody does everything" on public.profiles;
drop policy if exists "everybody does everything" on public.ai_agents;
"""


@dataclass(frozen=True)
class Mutation:
    """One way to break the SQL, and the tests that must notice."""

    name: str
    sql: str
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


def open_everything() -> str:
    """Every right to every API role, past row level security."""
    return "\n".join(
        [
            f"grant all on {', '.join('public.' + t.strip() for t in TABLES.split(','))}"
            f" to {API_ROLES};",
            *(
                f'create policy "everybody does everything" on public.{table.strip()}'
                f" for all to {API_ROLES} using (true) with check (true);"
                for table in TABLES.split(",")
            ),
            f"grant usage on all sequences in schema public to {API_ROLES};",
            *(
                f"grant execute on function public.{f.strip()} to {API_ROLES};"
                for f in RPCS.split(",")
            ),
            # track_usage would still ask who is calling.
            replace_in(
                "ai_quota.acting_user", "if not ai_quota.is_end_user() then", "if true then"
            ),
        ]
    )


def close_everything() -> str:
    """No right to any API role."""
    return "\n".join(
        [
            f"revoke all on {', '.join('public.' + t.strip() for t in TABLES.split(','))}"
            f" from {API_ROLES};",
            *(
                f"revoke execute on function public.{f.strip()} from {API_ROLES};"
                for f in RPCS.split(",")
            ),
        ]
    )


def replace_in(function: str, old: str, new: str) -> str:
    """A function with a piece of its body exchanged; raises where the piece is not there."""
    return f"""
        do $mutation$
        declare
          v_text text := pg_get_functiondef('{function}'::regproc);
        begin
          if position($old${old}$old$ in v_text) = 0 then
            raise exception 'nothing to mutate in {function}';
          end if;
          execute replace(v_text, $old${old}$old$, $new${new}$new$);
        end
        $mutation$;
    """


DENIALS = (
    "test_rights.py and (not_see or anon or cannot or no_user or functions_only)"
    " and not internals and not user_metadata or do_none_of_it"
)
PERMISSIONS = (
    "test_rights.py and (reads_its_own or admins_and_the_server_read or what_is_shared"
    " or server_writes or record_their_own or server_initializes) and not functions_only"
)

MUTATIONS = [
    Mutation("every right for everybody", open_everything(), DENIALS, every=True),
    Mutation("no right for anybody", close_everything(), PERMISSIONS, every=True),
    Mutation(
        "anyone records for anyone",
        replace_in("ai_quota.acting_user", "if not ai_quota.is_end_user() then", "if true then"),
        "cannot_record_for_another",
    ),
    Mutation(
        "user_metadata makes an admin",
        replace_in("ai_quota.is_admin", "'app_metadata'", "'user_metadata'"),
        "user_metadata_makes",
    ),
    Mutation(
        "the setting for reporting is not asked",
        replace_in(
            "ai_quota.acting_user", "and not (select s.users_report_usage", "and (select false"
        ),
        "cannot_report",
    ),
    Mutation(
        "the counters are not moved",
        replace_in("public.track_usage", "q.current_month_tokens + v_tokens", "0"),
        "guides_call",
    ),
    Mutation(
        "the ledger row is not written",
        replace_in(
            "public.track_usage",
            "insert into public.ai_agent_usage (",
            "insert into pg_temp.x (",
        ),
        "guides_call",
    ),
    Mutation(
        "a counter may pass bigint",
        replace_in("ai_quota.most_tokens", "9000000000000000000", "9223372036854775807"),
        "cannot_hold_more",
    ),
    Mutation(
        "closed periods are not kept",
        replace_in(
            "ai_quota.roll_periods",
            "f.period_end, f.current_month_tokens, f.current_month_requests,",
            "f.period_end, 0, 0,",
        ),
        "first_call_closes",
    ),
    Mutation(
        "a reset keeps no closed periods",
        replace_in(
            "ai_quota.reset_pages",
            "and (q.current_month_tokens > 0 or q.current_month_requests > 0)",
            "and false",
        ),
        "what_is_due_once",
    ),
    Mutation(
        "a reset keeps no period of a reservation",
        replace_in("ai_quota.reset_pages", "q.holds_expire_at is null\n", "true\n"),
        "nothing_but_a_reservation",
    ),
    Mutation(
        "what is due is read without a lock",
        replace_in("ai_quota.reset_pages", "for no key update skip locked", ""),
        "leaves_to_the_first",
    ),
    Mutation(
        "a reset takes everybody",
        replace_in(
            "ai_quota.reset_pages",
            "and (q.quota_reset_date <= v_today or q.limits_expire_at <= as_of)",
            "",
        ),
        "what_is_due_once",
    ),
    Mutation(
        "months are the session's",
        replace_in("ai_quota.create_quota", ", 'UTC')", ")"),
        "time_zone",
    ),
    Mutation(
        "a status read shows the old period",
        replace_in("ai_quota.current_quota", "v_quota.current_month_tokens := 0;", ""),
        "status_read_after_the_end",
    ),
    Mutation(
        "percentages are rounded",
        replace_in("ai_quota.percentage_of", "trunc(", "round("),
        "test_status.py",
    ),
    Mutation(
        "only tokens say the status",
        replace_in("ai_quota.describe_quota", "greatest(", "coalesce("),
        "worse_of_tokens",
    ),
    Mutation(
        "an alert is written with every call past a threshold",
        replace_in(
            "ai_quota.write_alerts",
            "and t.level > ai_quota.level_of((m.used - m.added)::double precision / m.quota)",
            "",
        )
        + replace_in("ai_quota.reaches_level", "> ai_quota.level_of", ">= ai_quota.level_of")
        + replace_in(
            "ai_quota.write_alerts",
            "on conflict (user_id, period_start, metric, threshold) do nothing",
            "",
        ),
        "writes_one_alert or across_a_threshold",
    ),
    Mutation(
        "sign-up raises when the quota cannot be made",
        replace_in(
            "ai_quota.handle_new_user", "raise warning 'no quota", "raise exception 'no quota"
        ),
        "test_sign_up.py",
    ),
    Mutation(
        "sign-up raises when the profile cannot be made",
        replace_in(
            "ai_quota.handle_new_user", "raise warning 'no profile", "raise exception 'no profile"
        ),
        "test_sign_up.py",
    ),
    Mutation(
        "a subscription changes nothing",
        "alter table public.user_subscriptions disable trigger user;",
        "sets_the_quota_at_once",
    ),
    Mutation(
        "every subscription keeps its tier",
        replace_in(
            "ai_quota.tier_for", "and s.status::text in ('active', 'trialing', 'past_due')", ""
        ),
        "live_subscription",
    ),
    Mutation(
        "an edit of a tier changes nothing",
        "alter table public.ai_quota_tiers disable trigger user;",
        "edit_of_a_tier_reaches",
    ),
    Mutation(
        "an expired override lives on",
        replace_in("ai_quota.limits_of", "or o.expires_at > limits_of.as_of", "or true"),
        "expire",
    ),
    Mutation(
        "an unknown model costs nothing",
        replace_in(
            "public.track_usage",
            "limit 1\n      )\n",
            "limit 1\n      ), 0\n",
        ),
        "unknown_model",
    ),
    *(
        Mutation(
            f"{argument} is not checked",
            replace_in("ai_quota.check_usage", f"if {condition}", "if false"),
            f"test_bad_usage and {word}",
        )
        for argument, word, condition in [
            (
                "tokens_prompt",
                "prompt",
                "(check_usage.tokens_prompt between 0 and 2147483647) is not true",
            ),
            (
                "tokens_cached",
                "cached",
                "(check_usage.tokens_cached between 0 and check_usage.tokens_prompt) is not true",
            ),
            (
                "cost_usd",
                "cost",
                "not check_usage.cost_usd between 0 and 1000000000",
            ),
        ]
    ),
    *(
        Mutation(
            f"{argument} may be empty or too long",
            replace_in(
                "ai_quota.check_usage", f"if length(check_usage.{argument}) > 200", "if false"
            )
            + replace_in(
                "ai_quota.check_usage", f"length(btrim(check_usage.{argument})) = 0", "false"
            ),
            f"test_bad_usage and {word}",
        )
        for argument, word in [
            ("discipline", "discipline"),
            ("workflow_id", "workflow"),
            ("model_used", "model"),
        ]
    ),
    Mutation(
        "every retry is new",
        replace_in(
            "public.track_usage",
            "if not found then\n      perform ai_quota.check",
            "if false then\n      perform ai_quota.check",
        ),
        "retry_counts_once or fifty_at_once",
    ),
    Mutation(
        "a request_id may be used for another call",
        replace_in("ai_quota.check_retry", "and k.payload_hash = check_retry.payload_hash", ""),
        "another_call_under or share_an_id",
    ),
    Mutation(
        "one token more than the limit is admitted",
        replace_in("ai_quota.denial_of", "when tokens\n", "when tokens - 1\n"),
        "up_to_the_limit",
    ),
    Mutation(
        "reservations do not count",
        replace_in(
            "public.reserve_tokens",
            "q.reserved_tokens + reserve_tokens.tokens",
            "q.reserved_tokens",
        ),
        "left_out_of_what_remains or last_tokens",
    ),
    Mutation(
        "expired reservations count",
        replace_in("ai_quota.sum_holds", "r.expires_at > sum_holds.as_of", "true"),
        "expired_reservation_holds_nothing",
    ),
    Mutation(
        "reservations of a closed period count",
        replace_in(
            "ai_quota.roll_periods", "reserved_tokens = 0,", "reserved_tokens = q.reserved_tokens,"
        ),
        "charged_to_its_own_period",
    ),
    Mutation(
        "requests do not bind",
        replace_in("ai_quota.denial_of", "when requests\n", "when requests < 0 and requests\n"),
        "requests_bind_too",
    ),
    Mutation(
        "a reservation may be settled twice",
        replace_in("ai_quota.pending_reservation", "v_reservation.status <> 'pending'", "false")
        + replace_in("public.track_usage", "and r.status = 'pending'", ""),
        "settled_once",
    ),
    Mutation(
        "what is settled stays reserved",
        replace_in("public.track_usage", "q.reserved_tokens - r.tokens", "q.reserved_tokens"),
        "settled_once or holds_nothing_any_more",
    ),
    Mutation(
        "what is released stays reserved",
        replace_in(
            "public.release_reservation",
            "q.reserved_tokens - v_reservation.tokens",
            "q.reserved_tokens",
        ),
        "settle or release",
    ),
    Mutation(
        "what expired is freed once more when it is settled",
        replace_in("public.track_usage", "and r.expires_at >= q.holds_expire_at", "")
        + replace_in(
            "public.track_usage",
            "v_is_expired := (v_reservation.expires_at >= v_quota.holds_expire_at) is not true",
            "v_is_expired := false",
        ),
        "late_settlement or agrees_with_the_model",
    ),
    Mutation(
        "a hold of a closed period is freed from the open one",
        replace_in("public.track_usage", "and r.period_start = q.period_start", "")
        + replace_in("public.track_usage", "and r.expires_at >= q.holds_expire_at", ""),
        "leaves_the_open_period_alone",
    ),
    Mutation(
        "what expired counts until somebody looks",
        replace_in(
            "ai_quota.is_current", "least(limits_expire_at, holds_expire_at)", "limits_expire_at"
        ),
        "expired_reservation_holds_nothing",
    ),
    Mutation(
        "a call after an early reset is charged to the calendar month",
        replace_in(
            "public.track_usage",
            "set period_start = v_charged",
            "set period_start = u.period_start",
        ),
        "agrees_with_the_model",
    ),
    *(
        Mutation(
            f"a call is not looked at for its {word}",
            replace_in("public.track_usage", condition, "true"),
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
        "a call is not looked at for blank texts",
        replace_in("public.track_usage", ">= '!'", "is not null"),
        "test_bad_usage",
    ),
    Mutation(
        "a call is not looked at for long texts",
        replace_in("public.track_usage", ") <= 200", ") is not null"),
        "test_bad_usage",
    ),
    Mutation(
        "tiers and prices take no upsert",
        "revoke update on public.ai_quota_tiers, public.ai_model_prices from service_role;"
        "grant update (monthly_token_quota) on public.ai_quota_tiers to service_role;"
        "grant update (input_price) on public.ai_model_prices to service_role;",
        "upserts_tiers",
        every=True,
    ),
    Mutation(
        "an edit of a reservation changes nothing",
        "alter table public.ai_usage_reservations disable trigger user;",
        "expired_reservation_holds_nothing",
    ),
    Mutation(
        "somebody else's reservation may be settled",
        replace_in(
            "ai_quota.pending_reservation", "and r.user_id = pending_reservation.user_id", ""
        )
        + replace_in("public.track_usage", "and r.user_id = v_user_id", ""),
        "somebody_elses",
    ),
    Mutation(
        "a release locks the reservation before the quota",
        replace_in(
            "public.release_reservation",
            "v_quota := ai_quota.open_period(v_user_id);",
            "perform from public.ai_usage_reservations as r"
            " where r.id = release_reservation.reservation_id for update;"
            " v_quota := ai_quota.open_period(v_user_id);",
        ),
        "waits_in_a_ring",
    ),
    Mutation(
        "a denial names the largest tier",
        replace_in(
            "public.reserve_tokens",
            "t.monthly_token_quota nulls last",
            "t.monthly_token_quota desc",
        ),
        "smallest_tier",
    ),
    Mutation(
        "a correction may take more than was used",
        replace_in("ai_quota.check_total", "not between - tokens and", ">"),
        "bad_correction",
    ),
    Mutation(
        "a claimed alert is everybody's",
        replace_in("public.claim_quota_alerts", "now() + interval '1 minute'", "now()"),
        "nobody_elses",
    ),
    Mutation(
        "two workers may claim one alert",
        replace_in("public.claim_quota_alerts", "for update skip locked", ""),
        "of_32_workers",
    ),
    Mutation(
        "a delivered alert comes back",
        replace_in("public.claim_quota_alerts", "and c.delivered_at is null", ""),
        "does_not_come_back",
    ),
    Mutation(
        "a smaller limit tells nobody",
        replace_in(
            "ai_quota.set_limits", "and q.quota_reset_date >", "and false and q.quota_reset_date >"
        ),
        "smaller_limit",
    ),
    Mutation(
        "a deleted user's keys stay",
        replace_in("ai_quota.forget_user", "where k.user_id = old.id", "where false"),
        "deleted_account",
    ),
    Mutation(
        "a blocked user is admitted",
        replace_in("ai_quota.denial_of", "when (quota).is_blocked", "when false"),
        "blocked",
    ),
    Mutation(
        "an unlimited quota has 0 left",
        replace_in("ai_quota.left_of", "case when quota is not null then", "case when true then"),
        "unlimited",
    ),
    Mutation(
        "integrity finds nothing",
        replace_in("ai_quota.find_differences", "c.expected is distinct from c.found", "false"),
        "found_and_repaired",
    ),
    Mutation(
        "a repair mends nothing",
        replace_in(
            "public.repair_user_quota",
            "coalesce(greatest(l.tokens, 0), 0)",
            "q.current_month_tokens",
        ),
        "found_and_repaired",
    ),
    Mutation(
        "a day keeps only its last call",
        replace_in(
            "public.track_usage",
            "current_day_tokens = q.current_day_tokens + v_tokens",
            "current_day_tokens = v_tokens",
        ),
        "summed_for_charts",
    ),
    Mutation(
        "a day that is over is forgotten",
        replace_in(
            "ai_quota.open_period",
            "where (v_quota.current_day_tokens, v_quota.current_day_requests) <> (0, 0)",
            "where false",
        ),
        "next_day_begins",
    ),
    Mutation(
        "a deleted account leaves its ledger behind",
        replace_in("ai_quota.forget_user", "where u.user_id = old.id", "where false"),
        "deleted_account",
    ),
    Mutation(
        "the oldest price counts",
        replace_in("public.track_usage", "order by p.valid_from desc", "order by p.valid_from"),
        "price_in_force",
    ),
    Mutation(
        "an early reset keeps no reason",
        replace_in("ai_quota.roll_periods", "f.tier, roll_periods.reset_reason", "f.tier, null"),
        "early_reset_keeps",
    ),
    Mutation(
        "a failed alert comes back at once",
        replace_in("public.fail_quota_alert", "interval '1 hour'", "interval '0'"),
        "waits_longer",
    ),
]


@contextmanager
def broken(owner: psycopg.Connection, mutation: Mutation) -> Iterator[None]:
    """Breaks the SQL, and mends it again."""
    owner.execute(mutation.sql.encode())
    try:
        yield
    finally:
        owner.execute(MEND.encode())
        owner.execute(PRODUCTION.read_bytes())
        for table in ("user_subscriptions", "ai_quota_tiers", "ai_usage_reservations"):
            owner.execute(f"alter table public.{table} enable trigger user".encode())


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
    return "" if results.failed else "nobody noticed"


def main() -> int:
    """Runs all mutations, or those whose name matches the first argument."""
    wanted = sys.argv[1] if len(sys.argv) > 1 else ""
    survivors = 0
    with psycopg.connect(os.environ["DB_URL"], autocommit=True) as owner:
        print("| mutation | tests that noticed |\n|---|---|")
        for mutation in [one for one in MUTATIONS if re.search(wanted, one.name)]:
            with broken(owner, mutation):
                results = run(mutation.tests)
            complaint = survived(mutation, results)
            survivors += bool(complaint)
            noticed = complaint or f"{len(results.failed)} of {len(results.ran)}"
            print(f"| {mutation.name} | {noticed} |", flush=True)
    print(f"{len(MUTATIONS)} mutations, {survivors} survived" if not wanted else "")
    return 1 if survivors else 0


if __name__ == "__main__":
    sys.exit(main())
