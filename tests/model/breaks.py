"""Promises of the package, each with the SQL that breaks it."""

from isolation.broken import rewritten

BROKEN = {
    "only the server ends what it holds": rewritten(
        "ai_quota.refuse_reservation", "if reservation.reserved_by = 'server' and", "if false and"
    ),
    "a blocked user reports nothing": rewritten(
        "ai_quota.refuse_blocked", "if quota.is_blocked then", "if false then"
    )
    + rewritten("public.track_usage", "not q.is_blocked", "true"),
    "a retry finds only a live hold": rewritten(
        "ai_quota.find_reservation", "or r.expires_at <= now()", ""
    ),
    "an old period is charged for an hour": rewritten(
        "ai_quota.record_unusual", "interval '1 hour'", "interval '100 years'"
    ),
    "an old period is charged what was held": rewritten(
        "ai_quota.record_unusual",
        "v_excess_tokens := greatest(record_unusual.tokens - (r.tokens - r.tokens_settled), 0);",
        "",
    ),
    "parts leave the rest": rewritten(
        "ai_quota.draw_reservation", "r.tokens_settled + v_part_tokens", "r.tokens_settled"
    ),
    "a settlement corrects a charge": rewritten(
        "ai_quota.record_unusual", "if r.status = 'charged' then", "if false then"
    ),
    "an expired hold is charged": rewritten(
        "ai_quota.read_quota", "and r.on_expiry = 'charge'", "and false"
    ),
    "older events change nothing": rewritten(
        "ai_quota.check_subscription", "and not ai_quota.is_later_event(new, old)", "and false"
    ),
    "a deleted subscription is not revived": rewritten(
        "ai_quota.check_subscription", "if tg_op = 'INSERT' then", "if false then"
    ),
    "the best subscription counts": rewritten("ai_quota.entitlement", "l.sort_order desc, ", ""),
    "grace ends": rewritten("ai_quota.live_until", "+ v_grace", "+ interval '8 days'"),
    "an edited tier counts at once": rewritten(
        "public.get_user_quota_status",
        "and q.limits_version = (select v.version from ai_quota.limits_version as v)",
        "",
    ),
    "extra tokens are added": rewritten(
        "ai_quota.entitlement", "+ coalesce(o.extra_tokens, 0)", ""
    ),
    "an override inherits": rewritten(
        "ai_quota.entitlement",
        "coalesce(o.monthly_request_quota, t.monthly_request_quota)::numeric",
        "o.monthly_request_quota::numeric",
    ),
    "an override ends": rewritten(
        "ai_quota.entitlement", "or o.expires_at > entitlement.as_of", "or true"
    ),
    "a first payment opens a period": rewritten(
        "ai_quota.advance", "if advance.is_first_payment\n", "if false\n"
    ),
    "grace opens no period": rewritten(
        "ai_quota.advance",
        "least(advance.as_of, e.paid_until - interval '1 microsecond')",
        "advance.as_of",
    ),
    "a batch counts a name once": rewritten(
        "public.track_usage_batch",
        "v_results[v_at] := 'repeated';",
        "v_results[v_at] := 'recorded'; v_ids[v_at] := v_id;",
    ),
    "a call of a closed period is charged to it": rewritten(
        "ai_quota.period_of", "if v_moment >= v_quota.period_start then", "if true then"
    ),
    "a denial names the next tier": rewritten(
        "ai_quota.record_denial", "where t.is_public\n", "where true\n"
    ),
}
