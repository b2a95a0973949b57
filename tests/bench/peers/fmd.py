"""Flask-MonitoringDashboard 5.1.0 on SQLite, in a process and a virtualenv of its own."""

import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from shared.calls.calls import Calls
from tests.bench.traffic import NAMES

NAME = "Flask-MonitoringDashboard 5.1.0 (SQLite)"

_HERE = Path(__file__).parent
_LOCK = _HERE / "fmd.lock"
_ENVIRONMENT = _HERE.parents[2] / ".cache" / "fmd-5.1"

# It asks the host for the name of its time zone, and fails where there is none.
_SETTINGS = {"TZ": "UTC", "PYTHONWARNINGS": "ignore"}


@dataclass(frozen=True)
class Measured:
    """The least seconds that each of its API's questions took, by the name of the route."""

    seconds: dict[str, float]
    bytes_on_disk: int


def measure(calls: Calls, *, rounds: int = 2) -> Measured:
    """With ``calls`` moved so that the last was just now: its overview asks for today and this week."""
    python = _ensure_environment()
    moved_us = time.time_ns() // 1_000 - int(calls.at_us[-1])
    with tempfile.TemporaryDirectory() as folder:
        columns = Path(folder) / "calls.npz"
        saved: dict[str, Any] = {**vars(calls), "at_us": calls.at_us + moved_us}
        saved |= {f"{kind.name.lower()}_names": np.array(texts) for kind, texts in NAMES.items()}
        np.savez(columns, **saved)
        ran = subprocess.run(
            [python, _HERE / "fmd_probe.py", columns, str(rounds)],
            cwd=folder,
            env=_SETTINGS,
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        )
    answer = json.loads(ran.stdout.splitlines()[-1])
    return Measured(answer["seconds"], answer["bytes"])


def _ensure_environment() -> Path:
    python, stamp = _ENVIRONMENT / "bin" / "python", _ENVIRONMENT / "installed-from"
    fingerprint = hashlib.sha256(sys.version.encode() + _LOCK.read_bytes()).hexdigest()
    if not (stamp.exists() and stamp.read_text(encoding="ascii") == fingerprint):
        shutil.rmtree(_ENVIRONMENT, ignore_errors=True)
        uv = Path(sys.executable).with_name("uv")
        subprocess.run([uv, "venv", "--quiet", "--python", sys.executable, _ENVIRONMENT], check=True)
        install: list[str | Path] = [
            uv,
            "pip",
            "install",
            "--quiet",
            "--python",
            python,
            "--require-hashes",
            "-r",
            _LOCK,
        ]
        subprocess.run(install, check=True)
        stamp.write_text(fingerprint, encoding="ascii")
    return python
