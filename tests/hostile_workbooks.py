"""Workbooks made to break a reader, and honest ones broken on their way: name -> (file name, bytes, code of the refusal)."""

import io
import re
import struct
import zipfile
from functools import cache

from tests.workbooks import BOAT, HEADER, edited, ods, parts_of, xls, xlsx, zipped

SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"
LAUGHS = '<!DOCTYPE s [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE s [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
CFB = bytes.fromhex("d0cf11e0a1b11ae1")
FILEPASS = 0x2F


@cache
def hostile() -> dict[str, tuple[str, bytes, str]]:
    """All of them, each refused for one reason."""
    plain, old = xlsx([HEADER, BOAT]), xls([HEADER, BOAT])
    return {
        **_zips(plain),
        **_xml(plain),
        **_old(old),
        "far cell": ("a.xlsx", _with_cell(plain, 'r="XFD1048576"'), "file.workbook_far_cell"),
        "far column": ("a.xlsx", _with_cell(plain, 'r="XFD3"'), "file.workbook_far_cell"),
        "far row": ("a.xlsx", _with_cell(plain, 'r="A1048576"'), "file.workbook_far_cell"),
        "far cell in disguise": ("a.xlsx", _with_cell(plain, 'r = "XFD1048576"'), "file.workbook_memory"),
        "one long text in every cell": ("a.xlsx", xlsx([HEADER, *[["甲" * 10_000]] * 7_000]), "file.workbook_too_large"),
        "one longer text in every cell": ("a.xlsx", xlsx([HEADER, *[["甲" * 30_000]] * 20_000]), "file.workbook_memory"),
        "ods of one cell repeated": ("a.ods", _repeated(), "file.workbook_far_cell"),
        "ods of one row repeated": ("a.ods", _row_again(1_048_576), "file.workbook_far_cell"),
        "ods of a hundred rows repeated": ("a.ods", _row_again(9_000, times=100), "file.workbook_far_cell"),
        "ods of one cell repeated beside": ("a.ods", _row_again(1, beside=16_384), "file.workbook_far_cell"),
        "more cells than are told of": ("a.xlsx", _scattered(plain), "file.workbook_too_many_cells"),
        "ods with a password": ("a.ods", _locked_ods(), "file.workbook_protected"),
        "empty": ("a.xlsx", xlsx([]), "file.empty"),
        "only hidden sheets": ("a.xlsx", _hidden(plain), "file.workbook_only_hidden"),
        "too many columns": ("a.xlsx", xlsx([[*HEADER, *map(str, range(195))], [*BOAT, *"1" * 196]]), "file.workbook_far_cell"),
        "wps": ("渔船.et", old, "file.wps_et"),
        "wps of today": ("渔船.ET", plain, "file.wps_et"),
        "web page": ("a.xls", b"<html><table><tr><td>1</td></tr></table></html>", "file.not_text"),
        "xml of 2003": ("a.xls", b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>', "file.not_text"),
    }  # fmt: skip


def _zips(plain: bytes) -> dict[str, tuple[str, bytes, str]]:
    zeros = parts_of(plain) | {SHEET: bytes(61_000_000)}
    dense = parts_of(plain) | {"xl/x.bin": bytes(20_000_000)}
    many = parts_of(plain) | {f"xl/media/{n}.png": b"" for n in range(2000)}
    return {
        "zip bomb": ("a.xlsx", zipped(zeros), "file.workbook_too_large"),
        "dense zip bomb": ("a.xlsx", zipped(dense), "file.workbook_unsafe"),
        "lying sizes": ("a.xlsx", _lying(zipped(zeros)), "file.workbook_unsafe"),
        "too many parts": ("a.xlsx", zipped(many), "file.workbook_too_many_parts"),
        "cut off": ("a.xlsx", plain[:-200], "file.workbook_broken"),
        "cut in half": ("a.xlsx", plain[: len(plain) // 2], "file.workbook_broken"),
        "four bytes": ("a.xlsx", b"PK\x03\x04", "file.workbook_broken"),
        "spoilt in between": ("a.xlsx", plain[:700] + bytes(60) + plain[760:], "file.workbook_broken"),
        "unknown packing": ("a.xlsx", _packed_otherwise(plain), "file.workbook_broken"),
        "zip with a password": ("a.xlsx", _locked_zip(plain), "file.workbook_protected"),
        "archive": ("全部.zip", zipped({"渔船.xlsx": plain, "水库.xlsx": plain}), "file.archive"),
        "archive in archives": ("a.xlsx", zipped({"a.zip": zipped({"b.zip": plain})}), "file.archive"),
        "letter": ("a.xlsx", zipped({"[Content_Types].xml": "", "word/document.xml": ""}), "file.not_text"),
        "nothing but types": ("a.xlsx", zipped({"[Content_Types].xml": ""}), "file.workbook_broken"),
    }


def _xml(plain: bytes) -> dict[str, tuple[str, bytes, str]]:
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    parts = parts_of(plain)
    wide = "".join([head.replace("UTF-8", "UTF-16"), OUTSIDE, "<worksheet/>"]).encode("utf-16")
    codes = {
        "document type": (edited(plain, SHEET, head, head + "<!DOCTYPE worksheet>"), "file.workbook_unsafe"),
        "billion laughs": (edited(plain, STRINGS, head, head + LAUGHS), "file.workbook_unsafe"),
        "outside entity": (edited(plain, STRINGS, head, head + OUTSIDE), "file.workbook_unsafe"),
        "outside entity in UTF-16": (zipped(parts | {SHEET: wide}), "file.workbook_unsafe"),
        "unclosed": (edited(plain, SHEET, "</sheetData>", ""), "file.workbook_broken"),
        "deep and unclosed": (edited(plain, SHEET, "</sheetData>", "<a>" * 200_000), "file.workbook_broken"),
        "string of no number": (edited(plain, SHEET, "<v>0</v>", "<v>99999999</v>"), "file.workbook_broken"),
        "strings beyond counting": (edited(plain, STRINGS, 'uniqueCount="9"', 'uniqueCount="4000000000"'), "file.workbook_memory"),
        "sheet of itself": (edited(plain, "xl/_rels/workbook.xml.rels", "worksheets/sheet1.xml", "workbook.xml"), "file.empty"),
        "sheet that is not there": (zipped({name: part for name, part in parts.items() if name != SHEET}), "file.workbook_broken"),
        "sheet elsewhere": (edited(plain, "xl/_rels/workbook.xml.rels", 'Target="worksheets/sheet1.xml"', 'Target="http://192.0.2.1/x" TargetMode="External"'), "file.workbook_broken"),
    }  # fmt: skip
    return {name: ("a.xlsx", data, code) for name, (data, code) in codes.items()}


def _old(old: bytes) -> dict[str, tuple[str, bytes, str]]:
    name = "Workbook\0".encode("utf-16-le")
    header = old[:512]
    counts = header[:44] + struct.pack("<II", 0xFFFFFFF0, 0xFFFFFFF0) + header[52:]
    codes = {
        "old, header only": (CFB, "file.workbook_broken"),
        "old, a sector only": (header, "file.workbook_broken"),
        "old, half": (old[: len(old) // 2] + name, "file.workbook_broken"),
        "old, noise": (header + bytes(range(256)) * 20 + name, "file.workbook_broken"),
        "old, sectors beyond counting": (counts + old[512:], "file.workbook_broken"),
        "old, with a password": (_locked_old(old), "file.workbook_protected"),
        "new, with a password": (header + bytes(512) + "EncryptedPackage\0".encode("utf-16-le"), "file.workbook_protected"),
        "letter of old": (header + "WordDocument\0".encode("utf-16-le"), "file.not_text"),
    }  # fmt: skip
    return {title: ("a.xls", data, code) for title, (data, code) in codes.items()}


def _with_cell(plain: bytes, place: str) -> bytes:
    """The workbook with one more cell."""
    row = re.search("[0-9]{1,7}", place.split('"')[1])[0]
    cell = f'<row {place.split("r")[0]}r="{row}"><c {place}><v>1</v></c></row></sheetData>'
    cell = cell if " = " not in place else cell.replace('<row r="', '<row r = "')
    return edited(plain, SHEET, "</sheetData>", cell)


def _scattered(plain: bytes) -> bytes:
    """One cell in each ten thousandth row and one in the last column that is read."""
    for place in ("GR3", "A10000", "A20000", "A30000"):
        plain = _with_cell(plain, f'r="{place}"')
    return plain


def _hidden(plain: bytes) -> bytes:
    return edited(plain, "xl/workbook.xml", '<sheet name="Sheet1"', '<sheet name="Sheet1" state="hidden"')


def _lying(data: bytes) -> bytes:
    """Every part says that it is ten bytes long."""
    said = bytearray(data)
    for signature, place in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        for found in re.finditer(re.escape(signature), data):
            said[found.start() + place : found.start() + place + 4] = struct.pack("<I", 10)
    return bytes(said)


def _packed_otherwise(plain: bytes) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_LZMA) as package:
        for name, body in parts_of(plain).items():
            package.writestr(name, body)
    return sink.getvalue()


def _locked_zip(plain: bytes) -> bytes:
    said = bytearray(plain)
    for found in re.finditer(rb"PK\x01\x02", plain):
        said[found.start() + 8] |= 1
    return bytes(said)


def _locked_old(old: bytes) -> bytes:
    """Its second record says that what follows is encrypted: [MS-XLS] 2.4.117."""
    start = old.index(bytes.fromhex("09081000"))  # BOF
    second = start + 4 + struct.unpack_from("<H", old, start + 2)[0]
    return old[:second] + struct.pack("<H", FILEPASS) + old[second + 2 :]


def _repeated() -> bytes:
    data = ods([HEADER, BOAT])
    many = 'table:number-columns-repeated="16384"'
    text = parts_of(data)["content.xml"].decode()
    text = text.replace("<table:table-cell ", f"<table:table-cell {many} ")
    text = text.replace("<table:table-row>", '<table:table-row table:number-rows-repeated="1048576">')
    return zipped(parts_of(data) | {"content.xml": text})


def _row_again(rows: int, times: int = 1, beside: int = 1) -> bytes:
    """One row more, written so many times and repeated each time; its only cell repeated too."""
    data = ods([HEADER, BOAT])
    cell = '<table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell>'
    cell = cell.replace(" ", f' table:number-columns-repeated="{beside}" ', 1)
    row = f'<table:table-row table:number-rows-repeated="{rows}">{cell}</table:table-row>'
    text = parts_of(data)["content.xml"].decode().replace("</table:table>", row * times + "</table:table>")
    return zipped(parts_of(data) | {"content.xml": text})


def _locked_ods() -> bytes:
    data = ods([HEADER, BOAT])
    told = '<manifest:encryption-data manifest:checksum="x"/></manifest:file-entry>'
    parts = parts_of(data)
    manifest = re.sub(
        r'(<manifest:file-entry[^>]*full-path="content.xml"[^>]*?)/>',
        rf"\1>{told}",
        parts["META-INF/manifest.xml"].decode(),
    )
    assert "encryption-data" in manifest, manifest
    return zipped(parts | {"META-INF/manifest.xml": manifest})
