"""Mutations of what admins read, what operators do, and of the days that a job counts."""

from functools import reduce
from operator import add

from mutants.tools import Mutation, replace_in

READS = (
    *("overview", "days", "tiers", "near_limit", "users", "usage", "unpriced_models"),
    *("alerts", "outbox", "holds", "integrity", "audit"),
    *("user", "user_periods", "user_calls", "user_days", "replay_periods", "recommendations"),
)
ACTIONS = ("set_override", "remove_override", "boost", "set_tier", "repair")
# They were there before the admin page.
OLDER_ACTIONS = ("reset_user_quota", "set_user_blocked", "adjust_usage")

MUTATIONS = [
    # Who
    *(
        Mutation(
            f"every user calls {name}",
            replace_in(f"public.{name}", ("  perform ai_quota.authorize_admin();\n", "")),
            f"test_users_read_nothing_of_it and {name}",
        )
        for name in (
            *(f"ai_quota_admin_{read}" for read in READS),
            *("get_quota_forecast_for", "replay_limits"),
        )
    ),
    Mutation(
        "every user is an admin",
        replace_in("ai_quota.authorize_admin", ("and not ai_quota.is_admin()", "and false")),
        "test_users_read_nothing_of_it",
        every=True,
    ),
    Mutation(
        "no admin reads what is everybody's",
        replace_in("ai_quota.authorize_admin", ("and not ai_quota.is_admin()", "")),
        "test_admins_operators_and_the_server_read",
        every=True,
    ),
    *(
        Mutation(
            f"every user may {name}",
            replace_in(
                f"public.ai_quota_admin_{name}",
                ("ai_quota.authorize_operator(user_id)", f"ai_quota_admin_{name}.user_id"),
            ),
            f"(test_only_operators or test_no_operator) and ai_quota_admin_{name}",
            every=True,
        )
        for name in ACTIONS
    ),
    *(
        Mutation(
            f"every user may {name}",
            replace_in(
                f"public.{name}", ("ai_quota.authorize_operator(user_id)", f"{name}.user_id")
            ),
            f"(test_only_operators or test_no_operator) and {name}",
            every=True,
        )
        for name in OLDER_ACTIONS
    ),
    Mutation(
        "an operator acts on himself",
        replace_in(
            "ai_quota.authorize_operator",
            ("if (authorize_operator.user_id <> auth.uid()) is not true then", "if false then"),
        ),
        "test_no_operator_acts_on_himself",
        every=True,
    ),
    Mutation(
        "an operator's claim is read from the token",
        replace_in(
            "ai_quota.authorize_operator",
            (
                "u.raw_app_meta_data ->> 'ai_quota_role' = 'operator'",
                "auth.jwt() -> 'app_metadata' ->> 'ai_quota_role' = 'operator'",
            ),
        ),
        "withdrawn_operator",
    ),
    *(
        Mutation(
            f"{name} needs no reason",
            replace_in(
                f"public.ai_quota_admin_{name}",
                (
                    "perform ai_quota.validate_reason("
                    + ("o.reason" if name == "set_override" else "reason")
                    + ");",
                    "",
                ),
            ),
            f"test_an_action_needs_a_reason and ai_quota_admin_{name}",
        )
        for name in ACTIONS
    ),
    Mutation(
        "no action is kept",
        reduce(
            add,
            [
                replace_in(
                    f"public.ai_quota_admin_{name}",
                    ("perform ai_quota.log_action(", "perform num_nulls("),
                )
                for name in ACTIONS
            ],
        ),
        "override_is_in_force or tier_can_be_set or can_be_repaired",
        every=True,
    ),
    # What
    Mutation(
        "users' own reports are money",
        replace_in(
            "public.ai_quota_admin_usage",
            (
                "coalesce(sum(l.cost_usd) filter (where l.reported_by = 'server'), 0)",
                "coalesce(sum(l.cost_usd), 0) + sum(l.unpriced_requests)",
            ),
        ),
        "money_by_who_reported_it",
    ),
    Mutation(
        "a user may have any number of labels a day",
        replace_in("ai_quota.sum_labels", (") <= 50 as is_kept", ") > 0 as is_kept")),
        "cannot_make_a_label",
    ),
    Mutation(
        "a cell of a CSV may be a formula",
        replace_in("ai_quota.cell", ("return '''' || value;", "return value;")),
        "no_cell_of_a_csv",
        every=True,
    ),
    Mutation(
        "a boost has no end",
        replace_in("ai_quota.entitlement", ("and b.expires_at > entitlement.as_of", "")),
        "boosts_add_up",
    ),
    Mutation(
        "users with a used-up quota cannot be left out",
        replace_in("public.ai_quota_admin_near_limit", ("v.share < v_below", "true")),
        "used_up_are_listed_first",
    ),
    # Ranks
    Mutation(
        "users are ranked by what they used before the range, too",
        replace_in(
            "ai_quota.rank_users",
            ("u.tokens[b.last] - coalesce(u.tokens[b.before], 0)", "u.tokens[b.last]"),
        ),
        "test_users_are_ranked",
    ),
    Mutation(
        "users with calls since the count have two ranks",
        replace_in("ai_quota.rank_users", ("u.user_id <> all (v_changed)", "true")),
        "calls_since_the_job_ran",
    ),
    Mutation(
        "calls since the count have no rank",
        replace_in("ai_quota.rank_users", ("d.user_id = any (v_changed)", "false")),
        "calls_since_the_job_ran",
    ),
    Mutation(
        "a search finds callers only",
        replace_in("ai_quota.rank_users", ("left join sums as s", "join sums as s")),
        "finds_users_without_calls",
    ),
    Mutation(
        "late usage changes no rank",
        replace_in("ai_quota.count_day", ("perform ai_quota.count_users(", "perform num_nulls(")),
        "test_users_are_ranked",
    ),
    Mutation(
        "a day that ended changes no rank",
        replace_in(
            "ai_quota.roll_up",
            ("perform ai_quota.count_users_of(v_day, greatest(r.recent_day, v_day));", ""),
        ),
        "an_ended_day_adds",
    ),
    Mutation(
        "an ended day forgets the rank of today",
        replace_in(
            "ai_quota.roll_up", ("(v_day, greatest(r.recent_day, v_day))", "(v_day, v_day)")
        ),
        "keeps_what_was_counted_of_today",
    ),
    Mutation(
        "the newest day is counted again first",
        replace_in("ai_quota.roll_up", ("order by l.id", "order by l.day desc")),
        "hold_up_neither_today",
    ),
    Mutation(
        "days that are counted again come before today",
        replace_in(
            "ai_quota.roll_up",
            (
                "if r.recent_day is distinct from v_today",
                "if exists (select from ai_quota.late_days) is false\n"
                "      and r.recent_day is distinct from v_today",
            ),
        ),
        "hold_up_neither_today",
    ),
    Mutation(
        "today has no rank",
        replace_in(
            "ai_quota.count_recent", ("count_recent.to_day\n  )", "count_recent.from_day - 1\n  )")
        ),
        "keeps_what_was_counted_of_today",
    ),
    Mutation(
        "one part of the users is counted the first time",
        replace_in(
            "ai_quota.roll_up", ("if r.users_counted < 16 then", "if r.users_counted < 1 then")
        ),
        "counted_in_parts",
    ),
    Mutation(
        "a deleted account keeps its rank",
        replace_in(
            "ai_quota.delete_user_data",
            (
                "usage_by_user as s\n  where s.user_id in",
                "usage_by_user as s\n  where false and s.user_id in",
            ),
        ),
        "ranked_no_more",
    ),
    Mutation(
        "an anonymized account without ledger rows loses its rank",
        replace_in("ai_quota.delete_user_data", ("date, v_random);", "date, null);")),
        "keeps_its_rank_under_another_id and True",
    ),
    Mutation(
        "the deletion of an account waits for the job",
        replace_in("ai_quota.delete_user_data", ("for update skip locked", "for update")),
        "without_waiting_for_the_job",
        every=True,
    ),
    Mutation(
        "differences of ranks are not found",
        replace_in("ai_quota.find_user_differences", ("<= 0.5)", "<= 1e300)")),
        "users_wrong_days_are_found",
        every=True,
    ),
    Mutation(
        "a user who is missing in the ranks is not found",
        replace_in("ai_quota.find_user_differences", ("full join (", "right join (")),
        "any_damage_of_a_users_past_days and missing",
    ),
    Mutation(
        "only the last total of the ranks is compared",
        replace_in(
            "ai_quota.find_user_differences",
            ("  where (c.days,", "  where c.day = v_through and (c.days,"),
        ),
        "any_damage_of_a_users_past_days and total",
    ),
    Mutation(
        "usage that waits for the job is reported as a difference",
        replace_in("ai_quota.find_user_differences", ("and l.day <= v_through\n", "and false\n")),
        "between_calls_and_the_job",
    ),
    # Forecast and replay
    Mutation(
        "the forecast knows no weekdays",
        replace_in("ai_quota.project_days", ("when m.tokens > 0 then", "when false then")),
        "free_weekends",
    ),
    Mutation(
        "a larger limit admits nothing",
        replace_in("ai_quota.replay_periods", ("d.denials - a.calls", "d.denials")),
        "plain_loop",
    ),
    Mutation(
        "a replay names any tier as the upgrade",
        replace_in("public.replay_limits", ("r.needed_tokens <= l.tokens", "true")),
        "first_tier_that_would_have_denied_nothing",
    ),
    Mutation(
        "an unchanged limit denies what it admitted",
        replace_in(
            "ai_quota.replay_periods",
            (
                "when p.new_tokens < coalesce(p.old_tokens,",
                "when p.new_tokens <= coalesce(p.old_tokens,",
            ),
        ),
        "plain_loop",
    ),
    # Days that are over
    Mutation(
        "a late call does not change the next active day",
        replace_in(
            "ai_quota.count_day",
            ("where n.day <= r.counted_through", "where false and n.day <= r.counted_through"),
        ),
        "however_late",
    ),
    Mutation(
        "usage that came late is not counted",
        replace_in(
            "ai_quota.add_usage",
            ("if v_day < (now() at time zone 'UTC')::date or", "if false and"),
        ),
        "however_late",
    ),
    Mutation(
        "a deleted account's days go with it",
        replace_in("ai_quota.delete_user_data", ("perform ai_quota.keep_labels(old.id);", "")),
        "deleted_accounts_days_stay and delete",
    ),
    Mutation(
        "a day does not wait for running transactions",
        replace_in(
            "ai_quota.is_day_over", ("select not r.waiting_for && v_running", "select true")
        ),
        "waits_for_the_transactions",
    ),
    Mutation(
        "differences of days are not found",
        replace_in(
            "ai_quota.find_label_differences",
            (
                "and coalesce(m.expected, 0)::bigint <>",
                "and false and coalesce(m.expected, 0)::bigint <>",
            ),
        ),
        "what_differs_is_found_and_mended",
        every=True,
    ),
]
