"""What is wrong in a database: what stops an installation, or what became of one."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

import psycopg

from ai_token_quotas import fingerprint, shipped
from ai_token_quotas.shipped import SQL, newest, number, read
from ai_token_quotas.ui import WRONG, Failure, console

OLDEST_SERVER = 15
NO_URL = (
    "--db-url is no connection string: postgresql://user:password@host:port/database, special "
    "characters percent-encoded."
)
# The preflight of the first release, up to where it acts.
ACTS = "set default_transaction_read_only"

# It works in one database of a server.
PG_CRON_IS_POSSIBLE = """
select
from pg_available_extensions as e
  left join pg_settings as s on s.name = 'cron.database_name'
where e.name = 'pg_cron' and coalesce(s.setting, current_database()) = current_database()
"""
MAKE_PG_CRON = (
    "create extension pg_cron with schema pg_catalog; -- then check again, which names the jobs"
)


@dataclass(frozen=True)
class Finding:
    """Something that is wrong, or that an operator may want to know, and what to do."""

    check: str
    level: str
    problem: str
    remedy: str


@dataclass
class Report:
    """What was found in a database, in which this version is installed."""

    version: str | None
    findings: list[Finding] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return not self.wrong

    @property
    def wrong(self) -> list[Finding]:
        """The findings that are no notes."""
        return [finding for finding in self.findings if finding.level == "wrong"]

    def as_dict(self) -> dict[str, Any]:
        """The report for programs."""
        findings = [asdict(finding) for finding in self.findings]
        return {"version": self.version, "newest": newest(), "ok": self.ok, "findings": findings}

    def show(self) -> None:
        """Print a line for each finding, and one that sums up."""
        for finding in self.findings:
            is_wrong = finding.level == "wrong"
            mark, style = ("✗", "red") if is_wrong else ("·", "dim")
            console.print(f"{mark} {finding.problem}", style=style, end="")
            console.print(f" → {finding.remedy}")
        none = "No AI token quotas in this database"
        what = f"AI token quotas {self.version}" if self.version else none
        if not self.ok:
            console.print(f"{what}: {len(self.wrong)} problems.", style="red")
        elif self.version:
            console.print(f"{what}: all is well.", style="green")
        else:
            console.print(f"{what}. Nothing stops an installation.", style="green")


def run(url: str) -> Report:
    """Look at the database with that connection string, and change nothing."""
    if url.count("@") > 1:
        raise Failure(NO_URL)
    try:
        with psycopg.connect(
            url, autocommit=True, connect_timeout=10, prepare_threshold=None
        ) as db:
            return inspect(db)
    except psycopg.ProgrammingError as error:
        if error.sqlstate:
            raise Failure(f"The database says: {error}", WRONG) from None
        raise Failure(NO_URL) from None
    except psycopg.OperationalError as error:
        line = str(error).strip().splitlines()[-1]
        raise Failure(f"The database does not answer: {line}") from None
    except psycopg.Error as error:
        raise Failure(f"The database says: {error}", WRONG) from None


def inspect(db: psycopg.Connection) -> Report:
    """Look at a database, and roll back."""
    if db.info.server_version // 10000 < OLDEST_SERVER:
        raise Failure(
            f"This is PostgreSQL {db.info.server_version // 10000}; AI token quotas need "
            f"{OLDEST_SERVER} or newer: upgrade the project first.",
            WRONG,
        )
    with db.transaction(force_rollback=True):
        version = _version(db)
        return Report(version, list(_after(db, version) if version else _before(db)))


def _version(db: psycopg.Connection) -> str | None:
    """The installed version; only a role that owns the package can look at it."""
    found = db.execute(
        """
        select pg_get_userbyid(n.nspowner), pg_has_role(n.nspowner, 'usage')
        from pg_namespace as n
          join pg_class as c on c.relnamespace = n.oid and c.relname = 'releases'
          join pg_attribute as a on a.attrelid = c.oid and a.attname = 'checksum'
        where n.nspname = 'ai_quota'
        """
    ).fetchone()
    if found is None:
        return None
    owner, is_owner = found
    if not is_owner:
        raise Failure(
            f"AI token quotas belong to role {owner}, and this is {db.info.user}: use the "
            f"connection string of {owner}.",
            WRONG,
        )
    row = db.execute(
        "select r.version from ai_quota.releases as r"
        " order by string_to_array(r.version, '.')::integer[] desc limit 1"
    ).fetchone()
    return str(row[0]) if row else None


def _before(db: psycopg.Connection) -> Iterator[Finding]:
    """What would stop an installation, and what writes the tables that it would adopt."""
    row = db.execute("select has_database_privilege(current_database(), 'create')").fetchone()
    if row != (True,):
        raise Failure(
            f"Role {db.info.user} may not create schemas here: use the connection string of "
            "postgres.",
            WRONG,
        )
    db.execute("set local search_path = ''")
    preflight, _, _ = shipped.releases()[0].text.partition(ACTS)
    with db.transaction(force_rollback=True):
        db.execute(preflight.encode())
        lines = db.execute("select c from pg_temp.ai_quota_conflicts() as c").fetchall()
    for (line,) in lines:
        problem, _, remedy = line.removeprefix("- ").rpartition(": ")
        yield Finding("conflicts", "wrong", problem, remedy)
    yield from _checks(db, "before")


def _after(db: psycopg.Connection, version: str) -> Iterator[Finding]:
    """Version, drift and health."""
    release = shipped.fingerprint(version)
    if release is None:
        yield Finding(
            "version",
            "wrong",
            f"AI token quotas {version} are installed, and this command knows {newest()} only",
            "use a newer command",
        )
        release = shipped.fingerprint(newest()) or {}
    elif number(version) < number(newest()):
        yield Finding(
            "version",
            "note",
            f"AI token quotas {version} are installed, and {newest()} is out",
            "ai-token-quotas upgrade, then push the migrations",
        )
    db.execute("set local transaction_read_only = on")
    yield from _drift(db, version, release)
    yield from _checks(db, "after")


def _drift(db: psycopg.Connection, version: str, release: fingerprint.Release) -> Iterator[Finding]:
    again = f"run the migration …_ai_token_quotas_{version}.sql again: psql -1 -f"
    if version != shipped.releases()[0].version:
        again = f"run its statement again, from …_ai_token_quotas_{version}.sql or an earlier one"
    found = fingerprint.take(db, fingerprint.names(release))
    jobs = [name for name in release if name.startswith("cron job ")]
    if jobs and not _exists(db, "cron.job"):
        release = {name: text for name, text in release.items() if name not in jobs}
        is_possible = db.execute(PG_CRON_IS_POSSIBLE).rowcount
        yield Finding(
            "jobs",
            "wrong" if is_possible else "note",
            "pg_cron is not installed: a plain SELECT shows old counters of users who have made no "
            "call in this period",
            MAKE_PG_CRON if is_possible else "nothing: the first call of a period resets its user",
        )
    adopted = _exists(db, "ai_quota.superseded")
    for one in fingerprint.differences(release, found, adopted=adopted, again=again):
        yield Finding("drift", "wrong", one.problem, one.remedy)


def _checks(db: psycopg.Connection, folder: str) -> Iterator[Finding]:
    """The findings of each query in supabase/cli."""
    for path in sorted((SQL / "cli" / folder).glob("*.sql")):
        text = read(f"cli/{folder}/{path.name}")
        first, _, _ = text.partition("\n")
        _, _, required = first.partition("-- requires ")
        if required and not _exists(db, required):
            continue
        try:
            with db.transaction():
                rows = db.execute(text.encode()).fetchall()
        except psycopg.Error as error:
            line = str(error).splitlines()[0]
            yield Finding(path.stem, "wrong", f"{path.stem} cannot be checked: {line}", "see above")
            continue
        for level, problem, remedy in rows:
            yield Finding(path.stem, level, problem, remedy)


def _exists(db: psycopg.Connection, relation: str) -> bool:
    return db.execute("select to_regclass(%s)", [relation]).fetchone() != (None,)
