"""A file or some rows handed back to be mended still say until when they are true."""

from datetime import datetime
from io import BytesIO

import pytest
from openpyxl import load_workbook
from streamlit.testing.v1 import AppTest

from domain.clock import from_beijing, to_utc
from feeds import feed
from intake.draft import Draft, examine
from intake.receive import commit, receive
from intake.returned import handed_back
from store.ledger import Ledger
from tests.identities import somebody
from tests.opened_workbooks import first, rows
from tests.papers import Paper, changed, printed, sample_rows
from web.frame.page import Frame
from web.frame.taking_out import handed_over
from web.report.partial import returned_workbook

FARMS, PEOPLE, UNTIL = feed("aquaculture"), "养殖人员数(人)", "截至时间"
TEN = from_beijing("2025-07-28T10:00")


@pytest.fixture
def farms() -> Paper:
    """Farms of which one number is none, and one row says itself until when it is true."""
    undated = [{**row, UNTIL: ""} for row in sample_rows("aquaculture")]
    return changed(undated, {3: {PEOPLE: "若干"}, 5: {UNTIL: "2025-07-28 09:00"}})


def titled(paper: Paper) -> bytes:
    return "截至2025年7月28日10时\r\n".encode("utf-8-sig") + printed(paper, "utf-8")


def looked_at(ledger: Ledger, data: bytes, given: datetime | None) -> Draft:
    draft = examine(ledger, FARMS, "city", data, "养殖.csv", given)
    assert draft.refused
    return draft


def mended(book: bytes) -> bytes:
    """The workbook with its one bad cell mended in Excel."""
    opened = load_workbook(BytesIO(book))
    sheet = opened.worksheets[0]
    people = [cell.value for cell in sheet[1]].index(PEOPLE) + 1
    sheet.cell(2, people).value = "14"
    opened.save(saved := BytesIO())
    return saved.getvalue()


@pytest.mark.parametrize("given", [None, TEN])
def test_a_mended_workbook_is_as_old_as_the_file_it_came_from(
    ledger: Ledger, farms: Paper, given: datetime | None
) -> None:
    draft = looked_at(ledger, printed(farms) if given else titled(farms), given)
    book = handed_over(draft, draft.received, "zh")
    told = {row["养殖场编号"]: row[UNTIL] for row in rows(first(book))}
    assert told.pop("YZ006") == "2025-07-28 09:00"
    assert set(told.values()) == {"2025-07-28 10:00"}
    again = examine(ledger, FARMS, "city", mended(book), "改好.xlsx")
    assert not again.refused
    assert sorted({to_utc(at) for at in again.table.column("as_of").to_pylist()}) == [
        from_beijing("2025-07-28T09:00"),
        TEN,
    ]


def test_a_file_without_the_column_is_given_one(ledger: Ledger, farms: Paper) -> None:
    bare = [{name: cell for name, cell in row.items() if name != UNTIL} for row in farms]
    draft = looked_at(ledger, printed(bare), TEN)
    assert {row[UNTIL] for row in rows(first(handed_over(draft, draft.received, "zh")))} == {
        "2025-07-28 10:00"
    }


def test_a_file_that_says_nothing_of_it_is_handed_back_as_it_came(ledger: Ledger, farms: Paper) -> None:
    draft = looked_at(ledger, printed(farms), None)
    told = [row[UNTIL] for row in rows(first(handed_over(draft, draft.received, "zh")))]
    assert sorted(filter(None, told)) == ["2025-07-28 09:00"]


def test_returned_rows_say_it_as_a_file_and_as_a_workbook(ledger: Ledger, farms: Paper) -> None:
    part = receive(ledger, FARMS, "city", titled(farms), "养殖.csv", "王联络", partial=True)
    arrival = handed_back(ledger, part.entry)
    assert "2025-07-28 10:00" in ledger.file(arrival.sha256).decode("utf-8-sig")
    book = returned_workbook(Frame("report", "zh", "light", ledger, somebody("张三")), arrival)
    assert [row[UNTIL] for row in rows(first(book))] == ["2025-07-28 10:00"]
    done = examine(ledger, FARMS, "city", mended(book), "改好.xlsx")
    assert commit(ledger, done, "王联络").entry.as_of == TEN


def offering(url: str, text: str) -> None:
    from feeds import feed
    from intake.draft import examine
    from store.ledger import Ledger
    from tests.identities import somebody
    from web.frame.page import Frame
    from web.frame.taking_out import take_faults

    ledger = Ledger(url)
    draft = examine(ledger, feed("aquaculture"), "city", text.encode(), "养殖.csv")
    take_faults(Frame("report", "zh", "light", ledger, somebody("张三")), draft)


@pytest.mark.parametrize(("spoilt", "offered"), [("row", 1), ("column", 0), ("few", 0)])
def test_it_is_offered_only_where_a_row_is_at_fault(
    sample_url: str, farms: Paper, spoilt: str, offered: int
) -> None:
    good = changed(farms, {3: {PEOPLE: "14"}})
    lacking = [{name: cell for name, cell in row.items() if name != PEOPLE} for row in good]
    text = printed({"row": farms, "column": lacking, "few": good[:3]}[spoilt], "utf-8").decode()
    shown = AppTest.from_function(offering, args=(sample_url, text)).run(timeout=20)
    assert [error.message for error in shown.exception] == []
    assert sum("/taken-out/" in html.proto.body for html in shown.get("html")) == offered
