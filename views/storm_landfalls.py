"""Where a storm came ashore, in the page's language where the agency's words name a place of ours, else in its own words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from domain.districts import DISTRICTS
from domain.places import PLACES

# A place before its district before the city: the nearer says more.
PLACE, DISTRICT, CITY = 0, 1, 2
CITY_NAMES = ("舟山", "Zhoushan")
# Names that others bear as well (上海市普陀区, 临港新城): ours only beside the city's own.
SHARED = frozenset({"新城", "xincheng", "普陀", "普陀区", "putuo", "putuo district"})
CHINESE = re.compile(r"[\u3400-\u9fff]")
Found: TypeAlias = tuple[int, int, int, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Told:
    """What a page writes of a place, the agency's own words, and the language that those are in (zh, en)."""

    said: str
    words: str
    language: str

    @property
    def is_own(self) -> bool:
        """Whether the page writes the agency's words as they came."""
        return self.said == self.words


def told(words: object, lang: str) -> Told:
    """A landfall's place as a page of that language writes it; empty where the agency named none."""
    given = words.strip() if isinstance(words, str) else ""
    language = "zh" if CHINESE.search(given) else "en"
    named = () if language == lang else tuple(pair[lang != "zh"] for pair in _places_in(given))
    between = "、" if lang == "zh" else ", "
    return Told(between.join(dict.fromkeys(named)) or given, given, language)


def _places_in(words: str) -> list[tuple[str, str]]:
    """The names (Chinese, English) of those places of ours that a text names, the nearest kind alone, in the text's order."""
    text = words.casefold()
    of_the_city = any(name.casefold() in text for name in CITY_NAMES)
    found = [each for each in _found(text) if of_the_city or text[each[0] : each[1]] not in SHARED]
    whole = [each for each in found if not any(_within(each, other) for other in found)]
    nearest = min((kind for _, _, kind, _ in whole), default=CITY)
    return [pair for _, _, kind, pair in sorted(whole) if kind == nearest]


def _found(text: str) -> Iterator[Found]:
    """Every name in a text: where it starts and ends, of what kind it is, and how it is written."""
    for name, kind, pair in _NAMES:
        pattern = re.escape(name) if CHINESE.search(name) else rf"\b{re.escape(name)}\b"
        for match in re.finditer(pattern, text):
            yield *match.span(), kind, pair


def _within(one: Found, other: Found) -> bool:
    """Whether a name is but a part of a longer one (普陀 of 普陀山), or the same as that of something nearer."""
    return other[0] <= one[0] and one[1] <= other[1] and (other[1] - other[0], -other[2]) > (one[1] - one[0], -one[2])  # fmt: skip


def _listed() -> Iterator[tuple[str, int, tuple[str, str]]]:
    """Every name a text may use, with its kind and how it is to be written."""
    yield from ((name, CITY, CITY_NAMES) for name in CITY_NAMES)
    districts = [each for each in DISTRICTS.values() if each.kind != "city"]
    for district in districts:
        english = (district.en, district.en.split()[0])
        for name in (district.zh, *district.aliases, *english):
            yield name, DISTRICT, (district.zh, district.en)
    for place in PLACES.values():
        # 岱山高亭, "Gaoting, Daishan": the agency may name the town alone.
        towns = (place.zh[-2:], place.en.split(",")[0]) if "," in place.en else ()
        for name in (place.zh, place.en, *towns):
            yield name, PLACE, (place.zh, place.en)


_NAMES = tuple(dict.fromkeys((name.casefold(), kind, pair) for name, kind, pair in _listed()))
