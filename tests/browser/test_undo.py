"""A report is taken back in a real browser: who may not, who may, what every screen shows then, and what is printed."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from feeds import feed
from intake.receive import receive
from store.ledger import Ledger
from tests.browser.visiting import ROOT, Server, Visit, choose_first_row

FISH = ROOT / "sample_data" / "aquaculture.csv"
NAMES = {
    "zh": ("撤销原因", "撤销 R"),
    "en": ("Reason", "Undo R"),
}


@pytest.fixture
def wrong(sample_url: str) -> str:
    """A city's file in which nobody has left their raft, sent by mistake; its receipt number."""
    head, *rows = FISH.read_text("utf-8-sig").splitlines()
    place = head.split(",").index("已撤离人数(人)")
    cells = [row.split(",") for row in rows]
    data = "\n".join([head, *(",".join([*row[:place], "0", *row[place + 1 :]]) for row in cells)]).encode()
    ledger = Ledger(sample_url)
    receipt = receive(ledger, feed("aquaculture"), "city", data, "发错的.csv", "张三").receipt
    ledger.close()
    return receipt.number


def _take_back(page: Page, lang: str, reason: str) -> None:
    why, button = NAMES[lang]
    page.get_by_label(why, exact=True).fill(reason)
    page.get_by_role("button", name=button).click()


def test_a_stranger_may_not_undo_a_duty_officer_may_and_every_screen_shows_it(
    sample_server: Server, context: BrowserContext, wrong: str
) -> None:
    lang = "en"
    screen, desk = (Visit(context.new_page(), sample_server.address) for _ in range(2))
    colleague = desk.open(f"ledger?lang={lang}&receipt={wrong}")
    expect(colleague.locator(".tp-facts")).to_contain_text("张三")
    expect(colleague.get_by_role("button", name=NAMES[lang][1])).to_have_count(0)
    desk.sign_in("duty")
    overview = screen.open("?lang=zh")
    line = overview.locator(".tp-line", has_text="海水养殖人员撤离")
    expect(line).to_contain_text("0/736")
    page = desk.open(f"ledger?lang={lang}&receipt={wrong}")
    moved = page.locator(".tp-problems tr", has_text="736/736")
    expect(moved).to_contain_text("0/736")

    _take_back(page, lang, "县里来电")
    expect(page.locator(".tp-notice-warning")).to_contain_text("县里来电")
    expect(page.get_by_role("button", name=NAMES[lang][1])).to_have_count(0)

    expect(line).to_contain_text("736/736")
    expect(overview.locator(".tp-side")).to_contain_text(f"撤销 {wrong}")
    assert (screen.errors, screen.strangers, desk.errors, desk.strangers) == ([], [], [], [])


def test_what_somebody_is_writing_stays_when_another_report_comes_in(
    sample_server: Server, sample_url: str, context: BrowserContext, wrong: str
) -> None:
    page = Visit(context.new_page(), sample_server.address, who="duty").open("ledger")
    choose_first_row(page)
    page.locator(".tp-facts").wait_for()
    page.get_by_label("撤销原因", exact=True).fill("写到一半")
    ledger = Ledger(sample_url)
    receive(
        ledger,
        feed("shelters"),
        "putuo",
        (ROOT / "sample_data" / "shelters.csv").read_bytes(),
        "b.csv",
        "普陀",
    )
    number = f"R{ledger.position():06d}"
    page.wait_for_timeout(1500)
    expect(page.get_by_label("撤销原因", exact=True)).to_have_value("写到一半")
    expect(page.locator(".tp-facts")).to_contain_text(wrong)
    assert number != wrong
    ledger.close()


@pytest.fixture
def longest(sample_url: str) -> str:
    """Every figure there is in one file, under a long name and by a long one; its receipt number."""
    data = (ROOT / "sample_data" / "figures.csv").read_bytes()
    ledger = Ledger(sample_url)
    outcome = receive(
        ledger, feed("figures"), "city", data, f"{'数字与状态' * 20}.csv", "舟山市某某局联络员" * 8
    )
    ledger.close()
    return outcome.receipt.number


def _prints(page: Page, context: BrowserContext, paper: Path, lang: str, number: str) -> None:
    """Take the receipt out, open it as a file of its own and print it."""
    with page.expect_download() as download:
        page.get_by_role("link", name={"zh": "下载可打印的回执", "en": "Receipt to print"}[lang]).click()
    download.value.save_as(paper)
    sheet = context.new_page()
    asked: list[str] = []
    sheet.on("request", lambda request: asked.append(request.url))
    sheet.goto(paper.as_uri())
    assert asked == [paper.as_uri()]
    expect(sheet.locator("header")).to_contain_text(number)
    expect(sheet.locator("dl")).to_contain_text(re.compile("[0-9a-f]{64}"))
    expect(sheet.locator("table tr").nth(1)).to_be_visible()
    pdf = sheet.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_receipt_prints_on_one_sheet_and_asks_nobody_outside(
    sample_server: Server, context: BrowserContext, tmp_path: Path, longest: str, lang: str
) -> None:
    for number in ("R000084", longest):
        page = Visit(context.new_page(), sample_server.address).open(f"ledger?lang={lang}&receipt={number}")
        _prints(page, context, tmp_path / f"{number}.html", lang, number)


def test_a_units_history_is_read_by_choosing_it(shown_server: Server, context: BrowserContext) -> None:
    visit = Visit(context.new_page(), shown_server.address)
    page = visit.open("ledger")
    page.get_by_label("全部单位（选一个看它的报送历史）").click()
    page.get_by_role("option", name="普陀区", exact=True).click()
    expect(page.locator("[data-testid=stDataFrame]")).to_have_count(2)
    expect(page.get_by_text("晚到与逾期按报表周期计")).to_be_visible()
    assert (visit.errors, visit.strangers) == ([], [])
