"""Lets `python -m stack` run the commands."""

from stack.cli import main

main()
