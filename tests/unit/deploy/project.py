"""Where the deployment files are, and the programs that read them."""

import os
import shutil
import sys
import tomllib
from functools import cache
from pathlib import Path

PROJECT = Path(__file__).parents[3]
DOCKER = PROJECT / "deploy" / "docker"
KUBERNETES = PROJECT / "deploy" / "kubernetes"
COMPOSE_FILE = PROJECT / "deploy" / "compose.yaml"
GUIDE = PROJECT / "docs" / "deploy.md"

SERVICES = ("api", "fetcher", "aggregator", "mailer")


class ProgramMissingError(Exception):
    """A program of the dev dependencies is not installed."""


def program(name: str) -> str:
    """The dev dependencies' own, whose version we know, before whatever the machine has."""
    places = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    found = shutil.which(name, path=places)
    if found is None:
        raise ProgramMissingError(f"{name}: install the dev dependencies")
    return found


@cache
def version() -> str:
    pyproject = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
    found: str = pyproject["project"]["version"]
    return found
