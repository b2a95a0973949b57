"""What people do with PyDash, in a real browser against the running services."""

import re
from datetime import UTC, datetime

from playwright.async_api import Page, expect

from tests.e2e.conftest import Shop
from tests.fixtures.browser import PageFactory
from tests.fixtures.fmd import FmdAppFactory, FmdCall
from tests.fixtures.http_server import answering, http_server
from tests.fixtures.system import PASSWORD, System

HEADINGS = {"sign-in": "Sign in", "list": "Dashboards"}


async def sign_in(page: Page, system: System, password: str = PASSWORD) -> None:
    await page.get_by_label("Name").fill(system.user)
    await page.get_by_label("Password").fill(password)
    await page.get_by_role("button", name="Sign in").click()


async def heading(page: Page, name: str) -> None:
    await expect(page.get_by_role("heading", name=name).first).to_be_visible()


async def test_signing_in_with_a_wrong_then_the_right_password_and_out_again(
    pages: System, open_page: PageFactory
) -> None:
    page = await open_page(pages.url)
    await page.goto("/")
    await heading(page, HEADINGS["sign-in"])

    await sign_in(page, pages, "wrong")
    await expect(page.get_by_role("alert")).to_contain_text("not right")
    await sign_in(page, pages)
    await heading(page, HEADINGS["list"])
    await page.reload()
    await heading(page, HEADINGS["list"])

    await page.get_by_role("button", name=f"Account of {pages.user}").click()
    await page.get_by_role("button", name="Sign out").click()
    await heading(page, HEADINGS["sign-in"])
    await page.goto("/")
    await heading(page, HEADINGS["sign-in"])


async def test_a_link_to_a_dashboard_leads_there_after_signing_in(shop: Shop, open_page: PageFactory) -> None:
    page = await open_page(shop.system.url)
    await page.goto(f"/dashboards/{shop.dashboard_id}?range=7d")
    await sign_in(page, shop.system)

    await heading(page, "Web shop")
    await expect(page).to_have_url(re.compile(rf"/dashboards/{shop.dashboard_id}\?.*range=7d"))


async def test_the_list_shows_state_and_calls_and_follows_a_new_call(
    shop: Shop, open_page: PageFactory
) -> None:
    page = await open_page(shop.system.url)
    await page.goto("/")
    await sign_in(page, shop.system)
    item = page.get_by_role("listitem").filter(has_text="Web shop")
    await expect(item).to_contain_text("4,000 calls")

    shop.app.insert([FmdCall("home", 12.0, datetime.now(UTC))])

    await expect(item).to_contain_text("4,001 calls")


async def test_the_dashboard_page_shows_totals_endpoints_and_live_calls(
    shop: Shop, open_page: PageFactory
) -> None:
    page = await open_page(shop.system.url)
    await page.goto(f"/dashboards/{shop.dashboard_id}?range=7d")
    await sign_in(page, shop.system)

    visits = page.get_by_role("definition").first
    await expect(visits).to_contain_text("4,000")
    [(per_home,)] = shop.app.query("SELECT count(*) FROM functionCalls WHERE endpoint = 'home'")
    endpoints = page.get_by_role("region", name="Endpoints", exact=True)
    row = endpoints.get_by_role("row").filter(has_text="home")
    await expect(row).to_contain_text(f"{per_home:,}")

    shop.app.insert([FmdCall("home", 12.0, datetime.now(UTC))])
    await expect(visits).to_contain_text("4,001")
    await expect(row).to_contain_text(f"{per_home + 1:,}")


async def test_an_endpoint_chosen_narrows_the_charts_and_is_in_the_address(
    shop: Shop, open_page: PageFactory
) -> None:
    page = await open_page(shop.system.url)
    await page.goto(f"/dashboards/{shop.dashboard_id}?range=7d")
    await sign_in(page, shop.system)
    [(per_search,)] = shop.app.query("SELECT count(*) FROM functionCalls WHERE endpoint = 'search'")

    await page.get_by_role("combobox", name="Endpoint").click()
    await page.get_by_role("option", name="search").click()

    await expect(page).to_have_url(re.compile("endpoint=search"))
    await expect(page.get_by_role("definition").first).to_contain_text(f"{per_search:,}")
    await page.go_back()
    await expect(page.get_by_role("definition").first).to_contain_text("4,000")


async def test_a_time_drawn_over_a_chart_is_in_the_address_and_drawn_at_once(
    shop: Shop, open_page: PageFactory
) -> None:
    page = await open_page(shop.system.url)
    await page.goto(f"/dashboards/{shop.dashboard_id}?range=30d")
    await sign_in(page, shop.system)
    chart = page.get_by_role("img", name="Visits and execution time")
    await expect(chart.locator("svg path").nth(10)).to_be_attached()
    place = await chart.bounding_box()
    assert place is not None

    # The last fifth of a month, in which all the calls are: days become hours.
    await page.mouse.move(place["x"] + place["width"] * 0.8, place["y"] + 80)
    await page.mouse.down()
    await page.mouse.move(place["x"] + place["width"] - 12, place["y"] + 80, steps=4)
    await page.mouse.up()

    await expect(page).to_have_url(re.compile(r"from=.*&until="))
    await expect(page.get_by_role("radio", name="Custom")).to_be_checked()
    await expect(page.get_by_text("Visits per hour")).to_be_visible()
    await expect(page.get_by_role("definition").first).to_contain_text("4,000")
    await page.go_back()
    await expect(page.get_by_text("Visits per day")).to_be_visible()


async def test_a_dashboard_is_added_in_the_page_and_its_history_arrives(
    pages: System, open_page: PageFactory, fmd_app: FmdAppFactory
) -> None:
    app = await fmd_app([FmdCall("home", 5.0, datetime.now(UTC).replace(microsecond=0))] * 3)
    page = await open_page(pages.url)
    await page.goto("/")
    await sign_in(page, pages)

    await page.get_by_role("link", name="Add an app").click()
    await page.get_by_role("radio", name="1.x or 2.0").check()
    await page.get_by_label("Name", exact=True).fill("New shop")
    await page.get_by_label("URL").fill("ftp://shop.example")
    await page.get_by_label("Security token").fill(app.token)
    await page.get_by_label("Poll interval").fill("2")
    await page.get_by_role("button", name="Check").click()
    await expect(page.get_by_text("must begin with http")).to_be_visible()

    await page.get_by_label("URL").fill(app.url)
    await page.get_by_role("button", name="Check").click()
    await expect(page.get_by_text("It has recorded 3 calls")).to_be_visible()
    await page.get_by_role("button", name="Add app").click()
    await expect(page.get_by_text("All is here: 3 calls")).to_be_visible(timeout=30_000)
    await page.get_by_role("link", name="Open dashboard").click()
    await heading(page, "New shop")


async def test_sources_that_fail_say_why_and_leave_the_others_alone(
    shop: Shop, open_page: PageFactory
) -> None:
    page = await open_page(shop.system.url)
    async with http_server(answering("200 OK", b"<html>a blog</html>")) as blog:
        await shop.system.add_dashboard(blog, "token", name="A blog")
        await shop.system.add_dashboard(
            shop.app.url.replace("/dashboard", "//dashboard"), "x", name="No path"
        )
        await page.goto("/")
        await sign_in(page, shop.system)
        item = page.get_by_role("listitem").filter(has_text="A blog")
        await expect(item).to_contain_text("neither as a Flask-MonitoringDashboard", timeout=30_000)

    shop.app.insert([FmdCall("home", 12.0, datetime.now(UTC))])
    healthy = page.get_by_role("listitem").filter(has_text="Web shop")
    await expect(healthy).to_contain_text("4,001 calls")


async def test_a_wrong_token_is_told_on_the_page(shop: Shop, open_page: PageFactory) -> None:
    # The same app under another spelling of its address: each URL is added once.
    url = shop.app.url.replace("127.0.0.1", "localhost")
    dashboard_id = await shop.system.add_dashboard(url, "wrong", name="Wrong token")
    page = await open_page(shop.system.url)
    await page.goto(f"/dashboards/{dashboard_id}")
    await sign_in(page, shop.system)

    await expect(page.get_by_text("The token is not the app's")).to_be_visible(timeout=30_000)


async def test_a_strangers_or_mistyped_address_is_told_kindly(pages: System, open_page: PageFactory) -> None:
    page = await open_page(pages.url)
    await page.goto("/no/such/page")
    await heading(page, "Page not found")
