"""A template's version changes when what it shows does, and only then."""

import re
from dataclasses import replace

import pytest

from feeds import all_feeds, feed
from feeds.declaration import Choice, Column, Feed
from feeds.version import version

BOATS = feed("fishing_vessels")


def with_crew(**changes: object) -> Feed:
    """The boats' form with its column of crews declared otherwise."""
    crew = BOATS.column("crew")
    return replace(BOATS, columns=tuple(replace(c, **changes) if c is crew else c for c in BOATS.columns))


def test_it_is_eight_digits_and_every_forms_own() -> None:
    versions = [version(form) for form in all_feeds().values()]
    assert all(re.fullmatch("[0-9a-f]{8}", one) for one in versions)
    assert len(set(versions)) == len(versions)


@pytest.mark.parametrize(
    "changes",
    [
        {"name": "people"}, {"zh": "船上人数"}, {"type": "number"}, {"unit": "名"}, {"required": True},
        {"choices": (Choice("few", "少", "few"),)},
    ],
)  # fmt: skip
def test_another_column_is_another_version(changes: dict) -> None:
    assert version(with_crew(**changes)) != version(BOATS)


@pytest.mark.parametrize("changes", [{"en": "People"}, {"max": 300}, {"aliases": ("人数",)}])
def test_what_the_sheet_does_not_show_leaves_it_alone(changes: dict) -> None:
    assert version(with_crew(**changes)) == version(BOATS)


def test_columns_in_another_order_are_another_version() -> None:
    assert version(replace(BOATS, columns=BOATS.columns[::-1])) != version(BOATS)


def test_a_column_more_is_another_version() -> None:
    more = Column("deck", "甲板", "Deck", "text")
    assert version(replace(BOATS, columns=(*BOATS.columns, more))) != version(BOATS)
