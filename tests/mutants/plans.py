"""Mutations of subscriptions, tiers and overrides."""

from mutants.tools import Mutation, never, replace_in

WAIT_FOR_EDITS = "begin\n  perform from ai_quota.limits_version as v for share;\n"

MUTATIONS = [
    # Events
    Mutation(
        "a late event counts",
        replace_in(
            "ai_quota.check_subscription",
            ("and not ai_quota.is_later_event(new, old)", "and false"),
        ),
        "older_event_changes_nothing or history_in_any_order",
        every=True,
    ),
    Mutation(
        "of the same second the end does not win",
        replace_in(
            "ai_quota.is_later_event",
            ("ai_quota.status_rank(subscription.status) = 4", "false"),
            ("ai_quota.status_rank(than.status) = 4", "false"),
        ),
        "same_second_the_end",
    ),
    Mutation(
        "of the same second the later period does not win",
        replace_in(
            "ai_quota.is_later_event",
            ("coalesce(subscription.current_period_end, 'infinity'),", ""),
            ("coalesce(than.current_period_end, 'infinity'),", ""),
        ),
        "same_second_the_later_period",
    ),
    Mutation(
        "events that differ in their last columns count as they come",
        replace_in(
            "ai_quota.is_later_event",
            (", coalesce(subscription.current_period_start, '-infinity'),", ""),
            ("      subscription.user_id, subscription.event_at\n", ""),
            (", coalesce(than.current_period_start, '-infinity'),", ""),
            ("      than.user_id, than.event_at\n", ""),
        ),
        "one_of_the_last_columns",
        every=True,
    ),
    Mutation(
        "an event may be an hour ahead",
        replace_in("ai_quota.check_subscription", ("interval '5 minutes'", "interval '1 hour'")),
        "five_minutes_ahead_is_refused",
        every=True,
    ),
    Mutation(
        "an event may not be ahead at all",
        replace_in("ai_quota.check_subscription", ("interval '5 minutes'", "interval '0'")),
        "may_be_five_minutes_ahead",
    ),
    Mutation(
        "a late event revives a deleted subscription",
        replace_in(
            "ai_quota.check_subscription",
            ("where d.subscription_id = new.subscription_id", "where false"),
        ),
        "does_not_revive",
        every=True,
    ),
    Mutation(
        "an edit keeps the time of the last event",
        replace_in(
            "ai_quota.check_subscription",
            ("new.event_at := greatest(now(), old.event_at);", "null;"),
        ),
        "wins_over_events_before",
    ),
    Mutation(
        "a plan without a tier is refused",
        replace_in(
            "ai_quota.check_subscription",
            ("new.tier := coalesce(new.tier, ai_quota.default_tier());", ""),
        ),
        "plan_without_a_tier",
        every=True,
    ),
    Mutation(
        "any status is taken",
        replace_in(
            "ai_quota.check_subscription",
            ("if ai_quota.status_rank(new.status) = 0 or new.status is null then", "if false then"),
        ),
        "unknown_status",
    ),
    # Which subscription counts
    Mutation(
        "a subscription changes nothing",
        never("~ai_quota_apply_subscription"),
        "best_live_tier or moves_the_tier",
        every=True,
    ),
    Mutation(
        "every subscription is live",
        replace_in("ai_quota.live_until", ("else '-infinity'", "else 'infinity'")),
        "is_never_live",
        every=True,
    ),
    Mutation(
        "there is no grace",
        replace_in("ai_quota.live_until", (" + v_grace", "")),
        "ends_with_its_grace",
        every=True,
    ),
    Mutation(
        "a failed renewal is live as long as a paid one",
        replace_in(
            "ai_quota.live_until",
            ("subscription.current_period_start, ", "subscription.current_period_end, "),
        ),
        "ends_with_its_grace and past_due",
    ),
    Mutation(
        "the worst live tier counts",
        replace_in("ai_quota.entitlement", ("l.sort_order desc,", "l.sort_order,")),
        "best_live_tier or old_subscription_takes",
    ),
    Mutation(
        "the largest live tier counts",
        replace_in("ai_quota.entitlement", ("l.sort_order desc, ", "")),
        "sort_order_counts_before",
    ),
    Mutation(
        "the assigned tier counts before the subscription",
        replace_in(
            "ai_quota.entitlement",
            ("b.tier, entitlement.assigned_tier, case", "entitlement.assigned_tier, b.tier, case"),
        ),
        "gives_the_assigned_tier_back",
    ),
    # Anonymous users
    Mutation(
        "anonymous users are admitted",
        replace_in("ai_quota.denial_reason", ("when quota.is_anonymous", "when false"))
        + replace_in("public.reserve_tokens", ("and not q.is_anonymous", "")),
        "anonymous_user_is_admitted or anonymous_user_is_not_admitted",
        every=True,
    ),
    Mutation(
        "who was anonymous stays so",
        replace_in("ai_quota.lock_quota", ("and not q.is_anonymous", ""))
        + replace_in("ai_quota.read_quota", ("and not v_quota.is_anonymous", "")),
        "good_is_admitted",
    ),
    Mutation(
        "an anonymous tier is for ever",
        replace_in(
            "ai_quota.entitlement",
            ("case when a.is_anonymous then entitlement.as_of + interval '5 minutes' end", "null"),
        ),
        "loses_the_anonymous_tier",
    ),
    # Tiers
    Mutation(
        "an edit of a tier changes nothing",
        replace_in("ai_quota.new_limits_version", ("v.version + 1", "v.version")),
        "new_limit_is_in_force or binds_the_next_reservation",
        every=True,
    ),
    Mutation(
        "a call waits for an edit of its tier",
        replace_in("ai_quota.lock_quota", ("begin\n", WAIT_FOR_EDITS))
        + replace_in("ai_quota.create_quota", ("begin\n", WAIT_FOR_EDITS)),
        "not_committed_stops",
        every=True,
    ),
    Mutation(
        "the job writes no edited limits",
        replace_in("ai_quota.refresh_pages", ("and q.limits_version < v_version", "and false")),
        "follow_by_the_job or job_writes_the_limits",
        every=True,
    ),
    *(
        Mutation(
            f"the job takes {users} in bulk",
            replace_in("ai_quota.refresh_pages", (piece, "")),
            tests,
        )
        for users, piece, tests in [
            (
                "users with subscriptions",
                """and not exists (
        select from public.ai_quota_subscriptions as s where s.user_id = q.user_id
      )""",
                "job_writes_the_limits",
            ),
            (
                "users with overrides",
                "and not exists (select from public.ai_quota_overrides as o"
                " where o.user_id = q.user_id)",
                "job_writes_the_limits",
            ),
            (
                "users near their limit",
                """and (
        greatest(
          q.current_month_tokens::double precision / t.monthly_token_quota,
          q.current_month_requests::double precision / t.monthly_request_quota
        ) >= 0.75
      ) is not true""",
                "job_alerts",
            ),
        ]
    ),
    Mutation(
        "rows that wait are reported",
        replace_in("ai_quota.find_differences", ("and q.limits_version = v_version", "")),
        "wait_for_an_edited_tier_are_not",
    ),
    Mutation(
        "the name of a tier changes",
        replace_in("ai_quota.keep_tier_name", ("begin\n", "begin\n  return new;\n")),
        "name_of_a_tier_never",
    ),
    Mutation(
        "an unlimited tier is limited",
        replace_in(
            "ai_quota.entitlement",
            ("num_nonnulls(o.monthly_token_quota, t.monthly_token_quota) = 0", "false"),
        ),
        "become_unlimited or stays_unlimited",
        every=True,
    ),
    # The way up
    Mutation(
        "a tier that is not offered is an upgrade",
        replace_in("ai_quota.record_denial", ("where t.is_public", "where true")),
        "next_public_tier",
    ),
    Mutation(
        "a smaller plan is an upgrade",
        replace_in("ai_quota.record_denial", ("> (o.sort_order,", "<> (o.sort_order,")),
        "below_the_users_own",
    ),
    Mutation(
        "the smallest tier is the upgrade",
        replace_in(
            "ai_quota.record_denial",
            ("order by t.sort_order, t.monthly_token_quota", "order by t.monthly_token_quota"),
        ),
        "next_public_tier",
    ),
    # Overrides
    Mutation(
        "an override's limits do not count",
        replace_in(
            "ai_quota.entitlement",
            (
                "coalesce(o.monthly_token_quota, t.monthly_token_quota)::numeric",
                "t.monthly_token_quota::numeric",
            ),
        ),
        "inherits_adds_or_lifts",
    ),
    Mutation(
        "nothing is added",
        replace_in("ai_quota.entitlement", ("+ coalesce(o.extra_tokens, 0)", "+ 0")),
        "inherits_adds_or_lifts or every_period",
    ),
    Mutation(
        "nothing is lifted",
        replace_in("ai_quota.entitlement", ("o.is_unlimited or ", "")),
        "inherits_adds_or_lifts",
    ),
    Mutation(
        "an expired override stays in force",
        replace_in(
            "ai_quota.entitlement",
            ("and (o.expires_at is null or o.expires_at > entitlement.as_of)", ""),
        ),
        "override_that_ended_is",
    ),
]
