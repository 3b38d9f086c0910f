"""What the operator sets: by environment variables, or in a TOML file."""

import base64
import binascii
import difflib
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from email.headerregistry import Address
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import urlsplit

from ai_token_quotas.ui import Failure
from ai_token_quotas.worker.texts import Host, known_language

PREFIX = "QUOTA_ALERTS_"
SETTINGS = (
    *("db_url", "product", "link", "footer", "language", "at_75", "at_90", "at_100"),
    *("from", "reply_to", "operators", "unsubscribe", "unsubscribe_secret"),
    *("smtp_host", "smtp_port", "smtp_security", "smtp_user", "smtp_password"),
    *("webhook_url", "webhook_secret", "slack_url", "poll_seconds", "allow_loopback"),
)
# Of the Edge Function, whose secrets may be in the same file.
ELSEWHERE = ("resend_key", "resend_url", "run_key")
PORTS = {"starttls": 587, "tls": 465, "none": 25}
RECIPIENTS = frozenset({"user", "operators"})
ROUTES = {75: "user", 90: "user", 100: "user, operators"}


@dataclass(frozen=True)
class Mail:
    """How e-mail is sent."""

    sender: Address
    reply_to: str
    operators: tuple[str, ...]
    unsubscribe: str
    unsubscribe_key: bytes
    host: str
    port: int
    security: str
    user: str
    password: str


@dataclass(frozen=True)
class Webhook:
    """Where events are posted, and what they are signed with."""

    url: str
    key: bytes


@dataclass(frozen=True)
class Config:
    """Everything; a channel that is None is not used."""

    db_url: str
    host: Host
    language: str
    routes: Mapping[int, frozenset[str]]
    mail: Mail | None
    webhook: Webhook | None
    slack: str | None
    poll_seconds: float
    allow_loopback: bool


def read(path: Path | None, db_url: str = "", env: Mapping[str, str] = os.environ) -> Config:
    """Read a file, if there is one, and the environment, which wins over it."""
    option = {"db_url": db_url} if db_url else {}
    given = _Given({**_of_file(path), **_of_environment(env), **option})
    allow_loopback = given.choice("allow_loopback", "false", ("true", "false")) == "true"
    mail = _mail(given)
    webhook = _webhook(given, allow_loopback)
    slack = given.url("slack_url", allow_loopback) or None
    if not (mail or webhook or slack):
        raise Failure(
            "No channel is configured: set QUOTA_ALERTS_SMTP_HOST and QUOTA_ALERTS_FROM, "
            "QUOTA_ALERTS_WEBHOOK_URL, or QUOTA_ALERTS_SLACK_URL. See docs/alerts.md."
        )
    return Config(
        db_url=given.required("db_url", "the connection string of the database"),
        host=Host(
            given.required("product", "the name of your product in messages"),
            given.url("link", allow_loopback),
            given["footer"],
        ),
        language=given.language(),
        routes={at: given.recipients(f"at_{at}", default) for at, default in ROUTES.items()},
        mail=mail,
        webhook=webhook,
        slack=slack,
        poll_seconds=given.number("poll_seconds", 10, 1, 3600),
        allow_loopback=allow_loopback,
    )


class _Given:
    """The settings by their names in small letters; what is wrong with one is a failure."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self._values = values

    def __getitem__(self, name: str) -> str:
        return self._values.get(name, "").strip()

    def required(self, name: str, what: str) -> str:
        if not self[name]:
            raise Failure(f"{_label(name)} is not set: {what}.")
        return self[name]

    def choice(self, name: str, default: str, allowed: tuple[str, ...]) -> str:
        value = self[name].lower() or default
        if value not in allowed:
            raise Failure(f"{_label(name)} must be one of {', '.join(allowed)}, got {value!r}.")
        return value

    def number(self, name: str, default: int, least: int, most: int) -> int:
        value = self[name] or str(default)
        if not value.isdecimal() or not least <= int(value) <= most:
            raise Failure(
                f"{_label(name)} must be a whole number from {least} to {most}, got {value!r}."
            )
        return int(value)

    def language(self) -> str:
        value = self["language"] or "en"
        if known_language(value) != value:
            raise Failure(f"{_label('language')} must be one of en, de, fr, es, got {value!r}.")
        return value

    def recipients(self, name: str, default: str) -> frozenset[str]:
        value = self[name].lower() or default
        names = frozenset(part.strip() for part in value.split(","))
        if names == {"none"}:
            return frozenset()
        if not names <= RECIPIENTS:
            raise Failure(
                f'{_label(name)} must be "user", "operators", "user, operators" or "none", '
                f"got {value!r}."
            )
        return names

    def address(self, name: str) -> Address:
        display, spec = parseaddr(self.required(name, "an e-mail address"))
        try:
            address = Address(display, addr_spec=spec)
        except (ValueError, IndexError):
            address = Address()
        if not address.username or ("." not in address.domain and address.domain != "localhost"):
            raise Failure(f"{_label(name)} must be an e-mail address, got {self[name]!r}.")
        return address

    def addresses(self, name: str) -> tuple[str, ...]:
        parts = [part.strip() for part in self[name].split(",") if part.strip()]
        return tuple(_Given({name: part}).address(name).addr_spec for part in parts)

    def url(self, name: str, allow_loopback: bool) -> str:
        """A URL by https; it may be a secret, so no message has it."""
        value = self[name]
        if not value:
            return ""
        try:
            parts = urlsplit(value)
            host, _ = parts.hostname or "", parts.port
        except ValueError:
            raise Failure(f"{_label(name)} is no URL.") from None
        is_loopback = allow_loopback and host in ("localhost", "127.0.0.1", "::1")
        if not host or (parts.scheme != "https" and not (is_loopback and parts.scheme == "http")):
            raise Failure(f"{_label(name)} must begin with https:// and have a host.")
        if parts.username or parts.password or not value.isascii() or not value.isprintable():
            raise Failure(f"{_label(name)} must be without a user, and of ASCII characters only.")
        return value


def _mail(given: _Given) -> Mail | None:
    if not given["smtp_host"]:
        if given["from"] or given["operators"]:
            raise Failure(f"{_label('smtp_host')} is not set: the server that sends e-mail.")
        return None
    security = given.choice("smtp_security", "starttls", tuple(PORTS))
    if given["smtp_user"] and security == "none":
        raise Failure(
            f"{_label('smtp_security')} must not be none where {_label('smtp_user')} is set: the "
            "password would be sent in the clear."
        )
    unsubscribe, key = given["unsubscribe"], ""
    if unsubscribe and not unsubscribe.startswith("mailto:"):
        given.url("unsubscribe", allow_loopback=False)
        key = given.required("unsubscribe_secret", "what {token} in the URL is made with")
    return Mail(
        sender=given.address("from"),
        reply_to=given.address("reply_to").addr_spec if given["reply_to"] else "",
        operators=given.addresses("operators"),
        unsubscribe=unsubscribe,
        unsubscribe_key=key.encode(),
        host=given["smtp_host"],
        port=given.number("smtp_port", PORTS[security], 1, 65535),
        security=security,
        user=given["smtp_user"],
        password=given["smtp_password"],
    )


def _webhook(given: _Given, allow_loopback: bool) -> Webhook | None:
    url = given.url("webhook_url", allow_loopback)
    if not url:
        return None
    secret = given.required("webhook_secret", "whsec_ and 24 to 64 bytes in Base64")
    try:
        key = base64.b64decode(secret.removeprefix("whsec_"), validate=True)
    except binascii.Error:
        key = b""
    if not secret.startswith("whsec_") or not 24 <= len(key) <= 64:
        raise Failure(
            f"{_label('webhook_secret')} must be whsec_ and 24 to 64 bytes in Base64: "
            'echo "whsec_$(openssl rand -base64 32)"'
        )
    return Webhook(url, key)


def _of_file(path: Path | None) -> dict[str, str]:
    if path is None:
        return {}
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise Failure(f"--config {path}: {error.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Failure(f"--config {path} is no TOML: {error}") from None
    for name, value in values.items():
        _require_known(name, SETTINGS, f"{name} in {path}")
        if not isinstance(value, str | int | list):
            raise Failure(f"{name} in {path} must be a text, a number or true or false.")
    return {name: _text(value) for name, value in values.items()}


def _of_environment(env: Mapping[str, str]) -> dict[str, str]:
    found = {}
    for name, value in env.items():
        if not name.startswith(PREFIX):
            continue
        short = name.removeprefix(PREFIX).lower()
        if short not in ELSEWHERE:
            _require_known(short, SETTINGS, name)
            found[short] = value
    return found


def _require_known(name: str, known: tuple[str, ...], shown: str) -> None:
    if name not in known:
        near = difflib.get_close_matches(name, known, 1)
        hint = f"did you mean {near[0]}?" if near else "see docs/alerts.md."
        raise Failure(f"{shown} is no setting: {hint}")


def _text(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return str(value).lower() if isinstance(value, bool) else str(value)


def _label(name: str) -> str:
    return f"{PREFIX}{name.upper()}"
