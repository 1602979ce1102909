"""Wind and pressure over time: what was fixed, what each agency forecasts, and the bands of the grades."""

import pandas as pd
import pytest

from domain.clock import to_beijing
from domain.words import LANGUAGES, say
from readiness import tracks
from tests.readiness.situations import NOW, rows_of_sample
from views import text
from views.storm_chart import chart

# The plot on a screen 1366 pixels wide.
NARROWEST_PX = 495
# The widest of the bands' names, as a browser draws it.
SEVERE = {"zh": "◆ 强热带风暴", "en": "◆ severe tropical storm"}
WIDEST_PX = {"zh": 79, "en": 129}

TRACK = rows_of_sample("track", 7)
FIXES, ISSUES = tracks.fixes(TRACK, NOW), tracks.issues(TRACK, NOW)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_agency_has_its_line_of_wind_in_its_own_name_and_colour(lang: str, theme: str) -> None:
    lines = [line for line in chart(FIXES, ISSUES, NOW, lang, theme).data if line.yaxis == "y"]
    forecasts = [line for line in lines if line.line.dash == "dash"]
    names = {text.agency(str(agency), lang) for agency in ISSUES["agency"].unique()}
    assert {line.name for line in forecasts} == names
    assert len({line.line.color for line in lines}) == len(lines) == len(names) + 1


def test_what_was_fixed_ends_at_the_last_fix_and_each_point_leads_to_its_row_of_a_receipt() -> None:
    figure = chart(FIXES, ISSUES, NOW, "zh", "light")
    (fixed,) = [line for line in figure.data if line.line.dash == "solid" and line.yaxis == "y"]
    assert pd.Timestamp(fixed.x[-1]) == to_beijing(FIXES["valid_at"].iloc[-1]).replace(tzinfo=None)
    assert list(fixed.y) == FIXES["wind_ms"].dropna().tolist()
    told = {(point[1], point[3]) for line in figure.data for point in line.customdata}
    assert {receipt for receipt, _ in told} == {"R000007"}
    drawn = pd.concat([FIXES, ISSUES]).dropna(subset=["wind_ms", "pressure_hpa"], how="all")
    assert {row for _, row in told} == set(drawn["_row"])


def test_the_bands_are_those_of_the_grades_that_wind_reaches() -> None:
    figure = chart(FIXES, ISSUES, NOW, "zh", "light")
    bands = [(shape.y0, shape.y1) for shape in figure.layout.shapes if shape.type == "rect"]
    strongest = max(FIXES["wind_ms"].max(), ISSUES["wind_ms"].max())
    assert bands == [(10.8, 17.2), (17.2, 24.5), (24.5, 32.7)]
    assert bands[-1][0] <= strongest < bands[-1][1]
    words = " ".join(note.text for note in figure.layout.annotations)
    assert all(word in words for word in ("○ 热带低压", "● 热带风暴", "◆ 强热带风暴", "现在"))


def test_a_storm_nobody_forecasts_has_its_line_alone() -> None:
    lines = chart(FIXES, ISSUES.iloc[:0], NOW, "zh", "light").data
    assert {line.name for line in lines} == {"中国气象局 定位"}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_names_of_the_bands_stand_before_the_first_fix(lang: str) -> None:
    figure = chart(FIXES, ISSUES, NOW, lang, "light")
    begins, ends = (pd.Timestamp(at) for at in figure.layout.xaxis.range)
    room = (pd.Timestamp(figure.data[0].x[0]) - begins) / (ends - begins) * NARROWEST_PX
    names = [each.text for each in figure.layout.annotations if each.text != say(lang, "storms.now")]
    assert names and WIDEST_PX[lang] <= room and SEVERE[lang] in names
