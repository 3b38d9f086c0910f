"""Contestants that take turns, and the bars that their medians are held against."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

from rich.console import Console

console = Console(highlight=False, soft_wrap=True, stderr=True)


@dataclass(frozen=True)
class Effort:
    """How much is measured: seconds a run, runs of each contestant, and rows."""

    seconds: int = 2
    rounds: int = 5
    users: int = 10_000
    many_users: int = 1_000_000
    many_calls: int = 10_000_000
    few_users: int = 1_000
    warms_up: bool = True


@dataclass(frozen=True)
class Contestant:
    """What is measured, by the name that the report has: so many seconds give one figure."""

    name: str
    run: Callable[[int], float]


@dataclass(frozen=True)
class Bar:
    """A promise: how one contestant stands to another. Without a limit it is only told.

    Without another, the worst round has to keep the limit; else the medians are compared.
    """

    name: str
    of: str
    against: str | None = None
    at_least: float | None = None
    at_most: float | None = None

    @property
    def limit(self) -> str:
        """What it promises."""
        if self.at_least is not None:
            return f"≥ {self.at_least}"
        return f"≤ {self.at_most}" if self.at_most is not None else ""


@dataclass(frozen=True)
class Result:
    """A bar and what was measured."""

    bar: Bar
    value: float

    @property
    def met(self) -> bool | None:
        """Whether the bar is met; None where there is nothing to meet."""
        if self.bar.at_least is not None:
            return self.value >= self.bar.at_least
        if self.bar.at_most is not None:
            return self.value <= self.bar.at_most
        return None


@dataclass(frozen=True)
class Part:
    """Contestants that were measured together: every figure of every round, and the bars."""

    title: str
    unit: str
    rounds: dict[str, list[float]]
    bars: Sequence[Bar]
    note: str

    def results(self) -> list[Result]:
        """Each bar with its figure."""
        return [Result(bar, self._value(bar)) for bar in self.bars]

    def _value(self, bar: Bar) -> float:
        if bar.against is None:
            return max(self.rounds[bar.of])
        return median(self.rounds[bar.of]) / median(self.rounds[bar.against])


def take_turns(
    contestants: Sequence[Contestant],
    effort: Effort,
    before_round: Callable[[], None] = lambda: None,
) -> dict[str, list[float]]:
    """Run all of them in turn, A B C A B C …, after a short run of each to warm up."""
    figures: dict[str, list[float]] = {one.name: [] for one in contestants}
    for one in contestants if effort.warms_up else ():
        one.run(1)
    for number in range(1, effort.rounds + 1):
        before_round()
        for one in contestants:
            figure = one.run(effort.seconds)
            figures[one.name].append(figure)
            console.print(f"  {number}/{effort.rounds} {one.name}: {figure:,.1f}", style="dim")
    return figures
