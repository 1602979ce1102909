"""The seed storm went over the lines several times; each passage is told, and how long it was inside."""

from datetime import timedelta
from itertools import pairwise

import pandas as pd
import pytest

from domain.warning_lines import LINE_24H
from readiness import tracks
from readiness.passages import passages
from tests.readiness.situations import at, rows_of_sample


def fixes_until(moment: str) -> pd.DataFrame:
    return tracks.fixes(rows_of_sample("track", 1), at(moment))


def test_the_last_way_in_over_the_24_hour_line_was_on_28_july_at_18_52() -> None:
    near, _ = passages(fixes_until("29 08:00"))
    assert near.line is LINE_24H
    assert near.is_inside and near.crossings[-1].inward
    assert abs(near.crossings[-1].at - at("28 18:52")) <= timedelta(minutes=10)


@pytest.mark.parametrize("moment", ["24 20:00", "28 15:00", "29 08:00", "31 08:00"])
def test_a_storm_goes_in_and_out_by_turns_and_is_inside_no_longer_than_it_is(moment: str) -> None:
    fixes = fixes_until(moment)
    for passage in passages(fixes):
        inward = [crossing.inward for crossing in passage.crossings]
        assert all(one != other for one, other in pairwise(inward))
        assert timedelta() <= passage.inside_for <= fixes["valid_at"].iloc[-1] - fixes["valid_at"].iloc[0]
    near, far = passages(fixes)
    assert far.inside_for >= near.inside_for


def test_time_inside_grows_with_each_fix_inside_and_stands_still_outside() -> None:
    earlier, later = passages(fixes_until("29 06:00"))[0], passages(fixes_until("29 08:00"))[0]
    assert later.inside_for - earlier.inside_for == timedelta(hours=2)
    before, after = passages(fixes_until("28 12:00"))[0], passages(fixes_until("28 15:00"))[0]
    assert not after.is_inside
    assert after.inside_for == before.inside_for
