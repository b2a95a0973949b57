"""What a pod may do, and what it is called."""

import re
from collections.abc import Iterator

from tests.unit.deploy.kubernetes.rendering import Manifest
from tests.unit.deploy.kubernetes.workloads import workloads

# A tag that names a version; a floating one could change under a running release.
_PINNED = re.compile(r".+:v?\d+(\.\d+)+(-[\w.]+)?(@sha256:[0-9a-f]{64})?")


def pods_are_restricted(manifests: list[Manifest]) -> Iterator[str]:
    for workload in workloads(manifests):
        context = workload.pod.get("securityContext", {})
        if context.get("runAsNonRoot") is not True or not context.get("runAsUser"):
            yield f"{workload.name} may run as root"
        if context.get("seccompProfile") != {"type": "RuntimeDefault"}:
            yield f"{workload.name} has no seccomp profile"
        for field in ("hostNetwork", "hostPID", "hostIPC"):
            if workload.pod.get(field):
                yield f"{workload.name} uses {field}"
        for volume in workload.pod.get("volumes", []):
            if "hostPath" in volume:
                yield f"{workload.name} mounts the node's {volume['hostPath']['path']}"


def containers_are_restricted(manifests: list[Manifest]) -> Iterator[str]:
    expected = {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    for workload in workloads(manifests):
        for container in workload.containers:
            # Equality: nothing of the pod's context may be loosened here.
            if container.get("securityContext") != expected:
                yield f"{workload.name}/{container['name']} is not restricted"


def pods_have_no_token(manifests: list[Manifest]) -> Iterator[str]:
    for workload in workloads(manifests):
        if workload.pod.get("automountServiceAccountToken") is not False:
            yield f"{workload.name} gets a service-account token"
        if workload.pod.get("enableServiceLinks") is not False:
            yield f"{workload.name} gets every Service in its environment"
        if workload.pod.get("serviceAccountName", "default") == "default":
            yield f"{workload.name} has no service account of its own"


def memory_is_limited(manifests: list[Manifest]) -> Iterator[str]:
    for workload in workloads(manifests):
        for container in workload.containers:
            where = f"{workload.name}/{container['name']}"
            resources = container.get("resources", {})
            if "memory" not in resources.get("limits", {}):
                yield f"{where} has no memory limit"
            if {"cpu", "memory"} - resources.get("requests", {}).keys():
                yield f"{where} does not request both cpu and memory"
            if "cpu" in resources.get("limits", {}):
                yield f"{where} is throttled by a cpu limit"
        for volume in workload.pod.get("volumes", []):
            if "emptyDir" in volume and "sizeLimit" not in volume["emptyDir"]:
                yield f"{workload.name} has the unbounded emptyDir {volume['name']}"


def images_are_pinned(manifests: list[Manifest]) -> Iterator[str]:
    for workload in workloads(manifests):
        for container in workload.containers:
            if not _PINNED.fullmatch(container["image"]):
                yield f"{workload.name}/{container['name']} runs {container['image']}"


def every_object_is_labelled(manifests: list[Manifest]) -> Iterator[str]:
    for manifest in manifests:
        if manifest["metadata"].get("labels", {}).get("app.kubernetes.io/part-of") != "pydash":
            yield f"{manifest['kind']} {manifest['metadata']['name']} is part of nothing"
    for workload in workloads(manifests):
        wanted = ["name", "component", "part-of", *(["version"] if workload.is_ours else [])]
        for label in wanted:
            if f"app.kubernetes.io/{label}" not in workload.labels:
                yield f"{workload.name}'s pods have no {label}"
