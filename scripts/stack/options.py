"""Options of the packages and environment variables of the functions, read from their sources."""

import ast
import json
import re
from collections.abc import Iterable
from pathlib import Path

from stack.markdown import line
from stack.paths import ROOT
from stack.ui import Failure

PYTHON = "src/ai_token_quotas"

# In TypeScript: exported interfaces that a caller fills, their members, and methods of the service.
INTERFACE = re.compile(
    r"^export interface (\w+(?:Options|Props)|Connection|RowQuery|Usage|UsageLabels|TokenService)"
    r"(?: extends (\w+))? \{\n(.*?)^\}",
    re.MULTILINE | re.DOTALL,
)
# The element for pages without React says in its comment what it takes.
ELEMENT = re.compile(r"/\*\*\s+((?:(?!\*/)[\s\S])*?)\s*\*/\nexport class \w+ extends HTMLElement")
COMMENT = r"^  (?:/\*\*\s+((?:(?!\*/)[\s\S])*?)\s*\*/\n  )?"
MEMBER = re.compile(
    COMMENT + r"(?:readonly )?(\w+)(\??): (.+(?:\n    .+|\n  \).+)*)$", re.MULTILINE
)
METHOD = re.compile(COMMENT + r"(\w+\([^\n]*(?:\n    [^\n]*)*(?:\n  \))?.*)$", re.MULTILINE)

# In Python: what a caller fills, by file; and what can be called.
TYPED_DICTS = (
    ("hold.py", "HoldOptions", "Options of `call`. `DecoratorOptions` are some of them"),
    ("calls.py", "Labels", "Labels of a call in the ledger"),
    ("calls.py", "Usage", "What `track_usage` takes, with those of `Labels`"),
    ("calls.py", "Reserve", "Options of `reserve_tokens`"),
)

# Each program that reads environment variables: its page's table says what they mean. A name in
# that table may begin with the program that reads it, such as `function: `.
ALERTS = "alerts.md"
GATEWAY = ("AI gateway", "supabase/functions/ai-gateway", "guides/gateway.md", "Settings")
STRIPE = ("Stripe webhook", "supabase/functions/stripe-webhook", "plans.md", "Secrets")
PLATFORM = re.compile(r"SUPABASE_\w+")
ROW = re.compile(r"^\| (?:(\w+): )?`(\w+)` \| (.+?) \| (.+) \|$", re.MULTILINE)

ABOUT_TYPESCRIPT = """\
# TypeScript: options and components

What the npm packages take. Guides: [the client](../../packages/client/README.md),
[the card](../widget.md), [the admin page](../admin.md).
"""

ABOUT_PYTHON = """\
# Python: classes and options

What the Python package takes. The guide is [Python client](../python.md). Arguments whose type
ends in `= …` may be left out.
"""

ABOUT_ENVIRONMENT = """\
# Environment variables

Set those of Edge Functions with `supabase secrets set`. Supabase itself sets `SUPABASE_URL` and
the keys in every Edge Function. – means that there is no default.
"""


def typescript() -> str:
    """What the npm packages take: their exported interfaces."""
    lines = [ABOUT_TYPESCRIPT]
    for manifest in sorted(ROOT.glob("packages/*/package.json")):
        index = (manifest.parent / "src/index.ts").read_text() + manifest.read_text()
        lines.append(f"## `{json.loads(manifest.read_text())['name']}`\n")
        for source in sorted((manifest.parent / "src").glob("*.ts*")):
            # It is exported by name, with all of its file, or its file is one of the package's.
            all_of_it = f"* from './{source.name}'" in index or f"dist/{source.stem}.js" in index
            for name, base, body in INTERFACE.findall(source.read_text()):
                if all_of_it or re.search(rf"\b{name}\b", index):
                    lines += _interface(name, base, body)
            for comment in ELEMENT.findall(source.read_text()):
                lines += ["### `<ai-tokens-card>`\n", f"{_told(comment)}\n"]
    return "\n".join(lines)


def _interface(name: str, base: str, body: str) -> list[str]:
    lines = [f"### `{name}`\n", *([f"Also those of `{base}`.\n"] if base else [])]
    members = MEMBER.findall(body)
    methods = METHOD.findall(MEMBER.sub("", body))
    if members:
        lines += ["| name | type | meaning |", "|---|---|---|"]
    for meaning, option, optional, kind in members:
        plain = re.sub(r" \| (undefined|null)\b", "", kind)
        needed = "" if optional else ", required"
        lines.append(f"| `{option}`{needed} | `{_type(plain)}` | {_told(meaning)} |")
    if methods:
        lines += ["", "| method | meaning |", "|---|---|"]
    for meaning, signature in methods:
        plain = _type(signature.replace(" | undefined", ""))
        lines.append(f"| `{re.sub(r'[(] | ?,? [)]', _tight, plain)}` | {_told(meaning)} |")
    return [*lines, ""]


def _told(comment: str) -> str:
    return line(re.sub(r"(^|\n)\s*\* ?", " ", comment))


def _tight(match: re.Match[str]) -> str:
    return match[0].strip(" ,")


def python() -> str:
    """What the Python client takes."""
    service = _class("sync_client.py", "TokenService")
    lines = [
        ABOUT_PYTHON,
        "## `TokenService`, `AsyncTokenService`\n",
        "`AsyncTokenService` is the same for asyncio: `await` its methods. Its `access_token`",
        "may be an async function.\n",
        "| argument | type | meaning |",
        "|---|---|---|",
        *_arguments("sync_client.py", _function(service, "__init__")),
        "",
        "| method | meaning |",
        "|---|---|",
        *_methods("sync_client.py", service),
        "",
        "Rows that methods return have the columns of the [RPCs](rpcs.md). All arguments of `rpc`",
        "other than `is_safe` go to the RPC.\n",
    ]
    for file, name, what in TYPED_DICTS:
        lines += [f"## `{name}`\n", f"{what}.\n"]
        lines += ["| name | type | meaning |", "|---|---|---|"]
        lines += [*_fields(file, _class(file, name)), ""]
    lines += ["## Functions\n", "In `ai_token_quotas.client`.\n"]
    lines += ["| function | meaning |", "|---|---|"]
    for file, name in (
        *(("estimate.py", one) for one in ("bound_prompt", "bound_tokens", "estimate_tokens")),
        ("usage.py", "usage_from"),
    ):
        lines.append(_signature(file, _function(_module(file), name)))
    lines += ["", "## LiteLLM\n", "In `ai_token_quotas.integrations.litellm`.\n"]
    lines += ["| function | meaning |", "|---|---|"]
    file = "integrations/litellm.py"
    public = [one for one in _module(file).body if isinstance(one, _FUNCTION)]
    lines += [*(_signature(file, one) for one in public if one.name[0] != "_"), ""]
    lines += ["## pydantic-ai\n", "`ai_token_quotas.integrations.pydantic_ai.Quota`.\n"]
    lines += ["| name | type | meaning |", "|---|---|---|"]
    file = "integrations/pydantic_ai.py"
    lines += [one for one in _fields(file, _class(file, "Quota")) if not one.startswith("| `_`")]
    return "\n".join(lines)


_FUNCTION = (ast.FunctionDef, ast.AsyncFunctionDef)


def _module(file: str) -> ast.Module:
    return ast.parse((ROOT / PYTHON / file).read_text())


def _class(file: str, name: str) -> ast.ClassDef:
    found = [
        one for one in _module(file).body if isinstance(one, ast.ClassDef) and one.name == name
    ]
    if not found:
        raise Failure(f"{PYTHON}/{file} has no class {name}: scripts/stack/options.py names it.")
    return found[0]


def _function(where: ast.Module | ast.ClassDef, name: str) -> ast.FunctionDef:
    for one in where.body:
        if isinstance(one, ast.FunctionDef) and one.name == name:
            return one
    raise Failure(f"There is no function {name}: scripts/stack/options.py names it.")


def _comment(file: str, number: int) -> str:
    """The comment lines above a line."""
    found: list[str] = []
    for text in reversed((ROOT / PYTHON / file).read_text().splitlines()[: number - 1]):
        if not text.strip().startswith("# "):
            break
        found.insert(0, text.strip().removeprefix("# "))
    return line(" ".join(found))


def _fields(file: str, where: ast.ClassDef) -> list[str]:
    lines = []
    for one in where.body:
        if isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name):
            kind = ast.unparse(one.annotation)
            needed = ", required" if kind.startswith("Required[") else ""
            plain = re.sub(r"^Required\[(.*)\]$", r"\1", kind).replace(" | None", "")
            default = (
                f" = {_value(file, one.value)}" if one.value and not _is_none(one.value) else ""
            )
            meaning = _comment(file, one.lineno)
            lines.append(f"| `{one.target.id}`{needed} | `{_type(plain)}{default}` | {meaning} |")
    return lines


def _arguments(file: str, function: ast.FunctionDef) -> list[str]:
    lines = []
    for argument, default in _with_defaults(function.args):
        kind = ast.unparse(argument.annotation) if argument.annotation else ""
        plain = _type(kind.replace(" | None", ""))
        value = f" = {_value(file, default)}" if default and not _is_none(default) else ""
        needed = "" if default else ", required"
        meaning = _comment(file, argument.lineno)
        lines.append(f"| `{argument.arg}`{needed} | `{plain}{value}` | {meaning} |")
    return lines


def _with_defaults(arguments: ast.arguments) -> list[tuple[ast.arg, ast.expr | None]]:
    """The arguments other than self, with their defaults."""
    bare = len(arguments.args) - len(arguments.defaults)
    positional = [*[None] * bare, *arguments.defaults]
    found = [
        *zip(arguments.args, positional, strict=True),
        *zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True),
    ]
    return [(one, default) for one, default in found if one.arg != "self"]


def _methods(file: str, where: ast.ClassDef) -> list[str]:
    return [
        _signature(file, one)
        for one in where.body
        if isinstance(one, _FUNCTION) and one.name[0] != "_" and one.name != "send"
    ]


def _signature(file: str, function: ast.FunctionDef | ast.AsyncFunctionDef) -> str:
    """A row with a function's names of arguments, and the first line of its docstring."""
    arguments = function.args
    names = [
        f"{one.arg}={_value(file, default)}" if default else one.arg
        for one, default in _with_defaults(arguments)
    ]
    if arguments.kwarg:
        kind = ast.unparse(arguments.kwarg.annotation) if arguments.kwarg.annotation else ""
        options = re.search(r"Unpack\[(\w+)\]", kind)
        names.append(f"**{options[1] if options else arguments.kwarg.arg}")
    keyword = "await " if isinstance(function, ast.AsyncFunctionDef) else ""
    what = (ast.get_docstring(function) or "").split("\n\n")[0]
    return f"| `{keyword}{function.name}({', '.join(names)})` | {line(what)} |"


def _value(file: str, value: ast.expr) -> str:
    """An expression, or what the constant that it names stands for."""
    if isinstance(value, ast.Name) and value.id.isupper():
        for one in [*_module(file).body, *_module("client_base.py").body]:
            if isinstance(one, ast.Assign) and ast.unparse(one.targets[0]) == value.id:
                return ast.unparse(one.value)
    return ast.unparse(value)


def _is_none(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and value.value is None


def environment() -> str:
    """The environment variables of the Edge Functions and of the worker."""
    from ai_token_quotas.worker import config

    lines = [ABOUT_ENVIRONMENT]
    for title, folder, page, heading in (GATEWAY, STRIPE):
        read = set(re.findall(r"""['"]([A-Z]+_[A-Z0-9_]+)['"]""", _sources(folder)))
        rows = _table(page, heading)
        _compare(folder, {one for one in read if not PLATFORM.match(one)}, page, {*_names(rows)})
        lines += [f"## {title}\n", _see(page, heading)]
        lines += ["| name | default | meaning |", "|---|---|---|"]
        lines += [*(f"| {' | '.join(_variable(one, page))} |" for one in rows), ""]

    rows = _table(ALERTS, "Settings")
    prefix = config.PREFIX
    worker = [one for one in rows if one[0] != "function"]
    function = [one for one in rows if one[0] != "worker"]
    _compare("the worker", {*map(str.upper, config.SETTINGS)}, ALERTS, {*_names(worker)})
    source = _sources("supabase/functions/quota-alerts")
    read = {*re.findall(r"\$\{PREFIX\}([A-Z_]+)|env, '([A-Z_]+)'", source)}
    named = {name for pair in read for name in pair if name and not PLATFORM.match(name)}
    named |= {one for one in _names(rows) if one.startswith("AT_")}
    _compare("the function quota-alerts", named, ALERTS, {*_names(function)})
    lines += ["## Alerts\n", _see(ALERTS, "Settings")]
    lines += ["| name | read by | default | meaning |", "|---|---|---|---|"]
    for who, name, *rest in rows:
        name, default, meaning = _variable((who, prefix + name, *rest), ALERTS)
        lines.append(f"| {name} | {who or 'both'} | {default} | {meaning} |")
    return "\n".join(lines)


def _see(page: str, heading: str) -> str:
    return f"See [{page}](../{page}#{heading.lower()}).\n"


def _sources(folder: str) -> str:
    return "\n".join(path.read_text() for path in sorted((ROOT / folder).glob("*.ts")))


def _table(page: str, heading: str) -> list[tuple[str, ...]]:
    """The rows of the table of settings under a heading: who reads it, name, default, meaning."""
    text = (ROOT / "docs" / page).read_text()
    section = re.search(rf"^##+ {re.escape(heading)}\n(.*?)(?=^##|\Z)", text, re.M | re.S)
    if not section:
        raise Failure(f"docs/{page} has no heading {heading}, whose table the reference repeats.")
    rows: list[tuple[str, ...]] = ROW.findall(section[1])
    if re.search(r"^\| \w+ \| meaning \|", section[1], re.M):
        return [(who, name, default, meaning) for who, name, meaning, default in rows]
    return rows


def _names(rows: Iterable[tuple[str, ...]]) -> list[str]:
    return [name for _, name, *_ in rows]


def _compare(program: str, read: set[str], page: str, named: set[str]) -> None:
    if missing := read - named:
        raise Failure(f"docs/{page} does not say what {', '.join(sorted(missing))} means.")
    if unknown := named - read:
        raise Failure(f"docs/{page} names {', '.join(sorted(unknown))}, which {program} ignores.")


def _variable(row: Iterable[str], page: str) -> tuple[str, str, str]:
    """The cells of a row, with links that lead from the reference."""
    _, name, default, meaning = row
    folder = f"{Path(page).parent}/" if "/" in page else ""
    linked = re.sub(r"\]\((?=#)", f"](../{page}", meaning)
    linked = re.sub(r"\]\((?![#./a-z]*\.\./|https?:)(?=[a-z])", f"](../{folder}", linked)
    return f"`{name}`", default, linked


def _type(text: str) -> str:
    members = re.sub(r"(?<=[^{(,])\n\s+(?=\w+\??: )", "; ", text)
    plain = re.sub(r"\s+", " ", members).strip()
    # No cell of a table can have a bar.
    return re.sub(r"^\((.*)\)$", r"\1", plain).replace(" | ", " or ")
