"""The chart of the report: each ratio, its rounds, and the bar that it is held against."""

from collections.abc import Sequence
from pathlib import Path

import matplotlib as mpl
from contest import Part, Result
from matplotlib import pyplot

MET, MISSED, TOLD = "#2e7d32", "#c62828", "#757575"
STYLE = {"svg.fonttype": "none", "svg.hashsalt": "report", "font.size": 8, "backend": "svg"}


def draw(path: Path, parts: Sequence[Part]) -> None:
    """Draw all ratios, the first on top, on one logarithmic axis."""
    rows = [(part, result) for part in parts for result in part.results() if result.bar.against]
    with mpl.rc_context(STYLE):
        figure, axes = pyplot.subplots(figsize=(9, 1 + 0.24 * len(rows)), layout="constrained")
        for height, (part, result) in enumerate(rows):
            limit = result.bar.at_least or result.bar.at_most
            if limit is not None:
                axes.plot(
                    [limit, limit], [height - 0.4, height + 0.4], color="black", linewidth=1.5
                )
            each = _rounds(part, result)
            axes.plot(each, [height] * len(each), "|", color=_colour(result), markersize=6)
            axes.plot(result.value, height, "o", color=_colour(result), markersize=5)
        axes.set_yticks(
            range(len(rows)), [f"{result.bar.name}  {result.bar.limit}" for _, result in rows]
        )
        axes.invert_yaxis()
        axes.set_xscale("log")
        axes.set_xticks([0.1, 0.2, 0.5, 1, 2, 5, 10], ["0.1", "0.2", "0.5", "1", "2", "5", "10"])
        axes.minorticks_off()
        axes.grid(axis="x", alpha=0.3)
        axes.set_title("ratio: median ●, rounds |, bar ❘ (green met, red not met, grey no bar)")
        figure.savefig(path, metadata={"Date": None})
        pyplot.close(figure)


def _rounds(part: Part, result: Result) -> list[float]:
    of, against = part.rounds[result.bar.of], part.rounds[result.bar.against or ""]
    return [one / other for one, other in zip(of, against, strict=True)]


def _colour(result: Result) -> str:
    return {True: MET, False: MISSED, None: TOLD}[result.met]
