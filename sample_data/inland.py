"""水利局 and 自然资源和规划局: reservoirs, hill ponds, flash-flood villages, geohazard sites.

Towns, villages and the reservoirs in KNOWN_RESERVOIRS are real; all that is said of them is invented, and so
is every other reservoir, pond and site.
"""

from datetime import datetime, timedelta
from random import Random

from sample_data.shares import uneven
from sample_data.sheet import Row
from sample_data.shore import Shore
from sample_data.towns import TOWNS, Town, standing, villages

OUTER_ISLANDS = ("东极", "普陀山", "花鸟", "枸杞", "洋山", "黄龙")
KNOWN_RESERVOIRS = (
    ("虹桥水库", "盐仓"),
    ("城北水库", "昌国"),
    ("岑港水库", "岑港"),
    ("芦东水库", "东港"),
    ("磨心水库", "高亭"),
    ("小高亭水库", "高亭"),
    ("枫树水库", "高亭"),
    ("长弄堂水库", "菜园"),
)
RESERVOIRS, HEALTHY_PONDS = 60, 44
MEAN_RAIN_CAPACITY_MM = 200
# What the liaison typed instead of a plain number, and what it is worth.
TYPED_CAPACITY = {"200毫米以上": 200, "≥210": 210, "２００": 200}
CAPACITY_AT = {
    3: "200毫米以上",
    9: "≥210",
    14: "200毫米以上",
    21: "≥210",
    26: "200毫米以上",
    33: "200毫米以上",
    40: "≥210",
    47: "200毫米以上",
    52: "２００",
    55: "200毫米以上",
}
DEFECTIVE_PONDS = (
    ("白泉", "empty"),
    ("小沙", "empty"),
    ("干览", "restricted"),
    ("金塘", "empty"),
    ("展茅", "restricted"),
    ("六横", "empty"),
    ("岱东", "restricted"),
    ("衢山", "empty"),
)
VILLAGES, HAZARDS_FIXED = 87, 14
ZONES, POINTS = 198, 12
INSPECTED_FROM = datetime(2025, 7, 27, 9, 0)


def reservoirs(shore: Shore, rng: Random) -> list[Row]:
    """60 reservoirs that can absorb 200 mm at the mean, 8 defective ponds under control, 44 sound ponds."""
    rest = [place for place in villages(without=OUTER_ISLANDS) if place[0].district != "xincheng"]
    chosen = rng.sample(rest, RESERVOIRS - len(KNOWN_RESERVOIRS) + HEALTHY_PONDS + len(DEFECTIVE_PONDS) * 3)
    named = [(TOWNS[town], name) for name, town in KNOWN_RESERVOIRS]
    while len(named) < RESERVOIRS:
        town, village = chosen.pop()
        named.append((town, f"{town.name}{village}水库"))
    rows = [_reservoir(town, name, shore, rng) for town, name in named]
    for row, capacity in zip(rows, _rain_capacities(rng), strict=True):
        row["rain_capacity_mm"] = capacity
    rows += [
        _pond(town, f"{town.name}{village}山塘", False, "normal", shore, rng)
        for town, village in (chosen.pop() for _ in range(HEALTHY_PONDS))
    ]
    rows += [
        _pond(TOWNS[town], f"{town}演示{i}号病险山塘", True, measure, shore, rng)
        for i, (town, measure) in enumerate(DEFECTIVE_PONDS, 1)
    ]
    for number, row in enumerate(rows, 1):
        row["reservoir_id"] = f"SK{number:03d}"
    return rows


def flash_flood_villages(shore: Shore, rng: Random) -> list[Row]:
    """87 villages inspected, 14 hazards fixed; how many were found nobody has said."""
    places = villages(without=OUTER_ISLANDS)
    chosen = [places[i] for i in sorted(rng.sample(range(len(places)), VILLAGES))]
    fixed = [1] * 8 + [2] * 3
    hazards = rng.sample(fixed + [0] * (VILLAGES - len(fixed)), VILLAGES)
    assert sum(hazards) == HAZARDS_FIXED
    rows: list[Row] = []
    for number, ((town, village), done) in enumerate(zip(chosen, hazards, strict=True), 1):
        rows.append(
            {
                "village_id": f"XL{number:03d}",
                "name": f"{town.name}{village}村",
                **standing(town, shore, rng),
                "inspected": True,
                "hazards_fixed": done,
                "people": rng.randint(60, 940),
            }
        )
    rows[17]["people"] = "1,024"  # as a spreadsheet shows thousands
    return rows


def geohazard_sites(shore: Shore, rng: Random) -> list[Row]:
    """198 prevention zones and 12 points, all watched, each inspected since the morning of 27 July."""
    places = rng.sample([place for place in villages() if place[0].name != "洋山"], ZONES + POINTS)
    rows: list[Row] = []
    for number, (town, village) in enumerate(places):
        kind = "zone" if number < ZONES else "point"
        title = "屋后风险防范区" if kind == "zone" else "隐患点"
        since = INSPECTED_FROM + timedelta(minutes=10 * rng.randrange(6 * 29 + 4))
        rows.append(
            {
                "site_id": f"DZ{number + 1:03d}",
                "name": f"{town.name}{village}{title}",
                **standing(town, shore, rng),
                "kind": kind,
                "people_at_risk": rng.randint(3, 46),
                "last_inspected": f"{since:%Y-%m-%d %H:%M}",
                "state": "watched",
            }
        )
    return rows


def _reservoir(town: Town, name: str, shore: Shore, rng: Random) -> Row:
    limited = round(rng.uniform(12, 68), 2)
    prerelease = rng.random() < 0.12
    return {
        "name": name,
        **standing(town, shore, rng),
        "kind": "reservoir",
        "flood_limited_level_m": limited,
        "level_m": round(limited - rng.uniform(0.4, 4.5), 2),
        "capacity_10k_m3": rng.randint(11, 640),
        "defective": False,
        "measure": "prerelease" if prerelease else "normal",
    }


def _rain_capacities(rng: Random) -> list[object]:
    typed = sum(TYPED_CAPACITY[text] for text in CAPACITY_AT.values())
    plain = uneven(RESERVOIRS * MEAN_RAIN_CAPACITY_MM - typed, RESERVOIRS - len(CAPACITY_AT), 120, 290, rng)
    return [CAPACITY_AT[i] if i in CAPACITY_AT else plain.pop() for i in range(RESERVOIRS)]


def _pond(town: Town, name: str, defective: bool, measure: str, shore: Shore, rng: Random) -> Row:
    return {
        "name": name,
        **standing(town, shore, rng),
        "kind": "pond",
        "capacity_10k_m3": round(rng.uniform(1, 9.8), 1),
        "level_m": None if measure == "empty" else round(rng.uniform(8, 60), 2),
        "defective": defective,
        "measure": measure,
    }
