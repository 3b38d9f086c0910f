"""Debian's Firefox through WebDriver BiDi, which it speaks itself: no driver is between."""

import json
import re
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from websockets.sync.client import connect
from websockets.sync.connection import Connection

# A viewer who prefers dark; and nothing of the browser's own talks to anybody.
PREFERENCES = {
    "layout.css.prefers-color-scheme.content-override": 0,
    "app.normandy.enabled": False,
    "app.update.enabled": False,
    "browser.backup.enabled": False,
    "browser.safebrowsing.malware.enabled": False,
    "browser.safebrowsing.phishing.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.homepage_override.mstone": "ignore",
    "datareporting.policy.dataSubmissionEnabled": False,
    "dom.push.connection.enabled": False,
    "extensions.getAddons.cache.enabled": False,
    "extensions.systemAddon.update.enabled": False,
    "extensions.update.enabled": False,
    "intl.accept_languages": "en-US",
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "services.settings.server": "http://127.0.0.1:9",
    "toolkit.telemetry.enabled": False,
}

# What the policy of a page stopped is told to nobody else.
WATCH = """(key, session) => {
  // The empty page before it has no storage.
  if (origin === 'null') return
  if (session) localStorage[key] = session
  window.violations = []
  document.addEventListener('securitypolicyviolation', (event) =>
    window.violations.push(`${event.violatedDirective} ${event.blockedURI}`))
}"""

APPEARS = """(selector, text, seconds) => new Promise((resolve) => {
  const until = performance.now() + seconds * 1000
  const look = () => {
    const found = [...document.querySelectorAll(selector)].map((one) => one.innerText).join(' ')
    if (found.includes(text) || performance.now() > until) resolve(found)
    else setTimeout(look, 50)
  }
  look()
})"""


@dataclass
class Firefox:
    """A running browser."""

    socket: Connection
    complaints: list[str] = field(default_factory=list)
    sent: int = 0

    def send(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Sends a command, and waits for its answer; what pages say meanwhile is kept."""
        self.sent += 1
        self.socket.send(json.dumps({"id": self.sent, "method": method, "params": parameters}))
        while True:
            message = json.loads(self.socket.recv(30))
            if message.get("method") == "log.entryAdded":
                entry = message["params"]
                if entry["level"] in {"warn", "error"}:
                    self.complaints.append(str(entry.get("text")))
            if message.get("id") != self.sent:
                continue
            if message["type"] == "error":
                raise RuntimeError(f"{method}: {message['error']}: {message['message']}")
            answer: dict[str, Any] = message["result"]
            return answer


@dataclass
class Tab:
    """A page in a window of its own."""

    firefox: Firefox
    context: str

    def run(self, function: str, *arguments: Any) -> Any:
        """Calls a function in the page; arguments and answer are JSON."""
        answer = self.firefox.send(
            "script.callFunction",
            functionDeclaration="async (text) =>"
            f" JSON.stringify(await ({function})(...JSON.parse(text)))",
            arguments=[{"type": "string", "value": json.dumps(arguments)}],
            target={"context": self.context},
            awaitPromise=True,
        )
        if answer["type"] == "exception":
            raise RuntimeError(answer["exceptionDetails"]["text"])
        text = answer["result"].get("value")
        return None if text is None else json.loads(text)

    def text(self, selector: str, expected: str, seconds: float = 8) -> str:
        """The text of an element, once it has what is expected, or in the end."""
        found: str = self.run(APPEARS, selector, expected, seconds)
        return found


@contextmanager
def start(program: str) -> Iterator[Firefox]:
    """A browser with a profile of its own, both gone in the end."""
    with tempfile.TemporaryDirectory() as folder:
        lines = [
            f"user_pref({json.dumps(name)}, {json.dumps(value)});"
            for name, value in PREFERENCES.items()
        ]
        Path(folder, "user.js").write_text("\n".join(lines))
        words = ("--headless", "--no-remote", "--profile", folder, "--remote-debugging-port", "0")
        process = subprocess.Popen(
            [program, *words],
            env={"HOME": folder, "PATH": "/usr/bin:/bin", "TZ": "UTC"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        try:
            with connect(f"{_address(process)}/session", max_size=None) as socket:
                firefox = Firefox(socket)
                firefox.send("session.new", capabilities={})
                firefox.send("session.subscribe", events=["log.entryAdded"])
                yield firefox
        finally:
            process.terminate()
            process.communicate()


def open_tab(firefox: Firefox, url: str, key: str = "", session: str = "") -> Tab:
    """Opens a page in a window without a past, with what supabase-js keeps of a session."""
    user = firefox.send("browser.createUserContext")["userContext"]
    context = firefox.send("browsingContext.create", type="tab", userContext=user)["context"]
    firefox.send(
        "script.addPreloadScript",
        functionDeclaration=f"() => ({WATCH})({json.dumps(key)}, {json.dumps(session)})",
        contexts=[context],
    )
    firefox.send(
        "browsingContext.setViewport", context=context, viewport={"width": 800, "height": 800}
    )
    firefox.send("browsingContext.navigate", context=context, url=url, wait="complete")
    return Tab(firefox, context)


def _address(process: subprocess.Popen[str]) -> str:
    said = ""
    for line in process.stderr or ():
        said += line
        if found := re.search(r"ws://127\.0\.0\.1:\d+", line):
            return found[0]
    raise RuntimeError(f"Firefox did not start: {said}")
