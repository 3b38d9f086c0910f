"""The recipes of docs/recipes, each on the tables that it is for: the quota follows the plan."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import psycopg
import pytest
from api.callers import Stack
from plans.stripe import TIER_AFTER, TIERS, Buyer
from psycopg.rows import dict_row
from psycopg.types.json import Jsonb
from stack.paths import ROOT

SHAPES = Path(__file__).parent / "shapes"
RECIPES = ROOT / "docs/recipes"
# What the recipes use of the package, and an uninstallation takes away.
PACKAGE = ["ai_quota_subscriptions", "ai_quota_tiers"]
# What each recipe leaves, and the statement of the guide that drops it.
PLANS = (ROOT / "docs/plans.md").read_text()
MADE = dict(re.findall(r"^-- (\w+)\.sql\n(drop function .*;)$", PLANS, re.MULTILINE))


@dataclass
class Host:
    """A host's database with tables of its own, in a transaction that is never committed."""

    connection: psycopg.Connection[dict[str, Any]]
    warnings: list[str] = field(default_factory=list)

    def run(self, file: Path) -> None:
        """Runs a file as the host's migration."""
        self.connection.execute(file.read_bytes())

    def write(self, statement: str, *values: Any, role: str = "service_role") -> int:
        """Writes as the host's server does; returns how many rows."""
        self.connection.execute(f"set local role {role}".encode())
        count = self.connection.execute(statement.encode(), values).rowcount
        self.connection.execute("reset role")
        return count

    def lose(self, table: str) -> None:
        """Takes a table of the package away, as an uninstallation does with all of them."""
        self.connection.execute(f"alter table public.{table} rename to gone".encode())

    def tier(self, user_id: str) -> str:
        """The tier in force."""
        row = self.connection.execute(
            "select s.tier from public.get_quota_status_for(%s) as s", [user_id]
        ).fetchone()
        assert row is not None
        tier: str = row["tier"]
        return tier

    def stored(self, subscription_id: str) -> dict[str, Any]:
        """What is stored of a subscription."""
        row = self.connection.execute(
            "select * from public.ai_quota_subscriptions where subscription_id = %s",
            [subscription_id],
        ).fetchone()
        assert row is not None
        return row


@pytest.fixture
def host(stack: Stack) -> Iterator[Host]:
    """A host's database."""
    with psycopg.connect(stack.db_url, row_factory=dict_row) as connection:
        one = Host(connection)
        connection.add_notice_handler(lambda said: one.warnings.append(said.message_primary or ""))
        yield one
        connection.rollback()


# The Stripe sync engine

COLUMNS = (
    "id, object, cancel_at_period_end, current_period_end, current_period_start, items, metadata,"
    " status, cancel_at, canceled_at, created, ended_at, customer"
)
NEWER = "{table}.{column} is null or {table}.{column} < excluded.{column}"


@dataclass
class Engine:
    """A sync engine: writes what events say, unless its row is newer."""

    host: Host
    shape: str

    def store(self, table: str, row: dict[str, Any], created: int) -> None:
        """Upserts as this engine does."""
        synced = datetime.fromtimestamp(created, UTC)
        getattr(self, self.shape)(table, row, synced)

    def stripe_sync_engine(self, table: str, row: dict[str, Any], synced: datetime) -> None:
        """Writes a column for each of Stripe's."""
        columns = {"customers": "id, object, email, metadata, created"}.get(table, COLUMNS)
        sets = ", ".join(f"{name} = excluded.{name}" for name in columns.split(", "))
        self.host.write(
            f"insert into stripe.{table} ({columns}, last_synced_at)"
            f" select {columns}, %s from jsonb_populate_record(null::stripe.{table}, %s)"
            f" on conflict (id) do update set {sets}, last_synced_at = excluded.last_synced_at"
            f" where {NEWER.format(table=table, column='last_synced_at')}",
            synced,
            Jsonb(row),
            role="postgres",
        )

    def stripe_sync_engine_raw(self, table: str, row: dict[str, Any], synced: datetime) -> None:
        """Writes what Stripe sent as it is."""
        self.host.write(
            f"insert into stripe.{table} (_raw_data, _last_synced_at, _account_id)"
            " values (%s, %s, 'acct_1') on conflict (id) do update"
            " set _raw_data = excluded._raw_data, _last_synced_at = excluded._last_synced_at"
            f" where {NEWER.format(table=table, column='_last_synced_at')}",
            Jsonb(row),
            synced,
            role="postgres",
        )

    def receive(self, events: list[dict[str, Any]]) -> None:
        """Takes Stripe's events as they come."""
        for event in events:
            self.store("subscriptions", event["data"]["object"], event["created"])


@pytest.fixture(params=["stripe_sync_engine", "stripe_sync_engine_raw"])
def engine(host: Host, request: pytest.FixtureRequest) -> Engine:
    """A host with a sync engine and the recipe."""
    host.run(SHAPES / f"{request.param}.sql")
    host.run(RECIPES / "stripe_sync_engine.sql")
    return Engine(host, request.param)


def tiered(event: dict[str, Any], tier: str | None = "") -> dict[str, Any]:
    """The event, with a price that names its tier."""
    price = event["data"]["object"]["items"]["data"][0]["price"]
    price["metadata"] = {"tier": TIERS[price["id"]] if tier == "" else tier}
    return event


@pytest.mark.parametrize(("length", "tier"), TIER_AFTER.items())
def test_the_quota_follows_the_engines_rows(
    buyer: Buyer, engine: Engine, length: int, tier: str
) -> None:
    engine.receive([tiered(event) for event in buyer.history(length)])

    assert engine.host.tier(buyer.user_id) == tier


def test_events_that_reach_the_engine_late_and_twice_change_nothing(
    buyer: Buyer, engine: Engine
) -> None:
    events = [tiered(event) for event in buyer.history(6)]
    item = events[-1]["data"]["object"]["items"]["data"][0]

    engine.receive(Random(1).sample(events * 3, 18))  # noqa: S311

    row = engine.host.stored(buyer.subscription_id)
    assert (row["tier"], row["status"]) == ("pro", "active")
    assert row["current_period_end"].timestamp() == item["current_period_end"]


def test_the_engines_rows_of_older_api_versions_have_their_period(
    buyer: Buyer, engine: Engine
) -> None:
    event = tiered(buyer.event("older_api"))

    engine.receive([event])

    row = engine.host.stored(buyer.subscription_id)
    assert row["current_period_end"].timestamp() == event["data"]["object"]["current_period_end"]


def test_a_customer_that_comes_later_tells_whose_subscription_it_is(
    buyer: Buyer, engine: Engine
) -> None:
    event = tiered(buyer.history(3)[-1])
    event["data"]["object"]["metadata"] = {}
    engine.receive([event])
    before = engine.host.tier(buyer.user_id)

    customer = {"id": "cus_recorded", "metadata": {"user_id": buyer.user_id}}
    engine.store("customers", customer, event["created"])

    assert (before, engine.host.tier(buyer.user_id)) == ("free", "pro")


def test_a_price_with_no_tier_warns_and_the_engines_write_goes_on(
    buyer: Buyer, engine: Engine
) -> None:
    *paid, change = buyer.history(3)
    engine.receive([tiered(event) for event in paid])

    engine.receive([tiered(change, tier="platinum")])

    assert engine.host.tier(buyer.user_id) == "free"
    assert f"no price of {buyer.subscription_id} has a tier" in engine.host.warnings[-1]
    assert engine.host.write("select from stripe.subscriptions", role="postgres") == 1


@pytest.mark.parametrize("user_id", ["00000000-0000-4000-8000-000000000000", "user_4711"])
def test_an_unknown_user_warns_and_the_engines_write_goes_on(
    buyer: Buyer, engine: Engine, user_id: str
) -> None:
    event = tiered(buyer.history(1)[0])
    event["data"]["object"]["metadata"] = {"user_id": user_id}

    engine.receive([event])

    assert f"the quota of {buyer.subscription_id} was not set" in engine.host.warnings[-1]
    assert engine.host.write("select from stripe.subscriptions", role="postgres") == 1


@pytest.mark.parametrize("table", PACKAGE)
def test_whatever_goes_wrong_the_engines_write_goes_on(
    buyer: Buyer, engine: Engine, table: str
) -> None:
    engine.host.lose(table)

    engine.receive([tiered(buyer.history(1)[0])])

    assert f"the quota of {buyer.subscription_id} was not set" in engine.host.warnings[-1]
    assert engine.host.write("select from stripe.subscriptions", role="postgres") == 1


def test_of_several_items_in_the_engine_the_best_counts(buyer: Buyer, engine: Engine) -> None:
    event = tiered(buyer.history(1)[0])
    items = event["data"]["object"]["items"]["data"]
    items.append({**items[0], "price": {"lookup_key": "enterprise"}})

    engine.receive([event])

    assert engine.host.tier(buyer.user_id) == "enterprise"


@pytest.mark.parametrize("shape", ["stripe_sync_engine", "stripe_sync_engine_raw"])
def test_the_recipe_takes_the_engines_rows_that_are_there(
    buyer: Buyer, host: Host, shape: str
) -> None:
    host.run(SHAPES / f"{shape}.sql")
    Engine(host, shape).receive([tiered(event) for event in buyer.history(3)])

    host.run(RECIPES / "stripe_sync_engine.sql")

    assert host.tier(buyer.user_id) == "pro"


# The tables of the usual starters


@pytest.fixture
def starter(host: Host) -> Host:
    """A host with a starter's tables and the recipe."""
    host.run(SHAPES / "subscriptions_table.sql")
    host.run(RECIPES / "subscriptions_table.sql")
    return host


def upsert(starter: Host, buyer: Buyer, status: str, price: str, days: float = 30) -> int:
    """What the starter's webhook writes: Stripe's state of now."""
    now = datetime.now(UTC)
    return starter.write(
        "insert into public.subscriptions as s"
        " (id, user_id, status, price_id, current_period_start, current_period_end)"
        " values (%s, %s, %s, %s, %s, %s) on conflict (id) do update"
        " set status = excluded.status, price_id = excluded.price_id,"
        " current_period_start = excluded.current_period_start,"
        " current_period_end = excluded.current_period_end",
        buyer.subscription_id,
        buyer.user_id,
        status,
        price,
        now - timedelta(days=5),
        now + timedelta(days=days),
    )


@pytest.mark.parametrize(
    ("status", "price", "tier"),
    [
        ("active", "price_basic", "basic"),
        ("active", "price_pro", "pro"),
        ("trialing", "price_pro", "pro"),
        ("past_due", "price_pro", "pro"),
        ("unpaid", "price_pro", "free"),
        ("canceled", "price_pro", "free"),
        ("incomplete", "price_pro", "free"),
    ],
)
def test_the_quota_follows_the_starters_rows(
    buyer: Buyer, starter: Host, status: str, price: str, tier: str
) -> None:
    upsert(starter, buyer, "active", "price_basic")

    upsert(starter, buyer, status, price)

    assert starter.tier(buyer.user_id) == tier


def test_the_starters_paid_period_ends_the_tier(buyer: Buyer, starter: Host) -> None:
    upsert(starter, buyer, "active", "price_pro", days=-1)
    in_grace = starter.tier(buyer.user_id)

    starter.connection.execute(
        "update public.subscriptions set current_period_start = now() - interval '40 days',"
        " current_period_end = now() - interval '8 days'"
    )

    assert (in_grace, starter.tier(buyer.user_id)) == ("pro", "free")


def test_a_deleted_row_of_the_starter_ends_the_tier_and_may_come_back(
    buyer: Buyer, starter: Host
) -> None:
    upsert(starter, buyer, "active", "price_pro")
    starter.write("delete from public.subscriptions")
    deleted = starter.tier(buyer.user_id)

    upsert(starter, buyer, "active", "price_basic")

    assert (deleted, starter.tier(buyer.user_id)) == ("free", "basic")


def test_a_price_with_no_tier_warns_and_the_starters_write_goes_on(
    buyer: Buyer, starter: Host
) -> None:
    written = upsert(starter, buyer, "active", "price_unknown")

    assert (written, starter.tier(buyer.user_id)) == (1, "free")
    assert f"the price of {buyer.subscription_id} has no tier" in starter.warnings[-1]


@pytest.mark.parametrize("table", PACKAGE)
def test_whatever_goes_wrong_the_starters_write_goes_on(
    buyer: Buyer, starter: Host, table: str
) -> None:
    starter.lose(table)

    written = upsert(starter, buyer, "active", "price_pro")

    assert written == 1
    assert f"the quota of {buyer.subscription_id} was not set" in starter.warnings[-1]


def test_a_row_with_the_starters_own_defaults_is_live(buyer: Buyer, starter: Host) -> None:
    starter.write(
        "insert into public.subscriptions (id, user_id, status, price_id)"
        " values (%s, %s, 'active', 'price_pro')",
        buyer.subscription_id,
        buyer.user_id,
    )

    assert starter.tier(buyer.user_id) == "pro"


def test_the_recipe_takes_the_starters_rows_that_are_there(buyer: Buyer, host: Host) -> None:
    host.run(SHAPES / "subscriptions_table.sql")
    upsert(host, buyer, "active", "price_pro")

    host.run(RECIPES / "subscriptions_table.sql")
    host.run(RECIPES / "subscriptions_table.sql")

    assert host.tier(buyer.user_id) == "pro"


# A column of the host's own


@pytest.fixture
def column(host: Host, buyer: Buyer) -> Host:
    """A host with a plan in its profiles and the recipe, and the buyer's profile."""
    host.run(SHAPES / "plan_column.sql")
    host.run(RECIPES / "plan_column.sql")
    host.write(
        "insert into public.profiles (id) values (%s) on conflict (id) do nothing",
        buyer.user_id,
    )
    return host


def set_plan(column: Host, buyer: Buyer, plan: str | None, role: str = "service_role") -> int:
    """The host's own write."""
    return column.write(
        "update public.profiles set plan = %s where id = %s", plan, buyer.user_id, role=role
    )


def test_the_quota_follows_the_column(buyer: Buyer, column: Host) -> None:
    tiers = [
        (set_plan(column, buyer, plan), column.tier(buyer.user_id))
        for plan in ("pro", "basic", None, "enterprise")
    ]

    assert tiers == [(1, "pro"), (1, "basic"), (1, "free"), (1, "enterprise")]


def test_an_unknown_plan_warns_and_gives_the_default_tier(buyer: Buyer, column: Host) -> None:
    set_plan(column, buyer, "pro")

    written = set_plan(column, buyer, "premium")

    assert (written, column.tier(buyer.user_id)) == (1, "free")
    assert "plan premium is no tier" in column.warnings[-1]


def test_a_plan_that_users_give_themselves_raises_no_quota(buyer: Buyer, column: Host) -> None:
    claims = json.dumps({"sub": buyer.user_id, "role": "authenticated"})
    column.connection.execute("select set_config('request.jwt.claims', %s, true)", [claims])

    written = set_plan(column, buyer, "enterprise", role="authenticated")

    assert (written, column.tier(buyer.user_id)) == (1, "free")
    assert "the quota stays" in column.warnings[-1]


@pytest.mark.parametrize("table", PACKAGE)
def test_whatever_goes_wrong_the_hosts_write_goes_on(
    buyer: Buyer, column: Host, table: str
) -> None:
    column.lose(table)

    assert set_plan(column, buyer, "pro") == 1
    assert f"the quota of user {buyer.user_id} was not set" in column.warnings[-1]


def test_other_edits_of_the_profile_write_nothing(buyer: Buyer, column: Host) -> None:
    own = f"public.ai_quota_subscriptions where user_id = '{buyer.user_id}'"
    column.write(f"delete from {own}")

    column.write("update public.profiles set email = 'a@example.com'")

    assert column.write(f"select from {own}") == 0


def test_the_recipe_takes_the_plans_that_are_there(buyer: Buyer, host: Host) -> None:
    host.run(SHAPES / "plan_column.sql")
    host.write(
        "insert into public.profiles (id, plan) values (%s, 'pro')"
        " on conflict (id) do update set plan = 'pro'",
        buyer.user_id,
    )

    host.run(RECIPES / "plan_column.sql")

    assert host.tier(buyer.user_id) == "pro"


@pytest.mark.parametrize("recipe", MADE)
def test_api_roles_cannot_call_what_a_recipe_makes(host: Host, recipe: str) -> None:
    host.run(SHAPES / f"{recipe}.sql")
    host.run(RECIPES / f"{recipe}.sql")

    callable_functions = host.connection.execute(
        "select p.proname from pg_proc as p, unnest(array['anon', 'authenticated']) as r (name)"
        " where p.pronamespace = 'public'::regnamespace and p.proname like 'set_quota%%'"
        " and p.prorettype <> 'trigger'::regtype"
        " and has_function_privilege(r.name, p.oid, 'execute')",
    ).fetchall()

    assert callable_functions == []


def test_the_guide_says_how_to_drop_each_recipe() -> None:
    assert set(MADE) == {path.stem for path in RECIPES.glob("*.sql")}


@pytest.mark.parametrize("recipe", MADE)
def test_the_guide_drops_all_that_a_recipe_makes(host: Host, recipe: str) -> None:
    host.run(SHAPES / f"{recipe}.sql")
    made = "select oid from pg_proc union all select oid from pg_trigger order by 1"
    before = host.connection.execute(made.encode()).fetchall()
    host.run(RECIPES / f"{recipe}.sql")

    host.connection.execute(MADE[recipe].encode())

    assert host.connection.execute(made.encode()).fetchall() == before
