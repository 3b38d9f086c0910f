"""The Edge Function in Deno: it sends what the worker sends, under the same rules."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from alerts.conftest import SECRET, Project
from alerts.sinks import Hook, Post
from api.callers import Stack
from plans.conftest import deno, listening
from stack.paths import ROOT
from standardwebhooks.webhooks import Webhook

__all__ = ["deno"]

FUNCTION = ROOT / "supabase/functions/quota-alerts"
EVERYTHING = ("mail", "operators", "webhook", "slack")
HOST = {
    "link": "https://acme.test/usage?a=1&b=2",
    "footer": "Acme & Co, 1 Road",
    "unsubscribe": "https://acme.test/stop?user={user_id}&token={token}",
    "unsubscribe_secret": "a secret",
}


class Function:
    """The running function."""

    def __init__(self, http: httpx.Client, hook: Hook) -> None:
        """Keep where it is, and what it sends to."""
        self._http, self._hook = http, hook

    def run(self, key: str = "run-key") -> httpx.Response:
        """Call it, as pg_cron does."""
        return self._http.post("/", headers={"Authorization": f"Bearer {key}"})

    def deliver(self) -> dict[str, int]:
        """Let it deliver what is due."""
        answer = self.run()
        assert answer.status_code == 200, answer.text
        tally: dict[str, int] = answer.json()
        return tally

    def to(self, path: str) -> list[Post]:
        """What came to a part of the receiver."""
        return [one for one in self._hook.posts if urlsplit(one.path).path == path]

    @property
    def mails(self) -> list[Post]:
        """What the mail service got."""
        return self.to("/resend/emails")


def settings(hook: Hook, stack: Stack) -> dict[str, str]:
    """The secrets of the function."""
    base = hook.url.partition("/secret-path")[0]
    values = {
        "run_key": "run-key",
        "product": "Acme AI",
        "from": "Acme <alerts@acme.test>",
        "operators": "ops@acme.test, boss@acme.test",
        "resend_key": "re_key",
        "resend_url": f"{base}/resend",
        "webhook_url": hook.url,
        "webhook_secret": SECRET,
        "slack_url": f"{base}/slack",
        "allow_loopback": "true",
        **HOST,
    }
    return {
        "SUPABASE_URL": stack.api_url,
        "SUPABASE_SERVICE_ROLE_KEY": stack.service_role_key,
        "DENO_SERVE_ADDRESS": "tcp:127.0.0.1:0",
        **{f"QUOTA_ALERTS_{name.upper()}": value for name, value in values.items()},
    }


def started(deno: Any, log: Path, env: dict[str, str]) -> subprocess.Popen[str]:
    """Start it with these settings."""
    with log.open("w") as file:
        process: subprocess.Popen[str] = deno(
            *("run", "--no-remote", "--no-npm", "--allow-env", "--allow-net"),
            FUNCTION / "index.ts",
            stdout=file,
            stderr=file,
            env=env,
        )
    return process


@pytest.fixture(scope="session")
def serving(
    deno: Any, stack: Stack, hook_server: Hook, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Function]:
    """The function with every channel."""
    log = tmp_path_factory.mktemp("quota-alerts") / "log"
    process = started(deno, log, settings(hook_server, stack))
    with httpx.Client(base_url=listening(process, log), timeout=60) as http:
        yield Function(http, hook_server)
    process.terminate()
    process.wait(10)


@pytest.fixture
def function(serving: Function, project: Project) -> Function:
    """The function on the project."""
    del project
    return serving


def again(project: Project) -> None:
    """Let every alert and digest be as it was before it was delivered."""
    project.db.execute(
        "update ai_quota.alert_deliveries set delivered_at = null, channels = '{}', attempts = 0,"
        " next_attempt_at = now() - interval '1 second'"
    )
    project.db.execute("delete from ai_quota.digest_deliveries")


def test_it_sends_what_the_worker_sends(project: Project, function: Function, hook: Hook) -> None:
    for number, language in enumerate(("en", "de", "fr-CA", "es", "xx")):
        for tokens in (7_500, 9_000, 12_345_678):
            name = ["Ann & <Bob>", "Zoë", "", "x" * 61, "www.evil.test"][number]
            user_id = project.user(f"{language}{tokens}@example.com", language=language, name=name)
            project.use(user_id, tokens)
            project.denied_yesterday(user_id, tokens, tokens, "tokens")
    project.deliver(*EVERYTHING, **HOST)
    posted, mailed = posts(hook), mails_of_worker(project)
    again(project)
    hook.posts.clear()

    function.deliver()

    assert len(mailed) == 15 + 5 + 1
    assert mails_of_function(function) == mailed
    assert posts(hook) == posted


def mails_of_worker(project: Project) -> list[tuple[Any, ...]]:
    """What the SMTP server took."""
    return sorted(
        (
            one.to,
            one.name,
            one.message["Subject"],
            lines(one.part("plain")),
            lines(one.part("html")),
        )
        for one in project.mailbox.accepted
    )


def mails_of_function(function: Function) -> list[tuple[Any, ...]]:
    """What the mail service got."""
    return sorted(
        (one["to"], one["headers"]["Message-ID"], one["subject"], one["text"], one["html"])
        for one in (post.json for post in function.mails)
    )


def lines(text: str) -> str:
    """A text with the line ends that it had before it was an e-mail."""
    return text.replace("\r\n", "\n")


def posts(hook: Hook) -> list[tuple[str, str]]:
    """What webhooks and Slack got, without what differs by the second."""
    found = []
    for one in hook.posts:
        content = one.json
        if "type" in content:
            event = {**content, "timestamp": content["timestamp"][:19]}
            found.append((one.headers["webhook-id"], json.dumps(event, sort_keys=True)))
        elif "html" not in content:
            found.append(("slack", content["text"]))
    return sorted(found)


def test_a_message_has_its_headers_and_an_idempotency_key(
    project: Project, function: Function
) -> None:
    user_id = project.alerted(email="ann@example.com", language="de")

    tally = function.deliver()

    (one,) = function.mails
    headers = one.json["headers"]
    assert tally == {"delivered": 1, "failed": 0}
    assert one.headers["authorization"] == "Bearer re_key"
    assert headers["Message-ID"] == f"<{one.headers['idempotency-key']}@acme.test>"
    assert headers["Content-Language"] == "de"
    assert f"stop?user={user_id}&token=" in headers["List-Unsubscribe"]
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_an_event_verifies_as_a_standard_webhook(project: Project, function: Function) -> None:
    project.alerted()

    function.deliver()

    (one,) = function.to("/secret-path")
    assert Webhook(SECRET).verify(one.body, one.headers)["type"] == "quota.threshold_reached"


def test_a_channel_that_fails_is_tried_again_alone(
    project: Project, function: Function, hook: Hook
) -> None:
    project.alerted()
    hook.answers = [200, 307]
    first = function.deliver()
    error = project.delivery()["last_error"]
    project.rewind()

    second = function.deliver()

    assert (first["failed"], second["failed"]) == (1, 0)
    assert error == "webhook: answered 307: redirects are not followed"
    assert len(function.mails) == 1
    ids = [one.headers["webhook-id"] for one in function.to("/secret-path")]
    assert len(ids) == 2
    assert len(set(ids)) == 1


def test_an_unconfirmed_address_gets_nothing(project: Project, function: Function) -> None:
    user_id = project.alerted()
    project.db.execute("update auth.users set email_confirmed_at = null where id = %s", [user_id])

    function.deliver()

    assert function.mails == []
    assert project.delivery()["delivered_at"] is not None


def test_an_address_that_the_mail_service_does_not_take_is_given_up(
    project: Project, function: Function, hook: Hook
) -> None:
    project.alerted()
    hook.answers = [422]

    tally = function.deliver()

    assert tally == {"delivered": 1, "failed": 0}
    assert "takes no such address" in project.delivery()["last_error"]


@pytest.mark.parametrize("key", ["x", "run-key2", "run-kex"])
def test_only_who_has_the_key_can_run_it(project: Project, function: Function, key: str) -> None:
    project.alerted()

    answer = function.run(key)

    assert answer.status_code == 401
    assert project.delivery()["attempts"] == 0


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"RUN_KEY": ""}, "QUOTA_ALERTS_RUN_KEY is not set"),
        ({"WEBHOOK_URL": "http://example.com/s3cret"}, "must be https with a public name"),
        ({"WEBHOOK_URL": "https://10.0.0.1/s3cret"}, "must be https with a public name"),
        ({"SLACK_URL": "https://metadata.internal/s3cret"}, "must be https with a public name"),
        ({"WEBHOOK_SECRET": "whsec_x"}, "24 to 64 bytes in Base64"),
        ({"AT_90": "all"}, "QUOTA_ALERTS_AT_90 must be"),
        ({"LANGUAGE": "xx"}, "QUOTA_ALERTS_LANGUAGE must be one of"),
    ],
)
def test_a_wrong_setting_stops_it(
    deno: Any,
    stack: Stack,
    hook_server: Hook,
    tmp_path: Path,
    change: dict[str, str],
    says: str,
) -> None:
    log = tmp_path / "log"
    env = settings(hook_server, stack) | {
        f"QUOTA_ALERTS_{name}": value for name, value in change.items()
    }

    status = started(deno, log, env).wait(60)

    assert status == 1
    assert says in log.read_text()
    assert "s3cret" not in log.read_text()


def test_addresses_that_are_not_public_are_known(deno: Any, tmp_path: Path) -> None:
    private = [
        *("10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0"),  # noqa: S104
        *("127.0.0.1", "::1", "::", "fe80::1", "fd00::1", "::ffff:10.0.0.1", "64:ff9b::a00:1"),
        *("2002:a00:1::", "2001:0:a00:1::", "2001:db8::1", "224.0.0.1", "ff02::1", "240.0.0.1"),
    ]
    public = ["1.1.1.1", "172.32.0.1", "100.128.0.1", "2606:4700:4700::1111", "2a00:1450::1"]
    script = tmp_path / "script.ts"
    script.write_text(
        f"import {{ isPublic }} from {json.dumps((FUNCTION / 'channels.ts').as_uri())}\n"
        "console.log(JSON.stringify(Deno.args.filter(isPublic)))\n"
    )

    process = deno("run", "--no-remote", script, *private, *public, stdout=subprocess.PIPE)
    said, _ = process.communicate(timeout=60)

    assert json.loads(said) == public
