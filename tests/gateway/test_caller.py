"""Who may call: signed-in users, whatever stands before the function."""

import json
import time
from typing import Any

import jwt
import pytest
from api.callers import Stack
from cryptography.hazmat.primitives.asymmetric import ec
from gateway.clients import MODEL, QUESTION
from gateway.conftest import Gateway, Provider, User, eventually

BODY = {"model": MODEL, **QUESTION["chat"]}
KEY = ec.generate_private_key(ec.SECP256R1())
OTHER = ec.generate_private_key(ec.SECP256R1())
PUBLIC = {**json.loads(jwt.algorithms.ECAlgorithm.to_jwk(KEY.public_key())), "kid": "k1"}
SETTINGS: list[dict[str, str]] = [
    {"JWT_SECRET_OF_PLATFORM": ""},
    {"JWT_SECRET_OF_PLATFORM": "", "JWT_SECRET": ""},
    {"JWT_SECRET_OF_PLATFORM": "", "JWT_SECRET": "", "SUPABASE_JWKS": json.dumps([PUBLIC])},
]
IDS = ["with the shared secret", "by asking the auth server", "with published keys"]


def claims(user: User, **changes: Any) -> dict[str, Any]:
    """The claims of a user's token."""
    known = jwt.decode(user.token, options={"verify_signature": False})
    return {**known, **changes}


@pytest.fixture(params=SETTINGS, ids=IDS)
def alone_standing(request: pytest.FixtureRequest, start_gateway: Any) -> Gateway:
    """A gateway without the platform before it."""
    gateway: Gateway = start_gateway(**request.param, KEEPS_IDLE_WORKERS="1")
    return gateway


def test_a_signed_in_user_is_served(alone_standing: Gateway, user: User) -> None:
    answer = alone_standing.post(BODY, user.token)

    assert answer.status_code == 200
    assert user.holds(1) == ["settled"]


# Two calls: what is asked of the project for them.
CALL = ["/rest/v1/rpc/reserve_tokens", "/rest/v1/rpc/track_usage"]
ASKED = [[], ["/auth/v1/user"], ["/auth/v1/user"]]


@pytest.mark.parametrize(("settings", "first"), list(zip(SETTINGS, ASKED, strict=True)), ids=IDS)
def test_the_project_is_asked_once_before_a_call_is_forwarded(
    start_gateway: Any, noting: Any, user: User, settings: dict[str, str], first: list[str]
) -> None:
    url, asked = noting
    gateway = start_gateway(**settings, SUPABASE_URL=url, KEEPS_IDLE_WORKERS="1")

    statuses = [gateway.post(BODY, user.token).status_code for _ in range(2)]

    assert statuses == [200, 200]
    assert asked == [*first, *CALL, *CALL]


def test_a_token_that_was_served_is_not_once_it_has_expired(
    alone_standing: Gateway, user: User, stack: Stack
) -> None:
    token = jwt.encode(claims(user, exp=int(time.time()) + 3), stack.jwt_secret, "HS256")

    served = alone_standing.request("GET", "models", token)

    assert served.status_code == 200
    eventually(lambda: alone_standing.request("GET", "models", token).status_code == 401)
    assert alone_standing.request("GET", "models", token).status_code == 401


def signed_with_public(user: User) -> str:
    """A token whose secret everybody knows."""
    return jwt.encode(claims(user), PUBLIC["x"], "HS256", {"kid": "k1"})


def forged(user: User, stack: Stack) -> dict[str, str]:
    """Tokens that nobody who may has signed, or that are no tokens."""
    header, payload, signature = user.token.split(".")
    other = jwt.encode(claims(user), "x" * 32, "HS256")
    return {
        "signed with another secret": other,
        "signed with another key": jwt.encode(claims(user), OTHER, "ES256", {"kid": "k1"}),
        "signed with the public key as secret": signed_with_public(user),
        "not signed": jwt.encode(claims(user), "", "none"),
        "without its signature": f"{header}.{payload}.",
        "changed": f"{header}.{other.split('.')[1][:-2]}xx.{signature}",
        "expired": jwt.encode(claims(user, exp=int(time.time()) - 5), stack.jwt_secret, "HS256"),
        "empty": "x",
        "a signature that is no base64": f"{header}.{payload}.?",
        "a header that is nothing": f"bnVsbA.{payload}.{signature}",
        "three parts of nothing": "a.b.c",
        "a key of the new style": stack.publishable_key,
    }


@pytest.mark.parametrize(
    "name",
    [
        "signed with another secret",
        "signed with another key",
        "signed with the public key as secret",
        "not signed",
        "without its signature",
        "changed",
        "expired",
        "empty",
        "a signature that is no base64",
        "a header that is nothing",
        "three parts of nothing",
        "a key of the new style",
    ],
)
def test_a_forged_token_is_not_served(
    alone_standing: Gateway, provider: Provider, user: User, stack: Stack, name: str
) -> None:
    answer = alone_standing.post(BODY, forged(user, stack)[name])

    assert answer.status_code == 401
    assert answer.json()["error"]["code"] == "invalid_api_key"
    assert provider.served() == []


def test_no_token_is_not_served(alone_standing: Gateway) -> None:
    answer = alone_standing.request("POST", "chat/completions", headers={})

    assert answer.status_code == 401


def test_a_token_of_a_signing_key_is_served(start_gateway: Any, user: User) -> None:
    gateway = start_gateway(**SETTINGS[2], KEEPS_IDLE_WORKERS="1")
    token = jwt.encode(claims(user), KEY, "ES256", {"kid": "k1"})

    assert gateway.post(BODY, token).status_code == 200
    assert user.holds(1) == ["settled"]


@pytest.mark.parametrize("key", ["anon_key", "service_role_key"])
def test_the_keys_of_the_project_are_not_users(
    shared: Gateway, provider: Provider, stack: Stack, key: str
) -> None:
    answer = shared.post(BODY, getattr(stack, key))

    assert answer.status_code == 403
    assert answer.json()["error"]["code"] == "not_signed_in"
    assert provider.served() == []


@pytest.mark.parametrize("role", ["anon", "service_role", "ai_admin", None])
def test_a_token_of_another_role_is_not_a_user(
    shared: Gateway, provider: Provider, user: User, stack: Stack, role: str | None
) -> None:
    token = jwt.encode(claims(user, role=role), stack.jwt_secret, "HS256")

    answer = shared.post(BODY, token)

    assert answer.status_code == 403
    assert provider.served() == []


def test_an_anonymous_user_is_denied(
    shared: Gateway, provider: Provider, user: User, db: Any
) -> None:
    known = [user.id]
    db.execute("update auth.users set is_anonymous = true where id = %s", known)
    db.execute("update public.user_ai_quotas set is_anonymous = true where user_id = %s", known)

    answer = shared.post(BODY, user.token)

    assert answer.status_code == 403
    assert answer.json()["error"]["code"] == "anonymous"
    assert answer.headers["x-should-retry"] == "false"
    assert provider.served() == []


def test_a_deleted_user_is_denied(shared: Gateway, provider: Provider, user: User, db: Any) -> None:
    served = shared.post(BODY, user.token)
    db.execute("delete from auth.users where id = %s", [user.id])

    answer = shared.post(BODY, user.token)

    assert (served.status_code, answer.status_code) == (200, 403)
    assert answer.json()["error"]["code"] == "unknown_user"
    assert len(provider.served()) == 1


def test_a_blocked_user_is_denied(shared: Gateway, user: User, db: Any) -> None:
    change = "update public.user_ai_quotas set is_blocked = true where user_id = %s"
    db.execute(change, [user.id])

    answer = shared.post(BODY, user.token)

    assert answer.status_code == 403
    assert answer.json()["error"]["code"] == "blocked"
