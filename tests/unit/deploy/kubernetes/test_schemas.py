"""Every rendered object against Kubernetes' own schemas, and KEDA's against what of them we use."""

import json

import kubernetes_validate
import pytest
from pydantic import ValidationError

from tests.unit.deploy.kubernetes import keda_schema
from tests.unit.deploy.kubernetes.rendering import VARIANTS, Manifest, manifests
from tests.unit.deploy.kubernetes.workloads import named

# The oldest that docs/deploy.md promises, and the newest that the validator knows.
VERSIONS = ("1.33", kubernetes_validate.latest_version())


def validate(manifest: Manifest, kubernetes_version: str) -> None:
    if keda_schema.is_keda(manifest):
        keda_schema.validate(manifest)
    else:
        kubernetes_validate.validate(manifest, kubernetes_version, strict=True)


@pytest.fixture(scope="module")
def distinct() -> list[Manifest]:
    """All variants' objects, each once: most are the same in all of them."""
    rendered = [manifest for variant in VARIANTS for manifest in manifests(variant)]
    return list({json.dumps(manifest, sort_keys=True): manifest for manifest in rendered}.values())


@pytest.mark.parametrize("kubernetes_version", VERSIONS)
def test_every_object_fits_its_schema(distinct: list[Manifest], kubernetes_version: str) -> None:
    for manifest in distinct:
        validate(manifest, kubernetes_version)


EVERYWHERE = frozenset(
    {
        "ConfigMap",
        "Deployment",
        "HorizontalPodAutoscaler",
        "Ingress",
        "Job",
        "Namespace",
        "NetworkPolicy",
        "PodDisruptionBudget",
        "Service",
        "ServiceAccount",
    }
)


@pytest.mark.parametrize(
    ("variant", "more"),
    [
        ("external", frozenset[str]()),
        ("in-cluster", frozenset({"StatefulSet"})),
        ("external with all", frozenset({"ScaledObject", "TriggerAuthentication"})),
        ("in-cluster with all", frozenset({"ScaledObject", "StatefulSet", "TriggerAuthentication"})),
    ],
)
def test_a_rendering_has_every_kind_it_should(variant: str, more: frozenset[str]) -> None:
    assert {manifest["kind"] for manifest in manifests(variant)} == EVERYWHERE | more


@pytest.mark.parametrize(
    ("kind", "name"),
    [("Deployment", "api"), ("NetworkPolicy", "default-deny"), ("ScaledObject", "aggregator")],
)
def test_a_field_that_does_not_exist_is_found(kind: str, name: str) -> None:
    wrong = named(manifests("in-cluster with all"), kind, name)
    wrong["spec"]["replica"] = 1
    with pytest.raises((kubernetes_validate.ValidationError, ValidationError), match="replica"):
        validate(wrong, VERSIONS[0])
