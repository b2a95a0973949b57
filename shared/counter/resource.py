"""Which resource a request is for: the path template of its route, as the app has it (``/carts/{cart_id}``).

All methods of a path are one resource. What is mounted has the prefix of its mount. Asked before the app's own
router decides, by a table made of its routes. Routes told apart by host are not in it.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi.routing import iter_route_contexts
from starlette.routing import BaseRoute, Mount, WebSocketRoute
from starlette.types import Scope


@dataclass(frozen=True)
class _Entry:
    template: str
    path: re.Pattern[str]
    # None for all.
    methods: frozenset[str] | None
    endpoint: Callable[..., Any] | None
    mounted: "ResourceTable | None"


class ResourceTable:
    """Made once: routes that are added to the app later are not in it."""

    def __init__(self, routes: Sequence[BaseRoute], prefix: str = "") -> None:
        self._entries = list(_entries(routes, prefix))

    def resource(self, scope: Scope) -> str | None:
        """The template; None where no route has that path."""
        path: str = scope["path"]
        root: str = scope.get("root_path", "")
        if root and path.startswith(f"{root}/"):
            path = path.removeprefix(root)
        return self.template(path, scope["method"])

    def templates_of(self, endpoint: Callable[..., Any]) -> set[str]:
        """Where this function answers."""
        found = {entry.template for entry in self._entries if entry.endpoint is endpoint}
        for entry in self._entries:
            if entry.mounted is not None:
                found |= entry.mounted.templates_of(endpoint)
        return found

    def template(self, path: str, method: str) -> str | None:
        """As ``resource``, below the mount that this table is of."""
        partial = None
        for entry in self._entries:
            match = entry.path.match(path)
            if match is None:
                continue
            if entry.mounted is not None:
                return entry.mounted.template(f"/{match['path']}", method) or entry.template
            if entry.methods is None or method in entry.methods:
                return entry.template
            # As a router does: another route may have that method, else this one refuses it.
            partial = partial or entry.template
        return partial


def _entries(routes: Sequence[BaseRoute], prefix: str) -> Iterator[_Entry]:
    for context in iter_route_contexts(routes):
        route = context.original_route
        pattern: re.Pattern[str] | None = getattr(context, "path_regex", None)
        if pattern is None or context.path is None or isinstance(route, WebSocketRoute):
            continue
        template = prefix + context.path
        mounted = ResourceTable(route.routes, template) if isinstance(route, Mount) else None
        methods = frozenset(context.methods) if context.methods else None
        yield _Entry(template or "/", pattern, methods, context.endpoint, mounted)
