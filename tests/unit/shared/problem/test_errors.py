import pytest

from shared.problem.errors import (
    ConflictError,
    ForbiddenError,
    InvalidInputError,
    NotFoundError,
    PyDashError,
    UnauthenticatedError,
)


@pytest.mark.parametrize(
    ("kind", "status", "slug"),
    [
        (PyDashError, 500, "internal"),
        (NotFoundError, 404, "not-found"),
        (InvalidInputError, 422, "invalid-input"),
        (UnauthenticatedError, 401, "unauthenticated"),
        (ForbiddenError, 403, "forbidden"),
        (ConflictError, 409, "conflict"),
    ],
)
def test_each_error_has_its_status_and_a_slug_that_clients_rely_on(
    kind: type[PyDashError], status: int, slug: str
) -> None:
    error = kind("what went wrong")

    assert (error.status, error.slug, error.detail, str(error)) == (
        status,
        slug,
        "what went wrong",
        "what went wrong",
    )


def test_an_unauthenticated_client_is_told_how_to_authenticate() -> None:
    assert UnauthenticatedError("sign in").headers == {"WWW-Authenticate": "Bearer"}
    assert NotFoundError("gone").headers == {}


def test_invalid_input_can_name_the_field() -> None:
    assert InvalidInputError("too long", pointer="#/body/name").pointer == "#/body/name"
    assert InvalidInputError("too long").pointer is None
