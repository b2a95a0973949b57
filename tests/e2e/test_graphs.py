"""A graph from its first choice to the page, and dashboards on a wall that nobody is signed in at."""

from datetime import UTC, datetime, timedelta

from playwright.async_api import Locator, Page, expect

from tests.e2e.conftest import Shop
from tests.e2e.test_journeys import heading, sign_in
from tests.fixtures.browser import PageFactory
from tests.fixtures.fmd import FmdAppFactory, generated_calls


async def test_a_graph_is_previewed_made_moved_changed_and_deleted(
    shop: Shop, open_page: PageFactory
) -> None:
    page = await open_page(shop.system.url)
    await page.goto(f"/dashboards/{shop.dashboard_id}/graphs?range=7d")
    await sign_in(page, shop.system)
    editor = page.get_by_role("dialog")

    await page.get_by_role("button", name="Add a graph").click()
    await editor.get_by_label("Title").fill("Searches")
    await editor.get_by_label("Statistic").select_option("Visits")
    await editor.get_by_label("Drawn as").select_option("Bars")
    await editor.get_by_label("Told apart").select_option("Each version")
    await drawn(editor.get_by_role("region", name="Preview").get_by_role("img"))
    await editor.get_by_role("button", name="Save graph").click()
    graph = page.get_by_role("region", name="Searches", exact=True)
    await drawn(graph.get_by_role("img"))
    await expect(graph.get_by_text("1.1.0").first).to_be_visible()

    # Another one, and it is put first.
    await page.get_by_role("button", name="Add a graph").click()
    await editor.get_by_label("Title").fill("Load")
    await editor.get_by_label("Drawn as").select_option("Heatmap")
    await editor.get_by_role("button", name="Save graph").click()
    await page.get_by_role("button", name="Move Load forward").click()
    await expect(page.get_by_text("Load is now number 1 of 2.")).to_be_attached()
    await page.reload()
    await expect(page.get_by_role("heading", level=2)).to_have_text(["Load", "Searches"])

    await page.get_by_role("button", name="Change Load").click()
    await editor.get_by_role("button", name="Delete graph").click()
    await editor.get_by_role("button", name="Really delete it?").click()
    await expect(page.get_by_role("heading", level=2)).to_have_text(["Searches"])


async def test_links_show_dashboards_in_turn_on_a_wall(
    shop: Shop, open_page: PageFactory, fmd_app: FmdAppFactory
) -> None:
    now = datetime.now(UTC)
    other = await fmd_app(
        generated_calls(30, since=now - timedelta(days=1), until=now - timedelta(minutes=1))
    )
    dashboard_id = await shop.system.add_dashboard(other.url, other.token, name="Till")
    await shop.system.when(dashboard_id, lambda shown: shown["applied"]["applied_calls"] == 30)
    page = await open_page(shop.system.url)
    await page.goto("/")
    await sign_in(page, shop.system)
    await heading(page, "Dashboards")
    links = [await make_link(page, each) for each in (shop.dashboard_id, dashboard_id)]
    secrets = ",".join(link.partition("#")[2] for link in links)

    wall = await open_page(shop.system.url)
    await wall.goto(f"/link?every=5#{secrets}")

    await expect(wall.get_by_role("heading", name="Web shop")).to_be_visible()
    await expect(wall.get_by_text("1 of 2")).to_be_visible()
    await wall.get_by_role("button", name="Full screen").click()
    await expect(wall.get_by_role("button", name="Leave full screen")).to_be_visible()
    assert await wall.evaluate("document.fullscreenElement !== null")
    # By itself, after its five seconds; then by hand, and it stays where it was paused.
    await expect(wall.get_by_role("heading", name="Till")).to_be_visible()
    await wall.get_by_role("button", name="Pause").click()
    await wall.keyboard.press("ArrowLeft")
    await expect(wall.get_by_role("heading", name="Web shop")).to_be_visible()
    await expect(wall.get_by_role("button", name="Go on")).to_be_visible()


async def make_link(page: Page, dashboard_id: str) -> str:
    await page.goto(f"/dashboards/{dashboard_id}/settings/links")
    await page.get_by_label("Label").fill("Wall")
    await page.get_by_role("button", name="Make link").click()
    return await page.get_by_role("group", name="The new read-only link").inner_text()


async def drawn(chart: Locator) -> None:
    await expect(chart.locator("svg path").nth(10)).to_be_attached()
