"""The seed storm went over the lines several times; each passage is told, and how long it was inside."""

from datetime import timedelta
from itertools import pairwise

import pandas as pd
import pytest

from benchmarks.storms import TRACKS, track_of
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


def test_at_four_in_the_afternoon_of_the_24th_the_storm_stood_on_the_line_after_twenty_hours_inside() -> None:
    """A fix at 119.0E 16.2N: not inside, and not over the line yet either."""
    near = passages(fixes_until("24 16:00"))[0]
    assert (near.is_inside, near.crossings[-1].inward) == (False, True)
    since = near.crossings[-1].at
    before = passages(fixes_until("23 19:00"))[0].inside_for
    assert near.inside_for - before == at("24 16:00") - since


@pytest.mark.parametrize(("towards_deg", "hours"), [(-1.0, 3), (1.0, 0)])
def test_a_track_that_begins_on_the_line_is_inside_from_there_if_it_goes_inward(
    towards_deg: float, hours: int
) -> None:
    begun = at("24 12:00")
    way = {
        "valid_at": [begun, begun + timedelta(hours=3)],
        "lon_deg": [127.0, 127.0 + towards_deg],
        "lat_deg": [29.0, 29.0],
    }
    near = passages(pd.DataFrame(way).assign(valid_at=pd.to_datetime(way["valid_at"], utc=True)))[0]
    assert (near.crossings, near.inside_for) == ((), timedelta(hours=hours))


def test_a_track_is_told_at_each_of_its_fixes_those_on_a_line_among_them() -> None:
    """Talim of 2017, as the JMA fixed it: at 127.0E 29.0N on 16 September."""
    track = track_of(TRACKS / "jma_bst_all_excerpt_2015-2021.txt").assign(
        storm=lambda rows: tracks.identity(rows)
    )
    own = track[track["storm"] == "2017-TALIM"].sort_values("valid_at", ignore_index=True)
    on_line = own.index[(own["lon_deg"] == 127.0) & (own["lat_deg"] > 22)]
    assert len(on_line)
    for last in range(len(own)):
        near, far = passages(own.iloc[: last + 1])
        assert timedelta() <= near.inside_for <= far.inside_for
