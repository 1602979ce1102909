"""Workbooks dropped where nobody says which form they are: no sheet is lost, and none is said to be that was taken in."""

import io

import openpyxl
import pytest

from domain.problems import Refused
from feeds import feed
from intake.receive import Outcome, TakenBack
from intake.several import receive_each
from intake.undo import undo
from store.ledger import Ledger
from tests.papers import Paper, printed, sample_rows
from tests.workbooks import of_paper, xlsx
from views.workbooks import template_xlsx

PONDS, BOATS = sample_rows("reservoirs", "嵊泗县"), sample_rows("fishing_vessels", "嵊泗县")


def taken(ledger: Ledger, data: bytes, key: str = "") -> list[Outcome]:
    return receive_each(ledger, "shengsi", data, "一份.xlsx", "共享文件夹", key)


def told(outcomes: list[Outcome]) -> dict[str, tuple[bool, set[str]]]:
    """By form: whether it was received, and what was said of it beside notes."""
    return {
        outcome.draft.feed.name: (
            outcome.receipt is not None,
            {problem.code for problem in outcome.draft.problems if problem.severity != "note"},
        )
        for outcome in outcomes
    }


def book(**sheets: Paper) -> bytes:
    return xlsx({name: of_paper(rows) for name, rows in sheets.items()})


def test_every_sheet_is_received_and_nothing_is_said_of_the_others(ledger: Ledger, islands: Paper) -> None:
    outcomes = taken(ledger, book(养殖=islands, 山塘=PONDS, 渔船=BOATS))
    assert [o.receipt is not None for o in outcomes] == [True, True, True]
    assert "file.other_sheets" not in {p.code for o in outcomes for p in o.draft.problems}
    assert len(ledger.read("fishing_vessels").frame) == len(BOATS)


def test_two_sheets_of_one_form_are_refused_and_both_named(ledger: Ledger, islands: Paper) -> None:
    outcomes = taken(ledger, book(东部=islands[:16], 西部=islands[16:], 山塘=PONDS))
    assert told(outcomes)["aquaculture"] == (False, {"file.form_twice"})
    assert told(outcomes)["reservoirs"][0]
    (problem,) = outcomes[0].draft.problems
    assert dict(problem.holes) == {"sheets": "东部 / 西部"}
    assert outcomes[0].entry.kind == "refusal" and not ledger.read("aquaculture").entries


def test_a_sheet_that_lacks_a_column_is_refused_by_itself(ledger: Ledger, islands: Paper) -> None:
    required = next(c.header for c in feed("reservoirs").columns if c.required)
    short = [{title: cell for title, cell in row.items() if title != required} for row in PONDS]
    assert told(taken(ledger, book(养殖=islands, 山塘=short))) == {
        "aquaculture": (True, set()),
        "reservoirs": (False, {"column.missing"}),
    }


def test_a_sheet_added_to_our_template_is_received_too(ledger: Ledger, islands: Paper) -> None:
    template = openpyxl.load_workbook(io.BytesIO(template_xlsx(feed("aquaculture"))))
    for title, rows in ((template.sheetnames[0], of_paper(islands)[1:]), ("渔船", of_paper(BOATS))):
        sheet = template[title] if title in template.sheetnames else template.create_sheet(title)
        for row in rows:
            sheet.append(row)
    sink = io.BytesIO()
    template.save(sink)
    outcomes = taken(ledger, sink.getvalue())
    assert {name: ok for name, (ok, _) in told(outcomes).items()} == {
        "aquaculture": True,
        "fishing_vessels": True,
    }


def test_a_sheet_for_no_form_is_named_with_each_receipt(ledger: Ledger, islands: Paper) -> None:
    sheets = {
        "养殖": of_paper(islands),
        "山塘": of_paper(PONDS),
        "领导": [["县区", "姓名"], ["嵊泗县", "张"]],
    }
    outcomes = taken(ledger, xlsx(sheets))
    assert {name: ok for name, (ok, _) in told(outcomes).items()} == {"aquaculture": True, "reservoirs": True}
    others = [dict(p.holes).get("others") for o in outcomes for p in o.draft.problems]
    assert others.count("领导") == 2


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file.empty"),
        ("一,二\n1,2\n".encode(), "file.no_form"),
        (b"PK\x03\x04 x", "file.workbook_broken"),
    ],
)
def test_what_cannot_be_read_or_is_for_no_form_says_which(ledger: Ledger, data: bytes, code: str) -> None:
    with pytest.raises(Refused) as refused:
        taken(ledger, data)
    assert [problem.code for problem in refused.value.problems] == [code]
    assert ledger.position() == 1


def test_the_same_sending_again_gives_each_sheet_its_receipt_again(ledger: Ledger, islands: Paper) -> None:
    data = book(养殖=islands, 山塘=PONDS)
    first, again = taken(ledger, data, "k"), taken(ledger, data, "k")
    assert [o.entry.seq for o in again] == [o.entry.seq for o in first]
    assert [o.receipt and o.receipt.first for o in again] == [False, False]


def test_a_sending_that_was_undone_is_not_answered_as_received(ledger: Ledger, islands: Paper) -> None:
    (first,) = taken(ledger, printed(islands), "k")
    undo(ledger, first.entry.seq, "值班", "发错了", True)
    with pytest.raises(TakenBack) as back:
        taken(ledger, printed(islands), "k")
    assert (back.value.entry, back.value.undo.seq) == (first.entry, first.entry.seq + 1)
    assert taken(ledger, printed(islands), "l")[0].receipt.first
