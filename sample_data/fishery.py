"""海洋与渔业局: fishing vessels in harbour and marine farms, every one of them invented."""

from collections.abc import Iterator
from random import Random

from domain.districts import DISTRICTS
from sample_data.places import HARBOURS, Harbour
from sample_data.shares import shares
from sample_data.sheet import Row
from sample_data.shore import Shore

LETTER = {"dinghai": "定", "putuo": "普", "daishan": "岱", "shengsi": "嵊"}
# The first number of a county's boats; each harbour's boats are numbered from a pool of 10,000.
FIRST_NUMBER = {"dinghai": 10000, "putuo": 60000, "daishan": 20000, "shengsi": 30000}
PATROLLING = [
    "沈家门渔港",
    "螺门渔港",
    "桃花渔港",
    "虾峙渔港",
    "台门渔港",
    "东极渔港",
    "西码头渔港",
    "定海渔港",
    "高亭渔港",
    "长涂渔港",
    "大衢渔港",
    "嵊山渔港",
    "枸杞渔港",
    "菜园渔港",
]
STANDBY = {"沈家门渔港": 8, "高亭渔港": 6, "菜园渔港": 4, "定海渔港": 4}
BERTH_M = 45.0
FARM_M = 260.0
PEOPLE_ON_FARMS = 736

# Bays with farms: name, district, lon, lat, number of farms.
BAYS: tuple[tuple[str, str, float, float, int], ...] = (
    ("枸杞", "shengsi", 122.755, 30.697, 14),
    ("嵊山", "shengsi", 122.800, 30.738, 8),
    ("黄龙", "shengsi", 122.530, 30.690, 4),
    ("菜园", "shengsi", 122.480, 30.690, 6),
    ("六横", "putuo", 122.045, 29.700, 6),
    ("登步", "putuo", 122.282, 29.863, 4),
    ("桃花", "putuo", 122.225, 29.825, 4),
    ("东极", "putuo", 122.692, 30.185, 5),
    ("秀山", "daishan", 122.200, 30.165, 3),
    ("长涂", "daishan", 122.370, 30.235, 4),
    ("衢山", "daishan", 122.360, 30.415, 5),
    ("岑港", "dinghai", 121.965, 30.050, 3),
    ("大猫", "dinghai", 122.020, 29.975, 2),
)


def fishing_vessels(shore: Shore, rng: Random) -> list[Row]:
    """5,182 vessels: 4,332 domestic in port, 180 recreational and 634 angling stopped, 36 of the patrol."""
    numbers = {
        district: rng.sample(range(start, start + 10000), 3000) for district, start in FIRST_NUMBER.items()
    }
    boats = [boat for harbour in HARBOURS for boat in _in_harbour(harbour, numbers, shore, rng)]
    _number_patrol(boats, rng)
    boats.sort(key=lambda boat: (str(boat["district"]), str(boat["kind"]), str(boat["name"])))
    for place, boat in enumerate(boats, 1):
        boat["vessel_id"] = f"YC{DISTRICTS[str(boat['district'])].adcode}{place:05d}"
    boats[40]["crew"] = "１２"  # as typed with a Chinese keyboard
    return boats


def aquaculture(shore: Shore, rng: Random) -> list[Row]:
    """68 farms with 736 people, all ashore."""
    farms: list[Row] = []
    for name, district, lon, lat, count in BAYS:
        for number, (x, y) in enumerate(shore.moorings(lon, lat, count, FARM_M, rng), 1):
            farms.append(
                {"name": f"{name}养殖{number}号场", "district": district, "lon": x, "lat": y, "crs": "WGS-84"}
            )
    for number, (farm, people) in enumerate(
        zip(farms, shares(PEOPLE_ON_FARMS, len(farms), 2, rng), strict=True), 1
    ):
        farm |= {"farm_id": f"YZ{number:03d}", "people": people, "evacuated": people}
    return farms


def _in_harbour(harbour: Harbour, numbers: dict[str, list[int]], shore: Shore, rng: Random) -> Iterator[Row]:
    place, name = harbour.place, harbour.place.name
    fleet = [
        *[("domestic", "in_port")] * harbour.domestic,
        *[("leisure", "controlled")] * harbour.leisure,
        *[("angling", "controlled")] * harbour.angling,
        *[("patrol", "patrolling")] * (name in PATROLLING),
        *[("patrol", "standby")] * STANDBY.get(name, 0),
    ]
    for (kind, status), (lon, lat) in zip(
        fleet, shore.moorings(place.lon, place.lat, len(fleet), BERTH_M, rng), strict=True
    ):
        yield {
            "name": _name(kind, place.district, numbers),
            "kind": kind,
            "district": place.district,
            "lon": lon,
            "lat": lat,
            "crs": "WGS-84",
            "harbour": name,
            "status": status,
            "crew": _crew(kind, rng),
        }


def _name(kind: str, district: str, numbers: dict[str, list[int]]) -> str:
    letter = LETTER[district]
    match kind:
        case "domestic":
            return f"浙{letter}渔{numbers[district].pop():05d}"
        case "leisure":
            return f"浙{letter}渔休{numbers[district].pop():05d}"
        case "angling":
            return f"浙{letter}海钓{numbers[district].pop():05d}"
    return ""


def _number_patrol(boats: list[Row], rng: Random) -> None:
    patrol = [boat for boat in boats if boat["kind"] == "patrol"]
    for boat, number in zip(patrol, sorted(rng.sample(range(901, 999), len(patrol))), strict=True):
        boat["name"] = f"中国渔政33{number}"


def _crew(kind: str, rng: Random) -> int:
    """In the summer moratorium a boat in port has a few watchkeepers aboard, a stopped one hardly anybody."""
    low, high = {"domestic": (2, 7), "leisure": (0, 2), "angling": (0, 1), "patrol": (8, 18)}[kind]
    return rng.randint(low, high)
