"""The storm's page in a browser: it counts on by itself, keeps the view, and redraws the map alone when the hour moves."""

import re

from playwright.sync_api import BrowserContext, expect

from tests.browser.visiting import Server, Visit

SECOND = re.compile(r"^\d+:\d\d:\d\d$")


def test_the_countdown_goes_on_and_the_hour_moves_the_map_alone(
    shown_server: Server, context: BrowserContext
) -> None:
    visit = Visit(context.new_page(), shown_server.address, who="duty")
    page = visit.open("storm")
    clock = page.locator(".tp-clocks [data-until]").first
    expect(clock).to_have_text(SECOND)
    before = clock.text_content()
    expect(clock).not_to_have_text(before)
    # What is written into the page by hand stays as long as only the map's own part is drawn again.
    page.evaluate("document.querySelector('.tp-arrivals table').dataset.kept = 'yes'")
    expect(page.locator(".st-key-storm_deck canvas").first).to_be_visible()
    slider = page.get_by_role("slider")
    slider.focus()
    chosen = page.locator(".st-key-storm_switches [data-testid=stSliderThumbValue]")
    told = chosen.text_content()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    expect(chosen).not_to_have_text(told)
    page.locator("[data-test-script-state=notRunning]").wait_for()
    assert page.evaluate("document.querySelector('.tp-arrivals table').dataset.kept") == "yes"
    assert (visit.errors, visit.strangers) == ([], [])


def test_a_link_to_the_storm_leads_from_the_overviews_head(
    shown_server: Server, context: BrowserContext
) -> None:
    visit = Visit(context.new_page(), shown_server.address, who="duty")
    page = visit.open()
    expect(page.locator(".tp-reach")).to_contain_text("距新城风力达7级")
    page.locator(".tp-reach").click()
    expect(page).to_have_url(re.compile(r"/storm\?"))
    expect(page.locator(".tp-storm-head")).to_contain_text("竹节草")
    assert (visit.errors, visit.strangers) == ([], [])


def test_a_day_later_when_times_bear_their_date_they_stay_in_their_rows(
    shown_server: Server, context: BrowserContext
) -> None:
    page = Visit(context.new_page(), shown_server.address, who="duty").open()
    for width in (1366, 1920):
        page.set_viewport_size({"width": width, "height": 768})
        outside = page.evaluate(
            """() => [...document.querySelectorAll('.tp-counters .tp-age')].filter(age => {
                age.firstChild.textContent = '截至 07-28 12:00';
                const text = document.createRange();
                text.selectNodeContents(age);
                return text.getBoundingClientRect().right > age.parentElement.getBoundingClientRect().right + 1;
            }).length"""
        )
        assert page.locator(".tp-counters .tp-age").count() > 30
        assert outside == 0, width
