"""Takes the pictures in docs/screenshots from the running demo: ``python -m tests.e2e.screenshots [name ...]``.

Start the demo first (`make run`), let its history arrive, and give its visitors some minutes: outliers and profiles
are noted of live calls alone. The pictures are of real data. The demo's user gets graphs, widgets, a link and test
runs where there are none yet.
"""

import asyncio
import sys
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any, Literal
from uuid import UUID, uuid5

from playwright.async_api import APIRequestContext, Browser, Page, StorageState, async_playwright, expect

from deploy.local.browser import find_browser
from deploy.local.errors import LocalStackError
from deploy.local.home import PROJECT, Home, home_path
from deploy.local.run_file import RunFile
from deploy.local.seeding import USER

FOLDER = PROJECT / "docs" / "screenshots"
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
# Of a long page the beginning is shown; it is opened higher than that, so that all panels come.
SHOWN_PX = {"": 2_000, "-phone": 1_250}
SIZES = {"": (1280, 800), "-phone": (390, 844)}
_LOADED_MS = 60_000

_SHOP, _WAREHOUSE = "/dashboards/{shop}", "/dashboards/{warehouse}"
_PUBLIC = {
    "sign-in": "/",
    "register": "/register",
    "verify": "/verify#of-a-mail",
    "forgot-password": "/forgot-password",
    "reset-password": "/reset-password#of-a-mail",
    "link": "/link#{link}",
    "not-found": "/no/such/page",
}
_OWN = {
    "dashboards": "/",
    "dashboards-table": "/?layout=table",
    "add-app": "/dashboards/new?app=fastapi",
    "arrival": f"{_SHOP}/arrival",
    "dashboard": f"{_SHOP}?range=7d",
    "endpoint": f"{_WAREHOUSE}/endpoint?name=shipments.rates&range=24h",
    "graphs": f"{_SHOP}/graphs?range=7d",
    "widgets": f"{_SHOP}/widgets",
    "test-runs": f"{_SHOP}/tests",
    "dashboard-settings": f"{_SHOP}/settings",
    "people": f"{_SHOP}/settings/people",
    "links": f"{_SHOP}/settings/links",
    "account": "/settings",
    "sessions": "/settings/security",
    "api-keys": "/settings/api-keys",
    "wallboard": "/wallboard",
}
# A panel that is far below on its page, so with a picture of its own.
_PANELS = {"endpoint": "Profile"}

_LINK = "Hall"
_SAME_ORIGIN = {"Sec-Fetch-Site": "same-origin"}
_GRAPHS: tuple[dict[str, Any], ...] = (
    {"title": "Median by version", "kind": "line", "statistic": "median_execution_time", "split": "version"},
    {"title": "Calls of each endpoint", "kind": "bar", "statistic": "total_visits", "split": "endpoint"},
    {
        "title": "Slowest one in a hundred",
        "kind": "line",
        "statistic": "ninety-ninth_percentile_execution_time",
    },
    {"title": "When visitors come", "kind": "heatmap", "statistic": "unique_visitors"},
)
_WIDGETS: tuple[dict[str, Any], ...] = (
    {"title": "Visits", "definition": {"kind": "number", "statistic": "total_visits"}},
    {"title": "Execution time", "definition": {"kind": "line_chart", "statistic": "median_execution_time"}},
)


async def take_all(url: str, password: str, wanted: list[str]) -> None:
    found = await find_browser()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(**found.launch_options())
        context = await browser.new_context(base_url=url)
        await _post(context.request, "sessions", name=USER, password=password)
        places = await _places(context.request)
        signed_in = await context.storage_state()
        for theme, suffix in product(THEMES, SIZES):
            for pages, state in ((_PUBLIC, None), (_OWN, signed_in)):
                chosen = {name: path for name, path in pages.items() if not wanted or name in wanted}
                await _take(browser, url, state, theme, suffix, chosen, places)
        await browser.close()


async def _take(
    browser: Browser,
    url: str,
    signed_in: StorageState | None,
    theme: Literal["light", "dark"],
    suffix: str,
    pages: dict[str, str],
    places: dict[str, str],
) -> None:
    width, height = SIZES[suffix]
    context = await browser.new_context(
        base_url=url,
        storage_state=signed_in,
        viewport={"width": width, "height": height},
        color_scheme=theme,
        # Charts that have come to rest, on every machine the same.
        reduced_motion="reduce",
        device_scale_factor=1.5 if suffix else 1,
        # As on a phone: bars to scroll with take no room.
        is_mobile=bool(suffix),
        has_touch=bool(suffix),
    )
    page = await context.new_page()
    for name, path in pages.items():
        await page.goto("about:blank")
        await page.set_viewport_size({"width": width, "height": height})
        await page.goto(path.format_map(places))
        await expect(page.get_by_role("heading").first).to_be_attached(timeout=_LOADED_MS)
        # A wallboard is as high as the screen; of other pages more is shown than a screen has.
        if "wallboard" not in name and name != "link":
            await page.set_viewport_size({"width": width, "height": SHOWN_PX[suffix]})
        await _settle(page)
        await page.set_viewport_size({"width": width, "height": height})
        full = await page.evaluate("document.documentElement.scrollHeight")
        clip = {"x": 0, "y": 0, "width": width, "height": min(max(full, height), SHOWN_PX[suffix])}
        await page.screenshot(path=FOLDER / f"{name}{suffix}-{theme}.png", full_page=True, clip=clip)  # type: ignore[arg-type]
        if name in _PANELS and not suffix:
            panel = page.get_by_role("region", name=_PANELS[name])
            await page.set_viewport_size({"width": width, "height": 6_000})
            await expect(panel.get_by_role("table").first).to_be_visible(timeout=_LOADED_MS)
            await _settle(page)
            await panel.screenshot(path=FOLDER / f"{name}-{_PANELS[name].lower()}-{theme}.png")
    await context.close()


async def _settle(page: Page) -> None:
    """Until no panel is loading any more, and a moment for the charts to be drawn."""
    await expect(page.locator("[aria-busy=true]")).to_have_count(0, timeout=_LOADED_MS)
    await page.wait_for_timeout(1_500)


async def _places(request: APIRequestContext) -> dict[str, str]:
    """What addresses of pages need; makes what the demo does not come with."""
    overview = await _get(request, "overview")
    ids = {item["dashboard"]["name"]: item["dashboard"]["id"] for item in overview["items"]}
    shop = f"dashboards/{ids['Demo shop']}"
    for noun, bodies in (("graphs", _GRAPHS), ("widgets", _WIDGETS)):
        if not (await _get(request, f"{shop}/{noun}"))["items"]:
            for body in bodies:
                await _post(request, f"{shop}/{noun}", **body)
    for body in _test_runs(UUID(ids["Demo shop"])):
        await _post(request, f"{shop}/test-runs", **body)
    for link in (await _get(request, f"{shop}/links"))["items"]:
        # Of an earlier time: what it led to is not told again.
        if link["label"] == _LINK:
            await request.delete(f"/api/v1/{shop}/links/{link['id']}", headers=_SAME_ORIGIN)
    expires_at = (datetime.now(UTC) + timedelta(days=1)).isoformat()
    link = await _post(request, f"{shop}/links", label=_LINK, expires_at=expires_at)
    return {"shop": ids["Demo shop"], "warehouse": ids["Demo warehouse"], "link": link["token"]}


def _test_runs(dashboard_id: UUID) -> list[dict[str, Any]]:
    """As a CI would have submitted them; those that are there already are sent again, which changes nothing."""
    midnight = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    tests = {"search": 41.0, "checkout": 118.0, "product": 23.5, "login": 64.0, "cart.view": 12.0}
    return [
        {
            "run_id": str(uuid5(dashboard_id, f"{midnight} {number}")),
            "suite": "shop",
            "version": version,
            "build": str(311 + number),
            "started_at": (midnight - timedelta(days=6 - number)).isoformat(),
            "results": [
                {
                    "name": f"tests/test_shop.py::test_{endpoint.replace('.', '_')}_answers",
                    "passed": 5 if number != 4 or endpoint != "login" else 4,
                    "failed": 0 if number != 4 or endpoint != "login" else 1,
                    "durations_ms": [ms * (1 + 0.04 * ((number + take) % 5)) for take in range(5)],
                    "hits": [{"endpoint": endpoint, "calls": 5, "total_ms": ms * 4}],
                }
                for endpoint, ms in tests.items()
            ],
            "endpoints": [
                {
                    "endpoint": endpoint,
                    "tests": 1,
                    "calls": 5,
                    "total_ms": ms * 4,
                    "median_ms": ms * 0.8,
                    "ninetieth_percentile_ms": ms * 0.9,
                    "slowest_ms": ms,
                }
                for endpoint, ms in tests.items()
            ],
        }
        for number, version in enumerate(("2.3.0", "2.3.1", "2.3.1", "2.4.0", "2.4.0", "2.4.1"))
    ]


async def _get(request: APIRequestContext, path: str) -> dict[str, Any]:
    response = await request.get(f"/api/v1/{path}")
    assert response.ok, await response.text()
    answer: dict[str, Any] = await response.json()
    return answer


async def _post(request: APIRequestContext, path: str, **body: Any) -> dict[str, Any]:
    response = await request.post(f"/api/v1/{path}", data=body, headers=_SAME_ORIGIN)
    assert response.ok, await response.text()
    answer: dict[str, Any] = await response.json()
    return answer


def main() -> None:
    home = Home(home_path())
    try:
        run = RunFile.read(home.run_file)
    except LocalStackError as error:
        sys.exit(f"start the demo first with `make run`: {error}")
    FOLDER.mkdir(parents=True, exist_ok=True)
    password = home.demo_password.read_text(encoding="utf-8").strip()
    asyncio.run(take_all(run.url, password, sys.argv[1:]))


if __name__ == "__main__":
    main()
