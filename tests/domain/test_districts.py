import pytest

from domain.districts import DISTRICTS, find


@pytest.mark.parametrize(
    "name",
    ["dinghai", "定海", "定海区", " 定海区 ", "舟山市定海区", "浙江省舟山市定海区", "330902", "Dinghai"],
)
def test_a_district_is_found_however_it_is_written(name):
    assert find(name) == "dinghai"


def test_the_mountain_is_not_the_district_it_lies_in():
    assert (find("普陀"), find("普陀区"), find("普陀山")) == ("putuo", "putuo", "putuoshan")


@pytest.mark.parametrize("name", ["全市", "舟山", "舟山市", "浙江省舟山市", "市本级", "330900"])
def test_the_whole_city_reports_too(name):
    assert find(name) == "city"


@pytest.mark.parametrize("name", [None, "", "宁波", "海区", "普"])
def test_a_name_nobody_knows_is_not_guessed(name):
    assert find(name) is None


def test_four_counties_two_functional_areas_and_the_city_report():
    kinds = [district.kind for district in DISTRICTS.values()]
    assert {kind: kinds.count(kind) for kind in kinds} == {"city": 1, "county": 4, "functional": 2}


def test_no_two_districts_answer_to_the_same_name():
    names = [
        name for district in DISTRICTS.values() for name in (district.code, district.zh, *district.aliases)
    ]
    assert len(names) == len(set(names))


def test_only_functional_areas_lack_an_administrative_code():
    assert {code for code, district in DISTRICTS.items() if district.adcode is None} == {
        "xincheng",
        "putuoshan",
    }
