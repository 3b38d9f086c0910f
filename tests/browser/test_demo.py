"""`make demo`, as somebody starts it who has port 5173 in use."""

import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from browser.visitors import ROOT, Visitor
from playwright.sync_api import expect
from stack.paths import WIDGET
from stack.ports import free_port
from upgrade.servers import unavailable
from waiting import wait_until

# Notes each state of the page in which a part of an answer is shown: the part, and what is held.
WATCH = """
window.seen = []
new MutationObserver(() => {
  const part = document.querySelector('.so-far')?.textContent
  const held = document.querySelector('.ai-tokens-bar > .ai-tokens-held')
  if (part) window.seen.push([part, held?.style.inlineSize, held?.parentElement.ariaValueText])
}).observe(document, { childList: true, subtree: true, characterData: true })
"""


def start(port: int, log: Path) -> subprocess.Popen[bytes]:
    """Start the demo on a port, in a process group of its own."""
    if not (WIDGET / "node_modules/stamp").exists():
        unavailable("what packages/widget is built with", "packages/widget/node_modules")
    with log.open("wb") as file:
        return subprocess.Popen(
            ["make", "demo", f"ARGS=--port {port}"],
            cwd=ROOT,
            stdout=file,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def answers(url: str) -> bool:
    """Tell whether somebody serves there."""
    try:
        return httpx.get(url).is_success
    except httpx.TransportError:
        return False


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where `make demo` serves, on a port that was asked for."""
    port, log = free_port(), tmp_path_factory.mktemp("demo") / "log"
    with start(port, log) as process:
        url = f"http://127.0.0.1:{port}/"
        try:
            assert wait_until(lambda: answers(url) or process.poll() is not None, 120)
            assert process.poll() is None, log.read_text()
            yield url
        finally:
            os.killpg(process.pid, signal.SIGTERM)


def test_tokens_are_held_while_the_answer_comes_in_and_settled_after_it(
    visitor: Visitor,
) -> None:
    visitor.page.goto(f"{visitor.demo}?pace=200")
    visitor.sign_up()
    visitor.page.evaluate(WATCH)

    visitor.ask(1_500)

    expect(visitor.card).to_contain_text("8,000 tokens left20% used")
    expect(visitor.card).not_to_contain_text("held")
    expect(visitor.bar.locator(".ai-tokens-held")).to_have_count(0)
    expect(visitor.bar).to_have_attribute("aria-valuetext", "2,000 of 10,000 tokens used, 20%")
    seen = visitor.page.evaluate("seen")
    held = [part for part, width, _ in seen if width == "20%"]
    assert len(set(held)) > 1
    assert held[-1].endswith("word by word.")
    assert {text for _, width, text in seen if width} == {
        "0 of 10,000 tokens used, 0%; 2,000 held for running calls"
    }


def test_a_port_that_is_taken_is_refused(demo: str, tmp_path: Path) -> None:
    port, log = httpx.URL(demo).port, tmp_path / "log"
    assert port

    with start(port, log) as process:
        status = process.wait(60)

    assert status != 0
    assert f"Port {port} is taken" in log.read_text()
    assert 'make demo ARGS="--port PORT"' in log.read_text()
