"""The bar around the pages: two languages, two themes."""

import re

from playwright.sync_api import BrowserContext, expect

from tests.browser.visiting import Server, Visit


def test_the_language_chosen_once_holds_on_other_pages_and_after_a_reload(
    server: Server, context: BrowserContext
) -> None:
    visit = Visit(context.new_page(), server.address)
    page = visit.open()
    links = page.locator(".st-key-links")
    expect(links).to_contain_text("总览")
    page.get_by_role("button", name="EN", exact=True).click()
    expect(links).to_contain_text("Overview")
    links.get_by_text("Report").click()
    expect(page).to_have_url(re.compile(r"/report\?(.*&)?lang=en"))
    page.reload()
    expect(links).to_contain_text("Overview")
    page.get_by_role("button", name="中文", exact=True).click()
    expect(links).to_contain_text("总览")
    links.get_by_text("总览").click()
    expect(page.locator(".st-key-here_dashboard")).to_be_visible()
    expect(links).to_contain_text("上报")
    assert (visit.errors, visit.strangers) == ([], [])


def test_the_theme_chosen_once_holds_on_other_pages_and_after_a_reload(
    server: Server, context: BrowserContext
) -> None:
    visit = Visit(context.new_page(), server.address)
    page = visit.open()
    paper = page.locator("[data-testid=stApp]")
    light, dark = ("background-color", "rgb(246, 247, 248)"), ("background-color", "rgb(16, 22, 28)")
    expect(paper).to_have_css(*light)
    page.locator(".tp-switch").click()
    expect(paper).to_have_css(*dark)
    page.locator(".st-key-links").get_by_text("上报").click()
    expect(page.locator(".st-key-here_report")).to_be_visible()
    expect(paper).to_have_css(*dark)
    page.reload()
    expect(page.locator(".st-key-here_report")).to_be_visible()
    expect(paper).to_have_css(*dark)
    visit.open("briefing")
    expect(paper).to_have_css(*dark)


def test_the_widgets_speak_chinese_on_a_chinese_page(server: Server, context: BrowserContext) -> None:
    page = Visit(context.new_page(), server.address).open("report")
    uploader = page.locator("[data-testid=stFileUploader]").first
    expect(uploader).to_contain_text("选择文件")
    expect(uploader).to_contain_text("每个文件不超过 20MB")
    expect(uploader).not_to_contain_text("per file")
    page.get_by_role("button", name="EN", exact=True).click()
    expect(uploader).to_contain_text("20MB per file")
