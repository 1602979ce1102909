"""A file is taken in whole and answered with a receipt, or it is as if it had never come, but for the record."""

from datetime import UTC, datetime

import pytest

from feeds import feed
from intake.draft import examine
from intake.receive import commit, receive, refuse
from store import writing
from store.entry import HistoryNotAllowed, Superseded
from store.ledger import Ledger
from tests.intake.conftest import AFTERNOON
from tests.papers import BAD, SAMPLES, Paper, changed, printed, sample_rows
from tests.store.boats import Wall, count

FARMS = feed("aquaculture")
NOON = datetime(2025, 7, 28, 4, tzinfo=UTC)
MORNING = datetime(2025, 7, 28, 2, tzinfo=UTC)


def send(ledger: Ledger, rows: Paper, unit: str = "city", **said):
    """A file of farms, sent."""
    return receive(ledger, FARMS, unit, printed(rows), "养殖.csv", "王联络", **said)


def shown(ledger: Ledger, name: str = "aquaculture") -> dict[str, int]:
    """Farm -> people evacuated, as shown now."""
    frame = ledger.read(name).frame
    return dict(zip(frame["farm_id"], frame["evacuated"], strict=True)) if len(frame) else {}


def test_a_good_file_is_answered_with_a_receipt(ledger: Ledger, farms: Paper) -> None:
    outcome = send(ledger, farms)
    entry = outcome.receipt.entry
    assert (outcome.receipt.first, outcome.entry.kind, outcome.receipt.number) == (
        True,
        "submission",
        "R000002",
    )
    assert (entry.kind, entry.feed, entry.scope, entry.actor, entry.filename) == (
        "submission",
        "aquaculture",
        "city",
        "王联络",
        "养殖.csv",
    )
    assert (entry.rows, entry.received_at) == (68, AFTERNOON)
    assert ledger.file(entry.sha256) == printed(farms)
    assert sum(shown(ledger).values()) == 736


def test_a_receipt_leads_back_to_the_row_of_the_file(ledger: Ledger, farms: Paper) -> None:
    entry = send(ledger, farms).receipt.entry
    frame = ledger.read("aquaculture").frame
    assert set(frame["_entry"]) == {entry.seq}
    assert list(frame["_row"]) == list(range(2, 70))


def test_a_refused_file_leaves_the_picture_as_it_was(ledger: Ledger, farms: Paper) -> None:
    send(ledger, farms)
    before = shown(ledger)
    outcome = send(ledger, changed(farms, {3: {"已撤离人数(人)": "9999"}, 5: {"养殖场名称": ""}}))
    assert outcome.receipt is None
    assert shown(ledger) == before


def test_a_refusal_is_on_record_with_its_problems_and_its_bytes(ledger: Ledger, farms: Paper) -> None:
    bad = changed(farms, {3: {"已撤离人数(人)": "9999"}, 5: {"养殖场名称": ""}})
    refusal = send(ledger, bad).entry
    assert (refusal.kind, refusal.feed, refusal.actor, refusal.payload_sha256) == (
        "refusal",
        "aquaculture",
        "王联络",
        "",
    )
    assert [(p["code"], p["row"], p["column"]) for p in refusal.detail["problems"]] == [
        ("row.above_total", 5, "evacuated"),
        ("cell.missing", 7, "name"),
    ]
    assert refusal.detail["count"] == 2
    assert ledger.file(refusal.sha256) == printed(bad)


def test_a_file_with_thousands_of_faults_is_recorded_with_the_first_of_them_and_their_number(
    ledger: Ledger, farms: Paper
) -> None:
    bad = [{**row, "养殖场编号": f"F{i}", "养殖人员数(人)": "很多"} for i, row in enumerate(farms * 6)]
    refusal = send(ledger, bad).entry
    assert (len(refusal.detail["problems"]), refusal.detail["count"]) == (
        200,
        409,
    )  # and one warning of too many rows


def test_a_file_that_is_no_table_is_refused_and_recorded(ledger: Ledger) -> None:
    outcome = receive(ledger, FARMS, "city", b"%PDF-1.7 farms", "养殖.xlsx", "王联络")
    assert (outcome.draft.table, outcome.draft.comparison) == (None, None)
    assert [p["code"] for p in outcome.entry.detail["problems"]] == ["file.not_text"]


def test_the_same_refused_file_is_recorded_once(ledger: Ledger) -> None:
    data = (BAD / "aquaculture.percent.csv").read_bytes()
    one, two = (receive(ledger, FARMS, "shengsi", data, "养殖.csv", "王联络").entry for _ in range(2))
    assert one == two


def test_a_failing_disk_leaves_nothing_behind(
    ledger: Ledger, farms: Paper, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(writing, "chain_on", full)
    with pytest.raises(OSError, match="disk full"):
        send(ledger, farms)
    assert [count(ledger, table) for table in ("entries", "payloads", "files")] == [1, 0, 0]
    assert shown(ledger) == {}


def test_a_refused_draft_cannot_be_committed(ledger: Ledger) -> None:
    draft = examine(ledger, FARMS, "shengsi", (BAD / "aquaculture.percent.csv").read_bytes(), "养殖.csv")
    with pytest.raises(ValueError, match="refused"):
        commit(ledger, draft, "王联络")
    assert ledger.position() == 1


def test_looking_at_a_file_writes_nothing(ledger: Ledger, farms: Paper) -> None:
    draft = examine(ledger, FARMS, "city", printed(farms), "养殖.csv")
    assert not draft.refused
    assert ledger.position() == 1


def test_the_same_bytes_give_the_first_receipt_and_say_so(ledger: Ledger, farms: Paper, wall: Wall) -> None:
    first = send(ledger, farms).receipt
    wall.pass_hours(1)
    again = send(ledger, farms).receipt
    assert (again.entry, again.first) == (first.entry, False)
    assert ledger.position() == 2


def test_the_same_bytes_with_another_cut_off_say_something_new(ledger: Ledger, farms: Paper) -> None:
    one, two = (send(ledger, farms, as_of=at).receipt for at in (MORNING, NOON))
    assert (one.entry.as_of, two.entry.as_of) == (MORNING, NOON)
    assert two.first and two.entry.seq > one.entry.seq


def test_the_same_bytes_from_another_unit_are_that_units_own(ledger: Ledger) -> None:
    data = printed([{"指标": "疏通雨水井", "数值": "3", "县区": "定海区"}])
    city, county = (
        receive(ledger, feed("figures"), unit, data, "数字.csv", "王联络").receipt
        for unit in ("city", "dinghai")
    )
    assert county.first and county.entry.scope == "dinghai" and county.entry.seq > city.entry.seq


def test_a_countys_file_touches_only_its_own_rows(ledger: Ledger, farms: Paper, islands: Paper) -> None:
    send(ledger, farms)
    send(ledger, [{**row, "已撤离人数(人)": "0"} for row in islands[:4]], "shengsi")
    frame = ledger.read("aquaculture").frame
    assert (frame["district"] == "shengsi").sum() == 4
    assert frame.loc[frame["district"] == "shengsi", "evacuated"].sum() == 0
    others = [row for row in farms if row["县区"] != "嵊泗县"]
    assert sorted(frame.loc[frame["district"] != "shengsi", "farm_id"]) == sorted(
        row["养殖场编号"] for row in others
    )


def test_two_liaisons_send_for_two_districts_and_neither_disturbs_the_other(
    ledger: Ledger, islands: Paper
) -> None:
    putuo = sample_rows("aquaculture", "普陀区")
    drafts = [
        examine(ledger, FARMS, unit, printed(rows), "养殖.csv")
        for unit, rows in (("putuo", putuo), ("shengsi", islands))
    ]
    for draft in drafts:
        commit(ledger, draft, draft.unit)
    frame = ledger.read("aquaculture").frame
    assert dict(frame["district"].value_counts()) == {"putuo": len(putuo), "shengsi": len(islands)}
    assert {entry.actor for entry in ledger.read("aquaculture").entries} == {"putuo", "shengsi"}


def test_a_picture_changed_since_the_preview_has_to_be_looked_at_again(ledger: Ledger, farms: Paper) -> None:
    draft = examine(ledger, FARMS, "city", printed(farms), "养殖.csv")
    newer = send(ledger, changed(farms, {0: {"已撤离人数(人)": "0"}})).receipt
    with pytest.raises(Superseded) as stopped:
        commit(ledger, draft, "李联络")
    assert stopped.value.entry == newer.entry
    assert ledger.position() == newer.entry.seq


def test_a_city_file_looked_at_before_a_countys_came_has_to_be_looked_at_again(
    ledger: Ledger, farms: Paper, islands: Paper
) -> None:
    draft = examine(ledger, FARMS, "city", printed(farms), "养殖.csv")
    send(ledger, islands, "shengsi")
    with pytest.raises(Superseded):
        commit(ledger, draft, "李联络")


def test_a_form_without_districts_is_the_citys_to_send(ledger: Ledger) -> None:
    data = (SAMPLES / "track.csv").read_bytes()
    outcome = receive(ledger, feed("track"), "putuo", data, "台风.csv", "王联络")
    assert outcome.receipt is None
    assert "file.city_only" in [p.code for p in outcome.draft.problems if p.severity == "error"]


@pytest.mark.parametrize("given", [None, NOON])
def test_a_cut_off_given_beside_the_file_fills_only_the_rows_without_one(
    ledger: Ledger, farms: Paper, given: datetime | None
) -> None:
    rows = changed(farms, {0: {"截至时间": "2025-07-28 10:00"}})
    entry = send(ledger, rows, as_of=given).receipt.entry
    times = list(ledger.read("aquaculture").frame["as_of"])
    assert times[0] == MORNING
    assert [None if at != at else at.to_pydatetime() for at in times[1:]] == [given] * 67
    assert entry.as_of == (MORNING if given else None)


def test_a_live_store_takes_no_history(ledger: Ledger, farms: Paper) -> None:
    with pytest.raises(HistoryNotAllowed):
        send(ledger, farms, received_at=NOON)
    assert ledger.position() == 1


def test_not_even_the_refusal_of_a_file_can_be_dated_back_in_a_live_store(ledger: Ledger) -> None:
    draft = examine(ledger, FARMS, "city", b"", "leer.csv")
    with pytest.raises(HistoryNotAllowed):
        refuse(ledger, draft, "王联络", NOON)
    assert ledger.position() == 1


def test_a_demos_history_keeps_its_hours(demo: Ledger, farms: Paper) -> None:
    send(demo, changed(farms, {0: {"已撤离人数(人)": "0"}}), received_at=MORNING)
    send(demo, farms, received_at=NOON)
    assert [e.received_at for e in demo.entries(kinds=["submission"], newest_first=False)] == [MORNING, NOON]
    assert demo.read("aquaculture", at=MORNING).frame["evacuated"].sum() < 736


def test_a_preview_of_the_past_compares_with_the_picture_of_the_past(demo: Ledger, farms: Paper) -> None:
    send(demo, farms, received_at=NOON)
    before = examine(demo, FARMS, "city", printed(farms), "养殖.csv", at=MORNING)
    after = examine(demo, FARMS, "city", printed(farms), "养殖.csv", at=NOON)
    assert (len(before.comparison.added), len(after.comparison.added)) == (68, 0)


def test_the_first_file_opens_a_store_for_live_use(tmp_path, farms: Paper) -> None:
    new = Ledger(f"sqlite:///{tmp_path / 'new.sqlite3'}")
    send(new, farms)
    assert (new.purpose, [entry.kind for entry in new.entries()]) == ("live", ["submission", "opening"])


def test_looking_at_a_file_opens_nothing(tmp_path, farms: Paper) -> None:
    new = Ledger(f"sqlite:///{tmp_path / 'new.sqlite3'}")
    examine(new, FARMS, "city", printed(farms), "养殖.csv")
    assert new.position() == 0
