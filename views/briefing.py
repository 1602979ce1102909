"""The shared screen's scenes as text: the overview's facts at three times the size, one subject a scene."""

from collections.abc import Sequence

from domain.words import say
from readiness.arrival import Outlook
from readiness.board import Board
from views import arrivals
from views import board as board_view
from views.board import Change, Storms
from views.pieces import render

# As many rows as a screen of 1080 lines holds at that size.
GAPS, SILENCES, CHANGES = 8, 7, 6


def levels(
    board: Board, lang: str, linked: bool = False, outlook: Outlook | None = None, others: Storms = ()
) -> str:
    """Level vector large, the storm under it, when its wind comes, and the other storms' names. linked: a press leads to where each comes from."""
    values = board_view.head_values(board, lang, outlook, others)
    return render("wall_levels.html", lang, linked=linked, **values)


def reckoned(outlook: Outlook | None, lang: str) -> str:
    """What the times behind the map's places are, and by whose forecast; nothing without a storm."""
    if outlook is None:
        return ""
    said = say(lang, "storms.places_legend"), arrivals.issued(outlook, lang), say(lang, "arrival.geometric")
    return render("quiet.html", lang, text=" · ".join(said))


def counters(board: Board, lang: str, linked: bool = False) -> str:
    """What the level asks for, by domain. linked: a press leads to the rows that make each."""
    groups = board_view.asked_groups(board, lang)
    done = sum(line["state"] == "done" for group in groups for line in group["lines"])
    asked = sum(len(group["lines"]) for group in groups)
    return render(
        "wall_counters.html", lang, groups=groups, done=done, asked=asked, grade=board_view.grade_name(board.grade, lang),
        unverified=board_view.unverified(board), now=board_view.clock(board), linked=linked,
    )  # fmt: skip


def late(board: Board, changes: Sequence[Change], lang: str, linked: bool = False) -> str:
    """The worst gaps, who is silent, and the last changes. linked: a press leads to where each comes from."""
    gaps = [board_view.line_values(line, board, lang) for line in board_view.worst(board, GAPS)]
    silences = [board_view.silence_values(silence, lang) for silence in board.silences[:SILENCES]]
    recent = [board_view.change_values(change, board) for change in changes[:CHANGES]]
    return render(
        "wall_late.html", lang, gaps=gaps, silences=silences, more=max(0, len(board.silences) - SILENCES), changes=recent,
        now=board_view.clock(board), unverified=board_view.unverified(board), no_gaps=_no_gaps(board), linked=linked,
    )  # fmt: skip


def _no_gaps(board: Board) -> str:
    """Why no gap is shown: an empty store knows of none, and no level asks for none."""
    if not any(line.measure.received_at for line in board.lines):
        return "board.no_changes"
    return "wall.no_gaps" if any(line.asked for line in board.lines) else "board.nothing_asked"
