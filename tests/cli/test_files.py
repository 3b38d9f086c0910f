"""What the commands write into a project's folder, and what they refuse."""

import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cli.conftest import PRICES, Project, run
from upgrade.servers import PRODUCTION, ROOT, TABLES

from ai_token_quotas.shipped import Release, newest, releases

DAY = datetime.now(UTC).date().isoformat()
RELEASES = [f"ai_token_quotas_{release.version}.sql" for release in releases()]
RELEASE, PRICE_LIST = RELEASES[-1], f"ai_token_quotas_prices_{DAY}.sql"


def test_init_writes_a_release_and_a_price_list(project: Project) -> None:
    done = project.run("init")

    assert (done.status, project.ours()) == (0, [*RELEASES, PRICE_LIST])
    assert "supabase db push --remote" in done.output


def test_the_texts_below_the_first_line_are_the_shipped_ones(project: Project) -> None:
    project.run("init")

    *texts, prices = (text.partition("\n")[2] for text in project.files().values())
    assert texts == [release.text for release in releases()]
    assert (texts[0], prices) == (PRODUCTION.read_text(), PRICES.read_text())


def test_init_twice_changes_nothing(project: Project) -> None:
    project.run("init")
    before = project.files()

    done = project.run("init")

    assert (done.status, project.files()) == (0, before)
    assert f"AI token quotas {newest()} is in " in done.output


@pytest.mark.parametrize(
    "newest_of_host",
    ["20250101000000", "202712312359", "20991231235959", "20261", "0001", "20991231235959123"],
)
def test_files_are_stamped_later_than_everything(project: Project, newest_of_host: str) -> None:
    project.add(f"{newest_of_host}_theirs.sql", "select 1;")
    now = datetime.now(UTC).strftime("%Y%m%d%H%M%S")

    project.run("init")

    stamps = [name.split("_")[0] for name in project.files() if "ai_token" in name]
    assert max(newest_of_host, now) <= stamps[0]
    assert stamps == sorted(set(stamps) - {newest_of_host})
    assert {len(stamp) for stamp in stamps} == {14}


def test_a_host_that_leaves_no_later_version_is_told(project: Project) -> None:
    project.add("99999999999999_last.sql", "select 1;")

    done = project.run("init")

    assert done.status == 1
    assert done.output.startswith("99999999999999_last.sql leaves no later version")
    assert project.ours() == []


def test_guide_tables_come_if_asked_for_and_before_the_release(project: Project) -> None:
    project.run("init", "--with-guide-tables")
    before = project.files()

    project.run("init", "--with-guide-tables")

    assert project.ours() == ["ai_token_quotas_guide_tables.sql", *RELEASES, PRICE_LIST]
    assert project.files() == before


def test_guide_tables_can_come_later(project: Project) -> None:
    project.run("init")

    project.run("init", "--with-guide-tables")

    assert project.ours() == [*RELEASES, PRICE_LIST, "ai_token_quotas_guide_tables.sql"]


def test_the_file_of_the_repository_counts_as_installed(project: Project) -> None:
    project.add(PRODUCTION.name, PRODUCTION.read_text())
    project.add(TABLES.name, TABLES.read_text())

    done = project.run("init", "--with-guide-tables")

    assert (done.status, project.ours()) == (0, [])
    assert "ai-token-quotas prices" in done.output


def test_another_text_under_the_version_of_the_guide_does_not(project: Project) -> None:
    project.add(PRODUCTION.name, (ROOT / "tests/older/close_to_the_guide.sql").read_text())

    project.run("init")

    assert project.ours() == [*RELEASES, PRICE_LIST]


def test_upgrade_has_nothing_to_add_to_the_newest(project: Project) -> None:
    project.run("init")
    before = project.files()

    done = project.run("upgrade")

    assert (done.status, project.files()) == (0, before)
    assert "is the newest" in done.output


def test_prices_adds_a_list_that_differs_and_no_other(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.run("init")
    same = project.run("prices")
    before = project.ours()
    monkeypatch.setattr("ai_token_quotas.cli.read", lambda _: "select 1;\n")

    newer = project.run("prices")

    assert (same.status, before) == (0, [*RELEASES, PRICE_LIST])
    assert (newer.status, project.ours()) == (0, [*RELEASES, PRICE_LIST, PRICE_LIST])


@pytest.fixture
def later(project: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A project with an older list of prices, and a command that ships a later release."""
    with monkeypatch.context() as older:
        older.setattr("ai_token_quotas.cli.read", lambda _: "select 1;\n")
        project.run("init")
    shipped = (*releases(), Release("99.0.0", "select 2;\n"))
    monkeypatch.setattr("ai_token_quotas.cli.releases", lambda: shipped)
    return project


def test_an_upgrade_brings_the_list_of_prices_that_belongs_to_it(later: Project) -> None:
    done = later.run("upgrade")

    assert done.status == 0
    assert later.ours()[-2:] == ["ai_token_quotas_99.0.0.sql", PRICE_LIST]


def test_a_list_of_prices_waits_for_its_release(later: Project) -> None:
    before = later.ours()

    done = later.run("prices")

    assert (done.status, later.ours()) == (1, before)
    assert "ai-token-quotas upgrade" in done.output


@pytest.mark.parametrize("keep", [(), ("--keep-data",)])
def test_after_an_uninstall_init_begins_anew(project: Project, keep: tuple[str, ...]) -> None:
    project.run("init")
    project.run("uninstall", *keep)

    done = project.run("init")

    assert done.status == 0
    removal = f"ai_token_quotas_uninstall{'_keeping_data' if keep else ''}.sql"
    data = ["ai_token_quotas_data.sql"] if keep else []
    assert project.ours() == [*RELEASES, PRICE_LIST, removal, *RELEASES, *data, PRICE_LIST]


def test_data_kept_of_an_earlier_release_comes_after_that_release(project: Project) -> None:
    first, *later = RELEASES
    project.add(f"20250101000000_{first}", releases()[0].text)
    project.run("uninstall", "--keep-data")

    done = project.run("init")

    data = "ai_token_quotas_data.sql"
    removal = "ai_token_quotas_uninstall_keeping_data.sql"
    assert done.status == 0
    assert project.ours() == [first, removal, first, data, *later, PRICE_LIST]


def test_data_kept_of_a_later_release_is_refused(
    later: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    later.run("upgrade")
    later.run("uninstall", "--keep-data")
    before = later.files()
    monkeypatch.undo()

    done = later.run("init")

    assert (done.status, done.output.count("\n"), later.files()) == (1, 1, before)
    assert done.output == (
        "The kept data is of AI token quotas 99.0.0, and this command knows"
        f" {newest()} only: use a newer one.\n"
    )


# Bad input: one line that says what to do, an exit status, and nothing changed.


@pytest.mark.parametrize("command", ["upgrade", "prices", "uninstall"])
def test_what_is_not_installed_is_said(project: Project, command: str) -> None:
    done = project.run(command)

    assert (done.status, project.files()) == (1, {})
    assert re.fullmatch(r"AI token quotas are not in \S+: ai-token-quotas init\n", done.output)


@pytest.mark.parametrize("command", ["init", "upgrade", "prices", "uninstall"])
def test_a_folder_that_is_no_project(tmp_path: Path, command: str) -> None:
    done = run(command, "--project", str(tmp_path))

    assert (done.status, list(tmp_path.iterdir())) == (2, [])
    assert done.output.startswith(f"{tmp_path} has no folder supabase: ")
    assert done.output.count("\n") == 1


@pytest.mark.parametrize("name", [RELEASE, PRICE_LIST])
@pytest.mark.parametrize("length", [0, 40, 2000])
@pytest.mark.parametrize("command", ["init", "upgrade", "prices", "uninstall"])
def test_a_half_written_file(project: Project, command: str, name: str, length: int) -> None:
    project.run("init")
    (path,) = project.migrations.glob(f"*_{name}")
    path.write_text(path.read_text()[:length])
    before = project.files()

    done = project.run(command)

    assert (done.status, project.files()) == (1, before)
    assert done.output.startswith(f"{path} is incomplete, or was changed: ")
    assert done.output.count("\n") == 1


def test_a_folder_that_cannot_be_written(project: Project) -> None:
    project.migrations.write_text("a file, not a folder")

    done = project.run("init")

    assert done.status == 1
    assert "Nothing was written." in done.output
    assert done.output.count("\n") == 1


def test_a_write_that_fails_leaves_no_file(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = Path.write_text

    def fail(path: Path, *given: object, **named: object) -> int:
        if "prices" in path.name:
            raise OSError(28, "No space left on device", str(path))
        return write(path, *given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(Path, "write_text", fail)

    done = project.run("init")

    assert (done.status, project.files()) == (1, {})
    assert done.output.endswith("No space left on device. Nothing was written.\n")


def test_a_folder_of_somebody_else(project: Project) -> None:
    project.migrations.mkdir()
    for folder in (project.folder, *project.folder.parents):
        folder.chmod(folder.stat().st_mode | 0o055)
    command = "from ai_token_quotas.cli import app; app()"

    done = subprocess.run(
        [
            *("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"),
            *(sys.executable, "-c", command, "init", "--project", str(project.folder)),
        ],
        env={"PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, project.files()) == (1, {})
    assert done.stderr.endswith("Permission denied. Nothing was written.\n")
    assert done.stderr.count("\n") == 1
