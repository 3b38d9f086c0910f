"""docs/reference: pages that are made from where things are defined."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

import psycopg
import typer
from psycopg.rows import dict_row

from stack import options
from stack.markdown import escaped, line
from stack.paths import ROOT
from stack.ui import Failure

FOLDER = "docs/reference"
NOTE = "<!-- Made by `make types`: edit {}, not this page. -->\n"
COMMENTS = "`comment on` in supabase/schemas"

RPCS = """
  select
    p.proname as name, obj_description(p.oid, 'pg_proc') as comment,
    has_function_privilege('authenticated', p.oid, 'execute') as by_users,
    pg_get_function_arguments(p.oid) as arguments,
    pg_get_function_result(p.oid) as result,
    (
      select array_agg(a.attname || ' ' || format_type(a.atttypid, a.atttypmod) order by a.attnum)
      from pg_type as t
      inner join pg_attribute as a on t.typrelid = a.attrelid
      where t.oid = p.prorettype and a.attnum > 0 and not a.attisdropped
    ) as columns
  from pg_proc as p
  where p.pronamespace = 'public'::regnamespace
    and obj_description(p.oid, 'pg_proc') ~ 'Returns:.*Errors:'
  order by p.proname
"""

RELATIONS = r"""
  select
    c.oid::regclass::text as name, n.nspname as schema, c.relkind::text as kind,
    obj_description(c.oid, 'pg_class') as comment,
    (
      select json_agg(json_build_object(
        'name', a.attname, 'type', format_type(a.atttypid, a.atttypmod),
        'required', a.attnotnull, 'default', pg_get_expr(d.adbin, d.adrelid),
        'comment', col_description(c.oid, a.attnum),
        'by_users', has_column_privilege('authenticated', c.oid, a.attnum, 'select')
          -- A table whose policies let only admins read is not for users.
          and coalesce((
            select bool_or(pg_get_expr(p.polqual, p.polrelid) !~ '^\( SELECT ai_quota.is_admin')
            from pg_policy as p where p.polrelid = c.oid and p.polcmd in ('r', '*')
          ), true)
      ) order by a.attnum)
      from pg_attribute as a
      left join pg_attrdef as d on a.attrelid = d.adrelid and a.attnum = d.adnum
      where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    ) as columns
  from pg_class as c
  inner join pg_namespace as n on c.relnamespace = n.oid
  where c.relkind in ('r', 'v')
    and (
      n.nspname = 'ai_quota'
      or n.nspname = 'public' and c.relname ~ '^(ai_quota_|user_ai_quotas$|ai_agent_usage$)'
    )
    and obj_description(c.oid, 'pg_class') is not null
  order by n.nspname desc, c.relkind, c.relname
"""

# SQLSTATE, the status of the answer, what it means, and what to do.
CODES = (
    ("22023", "400", "An argument is out of its range, or names something unknown.",
     "Do not retry. The message names argument and value; the hint says what is allowed."),
    ("22003, 22P02", "400", "A number or an id has the wrong form.", "Do not retry."),
    ("23514, 23502", "400", "A row breaks a rule of the table.", "Do not retry."),
    ("42501", "403; 401 without a user", "The caller may not do this.",
     "Sign in, use the server's key, or ask an operator."),
    ("PGRST202", "404", "The function is missing, or does not have these arguments.",
     "Check the arguments' names, and that the release is installed."),
    ("23505", "409", "The request_id belongs to another call.", "Use a new request_id."),
    ("23503", "409", "A row that is referred to is missing, such as a tier.",
     "Create that row first."),
    ("PT429", "429", "Too many calls of one user, or the account is being deleted.",
     "Wait as many seconds as `Retry-After` says, then send the same call again."),
    ("57014, 55P03", "500", "The database was too slow, or a lock was held too long.",
     "Send the same call again, with the same request_id."),
)  # fmt: skip


ABOUT_RPCS = """\
# RPCs

Call them as `POST /rest/v1/rpc/<name>` with the arguments as JSON, with `supabase.rpc(…)`, or in
SQL. [Errors](errors.md) are 4xx answers.

*Users* are signed-in users, for themselves. *Admins* and *operators* are users with
[that role](../security.md#admins-and-operators). *Server* is `service_role`, the secret key, or the
owner of the database.
"""

# In the order of the page.
CALLERS = ("users", "server", "operators", "admins")

ABOUT_TABLES = """\
# Tables and views

Users read their own rows of the tables in `public`, in the columns marked with ●, and all tiers
and prices. Admins read the rows of all users, also of tables without ●. Usage and quotas are
written by the [RPCs](rpcs.md) only. The server also writes tiers, overrides, subscriptions and
prices. The schema `ai_quota` is internal: the API does not show it, and it may change with any
release, except for its [settings](settings.md).
"""

ABOUT_ERRORS = """\
# Errors

Every error has a `code`, a `message` that names the argument and its value, and a `hint` with the
remedy. After an error nothing has changed. A denied reservation is not an error: it is a row with
`allowed = false` and a `reason`.
"""

ABOUT_MESSAGES = """
A 400 whose code and message are empty means that the database restarted during the call: send the
call again. Any other 4xx is final, except 429.

## Messages

… stands for a name or a value.
"""


def pages(env: Mapping[str, str]) -> dict[str, str]:
    """Every generated page, by its path."""
    with psycopg.connect(env["DB_URL"], row_factory=dict_row) as owner:
        rpcs = owner.execute(RPCS).fetchall()
        relations = owner.execute(RELATIONS).fetchall()
    settings = [one for one in relations if one["name"] == "ai_quota.settings"]
    others = [one for one in relations if one["name"] != "ai_quota.settings"]
    return {
        f"{FOLDER}/rpcs.md": _rpcs(rpcs),
        f"{FOLDER}/tables.md": _tables(others),
        f"{FOLDER}/settings.md": _settings(settings[0]),
        f"{FOLDER}/errors.md": _errors(),
        f"{FOLDER}/commands.md": _commands(),
        f"{FOLDER}/options.md": NOTE.format("the comments in packages/*/src")
        + options.typescript(),
        f"{FOLDER}/python.md": NOTE.format(f"the comments in {options.PYTHON}") + options.python(),
        f"{FOLDER}/environment.md": NOTE.format("the tables of the pages that it names")
        + options.environment(),
    }


def _rpcs(rows: Iterable[Mapping[str, Any]]) -> str:
    sections: list[tuple[int, str, str]] = []
    found: list[tuple[int, str, str, str]] = []
    for row in rows:
        text = re.sub(r"\s+", " ", row["comment"])
        what, *parts = re.split(r" (?=(?:Arguments|Returns|Errors):)", text)
        caller = _caller(row["by_users"], what)
        # It is told beside the name.
        what = re.sub(rf" For {caller} and the server\.", "", what)
        who = caller if caller == "server" else f"{caller}, server"
        found.append((CALLERS.index(caller), row["name"], who, what))
        lines = [f"## `{row['name']}`\n", f"*For: {who}.* {escaped(what)}\n"]
        if row["arguments"]:
            lines += ["| argument | type | default |", "|---|---|---|"]
            lines += [_argument(one) for one in _split(row["arguments"])]
            lines.append("")
        for part in parts:
            name, rest = part.split(":", 1)
            lines.append(f"**{name}:** {escaped(rest.strip())}\n")
            if name == "Returns" and not rest.startswith(" the row of"):
                lines += _columns(row)
        sections.append((*found[-1][:2], "\n".join(lines)))
    index = ["| RPC | for | what it does |", "|---|---|---|"]
    for _, name, who, what in sorted(found):
        index.append(f"| [`{name}`](#{name}) | {who} | {escaped(_sentence(what))} |")
    texts = [text for *_, text in sorted(sections)]
    return "\n".join([NOTE.format(COMMENTS), ABOUT_RPCS, *index, "", *texts])


def _caller(by_users: bool, what: str) -> str:
    if not by_users:
        return "server"
    named = re.search(r"\b[Ff]or (admins|operators)\b", what)
    return named[1] if named else "users"


def _sentence(text: str) -> str:
    return re.split(r"(?<=\.) ", text, maxsplit=1)[0]


def _argument(argument: str) -> str:
    name, rest = argument.split(" ", 1)
    kind, _, default = rest.partition(" DEFAULT ")
    default = re.sub(r"::[\w ]+$", "", default)
    return f"| `{name}` | {kind} | {f'`{default}`' if default else 'required'} |"


def _columns(row: Mapping[str, Any]) -> list[str]:
    table = re.fullmatch(r"TABLE\((.*)\)", row["result"])
    columns = [one.split(" ", 1) for one in (_split(table[1]) if table else row["columns"] or [])]
    lines = [f"| `{name}` | {kind} |" for name, kind in columns]
    return ["| column | type |", "|---|---|", *lines, ""] if lines else []


def _tables(rows: Iterable[Mapping[str, Any]]) -> str:
    lines = [
        NOTE.format(COMMENTS),
        ABOUT_TABLES,
    ]
    for row in rows:
        kind = "View. " if row["kind"] == "v" else ""
        lines += [f"## `{row['name'].removeprefix('public.')}`\n", kind + line(row["comment"]), ""]
        lines += ["| column | type | users | meaning |", "|---|---|---|---|"]
        for column in row["columns"]:
            mark = "●" if column["by_users"] else ""
            if row["schema"] == "public" and not column["comment"]:
                raise Failure(f"{row['name']}.{column['name']} has no comment: write one.")
            null = "" if column["required"] or row["kind"] == "v" else ", may be null"
            meaning = line(column["comment"] or "")
            lines.append(f"| `{column['name']}` | {column['type']}{null} | {mark} | {meaning} |")
        lines.append("")
    return "\n".join(lines)


def _settings(row: Mapping[str, Any]) -> str:
    lines = [
        NOTE.format(COMMENTS),
        "# Settings\n",
        f"`ai_quota.settings`: {line(row['comment'])}\n",
        "```sql",
        "update ai_quota.settings set users_report_usage = false;",
        "```\n",
        "| setting | type | default | meaning |",
        "|---|---|---|---|",
    ]
    for column in row["columns"]:
        if column["name"] == "is_only_row":
            continue
        default = re.sub(r"::[\w ]+$", "", column["default"] or "null")
        meaning = line(column["comment"] or "")
        lines.append(f"| `{column['name']}` | {column['type']} | `{default}` | {meaning} |")
    return "\n".join(lines)


def _errors() -> str:
    lines = [
        NOTE.format("scripts/stack/reference.py, or the messages in supabase/schemas"),
        ABOUT_ERRORS,
        "| `code` | status | meaning | what to do |",
        "|---|---|---|---|",
    ]
    lines += [f"| {code} | {status} | {what} | {remedy} |" for code, status, what, remedy in CODES]
    lines += [
        ABOUT_MESSAGES,
        "| message | hint | code |",
        "|---|---|---|",
    ]
    found = set()
    for path in sorted((ROOT / "supabase/schemas").rglob("*.sql")):
        found |= set(_messages(path.read_text()))
    lines += [f"| {escaped(m)} | {escaped(h)} | {c} |" for m, h, c in sorted(found)]
    return "\n".join(lines)


def _messages(sql: str) -> Iterable[tuple[str, str, str]]:
    """The messages that a file raises, with hint and code."""
    for call in re.finditer(r"raise_bad_request\(", sql):
        arguments = _split(_inside(sql, call.end()))
        texts = [_literal(one) for one in arguments[:2]]
        if all(texts) and len(texts) == 2:
            code = _literal(arguments[2]) if len(arguments) > 2 else "22023"
            yield (texts[0], texts[1], code or "22023")


def _literal(expression: str) -> str:
    """The first text of an expression: a literal, or the template of format()."""
    if not re.match(r"(?:format\(\s*)?'", expression):
        return ""
    parts = re.match(r"(?:format\(\s*)?((?:'(?:[^']|'')*'[\s|]*)+)", expression)
    joined = "".join(re.findall(r"'((?:[^']|'')*)'", parts[1])) if parts else ""
    return re.sub(r"%[sLI]", "…", re.sub(r"\s+", " ", joined))


def _inside(text: str, start: int) -> str:
    """What stands between a bracket that was opened before `start` and its end."""
    depth, quoted = 1, False
    for place in range(start, len(text)):
        character = text[place]
        quoted = quoted != (character == "'")
        if not quoted:
            depth += (character in "([") - (character in ")]")
        if not depth:
            return text[start:place]
    return text[start:]


def _split(text: str) -> list[str]:
    """The parts of a list, at the commas that are in no bracket and no text."""
    parts, depth, quoted = [""], 0, False
    for character in text:
        quoted = quoted != (character == "'")
        if not quoted:
            depth += (character in "([") - (character in ")]")
        if character == "," and not depth and not quoted:
            parts.append("")
        else:
            parts[-1] += character
    return [part.strip() for part in parts]


def _commands() -> str:
    from ai_token_quotas.cli import app

    lines = [
        NOTE.format("src/ai_token_quotas/cli.py and the Makefile"),
        "# Commands\n",
        "## `ai-token-quotas`\n",
        "It is explained in [Install, check, upgrade, remove](../installing.md).\n",
    ]
    group: Any = typer.main.get_command(app)
    for name, command in group.commands.items():
        lines += [f"### `ai-token-quotas {name}`\n", f"{line(command.help or '')}\n"]
        given = [one for one in command.params if getattr(one, "help", "")]
        if given:
            lines += ["| option | meaning |", "|---|---|"]
            for one in given:
                needed = " (required)" if one.required else ""
                is_told = one.default not in (None, False, "") and not one.required
                default = f" Default: `{one.default}`." if is_told else ""
                lines.append(f"| `{' '.join(one.opts)}`{needed} | {line(one.help)}{default} |")
            lines.append("")
    lines += ["## `make`\n", "In a clone of the repository.\n"]
    lines += ["| command | what it does |", "|---|---|"]
    for target, what in re.findall(r"^([a-z]+):.*?## (.*)$", (ROOT / "Makefile").read_text(), re.M):
        lines.append(f"| `make {target}` | {escaped(what)} |")
    return "\n".join(lines)
