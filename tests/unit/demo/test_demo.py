from pathlib import Path

from deploy.local.demo.demo import Demo


def folder_of(home: Path) -> Path:
    folder = home / "demo"
    folder.mkdir()
    return folder


def test_the_dashboard_is_where_the_runner_wants_the_shop(tmp_path: Path) -> None:
    folder_of(tmp_path)
    dashboard = Demo(tmp_path).dashboard(8399)

    assert dashboard.name == "Demo shop"
    assert dashboard.url == "http://127.0.0.1:8399/dashboard"


def test_the_token_is_made_once_and_kept_to_its_owner(tmp_path: Path) -> None:
    folder = folder_of(tmp_path)
    token = Demo(tmp_path).dashboard(8399).token

    assert len(token) >= 32
    assert Demo(tmp_path).dashboard(8400).token == token
    assert (folder / "token").stat().st_mode & 0o777 == 0o600


def test_no_two_homes_share_a_token(tmp_path: Path) -> None:
    homes = [tmp_path / "one", tmp_path / "two"]
    for home in homes:
        home.mkdir()
        folder_of(home)

    assert Demo(homes[0]).dashboard(1).token != Demo(homes[1]).dashboard(1).token


def test_shop_and_traffic_meet_at_the_port_and_the_shop_signs_with_the_token(tmp_path: Path) -> None:
    folder_of(tmp_path)
    demo = Demo(tmp_path)
    shop, traffic = demo.commands(8399)

    assert (shop.name, traffic.name) == ("shop", "traffic")
    for command in (shop, traffic):
        assert command.argv[0] == str(tmp_path / "demo" / "venv" / "bin" / "python")
        assert command.argv[-2:] == ("--port", "8399")
    assert shop.env["SHOP_TOKEN"] == demo.dashboard(8399).token
    assert not any("SHOP" in name for name in traffic.env)


def test_secrets_stay_out_of_what_is_printed_or_seen_in_a_process_list(tmp_path: Path) -> None:
    folder_of(tmp_path)
    demo = Demo(tmp_path)
    dashboard = demo.dashboard(8399)
    shop, _ = demo.commands(8399)

    assert dashboard.token not in repr((dashboard, shop)) + " ".join(shop.argv)
