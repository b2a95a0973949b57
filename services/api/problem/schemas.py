"""The one shape of every error."""

from collections.abc import Iterable, Mapping, Sequence
from http import HTTPStatus
from typing import Any

from pydantic import BaseModel, Field

from services.api.problem.messages import message_of
from shared.problem.errors import InvalidInputError, PyDashError

PROBLEM_JSON = "application/problem+json"


class ProblemError(BaseModel):
    pointer: str = Field(description="JSON pointer to the offending part: #/query/start_date, #/body/name.")
    detail: str


class Problem(BaseModel):
    """RFC 9457 problem details."""

    type: str = Field(
        description="Stable identifier of the kind of problem, for example /problems/not-found."
    )
    title: str
    status: int
    detail: str = Field(description="What went wrong, for a person.")
    instance: str = Field(description="The request, as it is named in the logs.")
    errors: list[ProblemError] | None = Field(None, description="Each offending field, for invalid input.")


def problem_of(error: PyDashError, instance: str) -> Problem:
    errors = None
    if isinstance(error, InvalidInputError) and error.pointer is not None:
        errors = [ProblemError(pointer=error.pointer, detail=error.detail)]
    return Problem(
        type=f"/problems/{error.slug}",
        title=error.title,
        status=error.status,
        detail=error.detail,
        instance=instance,
        errors=errors,
    )


def invalid_input(errors: Sequence[ProblemError], instance: str) -> Problem:
    """The problem that input with all these errors is."""
    return Problem(
        type=f"/problems/{InvalidInputError.slug}",
        title=InvalidInputError.title,
        status=InvalidInputError.status,
        detail="; ".join(f"{item.pointer.removeprefix('#/')}: {item.detail}" for item in errors),
        instance=instance,
        errors=list(errors),
    )


def problem_errors(errors: Iterable[Any], *, below: str = "#") -> list[ProblemError]:
    """What pydantic found wrong with something whose pointer is ``below``."""
    return [
        ProblemError(
            pointer=pointer(*_place(item), below=below),
            detail=message_of(item),
        )
        for item in errors
    ]


def pointer(*parts: str | int, below: str = "#") -> str:
    """A JSON pointer, in which a key may have any character (RFC 6901)."""
    keys = (str(part).replace("~", "~0").replace("/", "~1") for part in parts)
    return "/".join([below, *keys])


def _place(error: Mapping[str, Any]) -> Sequence[str | int]:
    # Of a body that is no JSON, FastAPI says at which of its characters that shows; it has no such part.
    place: Sequence[str | int] = error["loc"]
    return place[:1] if error["type"] == "json_invalid" else place


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """OpenAPI responses for the error statuses an operation may answer.

    Whoever is asked to sign in is also counted, and told when it is too often; so 429 comes with 401.
    """
    told = {*statuses, 429} if 401 in statuses else set(statuses)
    return {status: {"model": Problem, "description": HTTPStatus(status).phrase} for status in sorted(told)}


def as_problem_json(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema with problems under the media type that they are sent as; FastAPI takes the operation's own."""
    for operations in schema["paths"].values():
        for operation in operations.values():
            for status, response in operation["responses"].items():
                if status >= "400":
                    [body] = response["content"].values()
                    response["content"] = {PROBLEM_JSON: body}
    return schema
