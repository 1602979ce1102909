"""Rows that a report sent back: a file of their own, open until they come again, and then no other row changes."""

from datetime import timedelta
from io import BytesIO

from openpyxl import load_workbook

from domain.clock import iso
from intake.arrivals import withdraw
from intake.draft import examine
from intake.mending import Mending
from intake.receipts import story
from intake.receive import commit, receive
from intake.returned import handed_back
from intake.undo import undo
from store.ledger import Ledger
from tests.intake.partly import BOATS, FARMS, SPOILT, boats, counters, offered, sent, waiting
from tests.papers import Paper, changed, printed
from tests.store.boats import Wall
from views.faults import faults_xlsx


def test_the_returned_rows_are_a_file_and_an_open_draft(ledger: Ledger, farms: Paper) -> None:
    sent(ledger, farms)
    spoilt = changed(farms, {3: {"养殖人员数(人)": "若干"}, 9: {"养殖人员数(人)": "不详"}})
    part = sent(ledger, spoilt, partial=True)
    (draft,) = waiting(ledger)
    assert draft == handed_back(ledger, part.entry)
    assert ledger.file(draft.sha256) == printed([spoilt[3], spoilt[9]])
    again = examine(ledger, FARMS, "city", ledger.file(draft.sha256), draft.filename)
    assert [(p.code, p.row) for p in again.problems if p.severity == "error"] == [
        ("cell.not_a_number", 2),
        ("cell.not_a_number", 3),
    ]


def test_the_draft_mended_on_the_page_changes_its_rows_and_no_other(
    sample_ledger: Ledger, fleet: Paper
) -> None:
    part = commit(sample_ledger, offered(sample_ledger, changed(fleet, SPOILT)), "王联络")
    (draft,) = waiting(sample_ledger, form=BOATS)
    cells = {(2, "在港状态"): "出海", (3, "在港状态"): "出海", (4, "在船人数(人)"): "6"}
    mended = examine(
        sample_ledger,
        BOATS,
        "city",
        sample_ledger.file(draft.sha256),
        draft.filename,
        mending=Mending(cells=cells),
    )
    assert (mended.completes, mended.sent.num_rows) == (part.entry.seq, 3)
    assert mended.moved == {"added": 0, "changed": 3, "missing": 0}
    done = commit(sample_ledger, mended, "王联络")
    now = boats(sample_ledger)
    returned = [fleet[i]["船舶编号"] for i in SPOILT]
    assert (len(now), counters(sample_ledger)["fishing_vessels.in_port"][1]) == (5182, 4332)
    assert list(now.loc[returned[:2], "status"]) == ["at_sea", "at_sea"]
    assert set(now.loc[returned, "_entry"]) == {done.entry.seq}
    assert set(now.drop(returned)["_entry"]) == {part.entry.seq}
    assert waiting(sample_ledger, form=BOATS) == []


def test_the_corrected_rows_uploaded_anew_are_known_for_what_they_are(ledger: Ledger, islands: Paper) -> None:
    sent(ledger, islands, "shengsi")
    part = sent(ledger, changed(islands, {2: {"养殖人员数(人)": "若干"}}), "shengsi", partial=True)
    corrected = [{**islands[2], "养殖人员数(人)": "77", "已撤离人数(人)": "0"}]
    again = sent(ledger, corrected, "shengsi")
    assert again.entry.detail["completes"] == part.entry.seq
    frame = ledger.read(FARMS.name).frame.set_index("farm_id")
    assert len(frame) == len(islands)
    assert frame.at[islands[2]["养殖场编号"], "people"] == 77
    assert waiting(ledger, "shengsi") == []


def test_the_corrected_rows_sent_twice_have_one_receipt(ledger: Ledger, islands: Paper) -> None:
    sent(ledger, islands, "shengsi")
    sent(ledger, changed(islands, {2: {"养殖人员数(人)": "若干"}}), "shengsi", partial=True)
    corrected = [{**islands[2], "养殖人员数(人)": "77", "已撤离人数(人)": "0"}]
    first, second = (sent(ledger, corrected, "shengsi") for _ in range(2))
    assert (second.entry.seq, second.receipt.first) == (first.entry.seq, False)
    assert len(ledger.read(FARMS.name).frame) == len(islands)


def test_a_mended_row_that_is_still_wrong_goes_back_once_more(ledger: Ledger, farms: Paper) -> None:
    sent(ledger, farms)
    spoilt = changed(farms, {3: {"养殖人员数(人)": "若干"}, 9: {"养殖人员数(人)": "不详"}})
    sent(ledger, spoilt, partial=True)
    half = sent(ledger, [farms[3], spoilt[9]], partial=True)
    assert half.entry.detail["partial"] == {
        "accepted": 1, "returned": 1, "kept": 1, "absent": 0, "unread": 0,
    }  # fmt: skip
    assert len(ledger.read(FARMS.name).frame) == len(farms)
    (left,) = waiting(ledger)
    assert (left.detail["completes"], left.detail["rows"]) == (half.entry.seq, 1)


def test_being_refused_again_does_not_close_the_draft_and_leaving_it_does(
    ledger: Ledger, farms: Paper
) -> None:
    sent(ledger, farms)
    sent(ledger, changed(farms, {3: {"养殖人员数(人)": "若干"}}), partial=True)
    (draft,) = waiting(ledger)
    refused = receive(ledger, FARMS, "city", ledger.file(draft.sha256), draft.filename, "王联络")
    assert refused.receipt is None and waiting(ledger) == [draft]
    withdraw(ledger, draft, "王联络")
    assert waiting(ledger) == []
    short = examine(ledger, FARMS, "city", printed(farms[:1]), "一行.csv")
    assert [p.code for p in short.problems] == ["file.too_few_rows"]


def test_a_new_whole_report_leaves_nothing_to_complete(ledger: Ledger, farms: Paper) -> None:
    sent(ledger, farms)
    sent(ledger, changed(farms, {3: {"养殖人员数(人)": "若干"}}), partial=True)
    whole = sent(ledger, changed(farms, {0: {"养殖人员数(人)": "900"}}))
    assert "supplement" not in whole.entry.detail
    assert waiting(ledger) == []


def test_an_undone_part_shows_what_was_shown_before_and_waits_for_nothing(
    ledger: Ledger, farms: Paper
) -> None:
    first = sent(ledger, farms)
    spoilt = changed(farms, {0: {"养殖人员数(人)": "900"}, 3: {"养殖人员数(人)": "若干"}})
    part = sent(ledger, spoilt, partial=True)
    assert story(ledger, first.entry).state == "kept"
    undo(ledger, part.entry.seq, "王联络", "报错了")
    shown = ledger.read(FARMS.name)
    assert [entry.seq for entry in shown.entries] == [first.entry.seq]
    assert (shown.kept, waiting(ledger)) == ({}, [])
    assert story(ledger, first.entry).state == "standing"


def test_an_undone_completion_opens_the_returned_rows_again(ledger: Ledger, farms: Paper) -> None:
    sent(ledger, farms)
    sent(ledger, changed(farms, {3: {"养殖人员数(人)": "若干"}}), partial=True)
    (draft,) = waiting(ledger)
    done = sent(ledger, farms[3:4])
    assert waiting(ledger) == []
    undo(ledger, done.entry.seq, "王联络", "报错了")
    assert waiting(ledger) == [draft]


def test_the_same_faulty_file_taken_in_part_twice_has_one_receipt_and_one_draft(
    ledger: Ledger, farms: Paper
) -> None:
    sent(ledger, farms)
    spoilt = changed(farms, {3: {"养殖人员数(人)": "若干"}})
    first, second = (sent(ledger, spoilt, partial=True) for _ in range(2))
    assert (second.entry.seq, second.receipt.first) == (first.entry.seq, False)
    assert len(waiting(ledger)) == 1


def test_a_cut_off_given_beside_the_file_holds_for_the_rows_that_come_later(
    ledger: Ledger, wall: Wall, farms: Paper
) -> None:
    sent(ledger, farms)
    given = wall.at - timedelta(hours=1)
    spoilt = printed(changed(farms, {3: {"养殖人员数(人)": "若干"}}))
    receive(ledger, FARMS, "city", spoilt, "报表.csv", "王联络", given, partial=True)
    assert waiting(ledger)[0].detail["given_as_of"] == iso(given)


def test_a_cut_off_in_the_title_holds_for_the_rows_that_come_later(ledger: Ledger, farms: Paper) -> None:
    sent(ledger, farms)
    spoilt = printed(changed(farms, {3: {"养殖人员数(人)": "若干"}})).decode("utf-8-sig")
    titled = f"渔业（截至7月28日14时）\r\n{spoilt}".encode()
    receive(ledger, FARMS, "city", titled, "报表.csv", "王联络", partial=True)
    assert waiting(ledger)[0].detail["given_as_of"] == "2025-07-28T14:00+08:00"


def test_the_workbook_of_returned_rows_mended_in_excel_changes_only_them(
    ledger: Ledger, islands: Paper
) -> None:
    sent(ledger, islands, "shengsi")
    spoilt = changed(islands, {2: {"养殖人员数(人)": "若干"}, 4: {"养殖人员数(人)": "不详"}})
    part = sent(ledger, spoilt, "shengsi", partial=True)
    returned = part.draft.returned
    book = load_workbook(
        BytesIO(faults_xlsx(FARMS, returned.rows.columns, returned.rows.rows, returned.problems, "zh"))
    )
    sheet = book.worksheets[0]
    people = [cell.value for cell in sheet[1]].index("养殖人员数(人)") + 1
    for row in (2, 3):
        sheet.cell(row, people).value = "60"
    book.save(mended := BytesIO())
    again = receive(ledger, FARMS, "shengsi", mended.getvalue(), "改好.xlsx", "王联络")
    assert again.entry.detail["completes"] == part.entry.seq
    assert again.draft.moved["missing"] == 0 and len(ledger.read(FARMS.name).frame) == len(islands)


def test_a_header_said_once_is_remembered_past_the_rows_that_came_later(ledger: Ledger, farms: Paper) -> None:
    own = [{("塘里多少人" if k == "养殖人员数(人)" else k): v for k, v in row.items()} for row in farms]
    said = Mending(headers={"people": "塘里多少人"})
    commit(ledger, examine(ledger, FARMS, "city", printed(own), "报表.csv", mending=said), "王联络")
    spoilt = printed(changed(own, {3: {"塘里多少人": "若干"}}))
    receive(ledger, FARMS, "city", spoilt, "报表.csv", "王联络", partial=True)
    sent(ledger, farms[3:4])
    assert not examine(ledger, FARMS, "city", printed(own), "报表.csv").refused
