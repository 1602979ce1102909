"""Real harbours, anchorages and piers of Zhoushan, and fishing grounds. WGS-84 degrees, good to about 1 km.

Names are those in public use; positions were set by hand beside the GSHHG coast and the towns of GeoNames.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """A named place and the district it reports to."""

    name: str
    district: str
    lon: float
    lat: float


@dataclass(frozen=True, slots=True)
class Harbour:
    """A fishing harbour and how many domestic, recreational and angling boats of the sample lie there."""

    place: Place
    domestic: int
    leisure: int
    angling: int


def _harbour(
    name: str, district: str, lon: float, lat: float, domestic: int, leisure: int, angling: int
) -> Harbour:
    return Harbour(Place(name, district, lon, lat), domestic, leisure, angling)


# Boats by harbour add up to 4332, 180 and 634 (the newspaper's totals); the split among harbours is invented.
HARBOURS: tuple[Harbour, ...] = (
    _harbour("沈家门渔港", "putuo", 122.300, 29.944, 842, 26, 92),
    _harbour("螺门渔港", "putuo", 122.303, 30.052, 214, 8, 22),
    _harbour("桃花渔港", "putuo", 122.262, 29.853, 146, 14, 36),
    _harbour("虾峙渔港", "putuo", 122.243, 29.742, 232, 6, 18),
    _harbour("台门渔港", "putuo", 122.200, 29.698, 318, 10, 34),
    _harbour("朱家尖渔港", "putuo", 122.345, 29.915, 96, 18, 48),
    _harbour("东极渔港", "putuo", 122.681, 30.191, 44, 16, 52),
    _harbour("西码头渔港", "dinghai", 122.130, 30.132, 286, 6, 20),
    _harbour("定海渔港", "dinghai", 122.103, 30.000, 118, 6, 22),
    _harbour("沥港渔港", "dinghai", 121.845, 30.060, 92, 4, 12),
    _harbour("高亭渔港", "daishan", 122.205, 30.233, 528, 8, 40),
    _harbour("长涂渔港", "daishan", 122.285, 30.252, 236, 4, 26),
    _harbour("大衢渔港", "daishan", 122.284, 30.437, 402, 6, 40),
    _harbour("东沙渔港", "daishan", 122.128, 30.322, 62, 4, 12),
    _harbour("嵊山渔港", "shengsi", 122.800, 30.722, 348, 12, 60),
    _harbour("枸杞渔港", "shengsi", 122.762, 30.706, 104, 12, 44),
    _harbour("菜园渔港", "shengsi", 122.452, 30.735, 146, 14, 36),
    _harbour("洋山渔港", "shengsi", 122.085, 30.583, 78, 2, 10),
    _harbour("黄龙渔港", "shengsi", 122.552, 30.668, 40, 4, 10),
)

# 条帚门, 虾峙门, 马峙 and 秀山东 are those the Zhoushan marine observatory forecasts for.
ANCHORAGES: tuple[Place, ...] = (
    Place("马峙锚地", "putuo", 122.235, 29.925),
    Place("虾峙门锚地", "putuo", 122.325, 29.730),
    Place("条帚门锚地", "putuo", 122.285, 29.680),
    Place("秀山东锚地", "daishan", 122.240, 30.180),
    Place("岱山水道锚地", "daishan", 122.170, 30.225),
    Place("金塘锚地", "dinghai", 121.935, 30.045),
    Place("册子水道锚地", "dinghai", 121.945, 30.140),
    Place("绿华山锚地", "shengsi", 122.620, 30.800),
    Place("大衢锚地", "daishan", 122.270, 30.410),
    Place("定海港锚地", "dinghai", 122.090, 29.990),
)

# Piers are drawn to the nearest shore when the sample is built.
PIERS: dict[str, Place] = {
    pier.name: pier
    for pier in (
        Place("三江", "dinghai", 122.150, 30.128),
        Place("鸭蛋山", "dinghai", 122.058, 30.003),
        Place("定海港", "dinghai", 122.103, 30.004),
        Place("西码头", "dinghai", 122.128, 30.135),
        Place("金塘大浦口", "dinghai", 121.895, 29.985),
        Place("册子", "dinghai", 121.925, 30.092),
        Place("岑港", "dinghai", 121.988, 30.082),
        Place("长白", "dinghai", 122.040, 30.172),
        Place("小沙", "dinghai", 122.050, 30.148),
        Place("盘峙", "dinghai", 122.075, 29.980),
        Place("大猫", "dinghai", 122.045, 29.955),
        Place("长峙", "dinghai", 122.180, 29.968),
        Place("五联", "dinghai", 122.115, 29.975),
        Place("马目", "dinghai", 121.955, 30.168),
        Place("沈家门半升洞", "putuo", 122.318, 29.944),
        Place("墩头", "putuo", 122.296, 29.949),
        Place("鲁家峙", "putuo", 122.303, 29.937),
        Place("小干", "putuo", 122.245, 29.945),
        Place("朱家尖蜈蚣峙", "putuo", 122.383, 29.952),
        Place("普陀山", "putuoshan", 122.383, 29.972),
        Place("白沙", "putuo", 122.446, 29.944),
        Place("葫芦", "putuo", 122.415, 30.035),
        Place("登步", "putuo", 122.305, 29.883),
        Place("蚂蚁岛", "putuo", 122.262, 29.876),
        Place("桃花茅山", "putuo", 122.262, 29.851),
        Place("虾峙栅棚", "putuo", 122.228, 29.770),
        Place("虾峙大岙", "putuo", 122.255, 29.745),
        Place("六横沙岙", "putuo", 122.105, 29.786),
        Place("六横大岙", "putuo", 122.128, 29.755),
        Place("六横台门", "putuo", 122.205, 29.705),
        Place("悬山", "putuo", 122.232, 29.712),
        Place("佛渡", "putuo", 122.030, 29.752),
        Place("东极庙子湖", "putuo", 122.681, 30.193),
        Place("东极青浜", "putuo", 122.700, 30.205),
        Place("东极东福山", "putuo", 122.762, 30.128),
        Place("展茅螺门", "putuo", 122.302, 30.048),
        Place("高亭", "daishan", 122.203, 30.237),
        Place("岱山双合", "daishan", 122.090, 30.283),
        Place("秀山兰山", "daishan", 122.170, 30.155),
        Place("秀山北浦", "daishan", 122.172, 30.205),
        Place("小长涂", "daishan", 122.285, 30.257),
        Place("大长涂", "daishan", 122.295, 30.250),
        Place("官山", "daishan", 122.215, 30.205),
        Place("江南", "daishan", 122.225, 30.235),
        Place("衢山岛斗", "daishan", 122.290, 30.440),
        Place("衢山龙潭", "daishan", 122.365, 30.440),
        Place("泗礁李柱山", "shengsi", 122.422, 30.700),
        Place("泗礁小菜园", "shengsi", 122.450, 30.732),
        Place("嵊山", "shengsi", 122.800, 30.724),
        Place("枸杞", "shengsi", 122.762, 30.710),
        Place("花鸟", "shengsi", 122.672, 30.852),
        Place("绿华", "shengsi", 122.618, 30.815),
        Place("壁下", "shengsi", 122.788, 30.785),
        Place("黄龙", "shengsi", 122.552, 30.672),
        Place("洋山", "shengsi", 122.080, 30.588),
        Place("滩浒", "shengsi", 121.620, 30.612),
        Place("马迹山", "shengsi", 122.420, 30.680),
        Place("宁波白峰", "dinghai", 122.015, 29.895),
        Place("宁波郭巨", "putuo", 122.030, 29.838),
        Place("洋山沈家湾", "shengsi", 122.045, 30.632),
    )
}

# Waters east and south of the islands, free of land: west, south, east, north.
FISHING_GROUNDS: tuple[tuple[float, float, float, float], ...] = (
    (123.00, 29.20, 123.55, 30.05),
    (123.25, 30.20, 123.55, 31.20),
)
HOMEWARD_WATERS: tuple[tuple[float, float, float, float], ...] = (
    (122.55, 29.35, 122.90, 29.70),
    (122.98, 30.50, 123.10, 30.66),
    (122.40, 30.50, 122.60, 30.56),
)
