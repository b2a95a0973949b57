"""The API over HTTP."""

import time
from collections.abc import Callable
from random import Random

from flask import Flask, current_app, jsonify, request
from flask.typing import ResponseReturnValue

from .operations import OPERATIONS, Asked, Operation
from .scenario import TIMING

_CLIENT = "X-Client"
_rng = Random()


def add_to(app: Flask) -> None:
    for name, operation in OPERATIONS.items():
        app.add_url_rule(operation.path, name, _view(name, operation), methods=[operation.method])


def calling_client() -> str:
    return str(request.headers.get(_CLIENT, "unknown"))


def _view(name: str, operation: Operation) -> Callable[..., ResponseReturnValue]:
    def view(number: int = 0) -> ResponseReturnValue:
        version, minute = current_app.config["VERSION"], time.gmtime().tm_min
        time.sleep(TIMING.draw_ms(_rng, name, version, minute) / 1000)
        answered = operation.answer(Asked(number, version, minute))
        return jsonify(answered.body), int(answered.status)

    return view
