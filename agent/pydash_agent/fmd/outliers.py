"""Calls that took much longer than others of their endpoint, as the dashboard caught them in the act."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Sequence
from typing import Any

from pydash_agent.fmd.settling import Settling
from pydash_agent.fmd.tables import Tables
from pydash_agent.fmd.traced import (
    CALL_COLUMNS,
    LINES_MAX,
    Kind,
    TracedTable,
    cut,
    finite,
    frame,
    masked_text,
)
from pydash_agent.masking import Masking

# The dashboard has a line for each frame, and these between them.
_BETWEEN_FRAMES = re.compile(r'<br />(?=File: ")')
_FRAME = re.compile(r'File: "(.*?)", line (\d+), in "(.*?)": "(.*)"', re.DOTALL)
_MEMORY = re.compile(r"\b(total|available|percent)=([0-9.]+)")
# A literal and what it is the key of, in the text of a dictionary; all literals in order, so that what stands
# within one is never taken for a key.
_LITERAL = r"""b?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
_ITEM = re.compile(rf"({_LITERAL})(?::\s({_LITERAL}))?")
# Of the WSGI environment only these: the rest is the server's own, or the headers once more.
_VARIABLES = frozenset(
    {
        "CONTENT_LENGTH",
        "CONTENT_TYPE",
        "PATH_INFO",
        "QUERY_STRING",
        "REMOTE_ADDR",
        "REQUEST_METHOD",
        "SCRIPT_NAME",
        "SERVER_NAME",
        "SERVER_PORT",
        "SERVER_PROTOCOL",
        "SERVER_SOFTWARE",
        "wsgi.url_scheme",
    }
)
_HEADERS_MAX = 100
_CPUS_MAX = 256


def outliers(database: Any, tables: Tables, settling: Settling, masking: Masking) -> TracedTable:
    outlier = database.Outlier
    columns = (
        outlier.request_url,
        outlier.request_header,
        outlier.request_environment,
        outlier.cpu_percent,
        outlier.memory,
        outlier.stacktrace,
    )

    def details(_session: object, rows: Sequence[Any]) -> list[dict[str, object]]:
        return [outlier_fields(masking, *map(_text, row[CALL_COLUMNS:])) for row in rows]

    return TracedTable(tables, settling, Kind(outlier, outlier.id, outlier.request_id), columns, details)


def outlier_fields(
    masking: Masking, url: str, headers: str, environment: str, cpu: str, memory: str, stack: str
) -> dict[str, object]:
    return {
        "url": masked_text(masking, url),
        "headers": _headers(masking, headers),
        "environment": _variables(masking, environment),
        "cpu_percent": _cpu_percent(cpu),
        "memory": {name: float(value) for name, value in _MEMORY.findall(memory)},
        "stack": _frames(stack),
    }


def _headers(masking: Masking, text: str) -> list[tuple[str, str]]:
    lines = (line.partition(":") for line in text.splitlines() if ":" in line)
    return [
        (cut(name.strip(), 100), cut(masking.value(name, value.strip())))
        for name, _, value in list(lines)[:_HEADERS_MAX]
    ]


def _variables(masking: Masking, text: str) -> list[tuple[str, str]]:
    found = ((_literal(key), _literal(value)) for key, value in _ITEM.findall(text) if value)
    return [
        (name, cut(masking.value(name, value)))
        for name, value in found
        if name in _VARIABLES and value is not None
    ]


def _literal(text: str) -> str | None:
    try:
        value = ast.literal_eval(text)
    except (SyntaxError, ValueError):
        return None
    return value if isinstance(value, str) else None


def _cpu_percent(text: str) -> list[float]:
    try:
        found = json.loads(text)
    except ValueError:
        return []
    if not isinstance(found, list):
        return []
    return [finite(float(value)) for value in found[:_CPUS_MAX] if isinstance(value, (int, float))]


def _frames(text: str) -> list[dict[str, object]]:
    found = (_FRAME.fullmatch(line) for line in _BETWEEN_FRAMES.split(text)[:LINES_MAX])
    return [frame(each[1], int(each[2]), each[3], each[4]) for each in found if each is not None]


def _text(stored: object) -> str:
    """The dashboard gives its database bytes for the URL, and what that makes of them depends on the database."""
    if isinstance(stored, (bytes, memoryview)):
        return bytes(stored).decode("utf-8", "replace")
    text = "" if stored is None else str(stored)
    if text.startswith("\\x"):
        try:
            return bytes.fromhex(text[2:]).decode("utf-8", "replace")
        except ValueError:
            return text
    return text
