"""One stack a home: a lock that the kernel drops with its holder, however that ends."""

import fcntl
import json
import os
import time
from pathlib import Path
from types import TracebackType
from typing import Self, TextIO

from deploy.local.errors import LocalStackError

# `pydash status` holds the lock for an instant to see whether somebody has it.
_PATIENCE_SECONDS = 0.5


class StackLock:
    """Held while a stack runs. The file stays when it is let go: removing it would let two in."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: TextIO | None = None

    def __enter__(self) -> Self:
        file = _open(self._path)
        if not _acquire(file, patience_seconds=_PATIENCE_SECONDS):
            with file:
                raise LocalStackError(_describe_holder(file))
        self._file = file
        self._write({"pid": os.getpid()})
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file is not None:
            self._file.truncate(0)
            self._file.close()
            self._file = None

    def announce(self, url: str) -> None:
        """Tells whoever comes second where to look."""
        self._write({"pid": os.getpid(), "url": url})

    def _write(self, holder: dict[str, int | str]) -> None:
        assert self._file is not None
        self._file.seek(0)
        self._file.truncate()
        self._file.write(json.dumps(holder))
        self._file.flush()


def is_held(path: Path) -> bool:
    if not path.exists():
        return False
    with _open(path) as file:
        return not _acquire(file, patience_seconds=0)


def _open(path: Path) -> TextIO:
    try:
        return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+", encoding="utf-8")
    except OSError as error:
        raise LocalStackError(f"cannot open the lock {path}: {error.strerror}") from None


def _acquire(file: TextIO, *, patience_seconds: float) -> bool:
    deadline = time.monotonic() + patience_seconds
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= deadline:
                return False
            time.sleep(0.05)
        except OSError as error:
            raise LocalStackError(f"cannot lock {file.name}: {error.strerror}") from None
        else:
            return True


def _describe_holder(file: TextIO) -> str:
    try:
        holder = json.loads(file.read())
        pid, url = holder["pid"], holder.get("url")
    except (ValueError, TypeError, KeyError, AttributeError):
        return "PyDash already runs with this PYDASH_HOME"
    where = f"at {url} " if url else "and is just starting "
    return f"PyDash already runs {where}(pid {pid}); stop it first, or choose another PYDASH_HOME"
