"""The empty document each page starts from."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import streamlit
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from domain.words import LANGUAGES, say

ORIGINAL = Path(streamlit.__file__).parent / "static" / "index.html"
# A script that is written into the document, and the comment that explains the one there is.
INLINE_SCRIPT = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>\s*", re.DOTALL)
# All that it says, in Streamlit 1.67; office.js says it in its place.
SAID_INLINE = ("window.prerenderReady = false",)
SCRIPT = "/office.js"
HEAD = '<head>\n    <script src="/office.js"></script>'
PRELOADED_FONT = re.compile(r'<link\s+rel="preload"[^>]*as="font"[^>]*>')


@cache
def original() -> str:
    """The document as the installed Streamlit brings it."""
    return ORIGINAL.read_text("utf-8")


@cache
def document() -> str:
    """The document with our title and our script in place of its own, no preloaded font, and in zh-CN, by which browsers
    choose glyphs."""
    page = PRELOADED_FONT.sub("", INLINE_SCRIPT.sub("", original())).replace(
        '<html lang="en">', '<html lang="zh-CN">'
    )
    page = re.sub(r"<title>.*?</title>", f"<title>{say(LANGUAGES[0], 'frame.title')}</title>", page)
    return page.replace("<head>", HEAD, 1)


def inline_scripts(page: str) -> tuple[str, ...]:
    """What each script written into a document says."""
    return tuple(said.strip() for said in INLINE_SCRIPT.findall(page))


def routes(names: Iterable[str]) -> list[Route]:
    """The main page, one address a page name, and the document's script."""
    pages = [Route(path, _serve) for path in ("/", *(f"/{name}" for name in names))]
    return [*pages, Route(SCRIPT, _script)]


async def _serve(request: Request) -> Response:
    return HTMLResponse(document(), headers={"cache-control": "no-cache"})


async def _script(request: Request) -> Response:
    return Response(_script_text(), media_type="text/javascript", headers={"cache-control": "no-cache"})


@cache
def _script_text() -> str:
    return Path(__file__).with_name("office.js").read_text("utf-8")
