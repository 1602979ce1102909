"""Files in another coordinate system are taken for what they say they are, and doubted where they lie."""

import pytest

from domain import geo
from feeds import feed
from intake.receive import receive
from store.ledger import Ledger
from tests.intake.test_receive import send
from tests.papers import SAMPLES, Paper, sample_rows


@pytest.fixture
def farms() -> Paper:
    return sample_rows("aquaculture")


def _moved(rows: Paper, crs: str) -> Paper:
    made = []
    for row in rows:
        lon, lat = geo.wgs84_to_gcj02(float(row["经度"]), float(row["纬度"]))
        made.append({**row, "经度": f"{lon:.7f}", "纬度": f"{lat:.7f}", "坐标系": crs})
    return made


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
