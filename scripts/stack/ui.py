"""What people see: a console, and failures that are one line."""

from rich.console import Console

console = Console(highlight=False, soft_wrap=True)
errors = Console(stderr=True, highlight=False, soft_wrap=True)


class Failure(Exception):  # noqa: N818 - it is not an error of ours
    """Something that the reader can put right; the message says how."""


def step(text: str) -> None:
    """Tell what happens next."""
    console.print(f"[dim]·[/dim] {text}")
