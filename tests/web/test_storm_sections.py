"""The sections of the storm's page below its map: what lies inside the circles, and how far off forecasts were."""

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from access.identity import Identity, Scope
from domain.words import say
from store.ledger import Ledger
from tests.identities import somebody
from web.frame.page import Frame
from web.known.followed import followed
from web.storm import exposure, verification


@pytest.fixture
def section(ledger: Ledger) -> Callable[..., AppTest]:
    """A page of one section, seen by somebody, in a language."""

    def run(name: str, lang: str = "zh", who: Identity | None = None) -> AppTest:
        page = Frame("storm", lang, "light", ledger, who or somebody("王联络"))
        seen = followed(ledger, ledger.now())
        draw = getattr({"exposure": exposure, "verification": verification}[name], name)
        app = AppTest.from_function(_section, args=(draw, page, seen))
        app.run(timeout=60)
        assert not app.exception, app.exception
        return app

    return run


def _section(draw, page, seen) -> None:  # its source is run as a page's
    draw(page, seen)


def html(run: AppTest) -> str:
    return " ".join(str(each.proto.body) for each in run.get("html"))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_afternoon_sees_every_boat_inside_tomorrow(section, lang: str) -> None:
    said = html(section("exposure", lang))
    assert say(lang, "exposure.title") in said and "5,182" in said and "20,443" in said


def test_a_district_counts_its_own_rows(section, ledger: Ledger) -> None:
    own = Identity(
        "account:普陀",
        "普陀联络员",
        frozenset(["liaison"]),
        Scope(frozenset(["fishing_vessels"]), frozenset(["putuo"])),
    )
    said = html(section("exposure", "zh", own))
    rows = ledger.read("fishing_vessels").frame
    mine = (rows["district"] == "putuo").sum()
    assert f"{mine:,}" in said and "5,182" not in said
    assert "景区" not in said


def test_nothing_is_reckoned_again_while_nothing_came(section, monkeypatch: pytest.MonkeyPatch) -> None:
    section("exposure")
    section("verification")
    monkeypatch.setattr(exposure, "reckoned", lambda *_: pytest.fail("reckoned again"))
    monkeypatch.setattr(verification, "judged", lambda *_: pytest.fail("judged again"))
    section("exposure")
    section("verification")


def test_forecasts_are_judged_in_all_and_since_the_storm_came_back(section) -> None:
    run = section("verification")
    whole = html(run)
    assert "预报检验" in whole and "36 次" in whole
    (choice,) = run.get("button_group")
    assert choice.options == ["全部预报", "07-27 20:00 恢复定位以后"]
    choice.set_value("since").run(timeout=60)
    assert not run.exception
    assert "36 次" not in html(run)
