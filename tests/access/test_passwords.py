"""A password that somebody would try first is none."""

import pytest

from access.passwords import is_guessable


@pytest.mark.parametrize(
    "password",
    [
        "1234567890",
        "9876543210",
        "8888888888",
        "qwertyuiop",
        "abcdefghij",
        "zhou2026zhou",
        "ZHOU-typhoon",
        "abababababab",
    ],
)
def test_what_would_be_tried_first_is_known_as_such(password: str) -> None:
    assert is_guessable(password, "zhou")


@pytest.mark.parametrize(
    "password", ["evening tide 03", "correct horse battery", "竹节草七级风圈到了嵊泗", "t7#Kp2!vQz"]
)
def test_what_somebody_thought_of_is_taken(password: str) -> None:
    assert not is_guessable(password, "zhou")
