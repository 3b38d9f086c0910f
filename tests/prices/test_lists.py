"""Lists of prices: generated, run again, one after another, and beside what an operator wrote."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from prices.conftest import Prices
from stack import prices, release
from stack.prices import Pattern, Price, Source
from upgrade.servers import ROOT, Server

MILLION = 1_000_000
Load = Callable[..., Prices]


@dataclass
class List:
    """A source that knows models by these input prices: a price, or prices by their first days."""

    day: date
    models: dict[str, str | dict[str, str]]
    renamed: set[str] = field(default_factory=set)
    version: str = "1.0"

    @property
    def keys(self) -> dict[int, str]:
        """Models by what identifies them."""
        return dict(enumerate(self.models))

    def prices(self) -> Iterator[Price]:
        """One price for input and output."""
        for model, given in self.models.items():
            days = {"2020-01-01": given} if isinstance(given, str) else given
            for day, price in days.items():
                yield Price(model, day, (price, "-", "-", price), (), "seller", self.version)

    def knows(self, key: str) -> bool:
        """Whether a former model has another name now."""
        return key in self.renamed

    def names(self) -> dict[tuple[str, str, bool], list[str]]:
        """Each model has one alias."""
        return {("seller", model, True): [model, f"{model}-alias"] for model in self.models}

    def patterns(self) -> list[Pattern]:
        """One, so that the file has all of its parts."""
        return [Pattern("maker", 1, "starts_with", "seller-", "seller")]


def first(**models: str | dict[str, str]) -> str:
    """The file of a list of 10 January."""
    source: Any = List(date(2026, 1, 10), models)
    return prices.compose(source, "")


def then(before: str, renamed: set[str] | None = None, **models: str | dict[str, str]) -> str:
    """The file of a list of 1 March, after another."""
    source: Any = List(date(2026, 3, 1), models, renamed or set(), "1.1")
    return prices.compose(source, before)


def by_day(found: Prices, model: str, *days: str) -> list[Decimal | None]:
    """What a million tokens cost on those days."""
    return [found.cost(model, MILLION, as_of=f"{day} 12:00+00") for day in days]


def test_the_file_is_what_the_package_and_the_file_before_make() -> None:
    text = (ROOT / prices.SEED).read_text()

    assert prices.compose(Source(), text).rstrip() == text.rstrip()


def test_running_a_list_again_changes_nothing(listed: Prices) -> None:
    before = listed.rows()

    listed.db.execute((ROOT / prices.SEED).read_bytes())

    assert listed.rows() == before


OLDER = first(m="1", same="5")
NEWER = then(OLDER, m="3", same="5")


@pytest.mark.parametrize("files", [(OLDER, NEWER), (NEWER,), (OLDER, NEWER, NEWER)])
def test_a_changed_price_counts_from_the_day_of_the_list(
    load: Load, files: tuple[str, ...]
) -> None:
    found = load(*files)

    assert by_day(found, "m", "2025-12-31", "2026-02-28", "2026-03-01") == [1, 1, 3]
    assert by_day(found, "m-alias", "2026-02-28", "2026-03-01") == [1, 3]
    assert by_day(found, "same", "2026-02-28", "2026-03-01") == [5, 5]


def test_the_same_list_again_makes_the_same_file() -> None:
    newer = then(first(m="1"), m="3")

    assert then(newer, m="3") == newer


def test_a_price_with_a_day_of_its_own_counts_from_that_day(load: Load) -> None:
    older = first(m="1")
    newer = then(older, m={"2020-01-01": "1", "2026-02-01": "2", "2026-06-01": "4"})

    found = load(older, newer)

    assert by_day(found, "m", "2026-01-31", "2026-02-01", "2026-06-01") == [1, 2, 4]


def test_a_price_of_the_future_may_be_taken_back(load: Load) -> None:
    older = first(
        m={"2020-01-01": "1", "2026-06-01": "4"}, n={"2020-01-01": "1", "2026-06-01": "4"}
    )
    newer = then(older, m="1", n={"2020-01-01": "1", "2026-06-01": "5"})

    found = load(older, newer)

    assert by_day(found, "m", "2026-05-31", "2026-06-01") == [1, 1]
    assert by_day(found, "n", "2026-05-31", "2026-06-01") == [1, 5]


def test_a_model_that_the_source_drops_keeps_its_price(load: Load) -> None:
    older = first(gone="1", renamed="2", m="3")
    newer = then(older, renamed={"renamed"}, m="3")

    found = load(older, newer)

    assert by_day(found, "gone", "2026-04-01") == [1]
    assert by_day(found, "renamed", "2026-04-01") == [None]


def test_a_list_never_touches_what_an_operator_wrote(load: Load) -> None:
    older = first(m="1", n="1")
    found = load(older)
    found.add("m", "2026-01-15", 9, 9)
    found.db.execute("set role service_role")
    found.db.execute("update public.ai_quota_prices set input_price = 8 where model = 'n'")
    found.db.execute("reset role")

    found.db.execute(then(older, m="3", n="3").encode())

    assert by_day(found, "m", "2026-01-01", "2026-04-01") == [1, 9]
    assert by_day(found, "n", "2026-01-01", "2026-04-01") == [8, 8]


def test_writing_the_same_again_is_no_edit(load: Load) -> None:
    older = first(m="1")
    found = load(older)
    found.db.execute("update public.ai_quota_prices set input_price = 1.0 where model = 'm'")

    found.db.execute(then(older, m="3").encode())

    assert by_day(found, "m", "2026-04-01") == [3]


def test_an_upgrade_replaces_the_list_of_0_9_0_and_keeps_what_was_edited(
    older: Prices, server: Server
) -> None:
    older.db.execute(
        """
        insert into public.ai_quota_prices (
          model, valid_from, input_price, cached_input_price, output_price, source
        )
        values
          ('claude-sonnet-4-6', '2026-03-13', 3, 0.3, 15, 'genai-prices 0.2.3, anthropic'),
          ('gpt-4o', '2020-01-01', 2.5, 1.25, 10, 'genai-prices 0.2.3, openai'),
          ('gpt-4o-mini', '2020-01-01', 0.1, 0.075, 0.6, 'genai-prices 0.2.3, openai'),
          ('chatgpt-image-latest', '2020-01-01', 5, 1.25, 10, 'genai-prices 0.2.3, openai'),
          ('claude-haiku-4-5', '2024-01-01', 7, null, 7, null)
        """
    )

    _, *steps = release.migrations(ROOT)
    server.migrate(older.db.info.dbname, (*steps, ROOT / prices.SEED))

    written = {"tokens_cache_write": MILLION}
    assert older.cost("claude-sonnet-4-6", MILLION, **written) == Decimal("3.75")
    assert older.cost("gpt-4o-mini", MILLION) == Decimal("0.1")
    assert older.cost("claude-haiku-4-5", MILLION) == 7
    assert older.cost("chatgpt-image-latest", MILLION) is None
    sources = older.db.execute("select source from public.ai_quota_prices where model = 'gpt-4o'")
    assert sources.fetchall() == [("genai-prices 0.2.3, openai",)]
