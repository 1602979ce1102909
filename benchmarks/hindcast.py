"""How arrivals would have done: every issued forecast of the storms on record against when force 7 really came.

python -m benchmarks.hindcast [FILE ...]. Reads every storm with issued forecasts in ../shared/data/tracks. Places are the whole
degrees that the storm's force-7 circle covered in the end; at each of the lead agency's issues, SPACED apart, each place that was
not reached yet is asked. An arrival counts where it came within the forecast's last lead. Were the ensemble perfect,
10 % of all that was asked would come earlier than the earliest reasonable time, and so a little more of what came at all; an arrival
whose chance was put below 10 %, so that there was no such time, counts as earlier. Arrivals of one storm are not independent: the number of storms and issues is printed beside that of arrivals.
"""

import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.storms import TRACKS, track_of
from domain.problems import Refused
from readiness import path, tracks
from readiness.arrival import outlook
from readiness.sweep import Ways, entries

FORCE = 7
SPACED = timedelta(hours=6)
# As far as a circle of 500 km reaches from the way.
MARGIN_DEG = 5.0
LEADS_H = (0, 12, 24, 48, 72, 120)
LEAST = 30


def main() -> None:
    """Print one table for each storm and one for all."""
    files = [Path(name) for name in sys.argv[1:]] or sorted(TRACKS.iterdir())
    told = []
    for file in files:
        cases = pd.DataFrame(_cases(file))
        if len(cases):
            told.append(cases)
            print(
                f"\n{file.name}: {cases['issued_at'].nunique()} issues, {cases['place_id'].nunique()} places"
            )
            _print(cases)
    every = pd.concat(told, ignore_index=True)
    print(f"\nAll {len(told)} storms")
    _print(every)


def _cases(file: Path) -> Iterator[dict]:
    """One case for each arrival and issue: lead_h, beaten, error_h (likeliest less actual, NaN where none was expected)."""
    try:
        track = track_of(file)
    except Refused:
        return
    ended = track.loc[track["kind"] == tracks.FIX, "valid_at"].max()
    for storm in tracks.storms(track, ended):
        made = tracks.forecasts(track, storm)
        fixes = tracks.fixes(track, ended, storm)
        lead = made[made["agency"] == fixes["agency"].iloc[0]]
        around = _places(fixes)
        actual = _actual(fixes, around).dropna()
        places = around[around["place_id"].isin(actual.index)]
        for issued_at in _spaced(sorted(lead["issued_at"].unique())):
            yield from _at(track, storm, places, actual, issued_at)


def _places(fixes: pd.DataFrame) -> pd.DataFrame:
    lon, lat = np.meshgrid(
        np.arange(np.floor(fixes["lon_deg"].min() - MARGIN_DEG), fixes["lon_deg"].max() + MARGIN_DEG),
        np.arange(np.floor(fixes["lat_deg"].min() - MARGIN_DEG), fixes["lat_deg"].max() + MARGIN_DEG),
    )
    return pd.DataFrame({"place_id": np.arange(lon.size), "lon_deg": lon.ravel(), "lat_deg": lat.ravel()})


def _actual(fixes: pd.DataFrame, places: pd.DataFrame) -> pd.Series:
    """When force 7 came to each place, NaT where it did not."""
    way = path.observed(fixes)
    ways = Ways(way.lon_deg[None], way.lat_deg[None], way.radii_km[FORCE][None])
    first, _ = entries(ways, places["lon_deg"].to_numpy(), places["lat_deg"].to_numpy())
    minutes = np.ceil(first[0]).astype(float) * way.step.total_seconds() / 60
    return pd.Series(pd.Timestamp(way.begins) + pd.to_timedelta(minutes, unit="m"), index=places["place_id"])


def _spaced(moments: list[pd.Timestamp]) -> Iterator[pd.Timestamp]:
    last = None
    for moment in moments:
        if last is None or moment - last >= SPACED:
            last = moment
            yield moment


def _at(
    track: pd.DataFrame, storm: str, places: pd.DataFrame, actual: pd.Series, issued_at: pd.Timestamp
) -> Iterator[dict]:
    said = outlook(track, places, issued_at.to_pydatetime(), storm)
    if said is None or said.ends is None:
        return
    own = said.arrivals[said.arrivals["force"] == FORCE].set_index("place_id")
    came = actual[(actual > issued_at) & (actual <= said.ends)]
    for place_id, at in came.items():
        row = own.loc[place_id]
        if row["state"] in ("inside", "passed") or pd.notna(row["observed_at"]):
            continue
        earliest, likeliest = row["earliest_at"], row["likeliest_at"]
        yield {
            "storm": storm,
            "issued_at": issued_at,
            "place_id": f"{storm} {place_id}",
            "lead_h": (at - issued_at) / pd.Timedelta(hours=1),
            "beaten": pd.isna(earliest) or at < earliest,
            "unseen": pd.isna(earliest),
            "error_h": (likeliest - at) / pd.Timedelta(hours=1) if pd.notna(likeliest) else np.nan,
        }


def _print(cases: pd.DataFrame) -> None:
    bins = pd.cut(cases["lead_h"], LEADS_H, right=True)
    print(
        "actual lead h   arrivals issues  beaten  (no time)  likeliest: expected  mean error h  mean |error| h"
    )
    for span, own in [*cases.groupby(bins, observed=True), ("all", cases)]:
        enough = "" if len(own) >= LEAST else "  (too few to say)"
        print(
            f"{span!s:>14} {len(own):>9} {own['issued_at'].nunique():>6} {own['beaten'].mean():>7.1%} {own['unseen'].mean():>10.1%}"
            f" {own['error_h'].notna().mean():>20.1%} {own['error_h'].mean():>13.1f} {own['error_h'].abs().mean():>15.1f}{enough}"
        )


if __name__ == "__main__":
    main()
