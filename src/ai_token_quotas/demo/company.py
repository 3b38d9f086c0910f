"""Who works at the made-up company, and what they ask models; the same for the same seed."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from uuid import UUID

USERS, DAYS = 500, 92
DOMAIN = "acme.example"
# How many of the calls that would be denied nobody tries.
PATIENCE = 0.7


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


FIRST = _words("""
Ada Ali Amara Ana Anders Aoife Bao Carla Chen Chidi Clara Diego Elena Emil Eva Farid Fatima Finn
Grace Hana Hugo Ines Ivan Jana Joao Jonas Kira Lars Leila Lina Luca Maja Marco Mei Mina Nadia Nils
Noor Olga Omar Pavel Priya Rosa Sami Sofia Tariq Tomas Uma Vera Yuki
""")
LAST = _words("""
Abebe Ahmed Andersen Baker Becker Bianchi Costa Diaz Dubois Eriksen Fischer Garcia Haddad Hansen
Hughes Ito Jansen Kaya Kim Kovac Kumar Laurent Lopez Mbeki Meyer Moreau Nakamura Novak Okafor Olsen
Park Patel Petrov Rossi Santos Schmidt Silva Singh Tanaka Wagner Walsh Weber Wolf
""")
LANGUAGES = ("en", "en", "en", "de", "fr", "es")

# A tier with its tokens and requests a month, and how many of a hundred users have it.
TIERS = {
    "free": (10_000, 100, 66),
    "basic": (50_000, 500, 22),
    "pro": (200_000, 2_000, 11),
    "enterprise": (10_000_000, 10_000, 1),
}
# How a day's share of a month's use differs by the day, for users of each habit.
HABITS = ("steady", "bursts", "growing", "fading", "weekends")
MODELS = {
    "gpt-4o-mini": 38,
    "claude-sonnet-4-5": 22,
    "gpt-4o": 14,
    "gemini-2.5-flash": 14,
    "claude-haiku-4-5": 9,
    "acme-tuned-1": 3,  # has no price
}
WORK = {
    "support": ("answer-ticket", "summarize-thread", "translate"),
    "sales": ("draft-email", "research-account", "call-notes"),
    "engineering": ("review-code", "explain-error", "write-test"),
    "marketing": ("draft-post", "translate", "product-text"),
    "legal": ("summarize-contract", "compare-clauses"),
}


@dataclass
class Person:
    """A user, with the usage that a month would have without a limit."""

    id: UUID
    name: str
    email: str
    language: str
    tier: str
    habit: str
    discipline: str
    joined: datetime
    tokens_a_month: float
    model: str

    @property
    def limits(self) -> tuple[int, int]:
        """Tokens and requests a month."""
        tokens, requests, _ = TIERS[self.tier]
        return tokens, requests


@dataclass(frozen=True)
class Call:
    """A call to a model."""

    user_id: UUID
    at: datetime
    prompt: int
    completion: int
    cached: int
    model: str
    discipline: str
    workflow: str


@dataclass
class Month:
    """What a user has used of a month, and the calls that were denied in it."""

    tokens: int = 0
    requests: int = 0
    denied: dict[tuple[date, str], tuple[int, int]] = field(default_factory=dict)


def people(chance: Random, now: datetime) -> list[Person]:
    """The users, in the order in which they joined."""
    tiers = [tier for tier, (_, _, weight) in TIERS.items() for _ in range(weight)]
    found = []
    for number in range(USERS):
        first, last = chance.choice(FIRST), chance.choice(LAST)
        tier = chance.choice(tiers)
        # Half of the users joined before the first day that is shown.
        age = timedelta(days=chance.uniform(0.5, 2 * DAYS))
        found.append(
            Person(
                id=UUID(int=chance.getrandbits(128), version=4),
                name=f"{first} {last}",
                email=f"{first}.{last}.{number}@{DOMAIN}".lower(),
                language=chance.choice(LANGUAGES),
                tier=tier,
                habit=HABITS[number % len(HABITS)],
                discipline=chance.choice(list(WORK)),
                joined=now - age,
                # A third of the limit in the middle; one in eight would pass it.
                tokens_a_month=TIERS[tier][0] * chance.lognormvariate(math.log(0.33), 0.95),
                model=chance.choices(list(MODELS), list(MODELS.values()))[0],
            )
        )
    return sorted(found, key=lambda one: one.joined)


def calls(
    person: Person, chance: Random, now: datetime, months: dict[tuple[UUID, date], Month]
) -> Iterator[Call]:
    """A user's calls until now; what the month's limits do not admit is denied."""
    tokens_limit, requests_limit = person.limits
    # Most reach the limit of tokens first, and a few that of requests.
    size = tokens_limit / requests_limit * (0.8 if chance.random() < 0.15 else 2.5)
    shares = _shares(person.habit, chance)
    begin = now.date() - timedelta(days=DAYS)
    for number in range(DAYS + 1):
        day = begin + timedelta(days=number)
        month = months.setdefault((person.id, day.replace(day=1)), Month())
        wanted = person.tokens_a_month / 30 * shares(number, day)
        for at in _times(day, _count(wanted / size, chance), chance):
            if not person.joined < at < now:
                continue
            tokens = max(20, int(chance.lognormvariate(math.log(size), 0.5)))
            reason = _refusal(month, tokens, tokens_limit, requests_limit)
            if reason:
                if chance.random() < PATIENCE:
                    continue
                known, asked = month.denied.get((day, reason), (0, 0))
                month.denied[day, reason] = (known + 1, asked + tokens)
                continue
            month.tokens += tokens
            month.requests += 1
            yield _call(person, at, tokens, chance)


def _refusal(month: Month, tokens: int, tokens_limit: int, requests_limit: int) -> str:
    # A hold is an estimate, so usage passes the limit a little now and then.
    if month.tokens + tokens > tokens_limit * 1.02:
        return "tokens"
    return "requests" if month.requests >= requests_limit else ""


def _call(person: Person, at: datetime, tokens: int, chance: Random) -> Call:
    completion = int(tokens * chance.uniform(0.15, 0.5))
    prompt = tokens - completion
    usual = chance.random() < 0.8
    return Call(
        user_id=person.id,
        at=at,
        prompt=prompt,
        completion=completion,
        cached=int(prompt * 0.6) if chance.random() < 0.25 else 0,
        model=person.model if usual else chance.choice(list(MODELS)),
        discipline=person.discipline,
        workflow=chance.choice(WORK[person.discipline]),
    )


class _shares:  # noqa: N801 - called like a function
    """How much of a usual day's use falls on a day."""

    def __init__(self, habit: str, chance: Random) -> None:
        self._habit, self._chance = habit, chance
        self._bursts = {chance.randrange(DAYS + 1) for _ in range(12)}

    def __call__(self, number: int, day: date) -> float:
        is_weekend = day.weekday() >= 5
        part = number / DAYS
        share = {
            "steady": 0.25 if is_weekend else 1.3,
            "bursts": 6.0 if number in self._bursts else 0.25,
            "growing": (0.2 + 1.8 * part) * (0.4 if is_weekend else 1.2),
            "fading": (2.0 - 1.8 * part) * (0.4 if is_weekend else 1.2),
            "weekends": 2.6 if is_weekend else 0.35,
        }[self._habit]
        return share * self._chance.uniform(0.5, 1.5)


def _count(mean: float, chance: Random) -> int:
    """A whole number with that mean, at most 25 a day."""
    return min(25, int(mean) + (chance.random() < mean % 1))


def _times(day: date, count: int, chance: Random) -> list[datetime]:
    """Moments of a working day, from six to ten in the evening, most around two."""
    begin = datetime.combine(day, time(6), UTC)
    return sorted(begin + timedelta(hours=chance.triangular(0, 16, 8)) for _ in range(count))
