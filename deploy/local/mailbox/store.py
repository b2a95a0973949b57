"""The mails that came, one file each. The newest stay; nobody's disk fills up."""

import re
import secrets
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

KEPT_MAX = 200

# When it came, in nanoseconds, so that names sort by time; then something to tell two of an instant apart.
_ID = re.compile(r"[0-9]{20}-[0-9a-f]{8}", re.ASCII)


@dataclass(frozen=True)
class KeptMail:
    id: str
    path: Path

    @property
    def came_at(self) -> datetime:
        return datetime.fromtimestamp(int(self.id.partition("-")[0]) // 1_000_000_000, UTC)

    def read(self) -> bytes | None:
        """None when it made room meanwhile."""
        try:
            return self.path.read_bytes()
        except FileNotFoundError:
            return None


class Mailbox:
    def __init__(self, folder: Path, kept_max: int = KEPT_MAX) -> None:
        self._folder = folder
        self._kept_max = kept_max
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for unfinished in folder.glob(".*.new"):
            unfinished.unlink(missing_ok=True)

    def keep(self, content: bytes) -> None:
        """Returns once it is there, whole; the oldest beyond the bound are gone then."""
        name = f"{time.time_ns():020d}-{secrets.token_hex(4)}"
        making = self._folder / f".{name}.new"
        making.touch(mode=0o600)
        making.write_bytes(content)
        making.replace(self._folder / f"{name}.eml")
        for old in self.mails()[self._kept_max :]:
            old.path.unlink(missing_ok=True)

    def mails(self) -> list[KeptMail]:
        """The newest first."""
        return sorted(self._all(), key=lambda mail: mail.id, reverse=True)

    def mail(self, mail_id: str) -> KeptMail | None:
        """An id comes from whoever asks: only what is one becomes a path."""
        if _ID.fullmatch(mail_id) is None:
            return None
        mail = KeptMail(mail_id, self._folder / f"{mail_id}.eml")
        return mail if mail.path.is_file() else None

    def _all(self) -> Iterator[KeptMail]:
        for path in self._folder.glob("*.eml"):
            if _ID.fullmatch(path.stem) is not None:
                yield KeptMail(path.stem, path)
