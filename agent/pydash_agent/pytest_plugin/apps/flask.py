"""Flask: a request from before the app's ``before_request`` hooks until its response is made."""

from __future__ import annotations

import functools
from typing import Any

from pydash_agent.pytest_plugin.apps.hook import Hook
from pydash_agent.pytest_plugin.hits import Hits


def hook_flask(hits: Hits) -> Hook:
    import flask

    original = flask.Flask.full_dispatch_request

    @functools.wraps(original)
    def full_dispatch_request(self: Any, *args: Any, **kwargs: Any) -> Any:
        started = hits.clock()
        try:
            return original(self, *args, **kwargs)
        finally:
            # None where no route matched.
            endpoint = flask.request.endpoint
            if endpoint is not None:
                hits.add(endpoint, (hits.clock() - started) * 1000)

    return Hook(flask.Flask, "full_dispatch_request", full_dispatch_request)
