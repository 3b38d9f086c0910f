"""Everything of the host is kept, except rules and rights of the two adopted tables."""

import re
from collections import Counter
from typing import Any

import pytest
from foreign.fingerprint import Fingerprint, differences, take
from older.load import user_id
from upgrade.projects import Caller, Case, Database
from upgrade.rows import ADOPTED, changes, read_answer

ALICE = user_id(1)

TABLE = r"public\.(user_ai_quotas|ai_agent_usage)"
FUNCTION = (
    r"public\.(get_user_quota_status|reset_monthly_quotas|initialize_user_quota"
    r"|check_user_quota|get_user_monthly_usage)(_superseded)?\("
)
GUIDE = (
    r"user_id|monthly_token_quota|monthly_request_quota|current_month_tokens|current_month_requests"
    r"|quota_reset_date|agent_id|session_id|discipline|workflow_id|tokens_\w+|model_used|cost_usd"
    r"|created_at|id"
)

# The only entries that an installation may change, and which of their properties.
CHANGES = {
    rf"relation {TABLE}": {"acl", "rls", "options"},
    rf"column {TABLE}\.({GUIDE})": {"acl", "default", "not null"},
    # NOT NULL without a default: our own rows have no value for it.
    r"column public\.ai_agent_usage\.latency_ms": {"acl", "not null"},
    # Clients that insert keep the right to set the host's columns.
    rf"column {TABLE}\.\w+": {"acl"},
    rf"constraint {TABLE}: user_ai_quotas_user_id_fkey": {"definition", "triggers", "valid"},
    rf"rows of {TABLE}": set(),
    r"value of public\.(user_ai_quotas|ai_agent_usage)_id_seq": set(),
    rf"function {FUNCTION}.*": {"*"},
}
# By deployment: triggers that count, price or refuse, and a view on a renamed function.
BY_DEPLOYMENT = {
    "busy_ledger": {
        r"trigger public\.ai_agent_usage: (count_usage_after|price_usage_before)_insert": {
            "enabled"
        }
    },
    "everything_at_once": {
        r"trigger public\.ai_agent_usage: (01 enforce quota|02 price|99 after usage|sum costs)": {
            "enabled"
        },
        r"(relation|rule) public\.everyones_status(: _RETURN)?": {"definition"},
    },
}
REMOVED = (
    rf"policy {TABLE}: .*",
    rf"constraint {TABLE}: (\w+_(user|agent|session)_id_fkey|\"quota is sane\")",
    rf"function {FUNCTION}.*",
)
ADDED = (
    r".* ai_quota\..*",
    r"function public\.get_user_quota_status_superseded\(\)",
    r"policy public\.ai_agent_usage: users report their own usage",
    rf"trigger {TABLE}: ~ai_quota_\w+",
    r"(constraint public\.user_ai_quotas: |index public\.)user_ai_quotas_user_id_key",
    # Columns of an earlier release.
    rf"column {TABLE}\.\"\.+pg\.dropped\.\d+\.+\"",
)

# Calls of the host's functions.
CALLS = {
    "close_to_the_guide": "select public.team_tokens('a.example')",
    "keyed_by_id": "select round(public.spend_of(user_id)::numeric, 9) from public.profiles",
    "busy_ledger": "select public.tokens_left_of(user_id) from public.profiles",
    "naive_clock": "select 1",
    "everything_at_once": """
        select
          public.tokens_of_company('firm3.example'),
          array(select o::text from public.over_limit_of('firm2.example') as o order by 1),
          public.cost_of_model('gpt-4o')
    """,
}


def undocumented(case: Case, before: Fingerprint, after: Fingerprint) -> list[str]:
    """Changes that are not listed above, a line each."""
    ours = case.fresh.fingerprint.keys() - case.empty.fingerprint.keys()
    return [
        line
        for line in differences(before, after)
        if not is_documented(
            line, before, after, {**CHANGES, **BY_DEPLOYMENT.get(case.deployment, {})}
        )
        and not (line.startswith("added: ") and line.removeprefix("added: ") in ours)
    ]


def is_documented(
    line: str, before: Fingerprint, after: Fingerprint, allowed: dict[str, set[str]]
) -> bool:
    """Whether a difference is listed above."""
    what, name = line.split(": ", 1)
    if what != "changed":
        patterns = {"added": ADDED, "removed": REMOVED}[what]
        return any(re.fullmatch(pattern, name) for pattern in patterns)
    name = next(one for one in before if name.startswith(f"{one}: "))
    old, new = before[name].properties, after[name].properties
    changed = {key for key in old if old[key] != new[key]} if isinstance(old, dict) else set()
    return any(
        re.fullmatch(pattern, name) and ("*" in properties or changed <= properties)
        for pattern, properties in allowed.items()
    )


def answer(database: Database, query: str, arrange: str = "select") -> Counter[str]:
    """The rows of a query, as the owner sees them."""
    with (
        database.server.connect(database.name, options="-c timezone=UTC") as owner,
        owner.transaction(force_rollback=True),
    ):
        owner.execute(arrange.encode())
        return read_answer(owner, query)


def test_everything_of_the_host_is_kept(case: Case) -> None:
    found = undocumented(case, case.before.fingerprint, case.after.fingerprint)

    assert not found, "\n".join(["", *found])


def test_a_second_installation_changes_nothing(case: Case) -> None:
    found = differences(case.adopted.fingerprint, case.again.fingerprint)

    assert not found, "\n".join(["", *found])


def test_every_row_keeps_every_value(case: Case) -> None:
    before, after = case.before, case.after

    lost = [
        f"{table} {line}"
        for table in ADOPTED
        for line in changes(before.rows[table], after.rows[table], before.generated[table])
    ]

    assert lost[:20] == []


def test_the_only_new_rows_are_quotas_of_users_who_had_none(case: Case) -> None:
    new = {
        table: case.after.rows[table].keys() - case.before.rows[table].keys() for table in ADOPTED
    }

    with case.after.server.connect(case.before.name) as owner:
        accounts = {user for (user,) in owner.execute("select id from auth.users").fetchall()}
    without = accounts - case.before.rows["user_ai_quotas"].keys()
    assert new == {"user_ai_quotas": without, "ai_agent_usage": set()}


def test_host_views_return_the_same_rows(case: Case) -> None:
    views = [name for name, row in case.before.catalog["relations"].items() if row["kind"] == "v"]
    users = ", ".join(f"'{user}'" for user in case.before.rows["user_ai_quotas"])
    without_new = f"delete from public.user_ai_quotas where user_id not in ({users})"

    before = {view: answer(case.expected, f"select * from {view}") for view in views}
    after = {view: answer(case.after, f"select * from {view}", without_new) for view in views}

    different = {view: (before[view] - after[view], after[view] - before[view]) for view in views}
    shown = {
        view: [str(rows)[:600] for rows in pair] for view, pair in different.items() if any(pair)
    }
    assert shown == {}


def test_host_functions_return_the_same_values(case: Case) -> None:
    call = CALLS[case.deployment]

    assert answer(case.after, call) == answer(case.expected, call)


# Removes the package's rules, so that the replaced ones can be restored.
UNDO = """
set local check_function_bodies = off;
drop policy "users report their own usage" on ai_agent_usage;
drop policy "users read their own usage, admins all usage" on ai_agent_usage;
drop policy "users read their own quota, admins every quota" on user_ai_quotas;
revoke all on user_ai_quotas, ai_agent_usage from public, anon, authenticated, service_role;
alter table user_ai_quotas drop constraint user_ai_quotas_user_id_fkey;
drop function get_user_quota_status, reset_monthly_quotas, initialize_user_quota;
drop function check_user_quota, get_user_monthly_usage;
do $$
declare
  v_trigger record;
begin
  for v_trigger in select * from pg_trigger where tgenabled = 'D' and not tgisinternal loop
    execute format('drop trigger %I on %s', v_trigger.tgname, v_trigger.tgrelid::regclass);
  end loop;
end
$$;
"""


def test_everything_replaced_can_be_restored_from_its_text(case: Case) -> None:
    with (
        case.after.server.connect(case.after.name) as owner,
        owner.transaction(force_rollback=True),
    ):
        texts = owner.execute(
            "select definition from ai_quota.superseded where definition <> '' order by id"
        ).fetchall()
        owner.execute(UNDO)
        for (text,) in texts:
            owner.execute(text.encode())
        restored = take(owner)

    before, after = replaced(case.before.fingerprint), replaced(restored)
    lost = [f"{name}: {after.get(name)}" for name in before if after.get(name) != before[name]]
    assert not lost, "\n".join(["", *lost])


def replaced(fingerprint: Fingerprint) -> dict[str, str]:
    """Everything that an installation replaces, a line each; rights to functions are not kept."""
    lines = {}
    for name, entry in fingerprint.items():
        if re.match(rf"(constraint|policy|trigger) {TABLE}", name):
            lines[name] = str(entry.properties)
        if re.match(rf"(relation|column) {TABLE}", name):
            lines[f"{name}, rights"] = str(entry.properties["acl"])
        if re.match(rf"column {TABLE}", name) and entry.properties["default"]:
            lines[f"{name}, default"] = entry.properties["default"]
        if re.match(rf"column {TABLE}", name) and entry.properties["not null"]:
            lines[f"{name}, not null"] = "true"
        if re.match(rf"function {FUNCTION}", name):
            kept = ("arguments", "result", "prosrc", "prosecdef", "provolatile", "prokind")
            lines[name] = str([entry.properties[key] for key in kept])
    return lines


@pytest.mark.parametrize("deployment", ["everything_at_once"], indirect=True)
def test_a_host_policy_on_our_columns_admits_the_same_users(
    caller: Caller, caller_before: Caller
) -> None:
    users = [user_id(number) for number in (2, 7, 43, 57, 89, 107)]

    before = [documents(caller_before, user) for user in users]
    after = [documents(caller, user) for user in users]

    assert after == before
    assert [len(seen) for seen in before] == [1, 1, 1, 1, 1, 0]


def documents(caller: Caller, user: str) -> list[tuple[Any, ...]]:
    """The documents that a user may see."""
    caller.become("authenticated", user)
    return caller.run("select title from public.documents")


@pytest.mark.parametrize("deployment", ["busy_ledger"], indirect=True)
def test_a_host_trigger_that_does_not_count_still_fires(caller: Caller) -> None:
    caller.become("authenticated", ALICE)

    caller.run("select from public.track_usage(tokens_prompt => 500, tokens_completion => 1500)")

    assert caller.count("usage_feed", f"user_id = '{ALICE}' and tokens = 2000") == 1


@pytest.mark.parametrize("deployment", ["everything_at_once"], indirect=True)
def test_a_host_trigger_on_quotas_still_fires(caller: Caller) -> None:
    caller.become("service_role")

    caller.run(
        "select from public.track_usage(tokens_prompt => 90000000, tokens_completion => 0,"
        " user_id => %s)",
        ALICE,
    )

    assert caller.count("quota_notifications", f"user_id = '{ALICE}'") == 1


@pytest.mark.parametrize("deployment", ["everything_at_once"], indirect=True)
def test_a_host_view_is_still_updated_through_its_trigger(caller: Caller) -> None:
    caller.become("postgres")

    caller.run("update public.quota_editor set allow_overage = true where user_id = %s", ALICE)

    assert caller.count("user_ai_quotas", f"user_id = '{ALICE}' and allow_overage") == 1
