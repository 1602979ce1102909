"""The turning scenes of the shared screen."""

import pytest

from web.board.stage import TURN_S, seconds


@pytest.mark.parametrize(("asked", "given"), [("20", 20), ("0", 0), ("2.5", 3), ("-3", 3), ("1e9", 3600)])
def test_scenes_stand_as_long_as_the_address_asks(asked: str, given: float) -> None:
    assert seconds(asked) == given


@pytest.mark.parametrize("asked", ["", "abc", "二十", "nan", "inf"])
def test_an_address_that_asks_nonsense_gets_the_usual_turn(asked: str) -> None:
    assert seconds(asked) == TURN_S
