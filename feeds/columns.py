"""Reads one column of texts into values: each distinct text is looked at once, plain numbers all together.

Checking 100,000 rows cell by cell costs seconds; a column rarely holds more than a few hundred different texts,
and where it does (ids, coordinates) nearly all of them are plainly written.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from domain import districts, levels, wind
from feeds import cells, numbers, times
from feeds.cells import Unreadable
from feeds.declaration import Column, Counter
from feeds.headers import normalise

PLAIN_NUMBER = r"^-?\d{1,15}(\.\d{1,10})?$"
PLAIN_ID = r"^[!-~]+$"
MAX_TEXT = 200

Reader = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class ReadColumn:
    """A column read: typed values, the qualifiers of a qualified one, which cells were rewritten, and the faults.

    `faults` holds (code of the problem, mask over rows); `rewritten` is a mask over rows whose printed value
    differs from the text received, `texts` the text received.
    """

    values: pa.Array
    qualifiers: pa.Array | None
    texts: pa.DictionaryArray
    rewritten: np.ndarray
    faults: tuple[tuple[str, np.ndarray], ...]


def read_column(column: Column, texts: pa.ChunkedArray, measures: dict[str, Counter]) -> ReadColumn:
    """Reads every cell of a column by its declared type; faults are returned, never raised."""
    encoded = texts.combine_chunks().dictionary_encode()
    if isinstance(encoded, pa.ChunkedArray):
        encoded = encoded.chunk(0) if encoded.num_chunks else pa.array([], pa.string()).dictionary_encode()
    distinct = _read_distinct(column, encoded.dictionary, measures)
    codes = encoded.indices.to_numpy(zero_copy_only=False)
    faults = tuple((code, distinct.faults[codes] == code) for code in sorted({*distinct.faults} - {""}))
    return ReadColumn(
        _spread(distinct.values, encoded.indices, column),
        pc.take(distinct.qualifiers, encoded.indices) if column.qualified else None,
        encoded,
        distinct.rewritten[codes] if len(codes) else np.zeros(0, bool),
        faults,
    )


@dataclass(slots=True)
class _Distinct:
    values: pa.Array
    qualifiers: pa.Array
    rewritten: np.ndarray
    faults: np.ndarray


def _spread(values: pa.Array, indices: pa.Array, column: Column) -> pa.Array:
    """Back from distinct texts to rows; few-valued columns stay codes, which later counting runs on."""
    spread = pc.take(values, indices)
    coded = column.type in ("choice", "district", "issuer", "grade", "verb", "measure", "storm_grade")
    return spread.dictionary_encode() if coded else spread


def _read_distinct(column: Column, texts: pa.Array, measures: dict[str, Counter]) -> _Distinct:
    kind = STORED[column.type]
    plain = _plain(column, texts)
    slow = np.flatnonzero(~plain)
    reader = _reader(column, measures)
    read = [_read_one(column, texts[int(i)].as_py(), reader) for i in slow]
    values = _merge(kind, texts, plain, slow, [value for value, _, _ in read])
    faults = np.full(len(texts), "", dtype=object)
    faults[slow] = [fault for _, _, fault in read]
    _add_limit_faults(column, values, faults)
    rewritten = np.zeros(len(texts), bool)
    rewritten[slow] = [
        _is_rewritten(column, texts[int(i)].as_py(), value) for i, (value, _, _) in zip(slow, read)
    ]
    qualifiers = [None] * len(texts)
    for i, (_, qualifier, _) in zip(slow, read):
        qualifiers[int(i)] = qualifier
    return _Distinct(values, pa.array(qualifiers, pa.string()), rewritten, faults)


STORED: dict[str, pa.DataType] = {
    **dict.fromkeys(("id", "text", "choice", "district", "issuer", "grade", "verb"), pa.string()),
    **dict.fromkeys(("measure", "figure", "storm_grade"), pa.string()),
    **dict.fromkeys(("number", "lon", "lat"), pa.float64()),
    "count": pa.int64(),
    "flag": pa.bool_(),
    "time": pa.timestamp("us", tz="UTC"),
}


def _plain(column: Column, texts: pa.Array) -> np.ndarray:
    """Which distinct texts need no closer look: numbers in plain digits, ids in plain ASCII, short texts."""
    if column.type in ("number", "lon", "lat"):
        mask = pc.match_substring_regex(texts, PLAIN_NUMBER)
    elif column.type == "count":
        mask = pc.match_substring_regex(texts, r"^\d{1,15}$")
    elif column.type == "id":
        mask = pc.match_substring_regex(texts, PLAIN_ID)
    elif column.type == "text":
        length = pc.utf8_length(texts)
        mask = pc.and_(pc.greater(length, 0), pc.less_equal(length, MAX_TEXT))
    else:
        return np.zeros(len(texts), bool)
    return mask.to_numpy(zero_copy_only=False)


def _merge(kind: pa.DataType, texts: pa.Array, plain: np.ndarray, slow: np.ndarray, values: list) -> pa.Array:
    """Plain texts cast in one go, the others as they were read one by one."""
    if not len(slow):
        return texts.cast(kind)
    if not plain.any():
        return pa.array(values, kind)
    order = np.argsort(np.concatenate([np.flatnonzero(plain), slow]), kind="stable")
    easy = texts.filter(pa.array(plain)).cast(kind)
    return pa.concat_arrays([easy, pa.array(values, kind)]).take(pa.array(order))


def _read_one(column: Column, text: str, reader: Reader) -> tuple[object, str | None, str]:
    """(value, qualifier, fault code) of one text; a cell that says "nothing" is None without a fault."""
    nothing = "cell.missing" if column.required else ""
    if not text or (column.type not in ("text", "flag") and cells.is_nothing(text)):
        return None, None, nothing
    try:
        value = reader(text)
    except Unreadable as fault:
        return None, None, fault.code
    if value is None:
        return None, None, nothing
    if isinstance(value, numbers.Quantity):
        return _quantity(column, value)
    return value, None, ""


def _quantity(column: Column, quantity: numbers.Quantity) -> tuple[object, str | None, str]:
    if quantity.qualifier and not column.qualified:
        return None, None, "cell.qualifier_not_allowed"
    value = int(quantity.value) if column.type == "count" else quantity.value
    return value, quantity.qualifier, ""


def _reader(column: Column, measures: dict[str, Counter]) -> Reader:
    unit = column.unit or None
    return {
        "id": _read_id,
        "text": _read_text,
        "choice": lambda text: _choose(text, {name: c.code for c in column.choices for name in _names(c)}),
        "flag": cells.read_flag,
        "count": lambda text: numbers.read_count(text, unit),
        "number": lambda text: numbers.read_number(text, unit),
        "lon": lambda text: numbers.read_number(text, unit),
        "lat": lambda text: numbers.read_number(text, unit),
        "time": times.read_time,
        "district": lambda text: _found(districts.find(text)),
        "issuer": lambda text: _found(levels.find_issuer(text)),
        "grade": lambda text: _found(levels.parse_grade(text)[0]),
        "verb": lambda text: _found(levels.find_verb(text)),
        "measure": lambda text: _choose(
            text, {name: c.id for c in measures.values() for name in (c.id, c.zh, c.en)}
        ),
        "storm_grade": lambda text: _found(_storm_grade(text)),
        "figure": cells.clean,
    }[column.type]


def _names(choice) -> tuple[str, ...]:
    return (choice.code, choice.zh, choice.en, *choice.aliases)


def _choose(text: str, known: dict[str, str]) -> str:
    wanted = normalise(text)
    for name, code in known.items():
        if normalise(name) == wanted:
            return code
    raise Unreadable("cell.not_a_choice")


def _found(code: str | None) -> str:
    if code is None:
        raise Unreadable("cell.not_a_choice")
    return code


def _storm_grade(text: str) -> str | None:
    grade = wind.find_cyclone_grade(text)
    return grade.code if grade else None


def _read_id(text: str) -> str:
    if numbers.looks_scientific(text):
        raise Unreadable("cell.scientific")
    return cells.clean(text)


def _read_text(text: str) -> str:
    if len(text) > MAX_TEXT:
        raise Unreadable("cell.too_long")
    return text


def _add_limit_faults(column: Column, values: pa.Array, faults: np.ndarray) -> None:
    if column.min is None and column.max is None:
        return
    numbers_ = values.to_numpy(zero_copy_only=False).astype(float)
    with np.errstate(invalid="ignore"):
        outside = numbers_ < (-np.inf if column.min is None else column.min)
        outside |= numbers_ > (np.inf if column.max is None else column.max)
    faults[outside] = "cell.out_of_range"


def _is_rewritten(column: Column, text: str, value: object) -> bool:
    """Whether what we keep reads differently from what was written, so that the raw cell must be kept beside it."""
    if value is None:
        return bool(text)
    if column.type == "choice":
        return text not in (column.choice(str(value)).zh, value)
    if column.type == "district":
        return text not in (districts.DISTRICTS[str(value)].zh, value)
    return str(value) != text
