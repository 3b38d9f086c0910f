"""The made-up company: whole, right by the package's own checks, and never among real users."""

from collections.abc import Iterator
from datetime import UTC, datetime
from random import Random
from typing import Any

import psycopg
import pytest
from stack import prices, release
from typer.testing import CliRunner, Result
from upgrade.servers import ROOT, Server, programs

from ai_token_quotas.cli import app
from ai_token_quotas.demo import company

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
SUMS = """
select
  (select count(*) from auth.users) as users,
  (select sum(tokens_total) from public.ai_agent_usage) as tokens,
  (select count(*) from public.ai_quota_alerts) as alerts
"""


class Demo:
    """A server with empty databases, and the command."""

    def __init__(self) -> None:
        """Start the server."""
        self.server = Server(programs())
        self.server.make("empty")
        files = (*release.migrations(ROOT), ROOT / prices.SEED)
        self.server.migrate(self.server.copy("empty", "fresh"), files)

    def url(self, name: str) -> str:
        """The connection string of a database."""
        return f"postgresql://postgres@127.0.0.1:{self.server.settings['port']}/{name}"

    def write(self, name: str, *words: str) -> Result:
        """Run the command."""
        return CliRunner().invoke(app, ["demo-data", "--db-url", self.url(name), *words])

    def read(self, name: str, statement: str) -> list[tuple[Any, ...]]:
        """Look at a database."""
        with psycopg.connect(self.url(name)) as db:
            return db.execute(statement.encode()).fetchall()


@pytest.fixture(scope="module")
def demo() -> Iterator[Demo]:
    """The server, with a database that has the company."""
    made = Demo()
    made.server.copy("fresh", "written")
    result = made.write("written")
    assert result.exit_code == 0, result.output
    yield made
    made.server.stop()


def test_the_company_passes_the_packages_own_checks(demo: Demo) -> None:
    assert demo.read("written", "select * from public.verify_quota_integrity()") == []


def test_there_is_something_of_everything(demo: Demo) -> None:
    found = demo.read(
        "written",
        """
        select
          (select count(*) from auth.users) = 500,
          (select count(distinct tier) from public.user_ai_quotas) = 4,
          (select count(*) from public.ai_agent_usage) > 20000,
          (select max(created_at) - min(created_at) from public.ai_agent_usage) > '85 days',
          (select count(distinct (metric, threshold)) from public.ai_quota_alerts
            where kind = 'usage') >= 3,
          (select count(*) from public.ai_quota_alerts where kind = 'denied') > 0,
          (select count(*) from public.ai_quota_denials) > 0,
          (select count(*) from public.ai_quota_overrides) = 16,
          (select count(*) from public.ai_quota_reservations where status = 'pending') > 5,
          (select count(*) from public.user_ai_quotas where is_blocked) = 3,
          (select count(*) from public.ai_quota_audit) >= 6,
          (select count(*) from public.ai_quota_unpriced_models) = 1,
          (select count(*) from public.ai_quota_periods) > 500,
          (select count(*) from auth.users where raw_app_meta_data ? 'ai_quota_role') = 2
        """,
    )

    assert found == [(True,) * 14]


def test_most_users_are_within_their_limits_and_some_are_not(demo: Demo) -> None:
    ((over, near, all_of_them),) = demo.read(
        "written",
        """
        select
          count(*) filter (where p.tokens_used >= p.monthly_token_quota),
          count(*) filter (where p.tokens_used >= 0.75 * p.monthly_token_quota),
          count(*)
        from public.ai_quota_periods as p
        """,
    )

    assert 0.01 < over / all_of_them < 0.2
    assert near > over


def test_the_same_seed_makes_the_same_company_and_another_another() -> None:
    first, second, other = (company.people(Random(seed), NOW) for seed in (14, 14, 15))  # noqa: S311

    assert first == second != other


def test_a_database_with_users_is_refused_and_left_as_it_was(demo: Demo) -> None:
    demo.server.copy("fresh", "real")
    demo.read("real", "insert into auth.users (email) values ('me@real.example') returning id")

    result = demo.write("real")

    assert result.exit_code == 1
    assert "This database has 1 users" in result.output
    assert demo.read("real", SUMS) == [(1, None, 0)]


def test_force_adds_the_company_once_and_touches_nobody(
    demo: Demo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(company, "USERS", 100)
    demo.server.copy("fresh", "forced")
    demo.read(
        "forced",
        "insert into auth.users (id, email) values (gen_random_uuid(), 'me@real.example')"
        " returning id",
    )
    of_me = """
    select q.* from public.user_ai_quotas as q join auth.users as u on u.id = q.user_id
    where u.email = 'me@real.example'
    """
    before = demo.read("forced", of_me)

    first, second = demo.write("forced", "--force"), demo.write("forced", "--force")

    assert (first.exit_code, second.exit_code) == (0, 1)
    assert "The demo's users are in this database already." in second.output
    assert demo.read("forced", of_me) == before
    assert demo.read("forced", SUMS)[0][0] == 101


@pytest.mark.parametrize(
    ("name", "says"),
    [("empty", "are not in this database"), ("nowhere", "The database does not answer")],
)
def test_a_database_without_the_package_is_told(demo: Demo, name: str, says: str) -> None:
    result = demo.write(name)

    assert result.exit_code in (1, 2)
    assert says in result.output
