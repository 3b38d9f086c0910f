"""AI token quotas for Supabase: the command that installs, checks, upgrades and removes them."""
