"""A file with three spoilt rows: the choice and its numbers, the receipt, the rows that wait, and their return."""

from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from store.ledger import Ledger
from tests.browser.visiting import Server, Visit
from tests.papers import changed, printed, sample_rows

SPOILT = {7: {"在港状态": "在码头"}, 90: {"在港状态": "在码头"}, 4000: {"在船人数(人)": "若干"}}


@pytest.fixture
def spoilt(tmp_path: Path) -> Path:
    path = tmp_path / "渔船.csv"
    path.write_bytes(printed(changed(sample_rows("fishing_vessels"), SPOILT | {1: {"在港状态": "出海"}})))
    return path


@pytest.mark.parametrize(
    ("lang", "take", "send", "go_on", "told"),
    [
        ("zh", "先报没有错的行：接收 5,179 行，退回 3 行，其中 3 行沿用此前数据", "确认：接收 5,179 行，退回 3 行", "继续", "退回的 3 行还没有补报"),
        ("en", "Send the sound rows now: 5,179 rows taken in, 3 sent back; 3 of those stay as they were shown before",
         "Take in 5,179 rows, send 3 back", "Go on", "3 rows that"),
    ],
)  # fmt: skip
def test_the_liaison_chooses_with_the_numbers_before_the_eyes(
    sample_server: Server,
    sample_url: str,
    context: BrowserContext,
    spoilt: Path,
    lang,
    take,
    send,
    go_on,
    told,
) -> None:
    visit = Visit(context.new_page(), sample_server.address)
    page = visit.open(f"report?feed=fishing_vessels&lang={lang}")
    page.locator("[data-testid=stFileUploaderDropzoneInput]").set_input_files(spoilt)
    expect(page.get_by_role("radio").first).to_be_checked()
    expect(page.get_by_role("button", name=send)).to_have_count(0)
    page.get_by_text(take, exact=True).click()
    page.get_by_role("button", name=send).click()
    expect(page.locator(".tp-receipt")).to_contain_text("5,179")
    with page.expect_download() as taken:
        page.get_by_role("link", name="XLSX").filter(has_text="退回" if lang == "zh" else "back").click()
    assert taken.value.suggested_filename.endswith(".xlsx")
    expect(page.get_by_text(told)).to_be_visible()
    (entry,) = Ledger(sample_url).entries(kinds=["submission"], limit=1)
    assert (entry.detail["partial"]["returned"], entry.rows) == (3, 5182)
    page.get_by_role("button", name=go_on).click()
    expect(page.locator("summary").filter(has_text="在码头")).to_be_visible()
    assert (visit.errors, visit.strangers) == ([], [])
