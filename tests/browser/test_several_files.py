"""Several files and sheets in one go: what is ready goes, what is not stays, and nothing is taken for something else."""

from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from domain.words import say
from store.ledger import Ledger
from tests.browser.visiting import Server, Visit
from tests.papers import changed, printed, sample_rows
from tests.workbooks import of_paper, xlsx

SHEETS = {
    "渔船": "fishing_vessels", "养殖": "aquaculture", "客运": "passenger_routes", "水库": "reservoirs", "施工": "marine_works",
    "景区": "scenic_areas", "物资": "supplies",
}  # fmt: skip
FAULTY = "水库"


@pytest.fixture
def seven(tmp_path: Path) -> Path:
    """A workbook of seven forms, one of them with a key twice."""
    papers = {
        sheet: sample_rows(name, count=None if sheet != "渔船" else 5182) for sheet, name in SHEETS.items()
    }
    key = next(iter(papers[FAULTY][0]))
    papers[FAULTY] = changed(papers[FAULTY], {1: {key: papers[FAULTY][0][key]}})
    path = tmp_path / "七张表.xlsx"
    path.write_bytes(xlsx({sheet: of_paper(rows) for sheet, rows in papers.items()}))
    return path


def row(page: Page, number: int):
    return page.locator(".tp-paper").nth(number - 1)


@pytest.mark.parametrize(("lang", "width", "height"), [("zh", 1366, 768), ("en", 390, 844)])
def test_six_of_seven_sheets_are_sent_together_and_the_faulty_one_stays_open(
    sample_server: Server,
    sample_url: str,
    context: BrowserContext,
    seven: Path,
    lang: str,
    width: int,
    height: int,
) -> None:
    visit = Visit(context.new_page(), sample_server.address)
    visit.page.set_viewport_size({"width": width, "height": height})
    page = visit.open(f"report?lang={lang}")
    page.locator("input[type=file]").set_input_files(seven)
    head = page.locator(".tp-papers-head")
    expect(head).to_contain_text(say(lang, "papers.ready", n=6))
    expect(head).to_contain_text(say(lang, "papers.to_do", n=1))
    expect(page.locator(".tp-faults")).to_be_visible()
    wide = page.locator("[data-testid=stMain]").evaluate("main => main.scrollWidth - main.clientWidth")
    assert wide == 0

    page.get_by_role("button", name=say(lang, "report.send_all", n=6)).click()
    expect(head).to_contain_text(say(lang, "papers.sent", n=6))
    ledger = Ledger(sample_url)
    sent = {entry.feed: entry.detail["sheet"] for entry in ledger.entries(kinds=["submission"], limit=6)}
    assert sent == {name: sheet for sheet, name in SHEETS.items() if sheet != FAULTY}
    place = list(SHEETS).index(FAULTY) + 1
    expect(row(page, place)).to_contain_text(say(lang, "report.is_faults", n=1))
    expect(page.locator(".tp-faults")).to_contain_text("1")
    page.get_by_role("button", name=say(lang, "report.open", n=1), exact=True).click()
    expect(page.locator(".tp-receipt")).to_contain_text("R000")
    ledger.close()
    assert (visit.errors, visit.strangers) == ([], [])


def test_two_files_of_one_form_wait_for_a_choice_and_one_that_cannot_be_read_stops_neither(
    sample_server: Server, sample_url: str, context: BrowserContext, tmp_path: Path
) -> None:
    files = []
    for at in (0, 3):
        rows = changed(sample_rows("aquaculture"), {at: {"已撤离人数(人)": "0"}})
        files.append(tmp_path / f"养殖{at}.csv")
        files[-1].write_bytes(printed(rows, "gb18030"))
    files.append(tmp_path / "坏.xlsx")
    files[-1].write_bytes(b"PK\x03\x04")
    visit = Visit(context.new_page(), sample_server.address)
    page = visit.open("report?feed=supplies")
    page.locator("input[type=file]").set_input_files(files)
    expect(page.locator(".tp-notice-warning")).to_contain_text("第 1、2 份都是“海水养殖人员”（全市）")
    expect(row(page, 3)).to_contain_text("读不了")
    expect(page.get_by_role("button", name="全部确认")).to_have_count(0)
    page.get_by_role("button", name="依次都报，以第 2 份为准").click()
    page.get_by_role("button", name="全部确认 2 份").click()
    expect(page.locator(".tp-papers-head")).to_contain_text("2 份已接收")
    ledger = Ledger(sample_url)
    last, first = ledger.entries(kinds=["submission"], limit=2)
    assert (first.filename, last.filename) == ("养殖0.csv", "养殖3.csv")
    assert last.detail["moved"]["changed"] == 2
    ledger.close()


def test_what_a_closed_page_left_is_offered_again_sheet_by_sheet(
    sample_server: Server, context: BrowserContext, tmp_path: Path
) -> None:
    path = tmp_path / "两张.xlsx"
    sheets = {sheet: of_paper(sample_rows(SHEETS[sheet])) for sheet in ("养殖", "物资")}
    path.write_bytes(xlsx(sheets))
    visit = Visit(context.new_page(), sample_server.address)
    page = visit.open("report?feed=aquaculture")
    page.locator("input[type=file]").set_input_files(path)
    expect(page.locator(".tp-papers-head")).to_contain_text("2 份可以报送")
    page.reload()
    expect(page.locator(".tp-notice-info").first).to_contain_text("两张.xlsx · 海水养殖人员")
    page.get_by_text("还有 1 份已收下、没有报送").click()
    page.get_by_role("button", name="全部继续（1 份）").click()
    expect(page.locator(".tp-diff")).to_contain_text("24 行")
    page.get_by_role("button", name="不报了").last.click()
    expect(page.locator(".tp-diff")).to_have_count(0)
    page.reload()
    page.get_by_text("还有 1 份已收下、没有报送").click()  # the form left last stands in the address
    expect(page.get_by_role("button", name="继续", exact=True)).to_have_count(1)
