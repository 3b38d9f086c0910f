"""What the package promises, in plain Python: written from docs/concepts.md, not from the SQL."""

from calendar import monthrange
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal

Caller = Literal["user", "server"]
Amount = tuple[int, int]

TICK = timedelta(microseconds=1)
FOREVER = datetime.max.replace(tzinfo=UTC)
GRACE = timedelta(days=7)
OPEN_HOLDS = 3


class Refused(Exception):  # noqa: N818
    """A call that must change nothing, with the SQLSTATE that it is refused with."""

    def __init__(self, code: str) -> None:
        """Keeps the code."""
        super().__init__(code)
        self.code = code


def boundary(anchor: date | None, months: int) -> datetime:
    """That many months after the anchor at 00:00 UTC, the day clamped to the month's length."""
    anchor = anchor or date(2000, 1, 1)
    year, month = divmod(anchor.year * 12 + anchor.month - 1 + months, 12)
    day = min(anchor.day, monthrange(year, month + 1)[1])
    return datetime(year, month + 1, day, tzinfo=UTC)


def boundaries(anchor: date | None, moment: datetime) -> list[datetime]:
    """Those around a moment."""
    first = anchor or date(2000, 1, 1)
    months = (moment.year - first.year) * 12 + moment.month - first.month
    return [boundary(anchor, n) for n in range(months - 1, months + 2)]


def last_boundary(anchor: date | None, moment: datetime) -> datetime:
    """The last one at or before a moment."""
    return max(b for b in boundaries(anchor, moment) if b <= moment)


def first_boundary(anchor: date | None, moment: datetime) -> datetime:
    """The first one at or after a moment."""
    return min(b for b in boundaries(anchor, moment) if b >= moment)


@dataclass
class Tier:
    """Its limits, its place among the plans, and whether it is offered."""

    tokens: int | None
    requests: int | None
    sort_order: int
    is_public: bool = True

    def admits(self, tokens: int, requests: int) -> bool:
        """Whether so much fits into a period."""
        return (self.tokens is None or tokens <= self.tokens) and (
            self.requests is None or requests <= self.requests
        )


@dataclass
class Subscription:
    """What the last event said."""

    tier: str
    status: str
    start: datetime | None
    end: datetime | None
    event_at: datetime

    @property
    def rank(self) -> tuple[object, ...]:
        """By what an event comes after another one: the second, the end, the later period."""
        return (
            self.event_at.replace(microsecond=0),
            self.status in ("canceled", "incomplete_expired"),
            self.end or FOREVER,
        )

    @property
    def live_until(self) -> datetime | None:
        """Until when it gives its tier; None if it does not."""
        if self.status in ("active", "trialing"):
            return self.end + GRACE if self.end else FOREVER
        if self.status == "past_due":
            return (self.start or self.event_at) + GRACE
        return None

    def is_live(self, now: datetime) -> bool:
        """Whether it gives its tier now."""
        return self.live_until is not None and self.live_until > now

    @property
    def paid_until(self) -> datetime:
        """The first day that is not paid for: grace opens no period."""
        until = (self.start or self.event_at) if self.status == "past_due" else self.end
        return until.replace(hour=0, minute=0, second=0, microsecond=0) if until else FOREVER


@dataclass
class Override:
    """A user's own limits, in place of the tier's or on top of them."""

    tokens: int | None = None
    requests: int | None = None
    extra_tokens: int = 0
    extra_requests: int = 0
    is_unlimited: bool = False
    expires_at: datetime | None = None

    def over(self, tier: Tier) -> tuple[int | None, int | None]:
        """The limits that come of it: null inherits, unlimited lifts, extra is added."""
        if self.is_unlimited:
            return None, None
        tokens = tier.tokens if self.tokens is None else self.tokens
        requests = tier.requests if self.requests is None else self.requests
        return (
            None if tokens is None else tokens + self.extra_tokens,
            None if requests is None else requests + self.extra_requests,
        )


@dataclass(eq=False)
class Period:
    """What was used from its start on; the end of the open one is its reset date."""

    start: datetime
    end: datetime
    tokens: int = 0
    requests: int = 0
    # Where it would have ended if the anchor had not changed.
    own_end: datetime | None = None

    def add(self, tokens: int, requests: int) -> None:
        """Counts so much more, or less."""
        self.tokens += tokens
        self.requests += requests


@dataclass(eq=False)
class Hold:
    """A reservation: whose, of what period, and what is left of it."""

    tokens: int
    requests: int
    period: Period
    reserved_by: Caller
    charges: bool
    expires_at: datetime
    request_id: str | None
    status: str = "pending"
    closed_at: datetime | None = None
    drawn: Amount = (0, 0)

    @property
    def left(self) -> Amount:
        """What parts of the call have not taken yet."""
        return self.tokens - self.drawn[0], self.requests - self.drawn[1]

    def is_held(self, now: datetime) -> bool:
        """Whether it still holds something."""
        return self.status == "pending" and self.expires_at > now

    def close(self, status: str, now: datetime) -> None:
        """Ends it."""
        self.status, self.closed_at = status, now


@dataclass
class World:
    """What all users share."""

    now: datetime
    tiers: dict[str, Tier]
    anchored: bool = False


@dataclass
class User:
    """All that the package has to know of a user."""

    world: World
    user_id: str
    period: Period
    seen: datetime
    closed: list[Period] = field(default_factory=list)
    anchor: date | None = None
    opened_early_at: datetime | None = None
    override: Override | None = None
    is_blocked: bool = False
    subscriptions: dict[str, Subscription] = field(default_factory=dict)
    deleted: dict[str, datetime] = field(default_factory=dict)
    holds: dict[str, Hold] = field(default_factory=dict)
    calls: dict[tuple[Caller, str], tuple[object, ...]] = field(default_factory=dict)
    entries: int = 0
    estimated: int = 0
    despite: int = 0
    denials: dict[str, Amount] = field(default_factory=dict)

    # Limits

    def live(self, now: datetime) -> list[Subscription]:
        """The live subscriptions, the best one first."""
        live = [(key, s) for key, s in self.subscriptions.items() if s.is_live(now)]
        live.sort(key=lambda one: one[0])
        live.sort(
            key=lambda one: (self.world.tiers[one[1].tier].sort_order, one[1].live_until),
            reverse=True,
        )
        return [s for _, s in live]

    @property
    def tier(self) -> str:
        """The tier of the best live subscription, else the default one."""
        live = self.live(self.world.now)
        return live[0].tier if live else "free"

    @property
    def limits(self) -> tuple[int | None, int | None]:
        """Tokens and requests; None is unlimited."""
        tier, now = self.world.tiers[self.tier], self.world.now
        override = self.override
        if override is None or (override.expires_at and override.expires_at <= now):
            return tier.tokens, tier.requests
        return override.over(tier)

    @property
    def held(self) -> Amount:
        """What live reservations hold of the open period."""
        live = [
            hold.left
            for hold in self.holds.values()
            if hold.period is self.period and hold.is_held(self.world.now)
        ]
        return sum(tokens for tokens, _ in live), sum(requests for _, requests in live)

    @property
    def remaining(self) -> list[int | None]:
        """What can still be reserved, of tokens and of requests."""
        used = (self.period.tokens, self.period.requests)
        return [
            None if limit is None else max(limit - u - h, 0)
            for limit, u, h in zip(self.limits, used, self.held, strict=True)
        ]

    # Time

    def go_on(self) -> None:
        """Lets happen, one after the other, what has come due since."""
        moments = [self.world.now]
        for s in self.subscriptions.values():
            moments += [m for m in (s.end, s.live_until) if m and self.seen < m < self.world.now]
        for moment in sorted(moments):
            while self.seen < self.period.end <= moment and self.follow(self.period.end):
                pass
            self.follow(moment)
        self.seen = self.world.now
        for hold in self.holds.values():
            if hold.charges and hold.status == "pending" and hold.expires_at <= self.world.now:
                hold.close("charged", self.world.now)
                hold.period.add(*hold.left)
                self.entries += 1
                self.estimated += 1

    def follow(self, now: datetime, *, is_first_payment: bool = False) -> bool:
        """Takes the anchor that holds now, and opens the next period if that is due."""
        live = self.live(now) if self.world.anchored else []
        anchor = live[0].start.date() if live and live[0].start else None
        paid_until = live[0].paid_until if live else FOREVER
        if anchor != self.anchor and not self.is_same_anchor(anchor):
            if is_first_payment and self.opens_early(anchor, paid_until):
                start = max(now, self.period.start + TICK)
                self.open(start, first_boundary(anchor, start + TICK))
                self.opened_early_at = start
            else:
                self.period.own_end = self.period.own_end or self.period.end
                self.period.end = first_boundary(anchor, self.period.own_end)
            self.anchor = anchor
        paid = min(now, paid_until - TICK)
        end = self.period.end
        if end <= self.period.start:
            # Closed by an operator after its end, in grace.
            end = max(paid, self.period.start + TICK)
        if end > paid:
            return False
        start = max(end, last_boundary(self.anchor, paid))
        self.open(start, first_boundary(self.anchor, max(start, paid) + TICK))
        return True

    def opens_early(self, anchor: date | None, paid_until: datetime) -> bool:
        """Whether a first payment opens a period: one made in the open one, once in 27 days."""
        now, last = self.world.now, self.opened_early_at
        return (
            self.anchor is None
            and anchor is not None
            and anchor >= self.period.start.date()
            and paid_until > now
            and (last is None or last <= now - timedelta(days=27))
        )

    def is_same_anchor(self, anchor: date | None) -> bool:
        """Whether it is the present one, some months later."""
        if anchor is None or self.anchor is None:
            return False
        moment = datetime.combine(anchor, time(), UTC)
        return first_boundary(self.anchor, moment) == moment

    def open(self, start: datetime, end: datetime) -> None:
        """Closes the open period, and opens the next one. One without usage leaves nothing."""
        old = self.period
        old.end = min(old.end, start)
        if (old.tokens, old.requests) != (0, 0) or any(
            hold.period is old and hold.status in ("pending", "charged")
            for hold in self.holds.values()
        ):
            self.closed.append(old)
        self.period = Period(start, end)

    def period_at(self, moment: datetime) -> Period:
        """The period that a call of that moment is charged to."""
        if moment >= self.period.start:
            return self.period
        for period in self.closed:
            if period.start <= moment < period.end:
                return period
        found = Period(
            max(
                [last_boundary(self.anchor, moment)]
                + [p.end for p in self.closed if p.end <= moment]
            ),
            min(
                [first_boundary(self.anchor, moment + TICK), self.period.start]
                + [p.start for p in self.closed if p.start > moment]
            ),
        )
        self.closed.append(found)
        return found

    # Calls

    def track(
        self,
        by: Caller,
        tokens: Amount,
        requests: int,
        request_id: str | None = None,
        reservation_id: str | None = None,
        *,
        is_final: bool = True,
        occurred_at: datetime | None = None,
    ) -> str:
        """Records a call: recorded, or repeated."""
        payload = (*tokens, requests, reservation_id)
        if request_id is not None:
            known = self.calls.get((by, request_id))
            if known == payload:
                return "repeated"
            if known is not None:
                raise Refused("23505")
        hold = self.holds.get(reservation_id or "")
        if by == "user":
            if self.is_blocked:
                raise Refused("42501")
            if reservation_id is not None:
                self.must_be_own(hold)
        if request_id is not None:
            self.calls[by, request_id] = payload
        self.entries += 1
        if reservation_id is None:
            period = self.period_at(occurred_at) if occurred_at else self.period
            period.add(sum(tokens), requests)
        else:
            self.settle(hold, (sum(tokens), requests), is_final=is_final)
        return "recorded"

    def must_be_own(self, hold: Hold | None) -> None:
        """End users end only what they made, once."""
        if hold is None:
            raise Refused("22023")
        if hold.reserved_by == "server":
            raise Refused("42501")
        if hold.status != "pending":
            raise Refused("22023")

    def settle(self, hold: Hold | None, used: Amount, *, is_final: bool) -> None:
        """Charges the period of the reservation up to what it held, unless that is long over."""
        charged = (0, 0)
        now = self.world.now
        if hold is None or hold.status in ("settled", "released"):
            self.despite += 1
        elif hold.period is not self.period:
            if now <= hold.expires_at + timedelta(hours=1):
                charged = min(used[0], hold.left[0]), min(used[1], hold.left[1])
            else:
                self.despite += 1
        if hold and hold.status == "charged":
            self.take_back(hold)
            hold.close("settled", now)
        elif hold and hold.status == "pending" and is_final:
            hold.close("settled", now)
        if hold:
            hold.period.add(*charged)
        if hold and hold.status == "pending":
            part = min(used[0], hold.left[0]), min(used[1], hold.left[1])
            hold.drawn = hold.drawn[0] + part[0], hold.drawn[1] + part[1]
        self.period.add(used[0] - charged[0], used[1] - charged[1])

    def take_back(self, hold: Hold) -> None:
        """Corrects what a reservation was charged with when it expired."""
        left = hold.left
        hold.period.add(-min(left[0], hold.period.tokens), -min(left[1], hold.period.requests))
        self.entries += 1
        self.estimated += 1

    def release(self, by: Caller, hold: Hold | None) -> None:
        """Lets go, twice without harm."""
        if hold is not None and hold.status == "released":
            return
        if hold is not None and by == "user" and hold.reserved_by == "server":
            raise Refused("42501")
        if hold is None or hold.status == "settled":
            raise Refused("22023")
        if hold.status == "charged":
            self.take_back(hold)
        hold.close("released", self.world.now)

    def reserve(
        self,
        by: Caller,
        tokens: int,
        requests: int,
        *,
        charges: bool,
        request_id: str | None,
    ) -> tuple[str | None, str | None, str | None]:
        """The reservation that the same call made, else why not and which tier would admit it."""
        if charges and by == "user":
            raise Refused("42501")
        for key, hold in self.holds.items():
            if request_id is not None and (hold.reserved_by, hold.request_id) == (by, request_id):
                same = (hold.tokens, hold.requests, hold.charges) == (tokens, requests, charges)
                if not same or not hold.is_held(self.world.now):
                    raise Refused("23505")
                return key, None, None
        if by == "user":
            own = [h for h in self.holds.values() if h.reserved_by == "user"]
            if sum(hold.is_held(self.world.now) for hold in own) >= OPEN_HOLDS:
                raise Refused("PT429")
        reason = self.denial(tokens, requests)
        if reason is None:
            return None, None, None
        denied = self.denials.get(reason, (0, 0))
        self.denials[reason] = denied[0] + 1, denied[1] + tokens
        return None, reason, None if reason == "blocked" else self.upgrade(tokens, requests)

    def denial(self, tokens: int, requests: int) -> str | None:
        """What would refuse so much more: used + held + asked ≤ limit."""
        if self.is_blocked:
            return "blocked"
        used = (self.period.tokens, self.period.requests)
        for name, asked, u, h, limit in zip(
            ("tokens", "requests"), (tokens, requests), used, self.held, self.limits, strict=True
        ):
            if limit is not None and u + h + asked > limit:
                return name
        return None

    def upgrade(self, tokens: int, requests: int) -> str | None:
        """The first public tier above the user's own that would admit the call."""
        tiers = self.world.tiers
        above = [
            (tier.sort_order, name)
            for name, tier in tiers.items()
            if tier.is_public
            and tier.sort_order > tiers[self.tier].sort_order
            and tier.admits(
                self.period.tokens + self.held[0] + tokens,
                self.period.requests + self.held[1] + requests,
            )
        ]
        return min(above)[1] if above else None

    def adjust(self, tokens: int, requests: int, request_id: str | None) -> None:
        """A correction that leaves nothing below zero."""
        payload = ("correction", tokens, requests)
        if request_id is not None:
            known = self.calls.get(("server", request_id))
            if known == payload:
                return
            if known is not None:
                raise Refused("23505")
        if self.period.tokens + tokens < 0 or self.period.requests + requests < 0:
            raise Refused("22023")
        if request_id is not None:
            self.calls["server", request_id] = payload
        self.entries += 1
        self.period.add(tokens, requests)

    # Plans

    def subscribe(self, key: str, event: Subscription) -> None:
        """An event, unless a later one came before it."""
        now, old = self.world.now, self.subscriptions.get(key)
        if event.event_at > now + timedelta(minutes=5):
            raise Refused("22023")
        if old is None and key in self.deleted:
            if self.deleted[key].replace(microsecond=0) >= event.event_at.replace(microsecond=0):
                return
        elif old is not None and event.rank <= old.rank:
            return
        is_first = (
            event.status == "active"
            and event.is_live(now)
            and not any(s.is_live(now) for s in self.subscriptions.values())
        )
        self.subscriptions[key] = event
        self.follow(now, is_first_payment=is_first)

    def unsubscribe(self, key: str) -> None:
        """A deleted subscription leaves a mark."""
        now, old = self.world.now, self.subscriptions.pop(key, None)
        if old is not None:
            self.deleted[key] = max(now, old.event_at)
            self.follow(now)

    def reset(self) -> None:
        """An operator closes the period now, until the same reset date."""
        self.open(max(self.world.now, self.period.start + TICK), self.period.end)
