"""Spots and compounds (住建局), depots (应急管理局), shelters (民政局), people moved: all invented."""

from collections import Counter
from itertools import product
from random import Random

from domain.districts import DISTRICTS
from sample_data.sheet import Row
from sample_data.shore import Shore
from sample_data.towns import TOWNS, standing, villages

# 14 spots: 定海 10, 普陀 2, 嵊泗 1, 新城 1.
SPOTS = (
    ("昌国", "解放西路演示路口"),
    ("昌国", "昌国路演示涵洞"),
    ("昌国", "人民北路演示路段"),
    ("环南", "环城南路演示路口"),
    ("环南", "竹山路演示路段"),
    ("城东", "环城东路演示路口"),
    ("城东", "檀树演示小区门前"),
    ("城东", "东山路演示路段"),
    ("盐仓", "兴舟大道演示桥下"),
    ("盐仓", "叉河演示路口"),
    ("沈家门", "东海西路演示路口"),
    ("东港", "昌正街演示路段"),
    ("菜园", "沙河路演示路段"),
    ("临城", "合兴路演示下穿道"),
)
COMPOUNDS = {
    "昌国": 34,
    "环南": 18,
    "城东": 42,
    "盐仓": 12,
    "临城": 52,
    "千岛": 30,
    "沈家门": 30,
    "东港": 34,
    "朱家尖": 6,
    "高亭": 16,
    "菜园": 6,
}
COMPOUND_HEADS = [
    "海韵",
    "碧海",
    "金岛",
    "听涛",
    "蓝湾",
    "悦海",
    "望岛",
    "银滩",
    "翠屿",
    "和润",
    "锦澜",
    "云帆",
    "晴川",
    "兰溪",
    "桂语",
    "枫林",
    "紫竹",
    "明月",
    "星辰",
    "安澜",
]
COMPOUND_TAILS = [
    "花园",
    "家园",
    "名苑",
    "公寓",
    "华庭",
    "雅居",
    "嘉园",
    "新村",
    "公馆",
    "里",
    "佳苑",
    "府",
    "小区",
    "苑",
]
# Town, depot, pumps, sandbags, barriers as typed: 1340余, 102000余 and 2460余 in all.
DEPOTS = (
    ("临城", "市级防汛防台物资演示仓库", "340余", "32,000余", "640余"),
    ("昌国", "定海区演示仓库", "260余", "20000余", "520余"),
    ("沈家门", "普陀区演示仓库", "220余", "18000余", "460余"),
    ("高亭", "岱山县演示仓库", "200余", "14,000余", "３２０余"),
    ("菜园", "嵊泗县演示仓库", "120余", "8000余", "220余"),
    ("六横", "六横演示仓库", "80", "4000", "120"),
    ("普陀山", "普陀山演示仓库", "70", "4000", "100"),
    ("金塘", "金塘演示仓库", "50", "2000", "80"),
)
SHELTERS = 210
SHELTER_KINDS = ("文化礼堂", "避灾安置点", "中心小学", "村民服务中心")


def waterlogging_spots(shore: Shore, rng: Random) -> list[Row]:
    """14 spots, each with its measure in place."""
    return [
        {
            "spot_id": f"JS{number:02d}",
            "name": name,
            **standing(TOWNS[town], shore, rng),
            "measure_in_place": True,
            "pumps": rng.randint(1, 4),
        }
        for number, (town, name) in enumerate(SPOTS, 1)
    ]


def underground_compounds(shore: Shore, rng: Random) -> list[Row]:
    """280 compounds, each with its plan."""
    names = [head + tail for head, tail in product(COMPOUND_HEADS, COMPOUND_TAILS)]
    rng.shuffle(names)
    towns = [town for town, count in COMPOUNDS.items() for _ in range(count)]
    return [
        {
            "compound_id": f"XQ{number:03d}",
            "name": name,
            **standing(TOWNS[town], shore, rng),
            "planned": True,
            "barriers": rng.randint(2, 14),
        }
        for number, (town, name) in enumerate(zip(towns, names, strict=True), 1)
    ]


def supplies(shore: Shore, rng: Random) -> list[Row]:
    """Three items in eight depots; the larger ones were counted roughly (余)."""
    rows: list[Row] = []
    for town, depot, *quantities in DEPOTS:
        place = standing(TOWNS[town], shore, rng)
        for item, quantity in zip(("pump", "sandbag", "barrier"), quantities, strict=True):
            rows.append({"depot": depot, "item": item, **place, "quantity": quantity})
    return rows


def shelters(shore: Shore, rng: Random) -> list[Row]:
    """210 shelters, none open at level Ⅳ."""
    everywhere = villages()
    places = [everywhere[i] for i in sorted(rng.sample(range(len(everywhere)), SHELTERS))]
    return [
        {
            "shelter_id": f"BZ{number:03d}",
            "name": f"{town.name}{village}{SHELTER_KINDS[number % len(SHELTER_KINDS)]}",
            **standing(town, shore, rng),
            "capacity": rng.randrange(40, 620, 10),
            "open": False,
            "occupants": 0,
        }
        for number, (town, village) in enumerate(places, 1)
    ]


def evacuations(farms: list[Row]) -> list[Row]:
    """People of the marine farms by district, as far as they have moved: one row a district."""
    due: Counter[str] = Counter()
    moved: Counter[str] = Counter()
    for farm in farms:
        due[str(farm["district"])] += int(str(farm["people"]))
        moved[str(farm["district"])] += int(str(farm["evacuated"]))
    return [
        {"district": district, "group": "海上养殖人员", "due": due[district], "moved": moved[district]}
        for district in DISTRICTS
        if due[district]
    ]
