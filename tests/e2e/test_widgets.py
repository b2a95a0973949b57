"""A widget from its first choice to the wallboard and away again, in a real browser."""

import httpx
from playwright.async_api import expect

from tests.e2e.conftest import Shop
from tests.e2e.test_journeys import sign_in
from tests.fixtures.browser import PageFactory


async def test_a_widget_is_previewed_made_fed_and_deleted(shop: Shop, open_page: PageFactory) -> None:
    page = await open_page(shop.system.url)
    await page.goto(f"/dashboards/{shop.dashboard_id}")
    await sign_in(page, shop.system)
    await page.get_by_role("link", name="Widgets", exact=True).click()
    preview = page.get_by_role("region", name="Preview")

    await page.get_by_label("Kind").select_option("Pie chart")
    await page.get_by_label("Range", exact=True).select_option("Since the first call")
    await expect(preview.get_by_text("home")).to_be_visible()
    await page.get_by_label("Kind").select_option("Number")
    await expect(preview.get_by_text("4,000", exact=True)).to_be_visible()
    await page.get_by_label("Title").fill("Visits so far")
    await page.get_by_role("button", name="Make the widget").click()

    item = page.get_by_role("listitem").filter(has_text="Visits so far")
    url = await item.get_by_label("Feed address").input_value()
    key = await item.get_by_label("Key (user name)").input_value()
    async with httpx.AsyncClient(trust_env=False) as wallboard:
        fed = await wallboard.post(url, data={"format": "2"}, auth=(key, ""))
        refused = await wallboard.get(url, auth=("another key", ""))
    assert fed.json()["item"][0] == {"value": 4000}
    assert refused.status_code == 403

    await item.get_by_role("button", name="New key for Visits so far").click()
    await page.get_by_role("dialog").get_by_role("button", name="New key").click()
    await expect(item.get_by_label("Key (user name)")).not_to_have_value(key)
    new_key = await item.get_by_label("Key (user name)").input_value()
    async with httpx.AsyncClient(trust_env=False) as wallboard:
        assert (await wallboard.get(url, auth=(key, ""))).status_code == 403
        assert (await wallboard.get(url, auth=(new_key, ""))).status_code == 200

    await item.get_by_role("button", name="Delete Visits so far").click()
    await page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    await expect(page.get_by_text("No widget yet")).to_be_visible()
    async with httpx.AsyncClient(trust_env=False) as wallboard:
        assert (await wallboard.get(url, auth=(new_key, ""))).status_code == 403
