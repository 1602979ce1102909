"""What is said of a file before it is taken in: moments that cannot be, and lines that are no rows."""

from datetime import datetime, timedelta

import pytest

from domain.clock import stamp
from domain.problems import Refused
from feeds import feed
from intake.cutoffs import undated
from intake.draft import Draft, examine
from intake.levels import declare
from intake.receive import receive
from store.ledger import Ledger
from tests.intake.conftest import AFTERNOON
from tests.papers import Paper, changed, printed, sample_rows

FARMS = feed("aquaculture")


def looked_at(
    ledger: Ledger, rows: Paper, as_of: datetime | None = None, at: datetime | None = None
) -> Draft:
    """A file of farms, examined."""
    return examine(ledger, FARMS, "city", printed(rows), "养殖.csv", as_of, at)


def faults(draft: Draft) -> list[tuple]:
    """(code, row, column, raw, expected, severity) of what is said of a draft."""
    return [(p.code, p.row, p.column, p.raw, p.expected, p.severity) for p in draft.problems]


@pytest.fixture
def farms() -> Paper:
    return sample_rows("aquaculture")


def test_a_cut_off_still_to_come_refuses_its_row(ledger: Ledger, farms: Paper) -> None:
    draft = looked_at(ledger, changed(farms, {3: {"截至时间": "2025年7月28日16时"}}))
    assert faults(draft) == [("cell.in_future", 5, "as_of", "2025年7月28日16时", "2025-07-28 15:15", "error")]


def test_clocks_may_differ_by_a_quarter_of_an_hour(ledger: Ledger, farms: Paper) -> None:
    assert faults(looked_at(ledger, changed(farms, {3: {"截至时间": "2025-07-28 15:15"}}))) == []
    assert faults(looked_at(ledger, farms, AFTERNOON + timedelta(minutes=15))) == []


def test_a_cut_off_given_beside_the_file_cannot_be_still_to_come(ledger: Ledger, farms: Paper) -> None:
    draft = looked_at(ledger, farms, AFTERNOON + timedelta(minutes=16))
    assert faults(draft) == [
        ("file.as_of_in_future", None, None, "2025-07-28 15:16", "2025-07-28 15:15", "error")
    ]


def test_a_file_of_the_past_is_judged_by_the_clock_of_its_arrival(demo: Ledger, farms: Paper) -> None:
    draft = looked_at(demo, farms, AFTERNOON, at=AFTERNOON - timedelta(hours=5))
    assert [code for code, *_ in faults(draft)] == ["file.as_of_in_future"]


def test_a_cut_off_older_than_the_one_shown_is_a_warning_with_both_times(
    ledger: Ledger, farms: Paper
) -> None:
    receive(ledger, FARMS, "city", printed(farms), "养殖.csv", "王联络", AFTERNOON)
    draft = looked_at(ledger, changed(farms, {3: {"截至时间": "2025-07-28 10:00"}}), AFTERNOON)
    assert faults(draft) == [
        ("file.older_than_shown", None, None, "2025-07-28 10:00", "2025-07-28 15:00", "warning")
    ]
    assert not draft.refused


def test_rows_shown_without_a_cut_off_are_true_of_when_they_came(ledger: Ledger, farms: Paper) -> None:
    receive(ledger, FARMS, "city", printed(farms), "养殖.csv", "王联络")
    came = stamp(ledger.entries(kinds=["submission"])[0].received_at)
    draft = looked_at(ledger, farms, AFTERNOON - timedelta(hours=9))
    assert faults(draft) == [("file.older_than_received", None, None, "2025-07-28 06:00", came, "warning")]
    assert not draft.refused


def test_beside_a_row_with_a_cut_off_one_without_is_measured_by_its_arrival(
    ledger: Ledger, farms: Paper
) -> None:
    receive(
        ledger,
        FARMS,
        "city",
        printed(changed(farms, {3: {"截至时间": "2025-07-28 10:00"}})),
        "养殖.csv",
        "王联络",
    )
    codes = [code for code, *_ in faults(looked_at(ledger, farms, AFTERNOON - timedelta(hours=4)))]
    assert codes == ["file.older_than_received"]
    later = looked_at(ledger, farms, AFTERNOON + timedelta(minutes=5))
    assert faults(later) == []


def test_rows_that_give_no_cut_off_are_counted_where_the_form_asks_for_one(
    ledger: Ledger, farms: Paper
) -> None:
    some = looked_at(ledger, changed(farms, {3: {"截至时间": "2025-07-28 10:00"}}))
    assert undated(some.table) == len(farms) - 1
    assert undated(looked_at(ledger, farms, AFTERNOON).table) == 0
    assert undated(some.table.drop_columns(["as_of"])) == 0
    assert some.counts["undated"] == len(farms) - 1
    assert "undated" not in looked_at(ledger, farms, AFTERNOON).counts


def test_every_row_is_counted_once_with_those_that_stay_told_apart(ledger: Ledger, farms: Paper) -> None:
    receive(ledger, FARMS, "city", printed(farms), "养殖.csv", "王联络", AFTERNOON)
    sent = changed(farms[:60], {3: {"养殖人员数(人)": "若干"}, 5: {"已撤离人数(人)": "0"}})
    offer = looked_at(ledger, sent, AFTERNOON).offer
    assert offer.counts == {"added": 0, "changed": 1, "unchanged": 58, "kept": 9, "missing": 0}


def test_the_same_cut_off_or_none_is_not_older(ledger: Ledger, farms: Paper) -> None:
    receive(ledger, FARMS, "city", printed(farms), "养殖.csv", "王联络", AFTERNOON)
    assert faults(looked_at(ledger, farms, AFTERNOON)) == faults(looked_at(ledger, farms)) == []


def test_a_level_may_be_declared_for_next_week_and_not_for_next_year(ledger: Ledger) -> None:
    said = {
        "issuer": "city_hq",
        "scope": "city",
        "grade": "III",
        "verb": "start",
        "basis": "会商",
        "actor": "x",
    }
    assert declare(ledger, **said, effective_at=AFTERNOON + timedelta(days=7)).first
    with pytest.raises(Refused) as refused:
        declare(ledger, **said, effective_at=AFTERNOON + timedelta(days=365))
    assert [(p.code, p.raw) for p in refused.value.problems] == [("level.in_future", "2026-07-28 15:00")]


@pytest.mark.parametrize("said", ["填表人：张三", "审核人", "制表 张三", "备 注：含外地船", "填报人:李四"])
def test_who_filled_the_form_in_is_no_row(ledger: Ledger, farms: Paper, said: str) -> None:
    blank = dict.fromkeys(farms[0], "")
    below = [blank | {"养殖场编号": "合计"}, blank, blank | {"养殖场编号": said, "养殖场名称": "7月28日"}]
    draft = looked_at(ledger, [*farms, *below])
    assert [fault[:4] for fault in faults(draft)] == [
        ("file.total_row_skipped", 70, None, "合计"), ("file.footer_skipped", 72, None, said),
    ]  # fmt: skip
    assert draft.table.num_rows == 68


def test_only_a_short_line_below_every_row_is_a_footer(ledger: Ledger, farms: Paper) -> None:
    among = changed(farms, {3: dict.fromkeys(farms[0], "") | {"养殖场编号": "备注"}})
    full = changed(farms, {67: {"养殖场编号": "备注"}})
    for rows in (among, full):
        assert "file.footer_skipped" not in [code for code, *_ in faults(looked_at(ledger, rows))]


@pytest.mark.parametrize("name", ["marine_works", "construction_vessels", "unpowered_vessels"])
def test_a_county_without_a_work_site_says_so_with_an_empty_form(ledger: Ledger, name: str) -> None:
    form = printed(sample_rows(name, count=1)).splitlines(keepends=True)[0]
    draft = examine(ledger, feed(name), "shengsi", form, "无.csv")
    assert faults(draft) == [("file.no_rows", None, None, None, None, "warning")]


def test_an_empty_form_of_what_every_county_has_is_refused(ledger: Ledger, farms: Paper) -> None:
    form = printed(farms).splitlines(keepends=True)[0]
    draft = examine(ledger, FARMS, "shengsi", form, "空.csv")
    assert [code for code, *_ in faults(draft)] == ["file.too_few_rows"]


def titled(rows: Paper, title: str) -> bytes:
    """A file with a row above its header."""
    return "\ufeff".encode() + f"{title}\r\n".encode() + printed(rows).removeprefix("\ufeff".encode())


@pytest.mark.parametrize(
    "title",
    [
        "填报单位：海洋局,,截至：2025年7月28日14时",
        "渔业（截至7月28日14时）",
        "统计时间,2025-07-28 14:00",
        "截止时间：2025/7/28 14:00",
    ],
)
def test_a_cut_off_in_the_title_holds_for_the_rows_that_give_none(
    ledger: Ledger, farms: Paper, title: str
) -> None:
    rows = changed(farms, {3: {"截至时间": "2025-07-28 13:00"}})
    draft = examine(ledger, FARMS, "city", titled(rows, title), "养殖.csv")
    assert faults(draft) == [("file.as_of_above", None, None, "2025-07-28 14:00", None, "note")]
    times = draft.table.column("as_of").to_pylist()
    assert times[0] == AFTERNOON - timedelta(hours=1) and times[3] == AFTERNOON - timedelta(hours=2)


def test_a_title_that_gives_no_hour_gives_no_cut_off(ledger: Ledger, farms: Paper) -> None:
    draft = examine(ledger, FARMS, "city", titled(farms, "截至：2025年7月28日"), "养殖.csv")
    assert faults(draft) == [] and draft.as_of is None


def test_a_cut_off_given_beside_the_file_stands_before_the_titles(ledger: Ledger, farms: Paper) -> None:
    data = titled(farms, "截至：2025年7月28日14时")
    assert examine(ledger, FARMS, "city", data, "养殖.csv", AFTERNOON).as_of == AFTERNOON


def test_a_time_without_a_year_is_of_the_year_it_is(ledger: Ledger, farms: Paper) -> None:
    rows = changed(farms, {0: {"截至时间": "7月28日14时"}})
    draft = examine(ledger, FARMS, "city", printed(rows), "养殖.csv")
    assert draft.table.column("as_of")[0].as_py() == AFTERNOON - timedelta(hours=1)


def test_a_cut_off_of_long_ago_is_doubted(ledger: Ledger, farms: Paper) -> None:
    rows = changed(farms, {0: {"截至时间": "2024-07-28 14:00"}})
    draft = examine(ledger, FARMS, "city", printed(rows), "养殖.csv")
    assert [code for code, *_ in faults(draft)] == ["file.as_of_long_ago"]


def test_a_file_that_lacks_many_of_the_rows_shown_is_doubted(ledger: Ledger, farms: Paper) -> None:
    receive(ledger, FARMS, "city", printed(farms), "养殖.csv", "王联络")
    assert [code for code, *_ in faults(looked_at(ledger, farms[:50]))] == [
        "file.many_gone",
        "file.total_changed",
    ]
    assert "file.many_gone" not in [code for code, *_ in faults(looked_at(ledger, farms[:66]))]


def test_the_cells_of_a_refused_file_are_kept_for_handing_back_and_no_others(
    ledger: Ledger, farms: Paper
) -> None:
    refused = looked_at(ledger, changed(farms, {3: {"养殖人员数(人)": "若干"}})).received
    assert refused is not None and refused.columns.column("养殖人员数(人)")[3].as_py() == "若干"
    assert looked_at(ledger, farms).received is None
    assert examine(ledger, FARMS, "city", b"%PDF-1.7", "养殖.pdf").received is None
