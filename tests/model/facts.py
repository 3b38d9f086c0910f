"""What callers can see of a user, in the database and in the model."""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

from model.database import Row
from model.model import Refused, User

FACTS = """
with one as (select %s::uuid as id),
closed as (
  select p.period_start, p.tokens_used, p.requests_used
  from public.ai_quota_periods as p
    join one as o on o.id = p.user_id
  where (p.tokens_used, p.requests_used) <> (0, 0)
),
denied as (
  select d.reason, sum(d.denials) as denials, sum(d.tokens) as tokens
  from public.ai_quota_denials as d
    join one as o on o.id = d.user_id
  group by d.reason
)
select
  s.*, l.*,
  (
    select json_agg(json_build_array(c.tokens_used, c.requests_used) order by c.period_start)
    from closed as c
  ) as closed,
  (
    select json_object_agg(d.reason, json_build_array(d.denials, d.tokens)) from denied as d
  ) as denied
from one as o
  cross join lateral ai_quota.describe_quota(ai_quota.read_quota(o.id)) as s
  cross join lateral (
    select
      count(*) as entries,
      count(*) filter (where u.usage_source = 'estimated') as estimated,
      count(u.recorded_despite) as despite
    from public.ai_agent_usage as u
    where u.user_id = o.id
  ) as l
"""


def outcome(call: Callable[[], Any]) -> tuple[Any, str]:
    """What a call returns, else the code that it is refused with."""
    try:
        return call(), ""
    except Refused as error:
        return None, error.code


def as_arguments(
    tokens: tuple[int, int], requests: int, name: str | None, reservation_id: str | None
) -> dict[str, Any]:
    """The arguments of track_usage, without those that are left out."""
    given = {
        "tokens_prompt": tokens[0],
        "tokens_completion": tokens[1],
        "requests": requests,
        "request_id": name,
        "reservation_id": reservation_id,
    }
    return {argument: value for argument, value in given.items() if value is not None}


def status_of(user: User) -> Row:
    """The row of get_user_quota_status."""
    used, limits = (user.period.tokens, user.period.requests), user.limits
    shares = [
        Fraction(u, limit) if limit else Fraction(0) for u, limit in zip(used, limits, strict=True)
    ]
    reached = sum(max(shares) >= Fraction(percent, 100) for percent in (75, 90, 100))
    tokens, requests = (Decimal(int(share * 10_000)) / 100 for share in shares)
    return {
        "used": used[0],
        "limit": limits[0],
        "remaining": user.remaining[0],
        "percentage": tokens,
        "reset_date": user.period.end.date(),
        "status": ("healthy", "warning", "critical", "exceeded")[reached],
        "tier": user.tier,
        "reserved": user.held[0],
        "requests_used": used[1],
        "requests_limit": limits[1],
        "requests_remaining": user.remaining[1],
        "requests_percentage": requests,
        "is_unlimited": limits[0] is None,
        "is_blocked": user.is_blocked,
    }


def begin_of(user: User, row: Row) -> Row:
    """When the open period began: any day will do where nothing was used since."""
    is_used = (user.period.tokens, user.period.requests, *user.held) != (0, 0, 0, 0)
    return {"period_start": user.period.start.date() if is_used else row["period_start"]}


def facts_of(user: User) -> Row:
    """What the ledger and the closed periods have."""
    closed = sorted(user.closed, key=lambda period: period.start)
    return {
        "entries": user.entries,
        "estimated": user.estimated,
        "despite": user.despite,
        "closed": [[p.tokens, p.requests] for p in closed if (p.tokens, p.requests) != (0, 0)]
        or None,
        "denied": {reason: list(denied) for reason, denied in user.denials.items()} or None,
    }
