"""Part of a file at a prompt: said when it is refused, taken in when that is asked for, and on the receipt."""

import json
import re
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


def test_the_prompt_says_how_the_rows_sent_back_are_had_and_writes_them(
    run, spoilt: Path, tmp_path: Path
) -> None:
    result = run("ingest", str(spoilt), *WHO, "--partial")
    (number,) = set(re.findall(r"manage.py receipt (R\d+) --returned", result.output))
    for name, start in (("退回.xlsx", b"PK"), ("退回.csv", b"\xef\xbb\xbf")):
        assert run("receipt", number, "--returned", str(tmp_path / name)).exit_code == 0
        assert (tmp_path / name).read_bytes().startswith(start)
    assert "若干" in (tmp_path / "退回.csv").read_text("utf-8-sig")


def test_a_receipt_that_sent_nothing_back_says_so(run, tmp_path: Path) -> None:
    result = run("receipt", "85", "--returned", str(tmp_path / "退回.xlsx"))
    assert result.exit_code == 1 and "R000085 没有退回的行" in result.stderr
    assert not list(tmp_path.glob("退回*"))


def test_a_name_that_cannot_be_seen_is_no_name(run, spoilt: Path) -> None:
    result = run("ingest", str(spoilt), *WHO[:-1], "\x1b\u202e")
    assert result.exit_code == 2 and "请写明是谁" in result.stderr
