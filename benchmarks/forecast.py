"""How well the forecast finds the day on which a limit is reached, beside a straight line.

Run with DB_URL set: `eval "$(make env)"; python benchmarks/forecast.py` writes forecast.md.
"""

import os
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import psycopg

HERE = Path(__file__).resolve().parent
START, DAYS, HISTORY, HALF = date(2026, 7, 1), 31, 56, 15
PROJECT = "select day, expected, deviation from ai_quota.project_days(%s, %s, 0, %s, %s) order by 1"


@dataclass(frozen=True)
class Case:
    """A simulated user: tokens a day, from HISTORY days before the period to its end."""

    habit: str
    tokens: Sequence[int]
    limit: int

    def used(self, days: int) -> int:
        """What is used after so many days of the period."""
        return sum(self.tokens[HISTORY : HISTORY + days])

    @property
    def reached(self) -> int:
        """The day of the period on which the limit is reached; the one after its last: never."""
        return next((day for day in range(DAYS) if self.used(day + 1) >= self.limit), DAYS)


def noise(dice: random.Random, spread: float) -> float:
    """A factor around 1 with that standard deviation."""
    return dice.lognormvariate(-(spread**2) / 2, spread)


HABITS: dict[str, Callable[[random.Random, date, int], float]] = {
    "steady": lambda dice, day, n: noise(dice, 0.3),
    "office days": lambda dice, day, n: noise(dice, 0.3) * (0.05 if day.weekday() > 4 else 1.4),
    "weekends": lambda dice, day, n: noise(dice, 0.3) * (2.8 if day.weekday() > 4 else 0.3),
    "bursts": lambda dice, day, n: noise(dice, 0.6) * 2 if dice.random() < 1 / 2 else 0,
    "growing": lambda dice, day, n: noise(dice, 0.3) * 1.015 ** (n - HISTORY),
}


def cases(users: int = 500, seed: int = 14) -> list[Case]:
    """Users of every habit, whose limit is not reached in the first half of the period."""
    dice = random.Random(seed)  # noqa: S311 - a simulation
    found: list[Case] = []
    while len(found) < users:
        habit = list(HABITS)[len(found) % len(HABITS)]
        mean = dice.lognormvariate(8, 1)
        days = [START + timedelta(days=n - HISTORY) for n in range(HISTORY + DAYS)]
        tokens = [int(mean * HABITS[habit](dice, day, n)) for n, day in enumerate(days)]
        month = sum(tokens[HISTORY:])
        case = Case(habit, tokens, int(month * dice.uniform(0.5, 1.2)))
        if case.used(HALF) < case.limit:
            found.append(case)
    return found


def forecast(connection: psycopg.Connection, case: Case) -> tuple[int, int, int]:
    """The day that is expected, and the earliest and the latest, at half of the period."""
    moment = datetime.combine(START + timedelta(days=HALF), datetime.min.time(), UTC)
    known = [float(tokens) for tokens in case.tokens[: HISTORY + HALF]][-HISTORY:]
    first = START + timedelta(days=HALF - len(known))
    rows = connection.execute(
        PROJECT, [first, known, moment, START + timedelta(days=DAYS - 1)]
    ).fetchall()
    left = case.limit - case.used(HALF)

    def reached(spread: float) -> int:
        days = (day for day, mean, width in rows if mean + spread * width >= left)
        return (next(days, START + timedelta(days=DAYS)) - START).days

    return reached(0), reached(1.2816), reached(-1.2816)


def straight_line(case: Case) -> int:
    """The day at the pace of the period so far."""
    pace = case.used(HALF) / HALF
    return min(int(case.limit / pace), DAYS) if pace else DAYS


def measure(connection: psycopg.Connection, found: Sequence[Case]) -> dict[str, list[float]]:
    """By habit and in all: the share of days within two, of the line's, and within the spread."""
    hits: dict[str, list[tuple[bool, bool, bool]]] = {}
    for case in found:
        day, earliest, latest = forecast(connection, case)
        hit = (
            abs(day - case.reached) <= 2,
            abs(straight_line(case) - case.reached) <= 2,
            earliest <= case.reached <= latest,
        )
        hits.setdefault(case.habit, []).append(hit)
        hits.setdefault("all", []).append(hit)
    return {
        habit: [sum(one) / len(rows) for one in zip(*rows, strict=True)]
        for habit, rows in hits.items()
    }


def main() -> None:
    """Measures, and writes the figures."""
    with psycopg.connect(os.environ["DB_URL"]) as connection:
        shares = measure(connection, cases())
    order = [*HABITS, "all"]
    lines = [
        "# The forecast's day, at half of the period",
        "",
        "500 simulated users of five habits, eight weeks of history (`benchmarks/forecast.py`):",
        "the share of users whose day was right within two days, of the forecast and of a straight",
        "line through the usage of the period; and how often the day lay in the forecast's spread",
        "(80 % is meant). A limit that is not reached counts as reached after the last day.",
        "",
        "| habit | forecast | straight line | in the spread |",
        "|---|---|---|---|",
        *(f"| {one} | " + " | ".join(f"{x:.0%}" for x in shares[one]) + " |" for one in order),
    ]
    text = "\n".join(lines) + "\n"
    HERE.joinpath("forecast.md").write_text(text)
    print(text)


if __name__ == "__main__":
    main()
