"""The pytest plugin as users have it: an entry point of the installed agent, in a pytest of its own."""

import json
import sys
from pathlib import Path

import pytest

from tests.fixtures.bridged import NEWEST
from tests.fixtures.http_server import answering, http_server
from tests.fixtures.pytest_runs import Suite

_FASTAPI = """
import asyncio, unittest
import httpx, pytest
from fastapi import FastAPI

app = FastAPI()

@app.get("/carts/{cart}")
async def get_cart(cart: int) -> int:
    return cart

@app.get("/slow")
def slow() -> int:
    raise RuntimeError("the app fails")

def ask(*paths):
    async def each():
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://app") as client:
            return [(await client.get(path)).status_code for path in paths]
    return asyncio.run(each())

made = []

@pytest.fixture(scope="module")
def module_wide():
    made.append("module")

@pytest.fixture
def of_the_test():
    made.append("test")
    ask("/carts/0")

def test_hits(module_wide, of_the_test):
    assert ask("/carts/1", "/carts/2", "/absent") == [200, 200, 404]

class OldSuite(unittest.TestCase):
    def setUp(self):
        self.count = 0

    def test_of_unittest(self):
        self.count += 1
        self.assertEqual(self.count, 1)
        self.assertEqual(ask("/slow"), [500])

def test_fixtures(module_wide):
    assert made.count("module") == 1
    assert made.count("test") == 3

@pytest.mark.skip
def test_skipped():
    ask("/carts/3")
"""
_FLASK = """
import flask

app = flask.Flask("shop")

@app.route("/carts/<int:cart>", endpoint="cart.show")
def show(cart):
    return str(1 // cart)

def test_hits():
    client = app.test_client()
    assert [client.get(path).status_code for path in ("/carts/1", "/carts/0", "/absent")] == [200, 500, 404]
"""


@pytest.fixture
def suite(tmp_path: Path) -> Suite:
    return Suite(tmp_path)


def rows(said: list[str]) -> dict[str, list[str]]:
    """The tables' lines: name, and the columns after the times."""
    found = {}
    for line in said:
        words = line.split()
        if words.count("ms") == 2:
            found[words[0]] = words[5:]
    return found


async def test_it_does_nothing_until_asked(suite: Suite) -> None:
    suite.write(test_one="def test_one(): pass")
    code, said = await suite.execute([sys.executable, "-m", "pytest"])
    assert code == 0
    assert "PyDash" not in "\n".join(said)


async def test_offline_it_prints_what_it_recorded(suite: Suite) -> None:
    suite.write(test_app=_FASTAPI)
    code, said = await suite.run("--pydash", "--pydash-repeat", "3", PYDASH_URL="https://pydash.example")
    assert code == 0, said
    assert "not submitted, since PYDASH_DASHBOARD, PYDASH_API_KEY are not set" in said
    assert rows(said) == {
        # What a fixture hits is not the test's.
        "test_app.py::test_hits": ["3/3", "test_app.get_cart"],
        "test_app.py::OldSuite::test_of_unittest": ["3/3", "test_app.slow"],
        "test_app.py::test_fixtures": ["3/3", "-"],
        # Calls, and the tests that made them.
        "test_app.get_cart": ["6", "1"],
        "test_app.slow": ["3", "1"],
    }


async def test_it_sees_the_same_over_several_processes(suite: Suite) -> None:
    suite.write(test_app=_FASTAPI)
    code, said = await suite.run(
        "--pydash", "-p", "xdist", "-n", "2", "--deselect", "test_app.py::test_fixtures"
    )
    assert code == 0, said
    assert rows(said) == {
        "test_app.py::test_hits": ["1/1", "test_app.get_cart"],
        "test_app.py::OldSuite::test_of_unittest": ["1/1", "test_app.slow"],
        "test_app.get_cart": ["2", "1"],
        "test_app.slow": ["1", "1"],
    }


async def test_it_sees_flasks_endpoints(suite: Suite) -> None:
    await NEWEST.environment.ensure()
    [packages] = NEWEST.environment.python.parent.parent.glob("lib/*/site-packages")
    # Flask and its kin come last, so that pytest's packages are our own.
    suite.write(conftest=f"import sys\nsys.path.append({str(packages)!r})\n", test_app=_FLASK)
    code, said = await suite.run("--pydash")
    assert code == 0, said
    assert rows(said) == {"test_app.py::test_hits": ["1/1", "cart.show"], "cart.show": ["2", "1"]}


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("--pydash", "--pydash-repeat", "0"), "--pydash-repeat must be between 1 and 1000"),
        (("--pydash", "--pydash-fail-on-regression", "a lot"), "must be a percentage above 0"),
        (("--pydash-fail-on-regression", "20%"), "needs --pydash"),
        (("--pydash", "--pydash-url", "pydash.example"), "must start with http:// or https://"),
        (("--pydash", "--pydash-url", "http://[pydash.example"), "PyDash's URL is none: Invalid IPv6 URL"),
    ],
)
async def test_a_mistake_is_said_before_any_test_runs(
    suite: Suite, arguments: tuple[str, ...], complaint: str
) -> None:
    suite.write(test_one="def test_one(): raise SystemExit('ran')")
    code, said = await suite.run(*arguments, PYDASH_DASHBOARD="d", PYDASH_API_KEY="k")
    assert code == 4
    assert complaint in "\n".join(said)


async def test_a_run_that_is_interrupted_is_not_submitted(suite: Suite) -> None:
    suite.write(test_one="def test_one(): pass\n\ndef test_two(): raise KeyboardInterrupt\n")
    async with http_server(answering("201 Created", b"{}")) as url:
        here = {"PYDASH_URL": url, "PYDASH_DASHBOARD": "d", "PYDASH_API_KEY": "k"}
        code, said = await suite.run("--pydash", **here)
    assert code == 2
    assert "not submitted: the run was interrupted" in said
    assert not any(line.startswith("submitted") for line in said)


@pytest.mark.parametrize("strict", [False, True])
async def test_a_server_that_refuses_fails_the_run_only_if_asked(suite: Suite, *, strict: bool) -> None:
    suite.write(test_one="def test_one(): pass")
    refusal = answering("403 Forbidden", json.dumps({"detail": "This API key only reads."}).encode())
    async with http_server(refusal) as url:
        # What is printed has no password.
        given = url.replace("://", "://somebody:secret@")
        away = {"PYDASH_URL": given, "PYDASH_DASHBOARD": "d", "PYDASH_API_KEY": "k"}
        code, said = await suite.run("--pydash", *(["--pydash-strict"] if strict else []), **away)
    assert code == int(strict), said
    assert f"not submitted to {url}: 403 This API key only reads." in said
    assert "test_one.py::test_one" in rows(said)
