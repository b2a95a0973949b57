"""Writes a folder of fresh secrets, one file each: ``python3 deploy/docker/write_secrets.py deploy/secrets``.

compose.yaml mounts the files; ``kubectl create secret generic pydash-secrets --from-file=<folder>`` makes
the cluster's Secret of them. Only the standard library, so that any Python 3.11 runs it.

A folder that holds anything is refused: with lost token keys, the tokens of all dashboards are lost.
"""

import argparse
import base64
import hashlib
import secrets
import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

_REDIS_PORT = 6379


class FolderInUseError(Exception):
    """The folder holds something."""


def keys() -> dict[str, str]:
    """Those that do not depend on where the stores are."""
    return {
        "secret-key": secrets.token_urlsafe(48),
        # What Fernet.generate_key() gives.
        "token-keys": base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),
        # Empty is none; write yours into the file if the mail server wants one.
        "smtp-password": "",
    }


def own_stores() -> dict[str, str]:
    """Postgres and Valkey beside PyDash, under the names that compose.yaml and overlays/in-cluster give."""
    postgres_password = secrets.token_urlsafe(24)
    redis_password = secrets.token_urlsafe(24)
    digest = hashlib.sha256(redis_password.encode()).hexdigest()
    return {
        "postgres-password": postgres_password,
        "database-url": f"postgresql://pydash:{postgres_password}@postgres:5432/pydash",
        # The server gets the hash only. `probe` may say PING and nothing else: health checks need no secret.
        "valkey-users.acl": f"user default on #{digest} ~* &* +@all\nuser probe on nopass -@all +ping",
        **redis_files(f"redis://:{redis_password}@valkey:{_REDIS_PORT}/0"),
        # KEDA asks from a namespace of its own.
        "redis-address": f"valkey.pydash.svc:{_REDIS_PORT}",
    }


def external_stores(database_url: str, redis_url: str) -> dict[str, str]:
    return {"database-url": database_url, **redis_files(redis_url)}


def redis_files(url: str) -> dict[str, str]:
    """The URL, and its parts for KEDA, which does not take URLs."""
    parts = urlsplit(url)
    return {
        "redis-url": url,
        "redis-address": f"{parts.hostname}:{parts.port or _REDIS_PORT}",
        "redis-password": unquote(parts.password or ""),
    }


def write(folder: Path, files: dict[str, str]) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise FolderInUseError(f"{folder} is not empty; nothing written")
    folder.chmod(0o700)
    for name, value in files.items():
        path = folder / name
        # No newline at the end: KEDA takes a Secret's value as it is.
        path.write_text(value, encoding="utf-8")
        # Compose mounts a file with its owner and mode, and the containers' user is not you: the closed
        # folder keeps others on this machine out, not the file's mode.
        path.chmod(0o644)


def main() -> None:
    parser = argparse.ArgumentParser(description="Writes a folder of fresh secrets, one file each.")
    parser.add_argument("folder", type=Path, help="a new or empty folder")
    parser.add_argument("--database-url", help="a Postgres that you run; with --redis-url")
    parser.add_argument("--redis-url", help="a Redis or Valkey that you run; with --database-url")
    arguments = parser.parse_args()
    if (arguments.database_url is None) != (arguments.redis_url is None):
        parser.error("--database-url and --redis-url come together")
    stores = (
        own_stores()
        if arguments.database_url is None
        else external_stores(arguments.database_url, arguments.redis_url)
    )
    try:
        write(arguments.folder, {**keys(), **stores})
    except FolderInUseError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
