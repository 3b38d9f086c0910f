"""Posts to addresses by https that are public, and follows no redirect."""

import base64
import hashlib
import hmac
import http.client
import ipaddress
import json
import socket
import ssl
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from ai_token_quotas.worker.config import Webhook
from ai_token_quotas.worker.errors import NotSentError

ANSWER_SECONDS = 10
NAT64 = ipaddress.ip_network("64:ff9b::/96")


def post_event(
    webhook: Webhook, name: str, event: Mapping[str, Any], *, allow_loopback: bool
) -> None:
    """Post an event with a signature, in the form of Standard Webhooks."""
    body = json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode()
    now = str(int(time.time()))
    signed = f"{name}.{now}.".encode() + body
    signature = base64.b64encode(hmac.digest(webhook.key, signed, hashlib.sha256)).decode()
    headers = {
        "webhook-id": name,
        "webhook-timestamp": now,
        "webhook-signature": f"v1,{signature}",
    }
    post(webhook.url, body, headers, allow_loopback=allow_loopback)


def post_slack(url: str, text: str, *, allow_loopback: bool) -> None:
    """Post a message to Slack, or to what takes the same."""
    body = json.dumps({"text": text, "unfurl_links": False, "unfurl_media": False}).encode()
    post(url, body, {}, allow_loopback=allow_loopback)


def post(url: str, body: bytes, headers: Mapping[str, str], *, allow_loopback: bool) -> None:
    """Post JSON. Errors do not tell the address, which is a secret."""
    parts = urlsplit(url)
    host, is_https = parts.hostname or "", parts.scheme == "https"
    port = parts.port or (443 if is_https else 80)
    address = public_address(host, port, allow_loopback=allow_loopback)
    connection = _Connection(host, port, address, is_https=is_https)
    path = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
    try:
        connection.request(
            "POST",
            path,
            body,
            {"Content-Type": "application/json", "User-Agent": "ai-token-quotas", **headers},
        )
        status = connection.getresponse().status
    except (OSError, http.client.HTTPException) as error:
        raise NotSentError(f"no answer: {type(error).__name__}", is_down=True) from None
    finally:
        connection.close()
    if 300 <= status < 400:
        raise NotSentError(f"answered {status}: redirects are not followed")
    if not 200 <= status < 300:
        raise NotSentError(f"answered {status}")


def public_address(host: str, port: int, *, allow_loopback: bool) -> str:
    """The address to connect to. All that the name has must be public."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise NotSentError("the name of the host has no address") from None
    addresses = [str(info[4][0]) for info in found]
    if not all(_is_allowed(one, allow_loopback) for one in addresses):
        raise NotSentError("the host has an address that is not public")
    return addresses[0]


def _is_allowed(text: str, allow_loopback: bool) -> bool:
    address = ipaddress.ip_address(text.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        # Addresses of IPv4 in other clothes.
        if address.ipv4_mapped:
            return _is_allowed(str(address.ipv4_mapped), allow_loopback)
        if address.sixtofour or address.teredo or address in NAT64:
            return False
    if address.is_loopback:
        return allow_loopback
    return address.is_global and not address.is_multicast and not address.is_reserved


class _Connection(http.client.HTTPConnection):
    """A connection to an address that was looked up before, so that it cannot change."""

    def __init__(self, host: str, port: int, address: str, *, is_https: bool) -> None:
        super().__init__(host, port, timeout=ANSWER_SECONDS)
        self._address, self._is_https = address, is_https

    def connect(self) -> None:
        self.sock = socket.create_connection((self._address, self.port), ANSWER_SECONDS)
        if self._is_https:
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(self.sock, server_hostname=self.host)
