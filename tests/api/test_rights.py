"""Rights over HTTP: what each kind of caller reads, writes and calls.

Privileges are listed in full, for every table, function and role, in
supabase/tests/contract/catalog.test.sql; here is one object of each kind. Policies differ from
table to table, so reads are tested on each.
"""

import json
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from api.callers import GUIDE_CALL, Caller, override, subscribe

PERSONAL = [
    *("user_ai_quotas", "ai_agent_usage", "ai_quota_reservations", "ai_quota_alerts"),
    *("ai_quota_periods", "ai_quota_closed_days", "ai_quota_daily", "ai_quota_subscriptions"),
    "ai_quota_denials",
]
FOR_OPERATORS = ["ai_quota_overrides", "ai_quota_audit"]
SHARED = ["ai_quota_tiers", "ai_agents", "ai_quota_prices"]
# Tables by who writes them: functions only, the server for a user, the server for everybody.
KINDS = ["user_ai_quotas", "ai_quota_subscriptions", "ai_quota_tiers"]
WRITES = ["POST", "PATCH", "DELETE"]


@pytest.fixture
def known(alice: Caller, service: Caller, db: Any) -> Caller:
    """A user with a row in every table of the package."""
    alice.call("reserve_tokens", tokens=1).raise_for_status()
    alice.call("reserve_tokens", tokens=10_001).raise_for_status()
    alice.track(tokens_prompt=10_000, tokens_completion=0)
    subscribe(service, alice.user_id, "basic")
    override(service, alice.user_id, extra_tokens=1)
    service.call(
        "set_user_blocked", user_id=alice.user_id, is_blocked=False, reason="a mistake"
    ).raise_for_status()
    db.execute(
        "insert into public.ai_quota_periods"
        " (user_id, period_start, period_end, tokens_used, requests_used, tier)"
        " values (%s, '2024-01-01Z', '2024-02-01Z', 1, 1, 'free')",
        [alice.user_id],
    )
    db.execute(
        "insert into public.ai_quota_closed_days (user_id, day) values (%s, '2024-01-01')",
        [alice.user_id],
    )
    return alice


@pytest.fixture(scope="session")
def shared_rows(service: Caller) -> None:
    """A row in each table that everybody signed in may read."""
    service.http.post("/rest/v1/ai_agents", json={"name": "an agent"}).raise_for_status()
    service.http.post(
        "/rest/v1/ai_quota_prices",
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


@pytest.mark.parametrize("table", PERSONAL)
def test_a_user_reads_its_own_rows(known: Caller, table: str) -> None:
    rows = known.rows(table)

    assert {row["user_id"] for row in rows} == {known.user_id}


@pytest.mark.parametrize("table", PERSONAL)
def test_a_user_does_not_see_another_users_rows(known: Caller, bob: Caller, table: str) -> None:
    assert bob.rows(table, user_id=known.user_id) == []


@pytest.mark.parametrize("table", FOR_OPERATORS)
def test_a_user_does_not_see_what_operators_wrote(known: Caller, table: str) -> None:
    assert known.rows(table) == []


@pytest.mark.parametrize("table", [*PERSONAL, *FOR_OPERATORS])
@pytest.mark.parametrize("caller", ["admin", "service"], indirect=True)
def test_admins_and_the_server_read_everybodys_rows(
    known: Caller, caller: Caller, table: str
) -> None:
    rows = caller.rows(table, user_id=known.user_id)

    assert {row["user_id"] for row in rows} == {known.user_id}


def test_user_metadata_makes_no_admin(known: Caller, sign_up: Any) -> None:
    pretender: Caller = sign_up(user_metadata={"ai_quota_role": "admin"})

    assert pretender.rows("user_ai_quotas", user_id=known.user_id) == []


@pytest.mark.parametrize("table", ["user_ai_quotas", "ai_quota_tiers", "ai_quota_daily"])
def test_anon_reads_nothing(known: Caller, anon: Caller, table: str) -> None:
    answer = anon.http.get(f"/rest/v1/{table}")

    assert (answer.status_code, answer.json()["code"]) == (401, "42501")


@pytest.mark.parametrize("table", SHARED)
@pytest.mark.parametrize("caller", ["bob", "service"], indirect=True)
def test_everybody_signed_in_reads_what_is_shared(
    shared_rows: None, caller: Caller, table: str
) -> None:
    assert caller.rows(table) != []


NEW_ROWS: dict[str, dict[str, Any]] = {
    # All columns whose default calls a function, so that only the table's privileges decide.
    "user_ai_quotas": {
        "monthly_token_quota": 1,
        "monthly_request_quota": 1,
        "quota_reset_date": "2099-01-01",
        "tier": "free",
    },
    "ai_agent_usage": {"tokens_prompt": 1, "tokens_completion": 1},
    "ai_quota_subscriptions": {"subscription_id": f"sub_{uuid4().hex}", "tier": "enterprise"},
    "ai_quota_overrides": {"reason": "mine"},
    "ai_quota_tiers": {"tier": "mine", "monthly_token_quota": 1, "monthly_request_quota": 1},
    "ai_agents": {"name": "mine"},
    "ai_quota_prices": {
        "model": "mine",
        "valid_from": "2024-01-01",
        "input_price": 0,
        "output_price": 0,
    },
}
CHANGES: dict[str, dict[str, Any]] = {
    "user_ai_quotas": {"monthly_token_quota": 1},
    "ai_agent_usage": {"tokens_prompt": 0},
    "ai_quota_subscriptions": {"tier": "enterprise"},
    "ai_quota_overrides": {"reason": "mine"},
    "ai_quota_tiers": {"monthly_token_quota": 1},
    "ai_agents": {"name": "mine"},
    "ai_quota_prices": {"input_price": 0},
}
KEYS = {"ai_quota_tiers": "tier", "ai_agents": "name", "ai_quota_prices": "model"}


def write(caller: Caller, table: str, owner: str) -> list[tuple[int, str]]:
    """The HTTP status and SQLSTATE of an insert, an update and a delete by REST."""
    key, value = (KEYS[table], f"t{uuid4().hex}") if table in KEYS else ("user_id", owner)
    bodies = [{**NEW_ROWS[table], key: value}, CHANGES[table], None]
    answers = [
        caller.http.request(
            method,
            f"/rest/v1/{table}",
            params={} if method == "POST" else {key: f"eq.{value}"},
            json=body,
            headers={"Prefer": "return=minimal"},
        )
        for method, body in zip(WRITES, bodies, strict=True)
    ]
    return [
        (answer.status_code, answer.json()["code"] if answer.content else "") for answer in answers
    ]


@pytest.mark.parametrize("table", KINDS)
@pytest.mark.parametrize("caller", ["alice", "admin"], indirect=True)
def test_no_user_and_no_admin_writes_a_table(known: Caller, caller: Caller, table: str) -> None:
    assert write(caller, table, known.user_id) == [(403, "42501")] * 3


@pytest.mark.parametrize("table", KINDS)
def test_anon_writes_nothing(known: Caller, anon: Caller, table: str) -> None:
    assert write(anon, table, known.user_id) == [(401, "42501")] * 3


@pytest.mark.parametrize("table", ["user_ai_quotas", "ai_agent_usage"])
def test_the_server_writes_quotas_and_the_ledger_by_functions_only(
    known: Caller, service: Caller, table: str
) -> None:
    assert write(service, table, known.user_id) == [(403, "42501")] * 3


@pytest.mark.parametrize("table", ["ai_quota_subscriptions", "ai_quota_overrides"])
def test_the_server_writes_subscriptions_and_overrides(
    alice: Caller, service: Caller, table: str
) -> None:
    assert write(service, table, alice.user_id) == [(201, ""), (204, ""), (204, "")]


@pytest.mark.parametrize("table", SHARED)
def test_the_server_writes_tiers_agents_and_prices(
    alice: Caller, service: Caller, table: str
) -> None:
    assert write(service, table, alice.user_id) == [(201, ""), (204, ""), (204, "")]


@pytest.mark.parametrize("table", ["ai_quota_tiers", "ai_quota_prices"])
def test_the_server_upserts_tiers_and_prices(service: Caller, table: str) -> None:
    key = KEYS[table]
    row = {**NEW_ROWS[table], key: f"t{uuid4().hex}"}

    twice = [
        service.http.post(
            f"/rest/v1/{table}", json=row, headers={"Prefer": "resolution=merge-duplicates"}
        )
        for _ in range(2)
    ]
    service.http.delete(f"/rest/v1/{table}", params={key: f"eq.{row[key]}"})

    assert [answer.status_code for answer in twice] == [201, 200]


@pytest.mark.parametrize("caller", ["alice", "admin"], indirect=True)
def test_users_and_admins_record_their_own_usage(caller: Caller) -> None:
    assert caller.call("track_usage", **GUIDE_CALL).status_code == 200


@pytest.mark.parametrize(
    ("function", "arguments"),
    [("track_usage", GUIDE_CALL), ("reset_monthly_quotas", {})],
)
def test_anon_calls_nothing(anon: Caller, function: str, arguments: dict[str, Any]) -> None:
    answer = anon.call(function, **arguments)

    assert (answer.status_code, answer.json()["code"]) == (401, "42501")


@pytest.mark.parametrize("caller", ["alice", "admin"], indirect=True)
def test_users_and_admins_cannot_initialize_a_quota(caller: Caller) -> None:
    answer = caller.call("initialize_user_quota", user_id=caller.user_id, tier="enterprise")

    assert (answer.status_code, answer.json()["code"]) == (403, "42501")
    assert caller.status()["tier"] == "free"


FOR_THE_SERVER = {
    "initialize_user_quota": "%s, 'pro'",
    "set_user_subscription": "%s, 'sub_mine', 'pro', 'active', now(), now() + interval '1 month'",
    "track_usage_batch": """jsonb_build_array(jsonb_build_object(
        'user_id', %s::uuid, 'tokens_prompt', 1, 'tokens_completion', 1))""",
    "reset_monthly_quotas": "",
    "verify_quota_integrity": "",
    "repair_user_quota": "%s",
    "claim_quota_alerts": "",
    "complete_quota_alert": "1",
    "fail_quota_alert": "1, 'no'",
    "prepare_quota_alert": "1, 1",
    "note_quota_alert": "1, 'email'",
    "claim_quota_digest": "",
    "complete_quota_digest": "'2024-01-01'",
}


@pytest.mark.parametrize("function", FOR_THE_SERVER)
def test_what_is_for_the_server_refuses_users_even_if_they_may_execute_it(
    alice: Caller, db: Any, function: str
) -> None:
    claims = json.dumps({"sub": alice.user_id, "role": "authenticated"})
    arguments = FOR_THE_SERVER[function]

    with db.transaction(force_rollback=True):
        db.execute(f"grant execute on function public.{function} to authenticated")
        db.execute("set local role authenticated")
        db.execute("select set_config('request.jwt.claims', %s, true)", [claims])
        with pytest.raises(psycopg.errors.InsufficientPrivilege) as refusal:
            db.execute(
                f"select public.{function}({arguments})", [alice.user_id] * arguments.count("%s")
            )

    assert "is for the server" in str(refusal.value)


@pytest.mark.parametrize("caller", ["alice", "admin"], indirect=True)
def test_users_and_admins_cannot_reset(caller: Caller) -> None:
    answer = caller.call("reset_monthly_quotas")

    assert (answer.status_code, answer.json()["code"]) == (403, "42501")


def test_the_server_initializes_and_resets(alice: Caller, service: Caller) -> None:
    initialized = service.call("initialize_user_quota", user_id=alice.user_id, tier="pro")
    reset = service.call("reset_monthly_quotas")

    assert (initialized.status_code, reset.status_code) == (200, 200)
    assert alice.status()["tier"] == "pro"


def test_internals_are_not_exposed(service: Caller) -> None:
    answer = service.http.get("/rest/v1/settings", headers={"Accept-Profile": "ai_quota"})

    assert (answer.status_code, answer.json()["code"]) == (406, "PGRST106")
