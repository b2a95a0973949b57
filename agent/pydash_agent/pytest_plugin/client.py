"""HTTP to PyDash, by the standard library alone. Bounded: time, attempts, and what is read of an answer."""

from __future__ import annotations

import http.client
import json
import threading
import time
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeoutError
from functools import partial
from typing import Any, Callable
from urllib.error import HTTPError
from urllib.parse import quote, urlencode
from urllib.request import HTTPRedirectHandler, Request, build_opener

from pydash_agent.pytest_plugin.options import Target

REQUEST_TIMEOUT_SECONDS = 15.0
# For all that a run sends.
TOTAL_SECONDS = 60.0
ATTEMPTS = 3
ANSWER_BYTES_MAX = 1_000_000
DETAIL_CHARS_MAX = 500

_MAY_PASS = frozenset({408, 429, 500, 502, 503, 504})


class PyDashUnreachableError(Exception):
    """Says why, for a person."""


class _NoRedirect(HTTPRedirectHandler):
    # urllib would send the key along to wherever it is sent.
    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


class Client:
    def __init__(
        self,
        target: Target,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._base = f"{target.url}/api/v1/dashboards/{quote(target.dashboard, safe='')}"
        self._headers = {
            "Authorization": f"Bearer {target.api_key}",
            "Content-Type": "application/json",
            "User-Agent": "pydash-agent",
        }
        self._opener = build_opener(_NoRedirect)
        self._clock = clock
        self._sleep = sleep
        self._ends_at = clock() + TOTAL_SECONDS

    def submit(self, body: bytes) -> dict[str, Any]:
        """A portion; one that was stored before changes nothing. Raises PyDashUnreachableError."""
        return self._ask("/test-runs", body)

    def regressions(self, run_id: str, fraction: float) -> dict[str, Any]:
        """Raises PyDashUnreachableError."""
        asked = urlencode({"slower_by": fraction})
        return self._ask(f"/test-runs/{run_id}/regressions?{asked}")

    def _ask(self, path: str, body: bytes | None = None) -> dict[str, Any]:
        for attempt in range(1, ATTEMPTS + 1):
            left = self._ends_at - self._clock()
            if left <= 0:
                break
            ask = partial(self._once, path, body, min(left, REQUEST_TIMEOUT_SECONDS))
            try:
                return _within(left, ask)
            except _PassingError as error:
                said = str(error)
            except FutureTimeoutError:
                break
            if attempt < ATTEMPTS:
                self._sleep(2.0 ** (attempt - 1))
        else:
            raise PyDashUnreachableError(said)
        raise PyDashUnreachableError(f"it took more than {TOTAL_SECONDS:.0f} seconds")

    def _once(self, path: str, body: bytes | None, timeout_seconds: float) -> dict[str, Any]:
        # The address is the user's own setting, and begins with http:// or https://.
        request = Request(self._base + path, data=body, headers=self._headers)  # noqa: S310
        try:
            with self._opener.open(request, timeout=timeout_seconds) as response:
                answer = json.loads(response.read(ANSWER_BYTES_MAX))
        except HTTPError as error:
            with error:
                said = f"{error.code} {_detail(error)}"
            if error.code in _MAY_PASS:
                raise _PassingError(said) from None
            raise PyDashUnreachableError(said) from None
        except (OSError, http.client.HTTPException) as error:
            raise _PassingError(str(getattr(error, "reason", error)) or type(error).__name__) from None
        except ValueError:
            raise PyDashUnreachableError("what answers at this URL is not PyDash") from None
        if not isinstance(answer, dict):
            raise PyDashUnreachableError("what answers at this URL is not PyDash")
        return answer


class _PassingError(Exception):
    """Asking again may help."""


def _within(seconds: float, ask: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """What it answers or raises. Raises FutureTimeoutError, and leaves it alone, where it does so too late.

    The timeout of a socket is that of each read: an answer that comes byte by byte never meets it.
    """
    answer: Future[dict[str, Any]] = Future()

    def run() -> None:
        try:
            answer.set_result(ask())
        except Exception as error:  # noqa: BLE001 - raised where it is waited for
            answer.set_exception(error)

    threading.Thread(target=run, name="pydash-client", daemon=True).start()
    return answer.result(seconds)


def _detail(error: HTTPError) -> str:
    """What PyDash says is wrong; else what HTTP calls it."""
    try:
        detail = json.loads(error.read(ANSWER_BYTES_MAX))["detail"]
    except (OSError, http.client.HTTPException, ValueError, KeyError, TypeError):
        detail = error.reason
    return str(detail)[:DETAIL_CHARS_MAX]
