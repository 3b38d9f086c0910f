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
            ("where n.day <= (select", "where false and n.day <= (select"),
        ),
        "however_late",
    ),
    Mutation(
        "usage that came late is not counted",
        replace_in(
            "ai_quota.add_usage",
            ("if v_day < (now() at time zone 'UTC')::date then", "if false then"),
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
