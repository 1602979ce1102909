"""What a screen shows while its server is gone, and afterwards."""

from conftest import Server, Visit
from playwright.sync_api import BrowserContext, expect

from store.entry import NewEntry
from store.ledger import Ledger


def commit(store_url: str) -> str:
    ledger = Ledger(store_url)
    ledger.append(NewEntry("declaration", scope="city", detail={"grade": "III"}))
    position = ledger.position()
    ledger.close()
    return f"position={position}"


def test_a_commit_made_elsewhere_appears_without_reload(tiny: Server, context: BrowserContext) -> None:
    visit = Visit(context.new_page(), tiny.address)
    page = visit.open()
    page.get_by_label("draft").fill("half a sentence")
    shown = page.locator(".st-key-position")
    expect(shown).to_contain_text("position=")
    expect(shown).to_contain_text(commit(tiny.store_url), timeout=10_000)
    expect(page.get_by_label("draft")).to_have_value("half a sentence")
    assert (visit.errors, visit.strangers) == ([], [])


def test_a_page_that_lost_its_server_covers_its_numbers_until_they_are_current(
    tiny: Server, context: BrowserContext
) -> None:
    page = Visit(context.new_page(), tiny.address).open()
    cover = page.locator("#tp-lost")
    expect(cover).to_have_count(0)
    tiny.stop(kill=True)
    expect(cover).to_contain_text("数据中断", timeout=5_000)
    assert page.evaluate("document.elementFromPoint(innerWidth / 2, innerHeight - 5).closest('#tp-lost') !== null")
    now = commit(tiny.store_url)
    tiny.start()
    expect(cover).to_have_count(0, timeout=30_000)
    assert now in page.locator(".st-key-position").inner_text()
