"""Tests that pass once pass however often they are run, and what ends the session ends the repetitions."""

from pathlib import Path

from tests.fixtures.pytest_runs import Suite

_STATEFUL = '''
import pytest

def double(number):
    """
    >>> double(2)
    4
    >>> number = double(4)
    """
    assert "number" not in globals()
    return 2 * number

class TestCart:
    @pytest.fixture(autouse=True)
    def of_the_instance(self):
        self.made = []

    def setup_method(self):
        self.is_set_up = True

    def test_state(self):
        assert self.is_set_up and self.made == []
        assert not hasattr(self, "filled")
        self.filled = True

    @pytest.mark.parametrize("count", [1, 2])
    def test_parameters(self, count):
        assert not hasattr(self, "count")
        self.count = count

    @staticmethod
    def test_static():
        pass

    @classmethod
    def test_class(cls):
        pass
'''


_FAILING = """
import pytest

@pytest.fixture(scope="module")
def of_the_module():
    yield
    print("the module is torn down")

def test_fails(of_the_module):
    assert not "it fails"

def test_next(of_the_module):
    pass
"""


async def test_no_repetition_follows_what_ends_the_session(tmp_path: Path) -> None:
    suite = Suite(tmp_path)
    suite.write(test_cart=_FAILING)
    _, said = await suite.run("--pydash", "--pydash-repeat", "3", "-x", "-s")
    assert "1 failed" in said[-1]
    assert "\n".join(said).count("the module is torn down") == 1


# As pytest-timeout bounds a test, and pytest-rerunfailures runs it again.
_PLUGINS = """
import pytest
from _pytest.runner import runtestprotocol

@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_protocol(item):
    print("begins")
    yield
    print("ends")

class Again:
    def pytest_runtest_protocol(self, item, nextitem):
        reports = runtestprotocol(item, nextitem=nextitem, log=False)
        print("ran", [report.outcome for report in reports])
        for report in reports:
            item.ihook.pytest_runtest_logreport(report=report)
        return True

def pytest_configure(config):
    config.pluginmanager.register(Again())
"""


async def test_plugins_take_part_in_each_repetition(tmp_path: Path) -> None:
    suite = Suite(tmp_path)
    suite.write(conftest=_PLUGINS, test_cart="def test_cart(): pass")
    code, said = await suite.run("--pydash", "--pydash-repeat", "3", "-s")
    assert code == 0, said
    told = [line.lstrip(".") for line in said]
    one = ["begins", "ran ['passed', 'passed', 'passed']", "ends"]
    assert [line for line in told if line.startswith(("begins", "ran", "ends"))] == one * 3


async def test_a_repetition_leaves_nothing_for_the_next(tmp_path: Path) -> None:
    suite = Suite(tmp_path)
    suite.write(test_cart=_STATEFUL)
    code, said = await suite.run("--pydash", "--pydash-repeat", "3", "--doctest-modules")
    assert code == 0, said
    assert "18 passed" in said[-1]
