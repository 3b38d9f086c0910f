"""Calls of the API by SQL, with the role and the claims that PostgREST would set."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import psycopg
from model.model import Refused
from psycopg.rows import dict_row

Row = dict[str, Any]


class Database:
    """A database with the package."""

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        """Takes a connection of the owner's."""
        self.connection = connection
        connection.row_factory = dict_row

    def set_clock(self, now: datetime) -> None:
        """Tells the package what time it is."""
        self.owner("select set_config('clock.now', %s, false)", now.isoformat())

    def owner(self, statement: str, *values: object) -> list[Row]:
        """Runs a statement as the owner."""
        found = self.connection.execute(statement.encode(), values)
        return list(found.fetchall()) if found.description else []

    def act_as(self, role: str, user_id: str | None = None) -> None:
        """Has the rest of the transaction run with a token of that role."""
        claims = json.dumps({"role": role, "sub": user_id}) if user_id else "{}"
        self.owner(
            "select set_config('role', %s, true), set_config('request.jwt.claims', %s, true)",
            role,
            claims,
        )

    def call(self, function: str, arguments: Mapping[str, object], user_id: str = "") -> list[Row]:
        """Calls an RPC as the server, or as that user."""
        named = ", ".join(f"{name} => %s" for name in arguments)
        return self.run(
            f"select * from public.{function}({named})", *arguments.values(), user_id=user_id
        )

    def run(self, statement: str, *values: object, user_id: str = "") -> list[Row]:
        """Runs a statement as the server, or as that user; raises what it is refused with."""
        try:
            with self.connection.transaction():
                self.act_as("authenticated" if user_id else "service_role", user_id)
                return self.owner(statement, *values)
        except psycopg.Error as error:
            raise Refused(code_of(error)) from error


def code_of(error: psycopg.Error) -> str:
    """What a client would see as the code of an error."""
    if error.sqlstate == "PGRST":
        return str(json.loads(error.diag.message_primary or "{}")["code"])
    return error.sqlstate or ""
