"""What is sent to do harm: refused in words before it is parsed, and nothing outside the file is fetched or opened."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest
from lxml import etree

from domain.problems import Refused
from domain.words import LANGUAGES, catalogue
from loaders.alerts import cap
from loaders.documents import tables_of
from tests.loaders.alerts.messages import SOUND
from tests.reference import reference

LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
BILLION_LAUGHS = f'<!DOCTYPE alert [<!ENTITY l0 "ha">{LAUGHS}]>'
QUADRATIC = f'<!DOCTYPE alert [<!ENTITY a "{"a" * 50_000}">]>'


def with_head(head: str, text: str = "合成样本。") -> bytes:
    """The sound message with something before its root, and another description."""
    return SOUND.replace("<alert ", f"{head}\n<alert ").replace("合成样本。", text).encode()


def codes(data: bytes) -> list[tuple[str, int | None]]:
    with pytest.raises(Refused) as refused:
        tables_of(data, "alert.xml")
    for problem in refused.value.problems:
        assert set(catalogue()[f"problems.{problem.code}"]) == set(LANGUAGES)
    return [(problem.code, problem.row) for problem in refused.value.problems]


@pytest.fixture
def asked() -> Iterator[tuple[str, list[str]]]:
    """A server on this machine, and what was asked of it."""
    paths: list[str] = []

    class Noting(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            paths.append(self.path)
            self.send_response(404)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    server = HTTPServer(("127.0.0.1", 0), Noting)
    Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", paths
    server.shutdown()
    server.server_close()


def test_a_message_that_points_outside_itself_is_refused_unparsed_and_nothing_is_asked_for(
    asked: tuple[str, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    address, paths = asked
    data = reference("cap/invalid/google_xee.cap").read_bytes()
    parsed: list[bytes] = []
    monkeypatch.setattr(cap.etree, "fromstring", lambda *given: parsed.append(given[0]))
    assert codes(data.replace(b"http://localhost:8080", address.encode())) == [
        ("file.alert_document_type", 3)
    ]
    assert (parsed, paths) == ([], [])


def test_the_parser_alone_would_neither_fetch_nor_open_anything(
    asked: tuple[str, list[str]], tmp_path: Path
) -> None:
    address, paths = asked
    secret = tmp_path / "secret"
    secret.write_text("the secret")
    head = (
        f'<!DOCTYPE alert SYSTEM "{address}/a.dtd" [<!ENTITY f SYSTEM "{secret.as_uri()}">'
        f'<!ENTITY n SYSTEM "{address}/n"><!ENTITY % p SYSTEM "{address}/p">%p;]>'
    )
    try:
        read = etree.tostring(etree.fromstring(with_head(head, "&f;&n;"), cap.parser()))
    except etree.XMLSyntaxError:
        read = b""
    assert b"the secret" not in read and paths == []


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (with_head(BILLION_LAUGHS, "&l9;"), [("file.alert_document_type", 2)]),
        (with_head(QUADRATIC, "&a;" * 5_000), [("file.alert_document_type", 2)]),
        (with_head("<!doctype alert>"), [("file.alert_document_type", 2)]),
        (SOUND.replace("合成样本。", "<b>" * 400 + "</b>" * 400).encode(), [("file.alert_not_well_formed", 19)]),
        (SOUND.replace("</alert>", "").encode(), [("file.alert_not_well_formed", 26)]),
        (SOUND.replace("合成样本。", "&unknown;").encode(), [("file.alert_not_well_formed", 19)]),
        (SOUND.replace("合成样本。", "été").encode("latin-1", "ignore"), [("file.alert_encoding", 19)]),
        (SOUND.replace("UTF-8", "ISO-8859-1").encode(), [("file.alert_encoding", 1)]),
        (SOUND.replace("UTF-8", "UTF-7").encode(), [("file.alert_encoding", 1)]),
        (SOUND.replace("合成样本。", "长" * 400_000).encode(), [("file.alert_too_large", None)]),
        (b'<?xml version="1.0"?><rss version="2.0"><channel/></rss>', [("file.no_xml_document", None)]),
        (b'<?xml version="1.0"?><alert/>', [("file.alert_namespace", 1)]),
        (SOUND.replace("<scope>", "<Scope>").replace("</scope>", "</Scope>").encode(),
         [("file.alert_unknown_element", 8), ("file.alert_missing", 2)]),
        (SOUND.replace("<event>", "<event>雷电</event><event>").encode(), [("file.alert_repeated", 12)]),
    ],
    ids=["laughs", "quadratic", "bare", "deep", "cut off", "entity", "latin-1", "other", "utf-7", "large", "rss", "none",
         "case", "twice"],
)  # fmt: skip
def test_what_does_harm_or_is_no_alert_is_refused_in_words(data: bytes, said: list[tuple]) -> None:
    assert codes(data) == said


def test_a_document_type_in_another_encoding_does_not_hide_from_the_look_before_parsing() -> None:
    hidden = SOUND.replace("<alert ", "<!DOCTYPE alert []><alert ").replace("UTF-8", "UTF-16")
    assert ("file.alert_encoding", 1) in codes(hidden.encode()) and "<!DOCTYPE" in hidden
    with pytest.raises(Refused) as refused:
        cap.read(hidden.encode("utf-16"), "alert.xml")
    assert [problem.code for problem in refused.value.problems] == ["file.alert_encoding"]


def test_instructions_and_inclusions_are_not_followed(asked: tuple[str, list[str]]) -> None:
    address, paths = asked
    styled = with_head(f'<?xml-stylesheet type="text/xsl" href="{address}/style.xsl"?>')
    tables = tables_of(styled, "alert.xml")
    assert tables is not None and tables["alerts"].columns.num_rows == 1
    included = SOUND.replace(
        "合成样本。", f'<i:include xmlns:i="http://www.w3.org/2001/XInclude" href="{address}/x"/>'
    )
    assert codes(included.encode()) == [("file.alert_unknown_element", 19)]
    assert paths == []


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32"])
@pytest.mark.parametrize("declared", ["UTF-8", "UTF-16"])
def test_an_alert_in_another_unicode_is_refused_for_that(encoding: str, declared: str) -> None:
    assert codes(SOUND.replace("UTF-8", declared).encode(encoding)) == [("file.alert_encoding", None)]
