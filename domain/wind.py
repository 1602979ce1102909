"""Wind force 0 to 17+ and the grades of tropical cyclones: lower bounds in m/s, each closed below."""

import math
from bisect import bisect_right
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Force:
    """One step of the wind force scale: `code` is "0" to "17" or "17+", `number` 0 to 17."""

    code: str
    number: int
    lower_ms: float
    zh: str
    en: str

    @property
    def scale_zh(self) -> str:
        """The step as a bulletin prints it: 8级, 17级以上."""
        return "17级以上" if self.code == "17+" else f"{self.code}级"

    @property
    def scale_en(self) -> str:
        """The step in English: force 8, above force 17."""
        return "above force 17" if self.code == "17+" else f"force {self.code}"


@dataclass(frozen=True, slots=True)
class CycloneGrade:
    """One grade of tropical cyclone by the strongest wind near its centre."""

    code: str
    lower_ms: float
    zh: str
    en: str


# Wind force 0-17, https://tcdata.typhoon.org.cn/zy_wind.html and https://tcdata.typhoon.org.cn/data/doc/TC_std.pdf
# (GB/T 28591). Steps above 12 have no names of their own; from 61.3 m/s it is 17级以上, there is no 18级.
FORCES: tuple[Force, ...] = (
    Force("0", 0, 0.0, "无风", "calm"),
    Force("1", 1, 0.3, "软风", "light air"),
    Force("2", 2, 1.6, "轻风", "light breeze"),
    Force("3", 3, 3.4, "微风", "gentle breeze"),
    Force("4", 4, 5.5, "和风", "moderate breeze"),
    Force("5", 5, 8.0, "清风", "fresh breeze"),
    Force("6", 6, 10.8, "强风", "strong breeze"),
    Force("7", 7, 13.9, "疾风", "near gale"),
    Force("8", 8, 17.2, "大风", "gale"),
    Force("9", 9, 20.8, "烈风", "strong gale"),
    Force("10", 10, 24.5, "狂风", "storm"),
    Force("11", 11, 28.5, "暴风", "violent storm"),
    Force("12", 12, 32.7, "飓风", "hurricane"),
    Force("13", 13, 37.0, "飓风", "hurricane"),
    Force("14", 14, 41.5, "飓风", "hurricane"),
    Force("15", 15, 46.2, "飓风", "hurricane"),
    Force("16", 16, 51.0, "飓风", "hurricane"),
    Force("17", 17, 56.1, "飓风", "hurricane"),
    Force("17+", 17, 61.3, "飓风", "hurricane"),
)

# GB/T 19201-2006, 热带气旋等级.
CYCLONE_GRADES: tuple[CycloneGrade, ...] = (
    CycloneGrade("TD", 10.8, "热带低压", "tropical depression"),
    CycloneGrade("TS", 17.2, "热带风暴", "tropical storm"),
    CycloneGrade("STS", 24.5, "强热带风暴", "severe tropical storm"),
    CycloneGrade("TY", 32.7, "台风", "typhoon"),
    CycloneGrade("STY", 41.5, "强台风", "severe typhoon"),
    CycloneGrade("SuperTY", 51.0, "超强台风", "super typhoon"),
)

_FORCE_BOUNDS = tuple(force.lower_ms for force in FORCES)
_GRADE_BOUNDS = tuple(grade.lower_ms for grade in CYCLONE_GRADES)
_GRADES_BY_NAME = {
    name.casefold(): grade for grade in CYCLONE_GRADES for name in (grade.code, grade.zh, grade.en)
}


def force(wind_ms: float | None) -> Force | None:
    """The step of the scale a wind in m/s belongs to; missing in, missing out. ValueError below 0."""
    position = _step(_FORCE_BOUNDS, wind_ms)
    return None if position is None else FORCES[position]


def cyclone_grade(wind_ms: float | None) -> CycloneGrade | None:
    """The grade by wind near the centre in m/s; none below 10.8 m/s or when missing. ValueError below 0."""
    position = _step(_GRADE_BOUNDS, wind_ms)
    return None if position is None or position < 0 else CYCLONE_GRADES[position]


def find_cyclone_grade(text: str | None) -> CycloneGrade | None:
    """The grade called by its code or its Chinese or English name, 级 at the end allowed; none if unknown."""
    return _GRADES_BY_NAME.get((text or "").strip().removesuffix("级").casefold())


def _step(bounds: tuple[float, ...], wind_ms: float | None) -> int | None:
    if wind_ms is None or math.isnan(wind_ms):
        return None
    if wind_ms < 0:
        raise ValueError("wind.negative")
    return bisect_right(bounds, wind_ms) - 1
