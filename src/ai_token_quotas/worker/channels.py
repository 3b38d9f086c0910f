"""The channels: each sends an alert or a digest in its own form."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping

from ai_token_quotas.worker import events, texts
from ai_token_quotas.worker.config import Config, Mail, Webhook
from ai_token_quotas.worker.errors import UndeliverableError
from ai_token_quotas.worker.mail import Mailer, unsubscribe_url
from ai_token_quotas.worker.post import post_event, post_slack
from ai_token_quotas.worker.queue import Alert, Digest


class Channel(ABC):
    """One way to somebody. The database keeps its name with an alert that it is done with."""

    name: str
    # What it goes through: channels that share it are down together.
    connection: str
    takes_digests = True

    def __init__(self, config: Config, thresholds: frozenset[int]) -> None:
        """Keep what is sent here."""
        self.config = config
        self.thresholds = thresholds

    def connect(self) -> None:  # noqa: B027 - most have nothing to do here
        """Connect where a connection is kept from message to message."""

    @abstractmethod
    def send_alert(self, alert: Alert) -> None:
        """Send an alert."""

    @abstractmethod
    def send_digest(self, digest: Digest) -> None:
        """Send the denials of a day."""


class UserMail(Channel):
    """E-mail to the user, in the user's language."""

    name, connection, takes_digests = "user", "smtp", False

    def __init__(
        self, config: Config, thresholds: frozenset[int], mail: Mail, mailer: Mailer
    ) -> None:
        """Share the connection."""
        super().__init__(config, thresholds)
        self._mail, self._mailer = mail, mailer

    def connect(self) -> None:
        """See that the server answers."""
        self._mailer.connect()

    def send_alert(self, alert: Alert) -> None:
        """Send to the address that the user confirmed."""
        if not alert.email:
            raise UndeliverableError("the user has no confirmed address, or wants no mail")
        language = texts.known_language(alert.language, self.config.language)
        url = unsubscribe_url(self._mail, alert.user_id)
        message = texts.for_user(alert, self.config.host, language, url)
        self._mailer.send([alert.email], f"{alert.message_key}.user", message, url)

    def send_digest(self, digest: Digest) -> None:
        """Users get none."""
        raise NotImplementedError(digest.day)


class OperatorMail(Channel):
    """E-mail to the operators, one for all of them."""

    name, connection = "operators", "smtp"

    def __init__(
        self, config: Config, thresholds: frozenset[int], mail: Mail, mailer: Mailer
    ) -> None:
        """Share the connection."""
        super().__init__(config, thresholds)
        self._mail, self._mailer = mail, mailer

    def connect(self) -> None:
        """See that the server answers."""
        self._mailer.connect()

    def send_alert(self, alert: Alert) -> None:
        """Say whose limit it is."""
        message = texts.for_operators(alert, self.config.host, self.config.language)
        self._send(f"{alert.message_key}.operators", message)

    def send_digest(self, digest: Digest) -> None:
        """Say who was denied."""
        message = texts.for_digest(digest, self.config.host, self.config.language)
        self._send(f"{digest.message_key}.operators", message)

    def _send(self, name: str, message: texts.Message) -> None:
        self._mailer.send(self._mail.operators, name, message)


class WebhookPosts(Channel):
    """Events for a program: every threshold, signed."""

    name, connection = "webhook", "webhook"

    def __init__(self, config: Config, thresholds: frozenset[int], webhook: Webhook) -> None:
        """Keep where to."""
        super().__init__(config, thresholds)
        self._webhook = webhook

    def send_alert(self, alert: Alert) -> None:
        """Post the figures."""
        self._post(f"alert_{alert.message_key}", events.of_alert(alert))

    def send_digest(self, digest: Digest) -> None:
        """Post the figures."""
        self._post(f"denials_{digest.message_key}", events.of_digest(digest))

    def _post(self, name: str, event: Mapping[str, object]) -> None:
        post_event(self._webhook, name, event, allow_loopback=self.config.allow_loopback)


class SlackPosts(Channel):
    """What operators get, to Slack and what takes the same."""

    name, connection = "slack", "slack"

    def __init__(self, config: Config, thresholds: frozenset[int], url: str) -> None:
        """Keep where to."""
        super().__init__(config, thresholds)
        self._url = url

    def send_alert(self, alert: Alert) -> None:
        """Say whose limit it is."""
        self._post(texts.for_operators(alert, self.config.host, self.config.language))

    def send_digest(self, digest: Digest) -> None:
        """Say who was denied."""
        self._post(texts.for_digest(digest, self.config.host, self.config.language))

    def _post(self, message: texts.Message) -> None:
        post_slack(self._url, message.slack, allow_loopback=self.config.allow_loopback)


def configured(config: Config, mailer: Mailer | None) -> Iterator[Channel]:
    """The channels that are set up; the user's first."""
    users, operators = (
        frozenset(at for at, whom in config.routes.items() if who in whom)
        for who in ("user", "operators")
    )
    if config.mail and mailer:
        yield UserMail(config, users, config.mail, mailer)
        if config.mail.operators:
            yield OperatorMail(config, operators, config.mail, mailer)
    if config.webhook:
        yield WebhookPosts(config, frozenset(config.routes), config.webhook)
    if config.slack:
        yield SlackPosts(config, operators, config.slack)
