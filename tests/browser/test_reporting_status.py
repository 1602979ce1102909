"""Who has reported, in a real browser: both languages, every width, live, and the way to the form and the receipt."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from domain.words import LANGUAGES, say
from feeds import feed
from intake.receive import receive
from store.ledger import Ledger
from tests.browser.test_taking_out import taken
from tests.browser.visiting import Server, Visit, seat
from tests.opened_workbooks import first, rows
from tests.papers import printed, sample_rows
from tests.reminding.rooms import level_one_since_noon

SHELTERS = "tr:has(a[href*='feed=shelters&unit=dinghai'])"


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (1366, 768), (400, 850)])
def test_the_page_reads_at_every_width_and_nothing_runs_over_its_edge(
    shown_server: Server, browser: Browser, lang: str, width: int, height: int
) -> None:
    context = seat(browser, width, height)
    visit = Visit(context.new_page(), shown_server.address)
    page = visit.open(f"reporting_status?lang={lang}")
    expect(page.locator(".tp-duties tbody tr").first).to_be_visible()
    expect(page.locator(".tp-duties-head")).to_contain_text(say(lang, "state.in_time"))
    expect(page.locator(".tp-duties-matrix")).to_be_visible(visible=width > 1700)
    over = "[...document.querySelectorAll('.tp-duties, .tp-duties-matrix')].map(e => e.scrollWidth - e.clientWidth)"
    assert max(page.evaluate(over)) <= 0
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert (visit.errors, visit.strangers) == ([], [])
    context.close()


def test_a_late_county_is_led_to_its_form_reminded_there_and_in_time_again_once_it_has_sent(
    sample_server: Server, context: BrowserContext, sample_url: str
) -> None:
    sample = Ledger(sample_url)
    level_one_since_noon(sample)
    page = Visit(context.new_page(), sample_server.address).open("reporting_status")
    line = page.locator(f".tp-duties {SHELTERS}")
    expect(line).to_contain_text("严重逾期")
    line.get_by_role("link", name="避灾安置场所").click()
    expect(page.locator(".tp-reminder")).to_contain_text("已逾期")
    expect(page.locator(".tp-reminder")).to_contain_text("Ⅰ级")
    expect(page.locator(".st-key-report_unit input")).to_have_value("定海区")
    expect(page.locator(".st-key-report_feed input")).to_have_value(re.compile("避灾安置场所"))
    outcome = receive(
        sample, feed("shelters"), "dinghai", printed(sample_rows("shelters", "定海区")), "避灾.csv", "联络员", sample.now()
    )  # fmt: skip
    expect(page.locator(".tp-reminder")).to_contain_text("还有")
    page.go_back()
    expect(line).to_contain_text("按时")
    expect(line).to_contain_text(outcome.receipt.number)
    line.get_by_role("link", name=outcome.receipt.number).click()
    expect(page.locator(".tp-facts").first).to_contain_text("避灾.csv")


def test_the_list_is_redrawn_when_a_file_comes_and_taken_out_as_a_workbook(
    sample_server: Server, context: BrowserContext, sample_url: str, tmp_path: Path
) -> None:
    page = Visit(context.new_page(), sample_server.address).open("reporting_status")
    line = page.locator(f".tp-duties {SHELTERS}")
    expect(line).to_contain_text("R000020")
    sample, data = Ledger(sample_url), printed(sample_rows("shelters", "定海区"))
    number = receive(
        sample, feed("shelters"), "dinghai", data, "x.csv", "联络员", sample.now()
    ).receipt.number
    expect(line).to_contain_text(number)
    book = first(taken(page, "导出 XLSX", tmp_path).read_bytes())
    assert number in {row["回执"] for row in rows(book)}


def test_on_the_overview_the_list_of_the_silent_leads_to_the_page(
    shown_server: Server, context: BrowserContext
) -> None:
    page = Visit(context.new_page(), shown_server.address).open()
    page.locator(".tp-side h3 a").click()
    expect(page.locator(".st-key-here_reporting_status")).to_be_visible()
    expect(page.locator(".tp-duties tbody tr")).to_have_count(25)
