"""When force 7, 10 and 12 reach each place and leave it: as observed, most likely, earliest reasonable, and by agency.

Own geometry, no forecast and no warning: circles by quadrant move with the fixes and then with an agency's forecast, which has no
circles of its own, so that the last observed ones are carried along (假定风圈不变). Nothing is said beyond the last lead.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias

import numpy as np
import pandas as pd

from domain.agencies import AGENCIES
from readiness import ensemble, path, tracks
from readiness.errors import errors
from readiness.geodesy import around, distances_km
from readiness.path import FORCES, Path
from readiness.storm import state
from readiness.sweep import Ways, entries, spells

Array: TypeAlias = np.ndarray

# A forecast issued so long before the last fix is no longer what its agency expects.
OUTDATED = timedelta(hours=24)
HOUR = timedelta(hours=1)
ARRIVALS = (
    "place_id", "force", "state", "observed_at", "likeliest_at", "earliest_at", "chance", "clears_at",
    "spread_from", "spread_to", "agencies",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Outlook:
    """What the wind will do at places, known at `now`. Moments are aware UTC, NaT where there is none.

    agency: whose forecast is the likeliest (code), None where nobody issued one; issued_at: of that forecast; ends: its last lead;
    last_fix_at and radii_as_of: the last fix, and the last one with circles; stale: the last fix is old (readiness.storm).
    errors_own: whether the ensemble's errors are the agency's own, errors_status their status.

    places: place_id, distance_km and bearing_deg (from the place to the centre now), closest_km, closest_at (of the way known so
    far and the agency's forecast). by_agency: place_id, force, agency, issued_at, arrives_at, clears_at.
    arrivals, a row for each place and force: state (inside, passed, expected, not_expected, no_circle; this also of a place that was inside when
    a storm, forecast by nobody, was fixed for the last time readiness.tracks.FOLLOWED ago), observed_at (when it came),
    likeliest_at, earliest_at (10 % chance of being beaten; none where the chance is less), chance (by `ends`; NaN where
    no forecast or no circle says any), clears_at (when it left or will leave, none where that
    lies beyond the forecast), spread_from and spread_to (earliest and latest of the agencies), agencies (how many expect it).
    spells, a row for each time a circle covers a place on the fixes' way and the agency's forecast, oldest first: place_id, force,
    begins_at, ends_at (none where the way ends over the place).
    """

    storm: str
    now: datetime
    agency: str | None
    issued_at: datetime | None
    ends: datetime | None
    last_fix_at: datetime
    radii_as_of: datetime | None
    stale: bool
    errors_own: bool
    errors_status: str
    places: pd.DataFrame
    arrivals: pd.DataFrame
    by_agency: pd.DataFrame
    spells: pd.DataFrame


def outlook(
    track: pd.DataFrame, places: pd.DataFrame, now: datetime, storm: str | None = None, members: int = ensemble.MEMBERS
) -> Outlook | None:  # fmt: skip
    """The outlook for places (place_id, lon_deg, lat_deg; each with a position) of a storm; None where no storm is known."""
    seen = state(track, now, storm)
    if seen is None:
        return None
    fixes, issued = (
        tracks.fixes(track, now, seen.storm),
        in_force(tracks.issues(track, now, seen.storm), seen.fixed_at, now),
    )
    so_far = path.observed(fixes)
    paths = {str(agency): path.ahead(fixes, own) for agency, own in issued.groupby("agency", observed=True)}
    lead = next((agency for agency in AGENCIES if agency in paths), None)
    lon_deg, lat_deg = places["lon_deg"].to_numpy(float), places["lat_deg"].to_numpy(float)
    by_agency = pd.concat(
        [_by_agency(paths[agency], places) for agency in paths] or [_nothing()], ignore_index=True
    )
    odds = _odds(fixes, issued, lead, lon_deg, lat_deg, members)
    # Who was inside at the last fix need not be any more, where nobody has fixed or forecast the storm since.
    lost = lead is None and now - seen.fixed_at >= tracks.FOLLOWED
    known = errors(lead) if lead else None
    return Outlook(
        seen.storm, now, lead, paths[lead].issued_at if lead else None, paths[lead].ends if lead else None, seen.fixed_at,
        path.last_circles(fixes)[1], seen.stale, known.own if known else False, known.status if known else "",
        _near(places, so_far, paths[lead] if lead else None),
        _arrivals(places, so_far, paths, lead, by_agency, odds, lost), by_agency,
        _spells(places, so_far, paths[lead] if lead else None),
    )  # fmt: skip


def in_force(issued: pd.DataFrame, last_fix_at: datetime, now: datetime) -> pd.DataFrame:
    """Of the newest forecasts (readiness.tracks.issues) those that still say something of the time to come."""
    ahead = issued.groupby("agency", observed=True)["valid_at"].transform("max") > max(last_fix_at, now)
    return issued[ahead & (issued["issued_at"] > last_fix_at - OUTDATED)]


def _by_agency(way: Path, places: pd.DataFrame) -> pd.DataFrame:
    """One agency's arrivals and ends of each force, to the step of the path."""
    rows = []
    for force in FORCES:
        first, final = _crossed(way, force, places)
        cleared = np.where(final < len(way.lon_deg) - 1, final, np.nan)
        rows.append(
            pd.DataFrame(
                {
                    "place_id": places["place_id"].to_numpy(),
                    "force": force,
                    "agency": way.agency,
                    "issued_at": way.issued_at,
                    "arrives_at": _moments(way, np.ceil(first)),
                    "clears_at": _moments(way, np.ceil(cleared)),
                }
            )
        )
    return pd.concat(rows, ignore_index=True)


def _nothing() -> pd.DataFrame:
    moments = pd.Series([], dtype="datetime64[us, UTC]")
    return pd.DataFrame({"place_id": [], "force": [], "agency": [], "issued_at": moments, "arrives_at": moments, "clears_at": moments})  # fmt: skip


def _crossed(way: Path, force: int, places: pd.DataFrame) -> tuple[Array, Array]:
    """The first and the last step of a force at each place, NaN where it does not come."""
    ways = Ways(way.lon_deg[None], way.lat_deg[None], way.radii_km[force][None])
    first, final = entries(
        ways, places["lon_deg"].to_numpy(float), places["lat_deg"].to_numpy(float), last=True
    )
    return first[0], final[0]


def _moments(way: Path, steps: Array) -> pd.Series:
    """The moments of steps, NaT for NaN."""
    return pd.Timestamp(way.begins) + pd.to_timedelta(
        pd.Series(steps, dtype=float) * way.step.total_seconds(), unit="s"
    )


def _odds(
    fixes: pd.DataFrame, issued: pd.DataFrame, lead: str | None, lon_deg: Array, lat_deg: Array, members: int
) -> dict[int, tuple[Array, pd.Series]]:
    """By force: each place's chance, and the earliest reasonable moment, to the step below."""
    if lead is None:
        return {}
    way = path.ahead(fixes, issued[issued["agency"] == lead], ensemble.STEP)
    drawn = ensemble.members(way, errors(lead), members)
    found = {force: ensemble.chances(ways, lon_deg, lat_deg) for force, ways in drawn.items()}
    return {
        force: (said.chance, _moments(way, said.earliest).dt.floor(path.STEP))
        for force, said in found.items()
    }


def _spells(places: pd.DataFrame, so_far: Path, ahead: Path | None) -> pd.DataFrame:
    """Each time a circle covers a place, of the fixes and the forecast as one way: who is inside at the last fix is so once."""
    lon_deg, lat_deg = (places[axis].to_numpy(float) for axis in ("lon_deg", "lat_deg"))
    onward = [so_far, *([ahead] if ahead else [])]
    # A forecast's way begins with the step the fixes' way ends with.
    lon_to, lat_to = (
        np.concatenate([getattr(way, axis)[way is ahead :] for way in onward])
        for axis in ("lon_deg", "lat_deg")
    )
    rows = []
    for force in FORCES:
        radii = np.concatenate([way.radii_km[force][way is ahead :] for way in onward])
        place, begins, ends = spells(Ways(lon_to[None], lat_to[None], radii[None]), lon_deg, lat_deg)
        rows.append(
            pd.DataFrame(
                {
                    "place_id": places["place_id"].to_numpy()[place],
                    "force": force,
                    "begins_at": _moments(so_far, begins),
                    "ends_at": _moments(so_far, np.where(ends < len(lon_to), ends, np.nan)),
                }
            )
        )
    return pd.concat(rows, ignore_index=True)


def _near(places: pd.DataFrame, so_far: Path, ahead: Path | None) -> pd.DataFrame:
    """Where the centre is from each place now, and how near it comes on the way known: the nearest hour, then the nearest step."""
    lon_deg, lat_deg = (places[axis].to_numpy(float)[:, None] for axis in ("lon_deg", "lat_deg"))
    # A forecast's way begins with the step the fixes' way ends with.
    lon_to, lat_to = (
        np.concatenate([getattr(so_far, axis), getattr(ahead, axis)[1:] if ahead else []])
        for axis in ("lon_deg", "lat_deg")
    )
    now, per_hour = len(so_far.lon_deg) - 1, HOUR // so_far.step
    hours = np.arange(now % per_hour, len(lon_to), per_hour)
    hour = hours[distances_km(lon_deg, lat_deg, lon_to[hours], lat_to[hours]).argmin(axis=1)]
    steps = np.clip(hour[:, None] + np.arange(-per_hour, per_hour + 1), 0, len(lon_to) - 1)
    far_km = distances_km(lon_deg, lat_deg, lon_to[steps], lat_to[steps])
    rows, nearest = np.arange(len(places)), far_km.argmin(axis=1)
    east, north = around(lon_deg[:, 0], lat_deg[:, 0], lon_to[now], lat_to[now])
    return pd.DataFrame(
        {
            "place_id": places["place_id"].to_numpy(),
            "distance_km": np.hypot(east, north),
            "bearing_deg": np.degrees(np.arctan2(east, north)) % 360.0,
            "closest_km": far_km[rows, nearest],
            "closest_at": [so_far.moment(int(step)) for step in steps[rows, nearest]],
        }
    )


def _arrivals(
    places: pd.DataFrame, so_far: Path, paths: dict[str, Path], lead: str | None, by_agency: pd.DataFrame,
    odds: dict[int, tuple[Array, pd.Series]], lost: bool,
) -> pd.DataFrame:  # fmt: skip
    found = []
    for force in FORCES:
        said = by_agency[by_agency["force"] == force]
        leading = said[said["agency"] == lead].set_index("place_id").reindex(places["place_id"]).reset_index()
        first, final = _crossed(so_far, force, places)
        at_last = final == len(so_far.lon_deg) - 1
        inside = at_last & (not lost)
        chance, earliest = odds.get(force, (np.full(len(places), np.nan), leading["arrives_at"]))
        own = pd.DataFrame(
            {
                "place_id": places["place_id"].to_numpy(),
                "force": force,
                "observed_at": _moments(so_far, np.ceil(first)),
                "likeliest_at": leading["arrives_at"].where(~inside),
                # The forecast's own way is one of those that may come true.
                "earliest_at": earliest.where(
                    ~(earliest > leading["arrives_at"]), leading["arrives_at"]
                ).where(~inside),
                "chance": np.where(inside, 1.0, chance),
                **_spread(said, places, inside),
            }
        )
        own["state"] = _states(own, inside, ~np.isnan(first) & ~at_last, force in odds, so_far.ends)
        left = _moments(so_far, np.ceil(final))
        own["clears_at"] = leading["clears_at"].where(own["state"] != "passed", left)
        found.append(own)
    return pd.concat(found, ignore_index=True)[list(ARRIVALS)]


def _spread(said: pd.DataFrame, places: pd.DataFrame, inside: Array) -> dict[str, pd.Series]:
    """The earliest and the latest of the agencies at each place, and how many expect it."""
    by_place = said.groupby("place_id", sort=False)["arrives_at"].agg(["min", "max", "count"])
    own = by_place.reindex(places["place_id"]).reset_index()
    return {
        "spread_from": own["min"].where(~inside),
        "spread_to": own["max"].where(~inside),
        "agencies": own["count"].fillna(0).astype(int),
    }


def _states(own: pd.DataFrame, inside: Array, left: Array, has_circle: bool, fixed_at: datetime) -> Array:
    # A member whose circle still covers at the last fix a place that the wind has left does not come again.
    again = own["earliest_at"].notna() & (~left | (own["earliest_at"] > fixed_at))
    comes = own["likeliest_at"].notna() | again
    return np.select(
        [inside, comes, left, np.full(len(own), has_circle)],
        ["inside", "expected", "passed", "not_expected"],
        "no_circle",
    )
