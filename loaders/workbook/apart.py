"""Has a workbook read by a process of its own and makes a refusal in words of whatever becomes of that process."""

import json
import logging
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from domain.problems import Problem, Refused
from domain.unseen import seen, seen_line
from loaders.limits import AT_ONCE, MEMORY_MB, WALL_S
from loaders.table import once_each
from loaders.workbook.grid import Grid, Lost, Merge, Workbook

WORKER = (sys.executable, "-m", "loaders.workbook.worker")

_HOME = Path(__file__).parents[2]
_log = logging.getLogger(__name__)
_places = threading.BoundedSemaphore(AT_ONCE)


def read_apart(data: bytes, kind: str, worker: Sequence[str] = WORKER, wall_s: float = WALL_S) -> Workbook:
    """What a new worker tells of a workbook of that kind, `wall_s` seconds from now at the latest.

    Raises Refused: file.workbook_busy, file.workbook_timeout, file.workbook_memory, file.workbook_broken,
    file.workbook_too_large, file.workbook_too_many_cells.
    """
    latest = time.monotonic() + wall_s
    if not _places.acquire(timeout=wall_s):
        raise _refused("file.workbook_busy")
    try:
        ran = subprocess.run(
            [*worker, kind], input=data, capture_output=True, cwd=_HOME, timeout=latest - time.monotonic()
        )
    except subprocess.TimeoutExpired:
        raise _refused("file.workbook_timeout", wall_s) from None
    finally:
        _places.release()
    if ran.returncode:
        raise _died(ran.returncode, ran.stderr, wall_s)
    return _workbook(ran.stdout)


def _refused(code: str, expected: float | None = None) -> Refused:
    return Refused([Problem(code, expected=None if expected is None else f"{expected:g}")])


def _died(code: int, last_words: bytes, wall_s: float) -> Refused:
    _log.warning("workbook.worker_died %s %s", code, last_words[-300:].decode(errors="replace"))
    if code == -signal.SIGXCPU:
        return _refused("file.workbook_timeout", wall_s)
    memory = b"memory allocation" in last_words or b"MemoryError" in last_words
    return _refused("file.workbook_memory", MEMORY_MB) if memory else _refused("file.workbook_broken")


def _workbook(answer: bytes) -> Workbook:
    """The answer as sent, or a refusal where it is none."""
    try:
        said = json.loads(answer)
        if "refused" in said:
            raise _refused(said["refused"], said["expected"])
        grids = [_grid(grid) for grid in said.pop("grids")]
        names = once_each([seen_line(grid.name) or f"[{i}]" for i, grid in enumerate(grids, 1)])
        hidden = [seen_line(name) for name in said.pop("hidden")]
        return Workbook([replace(grid, name=name) for grid, name in zip(grids, names)], hidden, **said)
    except (ValueError, TypeError, KeyError, AttributeError):
        _log.warning("workbook.answer_unreadable %r", answer[:300])
        raise _refused("file.workbook_broken") from None


def _grid(said: dict) -> Grid:
    merges = [Merge(**merge | {"text": seen(merge["text"])}) for merge in said.pop("merges")]
    lost = [Lost(**lost | {"formula": seen(lost["formula"])}) for lost in said.pop("lost")]
    return Grid(**said | {"merges": merges, "lost": lost})
