"""Situations that random steps seldom meet, each made in one step."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import rule
from model.machine import CALLERS, TIERS, USERS, WHICH, Histories
from model.model import Caller, Subscription, boundary

AFTER_THE_END = [timedelta(seconds=20), timedelta(minutes=59), timedelta(minutes=61)]


class Situations(Histories):
    """The histories, and these situations among their steps."""

    @rule(who=USERS, which=WHICH)
    def reserve_again(self, who: int, which: int) -> None:
        """The very same reservation, whatever became of it."""
        user = self.users[who]
        named = [hold for hold in user.holds.values() if hold.request_id]
        if named:
            hold = named[which % len(named)]
            on_expiry = "charge" if hold.charges else "release"
            self.reserve_as(
                who, hold.reserved_by, hold.tokens, hold.requests, 300, on_expiry, hold.request_id
            )

    @rule(
        who=USERS,
        by=CALLERS,
        charges=st.booleans(),
        passing=st.sampled_from(AFTER_THE_END),
        prompt=st.sampled_from([100, 900, 2_500]),
    )
    def settle_over_the_end(
        self, who: int, by: Caller, charges: bool, passing: timedelta, prompt: int
    ) -> None:
        """Held before the end of a period, settled after it: in time, late, or after a charge."""
        user = self.users[who]
        self.pass_to(user.period.end - timedelta(seconds=10))
        known = set(user.holds)
        on_expiry = "charge" if charges and by == "server" else "release"
        self.reserve_as(who, by, 1_000, 1, 1_800, on_expiry, None)
        self.step(passing)
        for key in set(user.holds) - known:
            self.track(user, "server", (prompt, 0), 1, reservation_id=key)

    @rule(who=USERS, ending=st.booleans(), hours=st.sampled_from([1, 23, 25]))
    def pass_into_grace(self, who: int, ending: bool, hours: int) -> None:
        """A live subscription is over, or its grace is as well."""
        user = self.users[who]
        for subscription in user.live(self.world.now)[:1]:
            moment = subscription.live_until if ending else subscription.end
            if moment is not None and moment < self.world.now + timedelta(days=400):
                self.pass_to(moment + timedelta(hours=hours))

    @rule(who=USERS, tiers=st.permutations(["free", "basic", "pro"]), count=st.integers(1, 2))
    def pay(self, who: int, tiers: list[str], count: int) -> None:
        """A first payment, and perhaps a second one for another tier."""
        today = self.world.now.replace(microsecond=0)
        for key, tier in list(zip("ab", tiers, strict=False))[:count]:
            end = boundary(today.date(), 1).replace(hour=today.hour, minute=today.minute)
            event = Subscription(tier, "active", today, end, self.world.now)
            self.send(self.users[who], key, event)

    @rule(who=USERS, by=CALLERS)
    def ask_for_more_than_a_hidden_tier(self, who: int, by: Caller) -> None:
        """The tier that would admit it is not offered."""
        for name in ("free", "basic"):
            self.step()
            self.world.tiers[name] = replace(TIERS[name], is_public=name == "free")
            self.write_tier(name, self.world.tiers[name])
        self.reserve_as(who, by, 12_000, 1, 60, "release", None)
