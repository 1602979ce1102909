"""Every recorded answer of the field becomes the rows that were written down for it, and the form takes them."""

from pathlib import Path

import pytest

from feeds import feed
from feeds.check import check
from tests.loaders.storm.recorded import LEFT_OUT_WHOLLY, RAW, answers, golden, printed, refused, track
from tests.reference import reference

TRACK = feed("track")
# Of each file as it came: fixes, forecast points and landfalls.
WHOLE = {
    "202508_zhejiang_with_forecasts.json": (126, 1475, 3),
    "202116_Mindulle_zjwater_full.json": (52, 1373, 0),
    "202508_wenzhou.json": (126, 1, 3),
    "200509_Matsa_5agencies.json": (101, 351, 0),
    "cma_WTPQ20_BABJ_EWINIAR_2024052606.txt": (1, 8, 0),
    "CH2025BST_excerpt_CO-MAY.txt": (78, 0, 0),
    "jma_bst_all_excerpt_2015-2021.txt": (512, 0, 0),
    "bwp192021.dat": (55, 0, 0),
    "ibtracs_v04r01_CO-MAY_2025.csv": (331, 0, 0),
}


@pytest.mark.parametrize("path", answers(), ids=lambda path: path.name)
def test_a_recorded_answer_gives_its_golden_rows(path: Path) -> None:
    assert printed(track(path.read_bytes(), path.name)) == golden(path).read_text("utf-8")


def test_every_recorded_answer_but_one_has_its_golden_rows() -> None:
    assert [path.name for path in RAW.iterdir() if path not in answers()] == [LEFT_OUT_WHOLLY]


@pytest.mark.parametrize("path", answers(), ids=lambda path: path.name)
def test_the_form_takes_the_rows_of_a_recorded_answer(path: Path) -> None:
    table = track(path.read_bytes(), path.name)
    checked = check(TRACK, table.columns, table.rows, "city")
    assert (checked.problems, checked.table.num_rows) == ((), table.columns.num_rows)


@pytest.mark.parametrize("name", WHOLE)
def test_a_file_of_the_field_is_read_whole_and_the_form_takes_it(name: str) -> None:
    table = track(reference(f"tracks/{name}").read_bytes(), name)
    checked = check(TRACK, table.columns, table.rows, "city")
    kinds = checked.table.column("kind").to_pylist()
    assert tuple(kinds.count(kind) for kind in ("fix", "forecast", "landfall")) == WHOLE[name]
    assert not checked.refused


def test_a_bulletin_without_an_analysis_is_refused_saying_what_it_is() -> None:
    told = refused((RAW / LEFT_OUT_WHOLLY).read_bytes(), LEFT_OUT_WHOLLY)
    assert [problem.code for problem in told] == ["file.satellite_fix", "file.no_points"]
