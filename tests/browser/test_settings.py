"""The settings page as an administrator uses it, and as nobody else does."""

from playwright.sync_api import Browser, BrowserContext, Page, expect

from access.door import Door
from store.entry import BACKSTAGE
from store.ledger import Ledger
from tests.browser.visiting import Server, Visit, seat

PASSWORD = "evening tide 03"


def signed_in(context: BrowserContext, server: Server, title: str) -> Visit:
    page = context.new_page()
    page.goto(f"{server.address}/sign-in")
    page.get_by_role("button", name=title).click()
    page.wait_for_url(lambda url: "/sign-in" not in url)
    return Visit(page, server.address)


def shown_secret(page: Page) -> str:
    return page.get_by_test_id("stCode").inner_text().strip()


def test_an_administrator_adds_a_person_who_then_signs_in_by_the_link(
    server: Server, context: BrowserContext, browser: Browser
) -> None:
    visit = signed_in(context, server, "系统管理员")
    page = visit.open("settings")
    page.get_by_role("textbox", name="账号").fill("sun.li")
    page.get_by_role("button", name="新增并发链接").click()
    expect(page.get_by_text("至少要有一个角色")).to_be_visible()
    page.get_by_role("textbox", name="称呼").fill("孙立")
    page.get_by_label("角色").click()
    page.get_by_role("option", name="审核").click()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="新增并发链接").click()
    expect(page.get_by_text("已新增账号 sun.li")).to_be_visible()
    link = shown_secret(page)
    assert link.startswith(f"{server.address}/welcome/")
    page.get_by_text("规则", exact=True).click()
    expect(page.get_by_test_id("stCode")).to_have_count(0)  # shown once

    other = seat(browser)
    theirs = other.new_page()
    theirs.goto(link)
    for label in ("密码", "再输一次"):
        theirs.get_by_label(label).fill(PASSWORD)
    theirs.get_by_role("button", name="保存并登录").click()
    expect(theirs.get_by_text("孙立")).to_be_visible()
    other.close()
    assert visit.errors == visit.strangers == []


def test_a_screen_is_issued_and_revoked_and_both_are_among_the_entries(
    server: Server, context: BrowserContext, store_url: str
) -> None:
    page = signed_in(context, server, "系统管理员").open("settings")
    page.get_by_text("大屏与接口", exact=True).click()
    page.get_by_role("textbox", name="名称").fill("指挥大厅大屏")
    page.get_by_role("button", name="发放", exact=True).click()
    page.get_by_test_id("stCode").wait_for()
    secret = shown_secret(page).rpartition("/")[2]
    door = Door.of(Ledger(store_url))
    assert door.visits.who(door.visits.show_screen(secret)).title == "指挥大厅大屏"
    page.get_by_test_id("stDataFrame").click(position={"x": 16, "y": 50})
    page.get_by_role("button", name="停用", exact=True).click()
    expect(page.get_by_text("已停用 指挥大厅大屏")).to_be_visible()
    assert [one.active for one in door.register.tokens.values()] == [False]
    did = [
        entry.detail["did"] for entry in door.ledger.entries(kinds=BACKSTAGE) if entry.actor == "系统管理员"
    ]
    assert did[:3] == ["token_revoked", "token_issued", "signed_in"]


def test_whoever_is_no_administrator_is_turned_away(server: Server, context: BrowserContext) -> None:
    visit = signed_in(context, server, "值班员 陈海生")
    answer = visit.page.goto(f"{server.address}/settings")
    assert answer.status == 403
    expect(visit.page.get_by_text("您的账号无权看设置")).to_be_visible()
