"""The single-page app: its packages, its build, its npm scripts.

python -m deploy.local.spa build        builds frontend/dist if it is missing or stale
python -m deploy.local.spa run SCRIPT   runs an npm script with the packages in place
"""

import argparse
import asyncio
import hashlib
import json
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from deploy.local.embedded.folder import ensure_folder
from deploy.local.embedded.process import Child, Command, Output
from deploy.local.errors import LocalStackError
from deploy.local.file_lock import one_at_a_time
from deploy.local.home import CACHE, PROJECT
from deploy.local.node import node_environment

FRONTEND = PROJECT / "frontend"
DIST = FRONTEND / "dist"

# Stamps: what the packages were installed from, and what the app was built from.
_PACKAGES = CACHE / "spa-packages"
_BUILT_FROM = CACHE / "spa-sources"
# `make run` and `make e2e` may both find the app stale.
_LOCK = CACHE / "spa-lock"

# Which packages there are: what builds the app, or also what checks and tests it.
_TO_BUILD, _ALL = "build", "all"

# What is made from the sources, and so is none.
_NOT_SOURCES = frozenset({"node_modules", "dist", "coverage", ".vite"})


def is_built() -> bool:
    """Whether the built files are there and come from the sources as they are now."""
    return (DIST / "index.html").is_file() and _read(_BUILT_FROM) == fingerprint(FRONTEND)


async def build(output: Output = print) -> Path:
    """The folder with the built app, made now if it is missing or stale."""
    ensure_folder(CACHE)
    async with one_at_a_time(_LOCK):
        if not is_built():
            environment = await _with_packages(_TO_BUILD, output)
            sources = fingerprint(FRONTEND)
            if await _npm(["run", "build"], environment, output) != 0:
                raise LocalStackError("npm run build failed in frontend/")
            _BUILT_FROM.write_text(sources, encoding="ascii")
    return DIST


async def run_script(arguments: list[str], output: Output = print) -> int:
    ensure_folder(CACHE)
    async with one_at_a_time(_LOCK):
        environment = await _with_packages(_ALL, output)
    return await _npm(["run", *arguments], environment, output)


def fingerprint(frontend: Path) -> str:
    """Of the sources' names and content: a checkout changes times, and no build should follow from that."""
    digest = hashlib.sha256()
    for file in _sources(frontend):
        content = file.read_bytes()
        digest.update(f"{file.relative_to(frontend)}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


async def _with_packages(wanted: str, output: Output) -> dict[str, str]:
    """An environment with Node.js, and in frontend/node_modules at least the packages wanted."""
    manifest, lock = FRONTEND / "package.json", FRONTEND / "package-lock.json"
    if not (manifest.is_file() and lock.is_file()):
        raise LocalStackError(f"{lock} is missing")
    environment = await node_environment(output)
    state = hashlib.sha256(manifest.read_bytes() + lock.read_bytes()).hexdigest()
    sufficient = {f"{kind} {state}" for kind in (wanted, _ALL)}
    if (FRONTEND / "node_modules").is_dir() and _read(_PACKAGES) in sufficient:
        return environment
    # Their content is checked against the lock; none of them has to run code to be installed.
    arguments = ["ci", "--ignore-scripts"]
    if wanted == _TO_BUILD and _builds_without_dev(manifest):
        arguments.append("--omit=dev")
    else:
        wanted = _ALL
    if await _npm(arguments, environment, output) != 0:
        raise LocalStackError("npm ci failed in frontend/")
    _PACKAGES.write_text(f"{wanted} {state}", encoding="ascii")
    return environment


def _builds_without_dev(manifest: Path) -> bool:
    """Whether what builds the app stands apart from what checks it: a tenth of the packages then suffices."""
    return "vite" in json.loads(manifest.read_text(encoding="utf-8")).get("dependencies", {})


async def _npm(arguments: list[str], environment: dict[str, str], output: Output) -> int:
    npm = shutil.which("npm", path=environment["PATH"])
    assert npm is not None
    child = await Child.start(Command("npm", [npm, *arguments], env=environment, cwd=FRONTEND), output)
    try:
        return await child.wait()
    finally:
        await child.stop()


def _sources(frontend: Path) -> Iterator[Path]:
    for folder, folders, files in os.walk(frontend):
        folders[:] = sorted(set(folders) - _NOT_SOURCES)
        for name in sorted(files):
            yield Path(folder, name)


def _read(stamp: Path) -> str | None:
    try:
        return stamp.read_text(encoding="ascii")
    except OSError:
        return None


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m deploy.local.spa", description="The single-page app.")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("build", help="build frontend/dist if it is missing or stale")
    script = commands.add_parser("run", help="run an npm script with the packages in place")
    script.add_argument("script", nargs=argparse.REMAINDER)
    arguments = parser.parse_args()
    try:
        if arguments.command == "build":
            asyncio.run(build())
            return 0
        return asyncio.run(run_script(arguments.script))
    except LocalStackError as error:
        sys.stderr.write(f"{error}\n")
        return 1


if __name__ == "__main__":
    sys.exit(main())
