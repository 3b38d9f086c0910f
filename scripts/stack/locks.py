"""One at a time: start, stop, reset and installing exclude each other."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager

from stack.paths import STATE
from stack.ui import Failure, step

# Programs that we run to their end inherit the locks: should we be killed meanwhile, the next
# command waits for them too.
HELD: set[int] = set()


@contextmanager
def lock(name: str, seconds: float = 120, busy: str = "", waiting: str = "") -> Iterator[None]:
    """Hold a lock that the kernel releases however we end."""
    STATE.mkdir(exist_ok=True)
    path = STATE / f"{name}.lock"
    with path.open("a+") as file:
        deadline = time.monotonic() + seconds
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if waiting:
                    step(waiting)
                    waiting = ""
                if time.monotonic() > deadline:
                    file.seek(0)
                    who = f"pid {file.read().strip() or '?'}"
                    raise Failure(
                        busy or f"Another command is at work on this stack ({who}): wait for it."
                    ) from None
                time.sleep(0.05)
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        HELD.add(file.fileno())
        try:
            yield
        finally:
            HELD.discard(file.fileno())
