"""The names that people give themselves and their files."""

import os
from pathlib import Path

import pytest

from domain.names import called, fitting_name, readable_name


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("王联络", "王联络"),
        (" 王  联络\t", "王 联络"),
        ("\x00", ""),
        ("\x00\x1b\x7f\x85", ""),
        ("\u202e\u2066\u200b\ufeff", ""),
        ("王\u202e联\u200b络", "王联络"),
        ("\ud800", ""),
        ("O'Brien-Smith, 2nd", "O'Brien-Smith, 2nd"),
    ],
)
def test_what_cannot_be_seen_is_no_part_of_a_name(given: str, name: str) -> None:
    assert called(given) == name


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_file_name_is_read_as_it_was_written(encoding: str) -> None:
    assert readable_name(Path(os.fsdecode("/share/渔船动态.csv".encode(encoding)))) == "渔船动态.csv"


@pytest.mark.parametrize("name", ["渔.csv", f"{'渔' * 83}.csv", f"渔.{'船' * 83}", "渔" * 85])
def test_a_name_behind_receipts_leaves_room_for_a_counter_and_a_report(name: str) -> None:
    fitted = fitting_name("R000001 R000002", name)
    assert fitted.startswith("R000001 R000002 渔")
    assert len(f"{fitted} (99).txt".encode()) <= 255
    assert fitted.endswith(".csv") == name.endswith(".csv")
