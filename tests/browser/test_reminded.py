"""Reminders sent out, in a real browser: when a duty was last told, and whom it has not reached."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from domain.words import LANGUAGES, say
from store.ledger import Ledger
from tests.browser.visiting import Visit, seat
from tests.commands.test_reminders import remind
from tests.reminding.receivers import WebReceiver
from tests.reminding.rooms import hook, level_one_since_noon, reminders_file


@pytest.fixture
def reminded(
    sample_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
):
    """The dashboard on the sample evening at level I, after a round that reached one of two."""
    ledger = Ledger(sample_url)
    level_one_since_noon(ledger)
    ledger.close()
    with WebReceiver().open() as taking, WebReceiver(404).open() as refusing:
        two = hook("值班室", taking.address), hook("普陀区防指办公室联络员", refusing.address)
        file = reminders_file(tmp_path, *two, delivery="tries = 1")
        assert remind(sample_url, file).exit_code == 1
    monkeypatch.setenv("REMINDERS_FILE", str(file))
    return request.getfixturevalue("sample_server")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_says_who_was_told_and_whom_it_has_not_reached(
    reminded, browser: Browser, lang: str
) -> None:
    for width, height in ((1920, 1080), (1366, 768), (400, 850)):
        context = seat(browser, width, height)
        visit = Visit(context.new_page(), reminded.address)
        page = visit.open(f"reporting_status?lang={lang}")
        late = page.locator(".tp-duties tr:has(a[href*='feed=shelters&unit=dinghai'])")
        expect(late.locator(".tp-d-told")).to_contain_text(say(lang, "reminding.channel_webhook"))
        expect(late.locator(".tp-d-bad")).to_contain_text("普陀区防指办公室联络员")
        expect(page.locator(".tp-duties-outside")).to_contain_text("404")
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        assert (visit.errors, visit.strangers) == ([], [])
        context.close()
