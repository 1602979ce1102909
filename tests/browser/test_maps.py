"""The maps in a browser: sea, land and what lies over them show, each in its colour."""

from collections import Counter
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import BrowserContext, Page

from tests.browser.visiting import Server, Visit
from views.theme import rgb

# Of a map's pixels: what is seen of it is more than a speck.
SEEN = 0.0001


@pytest.mark.parametrize(
    ("name", "theme", "over"),
    [("", "light", ("done", "agency-cma")), ("storm", "dark", ("grade-ts", "agency-jma"))],
)
def test_sea_and_land_are_painted_and_what_lies_over_them(
    shown_server: Server, painted: BrowserContext, name: str, theme: str, over: tuple[str, ...]
) -> None:
    visit = Visit(painted.new_page(), shown_server.address, who="duty")
    visit.page.emulate_media(color_scheme=theme)
    page = visit.open(name)
    wanted = {token: tuple(rgb(theme, token)[:3]) for token in ("sea", "land", *over)}
    for _ in range(20):
        seen = colours(page)
        if all(seen[colour] > SEEN * seen.total() for colour in wanted.values()):
            return
        page.wait_for_timeout(500)
    pytest.fail(str({token: seen[colour] / seen.total() for token, colour in wanted.items()}))


def colours(page: Page) -> Counter[tuple[int, ...]]:
    """How many pixels of the page's map bear each colour."""
    picture = page.locator("[data-testid=stDeckGlJsonChart]").first.screenshot()
    counted = Image.open(BytesIO(picture)).convert("RGB").getcolors(maxcolors=1 << 24)
    return Counter({colour: pixels for pixels, colour in counted})
