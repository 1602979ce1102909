"""What manage.py storm and manage.py arrivals say: where the storm is, and when the wind reaches a place."""

import json
import sys
from collections.abc import Mapping
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
from readiness.passages import passages
from readiness.storm import StormState, state
from store.ledger import Ledger
from views import arrivals as arrivals_view
from views import text

HERE = "here"


class PlaceName(click.ParamType):
    """A named place by its code, Chinese or English name."""

    name = "NAME"

    def convert(self, value, param, ctx) -> places.Place:
        """The place; fails with the names there are."""
        known = {name: place for place in places.PLACES.values() for name in (place.code, place.zh, place.en)}
        listed = ", ".join(place.zh for place in places.PLACES.values())
        return known.get(value) or self.fail(
            words.say(ctx.obj["lang"], "cli.no_place", raw=value, known=listed), param, ctx
        )


@click.command()
@click.option("--at", type=Moment(), help="As known then; now when left out.")
@click.option("--place", type=PlaceName(), help="One named place; all of them when left out.")
@click.option(
    "--lat", "lat_deg", type=click.FloatRange(-90, 90), help="With --lon: any other point, WGS-84 degrees."
)
@click.option("--lon", "lon_deg", type=click.FloatRange(-180, 180))
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
    click.echo(_json(_stated(seen, track, now)) if as_json else _summed_up(seen, ctx.obj["lang"]))


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
            "errors_status",
        )
    }
    tables = {name: getattr(seen, name).to_dict("records") for name in ("places", "arrivals", "by_agency")}
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


def _summed_up(seen: StormState, lang: str) -> str:
    name = (seen.name_zh if lang == "zh" else seen.name_en) or seen.storm_id or seen.storm
    where = words.say(
        lang, "cli.storm", name=name, t=stamp(seen.at), lon=f"{seen.lon:.1f}", lat=f"{seen.lat:.1f}", km=text.number(round(seen.distance_km)),
        agency=text.agency(seen.agency, lang) if seen.agency else "—", wind="—" if seen.wind_ms is None else text.number(seen.wind_ms),
    )  # fmt: skip
    return "\n".join([where, *([words.say(lang, "cli.storm_stale")] if seen.stale else [])])


def _spoken(seen: Outlook, lang: str) -> str:
    """A line for each place and force that comes, came or may come; then what it rests on."""
    lines = [_line(row, lang) for row in seen.arrivals.to_dict("records") if row["state"] != "no_circle"]
    why = arrivals_view.unreckoned(seen, lang)
    old = words.say(lang, "cli.storm_stale") if seen.stale else ""
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


def _line(row: Mapping, lang: str) -> str:
    place = places.PLACES.get(row["place_id"])
    name = words.say(lang, "cli.this_point") if place is None else place.zh if lang == "zh" else place.en
    moments = {
        key: stamp(row[key]) if pd.notna(row[key]) else "—"
        for key in ("observed_at", "earliest_at", "likeliest_at", "clears_at")
    }
    return words.say(
        lang,
        f"cli.arrival_{row['state']}",
        place=name,
        force=row["force"],
        chance=arrivals_view.percent(row["chance"]),
        **moments,
    )
