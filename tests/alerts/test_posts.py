"""Webhooks and Slack: signed, escaped, by https, to public addresses only."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from alerts.conftest import SECRET, Project
from alerts.sinks import Hook, closed_port, make_certificate, receiver
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from ai_token_quotas.ui import Failure
from ai_token_quotas.worker import config as settings
from ai_token_quotas.worker.errors import NotSentError
from ai_token_quotas.worker.post import post, public_address

# Webhooks


def test_an_event_verifies_as_a_standard_webhook(project: Project, hook: Hook) -> None:
    user_id = project.alerted(9_000)

    project.deliver("webhook")

    one = hook.only()
    event = Webhook(SECRET).verify(one.body, one.headers)
    assert event["type"] == "quota.threshold_reached"
    assert {name: event["data"][name] for name in ("user_id", "metric", "threshold")} == {
        "user_id": user_id,
        "metric": "tokens",
        "threshold": 90,
    }
    assert (event["data"]["used"], event["data"]["quota"]) == (9_000, 10_000)
    assert "example.com" not in one.body.decode()


@pytest.mark.parametrize("change", ["body", "webhook-id", "webhook-timestamp", "secret"])
def test_a_changed_event_does_not_verify(project: Project, hook: Hook, change: str) -> None:
    project.alerted()
    project.deliver("webhook")
    one = hook.only()
    if change == "body":
        one.body = one.body.replace(b"7500", b"7501")
    elif change != "secret":
        one.headers[change] = str(int(datetime.now(UTC).timestamp()) - 1)
    secret = "whsec_" + "A" * 44 if change == "secret" else SECRET

    with pytest.raises(WebhookVerificationError):
        Webhook(secret).verify(one.body, one.headers)


def test_a_retry_has_the_same_id_and_a_time_of_its_own(project: Project, hook: Hook) -> None:
    project.alerted()
    hook.answers = [500]
    project.deliver("webhook")
    project.rewind()

    project.deliver("webhook")

    first, second = hook.posts
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert Webhook(SECRET).verify(second.body, second.headers) == json.loads(first.body)


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_not_followed(project: Project, hook: Hook, status: int) -> None:
    project.alerted()
    hook.answers = [status]

    tally = project.deliver("webhook")

    assert [one.path for one in hook.posts] == ["/secret-path?token=secret"]
    assert tally.failed == 1
    error = f"webhook: answered {status}: redirects are not followed"
    assert project.delivery()["last_error"] == error


def test_an_address_is_in_no_error_and_no_log(
    project: Project, capfd: pytest.CaptureFixture[str]
) -> None:
    project.alerted(10_000)
    url = f"http://127.0.0.1:{closed_port()}/T00/secret"

    project.deliver("webhook", "slack", webhook_url=url, slack_url=url)

    said = str(project.delivery()["last_error"]) + capfd.readouterr().err
    assert "webhook: no answer: ConnectionRefusedError" in said
    assert "slack: no answer: ConnectionRefusedError" in said
    assert "secret" not in said
    assert "127.0.0.1" not in said


# Where to


@pytest.mark.parametrize(
    "address",
    [
        *("10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0"),  # noqa: S104
        *("127.0.0.1", "::1", "::", "fe80::1", "fd00::1", "::ffff:10.0.0.1", "64:ff9b::a00:1"),
        *("2002:a00:1::", "2001:0:a00:1::", "224.0.0.1", "ff02::1", "240.0.0.1"),
        *("255.255.255.255", "2130706433", "0x7f.1", "127.1", "localhost"),
    ],
)
def test_what_is_not_public_is_refused(address: str) -> None:
    with pytest.raises(NotSentError, match=r"not public|no address"):
        public_address(address, 443, allow_loopback=False)


@pytest.mark.parametrize("address", ["1.1.1.1", "2606:4700:4700::1111"])
def test_what_is_public_is_connected_to(address: str) -> None:
    assert public_address(address, 443, allow_loopback=False) == address


@pytest.mark.parametrize("address", ["10.0.0.1", "169.254.169.254", "::ffff:10.0.0.1"])
def test_loopback_is_allowed_alone(address: str) -> None:
    assert public_address("127.0.0.1", 443, allow_loopback=True) == "127.0.0.1"

    with pytest.raises(NotSentError, match="not public"):
        public_address(address, 443, allow_loopback=True)


def test_a_private_address_is_an_alert_that_waits(project: Project, hook: Hook) -> None:
    project.alerted()
    url = hook.url.replace("http://127.0.0.1", "https://localhost")

    tally = project.deliver("webhook", webhook_url=url, allow_loopback="false")

    assert (hook.posts, tally.failed) == ([], 1)
    error = "webhook: the host has an address that is not public"
    assert project.delivery()["last_error"] == error


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/x",
        "ftp://example.com",
        "https:///x",
        "https://u:p@example.com/",
        "/secret",
    ],
)
def test_an_address_that_is_not_by_https_stops_the_worker(project: Project, url: str) -> None:
    env = project.env("webhook", webhook_url=url)

    with pytest.raises(Failure, match="QUOTA_ALERTS_WEBHOOK_URL") as caught:
        settings.read(None, env=env)

    assert url not in str(caught.value)


def test_https_is_verified(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    certificate, trusted = make_certificate(tmp_path)

    with receiver(certificate) as hook:
        with pytest.raises(NotSentError, match="SSLCertVerificationError"):
            post(hook.url, b"{}", {}, allow_loopback=True)
        monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
        post(hook.url, b"{}", {}, allow_loopback=True)
        with pytest.raises(NotSentError, match="SSLCertVerificationError"):
            post(hook.url.replace("localhost", "127.0.0.1"), b"{}", {}, allow_loopback=True)

        assert hook.only().headers["host"].startswith("localhost")


# Slack


def test_slack_gets_what_operators_get(project: Project, hook: Hook) -> None:
    user_id = project.alerted(10_000, email="ann@example.com")

    project.deliver("slack")

    assert hook.only().json["text"].splitlines()[:2] == [
        "`Acme AI`: a user has used `100` % of `tokens`",
        f"User `ann@example.com` (`{user_id}`) has used `10,000` of `10,000` `tokens`"
        " (plan: `Free`).",
    ]


@pytest.mark.parametrize(
    ("email", "shown"),
    [
        ("<!channel>@evil.test", "&lt;!channel&gt;@evil.test"),
        ("`@channel`@evil.test", "'@channel'@evil.test"),
        ("<https://evil.test|click>@x", "&lt;https://evil.test|click&gt;@x"),
        ("a&b\n@here *x*", "a&amp;b @here *x*"),
    ],
)
def test_slack_shows_text_of_others_as_it_is(
    project: Project, hook: Hook, email: str, shown: str
) -> None:
    project.alerted(10_000, email=email)

    project.deliver("slack")

    assert f"User `{shown}` (" in hook.only().json["text"]


# The digest of denials


def test_denials_reach_operators_once_a_day(project: Project, hook: Hook) -> None:
    ann, bob = project.user("ann@example.com"), project.user("<bob>@example.com")
    project.denied_yesterday(ann, 3, 30_000, "tokens")
    project.denied_yesterday(bob, 5, 7, "requests")

    project.deliver("mail", "operators", "webhook", "slack")
    project.rewind()
    project.deliver("mail", "operators", "webhook", "slack")

    taken = project.mailbox.only()
    assert taken.to == ["ops@acme.test", "boss@acme.test"]
    text = taken.part("plain")
    day = datetime.now(UTC).date() - timedelta(days=1)
    shown = f"{day.day} {day:%B} {day.year}"
    assert taken.message["Subject"] == f"Acme AI: 8 denied calls on {shown}"
    assert f"8 calls of 2 users were denied on {shown}. They asked for 30,007 tokens." in text
    assert text.index("<bob>@example.com: 5 (request limit), 7 tokens") < text.index(
        "ann@example.com: 3 (token limit), 30,000 tokens"
    )
    assert "&lt;bob&gt;@example.com: 5" in taken.part("html")
    webhook, slack = hook.posts
    event = Webhook(SECRET).verify(webhook.body, webhook.headers)
    assert (event["type"], event["data"]["denials"]) == ("quota.denials", 8)
    assert event["data"]["top"][0] == {
        "user_id": bob,
        "reason": "requests",
        "denials": 5,
        "tokens": 7,
    }
    assert "`&lt;bob&gt;@example.com`: `5`" in slack.json["text"]


def test_a_digest_that_fails_is_sent_to_the_rest_only(project: Project, hook: Hook) -> None:
    project.denied_yesterday(project.user(), 3, 30_000, "tokens")
    hook.answers = [500]
    first = project.deliver("mail", "operators", "webhook")
    project.rewind()

    second = project.deliver("mail", "operators", "webhook")

    assert (first.failed, second.failed) == (1, 0)
    assert len(project.mailbox.accepted) == 1
    first_id, second_id = (one.headers["webhook-id"] for one in hook.posts)
    assert first_id == second_id


def test_only_the_largest_denials_are_listed(project: Project) -> None:
    for number in range(21):
        project.denied_yesterday(project.user(), number + 1, 1, "tokens")

    project.deliver("mail", "operators")

    text = project.mailbox.only().part("plain")
    assert "231 calls of 21 users" in text
    assert len([line for line in text.splitlines() if "(token limit)" in line]) == 20
    assert "Only the largest are listed." in text


def test_a_denial_by_itself_reaches_nobody(project: Project, hook: Hook) -> None:
    user_id = project.user()
    project.db.execute("select public.reserve_tokens(tokens => 10001, user_id => %s)", [user_id])

    project.deliver("mail", "operators", "webhook", "slack")

    assert (project.mailbox.accepted, hook.posts) == ([], [])
    assert project.delivery()["delivered_at"] is not None
