"""What each feed's file said earlier on the day, worked out from the file of 15:00. All of it is invented.

Every feed has one function (rows of 15:00, round) -> rows then, or None when nothing had been reported.
Nothing gets worse from one round to the next. Rounds: 27 July 20:00, 28 July 08:00, 10:00, 12:00 (and 15:00).
"""

import zlib
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from domain import clock
from feeds import feed
from sample_data.places import FISHING_GROUNDS, HOMEWARD_WATERS
from sample_data.reports import EARLIER_FIGURES
from sample_data.sheet import Row

Rows = list[Row]
Share = tuple[float, float, float, float]

ROUNDS: tuple[datetime, ...] = tuple(
    datetime(2025, 7, day, hour, tzinfo=clock.BEIJING)
    for day, hour in ((27, 20), (28, 8), (28, 10), (28, 12), (28, 15))
)
IN_PORT: Share = (0.84, 0.89, 0.93, 0.98)
CONTROLLED: Share = (0.40, 0.70, 0.86, 0.97)
ASHORE: Share = (0.0, 0.41, 0.68, 0.92)
WORKS_STOPPED: Share = (0.0, 0.42, 0.81, 1.0)
VESSELS_SHELTERED: Share = (0.0, 0.40, 0.83, 1.0)
PLANS_IN_PLACE: Share = (0.0, 0.0, 0.60, 0.87)
COMPOUNDS_PLANNED: Share = (0.0, 0.0, 0.78, 0.90)
PATROLLING = (6, 8, 12, 14)
PONDS_CONTROLLED = (3, 5, 6, 8)
VILLAGES_INSPECTED = (0, 31, 52, 73)
SPOTS_IN_PLACE = (0, 0, 8, 12)
AREAS_CLOSED = (0, 2, 3, 5)
DEPOTS_COUNTED = 5
COMPANIES_STOPPED = (0, 14, 24, 33)
TOURISTS_TIMES = (1.22, 1.13, 1.08, 1.03)
RAIN_ABSORBED_MM = (9, 6, 4, 2)
SHELTERS_FROM = {"dinghai": 1, "putuo": 1, "putuoshan": 1, "daishan": 2, "xincheng": 2, "shengsi": 3}
EVACUATIONS_FROM = {"shengsi": 1, "putuo": 1, "daishan": 2, "dinghai": 3}


def rank(row: Row, key: str, salt: str = "") -> float:
    """0 <= rank < 1, fixed for a row: who is early is early in every round."""
    return zlib.crc32(f"{salt}{row[key]}".encode()) / 2**32


def earlier(name: str, final: Mapping[str, Rows], turn: int) -> Rows | None:
    """The rows of a feed in one of the rounds before the last; None when it had not been reported."""
    return _FEEDS[name](final, turn)


def _fishing_vessels(final: Mapping[str, Rows], turn: int) -> Rows:
    patrol = sorted(
        str(row["vessel_id"]) for row in final["fishing_vessels"] if row["status"] == "patrolling"
    )
    out: set[object] = set(patrol[: PATROLLING[turn]])
    return [_boat(row, turn, out) for row in final["fishing_vessels"]]


def _boat(row: Row, turn: int, patrol: set[object]) -> Row:
    place = rank(row, "vessel_id")
    match row["kind"]:
        case "domestic" if place >= IN_PORT[turn]:
            return _at_sea(row, homeward=place < (IN_PORT[turn] + 2) / 3)
        case "leisure" | "angling" if place >= CONTROLLED[turn]:
            return row | {"status": "in_port"}
        case "patrol" if row["vessel_id"] not in patrol:
            return row | {"status": "standby"}
    return row


def _at_sea(row: Row, homeward: bool) -> Row:
    southern = row["district"] in ("putuo", "dinghai")
    if homeward:
        area = (
            HOMEWARD_WATERS[0] if southern else HOMEWARD_WATERS[1 if rank(row, "vessel_id", "n") < 0.5 else 2]
        )
    else:
        area = FISHING_GROUNDS[0 if southern else 1]
    west, south, east, north = area
    return row | {
        "lon": round(west + (east - west) * rank(row, "vessel_id", "x"), 5),
        "lat": round(south + (north - south) * rank(row, "vessel_id", "y"), 5),
        "status": "returning" if homeward else "at_sea",
        "crew": 3 + int(rank(row, "vessel_id", "c") * 9),
    }


def _aquaculture(final: Mapping[str, Rows], turn: int) -> Rows | None:
    if not turn:
        return None
    return [
        row
        if rank(row, "farm_id") < ASHORE[turn]
        else row | {"evacuated": int(str(row["people"])) * turn // 5}
        for row in final["aquaculture"]
    ]


def _marine_works(final: Mapping[str, Rows], turn: int) -> Rows | None:
    if turn in (0, 3):
        return final["marine_works"] if turn else None
    return [
        row
        | {"as_of": None, "status": "stopped" if rank(row, "work_id") < WORKS_STOPPED[turn] else "working"}
        for row in final["marine_works"]
    ]


def _construction_vessels(final: Mapping[str, Rows], turn: int) -> Rows | None:
    if turn in (0, 3):
        return final["construction_vessels"] if turn else None
    works = {work["name"]: work for work in final["marine_works"]}
    return [
        _work_vessel(row, works[row["project"]], VESSELS_SHELTERED[turn])
        for row in final["construction_vessels"]
    ]


def _work_vessel(row: Row, work: Row, sheltered: float) -> Row:
    place = rank(row, "vessel_id")
    if place < sheltered:
        return row | {"as_of": None}
    return row | {
        "as_of": None,
        "lon": round(float(str(work["lon"])) + (rank(row, "vessel_id", "x") - 0.5) * 0.0008, 5),
        "lat": round(float(str(work["lat"])) + (rank(row, "vessel_id", "y") - 0.5) * 0.0008, 5),
        "status": "moving" if place < sheltered + (1 - sheltered) * 0.7 else "working",
    }


def _passenger_routes(final: Mapping[str, Rows], turn: int) -> Rows:
    """A route is suspended from its own hour on, and announced four hours before."""
    now, soon = (f"{at:%Y-%m-%d %H:%M}" for at in (ROUNDS[turn], ROUNDS[turn] + timedelta(hours=4)))
    return [
        row
        if not (since := str(row["suspended_since"])) or since <= now
        else row | {"suspended_since": None, "status": "planned" if since <= soon else "running"}
        for row in final["passenger_routes"]
    ]


def _unpowered_vessels(final: Mapping[str, Rows], turn: int) -> Rows | None:
    if turn < 2:
        return None
    return [
        row | {"plan_state": "planned"}
        if row["plan"] == "individual" and rank(row, "vessel_id") >= PLANS_IN_PLACE[turn]
        else row
        for row in final["unpowered_vessels"]
    ]


def _reservoirs(final: Mapping[str, Rows], turn: int) -> Rows:
    """Pre-release makes room: earlier a reservoir letting water out could absorb a little less."""
    late = [row["reservoir_id"] for row in final["reservoirs"] if row["defective"]][PONDS_CONTROLLED[turn] :]
    return [_reservoir(row, turn, set(late)) for row in final["reservoirs"]]


def _reservoir(row: Row, turn: int, late: set[object]) -> Row:
    if row["reservoir_id"] in late:
        return row | {"measure": "normal"}
    if row["measure"] == "prerelease" and str(row["rain_capacity_mm"]).isdecimal():
        return row | {"rain_capacity_mm": int(str(row["rain_capacity_mm"])) - RAIN_ABSORBED_MM[turn]}
    return row


def _flash_flood_villages(final: Mapping[str, Rows], turn: int) -> Rows | None:
    """The list grows as villages are inspected."""
    return _first(final["flash_flood_villages"], "village_id", VILLAGES_INSPECTED[turn]) or None


def _geohazard_sites(final: Mapping[str, Rows], turn: int) -> Rows:
    """Each site is inspected daily: what happens after the round had last happened a day before."""
    now = f"{ROUNDS[turn]:%Y-%m-%d %H:%M}"
    return [
        row
        if str(row["last_inspected"]) < now
        else row | {"last_inspected": _day_before(str(row["last_inspected"]))}
        for row in final["geohazard_sites"]
    ]


def _day_before(moment: str) -> str:
    return f"{datetime.fromisoformat(moment) - timedelta(days=1):%Y-%m-%d %H:%M}"


def _waterlogging_spots(final: Mapping[str, Rows], turn: int) -> Rows | None:
    if turn < 2:
        return None
    spots = final["waterlogging_spots"]
    done = {row["spot_id"] for row in _first(spots, "spot_id", SPOTS_IN_PLACE[turn])}
    return [row if row["spot_id"] in done else row | {"measure_in_place": False, "pumps": 0} for row in spots]


def _underground_compounds(final: Mapping[str, Rows], turn: int) -> Rows | None:
    if turn < 2:
        return None
    return [
        row if rank(row, "compound_id") < COMPOUNDS_PLANNED[turn] else row | {"planned": False}
        for row in final["underground_compounds"]
    ]


def _supplies(final: Mapping[str, Rows], turn: int) -> Rows:
    """Counted once the evening before, in the larger depots only; again in the afternoon."""
    depots = list(dict.fromkeys(str(row["depot"]) for row in final["supplies"]))
    return [row for row in final["supplies"] if row["depot"] in depots[:DEPOTS_COUNTED]]


def _scenic_areas(final: Mapping[str, Rows], turn: int) -> Rows:
    closed = {
        row["area_id"]
        for row in [row for row in final["scenic_areas"] if row["seaside"]][: AREAS_CLOSED[turn]]
    }
    return [_area(row, turn, closed) for row in final["scenic_areas"]]


def _area(row: Row, turn: int, closed: set[object]) -> Row:
    tourists = int(int(str(row["tourists"])) * TOURISTS_TIMES[turn])
    if row["seaside"] and row["area_id"] not in closed:
        return row | {"as_of": None, "state": "open", "tourists": 120 + int(rank(row, "area_id") * 700)}
    return row | {"as_of": None, "tourists": tourists}


def _leisure_craft(final: Mapping[str, Rows], turn: int) -> Rows | None:
    if not turn:
        return None
    stopped = {
        row["company_id"] for row in _first(final["leisure_craft"], "company_id", COMPANIES_STOPPED[turn])
    }
    return [
        row | {"as_of": None, "state": "stopped" if row["company_id"] in stopped else "running"}
        for row in final["leisure_craft"]
    ]


def _shelters(final: Mapping[str, Rows], turn: int) -> Rows | None:
    return [row for row in final["shelters"] if SHELTERS_FROM[str(row["district"])] <= turn] or None


def _evacuations(final: Mapping[str, Rows], turn: int) -> Rows | None:
    """Counties count the people of the farms, each from its own round on."""
    if not turn:
        return None
    moved = dict.fromkeys(EVACUATIONS_FROM, 0)
    for farm in _aquaculture(final, turn) or []:
        moved[str(farm["district"])] += int(str(farm["evacuated"]))
    return [
        row | {"moved": moved[str(row["district"])]}
        for row in final["evacuations"]
        if EVACUATIONS_FROM[str(row["district"])] <= turn
    ]


def _figures(final: Mapping[str, Rows], turn: int) -> Rows | None:
    """Work done so far; what a department had not yet said is left out."""
    said = {
        counter.zh: EARLIER_FIGURES.get(counter.id, ("",) * 4)[turn] for counter in feed("figures").counters
    }
    rows = [row | {"value": said[str(row["measure"])]} for row in final["figures"]]
    return [row for row in rows if row["value"]] or None


def _first(rows: Rows, key: str, count: int) -> Rows:
    """The `count` earliest rows by rank, in the file's order."""
    early = {row[key] for row in sorted(rows, key=lambda row: rank(row, key))[:count]}
    return [row for row in rows if row[key] in early]


_FEEDS: dict[str, Callable[[Mapping[str, Rows], int], Rows | None]] = {
    "fishing_vessels": _fishing_vessels,
    "aquaculture": _aquaculture,
    "marine_works": _marine_works,
    "construction_vessels": _construction_vessels,
    "passenger_routes": _passenger_routes,
    "unpowered_vessels": _unpowered_vessels,
    "reservoirs": _reservoirs,
    "flash_flood_villages": _flash_flood_villages,
    "geohazard_sites": _geohazard_sites,
    "waterlogging_spots": _waterlogging_spots,
    "underground_compounds": _underground_compounds,
    "supplies": _supplies,
    "shelters": _shelters,
    "evacuations": _evacuations,
    "scenic_areas": _scenic_areas,
    "leisure_craft": _leisure_craft,
    "figures": _figures,
}
STATUS_FEEDS: tuple[str, ...] = tuple(_FEEDS)
