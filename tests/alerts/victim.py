"""A worker to be killed: in a process of its own, which begins with everything imported."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from ai_token_quotas.worker import config as settings
from ai_token_quotas.worker.run import run


def work(env: Mapping[str, str], log: Path, *, once: bool) -> None:
    """What the command does."""
    with log.open("a") as file:
        os.dup2(file.fileno(), sys.stderr.fileno())
    run(settings.read(None, env=env), once=once)
