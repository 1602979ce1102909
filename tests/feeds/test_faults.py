"""However many faults there are, the first of each kind are told one by one, the others by number, and every row is known."""

import numpy as np

from domain.problems import Problem, how_many
from domain.words import LANGUAGES
from feeds import feed
from feeds.faults import MOST_TOLD, Faults
from feeds.sentences import tell
from tests.papers import changed, checked, printed, sample_rows

BOATS = feed("fishing_vessels")
HEADER = ",".join(sample_rows(BOATS.name, count=1)[0])
LINES = 100_000


def test_a_hundred_thousand_faulty_rows_are_all_known_and_few_of_their_faults_are_objects() -> None:
    found = checked(BOATS.name, (HEADER + "\n" + "x\n" * LINES).encode(), "shengsi")
    kinds = {(problem.kind, problem.column) for problem in found.problems}
    assert len(found.problems) <= len(kinds) * (MOST_TOLD + 1)
    assert how_many(found.problems, "error") > 4 * LINES
    assert np.array_equal(found.at_fault, np.arange(2, LINES + 2))


def test_what_is_not_told_one_by_one_is_counted_by_column_and_found_by_its_rows() -> None:
    rows = sample_rows(BOATS.name)
    at = [*range(0, 2 * MOST_TOLD, 2), *range(1000, 1007), 2000]
    found = checked(BOATS.name, printed(changed(rows, {i: {"在港状态": "靠泊"} for i in at})))
    more, *single = [problem for problem in found.problems if problem.kind == "cell.not_a_choice"]
    assert [problem.row for problem in single] == [i + 2 for i in at[:MOST_TOLD]]
    assert (more.column, more.count, dict(more.holes)["rows"]) == ("status", 8, "1002–1008, 2002")
    assert found.at_fault.tolist() == [i + 2 for i in at]
    for lang in LANGUAGES:
        said = tell(more, BOATS, lang).text
        assert "1002–1008, 2002" in said and BOATS.column("status").title(lang) in said


def test_rows_that_repeat_a_key_are_told_with_the_row_they_repeat_however_many() -> None:
    rows = sample_rows(BOATS.name, count=3)
    found = checked(BOATS.name, printed([*rows, *[rows[1]] * 300]))
    assert found.at_fault.tolist() == list(range(5, 305)) and found.doubled.tolist() == [3]


def test_of_many_spans_of_rows_the_first_are_written() -> None:
    faults = Faults(Problem("cell.missing", row, "name") for row in range(2, 4 * MOST_TOLD, 2))
    rows = dict(faults.problems[0].holes)["rows"]
    assert rows.startswith("402, 404, ") and rows.endswith(", …") and len(rows.split(", ")) == 21


def test_warnings_and_notes_are_counted_like_errors_and_put_no_row_at_fault() -> None:
    notes = [Problem("file.total_row_skipped", row, raw="合计", severity="note") for row in range(2, 902)]
    faults = Faults(notes)
    assert how_many(faults.problems, "note") == 900 and len(faults.rows) == 0
