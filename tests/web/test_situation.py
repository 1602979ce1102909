"""What the ledger knew at a moment, as the screens are given it."""

from domain.clock import from_beijing
from store.ledger import Ledger
from web import rendered
from web.situation import changes, situation

NOON, AFTERNOON, NIGHT = (from_beijing(f"2025-07-28T{at}") for at in ("11:59", "15:00", "22:00"))


def test_the_past_is_shown_as_it_was_known(sample: Ledger) -> None:
    assert situation(sample, NOON).grade == "marine"
    assert situation(sample, AFTERNOON).grade == "IV"


def test_a_night_without_news_is_late_and_not_done(sample: Ledger) -> None:
    board = situation(sample, from_beijing("2025-07-29T06:00"))
    assert board.line("fishing_vessels.in_port").state == "late"
    assert {silence.feed.name for silence in board.silences} >= {"fishing_vessels", "reservoirs"}


def test_nothing_that_has_not_arrived_is_among_the_changes(sample: Ledger) -> None:
    assert all(change.at <= AFTERNOON for change in changes(sample, "zh", AFTERNOON))


def test_the_storm_moves_on_with_the_clock(sample: Ledger) -> None:
    before, after = (situation(sample, at).storm for at in (AFTERNOON, NIGHT))
    assert after.distance_km < before.distance_km
    assert (before.entered_24h_at, after.inside_24h) == (None, True)


def test_thirty_viewers_are_handed_the_same_board_and_the_same_map(sample: Ledger) -> None:
    first, second = rendered.present(sample), rendered.present(sample)
    assert first.board is second.board
    decks = [rendered.deck(first, "city", ("reservoirs",), "zh", "dark") for _ in range(2)]
    assert decks[0] is decks[1] and decks[0].to_json() is decks[1].to_json()
