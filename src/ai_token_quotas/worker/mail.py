"""Sends e-mail over one connection to an SMTP server, kept from message to message."""

import hashlib
import hmac
import re
import smtplib
import ssl
from collections.abc import Sequence
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, localtime
from uuid import UUID

from ai_token_quotas.worker.config import Mail
from ai_token_quotas.worker.errors import NotSentError, UndeliverableError
from ai_token_quotas.worker.texts import Message

# For each answer of the server: a message needs five, and its lease lasts a minute.
ANSWER_SECONDS = 10
# Of any script, and nothing that a server could read as more than one address.
ONE_ADDRESS = re.compile(
    r"""[^\s@<>()\[\],;:"\\\x00-\x1f\x7f]+@[^\s@<>()\[\],;:"\\\x00-\x1f\x7f]+"""
)
LONGEST_ADDRESS = 254


class Mailer:
    """A connection that is made when it is needed."""

    def __init__(self, mail: Mail) -> None:
        """Keep how to connect."""
        self._mail = mail
        self._server: smtplib.SMTP | None = None

    def connect(self) -> None:
        """Make sure that the server answers, before a lease begins."""
        try:
            if self._server is not None and self._server.rset()[0] == 250:
                return
        except (smtplib.SMTPException, OSError):
            pass
        self.close()
        try:
            self._server = self._connect()
        except (smtplib.SMTPException, OSError) as error:
            said = f"the SMTP server does not answer: {_said(error)}"
            raise NotSentError(said, is_down=True) from None

    def send(self, to: Sequence[str], name: str, message: Message, unsubscribe: str = "") -> None:
        """Send to the connected server; the name makes the Message-ID, the same in each attempt."""
        email = self._written(to, name, message, unsubscribe)
        if self._server is None:
            raise NotSentError("there is no connection to the SMTP server")
        try:
            self._server.send_message(email, self._mail.sender.addr_spec, _ascii_domains(to))
        except smtplib.SMTPRecipientsRefused as error:
            code, said = next(iter(error.recipients.values()))
            kind = UndeliverableError if 500 <= code < 600 else NotSentError
            raise kind(f"the SMTP server refused the address: {code} {_line(said)}") from None
        except smtplib.SMTPNotSupportedError:
            raise UndeliverableError("the SMTP server takes no such address") from None
        except (smtplib.SMTPException, OSError) as error:
            self.close()
            raise NotSentError(f"the SMTP server did not take it: {_said(error)}") from None

    def close(self) -> None:
        """Disconnect, politely if the server listens."""
        server, self._server = self._server, None
        if server is not None:
            try:
                server.quit()
            except (smtplib.SMTPException, OSError):
                server.close()

    def _connect(self) -> smtplib.SMTP:
        mail, context = self._mail, ssl.create_default_context()
        server: smtplib.SMTP
        if mail.security == "tls":
            server = smtplib.SMTP_SSL(mail.host, mail.port, timeout=ANSWER_SECONDS, context=context)
        else:
            server = smtplib.SMTP(mail.host, mail.port, timeout=ANSWER_SECONDS)
        try:
            if mail.security == "starttls":
                server.starttls(context=context)
            if mail.user:
                server.login(mail.user, mail.password)
            else:
                server.ehlo_or_helo_if_needed()
        except BaseException:
            server.close()
            raise
        return server

    def _written(
        self, to: Sequence[str], name: str, message: Message, unsubscribe: str
    ) -> EmailMessage:
        email = EmailMessage(policy=SMTP)
        try:
            email["From"] = self._mail.sender
            email["To"] = [_address(one) for one in to]
            email["Subject"] = message.subject
        except (MessageError, ValueError, IndexError):
            raise UndeliverableError("the address is no e-mail address") from None
        email["Date"] = format_datetime(localtime())
        email["Message-ID"] = f"<{name}@{self._mail.sender.domain}>"
        email["Auto-Submitted"] = "auto-generated"
        if self._mail.reply_to:
            email["Reply-To"] = self._mail.reply_to
        if unsubscribe:
            email["List-Unsubscribe"] = f"<{unsubscribe}>"
            if unsubscribe.startswith("https:"):
                email["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        email.set_content(message.text)
        email.add_alternative(message.html, subtype="html")
        email["Content-Language"] = message.language
        return email


def unsubscribe_url(mail: Mail, user_id: UUID) -> str:
    """Where a user can stop the messages; the token proves that the link is ours."""
    token = hmac.new(mail.unsubscribe_key, str(user_id).encode(), hashlib.sha256).hexdigest()
    return mail.unsubscribe.replace("{user_id}", str(user_id)).replace("{token}", token)


def _address(text: str) -> Address:
    if not ONE_ADDRESS.fullmatch(text) or len(text) > LONGEST_ADDRESS:
        raise ValueError(text)
    local, _, domain = text.rpartition("@")
    return Address(username=local, domain=domain)


def _ascii_domains(addresses: Sequence[str]) -> list[str]:
    """Addresses as servers without SMTPUTF8 take them."""
    parts = (address.rpartition("@") for address in addresses)
    return [f"{local}@{_idna(domain)}" for local, _, domain in parts]


def _idna(domain: str) -> str:
    try:
        return domain.encode("idna").decode()
    except UnicodeError:
        return domain


def _said(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {_line(error.smtp_error)}"
    return " ".join(str(error).split())[:200] or type(error).__name__


def _line(said: bytes | str) -> str:
    text = said.decode(errors="replace") if isinstance(said, bytes) else said
    return " ".join(text.split())[:200]
