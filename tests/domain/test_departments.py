import pytest

from domain.departments import DEPARTMENTS, find


@pytest.mark.parametrize(
    "name", ["natural_resources", "自然资源和规划局", "市自然资源和规划局", "舟山市自然资源和规划局"]
)
def test_a_department_is_found_with_and_without_the_city_before_it(name):
    assert find(name) == "natural_resources"


@pytest.mark.parametrize("name", ["县(区)政府", "县\uff08区\uff09政府"])
def test_wide_and_narrow_brackets_name_the_same_body(name):
    assert find(name) == "county"


def test_a_department_whose_name_begins_with_the_city_keeps_it():
    assert (find("市气象台"), find("舟山海事局"), find("市防指")) == ("observatory", "msa", "hq")


@pytest.mark.parametrize("name", [None, "", "公安局"])
def test_an_unknown_body_is_not_guessed(name):
    assert find(name) is None


def test_every_department_has_both_names():
    assert all(department.zh and department.en for department in DEPARTMENTS.values())


def test_no_two_departments_share_a_name():
    names = [name for department in DEPARTMENTS.values() for name in (department.zh, department.en)]
    assert len(names) == len(set(names))
