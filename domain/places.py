"""Named places distances and arrivals are given for. WGS-84 degrees."""

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

# County seats and islands that people live on, GeoNames (docs/sources.md); the headquarters first, then as they are to be
# named on a map that has not room for all. GeoNames' 定海 is the city's office in 临城: here it is the old town, to 0.01°.
_ALL = (
    XINCHENG,
    SHENGSI_CAIYUAN,
    Place("shenjiamen", 122.298, 29.958, "沈家门", "Shenjiamen"),
    Place("gaoting", 122.199, 30.246, "岱山高亭", "Gaoting, Daishan"),
    Place("dinghai", 122.11, 30.02, "定海", "Dinghai"),
    ZHUJIAJIAN,
    Place("dongji", 122.6807, 30.1959, "东极", "Dongji"),
    Place("liuheng", 122.109, 29.745, "六横", "Liuheng"),
    Place("shengshan", 122.8076, 30.7196, "嵊山", "Shengshan"),
    Place("qushan", 122.284, 30.450, "衢山", "Qushan"),
    Place("putuoshan", 122.380, 29.987, "普陀山", "Putuoshan"),
    Place("yangshan", 122.077, 30.594, "洋山", "Yangshan"),
    Place("huaniao", 122.691, 30.850, "花鸟", "Huaniao"),
    Place("gouqi", 122.769, 30.712, "枸杞", "Gouqi"),
)
PLACES: dict[str, Place] = {place.code: place for place in _ALL}
# The headquarters sits in 新城; 距新城 in every storm line is measured from here.
HEADQUARTERS = XINCHENG
