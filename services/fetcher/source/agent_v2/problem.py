"""Protocol v2's errors: JSON with a slug, and a detail for a person."""

from http import HTTPStatus

import msgspec

from services.fetcher.source.errors import (
    SourceError,
    SourceRefusedError,
    SourceResetError,
    WrongTokenError,
)
from services.fetcher.source.http import Answer
from services.fetcher.source.json_answer import NOT_JSON
from services.fetcher.source.status import error_of as error_of_status
from shared.calls.presentable import mended

_DETAIL_CHARS = 200


class Problem(msgspec.Struct):
    error: str
    detail: str = ""


def problem_in(body: bytes) -> Problem | None:
    """None where the body is no error of the protocol, but some other program's."""
    try:
        return msgspec.json.decode(body, type=Problem)
    except NOT_JSON:
        return None


def error_of(answer: Answer) -> SourceError:
    """For any status but 200."""
    problem = problem_in(answer.body)
    if answer.status == HTTPStatus.UNAUTHORIZED:
        return WrongTokenError(
            "The token is not the app's. Compare it with the one that the app gives to bridge(...) or monitor(...)."
        )
    # What follows from a reset is not undone, so it is not concluded from a status alone.
    if answer.status == HTTPStatus.CONFLICT and problem is not None and problem.error == "reset":
        return SourceResetError(
            "The app's database is not the one that PyDash has read before: it was emptied, or replaced."
        )
    if answer.status == HTTPStatus.BAD_REQUEST and problem is not None:
        detail = mended(problem.detail[:_DETAIL_CHARS] or problem.error[:_DETAIL_CHARS])
        return SourceRefusedError(f"The app refused what PyDash asked for: {detail}")
    return error_of_status(answer)
