"""The newspaper of 29 July 2025, figure by figure, out of the sample day through the command line."""

import csv
import json
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner

from manage import cli

FIGURES = list(csv.DictReader(Path(__file__).with_name("seed_figures.csv").open(encoding="utf-8-sig")))
EVENING, AFTERNOON, MORNING = (f"2025-07-28T{hour}:00+08:00" for hour in (20, 15, 10))
CROSSING = "A02"


@pytest.fixture(scope="module")
def figures_at(sample_file: Path):
    @cache
    def at(moment: str) -> dict[str, dict]:
        result = CliRunner().invoke(
            cli, ["--store", f"sqlite:///{sample_file}", "figures", "--at", moment, "--json"]
        )
        assert result.exit_code == 0, result.output
        return {row["id"]: row for row in json.loads(result.output)}

    return at


def _said(row: dict) -> tuple[str, ...]:
    return tuple(
        "" if row[name] is None else str(row[name])
        for name in ("done", "total", "unit", "qualifier", "as_of")
    )


@pytest.mark.parametrize("figure", FIGURES, ids=[row["id"] for row in FIGURES])
@pytest.mark.parametrize("moment", [AFTERNOON, EVENING])
def test_each_figure_of_the_newspaper_is_given_exactly(figures_at, figure: dict, moment: str) -> None:
    given = figures_at(moment)[figure["measure"]]
    if figure["id"] == CROSSING and moment == AFTERNOON:
        assert given["done"] is None
        return
    assert (given["ref"], given["feed"]) == (figure["id"], figure["feed"])
    assert _said(given) == _said(figure)
    assert given["receipt"] and given["received_at"]


def test_in_the_morning_only_what_was_known_then_is_given(figures_at) -> None:
    morning, evening = figures_at(MORNING), figures_at(EVENING)
    assert morning["response.city_hq"]["done"] == "marine"
    assert morning["storm.peak_grade_forecast"]["done"] is None
    assert 0 < morning["fishing_vessels.in_port"]["done"] < evening["fishing_vessels.in_port"]["done"] == 4332
    assert all(row["received_at"] is None or row["received_at"] <= MORNING for row in morning.values())


def test_the_two_counts_of_leisure_boats_stand_side_by_side_and_are_never_added(figures_at) -> None:
    afternoon = figures_at(AFTERNOON)
    assert afternoon["leisure_fishing.controlled"]["done"] == 180
    assert afternoon["leisure_fishing.stopped_tourism"]["done"] == 132
