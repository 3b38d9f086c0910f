"""An upgraded project is a fresh one: the same rights, rules and code, whatever was there before.

What an adopted deployment has for its own writers is taken away first (`FOR_WRITERS`), so that
nothing else can hide behind it.
"""

import re
from typing import Any

import pytest
from stack.catalog import API_ROLES, KINDS, Catalog, differences, our_tables
from upgrade.projects import Case
from upgrade.rows import ADOPTED
from upgrade.servers import ROOT

NAMES = ("upgraded project", "fresh one")

# A column that a deployment has already keeps its type: these can be instead of ours.
SIMILAR = {
    "bigint": ("integer", "smallint", "numeric(14,0)", "numeric(9,0)"),
    "integer": ("bigint", "smallint", "numeric", "numeric(12,0)"),
    "numeric": ("numeric(10,6)", "numeric(12,6)", "numeric(8,4)", "double precision"),
    "date": ("timestamp with time zone", "timestamp without time zone"),
    "timestamp with time zone": ("timestamp without time zone",),
    "text": ("character varying(40)", "character varying(60)", "character varying(80)", "uuid"),
    "uuid": ("text",),
}
# What of such a column is ours: rights, and the comment.
OF_OURS = ("acl", "comment", "name", "relation")


@pytest.mark.parametrize("file", ["contract/catalog.test.sql", "time/utc.test.sql"])
def test_what_holds_for_the_whole_catalogue_holds_here(upgrade: Case, file: str) -> None:
    plan, *lines = upgrade.contract.tap(ROOT / "supabase" / "tests" / file)

    assert [line for line in lines if not line.startswith("ok ")] == []
    assert plan == f"1..{len(lines)}"


def test_code_rights_and_rules_are_those_of_a_fresh_install(case: Case) -> None:
    upgraded, fresh = (ours(one.catalog, case) for one in (case.contract, case.fresh))

    different = list(differences(upgraded, fresh, NAMES))

    assert not different, "\n".join(["", *different])


def ours(catalog: Catalog, case: Case) -> Catalog:
    """What is the package's, or would be taken for it: an overload, a policy on a table of ours."""
    fresh, tables = case.fresh.catalog, our_tables(case.fresh.catalog)
    names = {key.partition("(")[0] for key in fresh["functions"]}
    theirs = {
        key
        for key, row in catalog["triggers"].items()
        if row["relation"] not in tables or key in case.before.catalog["triggers"]
    }
    return {
        **{kind: {} for kind in KINDS},
        **{
            kind: {
                key: of_api(row)
                for key, row in catalog[kind].items()
                if key in fresh[kind]
                or key.startswith("ai_quota.")
                or key.partition("(")[0] in names
                or (kind == "policies" and row["relation"] in tables)
                or (kind == "triggers" and key not in theirs)
            }
            for kind in ("functions", "relations", "policies", "triggers", "types", "schemas")
        },
    }


def test_columns_are_those_of_a_fresh_install(case: Case) -> None:
    upgraded, fresh = (one.catalog["columns"] for one in (case.contract, case.fresh))
    found = {
        *(key for key in case.before.catalog["columns"] if key in fresh),
        # New, but computed from columns of the host.
        "public.user_ai_quotas.period_end",
        "public.ai_agent_usage.tokens_total",
        *(key for key in fresh if fresh[key]["relation"] == "ai_quota_unpriced_models"),
    }

    other_types = {
        f"{key} is {upgraded[key]['type']}"
        for key in found - {"public.ai_agent_usage.id"}
        if upgraded[key]["type"] not in {fresh[key]["type"], *SIMILAR[fresh[key]["type"]]}
    }
    different = differences(columns(upgraded, fresh, found), columns(fresh, fresh, found), NAMES)

    assert other_types == set()
    assert list(different) == []


def columns(rows: dict[str, Any], fresh: dict[str, Any], found: set[str]) -> Catalog:
    """Columns of ours as a catalogue; of those that were found, what of them is ours."""
    ours = {key: of_api(row) for key, row in rows.items() if key in fresh}
    kept = {
        key: {name: row[name] for name in OF_OURS} if key in found else row
        for key, row in ours.items()
    }
    return {**{kind: {} for kind in KINDS}, "columns": kept}


def test_columns_that_decide_never_lack_a_value(case: Case) -> None:
    columns = case.after.catalog["columns"]
    decisive = [
        *(f"user_ai_quotas.{name}" for name in ("current_month_tokens", "current_month_requests")),
        *(f"user_ai_quotas.{name}" for name in ("quota_reset_date", "period_start", "period_end")),
        "user_ai_quotas.tier",
        *(f"ai_agent_usage.{name}" for name in ("tokens_prompt", "tokens_completion")),
        *(f"ai_agent_usage.{name}" for name in ("tokens_cached", "tokens_reasoning", "requests")),
        "ai_agent_usage.created_at",
    ]

    assert {name for name in decisive if not columns[f"public.{name}"]["not_null"]} == set()


def test_constraints_and_indexes_are_those_of_a_fresh_install(case: Case) -> None:
    upgraded, fresh = (
        {
            f"{row['relation']}: {untyped(row['definition'])}"
            for kind in ("constraints", "indexes")
            for row in one.catalog[kind].values()
        }
        for one in (case.contract, case.fresh)
    )

    # The two tables keep the keys that they have.
    keys = (
        rf"({'|'.join(ADOPTED)}): (PRIMARY KEY|UNIQUE|INDEX ON public\.\w+ USING btree (user_)?id$)"
    )
    assert {one for one in fresh - upgraded if not re.match(keys, one)} == set()


def of_api(row: dict[str, Any]) -> dict[str, Any]:
    """A row with the rights of API roles only, and its definition without types."""
    roles = (*API_ROLES, "public")
    rights = [right for right in row.get("acl", []) if right.split(":")[0] in roles]
    return {**row, "acl": rights, "definition": untyped(row.get("definition") or "")}


def untyped(text: str) -> str:
    """An expression without casts and parentheses."""
    return re.sub(r"::[a-z]+( precision| varying)?|[()]", "", text)
