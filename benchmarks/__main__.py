"""`make bench`: every bar of the speed promises, measured in one run.

What operators read takes half an hour more, and is measured with `--only operators`.
"""

import signal
import sys
import time
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import editing
import flatness
import operators
import over_http
import peers
import reading
import report
import resetting
import throughput
import typer
from cluster import Cluster, cluster
from contest import Effort, Part, console
from stack.ui import Failure
from upgrade.servers import ROOT, STATE

app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)

QUICK = Effort(
    seconds=1,
    rounds=1,
    users=200,
    many_users=2_000,
    many_calls=20_000,
    few_users=100,
    warms_up=False,
)


class Name(StrEnum):
    """The parts, as they are chosen."""

    THROUGHPUT = "throughput"
    FLATNESS = "flatness"
    RESETTING = "resetting"
    EDITING = "editing"
    READING = "reading"
    OPERATORS = "operators"
    HTTP = "http"
    PEERS = "peers"


PARTS: dict[str, Callable[[Cluster, Effort], Part]] = {
    Name.THROUGHPUT: throughput.measure,
    Name.FLATNESS: flatness.measure,
    Name.RESETTING: resetting.measure,
    Name.EDITING: editing.measure,
    Name.READING: reading.measure,
    Name.OPERATORS: operators.measure,
    Name.HTTP: lambda _, effort: over_http.measure(effort),
    Name.PEERS: peers.measure,
}


@app.command()
def main(
    only: Annotated[list[Name] | None, typer.Option(help="Measure this part.")] = None,
    seconds: Annotated[int, typer.Option(help="Length of one run.", min=1)] = Effort.seconds,
    rounds: Annotated[int, typer.Option(help="Runs of each contestant.", min=1)] = Effort.rounds,
    calls: Annotated[
        int, typer.Option(help="Ledger rows of the large database.", min=1)
    ] = Effort.many_calls,
    quick: Annotated[bool, typer.Option(help="Only see whether everything works.")] = False,
    durable: Annotated[bool, typer.Option(help="With fsync and synchronous commits.")] = False,
    check: Annotated[bool, typer.Option(help="Fail where a bar is not met.")] = False,
    out: Annotated[
        Path | None,
        typer.Option(help="Folder of the report; default benchmarks/ for all parts in full."),
    ] = None,
) -> None:
    """Measure the package against bare operations, and hold the ratios against the bars."""
    effort = QUICK if quick else Effort(seconds, rounds, many_calls=calls)
    measured: dict[str, Part] = {}
    took: dict[str, float] = {}
    with cluster(durable) as it:
        facts = report.facts(it, sys.argv[1:])
        for name in only or [part for part in Name if part != Name.OPERATORS]:
            console.rule(name, align="left")
            begun = time.monotonic()
            measured[name] = PARTS[name](it, effort)
            took[name] = time.monotonic() - begun
    whole = effort == Effort() and not only and not durable
    folder = out or (ROOT / "benchmarks" if whole else STATE / "bench")
    met = report.write(folder, STATE / "bench", facts, measured, took)
    if check and not met:
        raise typer.Exit(1)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        app()
    except Failure as failure:
        console.print(str(failure), style="red", markup=False)
        sys.exit(2)
