"""The first day with PyDash, from registering to showing others what was found."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from playwright.async_api import Page, expect

from tests.e2e.conftest import Post
from tests.fixtures.browser import PageFactory
from tests.fixtures.fmd import FmdAppFactory, FmdCall, generated_calls
from tests.fixtures.system import PASSWORD, System

SLOW_ENDPOINT, SLOW_VERSION = "checkout", "2.0.0"


def planted_calls(now: datetime) -> list[FmdCall]:
    """Three quiet days, and an endpoint that became slow with a version two hours ago."""
    calls = generated_calls(1_000, since=now - timedelta(days=3), until=now - timedelta(seconds=30))
    moments = [now - timedelta(minutes=minute) for minute in range(1, 180)]
    calls += [
        FmdCall(SLOW_ENDPOINT, 900.0, moment, SLOW_VERSION)
        if moment > now - timedelta(hours=2)
        else FmdCall(SLOW_ENDPOINT, 20.0, moment)
        for moment in moments
    ]
    return sorted(calls, key=lambda call: call.time)


async def register(page: Page, name: str, mail: str) -> None:
    await page.goto("/")
    await page.get_by_role("link", name="Create an account").click()
    # The page to sign in has a name and a password to fill as well.
    await expect(page.get_by_role("heading", name="Create an account")).to_be_visible()
    await page.get_by_label("Name").fill(name)
    await page.get_by_label("Mail address").fill(mail)
    await page.get_by_label("Password").fill(PASSWORD)
    await page.get_by_role("button", name="Create account").click()
    await expect(page.get_by_role("heading", name="Look into your mail")).to_be_visible()


async def sign_in(page: Page, name: str) -> None:
    await page.get_by_label("Name").fill(name)
    await page.get_by_label("Password").fill(PASSWORD)
    await page.get_by_role("button", name="Sign in").click()
    await expect(page.get_by_role("heading", name="Dashboards")).to_be_visible()


async def add_app(page: Page, url: str, token: str) -> None:
    await page.get_by_role("link", name="Add an app").click()
    await page.get_by_role("radio", name="1.x or 2.0").check()
    await page.get_by_label("Name", exact=True).fill("Web shop")
    await page.get_by_label("URL").fill(url)
    await page.get_by_label("Security token").fill(token)
    await page.get_by_role("button", name="Check").click()
    await expect(page.get_by_text("The app answers")).to_be_visible()
    await page.get_by_role("button", name="Add app").click()
    await expect(page.get_by_text("All is here")).to_be_visible(timeout=30_000)
    await page.get_by_role("link", name="Open dashboard").click()
    await expect(page.get_by_role("heading", name="Web shop")).to_be_visible()


async def test_from_registering_to_a_link_that_others_open(
    running_pages: System, post: Post, open_page: PageFactory, fmd_app: FmdAppFactory
) -> None:
    app = await fmd_app(planted_calls(datetime.now(UTC)))
    name = f"ada-{uuid4().hex[:8]}"
    mail = f"{name}@pydash.example"
    page = await open_page(running_pages.url)

    await register(page, name, mail)
    await page.goto(await post.link_mailed_to(mail, "verify"))
    await page.get_by_role("button", name="Confirm address").click()
    await page.get_by_role("link", name="Sign in", exact=True).click()
    await sign_in(page, name)
    await add_app(page, app.url, app.token)

    # Which endpoint is slow?
    endpoints = page.get_by_role("region", name="Endpoints", exact=True)
    await endpoints.get_by_role("button", name="Median").click()
    await expect(endpoints.get_by_role("row").nth(1)).to_contain_text(SLOW_ENDPOINT)
    # Since which version? Panels are asked for when they are seen, so all shall be.
    await page.set_viewport_size({"width": 1280, "height": 4000})
    await page.goto(f"{page.url.partition('?')[0]}?endpoint={SLOW_ENDPOINT}")
    versions = page.get_by_role("region", name="Versions", exact=True)
    await expect(versions.get_by_role("row").filter(has_text=SLOW_VERSION)).to_contain_text("900 ms")
    await expect(versions.get_by_role("row").filter(has_text="1.0.0")).to_contain_text("20 ms")

    await page.get_by_role("link", name="Settings", exact=True).click()
    await page.get_by_role("link", name="Links").click()
    await page.get_by_label("Label").fill("Hall")
    await page.get_by_role("button", name="Make link").click()
    link = await page.get_by_role("group", name="The new read-only link").text_content()

    guest = await open_page(running_pages.url)
    await guest.goto(link or "")
    await expect(guest.get_by_text("Web shop").first).to_be_visible()
    await page.get_by_role("button", name="Revoke the link Hall").click()
    await page.get_by_role("button", name="Revoke", exact=True).click()
    await expect(page.get_by_text("No links yet")).to_be_visible()
    await guest.reload()
    await expect(guest.get_by_text("Web shop")).to_have_count(0)
