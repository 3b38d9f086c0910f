"""The commands."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from ai_token_quotas import check as checks
from ai_token_quotas import uninstall as removal
from ai_token_quotas.project import Project
from ai_token_quotas.shipped import GUIDE_TABLES, PRICES, newest, number, read, releases, sha256
from ai_token_quotas.ui import WRONG, Failure, console, one_line_each

app = typer.Typer(add_completion=False, no_args_is_help=True, rich_markup_mode=None)

Folder = Annotated[Path, typer.Option("--project", help="The folder that contains supabase/.")]
HERE = Path()

NEXT = """\
Next:
  on the local stack       supabase migration up
  on a hosted project      supabase link, once; then supabase db push --remote
                           (before version 3 of the CLI: supabase db push)
  afterwards, on each      ai-token-quotas check --db-url "postgresql://…"
"""


@app.command()
def init(
    project: Folder = HERE,
    with_guide_tables: Annotated[
        bool, typer.Option("--with-guide-tables", help="Also the tables profiles and ai_agents.")
    ] = False,
) -> None:
    """Write the migrations that install the package."""
    with one_line_each():
        host = Project(project)
        state, files = host.state, []
        if with_guide_tables and not state.has_guide_tables:
            files.append(("guide tables", "", read(GUIDE_TABLES)))
        if not state.version:
            if state.archived and number(state.archived) > number(newest()):
                raise Failure(
                    f"The kept data is of AI token quotas {state.archived}, and this command knows "
                    f"{newest()} only: use a newer one.",
                    WRONG,
                )
            for one in releases():
                files.append(("release", one.version, one.text))
                # Kept data has the form of its release: the later ones upgrade it.
                if one.version == state.archived:
                    files.append(("data", "", read("cli/restore.sql")))
            files.append(("prices", _today(), read(PRICES)))
        if state.version:
            console.print(f"AI token quotas {state.version} is in {host.folder}.")
            if state.missing(releases()):
                console.print(f"{newest()} is newer: ai-token-quotas upgrade")
            if not state.prices:
                console.print("A list of prices is not: ai-token-quotas prices")
        _write(host, files)


@app.command()
def upgrade(project: Folder = HERE) -> None:
    """Write the migrations of the releases that are missing, and a list of prices for them."""
    with one_line_each():
        host = Project(project)
        installed = _installed(host)
        if number(installed) > number(newest()):
            raise Failure(
                f"AI token quotas {installed} is in {host.folder}, and this command knows "
                f"{newest()} only: use a newer one.",
                WRONG,
            )
        files = [("release", one.version, one.text) for one in host.state.missing(releases())]
        if not files:
            console.print(f"AI token quotas {installed} is in {host.folder}, and is the newest.")
        elif host.state.prices and sha256(read(PRICES)) not in host.state.prices:
            files.append(("prices", _today(), read(PRICES)))
        _write(host, files)


@app.command()
def prices(project: Folder = HERE) -> None:
    """Write a migration with the newest list of prices, where it is not there."""
    with one_line_each():
        host = Project(project)
        installed = _installed(host)
        if host.state.missing(releases()):
            raise Failure(
                f"AI token quotas {installed} is in {host.folder}, and the list of prices is for "
                f"{newest()}: ai-token-quotas upgrade",
                WRONG,
            )
        text = read(PRICES)
        if found := host.state.prices.get(sha256(text)):
            console.print(f"The newest list of prices is in {host.folder}, of {found}.")
            return
        _write(host, [("prices", _today(), text)])


@app.command()
def check(
    db_url: Annotated[str, typer.Option("--db-url", help="postgresql://…, as role postgres.")],
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Say what is wrong in a database, and what to do; before an installation, what stops it."""
    with one_line_each():
        report = checks.run(db_url)
    if as_json:
        typer.echo(json.dumps(report.as_dict(), indent=2))
    else:
        report.show()
    raise typer.Exit(0 if report.ok else WRONG)


@app.command()
def uninstall(
    project: Folder = HERE,
    keep_data: Annotated[
        bool, typer.Option("--keep-data", help="Move the tables to schema ai_quota_archive.")
    ] = False,
) -> None:
    """Write a migration that removes the package."""
    with one_line_each():
        host = Project(project)
        _installed(host)
        kind = "uninstall keeping data" if keep_data else "uninstall"
        _write(host, [(kind, "", removal.text(keep_data=keep_data))])


@app.command()
def worker(
    config: Annotated[
        Path | None, typer.Option("--config", help="A TOML file, in place of QUOTA_ALERTS_….")
    ] = None,
    db_url: Annotated[str, typer.Option("--db-url", help="In place of QUOTA_ALERTS_DB_URL.")] = "",
    once: Annotated[
        bool, typer.Option("--once", help="End when nothing is due; 1 if something failed.")
    ] = False,
) -> None:
    """Deliver alerts by e-mail, webhook and Slack. See docs/alerts.md."""
    # Not needed by the other commands.
    from ai_token_quotas.worker import config as settings
    from ai_token_quotas.worker.run import run

    with one_line_each():
        tally = run(settings.read(config, db_url), once=once)
    console.print(f"{tally.delivered} alerts delivered, {tally.failed} failed.")
    raise typer.Exit(WRONG if once and tally.failed else 0)


@app.command("demo-data")
def demo_data(
    db_url: Annotated[str, typer.Option("--db-url", help="postgresql://…, as role postgres.")],
    seed: Annotated[int, typer.Option("--seed", help="Another seed, another company.")] = 14,
    force: Annotated[
        bool, typer.Option("--force", help="Also in a database that has users.")
    ] = False,
) -> None:
    """Write a made-up company of 500 users into an empty database: a quarter of usage."""
    # Not needed by the other commands.
    from ai_token_quotas.demo.write import write

    with one_line_each():
        done = write(db_url, seed=seed, force=force)
    console.print(
        f"{done.users} users, {done.calls:,} calls, {done.denials:,} denials, {done.alerts} alerts."
    )


def _installed(host: Project) -> str:
    version = host.state.version
    if not version:
        raise Failure(f"AI token quotas are not in {host.folder}: ai-token-quotas init", WRONG)
    return version


def _write(host: Project, files: list[tuple[str, str, str]]) -> None:
    if not files:
        return
    for path in host.write(files):
        console.print(f"wrote {path}")
    console.print(NEXT, end="")


def _today() -> str:
    return datetime.now(UTC).date().isoformat()
