"""compose.yaml as Docker Compose would read it in a shell that sets nothing."""

import re
from typing import Any

import yaml

from tests.unit.deploy.project import COMPOSE_FILE

_VARIABLE = re.compile(r"\$\{(\w+)(?::-(?P<default>[^}]*))?\}")


def load() -> dict[str, Any]:
    interpolated = _VARIABLE.sub(
        lambda match: match["default"] or "", COMPOSE_FILE.read_text(encoding="utf-8")
    )
    content: dict[str, Any] = yaml.safe_load(interpolated)
    return content


def environment(service: dict[str, Any]) -> dict[str, str]:
    """What the container gets: a name without a value is taken from the shell, where it is set."""
    return {name: str(value) for name, value in service.get("environment", {}).items() if value is not None}


def names(service: dict[str, Any]) -> set[str]:
    """Every variable that the container may get."""
    return set(service.get("environment", {}))
