"""What the package ships: releases, prices, and the SQL of this command."""

import hashlib
import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

# In the wheel, or in the repository.
SHIPPED = Path(__file__).parent / "releases"
SQL = SHIPPED if SHIPPED.is_dir() else Path(__file__).parents[2] / "supabase"

GUIDE_TABLES = "migrations/20250126000003_token_tracking_monetization.sql"
PRICES = "seeds/seed_ai_model_prices.sql"

HEADER = re.compile(r"-- AI token quotas (\d+\.\d+\.\d+)\b")
SEAL = re.compile(r"insert into ai_quota\.releases .*'([0-9a-f]{64})'[^\n]*\n\Z")


@dataclass(frozen=True)
class Release:
    """A frozen migration: the first installs everything, each later one is a step."""

    version: str
    text: str


def read(name: str) -> str:
    """The text of a shipped file."""
    return (SQL / name).read_text(encoding="utf-8")


@cache
def releases() -> tuple[Release, ...]:
    """All releases, oldest first."""
    texts = (path.read_text(encoding="utf-8") for path in (SQL / "migrations").glob("*.sql"))
    found = [Release(header[1], text) for text in texts if (header := HEADER.match(text))]
    return tuple(sorted(found, key=lambda release: number(release.version)))


def newest() -> str:
    """The newest version that is shipped."""
    return releases()[-1].version


def number(version: str) -> tuple[int, ...]:
    """A version in a form that can be compared."""
    return tuple(int(part) for part in version.split("."))


def fingerprint(version: str) -> dict[str, str] | None:
    """What the release consists of, or None for one that this command does not know."""
    path = SQL / "cli/fingerprints" / f"{version}.json"
    if not path.exists():
        return None
    found: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return found


def is_whole(text: str) -> bool:
    """Whether the last line of a release has the checksum of all lines above it."""
    seal = SEAL.search(text)
    return seal is not None and sha256(text[: seal.start()]) == seal[1]


def sha256(text: str) -> str:
    """The checksum of a text."""
    return hashlib.sha256(text.encode()).hexdigest()
