"""What a screen shows while its server is gone, and afterwards."""

import os
import signal

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from store.entry import NewEntry
from store.ledger import Ledger
from tests.browser.visiting import Server, Visit

ON_TOP = "([x, y]) => document.elementFromPoint(innerWidth * x, innerHeight * y).closest('#tp-lost') !== null"


def commit(store_url: str) -> str:
    """What the tiny page shows once it knows of this."""
    ledger = Ledger(store_url)
    position = ledger.append(NewEntry("declaration", scope="city", detail={"grade": "III"})).entry.seq
    ledger.close()
    return f"position={position}"


@pytest.fixture
def visit(tiny: Server, context: BrowserContext) -> Visit:
    visit = Visit(context.new_page(), tiny.address)
    visit.open()
    return visit


def position(page: Page):
    return page.locator(".st-key-position")


def test_a_commit_made_elsewhere_appears_without_reload(tiny: Server, visit: Visit) -> None:
    draft = visit.page.get_by_label("draft")
    draft.fill("half a sentence")
    expect(position(visit.page)).to_contain_text(commit(tiny.store_url), timeout=10_000)
    expect(draft).to_have_value("half a sentence")
    assert (visit.errors, visit.strangers) == ([], [])


def test_a_page_that_lost_its_server_covers_its_numbers_until_they_are_current(
    tiny: Server, visit: Visit
) -> None:
    cover = visit.page.locator("#tp-lost")
    expect(cover).to_have_count(0)
    tiny.stop(kill=True)
    expect(cover).to_contain_text("数据中断", timeout=5_000)
    visit.page.locator("[role=dialog]").wait_for(timeout=15_000)  # the frame's own notice, in English
    for x, y in ((0.5, 0.5), (0.5, 0.1), (0.01, 0.01), (0.99, 0.99)):
        assert visit.page.evaluate(ON_TOP, [x, y])
    now = commit(tiny.store_url)
    tiny.start()
    expect(cover).to_have_count(0, timeout=30_000)
    assert now in position(visit.page).inner_text()
    assert visit.page.locator("[role=dialog]").count() == 0


def test_a_server_that_hangs_is_noticed_though_its_sockets_stay_open(tiny: Server, visit: Visit) -> None:
    cover = visit.page.locator("#tp-lost")
    os.kill(tiny.process.pid, signal.SIGSTOP)
    expect(cover).to_contain_text("数据中断", timeout=20_000)
    now = commit(tiny.store_url)
    os.kill(tiny.process.pid, signal.SIGCONT)
    expect(cover).to_have_count(0, timeout=30_000)
    assert now in position(visit.page).inner_text()
