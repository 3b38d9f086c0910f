"""Mutations of periods, limits, reservations, alerts, accounts and integrity."""

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
