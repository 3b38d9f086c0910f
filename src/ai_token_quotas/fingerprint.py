"""What a database has of the package, part by part: compared with what the release has."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import psycopg

from ai_token_quotas.shipped import read

PUBLIC = ("table public.", "view public.", "type public.", "function public.")
# What has types and rules of its own in older deployments: two tables, and the views of them.
ADOPTED = (
    "public.user_ai_quotas",
    "public.ai_agent_usage",
    "public.ai_quota_daily",
    "public.ai_quota_unpriced_models",
)
OWN_FORM = ("column ", "constraint ", "index ", "view ")
# What their writers keep.
ADOPTED_EXTRAS = re.compile(
    r'policy "users report their own usage" on public\.ai_agent_usage'
    r"|right of authenticated to execute function public\.initialize_user_quota\("
    r"|right of (authenticated|service_role) to insert \(.+\) public\.ai_agent_usage"
    r"|right of service_role to update \(.+\) public\.user_ai_quotas"
)
# What others are a part of.
WHOLE = ("table ", "view ", "function ")
RIGHT = re.compile(r"right of (\w+) to (.+)")

Release = Mapping[str, str]


@dataclass(frozen=True)
class Part:
    """A part of the package as it is in a database, and the statement that takes it away."""

    definition: str
    undo: str


@dataclass(frozen=True)
class Difference:
    """A part that is missing, or changed, or not of the release."""

    problem: str
    remedy: str


def names(release: Iterable[str]) -> list[str]:
    """The relations and functions in public that the parts of a release name."""
    found = (part.split(" public.", 1)[1] for part in release if part.startswith(PUBLIC))
    return sorted({name.split("(")[0] for name in found})


def take(db: psycopg.Connection, of: Iterable[str]) -> dict[str, Part]:
    """The parts of the package with those names in public; inside a transaction."""
    db.execute("set local search_path = ''")
    listed = f"{{{','.join(of)}}}"
    db.execute("select set_config('ai_quota.names', %s, true)", [listed])
    rows = db.execute(read("cli/fingerprint.sql").encode()).fetchall()
    if db.execute("select to_regclass('cron.job')").fetchone() != (None,):
        rows += db.execute(read("cli/jobs.sql").encode()).fetchall()
    return {name: Part(definition, undo) for name, definition, undo in rows}


def text_of_release(db: psycopg.Connection) -> str:
    """The file to ship for a release: see `of_release`."""
    return json.dumps(of_release(db), indent=0, sort_keys=True) + "\n"


def of_release(db: psycopg.Connection) -> dict[str, str]:
    """The parts of the release in a database that has nothing else, guide tables excepted."""
    guides = ("profiles", "ai_agents", "create_profile")
    with db.transaction(force_rollback=True):
        rows = db.execute(
            """
            select t.typname from pg_type as t
            where t.typnamespace = 'public'::regnamespace and t.typelem = 0
            union
            select p.proname from pg_proc as p
            where p.pronamespace = 'public'::regnamespace
            """
        ).fetchall()
        listed = sorted(name for (name,) in rows if name not in guides)
        found = take(db, listed)
    return {
        name: part.definition
        for name, part in sorted(found.items())
        if not name.startswith("cron job ") or _is_of(("ai_quota.", *listed), part.definition)
    }


def differences(
    release: Release, found: Mapping[str, Part], *, adopted: bool, again: str
) -> Iterator[Difference]:
    """What to repair; `again` says how to get back what no single statement restores."""
    missing = release.keys() - found.keys()
    gone = [name.split(" ", 1)[1] for name in missing if name.startswith(WHOLE)]
    for name, definition in release.items():
        part = found.get(name)
        is_own = adopted and name.startswith(OWN_FORM) and _is_of(ADOPTED, name + definition)
        is_statement = definition.endswith(";")
        if part is None:
            # A table that is gone is one line, whatever was on it.
            if not name.startswith(WHOLE) and _is_of(gone, name + definition):
                continue
            if not (is_own and _is_of((" PRIMARY KEY ", " UNIQUE "), definition)):
                # Its rows are gone too.
                remedy = "restore it from a backup" if name.startswith("table ") else again
                yield Difference(f"{name} is missing", definition if is_statement else remedy)
        elif part.definition != definition and not is_own:
            remedy = f"{part.undo} {definition}" if part.undo and is_statement else again
            yield Difference(f"{name} is not as the release has it", remedy)
    for name in sorted(found.keys() - release.keys()):
        if adopted and ADOPTED_EXTRAS.match(name):
            continue
        if name.startswith("policy "):
            yield Difference(f"{name} is not of the release: it opens the table", found[name].undo)
        elif name.startswith("function public."):
            yield Difference(
                f"{name} has the name of a function of the release: PostgREST confuses them",
                "give it another name",
            )
        elif right := RIGHT.match(name):
            role, action = right.groups()
            if not action.startswith("execute ") or action.removeprefix("execute ") in release:
                yield Difference(f"{role} may {action}", found[name].undo)


def _is_of(words: Iterable[str], text: str) -> bool:
    return any(word in text for word in words)
