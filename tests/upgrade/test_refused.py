"""Deployments that cannot be adopted: one error lists every reason, and nothing is changed."""

import psycopg
import pytest
from foreign.fingerprint import differences
from upgrade.projects import Database, Project
from upgrade.servers import PRODUCTION

STOPPED = "AI token quotas cannot be installed here; nothing was changed."
IS_NOT_OURS = "is not of this package: rename it, or drop it"
USER = "00000000-0000-4000-8000-000000000001"

# Deployment, what else is in it, and the lines of the error.
IN_THE_WAY = {
    "a track_usage of their own": (
        "keyed_by_id",
        "alter function log_ai_call(uuid, integer, integer, text) rename to track_usage",
        [f"- function public.track_usage(uuid,integer,integer,text) {IS_NOT_OURS}"],
    ),
    "a track_usage with other arguments": (
        "everything_at_once",
        "create function track_usage(p_usage jsonb) returns jsonb language sql as 'select p_usage'",
        [f"- function public.track_usage(jsonb) {IS_NOT_OURS}"],
    ),
    "names of every kind": (
        "close_to_the_guide",
        """
        create table ai_quota_tiers (name text primary key);
        create view ai_quota_daily as select 7 as calls;
        create type ai_quota_status as enum ('on', 'off');
        create function reserve_tokens(n integer) returns boolean language sql as 'select true';
        create schema ai_quota;
        """,
        [
            f"- function public.reserve_tokens(integer) {IS_NOT_OURS}",
            f"- index public.ai_quota_tiers_pkey {IS_NOT_OURS}",
            f"- schema ai_quota {IS_NOT_OURS}",
            f"- table public.ai_quota_tiers {IS_NOT_OURS}",
            f"- type public.ai_quota_status {IS_NOT_OURS}",
            f"- view public.ai_quota_daily {IS_NOT_OURS}",
        ],
    ),
    "several rows of a user": (
        "close_to_the_guide",
        f"""
        alter table user_ai_quotas drop constraint user_ai_quotas_pkey;
        insert into user_ai_quotas (user_id) values ('{USER}');
        """,
        [f"- public.user_ai_quotas has several rows of user {USER}: keep one"],
    ),
    "a view named user_ai_quotas": (
        "naive_clock",
        """
        alter table user_ai_quotas rename to quotas;
        create view user_ai_quotas as select * from quotas;
        """,
        [
            f"- index public.user_ai_quotas_pkey {IS_NOT_OURS}",
            "- public.user_ai_quotas is not the table of the deployment guide"
            " (it is no ordinary table): rename it",
        ],
    ),
    "columns that are missing or of other types": (
        "close_to_the_guide",
        """
        alter table ai_agent_usage drop column tokens_completion cascade;
        alter table ai_agent_usage alter created_at drop default;
        alter table ai_agent_usage alter created_at type text;
        """,
        [
            f"- index public.ai_agent_usage_pkey {IS_NOT_OURS}",
            "- public.ai_agent_usage is not the table of the deployment guide"
            " (created_at is text, no column tokens_completion): rename it",
        ],
    ),
    "columns that the package needs for itself": (
        "close_to_the_guide",
        """
        alter table user_ai_quotas add tier text not null default 'free', add is_blocked boolean;
        alter table ai_agent_usage add request_id uuid;
        """,
        [
            "- public.ai_agent_usage has columns that the package needs (request_id): rename them",
            "- public.user_ai_quotas has columns that the package needs (is_blocked, tier):"
            " rename them",
        ],
    ),
    "another owner": (
        "naive_clock",
        "reset role; alter table ai_agent_usage owner to supabase_admin",
        [
            "- public.ai_agent_usage belongs to supabase_admin:"
            " alter table public.ai_agent_usage owner to postgres",
        ],
    ),
}


@pytest.mark.parametrize("name", IN_THE_WAY)
def test_one_error_names_all_that_is_in_the_way(project: Project, name: str) -> None:
    deployment, statements, lines = IN_THE_WAY[name]
    older = project.arranged(project.older(deployment), name, statements)

    with pytest.raises(psycopg.errors.RaiseException) as refusal:
        project.server.migrate(older.name, (PRODUCTION,))

    first, *rest = (refusal.value.diag.message_primary or "").splitlines()
    assert first == STOPPED
    assert sorted(rest) == lines
    assert differences(older.fingerprint, Database(project.server, older.name).fingerprint) == []


def test_a_deployment_is_adopted_once_the_name_is_free(project: Project) -> None:
    deployment, statements, _ = IN_THE_WAY["a track_usage of their own"]
    older = project.arranged(project.older(deployment), "taken", statements)

    renamed = project.arranged(older, "given", "alter function track_usage rename to log_ai_call")

    upgraded = project.migrated(renamed, "given, upgraded")
    assert "function public.log_ai_call(p_user_id uuid," in "\n".join(upgraded.fingerprint)
