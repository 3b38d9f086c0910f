"""Mutations of who may do what to whose reservations, reports and quotas."""

from mutants.tools import Mutation, replace_in

FOR_THE_SERVER = (
    *("initialize_user_quota", "set_user_subscription", "track_usage_batch"),
    *("reset_monthly_quotas", "verify_quota_integrity", "repair_user_quota"),
    *("claim_quota_alerts", "complete_quota_alert", "fail_quota_alert", "prepare_quota_alert"),
    *("note_quota_alert", "claim_quota_digest", "complete_quota_digest"),
)
MUTATIONS = [
    *(
        Mutation(
            f"{name} serves whoever may execute it",
            replace_in(f"public.{name}", ("perform ai_quota.authorize_server();", "null;")),
            f"even_if_they_may_execute_it and {name}",
        )
        for name in FOR_THE_SERVER
    ),
    # Reservations and their makers
    Mutation(
        "a user may end the server's reservation",
        replace_in(
            "ai_quota.refuse_reservation",
            ("reservation.reserved_by = 'server' and ai_quota.is_end_user()", "false"),
        ),
        "cannot_release_the_servers or cannot_settle_the_servers",
        every=True,
    ),
    Mutation(
        "every reservation is the server's",
        replace_in("public.reserve_tokens", ("v_caller := 'user'::", "v_caller := 'server'::")),
        "open_holds or holds_at_most_twenty or thirty_reservations",
    ),
    Mutation(
        "the server's settlement of a closed reservation is refused",
        replace_in(
            "ai_quota.record_unusual",
            (
                "if record_unusual.caller = 'user' then\n      perform ai_quota.refuse_reservation",
                "if true then\n      perform ai_quota.refuse_reservation",
            ),
        ),
        "recorded_whatever_became",
    ),
    Mutation(
        "a settlement does not say that its reservation was closed",
        replace_in(
            "ai_quota.record_unusual", ("v_despite := format('reservation %s', r.status)", "null")
        ),
        "recorded_whatever_became",
    ),
    Mutation(
        "an unknown agent refuses the server's report",
        replace_in(
            "public.track_usage",
            ("v_despite is not null and v_caller = 'user'", "v_despite is not null"),
        ),
        "report_of_an_unknown_agent",
    ),
    Mutation(
        "a user may take a charge back",
        replace_in(
            "public.release_reservation",
            ("r.status = 'charged' and not ai_quota.is_end_user()", "r.status = 'charged'"),
        ),
        "cannot_take_back",
    ),
    # Idempotency keys
    Mutation(
        "a retried reservation is a second one",
        replace_in("ai_quota.find_reservation", ("if not found then", "if true then")),
        "retried_reservation",
    ),
    Mutation(
        "another reservation may have the same id",
        replace_in(
            "ai_quota.find_reservation",
            ("<> (find_reservation.tokens,", "is null or (1, 1, '') = (find_reservation.tokens,"),
        ),
        "another_reservation_under",
    ),
    Mutation(
        "the id of a closed reservation may be used again",
        replace_in(
            "ai_quota.find_reservation",
            ("if r.status <> 'pending' or r.expires_at <= now()", "if false"),
        ),
        "id_of_a_closed_reservation",
    ),
    Mutation(
        "a user's reservation blocks the server's",
        replace_in(
            "ai_quota.find_reservation", ("and c.reserved_by = find_reservation.caller", "")
        ),
        "users_reservation_never_blocks",
    ),
    # Late settlements
    Mutation(
        "a late settlement charges the old period for ever",
        replace_in("ai_quota.record_unusual", ("+ interval '1 hour'", "+ interval '1 year'")),
        "charges_the_old_period_for_an_hour or stock_of_small",
    ),
    Mutation(
        "a late settlement charges the old period with all",
        replace_in(
            "ai_quota.record_unusual",
            ("greatest(record_unusual.tokens - (r.tokens - r.tokens_settled), 0)", "0"),
        ),
        "charges_the_old_period_for_an_hour or stock_of_small",
    ),
    Mutation(
        "a user's reservation may last a day",
        replace_in(
            "ai_quota.validate_reservation", ("when 'user' then 3600", "when 'user' then 86400")
        ),
        "lasts_an_hour_for_users",
    ),
    # Charges on expiry
    Mutation(
        "users make reservations that are charged",
        replace_in(
            "ai_quota.validate_reservation",
            ("on_expiry = 'charge' and validate_reservation.caller = 'user'", "on_expiry is null"),
        ),
        "only_the_server_makes",
    ),
    Mutation(
        "an expired reservation is never charged",
        replace_in("ai_quota.charge_expired", ("and c.on_expiry = 'charge'", "and false")),
        "next_call_charges or job_charges or charged_once",
    ),
    Mutation(
        "every expired reservation is charged",
        replace_in("ai_quota.charge_expired", ("and c.on_expiry = 'charge'\n", "\n")),
        "job_charges_holds or expired_reservation_holds_nothing",
    ),
    Mutation(
        "a status read does not count what is charged",
        replace_in("ai_quota.read_quota", ("and r.on_expiry = 'charge'", "and false")),
        "status_counts_it",
    ),
    Mutation(
        "what parts have taken out is charged again",
        replace_in("ai_quota.charge_expired", ("r.tokens - r.tokens_settled", "r.tokens")),
        "taken_out_is_not_charged",
    ),
    Mutation(
        "a later settlement corrects no charge",
        replace_in("ai_quota.record_unusual", ("if r.status = 'charged' then", "if false then")),
        "later_settlement_corrects",
    ),
    Mutation(
        "the job charges nobody",
        replace_in(
            "ai_quota.charge_due_reservations",
            ("perform ai_quota.lock_quota(v_user_id, refresh => true);", "null;"),
        ),
        "job_charges",
    ),
    # What users may write
    Mutation(
        "users write as often as they like",
        replace_in("ai_quota.count_user_write", ("> v_limit - count_user_write.writes", "< 0"))
        + replace_in(
            "public.track_usage",
            (
                "or q.user_writes < v_writes_per_minute",
                "or true",
            ),
        ),
        "last_write_of_a_minute or settlement_counts_as_a_write",
    ),
    Mutation(
        "a reservation is no write",
        replace_in("public.reserve_tokens", ("perform ai_quota.count_user_write(v_quota);", "")),
        "last_write_of_a_minute",
    ),
    Mutation(
        "the writes of the last minute count on",
        replace_in(
            "ai_quota.count_user_write",
            ("case when quota.user_minute = v_minute then", "case when true then"),
        )
        + replace_in(
            "public.track_usage", ("q.user_minute is distinct from v_minute\n          or", "")
        ),
        "next_minute",
    ),
    Mutation(
        "users hold as much as they like",
        replace_in("ai_quota.limit_open_holds", ("if v_held >= v_limit", "if false")),
        "at_most_twenty or thirty_reservations",
        every=True,
    ),
    Mutation(
        "reservations that are over count as open",
        replace_in("ai_quota.limit_open_holds", ("and r.expires_at > clock_timestamp()", "")),
        "over_makes_room",
    ),
    Mutation(
        "the server's reservations count as the user's",
        replace_in("ai_quota.limit_open_holds", ("and r.reserved_by = 'user'", "")),
        "reservations_of_the_servers",
    ),
    Mutation(
        "a blocked user reports",
        replace_in("ai_quota.refuse_blocked", ("if quota.is_blocked", "if false"))
        + replace_in("public.track_usage", ("or not q.is_blocked\n", "or true\n")),
        "blocked_users_own",
        every=True,
    ),
    Mutation(
        "the server's report of a blocked user is refused",
        replace_in(
            "ai_quota.record_unusual",
            (
                "if record_unusual.caller = 'user' then\n    perform ai_quota.refuse_blocked",
                "if true then\n    perform ai_quota.refuse_blocked",
            ),
        )
        + replace_in(
            "public.track_usage",
            ("v_minute is null\n        or not q.is_blocked", "not q.is_blocked"),
        ),
        "reports_of_a_blocked_user",
    ),
    Mutation(
        "users say what a call cost",
        replace_in("public.track_usage", ("track_usage.cost_usd := null;", "")),
        "users_cost_is_ignored",
    ),
    Mutation(
        "users say when a call was",
        replace_in(
            "ai_quota.validate_usage",
            ("call.occurred_at is not null and validate_usage.caller = 'user'", "false"),
        ),
        "cannot_say_when",
    ),
    # Callers
    Mutation(
        "the server need not say whose quota it asks for",
        replace_in(
            "ai_quota.authorize_user",
            ("if authorize_user.user_id is null and v_caller is null", "if false"),
        ),
        "says_whose_quota",
    ),
    Mutation(
        "a user is answered for another",
        replace_in("ai_quota.authorize_user", ("or authorize_user.user_id <> v_caller", "")),
        "not_answered_for_another or cannot_record_for_another",
    ),
    Mutation(
        "everybody is an operator",
        replace_in(
            "ai_quota.authorize_operator", ("  if not exists (", "  if false and not exists (")
        ),
        "admin_only_reads or do_none_of_it",
    ),
    Mutation(
        "an operator's token is believed",
        replace_in(
            "ai_quota.authorize_operator",
            (
                "where u.id = auth.uid() and u.raw_app_meta_data ->> 'ai_quota_role' = 'operator'",
                "where auth.jwt() -> 'app_metadata' ->> 'ai_quota_role' = 'operator'",
            ),
        ),
        "claim_that_was_withdrawn",
    ),
    Mutation(
        "an operator acts on himself",
        replace_in(
            "ai_quota.authorize_operator",
            ("if (authorize_operator.user_id <> auth.uid()) is not true", "if false"),
        ),
        "does_not_act_on_himself",
    ),
    Mutation(
        "an operator gives no reason",
        replace_in(
            "ai_quota.validate_reason", ("if coalesce(length(btrim(reason)), 0) = 0", "if false")
        ),
        "gives_a_reason or without_a_reason",
    ),
    Mutation(
        "any admin of the host is an admin",
        replace_in(
            "ai_quota.is_admin",
            ("'ai_quota_role' in ('admin', 'operator')", "'role' in ('admin', 'operator')"),
        ),
        "no_other_claim",
    ),
    Mutation(
        "anonymous users are admitted",
        replace_in(
            "ai_quota.denial_reason",
            ("when quota.is_anonymous then 'anonymous'", "when false then ''"),
        ),
        "no_call_of_an_anonymous",
    ),
    # Settings
    Mutation(
        "without settings users report",
        replace_in(
            "ai_quota.authorize_user",
            (
                "(select s.users_report_usage from ai_quota.settings as s) is not true",
                "not (select s.users_report_usage from ai_quota.settings as s)",
            ),
        ),
        "without_settings_users_report",
    ),
    Mutation(
        "without settings users write and hold as much as they like",
        replace_in(
            "ai_quota.limit_open_holds",
            ("(select s.user_open_holds from ai_quota.settings as s), 1", "20, 1"),
        )
        + replace_in(
            "ai_quota.count_user_write",
            ("(select s.user_writes_per_minute from ai_quota.settings as s), 1", "120, 1"),
        ),
        "without_settings_a_user_writes",
    ),
    Mutation(
        "without settings there is no tier",
        replace_in(
            "ai_quota.default_tier",
            ("order by t.monthly_token_quota nulls last", "order by t.monthly_token_quota desc"),
        ),
        "without_settings_a_new_user",
    ),
    # Alerts
    Mutation(
        "a denial writes no alert",
        replace_in(
            "ai_quota.record_denial", ("where m.metric = record_denial.reason", "where false")
        ),
        "alert_of_its_own_kind",
    ),
    Mutation(
        "every denial writes an alert",
        replace_in(
            "ai_quota.record_denial",
            ("on conflict (user_id, period_start) where kind = 'denied' do nothing", ""),
        ),
        "alert_once_a_period or thirty_denials",
    ),
    Mutation(
        "stale alerts are handed out",
        replace_in(
            "public.claim_quota_alerts", ("if not ai_quota.is_current(v_alert)", "if false")
        ),
        "is_not_handed_out",
    ),
    Mutation(
        "a risen limit arms nothing",
        replace_in(
            "ai_quota.write_alerts(\n  before",
            (
                "on conflict (user_id, period_start, metric, threshold, quota)"
                " where kind = 'usage' do nothing",
                "where not exists (select from public.ai_quota_alerts as a where a.user_id ="
                " v_quota.user_id and a.period_start = v_quota.period_start and a.metric = r.metric"
                " and a.threshold = r.threshold)",
            ),
        ),
        "arms_the_thresholds_above",
    ),
    Mutation(
        "denials are not counted",
        replace_in(
            "ai_quota.record_denial", ("set denials = d.denials + 1, tokens =", "set tokens =")
        ),
        "denials_and_what_was_asked",
    ),
    # Batches
    Mutation(
        "a bad call stops its batch",
        replace_in(
            "public.track_usage_batch",
            ("      when others then\n", "      when division_by_zero then\n"),
        ),
        "bad_call_is_named_by_its_place",
    ),
    Mutation(
        "a batch counts what was counted",
        replace_in(
            "public.track_usage_batch",
            ("v_call.requests, v_call.request_id,", "v_call.requests, null,"),
        ),
        "batch_that_is_sent_again or batch_twice or by_itself_and_in_a_batch",
    ),
    Mutation(
        "a batch counts a new user's calls twice",
        replace_in(
            "public.track_usage_batch",
            ("lock_quota(v_user_id, uncounted => v_counted)", "lock_quota(v_user_id)"),
        ),
        "makes_missing_quota_rows",
    ),
    # Integrity
    *(
        Mutation(
            f"nobody notices {what}",
            replace_in(function, (condition, "false")),
            tests,
            every=True,
        )
        for what, function, condition, tests in [
            (
                "row level security that is off",
                "ai_quota.find_missing_parts",
                "not c.relrowsecurity",
                "dump_may_lack and disable",
            ),
            (
                "views that lost security_invoker",
                "ai_quota.find_missing_parts",
                "'security_invoker=true' <> all (coalesce(c.reloptions, '{}'))",
                "dump_may_lack and security_invoker",
            ),
            (
                "a missing quota row",
                "ai_quota.find_differences",
                "not exists (select from quotas as q where q.user_id = l.user_id)",
                "missing_quota_row_is_noticed",
            ),
            (
                "rows of accounts that are gone",
                "ai_quota.find_differences",
                "not exists (select from auth.users as u where u.id = o.user_id)",
                "rows_without_an_account",
            ),
        ]
    ),
    Mutation(
        "a repair leaves the days as they are",
        replace_in(
            "ai_quota.repair_quota", ("current_day_tokens = v_day.tokens", "user_writes = 0")
        ),
        "sum_of_today and current_day_tokens",
    ),
    Mutation(
        "a quota row that is made late starts from zero",
        replace_in(
            "ai_quota.new_quota", ("where l.period_start >= v_quota.period_start", "where false")
        ),
        "late_quota_row_starts",
    ),
]
