"""A user, the stand-ins for a provider and the Edge runtime, and how to read a guide."""

import re
from pathlib import Path

from api.conftest import connect, db, sign_up, stack
from client.conftest import beside, fresh, node, run, tarball
from gateway.conftest import provider, provider_process, start_gateway, user
from stack.paths import ROOT

__all__ = [
    "beside",
    "connect",
    "db",
    "fresh",
    "node",
    "provider",
    "provider_process",
    "run",
    "sign_up",
    "stack",
    "start_gateway",
    "tarball",
    "user",
]

GUIDES = ROOT / "docs/guides"
EXAMPLES = ROOT / "examples"


def commands(guide: str, folder: Path) -> list[str]:
    """What a guide has a newcomer type, in a folder that has a clone of this repository."""
    (folder / "ai-token-quotas").symlink_to(ROOT)
    return re.findall(r"```sh\n(.*?)```", (GUIDES / guide).read_text(), re.DOTALL)
