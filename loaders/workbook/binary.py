"""What calamine leaves out of XLS and XLSB: failed formulas, which come as empty cells, and hidden rows."""

import struct
from collections.abc import Iterator
from typing import NamedTuple

from loaders.workbook.compound import stream
from loaders.workbook.marks import Marks
from loaders.workbook.parts import Package, targets

# [MS-XLS] 2.5.10 and [MS-XLSB] 2.5.97.2
_ERRORS = {
    0: "#NULL!",
    7: "#DIV/0!",
    15: "#VALUE!",
    23: "#REF!",
    29: "#NAME?",
    36: "#NUM!",
    42: "#N/A",
    43: "#GETTING_DATA",
}


class _Record(NamedTuple):
    kind: int
    body: bytes


def marks_of_xls(data: bytes) -> dict[str, Marks]:
    """Marks by the name of the sheet: [MS-XLS] 2.4, records BoundSheet8, Row, BoolErr and Formula."""
    book = stream(data, ("Workbook", "Book"))
    found: dict[str, Marks] = {}
    for record in _old_records(book, 0):
        if record.kind == 0x85 and len(record.body) > 8:
            at, letters, wide = (*struct.unpack_from("<I2xB", record.body), record.body[7] & 1)
            name = record.body[8 : 8 + letters * (1 + wide)].decode(
                "utf-16-le" if wide else "latin-1", "replace"
            )
            found[name] = _old_sheet(book, at)
    return found


def _old_records(book: bytes, at: int) -> Iterator[_Record]:
    """The records of one part of the stream, to its end."""
    while at + 4 <= len(book):
        kind, size = struct.unpack_from("<HH", book, at)
        yield _Record(kind, book[at + 4 : at + 4 + size])
        if kind == 0x0A:
            return
        at += 4 + size


def _old_sheet(book: bytes, at: int) -> Marks:
    marks = Marks()
    for kind, body in _old_records(book, at):
        if kind == 0x208 and len(body) >= 16 and body[12] & 0x20:
            marks.hidden_rows.append(struct.unpack_from("<H", body)[0] + 1)
        failed = (kind == 0x205 and len(body) >= 8 and body[7]) or (
            kind == 0x06 and len(body) >= 14 and body[6] == 2 and body[12:14] == b"\xff\xff"
        )
        if failed:
            code = body[6] if kind == 0x205 else body[8]
            marks.errors[struct.unpack_from("<HH", body)] = _ERRORS.get(code, "#N/A")
    return marks


def marks_of_xlsb(data: bytes) -> dict[str, Marks]:
    """Marks by the name of the sheet: [MS-XLSB] 2.4, records BrtBundleSh, BrtRowHdr, BrtCellError and BrtFmlaError."""
    package = Package(data)
    paths = targets(package.read("xl/_rels/workbook.bin.rels"))
    found: dict[str, Marks] = {}
    for kind, body in _records(package.read("xl/workbook.bin")):
        if kind == 156:
            link, after = _wide(body, 8)
            found[_wide(body, after)[0]] = _sheet(package.read(paths[link]))
    return found


def _records(part: bytes) -> Iterator[_Record]:
    at = 0
    while at < len(part):
        kind, at = part[at], at + 1
        if kind & 0x80:
            kind, at = kind & 0x7F | part[at] << 7, at + 1
        size, shift = 0, 0
        while True:
            byte, at = part[at], at + 1
            size |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80:
                break
        yield _Record(kind, part[at : at + size])
        at += size


def _wide(body: bytes, at: int) -> tuple[str, int]:
    """A text that begins with how many letters it has, and where it ends."""
    (letters,) = struct.unpack_from("<I", body, at)
    end = at + 4 + 2 * letters
    return body[at + 4 : end].decode("utf-16-le"), end


def _sheet(part: bytes) -> Marks:
    marks, row = Marks(), 0
    for kind, body in _records(part):
        if kind == 0:
            (row,) = struct.unpack_from("<I", body)
            if len(body) > 11 and body[11] & 0x10:
                marks.hidden_rows.append(row + 1)
        elif kind in (3, 11):
            marks.errors[row, struct.unpack_from("<I", body)[0]] = _ERRORS.get(body[8], "#N/A")
    return marks
