"""The admin page: its build, and the local stack's copy of it with accounts and made-up data."""

import json
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

import httpx
import psycopg

from stack import install
from stack.paths import ADMIN, BIN, ROOT, STATE
from stack.ui import Failure, console, step

VITE = ADMIN / "node_modules/vite/bin/vite.js"
# For the local stack, which listens on the loopback interface only.
PASSWORD = "correct-horse"  # noqa: S105
ACCOUNTS = {
    "operator": "operator@local.example",
    "admin": "admin@local.example",
}


def build(folder: Path) -> None:
    """Build the page into a folder: static files that any host serves."""
    words = [install.node(), VITE, "build", "app", "--outDir", folder, "--emptyOutDir"]
    plain = {name: value for name, value in os.environ.items() if not name.startswith("VITE_")}
    done = subprocess.run(
        [str(word) for word in words],
        cwd=ADMIN,
        env={**plain, "NO_COLOR": "1", "CI": "true", "HOME": str(STATE / "home")},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        timeout=300,
    )
    if done.returncode:
        raise Failure(f"The admin page could not be built:\n{done.stdout.strip()[-2000:]}")


def configure(folder: Path, stack: Mapping[str, str]) -> None:
    """Tell a built page which project it is for."""
    key = stack.get("PUBLISHABLE_KEY") or stack.get("ANON_KEY")
    if not key:
        raise Failure("The stack has no public key: make start")
    config = {"url": stack["API_URL"], "publishableKey": key}
    (folder / "config.json").write_text(json.dumps(config, indent=2))


def serve(stack: Mapping[str, str], port: int) -> None:
    """Build the page, make its accounts and data, and serve it until it is interrupted."""
    folder = STATE / "admin-page"
    step("Building the admin page")
    build(folder)
    configure(folder, stack)
    # Data first: it is for a database without users.
    _make_data(stack["DB_URL"])
    _make_accounts(stack)
    console.print(f"\nThe admin page: http://127.0.0.1:{port}/\n")
    for role, email in ACCOUNTS.items():
        what = "reads, and acts on other users" if role == "operator" else "reads only"
        console.print(f"  {role:9} {email:24} {PASSWORD}   {what}", highlight=False)
    console.print("\nThese accounts are on this local stack only. Ctrl-C ends the page.\n")
    os.chdir(ADMIN)
    words = [str(install.node()), str(VITE), "preview", "app", "--outDir", str(folder)]
    words += ["--host", "127.0.0.1", "--port", str(port), "--strictPort"]
    os.execve(words[0], words, {**os.environ, "HOME": str(STATE / "home")})  # noqa: S606


def _make_accounts(stack: Mapping[str, str]) -> None:
    """Sign both up where they are not yet, and give them their roles as the platform keeps them."""
    key = stack.get("PUBLISHABLE_KEY") or stack["ANON_KEY"]
    for role, email in ACCOUNTS.items():
        answer = httpx.post(
            f"{stack['API_URL']}/auth/v1/signup",
            headers={"apikey": key},
            json={"email": email, "password": PASSWORD},
            timeout=30,
        )
        if answer.is_error and "already" not in answer.text:
            raise Failure(f"{email} could not sign up: {answer.text}")
        claims = {"provider": "email", "providers": ["email"], "ai_quota_role": role}
        with psycopg.connect(stack["DB_URL"]) as connection:
            connection.execute(
                "update auth.users set raw_app_meta_data = %s where email = %s",
                [json.dumps(claims), email],
            )


def _make_data(url: str) -> None:
    """Fill a stack without users with the company of `ai-token-quotas demo-data`."""
    with psycopg.connect(url) as connection:
        used = connection.execute("select exists (select from auth.users)").fetchone()
    if used == (True,):
        step("The stack has users already: their data is shown (for a made-up company: make reset)")
        return
    step("Making up a company of 500 users: ai-token-quotas demo-data")
    done = subprocess.run(
        [BIN / "ai-token-quotas", "demo-data", "--db-url", url],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        timeout=600,
    )
    if done.returncode:
        console.print(
            f"No data was made: {done.stdout.strip()[-500:]}", style="yellow", markup=False
        )
