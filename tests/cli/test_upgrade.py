"""An upgrade while calls go on: none fails, and none is lost."""

import re
import shutil
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from threading import Event

import psycopg
import pytest
from cli.conftest import PRICES, Databases, Project
from older.load import user_id
from stack import release
from upgrade.servers import ROOT

from ai_token_quotas import check, fingerprint, shipped
from ai_token_quotas.shipped import Release

COLUMN = "is_public boolean not null default true"
# What the second release adds: a column, and a function whose body changes.
CHANGES = {
    "tables/tiers.sql": (r"  tier text not null,\n", f"  {COLUMN},\n"),
    "functions/callers.sql": (r"(?<=-- Inside\n)", "-- definer functions, too:\n"),
    "api/track_usage.sql": (r"(?<=\nbegin\n)", "  -- A second release.\n"),
}
# Two tables locked one after the other, with time for a call to lock the second in between.
BY_HAND = f"""\
alter table public.ai_quota_tiers add column {COLUMN};
alter table public.user_ai_quotas enable row level security;
select pg_sleep(0.5);
alter table public.ai_agent_usage enable row level security;
"""
USERS = [user_id(number) for number in range(1, 51)]
LEDGER = 10_000
CALLERS = 6
USE = f"""
update public.ai_quota_tiers set monthly_token_quota = null, monthly_request_quota = null;
insert into auth.users (id)
select unnest('{{{",".join(USERS)}}}'::uuid[]);
insert into public.ai_agent_usage (user_id, tokens_prompt, tokens_completion)
select ('{{{",".join(USERS)}}}'::uuid[])[1 + i % 50], i % 700, i % 300
from generate_series(1, {LEDGER}) as i;
select public.repair_user_quota(q.user_id) from public.user_ai_quotas as q;
"""


@dataclass
class Steps:
    """The release as it is, and a next one."""

    shipped: tuple[Release, Release]


@pytest.fixture(scope="module")
def steps(tmp_path_factory: pytest.TempPathFactory) -> Steps:
    """Both releases, made by the commands that make releases."""
    root = tmp_path_factory.mktemp("releases")
    for name in ("pyproject.toml", "CHANGELOG.md"):
        shutil.copy(ROOT / name, root)
    (root / "supabase/migrations").mkdir(parents=True)
    shutil.copy(ROOT / "supabase/config.toml", root / "supabase")
    for name in ("schemas", "adopt"):
        shutil.copytree(ROOT / "supabase" / name, root / "supabase" / name)
    first = write(root)
    release.freeze(root)
    for name, (after, text) in CHANGES.items():
        file = root / "supabase/schemas" / name
        file.write_text(re.sub(f"({after})", rf"\1{text}", file.read_text(), count=1))
    for name, old in (("pyproject.toml", r'(?m)^version = "(.*)"'), ("CHANGELOG.md", "## (.*)")):
        text = (root / name).read_text()
        (root / name).write_text(re.sub(old, lambda m: m[0].replace(m[1], "99.0.0"), text, count=1))
    step = write(root, "second")
    head, _, rest = step.partition(release.BY_HAND)
    rest = rest[rest.index(release.GENERATED) :]
    (path,) = (root / "supabase/migrations").glob("*_second.sql")
    path.write_text(f"{head}{release.BY_HAND}{BY_HAND}{rest}")
    return Steps((Release(shipped.newest(), first), Release("99.0.0", write(root))))


def write(root: Path, name: str = "") -> str:
    """Write the release that is not frozen yet, and return its text."""
    ((file, text),) = release.unfrozen(root, name).items()
    (root / file).write_text(text)
    return text


@pytest.fixture
def second(
    steps: Steps, databases: Databases, monkeypatch: pytest.MonkeyPatch, present: dict[str, str]
) -> None:
    """Ship both releases."""
    name = databases.copy("empty")
    first, step = steps.shipped
    with databases.connect(name) as db:
        db.execute(first.text.encode())
        db.execute(step.text.encode())
        parts = fingerprint.of_release(db)
    known = {
        first.version: {key: one for key, one in present.items() if "cron job" not in key},
        step.version: parts,
    }
    for module in ("shipped", "cli"):
        monkeypatch.setattr(f"ai_token_quotas.{module}.releases", lambda: steps.shipped)
    monkeypatch.setattr(shipped, "fingerprint", known.get)


def wrong(databases: Databases, name: str) -> list[str]:
    """What `check` finds wrong."""
    with databases.connect(name) as db:
        return [one.problem for one in check.inspect(db).wrong]


def calls(url: str, worker: int, over: Event) -> tuple[Counter[str], int]:
    """Record calls until it is over; returns the errors, and how many were recorded."""
    errors: Counter[str] = Counter()
    done = 0
    with psycopg.connect(url, autocommit=True) as server:
        while not over.is_set():
            user = USERS[(worker * 7 + done) % len(USERS)]
            try:
                server.execute(
                    "select public.track_usage(user_id => %s, tokens_prompt => 1,"
                    " tokens_completion => 1, request_id => %s)",
                    [user, f"{worker} {done}"],
                )
                held = server.execute(
                    "select reservation_id from public.reserve_tokens(10, user_id => %s)", [user]
                ).fetchall()
                server.execute(
                    "select public.release_reservation(%s, user_id => %s)", [held[0][0], user]
                )
            except psycopg.Error as error:
                errors[f"{error.sqlstate} {error}"] += 1
            done += 1
    return errors, done


def test_calls_go_on_during_an_upgrade(
    databases: Databases, project: Project, steps: Steps, second: None
) -> None:
    name = databases.copy("empty")
    first, _ = steps.shipped
    project.add("20250101000000_first.sql", first.text)
    project.add("20250101000001_prices.sql", PRICES.read_text())
    databases.push(project, name)
    with databases.connect(name, "supabase_admin") as admin:
        admin.execute(USE.encode())
    before = wrong(databases, name)

    upgraded = project.run("upgrade")
    over = Event()
    with ThreadPoolExecutor(CALLERS) as pool:
        workers = [pool.submit(calls, databases.url(name), one, over) for one in range(CALLERS)]
        try:
            databases.push(project, name)
        finally:
            over.set()
    results = [worker.result() for worker in workers]

    assert upgraded.status == 0
    assert project.ours() == ["ai_token_quotas_99.0.0.sql"]
    assert sum((errors for errors, _ in results), Counter()) == {}
    made = sum(done for _, done in results)
    with databases.connect(name) as db:
        (row,) = db.execute("select count(*), ai_quota.version() from ai_agent_usage").fetchall()
    assert row == (LEDGER + made, "99.0.0")
    assert made > 20
    assert (before, wrong(databases, name)) == ([], [])
