"""The sample's files are what the builder writes, every time."""

import random

import pytest
from click.testing import CliRunner

from sample_data.build import FOLDER, build, differing, main
from sample_data.shares import shares, uneven
from sample_data.sheet import decode, encode
from sample_data.shore import Shore

SIZE_LIMIT = 1_500_000


def test_building_again_gives_the_same_bytes_as_those_committed():
    built = build()
    assert built == build()
    assert differing(FOLDER, built) == []


def test_all_files_together_stay_small():
    assert sum(path.stat().st_size for path in FOLDER.glob("*.csv")) < SIZE_LIMIT


def test_files_open_in_a_spreadsheet_as_chinese():
    for path in FOLDER.glob("*.csv"):
        assert path.read_bytes().startswith(b"\xef\xbb\xbf"), path.name


def test_check_names_the_file_that_differs(tmp_path):
    assert CliRunner().invoke(main, ["--out", str(tmp_path)]).exit_code == 0
    assert CliRunner().invoke(main, ["--out", str(tmp_path), "--check"]).exit_code == 0
    (tmp_path / "shelters.csv").write_bytes(b"")
    (tmp_path / "supplies.csv").unlink()
    told = CliRunner().invoke(main, ["--out", str(tmp_path), "--check"])
    assert told.exit_code == 1
    assert told.output.split() == ["supplies.csv", "shelters.csv"]


def test_a_row_survives_writing_and_reading():
    row = {"district": "putuo", "group": "海上养殖人员", "due": 7, "moved": 5}
    (read,) = decode("evacuations", encode("evacuations", [row]))
    assert read == {
        "district": "putuo",
        "group": "海上养殖人员",
        "due": "7",
        "moved": "5",
        "as_of": "",
        "note": "",
    }


def test_shares_add_up_and_none_is_below_the_least():
    parts = shares(736, 68, 2, random.Random(1))
    assert (len(parts), sum(parts)) == (68, 736)
    assert min(parts) >= 2
    with pytest.raises(ValueError):
        shares(3, 2, 2, random.Random(1))


def test_uneven_numbers_add_up_within_their_limits():
    parts = uneven(10_000, 50, 120, 290, random.Random(1))
    assert (len(parts), sum(parts)) == (50, 10_000)
    assert 120 <= min(parts) < max(parts) <= 290
    with pytest.raises(ValueError):
        uneven(10, 2, 6, 9, random.Random(1))


def test_a_berth_is_given_out_once():
    shore = Shore()
    first = shore.moorings(122.62, 30.50, 200, 45.0, random.Random(1))
    second = shore.moorings(122.62, 30.50, 200, 45.0, random.Random(1))
    assert not set(first) & set(second)


def test_there_are_no_berths_inland():
    with pytest.raises(ValueError):
        Shore().moorings(122.14, 30.06, 5, 45.0, random.Random(1))


def test_there_is_no_land_at_sea():
    with pytest.raises(ValueError):
        Shore().ashore(123.3, 30.6, 2.0, random.Random(1))
