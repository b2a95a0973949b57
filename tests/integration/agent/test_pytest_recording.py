"""What the plugin records of tests that are not simply called once, and of the requests that they make."""

from pathlib import Path

import pytest

from tests.fixtures.pytest_runs import Suite
from tests.integration.agent.test_pytest_plugin import rows

_APP = """
import asyncio
import httpx
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route

async def first(request):
    return Response("first")

async def last(request):
    return Response("last")

app = Starlette(routes=[Route("/first", first), Route("/last", last)])

def ask(path):
    async def once():
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://app") as client:
            return (await client.get(path)).status_code
    return asyncio.run(once())
"""
_SUBTESTS = """
import unittest
from shop import ask

class OldSuite(unittest.TestCase):
    def test_parts(self):
        for number in range(3):
            with self.subTest(number=number):
                ask("/first")
                self.assertNotEqual(number, 1)
        ask("/last")

def test_parts(subtests):
    for number in range(3):
        with subtests.test(number=number):
            ask("/first")
    ask("/last")
"""


@pytest.fixture
def suite(tmp_path: Path) -> Suite:
    made = Suite(tmp_path)
    made.write(shop=_APP)
    return made


async def test_a_test_with_subtests_is_one_test(suite: Suite) -> None:
    suite.write(test_shop=_SUBTESTS)
    _, said = await suite.run("--pydash")
    assert rows(said) == {
        "test_shop.py::OldSuite::test_parts": ["0/1", "shop.first,", "shop.last"],
        "test_shop.py::test_parts": ["1/1", "shop.first,", "shop.last"],
        "shop.first": ["6", "2"],
        "shop.last": ["2", "2"],
    }
