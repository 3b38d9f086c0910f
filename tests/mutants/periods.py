"""Mutations of periods that are counted from subscriptions, and of jobs."""

from mutants.tools import Mutation, replace_in

MUTATIONS = [
    # Limits
    Mutation(
        "a row that waits for its tier is used as it is",
        replace_in(
            "public.reserve_tokens",
            ("and q.limits_version = (select v.version from ai_quota.limits_version as v)", ""),
        )
        + replace_in(
            "ai_quota.lock_quota",
            ("and q.limits_version = (select v.version from ai_quota.limits_version as v)", ""),
        ),
        "smaller_limit_binds",
    ),
    # Anchored periods
    Mutation(
        "the day of an anchor is cut for good",
        replace_in(
            "ai_quota.last_boundary",
            (
                "v_boundary > v_moment then",
                "v_boundary > v_moment then v_anchor := v_boundary; v_months := 0;",
            ),
        ),
        "boundaries_are_those",
    ),
    Mutation(
        "a boundary is the next one",
        replace_in(
            "ai_quota.first_boundary", ("if v_boundary < v_moment", "if v_boundary <= v_moment")
        ),
        "boundaries_are_those",
    ),
    Mutation(
        "a first payment opens no period",
        replace_in("ai_quota.advance", ("if advance.is_first_payment\n", "if false\n")),
        "first_payment_opens",
    ),
    Mutation(
        "a first payment opens a period each time",
        replace_in(
            "ai_quota.advance",
            ("and (quota.opened_early_at <= advance.as_of - interval '27 days') is not false", ""),
        ),
        "first_payment_opens",
    ),
    Mutation(
        "grace opens a period",
        replace_in(
            "ai_quota.advance",
            ("least(advance.as_of, e.paid_until - interval '1 microsecond')", "advance.as_of"),
        ),
        "grace_opens_no_period",
    ),
    Mutation(
        "a late renewal opens its period when it arrives",
        replace_in(
            "ai_quota.advance",
            (
                "v_start := greatest(v_end, ai_quota.last_boundary(quota.period_anchor, v_paid))",
                "v_start := advance.as_of",
            ),
        ),
        "late_renewal",
    ),
    Mutation(
        "each new anchor prolongs the period once more",
        replace_in(
            "ai_quota.advance",
            (
                "coalesce(quota.own_period_end, (v_end at time zone 'UTC')::date)",
                "(v_end at time zone 'UTC')::date",
            ),
        ),
        "off_and_on",
    ),
    Mutation(
        "nothing is reserved in grace",
        replace_in(
            "public.reserve_tokens", ("        v_is_locked\n        or least", "        least")
        ),
        "grace_opens_no_period",
    ),
    # Jobs
    Mutation(
        "the job refreshes nobody",
        replace_in("ai_quota.refresh_pages", ("and q.limits_version < v_version", "and false")),
        "job_writes_the_limits",
    ),
    Mutation(
        "the job refreshes everybody",
        replace_in(
            "ai_quota.refresh_pages", ("and (q.tier, q.monthly", "and true or (q.tier, q.monthly")
        ),
        "sweep_writes_only",
    ),
    Mutation(
        "the job waits for calls",
        replace_in(
            "ai_quota.refresh_pages", ("for no key update skip locked", "for no key update")
        ),
        "sweep_leaves_to_a_call",
    ),
    Mutation(
        "the newest holds are charged first",
        replace_in(
            "ai_quota.charge_due_reservations",
            ("order by r.expires_at\n", "order by r.expires_at desc\n"),
        ),
        "oldest_holds",
    ),
    Mutation(
        "open holds are pruned",
        replace_in("ai_quota.prune", ("c.on_expiry = 'release' and ", "")),
        "holds_that_are_over",
    ),
    Mutation(
        "closed holds are kept for ever",
        replace_in(
            "ai_quota.prune", ("then c.closed_at < now() - s.keep_closed_holds", "then false")
        ),
        "holds_that_are_over",
    ),
    Mutation(
        "alerts are kept for ever",
        replace_in("ai_quota.prune", ("where o.created_at < now() - s.keep_alerts", "where false")),
        "alerts_are_kept",
    ),
    Mutation(
        "the settings do not say what is kept",
        replace_in("ai_quota.prune", ("s.keep_closed_holds", "interval '90 days'")),
        "kept_is_set",
    ),
    Mutation(
        "runs of jobs are kept for ever",
        replace_in("ai_quota.prune", ("< now() - s.keep_job_runs", "is null")),
        "runs_of_a_job",
        every=True,
    ),
    Mutation(
        "a run that was cut off is kept for ever",
        replace_in("ai_quota.prune", ("coalesce(d.end_time, d.start_time)", "d.end_time")),
        "runs_of_a_job",
        every=True,
    ),
    Mutation(
        "runs of the host's jobs are deleted",
        replace_in("ai_quota.prune", ("and j.jobname = any ($1) ", "and $1 is not null ")),
        "runs_of_the_hosts",
    ),
]
