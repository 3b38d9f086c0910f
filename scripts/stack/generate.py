"""Files that are made from the database, committed, and compared in lint."""

import os
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path

import psycopg

from stack import alerts, native, prices, reference, usage
from stack import release as releases
from stack.paths import ROOT
from stack.ui import Failure, console

TYPES = {"typescript": "supabase/types/database.ts", "python": "supabase/types/database.py"}
SCHEMA = "supabase/schema.sql"


def types(env: Mapping[str, str], check: bool) -> list[str]:
    """Make the types of the public schema; return the files that were out of date."""
    made = {
        path: native.supabase(
            *("gen", "types", "--lang", language, "--schema", "public"),
            f"--remote={env['DB_URL']}",
        )
        for language, path in TYPES.items()
    }
    return _write(made, check)


def schema(env: Mapping[str, str], check: bool) -> list[str]:
    """Make the dump that reviewers read instead of the migrations."""
    url = env.get("STACK_ADMIN_URL", env["DB_URL"])
    done = subprocess.run(
        [
            *(str(native.PG_BIN / "pg_dump"), "--schema-only", "--no-owner"),
            *("--schema=public", "--schema=ai_quota", f"--dbname={url}"),
        ],
        env={**os.environ, **native.libraries()},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    if done.returncode:
        raise Failure(f"pg_dump: {done.stderr.strip()}")
    return _write({SCHEMA: _readable(done.stdout)}, check)


def documentation(env: Mapping[str, str], check: bool) -> list[str]:
    """Make the pages of docs/reference."""
    return _write(reference.pages(env), check)


def fingerprint(env: Mapping[str, str], check: bool) -> list[str]:
    """Make the list of the release's parts that `ai-token-quotas check` compares with."""
    from ai_token_quotas import fingerprint, shipped

    with psycopg.connect(env.get("STACK_ADMIN_URL", env["DB_URL"]), autocommit=True) as db:
        text = fingerprint.text_of_release(db)
    return _write({f"supabase/cli/fingerprints/{shipped.newest()}.json": text}, check)


def price_seed(check: bool) -> list[str]:
    """Make the seed of model prices."""
    return _write({prices.SEED: prices.seed()}, check)


def usage_mapping(check: bool) -> list[str]:
    """Make what is written from the mapping of providers' usage blocks."""
    return _write(usage.made(), check)


def alert_texts(check: bool) -> list[str]:
    """Make the Edge Function's copy of the texts of alerts."""
    return _write(alerts.made(), check)


def release(check: bool, name: str = "") -> list[str]:
    """Make the release file that is not frozen yet; a name begins the migration to the next."""
    return _write(releases.unfrozen(ROOT, name), check)


def _readable(dump: str) -> str:
    """Leave out what says nothing about the schema, or differs between two dumps of the same."""
    noise = re.compile(
        r"^(SET |(CREATE|COMMENT ON) SCHEMA public|SELECT pg_catalog\.set_config|\\(un)?restrict"
        r"|--$|-- Dumped|-- Name: )"
    )
    kept = [line.rstrip() for line in dump.splitlines() if not noise.match(line)]
    body = "\n".join(kept).replace("-- PostgreSQL database dump complete", "")
    body = body.replace("-- PostgreSQL database dump", "")
    text = re.sub(r"\n{3,}", "\n\n", body).strip()
    head = "-- Generated from the database by `make types`: read this, edit supabase/schemas."
    return f"{head}\n\n{text}\n"


def _write(made: Mapping[str, str], check: bool) -> list[str]:
    stale = []
    for name, text in made.items():
        path: Path = ROOT / name
        text = text.rstrip() + "\n"
        if path.exists() and path.read_text() == text:
            continue
        if check:
            stale.append(name)
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        console.print(f"wrote {name}")
    return stale
