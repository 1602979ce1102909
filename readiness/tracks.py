"""Which rows make one track: one storm, one agency, one source, never mixed; and the newest forecast of each agency.

All take the form `track` (feeds/track.toml) as a frame: storm_id, name, name_en, agency, source, kind, issued_at, valid_at
(aware UTC), lead_h, lon_deg, lat_deg, wind_ms, pressure_hpa, grade, r7_ne_km ... r12_nw_km.
"""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

import pandas as pd

from domain import places
from domain.agencies import AGENCIES
from feeds import feed
from readiness.geodesy import distances_km

FIX, FORECAST, LANDFALL = "fix", "forecast", "landfall"
# A storm without a fix for so long is followed no more; two of the office's usual three-hourly rounds were missed twice.
FOLLOWED = timedelta(hours=12)
# An edition that lags behind the newest fix by more is not the one to look at, whoever made it.
LAGS = timedelta(hours=6)
# Two tellers of one landfall give it within minutes; two landfalls of one storm lay 12 h apart in 2508.
SAME_LANDFALL = timedelta(hours=1)
# A depression that is given a number goes on from where it was: within so long no storm goes farther.
GROWS_WITHIN, GROWS_KM = timedelta(hours=6), 200.0
# What stands in a name's place before there is one.
_NAMELESS = re.compile(r"(?i)|\W*(nameless|unnamed|invest|genesis\d*|td\W*\d*|(twen|thir|for|fif)ty.*|\w+teen|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\W*")  # fmt: skip


def identity(track: pd.DataFrame) -> pd.Series:
    """One key a storm, whatever number each service gives it: its year and English name, else its number.

    A depression without a name is the storm whose fixes go on where its own end, as when it is given a number.
    """
    told = dict(iter(track.groupby("storm_id", observed=True)))
    named = {storm_id: _named(str(storm_id), rows) for storm_id, rows in told.items()}
    known = {storm: told[storm_id] for storm_id, storm in named.items() if storm != str(storm_id)}
    grown = {storm_id: _grown(rows, known) for storm_id, rows in told.items() if named[storm_id] not in known}
    one = named | {storm_id: storm for storm_id, storm in grown.items() if storm}
    return track["storm_id"].map(one).astype(object)


def storms(track: pd.DataFrame, now: datetime) -> list[str]:
    """The storms followed at a moment, by identity, the nearest to the headquarters first; the last one known where none is."""
    fixes = _fixes(track, now)
    if fixes.empty:
        return []
    last = _last(fixes)
    followed = last[last["valid_at"] > now - FOLLOWED]
    if followed.empty:
        followed = last.tail(1)
    home = places.HEADQUARTERS
    far = distances_km(home.lon, home.lat, followed["lon_deg"].to_numpy(), followed["lat_deg"].to_numpy())
    return [str(storm) for _, storm in sorted(zip(far, followed["storm"], strict=True))]


def fixes(track: pd.DataFrame, now: datetime, storm: str | None = None) -> pd.DataFrame:
    """One agency's fixes of a storm (the nearest followed one) up to a moment, oldest first; a `storm` column is added.

    Of several editions that are up to date the agency first in domain.agencies is taken, then the source first in the form.
    """
    known = _fixes(track, now)
    chosen = storm or next(iter(storms(track, now)), None)
    own = known[known["storm"] == chosen]
    if own.empty:
        return own
    newest = own["valid_at"].max()
    editions = own.groupby(["agency", "source"], observed=True)["valid_at"].max()
    current = [(str(agency), str(source)) for agency, source in editions[editions >= newest - LAGS].index]
    agency, source = min(current, key=_preference)
    edition = own[(own["agency"] == agency) & (own["source"] == source)]
    # A depression's fix is told again under the number it was given.
    return edition.drop_duplicates("valid_at", keep="last", ignore_index=True)


def issues(track: pd.DataFrame, now: datetime, storm: str | None = None) -> pd.DataFrame:
    """Of each agency its newest forecast of a storm issued by a moment, from one source; by agency and valid_at."""
    chosen = storm or next(iter(storms(track, now)), None)
    made = forecasts(track, chosen)
    made = made[made["issued_at"] <= now]
    newest = made[made["issued_at"] == made.groupby("agency", observed=True)["issued_at"].transform("max")]
    return newest.sort_values(["agency", "valid_at"], ignore_index=True)


def forecasts(track: pd.DataFrame, storm: str | None) -> pd.DataFrame:
    """Every forecast of a storm; where two sources tell of one issue of an agency, the preferred one's."""
    track = _with_storm(_declared(track))
    own = track[(track["kind"] == FORECAST) & (track["storm"] == storm)]
    if own.empty:
        return own
    rank = own["source"].astype(str).map(_source_ranks())
    best = rank.groupby([own["agency"].astype(str), own["issued_at"]]).transform("min")
    return own[rank == best]


def landfalls(track: pd.DataFrame, now: datetime, storm: str | None = None) -> pd.DataFrame:
    """Where the storm has made landfall by a moment, oldest first; landfall_place says where, a position is not always given.

    Of editions that tell of a landfall within the hour of each other the one `fixes` would take is taken.
    """
    chosen = storm or next(iter(storms(track, now)), None)
    track = _with_storm(_declared(track))
    known = track[(track["kind"] == LANDFALL) & (track["valid_at"] <= now)]
    own = known[known["storm"] == chosen]
    editions = _editions(own)
    told = own.iloc[sorted(range(len(own)), key=lambda row: _preference(editions[row]))]
    taken: list[int] = []
    for row in range(len(told)):
        if not any(_retells(told.iloc[row], told.iloc[other]) for other in taken):
            taken.append(row)
    return told.iloc[taken].sort_values("valid_at", ignore_index=True)


def _retells(one: pd.Series, other: pd.Series) -> bool:
    """Whether two editions tell of the same landfall."""
    editions = {(row["agency"], row["source"]) for row in (one, other)}
    return len(editions) == 2 and abs(one["valid_at"] - other["valid_at"]) <= SAME_LANDFALL


def _declared(track: pd.DataFrame) -> pd.DataFrame:
    """The picture of a form that nobody has sent yet has no columns: here it has those that are asked for."""
    if len(track.columns):
        return track
    moments = {name: pd.Series([], dtype="datetime64[us, UTC]") for name in ("issued_at", "valid_at")}
    return track.reindex(columns=[column.name for column in feed("track").columns]).assign(**moments)


def _fixes(track: pd.DataFrame, now: datetime) -> pd.DataFrame:
    track = _with_storm(_declared(track))
    return _fixed(track[track["valid_at"] <= now])


def _last(fixes: pd.DataFrame) -> pd.DataFrame:
    """The last fix of each storm, the oldest first; of several editions of one moment the preferred one's, whichever came in last."""
    newest = fixes[fixes["valid_at"] == fixes.groupby("storm")["valid_at"].transform("max")]
    editions = _editions(newest)
    ranked = newest.iloc[sorted(range(len(newest)), key=lambda row: _preference(editions[row]))]
    return ranked.groupby("storm", sort=False).head(1).sort_values("valid_at", kind="stable")


def _editions(rows: pd.DataFrame) -> list[tuple[str, str]]:
    return list(zip(rows["agency"].astype(str), rows["source"].astype(str), strict=True))


def _with_storm(track: pd.DataFrame) -> pd.DataFrame:
    """With the identity all rows together give: by its forecasts alone a storm of New Year's Eve would be one of the year to come."""
    return track.assign(storm=identity(track))


def _named(storm_id: str, rows: pd.DataFrame) -> str:
    names = [name for name in _texts(rows, "name_en") if not _NAMELESS.fullmatch(name)]
    if not names:
        return storm_id
    return f"{rows['valid_at'].min():%Y}-{re.sub(r'[^A-Z]', '', names[-1].upper())}"


def _grown(nameless: pd.DataFrame, known: dict[str, pd.DataFrame]) -> str | None:
    """Of the named storms the one a nameless one has become, if any."""
    own = _fixed(nameless)
    if own.empty:
        return None
    last = own.iloc[-1]
    for storm, rows in known.items():
        fixes = _fixed(rows)
        near = fixes[(fixes["valid_at"] - last["valid_at"]).abs() <= GROWS_WITHIN]
        if len(near) and (
            distances_km(
                last["lon_deg"],
                last["lat_deg"],
                near["lon_deg"].to_numpy(float),
                near["lat_deg"].to_numpy(float),
            ).min()
            <= GROWS_KM
        ):
            return storm
    return None


def _fixed(rows: pd.DataFrame) -> pd.DataFrame:
    fixes = rows[rows["kind"] == FIX].dropna(subset=["lon_deg", "lat_deg"])
    return fixes.sort_values("valid_at", kind="stable")


def _texts(rows: pd.DataFrame, column: str) -> Iterator[str]:
    if column in rows:
        yield from (str(value) for value in rows[column].dropna())


def _preference(edition: tuple[str, str]) -> tuple[int, int]:
    agency, source = edition
    return list(AGENCIES).index(agency), _source_ranks()[source]


def _source_ranks() -> dict[str, int]:
    return {choice.code: rank for rank, choice in enumerate(feed("track").column("source").choices)}
