"""The browsers of the tests: those that are there, or Debian's in the state folder."""

import os
import shutil
from pathlib import Path

from stack.paths import BROWSER, FIREFOX

NAMES = ("chromium-headless-shell", "chromium", "google-chrome")
FIREFOX_NAMES = ("firefox-esr", "firefox")

FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir prefix="relative">usr/share/fonts</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
  <alias><family>system-ui</family><prefer><family>Inter</family></prefer></alias>
  <alias><family>sans-serif</family><prefer><family>Inter</family></prefer></alias>
</fontconfig>
"""

# Its libraries and fonts are where it was unpacked.
STARTER = """#!/bin/sh
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
LD_LIBRARY_PATH=
for folder in "$here"/usr/lib/*-linux-gnu "$here"/usr/lib/*-linux-gnu/*/ "$here"/lib/*-linux-gnu; do
  LD_LIBRARY_PATH=$LD_LIBRARY_PATH${LD_LIBRARY_PATH:+:}$folder
done
FONTCONFIG_FILE=$here/fonts.conf
XDG_CACHE_HOME=$here/cache
export LD_LIBRARY_PATH FONTCONFIG_FILE XDG_CACHE_HOME
exec "$here/PROGRAM" "$@"
"""


def program() -> Path | None:
    """The Chromium to start; None if there is none."""
    ours = BROWSER / "chromium"
    return on_system() or (ours if ours.exists() else None)


def on_system() -> Path | None:
    """A Chromium that is there already: CHROMIUM says which, else the PATH."""
    return _named("CHROMIUM", NAMES)


def firefox() -> Path | None:
    """The Firefox to start; None if there is none."""
    ours = FIREFOX / "firefox"
    return firefox_on_system() or (ours if ours.exists() else None)


def firefox_on_system() -> Path | None:
    """A Firefox that is there already: FIREFOX says which, else the PATH."""
    return _named("FIREFOX", FIREFOX_NAMES)


def write_starter(folder: Path, name: str, program: str) -> None:
    """Write the script that starts an unpacked browser."""
    (folder / "fonts.conf").write_text(FONTS)
    starter = folder / name
    starter.write_text(STARTER.replace("PROGRAM", program))
    starter.chmod(0o755)


def _named(variable: str, names: tuple[str, ...]) -> Path | None:
    found = os.environ.get(variable) or next(
        (path for name in names if (path := shutil.which(name))), None
    )
    return Path(found) if found else None
