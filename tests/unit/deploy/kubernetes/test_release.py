"""What is deployed is this version, everywhere."""

from tests.unit.deploy.compose import load
from tests.unit.deploy.kubernetes.rendering import manifests
from tests.unit.deploy.kubernetes.workloads import Workload, workloads
from tests.unit.deploy.project import KUBERNETES, SERVICES, version


def _ours() -> list[Workload]:
    return [workload for workload in workloads(manifests("in-cluster")) if workload.is_ours]


def test_every_image_of_ours_is_of_this_version() -> None:
    images = {container["image"] for workload in _ours() for container in workload.containers}
    assert images == {f"registry.example.org/pydash/{name}:{version()}" for name in (*SERVICES, "migrate")}


def test_pods_carry_the_version_but_are_not_selected_by_it() -> None:
    for workload in _ours():
        assert workload.labels["app.kubernetes.io/version"] == version()
        selector = workload.manifest["spec"].get("selector", {}).get("matchLabels", {})
        # A selector cannot change, a version does.
        assert "app.kubernetes.io/version" not in selector


def test_compose_and_the_cluster_run_the_same_stores() -> None:
    services = load()["services"]
    for workload in workloads(manifests("in-cluster")):
        if not workload.is_ours:
            assert workload.pod["containers"][0]["image"] == services[workload.name]["image"]


def test_every_component_is_rendered_in_some_variant() -> None:
    """A new folder that no test renders would be checked by nobody."""
    names = {folder.name for folder in (KUBERNETES / "components").iterdir()}
    assert names == {"external-stores", "ingress", "keda", "postgres", "release", "valkey"}
    assert {folder.name for folder in (KUBERNETES / "overlays").iterdir()} == {"external", "in-cluster"}
