"""A made-up company, for looking at an installation before it has users."""
