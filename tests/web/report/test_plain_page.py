"""What the plain page shows of a document before it is sent, and no longer once it is."""

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from domain.words import LANGUAGES, say
from store.ledger import Ledger
from tests.identities import As, somebody
from tests.papers import SAMPLES
from web.report.plain import routes

TRACK, ALERT = SAMPLES / "track.csv", SAMPLES / "alerts" / "daishan_orange_202507300415.xml"


@pytest.fixture
def browser(live_ledger: Ledger) -> TestClient:
    return TestClient(As(Starlette(routes=routes(lambda: live_ledger)), somebody("王联络")))


def answer(browser: TestClient, form: str, data: bytes, name: str, button: str, lang: str = "zh") -> str:
    fields = {"feed": form, "unit": "city", "as_of": "", button: "x"}
    return browser.post(f"/plain?lang={lang}", data=fields, files={"file": (name, data)}).text


def test_a_track_is_told_by_storm_agency_and_its_forecasts(browser: TestClient) -> None:
    text = answer(browser, "track", TRACK.read_bytes(), "track.csv", "check")
    for said in ("文件内容", "竹节草 202508", "<td>中国气象局</td>", "次起报"):
        assert said in text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_alert_is_told_by_colour_headline_and_end_until_it_is_sent(browser: TestClient, lang: str) -> None:
    looked = answer(browser, "alerts", ALERT.read_bytes(), "alert.xml", "check", lang)
    for said in (
        "▲ 橙色" if lang == "zh" else "▲ orange",
        "升级为橙色预警信号",
        "岱山县气象台",
        "2025-07-30 16:15",
    ):
        assert said in looked
    assert say(lang, "holdings.title") not in answer(
        browser, "alerts", ALERT.read_bytes(), "alert.xml", "send", lang
    )
