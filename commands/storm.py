"""What manage.py storm and manage.py arrivals say: where the storm is, and when the wind reaches a place."""

import json
import math
import sys
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any, NoReturn

import click
import pandas as pd

from commands.opened import opened
from commands.parameters import Moment
from domain import places, words
from domain.clock import iso, stamp
from readiness import tracks
from readiness.arrival import Outlook, outlook
from readiness.passages import Passage, passages
from readiness.storm import StormState, state
from store.ledger import Ledger
from views import arrivals as arrivals_view
from views import text
from views.board import storm_values

HERE = "here"
HOUR = timedelta(hours=1)


class Degrees(click.ParamType):
    """A latitude or longitude in degrees, up to `most` either way."""

    name = "DEGREES"

    def __init__(self, most: int) -> None:
        self.most = most

    def convert(self, value, param, ctx) -> float:
        """The number; fails with what was expected, for nan too, which no comparison finds out of range."""
        try:
            degrees = float(value)
        except ValueError:
            degrees = math.nan
        if abs(degrees) <= self.most:
            return degrees
        self.fail(words.say(ctx.obj["lang"], "cli.not_degrees", raw=value, most=self.most), param, ctx)


class PlaceName(click.ParamType):
    """A named place by its code, Chinese or English name, or a part that no other has: 嵊泗 for 嵊泗菜园."""

    name = "NAME"

    def convert(self, value, param, ctx) -> places.Place:
        """The place; fails with the names there are."""
        said, named = value.strip().casefold(), list(places.PLACES.values())
        whole = [one for one in named if said in (one.code, one.zh, one.en.casefold())]
        part = [one for one in named if said and (said in one.zh or said in one.en.casefold())]
        for found in (whole, part):
            if len(found) == 1:
                return found[0]
        listed = ", ".join(place.zh for place in named)
        return self.fail(words.say(ctx.obj["lang"], "cli.no_place", raw=value, known=listed), param, ctx)


@click.command()
@click.option("--at", type=Moment(), help="As known then; now when left out.")
@click.option("--place", type=PlaceName(), help="One named place; all of them when left out.")
@click.option("--lat", "lat_deg", type=Degrees(90), help="With --lon: any other point, WGS-84 degrees.")
@click.option("--lon", "lon_deg", type=Degrees(180), help="With --lat; east is positive.")
@click.option("--json", "as_json", is_flag=True)
@click.pass_context
def arrivals(
    ctx: click.Context, at: datetime | None, place: places.Place | None, lat_deg: float | None, lon_deg: float | None,
    as_json: bool,
) -> None:  # fmt: skip
    """When force 7, 10 and 12 reach places and leave them. Exit 1 where no storm is known."""
    if (lat_deg is None) != (lon_deg is None) or (place and lat_deg is not None):
        raise click.UsageError(words.say(ctx.obj["lang"], "cli.one_place"))
    track, now = _known(ctx, at)
    if lat_deg is not None and lon_deg is not None:
        asked = {HERE: (lon_deg, lat_deg)}
    else:
        chosen = [place] if place else places.PLACES.values()
        asked = {one.code: (one.lon, one.lat) for one in chosen}
    seen = outlook(track, _frame(asked), now)
    if seen is None:
        _no_storm(ctx, as_json)
    click.echo(_json(_told(seen)) if as_json else _spoken(seen, ctx.obj["lang"]))


@click.command()
@click.option("--at", type=Moment(), help="As known then; now when left out.")
@click.option("--json", "as_json", is_flag=True)
@click.pass_context
def storm(ctx: click.Context, at: datetime | None, as_json: bool) -> None:
    """Where the storm is, how strong, how it moves, and when it crossed the warning lines. Exit 1 where none is known."""
    track, now = _known(ctx, at)
    seen = state(track, now)
    if seen is None:
        _no_storm(ctx, as_json)
    click.echo(_json(_stated(seen, track, now)) if as_json else _summed_up(seen, track, now, ctx.obj["lang"]))


def _known(ctx: click.Context, at: datetime | None) -> tuple[pd.DataFrame, datetime]:
    ledger: Ledger = opened(ctx, to_read=True)
    return ledger.read("track", at=at).frame, at or ledger.now()


def _no_storm(ctx: click.Context, as_json: bool) -> NoReturn:
    click.echo("null" if as_json else words.say(ctx.obj["lang"], "cli.no_storm"), err=not as_json)
    sys.exit(1)


def _frame(asked: Mapping[str, tuple[float, float]]) -> pd.DataFrame:
    rows = [(code, lon_deg, lat_deg) for code, (lon_deg, lat_deg) in asked.items()]
    return pd.DataFrame(rows, columns=["place_id", "lon_deg", "lat_deg"])


def _told(seen: Outlook) -> dict:
    """For scripts: moments as ISO on a Beijing clock, none where there is none."""
    known = {
        name: getattr(seen, name)
        for name in (
            "storm",
            "agency",
            "issued_at",
            "ends",
            "last_fix_at",
            "radii_as_of",
            "stale",
            "errors_own",
            "errors_status",
        )
    }
    tables = {
        name: getattr(seen, name).to_dict("records") for name in ("places", "arrivals", "by_agency", "spells")
    }
    caution = {"caution": {lang: words.say(lang, "arrival.geometric") for lang in words.LANGUAGES}}
    return _plain({"at": seen.now, **known, **caution, **tables})


def _stated(seen: StormState, track: pd.DataFrame, now: datetime) -> dict:
    fixes = tracks.fixes(track, now, seen.storm)
    passed = {f"{passage.line.hours}h": passage for passage in passages(fixes)}
    crossed = {f"crossings_{code}": [asdict(one) for one in each.crossings] for code, each in passed.items()}
    inside = {f"hours_inside_{code}": each.inside_for for code, each in passed.items()}
    landed = tracks.landfalls(track, now, seen.storm)[["valid_at", "lon_deg", "lat_deg", "landfall_place"]]
    return _plain({**asdict(seen), **crossed, **inside, "landfalls": landed.to_dict("records")})


def _plain(value: Any) -> Any:
    """Moments, spans, keys and what is missing as JSON has them."""
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, timedelta):
        return round(value.total_seconds() / 3600, 2)
    if value is None or value is pd.NaT or (isinstance(value, float) and value != value):
        return None
    if isinstance(value, datetime):
        return iso(value)
    return value.item() if hasattr(value, "item") else value


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)


def _summed_up(seen: StormState, track: pd.DataFrame, now: datetime, lang: str) -> str:
    """The last fix as the overview has it, and the crossings of each warning line."""
    values = storm_values(seen, now, lang)
    strong = [
        f"{values[name]} {unit}"
        for name, unit in (("wind", "m/s"), ("pressure", "hPa"))
        if values[name] != "—"
    ]
    said = filter(
        None, [values["grade"], values["force"], *strong, values["place"], values["where"], values["motion"]]
    )
    agency = text.agency(seen.agency, lang) if seen.agency else "—"
    told = {"name": values["name"] or seen.storm, "t": stamp(seen.fixed_at), "agency": agency}
    head = words.say(lang, "cli.storm", **told, said=_and(said, lang))
    lines = [_crossed(passage, lang) for passage in passages(tracks.fixes(track, now, seen.storm))]
    return "\n".join([head, *lines, *([values["old"]] if values["old"] else [])])


def _crossed(passage: Passage, lang: str) -> str:
    said = [
        words.say(lang, "storms.inward" if one.inward else "storms.outward", t=stamp(one.at))
        for one in passage.crossings
    ] or [words.say(lang, "storms.not_crossed")]
    hours = words.say(lang, "storms.hours_inside", h=text.spelt_hours(passage.inside_for / HOUR, lang))
    still = [words.say(lang, "storms.still_inside")] if passage.is_inside else []
    name = passage.line.zh if lang == "zh" else passage.line.en
    return words.say(lang, "cli.storm_line", line=name, said=_and([*said, hours, *still], lang))


def _and(parts: Iterable[str], lang: str) -> str:
    return ("，" if lang == "zh" else ", ").join(parts)


def _spoken(seen: Outlook, lang: str) -> str:
    """A line for each place and force that comes, came or may come; then what it rests on."""
    lines = [_line(row, lang) for row in seen.arrivals.to_dict("records") if row["state"] != "no_circle"]
    why = arrivals_view.unreckoned(seen, lang) or _without_circle(seen, lang)
    old = words.say(lang, "board.fix_stale") if seen.stale else ""
    return "\n".join(line for line in (*lines, why, _foot(seen, lang), old) if line)


def _foot(seen: Outlook, lang: str) -> str:
    caution = words.say(lang, "arrival.geometric")
    if seen.agency is None or seen.issued_at is None:
        return words.say(lang, "cli.arrivals_foot_alone", t=stamp(seen.last_fix_at), caution=caution)
    agency = text.agency(seen.agency, lang)
    carried = arrivals_view.carried(seen, lang)
    return words.say(
        lang, "cli.arrivals_foot", agency=agency, t=stamp(seen.issued_at), carried=carried, caution=caution
    )


def _without_circle(seen: Outlook, lang: str) -> str:
    """The forces of which no circle is known: that nothing is said of them does not mean that they will not come."""
    silent = [force for force, own in seen.arrivals.groupby("force") if set(own["state"]) == {"no_circle"}]
    forces = ("、" if lang == "zh" else ", ").join(
        words.say(lang, "arrival.force", n=force) for force in silent
    )
    said = words.say(lang, "arrival.nowhere_no_circle")
    return words.say(lang, "cli.storm_line", line=forces, said=said) if silent else ""


def _line(row: Mapping, lang: str) -> str:
    place = places.PLACES.get(row["place_id"])
    name = words.say(lang, "cli.this_point") if place is None else place.zh if lang == "zh" else place.en
    said = words.say(
        lang, f"cli.arrival_{row['state']}", place=name, force=row["force"], chance=arrivals_view.percent(row["chance"]),
        **_moments(row, lang),
    )  # fmt: skip
    return _and([said, *_spread(row, lang)], lang)


def _moments(row: Mapping, lang: str) -> dict[str, str]:
    """Each moment; where the forecast ends before the wind does, that."""
    names = ("observed_at", "earliest_at", "likeliest_at", "clears_at")
    said = {name: stamp(row[name]) if pd.notna(row[name]) else "—" for name in names}
    comes = row["state"] == "inside" or pd.notna(row["likeliest_at"])
    return said | (
        {"clears_at": words.say(lang, "arrival.beyond")} if comes and pd.isna(row["clears_at"]) else {}
    )


def _spread(row: Mapping, lang: str) -> list[str]:
    """Between which moments the agencies that expect it do so; nothing of one alone."""
    if row["state"] != "expected" or row["agencies"] < 2:
        return []
    between = {"first": stamp(row["spread_from"]), "last": stamp(row["spread_to"])}
    return [words.say(lang, "cli.arrival_spread", n=row["agencies"], **between)]
