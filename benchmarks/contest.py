"""Contestants that take turns, and the bars that their medians are held against."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from statistics import median

from rich.console import Console

console = Console(highlight=False, soft_wrap=True, stderr=True)


@dataclass(frozen=True)
class Contestant:
    """What is measured, by the name that the report has: one run gives one figure."""

    name: str
    run: Callable[[], float]


@dataclass(frozen=True)
class Bar:
    """A promise of design.md: how one contestant stands to another, or one figure alone.

    Without a limit it is only reported.
    """

    name: str
    of: str
    against: str | None = None
    at_least: float | None = None
    at_most: float | None = None
    # A promise about every round is not kept by a median.
    worst: bool = False


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


@dataclass
class Part:
    """A group of contestants measured in one go."""

    name: str
    title: str
    unit: str
    bars: Sequence[Bar]
    rounds: dict[str, list[float]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    seconds: float = 0

    def results(self) -> list[Result]:
        """Each bar with its figure."""
        return [Result(bar, self._value(bar)) for bar in self.bars]

    def _value(self, bar: Bar) -> float:
        summary = max if bar.worst else median
        value = summary(self.rounds[bar.of])
        return value / median(self.rounds[bar.against]) if bar.against else value


def take_turns(
    contestants: Sequence[Contestant],
    rounds: int,
    before_round: Callable[[], None] = lambda: None,
) -> dict[str, list[float]]:
    """Run all of them in turn, A B C A B C …; the first time warms up and is not counted."""
    figures: dict[str, list[float]] = {one.name: [] for one in contestants}
    for number in range(rounds + 1):
        before_round()
        for one in contestants:
            figure = one.run()
            if number:
                figures[one.name].append(figure)
            console.print(f"  {number}/{rounds} {one.name}: {figure:,.1f}", style="dim")
    return figures
