from pathlib import Path

import pytest

from deploy.local.demo.demo import APPS, App, Demo


@pytest.fixture(params=APPS, ids=lambda app: app.name)
def app(request: pytest.FixtureRequest) -> App:
    chosen: App = request.param
    return chosen


def demo_of(home: Path, app: App) -> Demo:
    demo = Demo(home, app)
    demo.folder.mkdir(parents=True, exist_ok=True)
    return demo


def token_of(demo: Demo) -> str:
    demo.commands(1)
    return demo.dashboard(1).token_file.read_text(encoding="utf-8")


def test_the_dashboards_are_where_the_runner_wants_the_apps(tmp_path: Path) -> None:
    dashboards = [demo_of(tmp_path, app).dashboard(8399) for app in APPS]

    assert [dashboard.name for dashboard in dashboards] == ["Demo shop", "Demo warehouse"]
    assert {dashboard.url for dashboard in dashboards} == {"http://127.0.0.1:8399/dashboard"}


def test_the_apps_prefer_ports_of_their_own() -> None:
    assert len({app.port for app in APPS}) == len(APPS)


def test_the_token_is_made_once_and_kept_to_its_owner(tmp_path: Path, app: App) -> None:
    token = token_of(demo_of(tmp_path, app))

    assert len(token) >= 32
    assert token_of(demo_of(tmp_path, app)) == token
    assert Demo(tmp_path, app).dashboard(8399).token_file.stat().st_mode & 0o777 == 0o600


def test_no_two_apps_nor_homes_share_a_token(tmp_path: Path) -> None:
    demos = [demo_of(tmp_path / home, app) for home in ("one", "two") for app in APPS]

    assert len({token_of(demo) for demo in demos}) == len(demos)


def test_app_and_traffic_meet_at_the_port_and_the_app_has_the_token(tmp_path: Path, app: App) -> None:
    demo = demo_of(tmp_path, app)
    served, traffic = demo.commands(8399)

    assert (served.name, traffic.name) == (app.name, f"{app.name}-traffic")
    for command in (served, traffic):
        assert command.argv[0] == str(tmp_path / "demo" / app.name / "venv" / "bin" / "python")
        assert command.argv[-2:] == ("--port", "8399")
    prefix = app.name.upper()
    assert served.env[f"{prefix}_TOKEN"] == token_of(demo)
    assert not any(name.startswith(prefix) for name in traffic.env)


def test_secrets_stay_out_of_what_is_printed_or_seen_in_a_process_list(tmp_path: Path, app: App) -> None:
    demo = demo_of(tmp_path, app)
    served, _ = demo.commands(8399)

    shown = repr((demo.dashboard(8399), served)) + " ".join(served.argv)
    secrets = [value for name, value in served.env.items() if name.startswith(app.name.upper())]
    assert len(secrets) == 3
    assert not [secret for secret in secrets if secret in shown]
