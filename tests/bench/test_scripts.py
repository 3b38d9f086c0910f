"""What `make bench` runs still fits the package; the figures are not looked at."""

from collections.abc import Iterator

import pytest
from cluster import HERE, Cluster, server

SCRIPTS = sorted(path.stem for path in (HERE / "pgbench").glob("*.sql"))
JOBS = (
    *("bench.rewind()", "bench.load_peers()", "bench.end_month()", "bench.reset_quotas(true)"),
    "bench.subscribe(100)",
)


@pytest.fixture(scope="module")
def bench() -> Iterator[Cluster]:
    """A cluster with one small database."""
    with server("") as it:
        made = Cluster(it)
        made.make("bench", 100)
        yield made


@pytest.mark.parametrize("script", SCRIPTS)
def test_every_script_runs(bench: Cluster, script: str) -> None:
    assert bench.pgbench("bench", script, "--transactions=2", (1, 100), {}) > 0


def test_the_past_that_is_loaded_agrees_with_itself(bench: Cluster) -> None:
    bench.copy("bench", "past")

    bench.load_ledger("past", 100, 1000)

    with bench.connect("past") as owner:
        kept = owner.execute("""
            select
              (select count(*) from public.ai_agent_usage),
              (select count(request_id) from public.ai_agent_usage),
              (select count(*) from public.ai_quota_daily)
        """).fetchone()
    assert kept == (1000, 1000, 200)


@pytest.mark.parametrize("job", JOBS)
def test_every_job_runs(bench: Cluster, job: str) -> None:
    bench.copy("bench", "job")

    with bench.connect("job", "supabase_admin") as admin:
        admin.execute(f"call {job}".encode())
