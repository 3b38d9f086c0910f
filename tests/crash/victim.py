"""A client that is killed: in a process of its own, so with as few imports as it can do with."""

from collections.abc import Mapping
from multiprocessing.connection import Connection
from typing import Any

import httpx


def hold(
    url: str,
    headers: Mapping[str, str],
    reservation: Mapping[str, Any],
    settlement: Mapping[str, Any],
    parent: Connection,
) -> None:
    """Reserves and, if told how, settles; says what it holds, and never comes to its end."""
    with httpx.Client(base_url=url, headers=headers) as http:
        held = http.post("/rest/v1/rpc/reserve_tokens", json=dict(reservation)).json()[0]
        if settlement:
            call = {**settlement, "reservation_id": held["reservation_id"]}
            http.post("/rest/v1/rpc/track_usage", json=call).raise_for_status()
        parent.send(held)
        parent.recv()
