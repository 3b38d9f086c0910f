"""The worker: takes alerts that are due, sends each, and notes what became of it."""

import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Event
from types import FrameType

import psycopg

from ai_token_quotas.ui import WRONG, Failure
from ai_token_quotas.worker.channels import Channel, configured
from ai_token_quotas.worker.config import Config
from ai_token_quotas.worker.errors import NotSentError, UndeliverableError
from ai_token_quotas.worker.mail import Mailer
from ai_token_quotas.worker.queue import Claimed, Digest, Queue

# Few, because a worker that dies leaves them until their minute is over.
BATCH = 10
# Of the minute that a claim lasts: what is then left of the batch is claimed again later.
BATCH_SECONDS = 40
# After connecting so long, look whether the alert is still ours.
SLOW_SECONDS = 5
# How long a channel that does not answer is not asked again.
DOWN_SECONDS = 30
ATTEMPTS = 10
DIGEST_SECONDS = 600
LONGEST_PAUSE = 60


@dataclass
class Tally:
    """What became of the alerts of a run."""

    delivered: int = 0
    failed: int = 0


def run(config: Config, *, once: bool) -> Tally:
    """Deliver what is due; then end, or look again after a pause, until a signal comes."""
    stop, tally = Event(), Tally()
    with _stopping(stop):
        worker = Worker(config, stop, tally)
        try:
            if once:
                worker.deliver_all()
            else:
                worker.deliver_until_stopped()
        except psycopg.Error as error:
            raise Failure(f"The database says: {_one_line(error)}", WRONG) from None
        finally:
            worker.close()
    return tally


class Worker:
    """One worker; any number of them may run."""

    def __init__(self, config: Config, stop: Event, tally: Tally) -> None:
        """Connect to nothing yet."""
        self._config, self._stop, self._tally = config, stop, tally
        self._mailer = Mailer(config.mail) if config.mail else None
        self._channels = tuple(configured(config, self._mailer))
        self._next_digest = 0.0
        self._down: dict[str, tuple[NotSentError, float]] = {}

    def close(self) -> None:
        """Disconnect from the SMTP server."""
        if self._mailer:
            self._mailer.close()

    def deliver_until_stopped(self) -> None:
        """Go on for ever; a database that does not answer is tried again."""
        failures = 0
        while not self._stop.is_set():
            try:
                with Queue(self._config.db_url) as queue:
                    while not self._stop.is_set():
                        self._deliver_due(queue)
                        failures = 0
                        self.close()
                        self._stop.wait(self._config.poll_seconds)
            except psycopg.OperationalError as error:
                failures += 1
                log(f"the database does not answer: {_one_line(error)}")
                self._stop.wait(min(2**failures, LONGEST_PAUSE))

    def deliver_all(self) -> None:
        """Deliver what is due now."""
        with Queue(self._config.db_url) as queue:
            self._deliver_due(queue)

    def _deliver_due(self, queue: Queue) -> None:
        while not self._stop.is_set() and (batch := queue.claim(BATCH)):
            end = time.monotonic() + BATCH_SECONDS
            for claimed in batch:
                if self._stop.is_set() or time.monotonic() > end:
                    break
                self._deliver(queue, claimed)
        if not self._stop.is_set() and time.monotonic() >= self._next_digest:
            while digest := queue.claim_digest():
                self._deliver_digest(queue, digest)
            self._next_digest = time.monotonic() + DIGEST_SECONDS

    def _deliver(self, queue: Queue, claimed: Claimed) -> None:
        if claimed.kind == "denied":
            # Operators get it with the digest of the day.
            queue.complete(claimed)
            return
        sent: list[str] = []
        errors: list[str] = []
        for channel in self._channels:
            # Again for each channel: another may have taken long.
            alert = queue.prepare(claimed)
            if alert and (
                alert.threshold not in channel.thresholds or channel.name in alert.channels
            ):
                continue
            try:
                if alert and self._connect(channel) > SLOW_SECONDS:
                    alert = queue.prepare(claimed)
                if alert is None:
                    log(f"alert {claimed.id}: expired, or another worker's")
                    return
                channel.send_alert(alert)
                if errors or channel is not self._channels[-1]:
                    queue.note(claimed, channel.name)
                sent.append(channel.name)
            except UndeliverableError as error:
                queue.note(claimed, channel.name, f"{channel.name}: {error}")
                log(f"alert {claimed.id}: {channel.name}: {error}")
            except NotSentError as error:
                self._look_away(channel, error)
                errors.append(f"{channel.name}: {error}")
        self._finish(queue, claimed, sent, errors)

    def _finish(self, queue: Queue, claimed: Claimed, sent: list[str], errors: list[str]) -> None:
        if not errors:
            self._tally.delivered += 1
            queue.complete(claimed)
            log(f"alert {claimed.id}: {', '.join(sent) or 'nobody is told'}")
            return
        self._tally.failed += 1
        queue.fail(claimed, "; ".join(errors))
        gives_up = ", given up" if claimed.attempts >= ATTEMPTS else ""
        log(f"alert {claimed.id}: attempt {claimed.attempts}{gives_up}: {'; '.join(errors)}")

    def _connect(self, channel: Channel) -> float:
        """Connect, unless that failed a moment ago; return the seconds that it took."""
        begun = time.monotonic()
        error, until = self._down.get(channel.connection, (None, 0.0))
        if error and begun < until:
            raise error
        channel.connect()
        return time.monotonic() - begun

    def _look_away(self, channel: Channel, error: NotSentError) -> None:
        """Do not wait for a channel that is down for each of many alerts."""
        known, _ = self._down.get(channel.connection, (None, 0.0))
        if error.is_down and error is not known:
            self._down[channel.connection] = (error, time.monotonic() + DOWN_SECONDS)

    def _deliver_digest(self, queue: Queue, digest: Digest) -> None:
        for channel in self._channels:
            if not channel.takes_digests or channel.name in digest.channels:
                continue
            try:
                self._connect(channel)
                channel.send_digest(digest)
            except (NotSentError, UndeliverableError) as error:
                self._tally.failed += 1
                log(f"denials of {digest.day}: {channel.name}: {error}")
                return
            queue.complete_digest(digest, channel.name)
        queue.complete_digest(digest)
        log(f"denials of {digest.day}: done")


def log(line: str) -> None:
    """Say what happened, for the log of whatever runs the worker: no address, no secret."""
    print(f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ} {line}", file=sys.stderr, flush=True)


@contextmanager
def _stopping(stop: Event) -> Iterator[None]:
    """Let SIGTERM and SIGINT end the worker after the alert that it is at."""

    def end(number: int, frame: FrameType | None) -> None:
        del number, frame
        stop.set()

    before = {one: signal.signal(one, end) for one in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())
