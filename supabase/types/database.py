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

PublicAiQuotaAlertKind: TypeAlias = Literal["usage", "denied"]

PublicAiQuotaCaller: TypeAlias = Literal["user", "server"]

PublicAiQuotaOnExpiry: TypeAlias = Literal["release", "charge"]

PublicAiQuotaReservationStatus: TypeAlias = Literal["pending", "settled", "released", "charged"]

PublicAiQuotaUsageSource: TypeAlias = Literal["provider", "estimated"]

class PublicAiAgentUsage(BaseModel):
    agent_id: Optional[uuid.UUID] = Field(alias="agent_id")
    cost_usd: Optional[float] = Field(alias="cost_usd")
    created_at: datetime.datetime = Field(alias="created_at")
    discipline: Optional[str] = Field(alias="discipline")
    excess_period_start: Optional[datetime.datetime] = Field(alias="excess_period_start")
    excess_requests: Optional[int] = Field(alias="excess_requests")
    excess_tokens: Optional[int] = Field(alias="excess_tokens")
    id: int = Field(alias="id")
    is_adjustment: bool = Field(alias="is_adjustment")
    model_used: Optional[str] = Field(alias="model_used")
    period_start: Optional[datetime.datetime] = Field(alias="period_start")
    recorded_despite: Optional[str] = Field(alias="recorded_despite")
    reported_by: PublicAiQuotaCaller = Field(alias="reported_by")
    request_id: Optional[str] = Field(alias="request_id")
    requests: int = Field(alias="requests")
    reservation_id: Optional[uuid.UUID] = Field(alias="reservation_id")
    session_id: Optional[uuid.UUID] = Field(alias="session_id")
    tokens_audio_completion: int = Field(alias="tokens_audio_completion")
    tokens_audio_prompt: int = Field(alias="tokens_audio_prompt")
    tokens_cache_write: int = Field(alias="tokens_cache_write")
    tokens_cached: int = Field(alias="tokens_cached")
    tokens_completion: int = Field(alias="tokens_completion")
    tokens_prompt: int = Field(alias="tokens_prompt")
    tokens_reasoning: int = Field(alias="tokens_reasoning")
    tokens_total: Optional[int] = Field(alias="tokens_total")
    usage_source: PublicAiQuotaUsageSource = Field(alias="usage_source")
    user_id: uuid.UUID = Field(alias="user_id")
    workflow_id: Optional[str] = Field(alias="workflow_id")

class PublicAiAgentUsageInsert(TypedDict):
    agent_id: NotRequired[Annotated[Optional[uuid.UUID], Field(alias="agent_id")]]
    cost_usd: NotRequired[Annotated[Optional[float], Field(alias="cost_usd")]]
    created_at: NotRequired[Annotated[datetime.datetime, Field(alias="created_at")]]
    discipline: NotRequired[Annotated[Optional[str], Field(alias="discipline")]]
    excess_period_start: NotRequired[Annotated[Optional[datetime.datetime], Field(alias="excess_period_start")]]
    excess_requests: NotRequired[Annotated[Optional[int], Field(alias="excess_requests")]]
    excess_tokens: NotRequired[Annotated[Optional[int], Field(alias="excess_tokens")]]
    id: NotRequired[Annotated[int, Field(alias="id")]]
    is_adjustment: NotRequired[Annotated[bool, Field(alias="is_adjustment")]]
    model_used: NotRequired[Annotated[Optional[str], Field(alias="model_used")]]
    period_start: NotRequired[Annotated[Optional[datetime.datetime], Field(alias="period_start")]]
    recorded_despite: NotRequired[Annotated[Optional[str], Field(alias="recorded_despite")]]
    reported_by: NotRequired[Annotated[PublicAiQuotaCaller, Field(alias="reported_by")]]
    request_id: NotRequired[Annotated[Optional[str], Field(alias="request_id")]]
    requests: NotRequired[Annotated[int, Field(alias="requests")]]
    reservation_id: NotRequired[Annotated[Optional[uuid.UUID], Field(alias="reservation_id")]]
    session_id: NotRequired[Annotated[Optional[uuid.UUID], Field(alias="session_id")]]
    tokens_audio_completion: NotRequired[Annotated[int, Field(alias="tokens_audio_completion")]]
    tokens_audio_prompt: NotRequired[Annotated[int, Field(alias="tokens_audio_prompt")]]
    tokens_cache_write: NotRequired[Annotated[int, Field(alias="tokens_cache_write")]]
    tokens_cached: NotRequired[Annotated[int, Field(alias="tokens_cached")]]
    tokens_completion: NotRequired[Annotated[int, Field(alias="tokens_completion")]]
    tokens_prompt: NotRequired[Annotated[int, Field(alias="tokens_prompt")]]
    tokens_reasoning: NotRequired[Annotated[int, Field(alias="tokens_reasoning")]]
    tokens_total: NotRequired[Annotated[Optional[int], Field(alias="tokens_total")]]
    usage_source: NotRequired[Annotated[PublicAiQuotaUsageSource, Field(alias="usage_source")]]
    user_id: Annotated[uuid.UUID, Field(alias="user_id")]
    workflow_id: NotRequired[Annotated[Optional[str], Field(alias="workflow_id")]]

class PublicAiAgentUsageUpdate(TypedDict):
    agent_id: NotRequired[Annotated[Optional[uuid.UUID], Field(alias="agent_id")]]
    cost_usd: NotRequired[Annotated[Optional[float], Field(alias="cost_usd")]]
    created_at: NotRequired[Annotated[datetime.datetime, Field(alias="created_at")]]
    discipline: NotRequired[Annotated[Optional[str], Field(alias="discipline")]]
    excess_period_start: NotRequired[Annotated[Optional[datetime.datetime], Field(alias="excess_period_start")]]
    excess_requests: NotRequired[Annotated[Optional[int], Field(alias="excess_requests")]]
    excess_tokens: NotRequired[Annotated[Optional[int], Field(alias="excess_tokens")]]
    id: NotRequired[Annotated[int, Field(alias="id")]]
    is_adjustment: NotRequired[Annotated[bool, Field(alias="is_adjustment")]]
    model_used: NotRequired[Annotated[Optional[str], Field(alias="model_used")]]
    period_start: NotRequired[Annotated[Optional[datetime.datetime], Field(alias="period_start")]]
    recorded_despite: NotRequired[Annotated[Optional[str], Field(alias="recorded_despite")]]
    reported_by: NotRequired[Annotated[PublicAiQuotaCaller, Field(alias="reported_by")]]
    request_id: NotRequired[Annotated[Optional[str], Field(alias="request_id")]]
    requests: NotRequired[Annotated[int, Field(alias="requests")]]
    reservation_id: NotRequired[Annotated[Optional[uuid.UUID], Field(alias="reservation_id")]]
    session_id: NotRequired[Annotated[Optional[uuid.UUID], Field(alias="session_id")]]
    tokens_audio_completion: NotRequired[Annotated[int, Field(alias="tokens_audio_completion")]]
    tokens_audio_prompt: NotRequired[Annotated[int, Field(alias="tokens_audio_prompt")]]
    tokens_cache_write: NotRequired[Annotated[int, Field(alias="tokens_cache_write")]]
    tokens_cached: NotRequired[Annotated[int, Field(alias="tokens_cached")]]
    tokens_completion: NotRequired[Annotated[int, Field(alias="tokens_completion")]]
    tokens_prompt: NotRequired[Annotated[int, Field(alias="tokens_prompt")]]
    tokens_reasoning: NotRequired[Annotated[int, Field(alias="tokens_reasoning")]]
    tokens_total: NotRequired[Annotated[Optional[int], Field(alias="tokens_total")]]
    usage_source: NotRequired[Annotated[PublicAiQuotaUsageSource, Field(alias="usage_source")]]
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
    created_at: datetime.datetime = Field(alias="created_at")
    id: int = Field(alias="id")
    kind: PublicAiQuotaAlertKind = Field(alias="kind")
    metric: str = Field(alias="metric")
    period_start: datetime.datetime = Field(alias="period_start")
    quota: int = Field(alias="quota")
    threshold: int = Field(alias="threshold")
    used: int = Field(alias="used")
    user_id: uuid.UUID = Field(alias="user_id")

class PublicAiQuotaAlertsInsert(TypedDict):
    created_at: NotRequired[Annotated[datetime.datetime, Field(alias="created_at")]]
    id: NotRequired[Annotated[int, Field(alias="id")]]
    kind: NotRequired[Annotated[PublicAiQuotaAlertKind, Field(alias="kind")]]
    metric: Annotated[str, Field(alias="metric")]
    period_start: Annotated[datetime.datetime, Field(alias="period_start")]
    quota: Annotated[int, Field(alias="quota")]
    threshold: Annotated[int, Field(alias="threshold")]
    used: Annotated[int, Field(alias="used")]
    user_id: Annotated[uuid.UUID, Field(alias="user_id")]

class PublicAiQuotaAlertsUpdate(TypedDict):
    created_at: NotRequired[Annotated[datetime.datetime, Field(alias="created_at")]]
    id: NotRequired[Annotated[int, Field(alias="id")]]
    kind: NotRequired[Annotated[PublicAiQuotaAlertKind, Field(alias="kind")]]
    metric: NotRequired[Annotated[str, Field(alias="metric")]]
    period_start: NotRequired[Annotated[datetime.datetime, Field(alias="period_start")]]
    quota: NotRequired[Annotated[int, Field(alias="quota")]]
    threshold: NotRequired[Annotated[int, Field(alias="threshold")]]
    used: NotRequired[Annotated[int, Field(alias="used")]]
    user_id: NotRequired[Annotated[uuid.UUID, Field(alias="user_id")]]

class PublicAiQuotaAudit(BaseModel):
    action: str = Field(alias="action")
    actor: Optional[uuid.UUID] = Field(alias="actor")
    created_at: datetime.datetime = Field(alias="created_at")
    details: JsonValue = Field(alias="details")
    id: int = Field(alias="id")
    reason: str = Field(alias="reason")
    user_id: uuid.UUID = Field(alias="user_id")

class PublicAiQuotaAuditInsert(TypedDict):
    action: Annotated[str, Field(alias="action")]
    actor: NotRequired[Annotated[Optional[uuid.UUID], Field(alias="actor")]]
    created_at: NotRequired[Annotated[datetime.datetime, Field(alias="created_at")]]
    details: NotRequired[Annotated[JsonValue, Field(alias="details")]]
    id: NotRequired[Annotated[int, Field(alias="id")]]
    reason: Annotated[str, Field(alias="reason")]
    user_id: Annotated[uuid.UUID, Field(alias="user_id")]

class PublicAiQuotaAuditUpdate(TypedDict):
    action: NotRequired[Annotated[str, Field(alias="action")]]
    actor: NotRequired[Annotated[Optional[uuid.UUID], Field(alias="actor")]]
    created_at: NotRequired[Annotated[datetime.datetime, Field(alias="created_at")]]
    details: NotRequired[Annotated[JsonValue, Field(alias="details")]]
    id: NotRequired[Annotated[int, Field(alias="id")]]
    reason: NotRequired[Annotated[str, Field(alias="reason")]]
    user_id: NotRequired[Annotated[uuid.UUID, Field(alias="user_id")]]

class PublicAiQuotaClosedDays(BaseModel):
    cost_usd: float = Field(alias="cost_usd")
    day: datetime.date = Field(alias="day")
    requests: int = Field(alias="requests")
    tokens: int = Field(alias="tokens")
    unpriced_requests: int = Field(alias="unpriced_requests")
    user_id: uuid.UUID = Field(alias="user_id")

class PublicAiQuotaClosedDaysInsert(TypedDict):
    cost_usd: NotRequired[Annotated[float, Field(alias="cost_usd")]]
    day: Annotated[datetime.date, Field(alias="day")]
    requests: NotRequired[Annotated[int, Field(alias="requests")]]
    tokens: NotRequired[Annotated[int, Field(alias="tokens")]]
    unpriced_requests: NotRequired[Annotated[int, Field(alias="unpriced_requests")]]
    user_id: Annotated[uuid.UUID, Field(alias="user_id")]

class PublicAiQuotaClosedDaysUpdate(TypedDict):
    cost_usd: NotRequired[Annotated[float, Field(alias="cost_usd")]]
    day: NotRequired[Annotated[datetime.date, Field(alias="day")]]
    requests: NotRequired[Annotated[int, Field(alias="requests")]]
    tokens: NotRequired[Annotated[int, Field(alias="tokens")]]
    unpriced_requests: NotRequired[Annotated[int, Field(alias="unpriced_requests")]]
    user_id: NotRequired[Annotated[uuid.UUID, Field(alias="user_id")]]

class PublicAiQuotaDeletedUsage(BaseModel):
    cost_usd: float = Field(alias="cost_usd")
    day: datetime.date = Field(alias="day")
    requests: int = Field(alias="requests")
    tokens: int = Field(alias="tokens")
    unpriced_requests: int = Field(alias="unpriced_requests")

class PublicAiQuotaDeletedUsageInsert(TypedDict):
    cost_usd: NotRequired[Annotated[float, Field(alias="cost_usd")]]
    day: Annotated[datetime.date, Field(alias="day")]
    requests: NotRequired[Annotated[int, Field(alias="requests")]]
    tokens: NotRequired[Annotated[int, Field(alias="tokens")]]
    unpriced_requests: NotRequired[Annotated[int, Field(alias="unpriced_requests")]]

class PublicAiQuotaDeletedUsageUpdate(TypedDict):
    cost_usd: NotRequired[Annotated[float, Field(alias="cost_usd")]]
    day: NotRequired[Annotated[datetime.date, Field(alias="day")]]
    requests: NotRequired[Annotated[int, Field(alias="requests")]]
    tokens: NotRequired[Annotated[int, Field(alias="tokens")]]
    unpriced_requests: NotRequired[Annotated[int, Field(alias="unpriced_requests")]]

class PublicAiQuotaDenials(BaseModel):
    day: datetime.date = Field(alias="day")
    denials: int = Field(alias="denials")
    reason: str = Field(alias="reason")
    tokens: int = Field(alias="tokens")
    user_id: uuid.UUID = Field(alias="user_id")

class PublicAiQuotaDenialsInsert(TypedDict):
    day: Annotated[datetime.date, Field(alias="day")]
    denials: Annotated[int, Field(alias="denials")]
    reason: Annotated[str, Field(alias="reason")]
    tokens: Annotated[int, Field(alias="tokens")]
    user_id: Annotated[uuid.UUID, Field(alias="user_id")]

class PublicAiQuotaDenialsUpdate(TypedDict):
    day: NotRequired[Annotated[datetime.date, Field(alias="day")]]
    denials: NotRequired[Annotated[int, Field(alias="denials")]]
    reason: NotRequired[Annotated[str, Field(alias="reason")]]
    tokens: NotRequired[Annotated[int, Field(alias="tokens")]]
    user_id: NotRequired[Annotated[uuid.UUID, Field(alias="user_id")]]

class PublicAiQuotaOverrides(BaseModel):
    created_at: datetime.datetime = Field(alias="created_at")
    expires_at: Optional[datetime.datetime] = Field(alias="expires_at")
    extra_requests: Optional[int] = Field(alias="extra_requests")
    extra_tokens: Optional[int] = Field(alias="extra_tokens")
    is_unlimited: bool = Field(alias="is_unlimited")
    monthly_request_quota: Optional[int] = Field(alias="monthly_request_quota")
    monthly_token_quota: Optional[int] = Field(alias="monthly_token_quota")
    reason: str = Field(alias="reason")
    user_id: uuid.UUID = Field(alias="user_id")

class PublicAiQuotaOverridesInsert(TypedDict):
    created_at: NotRequired[Annotated[datetime.datetime, Field(alias="created_at")]]
    expires_at: NotRequired[Annotated[Optional[datetime.datetime], Field(alias="expires_at")]]
    extra_requests: NotRequired[Annotated[Optional[int], Field(alias="extra_requests")]]
    extra_tokens: NotRequired[Annotated[Optional[int], Field(alias="extra_tokens")]]
    is_unlimited: NotRequired[Annotated[bool, Field(alias="is_unlimited")]]
    monthly_request_quota: NotRequired[Annotated[Optional[int], Field(alias="monthly_request_quota")]]
    monthly_token_quota: NotRequired[Annotated[Optional[int], Field(alias="monthly_token_quota")]]
    reason: Annotated[str, Field(alias="reason")]
    user_id: Annotated[uuid.UUID, Field(alias="user_id")]

class PublicAiQuotaOverridesUpdate(TypedDict):
    created_at: NotRequired[Annotated[datetime.datetime, Field(alias="created_at")]]
    expires_at: NotRequired[Annotated[Optional[datetime.datetime], Field(alias="expires_at")]]
    extra_requests: NotRequired[Annotated[Optional[int], Field(alias="extra_requests")]]
    extra_tokens: NotRequired[Annotated[Optional[int], Field(alias="extra_tokens")]]
    is_unlimited: NotRequired[Annotated[bool, Field(alias="is_unlimited")]]
    monthly_request_quota: NotRequired[Annotated[Optional[int], Field(alias="monthly_request_quota")]]
    monthly_token_quota: NotRequired[Annotated[Optional[int], Field(alias="monthly_token_quota")]]
    reason: NotRequired[Annotated[str, Field(alias="reason")]]
    user_id: NotRequired[Annotated[uuid.UUID, Field(alias="user_id")]]

class PublicAiQuotaPeriods(BaseModel):
    closed_at: datetime.datetime = Field(alias="closed_at")
    is_early: bool = Field(alias="is_early")
    monthly_request_quota: Optional[int] = Field(alias="monthly_request_quota")
    monthly_token_quota: Optional[int] = Field(alias="monthly_token_quota")
    period_end: datetime.datetime = Field(alias="period_end")
    period_start: datetime.datetime = Field(alias="period_start")
    requests_used: int = Field(alias="requests_used")
    tier: str = Field(alias="tier")
    tokens_used: int = Field(alias="tokens_used")
    user_id: uuid.UUID = Field(alias="user_id")

class PublicAiQuotaPeriodsInsert(TypedDict):
    closed_at: NotRequired[Annotated[datetime.datetime, Field(alias="closed_at")]]
    is_early: NotRequired[Annotated[bool, Field(alias="is_early")]]
    monthly_request_quota: NotRequired[Annotated[Optional[int], Field(alias="monthly_request_quota")]]
    monthly_token_quota: NotRequired[Annotated[Optional[int], Field(alias="monthly_token_quota")]]
    period_end: Annotated[datetime.datetime, Field(alias="period_end")]
    period_start: Annotated[datetime.datetime, Field(alias="period_start")]
    requests_used: Annotated[int, Field(alias="requests_used")]
    tier: Annotated[str, Field(alias="tier")]
    tokens_used: Annotated[int, Field(alias="tokens_used")]
    user_id: Annotated[uuid.UUID, Field(alias="user_id")]

class PublicAiQuotaPeriodsUpdate(TypedDict):
    closed_at: NotRequired[Annotated[datetime.datetime, Field(alias="closed_at")]]
    is_early: NotRequired[Annotated[bool, Field(alias="is_early")]]
    monthly_request_quota: NotRequired[Annotated[Optional[int], Field(alias="monthly_request_quota")]]
    monthly_token_quota: NotRequired[Annotated[Optional[int], Field(alias="monthly_token_quota")]]
    period_end: NotRequired[Annotated[datetime.datetime, Field(alias="period_end")]]
    period_start: NotRequired[Annotated[datetime.datetime, Field(alias="period_start")]]
    requests_used: NotRequired[Annotated[int, Field(alias="requests_used")]]
    tier: NotRequired[Annotated[str, Field(alias="tier")]]
    tokens_used: NotRequired[Annotated[int, Field(alias="tokens_used")]]
    user_id: NotRequired[Annotated[uuid.UUID, Field(alias="user_id")]]

class PublicAiQuotaPrices(BaseModel):
    audio_input_price: Optional[float] = Field(alias="audio_input_price")
    audio_output_price: Optional[float] = Field(alias="audio_output_price")
    cache_write_price: Optional[float] = Field(alias="cache_write_price")
    cached_audio_input_price: Optional[float] = Field(alias="cached_audio_input_price")
    cached_input_price: Optional[float] = Field(alias="cached_input_price")
    input_price: float = Field(alias="input_price")
    is_from_list: bool = Field(alias="is_from_list")
    model: str = Field(alias="model")
    output_price: float = Field(alias="output_price")
    reasoning_price: Optional[float] = Field(alias="reasoning_price")
    rules: Optional[JsonValue] = Field(alias="rules")
    source: Optional[str] = Field(alias="source")
    valid_from: datetime.date = Field(alias="valid_from")

class PublicAiQuotaPricesInsert(TypedDict):
    audio_input_price: NotRequired[Annotated[Optional[float], Field(alias="audio_input_price")]]
    audio_output_price: NotRequired[Annotated[Optional[float], Field(alias="audio_output_price")]]
    cache_write_price: NotRequired[Annotated[Optional[float], Field(alias="cache_write_price")]]
    cached_audio_input_price: NotRequired[Annotated[Optional[float], Field(alias="cached_audio_input_price")]]
    cached_input_price: NotRequired[Annotated[Optional[float], Field(alias="cached_input_price")]]
    input_price: Annotated[float, Field(alias="input_price")]
    is_from_list: NotRequired[Annotated[bool, Field(alias="is_from_list")]]
    model: Annotated[str, Field(alias="model")]
    output_price: Annotated[float, Field(alias="output_price")]
    reasoning_price: NotRequired[Annotated[Optional[float], Field(alias="reasoning_price")]]
    rules: NotRequired[Annotated[Optional[JsonValue], Field(alias="rules")]]
    source: NotRequired[Annotated[Optional[str], Field(alias="source")]]
    valid_from: Annotated[datetime.date, Field(alias="valid_from")]

class PublicAiQuotaPricesUpdate(TypedDict):
    audio_input_price: NotRequired[Annotated[Optional[float], Field(alias="audio_input_price")]]
    audio_output_price: NotRequired[Annotated[Optional[float], Field(alias="audio_output_price")]]
    cache_write_price: NotRequired[Annotated[Optional[float], Field(alias="cache_write_price")]]
    cached_audio_input_price: NotRequired[Annotated[Optional[float], Field(alias="cached_audio_input_price")]]
    cached_input_price: NotRequired[Annotated[Optional[float], Field(alias="cached_input_price")]]
    input_price: NotRequired[Annotated[float, Field(alias="input_price")]]
    is_from_list: NotRequired[Annotated[bool, Field(alias="is_from_list")]]
    model: NotRequired[Annotated[str, Field(alias="model")]]
    output_price: NotRequired[Annotated[float, Field(alias="output_price")]]
    reasoning_price: NotRequired[Annotated[Optional[float], Field(alias="reasoning_price")]]
    rules: NotRequired[Annotated[Optional[JsonValue], Field(alias="rules")]]
    source: NotRequired[Annotated[Optional[str], Field(alias="source")]]
    valid_from: NotRequired[Annotated[datetime.date, Field(alias="valid_from")]]

class PublicAiQuotaReservations(BaseModel):
    closed_at: Optional[datetime.datetime] = Field(alias="closed_at")
    created_at: datetime.datetime = Field(alias="created_at")
    expires_at: datetime.datetime = Field(alias="expires_at")
    id: uuid.UUID = Field(alias="id")
    on_expiry: PublicAiQuotaOnExpiry = Field(alias="on_expiry")
    period_start: datetime.datetime = Field(alias="period_start")
    request_id: Optional[str] = Field(alias="request_id")
    requests: int = Field(alias="requests")
    requests_settled: int = Field(alias="requests_settled")
    reserved_by: PublicAiQuotaCaller = Field(alias="reserved_by")
    status: PublicAiQuotaReservationStatus = Field(alias="status")
    tokens: int = Field(alias="tokens")
    tokens_settled: int = Field(alias="tokens_settled")
    user_id: uuid.UUID = Field(alias="user_id")

class PublicAiQuotaReservationsInsert(TypedDict):
    closed_at: NotRequired[Annotated[Optional[datetime.datetime], Field(alias="closed_at")]]
    created_at: NotRequired[Annotated[datetime.datetime, Field(alias="created_at")]]
    expires_at: Annotated[datetime.datetime, Field(alias="expires_at")]
    id: NotRequired[Annotated[uuid.UUID, Field(alias="id")]]
    on_expiry: NotRequired[Annotated[PublicAiQuotaOnExpiry, Field(alias="on_expiry")]]
    period_start: Annotated[datetime.datetime, Field(alias="period_start")]
    request_id: NotRequired[Annotated[Optional[str], Field(alias="request_id")]]
    requests: Annotated[int, Field(alias="requests")]
    requests_settled: NotRequired[Annotated[int, Field(alias="requests_settled")]]
    reserved_by: NotRequired[Annotated[PublicAiQuotaCaller, Field(alias="reserved_by")]]
    status: NotRequired[Annotated[PublicAiQuotaReservationStatus, Field(alias="status")]]
    tokens: Annotated[int, Field(alias="tokens")]
    tokens_settled: NotRequired[Annotated[int, Field(alias="tokens_settled")]]
    user_id: Annotated[uuid.UUID, Field(alias="user_id")]

class PublicAiQuotaReservationsUpdate(TypedDict):
    closed_at: NotRequired[Annotated[Optional[datetime.datetime], Field(alias="closed_at")]]
    created_at: NotRequired[Annotated[datetime.datetime, Field(alias="created_at")]]
    expires_at: NotRequired[Annotated[datetime.datetime, Field(alias="expires_at")]]
    id: NotRequired[Annotated[uuid.UUID, Field(alias="id")]]
    on_expiry: NotRequired[Annotated[PublicAiQuotaOnExpiry, Field(alias="on_expiry")]]
    period_start: NotRequired[Annotated[datetime.datetime, Field(alias="period_start")]]
    request_id: NotRequired[Annotated[Optional[str], Field(alias="request_id")]]
    requests: NotRequired[Annotated[int, Field(alias="requests")]]
    requests_settled: NotRequired[Annotated[int, Field(alias="requests_settled")]]
    reserved_by: NotRequired[Annotated[PublicAiQuotaCaller, Field(alias="reserved_by")]]
    status: NotRequired[Annotated[PublicAiQuotaReservationStatus, Field(alias="status")]]
    tokens: NotRequired[Annotated[int, Field(alias="tokens")]]
    tokens_settled: NotRequired[Annotated[int, Field(alias="tokens_settled")]]
    user_id: NotRequired[Annotated[uuid.UUID, Field(alias="user_id")]]

class PublicAiQuotaSubscriptions(BaseModel):
    current_period_end: Optional[datetime.datetime] = Field(alias="current_period_end")
    current_period_start: Optional[datetime.datetime] = Field(alias="current_period_start")
    event_at: datetime.datetime = Field(alias="event_at")
    status: str = Field(alias="status")
    subscription_id: str = Field(alias="subscription_id")
    tier: str = Field(alias="tier")
    user_id: uuid.UUID = Field(alias="user_id")

class PublicAiQuotaSubscriptionsInsert(TypedDict):
    current_period_end: NotRequired[Annotated[Optional[datetime.datetime], Field(alias="current_period_end")]]
    current_period_start: NotRequired[Annotated[Optional[datetime.datetime], Field(alias="current_period_start")]]
    event_at: NotRequired[Annotated[datetime.datetime, Field(alias="event_at")]]
    status: NotRequired[Annotated[str, Field(alias="status")]]
    subscription_id: Annotated[str, Field(alias="subscription_id")]
    tier: Annotated[str, Field(alias="tier")]
    user_id: Annotated[uuid.UUID, Field(alias="user_id")]

class PublicAiQuotaSubscriptionsUpdate(TypedDict):
    current_period_end: NotRequired[Annotated[Optional[datetime.datetime], Field(alias="current_period_end")]]
    current_period_start: NotRequired[Annotated[Optional[datetime.datetime], Field(alias="current_period_start")]]
    event_at: NotRequired[Annotated[datetime.datetime, Field(alias="event_at")]]
    status: NotRequired[Annotated[str, Field(alias="status")]]
    subscription_id: NotRequired[Annotated[str, Field(alias="subscription_id")]]
    tier: NotRequired[Annotated[str, Field(alias="tier")]]
    user_id: NotRequired[Annotated[uuid.UUID, Field(alias="user_id")]]

class PublicAiQuotaTiers(BaseModel):
    display_name: Optional[str] = Field(alias="display_name")
    is_public: bool = Field(alias="is_public")
    monthly_request_quota: Optional[int] = Field(alias="monthly_request_quota")
    monthly_token_quota: Optional[int] = Field(alias="monthly_token_quota")
    sort_order: int = Field(alias="sort_order")
    tier: str = Field(alias="tier")

class PublicAiQuotaTiersInsert(TypedDict):
    display_name: NotRequired[Annotated[Optional[str], Field(alias="display_name")]]
    is_public: NotRequired[Annotated[bool, Field(alias="is_public")]]
    monthly_request_quota: NotRequired[Annotated[Optional[int], Field(alias="monthly_request_quota")]]
    monthly_token_quota: NotRequired[Annotated[Optional[int], Field(alias="monthly_token_quota")]]
    sort_order: NotRequired[Annotated[int, Field(alias="sort_order")]]
    tier: Annotated[str, Field(alias="tier")]

class PublicAiQuotaTiersUpdate(TypedDict):
    display_name: NotRequired[Annotated[Optional[str], Field(alias="display_name")]]
    is_public: NotRequired[Annotated[bool, Field(alias="is_public")]]
    monthly_request_quota: NotRequired[Annotated[Optional[int], Field(alias="monthly_request_quota")]]
    monthly_token_quota: NotRequired[Annotated[Optional[int], Field(alias="monthly_token_quota")]]
    sort_order: NotRequired[Annotated[int, Field(alias="sort_order")]]
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
    assigned_tier: Optional[str] = Field(alias="assigned_tier")
    current_day: datetime.date = Field(alias="current_day")
    current_day_cost_usd: float = Field(alias="current_day_cost_usd")
    current_day_requests: int = Field(alias="current_day_requests")
    current_day_tokens: int = Field(alias="current_day_tokens")
    current_day_unpriced: int = Field(alias="current_day_unpriced")
    current_month_requests: int = Field(alias="current_month_requests")
    current_month_tokens: int = Field(alias="current_month_tokens")
    is_anonymous: bool = Field(alias="is_anonymous")
    is_blocked: bool = Field(alias="is_blocked")
    limits_expire_at: Optional[datetime.datetime] = Field(alias="limits_expire_at")
    limits_version: int = Field(alias="limits_version")
    monthly_request_quota: Optional[int] = Field(alias="monthly_request_quota")
    monthly_token_quota: Optional[int] = Field(alias="monthly_token_quota")
    opened_early_at: Optional[datetime.datetime] = Field(alias="opened_early_at")
    own_period_end: Optional[datetime.date] = Field(alias="own_period_end")
    period_anchor: Optional[datetime.date] = Field(alias="period_anchor")
    period_end: datetime.datetime = Field(alias="period_end")
    period_start: datetime.datetime = Field(alias="period_start")
    quota_reset_date: datetime.date = Field(alias="quota_reset_date")
    reserved_requests: int = Field(alias="reserved_requests")
    reserved_tokens: int = Field(alias="reserved_tokens")
    reserved_valid_until: Optional[datetime.datetime] = Field(alias="reserved_valid_until")
    tier: str = Field(alias="tier")
    user_id: uuid.UUID = Field(alias="user_id")
    user_minute: Optional[datetime.datetime] = Field(alias="user_minute")
    user_writes: int = Field(alias="user_writes")

class PublicUserAiQuotasInsert(TypedDict):
    assigned_tier: NotRequired[Annotated[Optional[str], Field(alias="assigned_tier")]]
    current_day: NotRequired[Annotated[datetime.date, Field(alias="current_day")]]
    current_day_cost_usd: NotRequired[Annotated[float, Field(alias="current_day_cost_usd")]]
    current_day_requests: NotRequired[Annotated[int, Field(alias="current_day_requests")]]
    current_day_tokens: NotRequired[Annotated[int, Field(alias="current_day_tokens")]]
    current_day_unpriced: NotRequired[Annotated[int, Field(alias="current_day_unpriced")]]
    current_month_requests: NotRequired[Annotated[int, Field(alias="current_month_requests")]]
    current_month_tokens: NotRequired[Annotated[int, Field(alias="current_month_tokens")]]
    is_anonymous: NotRequired[Annotated[bool, Field(alias="is_anonymous")]]
    is_blocked: NotRequired[Annotated[bool, Field(alias="is_blocked")]]
    limits_expire_at: NotRequired[Annotated[Optional[datetime.datetime], Field(alias="limits_expire_at")]]
    limits_version: NotRequired[Annotated[int, Field(alias="limits_version")]]
    monthly_request_quota: NotRequired[Annotated[Optional[int], Field(alias="monthly_request_quota")]]
    monthly_token_quota: NotRequired[Annotated[Optional[int], Field(alias="monthly_token_quota")]]
    opened_early_at: NotRequired[Annotated[Optional[datetime.datetime], Field(alias="opened_early_at")]]
    own_period_end: NotRequired[Annotated[Optional[datetime.date], Field(alias="own_period_end")]]
    period_anchor: NotRequired[Annotated[Optional[datetime.date], Field(alias="period_anchor")]]
    period_end: NotRequired[Annotated[datetime.datetime, Field(alias="period_end")]]
    period_start: NotRequired[Annotated[datetime.datetime, Field(alias="period_start")]]
    quota_reset_date: NotRequired[Annotated[datetime.date, Field(alias="quota_reset_date")]]
    reserved_requests: NotRequired[Annotated[int, Field(alias="reserved_requests")]]
    reserved_tokens: NotRequired[Annotated[int, Field(alias="reserved_tokens")]]
    reserved_valid_until: NotRequired[Annotated[Optional[datetime.datetime], Field(alias="reserved_valid_until")]]
    tier: NotRequired[Annotated[str, Field(alias="tier")]]
    user_id: Annotated[uuid.UUID, Field(alias="user_id")]
    user_minute: NotRequired[Annotated[Optional[datetime.datetime], Field(alias="user_minute")]]
    user_writes: NotRequired[Annotated[int, Field(alias="user_writes")]]

class PublicUserAiQuotasUpdate(TypedDict):
    assigned_tier: NotRequired[Annotated[Optional[str], Field(alias="assigned_tier")]]
    current_day: NotRequired[Annotated[datetime.date, Field(alias="current_day")]]
    current_day_cost_usd: NotRequired[Annotated[float, Field(alias="current_day_cost_usd")]]
    current_day_requests: NotRequired[Annotated[int, Field(alias="current_day_requests")]]
    current_day_tokens: NotRequired[Annotated[int, Field(alias="current_day_tokens")]]
    current_day_unpriced: NotRequired[Annotated[int, Field(alias="current_day_unpriced")]]
    current_month_requests: NotRequired[Annotated[int, Field(alias="current_month_requests")]]
    current_month_tokens: NotRequired[Annotated[int, Field(alias="current_month_tokens")]]
    is_anonymous: NotRequired[Annotated[bool, Field(alias="is_anonymous")]]
    is_blocked: NotRequired[Annotated[bool, Field(alias="is_blocked")]]
    limits_expire_at: NotRequired[Annotated[Optional[datetime.datetime], Field(alias="limits_expire_at")]]
    limits_version: NotRequired[Annotated[int, Field(alias="limits_version")]]
    monthly_request_quota: NotRequired[Annotated[Optional[int], Field(alias="monthly_request_quota")]]
    monthly_token_quota: NotRequired[Annotated[Optional[int], Field(alias="monthly_token_quota")]]
    opened_early_at: NotRequired[Annotated[Optional[datetime.datetime], Field(alias="opened_early_at")]]
    own_period_end: NotRequired[Annotated[Optional[datetime.date], Field(alias="own_period_end")]]
    period_anchor: NotRequired[Annotated[Optional[datetime.date], Field(alias="period_anchor")]]
    period_end: NotRequired[Annotated[datetime.datetime, Field(alias="period_end")]]
    period_start: NotRequired[Annotated[datetime.datetime, Field(alias="period_start")]]
    quota_reset_date: NotRequired[Annotated[datetime.date, Field(alias="quota_reset_date")]]
    reserved_requests: NotRequired[Annotated[int, Field(alias="reserved_requests")]]
    reserved_tokens: NotRequired[Annotated[int, Field(alias="reserved_tokens")]]
    reserved_valid_until: NotRequired[Annotated[Optional[datetime.datetime], Field(alias="reserved_valid_until")]]
    tier: NotRequired[Annotated[str, Field(alias="tier")]]
    user_id: NotRequired[Annotated[uuid.UUID, Field(alias="user_id")]]
    user_minute: NotRequired[Annotated[Optional[datetime.datetime], Field(alias="user_minute")]]
    user_writes: NotRequired[Annotated[int, Field(alias="user_writes")]]

class PublicAiQuotaDaily(BaseModel):
    cost_usd: Optional[float] = Field(alias="cost_usd")
    day: Optional[datetime.date] = Field(alias="day")
    requests: Optional[int] = Field(alias="requests")
    tokens: Optional[int] = Field(alias="tokens")
    unpriced_requests: Optional[int] = Field(alias="unpriced_requests")
    user_id: Optional[uuid.UUID] = Field(alias="user_id")

class PublicAiQuotaUnpricedModels(BaseModel):
    calls: Optional[int] = Field(alias="calls")
    first_at: Optional[datetime.datetime] = Field(alias="first_at")
    last_at: Optional[datetime.datetime] = Field(alias="last_at")
    model_used: Optional[str] = Field(alias="model_used")
    tokens: Optional[int] = Field(alias="tokens")



class PublicAiQuotaAlertDelivery(BaseModel):
    id: Optional[int] = Field(alias="id")
    user_id: Optional[uuid.UUID] = Field(alias="user_id")
    period_start: Optional[datetime.datetime] = Field(alias="period_start")
    kind: Optional[PublicAiQuotaAlertKind] = Field(alias="kind")
    metric: Optional[str] = Field(alias="metric")
    threshold: Optional[int] = Field(alias="threshold")
    used: Optional[int] = Field(alias="used")
    quota: Optional[int] = Field(alias="quota")
    created_at: Optional[datetime.datetime] = Field(alias="created_at")
    attempts: Optional[int] = Field(alias="attempts")
    next_attempt_at: Optional[datetime.datetime] = Field(alias="next_attempt_at")
    delivered_at: Optional[datetime.datetime] = Field(alias="delivered_at")
    last_error: Optional[str] = Field(alias="last_error")

class PublicAiQuotaAlertMessage(BaseModel):
    id: Optional[int] = Field(alias="id")
    message_key: Optional[uuid.UUID] = Field(alias="message_key")
    user_id: Optional[uuid.UUID] = Field(alias="user_id")
    email: Optional[str] = Field(alias="email")
    name: Optional[str] = Field(alias="name")
    language: Optional[str] = Field(alias="language")
    metric: Optional[str] = Field(alias="metric")
    threshold: Optional[int] = Field(alias="threshold")
    used: Optional[int] = Field(alias="used")
    quota: Optional[int] = Field(alias="quota")
    tier: Optional[str] = Field(alias="tier")
    upgrade_tier: Optional[str] = Field(alias="upgrade_tier")
    reset_date: Optional[datetime.date] = Field(alias="reset_date")
    reached_on: Optional[datetime.date] = Field(alias="reached_on")
    created_at: Optional[datetime.datetime] = Field(alias="created_at")
    channels: Optional[List[str]] = Field(alias="channels")

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
