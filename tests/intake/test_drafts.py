"""A file that was refused waits, with what was mended of it, until something has become of it."""

import pytest

from feeds import feed
from intake import mending
from intake.arrivals import arrive, withdraw
from intake.draft import examine
from intake.drafts import open_arrivals, was_refused
from intake.mending import NOTHING, Mending
from intake.receive import commit, refuse
from intake.undo import undo
from store.entry import Entry
from store.ledger import Ledger
from tests.papers import Paper, changed, printed, sample_rows
from tests.workbooks import of_paper, xlsx

FARMS, FIGURES = feed("aquaculture"), feed("figures")
PEOPLE = "养殖人员数(人)"


def faulty(farms: Paper, text: str = "若干") -> bytes:
    return printed(changed(farms, {3: {PEOPLE: text}}))


def refused(ledger: Ledger, data: bytes, unit: str = "city", form=FARMS, sheet: str | None = None) -> Entry:
    """A file that was dropped on the page and refused."""
    arrival = arrive(ledger, form, unit, data, "表.csv", "王联络", None, sheet)
    draft = examine(ledger, form, unit, data, "表.csv", sheet=sheet)
    assert draft.refused
    refuse(ledger, draft, "王联络")
    return arrival


def taken(ledger: Ledger, data: bytes, unit: str = "city", form=FARMS, **said) -> Entry:
    return commit(
        ledger, examine(ledger, form, unit, data, "表.csv", **said), said.get("actor", "王联络")
    ).entry


def left(ledger: Ledger, unit: str = "city") -> list[Entry]:
    return open_arrivals(ledger, None, unit)


def test_a_refused_file_waits_and_is_known_for_refused(ledger: Ledger, farms: Paper) -> None:
    arrival = refused(ledger, faulty(farms))
    assert left(ledger) == [arrival] and was_refused(ledger, arrival)


def test_a_file_refused_twice_waits_once(ledger: Ledger, farms: Paper) -> None:
    refused(ledger, faulty(farms))
    again = refused(ledger, faulty(farms))
    assert left(ledger) == [again]


def test_of_many_refused_files_of_one_form_and_unit_the_newest_waits(ledger: Ledger, farms: Paper) -> None:
    for text in ("若干", "不详", "一些"):
        newest = refused(ledger, faulty(farms, text))
    county = refused(ledger, faulty(sample_rows("aquaculture", "嵊泗县")), "shengsi")
    assert (left(ledger), left(ledger, "shengsi")) == ([newest], [county])


def test_two_sheets_of_one_refused_workbook_wait_both(ledger: Ledger, farms: Paper) -> None:
    spoilt = changed(farms, {3: {PEOPLE: "若干"}})
    book = xlsx({"早": of_paper(spoilt), "晚": of_paper(changed(spoilt, {0: {"备注": "新"}}))})
    early, late = (refused(ledger, book, sheet=sheet) for sheet in ("早", "晚"))
    assert left(ledger) == [late, early]


def test_a_file_that_was_only_left_gives_way_to_none(ledger: Ledger, farms: Paper) -> None:
    first, second = (
        arrive(ledger, FARMS, "city", printed(rows), "表.csv", "王联络", None)
        for rows in (farms, changed(farms, {0: {"备注": "新"}}))
    )
    assert left(ledger) == [second, first]


@pytest.mark.parametrize("unit", ["shengsi", "city"])
def test_a_newer_report_of_the_unit_ends_the_waiting_and_its_undo_begins_it_again(
    ledger: Ledger, farms: Paper, islands: Paper, unit: str
) -> None:
    arrival = refused(ledger, faulty(islands), "shengsi")
    report = taken(ledger, printed(islands if unit == "shengsi" else farms), unit)
    assert left(ledger, "shengsi") == []
    undo(ledger, report.seq, "王联络", "报错了")
    assert left(ledger, "shengsi") == [arrival]


def test_another_units_report_and_a_correction_end_nothing(
    ledger: Ledger, farms: Paper, islands: Paper
) -> None:
    arrival = refused(ledger, faulty(farms))
    taken(ledger, printed(islands), "shengsi")
    taken(ledger, printed(farms[:1]), supplement=True)
    assert left(ledger) == [arrival]


def test_where_departments_add_to_one_form_only_its_senders_next_report_ends_it(ledger: Ledger) -> None:
    figures = sample_rows("figures")
    arrival = refused(ledger, printed(changed(figures[:3], {0: {"指标": "没有这个"}})), form=FIGURES)
    other = examine(ledger, FIGURES, "city", printed(figures[3:5]), "表.csv")
    commit(ledger, other, "李四")
    assert left(ledger) == [arrival]
    taken(ledger, printed(figures[:3]), form=FIGURES)
    assert left(ledger) == []


def test_mended_into_a_report_or_left_it_waits_no_more(ledger: Ledger, farms: Paper) -> None:
    refused(ledger, faulty(farms))
    taken(ledger, faulty(farms), mending=Mending(cells={(5, PEOPLE): "14"}))
    assert left(ledger) == []
    other = refused(ledger, faulty(farms, "不详"))
    withdraw(ledger, other, "王联络")
    assert left(ledger) == []


def test_what_was_mended_comes_back_and_only_with_its_own_file(ledger: Ledger, farms: Paper) -> None:
    arrival = refused(ledger, faulty(farms))
    other = refused(ledger, faulty(sample_rows("aquaculture", "嵊泗县")), "shengsi")
    assert mending.kept(ledger, arrival) == NOTHING
    first = Mending({"people": "塘里多少人"}, {(5, PEOPLE): "14"})
    mending.keep(ledger, arrival, first, "王联络")
    later = first.also(Mending(cells={(7, PEOPLE): "3"}))
    mending.keep(ledger, arrival, later, "王联络")
    assert mending.kept(ledger, arrival) == later
    assert mending.kept(ledger, other) == NOTHING
    assert (left(ledger), ledger.verify().whole) == ([arrival], True)
