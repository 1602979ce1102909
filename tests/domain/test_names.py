"""A name that somebody gives for himself."""

import pytest

from domain.names import called


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("王联络", "王联络"),
        (" 王  联络\t", "王 联络"),
        ("\x00", ""),
        ("\x00\x1b\x7f\x85", ""),
        ("\u202e\u2066\u200b\ufeff", ""),
        ("王\u202e联\u200b络", "王联络"),
        ("\ud800", ""),
        ("O'Brien-Smith, 2nd", "O'Brien-Smith, 2nd"),
    ],
)
def test_what_cannot_be_seen_is_no_part_of_a_name(given: str, name: str) -> None:
    assert called(given) == name
