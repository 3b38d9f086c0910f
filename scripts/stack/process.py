"""Services as processes: who runs them, which are ours, how they start, go on and end.

There are no pid files: a process is ours if its program lies in the state folder and it works in
the instance's folder. So a stale or reused pid cannot mislead, and nothing is left behind.

Each service has a runsv (runit) for a parent, which starts it again whenever it ends.
"""

import os
import pwd
import re
import shlex
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from stack.locks import HELD
from stack.paths import PREFIX, STATE, Instance
from stack.ui import Failure

if TYPE_CHECKING:
    import psutil


@cache
def run_as() -> pwd.struct_passwd | None:
    """Whom services run as when root starts them, since PostgreSQL refuses root."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise Failure("PostgreSQL refuses root, and there is no user postgres or nobody to run it as.")


def own(path: Path) -> None:
    """Make a folder that services may write to, and others not read."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    if path.is_symlink() or path.stat().st_uid not in {os.geteuid(), *_service_uids()}:
        raise Failure(f"{path} belongs to somebody else: remove it.")
    user = run_as()
    if user:
        os.chown(path, user.pw_uid, user.pw_gid)


def own_files(folder: Path) -> None:
    """Give what lies in a folder to the user of the services."""
    user = run_as()
    if user:
        for path in folder.iterdir():
            os.chown(path, user.pw_uid, user.pw_gid)


def run(
    command: Sequence[str | Path],
    env: Mapping[str, str],
    cwd: Path,
    seconds: float,
) -> subprocess.CompletedProcess[str]:
    """Run a program to its end as the user of the services."""
    user = run_as()
    return subprocess.run(
        [str(word) for word in command],
        pass_fds=tuple(HELD),
        cwd=cwd,
        env={**os.environ, **env},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=seconds,
        check=False,
        user=user.pw_uid if user else None,
        group=user.pw_gid if user else None,
        extra_groups=[] if user else None,
    )


def spawn(
    instance: Instance,
    log: str,
    command: Sequence[str | Path],
    env: Mapping[str, str],
    before: str = "",
) -> subprocess.Popen[bytes]:
    """Start a service that outlives us and, once it has served, whatever ends it.

    `before` is a line of shell for each of its starts; should that exit, it is tried again.
    """
    user = run_as()
    folder = instance.services / log
    shutil.rmtree(folder, ignore_errors=True)
    own(folder)
    _write_script(folder / "run", f"{before}\nexec {shlex.join(map(str, command))}")
    # Runs when the service ends: its parent ends too. `wait_for` takes it away.
    _write_script(folder / "finish", "kill $PPID")
    path = instance.logs / f"{log}.log"
    with path.open("ab") as output:
        if user:
            os.chown(path, user.pw_uid, user.pw_gid)
        return subprocess.Popen(
            [PREFIX / "usr/bin/runsv", folder],
            cwd=instance.folder,
            env={**os.environ, "HOME": str(instance.folder), **env},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            user=user.pw_uid if user else None,
            group=user.pw_gid if user else None,
            extra_groups=[] if user else None,
        )


def running(instance: Instance) -> dict[str, list["psutil.Process"]]:
    """Find this instance's processes by program: runsv, postgres, postgrest, node, nginx."""
    import psutil

    found: dict[str, list[psutil.Process]] = {}
    programs, folder = f"{STATE}/", str(instance.folder)
    for pid in psutil.pids():
        try:
            # Read anew: a process that is about to become a service is still another program.
            exe, cwd = (str(Path(f"/proc/{pid}/{link}").readlink()) for link in ("exe", "cwd"))
            if exe.startswith(programs) and f"{cwd}/".startswith(f"{folder}/"):
                name = exe.removesuffix(" (deleted)").rsplit("/", 1)[-1]
                found.setdefault(name, []).append(psutil.Process(pid))
        except (psutil.Error, OSError):
            continue
    return found


def end(processes: Sequence["psutil.Process"], first: signal.Signals, seconds: float) -> None:
    """End processes politely, then surely."""
    import psutil

    for sign, patience in ((first, seconds), (signal.SIGKILL, 5.0)):
        for process in processes:
            try:
                process.send_signal(sign)
            except psutil.NoSuchProcess:
                continue
        deadline = time.monotonic() + patience
        while processes := [process for process in processes if _lives(process)]:
            if time.monotonic() > deadline:
                break
            time.sleep(0.02)
        if not processes:
            return
    raise Failure(f"Process {processes[0].pid} does not end: see `ps {processes[0].pid}`.")


def wait_for(
    instance: Instance,
    log: str,
    service: subprocess.Popen[bytes],
    ready: Callable[[], bool],
    seconds: float,
) -> None:
    """Wait until a service answers, and have it kept so; fail if it dies or the time is up."""
    deadline = time.monotonic() + seconds
    while not ready():
        if service.poll() is not None:
            raise Failure(f"{log} ended at once: {last_line(instance, log)}")
        if time.monotonic() > deadline:
            raise Failure(
                f"{log} does not answer after {seconds:.0f} s: {last_line(instance, log)}"
            )
        time.sleep(0.02)
    (instance.services / log / "finish").unlink()


def last_line(instance: Instance, log: str) -> str:
    """Quote what a log says last, an error before anything else, and say where it is."""
    path = instance.logs / f"{log}.log"
    text = path.read_text(errors="replace")[-4000:].strip() if path.exists() else ""
    lines = text.splitlines() or ["it said nothing"]
    telling = [line for line in lines if re.search(r"FATAL|emerg|[Ee]rror", line)]
    return f"{(telling or lines)[-1].strip()} (log: {path})"


def _write_script(path: Path, lines: str) -> None:
    path.write_text(f"#!/bin/sh\n{lines}\n")
    path.chmod(0o755)


def _lives(process: "psutil.Process") -> bool:
    """Tell whether a process still runs; one that only waits to be reaped has ended."""
    import psutil

    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def _service_uids() -> set[int]:
    user = run_as()
    return {user.pw_uid} if user else set()
