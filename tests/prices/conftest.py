"""Databases with the package and lists of prices, and what a call costs there."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from itertools import count
from pathlib import Path

import psycopg
import pytest
from stack import prices, release
from upgrade.servers import ROOT, Server, programs

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


@dataclass
class Prices:
    """A database, looked at by its owner."""

    db: psycopg.Connection

    def cost(
        self, model: str | None, prompt: int = 0, completion: int = 0, **given: object
    ) -> Decimal | None:
        """US dollars of one call."""
        values: dict[str, object] = {
            "model": model,
            "as_of": NOW,
            "tokens_prompt": prompt,
            "tokens_completion": completion,
        }
        values.update(given)
        arguments = ", ".join(f"{name} => %({name})s" for name in values)
        row = self.db.execute(f"select ai_quota.call_cost({arguments})".encode(), values).fetchone()
        assert row is not None
        return row[0] if row[0] is None else Decimal(row[0])

    def add(self, model: str, valid_from: str, input_price: object, output_price: object) -> None:
        """A price of the host's own, as 0.9.0 documents it."""
        self.db.execute("set role service_role")
        self.db.execute(
            """
            insert into public.ai_quota_prices (model, valid_from, input_price, output_price)
            values (%s, %s, %s, %s)
            """,
            (model, valid_from, input_price, output_price),
        )
        self.db.execute("reset role")

    def rows(self) -> dict[str, list[tuple[object, ...]]]:
        """Every row of the list, and the transaction that wrote it."""
        tables = ("public.ai_quota_prices", "ai_quota.price_names", "ai_quota.price_patterns")
        query = "select xmin::text, to_jsonb(t)::text from {} as t order by 2"
        return {one: self.db.execute(query.format(one).encode()).fetchall() for one in tables}


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A server with a database in which the package is installed, and one with the list too."""
    server = Server(programs(15))
    server.make("empty")
    server.migrate(server.copy("empty", "fresh"), tuple(release.migrations(ROOT)))
    server.migrate(server.copy("fresh", "listed"), (ROOT / prices.SEED,))
    yield server
    server.stop()


@pytest.fixture(scope="session")
def numbers() -> Iterator[int]:
    """For names of databases."""
    return count(1)


@pytest.fixture
def listed(server: Server) -> Iterator[Prices]:
    """The present list; what a test writes is rolled back."""
    with server.connect("listed") as db, db.transaction(force_rollback=True):
        yield Prices(db)


@pytest.fixture
def older(server: Server, numbers: Iterator[int]) -> Iterator[Prices]:
    """Release 0.9.0 without a list."""
    name = server.copy("empty", f"older {next(numbers)}")
    server.migrate(name, (release.migrations(ROOT)[0],))
    with server.connect(name) as db:
        yield Prices(db)


@pytest.fixture
def load(server: Server, numbers: Iterator[int], tmp_path: Path) -> Iterator[Callable[..., Prices]]:
    """Loads files of prices, one after another, into a new database."""
    with ExitStack() as opened:

        def make(*files: str) -> Prices:
            name = server.copy("fresh", f"loaded {next(numbers)}")
            path = tmp_path / "prices.sql"
            for text in files:
                path.write_text(text)
                server.migrate(name, (path,))
            return Prices(opened.enter_context(server.connect(name)))

        yield make
