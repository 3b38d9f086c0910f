"""The stack that these tests kill the processes of."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import monotonic, sleep
from typing import Any

import httpx
import psutil
import psycopg
import pytest
from api.conftest import CERTIFICATES
from psycopg.rows import dict_row
from stack import process, settings
from stack.paths import Instance
from stack.settings import Settings

# Seconds; many times what it takes, for machines that are busy.
PATIENCE = 60

# The one that serves a call, if any does.
BACKEND = """
select pid from pg_stat_activity
where usename = 'authenticator'
order by state = 'active' desc
limit 1
"""


@dataclass(frozen=True)
class Machine:
    """One stack, its processes and its database."""

    instance: Instance
    settings: Settings

    def answers(self) -> bool:
        """Whether each service can be reached through the gateway."""
        headers = {"apikey": self.settings.service_role_key}
        try:
            with httpx.Client(
                base_url=self.settings.api_url, headers=headers, verify=CERTIFICATES
            ) as http:
                return http.get("/rest/v1/").is_success and http.get("/auth/v1/health").is_success
        except httpx.TransportError:
            return False

    def kill(self, victim: str) -> None:
        """Kills a service by the name of its program, or the `backend` of PostgreSQL, with -9."""
        found = [self.backend()] if victim == "backend" else self.services(victim)
        assert found, f"no {victim} runs"
        self.end(found)

    def end(self, processes: list[psutil.Process]) -> None:
        """Kills processes, and returns when they are gone."""
        for one in processes:
            one.kill()
        psutil.wait_procs(processes, PATIENCE)

    def freeze(self, program: str) -> None:
        """Has a service do nothing any more, until it is killed."""
        for one in self.services(program):
            one.suspend()

    def services(self, program: str) -> list[psutil.Process]:
        """The processes of a program that runsv started, not those that they started."""
        found = process.running(self.instance)
        kept = {one.pid for keeper in found.get("runsv", []) for one in keeper.children()}
        return [one for one in found.get(program, []) if one.pid in kept]

    def backend(self) -> psutil.Process:
        """One of PostgreSQL's processes that work for PostgREST."""
        return psutil.Process(self.query(BACKEND, role="supabase_admin")[0]["pid"])

    def query(
        self, statement: str, values: list[Any] | None = None, role: str = "postgres"
    ) -> list[dict[str, Any]]:
        """Runs a statement over a connection of its own, since none outlives a crash."""
        url = settings.admin_url(self.instance, self.settings, role)
        with psycopg.connect(url, autocommit=True, row_factory=dict_row) as connection:
            return connection.execute(statement, values).fetchall()

    def insist(self, statement: str, values: list[Any] | None = None) -> list[dict[str, Any]]:
        """Runs a statement until a server answers that is not killed meanwhile."""
        found: list[dict[str, Any]] = []

        def is_done() -> bool:
            try:
                found[:] = self.query(statement, values)
            except psycopg.OperationalError:
                return False
            return True

        wait_until(is_done, statement)
        return found

    def differences(self) -> list[dict[str, Any]]:
        """Where counters, reservations or days differ from the ledger."""
        return self.query("select * from public.verify_quota_integrity()")

    @contextmanager
    def locked_quota(self, *user_ids: str) -> Iterator[None]:
        """Keeps calls for those users waiting, until the end of the block."""
        with psycopg.connect(self.settings.db_url) as owner:
            owner.execute(
                "select from public.user_ai_quotas where user_id = any (%s::uuid[]) for update",
                [list(user_ids)],
            )
            yield

    def waiting(self) -> int:
        """How many calls wait for a lock."""
        return len(self.query("select from pg_stat_activity where wait_event_type = 'Lock'"))

    def somebody_waits(self) -> bool:
        """Whether a call waits for a lock."""
        return self.waiting() > 0

    def expire(self, held: dict[str, Any]) -> None:
        """Lets a reservation's time be over."""
        self.insist(
            "update public.ai_quota_reservations set expires_at = now() - interval '1 second'"
            " where id = %s returning id",
            [held["reservation_id"]],
        )


def wait_until(condition: Callable[[], object], what: str) -> float:
    """Returns how many seconds it took until the condition held."""
    begun = monotonic()
    while not condition():
        if monotonic() > begun + PATIENCE:
            pytest.fail(f"{what}: not within {PATIENCE} s")
        sleep(0.02)
    return monotonic() - begun
