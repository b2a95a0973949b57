"""Who reaches whom under the rendered NetworkPolicies: the part of their meaning that ours use."""

import ipaddress
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from tests.unit.deploy.kubernetes.rendering import Manifest
from tests.unit.deploy.kubernetes.workloads import of_kind, selects, workloads

Direction = Literal["Ingress", "Egress"]


@dataclass(frozen=True)
class Party:
    """A pod of some namespace, or an address outside the cluster."""

    name: str
    labels: dict[str, str] = field(default_factory=dict)
    namespace: str | None = None
    namespace_labels: dict[str, str] = field(default_factory=dict)
    address: str | None = None


def own_pods(manifests: list[Manifest]) -> dict[str, Party]:
    """One pod of each workload, by component or, for the stores, by name."""
    return {
        workload.component if workload.is_ours else workload.name: Party(
            workload.name, labels=workload.labels, namespace="pydash"
        )
        for workload in workloads(manifests)
    }


def elsewhere(namespace: str, labels: dict[str, str] | None = None, **namespace_labels: str) -> Party:
    """A pod of another namespace."""
    named = {"kubernetes.io/metadata.name": namespace}
    named |= {label.replace("__", "/").replace("_", "-"): value for label, value in namespace_labels.items()}
    return Party(namespace, labels=labels or {}, namespace=namespace, namespace_labels=named)


def outside(address: str) -> Party:
    return Party(address, address=address)


def reaches(
    manifests: list[Manifest], source: Party, target: Party, port: int, protocol: str = "TCP"
) -> bool:
    return _permits(manifests, "Egress", source, target, port, protocol) and _permits(
        manifests, "Ingress", target, source, port, protocol
    )


def _permits(
    manifests: list[Manifest], direction: Direction, subject: Party, other: Party, port: int, protocol: str
) -> bool:
    if subject.namespace != "pydash":
        return True  # Not ours to rule.
    policies = [
        policy["spec"]
        for policy in of_kind(manifests, "NetworkPolicy")
        if direction in policy["spec"]["policyTypes"]
        and selects(policy["spec"]["podSelector"], subject.labels)
    ]
    # Nothing selected means everything allowed; that is what the default denial is for.
    return not policies or any(
        _ports_match(rule, port, protocol) and any(_is_peer(peer, other) for peer in peers)
        for policy in policies
        for rule, peers in _rules(policy, direction)
    )


def _rules(policy: Manifest, direction: Direction) -> Iterator[tuple[Manifest, list[Manifest]]]:
    side = "from" if direction == "Ingress" else "to"
    for rule in policy.get(direction.lower(), []):
        yield rule, rule[side]


def _ports_match(rule: Manifest, port: int, protocol: str) -> bool:
    return any(entry["protocol"] == protocol and entry.get("port", port) == port for entry in rule["ports"])


def _is_peer(peer: Manifest, party: Party) -> bool:
    if "ipBlock" in peer:
        return party.address is not None and _in_block(peer["ipBlock"], party.address)
    if party.namespace is None or not selects(peer.get("podSelector", {}), party.labels):
        return False
    if "namespaceSelector" in peer:
        return selects(peer["namespaceSelector"], party.namespace_labels)
    return party.namespace == "pydash"


def _in_block(block: Manifest, address: str) -> bool:
    ip = ipaddress.ip_address(address)
    return ip in ipaddress.ip_network(block["cidr"]) and not any(
        ip in ipaddress.ip_network(hole) for hole in block.get("except", [])
    )
