"""docs/security.md: every test that it names is there, and what it says of the code is so."""

import ast
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from deploy.local.home import PROJECT
from services.api.settings import ApiSettings

_TEXT = (PROJECT / "docs" / "security.md").read_text(encoding="utf-8")
_FIGURES = json.loads((PROJECT / "docs" / "figures.json").read_text(encoding="utf-8"))
_PAGES = PROJECT / "frontend" / "src"

# The requirements of level 1 in ASVS 5.0.0, by section.
_ASVS_L1 = {
    "1.2": 5,
    "1.3": 2,
    "1.5": 1,
    "2.1": 1,
    "2.2": 2,
    "2.3": 1,
    "3.2": 2,
    "3.3": 1,
    "3.4": 2,
    "3.5": 3,
    "4.1": 1,
    "4.4": 1,
    "5.2": 2,
    "5.3": 2,
    "6.1": 1,
    "6.2": 8,
    "6.3": 2,
    "6.4": 2,
    "7.2": 4,
    "7.4": 2,
    "8.1": 1,
    "8.2": 2,
    "8.3": 1,
    "9.1": 3,
    "9.2": 1,
    "10.4": 5,
    "11.3": 2,
    "11.4": 1,
    "12.1": 1,
    "12.2": 2,
    "13.4": 1,
    "14.2": 1,
    "14.3": 1,
    "15.1": 1,
    "15.2": 1,
    "15.3": 1,
}
# What runs text as code, unpickles, parses XML, starts a shell or puts SQL together.
_DANGEROUS = "S102,S301,S302,S307,S313,S314,S315,S316,S317,S318,S319,S602,S603,S604,S605,S606,S607,S608"
_BROKEN_HASHES = "S303,S324"


class Row(NamedTuple):
    id: str
    test: str
    tests: list[str]


def rows(heading: str) -> list[Row]:
    section = _TEXT.split(f"## {heading}")[1].split("\n## ")[0]
    cells = [line.strip("| ").split(" | ") for line in section.splitlines() if re.match(r"\| \w*\d", line)]
    return [Row(cell[0], cell[2], re.findall(r"`([^`]+::[^`]+)`", cell[2])) for cell in cells]


_ASVS = rows("OWASP ASVS 5.0, level 1")
_TOP_10 = rows("OWASP API Security Top 10, 2023")


def ruff(select: str, *paths: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "ruff", "check", "--isolated", "--no-cache", "--select", select, *paths]
    return subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("named", sorted({name for row in (*_ASVS, *_TOP_10) for name in row.tests}))
def test_a_test_that_is_named_is_there(named: str) -> None:
    path, _, function = named.partition("::")
    tree = ast.parse((PROJECT / path).read_text(encoding="utf-8"))
    assert function in {
        node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }


def test_every_requirement_of_level_1_is_there_once() -> None:
    wanted = [len([row for row in _ASVS if row.id.rpartition(".")[0] == section]) for section in _ASVS_L1]
    assert wanted == list(_ASVS_L1.values())
    assert len({row.id for row in _ASVS}) == len(_ASVS) == 70
    assert [row.id for row in _TOP_10] == [f"API{number}" for number in range(1, 11)]


def test_each_has_a_test_or_says_why_not() -> None:
    assert all(row.tests or row.test in {"does not apply", "**not tested**"} for row in _ASVS)
    assert all(row.tests for row in _TOP_10)


def test_the_figures_are_those_of_the_list() -> None:
    applicable = [row for row in _ASVS if row.test != "does not apply"]
    assert _FIGURES["asvs_l1_applicable"]["value"] == len(applicable)
    assert _FIGURES["asvs_l1_tested"]["value"] == len([row for row in applicable if row.tests])


def test_services_run_no_text_as_code_and_build_no_sql_of_input() -> None:
    checked = ruff(_DANGEROUS, "services", "shared")
    assert checked.returncode == 0, checked.stdout


@pytest.mark.parametrize(
    ("select", "code"),
    [
        (_DANGEROUS, "eval(input())"),
        (_DANGEROUS, "import pickle\npickle.loads(b'')"),
        (_DANGEROUS, "import subprocess\nsubprocess.run('ls ' + input(), shell=True)"),
        (_DANGEROUS, "from xml.etree import ElementTree\nElementTree.parse('x')"),
        (_DANGEROUS, "def ask(name):\n    return f\"SELECT * FROM users WHERE name = '{name}'\""),
        (_BROKEN_HASHES, "import hashlib\nhashlib.md5(b'')"),
    ],
)
def test_the_linter_would_see_it(tmp_path: Path, select: str, code: str) -> None:
    (tmp_path / "bad.py").write_text(code, encoding="utf-8")
    assert ruff(select, str(tmp_path)).returncode == 1


def test_no_service_hashes_with_what_is_broken() -> None:
    checked = ruff(_BROKEN_HASHES, "services", "shared")
    assert checked.returncode == 0, checked.stdout


def test_pages_build_no_markup_from_text() -> None:
    dangerous = re.compile(
        r"dangerouslySetInnerHTML|\b(inner|outer)HTML\b|insertAdjacentHTML|document\.write|\beval\(|new Function\("
    )
    found = [
        path.relative_to(_PAGES).as_posix()
        for path in _PAGES.rglob("*.ts*")
        if ".test." not in path.name and dangerous.search(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_password_fields_hide_what_is_typed_and_let_managers_in() -> None:
    fields = [
        field
        for path in _PAGES.rglob("*.tsx")
        if ".test." not in path.name
        for field in re.findall(r"<TextField\b[^>]*?/>", path.read_text(encoding="utf-8"), re.DOTALL)
        if re.search(r'name="[a-z_]*password"', field)
    ]
    assert fields
    for field in fields:
        assert 'type="password"' in field, field
        assert re.search(r'autoComplete="(current-password|new-password|off)"', field), field
        assert "onPaste" not in field, field


def test_the_page_forgets_everything_when_its_user_signs_out() -> None:
    """What it shows is in the query cache alone; whoever ends the session clears that."""
    ends = (_PAGES / "app" / "session-end.ts").read_text(encoding="utf-8")
    assert "queryClient.clear()" in ends
    kept = [
        path.relative_to(_PAGES).as_posix()
        for path in _PAGES.rglob("*.ts*")
        if ".test." not in path.name
        and path.relative_to(_PAGES).parts[0] != "testing"
        and re.search(r"sessionStorage|indexedDB|localStorage", path.read_text(encoding="utf-8"))
    ]
    # Of these, how the page looks, and nothing that it shows.
    assert kept == ["hooks/use-theme.ts"]


def test_every_limit_of_attempts_is_documented() -> None:
    named = {name for name in ApiSettings.model_fields if name.endswith("_limits")}
    section = _TEXT.split("## Guessing")[1].split("\n## ")[0]
    assert {name.lower() for name in re.findall(r"`PYDASH_(\w+_LIMITS)`", section)} == named


def test_no_operation_takes_a_secret_in_its_url() -> None:
    schema: dict[str, Any] = json.loads((PROJECT / "docs" / "openapi.json").read_text(encoding="utf-8"))
    asked = {
        parameter["name"]
        for methods in schema["paths"].values()
        for operation in methods.values()
        for parameter in operation.get("parameters", ())
        if parameter["in"] in {"query", "path"}
    }
    assert not {name for name in asked if re.search(r"token|password|secret|code$|key$", name)}


def test_the_time_frames_of_updates_are_documented() -> None:
    section = _TEXT.split("## Updates")[1].split("\n## ")[0]
    for severity, frame in (("critical", "two days"), ("high", "a week"), ("otherwise", "a month")):
        assert severity in section
        assert frame in section
