"""The migrations of a Supabase project: those of ours that are there, and new ones."""

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from ai_token_quotas.shipped import GUIDE_TABLES, HEADER, Release, is_whole, number, read, sha256
from ai_token_quotas.ui import WRONG, Failure

# The first line of a file of ours: what it is, and the checksum of everything below.
MARK = re.compile(r"-- ai-token-quotas: ([a-z ]+?)(?: (\d\S*))?, sha256 ([0-9a-f]{64})\Z")
OURS = re.compile(r"\d+_ai_token_quotas_.+\.sql")
MIGRATION = re.compile(r"(\d+)_.*\.sql")
DIGITS = 14


@dataclass(frozen=True)
class Migration:
    """A migration of ours: its kind, and the version or date that belongs to it."""

    path: Path
    kind: str
    name: str
    checksum: str
    whole: bool = True

    @classmethod
    def recognise(cls, path: Path) -> "Migration | None":
        """What the file is, or None for one of the host's."""
        text = path.read_text(encoding="utf-8", errors="replace")
        first, _, rest = text.partition("\n")
        if mark := MARK.match(first):
            kind, name, checksum = mark.groups()
            return cls(path, kind, name or "", checksum, sha256(rest) == checksum)
        if header := HEADER.match(first):
            return cls(path, "release", header[1], sha256(text), is_whole(text))
        if text == read(GUIDE_TABLES):
            return cls(path, "guide tables", "", sha256(text))
        return cls(path, "", "", "", whole=False) if OURS.fullmatch(path.name) else None


@dataclass
class State:
    """What the migrations of a project leave behind, once they have run in their order."""

    versions: set[str] = field(default_factory=set)
    prices: dict[str, str] = field(default_factory=dict)
    has_guide_tables: bool = False
    # The version whose data an uninstallation kept.
    archived: str | None = None

    def apply(self, migration: Migration) -> None:
        """Take one more migration into account."""
        match migration.kind:
            case "release":
                self.versions.add(migration.name)
            case "prices":
                self.prices[migration.checksum] = migration.name
            case "guide tables":
                self.has_guide_tables = True
            case "data":
                self.archived = None
            case "uninstall" | "uninstall keeping data" as kind:
                if kind != "uninstall":
                    self.archived = self.version
                self.versions, self.prices = set(), {}

    @property
    def version(self) -> str | None:
        """The newest version, or None where the package is not installed."""
        return max(self.versions, key=number, default=None)

    def missing(self, shipped: Sequence[Release]) -> list[Release]:
        """The releases after the newest one that is there."""
        after = number(self.version) if self.version else ()
        return [release for release in shipped if number(release.version) > after]


class Project:
    """A folder with a folder `supabase`."""

    def __init__(self, folder: Path) -> None:
        """Read the migrations; anything half-written stops here, before a change."""
        if not (folder / "supabase").is_dir():
            raise Failure(
                f"{folder} has no folder supabase: name the project with --project, "
                "or make one with `supabase init`."
            )
        self.folder = folder / "supabase" / "migrations"
        self.state = State()
        try:
            for migration in self._ours():
                if not migration.whole:
                    raise Failure(
                        f"{migration.path} is incomplete, or was changed: restore it from version "
                        "control, or remove it if it was never pushed. Nothing was written.",
                        WRONG,
                    )
                self.state.apply(migration)
        except OSError as error:
            raise _unusable(error) from None

    def write(self, texts: Sequence[tuple[str, str, str]]) -> list[Path]:
        """Write files of those kinds, names and texts: all are complete, or none is there."""
        stamp = self._stamp()
        made: dict[Path, Path] = {}
        try:
            self.folder.mkdir(exist_ok=True)
            for place, (kind, name, text) in enumerate(texts):
                title = "_".join(filter(None, ("" if kind == "release" else kind, name)))
                file = f"{stamp + place}_ai_token_quotas_{title}.sql".replace(" ", "_")
                partial = self.folder / f".{file}.partial"
                made[partial] = self.folder / file
                partial.write_text(_marked(kind, name, text), encoding="utf-8", newline="\n")
            for partial, path in made.items():
                partial.rename(path)
        except OSError as error:
            for partial in made:
                with suppress(OSError):
                    partial.unlink(missing_ok=True)
            raise _unusable(error) from None
        return list(made.values())

    def _ours(self) -> Iterator[Migration]:
        """The migrations of ours in the order in which they run."""
        for path in self._migrations():
            if migration := Migration.recognise(path):
                yield migration

    def _migrations(self) -> list[Path]:
        if not self.folder.exists():
            return []
        found = (path for path in self.folder.iterdir() if MIGRATION.fullmatch(path.name))
        return sorted(found, key=lambda path: path.name.split("_")[0])

    def _stamp(self) -> int:
        """A version of 14 digits after every other, and not before now.

        The CLI compares versions as strings, so that a shorter one counts like its first digits.
        """
        now = int(datetime.now(UTC).strftime("%Y%m%d%H%M%S"))
        versions = (path.name.split("_")[0] for path in self._migrations())
        newest = max((int(one[:DIGITS].ljust(DIGITS, "0")) for one in versions), default=0)
        if len(str(newest + 100)) > DIGITS:
            raise Failure(
                f"{self._migrations()[-1].name} leaves no later version for a migration: "
                "give it a smaller number.",
                WRONG,
            )
        return max(now, newest + 1)


def _marked(kind: str, name: str, text: str) -> str:
    what = f"{kind} {name}".strip()
    return f"-- ai-token-quotas: {what}, sha256 {sha256(text)}\n{text}"


def _unusable(error: OSError) -> Failure:
    return Failure(f"{error.filename}: {error.strerror}. Nothing was written.", WRONG)
