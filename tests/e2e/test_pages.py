"""Every page over the real services with real data: it shows them, and in a way that everybody can use it."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from uuid import uuid4

import pytest
from playwright.async_api import Browser, Page, ViewportSize, expect

from tests.e2e.conftest import Post
from tests.e2e.looks import SHORT, WIDE, faults_in_looks, faults_in_policy
from tests.e2e.stocked import LINK_PASSWORD, SHOP_CALLS, Stocked, stocked_pydash
from tests.fixtures.browser import PageFactory
from tests.fixtures.system import PASSWORD, System

_SHOP, _WAREHOUSE, _AWAY = "/dashboards/{shop}", "/dashboards/{warehouse}", "/dashboards/{away}"
# On a busy machine; on an idle one a page takes a second.
_SHOWN_MS = 20_000
# Of the keyboard, on the way to what is wanted: somebody should get there.
_STOPS_MAX = 60
_NAME_OF = "element => (element.labels?.[0] ?? element).textContent.trim()"
_CALLS = f"{SHOP_CALLS:,}"


@pytest.fixture(scope="module")
async def stocked(
    running_pages: System, chromium: Browser, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Stocked]:
    async with stocked_pydash(running_pages, chromium, tmp_path_factory.mktemp("stocked")) as stocked:
        yield stocked


@dataclass(frozen=True)
class Shown:
    """A page, who opens it and what is done there, and what it shows then."""

    name: str
    path: str
    heading: str
    values: tuple[str, ...] = ()
    who: str | None = "owner"
    doing: Callable[[Page], Awaitable[None]] | None = None
    size: ViewportSize = field(default_factory=lambda: WIDE)
    # What is looked at closely, as a CSS selector.
    within: str = "html"

    def __str__(self) -> str:
        return self.name


def clicking(name: str) -> Callable[[Page], Awaitable[None]]:
    async def click(page: Page) -> None:
        await page.get_by_role("button", name=name).first.click()

    return click


async def _unlocking(page: Page) -> None:
    await page.get_by_label("Password").fill(LINK_PASSWORD)
    await page.get_by_role("button", name="Open").click()


async def _asking_for_a_reset(page: Page) -> None:
    await page.get_by_label("Mail address").fill("nobody@pydash.example")
    await page.get_by_role("button", name="Send link").click()


async def _making_a_key(page: Page) -> None:
    await page.get_by_label("Label").fill("CI")
    await page.get_by_role("button", name="Make key").click()


async def _choosing_a_test(page: Page) -> None:
    await page.get_by_role("button", name="test_finds_tea").first.click()


async def _choosing_an_endpoint(page: Page) -> None:
    await page.get_by_role("combobox", name="Endpoint").click()


PAGES = (
    Shown("sign-in", "/", "Sign in", who=None),
    Shown("register", "/register", "Create an account", who=None),
    Shown("verify-without-code", "/verify", "Confirm your mail address", who=None),
    Shown(
        "forgot-password",
        "/forgot-password",
        "Choose a new password",
        ("nobody@pydash.example",),
        None,
        _asking_for_a_reset,
    ),
    Shown("reset-without-code", "/reset-password", "Choose a new password", who=None),
    Shown("not-found", "/no/such/page", "Page not found", who=None),
    Shown("overview", "/", "Dashboards", ("Web shop", f"{_CALLS} calls", "Warehouse", "Away")),
    Shown("overview-table", "/?layout=table", "Dashboards", ("Web shop", "Warehouse", "Cannot connect")),
    Shown("overview-empty", "/", "Dashboards", ("Add your first app",), "newcomer"),
    # What an open menu covers in part is too small to hit there; how much that is, depends on the mail address.
    Shown(
        "account-menu",
        "/",
        "Dashboards",
        ("Sign out",),
        doing=clicking("Account of"),
        within="header:has(nav)",
    ),
    Shown("guide", "/dashboards/new", "Add an app"),
    *(
        Shown(f"guide-{kind}", f"/dashboards/new?app={kind}", "Add an app", ("3. Connect",))
        for kind in ("fmd_1", "fmd_2", "flask", "fastapi")
    ),
    Shown("arrival", f"{_SHOP}/arrival", "Web shop was added", (f"All is here: {_CALLS} calls",)),
    Shown(
        "dashboard", f"{_SHOP}?range=7d", "Web shop", (_CALLS, "cart.add", "1.1.0", "Unique visitors by hour")
    ),
    Shown("dashboard-compared", f"{_SHOP}?range=7d&compare=version:1.0.0", "Web shop", (_CALLS,)),
    Shown("dashboard-statuses", f"{_WAREHOUSE}?range=7d", "Warehouse", ("404", "broken")),
    Shown("dashboard-without-calls", _AWAY, "Away", ("No calls",)),
    Shown("dashboard-filter", _SHOP, "Web shop", ("search",), doing=_choosing_an_endpoint, size=SHORT),
    Shown("endpoint", f"{_SHOP}/endpoint?name=search&range=7d", "search", ("bram", "2001:db8::1")),
    Shown(
        "endpoint-traces",
        f"{_WAREHOUSE}/endpoint?name=slow&range=7d",
        "slow",
        ("scanner", "Outliers", "look_up()"),
    ),
    Shown("endpoint-exceptions", f"{_WAREHOUSE}/endpoint?name=broken", "broken", ("KeyError", "'milk'")),
    Shown(
        "outlier",
        f"{_WAREHOUSE}/endpoint?name=slow&range=7d",
        "Outlier of",
        ("Stack when it was noticed", "/slow?times=15"),
        doing=clicking("Show the outlier"),
    ),
    Shown(
        "endpoint-change",
        f"{_SHOP}/endpoint?name=search",
        "Change search",
        ("New name",),
        doing=clicking("Change"),
        size=SHORT,
    ),
    Shown("graphs", f"{_SHOP}/graphs?range=7d", "Slow searches", ("Load", "Shares", "1.1.0", "cart.add")),
    Shown("graphs-none", f"{_AWAY}/graphs", "Away", ("No graphs yet",)),
    Shown(
        "graph-editor",
        f"{_SHOP}/graphs?range=7d",
        "New graph",
        ("Drawn as",),
        doing=clicking("Add a graph"),
        size=SHORT,
    ),
    Shown("widgets", f"{_SHOP}/widgets", "Widgets of this dashboard", ("Visits so far", _CALLS)),
    Shown("widgets-none", f"{_AWAY}/widgets", "Away", ("No widget yet",)),
    Shown(
        "tests", f"{_SHOP}/tests", "Slowest tests", ("test_finds_tea", "test_adds_once", "102", "cart.add")
    ),
    Shown(
        "tests-history",
        f"{_SHOP}/tests",
        "One test over versions",
        ("test_finds_tea",),
        doing=_choosing_a_test,
    ),
    Shown("tests-none", f"{_AWAY}/tests", "Away", ("No test runs yet", "pytest --pydash")),
    Shown("dashboard-settings", f"{_SHOP}/settings", "Name and reading", ("URL and token",)),
    Shown(
        "dashboard-deletion",
        f"{_SHOP}/settings",
        "Delete Web shop?",
        ("Delete for good",),
        doing=clicking("Delete dashboard"),
        size=SHORT,
    ),
    Shown("dashboard-people", f"{_SHOP}/settings/people", "People", ("theo-",)),
    Shown("dashboard-links", f"{_SHOP}/settings/links", "Read-only links", ("hall", "asks for a password")),
    Shown("account-settings", "/settings", "Settings", ("Look and sound", "olga-")),
    Shown("sessions", "/settings/security", "Settings", ("this one",)),
    Shown("api-keys", "/settings/api-keys", "Settings", ("backup", "never used"), doing=_making_a_key),
    Shown("wallboard", "/wallboard", "Web shop", ("Visits, 24 h", "1 of 3")),
    Shown("link", "/link#{shop_link},{warehouse_link}", "Web shop", ("Visits, 24 h", "1 of 2"), None),
    Shown("link-locked", "/link#{locked_link}", "This link has a password", who=None),
    Shown("link-unlocked", "/link#{locked_link}", "Web shop", ("Visits, 24 h",), None, _unlocking),
    Shown("link-dead", "/link#no-such-secret", "This link does not work", who=None),
    Shown("link-without-secret", "/link", "There is no link here", who=None),
)


@pytest.mark.parametrize("shown", PAGES, ids=str)
async def test_a_page_shows_its_data_to_everybody(
    shown: Shown, stocked: Stocked, open_page: PageFactory
) -> None:
    who = None if shown.who is None else stocked.signed_in[getattr(stocked, shown.who)]
    page = await open_page(stocked.system.url, signed_in=who)
    await page.set_viewport_size(shown.size)
    response = await page.goto(shown.path.format_map(vars(stocked)))
    if shown.doing is not None:
        await shown.doing(page)

    await shows(page, shown.heading, *shown.values)
    assert await faults_in_looks(page, shown.size, shown.within) + faults_in_policy(response) == []


async def shows(page: Page, heading: str, *values: str) -> None:
    """It shows them, all of its panels have come, and none of them failed."""
    await expect(page.get_by_role("heading", name=heading).first).to_be_visible(timeout=_SHOWN_MS)
    for value in values:
        await expect(page.locator("body")).to_contain_text(value, use_inner_text=True, timeout=_SHOWN_MS)
    await expect(page.locator("[aria-busy=true]")).to_have_count(0, timeout=_SHOWN_MS)
    assert await page.get_by_role("alert").all_inner_texts() == []


async def test_the_pages_of_registering_and_of_its_mail(
    running_pages: System, post: Post, open_page: PageFactory
) -> None:
    page = await open_page(running_pages.url)
    name = f"ada-{uuid4().hex[:8]}"
    address = f"{name}@pydash.example"
    await page.goto("/register")
    await page.get_by_label("Name").fill(name)
    await page.get_by_label("Mail address").fill(address)
    await page.get_by_label("Password").fill(PASSWORD)
    await page.get_by_role("button", name="Create account").click()
    await shows(page, "Look into your mail", address)
    faults = await faults_in_looks(page)

    for link_page, button, says in (
        ("verify", "Confirm address", "Your mail address is confirmed."),
        ("reset-password", "Set password", "The new password is set"),
    ):
        if link_page == "reset-password":
            await page.goto("/forgot-password")
            await page.get_by_label("Mail address").fill(address)
            await page.get_by_role("button", name="Send link").click()
        await page.goto(await post.link_mailed_to(address, link_page))
        await expect(page.get_by_role("button", name=button)).to_be_visible()
        faults += await faults_in_looks(page)
        if link_page == "reset-password":
            await page.get_by_label("New password").fill(f"{PASSWORD} anew")
        await page.get_by_role("button", name=button).click()
        await expect(page.get_by_text(says)).to_be_visible()
        faults += await faults_in_looks(page)
    assert faults == []


async def test_the_keyboard_alone_leads_from_signing_in_to_an_endpoint(
    stocked: Stocked, open_page: PageFactory
) -> None:
    page = await open_page(stocked.system.url)
    await page.goto("/")
    await expect(page.get_by_role("heading", name="Sign in")).to_be_attached()

    await tab_to(page, "Name")
    await page.keyboard.type(stocked.owner)
    await tab_to(page, "Password")
    await page.keyboard.type(PASSWORD)
    await page.keyboard.press("Enter")
    await shows(page, "Dashboards", "Web shop")
    await tab_to(page, "Skip to content")
    await page.keyboard.press("Enter")
    await tab_to(page, "Web shop")
    await page.keyboard.press("Enter")
    await shows(page, "Web shop", "cart.add")
    await tab_to(page, "cart.add")
    await page.keyboard.press("Enter")

    await shows(page, "cart.add", "Visits and execution time")


async def tab_to(page: Page, name: str) -> None:
    """As somebody does who has no mouse: on, until what is wanted has the focus, and shows that it has."""
    focus = page.locator(":focus")
    for _ in range(_STOPS_MAX):
        await page.keyboard.press("Tab")
        if await focus.count() == 0:
            continue
        named = await focus.evaluate(_NAME_OF)
        if named == name:
            assert await focus.evaluate("element => getComputedStyle(element).outlineStyle") != "none"
            return
    raise AssertionError(f"{_STOPS_MAX} times Tab do not lead to {name}")
