"""What people see: a console, and failures that are one line."""

from collections.abc import Iterator
from contextlib import contextmanager

import typer
from rich.console import Console

WRONG, BAD_INPUT = 1, 2

console = Console(highlight=False, soft_wrap=True, markup=False)
errors = Console(stderr=True, highlight=False, soft_wrap=True, markup=False)


class Failure(Exception):  # noqa: N818 - it is not an error of ours
    """Something that the reader can put right; the message says how."""

    def __init__(self, message: str, status: int = BAD_INPUT) -> None:
        """Keep the exit status with the message."""
        super().__init__(message)
        self.status = status


@contextmanager
def one_line_each() -> Iterator[None]:
    """Show a failure as one line, and end with its exit status."""
    try:
        yield
    except Failure as failure:
        errors.print(" ".join(str(failure).split()), style="red")
        raise typer.Exit(failure.status) from None
