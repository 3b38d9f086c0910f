"""Mutations of periods, reservations, alerts, accounts and integrity."""

from mutants.tools import (
    UNTIL,
    UNTIL_BUT_OVERRIDE,
    UNTIL_BUT_RESERVATIONS,
    Mutation,
    never,
    replace_in,
)

MUTATIONS = [
    # Periods
    Mutation(
        "closed periods are not kept",
        replace_in(
            "ai_quota.archive_period",
            (
                "v_quota.current_month_tokens,\n    v_quota.current_month_requests,",
                "0,\n    0,",
            ),
        ),
        "first_call_closes",
    ),
    Mutation(
        "an early reset keeps no reason",
        replace_in(
            "public.reset_user_quota",
            ("perform ai_quota.log_action(v_user_id, 'reset_user_quota', reason);", ""),
        ),
        "early_reset_keeps",
    ),
    Mutation(
        "an early reset does not look early",
        replace_in(
            "ai_quota.archive_period",
            ("v_quota.tier, archive_period.is_early", "v_quota.tier, false"),
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
        replace_in(
            "ai_quota.reset_pages",
            ("q.reserved_valid_until is null\n        and", "true\n        and"),
        ),
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
            "ai_quota.first_boundary",
            ("first_boundary.moment at time zone 'UTC'", "first_boundary.moment::timestamp"),
            ("return v_boundary at time zone 'UTC'", "return v_boundary"),
        )
        + replace_in(
            "ai_quota.last_boundary",
            ("last_boundary.moment at time zone 'UTC'", "last_boundary.moment::timestamp"),
            ("return v_boundary at time zone 'UTC'", "return v_boundary"),
        )
        + replace_in("ai_quota.new_quota", ("set timezone = 'UTC'\n", ""))
        + replace_in("ai_quota.advance", ("set timezone = 'UTC'\n", ""))
        + replace_in("ai_quota.create_quota", ("set timezone = 'UTC'\n", "")),
        "utc_month_in_every",
        every=True,
    ),
    # Limits
    *(
        Mutation(
            f"{function} does not see that an override ended",
            replace_in(f"public.{function}", (UNTIL, UNTIL_BUT_OVERRIDE))
            + replace_in("ai_quota.lock_quota", (UNTIL, UNTIL_BUT_OVERRIDE)),
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
        "blocked_user_is_denied or blocked_user_is_told",
        every=True,
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
            replace_in(function, (UNTIL, UNTIL_BUT_RESERVATIONS))
            + replace_in("ai_quota.lock_quota", (UNTIL, UNTIL_BUT_RESERVATIONS)),
            "expired_reservation_holds_nothing",
        )
        for function in ("public.get_user_quota_status", "public.reserve_tokens")
    ),
    Mutation(
        "reservations of a closed period count",
        replace_in(
            "ai_quota.sum_reservations",
            (
                "r.period_start = (sum_reservations.quota).period_start as is_open",
                "true as is_open",
            ),
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
        replace_in(
            "ai_quota.refuse_reservation", ("if reservation.status <> 'pending'", "if false")
        ),
        "settled_once",
    ),
    Mutation(
        "what is settled stays reserved",
        replace_in(
            "ai_quota.draw_reservation", ("q.reserved_tokens - v_part_tokens", "q.reserved_tokens")
        ),
        "holds_nothing_any_more",
    ),
    Mutation(
        "what the server settles stays reserved",
        replace_in("public.track_usage", ("q.reserved_tokens - r.tokens", "q.reserved_tokens")),
        "server_reserves_for_a_user or server_settles",
    ),
    Mutation(
        "what is released stays reserved",
        replace_in(
            "ai_quota.draw_reservation",
            ("q.reserved_tokens - v_part_tokens", "q.reserved_tokens"),
        ),
        "release_lets_go",
    ),
    Mutation(
        "what expired is freed once more when it is settled",
        replace_in(
            "ai_quota.draw_reservation",
            ("and q.reserved_valid_until <= (draw_reservation.reservation).expires_at", ""),
            ("and (draw_reservation.reservation).expires_at > now()", ""),
        ),
        "late_settlement",
    ),
    Mutation(
        "a reservation of a closed period is freed from the open one",
        replace_in(
            "ai_quota.draw_reservation",
            ("and q.period_start = (draw_reservation.reservation).period_start", ""),
            ("and q.reserved_valid_until <= (draw_reservation.reservation).expires_at", ""),
        ),
        "leaves_the_open_period_alone",
    ),
    Mutation(
        "somebody else's reservation may be settled",
        replace_in("ai_quota.record_unusual", ("and c.user_id = record_unusual.user_id", ""))
        + replace_in("public.release_reservation", ("and c.user_id = v_user_id", "")),
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
            "ai_quota.write_alerts(\n  before",
            ("    return;\n", "    null;\n"),
            (
                "\n      and (\n"
                "        m.used_before::double precision / m.quota_before"
                " >= t.threshold / 100.0::double precision\n      ) is not true",
                "",
            ),
            (
                "on conflict (user_id, period_start, metric, threshold, quota)"
                " where kind = 'usage' do nothing",
                "",
            ),
        ),
        "writes_one_alert or across_a_threshold",
        every=True,
    ),
    Mutation(
        "the first threshold of requests is looked at too late",
        replace_in(
            "public.track_usage",
            ("v_quota.monthly_request_quota / 4 * 3", "v_quota.monthly_request_quota / 5 * 4"),
        ),
        "requests_reach_their_thresholds",
    ),
    Mutation(
        "a threshold that requests reach is taken for one that was reached",
        replace_in(
            "ai_quota.write_alerts(\n  before",
            ("v_before.current_month_requests::double", "v_quota.current_month_requests::double"),
        ),
        "requests_reach_their_thresholds",
    ),
    Mutation(
        "a smaller limit tells nobody",
        replace_in(
            "ai_quota.lock_quota", ("perform ai_quota.write_alerts(v_before, v_quota);", "null;")
        ),
        "smaller_limit",
    ),
    Mutation(
        "a claimed alert is everybody's",
        replace_in(
            "public.claim_quota_alerts",
            ("now() + interval '1 minute'", "now() + interval '1 microsecond'"),
        ),
        "nobody_elses",
    ),
    Mutation(
        "two workers may claim one alert",
        replace_in("public.claim_quota_alerts", ("for update skip locked", "")),
        "of_32_workers",
    ),
    Mutation(
        "a delivered alert comes back",
        replace_in("public.claim_quota_alerts", ("c.delivered_at is null\n        and ", "")),
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
                "ai_quota.delete_user_data",
                (f"{table} where {table[-1]}.user_id = old.id", f"{table} where false"),
            ),
            "deleted_account_leaves",
        )
        for table, rows in [
            ("public.ai_agent_usage as u", "usage"),
            ("public.ai_quota_reservations as r", "reservations"),
            ("public.ai_quota_closed_days as d", "days"),
            ("public.ai_quota_periods as p", "periods"),
            ("public.ai_quota_alerts as a", "alerts"),
            ("public.ai_quota_denials as d", "denials"),
            ("public.ai_quota_audit as a", "audit"),
            ("ai_quota.opening_balances as o", "opening balances"),
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
            "ai_quota.repair_quota",
            ("coalesce(greatest(l.tokens, 0), 0)", "q.current_month_tokens"),
        ),
        "found_and_repaired",
    ),
]
