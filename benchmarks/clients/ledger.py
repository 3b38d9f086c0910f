"""SQLAlchemy with psycopg: our call, the bare function and credit-ledger through it."""

import json
import os
import random
import sys
import time
import uuid
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from hashlib import md5

import credit_ledger
from sqlalchemy import Connection, Engine, create_engine, text

CLIENTS, USERS = int(os.environ["CLIENTS"]), int(os.environ["USERS"])
CALL = {
    "session_id": "6b1f0c5e-7d0a-4d3b-9a51-0f3a1f6f2c11",
    "discipline": "support",
    "workflow_id": "answer",
    "tokens_prompt": 500,
    "tokens_completion": 1500,
    "model_used": "gpt-4o-mini",
}
BARE = text("""
    select bench.record(
      :user_id, :session_id, :discipline, :workflow_id, :tokens_prompt, :tokens_completion,
      :model_used, 0.000975
    )
""")
TRACK_USAGE = text("""
    select * from public.track_usage(
      user_id => :user_id, session_id => :session_id, discipline => :discipline,
      workflow_id => :workflow_id, tokens_prompt => :tokens_prompt,
      tokens_completion => :tokens_completion, model_used => :model_used, request_id => :request_id
    )
""")


@cache
def engine() -> Engine:
    """The connection of the process."""
    return create_engine("postgresql+psycopg://", pool_size=1)


def connect() -> None:
    """Connect before anything is measured."""
    engine().connect().close()


def spend(user_id: str) -> None:
    """credit-ledger's own call, with an idempotency key as ours has a request_id."""
    charge = credit_ledger.decrement(
        user_id, 2000, idempotency_key=str(uuid.uuid4()), engine=engine()
    )
    if not charge.ok:
        raise RuntimeError(f"credit-ledger refused {user_id}: {charge}")


def bare(user_id: str) -> None:
    """The bare function."""
    in_transaction(lambda it: it.execute(BARE, {**CALL, "user_id": user_id}))


def track_usage(user_id: str) -> None:
    """Our call."""
    call = {**CALL, "user_id": user_id, "request_id": str(uuid.uuid4())}
    in_transaction(lambda it: it.execute(TRACK_USAGE, call).one())


def in_transaction(work: Callable[[Connection], object]) -> None:
    """As credit-ledger begins and commits."""
    with engine().begin() as connection:
        work(connection)


CONTESTANTS = {"credit-ledger": spend, "bare": bare, "track_usage": track_usage}


def rate(contestant: str, seconds: int) -> float:
    """Operations a second of one client, by users at random."""
    operation, calls, begun = CONTESTANTS[contestant], 0, time.monotonic()
    while time.monotonic() - begun < seconds:
        number = random.randint(1, USERS)  # noqa: S311
        operation(str(uuid.UUID(md5(str(number).encode(), usedforsecurity=False).hexdigest())))
        calls += 1
    return calls / (time.monotonic() - begun)


def main() -> None:
    """Answer each line, {"contestant", "seconds"}, with {"rate"}."""
    with ProcessPoolExecutor(CLIENTS, initializer=connect) as pool:
        for line in sys.stdin:
            asked = json.loads(line)
            rates = [
                pool.submit(rate, asked["contestant"], asked["seconds"]) for _ in range(CLIENTS)
            ]
            print(json.dumps({"rate": sum(one.result() for one in rates)}), flush=True)


if __name__ == "__main__":
    main()
