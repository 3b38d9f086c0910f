"""The worker: what is retried and what is not, who sends, and what settings may say."""

from pathlib import Path

import psycopg
import pytest
from alerts.conftest import Project
from alerts.sinks import Hook, Mailbox, closed_port
from typer.testing import CliRunner

from ai_token_quotas.cli import app
from ai_token_quotas.ui import Failure
from ai_token_quotas.worker import config as settings
from ai_token_quotas.worker.run import run


def attempt(project: Project, *channels: str, **more: str) -> None:
    """Let pauses be over, and run a worker."""
    project.rewind()
    project.deliver(*channels, **more)


# Attempts


@pytest.mark.parametrize("answer", ["451 later", "421 busy"])
def test_a_recipient_who_is_refused_for_now_is_tried_again(
    project: Project, mailbox: Mailbox, answer: str
) -> None:
    project.alerted()
    mailbox.says["RCPT"] = answer
    project.deliver("mail")
    failed = project.delivery()
    mailbox.says.clear()

    attempt(project, "mail")

    assert answer in failed["last_error"]
    assert failed["next_attempt_at"] > failed_at(project)
    assert len(mailbox.accepted) == 1


def failed_at(project: Project) -> object:
    """When the database has now."""
    return project.db.execute("select now() - interval '1 minute' as at").fetchone()["at"]


def test_a_recipient_who_is_refused_for_good_is_not_tried_again(
    project: Project, mailbox: Mailbox
) -> None:
    project.alerted()
    mailbox.says["RCPT"] = "550 no such user"

    tally = project.deliver("mail")

    delivery = project.delivery()
    assert tally.failed == 0
    assert delivery["delivered_at"] is not None
    assert "550 no such user" in delivery["last_error"]


@pytest.mark.parametrize("answer", ["451 later", "554 no"])
def test_a_message_that_is_refused_is_tried_again(
    project: Project, mailbox: Mailbox, answer: str
) -> None:
    project.alerted()
    mailbox.says["DATA"] = answer
    project.deliver("mail")
    mailbox.says.clear()

    attempt(project, "mail")

    assert len(mailbox.accepted) == 1


def test_a_server_that_is_down_is_asked_once_and_every_alert_waits(
    project: Project, mailbox: Mailbox, capfd: pytest.CaptureFixture[str]
) -> None:
    for _ in range(12):
        project.alerted()

    tally = project.deliver("mail", smtp_port=str(closed_port()))

    assert (tally.delivered, tally.failed) == (0, 12)
    rows = project.db.execute("select attempts from ai_quota.alert_deliveries").fetchall()
    assert [row["attempts"] for row in rows] == [1] * 12
    assert "Connection refused" in capfd.readouterr().err
    project.rewind()
    assert project.deliver("mail").delivered == 12


def test_after_ten_attempts_an_alert_is_given_up_and_its_error_kept(
    project: Project, mailbox: Mailbox, capfd: pytest.CaptureFixture[str]
) -> None:
    project.alerted()
    mailbox.says["DATA"] = "451 later"

    for _ in range(11):
        attempt(project, "mail")

    delivery = project.delivery()
    assert (delivery["attempts"], delivery["delivered_at"]) == (10, None)
    assert "451 later" in delivery["last_error"]
    said = capfd.readouterr().err
    assert said.count("attempt") == 10
    assert said.count("attempt 10, given up: user: ") == 1


def test_a_channel_that_is_done_is_left_out_of_the_next_attempt(
    project: Project, mailbox: Mailbox, hook: Hook
) -> None:
    project.alerted(10_000)
    hook.answers = [500, 200]
    project.deliver("mail", "operators", "webhook", "slack")

    attempt(project, "mail", "operators", "webhook", "slack")

    assert len(mailbox.accepted) == 2
    assert [sorted(one.json)[0] for one in hook.posts] == ["data", "text", "data"]
    assert project.delivery()["channels"] == ["user", "operators", "slack", "webhook"]


def test_what_is_true_no_longer_is_not_sent(project: Project, mailbox: Mailbox) -> None:
    user_id = project.alerted(10_000)
    project.db.execute(
        "insert into public.ai_quota_overrides (user_id, is_unlimited, reason)"
        " values (%s, true, 'x')",
        [user_id],
    )

    project.deliver("mail")

    assert mailbox.accepted == []
    assert project.delivery()["expired_at"] is not None


def test_what_is_claimed_and_then_true_no_longer_is_not_sent(
    project: Project, mailbox: Mailbox
) -> None:
    user_id = project.alerted(10_000)
    rows = project.db.execute("select * from public.claim_quota_alerts()").fetchall()
    project.db.execute("select public.reset_user_quota(%s, 'x')", [user_id])

    prepared = project.db.execute(
        "select * from public.prepare_quota_alert(%s, 1)", [rows[0]["id"]]
    ).fetchall()

    assert prepared == []
    assert project.delivery()["expired_at"] is not None


def test_an_alert_that_another_worker_has_claimed_since_is_not_prepared(project: Project) -> None:
    project.alerted()
    project.db.execute("select from public.claim_quota_alerts()")
    project.rewind()
    rows = project.db.execute("select * from public.claim_quota_alerts()").fetchall()

    prepared = [
        len(
            project.db.execute(
                "select from public.prepare_quota_alert(%s, %s)", [rows[0]["id"], attempt]
            ).fetchall()
        )
        for attempt in (1, 2, 3)
    ]

    assert prepared == [0, 1, 0]


def test_a_lease_that_is_over_is_not_prepared(project: Project) -> None:
    project.alerted()
    rows = project.db.execute("select * from public.claim_quota_alerts()").fetchall()
    project.rewind()

    prepared = project.db.execute(
        "select from public.prepare_quota_alert(%s, 1)", [rows[0]["id"]]
    ).fetchall()

    assert prepared == []


def test_a_message_keeps_its_name_and_another_alert_has_another(
    project: Project, mailbox: Mailbox
) -> None:
    user_id = project.alerted(7_500)
    project.deliver("mail")
    project.db.execute("update ai_quota.alert_deliveries set delivered_at = null, channels = '{}'")
    attempt(project, "mail")

    project.use(user_id, 1_500)
    project.deliver("mail")

    first, again, other = mailbox.names()
    assert first == again != other


def test_one_connection_is_kept_for_many_messages(project: Project, mailbox: Mailbox) -> None:
    for _ in range(12):
        project.alerted()

    project.deliver("mail")

    assert len(mailbox.accepted) == 12
    assert len({one.connection for one in mailbox.accepted}) == 1


# Bad input


@pytest.mark.parametrize(
    ("call", "says"),
    [
        ("note_quota_alert(-1, 'email')", "id does not exist, got -1"),
        ("note_quota_alert(null, 'email')", "id does not exist, got null"),
        ("note_quota_alert(1, '')", "channel must have 1 to 50 characters, got ''"),
        ("note_quota_alert(1, null)", "channel must have 1 to 50 characters, got null"),
        ("note_quota_alert(1, repeat('x', 51))", "channel must have 1 to 50 characters"),
        ("complete_quota_digest('2026-11-29', '')", "channel must have 1 to 50 characters"),
    ],
)
def test_bad_input_is_named(project: Project, call: str, says: str) -> None:
    with pytest.raises(psycopg.DataError, match=says) as caught:
        project.db.execute(f"select public.{call}")

    assert caught.value.sqlstate == "22023"


def test_a_digest_that_was_never_claimed_is_not_complete(project: Project) -> None:
    row = project.db.execute("select public.complete_quota_digest('2020-01-01') as done").fetchone()

    assert row == {"done": False}


# Settings


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"QUOTA_ALERTS_DB_URL": ""}, "QUOTA_ALERTS_DB_URL is not set"),
        ({"QUOTA_ALERTS_PRODUCT": " "}, "QUOTA_ALERTS_PRODUCT is not set"),
        ({"QUOTA_ALERTS_SMTP_HOST": ""}, "QUOTA_ALERTS_SMTP_HOST is not set"),
        ({"QUOTA_ALERTS_SMTP_PORT": "25x"}, "a whole number from 1 to 65535, got '25x'"),
        ({"QUOTA_ALERTS_SMTP_SECURITY": "ssl"}, "one of starttls, tls, none, got 'ssl'"),
        ({"QUOTA_ALERTS_SMTP_USER": "x"}, "the password would be sent in the clear"),
        ({"QUOTA_ALERTS_FROM": "Acme"}, "must be an e-mail address, got 'Acme'"),
        ({"QUOTA_ALERTS_OPERATORS": "a@b.test, c"}, "must be an e-mail address, got 'c'"),
        ({"QUOTA_ALERTS_LANGUAGE": "xx"}, "one of en, de, fr, es, got 'xx'"),
        ({"QUOTA_ALERTS_AT_75": "all"}, "QUOTA_ALERTS_AT_75 must be"),
        ({"QUOTA_ALERTS_SMPT_HOST": "x"}, "is no setting: did you mean smtp_host?"),
        ({"QUOTA_ALERTS_LINK": "javascript:alert(1)"}, "must begin with https://"),
        ({"QUOTA_ALERTS_UNSUBSCRIBE": "https://a.test"}, "UNSUBSCRIBE_SECRET is not set"),
        ({"QUOTA_ALERTS_WEBHOOK_URL": "https://a.test"}, "WEBHOOK_SECRET is not set"),
        (
            {
                "QUOTA_ALERTS_WEBHOOK_URL": "https://a.test",
                "QUOTA_ALERTS_WEBHOOK_SECRET": "whsec_short",
            },
            "24 to 64 bytes in Base64",
        ),
    ],
)
def test_a_wrong_setting_is_named(project: Project, change: dict[str, str], says: str) -> None:
    with pytest.raises(Failure) as caught:
        settings.read(None, env={**project.env("mail"), **change})

    assert says in str(caught.value)


def test_without_a_channel_the_worker_does_not_start(project: Project) -> None:
    with pytest.raises(Failure, match="No channel is configured"):
        settings.read(None, env=project.env())


def test_a_file_has_the_same_settings_and_the_environment_wins(tmp_path: Path) -> None:
    file = tmp_path / "alerts.toml"
    file.write_text(
        'db_url = "postgresql://file"\nproduct = "File"\nfrom = "a@acme.test"\n'
        'smtp_host = "mail.acme.test"\noperators = ["o@acme.test", "p@acme.test"]\n'
        'at_100 = "none"\n'
    )

    read = settings.read(file, env={"QUOTA_ALERTS_PRODUCT": "Environment"})

    assert (read.host.product, read.db_url) == ("Environment", "postgresql://file")
    assert read.mail
    assert (read.mail.port, read.mail.operators) == (587, ("o@acme.test", "p@acme.test"))
    assert read.routes[100] == frozenset()


@pytest.mark.parametrize(
    ("text", "says"),
    [("smtp = 1", "is no setting"), ("x", "is no TOML"), ("product = 1.5", "must be a text")],
)
def test_a_wrong_file_is_told(tmp_path: Path, text: str, says: str) -> None:
    file = tmp_path / "alerts.toml"
    file.write_text(text)

    with pytest.raises(Failure, match=says):
        settings.read(file, env={})


def test_the_command_tells_what_it_did(project: Project, mailbox: Mailbox) -> None:
    project.alerted()

    done = CliRunner().invoke(app, ["worker", "--once"], env=project.env("mail"))

    assert done.exit_code == 0, done.output
    assert "1 alerts delivered, 0 failed." in done.output
    assert len(mailbox.accepted) == 1


def test_the_command_fails_if_an_alert_did(project: Project, mailbox: Mailbox) -> None:
    project.alerted()
    mailbox.says["DATA"] = "451 later"

    done = CliRunner().invoke(app, ["worker", "--once"], env=project.env("mail"))

    assert done.exit_code == 1


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("postgresql://postgres@127.0.0.1:9/postgres", "The database says: connection failed"),
        ("nonsense", "db_url is no connection string"),
    ],
)
def test_a_database_that_cannot_be_had_is_one_line(project: Project, url: str, says: str) -> None:
    config = settings.read(None, db_url=url, env=project.env("mail"))

    with pytest.raises(Failure, match=says):
        run(config, once=True)
