"""What lies inside a wind circle at each hour is what a measurement of each place says, and people who left are not there."""

from datetime import timedelta

import numpy as np
import pandas as pd
import pytest
from geographiclib.geodesic import Geodesic

from feeds import all_feeds, feed
from readiness import path, tracks
from readiness.exposure import Assets, Exposure, assets, exposure
from readiness.geodesy import destination
from readiness.path import FORCES
from tests.readiness.situations import at, rows_of_sample, seed_track

AFTERNOON = at("28 15:00")
HOUR = timedelta(hours=1)


def of_sample(*names: str) -> list[Assets]:
    return [assets(feed(name), rows_of_sample(name, 1)) for name in names]


def known(now, *names: str) -> Exposure:
    track = seed_track()
    fixes = tracks.fixes(track, now)
    cma = tracks.issues(track, now).query("agency == 'CMA'")
    return exposure(of_sample(*names), path.observed(fixes), path.ahead(fixes, cma))


@pytest.fixture(scope="module")
def afternoon() -> Exposure:
    return known(AFTERNOON, "fishing_vessels", "scenic_areas", "aquaculture", "passenger_routes", "supplies")


@pytest.fixture(scope="module")
def afterwards() -> Exposure:
    return known(at("31 15:00"), "fishing_vessels", "scenic_areas")


def line(found: Exposure, moment, name: str, force: int = 7) -> pd.Series:
    rows = found.at(moment)
    (row,) = rows[(rows["feed"] == name) & (rows["force"] == force)].to_dict("records")
    return row


def test_each_hours_number_is_what_measuring_every_place_gives(afternoon: Exposure) -> None:
    track = seed_track()
    way = path.ahead(tracks.fixes(track, AFTERNOON), tracks.issues(track, AFTERNOON).query("agency == 'CMA'"))
    (parks,) = of_sample("scenic_areas")
    hours = [way.moment(step) for step in range(6, len(way.lon_deg), 6)]
    told = []
    for moment in hours:
        step, inside = way.index(moment), 0
        for lon, lat in zip(parks.lon_deg, parks.lat_deg, strict=True):
            line = Geodesic.WGS84.Inverse(way.lat_deg[step], way.lon_deg[step], lat, lon)
            inside += line["s12"] / 1000 <= way.radii_km[7][step][int(line["azi1"] % 360 // 90)]
        told.append(inside)
    rows = afternoon.hours.query("feed == 'scenic_areas' and force == 7 and not observed")
    counted = rows.set_index("at")["assets"].reindex(pd.DatetimeIndex(hours)).fillna(0)
    assert max(told) > 10
    assert list(counted) == told


def test_when_all_of_it_is_inside_people_and_tourists_are_the_forms_own_sums(afternoon: Exposure) -> None:
    full = line(afternoon, at("29 22:00"), "scenic_areas")
    assert (full["assets"], full["tourists"]) == (16, 25791)
    assert np.isnan(full["people"])
    boats = line(afternoon, at("29 22:00"), "fishing_vessels")
    assert boats["people"] == rows_of_sample("fishing_vessels", 1)["crew"].sum()


def test_what_a_form_does_not_count_is_not_nought(afternoon: Exposure) -> None:
    depots = line(afternoon, at("29 22:00"), "supplies")
    assert np.isnan(depots["people"]) and np.isnan(depots["tourists"]) and depots["silent"] == 0


def test_people_who_have_left_a_farm_are_not_inside(afternoon: Exposure) -> None:
    assert line(afternoon, at("29 22:00"), "aquaculture")["people"] == 0


def test_people_who_have_not_left_are() -> None:
    rows = rows_of_sample("aquaculture", 1)
    stayed = assets(feed("aquaculture"), rows.assign(evacuated=rows["people"] - 1))
    assert stayed.people.sum() == len(rows)
    silent = assets(feed("aquaculture"), rows.assign(evacuated=np.nan))
    assert silent.people.sum() == rows["people"].sum()


def test_before_the_wind_nothing_is_inside_and_afterwards_it_is_observed(
    afternoon: Exposure, afterwards: Exposure
) -> None:
    assert not afternoon.hours["observed"].any()
    assert afternoon.at(AFTERNOON).empty
    assert afterwards.hours["observed"].all()
    assert line(afterwards, at("30 04:00"), "fishing_vessels")["assets"] > 5000


def test_no_hour_is_told_twice_and_none_beyond_the_last_lead(afternoon: Exposure) -> None:
    assert not afternoon.hours.duplicated(["at", "feed", "force"]).any()
    assert afternoon.hours["at"].max() <= afternoon.ends
    assert (afternoon.hours["at"].dt.minute == 0).all()


def test_the_part_that_is_observed_ends_where_the_forecast_begins() -> None:
    now = at("29 18:30")
    found = known(now, "fishing_vessels").hours.query("force == 7")
    assert found.loc[found["observed"], "at"].max() == at("29 18:00")
    assert found.loc[~found["observed"], "at"].min() == at("29 19:00")


def test_the_first_place_reached_is_the_one_no_other_is_before(afterwards: Exposure) -> None:
    first = afterwards.first.query("force == 7").set_index("feed")
    boats = first.loc["fishing_vessels"]
    assert boats["observed"] and boats["at"] == at("29 15:20")
    hours = afterwards.hours.query("feed == 'fishing_vessels' and force == 7")["at"]
    assert hours.min() - HOUR < boats["at"] <= hours.min()
    assert boats["name"] in set(rows_of_sample("fishing_vessels", 1)["name"])


def test_what_comes_first_stands_first(afternoon: Exposure) -> None:
    sevens = afternoon.first.query("force == 7")
    assert list(sevens["at"]) == sorted(sevens["at"]) and len(sevens) == 5


def test_a_weaker_storm_reaches_nothing_with_force_12(afterwards: Exposure) -> None:
    assert set(afterwards.hours["force"]) | set(afterwards.first["force"]) <= set(FORCES) - {12}


def test_a_route_is_reached_with_its_nearer_end() -> None:
    (routes,) = of_sample("passenger_routes")
    assert len(routes.row) == 2 * len(routes.names)
    one = Assets(
        "passenger_routes", routes.names[:1], np.array([0, 0]), np.array([125.0, 110.0]), np.array([28.0, 20.0]),
        routes.people[:1], routes.tourists[:1], (), 0,
    )  # fmt: skip
    fixes = tracks.fixes(seed_track(), at("29 08:00"))
    found = exposure([one], path.observed(fixes), None).hours.query("force == 7")
    assert (found["assets"] == 1).all() and len(found)


def test_rows_without_a_position_are_told_apart() -> None:
    rows = rows_of_sample("fishing_vessels", 1).head(10).copy()
    rows.loc[rows.index[:3], ["lon", "lat"]] = np.nan
    boats = assets(feed("fishing_vessels"), rows)
    assert (boats.unplaced, len(boats.row)) == (3, 7)
    fixes = tracks.fixes(seed_track(), AFTERNOON)
    found = exposure([boats], path.observed(fixes), None)
    assert found.unplaced == {"fishing_vessels": 3}


def test_places_of_which_nobody_said_how_many_are_told_apart() -> None:
    rows = rows_of_sample("scenic_areas", 1)
    silent = rows.assign(tourists=rows["tourists"].mask(rows.index < 4))
    fixes = tracks.fixes(seed_track(), at("31 15:00"))
    found = exposure([assets(feed("scenic_areas"), silent)], path.observed(fixes), None)
    full = line(found, at("30 04:00"), "scenic_areas")
    assert (full["assets"], full["silent"]) == (16, 4)
    assert full["tourists"] == rows["tourists"].iloc[4:].sum()


def test_without_any_place_there_is_nothing_to_tell() -> None:
    found = exposure([], path.observed(tracks.fixes(seed_track(), AFTERNOON)), None)
    assert found.hours.empty and found.first.empty and found.unplaced == {}


@pytest.mark.parametrize("name", [form.name for form in all_feeds().values() if form.is_asset])
def test_every_form_that_is_somewhere_can_be_counted(name: str) -> None:
    (one,) = of_sample(name)
    assert one.unplaced == 0 and len(one.names)
    spec = feed(name).map
    assert one.counts == tuple(what for what in ("people", "tourists") if getattr(spec, what))


def test_a_fix_beside_the_full_hour_leaves_every_hour_its_number() -> None:
    track = seed_track()
    late = track.assign(valid_at=track["valid_at"].mask((track["kind"] == "fix") & (track["valid_at"] == at("29 15:00")), at("29 15:01")))  # fmt: skip
    now = at("29 15:10")

    def counted(rows: pd.DataFrame) -> Exposure:
        fixes, cma = tracks.fixes(rows, now), tracks.issues(rows, now).query("agency == 'CMA'")
        return exposure(of_sample("scenic_areas"), path.observed(fixes), path.ahead(fixes, cma))

    usual, shifted = counted(track), counted(late)
    for moment in (at("29 17:00"), at("29 23:00"), at("30 04:30")):
        assert abs(line(usual, moment, "scenic_areas")["assets"] - line(shifted, moment, "scenic_areas")["assets"]) <= 2  # fmt: skip


@pytest.mark.parametrize(("of_radius", "inside"), [(0.98, 1), (1.02, 0)])
def test_one_place_alone_by_the_rim_of_the_widest_side_is_counted(of_radius: float, inside: int) -> None:
    way = path.observed(tracks.fixes(seed_track(), at("29 16:00")))
    reach = way.radii_km[7][-1]
    side = int(reach.argmax())
    lon, lat = destination(
        way.lon_deg[-1], way.lat_deg[-1], (1, 179, 181, 359)[side], of_radius * reach[side]
    )
    nobody = np.full(1, np.nan)
    alone = Assets("a", np.array(["rim"], object), np.zeros(1, int), np.array([lon]), np.array([lat]), nobody, nobody, (), 0)  # fmt: skip
    rows = exposure([alone], way, None).at(at("29 16:00"))
    assert len(rows[rows["force"] == 7]) == inside
