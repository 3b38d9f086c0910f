"""The table of rights over HTTP: the very tests that a fresh project passes."""

from uuid import uuid4

import pytest
from api.callers import Caller
from api.test_rights import *  # noqa: F403


@pytest.fixture(scope="session")  # type: ignore[no-redef]
def shared_rows(service: Caller) -> None:
    """A row in each table of ours that everybody signed in may read; agents are the host's."""
    service.http.post(
        "/rest/v1/ai_model_prices",
        json={
            "model": f"model-{uuid4().hex}",
            "valid_from": "2024-01-01",
            "input_price": 1,
            "output_price": 2,
        },
    ).raise_for_status()
