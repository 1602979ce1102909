"""Files in another coordinate system are taken for what they say they are, and doubted where they lie."""

from collections.abc import Mapping

import numpy as np
import pytest

from domain import geo
from domain.problems import Problem
from feeds import all_feeds, feed
from feeds.sentences import tell
from feeds.shore import on_land
from intake.receive import receive
from store.ledger import Ledger
from tests.intake.test_receive import send
from tests.papers import SAMPLES, Paper, printed, sample_rows

MAPPED = [name for name, form in all_feeds().items() if form.map]


@pytest.fixture
def farms() -> Paper:
    return sample_rows("aquaculture")


def _moved(rows: Paper, crs: str) -> Paper:
    made = []
    for row in rows:
        lon, lat = geo.wgs84_to_gcj02(float(row["经度"]), float(row["纬度"]))
        made.append({**row, "经度": f"{lon:.7f}", "纬度": f"{lat:.7f}", "坐标系": crs})
    return made


def _marked(rows: Paper, crs: str) -> Paper:
    return [{**row, "坐标系": crs} for row in rows]


def _place(row: Mapping[str, str]) -> dict[str, str]:
    return {name: row[name] for name in ("经度", "纬度")}


def _ashore(boats: Paper) -> Paper:
    lons, lats = (np.array([float(boat[name]) for boat in boats]) for name in ("经度", "纬度"))
    return [boat for boat, ashore in zip(boats, on_land(lons, lats)) if ashore]


def _warnings(ledger: Ledger, name: str, rows: Paper, unit: str = "city") -> list[Problem]:
    """What is said of a file that is taken in."""
    outcome = receive(ledger, feed(name), unit, printed(rows), "位置.csv", "王联络")
    assert outcome.receipt is not None
    return list(outcome.draft.problems)


def _shifts(problems: list[Problem]) -> list[str]:
    """What is said of the file's positions as a whole."""
    return [problem.code for problem in problems if problem.code.startswith("file.looks")]


def test_a_file_in_gcj02_that_says_wgs84_is_warned_about_and_still_taken(
    ledger: Ledger, farms: Paper
) -> None:
    send(ledger, farms)
    outcome = send(ledger, _moved(farms, "WGS-84"))
    assert [(p.code, p.severity) for p in outcome.draft.problems] == [("file.looks_shifted", "warning")]
    assert outcome.receipt is not None


def test_a_file_in_gcj02_that_says_so_lies_where_it_did(ledger: Ledger, farms: Paper) -> None:
    send(ledger, farms)
    assert send(ledger, _moved(farms, "GCJ-02")).draft.problems == ()


def test_boats_that_sailed_are_not_taken_for_a_shifted_file(ledger: Ledger, farms: Paper) -> None:
    send(ledger, farms)
    sailed = [{**row, "经度": f"{float(row['经度']) + 0.005:.5f}"} for row in farms]
    assert send(ledger, sailed).draft.problems == ()


@pytest.mark.parametrize("name", ["aquaculture", "passenger_routes"])
def test_a_first_file_is_not_compared_with_what_is_not_there(ledger: Ledger, name: str) -> None:
    outcome = receive(ledger, feed(name), "city", (SAMPLES / f"{name}.csv").read_bytes(), "x.csv", "王联络")
    assert outcome.draft.moved == {"added": outcome.receipt.entry.rows, "changed": 0, "missing": 0}


def test_a_file_in_wgs84_that_says_gcj02_is_warned_about(ledger: Ledger, farms: Paper) -> None:
    send(ledger, farms)
    outcome = send(ledger, _marked(farms, "GCJ-02"))
    assert _shifts(outcome.draft.problems) == ["file.looks_wrongly_marked"]


@pytest.mark.parametrize(
    ("name", "unit", "district"),
    [
        ("fishing_vessels", "city", None),
        ("fishing_vessels", "putuo", "普陀区"),
        ("fishing_vessels", "daishan", "岱山县"),
        ("fishing_vessels", "shengsi", "嵊泗县"),
        ("unpowered_vessels", "city", None),
        ("unpowered_vessels", "putuo", "普陀区"),
        ("unpowered_vessels", "daishan", "岱山县"),
    ],
)
def test_a_first_file_of_boats_in_gcj02_that_says_wgs84_is_warned_about(
    ledger: Ledger, name: str, unit: str, district: str | None
) -> None:
    found = _warnings(ledger, name, _moved(sample_rows(name, district), "WGS-84"), unit)
    assert [(p.code, p.severity) for p in found] == [("file.looks_shifted_ashore", "warning")]


@pytest.mark.parametrize("name", ["fishing_vessels", "unpowered_vessels", "marine_works"])
def test_a_first_file_afloat_in_wgs84_that_says_gcj02_is_warned_about(ledger: Ledger, name: str) -> None:
    found = _warnings(ledger, name, _marked(sample_rows(name), "GCJ-02"))
    assert [(p.code, p.severity) for p in found] == [("file.looks_wrongly_marked_ashore", "warning")]


@pytest.mark.parametrize("name", MAPPED)
def test_a_first_file_in_wgs84_that_says_so_is_not_doubted(ledger: Ledger, name: str) -> None:
    assert _warnings(ledger, name, sample_rows(name)) == []


@pytest.mark.parametrize("name", [name for name in MAPPED if name != "passenger_routes"])
def test_a_first_file_in_gcj02_that_says_so_is_not_doubted(ledger: Ledger, name: str) -> None:
    assert _warnings(ledger, name, _moved(sample_rows(name), "GCJ-02")) == []


@pytest.mark.parametrize(("count", "said"), [(19, []), (20, ["file.looks_shifted_ashore"])])
def test_a_few_boats_on_land_are_no_shifted_file(ledger: Ledger, count: int, said: list[str]) -> None:
    boats = _ashore(_moved(sample_rows("fishing_vessels", "嵊泗县"), "WGS-84"))
    few = boats[:: len(boats) // count][:count]
    assert _shifts(_warnings(ledger, "fishing_vessels", few, "shengsi")) == said


def test_boats_that_lie_on_land_either_way_are_no_shifted_file(ledger: Ledger) -> None:
    ponds = sample_rows("reservoirs")
    boats = [{**boat, **_place(pond)} for boat, pond in zip(sample_rows("unpowered_vessels"), ponds)]
    assert len(boats) == 112
    assert _shifts(_warnings(ledger, "unpowered_vessels", boats)) == []


def test_boats_ashore_in_one_bay_are_not_doubted_for_the_coast_may_lie_off_there(ledger: Ledger) -> None:
    boats = _moved(sample_rows("fishing_vessels", "定海区"), "WGS-84")
    assert len(_ashore(boats)) > 100
    assert _warnings(ledger, "fishing_vessels", boats, "dinghai") == []


def test_what_stands_on_land_is_not_doubted_for_the_land_has_grown_since(ledger: Ledger) -> None:
    ashore = _ashore(_moved(sample_rows("fishing_vessels"), "WGS-84"))
    compounds = [
        {**row, **_place(spot)} for row, spot in zip(sample_rows("underground_compounds"), ashore[::3])
    ]
    assert len(compounds) > 250
    assert _shifts(_warnings(ledger, "underground_compounds", compounds)) == []


def test_boats_new_in_a_later_file_are_held_against_the_shore(ledger: Ledger) -> None:
    boats = sample_rows("fishing_vessels", "嵊泗县")
    known, new = boats[::2], boats[1::2]
    assert _warnings(ledger, "fishing_vessels", known, "shengsi") == []
    later = [*known, *_moved(new, "WGS-84")]
    assert _shifts(_warnings(ledger, "fishing_vessels", later, "shengsi")) == ["file.looks_shifted_ashore"]


@pytest.mark.parametrize(
    ("lang", "says"), [("zh", "请在“坐标系”列填 GCJ-02"), ("en", "write GCJ-02 in the CRS column")]
)
def test_a_doubted_file_is_told_how_much_lies_on_land_and_what_to_write(
    ledger: Ledger, lang: str, says: str
) -> None:
    yards = _moved(sample_rows("unpowered_vessels"), "WGS-84")
    [problem] = _warnings(ledger, "unpowered_vessels", yards)
    ashore, still = (share for _, share in problem.holes)
    text = tell(problem, feed("unpowered_vessels"), lang).text
    assert int(ashore.rstrip("%")) > 50 and still == "0%"
    assert all(part in text for part in (ashore, still, says))
