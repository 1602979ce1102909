"""Each file of the field is read a second time in the plainest way, by the layout its maker describes, and says the same."""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from tests.loaders.storm.recorded import RAW, Circle, Row, circles, read
from tests.reference import reference

BEIJING = timezone(timedelta(hours=8))
KM, MS = 1.852, 1852 / 3600
# Agency, kind, moment, longitude, latitude, m/s, hPa, circles by force.
Fact = tuple[str, str, datetime, float, float, float | None, float | None, tuple]
IN_CHINESE = {
    "CMA": "中国气象局", "JMA": "日本气象厅", "JTWC": "美国 JTWC", "HKO": "香港天文台", "CWA": "中国台湾气象部门",
    "中国": "中国气象局", "日本": "日本气象厅", "美国": "美国 JTWC", "中国香港": "香港天文台", "中国台湾": "中国台湾气象部门",
}  # fmt: skip


def file(name: str) -> bytes:
    """Of the excerpts kept here, else of the files beside the project."""
    if (RAW / name).exists():
        return (RAW / name).read_bytes()
    return reference(f"tracks/{name}").read_bytes()


def fact(row: Row) -> Fact:
    """What a row of ours says."""
    lon, lat, wind, pressure = (
        float(row[name]) if name in row else None
        for name in ("lon_deg", "lat_deg", "wind_ms", "pressure_hpa")
    )
    at = datetime.fromisoformat(row["valid_at"])
    return row["agency"], row["kind"], at, lon, lat, wind, pressure, tuple(sorted(circles(row).items()))


def said(
    agency: str, kind: str, at: datetime, lon: Any, lat: Any, wind: Any, pressure: Any, given: dict | None = None
) -> Fact:  # fmt: skip
    """What a file says: 0, nothing and a pressure that none can be are missing."""
    wind, pressure = float(wind or 0) or None, float(pressure or 0)
    known = {
        force: tuple(float(r or 0) or None for r in radii)
        for force, radii in (given or {}).items()
        if radii and any(float(r or 0) for r in radii)
    }
    hpa = pressure if 850 <= pressure <= 1050 else None
    return agency, kind, at, float(lon), float(lat), wind, hpa, tuple(sorted(known.items()))


def at_beijing(text: str) -> datetime:
    """2021/9/27 5:00:00, 2025-07-29T09:00:00 and the latter with its zone."""
    day, _, clock = text.replace("T", " ").replace("+08:00", "").replace("/", "-").partition(" ")
    hour, minute, *_ = clock.split(":")
    return datetime(*map(int, day.split("-")), int(hour), int(minute), tzinfo=BEIJING)


def agree(rows: Iterable[Row], others: Iterable[Fact]) -> None:
    ours, theirs = {fact(row) for row in rows}, set(others)
    assert len(theirs) > 1
    assert (ours - theirs, theirs - ours) == (set(), set())


def named(quadrants: dict | None) -> Circle | None:
    return quadrants and tuple(quadrants[name] for name in ("ne", "se", "sw", "nw"))


def test_the_archive_of_the_zhejiang_service() -> None:
    whole = json.loads(file("202508_zhejiang_with_forecasts.json"))
    fixes = [
        said("中国气象局", "定位", at_beijing(f["t"]), f["lon"], f["lat"], f.get("wind_ms"), f.get("pressure_hpa"),
             {force: named(f.get(f"r{force}")) for force in (7, 10, 12)})
        for f in whole["track"]
    ]  # fmt: skip
    ahead = [
        said(IN_CHINESE[issue["agency"]], "预报", at_beijing(p["t"]), p["lon"], p["lat"], p.get("wind_ms"), p.get("pressure_hpa"))
        for issue in whole["forecasts"] for p in issue["points"]
    ]  # fmt: skip
    ours = read(json.dumps(whole), "a.json")
    agree((row for row in ours if row["kind"] != "登陆"), [*fixes, *ahead])
    assert {row["issued_at"] for row in ours if row["kind"] == "预报"} <= {
        moment[:16] + "+08:00" for moment in (issue["points"][0]["t"] for issue in whole["forecasts"])
    }


def test_the_zhejiang_service_itself_with_its_third_radius_north_west() -> None:
    storm = json.loads(file("202116_Mindulle_zjwater_full.json"))
    (storm,) = storm if isinstance(storm, list) else [storm]

    def in_order(text: str) -> Circle | None:
        ne, se, nw, sw = text.split("|") if text else [""] * 4
        return ne, se, sw, nw

    fixes = [
        said("中国气象局", "定位", at_beijing(p["time"]), p["lng"], p["lat"], p["speed"], p["pressure"],
             {force: in_order(p[f"radius{force}"]) for force in (7, 10, 12)})
        for p in storm["points"]
    ]  # fmt: skip
    ahead = [
        said(IN_CHINESE[issue["tm"]], "预报", at_beijing(p["time"]), p["lng"], p["lat"], p["speed"], p["pressure"])
        for fix in storm["points"] for issue in fix["forecast"] or [] for p in issue["forecastpoints"]
    ]  # fmt: skip
    agree(read(json.dumps(storm), "a.json"), [*fixes, *ahead])


@pytest.mark.parametrize("name", ["202508_wenzhou.json", "200509_Matsa_5agencies.json"])
def test_the_wenzhou_network_in_both_layouts(name: str) -> None:
    (storm,) = json.loads(file(name).decode("utf-8-sig"))
    lon, lat = ("lng", "lat") if "lng" in storm["points"][0] else ("longitude", "latitude")

    def circle(point: dict, force: int) -> Circle | None:
        four = named(point[f"radius{force}_quad"])
        return four if any(four) else (point[f"radius{force}"],) * 4

    fixes = [
        said("中国气象局", "定位", at_beijing(p["time"]), p[lon], p[lat], p["speed"], p["pressure"],
             {force: circle(p, force) for force in (7, 10, 12)})
        for p in storm["points"]
    ]  # fmt: skip
    ahead = [
        said(IN_CHINESE[issue["sets"]], "预报", at_beijing(p["time"]), p[lon], p[lat], p["speed"], p["pressure"])
        for fix in storm["points"] for issue in fix["forecast"] or [] for p in issue["points"]
        if at_beijing(p["time"]) - at_beijing(fix["time"]) < timedelta(hours=752)
    ]  # fmt: skip
    ours = read(json.dumps([storm]), "a.json")
    agree((row for row in ours if row["kind"] != "登陆"), [*fixes, *ahead])


def test_the_example_of_qweather() -> None:
    answer = json.loads(file("getStormTrack.json"))

    def radii(fix: dict, knots: int) -> Circle | None:
        found = fix.get(f"windRadius{knots}") or {}
        return tuple(found.get(f"{name}Radius") for name in ("ne", "se", "sw", "nw"))

    fixes = [
        said("中国气象局", "定位", at_beijing((f.get("time") or f["pubTime"])[:16]), f["lon"], f["lat"],
             f["windSpeed"], f["pressure"], {7: radii(f, 30), 10: radii(f, 50), 12: radii(f, 64)})
        for f in (*answer["track"], answer["now"])
    ]  # fmt: skip
    agree(read(json.dumps(answer), "NP_2401.json"), fixes)


@pytest.mark.parametrize(
    "name", ["CH2025BST_excerpt_CO-MAY.txt", "CH2025BST_excerpt.txt", "CH2006BST_older_header.txt"]
)
def test_the_best_track_of_the_cma_under_both_its_headers(name: str) -> None:
    def plainly() -> Iterator[Fact]:
        for line in file(name).decode("ascii").splitlines():
            if not line.startswith("66666"):
                moment, _, lat, lon, hpa, wind, *_ = line.split()
                at = datetime.strptime(moment, "%Y%m%d%H").replace(tzinfo=UTC)
                yield said("中国气象局", "定位", at, int(lon) / 10, int(lat) / 10, wind, hpa)

    agree(read(file(name)), plainly())


# The quadrants that the longest radius lies in, by direction digit.
LONGEST_IN = {1: "1000", 2: "1100", 3: "0100", 4: "0110", 5: "0010", 6: "0011", 7: "0001", 8: "1001", 9: "1111"}  # fmt: skip


@pytest.mark.parametrize("name", ["jma_bst_all_excerpt_2015-2021.txt", "bst_all_excerpt.txt"])
def test_the_best_track_of_the_jma_by_the_columns_of_its_line(name: str) -> None:
    """Of each circle the longest radius and the quadrants it lies in; the shortest is in none of them at its full length."""

    def longest(line: str, at: int) -> dict[float, str]:
        reach = round(int(line[at + 1 : at + 5].strip() or 0) * KM, 1)
        return {reach: LONGEST_IN[int(line[at])]} if reach else {}

    def plainly() -> Iterator[tuple]:
        for line in file(name).decode("ascii").splitlines():
            if not line.startswith("66666"):
                at = datetime.strptime(f"20{line[:8]}", "%Y%m%d%H").replace(tzinfo=UTC)
                wind = round(int(line[33:36].strip() or 0) * MS, 2)
                position = said(
                    "日本气象厅", "定位", at, int(line[19:23]) / 10, int(line[15:18]) / 10, wind, line[24:28]
                )
                yield position[:-1], longest(line, 41), longest(line, 52)  # fmt: skip

    def ours() -> Iterator[tuple]:
        for row in read(file(name)):
            most = {
                force: {max(r): "".join(str(int(one == max(r))) for one in r)}
                for force, r in circles(row).items()
            }
            yield fact(row)[:-1], most.get(10, {}), most.get(7, {})

    assert list(ours()) == list(plainly())


@pytest.mark.parametrize("name", ["bwp192021.dat", "bwp192021_excerpt.dat"])
def test_the_b_deck_of_the_jtwc(name: str) -> None:
    points: dict[str, list[list[str]]] = {}
    for line in file(name).decode("ascii").splitlines():
        cells = [cell.strip() for cell in line.split(",")]
        points.setdefault(cells[2], []).append(cells)

    def plainly() -> Iterator[Fact]:
        for moment, lines in points.items():
            *_, lat, lon, wind, hpa = lines[0][:10]
            at = datetime.strptime(moment, "%Y%m%d%H").replace(tzinfo=UTC)
            given = {
                {"34": 8, "50": 10, "64": 12}[cells[11]]: [round(int(r) * KM, 1) for r in cells[13:17]]
                for cells in lines if cells[12] == "NEQ"
            }  # fmt: skip
            assert (lat[-1], lon[-1]) == ("N", "E")
            yield said("美国 JTWC", "定位", at, int(lon[:-1]) / 10, int(lat[:-1]) / 10, round(int(wind) * MS, 2), hpa, given)  # fmt: skip

    agree(read(file(name), name), plainly())


COLUMNS = {
    "CMA": "中国气象局",
    "TOKYO": "日本气象厅",
    "USA": "美国 JTWC",
    "HKO": "香港天文台",
    "KMA": "韩国气象厅",
}


@pytest.mark.parametrize("name", ["ibtracs_v04r01_CO-MAY_2025.csv", "ibtracs_excerpt.csv"])
def test_ibtracs_by_the_names_of_its_columns(name: str) -> None:
    """Circles are compared where four quadrants are given, and these are the USA's."""

    def plainly() -> Iterator[Fact]:
        _, *records = csv.DictReader(io.StringIO(file(name).decode()))
        for record in records:
            at = datetime.strptime(record["ISO_TIME"], "%Y-%m-%d %H:%M:%S").replace(tzinfo=UTC)
            for prefix, agency in COLUMNS.items():
                lon, lat, wind, hpa = (
                    record[f"{prefix}_{column}"].strip() for column in ("LON", "LAT", "WIND", "PRES")
                )
                given = {
                    force: [round(int(record[f"USA_R{kt}_{end}"].strip() or 0) * KM, 1) for end in ("NE", "SE", "SW", "NW")]
                    for kt, force in ((34, 8), (50, 10), (64, 12)) if prefix == "USA"
                }  # fmt: skip
                if lon:
                    yield said(agency, "定位", at, lon, lat, round(int(wind or 0) * MS, 2), hpa, given)

    ours = [
        row if row["agency"] == "美国 JTWC" else {key: row[key] for key in row if not key.endswith("_km")}
        for row in read(file(name))
    ]
    agree(ours, plainly())


def test_the_bulletin_of_ewiniar() -> None:
    """Copied by hand from its nine lines."""
    fixed = datetime(2024, 5, 26, 6, tzinfo=UTC)
    copied = [
        (0, 121.5, 14.2, 23, 990), (12, 122.2, 15.0, 25, 985), (24, 123.1, 16.2, 28, 982), (36, 124.1, 17.3, 30, 980),
        (48, 125.8, 19.0, 33, 975), (60, 128.1, 21.2, 35, 970), (72, 130.8, 23.8, 33, 975), (96, 135.0, 27.2, 30, 980),
        (120, 139.1, 30.3, 20, 995),
    ]  # fmt: skip
    name = "cma_WTPQ20_BABJ_EWINIAR_2024052606.txt"
    agree(
        read(file(name), name),
        [
            said("中国气象局", "预报" if lead_h else "定位", fixed + timedelta(hours=lead_h), *figures)
            for lead_h, *figures in copied
        ],
    )
