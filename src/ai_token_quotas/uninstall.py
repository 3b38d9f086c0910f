"""The migration that removes the package."""

from ai_token_quotas import shipped
from ai_token_quotas.shipped import read

# What the removal must know by name: what it drops, and what it tells from the host's parts.
DROPPED = ("table ", "view ", "type ", "function ", "column ", "cron job ")
PARTS = ("policy ", "constraint ", "index ", "publication ")
GUIDE_TABLES = ("user_ai_quotas", "ai_agent_usage")
RUN = "select pg_temp.ai_quota_uninstall(keep_data => {});"


def text(*, keep_data: bool) -> str:
    """The migration, which knows every part of every release up to the newest."""
    names = {name for one in shipped.releases() for name in shipped.fingerprint(one.version) or ()}
    values = ",\n".join(f"  '{name}'" for name in sorted(names) if _is_needed(name))
    filled = read("cli/uninstall.sql").replace("  -- names of the package", values)
    return filled.replace(RUN.format("false"), RUN.format(str(keep_data).lower()))


def _is_needed(name: str) -> bool:
    return name.startswith(DROPPED) or (
        name.startswith(PARTS) and any(table in name for table in GUIDE_TABLES)
    )
