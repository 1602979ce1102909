"""Bytes to text: byte-order mark, UTF-8, UTF-16 by its NULs, GB18030; the headers decide when in doubt."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
import pyarrow as pa

from domain.problems import Problem, Refused
from domain.unseen import UNSEEN
from feeds.headers import normalise
from loaders import gb18030
from loaders.garbled import is_garbled

ENCODINGS = "UTF-8 / GB18030 / UTF-16"
FORMATS = "XLSX / XLSM / XLS / XLSB / ODS / CSV / TSV / TXT"
HEAD_LINES = 20
HEAD_CHARACTERS = 1 << 16
# Large enough to be quick, small enough to stay in the processor's cache.
BLOCK = 1 << 18

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be", "utf-16-be"),
)
_SIGNATURES = (
    (b"PK\x03\x04", "xlsx"),
    (b"PK\x05\x06", "xlsx"),
    (b"\xd0\xcf\x11\xe0", "xls"),
    (b"%PDF", "pdf"),
    (b"\x1f\x8b", "packed"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"Rar!", "packed"),
)
# Those of domain.unseen that a search for their first bytes finds; most files hold none of them.
_RARE = tuple(sign.encode() for sign in "\x0b\x0c\x7f\u061c\u180e\ufff9\ufffa\ufffb")
_RARE += (b"\xf3\xa0\x80", b"\xf3\xa0\x81")  # U+E0000 to U+E007F
_C1 = re.compile(rb"\xc2[\x80-\x9f\xad]")
_MARKUP = re.compile(
    rb"\s*(?:(?P<xml><\?xml(?!.{0,300}<html))|<!doctype html|<html|<table|<\?xml)", re.IGNORECASE | re.DOTALL
)
# Signs that two UTF-8 bytes make and that stand in otherwise plain files.
_COMMON_SIGNS = frozenset("°±×÷·²³µ")
_ENOUGH_CHARACTERS = 10
_CANDIDATES = {"gb18030": "gb18030", "big5": "cp950", "utf-16-le": "utf-16-le", "utf-16-be": "utf-16-be"}


@dataclass(frozen=True)
class Decoded:
    """A file as UTF-8 bytes, from `begins` on, after its byte-order mark, and the encoding it was written in."""

    payload: bytes
    encoding: str
    begins: int = 0

    @cached_property
    def text(self) -> str:
        """All of it as text; a large file is better taken as `payload`."""
        return self.payload[self.begins :].decode()


def decode(data: bytes, known_headers: Collection[str]) -> Decoded:
    """The text of a file of which one header at least should be among `known_headers`.

    Raises Refused: file.empty; file.not_text (kind: xlsx, xls, pdf, image, packed, html, xml or binary); file.encoding_unknown
    where no reading can be trusted, file.garbled where the text was spoilt before, so that nothing is ever taken in garbled.
    """
    _refuse_other_formats(data)
    known = normalised(frozenset(known_headers))
    decoded = _by_mark(data) or _by_nuls(data, known) or _utf8(data, known) or _by_headers(data, known)
    if decoded is None:
        raise _unknown()
    head = decoded.payload[decoded.begins : decoded.begins + BLOCK].decode(errors="ignore")
    if not head.strip() and not decoded.text.strip():
        raise Refused([Problem("file.empty")])
    # A Chinese header that is known proves the rest.
    if not head.isascii() and not _has_words(known_among(head, known)) and is_garbled(head):
        raise Refused([Problem("file.garbled")])
    return decoded


def has_invisible(payload: bytes, begins: int = 0) -> bool:
    """Whether UTF-8 bytes hold control characters, zero-width characters or direction overrides from `begins` on."""
    if any(rare in payload for rare in _RARE) or (b"\xc2" in payload and _C1.search(payload)):
        return True
    codes = np.frombuffer(payload, dtype=np.uint8)[begins:]
    # Two bytes more than a block: a character of three may begin in one and end in the next.
    return any(_has_invisible(codes[start : start + BLOCK + 2]) for start in range(0, len(codes), BLOCK))


def _has_invisible(codes: np.ndarray) -> bool:
    # Of 0 to 31, tab, line feed and return (9, 10, 13) are seen, and 11 and 12 were looked for before.
    if codes.min() < 9 or (codes - np.uint8(14)).min() < 18:
        return True
    if ((codes[:-2] == 0xEF) & (codes[1:-1] == 0xBB) & (codes[2:] == 0xBF)).any():
        return True
    suspects = np.flatnonzero(codes[:-2] == 0xE2)
    around = codes[suspects[:, None] + np.arange(3)]
    return UNSEEN.search(around.tobytes().decode()) is not None


def known_among(text: str, known: Collection[str]) -> frozenset[str]:
    """Which of the known (normalised) headers stand as cells in the first lines of a text."""
    lines = re.split(r"[\r\n]+", text[:HEAD_CHARACTERS])[:HEAD_LINES]
    cells = (normalise(cell.strip(' "')) for line in lines for cell in re.split(r"[,;\t|]", line))
    return frozenset(known).intersection(cells)


@lru_cache(maxsize=8)
def normalised(headers: frozenset[str]) -> frozenset[str]:
    """The headers as `normalise` gives them."""
    return frozenset(map(normalise, headers))


def _unknown() -> Refused:
    return Refused([Problem("file.encoding_unknown", expected=ENCODINGS)])


def _not_text(kind: str) -> Refused:
    return Refused([Problem("file.not_text", expected=FORMATS, holes=(("kind", kind),))])


def _refuse_other_formats(data: bytes) -> None:
    if not data or data.isspace():
        raise Refused([Problem("file.empty")])
    for signature, kind in _SIGNATURES:
        if data.startswith(signature):
            raise _not_text(kind)
    if markup := _MARKUP.match(data[:512].removeprefix(b"\xef\xbb\xbf")):
        raise _not_text("xml" if markup["xml"] else "html")


def _by_mark(data: bytes) -> Decoded | None:
    for mark, name, codec in _MARKS:
        if data.startswith(mark):
            begins = len(mark)
            if codec == "utf-8" and _is_utf8(data, begins):
                return Decoded(data, name, begins)
            text = _reading(data[begins:], codec)
            if text is None:
                raise _unknown()
            return Decoded(text.encode(), name)
    return None


def _by_nuls(data: bytes, known: frozenset[str]) -> Decoded | None:
    """UTF-16 without a mark: every comma, digit and line end has a NUL on the same side."""
    if b"\0" not in data:
        return None
    little_first = data[1::2].count(0) >= data[0::2].count(0)
    for name in ("utf-16-le", "utf-16-be") if little_first else ("utf-16-be", "utf-16-le"):
        text = _reading(data, name)
        if text is not None and (known_among(text, known) or _looks_like_a_table(text)):
            return Decoded(text.encode(), name)
    if data.count(0) * 100 > len(data) or _reading(data, "utf-8") is None:
        raise _not_text("binary")
    return None


def _looks_like_a_table(text: str) -> bool:
    used = set(text[:HEAD_CHARACTERS])
    return bool(used.intersection(",;\t\n")) and all(char.isprintable() or char.isspace() for char in used)


def _utf8(data: bytes, known: frozenset[str]) -> Decoded | None:
    if not _is_utf8(data):
        return None
    if data.isascii() or _has_words(known_among(data[: 4 * HEAD_CHARACTERS].decode(errors="ignore"), known)):
        return Decoded(data, "utf-8")
    other = _reading(data, "gb18030")
    if other is not None and _has_words(known_among(other, known)):
        return Decoded(other.encode(), "gb18030")
    if other is not None and _is_doubtful(data.decode()):
        raise _unknown()
    return Decoded(data, "utf-8")


def _is_doubtful(text: str) -> bool:
    """Whether valid UTF-8 may be GB18030 by chance: all of it pairs of bytes, as 没 in GBK is û in UTF-8."""
    beyond_ascii = {char for char in set(text) - _COMMON_SIGNS if char > "\x7f"}
    return bool(beyond_ascii) and max(beyond_ascii) < "\u0800"


def _by_headers(data: bytes, known: frozenset[str]) -> Decoded | None:
    """GB18030 if its reading holds a Chinese header we know, else another that does; none goes unproven."""
    for name, codec in _CANDIDATES.items():
        text = _reading(data, codec)
        if text is not None and _has_words(known_among(text, known)):
            return Decoded(text.encode(), name)
    text = _reading(data, "gb18030")
    if text is not None and known_among(text, known) and _is_everyday_chinese(text):
        return Decoded(text.encode(), "gb18030")
    return None


def _has_words(headers: Iterable[str]) -> bool:
    """Whether one of them is not plain ASCII, which every encoding reads alike."""
    return any(not header.isascii() for header in headers)


def _is_everyday_chinese(text: str) -> bool:
    """Whether the characters are those of GB2312, as in real text; in Big5 read as GB18030 they are not."""
    beyond_ascii = {char for char in text[:HEAD_CHARACTERS] if char > "\x7f"}
    everyday = "".join(beyond_ascii).encode("gb2312", "ignore").decode("gb2312")
    return len(beyond_ascii) >= _ENOUGH_CHARACTERS and len(everyday) >= 0.95 * len(beyond_ascii)


def _is_utf8(data: bytes, begins: int = 0) -> bool:
    """Whether bytes are UTF-8 from `begins` on: as one Arrow string laid around them, neither copied nor decoded."""
    ends = pa.py_buffer(np.array([begins, len(data)], np.int64))
    try:
        pa.LargeStringArray.from_buffers(1, ends, pa.py_buffer(data)).validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True


def _reading(data: bytes, codec: str) -> str | None:
    try:
        return gb18030.decode(data) if codec == "gb18030" else data.decode(codec)
    except UnicodeError:
        return None
