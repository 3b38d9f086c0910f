"""Releases: migrations that are made from supabase/schemas and never change once released."""

import hashlib
import re
import textwrap
import tomllib
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path

from stack.ui import Failure

BASE = "migrations/20251029000001_deploy_production_quotas.sql"
FROZEN = "releases.sha256"

# What older deployments need before a schema file, and after all of them.
ADOPT_BEFORE = {
    "schemas/tables/quotas.sql": "adopt/quotas.sql",
    "schemas/tables/usage.sql": "adopt/usage.sql",
    "schemas/api/get_user_quota_status.sql": "adopt/functions.sql",
}
ADOPT_LAST = ("adopt/direct_writers.sql", "adopt/data.sql")
# Older deployments keep more rights to what these make: a grant made anew would take them away.
RIGHTS_BY_HAND = re.compile("tables/(quotas|usage)|api/initialize_user_quota")

# Leading blanks and comments, then one statement up to its semicolon.
STATEMENT = re.compile(
    r"""(?s)((?:\s|--[^\n]*)*+)((?:--[^\n]*|'[^']*'|"[^"]*"|(\$\w*\$).*?\3|[^;])*+;)"""
)
# Names in public, on auth.users and in pg_cron; a key's name tells the table, and so the schema.
NAMES = {
    "table": r"^create table public\.(\w+)",
    "index": r"^(?:create (?:unique )?index (?=\w+\s+on public\.)"
    r"|  constraint (?=(?:ai_quota|ai_agent|user_ai)_\w+ (?:primary key|unique)\b))(\w+)",
    "view": r"^create (?:or replace )?view public\.(\w+)",
    "type": r"^create type public\.(\w+)",
    "function": r"^create (?:or replace )?function public\.(\w+)",
    "trigger": r'^create (?:or replace )?trigger "(~ai_quota_\w+)"[^;]* on auth\.users',
    "cron job": r"\bcron\.schedule\(\s*'([^']+)'",
}

HEADER = re.compile(r"-- AI token quotas (\d+\.\d+\.\d+)\b")
BY_HAND = "-- By hand: kept when this file is made anew\n"
GENERATED = "-- Generated: functions, triggers, views, comments and grants whose text changed\n"
NOTE = "-- By hand above: "
SEAL = "insert into ai_quota.releases (version, checksum) values "
GRANTS = "grants of "
RERUNNABLE = ("create or replace ", "comment on ", GRANTS)

STEP = """\
-- AI token quotas {release}, for databases with {previous}. Made by `make migration`.
-- Frozen once released: never edit.

do $$
declare
  v_found text;
  v_remedy text := 'Apply the migrations up to {previous} first.';
  v_timeout constant text := current_setting('lock_timeout');
begin
  if to_regproc('ai_quota.version') is not null then
    v_found := ai_quota.version();
  end if;
  if v_found = '{previous}' then
    -- Lock all tables at once: statements below that lock one after the other could deadlock with
    -- a call, and the call would fail. Each wait is shorter than deadlock_timeout.
    perform set_config('lock_timeout', '100ms', true);
    for v_try in 1 .. 100 loop
      begin
        execute (
          select 'lock table ' || string_agg(c.oid::regclass::text, ', ')
          from pg_catalog.pg_class as c
          where c.relkind = 'r'
            and pg_has_role(c.relowner, 'usage')
            and (
              c.relnamespace = 'ai_quota'::regnamespace
              or c.relnamespace = 'public'::regnamespace
              and (
                c.relname in ('user_ai_quotas', 'ai_agent_usage')
                or c.relname like 'ai\\_quota\\_%'
              )
            )
        );
        perform set_config('lock_timeout', v_timeout, true);
        return;
      exception
        when lock_not_available then
          perform pg_sleep(0.05 + 0.1 * random());
      end;
    end loop;
    raise exception 'AI token quotas are in use: nothing was changed. Run this again in a quieter '
      'minute.';
  end if;
  if string_to_array(v_found, '.')::integer[] >= string_to_array('{release}', '.')::integer[] then
    v_remedy := 'It is in there: supabase migration repair --status applied, with the number that '
      'this file''s name begins with.';
  end if;
  raise exception
    'This file brings AI token quotas from {previous} to {release}, but found %: nothing was '
    'changed. %', coalesce(v_found, 'none'), v_remedy;
end
$$;

"""


def compose(root: Path) -> str:
    """The base release: installs everything, adopts older deployments, and can run again."""
    release, schemas = version(root), _schemas(root)
    text = "\n".join(path.read_text() for path in sources(root))
    names = [(kind, name) for kind in NAMES for name in re.findall(NAMES[kind], text, re.MULTILINE)]
    values = "    values\n" + ",\n".join(f"      ('{kind}', '{name}')" for kind, name in names)
    preflight = _read(root, "adopt/preflight.sql").replace(":version", release)
    parts = [
        f"-- AI token quotas {release}. Composed from supabase/schemas and supabase/adopt by "
        "`make release`.\n-- Frozen once released: never edit.\n",
        preflight.replace("    -- names of the package", values),
    ]
    for name, section in schemas.items():
        if adopted := ADOPT_BEFORE.get(name):
            parts.append(f"-- {adopted}\n{_read(root, adopted)}")
        parts.append(section)
    parts += [f"-- {name}\n{_read(root, name)}" for name in ADOPT_LAST]
    return _sealed("\n".join(parts), release)


def unfrozen(root: Path, name: str = "") -> dict[str, str]:
    """The file that may still change, and its text: the base, or a step. A name begins a step."""
    done = frozen(root)
    if BASE not in done and name:
        raise Failure("The base release may still change, so it needs no migration: make release")
    if BASE not in done:
        return {f"supabase/{BASE}": compose(root)}
    steps = [path for path in migrations(root) if f"migrations/{path.name}" not in done]
    if name and not steps:
        if not re.fullmatch(r"[a-z0-9_]+", name):
            raise Failure(f"A migration's name is in lower case, such as add_teams: {name}")
        stamp = datetime.now(UTC).strftime("%Y%m%d%H%M%S")
        steps = [root / "supabase/migrations" / f"{stamp}_{name}.sql"]
    if len(steps) > 1:
        raise Failure(f"One release, two migrations: {steps[0].name}, {steps[1].name}")
    return {f"supabase/migrations/{path.name}": _step(root, path) for path in steps}


def freeze(root: Path) -> None:
    """Add the migrations that are not frozen yet to the list of frozen ones."""
    if missing := _unlogged(root):
        raise Failure(missing[0])
    names = [f"migrations/{path.name}" for path in sorted(root.glob("supabase/migrations/*.sql"))]
    lines = {name: _sha256(_read(root, name)) for name in names} | frozen(root)
    text = "".join(f"{digest}  {name}\n" for name, digest in sorted(lines.items()))
    (root / "supabase" / FROZEN).write_text(text)


def frozen(root: Path) -> dict[str, str]:
    """The SHA-256 of each frozen migration, as `sha256sum --check` reads them in supabase/."""
    path = root / "supabase" / FROZEN
    lines = path.read_text().splitlines() if path.exists() else []
    return {name: digest for digest, name in (line.split() for line in lines)}


def complaints(root: Path) -> list[str]:
    """What is wrong: a frozen file that changed, a version without a section."""
    changed = [
        f"supabase/{name} was released and must stay as it was: restore it"
        for name, digest in frozen(root).items()
        if not (root / "supabase" / name).exists() or _sha256(_read(root, name)) != digest
    ]
    return changed + _unlogged(root)


def version(root: Path) -> str:
    """The version that pyproject.toml gives the next release, or the last one."""
    found: str = tomllib.loads((root / "pyproject.toml").read_text())["project"]["version"]
    return found


def sources(root: Path) -> list[Path]:
    """The schema files in the order in which they are applied."""
    config = tomllib.loads(_read(root, "config.toml"))
    return [root / "supabase" / path for path in config["db"]["migrations"]["schema_paths"]]


def migrations(root: Path) -> list[Path]:
    """The migrations of the package, without those of this repository's own project."""
    found = sorted(root.glob("supabase/migrations/*.sql"))
    return [path for path in found if HEADER.match(path.read_text())]


def _step(root: Path, path: Path) -> str:
    """The migration from the last release to the next; what was written by hand is kept."""
    released = [_read(root, name) for name in frozen(root)]
    versions = (found[1].split(".") for text in released if (found := HEADER.match(text)))
    numbers, release = max([*map(int, one)] for one in versions), version(root)
    previous = ".".join(map(str, numbers))
    if [*map(int, release.split("."))] <= numbers:
        raise Failure(f"pyproject.toml says {release}, but {previous} is released: raise it.")

    known: dict[str, str] = {}
    for text in released:
        known |= {one: _short(sql) for one, (_, sql) in _parts(text).items()}
        known |= dict(re.findall(f"(?m)^{NOTE}(.+) (\\w+)$", text))
    now = _parts("\n".join(_schemas(root).values()))
    changed = {one for one, (_, sql) in now.items() if known.get(one) != _short(sql)}
    # A new function is public until the grants for all of them run again.
    changed |= {
        one for one in now if changed and one.startswith(GRANTS) and " on all " in now[one][1]
    }
    # A function whose arguments changed was dropped by hand, and its grants with it.
    files = {now[one][0] for one in changed if one.startswith("create or replace function")}
    changed |= {GRANTS + file for file in files} & now.keys()
    rerun = [one for one in now if one in changed and one.startswith(RERUNNABLE)]
    rerun.sort(key=lambda one: one.startswith(GRANTS))
    other = [one for one in now if one in changed and one not in rerun]

    made = [
        "\n\n".join([f"-- {file}\n{now[first][1]}", *(now[one][1] for one in rest)])
        for file, (first, *rest) in groupby(rerun, lambda one: now[one][0])
    ]
    todo = "\n".join(f"changed in {now[one][0]}:\n{now[one][1]}" for one in other)
    by_hand = re.sub("(?m)^", "-- ", todo) + "\n\n" if todo else "\n"
    if path.exists():
        _, _, rest = path.read_text().partition(BY_HAND)
        by_hand, line, _ = rest.partition(GENERATED)
        if not line:
            raise Failure(f"{path.name} has lost a line: {BY_HAND}or {GENERATED}")
    guard = STEP.format(release=release, previous=previous)
    notes = "".join(f"{NOTE}{one} {_short(now[one][1])}\n" for one in other)
    head = guard + BY_HAND + by_hand + GENERATED + notes
    return _sealed("\n\n".join([head.rstrip(), *made]), release)


def _parts(text: str) -> dict[str, tuple[str, str]]:
    """The statements by what they are about, with the schema files that they are from."""
    parts: dict[str, tuple[str, str]] = {}
    _, *pieces = re.split(r"(?m)^-- (\w+/\S+\.sql)\n", text.partition(SEAL)[0])
    for file, section in zip(pieces[::2], pieces[1::2], strict=True):
        if not file.startswith("schemas/"):
            continue
        for comments, sql, _ in STATEMENT.findall(section):
            one = _subject(file, sql)
            _, before = parts.get(one, (file, ""))
            parts[one] = (file, f"{before}\n{(comments + sql).strip()}".strip())
    return parts


def _subject(file: str, sql: str) -> str:
    if sql.startswith(("grant", "revoke")):
        return f"rights in {file}" if RIGHTS_BY_HAND.search(file) else GRANTS + file
    if sql.startswith("do "):
        return f"blocks in {file}"
    if policy := re.match(r'(?:create|drop) policy (?:if exists )?("[^"]+"\s+on [\w.]+)', sql):
        return f"policy {' '.join(policy[1].split())}"
    return re.split(r" ?\(| is\b|;|\n", sql, maxsplit=1)[0]


def _repeatable(sql: str) -> str:
    """A statement in a form that can run again where it has run."""
    if sql.startswith("create type "):
        ignored = "exception\n  when duplicate_object then\n    null;\nend\n$$;"
        return f"do $$\nbegin\n{textwrap.indent(sql, '  ')}\n{ignored}"
    if policy := re.match(r'create policy ("[^"]+")\s+on ([\w.]+)', sql):
        return f"drop policy if exists {policy[1]} on {policy[2]};\n{sql}"
    once = r"^create (schema|sequence|table|(?:unique )?index) (?!if )"
    return re.sub(once, r"create \1 if not exists ", sql)


def _schemas(root: Path) -> dict[str, str]:
    """The schema files, each under a line with its name, in a form that can run again."""
    texts = {
        path.relative_to(root / "supabase").as_posix(): path.read_text() for path in sources(root)
    }
    return {
        name: f"-- {name}\n{STATEMENT.sub(lambda found: found[1] + _repeatable(found[2]), text)}"
        for name, text in texts.items()
    }


def _sealed(text: str, release: str) -> str:
    """The text with its last line, which records the release and a checksum of all above."""
    text = text.rstrip() + "\n\n"
    return f"{text}{SEAL}('{release}', '{_sha256(text)}') on conflict (version) do nothing;\n"


def _unlogged(root: Path) -> list[str]:
    title = f"## {version(root)}"
    logged = re.search(rf"(?m)^{re.escape(title)}\b", (root / "CHANGELOG.md").read_text())
    return [] if logged else [f"CHANGELOG.md has no section `{title}`"]


def _read(root: Path, name: str) -> str:
    return (root / "supabase" / name).read_text()


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _short(text: str) -> str:
    return _sha256(text)[:12]
