"""Wheels of what is installed here, for pip to install elsewhere without a registry."""

import re
from collections.abc import Sequence
from importlib.metadata import Distribution, distribution
from pathlib import Path
from zipfile import ZipFile

from packaging.requirements import Requirement

# What an installer adds to a wheel's own files.
ADDED = re.compile(r"^\.\./|/(INSTALLER|REQUESTED|direct_url\.json|RECORD)$|__pycache__|\.pyc$")


def pack(folder: Path, requirements: Sequence[str]) -> None:
    """Write wheels of these packages and of all that they need."""
    for one in closure(requirements):
        tags = re.findall(r"^Tag: (\S+)-(\S+)-(\S+)", one.read_text("WHEEL") or "", re.MULTILINE)
        tag = "-".join(".".join(dict.fromkeys(kind)) for kind in zip(*tags, strict=True))
        name = re.sub(r"[-_.]+", "_", one.name)
        files = [str(file) for file in one.files or [] if not ADDED.search(str(file))]
        with ZipFile(folder / f"{name}-{one.version}-{tag}.whl", "w") as wheel:
            for file in files:
                wheel.write(Path(str(one.locate_file(file))), file)
            info = next(file for file in files if file.endswith(".dist-info/METADATA"))
            record = info.replace("METADATA", "RECORD")
            wheel.writestr(record, "".join(f"{file},,\n" for file in (*files, record)))


def closure(requirements: Sequence[str]) -> list[Distribution]:
    """What is installed for these requirements."""
    waiting = [Requirement(one) for one in requirements]
    known: dict[tuple[str, str], Distribution] = {}
    while waiting:
        wanted = waiting.pop()
        one = distribution(wanted.name)
        for extra in {"", *wanted.extras} - {extra for name, extra in known if name == one.name}:
            known[one.name, extra] = one
            needs = [Requirement(need) for need in one.requires or []]
            waiting += [
                need for need in needs if not need.marker or need.marker.evaluate({"extra": extra})
            ]
    return [one for (_, extra), one in known.items() if not extra]
