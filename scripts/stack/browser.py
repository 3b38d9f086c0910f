"""The browser of the tests: one that is there, or Debian's Chromium in the state folder."""

import os
import shutil
from pathlib import Path

from stack.paths import BROWSER

NAMES = ("chromium-headless-shell", "chromium", "google-chrome")

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
exec "$here/usr/lib/chromium/chromium-headless-shell" "$@"
"""


def program() -> Path | None:
    """The browser to start; None if there is none."""
    ours = BROWSER / "chromium"
    return on_system() or (ours if ours.exists() else None)


def on_system() -> Path | None:
    """A Chromium that is there already: CHROMIUM says which, else the PATH."""
    named = os.environ.get("CHROMIUM")
    found = named or next((path for name in NAMES if (path := shutil.which(name))), None)
    return Path(found) if found else None


def write_starter(folder: Path) -> None:
    """Write the script that starts the unpacked browser."""
    (folder / "fonts.conf").write_text(FONTS)
    starter = folder / "chromium"
    starter.write_text(STARTER)
    starter.chmod(0o755)
