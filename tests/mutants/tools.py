"""How mutations break the statements of supabase/schemas."""

import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "scripts"))

from stack import release  # noqa: E402

# The tables of the guide, which have rights and a trigger as well.
GUIDE = ROOT / "supabase/migrations/20250126000003_token_tracking_monetization.sql"

API_ROLES = "anon, authenticated, service_role"
CLOSED = "from public, anon, authenticated, service_role;"


@dataclass(frozen=True)
class Change:
    """Statements in a broken form, and in their own."""

    broken: str
    original: str

    def __add__(self, other: "Change") -> "Change":
        """Both changes."""
        return Change(
            f"{self.broken}\n{other.broken}",
            f"{self.original}\n{other.original}",
        )


@dataclass(frozen=True)
class Mutation:
    """One way to break the SQL, and the tests that must notice: one of them, or every one."""

    name: str
    change: Change
    tests: str
    every: bool = False


def statements(path: Path) -> list[str]:
    """The statements of a file, without comments between them."""
    return [sql for _, sql, _ in release.STATEMENT.findall(path.read_text())]


SOURCES = {path.stem: statements(path) for path in (GUIDE,)} | {
    path.relative_to(ROOT / "supabase/schemas").as_posix(): statements(path)
    for path in release.sources(ROOT)
}


def find(start: str) -> str:
    """The only statement that begins so."""
    found = [sql for file in SOURCES.values() for sql in file if sql.startswith(start)]
    if len(found) != 1:
        raise LookupError(f"{len(found)} statements begin with: {start}")
    return found[0]


def replace(sql: str, *pairs: tuple[str, str]) -> str:
    """The statement with each piece exchanged wherever it occurs; every piece must be there."""
    for old, new in pairs:
        if old not in sql:
            raise LookupError(f"nothing to replace, {old!r} in: {sql[:60]}")
        sql = sql.replace(old, new)
    return sql


def replace_in(function: str, *pairs: tuple[str, str]) -> Change:
    """A function with pieces of its text exchanged; of two with one name, by its first argument."""
    name, _, argument = function.partition("(")
    original = find(f"create or replace function {name}({argument}")
    return Change(replace(original, *pairs), original)


def never(trigger: str) -> Change:
    """A trigger that never fires."""
    original = find(f'create or replace trigger "{trigger}"')
    return Change(
        replace(original, ("execute function", "when (false) execute function")), original
    )


def readable(table: str) -> Change:
    """A table with a policy that lets every signed-in user read every row."""
    file = SOURCES[table]
    (original,) = [sql for sql in file if sql.startswith("create policy")]
    policy, on = re.findall(r'create policy ("[^"]+")\s+on (\S+)', original)[0]
    anew = f"drop policy {policy} on {on};\n"
    return Change(anew + original[: original.index("using (")] + "using (true);", anew + original)


def rights(change: Callable[[str], str], *files: str) -> Change:
    """Row level security, grants and revokes of these files, or of all, each changed so."""
    wanted = re.compile(r"(revoke|grant)\s(?!.*\bschema\b)|alter table public.* row level security")
    originals = [sql for file in files or SOURCES for sql in SOURCES[file] if wanted.match(sql)]
    return Change("\n".join(map(change, originals)), "\n".join(originals))


def opened(sql: str) -> str:
    """Every right to every API role, past row level security."""
    if sql.startswith("revoke"):
        return replace(sql, ("revoke ", "grant "), (CLOSED, f"to {API_ROLES};"))
    return sql.replace("enable row", "disable row")


def closed(sql: str) -> str:
    """No right to any API role."""
    return "" if sql.startswith("grant") else sql


EVERYBODY = replace_in(
    "ai_quota.authorize_user", ("if not ai_quota.is_end_user() then", "if true then")
)
OPERATED = replace_in(
    "ai_quota.authorize_operator", ("if not ai_quota.is_end_user() then", "if true then")
)
SERVED = replace_in("ai_quota.authorize_server", ("ai_quota.is_end_user()", "false"))
UNTIL = "least(q.period_end, q.limits_expire_at, q.reserved_valid_until)"
UNTIL_BUT_OVERRIDE = "least(q.period_end, q.reserved_valid_until)"
UNTIL_BUT_RESERVATIONS = "least(q.period_end, q.limits_expire_at)"

DENIALS = (
    "test_rights.py and (not_see or anon or cannot or no_user or functions_only)"
    " and not internals and not user_metadata or do_none_of_it"
)
PERMISSIONS = (
    "test_rights.py and (reads_its_own or admins_and_the_server_read or what_is_shared"
    " or server_writes or record_their_own or server_initializes) and not functions_only"
)
