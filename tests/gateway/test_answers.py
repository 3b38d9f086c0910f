"""What passes through the gateway, and what it says of its own."""

import datetime as dt
import json
import subprocess
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import openai
import pytest
from api.callers import Stack
from gateway.clients import HTTP, MODEL, QUESTION, JavaScript, Python
from gateway.conftest import FUNCTION, PROVIDER_KEY, Gateway, Provider, User, deno

BODY = {"model": MODEL, **QUESTION["chat"]}
NOT_PUBLIC = (
    "AI_GATEWAY_BASE_URL must be https with a public name"
    " (for a provider on this machine: AI_GATEWAY_ALLOW_LOOPBACK=true)"
)
PREFLIGHT = {
    "origin": "https://app.example.com",
    "access-control-request-method": "POST",
    "access-control-request-headers": "authorization,content-type,x-stainless-lang",
}


def test_a_denial_tells_when_the_quota_starts_anew_and_is_not_repeated(
    shared: Gateway, user: User, client: JavaScript | Python
) -> None:
    result = client.call(shared.base_url, user.token, "complete", n=3)

    now = dt.datetime.now(dt.UTC)
    reset = dt.datetime.fromisoformat(f"{(result.error or {})['reset_date']}T00:00:00+00:00")
    assert reset > now
    assert result.error is not None
    assert abs(float(result.error["retry"]) - (reset - now).total_seconds()) < 30
    assert reset.date().isoformat() in result.error["message"]
    assert result.attempts == 1


def test_a_denial_tells_which_plan_would_do(shared: Gateway, user: User) -> None:
    answer = shared.post({**BODY, "n": 3}, user.token)

    assert answer.json()["error"]["reason"] == "tokens"
    assert answer.json()["error"]["upgrade_tier"] == "basic"


def test_no_header_of_the_caller_reaches_the_provider(
    shared: Gateway, provider: Provider, user: User
) -> None:
    theirs = {
        "cookie": "a=b",
        "x-forwarded-for": "203.0.113.9",
        "openai-organization": "org-1",
        "x-stainless-lang": "js",
        "x-secret": "s",
        "accept-language": "pt",
        "apikey": "k",
    }

    shared.request("POST", "chat/completions", user.token, json=BODY, headers=theirs)

    (call,) = provider.served()
    known = {"host", "content-length", "accept", "accept-encoding", "accept-language", "connection"}
    assert set(call["headers"]) - known == {"authorization", "content-type", "user-agent"}
    assert call["headers"]["authorization"] == f"Bearer {PROVIDER_KEY}"
    assert call["headers"]["user-agent"] == "ai-token-quotas-gateway"
    assert call["headers"].get("accept-language") != "pt"


@pytest.mark.parametrize("stream", [False, True])
def test_no_header_of_the_provider_reaches_the_caller(
    shared: Gateway, provider: Provider, user: User, stream: bool
) -> None:
    theirs = {"set-cookie": "a=b", "openai-organization": "org-1", "x-secret": "s", "server": "p"}
    provider.next({"headers": theirs})

    answer = shared.post({**BODY, "stream": stream}, user.token)

    assert set(answer.headers) <= {
        "access-control-allow-origin",
        "access-control-expose-headers",
        "cache-control",
        "content-length",
        "content-type",
        "date",
        "transfer-encoding",
        "vary",
        "x-request-id",
    }


def test_the_request_id_is_the_hold(shared: Gateway, user: User) -> None:
    answer = shared.post(BODY, user.token)

    assert answer.headers["x-request-id"] == str(user.ledger()[0]["reservation_id"])


@pytest.mark.parametrize(
    ("status", "answer", "code"),
    [
        (400, 400, None),
        (422, 422, None),
        (401, 502, "upstream_refused"),
        (403, 502, "upstream_refused"),
        (402, 502, "upstream_refused"),
        (302, 502, "upstream_refused"),
        (429, 429, "rate_limit_exceeded"),
        (500, 500, "upstream_failed"),
        (503, 503, "upstream_failed"),
    ],
)
def test_a_refusal_of_the_provider_is_told_without_its_secrets(
    shared: Gateway, provider: Provider, user: User, status: int, answer: int, code: Any
) -> None:
    elsewhere = {"location": "http://127.0.0.1:1/", "retry-after": "7"}
    provider.next({"status": status, "headers": elsewhere})

    got = shared.post(BODY, user.token)

    assert got.status_code == answer
    assert got.json()["error"]["code"] == code
    assert "location" not in got.headers
    assert got.headers.get("retry-after") == ("7" if status == 429 else None)
    assert user.holds(1) == ["released"]


@pytest.fixture
def elsewhere() -> Iterator[Any]:
    """A server that a redirect leads to, and those who came."""
    came: list[str] = []

    class Elsewhere(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            came.append(self.path)

        do_GET = do_POST  # noqa: N815 - http.server's name

    server = ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/", came
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_no_redirect_is_followed(
    shared: Gateway, provider: Provider, user: User, elsewhere: Any, status: int
) -> None:
    location, came = elsewhere
    provider.next({"status": status, "headers": {"location": location}})

    answer = shared.post(BODY, user.token)

    assert answer.status_code == 502
    assert came == []
    assert user.holds(1) == ["released"]


@pytest.mark.parametrize("path", ["chat/completions", "responses", "embeddings"])
def test_browsers_may_call_from_any_page(shared: Gateway, path: str) -> None:
    answer = shared.request("OPTIONS", path, headers=PREFLIGHT)

    assert answer.status_code == 204
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "x-stainless-lang" in answer.headers["access-control-allow-headers"]
    assert "access-control-allow-credentials" not in answer.headers


@pytest.mark.parametrize("change", [{}, {"n": 3}, {"n": 99}, {"stream": True}])
def test_browsers_may_read_answers_and_errors(
    shared: Gateway, user: User, change: dict[str, Any]
) -> None:
    answer = shared.post({**BODY, **change}, user.token)

    assert answer.headers["access-control-allow-origin"] == "*"
    assert "retry-after" in answer.headers["access-control-expose-headers"]
    assert "x-should-retry" in answer.headers["access-control-expose-headers"]


def test_the_clients_list_the_models_that_are_offered(shared: Gateway, user: User) -> None:
    http: Any = HTTP
    client = openai.OpenAI(api_key=user.token, base_url=shared.base_url, http_client=http)

    listed = [model.id for model in client.models.list()]
    one = client.models.retrieve("stand-in-2")

    assert listed == [MODEL, "stand-in-2"]
    assert (one.id, one.object) == ("stand-in-2", "model")


@pytest.mark.parametrize(("path", "status"), [("models/gpt-5-pro", 404), ("models/%", 404)])
def test_no_other_model_is_shown(shared: Gateway, user: User, path: str, status: int) -> None:
    assert shared.request("GET", path, user.token).status_code == status


def test_strangers_see_no_models(shared: Gateway, stack: Stack) -> None:
    assert shared.request("GET", "models", stack.anon_key).status_code == 403


def test_a_provider_that_does_not_answer_is_given_up(
    start_gateway: Any, provider: Provider, user: User
) -> None:
    hasty = start_gateway(AI_GATEWAY_TIMEOUT_SECONDS="1", KEEPS_IDLE_WORKERS="1")
    provider.next({"breakBy": "stall"})

    answer = hasty.post(BODY, user.token)

    assert answer.status_code == 504
    assert answer.json()["error"]["code"] == "upstream_timeout"
    assert user.holds(1) == ["settled"]
    assert user.sources() == ["estimated"]


def test_a_stream_that_stalls_ends_with_an_error(
    start_gateway: Any, provider: Provider, user: User, client: JavaScript | Python
) -> None:
    hasty = start_gateway(AI_GATEWAY_TIMEOUT_SECONDS="1", KEEPS_IDLE_WORKERS="1")
    provider.next({"breakAfter": 3, "breakBy": "stall"})

    result = client.call(hasty.base_url, user.token, "stream")

    assert result.error is not None
    assert result.error["code"] == "upstream_timeout"
    assert user.holds(1) == ["settled"]
    assert user.sources() == ["estimated"]


def test_without_the_quotas_no_call_is_made(
    start_gateway: Any, provider: Provider, user: User
) -> None:
    away = start_gateway(SUPABASE_URL="http://127.0.0.1:9", KEEPS_IDLE_WORKERS="1")

    answer = away.post(BODY, user.token)

    assert answer.status_code == 503
    assert answer.json()["error"]["code"] == "quota_unavailable"
    assert provider.served() == []


def test_a_token_that_cannot_be_verified_is_not_believed(
    start_gateway: Any, provider: Provider, user: User
) -> None:
    away = {"SUPABASE_URL": "http://127.0.0.1:9", "JWT_SECRET": "", "KEEPS_IDLE_WORKERS": "1"}

    answer = start_gateway(**away).post(BODY, user.token)

    assert answer.status_code == 503
    assert answer.json()["error"]["code"] == "auth_unavailable"
    assert provider.served() == []


READ_CONFIG = """
import { readConfig } from 'CONFIG'
const known = JSON.parse(Deno.args[0])
const tell = (env) => {
  try {
    return readConfig(env).upstream
  } catch (error) {
    return error.message
  }
}
console.log(JSON.stringify(known.map(tell)))
"""


def configured(*changes: dict[str, str]) -> list[str]:
    """The address that these settings give, or the complaint."""
    settings = {
        "SUPABASE_URL": "https://abc.supabase.co",
        "SUPABASE_SECRET_KEYS": '{"default": "sb_secret_1"}',
        "AI_GATEWAY_API_KEY": "sk-1",
        "AI_GATEWAY_MODELS": MODEL,
    }
    known = json.dumps([{**settings, **change} for change in changes])
    done = subprocess.run(
        [deno(), "run", "-A", "--no-check", "--ext=ts", "-", known],
        cwd=FUNCTION,
        input=READ_CONFIG.replace("CONFIG", f"file://{FUNCTION}/config.ts"),
        capture_output=True,
        text=True,
        check=True,
    )
    addresses: list[str] = json.loads(done.stdout)
    return addresses


def test_the_provider_has_a_public_name_and_https() -> None:
    refused = [
        "http://api.openai.com/v1",
        "https://10.0.0.1/v1",
        "https://127.0.0.1/v1",
        "https://169.254.169.254/v1",
        "https://2130706433/v1",
        "https://0x7f.1/v1",
        "https://[::1]/v1",
        "https://[fd00::1]/v1",
        "https://localhost/v1",
        "https://kong/v1",
        "https://db.internal/v1",
        "https://printer.local/v1",
        "http://127.0.0.1:8000/v1",
        "file:///etc/passwd",
    ]

    said = configured(*({"AI_GATEWAY_BASE_URL": url} for url in refused))

    assert set(said) == {NOT_PUBLIC}


def test_loopback_is_for_developing_and_no_other_address() -> None:
    allowed = {"AI_GATEWAY_ALLOW_LOOPBACK": "true"}

    said = configured(
        {**allowed, "AI_GATEWAY_BASE_URL": "http://127.0.0.1:8000/v1/"},
        {**allowed, "AI_GATEWAY_BASE_URL": "http://10.0.0.1/v1"},
        {"AI_GATEWAY_BASE_URL": "https://openrouter.ai/api/v1"},
        {},
    )

    assert said == [
        "http://127.0.0.1:8000/v1",
        NOT_PUBLIC,
        "https://openrouter.ai/api/v1",
        "https://api.openai.com/v1",
    ]


def test_what_is_missing_stops_the_function() -> None:
    said = configured(
        {"AI_GATEWAY_API_KEY": ""},
        {"AI_GATEWAY_MODELS": " "},
        {"SUPABASE_SECRET_KEYS": ""},
        {"AI_GATEWAY_MAX_OUTPUT_TOKENS": "many"},
        {"AI_GATEWAY_MAX_OUTPUT_TOKENS": "0"},
        {"AI_GATEWAY_HOLD_SECONDS": "90000"},
    )

    assert said == [
        "AI_GATEWAY_API_KEY is not set",
        "AI_GATEWAY_MODELS is not set",
        "SUPABASE_SERVICE_ROLE_KEY is not set",
        "AI_GATEWAY_MAX_OUTPUT_TOKENS must be a whole number from 1 to 2147483648",
        "AI_GATEWAY_MAX_OUTPUT_TOKENS must be a whole number from 1 to 2147483648",
        "AI_GATEWAY_HOLD_SECONDS must be a whole number from 1 to 86400",
    ]
