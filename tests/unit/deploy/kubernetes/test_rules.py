"""The rules hold of every rendering, and each of them notices what it is there for."""

import inspect
from collections.abc import Callable, Iterable
from typing import Any

import pytest

from tests.unit.deploy.kubernetes.rendering import VARIANTS, Manifest, manifests
from tests.unit.deploy.kubernetes.rules import pods, probes, settings, wiring
from tests.unit.deploy.kubernetes.workloads import Workload, named

Rule = Callable[[list[Manifest]], Iterable[str]]
Change = Callable[[list[Manifest]], Any]

RULES: list[Rule] = [
    function
    for module in (pods, probes, settings, wiring)
    for name, function in inspect.getmembers(module, inspect.isfunction)
    if function.__module__ == module.__name__ and not name.startswith("_")
]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
@pytest.mark.parametrize("variant", VARIANTS)
def test_holds(variant: str, rule: Rule) -> None:
    assert list(rule(manifests(variant))) == []


def _pod(name: str, kind: str = "Deployment") -> Callable[[list[Manifest]], Manifest]:
    return lambda rendered: Workload(named(rendered, kind, name)).pod


def _container(name: str, kind: str = "Deployment") -> Callable[[list[Manifest]], Manifest]:
    def find(rendered: list[Manifest]) -> Manifest:
        container: Manifest = _pod(name, kind)(rendered)["containers"][0]
        return container

    return find


def _spec(kind: str, name: str) -> Callable[[list[Manifest]], Manifest]:
    def find(rendered: list[Manifest]) -> Manifest:
        spec: Manifest = named(rendered, kind, name)["spec"]
        return spec

    return find


def _put(find: Callable[[list[Manifest]], Manifest], key: str, value: object) -> Change:
    return lambda rendered: find(rendered).__setitem__(key, value)


def _drop(find: Callable[[list[Manifest]], Manifest], key: str) -> Change:
    return lambda rendered: find(rendered).pop(key)


def _variable(process: str, name: str, value: str) -> Change:
    return lambda rendered: _container(process)(rendered)["env"].append({"name": name, "value": value})


def _data(name: str, key: str, value: str) -> Change:
    def change(rendered: list[Manifest]) -> None:
        (found,) = (
            m for m in rendered if m["kind"] == "ConfigMap" and m["metadata"]["name"].startswith(name)
        )
        found.setdefault("data", {})[key] = value

    return change


def _without(kind: str, name: str) -> Change:
    return lambda rendered: rendered.remove(named(rendered, kind, name))


BREAKS: list[tuple[Rule, Change, str]] = [
    (pods.pods_are_restricted, _drop(_pod("api"), "securityContext"), "api may run as root"),
    (
        pods.pods_are_restricted,
        _put(_pod("postgres", "StatefulSet"), "hostNetwork", True),
        "uses hostNetwork",
    ),
    (pods.containers_are_restricted, _drop(_container("mailer"), "securityContext"), "mailer/mailer is not"),
    (pods.pods_have_no_token, _drop(_pod("fetcher"), "automountServiceAccountToken"), "fetcher gets a"),
    (pods.pods_have_no_token, _put(_pod("fetcher"), "serviceAccountName", "default"), "no service account"),
    (pods.memory_is_limited, _drop(_container("aggregator"), "resources"), "aggregator has no memory limit"),
    (
        pods.images_are_pinned,
        _put(_container("api"), "image", "pydash/api:latest"),
        "runs pydash/api:latest",
    ),
    (pods.images_are_pinned, _put(_container("api"), "image", "pydash/api"), "api/api runs pydash/api"),
    (pods.every_object_is_labelled, _drop(lambda r: r[5]["metadata"], "labels"), "is part of nothing"),
    (probes.servers_are_probed, _drop(_container("mailer"), "startupProbe"), "mailer has no startupProbe"),
    (
        probes.servers_are_probed,
        _put(_container("api"), "livenessProbe", {"httpGet": {"path": "/healthz", "port": "web"}}),
        "the unknown port web",
    ),
    (
        probes.liveness_asks_no_other,
        _put(_container("api"), "livenessProbe", {"httpGet": {"path": "/readyz", "port": "http"}}),
        "api's liveness is not /healthz",
    ),
    (probes.pods_leave_in_order, _drop(_container("api"), "lifecycle"), "leaves without a pause"),
    (
        probes.pods_leave_in_order,
        _put(_pod("api"), "terminationGracePeriodSeconds", 10),
        "api is killed before",
    ),
    (
        probes.services_wait_for_their_schema,
        _drop(_pod("fetcher"), "initContainers"),
        "fetcher does not wait",
    ),
    (
        probes.services_wait_for_their_schema,
        _put(lambda r: named(r, "Job", "migrate-0.1.0")["metadata"], "name", "migrate"),
        "not named after its release",
    ),
    (
        settings.containers_get_their_settings,
        _variable("api", "PYDASH_PUBLIC_ULR", "https://x"),
        "api has no setting PYDASH_PUBLIC_ULR",
    ),
    (
        settings.containers_get_their_settings,
        _data("mailer-settings", "PYDASH_SPA_DIR", "/x"),
        "mailer has no setting PYDASH_SPA_DIR",
    ),
    (
        settings.containers_get_their_settings,
        _put(_container("fetcher"), "env", []),
        "fetcher lacks database_url",
    ),
    (
        settings.containers_get_their_settings,
        _variable("api", "PYDASH_SECRET_KEY", "s"),
        "api gets secret_key by value",
    ),
    (
        settings.files_of_settings_are_mounted,
        _variable("mailer", "PYDASH_MAIL_FROM_FILE", "/run/secrets/pydash/mail-from"),
        "not mounted",
    ),
    (settings.files_of_settings_are_mounted, _drop(_container("api"), "volumeMounts"), "not mounted"),
    (settings.links_lead_here, _variable("mailer", "PYDASH_PUBLIC_URL", "http://x"), "public URLs differ"),
    (
        settings.links_lead_here,
        lambda r: named(r, "Ingress", "api")["spec"]["rules"][0].update(host="other.example.org"),
        "public URLs differ",
    ),
    (settings.partitions_agree, _variable("fetcher", "PYDASH_PARTITIONS", "16"), "partitions differ"),
    (settings.streams_are_watched, _data("common-settings", "PYDASH_PARTITIONS", "9"), "9 partitions, but"),
    (
        settings.postgres_has_connections_for_all,
        _drop(_container("postgres", "StatefulSet"), "args"),
        "Postgres takes 100",
    ),
    (
        settings.streams_are_watched,
        _put(_spec("ScaledObject", "aggregator"), "maxReplicaCount", 9),
        "more aggregators than partitions",
    ),
    (wiring.names_lead_somewhere, _without("ServiceAccount", "api"), "missing ServiceAccount api"),
    (wiring.names_lead_somewhere, _without("Service", "postgres"), "missing Service postgres"),
    (
        wiring.names_lead_somewhere,
        _without("TriggerAuthentication", "redis"),
        "missing TriggerAuthentication",
    ),
    (
        wiring.no_secret_has_a_value,
        lambda r: r.append({"kind": "Secret", "metadata": {"name": "oops"}}),
        "Secret oops is in git",
    ),
    (
        wiring.no_secret_has_a_value,
        lambda r: _pod("mailer")(r)["volumes"][0]["secret"].pop("items"),
        "mailer mounts all of pydash-secrets",
    ),
    (wiring.namespaces_agree, _put(lambda r: r[-1]["metadata"], "namespace", "default"), "is in default"),
    (
        wiring.namespaces_agree,
        lambda r: named(r, "Namespace", "pydash")["metadata"]["labels"].clear(),
        "takes any pod",
    ),
    (
        wiring.selectors_find_their_pods,
        _put(_spec("Service", "api"), "selector", {"app.kubernetes.io/name": "pydash"}),
        "Service api finds",
    ),
    (
        wiring.selectors_find_their_pods,
        lambda r: named(r, "Deployment", "api")["spec"]["template"]["metadata"]["labels"].clear(),
        "api does not find its own pods",
    ),
    (wiring.services_lead_to_ports, _drop(_container("api"), "ports"), "unknown port http"),
    (wiring.services_lead_to_ports, _put(_spec("Ingress", "api"), "tls", []), "without a certificate"),
    (
        wiring.services_spread_and_survive_drains,
        _without("PodDisruptionBudget", "api"),
        "no disruption budget",
    ),
    (
        wiring.services_spread_and_survive_drains,
        _drop(_spec("PodDisruptionBudget", "mailer"), "maxUnavailable"),
        "can block a drain",
    ),
    (
        wiring.services_spread_and_survive_drains,
        _drop(_pod("aggregator"), "topologySpreadConstraints"),
        "aggregator does not spread",
    ),
    (
        wiring.scaled_workloads_state_no_replicas,
        _put(_spec("Deployment", "api"), "replicas", 1),
        "api's replicas have two masters",
    ),
]


@pytest.mark.parametrize(
    ("rule", "change", "complaint"), BREAKS, ids=lambda value: getattr(value, "__name__", "")
)
def test_notices(rule: Rule, change: Change, complaint: str) -> None:
    rendered = manifests("in-cluster with all")
    change(rendered)
    assert complaint in "\n".join(rule(rendered))


def test_every_rule_is_shown_to_notice_something() -> None:
    assert {rule for rule, _, _ in BREAKS} == set(RULES)
