"""The site, as it is built, in a browser."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser.conftest import serve
from playwright.sync_api import Browser, ViewportSize
from stack.paths import BIN, ROOT

PHONE = ViewportSize(width=360, height=800)
# How much wider than the window a page is, the images that it does not show, and code that has
# slipped out of a numbered list, which then begins again at 1.
FAULTS = """() => {
  const { scrollWidth, clientWidth } = document.documentElement
  const broken = [...document.images].filter((image) => image.complete && !image.naturalWidth)
  const slipped = [...document.querySelectorAll('ol + .highlight')]
  return [
    scrollWidth - clientWidth,
    ...broken.map((image) => image.src),
    ...slipped.map((code) => code.textContent),
  ].filter(Boolean)
}"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the site."""
    folder = tmp_path_factory.mktemp("site")
    command = [str(BIN / "mkdocs"), "build", "--quiet", "--site-dir", str(folder)]
    subprocess.run(command, cwd=ROOT, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"}, check=True)
    return folder


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    """Where it is served."""
    yield from serve(str(site))


def test_on_a_phone_every_page_fits_and_is_shown_whole(
    site: Path, address: str, chromium: Browser
) -> None:
    pages = [path for path in sorted(site.rglob("*.html")) if path.with_suffix(".md").exists()]
    window = chromium.new_context(viewport=PHONE)
    page = window.new_page()
    # The index of the search is large, and no part of what is looked at.
    page.route("**/search/**", lambda route: route.abort())

    found = {}
    for path in pages:
        page.goto(f"{address.rstrip('/')}/{path.relative_to(site)}")
        if faults := page.evaluate(FAULTS):
            found[path.name] = faults
    window.close()

    assert len(pages) > 50
    assert found == {}
