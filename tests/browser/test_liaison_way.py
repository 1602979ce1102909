"""The liaison's whole way in both languages: a wrong file, mapping, a fix in place, the diff, the receipt, the way back."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from domain.receipts import receipt_number
from domain.words import say
from store.ledger import Ledger
from tests.browser.visiting import Server, Visit, choose_first_row
from tests.intake.partly import sent
from tests.papers import Paper, changed, printed, sample_rows

LANGUAGES = pytest.mark.parametrize("lang", ["zh", "en"])


def press(page: Page, lang: str, code: str, **holes: object) -> None:
    """Presses the button of that word."""
    page.get_by_role("button", name=say(lang, code, **holes), exact=True).click()


def drop(page: Page, *files: Path) -> None:
    page.locator("[data-testid=stFileUploaderDropzoneInput]").set_input_files(list(files))


def choose(page: Page, label: str, option: str) -> None:
    page.get_by_role("combobox", name=label).first.click()
    page.get_by_role("option", name=option, exact=True).click()


@pytest.fixture
def odd(tmp_path: Path) -> Path:
    """The boats in GB 18030 with the number aboard under a word of its own, seven states that are none, and one that nearly is."""
    states = {i: {"在港状态": "靠泊"} for i in range(20, 27)} | {30: {"在港状态": "在港避"}}
    moved = {40: {"纬度": "30.5", "经度": "122.9", "在港状态": "出海"}}
    rows = changed(sample_rows("fishing_vessels"), states | moved)
    path = tmp_path / "渔船.csv"
    path.write_bytes(
        printed(rows, "gb18030").replace("在港状态".encode("gb18030"), "船在哪".encode("gb18030"), 1)
    )
    return path


@LANGUAGES
def test_a_wrong_file_is_refused_mended_on_the_page_compared_sent_and_taken_back(
    sample_server: Server, sample_url: str, context: BrowserContext, odd: Path, tmp_path: Path, lang: str
) -> None:
    visit = Visit(context.new_page(), sample_server.address)
    page = visit.open(f"report?feed=fishing_vessels&lang={lang}")
    broken = tmp_path / "渔船.xlsx"
    broken.write_bytes(b"PK\x03\x04 cut off")
    drop(page, broken)
    expect(page.locator(".tp-faults")).to_contain_text(say(lang, "problems.file.workbook_broken")[:12])

    drop(page, odd)
    title = {"zh": "在港状态", "en": "Status"}[lang]
    choose(page, say(lang, "report.which", column=title), "船在哪")
    press(page, lang, "report.use_headers")
    fault = page.locator("details.tp-fault")
    expect(fault).to_contain_text("“靠泊” ×7 · “在港避” ×1")
    expect(fault.locator("li").first).to_be_hidden()
    fault.locator("summary").press("Enter")
    expect(fault.locator("li")).to_have_count(8)
    choose(page, say(lang, "report.becomes"), {"zh": "备航", "en": "On standby"}[lang])
    press(page, lang, "report.mend_alike", n=7)
    expect(fault).to_have_count(0)  # the one that is left stands by itself
    press(page, lang, "report.check_again")

    expect(page.locator(".tp-diff-changed")).to_contain_text("9" if lang == "zh" else "9 changed")
    expect(page.locator(".tp-moves")).to_contain_text(say(lang, "moves.moved", n=1))
    press(page, lang, "report.confirm", n=5182)
    expect(page.locator(".tp-receipt")).to_contain_text(say(lang, "report.received"))
    ledger = Ledger(sample_url)
    entry = ledger.entries(kinds=["submission"], limit=1)[0]
    assert entry.detail["mended"]["headers"] == {"status": "船在哪"}
    assert [cell[2:] for cell in entry.detail["mended"]["cells"]] == [["靠泊", "备航"]] * 7 + [
        ["在港避", "在港避风"]
    ]

    page.get_by_role("link", name=say(lang, "report.to_undo")).click()
    page.get_by_label(say(lang, "entries.reason"), exact=True).fill("发错")
    press(page, lang, "undoing.confirm", receipt=f"R{entry.seq:06d}")
    expect(page.locator(".tp-notice-warning")).to_contain_text("发错")
    assert list(ledger.undone()) == [entry.seq]
    ledger.close()
    assert (visit.errors, visit.strangers) == ([], [])


def rafts_out(row: int) -> Paper:
    return changed(sample_rows("aquaculture"), {row: {"已撤离人数(人)": "0"}})


def test_one_row_is_corrected_from_its_own_page(
    sample_server: Server, sample_url: str, context: BrowserContext
) -> None:
    lang = "zh"
    visit = Visit(context.new_page(), sample_server.address)
    visit.page.set_viewport_size({"width": 1366, "height": 1700})
    page = visit.open(f"departments?feed=aquaculture&lang={lang}")
    choose_first_row(page)
    page.get_by_text(say(lang, "correct.head"), exact=True).click()
    note = page.locator("[data-testid=stForm]").get_by_label("备注", exact=True)
    note.fill("长" * 201)
    press(page, lang, "correct.send")
    refused = page.locator(".tp-notice-error", has_text=say(lang, "expected.text"))
    expect(refused).to_be_visible()
    page.wait_for_timeout(1500)  # the refusal is an entry, by which the page is drawn anew
    expect(refused).to_be_visible()
    note.fill("夜里更正")
    ledger = Ledger(sample_url)
    others = changed(sample_rows("aquaculture", "嵊泗县"), {1: {"备注": "缆绳已加固"}})
    newer = sent(ledger, others, "shengsi").entry
    expect(page.get_by_role("link", name=receipt_number(newer.seq))).to_be_visible()
    expect(note).to_have_value("夜里更正")  # what others sent leaves it as it is
    press(page, lang, "correct.send")
    link = page.get_by_role("link", name=say(lang, "correct.sent", receipt="R000"))
    expect(link).to_be_visible()
    expect(refused).to_have_count(0)
    (entry,) = ledger.entries(kinds=["submission"], limit=1)
    expect(link).to_contain_text(f"R{entry.seq:06d}")
    link.click()
    expect(page.locator(".tp-facts")).to_contain_text(f"R{entry.seq:06d}")
    expect(page.locator(".tp-facts")).to_contain_text("王海燕")
    assert entry.detail["moved"] == {"added": 0, "changed": 1, "missing": 0}
    assert "夜里更正" in set(ledger.read("aquaculture").frame["note"])
    ledger.close()
    assert (visit.errors, visit.strangers) == ([], [])


def test_a_file_is_sent_with_the_keyboard_alone(
    sample_server: Server, context: BrowserContext, tmp_path: Path
) -> None:
    path = tmp_path / "养殖.csv"
    path.write_bytes(printed(rafts_out(0)))
    page = Visit(context.new_page(), sample_server.address).open("report")
    page.keyboard.press("Tab")
    with page.expect_file_chooser() as chooser:
        tab_to(page, "选择文件")
        page.keyboard.press("Enter")
    chooser.value.set_files(path)
    expect(page.locator(".tp-diff")).to_be_visible()
    tab_to(page, "确认报送 68 行")
    outline = page.evaluate(
        "getComputedStyle(document.activeElement).outlineStyle + getComputedStyle(document.activeElement).boxShadow"
    )
    assert outline != "nonenone"
    page.keyboard.press("Enter")
    expect(page.locator(".tp-receipt")).to_contain_text("海水养殖人员")


def tab_to(page: Page, words: str) -> None:
    """Tabs on until the button of these words has the focus."""
    for _ in range(40):
        if (
            words in page.evaluate("document.activeElement?.innerText ?? ''")
            and page.evaluate("document.activeElement.tagName") == "BUTTON"
        ):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{words} is not reached")


def test_what_was_left_is_there_after_a_reload_and_another_unit_hears_of_it(
    sample_server: Server, context: BrowserContext, tmp_path: Path
) -> None:
    path = tmp_path / "定海养殖.csv"
    path.write_bytes(printed(sample_rows("aquaculture", "定海区")))
    page = Visit(context.new_page(), sample_server.address).open("report?feed=aquaculture&unit=dinghai")
    page.locator("input[type=file]").set_input_files(path)
    expect(page.locator(".tp-diff")).to_contain_text("海水养殖人员，定海区")
    page.reload()
    expect(page.locator(".tp-notice-info")).to_contain_text("定海养殖.csv")
    other = Visit(context.new_page(), sample_server.address).open("report")
    other.get_by_role("button", name="定海区还有 1 份没有报送").click()
    expect(other.locator(".st-key-report_unit input")).to_have_value("定海区")
    expect(other).to_have_url(re.compile("unit=dinghai"))
