"""Secrets in files: generated once, readable by their owner only."""

import os
import secrets
from collections.abc import Callable
from pathlib import Path

from cryptography.fernet import Fernet

from deploy.local.errors import LocalStackError

_ADJECTIVES = (
    "amber azure brave bright calm clever coral crimson gentle golden happy hazel honest indigo ivory jolly "
    "keen lively lucky lunar mellow merry mint misty noble olive proud quick quiet ruby rustic scarlet "
    "silver smooth snowy solar spicy steady sunny swift tidy velvet violet warm wild wise witty young"
)
_ANIMALS = (
    "badger beaver bison bobcat camel cobra condor coyote crane dingo dolphin eagle falcon ferret finch "
    "gecko gibbon heron ibex iguana jackal jaguar koala lemur leopard lizard llama lynx "
    "magpie marmot marten moose narwhal ocelot osprey otter panda parrot pelican penguin puffin puma rabbit "
    "raven salmon spaniel tapir tiger toucan turtle walrus weasel wombat zebra"
)


def pronounceable_password() -> str:
    """For a person to read from a terminal and type: ``violet-otter-4821``."""
    words = f"{secrets.choice(_ADJECTIVES.split())}-{secrets.choice(_ANIMALS.split())}"
    return f"{words}-{1000 + secrets.randbelow(9000)}"


def fernet_key() -> str:
    return Fernet.generate_key().decode("ascii")


def long_token() -> str:
    return secrets.token_urlsafe(48)


def read_or_make(path: Path, make: Callable[[], str]) -> str:
    """The secret in ``path``; made and kept there when there is none yet."""
    try:
        value = path.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        value = make()
        write_private(path, value)
        return value
    except (OSError, UnicodeDecodeError) as error:
        raise LocalStackError(f"cannot read the secret in {path}: {error}") from None
    if not value:
        raise LocalStackError(f"the secret in {path} is empty; restore it, or remove the file for a new one")
    # A restored copy may be readable by others.
    path.chmod(0o600)
    return value


def write_private(path: Path, text: str) -> Path:
    """Writes a file that only its owner can read, whole or not at all."""
    making = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        making.unlink(missing_ok=True)
        descriptor = os.open(making, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
        making.replace(path)
    except OSError as error:
        raise LocalStackError(f"cannot write {path}: {error.strerror}") from None
    return path
