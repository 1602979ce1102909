"""No cell, file name or sender can become markup: what looks like a tag is shown as it was written."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from access.account import Account
from domain.problems import Problem
from domain.words import LANGUAGES
from feeds import feed
from feeds.sentences import Told
from intake.provenance import Written
from readiness.board import Board
from readiness.reporting import Sent
from store.found import Found
from tests.readiness.situations import at, day
from tests.views.pages import LEVELS, Words, screens
from views import pieces
from views.board import Change
from views.holdings import Held
from views.pieces import render
from views.problems import grouped
from views.proposals import Waiting

EVIL = "<img src=x onerror=alert(1)>\"'&"

# What the plain page shows of one file.
PAPER = {
    **dict.fromkeys(("file", "title", "feed", "fault", "newer", "ask", "offer"), EVIL),
    "arrival": 7,
    "base": 6,
    "button": "confirm",
    "more": 0,
    "counts": {"added": 1, "missing": 3},
    "gone": [EVIL],
    "held": Held([EVIL], [[EVIL]], 3),
    "told": [(Problem("cell.missing", 2), Told(2, EVIL, EVIL, EVIL, EVIL, EVIL))],
    "changes": [(EVIL, EVIL, EVIL, EVIL)],
    "receipt": {
        "head": EVIL,
        "number": EVIL,
        "facts": [(EVIL, EVIL)],
        "back": 2,
        "counters": [(EVIL, EVIL, EVIL, True)],
    },
}


@pytest.fixture(scope="module")
def afternoon() -> Board:
    return day(*LEVELS)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_markup_in_a_cell_is_shown_and_never_run(afternoon: Board, lang: str) -> None:
    hostile = replace(
        afternoon,
        levels=tuple(replace(level, basis=EVIL) for level in afternoon.levels),
        storm=replace(afternoon.storm, name_zh=EVIL, name_en=EVIL, storm_id=EVIL),
    )
    told = [Change(at("28 14:20"), "submission", EVIL, EVIL, EVIL, EVIL)]
    for name, html in screens(hostile, lang, told).items():
        page = Words(html)
        assert "img" not in page.tags and not any(
            attribute.startswith("on") for attribute, _ in page.attributes
        ), name
    assert EVIL in Words(screens(hostile, lang, told)["header"]).text
    assert EVIL in Words(screens(hostile, lang, told)["side"]).text


SIGNAL = dict.fromkeys(("word", "event", "language", "sender", "areas", "until", "whole", "receipt"), EVIL)
HOSTILE = {
    "alerts.html": {
        "alerts": [SIGNAL | {"colour": "red", "token": "I", "shape": "◆", "marks": [EVIL]}],
        "more": 1,
        "unmatched": [{"text": EVIL, "identifier": EVIL, "receipt": EVIL}],
    },
    "details.html": {
        "feed": EVIL,
        "cells": [(EVIL, EVIL)],
        "receipt": EVIL,
        "file": EVIL,
        "place": EVIL,
        "document": True,
        "actor": EVIL,
        "received": EVIL,
        "facts": [(EVIL, EVIL)],
        "written": [(EVIL, Written(EVIL, EVIL, EVIL)), (EVIL, Written(EVIL, EVIL))],
    },
    "receipt.html": {"state": "part", "head": EVIL, "number": EVIL, "facts": [(EVIL, EVIL)]},
    "moved.html": {
        "feed": EVIL,
        "rows": [((EVIL, EVIL, EVIL, True), EVIL), ((EVIL, EVIL, EVIL, False), EVIL)],
    },
    "receipt_page.html": {
        "number": EVIL,
        "state": EVIL,
        "purpose": EVIL,
        "facts": [(EVIL, EVIL)],
        "rows": [(EVIL, EVIL, EVIL, True)],
    },
    "proposal.html": {
        **dict.fromkeys(("issuer", "grade", "code", "verb", "scope", "begins", "made", "age"), EVIL),
        "proposal": Waiting(EVIL, {"basis": EVIL}, EVIL, at("28 14:20"), EVIL),
    },
    "section.html": {"text": EVIL},
    "quiet.html": {"text": EVIL},
    "notice.html": {"kind": "error", "mark": "■", "text": EVIL},
    "problems.html": {
        "groups": grouped(
            feed("aquaculture"), [Problem("cell.not_a_number", row, "people", EVIL) for row in (2, 3)], "zh"
        ),
        "more": 0,
    },
    "papers_head.html": {"of": EVIL, "counts": [("ready", 2)], "looks": {}},
    "papers_total.html": {"total": dict.fromkeys(("rows", "added", "changed", "missing"), EVIL)},
    "paper_row.html": {
        **dict.fromkeys(("file", "sheet", "form", "state", "moved"), EVIL),
        "number": 1,
        "here": True,
        "rows": 3,
        "look": "done",
    },
    "step.html": {"text": EVIL, "wait_s": "0.50"},
    "alike.html": {"text": EVIL},
    "moves_legend.html": {"kinds": [("done", "◉", EVIL)]},
    "facts.html": {"facts": [(EVIL, EVIL)]},
    "diff.html": {"counts": {"added": 1}, "file": EVIL, "encoding": EVIL, "rows": 1},
    "form_head.html": {"feed": feed("aquaculture"), "title": EVIL, "row": EVIL},
    "plain.html": {
        "fault": EVIL,
        "demo": True,
        "mb": 20,
        "feeds": [(EVIL, EVIL, EVIL)],
        "units": [(EVIL, EVIL)],
        "chosen": {"feed": EVIL, "unit": EVIL, "as_of": EVIL, "actor": EVIL},
        "papers": [PAPER | {"receipt": None}, PAPER],
    },
    "refused.html": {"said": {"zh": EVIL, "en": EVIL}, "title": EVIL},
    "sign_in.html": {
        "purpose": "demo",
        "over": True,
        "fault": "",
        "back": EVIL,
        "back_quoted": EVIL,
        "ready": [Account("duty", EVIL, frozenset(["duty_officer"]))],
    },
    "welcome.html": {"account": Account(EVIL, EVIL, frozenset(["viewer"])), "fault": EVIL},
    "legend.html": {"states": [("done", EVIL, EVIL)]},
}
# What others are made of, and what is filled with words of ours alone.
PARTS = {"door.html", "opened.html", "badge.html", "title.html"}
DRAWN_ABOVE = {
    "door.html",
    "title.html",
    "badge.html",
    "header.html",
    "counters.html",
    "side.html",
    "feed_lines.html",
    "wall_levels.html",
    "wall_counters.html",
    "wall_late.html",
}
DUTY = {
    **dict.fromkeys(("feed", "unit_code", "title", "owner", "unit", "word", "hours", "due", "received", "as_of", "receipt"), EVIL),
    "state": "missing", "late": True, "sent": Sent(),
}  # fmt: skip
SAID = {"zh": EVIL, "en": EVIL}
TOLD = dict.fromkeys(("title", "what", "beside", "untouched", "restore", "backup", "anew"), EVIL)
HOSTILE |= {
    "sign_in.html": {
        "fault": "",
        "ready": [Account(EVIL, EVIL, frozenset(["viewer"]))],
        "purpose": "live",
        "over": False,
        "organisation": False,
        "back": EVIL,
        "back_quoted": EVIL,
    },
    "welcome.html": {"account": Account(EVIL, EVIL, frozenset(["viewer"])), "fault": EVIL},
    "refused.html": {"said": SAID, "other": "en", "title": EVIL},
    "failed.html": {"said": SAID},
    "alarm.html": {
        "found": Found("alarm.damaged", Path(EVIL), (EVIL,)),
        "languages": LANGUAGES,
        "told": dict.fromkeys(LANGUAGES, TOLD),
    },
    "banner.html": {"title": EVIL, "reason": EVIL},
    "take.html": {"address": EVIL, "label": EVIL, "name": EVIL},
    "duties_head.html": {
        "counts": [("due", 1)],
        "grade": EVIL,
        "every": EVIL,
        "unverified": True,
        "now": EVIL,
    },
    "duties_matrix.html": {
        "units": [EVIL],
        "rows": [{"title": EVIL, "owner": EVIL, "cells": [DUTY, None]}],
        "leads": EVIL,
    },
    "duties_list.html": {"rows": [DUTY | {"reminded": {"told": EVIL, "bad": [EVIL]}}], "leads": EVIL},
    "reminded.html": {"said": EVIL, "bad": [EVIL]},
    "arrivals.html": {
        "issued": EVIL, "carried": EVIL, "reckoned": EVIL,
        "forces": [
            {"title": EVIL, "quiet": EVIL, "chance": EVIL, "rows": [{**dict.fromkeys(
                ("name", "where", "word", "observed", "earliest", "likeliest", "left", "clears", "spread", "by_agency", "chance"), EVIL,
            ), "home": True, "state": "open", "agencies": 3, "times": EVIL}], "again": [EVIL, EVIL]},
        ],
        "agencies": [{"name": EVIL, "code": "cma", "issued": EVIL, "receipt": EVIL}],
    },
    "countdown.html": {
        "clocks": [{"title": EVIL, "until": 7, "left": EVIL, "at": EVIL}],
        "reach": {"state": "expected", "mark": "open", "badge": EVIL, "said": EVIL, "issued": EVIL},
        "chance": EVIL, "stale": True, "carried": EVIL, "expected": True, "receipt": EVIL,
    },
    "storm_head.html": {
        "storm": {**dict.fromkeys(
            ("name", "grade", "force", "wind", "pressure", "place", "distance", "bearing", "speed", "heading", "motion", "fix"), EVIL,
        ), "number": 8, "stale": True, "where": EVIL, "old": EVIL, "followed": True},
        "token": "grade-ts", "shape": "●", "receipt": EVIL, "row": 3, "closest": EVIL, "whose": EVIL, "computed": True,
        "passages": [{"name": EVIL, "crossings": [{"said": EVIL, "receipt": EVIL}], "inside": EVIL, "still": True}],
        "landfalls": [{**dict.fromkeys(("at", "place", "words", "language", "wind", "receipt"), EVIL), "row": 4}], "as_given": True,
    },
    "storm_legend.html": {"grades": [("grade-ts", "●", EVIL)], "circles": EVIL, "cone": EVIL, "reckoned": EVIL},
    "holdings.html": {"held": Held([EVIL], [[EVIL]], 3)},
    "storm_picker.html": {"storms": [(EVIL, EVIL)], "chosen": EVIL},
    "exposure.html": {
        "hours": [{"at": EVIL, "kind": EVIL}], "issued": EVIL, "carried": EVIL, "ahead": False, "unplaced": [EVIL], "quiet": "", "receipt": EVIL,
        "forces": [{"title": EVIL, "outside": [EVIL], "rows": [
            {**dict.fromkeys(("title", "placed", "first", "word", "at"), EVIL), "name": "scenic_areas", "state": "open",
             "cells": [{"assets": EVIL, "share": 7, "counted": [EVIL]}]},
        ]}],
    },
    "verification.html": {
        "leads": [12], "unverified": True, "other": EVIL, "few": 5, "judged_by": EVIL, "long_run": {"name": EVIL, "cells": [EVIL]},
        "track": [{"name": EVIL, "code": "cma", "cells": [{"said": EVIL, "notes": [EVIL], "few": True}, None]}],
        "wind": [{"name": EVIL, "code": "cma", "cells": [{"said": EVIL, "notes": [EVIL], "few": False}]}],
    },
    "reminder.html": {"state": "due", "form": EVIL, "told": [EVIL, EVIL]},
}  # fmt: skip


@pytest.mark.parametrize("template", HOSTILE)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_markup_in_a_file_name_or_a_senders_name_is_shown_and_never_run(template: str, lang: str) -> None:
    page = Words(render(template, lang, **HOSTILE[template]))
    assert "img" not in page.tags and not any(name.startswith("on") for name, _ in page.attributes)
    assert EVIL in page.text


def test_no_template_goes_untried_and_none_is_let_off_escaping() -> None:
    folder = Path(pieces.__file__).with_name("templates")
    assert {path.name for path in folder.iterdir()} == set(HOSTILE) | DRAWN_ABOVE | PARTS
    for path in folder.iterdir():
        assert not re.search(r"\|\s*safe|autoescape|Markup", path.read_text("utf-8")), path.name


def test_a_template_that_is_given_too_little_fails_instead_of_leaving_a_gap() -> None:
    with pytest.raises(Exception, match="undefined"):
        render("facts.html", "zh")
