"""Rendered objects seen as what runs: workloads, their pods, their containers."""

from collections.abc import Iterator
from dataclasses import dataclass

from tests.unit.deploy.kubernetes.rendering import Manifest

_KINDS = ("Deployment", "StatefulSet", "Job")


@dataclass(frozen=True)
class Workload:
    manifest: Manifest

    @property
    def name(self) -> str:
        name: str = self.manifest["metadata"]["name"]
        return name

    @property
    def kind(self) -> str:
        kind: str = self.manifest["kind"]
        return kind

    @property
    def labels(self) -> dict[str, str]:
        """Those of its pods."""
        labels: dict[str, str] = self.manifest["spec"]["template"]["metadata"]["labels"]
        return labels

    @property
    def component(self) -> str:
        return self.labels.get("app.kubernetes.io/component", "")

    @property
    def pod(self) -> Manifest:
        pod: Manifest = self.manifest["spec"]["template"]["spec"]
        return pod

    @property
    def containers(self) -> list[Manifest]:
        """All that run in its pods, those before the start included."""
        return [*self.pod.get("initContainers", []), *self.pod["containers"]]

    @property
    def ports(self) -> dict[str, int]:
        return {
            port["name"]: port["containerPort"]
            for container in self.pod["containers"]
            for port in container.get("ports", [])
        }

    @property
    def is_ours(self) -> bool:
        return self.labels.get("app.kubernetes.io/name") == "pydash"


def workloads(manifests: list[Manifest]) -> Iterator[Workload]:
    return (Workload(manifest) for manifest in manifests if manifest["kind"] in _KINDS)


def of_kind(manifests: list[Manifest], *kinds: str) -> Iterator[Manifest]:
    return (manifest for manifest in manifests if manifest["kind"] in kinds)


def named(manifests: list[Manifest], kind: str, name: str) -> Manifest:
    (found,) = (manifest for manifest in of_kind(manifests, kind) if manifest["metadata"]["name"] == name)
    return found


def selects(selector: Manifest, labels: dict[str, str]) -> bool:
    """Kubernetes' label selectors, as far as our manifests use them; another operator raises."""
    matches = all(labels.get(key) == value for key, value in selector.get("matchLabels", {}).items())
    for expression in selector.get("matchExpressions", []):
        if expression["operator"] != "NotIn":
            raise NotImplementedError(expression["operator"])
        matches &= labels.get(expression["key"]) not in expression["values"]
    return matches
