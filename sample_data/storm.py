"""Restates the track and forecasts of storm 2508 in the project's own layout: track.csv and forecasts.csv.

The source is one JSON document a storm: `id`, `name_zh`, `name_en`, `track` (fixes) and `forecasts` (issues).
"""

import csv
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import click

from domain import clock, geo, wind

TRACK_HEADERS: tuple[str, ...] = (
    *(
        "台风编号",
        "台风名称",
        "英文名",
        "定位机构",
        "时间",
        "经度",
        "纬度",
        "风速(m/s)",
        "气压(hPa)",
        "强度",
        "移速(km/h)",
        "移向",
    ),
    *(
        f"{force}级风圈{side}(km)"
        for force in ("七", "十", "十二")
        for side in ("东北", "东南", "西南", "西北")
    ),
)
FORECAST_HEADERS: tuple[str, ...] = (
    *(
        "台风编号",
        "机构",
        "起报时间",
        "预报时间",
        "时效(h)",
        "经度",
        "纬度",
        "风速(m/s)",
        "气压(hPa)",
        "强度",
    ),
)
# The source's own track is that of the China Meteorological Administration.
FIXED_BY = "CMA"
# The two days before and the hours after landfall: what the screens of the sample event show.
FIRST_ISSUE = datetime(2025, 7, 27, 12, tzinfo=clock.BEIJING)
LAST_ISSUE = datetime(2025, 7, 30, 20, tzinfo=clock.BEIJING)
# Some copies hold wind force where the Hong Kong pressure belongs; no cyclone lies outside these.
PRESSURE_HPA = (850.0, 1050.0)


def track_rows(storm: dict) -> list[list[str]]:
    """One row a fix, under TRACK_HEADERS."""
    return [_track_row(storm, fix) for fix in storm["track"]]


def forecast_rows(storm: dict) -> list[list[str]]:
    """One row a forecast point, under FORECAST_HEADERS, of the issues within the sample event."""
    return [
        _forecast_row(storm["id"], issue["agency"], issued_at, point)
        for issue in storm["forecasts"]
        if FIRST_ISSUE <= (issued_at := datetime.fromisoformat(issue["issued_at"])) <= LAST_ISSUE
        for point in issue["points"]
    ]


def write(source: Path, folder: Path) -> None:
    """Writes both files into the folder: UTF-8 with BOM, Beijing time."""
    storm = json.loads(source.read_text(encoding="utf-8"))
    _write_csv(folder / "track.csv", TRACK_HEADERS, track_rows(storm))
    _write_csv(folder / "forecasts.csv", FORECAST_HEADERS, forecast_rows(storm))


def _track_row(storm: dict, fix: dict) -> list[str]:
    heading = fix.get("move_dir_deg")
    return [
        storm["id"],
        storm["name_zh"],
        storm["name_en"],
        FIXED_BY,
        clock.stamp(datetime.fromisoformat(fix["t"])),
        *_where_and_how_strong(fix),
        _figure(fix.get("move_speed_kmh")),
        "" if heading is None else geo.compass(heading),
        *(
            _positive(fix.get(circle, {}).get(quadrant))
            for circle in ("r7", "r10", "r12")
            for quadrant in geo.QUADRANTS
        ),
    ]


def _forecast_row(number: str, agency: str, issued_at: datetime, point: dict) -> list[str]:
    valid_at = datetime.fromisoformat(point["t"])
    lead_h = (valid_at.astimezone(UTC) - issued_at).total_seconds() / 3600
    return [
        number,
        agency,
        clock.stamp(issued_at),
        clock.stamp(valid_at),
        _figure(lead_h),
        *_where_and_how_strong(point),
    ]


def _where_and_how_strong(point: dict) -> list[str]:
    grade = wind.find_cyclone_grade(point.get("grade"))
    return [
        _figure(point["lon"]),
        _figure(point["lat"]),
        _positive(point.get("wind_ms")),
        _pressure(point.get("pressure_hpa")),
        grade.zh if grade else "",
    ]


def _figure(value: float | None) -> str:
    return "" if value is None else f"{float(value):.10g}"


def _positive(value: float | None) -> str:
    """Wind and radii of 0 mean that the agency gave none."""
    return _figure(value) if value else ""


def _pressure(value: float | None) -> str:
    lowest, highest = PRESSURE_HPA
    return _figure(value) if value is not None and lowest <= value <= highest else ""


def _write_csv(path: Path, headers: Iterable[str], rows: Iterable[Iterable[str]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as sheet:
        csv.writer(sheet).writerows([headers, *rows])


@click.command()
@click.argument("source", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--folder", type=click.Path(file_okay=False, path_type=Path), default=Path(__file__).parent)
def main(source: Path, folder: Path) -> None:
    """Write track.csv and forecasts.csv from a storm's JSON document."""
    write(source, folder)


if __name__ == "__main__":
    main()
