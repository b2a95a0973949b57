"""The environment of each container against the settings class of the process that reads it."""

import posixpath
import re
from collections.abc import Iterator

from shared.contracts.ids import Partition
from shared.settings.mixins import DatabaseSettings
from shared.streams.keys import GROUP, calls_stream
from tests.unit.deploy.kubernetes.rendering import Manifest
from tests.unit.deploy.kubernetes.workloads import Workload, named, of_kind, workloads
from tests.unit.deploy.settings_catalogue import complaints, variables

_POOL_MAX = DatabaseSettings.model_fields["database_pool_max"].default


def _process(container: Manifest) -> str:
    """The process that runs in a container of ours: our images are named after it."""
    name: str = re.sub(r".*/|:.*", "", container["image"])
    return name


def _environment(manifests: list[Manifest], container: Manifest) -> dict[str, str]:
    merged: dict[str, str] = {}
    for source in container.get("envFrom", []):
        merged |= named(manifests, "ConfigMap", source["configMapRef"]["name"]).get("data", {})
    return merged | {entry["name"]: entry["value"] for entry in container.get("env", [])}


def _ours(manifests: list[Manifest]) -> Iterator[tuple[Workload, Manifest]]:
    for workload in workloads(manifests):
        if workload.is_ours:
            for container in workload.containers:
                yield workload, container


def containers_get_their_settings(manifests: list[Manifest]) -> Iterator[str]:
    for workload, container in _ours(manifests):
        for complaint in complaints(_process(container), _environment(manifests, container)):
            yield f"{workload.name}/{container['name']}: {complaint}"


def files_of_settings_are_mounted(manifests: list[Manifest]) -> Iterator[str]:
    for workload in workloads(manifests):
        volumes = {volume["name"]: volume for volume in workload.pod.get("volumes", [])}
        for container in workload.containers:
            files = {
                posixpath.join(mount["mountPath"], item["path"])
                for mount in container.get("volumeMounts", [])
                for item in volumes.get(mount["name"], {}).get("secret", {}).get("items", [])
            }
            for name, value in _environment(manifests, container).items():
                if name.endswith("_FILE") and value not in files:
                    yield f"{workload.name}/{container['name']}: {name} names {value}, which is not mounted"


def partitions_agree(manifests: list[Manifest]) -> Iterator[str]:
    """Streams that are written and not read would fill up."""
    counts = {
        workload.name: _environment(manifests, container).get("PYDASH_PARTITIONS")
        for workload, container in _ours(manifests)
        if workload.kind == "Deployment" and container["name"] == workload.name
    }
    if len(set(counts.values())) != 1:
        yield f"partitions differ: {counts}"


def links_lead_here(manifests: list[Manifest]) -> Iterator[str]:
    """Whoever writes links is told the one address; the default is this machine's."""
    urls = {
        _environment(manifests, container).get("PYDASH_PUBLIC_URL")
        for _, container in _ours(manifests)
        if "PYDASH_PUBLIC_URL" in variables(_process(container))
    }
    for ingress in of_kind(manifests, "Ingress"):
        urls |= {f"https://{rule['host']}" for rule in ingress["spec"]["rules"]}
    if len(urls) != 1 or None in urls:
        yield f"public URLs differ: {sorted(map(str, urls))}"


def streams_are_watched(manifests: list[Manifest]) -> Iterator[str]:
    """KEDA looks at every stream once, under the names that fetcher and aggregator use."""
    (aggregator,) = (c for _, c in _ours(manifests) if c["name"] == "aggregator")
    partitions = int(_environment(manifests, aggregator)["PYDASH_PARTITIONS"])
    for scaler in of_kind(manifests, "ScaledObject"):
        spec = scaler["spec"]
        watched = [trigger["metadata"]["stream"] for trigger in spec["triggers"]]
        if watched != [calls_stream(Partition(number)) for number in range(partitions)]:
            yield f"{partitions} partitions, but watched are {watched}"
        if any(trigger["metadata"]["consumerGroup"] != GROUP for trigger in spec["triggers"]):
            yield f"the consumer group is {GROUP}"
        if spec["maxReplicaCount"] > partitions:
            yield "more aggregators than partitions"
        formula = spec["advanced"]["scalingModifiers"]["formula"]
        if formula.split(" + ") != [trigger["name"] for trigger in spec["triggers"]]:
            yield f"not the sum of the triggers: {formula}"


def postgres_has_connections_for_all(manifests: list[Manifest]) -> Iterator[str]:
    """As many replicas as there may be and, during a rollout, one more of each, with full pools."""
    maximum = {
        scaler["spec"]["scaleTargetRef"]["name"]: scaler["spec"].get("maxReplicas")
        or scaler["spec"]["maxReplicaCount"]
        for scaler in of_kind(manifests, "HorizontalPodAutoscaler", "ScaledObject")
    }
    needed = 0
    for workload, container in _ours(manifests):
        # A pod's init container is gone when its service connects.
        if workload.kind == "Deployment" and container["name"] == workload.name:
            pool = _environment(manifests, container).get("PYDASH_DATABASE_POOL_MAX", _POOL_MAX)
            replicas = maximum.get(workload.name) or workload.manifest["spec"]["replicas"]
            needed += (replicas + 1) * int(pool)
    for workload in workloads(manifests):
        if workload.name == "postgres":
            arguments = " ".join(workload.pod["containers"][0].get("args", []))
            found = re.search(r"max_connections=(\d+)", arguments)
            allowed = int(found[1]) if found else 100
            if needed > allowed:
                yield f"the services may open {needed} connections, Postgres takes {allowed}"
