"""Logs as JSON, an object a line, each with the request it belongs to and without what must not be written down.

Kept out: passwords, cookies, tokens, the secrets of links, and what files hold: a fault's own words are told only where
they come from the system or the store, for a parser's may quote a cell.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import traceback
from collections.abc import Iterator
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from store.entry import StoreError

request_id: ContextVar[str] = ContextVar("request_id", default="")
HIDDEN = "***"
# Where a browser puts a dropped file names its page and the file, by which another could be put in its place.
_LINKS = re.compile(r"(?i)(/(?:welcome|screen|_stcore/upload_file)/)[^\s\"'?&#<>]+")
_NAMED = re.compile(
    r"(?i)(\b(?:authorization|cookie|password|again|secret|token|x-signature|office_visit)\b"
    r"[\"']?\s*[:=]\s*(?:bearer\s+)?[\"']?)[^\s\"',;&]+"
)
_BEARER = re.compile(r"(?i)(\bbearer\s+)\S+")
_SPEAKS_FOR_ITSELF = (OSError, StoreError)
DEEPEST = 12


def masked(text: str) -> str:
    """A text without link secrets, tokens, passwords and cookies."""
    for pattern in (_LINKS, _NAMED, _BEARER):
        text = pattern.sub(rf"\1{HIDDEN}", text)
    return text


class AsJson(logging.Formatter):
    """One line of JSON: time (UTC), level, logger, message, request, the fields given with it, and the fault."""

    def format(self, record: logging.LogRecord) -> str:
        """The record's line."""
        told: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            "request": request_id.get(),
            **getattr(record, "fields", {}),
        }
        if record.exc_info and record.exc_info[1] is not None:
            told["fault"] = [_told(fault) for fault in _causes(record.exc_info[1])]
        line = {name: _clean(value) for name, value in told.items() if value not in ("", None)}
        return json.dumps(line, ensure_ascii=False, default=str)


class ToStderr(logging.Handler):
    """Writes lines to what is stderr at that moment."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write one record."""
        try:
            print(self.format(record), file=sys.stderr, flush=True)
        except OSError:  # a full disk stops the log, not the server
            self.handleError(record)


def install() -> None:
    """Have everything that is logged in this process written so, to stderr, whoever set it up before."""
    for logger in [logging.root, *_others()]:
        for handler in list(logger.handlers):
            if type(handler) in (logging.StreamHandler, ToStderr):
                logger.removeHandler(handler)
        if logger is not logging.root:
            logger.propagate = True
    handler = ToStderr()
    handler.setFormatter(AsJson())
    logging.root.addHandler(handler)
    logging.root.setLevel(logging.INFO)
    # Its lines name every address as it was asked; ours are written by web/serving/noting.py.
    logging.getLogger("uvicorn.access").disabled = True
    logging.getLogger("httpx").setLevel(logging.WARNING)


def _others() -> Iterator[logging.Logger]:
    known = list(logging.root.manager.loggerDict.values())
    return (each for each in known if isinstance(each, logging.Logger) and each.handlers)


def _causes(fault: BaseException | None) -> Iterator[BaseException]:
    for _ in range(DEEPEST):
        if fault is None:
            return
        yield fault
        fault = fault.__cause__ or (None if fault.__suppress_context__ else fault.__context__)


def _told(fault: BaseException) -> dict[str, Any]:
    frames = traceback.extract_tb(fault.__traceback__)[-DEEPEST:]
    driver = getattr(fault, "orig", None)  # a database's own words name tables, never values
    said = str(fault) if isinstance(fault, _SPEAKS_FOR_ITSELF) else str(driver) if driver else ""
    where = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
    return {"kind": type(fault).__name__, "said": said, "where": where}


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return masked(value)
    if isinstance(value, dict):
        return {name: _clean(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(each) for each in value]
    return value
