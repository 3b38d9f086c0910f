"""How a function of the API is called over HTTP, and what its answer means."""

import json
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

import httpx

from ai_token_quotas.calls import present
from ai_token_quotas.errors import Kind, TokenServiceError

Token = str | None
TokenSource = Token | Callable[[], Token | Awaitable[Token]]

PORTAL = "The answer did not come from the API: a captive portal, a proxy, or a wrong URL?"
SECONDS = re.compile(r"\b(\d+(?:\.\d+)?) ?s(?:ec(?:ond)?s?)?\b")


@dataclass(frozen=True)
class Project:
    """Where the project is, and who calls: a URL and a key, or a supabase-py client."""

    url: str
    key: str = ""
    # The user's token, if a user is calling. A function is asked before each call.
    access_token: TokenSource = None
    client: Any = None

    @classmethod
    def of(cls, project: Any, key: str | None, access_token: TokenSource) -> "Project":
        """Read what the constructors of the services take."""
        if isinstance(project, str):
            return cls(project, key or "", access_token)
        return cls(str(project.supabase_url), client=project)

    def headers(self, token: Token) -> dict[str, str]:
        """Say who calls; a supabase-py client keeps its headers up to date by itself."""
        if self.client is not None:
            return dict(self.client.options.headers)
        # Keys of the form sb_… are no tokens.
        bearer = token or ("" if self.key.startswith("sb_") else self.key)
        return {"apikey": self.key, **({"Authorization": f"Bearer {bearer}"} if bearer else {})}

    def request(self, name: str, arguments: Mapping[str, Any], token: Token) -> dict[str, Any]:
        """The arguments of httpx for a call."""
        return {
            "url": f"{self.url.rstrip('/')}/rest/v1/rpc/{name}",
            "content": json.dumps(present(arguments), default=str),
            "headers": {
                **self.headers(token),
                "Content-Type": "application/json",
                "Accept": "application/json",
            },
        }


def answer(response: httpx.Response) -> Any:
    """The data of an answer, or what was wrong, as an error."""
    text = response.text
    try:
        data = json.loads(text) if text else None
    except ValueError:
        data = ...
    if response.is_success and data is not ...:
        return data
    known = data if isinstance(data, dict) else {"message": text if data is ... else ""}
    raise _complaint(known, response)


def failure(error: httpx.HTTPError | httpx.InvalidURL | TimeoutError) -> TokenServiceError:
    """What was raised in place of an answer."""
    if isinstance(error, httpx.TimeoutException | TimeoutError):
        return TokenServiceError("timeout", "No answer in time")
    return TokenServiceError("network", str(error) or type(error).__name__)


def _complaint(error: Mapping[str, Any], response: httpx.Response) -> TokenServiceError:
    message, code, hint = (str(error.get(name) or "") for name in ("message", "code", "hint"))
    kind = _kind(message, code, response.status_code)
    found = SECONDS.search(f"{error.get('details') or ''} {hint} {message}")
    told = response.headers.get("retry-after") or (found[1] if found else "")
    return TokenServiceError(
        kind,
        PORTAL if kind == "portal" else message or f"HTTP {response.status_code}",
        status=response.status_code,
        code=code,
        hint=hint,
        retry_after=float(told) if kind == "limited" and re.fullmatch(r"[\d.]+", told) else None,
    )


KINDS: dict[int, Kind] = {401: "auth", 403: "denied", 409: "conflict", 429: "limited"}


def _kind(message: str, code: str, status: int) -> Kind:
    if code in ("PGRST202", "42883"):
        return "missing"
    if status >= 500 and status != 511:
        return "server"
    if status < 400 or status == 511 or message.lstrip().startswith("<"):
        return "portal"
    if status == 404:
        return "missing" if code else "portal"
    # PostgREST, when the database dies in the middle of a call: 400, and no message.
    if status == 400 and not code and not message:
        return "server"
    return KINDS.get(status, "invalid")
