"""The table of rights over HTTP, in the deployment that was most open: as in a fresh project.

That the others have the same grants and policies is compared in tests/upgrade/test_contract.py.
"""

from uuid import uuid4

import pytest
from api.callers import Caller
from api.test_rights import *  # noqa: F403

# Clients may insert into the ledger here: see test_direct_writers.py.
del test_the_server_writes_quotas_and_the_ledger_by_functions_only  # noqa: F821


pytestmark = pytest.mark.parametrize("deployment", ["keyed_by_id"], indirect=True, scope="session")


@pytest.fixture(scope="session")  # type: ignore[no-redef]
def shared_rows(service: Caller) -> None:
    """A row in each table of ours that everybody signed in may read; agents are the host's."""
    service.http.post(
        "/rest/v1/ai_quota_prices",
        json={
            "model": f"model-{uuid4().hex}",
            "valid_from": "2024-01-01",
            "input_price": 1,
            "output_price": 2,
        },
    ).raise_for_status()
