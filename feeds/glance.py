"""What the bytes of a column of texts tell at a glance, before any cell is looked at by itself.

A test of each cell costs 40 ns and more, however short it is; one of all bytes at once costs 1 ns a cell.
Whatever a glance is not sure of is left to the exact test.
"""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

# Decimals of this length have no more digits than a float keeps.
LONGEST_DECIMAL = 12
_DOT, _ZERO = ord("."), np.uint8(ord("0"))


def whole(column: pa.ChunkedArray) -> pa.Array:
    """A column in one piece; one that is in one piece already is not copied, as `combine_chunks` would."""
    return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()


def may_hold(texts: pa.ChunkedArray, word: str) -> bool:
    """Whether a lower-case word, its letters in either case, may stand in a cell; if not, it stands in none."""
    sought = word.encode()
    return any(_holds(chunk.buffers()[2], sought) for chunk in texts.chunks)


def decimals(texts: pa.Array) -> np.ndarray:
    """Which cells surely are digits, or digits with a point between them, as a bool array."""
    body, starts = _bytes(texts)
    lengths = np.diff(starts)
    points = pc.find_substring(texts, ".").to_numpy()
    sure = (lengths > 0) & (lengths <= LONGEST_DECIMAL) & (points != 0) & (points != lengths - 1)
    is_point = body == _DOT
    if np.count_nonzero(is_point) != np.count_nonzero(points >= 0):
        return np.zeros(len(texts), bool)
    other = np.flatnonzero(((body - _ZERO) > 9) & ~is_point)
    sure[np.searchsorted(starts, other, "right") - 1] = False
    return sure


def words(texts: pa.Array, longest: int) -> np.ndarray:
    """Which cells surely begin and end with an ASCII letter, a digit or a Chinese character, and are not long; a bool array."""
    body, starts = _bytes(texts)
    lengths = np.diff(starts)
    around = np.concatenate([np.zeros(3, np.uint8), body, np.zeros(1, np.uint8)])
    first, last, third_last = (around[at + 3] for at in (starts[:-1], starts[1:] - 1, starts[1:] - 3))
    ends = _BEGINS_A_WORD[last] & (last < 128) | (
        _BEGINS_A_WORD[third_last] & (third_last >= 128) & (last >= 128)
    )
    return _BEGINS_A_WORD[first] & ends & (lengths > 0) & (lengths <= longest)


# The characters of U+4000 to U+9FFF begin with E4 to E9 in UTF-8.
_BEGINS_A_WORD = np.array(
    [(byte < 128 and chr(byte).isalnum()) or 0xE4 <= byte <= 0xE9 for byte in range(256)]
)


def _holds(data: pa.Buffer | None, sought: bytes) -> bool:
    body = data.to_pybytes() if data else b""
    # A single byte is looked for ten times as fast as a word.
    single = (sought[i : i + 1] for i in range(len(sought)))
    return all(byte in body or byte.upper() in body for byte in single) and sought in body.lower()


def _bytes(texts: pa.Array) -> tuple[np.ndarray, np.ndarray]:
    """The bytes of all cells one after the other, and where each begins, with the end of the last."""
    _, offsets, data = texts.buffers()
    starts = np.frombuffer(offsets, np.int32)[texts.offset : texts.offset + len(texts) + 1]
    body = np.frombuffer(data, np.uint8) if data else np.empty(0, np.uint8)
    return body[starts[0] : starts[-1]], starts - starts[0]
