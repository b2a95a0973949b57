import os
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Mount

from services.api.spa.files import SpaFiles

_PAGE = "<!doctype html><title>PyDash</title>"
_ROUTES = ["/", "/dashboards", "/dashboards/0f0e0d0c", "/settings/keys?tab=2", "/apiary", "/assets"]


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """A built single-page app, beside a file that is nobody's business."""
    folder = tmp_path / "dist"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text(_PAGE, encoding="utf-8")
    (folder / "favicon.svg").write_text("<svg/>", encoding="utf-8")
    (folder / "assets" / "index-4f2a.js").write_text("void 0", encoding="utf-8")
    (tmp_path / "secret.txt").write_text("hunter2", encoding="utf-8")
    (folder / "link.txt").symlink_to(tmp_path / "secret.txt")
    return folder


@pytest.fixture
async def client(built: Path) -> AsyncIterator[httpx.AsyncClient]:
    app = Starlette(routes=[Mount("/", SpaFiles(built))])
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="https://pydash.example") as client:
        yield client


@pytest.mark.parametrize("path", _ROUTES)
async def test_every_route_of_the_page_is_the_page_and_always_fresh(
    client: httpx.AsyncClient, path: str
) -> None:
    answer = await client.get(path)

    assert (answer.status_code, answer.text) == (200, _PAGE)
    assert answer.headers["content-type"].startswith("text/html")
    assert answer.headers["cache-control"] == "no-cache"


async def test_assets_are_named_by_their_content_and_kept_for_ever(client: httpx.AsyncClient) -> None:
    answer = await client.get("/assets/index-4f2a.js")

    assert (answer.status_code, answer.text) == (200, "void 0")
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"


async def test_other_files_are_served_and_checked_each_time(client: httpx.AsyncClient) -> None:
    answer = await client.get("/favicon.svg")

    assert (answer.status_code, answer.text) == (200, "<svg/>")
    assert answer.headers["cache-control"] == "no-cache"


async def test_an_unchanged_page_is_not_sent_again_and_stays_uncached(client: httpx.AsyncClient) -> None:
    first = await client.get("/dashboards")
    again = await client.get("/dashboards", headers={"If-None-Match": first.headers["etag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize("path", ["/dashboards", "/assets/index-4f2a.js", "/favicon.svg"])
async def test_text_is_sent_in_gzip_to_who_understands_it(client: httpx.AsyncClient, path: str) -> None:
    plain = await client.get(path, headers={"Accept-Encoding": "br"})
    packed = await client.get(path, headers={"Accept-Encoding": "br, gzip"})
    again = await client.get(path, headers={"If-None-Match": packed.headers["etag"]})

    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert (packed.status_code, packed.content) == (200, plain.content)
    for name in ("content-type", "cache-control", "last-modified", "vary"):
        assert packed.headers[name] == plain.headers[name]
    assert plain.headers["vary"] == "Accept-Encoding"
    assert packed.headers["etag"] != plain.headers["etag"]
    assert again.status_code == 304


async def test_a_page_that_was_built_anew_is_sent_as_it_is_now(
    client: httpx.AsyncClient, built: Path
) -> None:
    await client.get("/")
    page = built / "index.html"
    page.write_text("<!doctype html><title>Newer</title>", encoding="utf-8")
    os.utime(page, ns=(1, 1))

    assert "Newer" in (await client.get("/")).text


async def test_a_part_of_a_file_is_a_part_of_what_lies_there(client: httpx.AsyncClient) -> None:
    answer = await client.get("/assets/index-4f2a.js", headers={"Range": "bytes=0-3"})

    assert (answer.status_code, answer.text) == (206, "void")
    assert "content-encoding" not in answer.headers


@pytest.mark.parametrize("path", ["/assets/index-0000.js", "/assets/x/y.css", "/api/v1/absent"])
async def test_a_missing_asset_or_operation_is_not_the_page(client: httpx.AsyncClient, path: str) -> None:
    answer = await client.get(path)

    assert answer.status_code == 404
    assert _PAGE not in answer.text


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/assets/../../secret.txt",
        "/assets/%2e%2e/%2e%2e/secret.txt",
        "/assets/..%5c..%5csecret.txt",
        "//etc/passwd",
        "/%2fetc/passwd",
        "/link.txt",
        "/%00",
        "/assets/%00.js",
        "/" + "x" * 5000,
        "/" + "x/" * 2000,
    ],
)
async def test_nothing_outside_the_folder_is_ever_served(client: httpx.AsyncClient, path: str) -> None:
    # As raw bytes: a client library would tidy the path up before it is sent.
    url = httpx.URL("https://pydash.example").copy_with(raw_path=path.encode())

    answer = await client.get(url)

    assert "hunter2" not in answer.text
    assert "root:" not in answer.text
    assert answer.status_code < 500


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
async def test_pages_are_only_read(client: httpx.AsyncClient, method: str) -> None:
    assert (await client.request(method, "/dashboards")).status_code == 405
