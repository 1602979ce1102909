"""Whatever is torn out of a document or put into it: it is read or refused with a reason, and never a fault of ours."""

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.problems import Refused
from domain.words import LANGUAGES
from feeds import feed
from feeds.check import check
from feeds.sentences import tell
from loaders.documents import tables_of
from tests.loaders.storm.recorded import RAW

TRACK = feed("track")
GONE = object()
# What a service in trouble writes where something else belongs.
OTHERS = (
    GONE, None, "", "null", "x", 0, -1, 1e308, 10**400, True, [], {}, [None], [[]], {"ne": {}}, "0001-01-01 00:00:00",
    "9999-12-31T23:59:59Z", "\x00", "台" * 5000,
)  # fmt: skip
DOCUMENTS = [path for path in sorted(RAW.iterdir()) if path.suffix in (".json", ".jsonp")]
BULLETINS = [path for path in sorted(RAW.iterdir()) if path.suffix == ".txt"]


def parsed(path: Path) -> Any:
    """The JSON of a recorded answer, out of its call."""
    text = path.read_text("utf-8-sig")
    return json.loads(text if text[0] in "{[" else text[text.index("(") + 1 : text.rindex(")")])


def places(said: Any, way: tuple = ()) -> Iterator[tuple]:
    """The way to every node below the top."""
    inside = said.items() if isinstance(said, dict) else enumerate(said) if isinstance(said, list) else ()
    for key, one in inside:
        yield (*way, key)
        yield from places(one, (*way, key))


def shapes(said: Any) -> list[tuple]:
    """The way to one node of each kind: of a list of objects the last is like the others."""
    ways = {}
    for way in places(said):
        ways[tuple("*" if _among_objects(said, way, depth) else key for depth, key in enumerate(way))] = way
    return list(ways.values())


def _among_objects(said: Any, way: tuple, depth: int) -> bool:
    for key in way[: depth + 1]:
        said = said[key]
    return isinstance(way[depth], int) and isinstance(said, dict)


def spoil(said: Any, way: tuple, other: Any) -> None:
    """Puts something else at the end of a way, as far as an earlier change has left it."""
    for key in way[:-1]:
        if not isinstance(said, dict | list) or (isinstance(said, dict) != isinstance(key, str)):
            return
        try:
            said = said[key]
        except (KeyError, IndexError):
            return
    last = way[-1]
    there = isinstance(said, dict) and last in said
    there = there or (isinstance(said, list) and isinstance(last, int) and last < len(said))
    if there and other is GONE:
        del said[last]
    elif there:
        said[last] = copy.deepcopy(other)


def take(data: bytes, filename: str, checked: bool = True) -> None:
    """Reads a document and checks its tables where asked to; every reason it is refused for can be said."""
    try:
        tables = tables_of(data, filename)
    except Refused as refusal:
        assert any(problem.severity == "error" for problem in refusal.problems)
        said = [tell(problem, TRACK, lang).text for problem in refusal.problems for lang in LANGUAGES]
        assert all(len(words) < 1000 for words in said)
        "".join(said).encode()
        return
    for table in (tables or {}).values():
        "".join(tell(note, TRACK, lang).text for note in table.notes for lang in LANGUAGES).encode()
        if checked:
            seen = check(TRACK, table.columns, table.rows, "city")
            assert seen.refused or seen.table.num_rows == table.columns.num_rows


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_whatever_stands_at_a_node_the_answer_is_read_or_refused(path: Path) -> None:
    text = json.dumps(parsed(path))
    for way in shapes(parsed(path)):
        for other in OTHERS:
            said = json.loads(text)
            spoil(said, way, other)
            take(json.dumps(said).encode(), path.name, checked=False)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
@settings(max_examples=60)
@given(data=st.data())
def test_a_spoilt_answer_is_read_or_refused(path: Path, data: st.DataObject) -> None:
    said = parsed(path)
    ways = list(places(said))
    for _ in range(data.draw(st.integers(1, 3))):
        spoil(said, data.draw(st.sampled_from(ways)), data.draw(st.sampled_from(OTHERS)))
    take(json.dumps(said).encode(), path.name)


@pytest.mark.parametrize("path", BULLETINS, ids=lambda path: path.name)
@settings(max_examples=60)
@given(data=st.data())
def test_a_spoilt_bulletin_is_read_or_refused(path: Path, data: st.DataObject) -> None:
    text = path.read_text("ascii")
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(text)))
        end = min(len(text), start + data.draw(st.integers(0, 12)))
        text = (
            text[:start]
            + data.draw(st.sampled_from(["", "0", "9999999", "HPA", "\n", "N", "=", "²", "\x00"]))
            + text[end:]
        )
    take(text.encode(), path.name)


@pytest.mark.parametrize("path", [*DOCUMENTS, *BULLETINS], ids=lambda path: path.name)
def test_a_file_that_was_cut_off_anywhere_is_read_or_refused(path: Path) -> None:
    whole = path.read_bytes()
    for end in range(0, len(whole), max(1, len(whole) // 40)):
        take(whole[:end], path.name)
