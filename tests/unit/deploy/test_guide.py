"""docs/deploy.md says what is so: its settings, its paths, its commands' names."""

import re
from pathlib import Path

import pytest

from tests.unit.deploy.kubernetes.rendering import manifests
from tests.unit.deploy.kubernetes.rules.wiring import SECRETS
from tests.unit.deploy.project import GUIDE, KUBERNETES, PROJECT
from tests.unit.deploy.settings_catalogue import PROCESSES, variables
from tests.unit.deploy.settings_table import with_table

README = PROJECT / "deploy" / "README.md"


@pytest.fixture(scope="module")
def guide() -> str:
    return GUIDE.read_text(encoding="utf-8")


def test_the_table_is_todays(guide: str) -> None:
    """When this fails: python -m tests.unit.deploy.settings_table."""
    assert guide == with_table(guide)


def test_every_setting_that_is_named_exists(guide: str) -> None:
    known = {variable for process in PROCESSES for variable in variables(process)}
    # Two more belong to compose.yaml itself.
    known |= {"PYDASH_BIND", "PYDASH_SECRETS"}
    assert set(re.findall(r"\bPYDASH_[A-Z_]+[A-Z]\b", guide)) <= known


@pytest.mark.parametrize("document", [GUIDE, README], ids=lambda path: path.name)
def test_every_path_that_is_named_exists(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    paths = set(re.findall(r"(?<![\w/])(?:deploy|docs|requirements|tests)/[\w./-]*\w", text))
    # Those two are the reader's to make.
    missing = (path for path in paths if not path.startswith(("deploy/secrets", "deploy/.env")))
    assert paths
    assert sorted(path for path in missing if not (PROJECT / path).exists()) == []
    links = re.findall(r"\]\((?!http|#)([^)#]+)\)", text)
    assert sorted(link for link in links if not (document.parent / link).exists()) == []


def test_every_object_that_a_command_names_exists(guide: str) -> None:
    rendered = manifests("in-cluster with all")
    existing = {f"{manifest['kind'].lower()}/{manifest['metadata']['name']}" for manifest in rendered}
    named = set(re.findall(r"(?<![\w/])((?:deployment|statefulset|job|service)/[a-z][\w.-]*\w)", guide))
    assert named
    assert named - existing == {"job/migrate-0.2.0"}  # The next release's.


def test_the_cluster_secret_is_described_key_by_key(guide: str) -> None:
    section = guide.partition("### 2. Write the secrets")[2].partition("### 3.")[0]
    for key in SECRETS["pydash-secrets"]:
        assert f"`{key}`" in section, key


def test_every_overlay_and_component_is_described(guide: str) -> None:
    for folder in [*(KUBERNETES / "overlays").iterdir(), *(KUBERNETES / "components").iterdir()]:
        assert f"{folder.parent.name}/{folder.name}" in guide, folder
