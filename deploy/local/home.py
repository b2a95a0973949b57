"""PYDASH_HOME: the folder with everything that the local stack keeps.

.pydash/
  lock            held by the running stack; says where it runs
  run.json        what runs now, for the other commands (no secrets)
  secrets/        one file a secret, 0600
  postgres/  valkey/  demo/
  mail/           the mails that the local stack sent, one file each
  logs/           one file a process and UTC day
"""

import os
from dataclasses import dataclass
from pathlib import Path

from deploy.local.embedded.folder import ensure_folder
from deploy.local.secret_files import (
    fernet_key,
    long_token,
    pronounceable_password,
    read_or_make,
    write_private,
)

PROJECT = Path(__file__).resolve().parents[2]
# What can be had again at any time: packages, a browser, compiled Python.
CACHE = PROJECT / ".cache"


@dataclass(frozen=True)
class Home:
    """The folder's layout. ``open_home`` makes it."""

    path: Path

    @property
    def lock(self) -> Path:
        return self.path / "lock"

    @property
    def run_file(self) -> Path:
        return self.path / "run.json"

    @property
    def logs(self) -> Path:
        return self.path / "logs"

    @property
    def postgres(self) -> Path:
        return self.path / "postgres"

    @property
    def valkey(self) -> Path:
        return self.path / "valkey"

    @property
    def mail(self) -> Path:
        return self.path / "mail"

    @property
    def secrets(self) -> Path:
        return self.path / "secrets"

    @property
    def secret_key(self) -> Path:
        """Signs sign-in tokens."""
        return self.secrets / "secret_key"

    @property
    def token_keys(self) -> Path:
        """Encrypts the dashboards' tokens at rest: lost with it, they have to be entered again."""
        return self.secrets / "token_keys"

    @property
    def demo_password(self) -> Path:
        return self.secrets / "demo_password"

    @property
    def api_key(self) -> Path:
        """The token that ``pydash api-key`` made last."""
        return self.secrets / "api_key"

    def make_secrets(self) -> None:
        read_or_make(self.secret_key, long_token)
        read_or_make(self.token_keys, fernet_key)
        read_or_make(self.demo_password, pronounceable_password)

    def server_password(self, server: str) -> str:
        return read_or_make(self.secrets / f"{server}_password", long_token)

    def write_url(self, name: str, url: str) -> Path:
        """A URL with a password in it goes to the services as a file, like any other secret."""
        return write_private(self.secrets / name, url)


def home_path() -> Path:
    chosen = os.environ.get("PYDASH_HOME")
    return Path(chosen).expanduser().resolve() if chosen else PROJECT / ".pydash"


def open_home(path: Path) -> Home:
    """Makes the folder if it is missing. Raises LocalStackError where it cannot be used."""
    home = Home(path)
    for folder in (home.path, home.secrets, home.logs):
        ensure_folder(folder)
    return home
