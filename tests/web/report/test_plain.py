"""The upload page that old browsers can use."""

import re
import tomllib
from pathlib import Path

import minisign
import pytest
from httpx import Response
from starlette.applications import Starlette
from starlette.testclient import TestClient

from domain.words import LANGUAGES, say
from feeds import all_feeds
from intake.drafts import open_arrivals
from loaders.limits import FILE_BYTES
from store.entry import ACCESS, Entry, NewEntry, Superseded
from store.ledger import Ledger
from tests.identities import As, somebody
from tests.papers import BAD, Paper, changed, printed, sample_rows
from tests.workbooks import of_paper, xlsx
from web.report.plain import routes


@pytest.fixture
def ledger(live_ledger: Ledger) -> Ledger:
    return live_ledger


@pytest.fixture
def browser(ledger: Ledger) -> TestClient:
    return TestClient(As(Starlette(routes=routes(lambda: ledger)), somebody("王联络")))


@pytest.fixture
def farms() -> Paper:
    return sample_rows("aquaculture")


def send(browser: TestClient, data: bytes, button: str = "send", lang: str = "zh", **typed: str):
    """The form as a browser posts it."""
    fields = {"feed": "aquaculture", "unit": "city", "as_of": "", button: "x"} | typed
    return browser.post(f"/plain?lang={lang}", data=fields, files={"file": ("养殖.csv", data)})


def press(browser: TestClient, page: Response, button: str, **typed: str):
    """The form below the only file of a page, sent by one of its buttons."""
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page.text))
    assert f'name="{button}"' in page.text
    return browser.post("/plain", data={**hidden, button: "x", **typed}, files={"none": ("", b"")})


def reports(ledger: Ledger) -> list[Entry]:
    """What was taken in, newest first."""
    return ledger.entries(kinds=["submission"])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_needs_no_script_and_nothing_from_elsewhere(browser, lang: str) -> None:
    text = browser.get(f"/plain?lang={lang}").text
    assert "<script" not in text and "http" not in text and "src=" not in text
    assert f'lang="{"zh-CN" if lang == "zh" else "en"}"' in text


def test_a_sent_file_is_answered_with_the_receipt_of_the_ledger(
    browser, ledger: Ledger, farms: Paper
) -> None:
    answer = send(browser, printed(farms, "gb18030"))
    (entry,) = reports(ledger)
    assert answer.status_code == 201
    assert f"R{entry.seq:06d}" in answer.text and entry.sha256 in answer.text and "王联络" in answer.text
    again = send(browser, printed(farms, "gb18030"))
    assert f"R{entry.seq:06d}" in again.text and "首次的回执" in again.text and len(reports(ledger)) == 1
    assert not open_arrivals(ledger, None, "city")


def test_a_receipt_tells_the_counters_before_and_after_and_can_be_printed(
    browser, ledger: Ledger, farms: Paper
) -> None:
    send(browser, printed(farms))
    answer = send(browser, printed(changed(farms, {0: {"已撤离人数(人)": "0"}})))
    assert "736/736 人" in answer.text and "725/736 人" in answer.text
    link = re.search(r'href="(/plain/R\d+\?lang=zh)"', answer.text)
    assert link
    page = browser.get(link[1])
    assert page.status_code == 200 and "725/736 人" in page.text and "报送回执" in page.text
    assert browser.get("/plain/R999999").status_code == 404


def test_looking_first_keeps_the_file_tells_everything_and_sends_nothing(
    browser, ledger: Ledger, farms: Paper
) -> None:
    good = send(browser, printed(farms), "check")
    assert good.status_code == 200 and "<b>68</b>" in good.text and "确认报送 68 行" in good.text
    bad = send(browser, (BAD / "aquaculture.repeated-key.csv").read_bytes(), "check", unit="shengsi")
    assert bad.status_code == 422 and "与第 2 行重复" in bad.text
    assert not reports(ledger) and [entry.seq for entry in open_arrivals(ledger, None, "city")] == [2]


def test_what_was_looked_at_is_sent_by_a_second_press_and_closes_the_draft(
    browser, ledger: Ledger, farms: Paper
) -> None:
    send(browser, printed(farms))
    looked = send(browser, printed(changed(farms, {0: {"已撤离人数(人)": "0"}})), "check")
    assert "<td>11</td><td>0</td>" in looked.text
    sent = press(browser, looked, "confirm")
    assert sent.status_code == 201 and len(reports(ledger)) == 2
    assert not open_arrivals(ledger, None, "city")
    again = press(browser, looked, "confirm")
    assert "首次的回执" in again.text and len(reports(ledger)) == 2


def test_what_another_sent_since_the_look_is_not_overwritten(browser, ledger: Ledger, farms: Paper) -> None:
    send(browser, printed(farms))
    looked = send(browser, printed(changed(farms, {0: {"已撤离人数(人)": "0"}})), "check")
    send(browser, printed(changed(farms, {5: {"备注": "别人新报"}})))
    turned_away = press(browser, looked, "confirm")
    assert turned_away.status_code == 409 and "又有新的报送" in turned_away.text
    assert "<td>别人新报</td><td>—</td>" in turned_away.text
    assert ledger.read("aquaculture").frame["note"][5] == "别人新报"
    assert press(browser, turned_away, "confirm").status_code == 201


def test_a_file_that_lacks_many_rows_is_shown_first_and_the_button_names_them(
    browser, ledger: Ledger, farms: Paper
) -> None:
    send(browser, printed(farms))
    asked = send(browser, printed(farms[:40]))
    assert asked.status_code == 200 and len(reports(ledger)) == 1
    assert "确认报送 40 行，另有 28 行不再显示" in asked.text and farms[67]["养殖场编号"] in asked.text
    assert press(browser, asked, "confirm").status_code == 201
    assert len(ledger.read("aquaculture").frame) == 40


def test_a_file_that_is_left_is_no_draft_any_more(browser, ledger: Ledger, farms: Paper) -> None:
    looked = send(browser, printed(farms), "check")
    assert press(browser, looked, "leave").status_code == 200
    assert not open_arrivals(ledger, None, "city") and not reports(ledger)


def test_a_single_file_of_another_form_than_the_chosen_one_is_shown_first(
    browser, ledger: Ledger, farms: Paper
) -> None:
    asked = send(browser, printed(farms), feed="fishing_vessels")
    assert "海水养殖人员 · 养殖.csv" in asked.text and not reports(ledger)
    other = press(browser, asked, "again", read_as="fishing_vessels")
    assert other.status_code == 422 and "缺少必填列" in other.text
    assert press(browser, asked, "confirm", read_as="supplies").status_code == 422
    assert press(browser, asked, "confirm").status_code == 201


def test_several_files_and_sheets_are_each_answered_with_a_receipt(
    browser, ledger: Ledger, farms: Paper
) -> None:
    sheets = {"养殖": of_paper(farms), "物资": of_paper(sample_rows("supplies"))}
    files = [("二.xlsx", xlsx(sheets)), ("水库.csv", printed(sample_rows("reservoirs")))]
    fields = {"feed": "aquaculture", "unit": "city", "as_of": "", "send": "x"}
    answer = browser.post("/plain", data=fields, files=[("file", file) for file in files])
    assert answer.status_code == 201
    sent = {entry.feed: f"R{entry.seq:06d}" for entry in reports(ledger)}
    assert set(sent) == {"aquaculture", "supplies", "reservoirs"}
    assert all(number in answer.text for number in sent.values())


def test_of_two_files_of_one_form_neither_is_sent_until_it_is_said_which(
    browser, ledger: Ledger, farms: Paper
) -> None:
    files = [("a.csv", printed(farms)), ("b.csv", printed(changed(farms, {0: {"已撤离人数(人)": "0"}})))]
    fields = {"feed": "aquaculture", "unit": "city", "as_of": "", "send": "x"}
    answer = browser.post("/plain", data=fields, files=[("file", file) for file in files])
    assert answer.text.count("确认报送 68 行") == 2 and not reports(ledger)


def test_every_form_has_its_template_on_the_page(browser) -> None:
    text = browser.get("/plain").text
    assert all(f"/api/feeds/{name}/template?format=xlsx" in text for name in all_feeds())


def test_a_refused_file_shows_each_fault_and_keeps_what_was_typed(browser, ledger: Ledger) -> None:
    answer = send(browser, (BAD / "aquaculture.repeated-key.csv").read_bytes(), unit="shengsi", lang="en")
    assert answer.status_code == 422 and "repeats row 2" in answer.text
    assert '<option value="shengsi" selected' in answer.text
    assert ledger.entry(3).kind == "refusal"
    assert [entry.seq for entry in open_arrivals(ledger, None, "shengsi")] == [2]
    assert "/api/receipts/2/returned?format=xlsx" in answer.text


@pytest.mark.parametrize(
    ("typed", "status", "said"),
    [
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
    text = send(browser, printed(rows)).text
    assert "<img src=x>" not in text


def test_a_store_that_cannot_take_the_file_now_says_so_on_the_page(
    browser, farms: Paper, monkeypatch
) -> None:
    monkeypatch.setattr("web.report.plain.send", lambda *_, **__: (_ for _ in ()).throw(Superseded()))
    answer = send(browser, printed(farms))
    assert answer.status_code == 503 and say("zh", Superseded.code) in answer.text


def test_the_uploader_takes_as_much_as_every_other_door() -> None:
    settings = tomllib.loads((Path(__file__).parents[3] / ".streamlit" / "config.toml").read_text("utf-8"))
    assert settings["server"]["maxUploadSize"] * 2**20 == FILE_BYTES


def test_after_a_refusal_the_sound_rows_are_taken_in_by_a_second_press(
    browser, ledger: Ledger, farms: Paper
) -> None:
    send(browser, printed(farms))
    refused = send(browser, printed(changed(farms, {3: {"养殖人员数(人)": "若干"}})))
    assert refused.status_code == 422
    assert "接收 67 行，退回 1 行，其中 1 行沿用此前数据" in refused.text
    assert 'value="确认：接收 67 行，退回 1 行"' in refused.text
    taken = press(browser, refused, "part")
    entry = reports(ledger)[0]
    assert taken.status_code == 201 and f"R{entry.seq:06d}" in taken.text
    assert (entry.detail["partial"]["accepted"], entry.rows, entry.actor) == (67, 68, "王联络")
    assert "接收 67 行，退回 1 行" in taken.text and "若干" in taken.text
    assert f"/api/receipts/R{entry.seq:06d}/returned?format=xlsx" in taken.text


def test_part_of_a_file_is_not_taken_in_over_what_another_sent_since(
    browser, ledger: Ledger, farms: Paper
) -> None:
    send(browser, printed(farms))
    refused = send(browser, printed(changed(farms, {3: {"养殖人员数(人)": "若干"}})))
    send(browser, printed(changed(farms, {5: {"备注": "别人新报"}})))
    turned_away = press(browser, refused, "part")
    assert turned_away.status_code == 409
    assert ledger.read("aquaculture").frame["note"][5] == "别人新报"
    assert press(browser, turned_away, "part").status_code == 201


def test_what_is_no_kept_file_cannot_be_confirmed(browser, ledger: Ledger, farms: Paper) -> None:
    send(browser, printed(farms))
    position = ledger.position()
    fields = {"arrival": "R000001", "base": "0", "confirm": "x"}
    assert browser.post("/plain", data=fields, files={"none": ("", b"")}).status_code == 422
    assert ledger.position() == position


@pytest.mark.parametrize("base", ["", "-1", "nonsense", "9" * 5000])
def test_a_position_that_is_none_shows_the_changes_once_more(
    browser, ledger: Ledger, farms: Paper, base: str
) -> None:
    send(browser, printed(farms), "check")
    arrival = ledger.entries(kinds=["arrival"], limit=1)[0].seq
    fields = {"arrival": str(arrival), "base": base, "confirm": "x"}
    answer = browser.post("/plain", data=fields, files={"none": ("", b"")})
    assert answer.status_code == 409
    assert not ledger.read("aquaculture").entries


def test_a_signature_among_the_files_is_checked_and_the_receipt_says_so(
    browser, ledger: Ledger, farms: Paper
) -> None:
    pair, data = minisign.KeyPair.generate(), printed(farms)
    key = pair.public_key.to_base64().decode()
    detail = {"did": "signer_set", "feed": "aquaculture", "district": "city", "public_key": key}
    ledger.append(NewEntry(ACCESS, actor="管理员", detail=detail))
    signature = bytes(pair.secret_key.sign(data, trusted_comment="ok"))
    fields = {"feed": "aquaculture", "unit": "city", "actor": "王联络", "as_of": "", "send": "x"}
    files = [("file", ("养殖.csv", data)), ("file", ("养殖.csv.minisig", signature))]
    sent = browser.post("/plain", data=fields, files=files)
    assert sent.status_code == 201 and "已验签" in sent.text
    wrong = [("file", ("养殖.csv", data + b" ")), files[1]]
    refused = browser.post("/plain", data=fields, files=wrong)
    assert refused.status_code == 422 and "签名不对" in refused.text
    assert len(reports(ledger)) == 1
