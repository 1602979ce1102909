"""Every sentence in both languages."""

from string import Formatter

import pytest

from domain.words import catalogue, say


def holes(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


def test_both_languages_have_the_same_holes() -> None:
    assert [code for code, words in catalogue().items() if holes(words["zh"]) != holes(words["en"])] == []


def test_no_sentence_is_missing_in_one_language() -> None:
    assert [code for code, words in catalogue().items() if bool(words["zh"]) != bool(words["en"])] == []


def test_a_sentence_is_said_with_its_holes_filled() -> None:
    assert say("zh", "live.since", t="15:02:11") == "自 15:02:11 起没有新数据"


def test_an_unknown_code_an_unknown_language_and_an_empty_hole_are_errors() -> None:
    for lang, code, given in (("zh", "live.nothing", {}), ("fr", "live.lost", {}), ("zh", "live.since", {})):
        with pytest.raises(KeyError):
            say(lang, code, **given)
