"""What exists only as a number or a word, and published decisions on response levels."""

from domain.levels import GRADES, VERBS
from feeds import feed
from sample_data.sheet import Row

# Measure -> value as the department writes it, cut-off, note. The values are the newspaper's of 29 July 2025.
FIGURES: dict[str, tuple[str, str, str]] = {
    "storm.landfall_forecast": (
        "2025年7月30日白天",
        "",
        "浙江北部到上海一带沿海，不排除登陆舟山，之后继续朝西北方向移动",
    ),
    "storm.peak_grade_forecast": ("强热带风暴", "", "最大风力有可能加强为强热带风暴级"),
    "geohazard.teams": ("84", "", ""),
    "geohazard.person_times": ("175", "", ""),
    "geohazard.site_visits": ("428", "", ""),
    "drainage.pipe_km": ("21.3", "", ""),
    "drainage.wells": ("234", "", ""),
    "rivers.normal": ("均", "", "目前城区主要河道水位均在正常水位"),
    "sluices_pumps.operational": ("均", "", "各处碶闸、泵站均能正常运行"),
    "beaches.no_swimming": ("均", "2025-07-28 15:00", "涉海景区沙滩均已禁止游客下海戏水"),
    "new_formats.closed": ("全部", "2025-07-28 15:00", "涉海新业态项目全部关停"),
}

# What the measures of work done stood at in the rounds before 15:00 (sample_data/earlier.py); invented.
EARLIER_FIGURES: dict[str, tuple[str, str, str, str]] = {
    "geohazard.teams": ("", "31", "52", "73"),
    "geohazard.person_times": ("", "64", "108", "150"),
    "geohazard.site_visits": ("", "118", "231", "356"),
    "drainage.pipe_km": ("", "", "12.6", "17.4"),
    "drainage.wells": ("", "", "141", "192"),
    "rivers.normal": ("", "", "均", "均"),
    "sluices_pumps.operational": ("", "", "均", "均"),
}

# Issuer, scope, grade, verb, effective at, basis, note.
LEVELS = (
    (
        "浙江海事局",
        "city",
        "IV",
        "start",
        "2025-07-24 15:00",
        "中国日报网2025年7月25日：浙江海事部门24日15时启动Ⅳ级防台应急响应"
        " https://www.chinadaily.com.cn/a/202507/25/WS6883706fa310ad07b5d9212f.html",
        "同一报道：25日9时只将浙南海域提升至Ⅲ级，不含舟山海域，不另列；何时结束未见公布",
    ),
    (
        "市防指",
        "city",
        "marine",
        "start",
        "2025-07-27 20:00",
        "推定：报道称“由海上防台风应急响应调整为Ⅳ级”，启动时刻未见公布，演示取7月27日20时",
        "合成时刻",
    ),
    (
        "市防指",
        "city",
        "IV",
        "adjust",
        "2025-07-28 12:00",
        "2025年7月29日《台风“竹节草”逼近，我市启动防台Ⅳ级应急响应》：市防指于昨天12时将海上防台风应急响应调整为Ⅳ级",
        "",
    ),
)
LEVELS_LATER = (
    (
        "舟山海事局",
        "city",
        "II",
        "start",
        "2025-07-29 08:00",
        "央视2025年7月29日：宁波、舟山两地沿海今天上午进入Ⅱ级防台应急响应"
        " http://www.share.wxw59.cn/DJS/detail/bytoxw.html (转载)",
        "报道只说“今天上午”，所列数字截至8时；演示取8时",
    ),
    (
        "市防指",
        "city",
        "II",
        "raise",
        "2025-07-29 20:00",
        "推定：报道称登陆前舟山防台风应急响应已为Ⅱ级，提升时刻未见公布，演示取7月29日20时"
        " http://www.528sz.cn/soceity/2025/0730/31055.html (转载)",
        "合成时刻",
    ),
    (
        "市气象台",
        "daishan",
        "orange",
        "raise",
        "2025-07-30 04:15",
        "岱山县气象台2025年7月30日4时15分将台风黄色预警信号升级为橙色 https://m.7tqp.com/news_5935435.shtml",
        "由岱山县气象台发布，记在气象台系列、岱山县范围",
    ),
)


def figures() -> list[Row]:
    """One row a measure of the figures form, whole city."""
    return [
        {
            "measure": counter.zh,
            "district": "city",
            "value": FIGURES[counter.id][0],
            "unit": _printed(counter.unit),
            "as_of": FIGURES[counter.id][1],
            "note": FIGURES[counter.id][2],
        }
        for counter in feed("figures").counters
    ]


def levels(decisions: tuple[tuple[str, ...], ...]) -> list[Row]:
    """Decisions as rows of the levels form."""
    return [
        {
            "issuer": issuer,
            "scope": scope,
            "grade": GRADES[grade].zh,
            "verb": VERBS[verb].zh,
            "effective_at": at,
            "basis": basis,
            "note": note,
        }
        for issuer, scope, grade, verb, at, basis, note in decisions
    ]


def _printed(unit: str) -> str:
    """Words such as "time window" say what kind of thing a value is; nobody prints them."""
    return "" if unit.isascii() else unit
