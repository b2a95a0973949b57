"""The API over HTTP."""

import time
from collections.abc import Callable
from random import Random

from flask import Flask, current_app, jsonify, request
from flask.typing import ResponseReturnValue

from .operations import OPERATIONS, Asked, Operation
from .scenario import TIMING
from .work import spend

_CLIENT = "X-Client"
_rng = Random()


def add_to(app: Flask, report: Callable[[Exception], None]) -> None:
    """``report`` is told of what operations caught."""
    for name, operation in OPERATIONS.items():
        view = _view(name, operation, report)
        app.add_url_rule(operation.path, name, view, methods=[operation.method])


def calling_client() -> str:
    return str(request.headers.get(_CLIENT, "unknown"))


def _view(
    name: str, operation: Operation, report: Callable[[Exception], None]
) -> Callable[..., ResponseReturnValue]:
    def view(number: int = 0) -> ResponseReturnValue:
        version, minute = current_app.config["VERSION"], time.gmtime().tm_min
        spend(name, TIMING.draw_ms(_rng, name, version, minute) / 1000)
        answered = operation.answer(Asked(number, version, minute))
        if answered.caught is not None:
            report(answered.caught)
        return jsonify(answered.body), int(answered.status)

    # FMD looks for the endpoint's own frame in the stack of an outlier by the endpoint's name.
    view.__code__ = view.__code__.replace(co_name=name)
    return view
