"""Part of a file taken in: the sound rows are shown as sent, the others as they were, and each leads to its own file."""

import pytest

from domain.clock import iso
from domain.problems import how_many
from feeds import all_feeds
from intake.draft import examine
from intake.history import history
from intake.receive import Receipt, commit
from store.entry import Superseded
from store.ledger import Ledger
from tests.intake.partly import BOATS, FARMS, SPOILT, boats, counters, offered, sent, waiting
from tests.papers import Paper, changed, printed, sample_rows
from tests.store.boats import Wall
from views.receipts import consequence


def test_the_consequence_is_told_in_numbers_before_anything_is_written(
    sample_ledger: Ledger, fleet: Paper
) -> None:
    before = sample_ledger.position()
    offer = offered(sample_ledger, changed(fleet, SPOILT))
    assert offer.returned.counts == {"accepted": 5179, "returned": 3, "kept": 3, "absent": 0, "unread": 0}
    assert offer.moved == {"added": 0, "changed": 1, "missing": 0}
    assert sample_ledger.position() == before


def test_no_total_falls_because_a_row_was_returned_and_each_row_leads_to_its_own_file(
    sample_ledger: Ledger, fleet: Paper
) -> None:
    was, old = boats(sample_ledger), counters(sample_ledger)
    receipt = commit(sample_ledger, offered(sample_ledger, changed(fleet, SPOILT)), "王联络")
    now, new = boats(sample_ledger), counters(sample_ledger)
    returned = [fleet[i]["船舶编号"] for i in SPOILT]
    assert len(now) == len(was) == 5182
    assert new["fishing_vessels.in_port"][1] == old["fishing_vessels.in_port"][1] == 4332
    assert list(now.loc[returned, "status"]) == list(was.loc[returned, "status"])
    assert now.loc[returned, ["_entry", "_row"]].equals(was.loc[returned, ["_entry", "_row"]])
    others = now.drop(returned)
    assert set(others["_entry"]) == {receipt.entry.seq}
    assert now.at[fleet[1]["船舶编号"], "status"] == "at_sea"


def test_what_stays_is_no_younger_for_it(ledger: Ledger, wall: Wall, farms: Paper) -> None:
    first = sent(ledger, farms)
    wall.pass_hours(20)
    part = sent(ledger, changed(farms, {3: {"养殖人员数(人)": "若干"}}), partial=True)
    shown = ledger.read(FARMS.name)
    assert [entry.seq for entry in shown.entries] == [first.entry.seq, part.entry.seq]
    assert [entry.seq for entry in shown.kept["city"]] == [first.entry.seq]
    assert shown.scopes == {"city"}
    assert part.entry.detail["kept"] == {"rows": 1, "true_of": iso(first.entry.received_at)}
    assert history(ledger, "city", FARMS.name)[0].overdue_h == 20 - FARMS.cadence_h


def test_rows_kept_twice_lead_to_where_they_first_came_from(ledger: Ledger, farms: Paper) -> None:
    first = sent(ledger, farms)
    for text in ("若干", "不详"):
        sent(ledger, changed(farms, {3: {"养殖人员数(人)": text}}), partial=True)
    frame = ledger.read(FARMS.name).frame.set_index("farm_id")
    assert frame.at[farms[3]["养殖场编号"], "_entry"] == first.entry.seq


@pytest.mark.parametrize("form", [form for form in all_feeds().values() if not form.partial])
def test_a_form_that_does_not_declare_it_never_offers_it(ledger: Ledger, form) -> None:
    rows = sample_rows("levels_later" if form.name == "levels" else form.name)
    column = next(column.header for column in form.columns if column.required and column.header in rows[0])
    draft = examine(ledger, form, "city", printed(changed(rows, {1: {column: ""}})), "报表.csv")
    assert draft.refused and draft.offer is None
    assert form.file != "whole" or len(rows) < 100


def test_forms_of_many_things_declare_it(sample_ledger: Ledger) -> None:
    shown = {name: len(sample_ledger.read(name).frame) for name, form in all_feeds().items() if form.partial}
    assert min(shown.values()) > 60 and "fishing_vessels" in shown


def test_a_fault_of_the_whole_file_is_not_parted(ledger: Ledger, farms: Paper) -> None:
    lacking = [{k: v for k, v in row.items() if k != "养殖人员数(人)"} for row in farms]
    assert examine(ledger, FARMS, "city", printed(lacking), "报表.csv").offer is None
    nothing_sound = changed(farms, {i: {"养殖人员数(人)": "若干"} for i in range(len(farms))})
    assert examine(ledger, FARMS, "city", printed(nothing_sound), "报表.csv").offer is None


def test_a_first_file_shows_no_row_that_was_returned_and_says_so(ledger: Ledger, farms: Paper) -> None:
    part = sent(ledger, changed(farms, {3: {"养殖人员数(人)": "若干"}}), partial=True)
    assert part.entry.detail["partial"] == {
        "accepted": 67, "returned": 1, "kept": 0, "absent": 1, "unread": 0,
    }  # fmt: skip
    assert len(ledger.read(FARMS.name).frame) == 67
    done = sent(ledger, farms[3:4])
    assert (len(ledger.read(FARMS.name).frame), done.draft.moved["added"]) == (68, 1)


def test_a_part_shorter_than_the_form_ever_is_is_not_offered(ledger: Ledger, farms: Paper) -> None:
    least, _ = FARMS.expected_rows("city")
    spoilt = changed(farms, {i: {"养殖人员数(人)": "若干"} for i in range(least - 1, len(farms))})
    assert examine(ledger, FARMS, "city", printed(spoilt), "报表.csv").offer is None
    sent(ledger, farms)
    assert offered(ledger, spoilt, form=FARMS).returned.kept == len(farms) - least + 1


def test_where_a_key_cannot_be_read_nothing_is_taken_off_the_list(ledger: Ledger, farms: Paper) -> None:
    sent(ledger, farms)
    spoilt = changed(farms, {3: {"养殖场编号": ""}})
    offer = offered(ledger, [row for i, row in enumerate(spoilt) if i not in (10, 11)], form=FARMS)
    assert offer.returned.counts == {"accepted": 65, "returned": 1, "kept": 3, "absent": 0, "unread": 1}
    commit(ledger, offer, "王联络")
    assert len(ledger.read(FARMS.name).frame) == len(farms)


def test_a_row_with_cells_beside_the_header_has_no_sure_key(ledger: Ledger, farms: Paper) -> None:
    sent(ledger, farms)
    lines = printed(farms).decode("utf-8-sig").splitlines()
    lines[4] += ",多出一格"
    draft = examine(ledger, FARMS, "city", "\n".join(lines).encode(), "报表.csv")
    assert draft.offer.returned.counts["unread"] == 1


def test_whatever_a_part_of_a_file_lacks_stays_on_the_list_and_that_is_said(
    ledger: Ledger, farms: Paper
) -> None:
    sent(ledger, farms)
    spoilt = changed(farms, {3: {"养殖人员数(人)": "若干"}})
    part = sent(ledger, [row for i, row in enumerate(spoilt) if i != 10], partial=True)
    assert part.draft.moved == {"added": 0, "changed": 0, "missing": 0}
    assert set(ledger.read(FARMS.name).frame["farm_id"]) == {row["养殖场编号"] for row in farms}
    said = consequence(part.draft.returned.counts, "zh")
    assert said == "接收 66 行，退回 1 行，现有名单一行不减，这次没有接收的 2 行都沿用此前数据"


def test_a_key_copied_from_the_row_above_takes_no_farm_off_the_list(ledger: Ledger, farms: Paper) -> None:
    sent(ledger, farms)
    twice = changed(farms, {5: {"养殖场编号": farms[4]["养殖场编号"]}})
    part = sent(ledger, twice, partial=True)
    assert part.draft.returned.counts == {"accepted": 66, "returned": 2, "kept": 2, "absent": 0, "unread": 2}
    shown = ledger.read(FARMS.name).frame
    assert (len(shown), shown["people"].sum()) == (68, 736)


def test_of_two_rows_with_one_key_both_go_back(ledger: Ledger, farms: Paper) -> None:
    sent(ledger, farms)
    twin = {"养殖场编号": farms[3]["养殖场编号"]}
    offer = offered(ledger, changed(farms, {8: twin}), form=FARMS)
    assert list(offer.returned.rows.rows) == [5, 10]
    commit(ledger, offer, "王联络")
    frame = ledger.read(FARMS.name).frame.set_index("farm_id")
    assert farms[3]["养殖场编号"] in frame.index
    done = sent(ledger, [farms[3], farms[8]])
    assert (done.receipt is not None, len(ledger.read(FARMS.name).frame)) == (True, len(farms))


def test_a_county_keeps_its_own_rows_and_touches_no_other(
    ledger: Ledger, farms: Paper, islands: Paper
) -> None:
    first = sent(ledger, farms)
    part = sent(ledger, changed(islands, {2: {"养殖人员数(人)": "若干"}}), "shengsi", partial=True)
    frame = ledger.read(FARMS.name).frame.set_index("farm_id")
    assert len(frame) == len(farms)
    own = frame[frame["district"] == "shengsi"]
    assert (own["_entry"] == part.entry.seq).sum() == len(islands) - 1
    assert own.at[islands[2]["养殖场编号"], "_entry"] == first.entry.seq
    assert set(frame[frame["district"] != "shengsi"]["_entry"]) == {first.entry.seq}
    assert [entry.seq for entry in ledger.read(FARMS.name).kept["shengsi"]] == [first.entry.seq]


def test_a_report_that_comes_while_one_chooses_turns_the_choice_away(ledger: Ledger, farms: Paper) -> None:
    sent(ledger, farms)
    offer = offered(ledger, changed(farms, {3: {"养殖人员数(人)": "若干"}}), form=FARMS)
    sent(ledger, changed(farms, {5: {"养殖人员数(人)": "900"}}))
    with pytest.raises(Superseded):
        commit(ledger, offer, "王联络")
    assert waiting(ledger) == []


def test_a_file_without_faults_is_taken_in_whole_whatever_was_allowed(ledger: Ledger, farms: Paper) -> None:
    whole = sent(ledger, farms, partial=True)
    assert isinstance(whole.receipt, Receipt) and "partial" not in whole.entry.detail


def test_of_more_faulty_rows_than_are_told_one_by_one_each_goes_back_and_no_other(
    sample_ledger: Ledger, fleet: Paper
) -> None:
    at = range(5, 5 + 2 * 700, 2)
    offer = offered(sample_ledger, changed(fleet, {i: {"在港状态": "在码头"} for i in at}))
    assert offer.returned.rows.rows.tolist() == [i + 2 for i in at]
    assert offer.returned.counts["accepted"] == len(fleet) - len(at)
    assert how_many(offer.returned.problems, "error") == len(at) and how_many(offer.problems, "error") == 0


def test_rows_with_a_cell_too_many_go_back_with_unread_keys_however_many(
    sample_ledger: Ledger, fleet: Paper
) -> None:
    lines = printed(fleet).decode("utf-8-sig").splitlines()
    at = range(3, 303)
    data = "\r\n".join(line + ",多" * (i in at) for i, line in enumerate(lines)).encode()
    offer = examine(sample_ledger, BOATS, "city", data, "报表.csv").offer
    assert offer and offer.returned
    assert (offer.returned.counts["returned"], offer.returned.counts["unread"]) == (300, 300)
