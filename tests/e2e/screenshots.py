"""Takes the pictures in docs/screenshots from the running demo: ``python -m tests.e2e.screenshots``.

Start the demo first (`make run`) and let its history arrive. The pictures are of real data.
"""

import asyncio
import sys
from pathlib import Path

from playwright.async_api import Browser, Page, async_playwright, expect

from deploy.local.browser import find_browser
from deploy.local.errors import LocalStackError
from deploy.local.home import PROJECT, Home, home_path
from deploy.local.run_file import RunFile

FOLDER = PROJECT / "docs" / "screenshots"
THEMES = ("light", "dark")
SIZES = {"": (1280, 800), "-phone": (390, 844)}


async def take_all(url: str, password: str) -> None:
    found = await find_browser()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(**found.launch_options())
        for theme in THEMES:
            for suffix, (width, height) in SIZES.items():
                await _take(browser, url, password, theme, suffix, width, height)
        await browser.close()


async def _take(
    browser: Browser, url: str, password: str, theme: str, suffix: str, width: int, height: int
) -> None:
    context = await browser.new_context(
        base_url=url,
        viewport={"width": width, "height": height},
        color_scheme="dark" if theme == "dark" else "light",
        # Charts that have come to rest, on every machine the same.
        reduced_motion="reduce",
        device_scale_factor=1 if width > 500 else 2,
    )
    page = await context.new_page()
    await page.goto("/")
    await expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    await _save(page, f"sign-in{suffix}-{theme}")
    await page.get_by_label("Name").fill("demo")
    await page.get_by_label("Password").fill(password)
    await page.get_by_role("button", name="Sign in").click()
    await expect(page.get_by_role("heading", name="Dashboards")).to_be_visible()
    await page.wait_for_load_state("load")
    await _settle(page)
    await _save(page, f"dashboards{suffix}-{theme}")
    await page.get_by_role("link", name="Demo shop").first.click()
    await expect(page.get_by_role("heading", name="Demo shop")).to_be_visible()
    await page.get_by_text("7 d", exact=True).click()
    await _settle(page)
    await _save(page, f"dashboard{suffix}-{theme}")
    await context.close()


async def _settle(page: Page) -> None:
    """Until no panel is loading any more, and a moment for the charts to be drawn."""
    await expect(page.locator("[aria-busy=true]")).to_have_count(0)
    await page.wait_for_timeout(1_500)


async def _save(page: Page, name: str) -> None:
    await page.screenshot(path=FOLDER / f"{name}.png", full_page=True)


def main() -> None:
    home = Home(home_path())
    try:
        run = RunFile.read(home.run_file)
    except LocalStackError as error:
        sys.exit(f"start the demo first with `make run`: {error}")
    Path(FOLDER).mkdir(parents=True, exist_ok=True)
    asyncio.run(take_all(run.url, home.demo_password.read_text(encoding="utf-8").strip()))


if __name__ == "__main__":
    main()
