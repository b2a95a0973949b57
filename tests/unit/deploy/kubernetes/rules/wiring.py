"""Names and selectors that lead from one object to another."""

from collections.abc import Iterator

from tests.unit.deploy.kubernetes.rendering import Manifest
from tests.unit.deploy.kubernetes.workloads import Workload, of_kind, selects, workloads

# Made by hand, once; docs/deploy.md says how. pydash-tls comes from whoever issues certificates.
SECRETS = {
    "pydash-secrets": frozenset(
        {
            "database-url",
            "redis-url",
            "redis-address",
            "redis-password",
            "secret-key",
            "token-keys",
            "postgres-password",
            "valkey-users.acl",
            "smtp-password",
        }
    ),
}


def _references(workload: Workload) -> Iterator[tuple[str, str]]:
    yield "ServiceAccount", workload.pod["serviceAccountName"]
    for volume in workload.pod.get("volumes", []):
        if "configMap" in volume:
            yield "ConfigMap", volume["configMap"]["name"]
    for container in workload.containers:
        for source in container.get("envFrom", []):
            yield "ConfigMap", source["configMapRef"]["name"]


def _targets(manifests: list[Manifest]) -> Iterator[tuple[str, str, str]]:
    for scaler in of_kind(manifests, "HorizontalPodAutoscaler", "ScaledObject"):
        target = scaler["spec"]["scaleTargetRef"]
        yield scaler["kind"], target["kind"], target["name"]
        for trigger in scaler["spec"].get("triggers", []):
            yield "ScaledObject", "TriggerAuthentication", trigger["authenticationRef"]["name"]
    for ingress in of_kind(manifests, "Ingress"):
        for rule in ingress["spec"]["rules"]:
            for path in rule["http"]["paths"]:
                yield "Ingress", "Service", path["backend"]["service"]["name"]
    for workload in workloads(manifests):
        if workload.kind == "StatefulSet":
            yield workload.name, "Service", workload.manifest["spec"]["serviceName"]
        for kind, name in _references(workload):
            yield workload.name, kind, name


def names_lead_somewhere(manifests: list[Manifest]) -> Iterator[str]:
    existing = {(manifest["kind"], manifest["metadata"]["name"]) for manifest in manifests}
    for source, kind, name in _targets(manifests):
        if (kind, name) not in existing:
            yield f"{source} names the missing {kind} {name}"


def no_secret_has_a_value(manifests: list[Manifest]) -> Iterator[str]:
    for secret in of_kind(manifests, "Secret"):
        yield f"Secret {secret['metadata']['name']} is in git"
    for workload in workloads(manifests):
        for volume in workload.pod.get("volumes", []):
            if "secret" not in volume:
                continue
            keys = {item["key"] for item in volume["secret"].get("items", [])}
            known = SECRETS.get(volume["secret"]["secretName"], frozenset())
            # Without items, a pod would see secrets that are not its own.
            if not keys or keys - known:
                yield f"{workload.name} mounts {sorted(keys) or 'all'} of {volume['secret']['secretName']}"
    for authentication in of_kind(manifests, "TriggerAuthentication"):
        for reference in authentication["spec"]["secretTargetRef"]:
            if reference["key"] not in SECRETS.get(reference["name"], frozenset()):
                yield f"KEDA reads the unknown secret {reference['name']}/{reference['key']}"


def namespaces_agree(manifests: list[Manifest]) -> Iterator[str]:
    (namespace,) = of_kind(manifests, "Namespace")
    labels = namespace["metadata"]["labels"]
    if labels.get("pod-security.kubernetes.io/enforce") != "restricted":
        yield "the namespace takes any pod"
    for manifest in manifests:
        where = manifest["metadata"].get("namespace")
        if manifest is not namespace and where != namespace["metadata"]["name"]:
            yield f"{manifest['kind']} {manifest['metadata']['name']} is in {where}"


def selectors_find_their_pods(manifests: list[Manifest]) -> Iterator[str]:
    """A workload's own selector finds its pods; everyone's selector finds one workload's, not two's."""
    for workload in workloads(manifests):
        selector = workload.manifest["spec"].get("selector")
        if selector and not selects(selector, workload.labels):
            yield f"{workload.name} does not find its own pods"
        for spread in workload.pod.get("topologySpreadConstraints", []):
            if not selects(spread["labelSelector"], workload.labels):
                yield f"{workload.name} spreads other pods than its own"
            if set(spread.get("matchLabelKeys", [])) - workload.labels.keys() - {"pod-template-hash"}:
                yield f"{workload.name} spreads by a label that its pods lack"
    for manifest in of_kind(manifests, "Service", "PodDisruptionBudget"):
        selector = manifest["spec"]["selector"]
        selector = {"matchLabels": selector} if manifest["kind"] == "Service" else selector
        found = [workload.name for workload in workloads(manifests) if selects(selector, workload.labels)]
        if len(found) != 1:
            yield f"{manifest['kind']} {manifest['metadata']['name']} finds {found}"


def services_lead_to_ports(manifests: list[Manifest]) -> Iterator[str]:
    for service in of_kind(manifests, "Service"):
        ports = {
            name
            for workload in workloads(manifests)
            if selects({"matchLabels": service["spec"]["selector"]}, workload.labels)
            for name in workload.ports
        }
        for port in service["spec"]["ports"]:
            if port["targetPort"] not in ports:
                yield f"Service {service['metadata']['name']} leads to the unknown port {port['targetPort']}"
    for ingress in of_kind(manifests, "Ingress"):
        hosts = {rule["host"] for rule in ingress["spec"]["rules"]}
        if hosts != {host for entry in ingress["spec"]["tls"] for host in entry["hosts"]}:
            yield f"Ingress {ingress['metadata']['name']} serves hosts without a certificate"


def services_spread_and_survive_drains(manifests: list[Manifest]) -> Iterator[str]:
    budgets = [manifest["spec"]["selector"] for manifest in of_kind(manifests, "PodDisruptionBudget")]
    for workload in workloads(manifests):
        if workload.kind != "Deployment":
            continue
        if not any(selects(selector, workload.labels) for selector in budgets):
            yield f"{workload.name} has no disruption budget"
        topologies = {spread["topologyKey"] for spread in workload.pod.get("topologySpreadConstraints", [])}
        if topologies != {"kubernetes.io/hostname", "topology.kubernetes.io/zone"}:
            yield f"{workload.name} does not spread"
    for budget in of_kind(manifests, "PodDisruptionBudget"):
        # With minAvailable, a single replica would hold up a drain for ever.
        if budget["spec"].get("maxUnavailable") != 1:
            yield f"{budget['metadata']['name']}'s budget can block a drain"


def scaled_workloads_state_no_replicas(manifests: list[Manifest]) -> Iterator[str]:
    scaled = {
        scaler["spec"]["scaleTargetRef"]["name"]
        for scaler in of_kind(manifests, "HorizontalPodAutoscaler", "ScaledObject")
    }
    for workload in workloads(manifests):
        if workload.kind == "Deployment" and ("replicas" in workload.manifest["spec"]) == (
            workload.name in scaled
        ):
            yield f"{workload.name}'s replicas have two masters, or none"
