"""The table of rights: each cell as that caller, over HTTP."""

from typing import Any
from uuid import uuid4

import pytest
from api.callers import GUIDE_CALL, Caller

PERSONAL = ["user_ai_quotas", "ai_agent_usage", "ai_quota_alerts", "user_ai_quota_periods"]
SHARED = ["ai_quota_tiers", "ai_agents", "ai_model_prices"]
WRITTEN_BY_FUNCTIONS = [*PERSONAL]


@pytest.fixture
def known(alice: Caller, db: Any) -> Caller:
    """A user with a row in every table of the package."""
    alice.track(tokens_prompt=10_000, tokens_completion=0)
    db.execute(
        "insert into public.user_ai_quota_periods"
        " (user_id, period_start, period_end, tokens_used, requests_used, tier)"
        " values (%s, '2024-01-01Z', '2024-02-01Z', 1, 1, 'free')",
        [alice.user_id],
    )
    db.execute(
        "insert into public.user_subscriptions (user_id, tier) values (%s, 'basic')",
        [alice.user_id],
    )
    db.execute(
        "insert into public.user_quota_overrides (user_id, reason) values (%s, 'a contract')",
        [alice.user_id],
    )
    return alice


@pytest.fixture(scope="session")
def shared_rows(service: Caller) -> None:
    """A row in each table that everybody signed in may read."""
    service.http.post("/rest/v1/ai_agents", json={"name": "an agent"}).raise_for_status()
    service.http.post(
        "/rest/v1/ai_model_prices",
        json={
            "model": f"model-{uuid4().hex}",
            "valid_from": "2024-01-01",
            "input_price": 1,
            "output_price": 2,
        },
    ).raise_for_status()


@pytest.fixture
def caller(request: pytest.FixtureRequest) -> Caller:
    """The caller of that name."""
    found: Caller = request.getfixturevalue(request.param)
    return found


@pytest.mark.parametrize("table", [*PERSONAL, "user_subscriptions"])
def test_a_user_reads_its_own_rows(known: Caller, table: str) -> None:
    rows = known.rows(table)

    assert {row["user_id"] for row in rows} == {known.user_id}


@pytest.mark.parametrize("table", [*PERSONAL, "user_subscriptions"])
def test_a_user_does_not_see_another_users_rows(known: Caller, bob: Caller, table: str) -> None:
    assert bob.rows(table, user_id=known.user_id) == []


def test_a_user_does_not_see_overrides(known: Caller) -> None:
    assert known.rows("user_quota_overrides") == []


@pytest.mark.parametrize("table", [*PERSONAL, "user_subscriptions", "user_quota_overrides"])
@pytest.mark.parametrize("caller", ["admin", "service"], indirect=True)
def test_admins_and_the_server_read_everybodys_rows(
    known: Caller, caller: Caller, table: str
) -> None:
    rows = caller.rows(table, user_id=known.user_id)

    assert {row["user_id"] for row in rows} == {known.user_id}


def test_user_metadata_makes_no_admin(known: Caller, sign_up: Any) -> None:
    pretender: Caller = sign_up(user_metadata={"role": "admin"})

    assert pretender.rows("user_ai_quotas", user_id=known.user_id) == []


@pytest.mark.parametrize(
    "table", [*PERSONAL, *SHARED, "user_subscriptions", "user_quota_overrides", "profiles"]
)
def test_anon_reads_nothing(known: Caller, anon: Caller, table: str) -> None:
    answer = anon.http.get(f"/rest/v1/{table}")

    assert (answer.status_code, answer.json()["code"]) == (401, "42501")


@pytest.mark.parametrize("table", SHARED)
@pytest.mark.parametrize("caller", ["bob", "admin", "service"], indirect=True)
def test_everybody_signed_in_reads_what_is_shared(
    shared_rows: None, caller: Caller, table: str
) -> None:
    assert caller.rows(table) != []


NEW_ROWS: dict[str, dict[str, Any]] = {
    # Every column with a default that asks a helper is given: the table's right alone must decide.
    "user_ai_quotas": {
        "monthly_token_quota": 1,
        "monthly_request_quota": 1,
        "quota_reset_date": "2099-01-01",
        "tier": "free",
    },
    "ai_agent_usage": {"tokens_prompt": 1, "tokens_completion": 1},
    "ai_quota_alerts": {
        "period_start": "2024-01-01Z",
        "metric": "tokens",
        "threshold": 75,
        "used": 1,
        "quota": 1,
        "is_deliverable": True,
    },
    "user_ai_quota_periods": {
        "period_start": "2023-01-01Z",
        "period_end": "2023-02-01Z",
        "tokens_used": 1,
        "requests_used": 1,
        "tier": "free",
    },
    "user_subscriptions": {"tier": "enterprise"},
    "user_quota_overrides": {"reason": "mine"},
    "ai_quota_tiers": {"tier": "mine", "monthly_token_quota": 1, "monthly_request_quota": 1},
    "ai_agents": {"name": "mine"},
    "ai_model_prices": {
        "model": "mine",
        "valid_from": "2024-01-01",
        "input_price": 0,
        "output_price": 0,
    },
}
CHANGES: dict[str, dict[str, Any]] = {
    "user_ai_quotas": {"monthly_token_quota": 1},
    "ai_agent_usage": {"tokens_prompt": 0},
    "ai_quota_alerts": {"used": 0},
    "user_ai_quota_periods": {"tokens_used": 0},
    "user_subscriptions": {"tier": "enterprise"},
    "user_quota_overrides": {"reason": "mine"},
    "ai_quota_tiers": {"monthly_token_quota": 1},
    "ai_agents": {"name": "mine"},
    "ai_model_prices": {"input_price": 0},
}


def write(caller: Caller, method: str, table: str, owner: str) -> tuple[int, str]:
    """Tries to write to a table by REST; the HTTP status and the SQLSTATE of the answer."""
    own = {} if table in SHARED else {"user_id": owner}
    where = (
        {}
        if method == "POST"
        else {"ai_agents": {"name": "eq.nobody"}}.get(
            table,
            {"tier": "eq.nobody"}
            if table == "ai_quota_tiers"
            else {"model": "eq.nobody"}
            if table == "ai_model_prices"
            else {"user_id": f"eq.{owner}"},
        )
    )
    body = {"POST": {**NEW_ROWS.get(table, {}), **own}, "PATCH": CHANGES.get(table), "DELETE": None}
    answer = caller.http.request(
        method,
        f"/rest/v1/{table}",
        params=where,
        json=body[method],
        headers={"Prefer": "return=minimal"},
    )
    return answer.status_code, answer.json()["code"] if answer.content else ""


@pytest.mark.parametrize("method", ["POST", "PATCH", "DELETE"])
@pytest.mark.parametrize(
    "table", [*PERSONAL, *SHARED, "user_subscriptions", "user_quota_overrides"]
)
@pytest.mark.parametrize("caller", ["alice", "admin"], indirect=True)
def test_no_user_and_no_admin_writes_a_table(
    known: Caller, caller: Caller, table: str, method: str
) -> None:
    assert write(caller, method, table, known.user_id) == (403, "42501")


@pytest.mark.parametrize("method", ["POST", "PATCH", "DELETE"])
@pytest.mark.parametrize(
    "table", [*PERSONAL, *SHARED, "user_subscriptions", "user_quota_overrides"]
)
def test_anon_writes_nothing(known: Caller, anon: Caller, table: str, method: str) -> None:
    assert write(anon, method, table, known.user_id) == (401, "42501")


@pytest.mark.parametrize("method", ["POST", "PATCH", "DELETE"])
@pytest.mark.parametrize("table", PERSONAL)
def test_the_server_writes_quotas_and_the_ledger_by_functions_only(
    known: Caller, service: Caller, table: str, method: str
) -> None:
    assert write(service, method, table, known.user_id) == (403, "42501")


@pytest.mark.parametrize("table", ["user_subscriptions", "user_quota_overrides"])
def test_the_server_writes_subscriptions_and_overrides(
    alice: Caller, service: Caller, table: str
) -> None:
    answers = [write(service, method, table, alice.user_id) for method in WRITES]

    assert answers == [(201, ""), (204, ""), (204, "")]


@pytest.mark.parametrize("table", SHARED)
def test_the_server_writes_tiers_agents_and_prices(service: Caller, table: str) -> None:
    key = {"ai_quota_tiers": "tier", "ai_agents": "name", "ai_model_prices": "model"}[table]
    name = f"t{uuid4().hex}"
    where = {key: f"eq.{name}"}

    made = service.http.post(f"/rest/v1/{table}", json={**NEW_ROWS[table], key: name})
    changed = service.http.patch(f"/rest/v1/{table}", params=where, json={**CHANGES[table]})
    gone = service.http.delete(f"/rest/v1/{table}", params=where)

    assert [made.status_code, changed.status_code, gone.status_code] == [201, 204, 204]


@pytest.mark.parametrize("table", ["ai_quota_tiers", "ai_model_prices"])
def test_the_server_upserts_tiers_and_prices(service: Caller, table: str) -> None:
    key = {"ai_quota_tiers": "tier", "ai_model_prices": "model"}[table]
    row = {**NEW_ROWS[table], key: f"t{uuid4().hex}"}

    twice = [
        service.http.post(
            f"/rest/v1/{table}", json=row, headers={"Prefer": "resolution=merge-duplicates"}
        )
        for _ in range(2)
    ]
    service.http.delete(f"/rest/v1/{table}", params={key: f"eq.{row[key]}"})

    assert [answer.status_code for answer in twice] == [201, 200]


WRITES = ["POST", "PATCH", "DELETE"]


@pytest.mark.parametrize("caller", ["alice", "admin"], indirect=True)
def test_users_and_admins_record_their_own_usage(caller: Caller) -> None:
    assert caller.call("track_usage", **GUIDE_CALL).status_code == 200


@pytest.mark.parametrize(
    ("function", "arguments"),
    [
        ("get_user_quota_status", {}),
        ("track_usage", GUIDE_CALL),
        ("check_user_quota", {"p_estimated_tokens": 1}),
        ("get_user_monthly_usage", {}),
        ("initialize_user_quota", {"user_id": str(uuid4()), "tier": "pro"}),
        ("reset_monthly_quotas", {}),
    ],
)
def test_anon_calls_nothing(anon: Caller, function: str, arguments: dict[str, Any]) -> None:
    answer = anon.call(function, **arguments)

    assert (answer.status_code, answer.json()["code"]) == (401, "42501")


@pytest.mark.parametrize("caller", ["alice", "admin"], indirect=True)
def test_users_and_admins_cannot_initialize_a_quota(caller: Caller) -> None:
    answer = caller.call("initialize_user_quota", user_id=caller.user_id, tier="enterprise")

    assert (answer.status_code, answer.json()["code"]) == (403, "42501")
    assert caller.status()["tier"] == "free"


@pytest.mark.parametrize("caller", ["alice", "admin"], indirect=True)
def test_users_and_admins_cannot_reset(caller: Caller) -> None:
    answer = caller.call("reset_monthly_quotas")

    assert (answer.status_code, answer.json()["code"]) == (403, "42501")


def test_the_server_initializes_and_resets(alice: Caller, service: Caller) -> None:
    initialized = service.call("initialize_user_quota", user_id=alice.user_id, tier="pro")
    reset = service.call("reset_monthly_quotas")

    assert (initialized.status_code, reset.status_code) == (200, 200)
    assert alice.status()["tier"] == "pro"


@pytest.mark.parametrize("caller", ["anon", "alice", "admin", "service"], indirect=True)
def test_internals_are_not_exposed(caller: Caller) -> None:
    answer = caller.http.get("/rest/v1/settings", headers={"Accept-Profile": "ai_quota"})

    assert answer.status_code in (404, 406)
