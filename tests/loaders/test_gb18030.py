import pytest

from loaders import gb18030

# The eighteen characters of GB 18030-2022 and the one of 2005, written out apart from the table under test.
PLACES = {
    0xA6D9: 0xFE10, 0xA6DA: 0xFE12, 0xA6DB: 0xFE11, 0xA6DC: 0xFE13, 0xA6DD: 0xFE14, 0xA6DE: 0xFE15,
    0xA6DF: 0xFE16, 0xA6EC: 0xFE17, 0xA6ED: 0xFE18, 0xA6F3: 0xFE19, 0xFE59: 0x9FB4, 0xFE61: 0x9FB5,
    0xFE66: 0x9FB6, 0xFE67: 0x9FB7, 0xFE6D: 0x9FB8, 0xFE7E: 0x9FB9, 0xFE90: 0x9FBA, 0xFEA0: 0x9FBB,
    0xA8BC: 0x1E3F,
}  # fmt: skip


@pytest.mark.parametrize(("code", "place"), PLACES.items())
def test_each_changed_character_is_where_the_2022_edition_puts_it(code, place):
    assert gb18030.decode(code.to_bytes(2, "big")) == chr(place)


def test_eighteen_characters_changed_in_2022():
    assert len(gb18030.CHANGED_2022) == 18


def test_a_changed_character_between_others_is_changed_alone():
    assert gb18030.decode("船".encode("gb18030") + b"\xfe\x59" + "名".encode("gb18030")) == "船龴名"


def test_the_other_private_characters_stay():
    assert gb18030.decode(b"\xfe\x51") == "\ue816"


def test_four_byte_characters_are_read():
    assert gb18030.decode("𠂇㳠".encode("gb18030")) == "𠂇㳠"


def test_bytes_that_are_none_are_an_error():
    with pytest.raises(UnicodeDecodeError):
        gb18030.decode(b"\x81")
