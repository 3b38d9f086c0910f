"""The last words of `make start`: URLs, keys, and a first call to paste."""

import shutil
from collections.abc import Mapping
from string import Template

from stack.paths import BIN
from stack.ui import console

CURL = """\
TOKEN=$$(curl -s "$API_URL/auth/v1/signup" -H "apikey: $PUBLISHABLE_KEY" \\
  -H 'content-type: application/json' \\
  -d "{\\"email\\": \\"me-$$(date +%s)@example.com\\", \\"password\\": \\"correct-horse\\"}" |
  sed 's/.*"access_token": *"\\([^"]*\\)".*/\\1/')
curl -s -X POST "$API_URL/rest/v1/rpc/get_user_quota_status" \\
  -H "apikey: $PUBLISHABLE_KEY" -H "authorization: Bearer $$TOKEN"; echo
"""

PYTHON = """\
$PYTHON - <<'END'
import time, supabase
client = supabase.create_client("$API_URL", "$PUBLISHABLE_KEY")
client.auth.sign_up({"email": f"me-{time.time_ns()}@example.com", "password": "correct-horse"})
print(client.rpc("get_user_quota_status").execute().data)
END
"""


def show(env: Mapping[str, str], *, with_call: bool = True) -> None:
    """Print how to reach the stack."""
    console.print()
    for name, value in env.items():
        console.print(f"[bold]{name:17}[/bold]{value}")
    if not with_call:
        return
    console.print(
        "\nA first call, to paste into this shell: a new user signs up and reads a quota.\n"
    )
    call = CURL if shutil.which("curl") else PYTHON
    print(Template(call).substitute(env, PYTHON=BIN / "python"))
