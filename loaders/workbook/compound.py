"""A stream of a compound file, the envelope of every XLS: [MS-CFB]."""

import struct
from collections.abc import Sequence

_LAST = 0xFFFFFFFA  # sector numbers from here on mark an end or a free one
_ENTRY = 128
_MINI = 64


def stream(data: bytes, names: Sequence[str]) -> bytes:
    """The first stream of one of these names; empty when there is none. Raises struct.error, ValueError where it is broken."""
    (shift,) = struct.unpack_from("<H", data, 30)
    first_entry, cutoff, first_mini = struct.unpack_from("<I4xII", data, 48)
    sector = 1 << shift
    fat = _numbers(b"".join(_sector(data, number, sector) for number in _fat_sectors(data, sector)))
    entries = _chained(data, fat, first_entry, sector)
    found = {
        _name(entries, at): struct.unpack_from("<IQ", entries, at + 116)
        for at in range(0, len(entries), _ENTRY)
    }
    start, size = next((found[name] for name in names if name in found), (0, 0))
    size &= 0xFFFFFFFF  # [MS-CFB] 2.6.3: in version 3 the upper half may be anything
    if not size or size >= cutoff:
        return _chained(data, fat, start, sector)[:size] if size else b""
    whole = _chained(data, fat, found["Root Entry"][0], sector)
    minis = _numbers(_chained(data, fat, first_mini, sector))
    return _chained(whole, minis, start, _MINI)[:size]


def _fat_sectors(data: bytes, sector: int) -> list[int]:
    """Where the table of sectors lies: 109 numbers in the header, the others in a chain of their own."""
    listed = list(struct.unpack_from("<109I", data, 76))
    (following,) = struct.unpack_from("<I", data, 68)
    while following < _LAST:
        *more, following = _numbers(_sector(data, following, sector))
        listed += more
        if len(listed) * sector > len(data) + 110 * sector:
            raise ValueError("a chain of sectors bites its tail")
    return [number for number in listed if number < _LAST]


def _sector(data: bytes, number: int, sector: int) -> bytes:
    return data[(number + 1) * sector : (number + 2) * sector]


def _numbers(data: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4])


def _chained(data: bytes, table: Sequence[int], number: int, size: int) -> bytes:
    """The sectors of a chain, one after the other; small ones have no header before them."""
    before = 0 if size == _MINI else size
    pieces: list[bytes] = []
    while number < _LAST:
        if number >= len(table) or len(pieces) > len(table):
            raise ValueError("a chain of sectors leads out of its table or bites its tail")
        pieces.append(data[before + number * size : before + (number + 1) * size])
        number = table[number]
    return b"".join(pieces)


def _name(entries: bytes, at: int) -> str:
    (length,) = struct.unpack_from("<H", entries, at + 64)
    return entries[at : at + min(length, 64)].decode("utf-16-le", "replace").rstrip("\0")
