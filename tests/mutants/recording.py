"""Mutations of rights, recording, idempotency and status."""

import re

from mutants.tools import (
    DENIALS,
    EVERYBODY,
    OPERATED,
    PERMISSIONS,
    SERVED,
    Change,
    Mutation,
    closed,
    find,
    opened,
    readable,
    replace,
    replace_in,
    rights,
)

MUTATIONS = [
    # Rights
    Mutation(
        "every right for everybody",
        # Functions that still ask who is calling must not.
        rights(opened) + EVERYBODY + SERVED + OPERATED,
        DENIALS,
        every=True,
    ),
    Mutation("no right for anybody", rights(closed), PERMISSIONS, every=True),
    Mutation("anyone records for anyone", EVERYBODY, "cannot_record_for_another"),
    Mutation("users may call what is for the server", SERVED, "even_if_they_may_execute_it"),
    Mutation(
        "user_metadata makes an admin",
        replace_in("ai_quota.is_admin", ("'app_metadata'", "'user_metadata'")),
        "user_metadata_makes",
    ),
    Mutation(
        "the setting for reporting is not asked",
        replace_in(
            "ai_quota.authorize_user",
            (
                "and (select s.users_report_usage from ai_quota.settings as s) is not true",
                "and false",
            ),
        ),
        "cannot_report or report_nothing_where",
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
            ("denials", "ai_quota_denials"),
            ("audit", "audit"),
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
                "into v_id, v_cost, v_period;",
                "into v_id, v_cost, v_period;"
                " delete from public.ai_agent_usage as u where u.id = v_id;",
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
        replace_in(
            "public.track_usage",
            (
                "    case\n      when track_usage.cost_usd",
                "    coalesce(case\n      when track_usage.cost_usd",
            ),
            (
                "    end,\n    track_usage.requests, track",
                "    end, 0),\n    track_usage.requests, track",
            ),
        ),
        "unknown_model",
    ),
    Mutation(
        "the oldest price counts",
        replace_in(
            "ai_quota.call_cost",
            ("order by p.is_from_list, p.valid_from desc", "order by p.is_from_list, p.valid_from"),
        ),
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
            "ai_quota.add_to_day",
            (
                "add_to_day.unpriced_requests\n    ) <> (0, 0, 0, 0)",
                "add_to_day.unpriced_requests\n    ) <> (0, 0, 0, 0) and false",
            ),
        ),
        "next_day_begins",
    ),
    Mutation(
        "a call after an early reset is charged to the calendar month",
        replace_in(
            "public.track_usage",
            (
                "(select q.period_start from public.user_ai_quotas as q"
                " where q.user_id = v_user_id),",
                "",
            ),
        )
        + replace_in(
            "ai_quota.record_unusual",
            ("    period_start = v_period,", "    period_start = u.period_start,"),
        ),
        "early_reset",
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
                "(call.tokens_prompt between 0 and 2147483647) is not true",
            ),
            ("requests", "requests", "not call.requests between 0 and 1000000"),
        ]
    ),
    Mutation(
        "a cost is not checked",
        replace_in(
            "ai_quota.validate_usage",
            ("if not call.cost_usd between 0 and 1000000000", "if false"),
        ),
        "cost_of_the_server_that_is_none",
    ),
    *(
        Mutation(
            f"{argument} is no part of its whole",
            replace_in("ai_quota.validate_usage", (f"'{argument}', call.{argument}", "'', null")),
            f"test_bad_usage and {word}",
        )
        for argument, word in [
            ("tokens_cached", "cached"),
            ("tokens_cache_write", "cache"),
            ("tokens_audio_prompt", "audio"),
            ("tokens_reasoning", "reasoning"),
            ("tokens_audio_completion", "output"),
        ]
    ),
    *(
        Mutation(
            f"{argument} may be empty or too long",
            replace_in(
                "ai_quota.validate_usage", (f"('{argument}', call.{argument})", "('', null)")
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
            (
                "requests",
                "(track_usage.tokens_cache_write, track_usage.tokens_audio_prompt,\n"
                "      track_usage.tokens_audio_completion, track_usage.requests) = (0, 0, 0, 1)",
            ),
            ("source", "track_usage.usage_source = 'provider'"),
            (
                "agent",
                "num_nonnulls(track_usage.agent_id, track_usage.cost_usd, track_usage.occurred_at)"
                " = 0",
            ),
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
                "track_usage.request_id, track_usage.reservation_id,\n    coalesce(",
                "null, null,\n    coalesce(",
            ),
        ),
        "retry_counts_once or fifty_at_once",
    ),
    Mutation(
        "a request_id may be used for another call",
        replace_in(
            "ai_quota.validate_retry",
            (") <> validate_retry.payload", ") is null"),
        ),
        "another_call_under or share_an_id",
    ),
    # Status
    Mutation(
        "a status read shows the old period",
        replace_in(
            "ai_quota.advance",
            ("    quota.current_month_tokens := 0;\n", ""),
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
        "test_an_unlimited_quota or test_an_unlimited_user_is",
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
        "month_is_summed or another_month_holds",
        every=True,
    ),
    Mutation(
        "a user reads anybody's sums by label",
        replace_in(
            "public.get_user_usage_by_label",
            (
                "ai_quota.authorize_user(get_user_usage_by_label.user_id)",
                "coalesce(get_user_usage_by_label.user_id, auth.uid())",
            ),
        ),
        "users_read_their_own_and_the_server_anybodys",
    ),
    Mutation(
        "sums by label leave the last day out",
        replace_in(
            "public.get_user_usage_by_label", ("u.created_at < v_to + 1", "u.created_at < v_to")
        ),
        "sums_are_those_of_the_ledger or what_comes_after_the_largest",
        every=True,
    ),
    Mutation(
        "names beyond the largest 50 are lost",
        replace_in(
            "public.get_user_usage_by_label",
            ("  from ranked as r\n", "  from ranked as r\n  where not r.is_rest\n"),
        ),
        "largest_50",
    ),
]
