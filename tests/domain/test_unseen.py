"""What nobody can see."""

import unicodedata

import pytest

from domain.unseen import seen, seen_line, seen_throughout

SPOOFS = [
    chr(code)
    for code in (0, 7, 0x1B, 0x7F, 0x85, 0xAD, 0x061C, 0x200B, 0x200D, 0x202E, 0x2028, 0x2066, 0xFEFF)
]


@pytest.mark.parametrize("sign", SPOOFS, ids=lambda sign: f"U+{ord(sign):04X}")
def test_what_cannot_be_seen_is_left_out_of_a_text(sign: str) -> None:
    assert seen(f"浙岱渔{sign}10001") == "浙岱渔10001"


def test_every_character_that_turns_the_direction_of_writing_is_left_out() -> None:
    turning = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
    found = [chr(code) for code in range(0x110000) if unicodedata.bidirectional(chr(code)) in turning]
    assert len(found) == len(turning)
    assert seen("".join(found)) == ""


def test_tabs_and_line_breaks_stay_in_a_text_and_are_spaces_on_a_line() -> None:
    assert seen("大风\r\n\t停航") == "大风\r\n\t停航"
    assert seen_line(" 大风\r\n\t停航\u202e ") == "大风 停航"


def test_a_rare_variant_of_a_character_stays_what_it_is() -> None:
    assert seen("葛\U000e0100城 ²½①Ⅳ 🌀\ufe0f") == "葛\U000e0100城 ²½①Ⅳ 🌀\ufe0f"


def test_texts_within_lists_and_mappings_are_reached_and_numbers_are_left_alone() -> None:
    told = {"理\u200b由": ["a\u202eb", {"c": "\x07d"}], "n": 3, "none": None, "yes": True}
    assert seen_throughout(told) == {"理由": ["ab", {"c": "d"}], "n": 3, "none": None, "yes": True}
