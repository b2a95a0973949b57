"""What a throttled caller is told."""

from shared.problem.errors import PyDashError


class TooManyAttemptsError(PyDashError):
    status = 429
    slug = "too-many-attempts"
    title = "Too many attempts"

    def __init__(self, retry_after_seconds: int) -> None:
        super().__init__(f"There were too many attempts. Wait {_spoken(retry_after_seconds)} and try again.")
        self.headers = {"Retry-After": str(retry_after_seconds)}


def _spoken(seconds: int) -> str:
    length, unit = next(
        each for each in ((3600, "hour"), (60, "minute"), (1, "second")) if seconds >= each[0]
    )
    # Rounded up: who waits as told gets in.
    number = -(-seconds // length)
    return f"{number} {unit}{'' if number == 1 else 's'}"
