"""舟山海事局, 交通运输局, 经信局: works, vessels, yards (invented) and ferries between real piers."""

from random import Random

from sample_data.places import ANCHORAGES, PIERS
from sample_data.routes import ROUTES, STILL_RUNNING, SUSPENSIONS
from sample_data.shares import shares
from sample_data.sheet import Row
from sample_data.shore import Shore

NOON = "2025-07-28 12:00"
WORKS, WORK_VESSELS = 48, 142
WORK_KINDS = (
    "陆岛交通码头改建工程",
    "航道疏浚工程",
    "海塘安澜配套工程",
    "海底管线维护工程",
    "渔港综合整治工程",
)
WORK_VESSEL_KINDS = ("舟工演", "舟驳演", "舟浚演", "舟起重演")
WORK_M, ANCHOR_M, YARD_M = 300.0, 170.0, 130.0
# Piers beside which the sample's works lie; each has two.
WORK_PIERS = [
    "三江",
    "鸭蛋山",
    "西码头",
    "金塘大浦口",
    "册子",
    "岑港",
    "马目",
    "长峙",
    "沈家门半升洞",
    "小干",
    "朱家尖蜈蚣峙",
    "桃花茅山",
    "虾峙栅棚",
    "六横沙岙",
    "六横台门",
    "佛渡",
    "高亭",
    "岱山双合",
    "秀山兰山",
    "小长涂",
    "衢山岛斗",
    "泗礁小菜园",
    "马迹山",
    "洋山",
]

# Yards: name, district, lon, lat, vessels that cannot move by themselves, of these with an individual plan.
YARDS: tuple[tuple[str, str, float, float, int, int], ...] = (
    ("六横演示一号修造船厂", "putuo", 122.085, 29.770, 24, 3),
    ("六横演示二号修造船厂", "putuo", 122.050, 29.730, 14, 2),
    ("小干演示修船厂", "putuo", 122.215, 29.965, 12, 1),
    ("盘峙演示修船厂", "dinghai", 122.085, 29.998, 18, 2),
    ("长白演示造船厂", "dinghai", 122.055, 30.190, 10, 1),
    ("岑港演示修造船厂", "dinghai", 121.983, 30.055, 12, 2),
    ("秀山演示修造船厂", "daishan", 122.145, 30.175, 16, 2),
    ("长涂演示造船厂", "daishan", 122.265, 30.255, 14, 1),
    ("衢山演示修船厂", "daishan", 122.288, 30.460, 8, 1),
)


def marine_works(shore: Shore, rng: Random) -> list[Row]:
    """48 works, all stopped by noon, with 142 vessels among them."""
    rows: list[Row] = []
    for place, pier in enumerate(PIERS[name] for name in WORK_PIERS):
        for turn, (lon, lat) in enumerate(shore.moorings(pier.lon, pier.lat, 2, WORK_M, rng)):
            kind = WORK_KINDS[(place + turn * 2) % len(WORK_KINDS)]
            rows.append({"name": f"{pier.name}{kind}", "district": pier.district, "lon": lon, "lat": lat})
    for number, (row, vessels) in enumerate(zip(rows, shares(WORK_VESSELS, WORKS, 1, rng), strict=True), 1):
        row |= {
            "work_id": f"GC{number:02d}",
            "crs": "WGS-84",
            "status": "stopped",
            "vessels": vessels,
            "as_of": NOON,
        }
    return rows


def construction_vessels(works: list[Row], shore: Shore, rng: Random) -> list[Row]:
    """The 142 vessels of those works, all in shelter at an anchorage of their waters by noon."""
    projects = [work for work in works for _ in range(int(str(work["vessels"])))]
    rows: list[Row] = []
    for anchorage in ANCHORAGES:
        mine = [work for work in projects if _nearest_anchorage(work) == anchorage.name]
        spots = shore.moorings(anchorage.lon, anchorage.lat, len(mine), ANCHOR_M, rng)
        for work, (lon, lat) in zip(mine, spots, strict=True):
            rows.append(
                {
                    "project": work["name"],
                    "district": work["district"],
                    "lon": lon,
                    "lat": lat,
                    "shelter": anchorage.name,
                }
            )
    for number, row in enumerate(rows, 1):
        name = f"{WORK_VESSEL_KINDS[number % len(WORK_VESSEL_KINDS)]}{number:03d}"
        row |= {
            "vessel_id": f"SG{number:03d}",
            "name": name,
            "crs": "WGS-84",
            "status": "sheltered",
            "as_of": NOON,
        }
    return rows


def passenger_routes(shore: Shore) -> list[Row]:
    """78 routes between piers drawn to the shore; 74 suspended since a time of 27 or 28 July, 4 running."""
    rows = []
    for number, (start, end, district) in enumerate(ROUTES, 1):
        (from_lon, from_lat), (to_lon, to_lat) = (
            shore.nearest(PIERS[p].lon, PIERS[p].lat) for p in (start, end)
        )
        running = (start, end) in STILL_RUNNING
        rows.append(
            {
                "route_id": f"HX{number:02d}",
                "name": f"{start}—{end}",
                "district": district,
                "crs": "WGS-84",
                "from_pier": f"{start}码头",
                "from_lon": from_lon,
                "from_lat": from_lat,
                "to_pier": f"{end}码头",
                "to_lon": to_lon,
                "to_lat": to_lat,
                "status": "running" if running else "suspended",
            }
        )
    suspended = [row for row in rows if row["status"] == "suspended"]
    # Long exposed routes stop first: those of the outer islands come first in ROUTES.
    for row, since in zip(suspended, SUSPENSIONS, strict=True):
        row["suspended_since"] = since
    return rows


def unpowered_vessels(shore: Shore, rng: Random) -> list[Row]:
    """128 vessels in yards: 113 whose berth is planned, 15 with an individual plan in place."""
    rows: list[Row] = []
    for yard, district, lon, lat, count, individual in YARDS:
        for turn, (x, y) in enumerate(shore.moorings(lon, lat, count, YARD_M, rng)):
            own_plan = turn < individual
            rows.append(
                {
                    "yard": yard,
                    "district": district,
                    "lon": x,
                    "lat": y,
                    "crs": "WGS-84",
                    "plan": "individual" if own_plan else "berth",
                    "plan_state": "in_place" if own_plan else "planned",
                }
            )
    for number, row in enumerate(rows, 1):
        row |= {"vessel_id": f"WD{number:03d}", "name": f"演示工程{number:03d}号"}
    return rows


def _nearest_anchorage(work: Row) -> str:
    lon, lat = float(str(work["lon"])), float(str(work["lat"]))
    return min(ANCHORAGES, key=lambda place: (place.lon - lon) ** 2 + (place.lat - lat) ** 2).name
