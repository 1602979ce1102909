"""Reads one column of texts into values: plainly written cells all together, the others once per distinct text.

Checking 100,000 rows cell by cell costs seconds; ids, coordinates and counts are nearly all plainly written, and
the columns that need a closer look rarely hold more than a few hundred different texts.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from domain import districts
from feeds import cells, glance, numbers, readers
from feeds.cells import Unreadable
from feeds.declaration import Column, Counter

PLAIN_NUMBER = r"^-?\d{1,15}(\.\d{1,10})?$"
SCIENTIFIC = r"^-?\d(\.\d+)?[eE][+-]\d{1,3}$"
# As numbers.looks_scientific reads it, full-width signs included; no such cell lacks one of these bytes.
SCIENTIFIC_TEXT = r"^\s*[-－]?[\d０-９]([.．][\d０-９]+)?[eEｅＥ][+\-＋－][\d０-９]{1,3}\s*$"
EXPONENT_BYTES = tuple(sign.encode() for sign in ("e+", "e-", "E+", "E-", "＋", "－", "ｅ", "Ｅ"))
SPOILT_BYTES = tuple(sign.encode() for sign in cells.SPOILT_SIGNS)
SPOILT = "|".join(cells.SPOILT_SIGNS)
NOTHING = pa.array(sorted(cells.NOTHING), pa.string())
CODED = frozenset(("choice", "district", "issuer", "grade", "verb", "measure", "storm_grade", "agency"))


@dataclass(frozen=True, slots=True)
class ReadColumn:
    """A column read: typed values and the qualifiers of a qualified one, row by row.

    `received` holds the text of each cell whose value prints differently, null elsewhere; None when there is none.
    `faults` holds (code of the problem, row positions); `texts` the cells as received, in the pieces they came in.
    """

    values: pa.Array
    qualifiers: pa.Array | None
    texts: pa.ChunkedArray
    received: pa.DictionaryArray | None
    faults: tuple[tuple[str, np.ndarray], ...]


def read_column(
    column: Column,
    texts: pa.ChunkedArray,
    measures: dict[str, Counter],
    key: bool = False,
    today: date | None = None,
) -> ReadColumn:
    """Reads every cell of a column by its declared type; faults are returned, never raised.

    `key`: the texts name their rows, so that two spellings of one name must become one. `today`: see `times`.
    """
    cells_ = glance.whole(texts)
    names = key and column.type == "text"
    plain = np.zeros(len(cells_), bool) if names else _plain(column, cells_)
    if _settles(column, plain, cells_):
        values = _plain_values(cells_, plain, STORED[column.type])
        qualifiers = pa.nulls(len(cells_), pa.string()) if column.qualified else None
        return ReadColumn(values, qualifiers, texts, None, tuple(_limit_faults(column, values)))
    slow = _read_slow(
        column, cells_, plain, readers.read_name if names else readers.reader(column, measures, today)
    )
    values = _values(column, cells_, slow)
    faults = (*slow.faults(), *_limit_faults(column, values))
    return ReadColumn(values, slow.qualifiers() if column.qualified else None, texts, slow.received(), faults)


def _settles(column: Column, plain: np.ndarray, texts: pa.Array) -> bool:
    """Whether a column holds plain cells, and empty ones at most where it may: nothing is left to look at."""
    if not plain.any():
        return False
    return bool(plain.all()) or (
        not column.required and not pc.binary_length(texts.filter(pa.array(~plain))).to_numpy().any()
    )


def _plain_values(texts: pa.Array, plain: np.ndarray, kind: pa.DataType) -> pa.Array:
    """Plain texts cast in one go, null elsewhere."""
    easy = texts if plain.all() else pc.if_else(pa.array(plain), texts, pa.scalar(None, pa.string()))
    return easy.cast(kind)


@dataclass(frozen=True, slots=True)
class _Slow:
    """Cells that need a closer look: `codes` gives each row's distinct text, null in plainly written rows.

    `read` holds (value, qualifier, fault code) of each distinct text, `rewritten` whether its value reads otherwise.
    """

    plain: np.ndarray
    codes: pa.Array
    texts: pa.Array
    read: list[tuple[object, str | None, str]]
    rewritten: list[bool]

    def values(self, kind: pa.DataType) -> pa.Array:
        """The value of each distinct text."""
        return pa.array([value for value, _, _ in self.read], kind)

    def qualifiers(self) -> pa.Array:
        """The qualifier of each row."""
        return pa.array([qualifier for _, qualifier, _ in self.read], pa.string()).take(self.codes)

    def received(self) -> pa.DictionaryArray | None:
        """The texts that are not simply kept, where they stand."""
        if not any(self.rewritten):
            return None
        kept = pc.if_else(
            pa.array(self.rewritten), pa.array(np.arange(len(self.texts), dtype=np.int32)), None
        )
        return pa.DictionaryArray.from_arrays(kept.take(self.codes), self.texts)

    def faults(self) -> list[tuple[str, np.ndarray]]:
        """(code, rows) of every fault."""
        codes = np.array([fault for _, _, fault in self.read], dtype=object)
        found = sorted({*codes} - {""})
        at = self.codes.fill_null(-1).to_numpy() if found else np.empty(0, int)
        return [(code, np.flatnonzero(np.isin(at, np.flatnonzero(codes == code)))) for code in found]


def _read_slow(column: Column, texts: pa.Array, plain: np.ndarray, reader: readers.Reader) -> _Slow:
    hidden = pc.if_else(pa.array(plain), pa.scalar(None, pa.string()), texts) if plain.any() else texts
    encoded = hidden.dictionary_encode()
    distinct = encoded.dictionary.to_pylist()
    read = [_read_one(column, text, reader) for text in distinct]
    rewritten = [_is_rewritten(column, text, value) for text, (value, _, _) in zip(distinct, read)]
    return _Slow(plain, encoded.indices, encoded.dictionary, read, rewritten)


def _values(column: Column, texts: pa.Array, slow: _Slow) -> pa.Array:
    """Plain texts cast in one go, the others as they were read; few-valued columns stay codes to count by."""
    kind = STORED[column.type]
    distinct = slow.values(kind)
    if column.type in CODED:
        coded = distinct.dictionary_encode()
        return pa.DictionaryArray.from_arrays(coded.indices.take(slow.codes), coded.dictionary)
    if not slow.plain.any():
        return distinct.take(slow.codes)
    return pc.coalesce(_plain_values(texts, slow.plain, kind), distinct.take(slow.codes))


STORED: dict[str, pa.DataType] = {
    **dict.fromkeys(("id", "text", "choice", "district", "issuer", "grade", "verb"), pa.string()),
    **dict.fromkeys(("measure", "figure", "storm_grade", "agency", "passage"), pa.string()),
    **dict.fromkeys(("number", "lon", "lat"), pa.float64()),
    "count": pa.int64(),
    "flag": pa.bool_(),
    "time": pa.timestamp("us", tz="UTC"),
}


def _plain(column: Column, texts: pa.Array) -> np.ndarray:
    """Which cells need no closer look: numbers in plain digits, ids in plain ASCII, short texts; never empty ones."""
    if column.type not in PLAIN or not len(texts):
        return np.zeros(len(texts), bool)
    look, test = PLAIN[column.type]
    plain = look(texts)
    doubtful = np.flatnonzero(~plain & pc.greater(pc.binary_length(texts), 0).to_numpy(zero_copy_only=False))
    if len(doubtful):
        rest = texts.take(pa.array(doubtful)) if len(doubtful) < len(texts) else texts
        plain[doubtful] = test(rest).to_numpy(zero_copy_only=False)
    return plain


def _may_be_spoilt(texts: pa.Array) -> pa.Array:
    """Which cells hold a sign of a failed formula or of lost characters."""
    buffer = texts.buffers()[2]
    body = buffer.to_pybytes() if buffer else b""
    if not any(sign in body for sign in SPOILT_BYTES):
        return pa.repeat(False, len(texts))
    return pc.match_substring_regex(texts, SPOILT)


def _odd_text(texts: pa.Array) -> pa.Array:
    """Which cells are spoilt, or may be a number that a spreadsheet has made `1.38E+10`."""
    spoilt = _may_be_spoilt(texts)
    buffer = texts.buffers()[2]
    body = buffer.to_pybytes() if buffer else b""
    if not any(sign in body for sign in EXPONENT_BYTES):
        return spoilt
    return pc.or_(spoilt, pc.match_substring_regex(texts, SCIENTIFIC_TEXT))


def _is_plain_number(texts: pa.Array) -> pa.Array:
    return pc.match_substring_regex(texts, PLAIN_NUMBER)


def _is_plain_count(texts: pa.Array) -> pa.Array:
    return pc.and_(pc.ascii_is_decimal(texts), pc.less_equal(pc.binary_length(texts), 15))


def _is_plain_id(texts: pa.Array) -> pa.Array:
    """Printable ASCII without a space that is no mark for "nothing" and no id a spreadsheet has made `1.38E+10`."""
    solid = pc.and_not(pc.ascii_is_printable(texts), pc.match_substring(texts, " "))
    odd = pc.or_(pc.is_in(texts, NOTHING), pc.match_substring_regex(texts, rf"{SCIENTIFIC}|^'"))
    return pc.and_not(solid, pc.or_(odd, _may_be_spoilt(texts)))


def _is_plain_text(texts: pa.Array) -> pa.Array:
    fits = pc.less_equal(pc.utf8_length(texts), readers.MAX_TEXT)
    untrimmed = pc.not_equal(pc.utf8_trim_whitespace(texts), texts)
    dashes = pc.equal(pc.utf8_trim(texts, cells.BLANK), "")
    odd = pc.or_(pc.starts_with(texts, "'"), pc.or_(untrimmed, dashes))
    return pc.and_not(fits, pc.or_(odd, _odd_text(texts)))


def _glance_at_text(texts: pa.Array) -> np.ndarray:
    odd = _odd_text(texts).to_numpy(zero_copy_only=False)
    return glance.words(texts, readers.MAX_TEXT) & ~odd


def _mask(test: Callable[[pa.Array], pa.Array]) -> Callable[[pa.Array], np.ndarray]:
    return lambda texts: test(texts).to_numpy(zero_copy_only=False)


# By type: a glance at all cells, and the exact test of those it is not sure of.
PLAIN: dict[str, tuple[Callable[[pa.Array], np.ndarray], Callable[[pa.Array], pa.Array]]] = {
    **dict.fromkeys(("number", "lon", "lat"), (glance.decimals, _is_plain_number)),
    "count": (_mask(_is_plain_count), _is_plain_count),
    # Letters and digits alone are neither a mark nor an exponent.
    "id": (_mask(pc.ascii_is_alnum), _is_plain_id),
    "text": (_glance_at_text, _is_plain_text),
}


def _read_one(column: Column, text: str, reader: readers.Reader) -> tuple[object, str | None, str]:
    """(value, qualifier, fault code) of one text; a cell that says "nothing" is None without a fault."""
    empty = "cell.missing" if not text.strip() else "cell.says_nothing"
    nothing = empty if column.required else ""
    if spoilt := cells.spoilt(text):
        return None, None, "" if cells.is_nothing(text) and not column.required else spoilt
    if not text or (column.type not in ("text", "passage", "flag") and cells.is_nothing(text)):
        return None, None, nothing
    if column.type in ("text", "passage") and (not text.strip() or (nothing and cells.is_blank(text))):
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


def _limit_faults(column: Column, values: pa.Array) -> list[tuple[str, np.ndarray]]:
    if column.min is None and column.max is None:
        return []
    lowest = -np.inf if column.min is None else column.min
    highest = np.inf if column.max is None else column.max
    span = pc.min_max(values)
    least, most = span["min"].as_py(), span["max"].as_py()
    if least is None or (lowest <= least and most <= highest):
        return []
    numbers_ = values.to_numpy(zero_copy_only=False).astype(float)
    with np.errstate(invalid="ignore"):
        outside = (numbers_ < lowest) | (numbers_ > highest)
    return [("cell.out_of_range", np.flatnonzero(outside))] if outside.any() else []


def _is_rewritten(column: Column, text: str, value: object) -> bool:
    """Whether what we keep reads differently from what was written, so that the raw cell must be kept beside it."""
    if value is None:
        return bool(text)
    if column.type == "choice":
        return text not in (column.choice(str(value)).zh, value)
    if column.type == "district":
        return text not in (districts.DISTRICTS[str(value)].zh, value)
    return str(value) != text
