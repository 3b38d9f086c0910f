"""What takes too long for make test: Next.js before its newest, and shadcn's own command."""

import json
import os
import re
import subprocess
from collections.abc import Iterator
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from browser.conftest import Files
from hosts.looks import TEXTS, contrast
from playwright.sync_api import expect
from stack import hosts, install
from stack.paths import WIDGET

pytestmark = pytest.mark.skipif(not hosts.more_wanted(), reason="takes long: FULL_TESTS=1")

ITEM = WIDGET / "registry/ai-tokens-card.json"

# The project's base colour, which the command reads first, whatever it is to add.
NEUTRAL = {
    "inlineColors": {"light": {}, "dark": {}},
    "cssVars": {"light": {}, "dark": {}},
    "inlineColorsTemplate": "",
    "cssVarsTemplate": "",
}
COMPONENTS = {
    "style": "new-york",
    "rsc": True,
    "tsx": True,
    "tailwind": {
        "config": "",
        "css": "src/index.css",
        "baseColor": "neutral",
        "cssVariables": True,
    },
    "aliases": {
        "components": "@/components",
        "utils": "@/lib/utils",
        "ui": "@/components/ui",
        "lib": "@/lib",
        "hooks": "@/hooks",
    },
}


@pytest.mark.parametrize("query", ["", "?theme=dark", "?german"])
def test_next_15_renders_on_the_server_and_takes_over_without_a_warning(
    open_window: Any, next_15_host: str, query: str
) -> None:
    window = open_window(f"{next_15_host}{query}", color_scheme="dark")

    left = "6.000 Tokens übrig" if query == "?german" else "6,000 tokens left"
    expect(window.card).to_contain_text(left)
    colours = window.colours()
    assert (colours["background"] != [255, 255, 255]) == (query == "?theme=dark")
    assert min(contrast(colours[name], colours["background"]) for name in TEXTS) >= 4.5, colours
    assert contrast(colours["fill"], colours["track"]) >= 3, colours
    window.card.get_by_role("button").click()
    expect(window.page.get_by_role("dialog")).to_contain_text(re.compile(r"4[.,]000 \w+ 10[.,]000"))


def test_next_15_in_development_warns_of_nothing(
    open_window: Any, next_15_development: str
) -> None:
    window = open_window(next_15_development)
    expect(window.card).to_contain_text("6,000 tokens left", timeout=60_000)

    window.card.get_by_role("button").click()

    expect(window.page.get_by_role("dialog")).to_contain_text("4,000 of 10,000", timeout=60_000)


@pytest.fixture
def registry(tmp_path: Path) -> Iterator[tuple[str, list[str]]]:
    """Stands in for shadcn's registry, with its item of ours: where, and what was asked."""
    folder = tmp_path / "registry"
    (folder / "colors").mkdir(parents=True)
    (folder / "colors/neutral.json").write_text(json.dumps(NEUTRAL))
    (folder / "card.json").write_text(ITEM.read_text())
    asked: list[str] = []

    class Registry(Files):
        def do_GET(self) -> None:  # noqa: N802 - the name of the base class
            asked.append(self.path)
            super().do_GET()

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Registry, directory=str(folder)))
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    thread.join()
    server.server_close()


def code(text: str) -> str:
    """A file without its comments, of which the command drops the first."""
    return re.sub(r"(?s)/\*.*?\*/|(?m:^ *//[^\n]*)|\n", "", text)


@pytest.mark.parametrize("source", ["file", "url"])
def test_shadcn_puts_the_source_into_a_project(
    registry: tuple[str, list[str]], tmp_path: Path, source: str
) -> None:
    url, asked = registry
    app = tmp_path / "app"
    (app / "src").mkdir(parents=True)
    (app / "src/index.css").touch()
    (app / "components.json").write_text(json.dumps(COMPONENTS))
    paths = {"jsx": "react-jsx", "paths": {"@/*": ["./src/*"]}}
    (app / "tsconfig.json").write_text(json.dumps({"compilerOptions": paths}))
    package = json.dumps({"private": True, "dependencies": {"ai-token-quotas": "file:client.tgz"}})
    (app / "package.json").write_text(package)

    done = subprocess.run(
        [
            *(install.node(), hosts.MORE_MODULES / "shadcn/dist/index.js", "add", "--yes"),
            str(ITEM) if source == "file" else f"{url}/card.json",
        ],
        cwd=app,
        # No other server is in reach, npm's included.
        env={
            "PATH": f"{install.node().parent}:{os.environ['PATH']}",
            "HOME": str(tmp_path),
            "REGISTRY_URL": url,
            "npm_config_offline": "true",
        },
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr
    item = json.loads(ITEM.read_text())
    for file in item["files"]:
        written = (app / "src" / file["target"]).read_text()
        assert code(written) == code(file["content"]), file["target"]
    assert (app / "package.json").read_text() == package
    assert set(asked) == {"/colors/neutral.json", *(["/card.json"] if source == "url" else [])}
