"""Golden files spoilt at random, other ones each run: refused or taken in, and what is taken in is valid.

A failure prints its seed: MUTATION_SEED=... pytest tests/intake/test_mutated.py draws the same ones again.
"""

import os
import random
import time
import tomllib
from collections.abc import Callable, Iterator
from datetime import datetime
from math import isfinite

import pytest

from domain.districts import DISTRICTS
from domain.unseen import UNSEEN
from feeds import feed
from feeds.declaration import Column, Feed
from intake.draft import Draft, examine
from store.ledger import Ledger
from tests.golden.build import FOLDER, files
from tests.intake.conftest import AFTERNOON
from tests.workbooks import parts_of, zipped

SEED = os.environ.get("MUTATION_SEED") or str(random.SystemRandom().randrange(10**9))
TEXTS, WORKBOOKS = 200, 100
LONGEST_S = 20
GOLDEN = {
    name: data
    for name, data in files().items()
    if len(data) > 200 and name not in ("with_password.xlsx", "cut_off.xlsx", "html_called_xls.xls")
}
OF_TEXT = sorted(
    name for name in GOLDEN if name.endswith((".csv", ".txt")) and not GOLDEN[name].startswith(b"PK")
)
OF_WORKBOOK = sorted(name for name in GOLDEN if name.endswith((".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")))
# The form a golden file was made for; every eighth time another.
FORMS = {
    name: said.get("form", "aquaculture")
    for name, said in tomllib.loads((FOLDER / "expected.toml").read_text("utf-8")).items()
}
OTHER = 8

Dice = random.Random
Spoil = Callable[[bytes, Dice], bytes]


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    """A ledger to which nothing was reported yet, at 15:00; examining writes nothing."""
    ledger = Ledger(f"sqlite:///{tmp_path_factory.mktemp('mutated') / 'live.sqlite3'}", lambda: AFTERNOON)
    ledger.open_event("live", "2508")
    yield ledger
    ledger.close()


def flipped(data: bytes, dice: Dice) -> bytes:
    spoilt = bytearray(data)
    for _ in range(dice.choice([1, 1, 1, 2, 8])):
        spoilt[dice.randrange(len(spoilt))] ^= 1 << dice.randrange(8)
    return bytes(spoilt)


def cut(data: bytes, dice: Dice) -> bytes:
    return data[: dice.randrange(1, max(len(data), 2))]


def cut_within(data: bytes, dice: Dice) -> bytes:
    start = dice.randrange(len(data))
    return data[:start] + data[start + dice.randint(1, 40) :]


def with_nuls(data: bytes, dice: Dice) -> bytes:
    at = dice.randrange(len(data))
    return data[:at] + bytes(dice.randint(1, 4)) + data[at:]


def lines_again(data: bytes, dice: Dice) -> bytes:
    lines = data.splitlines(keepends=True)
    line = dice.choice(lines)
    lines.insert(dice.randrange(len(lines) + 1), line)
    return b"".join(lines)


def lines_shuffled(data: bytes, dice: Dice) -> bytes:
    lines = data.splitlines(keepends=True)
    dice.shuffle(lines)
    return b"".join(lines)


def other_separators(data: bytes, dice: Dice) -> bytes:
    one, other = dice.sample([b",", b";", b"\t", b'"', b"\r", b"\n"], 2)
    return data.replace(one, other, dice.choice([-1, 1, 3]))


def header_edited(data: bytes, dice: Dice) -> bytes:
    lines = data.splitlines(keepends=True)
    cells = lines[0].split(b",")
    cells[dice.randrange(len(cells))] = dice.choice([b"", cells[0], b"x", "县区".encode(), b'"'])
    return b"".join([b",".join(cells), *lines[1:]])


def cell_edited(data: bytes, dice: Dice) -> bytes:
    lines = data.splitlines(keepends=True)
    i = dice.randrange(len(lines))
    cells = lines[i].split(b",")
    said = [b"", b"-1", b"1e9", b"99999999999999999999", b"nan", b"inf", "十二".encode(), "嵊泗县".encode(), b"0x1F", b"=1+1", b"2025-13-40", b"#REF!"]  # fmt: skip
    cells[dice.randrange(len(cells))] = dice.choice(said)
    return b"".join([*lines[:i], b",".join(cells), *lines[i + 1 :]])


def part_spoilt(data: bytes, dice: Dice) -> bytes:
    """A package whose parts are whole as parts, one of them spoilt inside; any other workbook has bytes flipped."""
    if not data.startswith(b"PK"):
        return flipped(data, dice)
    parts = parts_of(data)
    name = dice.choice(sorted(parts))
    spoil = dice.choice([flipped, cut, cut_within, with_nuls])
    return zipped({**parts, name: spoil(parts[name], dice) if parts[name] else b"x"})


def part_lost(data: bytes, dice: Dice) -> bytes:
    if not data.startswith(b"PK"):
        return cut(data, dice)
    parts = parts_of(data)
    del parts[dice.choice(sorted(parts))]
    return zipped(parts)


def value_edited(data: bytes, dice: Dice) -> bytes:
    """Numbers and references of a sheet written otherwise, texts of a workbook called otherwise."""
    if not data.startswith(b"PK"):
        return flipped(data, dice)
    pairs = [(b"<v>1", b"<v>-1"), (b"<v>", b"<v>9e99"), (b'r="C', b'r="B'), (b't="s"', b't="n"'), (b't="s"', b't="b"'), (b'r="3"', b'r="2"'), ("养殖".encode(), b""), (b"<c ", b"<c t=\"e\" "), (b'office:value="', b'office:value="-')]  # fmt: skip
    one, other = dice.choice(pairs)
    return zipped(
        {name: part.replace(one, other, dice.choice([-1, 1, 2])) for name, part in parts_of(data).items()}
    )


FOR_TEXT = (
    flipped, cut, cut_within, with_nuls, lines_again, lines_shuffled, other_separators, header_edited, cell_edited,
)  # fmt: skip
FOR_WORKBOOK = (flipped, cut, part_spoilt, part_spoilt, part_lost, value_edited, value_edited)


def spoilt(number: int, names: list[str], ways: tuple[Spoil, ...]) -> tuple[str, bytes]:
    dice = Dice(f"{SEED} {names[0]} {number}")
    name = dice.choice(names)
    data = GOLDEN[name]
    data = dice.choice(ways)(data, dice) or b"\0"
    again = dice.choice([*(ways if ways is FOR_TEXT else [flipped]), *[None] * len(ways)])
    data = again(data, dice) if again else data
    return name, data


@pytest.mark.parametrize("number", range(TEXTS))
def test_a_spoilt_text_is_refused_or_what_is_taken_in_is_valid(empty: Ledger, number: int) -> None:
    _try(empty, number, *spoilt(number, OF_TEXT, FOR_TEXT))


@pytest.mark.parametrize("number", range(WORKBOOKS))
def test_a_spoilt_workbook_is_refused_or_what_is_taken_in_is_valid(empty: Ledger, number: int) -> None:
    _try(empty, number, *spoilt(number, OF_WORKBOOK, FOR_WORKBOOK))


def _try(ledger: Ledger, number: int, name: str, data: bytes) -> None:
    print(f"MUTATION_SEED={SEED} number {number}, made of {name}")
    form = feed(FORMS[name] if number % OTHER else "fishing_vessels")
    begun = time.monotonic()
    draft = examine(ledger, form, "shengsi", data, name)
    # The workbook's worker answers by then or is stopped; nothing else may take as long.
    assert time.monotonic() - begun < LONGEST_S
    assert draft.refused or draft.table is not None
    if draft.table is not None:
        _assert_valid(form, draft)


def _assert_valid(form: Feed, draft: Draft) -> None:
    """Judged by the declaration alone, cell by cell, without anything the check is made of."""
    rows = draft.table.to_pylist()
    assert rows
    for row in rows:
        for column in form.columns:
            _assert_cell(column, row[column.name])
        for column in form.columns:
            most = row[column.at_most] if column.at_most else None
            assert most is None or row[column.name] <= most
        assert "lon" not in row or (row["lon"] is None) == (row["lat"] is None)
        assert row["district"] == "shengsi"
    keys = [tuple(row[name] for name in form.key) for row in rows]
    assert len(set(keys)) == len(keys) and None not in {part for key in keys for part in key}
    numbers = [row["_row"] for row in rows]
    assert numbers == sorted(set(numbers)) and numbers[0] > 0


def _assert_cell(column: Column, value: object) -> None:
    assert value is not None or not column.required, column.name
    match value:
        case None | bool():
            assert value is None or column.type == "flag"
        case int() | float():
            assert isfinite(value) and column.type in ("count", "number", "lon", "lat")
            assert column.type != "count" or isinstance(value, int)
            assert (column.min is None or value >= column.min) and (column.max is None or value <= column.max)
        case datetime():
            assert column.type == "time" and (value - AFTERNOON).total_seconds() <= 15 * 60
        case str():
            known = {"choice": {choice.code for choice in column.choices}, "district": set(DISTRICTS)}
            assert value in known.get(column.type, {value})
            assert 0 < len(value) <= 200 and value == value.strip()
            assert not UNSEEN.search(value) and "\ufffd" not in value and "锟斤拷" not in value
        case _:
            raise AssertionError(f"{column.name}: {value!r}")
