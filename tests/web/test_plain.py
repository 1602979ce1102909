"""The upload page that old browsers can use."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from domain.words import LANGUAGES, say
from loaders.limits import FILE_BYTES
from store.entry import Superseded
from store.ledger import Ledger
from tests.papers import BAD, Paper, changed, printed, sample_rows
from web.plain import route


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    opened = Ledger(f"sqlite:///{tmp_path / 'live.sqlite3'}")
    opened.open_event("live", "2508")
    yield opened
    opened.close()


@pytest.fixture
def browser(ledger: Ledger) -> TestClient:
    return TestClient(Starlette(routes=[route(lambda: ledger)]))


@pytest.fixture
def farms() -> Paper:
    return sample_rows("aquaculture")


def send(browser: TestClient, data: bytes, button: str = "send", lang: str = "zh", **typed: str):
    """The form as a browser posts it."""
    fields = {"feed": "aquaculture", "unit": "city", "actor": "王联络", "as_of": "", button: "x"} | typed
    return browser.post(f"/plain?lang={lang}", data=fields, files={"file": ("养殖.csv", data)})


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_needs_no_script_and_nothing_from_elsewhere(browser, lang: str) -> None:
    text = browser.get(f"/plain?lang={lang}").text
    assert "<script" not in text and "http" not in text and "src=" not in text
    assert f'lang="{"zh-CN" if lang == "zh" else "en"}"' in text


def test_a_sent_file_is_answered_with_the_receipt_of_the_ledger(
    browser, ledger: Ledger, farms: Paper
) -> None:
    answer = send(browser, printed(farms, "gb18030"))
    entry = ledger.entry(2)
    assert answer.status_code == 201
    assert "R000002" in answer.text and entry.sha256 in answer.text and "王联络" in answer.text
    again = send(browser, printed(farms, "gb18030"))
    assert "R000002" in again.text and "首次的回执" in again.text and ledger.position() == 2


def test_checking_tells_everything_and_writes_nothing(browser, ledger: Ledger, farms: Paper) -> None:
    good = send(browser, printed(farms), "check")
    assert good.status_code == 200 and "<b>68</b>" in good.text
    bad = send(browser, (BAD / "aquaculture.repeated-key.csv").read_bytes(), "check", unit="shengsi")
    assert bad.status_code == 422 and "与第 2 行重复" in bad.text
    assert ledger.position() == 1


def test_a_refused_file_shows_each_fault_and_keeps_what_was_typed(browser, ledger: Ledger) -> None:
    answer = send(browser, (BAD / "aquaculture.repeated-key.csv").read_bytes(), unit="shengsi", lang="en")
    assert answer.status_code == 422 and "repeats row 2" in answer.text
    assert 'value="王联络"' in answer.text and '<option value="shengsi" selected' in answer.text
    assert ledger.entry(2).kind == "refusal"


@pytest.mark.parametrize(
    ("typed", "status", "said"),
    [
        ({"actor": " "}, 422, "请先填写报送人"),
        ({"as_of": "昨天"}, 422, "“昨天”不是时间"),
        ({"unit": "火星"}, 422, "没有报送单位"),
        ({"feed": "天气"}, 404, "没有报表"),
    ],
)
def test_what_is_missing_or_wrong_is_said_on_the_page(browser, ledger, farms, typed, status, said) -> None:
    answer = send(browser, printed(farms), **typed)
    assert answer.status_code == status and said in answer.text
    assert ledger.position() == 1


def test_a_file_too_large_and_no_file_at_all_are_said(browser, ledger: Ledger) -> None:
    assert "超过 20 MB" in send(browser, b"1" * (FILE_BYTES + 1)).text
    assert "请选择一个文件" in browser.post("/plain", data={"send": "x"}, files={"other": b""}).text
    assert (
        browser.post("/plain", content=b"\x00", headers={"content-type": "multipart/form-data"}).status_code
        == 400
    )


def test_what_others_wrote_is_never_markup(browser, farms: Paper) -> None:
    rows = [{**row, "已撤离人数(人)": "<img src=x>"} for row in farms]
    text = send(browser, printed(rows), actor='"><script>').text
    assert "<img src=x>" not in text and '"><script>' not in text


def test_a_store_that_cannot_take_the_file_now_says_so_on_the_page(
    browser, farms: Paper, monkeypatch
) -> None:
    monkeypatch.setattr("web.plain.receive", lambda *_, **__: (_ for _ in ()).throw(Superseded()))
    answer = send(browser, printed(farms))
    assert answer.status_code == 503 and say("zh", Superseded.code) in answer.text


def test_the_uploader_takes_as_much_as_every_other_door() -> None:
    settings = tomllib.loads((Path(__file__).parents[2] / ".streamlit" / "config.toml").read_text("utf-8"))
    assert settings["server"]["maxUploadSize"] * 2**20 == FILE_BYTES


def test_after_a_refusal_the_sound_rows_are_taken_in_by_a_second_press(
    browser, ledger: Ledger, farms: Paper
) -> None:
    send(browser, printed(farms))
    refused = send(browser, printed(changed(farms, {3: {"养殖人员数(人)": "若干"}})))
    assert refused.status_code == 422
    assert "接收 67 行，退回 1 行，其中 1 行沿用此前数据" in refused.text and "照此接收" in refused.text
    fields = {"refusal": "R000003", "actor": "王联络", "take": "x"}
    taken = browser.post("/plain", data=fields, files={"none": ("", b"")})
    entry = ledger.entries(kinds=["submission"], limit=1)[0]
    assert taken.status_code == 201 and f"R{entry.seq:06d}" in taken.text
    assert (entry.detail["partial"]["accepted"], entry.rows, entry.actor) == (67, 68, "王联络")
    assert "接收 67 行，退回 1 行" in taken.text and "若干" in taken.text


def test_what_is_no_refusal_cannot_be_taken_in_part(browser, ledger: Ledger, farms: Paper) -> None:
    send(browser, printed(farms))
    fields = {"refusal": "R000002", "actor": "王联络", "take": "x"}
    assert browser.post("/plain", data=fields, files={"none": ("", b"")}).status_code == 422
    assert ledger.position() == 2
