"""What the NetworkPolicies let through, asked as questions of who reaches whom."""

import pytest

from tests.unit.deploy.kubernetes.reachability import Party, elsewhere, outside, own_pods, reaches
from tests.unit.deploy.kubernetes.rendering import VARIANTS, Manifest, manifests
from tests.unit.deploy.project import SERVICES

DNS = elsewhere("kube-system", {"k8s-app": "kube-dns"})
STRANGER = elsewhere("other")
APP = elsewhere("shop", pydash__monitored="true")
PROXY = elsewhere("proxies", pydash__reaches_api="true")
KEDA = elsewhere("keda")
INTERNET = outside("93.184.216.34")
INTERNET_V6 = outside("2606:2800:220:1:248:1893:25c8:1946")


@pytest.fixture(params=VARIANTS)
def rendered(request: pytest.FixtureRequest) -> list[Manifest]:
    variant: str = request.param
    return manifests(variant)


@pytest.fixture
def in_cluster() -> list[Manifest]:
    return manifests("in-cluster with all")


@pytest.fixture
def external() -> list[Manifest]:
    return manifests("external with all")


def test_every_pod_resolves_names(rendered: list[Manifest]) -> None:
    for pod in own_pods(rendered).values():
        assert reaches(rendered, pod, DNS, 53, "UDP"), pod.name
        assert reaches(rendered, pod, DNS, 53, "TCP"), pod.name


def test_nobody_comes_in_uninvited(rendered: list[Manifest]) -> None:
    for pod in own_pods(rendered).values():
        for source in (STRANGER, INTERNET, APP):
            for port in (8000, 5432, 6379):
                assert not reaches(rendered, source, pod, port), (source.name, pod.name, port)


def test_the_api_is_open_to_labelled_namespaces_on_its_port_only(rendered: list[Manifest]) -> None:
    pods = own_pods(rendered)
    assert reaches(rendered, PROXY, pods["api"], 8000)
    assert not reaches(rendered, PROXY, pods["api"], 22)
    for service in ("fetcher", "aggregator", "mailer"):
        assert not reaches(rendered, PROXY, pods[service], 8000), service


@pytest.mark.parametrize("target", [INTERNET, INTERNET_V6], ids=lambda party: party.name)
def test_only_the_fetcher_browses_the_internet(rendered: list[Manifest], target: Party) -> None:
    pods = own_pods(rendered)
    for port in (80, 443, 8443):
        goers = {name for name, pod in pods.items() if reaches(rendered, pod, target, port)}
        assert goers == {"fetcher"}, port


@pytest.mark.parametrize(
    "address",
    [
        "169.254.169.254",
        "169.254.170.2",
        "127.0.0.1",
        "0.0.0.0",  # noqa: S104 - a destination, not a binding
        "10.96.0.1",
        "172.20.0.1",
        "192.168.1.1",
        "100.64.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "fe80::1",
        "fd00:ec2::254",
        "ff02::1",
        "64:ff9b::a9fe:a9fe",
    ],
)
def test_the_fetcher_does_not_reach_metadata_or_the_cluster(in_cluster: list[Manifest], address: str) -> None:
    assert not reaches(in_cluster, own_pods(in_cluster)["fetcher"], outside(address), 80)


def test_the_fetcher_reaches_apps_of_labelled_namespaces_only(rendered: list[Manifest]) -> None:
    fetcher = own_pods(rendered)["fetcher"]
    assert reaches(rendered, fetcher, APP, 5000)
    assert not reaches(rendered, fetcher, STRANGER, 5000)


def test_no_pod_reaches_cloud_metadata(rendered: list[Manifest]) -> None:
    for pod in own_pods(rendered).values():
        for port in (80, 443, 5432, 6379, 587):
            assert not reaches(rendered, pod, outside("169.254.169.254"), port), (pod.name, port)


def test_stores_in_the_cluster_are_reached_by_those_who_use_them(in_cluster: list[Manifest]) -> None:
    pods = own_pods(in_cluster)
    for service in SERVICES:
        assert reaches(in_cluster, pods[service], pods["postgres"], 5432), service
        assert reaches(in_cluster, pods[service], pods["valkey"], 6379), service
    assert reaches(in_cluster, pods["migrate"], pods["postgres"], 5432)
    assert not reaches(in_cluster, pods["migrate"], pods["valkey"], 6379)
    assert not reaches(in_cluster, pods["valkey"], pods["postgres"], 5432)


def test_external_stores_are_reached_by_those_who_use_them(external: list[Manifest]) -> None:
    pods = own_pods(external)
    for service in SERVICES:
        for store in (outside("10.1.2.3"), INTERNET, outside("fd12::1")):
            assert reaches(external, pods[service], store, 5432), service
            assert reaches(external, pods[service], store, 6379), service
    assert reaches(external, pods["migrate"], outside("10.1.2.3"), 5432)
    assert not reaches(external, pods["migrate"], outside("10.1.2.3"), 6379)


def test_keda_reads_the_lag_where_it_is_used() -> None:
    for variant, expected in (("in-cluster", False), ("in-cluster with all", True)):
        rendered = manifests(variant)
        assert reaches(rendered, KEDA, own_pods(rendered)["valkey"], 6379) is expected, variant


def test_only_the_mailer_reaches_mail_servers(rendered: list[Manifest]) -> None:
    pods = own_pods(rendered)
    for port in (25, 465, 587):
        senders = {name for name, pod in pods.items() if reaches(rendered, pod, INTERNET, port)}
        # The fetcher's apps may be on any port.
        assert senders == {"mailer", "fetcher"}, port
        assert reaches(rendered, pods["mailer"], outside("10.0.0.25"), port), port


def test_services_do_not_talk_to_each_other(rendered: list[Manifest]) -> None:
    pods = own_pods(rendered)
    for source in SERVICES:
        for target in SERVICES:
            assert not reaches(rendered, pods[source], pods[target], 8000), (source, target)


def test_without_the_default_denial_everything_else_would_be_open(in_cluster: list[Manifest]) -> None:
    """Shows that the questions above can be answered otherwise."""
    open_again = [m for m in in_cluster if m["metadata"]["name"] != "default-deny"]
    pods = own_pods(open_again)
    assert reaches(open_again, STRANGER, pods["mailer"], 8000)
    # Each pod has an egress policy for names, so what goes out stays named.
    assert not reaches(open_again, pods["mailer"], STRANGER, 8000)
