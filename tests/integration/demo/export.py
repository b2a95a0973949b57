"""Reads FMD's export as any client has to: over HTTP, checking the signature."""

import json
from datetime import UTC, datetime
from typing import Any

import httpx
from jose import jwt


class Export:
    def __init__(self, client: httpx.AsyncClient, url: str, token: str) -> None:
        self._client = client
        self._url = url
        self._token = token

    async def details(self) -> dict[str, Any]:
        details: dict[str, Any] = (await self._get("get_json_details")).json()
        return details

    async def rules(self) -> list[dict[str, Any]]:
        return self._signed(await self._get("get_json_monitor_rules"))

    async def calls(self, after: datetime, until: datetime) -> list[dict[str, Any]]:
        window = f"{int(after.timestamp())}/{int(until.timestamp())}"
        return self._signed(await self._get(f"get_json_data/{window}"))

    async def text(self, path: str) -> str:
        return (await self._get(path)).text

    async def _get(self, path: str) -> httpx.Response:
        answer = await self._client.get(f"{self._url}/{path}")
        answer.raise_for_status()
        return answer

    def _signed(self, answer: httpx.Response) -> list[dict[str, Any]]:
        claims = jwt.decode(answer.text, self._token, algorithms=["HS256"])
        rows: list[dict[str, Any]] = json.loads(claims["data"])
        return rows


def moment(text: str) -> datetime:
    """FMD's times are UTC without saying so."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
