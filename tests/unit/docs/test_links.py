"""Whatever a document points at is there: files, headings, tests."""

from pathlib import Path

import pytest

from tests.unit.docs.documents import PROJECT, Document, documents
from tests.unit.docs.references import broken_links, missing_paths, missing_tests

DOCUMENTS = documents()


@pytest.fixture(params=DOCUMENTS, ids=lambda document: document.name)
def document(request: pytest.FixtureRequest) -> Document:
    found: Document = request.param
    return found


def test_the_entry_points_are_among_the_documents() -> None:
    names = {each.name for each in DOCUMENTS}
    assert {"README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/architecture.md"} <= names
    assert not any("node_modules" in name or name.startswith(".") for name in names)


def test_links_lead_somewhere(document: Document) -> None:
    assert broken_links(document) == []


def test_paths_exist(document: Document) -> None:
    assert missing_paths(document) == []


def test_named_tests_exist(document: Document) -> None:
    assert missing_tests(document) == []


def written(text: str) -> Document:
    """A document in docs/ with this text; it need not exist to be read."""
    return Document(PROJECT / "docs" / "written.md", text)


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        ("[one](concepts.md) [two](../README.md) [web](https://pydash.example/x) <img src='nowhere.png'>", 1),
        ("[one](nowhere.md)", 1),
        ("[up](../../outside.md)", 1),
        ("[here](#there)\n\n## There\n", 0),
        ("[here](#elsewhere)\n\n## There\n", 1),
        ("[page](concepts.md#call) [page](concepts.md#no-such-word)", 1),
        ("`[code](nowhere.md)`\n\n```sh\n[code](nowhere.md)\n```\n", 0),
        ("![picture](screenshots/not-made-yet.png)", 0),
    ],
)
def test_broken_links_are_found(text: str, broken: int) -> None:
    assert len(broken_links(written(text))) == broken


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("`services/api/main.py`, shared/calls.", []),
        (
            "`services/api/nowhere.py` and\n```\nshared/nowhere/\n```",
            ["services/api/nowhere.py", "shared/nowhere/"],
        ),
        ("`docs/adr/*.md` `docs/adr/*.txt`", ["docs/adr/*.txt"]),
        ("`services/<noun>/main.py` `services/{api,fetcher}` `elsewhere/<noun>`", []),
        ("https://pydash.example/docs/nowhere and other/docs/nowhere", []),
        ("`frontend/dist/index.html`", []),
    ],
)
def test_missing_paths_are_found(text: str, missing: list[str]) -> None:
    assert missing_paths(written(text)) == missing


def test_missing_tests_are_found() -> None:
    here = Path(__file__).relative_to(PROJECT).as_posix()
    text = f"{here}::test_missing_tests_are_found {here}::test_nothing tests/unit/nowhere.py::test_nothing"
    assert missing_tests(written(text)) == [f"{here}::test_nothing", "tests/unit/nowhere.py::test_nothing"]
