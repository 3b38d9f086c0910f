"""What is sent for each function of the API, and how its answer is read."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Generic, Literal, NotRequired, Required, TypedDict, TypeVar
from uuid import uuid4

from ai_token_quotas.errors import TokenServiceError

Row = dict[str, Any]
T = TypeVar("T")


class QuotaStatus(TypedDict):
    """The row of get_user_quota_status. Limits and what follows from them are None if unlimited."""

    used: int
    limit: int | None
    remaining: int | None
    percentage: float | None
    reset_date: str
    status: Literal["healthy", "warning", "critical", "exceeded"]
    tier: str
    reserved: int
    requests_used: int
    requests_limit: int | None
    requests_remaining: int | None
    requests_percentage: float | None
    is_unlimited: bool
    period_start: str
    is_blocked: bool


class QuotaCheck(TypedDict):
    """The row of check_user_quota."""

    allowed: bool
    remaining_tokens: int | None
    remaining_requests: int | None
    quota_limit: int | None
    request_limit: int | None
    reset_date: str


class MonthlyUsage(TypedDict):
    """The row of get_user_monthly_usage."""

    total_tokens: int
    total_requests: int
    total_cost_usd: float | None
    period_start: str
    period_end: str
    unpriced_requests: NotRequired[int]


class Reservation(TypedDict):
    """The row of reserve_tokens."""

    allowed: bool
    reservation_id: str | None
    expires_at: str | None
    reason: Literal["tokens", "requests", "blocked", "anonymous"] | None
    remaining_tokens: int | None
    remaining_requests: int | None
    reset_date: str
    upgrade_tier: str | None


class Labels(TypedDict, total=False):
    """Labels of a call in the ledger."""

    # The agent that made the call: a UUID.
    agent_id: str | None
    # The session or conversation: a UUID.
    session_id: str | None
    # The kind of work.
    discipline: str | None
    # The workflow or feature.
    workflow_id: str | None
    # The model's name, by which the price is looked up.
    model_used: str | None


class Usage(Labels, total=False):
    """What track_usage takes. None is left out."""

    # Input tokens, with the cached ones.
    tokens_prompt: Required[int]
    # Output tokens, with those of reasoning.
    tokens_completion: Required[int]
    # The part of `tokens_prompt` that was read from the provider's cache.
    tokens_cached: int | None
    # The part of `tokens_prompt` that was written to the provider's cache.
    tokens_cache_write: int | None
    # The part of `tokens_prompt` that was audio.
    tokens_audio_prompt: int | None
    # The part of `tokens_completion` that was reasoning.
    tokens_reasoning: int | None
    # The part of `tokens_completion` that was audio.
    tokens_audio_completion: int | None
    # Requests that the call counts as; 1 by default.
    requests: int | None
    # US dollars; for the server. By default the database computes it.
    cost_usd: float | None
    # Idempotency key; a new UUID by default.
    request_id: str | None
    # The reservation that the call settles.
    reservation_id: str | None
    # False: a part of the call; the rest of the reservation stays.
    is_final: bool | None
    # When the call was made; for the server, at most 35 days back.
    occurred_at: str | None
    # The user: required for the server, left out by end users.
    user_id: str | None
    # Whether the provider counted the tokens (the default), or you estimated them.
    usage_source: Literal["provider", "estimated"] | None


class Reserve(TypedDict, total=False):
    """What reserve_tokens takes besides the tokens."""

    # Requests to reserve; 1 by default.
    requests: int | None
    # Seconds: 300 by default, at most 3,600 for end users and 86,400 for the server.
    expires_in_seconds: int | None
    # Idempotency key: with it, the client repeats the call if there is no answer.
    request_id: str | None
    # The user: required for the server, left out by end users.
    user_id: str | None
    # `charge`: an expired reservation counts as used; for the server. `release` by default.
    on_expiry: Literal["release", "charge"] | None


@dataclass(frozen=True)
class Request(Generic[T]):
    """One call of a function of the API."""

    name: str
    arguments: Mapping[str, Any]
    read: Callable[[Any], T]
    # Whether it counts once however often it is sent.
    is_safe: bool = True


# What an older database may lack, and what the usage is worth recording without.
DETAILS = ("tokens_cache_write", "tokens_audio_prompt", "tokens_audio_completion", "usage_source")


def one_row(data: Any) -> Any:
    """Take the row out of an answer that may be a list of one."""
    row = data[0] if isinstance(data, list) and data else data
    if isinstance(row, dict):
        return row
    raise TokenServiceError("portal", "The answer is not a row of the API")


def rows(data: Any) -> list[Row]:
    """Take an answer of any number of rows."""
    if isinstance(data, list):
        return data
    raise TokenServiceError("portal", "The answer is not a list of rows")


def value(data: Any) -> Any:
    """Take an answer as it is."""
    return data


def track_usage(usage: Mapping[str, Any]) -> Request[QuotaStatus]:
    """Ask to record a call to a model."""
    for name in ("tokens_prompt", "tokens_completion"):
        require_count(name, usage.get(name))
    return Request("track_usage", {**usage, "request_id": unique(usage)}, one_row)


def track_usage_batch(calls: Iterable[Mapping[str, Any]]) -> Request[list[Row]]:
    """Ask to record many calls."""
    complete = [present({**call, "request_id": unique(call)}) for call in calls]
    return Request("track_usage_batch", {"calls": complete}, rows)


def reserve_tokens(tokens: int, options: Mapping[str, Any]) -> Request[Reservation]:
    """Ask to hold tokens."""
    require_count("tokens", tokens)
    arguments = {"tokens": tokens, **options}
    is_safe = options.get("request_id") is not None
    return Request("reserve_tokens", arguments, one_row, is_safe)


def release_reservation(reservation_id: str, user_id: str | None) -> Request[QuotaStatus]:
    """Ask to let a hold go."""
    arguments = {"reservation_id": reservation_id, "user_id": user_id}
    return Request("release_reservation", arguments, one_row)


def for_older(request: Request[T], error: TokenServiceError) -> Request[T] | None:
    """The same request for a database that is older than this package, or None."""
    if error.kind != "missing":
        return None
    known = request.arguments
    if request.name == "reserve_tokens" and known.get("request_id") is not None:
        less = {name: one for name, one in known.items() if name != "request_id"}
        return replace(request, arguments=less, is_safe=False)
    if request.name == "track_usage" and any(known.get(name) is not None for name in DETAILS):
        less = {name: one for name, one in known.items() if name not in DETAILS}
        return replace(request, arguments=less)
    return None


def present(arguments: Mapping[str, Any]) -> Row:
    """Leave out what is None."""
    return {name: one for name, one in arguments.items() if one is not None}


def unique(usage: Mapping[str, Any]) -> str:
    """The request_id of a call, or a new one."""
    known: str | None = usage.get("request_id")
    return str(uuid4()) if known is None else known


def require_count(name: str, count: object) -> None:
    """Refuse what JSON or the database would garble after the money was spent."""
    if isinstance(count, int) and not isinstance(count, bool) and count >= 0:
        return
    raise TokenServiceError(
        "invalid",
        f"{name} must be a whole number, got {count!r}",
        hint="Where the usage is unknown, pass an estimate and usage_source='estimated'.",
    )
