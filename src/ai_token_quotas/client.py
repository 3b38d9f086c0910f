"""The quotas of a project, from Python: calls of the API, and a quota around calls to models."""

from ai_token_quotas.async_client import AsyncCall, AsyncStream, AsyncTokenService
from ai_token_quotas.calls import Labels, MonthlyUsage, QuotaCheck, QuotaStatus, Reservation, Usage
from ai_token_quotas.errors import QuotaDeniedError, TokenServiceError
from ai_token_quotas.estimate import bound_prompt, bound_tokens, estimate_tokens
from ai_token_quotas.hold import HoldOptions
from ai_token_quotas.sync_client import Call, Stream, TokenService
from ai_token_quotas.usage import UsageReader, usage_from

__all__ = [
    "AsyncCall",
    "AsyncStream",
    "AsyncTokenService",
    "Call",
    "HoldOptions",
    "Labels",
    "MonthlyUsage",
    "QuotaCheck",
    "QuotaDeniedError",
    "QuotaStatus",
    "Reservation",
    "Stream",
    "TokenService",
    "TokenServiceError",
    "Usage",
    "UsageReader",
    "bound_prompt",
    "bound_tokens",
    "estimate_tokens",
    "usage_from",
]
