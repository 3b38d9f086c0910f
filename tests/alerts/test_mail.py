"""E-mail: to whom, in which language, and what the text may do."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from alerts.conftest import Project
from alerts.sinks import Mailbox, make_certificate, smtp_server


def test_a_user_gets_text_and_html_with_the_figures(project: Project, mailbox: Mailbox) -> None:
    user_id = project.alerted(7_500, email="ann@example.com", name="Ann")

    project.deliver("mail", link="https://acme.test/usage", footer="Acme Ltd, 1 Road, Town")

    taken = mailbox.only()
    assert (taken.to, taken.message["Subject"]) == (
        ["ann@example.com"],
        "Acme AI: you have used 75 % of your tokens",
    )
    for part in (taken.part("plain"), taken.part("html")):
        assert "Hello Ann," in part
        assert "You have used 7,500 of 10,000 tokens of this period (plan: Free)." in part
        assert "The plan Basic has a higher limit." in part
        assert "https://acme.test/usage" in part
        assert "Acme Ltd, 1 Road, Town" in part
    assert taken.message["Auto-Submitted"] == "auto-generated"
    assert user_id not in taken.message.as_string()


def test_the_day_on_which_the_limit_is_reached_is_told(project: Project, mailbox: Mailbox) -> None:
    user_id = project.user()
    # Ten days for 9,000 of 10,000, in a period that goes on for twenty: one more day.
    today = datetime.now(UTC)
    project.db.execute(
        "update public.user_ai_quotas set period_start = %s, quota_reset_date = %s"
        " where user_id = %s",
        [today - timedelta(days=10), (today + timedelta(days=20)).date(), user_id],
    )
    project.use(user_id, 9_000)

    project.deliver("mail")

    reached = today + timedelta(days=10 / 9)
    expected = f"you will reach the limit on {reached.day} {reached:%B} {reached.year}."
    assert expected in mailbox.only().part("plain")


@pytest.mark.parametrize(
    ("about", "subject", "used"),
    [
        ({"language": "de"}, "Sie haben 90 % Ihrer Token verbraucht", "9.000 von 10.000 Token"),
        ({"locale": "fr-CA"}, "vous avez utilisé 90 % de vos jetons", "9\u202f000 jetons"),
        ({"language": "es_MX"}, "ha usado el 90 % de sus tokens", "9.000 de 10.000 tokens"),
        ({"language": "en"}, "you have used 90 % of your tokens", "9,000 of 10,000 tokens"),
    ],
)
def test_users_are_written_to_in_their_language(
    project: Project, mailbox: Mailbox, about: dict[str, str], subject: str, used: str
) -> None:
    project.alerted(9_000, **about)

    project.deliver("mail")

    taken = mailbox.only()
    assert subject in taken.message["Subject"]
    assert used in taken.part("plain")


@pytest.mark.parametrize("language", ["xx", "../de", "", "<b>"])
def test_an_unknown_language_is_that_of_the_settings(
    project: Project, mailbox: Mailbox, language: str
) -> None:
    project.alerted(language=language)

    project.deliver("mail", language="de")

    assert mailbox.only().message["Content-Language"] == "de"


def test_the_limit_itself_has_words_of_its_own(project: Project, mailbox: Mailbox) -> None:
    project.alerted(10_000)

    project.deliver("mail")

    taken = mailbox.only()
    assert taken.message["Subject"] == "Acme AI: you have reached your limit of tokens"
    assert "AI features may be refused." in taken.part("plain")


@pytest.mark.parametrize(
    "name",
    [
        "Visit https://evil.test now",
        "www.evil.test",
        "evil.com",
        "call 1@2",
        "<b>x</b>",
        "x" * 61,
        "a\\b",
    ],
)
def test_a_name_that_is_no_name_is_left_out(project: Project, mailbox: Mailbox, name: str) -> None:
    project.alerted(name=name)

    project.deliver("mail")

    assert mailbox.only().part("plain").splitlines()[0] == "Hello,"


def test_text_of_others_is_escaped_in_html_and_stays_in_its_line(
    project: Project, mailbox: Mailbox
) -> None:
    project.db.execute(
        "insert into public.ai_quota_tiers (tier, monthly_token_quota, display_name)"
        " values ('odd', 10000, %s) on conflict (tier) do update set display_name = %s,"
        " monthly_token_quota = 10000",
        ["<img src=x onerror=alert(1)>\r\nBcc: x@evil.test {product}"] * 2,
    )
    user_id = project.user(name="Ann {product} & Bob\u202e\nX")
    project.db.execute("select public.initialize_user_quota(%s, 'odd')", [user_id])
    project.use(user_id, 7_500)

    project.deliver("mail", product="A & B")

    taken = mailbox.only()
    html, text = taken.part("html"), taken.part("plain")
    assert "<img" not in html
    assert "&lt;img src=x onerror=alert(1)&gt; Bcc: x@evil.test {product}" in html
    assert "<img src=x onerror=alert(1)> Bcc: x@evil.test {product}" in text
    assert "Hello Ann {product} &amp; Bob X," in html
    assert taken.to == [f"{user_id}@example.com"]
    assert taken.message["Bcc"] is None


# To whom


def test_the_address_is_that_of_the_moment_of_sending(project: Project, mailbox: Mailbox) -> None:
    user_id = project.alerted(email="old@example.com")
    project.db.execute("update auth.users set email = 'new@example.com' where id = %s", [user_id])

    project.deliver("mail")

    assert mailbox.only().to == ["new@example.com"]


@pytest.mark.parametrize(
    "change",
    [
        "email_confirmed_at = null",
        "email = null",
        "email = ''",
        "deleted_at = now()",
        "banned_until = now() + interval '1 day'",
        """raw_user_meta_data = '{"ai_quota_alerts": "off"}'""",
    ],
)
def test_users_who_must_get_no_mail_get_none(
    project: Project, mailbox: Mailbox, change: str
) -> None:
    user_id = project.alerted()
    project.db.execute(f"update auth.users set {change} where id = %s", [user_id])

    project.deliver("mail")

    assert mailbox.accepted == []
    assert project.delivery()["delivered_at"] is not None


@pytest.mark.parametrize(
    "email",
    ["a@b\r\nBcc: x@evil.test", "no address", "a@b, x@evil.test", "@", "x" * 900 + "@b.test"],
)
def test_an_address_that_is_none_gets_nothing(
    project: Project, mailbox: Mailbox, email: str
) -> None:
    user_id = project.alerted()
    project.db.execute(
        "update auth.users set email = left(%s, 255) where id = %s", [email, user_id]
    )

    tally = project.deliver("mail")

    assert mailbox.accepted == []
    assert (tally.delivered, tally.failed) == (1, 0)


@pytest.mark.parametrize(
    ("email", "to"),
    [("jörg@example.com", "jörg@example.com"), ("a@bücher.test", "a@xn--bcher-kva.test")],
)
def test_addresses_of_all_scripts_are_served(
    project: Project, mailbox: Mailbox, email: str, to: str
) -> None:
    project.alerted(email=email)

    project.deliver("mail")

    assert mailbox.only().to == [to]


def test_operators_get_one_message_from_the_threshold_that_is_theirs(
    project: Project, mailbox: Mailbox
) -> None:
    user_id = project.alerted(9_000, email="ann@example.com")
    project.deliver("mail", "operators")
    project.use(user_id, 1_000)

    project.deliver("mail", "operators")

    assert [one.to for one in mailbox.accepted] == [
        ["ann@example.com"],
        ["ann@example.com"],
        ["ops@acme.test", "boss@acme.test"],
    ]
    text = mailbox.accepted[-1].part("plain")
    assert f"User ann@example.com ({user_id}) has used 10,000 of 10,000 tokens" in text


@pytest.mark.parametrize(
    ("at_75", "to"),
    [("user", "u"), ("operators", "o"), ("user, operators", "uo"), ("none", "")],
)
def test_each_threshold_goes_to_whom_the_settings_say(
    project: Project, mailbox: Mailbox, at_75: str, to: str
) -> None:
    project.alerted(7_500, email="u@example.com")

    project.deliver("mail", "operators", at_75=at_75)

    assert "".join(one.to[0][0] for one in mailbox.accepted) == to
    assert project.delivery()["delivered_at"] is not None


# Unsubscribing


def test_mail_can_be_stopped_with_one_click(project: Project, mailbox: Mailbox) -> None:
    user_id = project.alerted()

    project.deliver(
        "mail",
        unsubscribe="https://acme.test/stop?user={user_id}&token={token}",
        unsubscribe_secret="a secret",
    )

    taken = mailbox.only()
    header = str(taken.message["List-Unsubscribe"])
    found = re.fullmatch(
        rf"<(https://acme\.test/stop\?user={user_id}&token=[0-9a-f]{{64}})>", header
    )
    assert found
    assert taken.message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert f"Stop these messages: {found[1]}" in taken.part("plain")
    assert f'href="{found[1].replace("&", "&amp;")}"' in taken.part("html")


def test_mail_can_be_stopped_by_mail(project: Project, mailbox: Mailbox) -> None:
    project.alerted()

    project.deliver("mail", unsubscribe="mailto:stop@acme.test")

    message = mailbox.only().message
    assert message["List-Unsubscribe"] == "<mailto:stop@acme.test>"
    assert message["List-Unsubscribe-Post"] is None


# Encryption

GOOD = "s3cret"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate of localhost, and what trusts it."""
    return make_certificate(tmp_path_factory.mktemp("certificate"))


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_mail_goes_over_tls_with_a_password(
    project: Project,
    certificate: tuple[Path, Path],
    monkeypatch: pytest.MonkeyPatch,
    security: str,
) -> None:
    project.alerted()
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[1]))

    with smtp_server(certificate[0], security=security) as mailbox:
        project.deliver("mail", **login(mailbox, security))

        assert len(mailbox.accepted) == 1
        assert mailbox.logins == [True]


def login(mailbox: Mailbox, security: str, password: str = GOOD) -> dict[str, str]:
    """Settings for a server with a password."""
    return {
        "smtp_host": "localhost",
        "smtp_port": str(mailbox.port),
        "smtp_security": security,
        "smtp_user": "worker",
        "smtp_password": password,
    }


def test_a_password_is_sent_to_no_server_without_tls(project: Project, mailbox: Mailbox) -> None:
    project.alerted()

    tally = project.deliver("mail", **login(mailbox, "starttls"))

    assert (tally.failed, mailbox.accepted, mailbox.logins) == (1, [], [])
    assert "STARTTLS" in project.delivery()["last_error"]


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_password_is_sent_to_no_server_with_an_unknown_certificate(
    project: Project, certificate: tuple[Path, Path], security: str
) -> None:
    project.alerted()

    with smtp_server(certificate[0], security=security) as mailbox:
        tally = project.deliver("mail", **login(mailbox, security))

        assert (tally.failed, mailbox.accepted, mailbox.logins) == (1, [], [])
    assert "certificate verify failed" in project.delivery()["last_error"]


def test_a_wrong_password_is_told_without_it(
    project: Project, certificate: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    project.alerted()
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[1]))

    with smtp_server(certificate[0], security="starttls") as mailbox:
        project.deliver("mail", **login(mailbox, "starttls", "wr0ng"))

    error = project.delivery()["last_error"]
    assert "535" in error
    assert "wr0ng" not in error
