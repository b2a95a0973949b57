from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, async_playwright

from deploy.local.browser import find_browser

_PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture(scope="module")
async def browser() -> AsyncIterator[Browser]:
    options = (await find_browser()).launch_options()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(**options)
        yield browser
        await browser.close()


@pytest.mark.parametrize("family", ["sans-serif", "serif", "monospace", "system-ui"])
async def test_text_can_be_seen_in_a_screenshot(browser: Browser, family: str) -> None:
    """Without a font it finds, the browser draws nothing at all and says nothing."""
    page = await browser.new_page(viewport={"width": 300, "height": 60})
    try:
        await page.set_content(f"<body style='font: 20px {family}'>")
        empty = await page.screenshot()
        await page.set_content(f"<body style='font: 20px {family}'>median 12.5 ms")
        written = await page.screenshot()
    finally:
        await page.close()

    assert empty.startswith(_PNG)
    assert len(written) > len(empty) + 500


async def test_pages_run_their_scripts(browser: Browser) -> None:
    page = await browser.new_page()
    try:
        await page.set_content("<p id=x></p><script>x.textContent = [1, 2].map(n => n * 2)</script>")
        assert await page.inner_text("#x") == "2,4"
    finally:
        await page.close()
