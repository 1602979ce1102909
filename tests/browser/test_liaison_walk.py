"""A liaison's night in a real browser: every page, a wrong file, the mended file, a second screen that follows."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from feeds import feed
from intake.receive import receive
from store.ledger import Ledger
from tests.browser.visiting import ROOT, Server, Visit

PAGES = ("", "storm", "departments", "report", "reporting_status", "levels", "briefing", "ledger")
FISH = ROOT / "sample_data" / "aquaculture.csv"
MARKS = {"zh": re.compile("舟山防台准备"), "en": re.compile("Zhoushan typhoon readiness")}


@pytest.fixture
def wrong(tmp_path: Path) -> Path:
    """The sample file in GB18030 with three faults: an empty id, a number that is none, more evacuated than people."""
    head, *rows = FISH.read_text("utf-8-sig").splitlines()
    names = head.split(",")
    cells = [row.split(",") for row in rows]
    cells[0][0] = ""
    cells[1][names.index("养殖人员数(人)")] = "若干"
    cells[2][names.index("已撤离人数(人)")] = "1999"
    path = tmp_path / "海水养殖.csv"
    path.write_bytes("\r\n".join([head, *(",".join(row) for row in cells)]).encode("gb18030"))
    return path


@pytest.fixture
def mended(tmp_path: Path) -> Path:
    """The sample file in GB18030 with one farm's people back on their rafts."""
    head, *rows = FISH.read_text("utf-8-sig").splitlines()
    cells = rows[0].split(",")
    cells[head.split(",").index("已撤离人数(人)")] = "0"
    path = tmp_path / "海水养殖-改.csv"
    path.write_bytes("\r\n".join([head, ",".join(cells), *rows[1:]]).encode("gb18030"))
    return path


def test_every_page_opens_by_its_address_and_asks_nobody_outside(
    sample_server: Server, context: BrowserContext
) -> None:
    # The first request of a fresh server is a deep link too.
    visits = {}
    for name in PAGES[::-1]:
        visits[name] = visit = Visit(context.new_page(), sample_server.address)
        page = visit.open(name)
        expect(page).to_have_title(MARKS["zh"])
        expect(page.locator("[data-testid=stException]")).to_have_count(0)
    page.wait_for_timeout(2500)  # charts load late, and would ask for their tiles late
    assert {name: (visit.errors, visit.strangers) for name, visit in visits.items()} == dict.fromkeys(
        visits, ([], [])
    )


def test_every_page_opens_by_its_link_in_english_and_asks_nobody_outside(
    shown_server: Server, context: BrowserContext
) -> None:
    visit = Visit(context.new_page(), shown_server.address)
    page = visit.open("?lang=en")
    # The wall bears no links: from it nobody goes on.
    for name in (*(name for name in PAGES[1:] if name != "briefing"), "briefing"):
        page.locator(f".st-key-link_{name} a").click()
        expect(page).to_have_url(re.compile(rf"/{name}\?lang=en"))
        page.locator("[data-test-script-state=notRunning]").wait_for()
        expect(page).to_have_title(MARKS["en"])
        expect(page.locator("[data-testid=stException], [data-stale=true]")).to_have_count(0)
    assert (visit.errors, visit.strangers) == ([], [])


def test_a_wrong_file_shows_its_faults_and_the_mended_one_reaches_a_second_screen(
    sample_server: Server, context: BrowserContext, wrong: Path, mended: Path
) -> None:
    screen, desk = (Visit(context.new_page(), sample_server.address) for _ in range(2))
    overview = screen.open()
    line = overview.locator(".tp-line", has_text="海水养殖人员撤离")
    expect(line).to_contain_text("736/736")
    overview.evaluate("window.notReloaded = true")

    page = desk.open("report?feed=aquaculture")
    _drop(page, wrong)
    expect(page.locator(".tp-notice-error")).to_contain_text("3 处错误")
    expect(page.locator(".tp-fault")).to_have_count(3)

    _drop(page, mended)
    expect(page.locator(".tp-diff")).to_contain_text("改动")
    page.get_by_role("button", name="确认报送").click()
    expect(page.locator(".tp-receipt")).to_contain_text("R000")
    expect(page.locator(".tp-receipt")).to_contain_text("王海燕")

    expect(line).not_to_contain_text("736/736")
    expect(line).to_contain_text("进行中")
    assert overview.evaluate("window.notReloaded")
    assert (screen.errors, screen.strangers, desk.errors, desk.strangers) == ([], [], [], [])


def test_the_overview_fits_the_wall_without_scrolling(shown_server: Server, context: BrowserContext) -> None:
    page = Visit(context.new_page(), shown_server.address).open()
    page.locator(".tp-counters").wait_for()
    over = "main => main.scrollHeight - main.clientHeight"
    assert page.locator("[data-testid=stMain]").evaluate(over) <= 0
    # The smallest screen of an office, in the longer language, with more levels and alerts in force than the sample day has.
    page.set_viewport_size({"width": 1366, "height": 768})
    page.goto(f"{shown_server.address}/?lang=en")
    page.locator(".tp-counters[lang=en]").wait_for()
    page.locator(".tp-alerts").wait_for()
    page.evaluate(
        "for (const row of ['.tp-levels', '.tp-alerts']) for (const _ of [1, 2])"
        " document.querySelector(row).append(document.querySelector(row + ' > :last-child').cloneNode(true))"
    )
    assert page.locator("[data-testid=stMain]").evaluate(over) <= 0


def _drop(page: Page, file: Path) -> None:
    page.locator("input[type=file]").set_input_files(str(file))


def test_a_preview_overtaken_by_another_report_is_compared_again_before_it_is_sent(
    sample_server: Server, sample_url: str, context: BrowserContext, mended: Path
) -> None:
    page = Visit(context.new_page(), sample_server.address).open("report?feed=aquaculture")
    _drop(page, mended)
    expect(page.locator(".tp-diff")).to_contain_text("改动")
    ledger = Ledger(sample_url)
    overtaking = FISH.read_bytes() + b"\r\n"
    assert receive(ledger, feed("aquaculture"), "city", overtaking, "抢先.csv", "张三").receipt
    sent = ledger.position()

    page.get_by_role("button", name="确认报送").click()
    expect(page.locator(".tp-notice-error")).to_contain_text("预览之后")
    assert ledger.position() == sent
    page.get_by_role("button", name="确认报送").click()
    expect(page.locator(".tp-receipt")).to_contain_text("王海燕")
    assert ledger.position() == sent + 1
    ledger.close()


def test_the_ledger_opens_after_a_receipt_in_the_same_session(
    sample_server: Server, context: BrowserContext, mended: Path
) -> None:
    visit = Visit(context.new_page(), sample_server.address)
    page = visit.open("report?feed=aquaculture")
    _drop(page, mended)
    page.get_by_role("button", name="确认报送").click()
    expect(page.locator(".tp-receipt")).to_be_visible()
    page.locator(".st-key-links").get_by_text("台账").click()
    expect(page.locator("[data-testid=stDataFrame]").first).to_be_visible()
    expect(page.locator("[data-testid=stAlert]")).to_have_count(0)
    assert (visit.errors, visit.strangers) == ([], [])
