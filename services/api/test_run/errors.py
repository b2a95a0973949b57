"""What can go wrong with test runs."""

from shared.problem.errors import ConflictError, NotFoundError


class TestSuiteNotFoundError(NotFoundError):
    slug = "test-suite-not-found"
    title = "No such test suite"


class TestRunNotFoundError(NotFoundError):
    slug = "test-run-not-found"
    title = "No such test run"


class TestRunDiffersError(ConflictError):
    slug = "test-run-differs"
    title = "Another test run has this id"


class TooManyTestSuitesError(ConflictError):
    slug = "too-many-test-suites"
    title = "Too many test suites"
