"""A real browser: log in, see the board, press keys and see what comes of it."""

from collections.abc import AsyncIterator
from io import BytesIO

import pytest
from PIL import Image

from tests.bench.browser.chromium import installed
from tests.cli.commands import Lampfield
from tests.cli.test_web import DEMO_SECRET, serving
from tests.cli.web.page import Page, page_of

PROGRAM = installed()

pytestmark = [
    pytest.mark.skipif(PROGRAM is None, reason="no Chromium is installed"),
    pytest.mark.timeout(180),
]


@pytest.fixture
async def page(lampfield: Lampfield) -> AsyncIterator[Page]:
    """A browser at the door of a demo."""
    lampfield.has_seen_the_tour("web/reception")
    words = ("--demo", "--contacts", "40", "--rate", "0", "--listen", "127.0.0.1:0")
    with serving(lampfield, *words) as (url, _):
        async with page_of(PROGRAM or "") as standing:
            await standing.go_to(url)
            yield standing


async def log_in(page: Page, secret: str = DEMO_SECRET) -> None:
    await page.shows("input[name=account]")
    await page.evaluate("document.querySelector('input[name=account]').value = 'reception'")
    await page.fill("input[name=secret]", secret)
    await page.press("Enter")


async def test_keys_work_in_the_browser(page: Page) -> None:
    await log_in(page)
    await page.sees("Ben Okoro")
    await page.sees("40")
    await page.press("/", "h", "a", "n", "a")
    await page.misses("Ben Okoro")
    assert "Hana Ito" in page.text
    await page.press("Escape")
    await page.sees("Ben Okoro")


async def test_the_terminal_is_painted_over_the_whole_page(page: Page) -> None:
    await log_in(page)
    await page.sees("Ben Okoro")
    picture = Image.open(BytesIO(await page.picture())).convert("RGB")
    width, height = picture.size
    for corner in ((0, 0), (width // 2, 0), (0, height // 2), (width // 2, height // 2)):
        part = picture.crop((*corner, corner[0] + width // 2, corner[1] + height // 2))
        assert len(part.getcolors(65_536) or ()) > 20, corner


async def test_a_wrong_secret_leads_to_no_board(page: Page) -> None:
    await log_in(page, "sesame")
    await page.shows("p[role=alert]:not(:empty)")
    assert "secret is wrong" in await page.evaluate("document.querySelector('p[role=alert]').textContent")
    assert await page.evaluate("location.href.includes('sesame')") is False
    assert await page.evaluate("document.querySelector('.textual-terminal')") is None


async def test_a_board_that_was_left_can_be_opened_again(page: Page) -> None:
    await log_in(page)
    await page.sees("Ben Okoro")
    await page.press("q", ctrl=True)
    await page.shows("body.-closed .closed")
    await page.evaluate("document.querySelector('.closed button').click()")
    await page.shows("body:not(.-closed)")
    await page.sees("Ben Okoro")
    assert await page.evaluate("document.cookie") == ""
