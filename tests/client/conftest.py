"""The npm package in packages/client, its tools, and a registry that has it."""

import base64
import fcntl
import hashlib
import json
import os
import subprocess
import tarfile
from collections.abc import Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from api.callers import Stack
from api.conftest import connect, locked, sign_up, stack
from stack import install
from stack.locks import lock
from stack.paths import CLIENT, STATE
from upgrade.servers import unavailable

__all__ = ["connect", "sign_up", "stack"]

MODULES = CLIENT / "node_modules"


@pytest.fixture(autouse=True)
def beside(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[None]:
    """Runs beside other tests of users of their own, and not beside those that break the stack."""
    with locked(tmp_path_factory, worker_id, fcntl.LOCK_SH):
        yield


@pytest.fixture(scope="session")
def run() -> Any:
    """Runs a program with the project's Node first on the PATH; returns what it said."""
    if not (MODULES / "stamp").exists():
        unavailable("what packages/client is built with", "packages/client/node_modules")

    def call(*words: str | Path, cwd: Path = CLIENT, **env: str) -> str:
        done = subprocess.run(
            [str(word) for word in words],
            cwd=cwd,
            env={
                **os.environ,
                "PATH": f"{install.node().parent}:{os.environ['PATH']}",
                "HOME": str(STATE / "home"),
                "CI": "true",
                "NO_COLOR": "1",
                **env,
            },
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            timeout=300,
        )
        if done.returncode:
            pytest.fail(f"{' '.join(map(str, words))}\n{done.stdout}", pytrace=False)
        return done.stdout

    return call


@pytest.fixture(scope="session")
def node(run: Any) -> Any:
    """Runs a script with the project's Node."""
    return lambda *words, **options: run(install.node(), *words, **options)


@pytest.fixture(scope="session")
def tarball(node: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package as it is published."""
    folder = tmp_path_factory.mktemp("packed")
    # The tests of the card build it too.
    with lock("packages", 300):
        node("scripts/build.mjs")
        node(install.npm(), "pack", "--ignore-scripts", "--pack-destination", folder)
    return next(folder.glob("*.tgz"))


class Registry(BaseHTTPRequestHandler):
    """Answers as the npm registry does, for one package."""

    packument: bytes
    tarball: bytes

    def do_GET(self) -> None:
        """Serve the description or the file."""
        body = self.tarball if self.path.endswith(".tgz") else self.packument
        self.send_response(200 if self.path.startswith("/ai-token-quotas") else 404)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture(scope="session")
def registry(tarball: Path) -> Iterator[Mapping[str, str]]:
    """The settings by which npm and Deno find the package in a registry on loopback."""
    with tarfile.open(tarball) as packed:
        manifest = packed.extractfile("package/package.json")
        assert manifest is not None
        known = json.load(manifest)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Registry)
    url = f"http://127.0.0.1:{server.server_port}"
    content = tarball.read_bytes()
    integrity = base64.b64encode(hashlib.sha512(content).digest()).decode()
    dist = {"tarball": f"{url}/{known['name']}.tgz", "integrity": f"sha512-{integrity}"}
    version = known["version"]
    Registry.tarball = content
    Registry.packument = json.dumps(
        {
            "name": known["name"],
            "dist-tags": {"latest": version},
            "versions": {version: {**known, "dist": dist}},
        }
    ).encode()
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield {"NPM_CONFIG_REGISTRY": url, "npm_config_registry": url}
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="session")
def given(stack: Stack, sign_up: Any) -> Any:
    """The environment that the README's examples read, for a new user."""

    def make(provider: str) -> dict[str, str]:
        return {
            "SUPABASE_URL": stack.api_url,
            "SUPABASE_SECRET_KEY": stack.secret_key,
            "OPENAI_BASE_URL": provider,
            "OPENAI_API_KEY": "any",
            "USER_ID": sign_up().user_id,
        }

    return make
