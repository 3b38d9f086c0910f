"""What `make mutations` breaks is still in supabase/schemas."""

import re

import mutations
from stack.paths import ROOT


def test_every_mutation_fits_and_names_tests_that_exist() -> None:
    # Importing them has looked up what they replace.
    files = (ROOT / "tests").rglob("test_*.py")
    text = "\n".join(path.read_text() for path in files)
    words = {
        word
        for mutation in mutations.MUTATIONS
        for word in re.findall(r"\w+", mutation.tests)
        if word not in ("and", "or", "not")
    }

    assert sorted(word for word in words if word not in text) == []
