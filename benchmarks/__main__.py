"""`make bench`: the bars of design.md, measured."""

from typing import Annotated

import throughput
import typer
from cluster import cluster
from contest import console


def main(
    seconds: Annotated[int, typer.Option(help="Length of one run.")] = 3,
    rounds: Annotated[int, typer.Option(help="Runs of each contestant, a warm-up aside.")] = 5,
    users: Annotated[int, typer.Option(help="Distinct users.")] = 10_000,
    durable: Annotated[bool, typer.Option(help="With fsync and synchronous commits.")] = False,
) -> None:
    """Measure the package against the bare operation."""
    with cluster(durable) as it:
        part = throughput.measure(it, throughput.Effort(seconds, rounds, users))
    for result in part.results():
        console.print(f"{result.value:6.2f}  {result.bar.name}")


if __name__ == "__main__":
    typer.run(main)
