"""Workers that are killed: nothing is lost, and what comes twice has one Message-ID."""

import multiprocessing
import os
from collections import Counter
from collections.abc import Iterator
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from random import Random
from typing import Any

import psycopg
import pytest
from alerts.conftest import Project, nothing
from alerts.sinks import Accepted, Mailbox
from alerts.victim import work
from api.callers import Stack
from waiting import wait_until

# 10,000 take minutes: `make nightly`, or any number in QUOTA_TEST_ALERTS.
IS_FULL = os.environ.get("FULL_TESTS") == "1"
ALERTS = int(os.environ.get("QUOTA_TEST_ALERTS") or (10_000 if IS_FULL else 300))
PARTS = max(12, ALERTS // 100)
PATIENCE = 60
MANY = """
with made as (
  insert into auth.users (id, email, email_confirmed_at)
  select gen_random_uuid(), gen_random_uuid() || '@killed.example.com', now()
  from generate_series(1, %s) as n
  returning id
)
select m.id::text, public.track_usage(
  user_id => m.id, tokens_prompt => 7500, tokens_completion => 0
)
from made as m
"""
# Tables that were empty a moment ago would be read from end to end for each user.
STATISTICS = "analyze auth.users, public.user_ai_quotas, public.ai_quota_alerts"
WAITS = """
from pg_stat_activity
where application_name = 'ai-token-quotas worker' and wait_event_type = 'Lock'
"""


# A worker begins in milliseconds, where the command takes a second.
FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["alerts.victim"])


class Workers:
    """Workers in processes of their own."""

    def __init__(self, project: Project, log: Path) -> None:
        """Start none yet."""
        self._env = project.env("mail", poll_seconds="1")
        self._log = log
        self.running: list[ForkServerProcess] = []
        self.kills = 0

    def start(self, *, once: bool = False) -> ForkServerProcess:
        """Start one."""
        process = FORKS.Process(target=work, args=(self._env, self._log), kwargs={"once": once})
        process.start()
        self.running.append(process)
        return process

    def kill(self, process: ForkServerProcess) -> None:
        """Kill one with -9."""
        process.kill()
        self.end(process)
        self.kills += 1

    def kill_all(self) -> None:
        """Kill the rest."""
        for process in list(self.running):
            self.kill(process)

    def end(self, process: ForkServerProcess) -> int | None:
        """Wait for the end of one; returns its exit status."""
        process.join(10 * PATIENCE)
        self.running.remove(process)
        return process.exitcode


@pytest.fixture
def workers(project: Project, tmp_path: Path) -> Iterator[Workers]:
    """Workers that end with the test."""
    made = Workers(project, tmp_path / "log")
    yield made
    made.kill_all()


def wait_for_messages(mailbox: Mailbox, count: int) -> None:
    """Wait until so many were accepted."""
    assert wait_until(lambda: len(mailbox.accepted) >= count, PATIENCE), f"no {count} messages"


def test_killed_workers_lose_nothing(project: Project, mailbox: Mailbox, workers: Workers) -> None:
    for _ in range(0, ALERTS, 100):
        rows = project.db.execute(MANY, [100]).fetchall()
        project.users += [row["id"] for row in rows]
        project.db.execute(STATISTICS)
    chance = Random(14)  # noqa: S311
    for _ in range(3):
        workers.start()

    # Kill one after each part of the messages, in the middle of its work.
    for part in range(1, PARTS):
        reached = ALERTS * part // PARTS
        wait_for_messages(mailbox, reached)
        workers.kill(chance.choice(workers.running))
        if part % 4 == 0:
            # Nobody holds a lease: let them be over, as they are after a minute.
            workers.kill_all()
            project.rewind()
            workers.start()
            workers.start()
        workers.start()
    finish(project, workers)

    counts = Counter(mailbox.names())
    doubled = [name for name, count in counts.items() if count > 1]
    print(f"{ALERTS} alerts, {workers.kills} kills, {len(doubled)} messages twice")
    assert len(counts) == ALERTS
    assert unfinished(project) == []
    assert len(mailbox.accepted) - len(counts) <= workers.kills
    assert [one.name for one in not_last_of_their_connection(mailbox, doubled)] == []


def finish(project: Project, workers: Workers) -> None:
    """Let workers come to their end."""
    workers.kill_all()
    project.rewind()
    assert workers.end(workers.start(once=True)) == 0


def unfinished(project: Project) -> list[Any]:
    """Alerts that are neither delivered nor expired."""
    found: list[Any] = project.db.execute(
        "select * from ai_quota.alert_deliveries where delivered_at is null and expired_at is null"
    ).fetchall()
    return found


def not_last_of_their_connection(mailbox: Mailbox, names: list[str]) -> list[Accepted]:
    """Messages that came again although their sender went on: those no kill explains."""
    last = {one.connection: one for one in mailbox.accepted}
    latest = {one.name: one for one in mailbox.accepted}
    return [
        one
        for one in mailbox.accepted
        if one.name in names and one is not latest[one.name] and one is not last[one.connection]
    ]


def test_a_kill_between_250_and_our_note_repeats_the_message_with_its_name(
    project: Project, mailbox: Mailbox, workers: Workers, stack: Stack
) -> None:
    project.alerted()
    with psycopg.connect(stack.db_url) as other:

        def lock() -> None:
            other.execute("select from ai_quota.alert_deliveries for update")

        mailbox.before_250 = lock
        victim = workers.start()
        assert wait_until(lambda: project.db.execute(f"select {WAITS}").rowcount, PATIENCE), (
            "no worker wants to note"
        )
        workers.kill(victim)
        # Else the database would still do what it was asked for.
        project.db.execute(f"select pg_terminate_backend(pid) {WAITS}")
        other.rollback()
    mailbox.before_250 = nothing
    project.rewind()

    project.deliver("mail")

    first, second = mailbox.names()
    assert first == second
    assert project.delivery()["attempts"] == 2


def test_a_kill_before_250_sends_the_message_once(
    project: Project, mailbox: Mailbox, workers: Workers
) -> None:
    project.alerted()

    def kill() -> None:
        mailbox.before_250 = nothing
        workers.kill_all()
        raise ConnectionResetError

    mailbox.before_250 = kill
    workers.start()
    assert wait_until(lambda: workers.kills, PATIENCE), "no worker was killed"
    project.rewind()

    project.deliver("mail")

    assert len(mailbox.accepted) == 1


def test_a_worker_that_is_told_to_end_notes_what_it_sent(
    project: Project, mailbox: Mailbox, workers: Workers
) -> None:
    for _ in range(3):
        project.alerted()

    def tell() -> None:
        workers.running[0].terminate()

    mailbox.before_250 = tell
    status = workers.end(workers.start())

    delivered = project.db.execute(
        "select from ai_quota.alert_deliveries where delivered_at is not null"
    ).rowcount
    assert status == 0
    assert delivered == len(mailbox.accepted) == 1
