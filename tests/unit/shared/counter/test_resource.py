"""Which resource a request is for, by the app's own routes."""

import pytest
from fastapi import APIRouter, FastAPI
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Host, Mount, Route

from shared.counter.counter import Counter
from tests.unit.shared.counter.asking import ask


async def answer(_request: Request) -> Response:
    return Response()


async def everything() -> None: ...


def make_fastapi() -> FastAPI:
    inner, outer = APIRouter(prefix="/inner"), APIRouter(prefix="/outer")
    inner.get("/things/{thing_id}")(everything)
    inner.post("/things/{thing_id}")(everything)
    outer.include_router(inner)
    app = FastAPI()
    app.include_router(outer, prefix="/api")
    app.get("/files/{path:path}")(everything)
    below = FastAPI()
    below.get("/status")(everything)
    app.mount("/below", below)
    app.mount("/", Starlette(routes=[Route("/page", answer)]))
    return app


@pytest.mark.parametrize(
    ("method", "path", "resource"),
    [
        ("GET", "/api/outer/inner/things/7", "/api/outer/inner/things/{thing_id}"),
        ("POST", "/api/outer/inner/things/8", "/api/outer/inner/things/{thing_id}"),
        ("GET", "/files/a/b.txt", "/files/{path:path}"),
        # What is mounted at / gets what no route before has both path and method of.
        ("DELETE", "/files/a/b.txt", "/"),
        ("GET", "/below/status", "/below/status"),
        ("GET", "/below/nothing", "/below"),
        ("GET", "/page", "/page"),
        ("GET", "/elsewhere", "/"),
    ],
)
async def test_a_resource_is_the_template_of_the_route(method: str, path: str, resource: str) -> None:
    app = make_fastapi()
    counter = Counter(app)

    await ask(app, path, method=method)

    assert (counter.hits(resource).count(), counter.hits().count()) == (1, 1)


async def test_another_route_with_the_path_may_have_the_method() -> None:
    async def refused(_request: Request) -> Response:
        return Response(status_code=500)

    app = Starlette(
        routes=[Route("/{name}", refused, methods=["GET"]), Route("/cart", answer, methods=["PUT"])]
    )
    counter = Counter(app)

    [answered] = await ask(app, "/cart", method="PUT")

    assert answered.status_code == 200
    assert (counter.hits("/cart").count(), counter.hits("/{name}").count()) == (1, 0)


async def test_a_method_that_no_route_has_is_a_hit_of_the_path_all_the_same() -> None:
    app = Starlette(routes=[Route("/{name}", answer, methods=["GET"])])
    counter = Counter(app)
    [refused] = await ask(app, "/cart", method="DELETE")
    assert refused.status_code == 405
    assert counter.hits("/{name}").count() == 1


async def test_what_no_route_has_is_a_hit_of_the_app_alone() -> None:
    app = Starlette(routes=[Route("/", answer), Host("other.example", Starlette())])
    counter = Counter(app)
    await ask(app, "/wp-login.php")
    assert counter.hits().count() == 1
    assert counter.hits("/").count() == 0


async def test_below_a_root_path_the_apps_own_templates_are_counted() -> None:
    app = FastAPI()
    app.get("/carts")(everything)
    counter = Counter(app)
    await ask(app, "/carts", "/prefix/carts", root_path="/prefix")
    assert counter.hits("/carts").count() == 2


async def test_a_mounted_function_names_its_resource() -> None:
    app = FastAPI()
    app.mount("/above", Starlette(routes=[Mount("/deep", routes=[Route("/page", answer)])]))
    counter = Counter(app)
    await ask(app, "/above/deep/page")
    assert counter.hits(answer).count() == 1


async def test_only_requests_are_counted() -> None:
    app = Starlette(routes=[Route("/", answer)])
    counter = Counter(app)
    async with app.router.lifespan_context(app):
        await ask(app, "/")
    assert counter.hits().count() == 1
