"""A file mended on the page: a header nobody knows, a cell that is no choice, then the receipt."""

from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from store.ledger import Ledger
from tests.browser.visiting import ROOT, Server, Visit

FARMS = ROOT / "sample_data" / "aquaculture.csv"


@pytest.fixture
def odd(tmp_path: Path) -> Path:
    """The sample file with 养殖人员数 under a word of its own and a coordinate system that is none."""
    text = (
        FARMS.read_text("utf-8-sig").replace("养殖人员数(人)", "塘里多少人", 1).replace("WGS-84", "WGS-85", 1)
    )
    path = tmp_path / "养殖.csv"
    path.write_bytes(text.encode("gb18030"))
    return path


@pytest.mark.parametrize(
    ("lang", "use", "again", "send", "done"),
    [
        ("zh", "按此读取", "重新检查", "确认报送", "已接收"),
        ("en", "Read it so", "Check again", "Send", "Received"),
    ],
)
def test_a_file_is_mended_on_the_page_and_what_was_mended_stays_on_record(
    sample_server: Server, sample_url: str, context: BrowserContext, odd: Path, lang, use, again, send, done
) -> None:
    visit = Visit(context.new_page(), sample_server.address)
    page = visit.open(f"report?feed=aquaculture&lang={lang}")
    page.get_by_label("报送人" if lang == "zh" else "Your name").fill("张三")
    page.locator("[data-testid=stFileUploaderDropzoneInput]").set_input_files(odd)
    page.get_by_role("combobox", name="哪一列" if lang == "zh" else "Which column").click()
    page.get_by_role("option", name="塘里多少人").click()
    page.get_by_role("button", name=use).click()
    expect(page.get_by_text("1 处建议" if lang == "zh" else "1 suggestions")).to_be_visible()
    page.get_by_role("button", name=again).click()
    page.get_by_role("button", name=send).click()
    expect(page.locator(".tp-receipt")).to_contain_text(done)
    entry = Ledger(sample_url).entries(kinds=["submission"], limit=1)[0]
    assert entry.detail["mended"]["headers"] == {"people": "塘里多少人"}
    assert entry.detail["mended"]["cells"] == [[2, "坐标系", "WGS-85", "WGS-84"]]
    assert (visit.errors, visit.strangers) == ([], [])
