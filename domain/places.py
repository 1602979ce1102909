"""Named places distances are given from. WGS-84 degrees."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """A reference point with its names."""

    code: str
    lon: float
    lat: float
    zh: str
    en: str


XINCHENG = Place("xincheng", 122.20, 30.00, "新城", "Xincheng")
ZHUJIAJIAN = Place("zhujiajian", 122.40, 29.87, "朱家尖", "Zhujiajian")
SHENGSI_CAIYUAN = Place("shengsi_caiyuan", 122.45, 30.727, "嵊泗菜园", "Caiyuan, Shengsi")

PLACES: dict[str, Place] = {place.code: place for place in (XINCHENG, ZHUJIAJIAN, SHENGSI_CAIYUAN)}
# The headquarters sits in 新城; 距新城 in every storm line is measured from here.
HEADQUARTERS = XINCHENG
