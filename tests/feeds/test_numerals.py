import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds import numerals

DIGITS = "零一二三四五六七八九"


def spell(value: int) -> str:
    """As a primary school teaches it, up to 99,999,999."""
    if value >= 10_000:
        high, low = divmod(value, 10_000)
        return spell(high) + "万" + ("零" if 0 < low < 1000 else "") + (spell(low) if low else "")
    for size, name in ((1000, "千"), (100, "百"), (10, "十")):
        if value >= size:
            high, low = divmod(value, size)
            return DIGITS[high] + name + ("零" if 0 < low < size // 10 else "") + (spell(low) if low else "")
    return DIGITS[value]


@settings(deadline=None)
@given(st.integers(0, 99_999_999))
def test_a_spelt_number_is_read_back(value):
    assert numerals.read(spell(value)) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [("十", 10), ("十二", 12), ("二十", 20), ("一百零五", 105), ("一百一十", 110), ("两千三百", 2300),
     ("一万零一十", 10010), ("两", 2),
     ("二十万零五千", 205_000), ("二十万五千", 205_000), ("一亿零一", 100_000_001),
     ("三亿两千万", 320_000_000), ("百", 100), ("万", 10_000),
     ("叁拾", 30), ("壹仟贰佰", 1200), ("二〇", None), ("〇", 0)],
)  # fmt: skip
def test_numbers_as_people_spell_them(text, value):
    assert numerals.read(text) == value


@pytest.mark.parametrize(
    "text", ["一百五", "三万五", "两千三", "一二三", "五十十", "零五", "十百", "一万万", "五零", "万亿", ""]
)
def test_a_number_that_can_be_meant_in_two_ways_is_not_read(text):
    assert numerals.read(text) is None
