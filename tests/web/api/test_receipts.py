"""What programs are told of a receipt, and the files they may take."""

import io

import openpyxl
import pytest

from feeds import feed
from intake.undo import undo
from store.ledger import Ledger
from tests.papers import BAD, Paper, changed, printed
from tests.web.api.conftest import send
from views.workbooks import template_xlsx


@pytest.fixture
def part(program, farms: Paper) -> dict:
    """The answer to a file of which a row was sent back."""
    send(program, printed(farms))
    return send(program, printed(changed(farms, {3: {"养殖人员数(人)": "若干"}})), partial="true").json()


def test_a_sending_is_answered_as_the_first_time_whatever_has_come_since(
    program, farms: Paper, part: dict
) -> None:
    """The rows sent back have come by this very file; sent anew they would be too late, but the line only dropped."""
    mended = printed(changed(farms, {3: {"已撤离人数(人)": "0"}})[3:4])
    first = send(program, mended, key="one")
    send(program, printed(farms))
    again = send(program, mended, key="one")
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == first.json() | {"first": False}
    assert send(program, mended, key="other").status_code == 422


def test_a_receipt_says_whether_it_stands_and_what_it_moved(program, ledger: Ledger, farms: Paper) -> None:
    first = send(program, printed(farms)).json()["receipt"]
    said = program.get(f"/receipts/{first}").json()
    (counter,) = said["counters"]
    assert (said["state"], said["by"], counter["before"]) == ("standing", None, None)
    assert (counter["after"]["value"], counter["after"]["total"]) == (736, 736)
    second = send(program, printed(changed(farms, {0: {"已撤离人数(人)": "0"}}))).json()["receipt"]
    said = program.get(f"/receipts/{first}").json()
    assert (said["state"], said["by"]["receipt"]) == ("replaced", second)
    back = undo(ledger, int(second[1:]), "接口", "发错了")
    said = program.get(f"/receipts/{second}").json()
    assert (said["state"], said["by"]["reason"], said["by"]["receipt"]) == (
        "undone",
        "发错了",
        f"R{back.seq:06d}",
    )
    assert program.get(f"/receipts/{first}").json()["state"] == "standing"


def test_every_kind_of_entry_has_a_state(sample: Ledger, program, ledger: Ledger, part: dict) -> None:
    states = {entry.kind: program.get(f"/receipts/{entry.seq}").json()["state"] for entry in ledger.entries()}
    assert states["opening"] == "opened" and states["arrival"] == "arrived"


def test_the_rows_sent_back_are_named_in_the_answer_and_can_be_had(program, part: dict) -> None:
    assert part["returned"] == f"/receipts/{part['receipt']}/returned"
    assert program.get(f"/receipts/{part['receipt']}").json()["returned"] == part["returned"]
    book = program.get(part["returned"])
    sheet = openpyxl.load_workbook(io.BytesIO(book.content)).worksheets[0]
    assert [cell.value for cell in sheet[2]][:2] == ["YZ004", "枸杞养殖4号场"] and sheet.max_row == 2
    assert ".xlsx" in book.headers["content-disposition"]
    text = program.get(part["returned"], params={"format": "csv"}).content.decode("utf-8-sig")
    assert "若干" in text and len(text.splitlines()) == 2


def test_rows_sent_back_and_mended_complete_their_report(program, farms: Paper, part: dict) -> None:
    text = program.get(part["returned"], params={"format": "csv"}).content.decode("utf-8-sig")
    mended = text.replace("若干", farms[3]["养殖人员数(人)"])
    assert send(program, mended.encode()).json()["accepted"]
    said = program.get("/entries", params={"limit": 500}).json()[-1]
    assert said["detail"]["completes"] == int(part["receipt"][1:]) and said["rows"] == 68


def test_a_refused_file_is_handed_back_with_its_faults_marked(program) -> None:
    said = send(program, (BAD / "aquaculture.repeated-key.csv").read_bytes(), unit="嵊泗县").json()
    assert said["returned"] is None
    book = openpyxl.load_workbook(
        io.BytesIO(program.get(f"/receipts/{said['receipt']}/returned", params={"lang": "en"}).content)
    )
    cells = {str(cell.value) for row in book.worksheets[0].rows for cell in row}
    assert any("repeats row 2" in cell for cell in cells)


def test_a_report_that_sent_nothing_back_has_nothing_to_hand_out(program, farms: Paper) -> None:
    number = send(program, printed(farms)).json()["receipt"]
    answer = program.get(f"/receipts/{number}/returned")
    assert (answer.status_code, answer.json()["code"]) == (404, "partial.nothing_back")


def test_templates_and_rows_come_as_workbooks_too(program, farms: Paper) -> None:
    template = program.get("/feeds/aquaculture/template", params={"format": "xlsx"})
    assert template.content == template_xlsx(feed("aquaculture"))
    send(program, printed(farms))
    rows = program.get("/feeds/aquaculture/rows", params={"format": "xlsx"}).content
    assert openpyxl.load_workbook(io.BytesIO(rows)).worksheets[0].max_row == 69
    assert program.get("/feeds/aquaculture/template", params={"format": "et"}).status_code == 422


@pytest.mark.parametrize("name", ["\x00", "\u202e", "\x1b\u200b "])
def test_a_name_that_cannot_be_seen_adds_nothing_to_whose_key_it_is(
    program, ledger: Ledger, farms: Paper, name: str
) -> None:
    assert send(program, printed(farms), actor=name).status_code == 201
    assert ledger.entries(kinds=["submission"])[0].actor == "接口"


def test_who_sends_for_another_is_named_with_him(program, ledger: Ledger, farms: Paper) -> None:
    assert send(program, printed(farms), actor="王海燕").status_code == 201
    assert ledger.entries(kinds=["submission"])[0].actor == "接口（王海燕）"
