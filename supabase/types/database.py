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



class PublicAiAgentUsage(BaseModel):
    agent_id: Optional[uuid.UUID] = Field(alias="agent_id")
    cost_usd: Optional[float] = Field(alias="cost_usd")
    created_at: datetime.datetime = Field(alias="created_at")
    discipline: Optional[str] = Field(alias="discipline")
    id: int = Field(alias="id")
    model_used: Optional[str] = Field(alias="model_used")
    period_start: Optional[datetime.datetime] = Field(alias="period_start")
    session_id: Optional[uuid.UUID] = Field(alias="session_id")
    tokens_cached: int = Field(alias="tokens_cached")
    tokens_completion: int = Field(alias="tokens_completion")
    tokens_prompt: int = Field(alias="tokens_prompt")
    tokens_reasoning: int = Field(alias="tokens_reasoning")
    tokens_total: Optional[int] = Field(alias="tokens_total")
    user_id: uuid.UUID = Field(alias="user_id")
    workflow_id: Optional[str] = Field(alias="workflow_id")

class PublicAiAgentUsageInsert(TypedDict):
    agent_id: NotRequired[Annotated[Optional[uuid.UUID], Field(alias="agent_id")]]
    cost_usd: NotRequired[Annotated[Optional[float], Field(alias="cost_usd")]]
    created_at: NotRequired[Annotated[datetime.datetime, Field(alias="created_at")]]
    discipline: NotRequired[Annotated[Optional[str], Field(alias="discipline")]]
    id: NotRequired[Annotated[int, Field(alias="id")]]
    model_used: NotRequired[Annotated[Optional[str], Field(alias="model_used")]]
    period_start: NotRequired[Annotated[Optional[datetime.datetime], Field(alias="period_start")]]
    session_id: NotRequired[Annotated[Optional[uuid.UUID], Field(alias="session_id")]]
    tokens_cached: NotRequired[Annotated[int, Field(alias="tokens_cached")]]
    tokens_completion: NotRequired[Annotated[int, Field(alias="tokens_completion")]]
    tokens_prompt: NotRequired[Annotated[int, Field(alias="tokens_prompt")]]
    tokens_reasoning: NotRequired[Annotated[int, Field(alias="tokens_reasoning")]]
    tokens_total: NotRequired[Annotated[Optional[int], Field(alias="tokens_total")]]
    user_id: Annotated[uuid.UUID, Field(alias="user_id")]
    workflow_id: NotRequired[Annotated[Optional[str], Field(alias="workflow_id")]]

class PublicAiAgentUsageUpdate(TypedDict):
    agent_id: NotRequired[Annotated[Optional[uuid.UUID], Field(alias="agent_id")]]
    cost_usd: NotRequired[Annotated[Optional[float], Field(alias="cost_usd")]]
    created_at: NotRequired[Annotated[datetime.datetime, Field(alias="created_at")]]
    discipline: NotRequired[Annotated[Optional[str], Field(alias="discipline")]]
    id: NotRequired[Annotated[int, Field(alias="id")]]
    model_used: NotRequired[Annotated[Optional[str], Field(alias="model_used")]]
    period_start: NotRequired[Annotated[Optional[datetime.datetime], Field(alias="period_start")]]
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

class PublicAiModelPrices(BaseModel):
    cached_input_price: Optional[float] = Field(alias="cached_input_price")
    input_price: float = Field(alias="input_price")
    model: str = Field(alias="model")
    output_price: float = Field(alias="output_price")
    reasoning_price: Optional[float] = Field(alias="reasoning_price")
    source: Optional[str] = Field(alias="source")
    valid_from: datetime.date = Field(alias="valid_from")

class PublicAiModelPricesInsert(TypedDict):
    cached_input_price: NotRequired[Annotated[Optional[float], Field(alias="cached_input_price")]]
    input_price: Annotated[float, Field(alias="input_price")]
    model: Annotated[str, Field(alias="model")]
    output_price: Annotated[float, Field(alias="output_price")]
    reasoning_price: NotRequired[Annotated[Optional[float], Field(alias="reasoning_price")]]
    source: NotRequired[Annotated[Optional[str], Field(alias="source")]]
    valid_from: Annotated[datetime.date, Field(alias="valid_from")]

class PublicAiModelPricesUpdate(TypedDict):
    cached_input_price: NotRequired[Annotated[Optional[float], Field(alias="cached_input_price")]]
    input_price: NotRequired[Annotated[float, Field(alias="input_price")]]
    model: NotRequired[Annotated[str, Field(alias="model")]]
    output_price: NotRequired[Annotated[float, Field(alias="output_price")]]
    reasoning_price: NotRequired[Annotated[Optional[float], Field(alias="reasoning_price")]]
    source: NotRequired[Annotated[Optional[str], Field(alias="source")]]
    valid_from: NotRequired[Annotated[datetime.date, Field(alias="valid_from")]]

class PublicAiQuotaAlerts(BaseModel):
    created_at: datetime.datetime = Field(alias="created_at")
    id: int = Field(alias="id")
    is_deliverable: bool = Field(alias="is_deliverable")
    metric: str = Field(alias="metric")
    period_start: datetime.datetime = Field(alias="period_start")
    quota: int = Field(alias="quota")
    threshold: int = Field(alias="threshold")
    used: int = Field(alias="used")
    user_id: uuid.UUID = Field(alias="user_id")

class PublicAiQuotaAlertsInsert(TypedDict):
    created_at: NotRequired[Annotated[datetime.datetime, Field(alias="created_at")]]
    id: NotRequired[Annotated[int, Field(alias="id")]]
    is_deliverable: Annotated[bool, Field(alias="is_deliverable")]
    metric: Annotated[str, Field(alias="metric")]
    period_start: Annotated[datetime.datetime, Field(alias="period_start")]
    quota: Annotated[int, Field(alias="quota")]
    threshold: Annotated[int, Field(alias="threshold")]
    used: Annotated[int, Field(alias="used")]
    user_id: Annotated[uuid.UUID, Field(alias="user_id")]

class PublicAiQuotaAlertsUpdate(TypedDict):
    created_at: NotRequired[Annotated[datetime.datetime, Field(alias="created_at")]]
    id: NotRequired[Annotated[int, Field(alias="id")]]
    is_deliverable: NotRequired[Annotated[bool, Field(alias="is_deliverable")]]
    metric: NotRequired[Annotated[str, Field(alias="metric")]]
    period_start: NotRequired[Annotated[datetime.datetime, Field(alias="period_start")]]
    quota: NotRequired[Annotated[int, Field(alias="quota")]]
    threshold: NotRequired[Annotated[int, Field(alias="threshold")]]
    used: NotRequired[Annotated[int, Field(alias="used")]]
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

class PublicUserAiQuotaPeriods(BaseModel):
    closed_at: datetime.datetime = Field(alias="closed_at")
    monthly_request_quota: Optional[int] = Field(alias="monthly_request_quota")
    monthly_token_quota: Optional[int] = Field(alias="monthly_token_quota")
    period_end: datetime.datetime = Field(alias="period_end")
    period_start: datetime.datetime = Field(alias="period_start")
    requests_used: int = Field(alias="requests_used")
    tier: str = Field(alias="tier")
    tokens_used: int = Field(alias="tokens_used")
    user_id: uuid.UUID = Field(alias="user_id")

class PublicUserAiQuotaPeriodsInsert(TypedDict):
    closed_at: NotRequired[Annotated[datetime.datetime, Field(alias="closed_at")]]
    monthly_request_quota: NotRequired[Annotated[Optional[int], Field(alias="monthly_request_quota")]]
    monthly_token_quota: NotRequired[Annotated[Optional[int], Field(alias="monthly_token_quota")]]
    period_end: Annotated[datetime.datetime, Field(alias="period_end")]
    period_start: Annotated[datetime.datetime, Field(alias="period_start")]
    requests_used: Annotated[int, Field(alias="requests_used")]
    tier: Annotated[str, Field(alias="tier")]
    tokens_used: Annotated[int, Field(alias="tokens_used")]
    user_id: Annotated[uuid.UUID, Field(alias="user_id")]

class PublicUserAiQuotaPeriodsUpdate(TypedDict):
    closed_at: NotRequired[Annotated[datetime.datetime, Field(alias="closed_at")]]
    monthly_request_quota: NotRequired[Annotated[Optional[int], Field(alias="monthly_request_quota")]]
    monthly_token_quota: NotRequired[Annotated[Optional[int], Field(alias="monthly_token_quota")]]
    period_end: NotRequired[Annotated[datetime.datetime, Field(alias="period_end")]]
    period_start: NotRequired[Annotated[datetime.datetime, Field(alias="period_start")]]
    requests_used: NotRequired[Annotated[int, Field(alias="requests_used")]]
    tier: NotRequired[Annotated[str, Field(alias="tier")]]
    tokens_used: NotRequired[Annotated[int, Field(alias="tokens_used")]]
    user_id: NotRequired[Annotated[uuid.UUID, Field(alias="user_id")]]

class PublicUserAiQuotas(BaseModel):
    current_month_requests: int = Field(alias="current_month_requests")
    current_month_tokens: int = Field(alias="current_month_tokens")
    is_blocked: bool = Field(alias="is_blocked")
    limits_expire_at: Optional[datetime.datetime] = Field(alias="limits_expire_at")
    monthly_request_quota: Optional[int] = Field(alias="monthly_request_quota")
    monthly_token_quota: Optional[int] = Field(alias="monthly_token_quota")
    period_start: datetime.datetime = Field(alias="period_start")
    quota_reset_date: datetime.date = Field(alias="quota_reset_date")
    tier: str = Field(alias="tier")
    user_id: uuid.UUID = Field(alias="user_id")

class PublicUserAiQuotasInsert(TypedDict):
    current_month_requests: NotRequired[Annotated[int, Field(alias="current_month_requests")]]
    current_month_tokens: NotRequired[Annotated[int, Field(alias="current_month_tokens")]]
    is_blocked: NotRequired[Annotated[bool, Field(alias="is_blocked")]]
    limits_expire_at: NotRequired[Annotated[Optional[datetime.datetime], Field(alias="limits_expire_at")]]
    monthly_request_quota: NotRequired[Annotated[Optional[int], Field(alias="monthly_request_quota")]]
    monthly_token_quota: NotRequired[Annotated[Optional[int], Field(alias="monthly_token_quota")]]
    period_start: NotRequired[Annotated[datetime.datetime, Field(alias="period_start")]]
    quota_reset_date: NotRequired[Annotated[datetime.date, Field(alias="quota_reset_date")]]
    tier: NotRequired[Annotated[str, Field(alias="tier")]]
    user_id: Annotated[uuid.UUID, Field(alias="user_id")]

class PublicUserAiQuotasUpdate(TypedDict):
    current_month_requests: NotRequired[Annotated[int, Field(alias="current_month_requests")]]
    current_month_tokens: NotRequired[Annotated[int, Field(alias="current_month_tokens")]]
    is_blocked: NotRequired[Annotated[bool, Field(alias="is_blocked")]]
    limits_expire_at: NotRequired[Annotated[Optional[datetime.datetime], Field(alias="limits_expire_at")]]
    monthly_request_quota: NotRequired[Annotated[Optional[int], Field(alias="monthly_request_quota")]]
    monthly_token_quota: NotRequired[Annotated[Optional[int], Field(alias="monthly_token_quota")]]
    period_start: NotRequired[Annotated[datetime.datetime, Field(alias="period_start")]]
    quota_reset_date: NotRequired[Annotated[datetime.date, Field(alias="quota_reset_date")]]
    tier: NotRequired[Annotated[str, Field(alias="tier")]]
    user_id: NotRequired[Annotated[uuid.UUID, Field(alias="user_id")]]

class PublicUserQuotaOverrides(BaseModel):
    created_at: datetime.datetime = Field(alias="created_at")
    expires_at: Optional[datetime.datetime] = Field(alias="expires_at")
    monthly_request_quota: Optional[int] = Field(alias="monthly_request_quota")
    monthly_token_quota: Optional[int] = Field(alias="monthly_token_quota")
    reason: str = Field(alias="reason")
    user_id: uuid.UUID = Field(alias="user_id")

class PublicUserQuotaOverridesInsert(TypedDict):
    created_at: NotRequired[Annotated[datetime.datetime, Field(alias="created_at")]]
    expires_at: NotRequired[Annotated[Optional[datetime.datetime], Field(alias="expires_at")]]
    monthly_request_quota: NotRequired[Annotated[Optional[int], Field(alias="monthly_request_quota")]]
    monthly_token_quota: NotRequired[Annotated[Optional[int], Field(alias="monthly_token_quota")]]
    reason: Annotated[str, Field(alias="reason")]
    user_id: Annotated[uuid.UUID, Field(alias="user_id")]

class PublicUserQuotaOverridesUpdate(TypedDict):
    created_at: NotRequired[Annotated[datetime.datetime, Field(alias="created_at")]]
    expires_at: NotRequired[Annotated[Optional[datetime.datetime], Field(alias="expires_at")]]
    monthly_request_quota: NotRequired[Annotated[Optional[int], Field(alias="monthly_request_quota")]]
    monthly_token_quota: NotRequired[Annotated[Optional[int], Field(alias="monthly_token_quota")]]
    reason: NotRequired[Annotated[str, Field(alias="reason")]]
    user_id: NotRequired[Annotated[uuid.UUID, Field(alias="user_id")]]

class PublicUserSubscriptions(BaseModel):
    current_period_end: Optional[datetime.datetime] = Field(alias="current_period_end")
    current_period_start: Optional[datetime.datetime] = Field(alias="current_period_start")
    status: str = Field(alias="status")
    tier: str = Field(alias="tier")
    user_id: uuid.UUID = Field(alias="user_id")

class PublicUserSubscriptionsInsert(TypedDict):
    current_period_end: NotRequired[Annotated[Optional[datetime.datetime], Field(alias="current_period_end")]]
    current_period_start: NotRequired[Annotated[Optional[datetime.datetime], Field(alias="current_period_start")]]
    status: NotRequired[Annotated[str, Field(alias="status")]]
    tier: Annotated[str, Field(alias="tier")]
    user_id: Annotated[uuid.UUID, Field(alias="user_id")]

class PublicUserSubscriptionsUpdate(TypedDict):
    current_period_end: NotRequired[Annotated[Optional[datetime.datetime], Field(alias="current_period_end")]]
    current_period_start: NotRequired[Annotated[Optional[datetime.datetime], Field(alias="current_period_start")]]
    status: NotRequired[Annotated[str, Field(alias="status")]]
    tier: NotRequired[Annotated[str, Field(alias="tier")]]
    user_id: NotRequired[Annotated[uuid.UUID, Field(alias="user_id")]]
