from __future__ import annotations

import datetime
import uuid
from typing import (
    Annotated,
    Any,
    List,
    Literal,
    Optional,
    TypedDict,
)
from typing_extensions import NotRequired, TypeAlias

from pydantic import BaseModel, Field, JsonValue

PublicAiQuotaReservationStatus: TypeAlias = Literal["pending", "settled", "released"]

class PublicAiAgentUsage(BaseModel):
    adjustment_reason: Optional[str] = Field(alias="adjustment_reason")
    agent_id: Optional[uuid.UUID] = Field(alias="agent_id")
    cost_usd: Optional[float] = Field(alias="cost_usd")
    created_at: datetime.datetime = Field(alias="created_at")
    discipline: Optional[str] = Field(alias="discipline")
    id: int = Field(alias="id")
    model_used: Optional[str] = Field(alias="model_used")
    period_start: Optional[datetime.datetime] = Field(alias="period_start")
    request_id: Optional[str] = Field(alias="request_id")
    requests: int = Field(alias="requests")
    reservation_id: Optional[uuid.UUID] = Field(alias="reservation_id")
    session_id: Optional[uuid.UUID] = Field(alias="session_id")
    tokens_cached: int = Field(alias="tokens_cached")
    tokens_completion: int = Field(alias="tokens_completion")
    tokens_prompt: int = Field(alias="tokens_prompt")
    tokens_reasoning: int = Field(alias="tokens_reasoning")
    tokens_total: Optional[int] = Field(alias="tokens_total")
    user_id: uuid.UUID = Field(alias="user_id")
    workflow_id: Optional[str] = Field(alias="workflow_id")

class PublicAiAgentUsageInsert(TypedDict):
    adjustment_reason: NotRequired[Annotated[Optional[str], Field(alias="adjustment_reason")]]
    agent_id: NotRequired[Annotated[Optional[uuid.UUID], Field(alias="agent_id")]]
    cost_usd: NotRequired[Annotated[Optional[float], Field(alias="cost_usd")]]
    created_at: NotRequired[Annotated[datetime.datetime, Field(alias="created_at")]]
    discipline: NotRequired[Annotated[Optional[str], Field(alias="discipline")]]
    id: NotRequired[Annotated[int, Field(alias="id")]]
    model_used: NotRequired[Annotated[Optional[str], Field(alias="model_used")]]
    period_start: NotRequired[Annotated[Optional[datetime.datetime], Field(alias="period_start")]]
    request_id: NotRequired[Annotated[Optional[str], Field(alias="request_id")]]
    requests: NotRequired[Annotated[int, Field(alias="requests")]]
    reservation_id: NotRequired[Annotated[Optional[uuid.UUID], Field(alias="reservation_id")]]
    session_id: NotRequired[Annotated[Optional[uuid.UUID], Field(alias="session_id")]]
    tokens_cached: NotRequired[Annotated[int, Field(alias="tokens_cached")]]
    tokens_completion: NotRequired[Annotated[int, Field(alias="tokens_completion")]]
    tokens_prompt: NotRequired[Annotated[int, Field(alias="tokens_prompt")]]
    tokens_reasoning: NotRequired[Annotated[int, Field(alias="tokens_reasoning")]]
    tokens_total: NotRequired[Annotated[Optional[int], Field(alias="tokens_total")]]
    user_id: Annotated[uuid.UUID, Field(alias="user_id")]
    workflow_id: NotRequired[Annotated[Optional[str], Field(alias="workflow_id")]]

class PublicAiAgentUsageUpdate(TypedDict):
    adjustment_reason: NotRequired[Annotated[Optional[str], Field(alias="adjustment_reason")]]
    agent_id: NotRequired[Annotated[Optional[uuid.UUID], Field(alias="agent_id")]]
    cost_usd: NotRequired[Annotated[Optional[float], Field(alias="cost_usd")]]
    created_at: NotRequired[Annotated[datetime.datetime, Field(alias="created_at")]]
    discipline: NotRequired[Annotated[Optional[str], Field(alias="discipline")]]
    id: NotRequired[Annotated[int, Field(alias="id")]]
    model_used: NotRequired[Annotated[Optional[str], Field(alias="model_used")]]
    period_start: NotRequired[Annotated[Optional[datetime.datetime], Field(alias="period_start")]]
    request_id: NotRequired[Annotated[Optional[str], Field(alias="request_id")]]
    requests: NotRequired[Annotated[int, Field(alias="requests")]]
    reservation_id: NotRequired[Annotated[Optional[uuid.UUID], Field(alias="reservation_id")]]
    session_id: NotRequired[Annotated[Optional[uuid.UUID], Field(alias="session_id")]]
    tokens_cached: NotRequired[Annotated[int, Field(alias="tokens_cached")]]
    tokens_completion: NotRequired[Annotated[int, Field(alias="tokens_completion")]]
    tokens_prompt: NotRequired[Annotated[int, Field(alias="tokens_prompt")]]
    tokens_reasoning: NotRequired[Annotated[int, Field(alias="tokens_reasoning")]]
    tokens_total: NotRequired[Annotated[Optional[int], Field(alias="tokens_total")]]
    user_id: NotRequired[Annotated[uuid.UUID, Field(alias="user_id")]]
    workflow_id: NotRequired[Annotated[Optional[str], Field(alias="workflow_id")]]

class PublicAiAgents(BaseModel):
    id: uuid.UUID = Field(alias="id")
    name: Optional[str] = Field(alias="name")

class PublicAiAgentsInsert(TypedDict):
    id: NotRequired[Annotated[uuid.UUID, Field(alias="id")]]
    name: NotRequired[Annotated[Optional[str], Field(alias="name")]]

class PublicAiAgentsUpdate(TypedDict):
    id: NotRequired[Annotated[uuid.UUID, Field(alias="id")]]
    name: NotRequired[Annotated[Optional[str], Field(alias="name")]]

class PublicAiQuotaAlerts(BaseModel):
    attempts: int = Field(alias="attempts")
    created_at: datetime.datetime = Field(alias="created_at")
    delivered_at: Optional[datetime.datetime] = Field(alias="delivered_at")
    id: int = Field(alias="id")
    is_deliverable: bool = Field(alias="is_deliverable")
    last_error: Optional[str] = Field(alias="last_error")
    metric: str = Field(alias="metric")
    next_attempt_at: datetime.datetime = Field(alias="next_attempt_at")
    period_start: datetime.datetime = Field(alias="period_start")
    quota: int = Field(alias="quota")
    threshold: int = Field(alias="threshold")
    used: int = Field(alias="used")
    user_id: uuid.UUID = Field(alias="user_id")

class PublicAiQuotaAlertsInsert(TypedDict):
    attempts: NotRequired[Annotated[int, Field(alias="attempts")]]
    created_at: NotRequired[Annotated[datetime.datetime, Field(alias="created_at")]]
    delivered_at: NotRequired[Annotated[Optional[datetime.datetime], Field(alias="delivered_at")]]
    id: NotRequired[Annotated[int, Field(alias="id")]]
    is_deliverable: Annotated[bool, Field(alias="is_deliverable")]
    last_error: NotRequired[Annotated[Optional[str], Field(alias="last_error")]]
    metric: Annotated[str, Field(alias="metric")]
    next_attempt_at: NotRequired[Annotated[datetime.datetime, Field(alias="next_attempt_at")]]
    period_start: Annotated[datetime.datetime, Field(alias="period_start")]
    quota: Annotated[int, Field(alias="quota")]
    threshold: Annotated[int, Field(alias="threshold")]
    used: Annotated[int, Field(alias="used")]
    user_id: Annotated[uuid.UUID, Field(alias="user_id")]

class PublicAiQuotaAlertsUpdate(TypedDict):
    attempts: NotRequired[Annotated[int, Field(alias="attempts")]]
    created_at: NotRequired[Annotated[datetime.datetime, Field(alias="created_at")]]
    delivered_at: NotRequired[Annotated[Optional[datetime.datetime], Field(alias="delivered_at")]]
    id: NotRequired[Annotated[int, Field(alias="id")]]
    is_deliverable: NotRequired[Annotated[bool, Field(alias="is_deliverable")]]
    last_error: NotRequired[Annotated[Optional[str], Field(alias="last_error")]]
    metric: NotRequired[Annotated[str, Field(alias="metric")]]
    next_attempt_at: NotRequired[Annotated[datetime.datetime, Field(alias="next_attempt_at")]]
    period_start: NotRequired[Annotated[datetime.datetime, Field(alias="period_start")]]
    quota: NotRequired[Annotated[int, Field(alias="quota")]]
    threshold: NotRequired[Annotated[int, Field(alias="threshold")]]
    used: NotRequired[Annotated[int, Field(alias="used")]]
    user_id: NotRequired[Annotated[uuid.UUID, Field(alias="user_id")]]

class PublicAiQuotaClosedDays(BaseModel):
    cost_usd: float = Field(alias="cost_usd")
    day: datetime.date = Field(alias="day")
    requests: int = Field(alias="requests")
    tokens: int = Field(alias="tokens")
    user_id: uuid.UUID = Field(alias="user_id")

class PublicAiQuotaClosedDaysInsert(TypedDict):
    cost_usd: NotRequired[Annotated[float, Field(alias="cost_usd")]]
    day: Annotated[datetime.date, Field(alias="day")]
    requests: NotRequired[Annotated[int, Field(alias="requests")]]
    tokens: NotRequired[Annotated[int, Field(alias="tokens")]]
    user_id: Annotated[uuid.UUID, Field(alias="user_id")]

class PublicAiQuotaClosedDaysUpdate(TypedDict):
    cost_usd: NotRequired[Annotated[float, Field(alias="cost_usd")]]
    day: NotRequired[Annotated[datetime.date, Field(alias="day")]]
    requests: NotRequired[Annotated[int, Field(alias="requests")]]
    tokens: NotRequired[Annotated[int, Field(alias="tokens")]]
    user_id: NotRequired[Annotated[uuid.UUID, Field(alias="user_id")]]

class PublicAiQuotaOverrides(BaseModel):
    created_at: datetime.datetime = Field(alias="created_at")
    expires_at: Optional[datetime.datetime] = Field(alias="expires_at")
    monthly_request_quota: Optional[int] = Field(alias="monthly_request_quota")
    monthly_token_quota: Optional[int] = Field(alias="monthly_token_quota")
    reason: str = Field(alias="reason")
    user_id: uuid.UUID = Field(alias="user_id")

class PublicAiQuotaOverridesInsert(TypedDict):
    created_at: NotRequired[Annotated[datetime.datetime, Field(alias="created_at")]]
    expires_at: NotRequired[Annotated[Optional[datetime.datetime], Field(alias="expires_at")]]
    monthly_request_quota: NotRequired[Annotated[Optional[int], Field(alias="monthly_request_quota")]]
    monthly_token_quota: NotRequired[Annotated[Optional[int], Field(alias="monthly_token_quota")]]
    reason: Annotated[str, Field(alias="reason")]
    user_id: Annotated[uuid.UUID, Field(alias="user_id")]

class PublicAiQuotaOverridesUpdate(TypedDict):
    created_at: NotRequired[Annotated[datetime.datetime, Field(alias="created_at")]]
    expires_at: NotRequired[Annotated[Optional[datetime.datetime], Field(alias="expires_at")]]
    monthly_request_quota: NotRequired[Annotated[Optional[int], Field(alias="monthly_request_quota")]]
    monthly_token_quota: NotRequired[Annotated[Optional[int], Field(alias="monthly_token_quota")]]
    reason: NotRequired[Annotated[str, Field(alias="reason")]]
    user_id: NotRequired[Annotated[uuid.UUID, Field(alias="user_id")]]

class PublicAiQuotaPeriods(BaseModel):
    closed_at: datetime.datetime = Field(alias="closed_at")
    monthly_request_quota: Optional[int] = Field(alias="monthly_request_quota")
    monthly_token_quota: Optional[int] = Field(alias="monthly_token_quota")
    period_end: datetime.datetime = Field(alias="period_end")
    period_start: datetime.datetime = Field(alias="period_start")
    requests_used: int = Field(alias="requests_used")
    reset_reason: Optional[str] = Field(alias="reset_reason")
    tier: str = Field(alias="tier")
    tokens_used: int = Field(alias="tokens_used")
    user_id: uuid.UUID = Field(alias="user_id")

class PublicAiQuotaPeriodsInsert(TypedDict):
    closed_at: NotRequired[Annotated[datetime.datetime, Field(alias="closed_at")]]
    monthly_request_quota: NotRequired[Annotated[Optional[int], Field(alias="monthly_request_quota")]]
    monthly_token_quota: NotRequired[Annotated[Optional[int], Field(alias="monthly_token_quota")]]
    period_end: Annotated[datetime.datetime, Field(alias="period_end")]
    period_start: Annotated[datetime.datetime, Field(alias="period_start")]
    requests_used: Annotated[int, Field(alias="requests_used")]
    reset_reason: NotRequired[Annotated[Optional[str], Field(alias="reset_reason")]]
    tier: Annotated[str, Field(alias="tier")]
    tokens_used: Annotated[int, Field(alias="tokens_used")]
    user_id: Annotated[uuid.UUID, Field(alias="user_id")]

class PublicAiQuotaPeriodsUpdate(TypedDict):
    closed_at: NotRequired[Annotated[datetime.datetime, Field(alias="closed_at")]]
    monthly_request_quota: NotRequired[Annotated[Optional[int], Field(alias="monthly_request_quota")]]
    monthly_token_quota: NotRequired[Annotated[Optional[int], Field(alias="monthly_token_quota")]]
    period_end: NotRequired[Annotated[datetime.datetime, Field(alias="period_end")]]
    period_start: NotRequired[Annotated[datetime.datetime, Field(alias="period_start")]]
    requests_used: NotRequired[Annotated[int, Field(alias="requests_used")]]
    reset_reason: NotRequired[Annotated[Optional[str], Field(alias="reset_reason")]]
    tier: NotRequired[Annotated[str, Field(alias="tier")]]
    tokens_used: NotRequired[Annotated[int, Field(alias="tokens_used")]]
    user_id: NotRequired[Annotated[uuid.UUID, Field(alias="user_id")]]

class PublicAiQuotaPrices(BaseModel):
    cached_input_price: Optional[float] = Field(alias="cached_input_price")
    input_price: float = Field(alias="input_price")
    model: str = Field(alias="model")
    output_price: float = Field(alias="output_price")
    reasoning_price: Optional[float] = Field(alias="reasoning_price")
    source: Optional[str] = Field(alias="source")
    valid_from: datetime.date = Field(alias="valid_from")

class PublicAiQuotaPricesInsert(TypedDict):
    cached_input_price: NotRequired[Annotated[Optional[float], Field(alias="cached_input_price")]]
    input_price: Annotated[float, Field(alias="input_price")]
    model: Annotated[str, Field(alias="model")]
    output_price: Annotated[float, Field(alias="output_price")]
    reasoning_price: NotRequired[Annotated[Optional[float], Field(alias="reasoning_price")]]
    source: NotRequired[Annotated[Optional[str], Field(alias="source")]]
    valid_from: Annotated[datetime.date, Field(alias="valid_from")]

class PublicAiQuotaPricesUpdate(TypedDict):
    cached_input_price: NotRequired[Annotated[Optional[float], Field(alias="cached_input_price")]]
    input_price: NotRequired[Annotated[float, Field(alias="input_price")]]
    model: NotRequired[Annotated[str, Field(alias="model")]]
    output_price: NotRequired[Annotated[float, Field(alias="output_price")]]
    reasoning_price: NotRequired[Annotated[Optional[float], Field(alias="reasoning_price")]]
    source: NotRequired[Annotated[Optional[str], Field(alias="source")]]
    valid_from: NotRequired[Annotated[datetime.date, Field(alias="valid_from")]]

class PublicAiQuotaReservations(BaseModel):
    closed_at: Optional[datetime.datetime] = Field(alias="closed_at")
    created_at: datetime.datetime = Field(alias="created_at")
    expires_at: datetime.datetime = Field(alias="expires_at")
    id: uuid.UUID = Field(alias="id")
    period_start: datetime.datetime = Field(alias="period_start")
    requests: int = Field(alias="requests")
    status: PublicAiQuotaReservationStatus = Field(alias="status")
    tokens: int = Field(alias="tokens")
    user_id: uuid.UUID = Field(alias="user_id")

class PublicAiQuotaReservationsInsert(TypedDict):
    closed_at: NotRequired[Annotated[Optional[datetime.datetime], Field(alias="closed_at")]]
    created_at: NotRequired[Annotated[datetime.datetime, Field(alias="created_at")]]
    expires_at: Annotated[datetime.datetime, Field(alias="expires_at")]
    id: NotRequired[Annotated[uuid.UUID, Field(alias="id")]]
    period_start: Annotated[datetime.datetime, Field(alias="period_start")]
    requests: Annotated[int, Field(alias="requests")]
    status: NotRequired[Annotated[PublicAiQuotaReservationStatus, Field(alias="status")]]
    tokens: Annotated[int, Field(alias="tokens")]
    user_id: Annotated[uuid.UUID, Field(alias="user_id")]

class PublicAiQuotaReservationsUpdate(TypedDict):
    closed_at: NotRequired[Annotated[Optional[datetime.datetime], Field(alias="closed_at")]]
    created_at: NotRequired[Annotated[datetime.datetime, Field(alias="created_at")]]
    expires_at: NotRequired[Annotated[datetime.datetime, Field(alias="expires_at")]]
    id: NotRequired[Annotated[uuid.UUID, Field(alias="id")]]
    period_start: NotRequired[Annotated[datetime.datetime, Field(alias="period_start")]]
    requests: NotRequired[Annotated[int, Field(alias="requests")]]
    status: NotRequired[Annotated[PublicAiQuotaReservationStatus, Field(alias="status")]]
    tokens: NotRequired[Annotated[int, Field(alias="tokens")]]
    user_id: NotRequired[Annotated[uuid.UUID, Field(alias="user_id")]]

class PublicAiQuotaSubscriptions(BaseModel):
    current_period_end: Optional[datetime.datetime] = Field(alias="current_period_end")
    current_period_start: Optional[datetime.datetime] = Field(alias="current_period_start")
    status: str = Field(alias="status")
    tier: str = Field(alias="tier")
    user_id: uuid.UUID = Field(alias="user_id")

class PublicAiQuotaSubscriptionsInsert(TypedDict):
    current_period_end: NotRequired[Annotated[Optional[datetime.datetime], Field(alias="current_period_end")]]
    current_period_start: NotRequired[Annotated[Optional[datetime.datetime], Field(alias="current_period_start")]]
    status: NotRequired[Annotated[str, Field(alias="status")]]
    tier: Annotated[str, Field(alias="tier")]
    user_id: Annotated[uuid.UUID, Field(alias="user_id")]

class PublicAiQuotaSubscriptionsUpdate(TypedDict):
    current_period_end: NotRequired[Annotated[Optional[datetime.datetime], Field(alias="current_period_end")]]
    current_period_start: NotRequired[Annotated[Optional[datetime.datetime], Field(alias="current_period_start")]]
    status: NotRequired[Annotated[str, Field(alias="status")]]
    tier: NotRequired[Annotated[str, Field(alias="tier")]]
    user_id: NotRequired[Annotated[uuid.UUID, Field(alias="user_id")]]

class PublicAiQuotaTiers(BaseModel):
    monthly_request_quota: Optional[int] = Field(alias="monthly_request_quota")
    monthly_token_quota: Optional[int] = Field(alias="monthly_token_quota")
    tier: str = Field(alias="tier")

class PublicAiQuotaTiersInsert(TypedDict):
    monthly_request_quota: NotRequired[Annotated[Optional[int], Field(alias="monthly_request_quota")]]
    monthly_token_quota: NotRequired[Annotated[Optional[int], Field(alias="monthly_token_quota")]]
    tier: Annotated[str, Field(alias="tier")]

class PublicAiQuotaTiersUpdate(TypedDict):
    monthly_request_quota: NotRequired[Annotated[Optional[int], Field(alias="monthly_request_quota")]]
    monthly_token_quota: NotRequired[Annotated[Optional[int], Field(alias="monthly_token_quota")]]
    tier: NotRequired[Annotated[str, Field(alias="tier")]]

class PublicProfiles(BaseModel):
    email: Optional[str] = Field(alias="email")
    user_id: uuid.UUID = Field(alias="user_id")

class PublicProfilesInsert(TypedDict):
    email: NotRequired[Annotated[Optional[str], Field(alias="email")]]
    user_id: Annotated[uuid.UUID, Field(alias="user_id")]

class PublicProfilesUpdate(TypedDict):
    email: NotRequired[Annotated[Optional[str], Field(alias="email")]]
    user_id: NotRequired[Annotated[uuid.UUID, Field(alias="user_id")]]

class PublicUserAiQuotas(BaseModel):
    current_day: datetime.date = Field(alias="current_day")
    current_day_cost_usd: float = Field(alias="current_day_cost_usd")
    current_day_requests: int = Field(alias="current_day_requests")
    current_day_tokens: int = Field(alias="current_day_tokens")
    current_month_requests: int = Field(alias="current_month_requests")
    current_month_tokens: int = Field(alias="current_month_tokens")
    is_blocked: bool = Field(alias="is_blocked")
    limits_expire_at: Optional[datetime.datetime] = Field(alias="limits_expire_at")
    monthly_request_quota: Optional[int] = Field(alias="monthly_request_quota")
    monthly_token_quota: Optional[int] = Field(alias="monthly_token_quota")
    period_end: datetime.datetime = Field(alias="period_end")
    period_start: datetime.datetime = Field(alias="period_start")
    quota_reset_date: datetime.date = Field(alias="quota_reset_date")
    reserved_requests: int = Field(alias="reserved_requests")
    reserved_tokens: int = Field(alias="reserved_tokens")
    reserved_valid_until: Optional[datetime.datetime] = Field(alias="reserved_valid_until")
    tier: str = Field(alias="tier")
    user_id: uuid.UUID = Field(alias="user_id")

class PublicUserAiQuotasInsert(TypedDict):
    current_day: NotRequired[Annotated[datetime.date, Field(alias="current_day")]]
    current_day_cost_usd: NotRequired[Annotated[float, Field(alias="current_day_cost_usd")]]
    current_day_requests: NotRequired[Annotated[int, Field(alias="current_day_requests")]]
    current_day_tokens: NotRequired[Annotated[int, Field(alias="current_day_tokens")]]
    current_month_requests: NotRequired[Annotated[int, Field(alias="current_month_requests")]]
    current_month_tokens: NotRequired[Annotated[int, Field(alias="current_month_tokens")]]
    is_blocked: NotRequired[Annotated[bool, Field(alias="is_blocked")]]
    limits_expire_at: NotRequired[Annotated[Optional[datetime.datetime], Field(alias="limits_expire_at")]]
    monthly_request_quota: NotRequired[Annotated[Optional[int], Field(alias="monthly_request_quota")]]
    monthly_token_quota: NotRequired[Annotated[Optional[int], Field(alias="monthly_token_quota")]]
    period_end: NotRequired[Annotated[datetime.datetime, Field(alias="period_end")]]
    period_start: NotRequired[Annotated[datetime.datetime, Field(alias="period_start")]]
    quota_reset_date: NotRequired[Annotated[datetime.date, Field(alias="quota_reset_date")]]
    reserved_requests: NotRequired[Annotated[int, Field(alias="reserved_requests")]]
    reserved_tokens: NotRequired[Annotated[int, Field(alias="reserved_tokens")]]
    reserved_valid_until: NotRequired[Annotated[Optional[datetime.datetime], Field(alias="reserved_valid_until")]]
    tier: NotRequired[Annotated[str, Field(alias="tier")]]
    user_id: Annotated[uuid.UUID, Field(alias="user_id")]

class PublicUserAiQuotasUpdate(TypedDict):
    current_day: NotRequired[Annotated[datetime.date, Field(alias="current_day")]]
    current_day_cost_usd: NotRequired[Annotated[float, Field(alias="current_day_cost_usd")]]
    current_day_requests: NotRequired[Annotated[int, Field(alias="current_day_requests")]]
    current_day_tokens: NotRequired[Annotated[int, Field(alias="current_day_tokens")]]
    current_month_requests: NotRequired[Annotated[int, Field(alias="current_month_requests")]]
    current_month_tokens: NotRequired[Annotated[int, Field(alias="current_month_tokens")]]
    is_blocked: NotRequired[Annotated[bool, Field(alias="is_blocked")]]
    limits_expire_at: NotRequired[Annotated[Optional[datetime.datetime], Field(alias="limits_expire_at")]]
    monthly_request_quota: NotRequired[Annotated[Optional[int], Field(alias="monthly_request_quota")]]
    monthly_token_quota: NotRequired[Annotated[Optional[int], Field(alias="monthly_token_quota")]]
    period_end: NotRequired[Annotated[datetime.datetime, Field(alias="period_end")]]
    period_start: NotRequired[Annotated[datetime.datetime, Field(alias="period_start")]]
    quota_reset_date: NotRequired[Annotated[datetime.date, Field(alias="quota_reset_date")]]
    reserved_requests: NotRequired[Annotated[int, Field(alias="reserved_requests")]]
    reserved_tokens: NotRequired[Annotated[int, Field(alias="reserved_tokens")]]
    reserved_valid_until: NotRequired[Annotated[Optional[datetime.datetime], Field(alias="reserved_valid_until")]]
    tier: NotRequired[Annotated[str, Field(alias="tier")]]
    user_id: NotRequired[Annotated[uuid.UUID, Field(alias="user_id")]]

class PublicAiQuotaDaily(BaseModel):
    cost_usd: Optional[float] = Field(alias="cost_usd")
    day: Optional[datetime.date] = Field(alias="day")
    requests: Optional[int] = Field(alias="requests")
    tokens: Optional[int] = Field(alias="tokens")
    user_id: Optional[uuid.UUID] = Field(alias="user_id")

class PublicAiQuotaUnpricedModels(BaseModel):
    calls: Optional[int] = Field(alias="calls")
    first_at: Optional[datetime.datetime] = Field(alias="first_at")
    last_at: Optional[datetime.datetime] = Field(alias="last_at")
    model_used: Optional[str] = Field(alias="model_used")
    tokens: Optional[int] = Field(alias="tokens")



class PublicAiQuotaStatus(BaseModel):
    used: Optional[int] = Field(alias="used")
    limit: Optional[int] = Field(alias="limit")
    remaining: Optional[int] = Field(alias="remaining")
    percentage: Optional[float] = Field(alias="percentage")
    reset_date: Optional[datetime.date] = Field(alias="reset_date")
    status: Optional[str] = Field(alias="status")
    tier: Optional[str] = Field(alias="tier")
    reserved: Optional[int] = Field(alias="reserved")
    requests_used: Optional[int] = Field(alias="requests_used")
    requests_limit: Optional[int] = Field(alias="requests_limit")
    requests_remaining: Optional[int] = Field(alias="requests_remaining")
    requests_percentage: Optional[float] = Field(alias="requests_percentage")
    is_unlimited: Optional[bool] = Field(alias="is_unlimited")
    period_start: Optional[datetime.date] = Field(alias="period_start")
    is_blocked: Optional[bool] = Field(alias="is_blocked")
