"""Response levels and warning signals: who declares, in what grades, with which verbs."""

import re
import unicodedata
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Grade:
    """A state of a response or signal; `rank` orders them from none (0) to I (5)."""

    code: str
    rank: int
    numeral: str
    colour: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Issuer:
    """A body that declares, the series it declares in, and the grades that series knows."""

    code: str
    zh: str
    en: str
    series_zh: str
    series_en: str
    grades: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Verb:
    """The word of a declaration. It says nothing about direction: 调整 is used upwards and downwards."""

    code: str
    zh: str
    en: str


# 海上防台风应急响应 is ungraded and comes before Ⅳ; it has no colour of its own.
GRADES: dict[str, Grade] = {
    grade.code: grade
    for grade in (
        Grade("none", 0, "", "", "无响应", "No response"),
        Grade("marine", 1, "海上", "", "海上响应", "Marine response"),
        Grade("IV", 2, "Ⅳ", "blue", "Ⅳ级", "Level IV"),
        Grade("III", 3, "Ⅲ", "yellow", "Ⅲ级", "Level III"),
        Grade("II", 4, "Ⅱ", "orange", "Ⅱ级", "Level II"),
        Grade("I", 5, "Ⅰ", "red", "Ⅰ级", "Level I"),
        Grade("blue", 2, "蓝", "blue", "蓝色预警信号", "Blue signal"),
        Grade("yellow", 3, "黄", "yellow", "黄色预警信号", "Yellow signal"),
        Grade("orange", 4, "橙", "orange", "橙色预警信号", "Orange signal"),
        Grade("red", 5, "红", "red", "红色预警信号", "Red signal"),
    )
}
_HEADQUARTERS = ("none", "marine", "IV", "III", "II", "I")
_NUMBERED = ("none", "IV", "III", "II", "I")
_SIGNALS = ("none", "blue", "yellow", "orange", "red")

_RESPONSE = ("防台风应急响应", "typhoon emergency response")
_MARITIME = ("海上(船舶)防台应急响应", "maritime typhoon emergency response")
_SIGNAL = ("台风预警信号", "typhoon warning signal")
ISSUERS: dict[str, Issuer] = {
    issuer.code: issuer
    for issuer in (
        Issuer("city_hq", "市防指", "Municipal headquarters", *_RESPONSE, _HEADQUARTERS),
        Issuer("provincial_hq", "省防指", "Provincial headquarters", *_RESPONSE, _HEADQUARTERS),
        Issuer("msa", "舟山海事局", "Zhoushan Maritime Safety Administration", *_MARITIME, _NUMBERED),
        Issuer(
            "zhejiang_msa", "浙江海事局", "Zhejiang Maritime Safety Administration", *_MARITIME, _NUMBERED
        ),
        Issuer("national_hq", "国家防总", "State headquarters", *_RESPONSE, _NUMBERED),
        Issuer("observatory", "市气象台", "Municipal observatory", *_SIGNAL, _SIGNALS),
    )
}

VERBS: dict[str, Verb] = {
    verb.code: verb
    for verb in (
        Verb("start", "启动", "activate"),
        Verb("raise", "提升", "upgrade"),
        Verb("adjust", "调整", "adjust"),
        Verb("keep", "维持", "maintain"),
        Verb("end", "结束", "end"),
        Verb("terminate", "终止", "terminate"),
    )
}

_SPELLINGS = {
    "none": ("NONE", "NORESPONSE", "无", "无响应", "未启动"),
    "marine": ("MARINE", "MARINERESPONSE", "海上"),
    "IV": ("IV", "4", "四"),
    "III": ("III", "3", "三"),
    "II": ("II", "2", "二"),
    "I": ("I", "1", "一"),
    "blue": ("BLUE", "蓝", "蓝色"),
    "yellow": ("YELLOW", "黄", "黄色"),
    "orange": ("ORANGE", "橙", "橙色"),
    "red": ("RED", "红", "红色"),
}
_BY_SPELLING = {spelling: code for code, spellings in _SPELLINGS.items() for spelling in spellings}
# Print scanned by machine turns Ⅳ级 into 郁级; the reading is taken only together with its correction.
_MISREAD = {"郁": "IV"}
_AROUND = re.compile(r"[\s\-_()级]|LEVEL|SIGNAL|船舶|防台风?|防汛|应急|响应|台风|预警|信号")


def parse_grade(text: str | None) -> tuple[str | None, bool]:
    """(grade code, whether a misread letter was corrected) of Ⅳ级, IV, 4, 四级, 郁级, 海上, 蓝色.

    Text that is no grade gives (None, False). On True the caller shows the correction beside the text.
    """
    core = _AROUND.sub("", unicodedata.normalize("NFKC", text or "").upper())
    core = core.removeprefix("海上") or core
    if core in _MISREAD:
        return _MISREAD[core], True
    return _BY_SPELLING.get(core), False


def find_grade(text: str | None) -> str | None:
    """The code of a grade as written; none if unknown, or if a letter was misread and somebody must look."""
    code, misread = parse_grade(text)
    return None if misread else code


def find_issuer(text: str | None) -> str | None:
    """The code of an issuer written by code or in Chinese or English; none if unknown."""
    word = (text or "").strip().casefold()
    return next(
        (i.code for i in ISSUERS.values() if word in (i.code, i.zh.casefold(), i.en.casefold())), None
    )


def find_verb(text: str | None) -> str | None:
    """The code of a verb written by code or in Chinese or English; none if unknown."""
    word = (text or "").strip().casefold()
    return next((verb.code for verb in VERBS.values() if word in (verb.code, verb.zh, verb.en)), None)


def direction(before: str, after: str) -> str:
    """start, end, up, down or same, from the state before and never from the verb. KeyError for no grade."""
    was, now = GRADES[before].rank, GRADES[after].rank
    if was == now:
        return "same"
    if was == 0:
        return "start"
    if now == 0:
        return "end"
    return "up" if now > was else "down"
