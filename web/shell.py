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
INLINE_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
# Told where the server is, the frame need not guess: it would first ask below the page's path and log a 404.
WHERE = 'window.__streamlit = { BACKEND_BASE_URL: location.origin + "/" }'
PRELOADED_FONT = re.compile(r'<link\s+rel="preload"[^>]*as="font"[^>]*>')


@cache
def original() -> str:
    """The document as the installed Streamlit brings it."""
    return ORIGINAL.read_text("utf-8")


@cache
def document() -> str:
    """The document with our title, no preloaded font, and in zh-CN, by which browsers choose glyphs."""
    page = PRELOADED_FONT.sub("", original()).replace('<html lang="en">', '<html lang="zh-CN">')
    page = re.sub(r"<title>.*?</title>", f"<title>{say(LANGUAGES[0], 'frame.title')}</title>", page)
    return page.replace("<head>", f"<head>\n    <script>{WHERE}</script>", 1)


def inline_scripts() -> list[str]:
    """The text of each script written into the document, ours or the original."""
    return sorted({*INLINE_SCRIPT.findall(original()), *INLINE_SCRIPT.findall(document())})


def routes(names: Iterable[str]) -> list[Route]:
    """The main page and one address a page name."""
    return [Route(path, _serve) for path in ("/", *(f"/{name}" for name in names))]


async def _serve(request: Request) -> Response:
    return HTMLResponse(document(), headers={"cache-control": "no-cache"})
