"""Part of a file at a prompt: said when it is refused, taken in when that is asked for, and on the receipt."""

import json
from pathlib import Path

import pytest

from tests.papers import changed, printed, sample_rows

WHO = ("--feed", "aquaculture", "--unit", "city", "--as", "王联络")


@pytest.fixture
def spoilt(tmp_path: Path) -> Path:
    """The sample's farms with one number that is none."""
    path = tmp_path / "养殖.csv"
    path.write_bytes(printed(changed(sample_rows("aquaculture"), {3: {"养殖人员数(人)": "若干"}})))
    return path


def test_a_refused_file_says_what_could_be_taken_of_it(run, spoilt: Path) -> None:
    result = run("ingest", str(spoilt), *WHO)
    assert result.exit_code == 1
    assert "--partial：接收 67 行，退回 1 行，其中 1 行沿用此前数据" in result.output


def test_the_sound_rows_are_taken_in_where_that_is_asked_for(run, spoilt: Path) -> None:
    result = run("ingest", str(spoilt), *WHO, "--partial", "--json")
    said = json.loads(result.output)
    assert (result.exit_code, said["accepted"], said["rows"]) == (0, True, 68)
    assert (said["partial"]["accepted"], said["partial"]["returned"]) == (67, 1)
    told = run("receipt", said["receipt"])
    assert "部分接收: 接收 67 行，退回 1 行，其中 1 行沿用此前数据" in told.output
    values = json.loads(run("receipt", said["receipt"], "--json").output)
    assert (values["partial"]["returned"], values["kept"]["rows"]) == (1, 1)


def test_a_form_whose_rows_belong_together_is_taken_in_whole_or_not_at_all(run, tmp_path: Path) -> None:
    path = tmp_path / "转移.csv"
    rows = sample_rows("evacuations")
    path.write_bytes(printed(changed(rows, {1: {next(iter(rows[0])): ""}})))
    words = (
        "ingest",
        str(path),
        "--feed",
        "evacuations",
        "--unit",
        "city",
        "--as",
        "王联络",
        "--partial",
        "--json",
    )
    result = run(*words)
    assert (result.exit_code, json.loads(result.output)["partial"]) == (1, None)
