"""Who fixes and forecasts storms: codes, names, and over how many minutes each takes the mean of its wind."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Agency:
    """One agency; `wind_avg_min` is the averaging period of its sustained wind in minutes, none where not known."""

    code: str
    zh: str
    en: str
    wind_avg_min: int | None
    aliases: tuple[str, ...] = ()


# Order is that of preference where several follow one storm: this office works by the CMA's fixes.
# Averaging periods: IBTrACS v04r01 column documentation (WMO Tropical Cyclone Operational Manual, Typhoon Committee).
_ALL = (
    Agency("CMA", "中国气象局", "CMA", 2, ("中国", "BABJ", "中央气象台", "北京", "NMC")),
    Agency("JMA", "日本气象厅", "JMA", 10, ("日本", "TOKYO", "RJTD", "东京")),
    Agency("HKO", "香港天文台", "HKO", 10, ("中国香港", "香港", "VHHH")),
    Agency("CWA", "中国台湾气象部门", "CWA", 10, ("中国台湾", "台湾", "CWB", "RCTP")),
    Agency("JTWC", "美国 JTWC", "JTWC", 1, ("美国", "USA", "PGTW", "关岛")),
    Agency("KMA", "韩国气象厅", "KMA", 10, ("韩国", "RKSL")),
    Agency("PAGASA", "菲律宾气象部门", "PAGASA", 10, ("菲律宾",)),
    Agency("ECMWF", "欧洲中期天气预报中心", "ECMWF", None, ("欧洲",)),
)  # fmt: skip
AGENCIES: dict[str, Agency] = {agency.code: agency for agency in _ALL}

_BY_NAME = {
    name.casefold(): agency.code
    for agency in _ALL
    for name in (agency.code, agency.zh, agency.en, *agency.aliases)
}


def find_agency(text: str) -> str | None:
    """The code of an agency by its code, Chinese or English name or call sign; none if unknown."""
    return _BY_NAME.get(text.strip().casefold())
