"""A row that is shown leads back to its file, its row there and each cell as it was written."""

import pytest

from feeds import feed
from intake.draft import examine
from intake.mending import Mending
from intake.provenance import Written, origin
from intake.receive import commit, receive
from store.ledger import Ledger
from tests.loaders.storm.recorded import RAW
from tests.papers import Paper, changed, printed
from tests.workbooks import of_paper, xlsx

FARMS = feed("aquaculture")


def found(ledger: Ledger, name: str = "farm_id", value: str = "YZ001"):
    """The origin of the row shown under that id."""
    frame = ledger.read("aquaculture").frame
    row = frame[frame[name] == value].iloc[0]
    return origin(ledger, FARMS, ledger.entry(int(row["_entry"])), int(row["_row"]))


def test_each_cell_is_told_as_the_file_has_it_though_it_was_read_as_something_else(
    ledger: Ledger, islands: Paper
) -> None:
    first = next(iter(islands[0].values()))
    headers = list(islands[0])
    people = next(h for h in headers if h.startswith("养殖人员数"))
    told = changed(islands, {0: {people: " １１人 "}})
    receipt = receive(ledger, FARMS, "shengsi", printed(told), "养殖.csv", "王联络")
    known = found(ledger, value=first)
    assert (known.entry.seq, known.row, known.sheet) == (receipt.entry.seq, 2, "")
    assert known.cells["people"] == Written(people, " １１人 ")
    assert set(known.cells) == {column.name for column in FARMS.columns if column.header in headers}


def test_of_a_workbook_the_sheet_and_the_spreadsheets_own_row_are_told(
    ledger: Ledger, islands: Paper
) -> None:
    rows = [["嵊泗县养殖统计"], [], *of_paper(islands)]
    data = xlsx({"别的": [["说明"], ["无"]], "养殖": rows})
    outcome = receive(ledger, FARMS, "shengsi", data, "养殖.xlsx", "王联络", sheet="养殖")
    known = found(ledger, value=next(iter(islands[1].values())))
    assert (known.entry.seq, known.sheet, known.row) == (outcome.entry.seq, "养殖", 5)
    assert known.cells["farm_id"].raw == next(iter(islands[1].values()))


def test_a_cell_that_its_sender_mended_is_told_as_it_came_and_as_it_was_mended(
    ledger: Ledger, islands: Paper
) -> None:
    people = next(h for h in islands[0] if h.startswith("养殖人员数"))
    data = printed(changed(islands, {0: {people: "若干"}}))
    draft = examine(ledger, FARMS, "shengsi", data, "x.csv", mending=Mending(cells={(2, people): "11"}))
    commit(ledger, draft, "王联络")
    assert found(ledger, value=next(iter(islands[0].values()))).cells["people"] == Written(
        people, "若干", "11"
    )


def test_a_row_that_a_later_report_keeps_leads_back_to_its_own_file(ledger: Ledger, islands: Paper) -> None:
    first = receive(ledger, FARMS, "shengsi", printed(islands), "一.csv", "王联络").entry
    draft = examine(ledger, FARMS, "shengsi", printed(islands[1:2]), "二.csv", supplement=True)
    commit(ledger, draft, "王联络")
    known = found(ledger, value=next(iter(islands[0].values())))
    assert (known.entry.seq, known.entry.filename, known.row) == (first.seq, "一.csv", 2)


@pytest.mark.parametrize("name", ["fishing_vessels", "reservoirs", "figures", "track"])
def test_every_row_of_the_sample_day_is_found_in_the_file_it_came_with(sample: Ledger, name: str) -> None:
    form = feed(name)
    frame = sample.read(name).frame
    for _, row in frame.iloc[:: max(1, len(frame) // 3)].iterrows():
        known = origin(sample, form, sample.entry(int(row["_entry"])), int(row["_row"]))
        assert known.entry.hash and known.cells
        assert all(known.cells[key].raw for key in form.key if key in known.cells)


def test_of_a_document_it_is_said_that_its_records_were_read_and_are_no_rows_of_it(
    ledger: Ledger, islands: Paper
) -> None:
    path = RAW / "archive_202508_CO-MAY.json"
    sent = receive(ledger, feed("track"), "city", path.read_bytes(), path.name, "李预报").entry
    read = origin(ledger, feed("track"), sent, 1)
    assert read.is_document and read.cells["kind"].raw == "定位"
    table = receive(ledger, FARMS, "shengsi", printed(islands), "养殖.csv", "王联络").entry
    assert not origin(ledger, FARMS, table, 2).is_document
