"""What is taken out of a page in a real browser: our own files, and never the grid's unguarded ones."""

from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from domain.receipts import receipt_seq
from tests.browser.visiting import Server, Visit
from tests.opened_workbooks import first, opened, rows
from tests.papers import changed, printed, sample_rows


def taken(page: Page, button: str, path: Path) -> Path:
    """The file a button gives, under the name it was given."""
    with page.expect_download() as waiting:
        page.get_by_role("link", name=button, exact=True).first.click()
    waiting.value.save_as(path / waiting.value.suggested_filename)
    return path / waiting.value.suggested_filename


@pytest.mark.parametrize("name", ["departments", "ledger", "levels"])
def test_no_table_offers_the_grids_own_file(shown_server: Server, context: BrowserContext, name: str) -> None:
    page = Visit(context.new_page(), shown_server.address).open(name)
    for table in page.locator("[data-testid=stDataFrame]").all():
        table.hover()
        expect(page.get_by_role("button", name="搜索").first).to_be_attached()
    expect(page.locator("[aria-label*='CSV']:not([data-testid=stDownloadButton] *)")).to_have_count(0)
    expect(page.get_by_role("link", name="导出 XLSX").first).to_be_visible()


def test_a_form_its_picture_and_the_ledgers_list_are_taken_out_as_workbooks(
    shown_server: Server, context: BrowserContext, tmp_path: Path
) -> None:
    visit = Visit(context.new_page(), shown_server.address)
    page = visit.open("departments?feed=reservoirs")
    form = taken(page, "下载模板 XLSX", tmp_path)
    assert form.name == "水库山塘-模板.xlsx" and first(form.read_bytes()).title == "水库山塘"
    assert len(rows(first(taken(page, "导出 XLSX", tmp_path).read_bytes()))) == 112
    page = visit.open("ledger")
    below = rows(first(taken(page, "导出 XLSX", tmp_path).read_bytes()))
    assert receipt_seq(below[0]["回执"]) and below[0]["行数"].isdecimal()
    assert visit.strangers == []


def test_a_refused_file_is_handed_back_with_its_faults(
    sample_server: Server, context: BrowserContext, tmp_path: Path
) -> None:
    wrong = tmp_path / "海水养殖.csv"
    wrong.write_bytes(printed(changed(sample_rows("aquaculture"), {5: {"养殖人员数(人)": "若干"}})))
    page = Visit(context.new_page(), sample_server.address).open("report?feed=aquaculture")
    page.locator("input[type=file]").set_input_files(str(wrong))
    expect(page.locator(".tp-faults")).to_be_visible()
    back = taken(page, "下载标出错误的 XLSX，改好后直接上传", tmp_path)
    assert back.name == "海水养殖-错误.xlsx"
    assert "若干" in rows(first(back.read_bytes()))[0]["错误"]
    assert opened(back.read_bytes())["_form"]["B1"].value == "aquaculture"


def test_a_units_history_is_taken_out_form_by_form_with_numbers_that_can_be_added(
    sample_server: Server, context: BrowserContext, tmp_path: Path
) -> None:
    page = Visit(context.new_page(), sample_server.address).open("ledger")
    page.get_by_label("全部单位（选一个看它的报送历史）").click()
    page.get_by_role("option", name="普陀区", exact=True).click()
    expect(page.get_by_role("link", name="导出 XLSX")).to_have_count(2)
    forms = taken(page, "导出 XLSX", tmp_path)
    told = {row["报表"]: row for row in rows(first(forms.read_bytes()))}
    assert forms.name == "普陀区各报表.xlsx"
    assert told["避灾安置场所"]["退回"] == "0" and told["避灾安置场所"]["报送"].isdecimal()
