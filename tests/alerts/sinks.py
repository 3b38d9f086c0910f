"""What alerts are sent to: a real SMTP server, and a receiver of webhooks."""

import asyncio
import json
import socket
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session


@dataclass
class Accepted:
    """A message that the server answered with 250, and the connection that it came by."""

    message: EmailMessage
    to: list[str]
    connection: Any

    @property
    def name(self) -> str:
        """Its Message-ID."""
        return str(self.message["Message-ID"]).strip()  # a long one is on a line of its own

    def part(self, kind: str) -> str:
        """Its text, plain or html."""
        body = self.message.get_body((kind,))
        assert body is not None
        text: str = body.get_content()
        return text


@dataclass
class Mailbox:
    """A server that takes e-mail, and what it took."""

    port: int = 0
    accepted: list[Accepted] = field(default_factory=list)
    # Whether each password was right.
    logins: list[bool] = field(default_factory=list)
    # What it says to recipients and to messages, in place of 250.
    says: dict[str, str] = field(default_factory=dict)
    # Called after a message has come, and before 250 is said.
    before_250: Callable[[], None] = lambda: None

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take a recipient."""
        del server, session, options
        if "RCPT" in self.says:
            return self.says["RCPT"]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Take a message."""
        del server
        if "DATA" in self.says:
            return self.says["DATA"]
        content = envelope.content
        assert isinstance(content, bytes)
        message = BytesParser(EmailMessage, policy=policy.default).parsebytes(content)
        taken = Accepted(message, envelope.rcpt_tos, session.peer)
        await asyncio.get_running_loop().run_in_executor(None, self.before_250)
        self.accepted.append(taken)
        return "250 OK"

    def authenticate(
        self, server: SMTP, session: Session, envelope: Envelope, kind: str, data: LoginPassword
    ) -> AuthResult:
        """Take one password."""
        del server, session, envelope, kind
        good = (data.login, data.password) == (b"worker", b"s3cret")
        self.logins.append(good)
        return AuthResult(success=good, handled=good)

    def names(self) -> list[str]:
        """The Message-IDs, in the order in which they came."""
        return [one.name for one in self.accepted]

    def only(self) -> Accepted:
        """The only message."""
        assert len(self.accepted) == 1, self.names()
        return self.accepted[0]


@contextmanager
def smtp_server(certificate: Path | None = None, *, security: str = "none") -> Iterator[Mailbox]:
    """A server on loopback; with a certificate, one that wants TLS and a password."""
    mailbox = Mailbox()
    context = server_context(certificate)
    options: dict[str, Any] = {}
    if security != "none":
        # It does not see that a connection began with TLS.
        options |= {"authenticator": mailbox.authenticate, "auth_require_tls": security != "tls"}
    if security == "starttls":
        options |= {"tls_context": context, "require_starttls": True, "auth_required": True}
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    listening = asyncio.run_coroutine_threadsafe(
        loop.create_server(
            lambda: SMTP(mailbox, enable_SMTPUTF8=True, hostname="sink", loop=loop, **options),
            host="127.0.0.1",
            port=0,
            ssl=context if security == "tls" else None,
        ),
        loop,
    ).result(10)
    mailbox.port = listening.sockets[0].getsockname()[1]
    try:
        yield mailbox
    finally:
        asyncio.run_coroutine_threadsafe(_close(listening), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()


def server_context(certificate: Path | None) -> ssl.SSLContext | None:
    """What a server speaks TLS with."""
    if certificate is None:
        return None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


def make_certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate of localhost: for the server, with its key, and for those who trust it."""
    both, public = folder / "both.pem", folder / "public.pem"
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"),
            *("-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext"),
            *("subjectAltName=DNS:localhost", "-keyout", both, "-out", public),
        ],
        check=True,
        capture_output=True,
    )
    both.write_text(both.read_text() + public.read_text())
    return both, public


async def _close(listening: asyncio.Server) -> None:
    listening.close()
    rest = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in rest:
        task.cancel()
    await asyncio.gather(*rest, return_exceptions=True)


@dataclass
class Post:
    """A request that came."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """Its content."""
        return json.loads(self.body)


@dataclass
class Hook:
    """A receiver of webhooks, and what it got."""

    url: str = ""
    posts: list[Post] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)

    def only(self) -> Post:
        """The only request."""
        assert len(self.posts) == 1, self.posts
        return self.posts[0]


@contextmanager
def receiver(certificate: Path | None = None) -> Iterator[Hook]:
    """A receiver on loopback; with a certificate, by https."""
    hook = Hook()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            hook.posts.append(Post(self.path, headers, body))
            self.send_response(hook.answers.pop(0) if hook.answers else 204)
            self.send_header("location", "/elsewhere")
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    if context := server_context(certificate):
        server.socket = context.wrap_socket(server.socket, server_side=True)
    server.handle_error = lambda *_: None  # type: ignore[method-assign]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    scheme, host = ("https", "localhost") if certificate else ("http", "127.0.0.1")
    hook.url = f"{scheme}://{host}:{server.server_port}/secret-path?token=secret"
    try:
        yield hook
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)


def closed_port() -> int:
    """A port where nobody listens."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port
