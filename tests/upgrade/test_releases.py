"""The next release: made by the commands, applied to a database in use, refused everywhere else."""

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from stack import release
from stack.catalog import Catalog, differences, read_catalog
from stack.ui import Failure
from upgrade.projects import Project
from upgrade.servers import ROOT, VERSION, Server

pytestmark = pytest.mark.parametrize("project", [VERSION], indirect=True)

NEWEST, NEXT, LATER = release.version(ROOT), "99.0.0", "99.1.0"

COLUMN = "is_on_sale boolean not null default true"
POLICY = """
create policy "servers read the tiers" on public.ai_quota_tiers
  for select to service_role
  using (true);
"""
RIGHTS = """
comment on column public.ai_quota_tiers.is_on_sale is 'Whether the tier can be bought.';
grant update (is_on_sale) on public.ai_quota_tiers to service_role;
"""
FUNCTION = "\ncreate or replace function ai_quota.one() returns integer language sql return 1;\n"
# What the next release inserts: the file, after which text, and what.
CHANGES = (
    ("tables/releases.sql", r"select r\.version", " -- the highest"),
    ("tables/tiers.sql", r"  tier text not null,\n", f"  {COLUMN},\n"),
    ("tables/settings.sql", r"\Z", RIGHTS + POLICY),
    ("functions/defaults.sql", r"\Z", FUNCTION),
)
BY_HAND = f"alter table public.ai_quota_tiers add column {COLUMN};\n{POLICY}"

# 50 users and 10,000 rows: those of the past, and one call of each user.
USAGE = """
insert into auth.users (id)
select md5(i::text)::uuid from generate_series(1, 50) as i;
insert into public.ai_agent_usage (user_id, tokens_prompt, tokens_completion, model_used)
select md5((1 + i % 50)::text)::uuid, i % 700, i % 300, 'gpt-5'
from generate_series(1, 9950) as i;
select public.repair_user_quota(q.user_id) from public.user_ai_quotas as q;
select public.track_usage(tokens_prompt => 600, tokens_completion => 400, user_id => q.user_id)
from public.user_ai_quotas as q;
"""


@dataclass
class Releases:
    """Sources with the releases so far and a step to the next, also as it was when just made."""

    server: Server
    root: Path
    released: tuple[Path, ...]
    step: Path
    todo: str

    def state(self, database: str) -> tuple[Catalog, dict[str, list[str]]]:
        """The catalogue, and the rows of each table without what the step adds to them."""
        with self.server.connect(database, "supabase_admin") as admin:
            catalog = read_catalog(admin)
            tables = [name for name, row in catalog["relations"].items() if row["kind"] == "r"]
            query = "select (to_jsonb(t) - 'is_on_sale')::text from {} as t"
            rows = {name: admin.execute(query.format(name).encode()) for name in tables}
            return catalog, {name: sorted(row for (row,) in found) for name, found in rows.items()}

    def refusal(self, database: str, file: Path) -> str:
        """The error with which the file fails and changes nothing."""
        before = self.state(database)
        with pytest.raises(psycopg.errors.RaiseException) as caught:
            self.server.migrate(database, (file,))
        assert self.state(database) == before
        return str(caught.value.diag.message_primary)

    def later(self, folder: Path) -> Path:
        """A copy of the sources with every release frozen."""
        root = shutil.copytree(self.root, folder / "later")
        release.freeze(root)
        return root


def write(root: Path, name: str, version: str = "") -> Path:
    """Writes the release file, of a new version if one is given, as the commands do."""
    if version:
        project = (root / "pyproject.toml").read_text()
        named = re.sub('(?m)^version = ".*"$', f'version = "{version}"', project)
        (root / "pyproject.toml").write_text(named)
        (root / "CHANGELOG.md").write_text(f"## {version}\n")
    ((file, text),) = release.unfrozen(root, name).items()
    (root / file).write_text(text)
    return root / file


@pytest.fixture(scope="module")
def releases(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Releases:
    """The next release; databases `empty`, `first`, `in use`, `upgraded`, `older` and `newer`."""
    root = tmp_path_factory.mktemp("releases")
    for name in ("pyproject.toml", "CHANGELOG.md"):
        shutil.copy(ROOT / name, root)
    shutil.copytree(ROOT / "supabase", root / "supabase")
    release.freeze(root)
    released = tuple(release.migrations(root))
    for name, after, text in CHANGES:
        file = root / "supabase/schemas" / name
        file.write_text(re.sub(f"({after})", rf"\1{text}", file.read_text(), count=1))
    step = write(root, "add_tiers_on_sale", NEXT)
    todo = step.read_text()
    head, _, rest = todo.partition(release.BY_HAND)
    rest = rest[rest.index(release.GENERATED) :]
    step.write_text(f"{head}{release.BY_HAND}{BY_HAND}{rest}")
    write(root, "")

    server = project.server
    server.make("empty")
    server.migrate(server.copy("empty", "installed"), released)
    for name, version in {"older": "0.8.12", "newer": LATER}.items():
        with server.connect(server.copy("installed", name)) as owner:
            owner.execute("delete from ai_quota.releases where version <> %s", [NEWEST])
            owner.execute("update ai_quota.releases set version = %s", [version])
    server.migrate(server.copy("empty", "first"), released[:1])
    server.copy("installed", "in use")
    for name in ("first", "in use"):
        with server.connect(name) as owner:
            owner.execute(USAGE)
    server.migrate(server.copy("in use", "upgraded"), (step,))
    return Releases(server, root, released, step, todo)


def test_an_upgraded_database_is_a_fresh_one(releases: Releases) -> None:
    sources = tuple(release.sources(releases.root))
    releases.server.migrate(releases.server.copy("empty", "fresh"), sources)

    (found, _), (expected, _) = releases.state("upgraded"), releases.state("fresh")

    assert list(differences(found, expected, ("upgraded database", "fresh database"))) == []
    assert "public.ai_quota_tiers.is_on_sale" in found["columns"]


def test_a_step_lists_what_goes_by_hand(releases: Releases) -> None:
    listed = releases.todo.partition(release.BY_HAND)[2].partition(release.GENERATED)[0]

    changed = [line for line in listed.splitlines() if line.startswith("-- changed in ")]
    assert changed == [
        "-- changed in schemas/tables/tiers.sql:",
        "-- changed in schemas/tables/settings.sql:",
    ]
    assert f"--   {COLUMN},\n" in listed
    assert re.sub("(?m)^", "-- ", POLICY.strip()) in listed


def test_a_step_keeps_every_row(releases: Releases) -> None:
    (_, before), (_, after) = releases.state("in use"), releases.state("upgraded")

    installed = before.pop("ai_quota.releases"), after.pop("ai_quota.releases")

    assert after == before
    assert len(before["public.ai_agent_usage"]) == 10_000
    assert set(installed[0]) < set(installed[1])


def test_quotas_are_right_after_a_step(releases: Releases) -> None:
    with releases.server.connect("upgraded") as owner:
        problems = owner.execute("select * from public.verify_quota_integrity()").fetchall()
        version = owner.execute("select ai_quota.version()").fetchall()

    assert (problems, version) == ([], [(NEXT,)])


def test_the_first_release_again_changes_nothing(releases: Releases) -> None:
    before = releases.state("first")

    releases.server.migrate("first", releases.released[:1])

    assert releases.state("first") == before


def test_the_first_release_refuses_a_newer_database(releases: Releases) -> None:
    message = releases.refusal("upgraded", releases.released[0])

    assert message.startswith(f"AI token quotas {NEXT} is installed, and this file is the older")


IS_IN_THERE = "It is in there: supabase migration repair --status applied, with the number"
APPLY = f"Apply the migrations up to {NEWEST} first."


@pytest.mark.parametrize(
    ("database", "version", "remedy"),
    [
        ("upgraded", NEXT, IS_IN_THERE),
        ("newer", LATER, IS_IN_THERE),
        ("older", "0.8.12", APPLY),
        ("empty", "none", APPLY),
    ],
)
def test_a_step_refuses_any_other_version(
    releases: Releases, database: str, version: str, remedy: str
) -> None:
    message = releases.refusal(database, releases.step)

    assert message.startswith(
        f"This file brings AI token quotas from {NEWEST} to {NEXT}, but found "
        f"{version}: nothing was changed. {remedy}"
    )


def test_a_step_gives_up_where_a_table_stays_in_use(releases: Releases, tmp_path: Path) -> None:
    step = tmp_path / "step.sql"
    step.write_text(releases.step.read_text().replace("1 .. 100", "1 .. 2"))

    with releases.server.connect("in use") as caller, caller.transaction():
        caller.execute("select from public.ai_quota_prices")
        message = releases.refusal("in use", step)

    assert message == (
        "AI token quotas are in use: nothing was changed. Run this again in a quieter minute."
    )


def test_the_next_step_has_only_what_changed_since(releases: Releases, tmp_path: Path) -> None:
    step = write(releases.later(tmp_path), "change_nothing", LATER)

    _, _, rest = step.read_text().partition(release.BY_HAND)
    assert rest.partition(release.SEAL)[0].split() == release.GENERATED.split()


def test_a_released_version_gets_no_second_step(releases: Releases, tmp_path: Path) -> None:
    root = releases.later(tmp_path)

    with pytest.raises(Failure, match=f"pyproject.toml says {NEXT}, but {NEXT} is released"):
        release.unfrozen(root, "too_late")


def test_a_changed_release_is_noticed(releases: Releases, tmp_path: Path) -> None:
    root = releases.later(tmp_path)
    (root / "supabase" / release.BASE).write_text("-- nothing")

    assert [line.split()[0] for line in release.complaints(root)] == [f"supabase/{release.BASE}"]
