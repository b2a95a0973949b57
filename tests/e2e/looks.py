"""What is wrong with a page, as far as a machine can tell: for who cannot see it well, and on a small screen."""

import asyncio
import json
import time
from functools import cache
from typing import Literal

from playwright.async_api import Page, Response, ViewportSize

from deploy.local.home import PROJECT

# Panels ask for their data when they are seen: on a screen of this height all are.
WIDE: ViewportSize = {"width": 1280, "height": 6_000}
# Where only what lies above the rest is of interest, and that is looked at on its own.
SHORT: ViewportSize = {"width": 1280, "height": 800}
NARROW: ViewportSize = {"width": 360, "height": 800}

_DRAWN_SECONDS = 5.0

_AXE = PROJECT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
_TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")

_FIND_VIOLATIONS = """async ([within, tags]) => {
  // What is drawn within an image is not read, and a page may have thousands of such strokes.
  const context = { include: [[within]], exclude: [['[role=img] svg']] }
  const { violations } = await axe.run(context, { runOnly: { type: 'tag', values: tags } })
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, any, all }) => `${id}: ${html} ${[...any, ...all].map((check) => check.message).join(' ')}`))
}"""

# Who sticks out, and is not scrolled inside of the page: to be found quickly. Empty where nothing scrolls sideways.
_FIND_WIDE = """() => {
  const page = document.scrollingElement
  if (page.scrollWidth <= innerWidth) return []
  const isScrolled = (element) =>
    element !== page && element !== document.body && element !== null &&
    (getComputedStyle(element).overflowX !== 'visible' || isScrolled(element.parentElement))
  return [`the page is ${page.scrollWidth} px wide`, ...[...document.querySelectorAll('body *')]
    .filter((element) => element.getBoundingClientRect().right > innerWidth && !isScrolled(element))
    .map((element) => `wide: ${element.outerHTML.slice(0, 200)}`)]
}"""


@cache
def _axe() -> str:
    return _AXE.read_text(encoding="utf-8")


async def faults_in_looks(page: Page, wide: ViewportSize = WIDE, within: str = "html") -> list[str]:
    """In light on a wide screen, in dark on a narrow one. ``within``: the part to look at, as a CSS selector."""
    found = []
    await page.evaluate(_axe())
    themes: tuple[tuple[Literal["light", "dark"], ViewportSize], ...] = (("light", wide), ("dark", NARROW))
    for theme, size in themes:
        await page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        await page.set_viewport_size(size)
        sideways = await _wide(page)
        violations = await page.evaluate(_FIND_VIOLATIONS, [within, _TAGS])
        found += [f"{theme}, {size['width']} px: {fault}" for fault in (*violations, *sideways)]
    return found


async def _wide(page: Page) -> list[str]:
    """Charts are drawn anew for the width that they have now, a moment after the page was laid out for it."""
    deadline = time.monotonic() + _DRAWN_SECONDS
    while True:
        wide: list[str] = await page.evaluate(_FIND_WIDE)
        if wide == [] or time.monotonic() > deadline:
            return wide
        await asyncio.sleep(0.05)


def faults_in_policy(response: Response | None) -> list[str]:
    """Scripts come from files of ours alone."""
    policy = "" if response is None else response.headers.get("content-security-policy", "")
    directives = {
        name: sources for name, *sources in (part.split() for part in policy.split(";") if part.strip())
    }
    scripts = directives.get("script-src", directives.get("default-src", ["*"]))
    return [] if scripts == ["'self'"] else [f"scripts may come from {json.dumps(scripts)}"]
