"""Where a storm came ashore is told in the page's language where the agency names a place of ours."""

import pytest

from tests.readiness.situations import rows_of_sample
from views.storm_landfalls import told


def test_a_landfall_of_the_seed_storm_is_named_in_english_and_in_chinese_as_the_agency_wrote_it() -> None:
    track = rows_of_sample("track", 7)
    written = [place for place in track["landfall_place"].dropna().unique() if "舟山" in place]
    assert [told(place, "en").said for place in written] == ["Zhujiajian"]
    assert [told(place, "zh").said for place in written] == written


@pytest.mark.parametrize(
    ("words", "english"),
    [
        ("浙江省舟山市普陀区沿海", "Putuo District"),
        ("浙江省舟山市普陀区六横镇", "Liuheng"),
        ("浙江省舟山市普陀山", "Putuoshan"),
        ("舟山市定海区", "Dinghai District"),
        ("嵊泗县菜园镇", "Caiyuan, Shengsi"),
        ("浙江岱山县", "Daishan County"),
        ("浙江舟山新城", "Xincheng"),
        ("浙江舟山沿海", "Zhoushan"),
        ("朱家尖至六横一带", "Zhujiajian, Liuheng"),
    ],
)
def test_the_nearest_place_named_is_taken(words: str, english: str) -> None:
    place = told(words, "en")
    assert (place.said, place.words, place.language, place.is_own) == (english, words, "zh", False)


@pytest.mark.parametrize("words", ["ZHEJIANG ZHUJIAJIAN", "Zhujiajian, Zhoushan", "zhujiajian island"])
def test_a_bulletins_english_is_chinese_on_a_chinese_page_however_it_is_spelt(words: str) -> None:
    assert told(words, "zh").said == "朱家尖"
    assert told(words, "en").said == words


@pytest.mark.parametrize(
    ("words", "lang"),
    [
        ("上海市奉贤区沿海", "en"),
        ("FUJIAN LIANJIANG", "zh"),
        ("上海市普陀区", "en"),
        ("上海临港新城", "en"),
        ("DONGJIANG", "zh"),
    ],
)
def test_a_place_that_is_not_ours_keeps_the_agencys_words(words: str, lang: str) -> None:
    assert told(words, lang).said == words


def test_nothing_is_told_of_a_landfall_without_a_place() -> None:
    assert told(None, "zh").said == told(float("nan"), "en").said == ""
