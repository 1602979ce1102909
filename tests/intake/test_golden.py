"""Each golden file, named by its fault or feature, is taken in or refused exactly as a liaison was promised."""

import tomllib
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from pathlib import Path

import pytest

from domain.problems import Problem
from domain.words import LANGUAGES
from feeds import feed
from feeds.sentences import tell
from intake.draft import Draft, examine
from store.ledger import Ledger
from tests.golden.build import FOLDER, files
from tests.intake.conftest import AFTERNOON
from tests.workbooks import parts_of

SAID = tomllib.loads((FOLDER / "expected.toml").read_text("utf-8"))
PICTURES = SAID.pop("pictures")
COMMITTED = {path.name for path in FOLDER.iterdir() if path.is_file()} - {
    "expected.toml", "build.py", "texts.py", "books.py",
}  # fmt: skip
# Told by the district the row lies in, which says the column.
OF_WHOLE_ROWS = {"row.other_district"}


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    """A ledger to which nothing was reported yet, at 15:00; examining writes nothing."""
    ledger = Ledger(f"sqlite:///{tmp_path_factory.mktemp('golden') / 'live.sqlite3'}", lambda: AFTERNOON)
    ledger.open_event("live", "2508")
    yield ledger
    ledger.close()


def form(name: str) -> str:
    return SAID[name].get("form", "aquaculture")


@cache
def examined(ledger: Ledger, name: str) -> Draft:
    return examine(ledger, feed(form(name)), "shengsi", (FOLDER / name).read_bytes(), name)


def told(problem: Problem) -> list:
    parts = [problem.severity, problem.code, problem.row or 0, problem.column or "", problem.raw or ""]
    while parts[-1] in (0, ""):
        parts.pop()
    return parts


def pictured(name: str) -> list[dict]:
    """What a file's picture says of each row, with what this file says otherwise."""
    picture = [dict(row) for row in PICTURES[form(name)]]
    rows = numbered(name)
    for place, value in SAID[name].get("otherwise", {}).items():
        row, column = place.split()
        picture[rows.index(int(row))][column] = value
    return [{column: value for column, value in row.items() if value != ""} for row in picture]


def numbered(name: str) -> list[int]:
    return SAID[name].get("rows", list(range(2, 2 + len(PICTURES[form(name)]))))


def values(draft: Draft) -> list[dict]:
    rows = draft.table.drop_columns(["_row", "_raw"]).to_pylist()
    return [{column: _said(value) for column, value in row.items() if value is not None} for row in rows]


def _said(value: object) -> object:
    return value.isoformat(timespec="minutes") if isinstance(value, datetime) else value


def test_every_golden_file_has_its_expectation_and_there_are_enough() -> None:
    assert set(files()) == set(SAID) == COMMITTED
    assert len(SAID) >= 80


@pytest.mark.parametrize("name", sorted(files()))
def test_a_golden_file_is_what_its_builder_writes(name: str) -> None:
    kept, built = (FOLDER / name).read_bytes(), files()[name]
    whole = built.startswith(b"PK") and name != "cut_off.xlsx"
    assert (parts_of(kept) == parts_of(built)) if whole else len(kept) == len(built)
    assert whole or name == "cut_off.xlsx" or kept == built


@pytest.mark.parametrize("name", SAID)
def test_a_golden_file_is_taken_in_or_refused_as_promised(empty: Ledger, name: str) -> None:
    draft = examined(empty, name)
    assert [told(problem) for problem in draft.problems] == SAID[name].get("told", [])
    if not draft.refused:
        assert draft.table.column("_row").to_pylist() == numbered(name)
        assert values(draft) == pictured(name)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", [name for name, said in SAID.items() if "told" in said])
def test_what_is_said_of_a_golden_file_names_row_column_cell_and_what_is_right(
    empty: Ledger, name: str, lang: str
) -> None:
    for problem in examined(empty, name).problems:
        said = tell(problem, feed(form(name)), lang)
        assert "{" not in said.text and "None" not in said.text and "（）" not in said.text
        assert problem.row is None or str(problem.row) in said.text
        assert not said.column or said.column in said.text or problem.code in OF_WHOLE_ROWS
        assert said.raw in said.text
        asks = problem.code.startswith("cell.") and problem.severity != "note"
        assert not asks or said.expected.split(" / ")[0] in said.text


@pytest.mark.parametrize(
    ("name", "place", "text"),
    [
        ("fullwidth_digits.csv", ("people", 2), "１１"),
        ("trailing_spaces.csv", ("name", 2), "　枸杞养殖1号场 \u00a0"),
        ("trailing_spaces.csv", ("farm_id", 3), "　YZ002 \u00a0"),
        ("units_inside_cells.csv", ("people", 3), "13名"),
        ("failed_lookup_of_optional.csv", ("lon", 3), "#N/A"),
        ("short_choice.csv", ("status", 3), "在港"),
        ("thousands.csv", ("people", 5), "1,200"),
    ],
)
def test_what_was_read_otherwise_than_written_is_kept_as_it_was_written(
    empty: Ledger, name: str, place: tuple[str, int], text: str
) -> None:
    column, row = place
    kept = {said["_row"]: said["_raw"] for said in examined(empty, name).table.to_pylist()}
    assert f'"{column}":"{text}"' in kept[row]


def test_the_golden_files_are_small() -> None:
    assert sum(Path(FOLDER / name).stat().st_size for name in COMMITTED) < 1_000_000
