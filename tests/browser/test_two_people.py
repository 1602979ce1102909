"""A level in two browsers: the duty officer proposes it, the leader confirms it, and only then more is asked for."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from access.demo import DEMO
from tests.browser.visiting import Server, Visit, seat


@pytest.fixture
def sit_down(browser: Browser, sample_server: Server) -> Iterator[Callable[[str, str], Page]]:
    """A browser of somebody's own, signed in and at a page."""
    opened = []

    def sit(who: str, path: str) -> Page:
        opened.append(seat(browser, 1366, 768))
        return Visit(opened[-1].new_page(), sample_server.address, who=who).open(path)

    yield sit
    for context in opened:
        context.close()


def test_a_level_asks_for_more_only_once_another_person_has_confirmed_it(
    sit_down: Callable[[str, str], Page],
) -> None:
    overview, desk = sit_down("leader", ""), sit_down("duty", "levels")
    asked = overview.locator(".tp-asked-head").first
    expect(asked).to_contain_text("Ⅳ级要求")
    choose(desk, "等级", "Ⅱ级")
    choose(desk, "动作", "提升")
    desk.get_by_label("依据").fill("会商")
    desk.get_by_role("button", name="提出，待确认").click()
    expect(desk.locator(".tp-notice-success")).to_contain_text("未生效")
    expect(desk.get_by_role("button", name="确认", exact=True)).to_have_count(0)
    expect(overview.locator(".tp-awaits")).to_contain_text("1 项响应待确认")
    expect(asked).to_contain_text("Ⅳ级要求")
    leader = sit_down("approver", "levels")
    expect(leader.locator(".tp-proposal")).to_contain_text(DEMO["duty"].title)
    leader.get_by_role("button", name="确认", exact=True).click()
    expect(leader.locator(".tp-notice-success")).to_contain_text("已确认")
    expect(asked).to_contain_text("Ⅱ级要求")
    expect(overview.locator(".tp-line", has_text="避灾安置场所开放")).to_be_visible()
    expect(overview.locator(".tp-awaits")).to_have_count(0)
    expect(desk.locator(".tp-proposal")).to_have_count(0)


def choose(page: Page, label: str, option: str) -> None:
    page.get_by_label(label, exact=True).click()
    page.get_by_role("option", name=option, exact=True).click()
