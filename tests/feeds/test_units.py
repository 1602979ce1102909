import pytest

from feeds.units import accepts, is_unit


@pytest.mark.parametrize(
    ("expected", "word"),
    [("毫米", "mm"), ("mm", "毫米"), ("km", "千米"), ("公里", "KM"), ("人", "名"), ("名", "位"),
     ("艘", "条"), ("hPa", "百帕"),
     ("m/s", "米/秒"), ("万m³", "万方"), ("°", "度"), ("处点次", "处点次")],
)  # fmt: skip
def test_spellings_of_a_unit_are_accepted(expected, word):
    assert accepts(expected, word)


@pytest.mark.parametrize(
    ("expected", "word"),
    [("毫米", "厘米"), ("人", "人次"), ("处", "处点次"), ("米", "公里"), ("m³", "万m³"), ("km", "km/h")],
)
def test_another_unit_is_not_accepted(expected, word):
    assert not accepts(expected, word)


def test_a_boat_may_be_a_条_but_a_route_is_no_艘():
    assert accepts("艘", "条")
    assert not accepts("条", "艘")


def test_a_unit_nobody_listed_is_accepted_where_it_is_declared():
    assert accepts("株", "株")
    assert not is_unit("株")
