"""The references made to break readers: each is taken in or refused with reasons, and read as it says."""

import json
import re
from pathlib import Path

import pytest

from domain.problems import Problem, Refused
from feeds import feed
from feeds.check import check
from feeds.mapping import known_headers
from feeds.sentences import tell
from loaders.delimited import load
from loaders.files import load_file
from loaders.table import RawTable
from tests.papers import printed, sample_rows
from tests.reference import FOLDER

TORTURE = FOLDER / "torture"
FILES = sorted(path for path in TORTURE.rglob("*") if path.is_file())
SPECTRUM = [path for path in FILES if path.name.startswith("csvs__")]
FORMS = ("aquaculture", "fishing_vessels", "figures")

HOLE = re.compile(r"\{[a-z_]*\}")
# A sign was lost before it was ever saved; and two bytes that are one letter in UTF-8 and one in GBK.
DOUBTFUL = {"csvs__location_coordinates.csv": "file.garbled", "csvs__utf8.csv": "file.encoding_unknown"}

pytestmark = pytest.mark.skipif(not FILES, reason="reference data not here: torture")


def said_of(data: bytes, filename: str, form: str) -> tuple[RawTable | None, list[Problem]]:
    """The table as read, if it is one, and everything that is said of it."""
    try:
        (sheet,) = load_file(data, filename, known_headers()).sheets
    except Refused as refusal:
        return None, list(refusal.problems)
    found = check(feed(form), sheet.table.columns, sheet.table.rows, "city")
    return sheet.table, [*found.problems, *sheet.table.notes]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_each_is_refused_with_reasons_for_none_is_a_form(path: Path, form: str) -> None:
    _, problems = said_of(path.read_bytes(), path.name, form)
    errors = [problem for problem in problems if problem.severity == "error"]
    assert errors
    for problem in errors:
        for lang in ("zh", "en"):
            said = tell(problem, feed(form), lang).text
            assert said and not HOLE.search(said) and "None" not in said


@pytest.mark.parametrize(
    "path", [path for path in SPECTRUM if path.name not in DOUBTFUL], ids=lambda path: path.name
)
def test_a_table_says_what_its_twin_says(path: Path) -> None:
    twin = path.with_name(path.name.replace("csvs__", "json__").replace(".csv", ".json"))
    said = [_on_one_line(row) for row in json.loads(twin.read_text("utf-8"))]
    assert load(path.read_bytes(), ()).columns.to_pylist() == said


@pytest.mark.parametrize("name", DOUBTFUL)
def test_what_may_be_read_two_ways_or_was_spoilt_before_is_refused(name: str) -> None:
    with pytest.raises(Refused, match=DOUBTFUL[name]):
        load((TORTURE / "csv-spectrum" / name).read_bytes(), ())


def _on_one_line(row: dict[str, str]) -> dict[str, str]:
    """A line break within a cell is read as a space."""
    return {name: re.sub("\r\n|\n", " ", text) for name, text in row.items()}


def test_the_same_real_storm_in_three_encodings_is_one_table() -> None:
    first, *others = (load(path.read_bytes(), known_headers()) for path in FILES if "reencoded" in str(path))
    assert len(others) == 2
    assert {first.encoding, *(other.encoding for other in others)} == {"utf-8", "utf-16-le", "gb18030"}
    assert all(other.columns.equals(first.columns) for other in others)


def test_strings_that_broke_other_programs_are_kept_as_remarks_or_told_by_their_row() -> None:
    naughty = json.loads((TORTURE / "blns" / "blns.json").read_text("utf-8"))
    rows = [row | {"备注": text} for row, text in zip(_many(len(naughty)), naughty, strict=True)]
    table, problems = said_of(printed(rows), "a.csv", "fishing_vessels")
    assert table is not None and table.columns.num_rows == len(naughty)
    at_fault = {p.row for p in problems if p.column == "note" and p.severity == "error"}
    assert {problem.code for problem in problems if problem.row} <= {
        "cell.too_long",
        "cell.formula_error",
        "cell.garbled",
        "cell.scientific",
        "cell.unseen_left_out",
    }
    kept = check(feed("fishing_vessels"), table.columns, table.rows, "city").table.column("note").to_pylist()
    for row, received, note in zip(table.rows.tolist(), table.columns["备注"].to_pylist(), kept):
        assert row in at_fault or note == _trimmed(received)


def _many(count: int) -> list[dict[str, str]]:
    return sample_rows("fishing_vessels", count=count)


def _trimmed(text: str) -> str | None:
    said = text.strip()
    held = len(said) > 1 and said[0] == "'" and said[1] in "=+-@"
    return (said[1:] if held else said) or None
