"""文广旅体局: scenic areas and companies with leisure craft.

The areas are real, their visitors and which six had closed are invented; the companies are invented.
"""

from random import Random

from sample_data.shares import shares
from sample_data.sheet import Row
from sample_data.shore import Shore
from sample_data.towns import TOWNS, standing

THREE_PM = "2025-07-28 15:00"
# Town, name, seaside, visitors: 25,791 in all, 14,862 of them on 普陀山. How many are seaside is unstated.
AREAS = (
    ("普陀山", "普陀山风景名胜区", False, 14862),
    ("朱家尖", "朱家尖南沙景区", True, 0),
    ("桃花", "桃花岛风景旅游区", True, 0),
    ("东极", "东极岛景区", True, 0),
    ("秀山", "秀山岛景区", True, 0),
    ("岱东", "鹿栏晴沙景区", True, 0),
    ("菜园", "基湖沙滩景区", True, 0),
    ("昌国", "定海古城", False, 2318),
    ("干览", "南洞艺谷景区", False, 642),
    ("沈家门", "沈家门渔港小镇", False, 3127),
    ("朱家尖", "朱家尖旅游集散中心", False, 1486),
    ("临城", "舟山博物馆", False, 874),
    ("东沙", "东沙古渔镇", False, 596),
    ("高亭", "磨心山景区", False, 431),
    ("嵊山", "嵊山集散中心", False, 517),
    ("菜园", "菜园集散中心", False, 938),
)
COMPANIES, LEISURE_BOATS, SPORT_CRAFT = 38, 132, 151
COMPANY_TOWNS = {
    "朱家尖": 9,
    "桃花": 4,
    "东极": 3,
    "沈家门": 4,
    "六横": 2,
    "秀山": 3,
    "岱东": 3,
    "菜园": 4,
    "嵊山": 2,
    "枸杞": 2,
    "临城": 1,
    "岑港": 1,
}


def scenic_areas(shore: Shore, rng: Random) -> list[Row]:
    """16 areas at 15:00: six by the sea, all closed, and ten others with the city's tourists."""
    return [
        {
            "area_id": f"JQ{number:02d}",
            "name": name,
            **standing(TOWNS[town], shore, rng),
            "seaside": seaside,
            "state": "closed" if seaside else "open",
            "tourists": tourists,
            "as_of": THREE_PM,
        }
        for number, (town, name, seaside, tourists) in enumerate(AREAS, 1)
    ]


def leisure_craft(shore: Shore, rng: Random) -> list[Row]:
    """38 companies, all stopped at 15:00, with 132 recreational fishing boats and 151 craft."""
    towns = [town for town, count in COMPANY_TOWNS.items() for _ in range(count)]
    boats, craft = shares(LEISURE_BOATS, COMPANIES, 1, rng), shares(SPORT_CRAFT, COMPANIES, 1, rng)
    return [
        {
            "company_id": f"XX{number:02d}",
            "company": f"{town}演示休闲渔业{number}号公司",
            **standing(TOWNS[town], shore, rng),
            "leisure_boats": boats[number - 1],
            "sport_craft": craft[number - 1],
            "state": "stopped",
            "as_of": THREE_PM,
        }
        for number, town in enumerate(towns, 1)
    ]
