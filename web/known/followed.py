"""One storm as its page draws it, reckoned once for each picture of the track and not again each minute."""

from collections.abc import Hashable
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np
import pandas as pd

from domain.clock import to_beijing
from domain.places import HEADQUARTERS, PLACES
from domain.receipts import receipt_number
from readiness import path, tracks
from readiness.arrival import Outlook, in_force, outlook
from readiness.cone import cone
from readiness.errors import errors
from readiness.passages import Passage, passages
from readiness.path import Path
from readiness.storm import Radii, Ring, StormState, state
from store.ledger import Ledger
from store.picture import Picture
from views.arrival_table import receipts_of
from views.storm_map import Ghost
from web.known.once import Kept

_reckoned, _seen, _named = Kept(8), Kept(16), Kept(16)


@dataclass(frozen=True, slots=True)
class Followed:
    """A storm at a moment: its rows, and what is reckoned from them. `key` changes with whatever is drawn of it.

    fixes, landfalls: as readiness.tracks gives them; issues: of the newest forecasts those in force; so_far and ahead: the way observed, and of the agency whose
    forecast the outlook goes by, none where there is none.
    """

    key: Hashable
    now: datetime
    state: StormState
    fixes: pd.DataFrame
    issues: pd.DataFrame
    landfalls: pd.DataFrame
    passages: tuple[Passage, ...]
    outlook: Outlook
    so_far: Path
    ahead: Path | None
    cone: tuple[Ring, ...]

    def ghost(self, at: datetime) -> Ghost | None:
        """Where it was or is said to be at an hour; none at its last fix, where it is drawn anyway."""
        way = self.so_far if at < self.state.fixed_at else self.ahead
        if at == self.state.fixed_at or way is None:
            return None
        step = way.index(at)
        radii = {
            force: Radii(*way.radii_km[force][step])
            for force in path.FORCES
            if not np.isnan(way.radii_km[force][step]).all()
        }
        return Ghost(
            float(way.lon_deg[step]), float(way.lat_deg[step]), radii, f"{to_beijing(at):%m-%d %H:%M}"
        )

    @property
    def nearest(self) -> tuple[float, datetime]:
        """How near in km the centre comes to the headquarters, and when, on the ways known."""
        rows = {row["place_id"]: row for row in self.outlook.places.to_dict("records")}
        home = rows[HEADQUARTERS.code]
        return float(home["closest_km"]), home["closest_at"].to_pydatetime()

    @property
    def receipt(self) -> str:
        """By which the forecast came that the outlook goes by; the last fix's where there is none."""
        newest = receipt_number(int(self.fixes["_entry"].iloc[-1]))
        return receipts_of(self.issues).get(self.outlook.agency or "", newest)

    @property
    def begins(self) -> datetime:
        """The first fix."""
        return self.so_far.begins

    @property
    def ends(self) -> datetime:
        """The last lead of the agency gone by, else the last fix."""
        return self.ahead.ends if self.ahead else self.state.fixed_at


def storms(ledger: Ledger, now: datetime) -> dict[str, tuple[str, str]]:
    """The storms followed now by identity, the nearest first: (name, English name) of each."""
    picture = ledger.read("track")
    if picture.frame.empty:
        return {}
    key = _key(ledger, picture, now), int(now.timestamp() // 3600)
    return _named.get(
        key, lambda: {each: _names(picture.frame, now, each) for each in tracks.storms(picture.frame, now)}
    )


def followed(ledger: Ledger, now: datetime, storm: str | None = None) -> Followed | None:
    """A storm by its identity (the nearest one where none is named); none before the first fix."""
    picture = ledger.read("track")
    if picture.frame.empty:
        return None
    key = _key(ledger, picture, now), storm, int(now.timestamp() // 60)
    return _seen.get(key, lambda: _follow(picture.frame, now, storm, key[0]))


def _follow(track: pd.DataFrame, now: datetime, storm: str | None, key: Hashable) -> Followed | None:
    seen = state(track, now, storm)
    if seen is None:
        return None
    whole = key, seen.storm
    kept = _reckoned.get(whole, lambda: _reckon(track, now, seen, whole))
    return replace(kept, now=now, state=seen, outlook=replace(kept.outlook, now=now, stale=seen.stale))


def _reckon(track: pd.DataFrame, now: datetime, seen: StormState, key: Hashable) -> Followed:
    fixes = tracks.fixes(track, now, seen.storm)
    issues = in_force(tracks.issues(track, now, seen.storm), seen.fixed_at, now)
    found = outlook(track, _places(), now, seen.storm)
    assert found is not None, "a storm with a state has an outlook"
    own = issues[issues["agency"] == found.agency]
    ahead = path.ahead(fixes, own) if len(own) else None
    around = cone(ahead, errors(ahead.agency)) if ahead else []
    return Followed(
        key, now, seen, fixes, issues, tracks.landfalls(track, now, seen.storm), tuple(passages(fixes)), found,
        path.observed(fixes), ahead, tuple(around),
    )  # fmt: skip


def _key(ledger: Ledger, picture: Picture, now: datetime) -> Hashable:
    """What a storm's reckoning depends on: whose files, and which of their rows are known by now."""
    entries = tuple(entry.seq for entry in picture.entries)
    frame = picture.frame
    return (
        str(ledger.engine.url),
        entries,
        int((frame["valid_at"] <= now).sum()),
        int((frame["issued_at"] <= now).sum()),
    )


def _places() -> pd.DataFrame:
    rows = [(place.code, place.lon, place.lat) for place in PLACES.values()]
    return pd.DataFrame(rows, columns=["place_id", "lon_deg", "lat_deg"])


def _names(track: pd.DataFrame, now: datetime, storm: str) -> tuple[str, str]:
    seen = state(track, now, storm)
    assert seen is not None, "a storm that is followed has a fix"
    return seen.name_zh or storm, seen.name_en or storm
