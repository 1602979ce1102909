"""What a sender mends on the page instead of in the file."""

from feeds import feed
from intake.draft import Draft, examine
from intake.mending import NOTHING, Mending
from intake.receive import commit
from store.ledger import Ledger
from tests.papers import Paper, changed, printed

FARMS = feed("aquaculture")


def renamed(rows: Paper, header: str, other: str) -> Paper:
    return [{other if name == header else name: cell for name, cell in row.items()} for row in rows]


def looked_at(ledger: Ledger, rows: Paper, mending: Mending | None = None) -> Draft:
    return examine(ledger, FARMS, "city", printed(rows), "养殖.csv", mending=mending or Mending())


def codes(draft: Draft) -> list[str]:
    return [problem.code for problem in draft.problems]


def test_a_header_nobody_knows_is_read_as_its_sender_says(ledger: Ledger, farms: Paper) -> None:
    rows = renamed(farms, "养殖人员数(人)", "塘里多少人")
    assert codes(looked_at(ledger, rows))[0] == "column.missing"
    draft = looked_at(ledger, rows, Mending(headers={"people": "塘里多少人"}))
    assert (draft.refused, codes(draft)) == (False, ["column.mapped"])
    assert sum(draft.table.column("people").to_pylist()) == 736


def test_what_was_said_of_a_header_holds_for_the_units_next_file(ledger: Ledger, farms: Paper) -> None:
    rows = renamed(farms, "养殖人员数(人)", "塘里多少人")
    commit(ledger, looked_at(ledger, rows, Mending(headers={"people": "塘里多少人"})), "王联络")
    later = looked_at(ledger, changed(rows, {0: {"备注": "新"}}))
    assert (later.refused, codes(later)) == (False, ["column.mapped"])
    assert examine(ledger, FARMS, "shengsi", printed(rows), "养殖.csv").refused


def test_a_unit_is_held_to_its_own_last_word_whatever_it_and_others_have_sent_since(
    ledger: Ledger, farms: Paper, islands: Paper
) -> None:
    own = renamed(islands, "养殖人员数(人)", "塘里多少人")

    def county(rows: Paper, mending: Mending = NOTHING, supplement: bool = False) -> Draft:
        return examine(
            ledger, FARMS, "shengsi", printed(rows), "养殖.csv", mending=mending, supplement=supplement
        )

    commit(ledger, county(own, Mending(headers={"people": "塘里多少人"})), "李四")
    commit(ledger, county(islands[:1], supplement=True), "李四")
    commit(ledger, looked_at(ledger, farms), "王联络")
    commit(ledger, county(changed(islands, {1: {"备注": "模板"}})), "李四")
    assert not county(changed(own, {0: {"备注": "新"}})).refused


def test_what_the_city_said_of_its_headers_is_not_taken_for_a_countys_word(
    ledger: Ledger, farms: Paper, islands: Paper
) -> None:
    rows = renamed(farms, "养殖人员数(人)", "塘里多少人")
    commit(ledger, looked_at(ledger, rows, Mending(headers={"people": "塘里多少人"})), "王联络")
    own = renamed(islands, "养殖人员数(人)", "塘里多少人")
    assert codes(examine(ledger, FARMS, "shengsi", printed(own), "养殖.csv"))[0] == "column.missing"


def test_a_file_that_names_the_column_itself_is_not_read_by_an_older_word(
    ledger: Ledger, farms: Paper
) -> None:
    rows = [{**row, "塘里多少人": "1"} for row in farms]
    draft = looked_at(ledger, rows, Mending(headers={"people": "塘里多少人"}))
    assert sum(draft.table.column("people").to_pylist()) == 736
    assert "column.mapped" not in codes(draft)


def test_a_cell_mended_on_the_page_is_kept_with_what_the_file_said(ledger: Ledger, farms: Paper) -> None:
    rows = changed(farms, {3: {"养殖人员数(人)": "若干"}})
    draft = looked_at(ledger, rows, Mending(cells={(5, "养殖人员数(人)"): farms[3]["养殖人员数(人)"]}))
    entry = commit(ledger, draft, "王联络").entry
    assert sum(ledger.read("aquaculture").frame["people"]) == 736
    assert entry.detail["mended"]["cells"] == [[5, "养殖人员数(人)", "若干", farms[3]["养殖人员数(人)"]]]
    assert ledger.file(entry.sha256) == printed(rows)


def test_a_mending_of_cells_is_of_one_file_only(ledger: Ledger, farms: Paper) -> None:
    rows = changed(farms, {3: {"养殖人员数(人)": "若干"}})
    mending = Mending(cells={(5, "养殖人员数(人)"): farms[3]["养殖人员数(人)"]})
    commit(ledger, looked_at(ledger, rows, mending), "王联络")
    assert looked_at(ledger, rows).refused


def test_the_same_bytes_mended_otherwise_are_another_report(ledger: Ledger, farms: Paper) -> None:
    rows = changed(farms, {3: {"已撤离人数(人)": "若干"}})
    first, second = (
        commit(ledger, looked_at(ledger, rows, Mending(cells={(5, "已撤离人数(人)"): text})), "王联络")
        for text in ("0", "1")
    )
    assert (first.first, second.first, second.entry.seq) == (True, True, first.entry.seq + 1)


def test_a_cell_that_is_not_there_mends_nothing(ledger: Ledger, farms: Paper) -> None:
    draft = looked_at(ledger, farms, Mending(cells={(999, "没有"): "1"}))
    assert (draft.refused, draft.mended) == (False, {})
