"""Runs the commands of a page as a reader types them, in one shell."""

import os
import signal
import subprocess
from contextlib import suppress
from pathlib import Path

from docs.blocks import Block, blocks

WAIT = """
for _ in $(seq 200); do curl -so /dev/null {url} && break; sleep 0.05; done
curl -so /dev/null {url}
"""


def run_page(page: str, folder: Path, env: dict[str, str], replaced: dict[str, str]) -> None:
    """Write the files of a page, run its commands, and compare what they say."""
    found = [block for block in blocks(page) if not block.norun]
    for block in found:
        if block.title:
            file = folder / block.title
            # Written by the reader, so after the commands that make its folder.
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(block.text)
    commands = [block for block in found if block.language == "sh"]
    script = "".join(
        _written(block, folder / f"said-{place}") for place, block in enumerate(commands)
    )
    for port, free in replaced.items():
        script = script.replace(port, free)
    with subprocess.Popen(
        ["bash", "-eu", "-o", "pipefail", "-c", script],
        cwd=folder,
        env={**os.environ, **env},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        try:
            status = process.wait(180)
        finally:
            # What still serves, if anything does.
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)
    told = {place: folder / f"said-{place}" for place in range(len(commands))}
    for place, block in enumerate(commands):
        said = told[place].read_text() if told[place].exists() else "(was not reached)"
        assert told[place].exists(), f"{block}: {_all(told)}"
        assert block.expect in said, f"{block} said: {said}"
    assert status == 0, _all(told)


def _written(block: Block, said: Path) -> str:
    if block.serve:
        return f"{{\n{block.text}}} >{said} 2>&1 &\n{WAIT.format(url=block.serve)}"
    return f"{{\n{block.text}}} >{said} 2>&1\n"


def _all(told: dict[int, Path]) -> str:
    return "\n".join(path.read_text() for path in told.values() if path.exists())
