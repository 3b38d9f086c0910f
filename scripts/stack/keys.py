"""API keys as `supabase start` gives them: the same on every machine, for local use only."""

import base64
import hashlib
import hmac

JWT_SECRET = "super-secret-jwt-token-with-at-least-32-characters-long"  # noqa: S105 - public
EXPIRES = 1983812996


def jwt_key(role: str, secret: str = JWT_SECRET) -> str:
    """Mint the legacy API key of a role."""
    import jwt

    return jwt.encode({"iss": "supabase-demo", "role": role, "exp": EXPIRES}, secret, "HS256")


def opaque_key(kind: str, secret: str = JWT_SECRET) -> str:
    """Make a new-style API key, `sb_publishable_…` or `sb_secret_…`."""
    digest = hmac.digest(secret.encode(), kind.encode(), hashlib.sha256)
    return f"sb_{kind}_{base64.urlsafe_b64encode(digest).decode()[:31]}"
