"""A registry on loopback: this package, and what packages/client/package-lock.json names.

The others' files are those that npm keeps in its cache since it installed them.
"""

import base64
import hashlib
import json
import shutil
import tarfile
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from stack.paths import CLIENT, STATE

Versions = dict[str, dict[str, Any]]


class Files(SimpleHTTPRequestHandler):
    """Serves the files of a folder without a word."""

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@contextmanager
def registry(folder: Path, tarball: Path) -> Iterator[str]:
    """Serve from a folder until the end of the block; tells the address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Files, directory=str(folder)))
    url = f"http://127.0.0.1:{server.server_port}"
    shutil.copy(tarball, folder)
    (folder / "cache").symlink_to(STATE / "npm-cache/_cacache/content-v2/sha512")
    packages = {**locked(url), **packed(url, tarball)}
    for name, versions in packages.items():
        description = {"name": name, "dist-tags": {"latest": newest(versions)}}
        place = folder / name
        place.parent.mkdir(exist_ok=True)
        place.write_text(json.dumps({**description, "versions": versions}))
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield url
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def locked(url: str) -> dict[str, Versions]:
    """The packages of the lock file."""
    lock = json.loads((CLIENT / "package-lock.json").read_text())["packages"]
    packages: dict[str, Versions] = defaultdict(dict)
    for path, one in lock.items():
        if path:
            name = one.get("name") or path.rpartition("node_modules/")[2]
            dist = {"tarball": f"{url}/{cached(one['integrity'])}", "integrity": one["integrity"]}
            packages[name][one["version"]] = {**one, "name": name, "dist": dist}
    return packages


def cached(integrity: str) -> str:
    """Where npm's cache has a file."""
    digest = base64.b64decode(integrity.removeprefix("sha512-")).hex()
    return f"cache/{digest[:2]}/{digest[2:4]}/{digest[4:]}"


def packed(url: str, tarball: Path) -> dict[str, Versions]:
    """Our package."""
    with tarfile.open(tarball) as files:
        manifest = files.extractfile("package/package.json")
        assert manifest is not None
        known = json.load(manifest)
    digest = base64.b64encode(hashlib.sha512(tarball.read_bytes()).digest()).decode()
    dist = {"tarball": f"{url}/{tarball.name}", "integrity": f"sha512-{digest}"}
    return {known["name"]: {known["version"]: {**known, "dist": dist}}}


def newest(versions: Versions) -> str:
    """The newest version that is no preview."""
    return max(versions, key=lambda one: ("-" not in one, *map(int, one.split("-")[0].split("."))))
