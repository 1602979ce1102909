import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.cells import Unreadable
from feeds.numbers import LARGEST, Quantity, looks_scientific, read_count, read_number

TO_FULL_WIDTH = str.maketrans("0123456789.,-", "０１２３４５６７８９．，－")


def fault(text, unit=None, read=read_number):
    with pytest.raises(Unreadable) as unreadable:
        read(text, unit)
    return unreadable.value.code


@settings(deadline=None)
@given(st.integers(-(10**12), 10**12))
def test_a_whole_number_is_read_back_however_it_is_printed(value):
    spaced = f"{value:,}".replace(",", " ")
    for text in (str(value), f"{value:,}", spaced, f"{value:,}".translate(TO_FULL_WIDTH), f" {value} "):
        assert read_count(text) == Quantity(value)


@settings(deadline=None)
@given(st.decimals(-(10**8), 10**8, places=4))
def test_a_decimal_is_read_back_however_it_is_printed(value):
    for text in (str(value), f"{value:,}", str(value).translate(TO_FULL_WIDTH)):
        assert read_number(text) == Quantity(float(value))


@pytest.mark.parametrize(
    ("text", "value"),
    [("0", 0), ("12", 12), ("007", 7), (".5", 0.5), ("+5", 5), ("-3", -3), ("−3", -3), ("－３", -3),
     ("25 791", 25791), ("25\u00a0791", 25791),
     ("1,234,567.8", 1234567.8), ("1，340", 1340), ("１０２０００", 102000), ("十二", 12), ("一百零五", 105),
     ("两千三百", 2300),
     ("3.5万", 35000), ("1.2亿", 120_000_000), ("3千", 3000), ("1,000万", 10_000_000), ("0.1万", 1000),
     ("21.3", 21.3)],
)  # fmt: skip
def test_numbers_as_people_write_them(text, value):
    assert read_number(text) == Quantity(value)


@pytest.mark.parametrize(
    ("text", "value", "qualifier"),
    [("1340余", 1340, "lower"), ("1340余台", 1340, "lower"), ("1340多台", 1340, "lower"),
     ("≥200台", 200, "lower"), (">=200", 200, "lower"),
     ("＞200", 200, "lower"), ("200以上", 200, "lower"), ("200台以上", 200, "lower"),
     ("200台及以上", 200, "lower"), ("不少于200台", 200, "lower"),
     ("超过 200", 200, "lower"), ("1.1万余", 11000, "lower"), ("1万多台", 10000, "lower"),
     ("十余万", 100_000, "lower"), ("两千余台", 2000, "lower"),
     ("不少于200台以上", 200, "lower"), ("≤200", 200, "upper"), ("<=200", 200, "upper"),
     ("200以下", 200, "upper"), ("不超过200台", 200, "upper"),
     ("200以内", 200, "upper"), ("约200", 200, "about"), ("大约200台", 200, "about"),
     ("200左右", 200, "about"), ("近200台", 200, "about"), ("200台+", 200, "lower"), ("200台", 200, None)],
)  # fmt: skip
def test_what_bounds_a_number_is_kept_with_it(text, value, qualifier):
    assert read_number(text, "台") == Quantity(value, qualifier)


def test_the_seed_articles_rain_capacity_keeps_its_bound():
    assert read_number("200毫米以上", "毫米") == Quantity(200, "lower")


@pytest.mark.parametrize("text", ["", " ", "—", "——", "-", "/", "无", "N/A"])
def test_a_mark_for_nothing_is_no_number_and_no_fault(text):
    assert read_number(text) is None
    assert read_count(text) is None


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [("200mm", "毫米", 200), ("200 毫米", "mm", 200), ("3米", "m", 3), ("21.3km", "公里", 21.3),
     ("21.3千米", "公里", 21.3), ("25791人", "名", 25791),
     ("142条", "艘", 142), ("122.1°", "°", 122.1), ("120万m³", "万m³", 120), ("120万方", "万m³", 120),
     ("120万立方米", "立方米", 1_200_000),
     ("120", "万m³", 120), ("3万人次", "人次", 30000)],
)  # fmt: skip
def test_a_unit_is_read_in_any_of_its_spellings(text, unit, value):
    assert read_number(text, unit) == Quantity(value)


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("200厘米", "毫米"),
        ("200cm", "毫米"),
        ("175人次", "人"),
        ("48处", "个"),
        ("5米", None),
        ("120立方米", "万m³"),
        ("120万", "万m³"),
        ("3公里", "米"),
    ],
)
def test_another_unit_is_refused_never_converted(text, unit):
    assert fault(text, unit) == "cell.other_unit"


@pytest.mark.parametrize("text", ["1.38E+10", "1.38e10", "1E5", "-2.5E-3", "１．３８Ｅ＋１０"])
def test_a_number_a_spreadsheet_has_shortened_is_refused(text):
    assert fault(text) == "cell.scientific"


@pytest.mark.parametrize("text", ["1,23", "12,3456", "1,234,56", "1,,234", "1234,567"])
def test_a_comma_that_may_be_a_decimal_point_is_refused(text):
    assert fault(text) == "cell.ambiguous_comma"


@pytest.mark.parametrize("text", ["5%", "98.5％", "3‰", "百分之五"])
def test_a_percentage_is_no_count(text):
    assert fault(text) == "cell.percent"


@pytest.mark.parametrize(
    "text",
    ["abc", "3-5", "3~5", "10/12", "5.", "1.2.3", "--5", "(5)", "5³", "½", "①", "25 79", "数十", "几百", "万", "百", "百万", "约万",
     "一百五", "约200以上", "￥5", "1_000",
     "0x10", "inf", "nan", "全部", "48 个 3", "万5", "3万5千", "9" * 100, "'5"],
)  # fmt: skip
def test_what_is_not_one_number_is_refused(text):
    assert fault(text) == "cell.not_a_number"


def test_the_largest_whole_number_is_read_exactly_and_one_more_is_refused():
    assert read_count(str(LARGEST)) == Quantity(9007199254740992)
    assert fault(str(LARGEST + 1)) == fault(str(-LARGEST - 1)) == "cell.number_too_long"


def test_a_scale_word_cannot_carry_a_number_past_the_largest():
    assert fault("99999999999亿") == "cell.number_too_long"


def test_a_count_is_whole_after_its_scale_word():
    assert read_count("3.5万") == Quantity(35000)
    assert read_count("12.0") == Quantity(12)
    assert fault("3.5", None, read_count) == "cell.not_whole"
    assert fault("0.00001万", None, read_count) == "cell.not_whole"


def test_a_refused_number_says_the_unit_expected():
    with pytest.raises(Unreadable) as unreadable:
        read_number("200厘米", "毫米")
    assert unreadable.value.expected == "毫米"


@settings(deadline=None)
@given(st.text(max_size=80))
def test_any_text_is_a_quantity_or_nothing_or_unreadable(text):
    try:
        quantity = read_number(text, "毫米")
    except Unreadable as unreadable:
        assert unreadable.code.startswith("cell.")
    else:
        assert quantity is None or abs(quantity.value) <= LARGEST


@pytest.mark.parametrize("text", ["1.38E+10", "1E+12", "1.5e-05", "－1.3E+11"])
def test_a_long_id_shortened_by_a_spreadsheet_is_noticed(text):
    assert looks_scientific(text)


@pytest.mark.parametrize("text", ["2E05", "13800000000", "E+10", "ZSE-10", "12E+5"])
def test_an_id_that_only_resembles_one_is_not(text):
    assert not looks_scientific(text)


@pytest.mark.parametrize(
    ("text", "value", "qualifier"),
    [
        ("340余台", 340, "lower"),
        ("３２０００只", 32000, None),
        ("1千余台", 1000, "lower"),
        ("3.5万余只", 35000, "lower"),
    ],
)
def test_where_another_column_says_what_is_counted_any_counting_word_is_read(text, value, qualifier):
    assert read_count(text, "") == Quantity(value, qualifier)


def test_a_word_that_counts_nothing_is_no_unit():
    with pytest.raises(Unreadable, match=r"cell\.not_a_number"):
        read_count("340很多", "")
