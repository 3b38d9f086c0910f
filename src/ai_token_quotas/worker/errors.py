"""What can become of an attempt to send."""


class NotSentError(Exception):
    """It was not sent, and may be at another attempt. The message has no secret in it."""

    def __init__(self, message: str, *, is_down: bool = False) -> None:
        """Keep whether it is the channel that does not work, and not this message."""
        super().__init__(message)
        self.is_down = is_down


class UndeliverableError(Exception):
    """It cannot be sent to this recipient, however often it is tried."""
