"""What a file would move is seen on the map: what moved, what changed its state, what comes and what is gone."""

import json

import numpy as np
import pandas as pd
import pytest

from domain.words import LANGUAGES
from feeds import feed
from views.moves import Moves, Rows, deck, legend, moves

BOATS, ROUTES = feed("fishing_vessels"), feed("passenger_routes")
COASTS = dict.fromkeys(("west_pacific", "zhoushan", "zhoushan_cut"), "/coast")


def boats(*rows: tuple[str, str, float | None, float | None]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["name", "status", "lon", "lat"])


def found(new: pd.DataFrame, old: pd.DataFrame, pairs: int, lang: str = "zh") -> Moves:
    kept = np.arange(pairs)
    added, missing = np.arange(pairs, len(new)), np.arange(pairs, len(old))
    return moves(BOATS, Rows(new, old, (kept, kept), added, missing), lang, "light")


@pytest.fixture
def night() -> Moves:
    """A boat that sailed, one that put out without moving, one renamed crew, one new, one gone, one nowhere."""
    old = boats(
        ("甲", "in_port", 122.1, 30.0), ("乙", "in_port", 122.2, 30.1), ("丙", "in_port", 122.3, 30.2),
        ("丁", "in_port", None, None), ("戊", "at_sea", 122.9, 30.9),
    )  # fmt: skip
    new = boats(
        ("甲", "at_sea", 122.5, 30.4), ("乙", "at_sea", 122.2, 30.1), ("丙", "in_port", 122.3, 30.2),
        ("丁", "at_sea", None, None), ("己", "in_port", 122.4, 30.3),
    )  # fmt: skip
    return found(new, old, 4)


def test_each_row_is_drawn_by_the_gravest_thing_that_befalls_it(night: Moves) -> None:
    names = {kind: [row["name"] for row in rows] for kind, rows in night.drawn.items()}
    assert names == {"moved": ["甲"], "state": ["乙"], "other": ["丙"], "added": ["己"], "missing": ["戊"]}


def test_a_boat_that_sailed_is_a_line_from_where_it_lay_with_both_states(night: Moves) -> None:
    (sailed,) = night.drawn["moved"]
    assert (sailed["stood"], sailed["p"], sailed["word"]) == ([122.1, 30.0], [122.5, 30.4], "在港避风 → 出海")
    assert sailed["was"] != sailed["colour"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_legend_counts_what_is_drawn_and_says_what_is_not(night: Moves, lang: str) -> None:
    said = legend(night, lang)
    assert len(said) == 6 and len({word for _, _, word in said}) == 6
    assert (night.count, night.left_out, "1" in said[-1][2]) == (5, 1, True)


def test_the_map_looks_at_all_of_it_and_asks_nobody_for_tiles(night: Moves) -> None:
    kept: list[bytes] = []
    drawn = json.loads(
        deck(night, "light", "zh", COASTS, lambda data: kept.append(data) or "/layer").to_json()
    )
    assert drawn.get("mapProvider") is None
    assert drawn["initialViewState"]["longitude"] == pytest.approx((122.1 + 122.9) / 2)
    assert {row["name"] for data in kept for row in json.loads(data)} == set("甲乙丙己戊")


def test_a_route_is_drawn_from_pier_to_pier() -> None:
    line = ("船", "suspended", 122.1, 30.0, 122.5, 30.4)
    new = pd.DataFrame([line], columns=["name", "status", "from_lon", "from_lat", "to_lon", "to_lat"])
    nothing = np.empty(0, int)
    told = moves(ROUTES, Rows(new, new.iloc[:0], (nothing, nothing), np.arange(1), nothing), "zh", "dark")
    (route,) = told.drawn["added"]
    assert (route["p"], route["t"]) == ([122.1, 30.0], [122.5, 30.4])
