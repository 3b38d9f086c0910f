"""Load generators in other languages: a process that is asked for one figure after the other."""

import json
import os
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from contest import Contestant
from stack import install
from stack.ui import Failure

CLIENTS = Path(__file__).resolve().parent / "clients"


@dataclass(frozen=True)
class Driver:
    """A running load generator."""

    process: subprocess.Popen[str]

    def rate(self, contestant: str, seconds: int) -> float:
        """Operations a second that all its clients reach together."""
        if not self.process.stdin or not self.process.stdout:
            raise Failure("the load generator has no pipes")
        self.process.stdin.write(json.dumps({"contestant": contestant, "seconds": seconds}) + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            raise Failure(f"{contestant}: the load generator ended, see above")
        return float(json.loads(answer)["rate"])

    def contestant(self, name: str, known_as: str) -> Contestant:
        """A contestant by the name that the load generator knows."""
        return Contestant(known_as, lambda seconds: self.rate(name, seconds))


@contextmanager
def driver(*command: str | Path, env: Mapping[str, str]) -> Iterator[Driver]:
    """Lend a load generator."""
    process = subprocess.Popen(
        [str(word) for word in command],
        env={**os.environ, **env},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    # Its input ends with this, and so does it.
    with process:
        yield Driver(process)


def node(program: str) -> tuple[str | Path, ...]:
    """The command line of one of ours that runs in Node."""
    return install.node(), CLIENTS / program
