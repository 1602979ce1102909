"""How far off forecasts were is told with how many were counted, by whose fixes, and what cannot be compared."""

import re
from datetime import UTC, datetime

import pytest

from domain.words import LANGUAGES, say
from readiness.verification import Verification, verification
from tests.readiness.situations import at, seed_track
from views.theme import TOKENS, agency_token
from views.verification import FEW, chart, table


@pytest.fixture(scope="module")
def found() -> Verification:
    judged = verification(seed_track(), datetime(2025, 8, 5, tzinfo=UTC), since=at("27 20:00"))
    assert judged is not None
    return judged


def test_the_cmas_errors_stand_with_their_cases_beside_its_long_run(found: Verification) -> None:
    html = table(found, "zh")
    for said in ("36 km", "54 km", "84 km", "115 km", "68 次", "53 次", "2000–2026", "133 km"):
        assert said in html


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_says_by_whose_fixes_and_what_is_unverified(found: Verification, lang: str) -> None:
    html = table(found, lang)
    assert ("中国气象局" if lang == "zh" else "CMA") in html
    assert say(lang, "verification.unverified") in html
    assert "{" not in html


def test_winds_of_other_periods_are_named_and_not_compared(found: Verification) -> None:
    html = table(found, "en")
    assert "JMA, HKO, CWA, JTWC: wind averaged over another period" in html
    winds = html.split(say("en", "verification.wind"))[1]
    assert "m/s" in winds and winds.count('scope="row"') == 1


def test_too_slow_is_a_minus_that_reads_as_one(found: Verification) -> None:
    assert re.search(r"沿向 −\d+，横向 \+\d+", table(found, "zh"))


@pytest.mark.parametrize("theme", list(TOKENS))
def test_each_agency_has_its_colour_and_a_mark_of_its_own(found: Verification, theme: str) -> None:
    lines = chart(found, "zh", theme).data
    agencies = list(dict.fromkeys(found.by_lead["agency"]))
    *own, long_run = lines
    assert [line.line.color for line in own] == [TOKENS[theme][agency_token(code)] for code in agencies]
    assert len({line.marker.symbol[0].removesuffix("-open") for line in own}) == len(own)
    assert long_run.line.dash == "dash" and list(long_run.y) == [48, 78, 96, 133, 201, 265, 352]


def test_means_of_few_cases_are_hollow(found: Verification) -> None:
    cma = chart(found, "zh", "light").data[0]
    rows = found.by_lead[found.by_lead["agency"] == "CMA"]
    assert [symbol.endswith("-open") for symbol in cma.marker.symbol] == list(rows["cases"] < FEW)
    assert (rows["cases"] < FEW).any() and (rows["cases"] >= FEW).any()
