"""Looks a workbook over before any library opens it: what kind it is, how large it gets, what it must not hold."""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator

from domain.problems import Problem, Refused
from loaders.limits import MOST_MB, MOST_PARTS, MOST_RATIO
from loaders.text import FORMATS

ZIP = (b"PK\x03\x04", b"PK\x05\x06")
CFB = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_DIRECTORY_ENTRY = b"PK\x01\x02"
_MOST_BYTES = MOST_MB * 1_000_000
_PIECE = 1 << 18
_FORBIDDEN = re.compile(rb"<!(DOCTYPE|ENTITY)")
_OVERLAP = 32
# Pictures and embedded files are counted, but nobody reads them as XML.
_NOT_READ = re.compile(r"(^|/)(media|embeddings|pictures|thumbnails|printersettings)/", re.IGNORECASE)
_STORED, _DEFLATED = 0, 8
_LOCAL_HEADER = 30
_ENCRYPTED = 1
# [MS-XLS] 2.1.7.20.3: the stream begins with BOF, perhaps WRITEPROTECT, and FILEPASS where all else is encrypted.
_FILEPASS = re.compile(rb"\x09\x08\x10\x00.{16}(\x86\x00\x00\x00)?\x2f\x00", re.DOTALL)
# ODF 1.2 part 3, 4.8.1: so the manifest says how a part is encrypted.
_MANIFEST, _ENCRYPTION = "META-INF/manifest.xml", b"encryption-data"
_OTHER_OFFICE = (("word/", "docx"), ("ppt/", "pptx"))
_OTHER_STREAMS = (("WordDocument", "doc"), ("PowerPoint Document", "ppt"))


def is_workbook(data: bytes) -> bool:
    """Whether the first bytes are those of a zip or of a compound file, whatever the file is called."""
    return data.startswith((*ZIP, CFB))


def look_over(data: bytes, filename: str) -> str:
    """What kind of workbook it is: xlsx, xlsm, xlsb, ods or xls. Nothing in it is parsed.

    Raises Refused: file.wps_et, file.archive, file.not_text (docx, doc, ...), file.workbook_broken,
    file.workbook_protected, file.workbook_too_large, file.workbook_too_many_parts, file.workbook_unsafe.
    """
    if filename.lower().endswith(".et"):
        raise _refused("file.wps_et")
    return _zip(data) if data.startswith(ZIP) else _compound(data)


def _refused(code: str, expected: object = None, **holes: str | int) -> Refused:
    said = None if expected is None else str(expected)
    return Refused([Problem(code, expected=said, holes=tuple(holes.items()))])


def _compound(data: bytes) -> str:
    """An old workbook, or a new one within an envelope that only its password opens."""
    _refuse_large(len(data))
    if _stream(data, "EncryptedPackage") or _FILEPASS.search(data):
        raise _refused("file.workbook_protected")
    for name, kind in _OTHER_STREAMS:
        if _stream(data, name):
            raise _refused("file.not_text", FORMATS, kind=kind)
    if not (_stream(data, "Workbook") or _stream(data, "Book")):
        raise _refused("file.workbook_broken")
    return "xls"


def _stream(data: bytes, name: str) -> bool:
    """Whether a directory of the compound file may name that stream: [MS-CFB] 2.6.1, UTF-16 and a NUL."""
    return f"{name}\0".encode("utf-16-le") in data


def _zip(data: bytes) -> str:
    parts = _parts(data)
    if any(part.flag_bits & _ENCRYPTED for part in parts):
        raise _refused("file.workbook_protected")
    kind = _kind({part.filename for part in parts})
    _refuse_large(sum(part.file_size for part in parts), len(data))
    counted = 0
    for part in parts:
        for size in _looked_at(_pieces(data, part), part.filename):
            counted += size
            _refuse_large(counted, len(data))
    return kind


def _parts(data: bytes) -> list[zipfile.ZipInfo]:
    """The directory; counted before it is read, since its own count may say anything."""
    count = data.count(_DIRECTORY_ENTRY)
    if count > MOST_PARTS:
        raise _refused("file.workbook_too_many_parts", MOST_PARTS, found=count)
    try:
        return zipfile.ZipFile(io.BytesIO(data)).infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, struct.error):
        raise _refused("file.workbook_broken") from None


def _kind(names: set[str]) -> str:
    folded = {name.replace("\\", "/").lower() for name in names}
    if "content.xml" in folded:
        return "ods"
    for folder, kind in _OTHER_OFFICE:
        if any(name.startswith(folder) for name in folded):
            raise _refused("file.not_text", FORMATS, kind=kind)
    if "xl/workbook.bin" in folded:
        return "xlsb"
    if "xl/workbook.xml" not in folded:
        raise _refused("file.workbook_broken" if "[content_types].xml" in folded else "file.archive")
    return "xlsm" if "xl/vbaproject.bin" in folded else "xlsx"


def _refuse_large(size: int, packed: int | None = None) -> None:
    if size > _MOST_BYTES:
        raise _refused("file.workbook_too_large", MOST_MB)
    if packed and size > packed * MOST_RATIO:
        raise _refused("file.workbook_unsafe")


def _pieces(data: bytes, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """A part unpacked piece by piece to its real end, whatever size it declares."""
    if not 0 <= part.header_offset <= len(data) - _LOCAL_HEADER:
        raise _refused("file.workbook_broken")
    name, extra = struct.unpack_from("<HH", data, part.header_offset + _LOCAL_HEADER - 4)
    start = part.header_offset + _LOCAL_HEADER + name + extra
    packed = memoryview(data)[start : start + part.compress_size]
    if len(packed) < part.compress_size or part.compress_type not in (_STORED, _DEFLATED):
        raise _refused("file.workbook_broken")
    if part.compress_type == _STORED:
        yield from (bytes(packed[at : at + _PIECE]) for at in range(0, len(packed), _PIECE))
        return
    try:
        yield from _inflated(packed)
    except zlib.error:
        raise _refused("file.workbook_broken") from None


def _inflated(packed: memoryview) -> Iterator[bytes]:
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    waiting: bytes | memoryview = packed
    while not unpacker.eof:
        piece = unpacker.decompress(waiting, _PIECE)
        if not piece and not unpacker.unconsumed_tail and not unpacker.eof:
            raise zlib.error("cut off")
        yield piece
        waiting = unpacker.unconsumed_tail


def _looked_at(pieces: Iterable[bytes], name: str) -> Iterator[int]:
    """Sizes of a part's pieces; refuses a DTD in it, also across two pieces or in UTF-16."""
    before = b""
    for piece in pieces:
        around = b"" if _NOT_READ.search(name) else (before + piece).replace(b"\0", b"")
        if _FORBIDDEN.search(around):
            raise _refused("file.workbook_unsafe")
        if name == _MANIFEST and _ENCRYPTION in around:
            raise _refused("file.workbook_protected")
        before = piece[-_OVERLAP:]
        yield len(piece)
