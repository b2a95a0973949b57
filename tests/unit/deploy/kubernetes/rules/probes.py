"""How a pod starts, lives and leaves."""

from collections.abc import Iterator

from shared.process import serve
from tests.unit.deploy.kubernetes.rendering import Manifest
from tests.unit.deploy.kubernetes.workloads import Workload, of_kind, selects, workloads

_PROBES = ("startupProbe", "readinessProbe", "livenessProbe")


def _servers(manifests: list[Manifest]) -> Iterator[Workload]:
    return (workload for workload in workloads(manifests) if workload.kind != "Job")


def servers_are_probed(manifests: list[Manifest]) -> Iterator[str]:
    for workload in _servers(manifests):
        for container in workload.pod["containers"]:
            for probe in _PROBES:
                if probe not in container:
                    yield f"{workload.name} has no {probe}"
                    continue
                action = container[probe].get("httpGet") or container[probe].get("tcpSocket")
                if action and action["port"] not in workload.ports:
                    yield f"{workload.name}'s {probe} asks the unknown port {action['port']}"


def liveness_asks_no_other(manifests: list[Manifest]) -> Iterator[str]:
    """A pod is killed for its own fault only: not for a database that is down."""
    for workload in _servers(manifests):
        for container in workload.pod["containers"]:
            probe = container.get("livenessProbe", {})
            if workload.is_ours and probe.get("httpGet", {}).get("path") != "/healthz":
                yield f"{workload.name}'s liveness is not /healthz"
            if (
                workload.is_ours
                and container.get("readinessProbe", {}).get("httpGet", {}).get("path") != "/readyz"
            ):
                yield f"{workload.name}'s readiness is not /readyz"
            if not workload.is_ours and "tcpSocket" not in probe:
                yield f"{workload.name}'s liveness is more than an open port"


def pods_leave_in_order(manifests: list[Manifest]) -> Iterator[str]:
    """Out of the Service's endpoints first, then the signal, and time enough for both."""
    services = [manifest["spec"].get("selector", {}) for manifest in of_kind(manifests, "Service")]
    for workload in workloads(manifests):
        grace = workload.pod.get("terminationGracePeriodSeconds")
        if grace is None:
            yield f"{workload.name} leaves its grace period to the default"
            continue
        for container in workload.pod["containers"]:
            pause = container.get("lifecycle", {}).get("preStop", {}).get("sleep", {}).get("seconds", 0)
            served = any(selects({"matchLabels": selector}, workload.labels) for selector in services)
            if workload.is_ours and served and not pause:
                yield f"{workload.name} is behind a Service and leaves without a pause"
            if grace < pause + serve._SHUTDOWN_TIMEOUT_SECONDS:
                yield f"{workload.name} is killed before it has said goodbye"


def services_wait_for_their_schema(manifests: list[Manifest]) -> Iterator[str]:
    """The migration's own image knows the schema that the other images of the release need."""
    (migrate,) = (workload for workload in workloads(manifests) if workload.component == "migrate")
    image = migrate.pod["containers"][0]["image"]
    for workload in workloads(manifests):
        if workload.kind != "Deployment":
            continue
        first: Manifest = next(iter(workload.pod.get("initContainers", [])), {})
        if (first.get("image"), first.get("command")) != (image, ["python", "await_schema.py"]):
            yield f"{workload.name} does not wait for its schema"
    if migrate.name != f"migrate-{image.rpartition(':')[2]}":
        yield f"{migrate.name} is not named after its release"
