"""What webhooks get: figures, and no address of a user."""

from typing import Any

from ai_token_quotas.worker.queue import Alert, Digest


def of_alert(alert: Alert) -> dict[str, Any]:
    """A threshold was reached."""
    return {
        "type": "quota.threshold_reached",
        "timestamp": alert.created_at.isoformat(),
        "data": {
            "id": alert.id,
            "user_id": str(alert.user_id),
            "metric": alert.metric,
            "threshold": alert.threshold,
            "used": alert.used,
            "quota": alert.quota,
            "tier": alert.tier,
            "upgrade_tier": alert.upgrade_tier,
            "reset_date": alert.reset_date.isoformat(),
            "reached_on": alert.reached_on.isoformat() if alert.reached_on else None,
        },
    }


def of_digest(digest: Digest) -> dict[str, Any]:
    """Calls were denied on a day."""
    return {
        "type": "quota.denials",
        "timestamp": f"{digest.day}T00:00:00+00:00",
        "data": {
            "day": digest.day.isoformat(),
            "users": digest.users,
            "denials": digest.denials,
            "tokens": digest.tokens,
            "top": [
                {
                    "user_id": str(one.user_id),
                    "reason": one.reason,
                    "denials": one.user_denials,
                    "tokens": one.user_tokens,
                }
                for one in digest.top
            ],
        },
    }
