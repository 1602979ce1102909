"""What ails the disk or the file, as reasons of the store instead of a driver's errors."""

from __future__ import annotations

import errno
import shutil
from pathlib import Path

from sqlalchemy import Engine, event
from sqlalchemy.engine import ExceptionContext

from store.entry import Damaged, DiskFails, DiskFull, ReadOnly, StoreError

# sqlite.org/rescode.html; the low byte of what is told.
REASONS: dict[int, type[StoreError]] = {8: ReadOnly, 10: DiskFails, 11: Damaged, 13: DiskFull, 26: Damaged}
# Errors of the backup API carry no code.
TEXTS: dict[str, type[StoreError]] = {
    "disk is full": DiskFull, "readonly database": ReadOnly, "disk I/O error": DiskFails, "malformed": Damaged,
}  # fmt: skip
SYSTEM: dict[int | None, type[StoreError]] = {
    errno.ENOSPC: DiskFull,
    errno.EROFS: ReadOnly,
    errno.EIO: DiskFails,
}
# A file of the largest size, its rows and the journal of both.
LEAST_FREE_BYTES = 64 * 2**20


def tell_faults(engine: Engine) -> None:
    """From now on the engine raises ReadOnly, DiskFull, DiskFails and Damaged where the driver says so."""
    event.listen(engine, "handle_error", _translate)


def reason_of(fault: BaseException | None) -> StoreError | None:
    """The store's reason for an error of the driver or the system; none for another."""
    if isinstance(fault, OSError) and fault.errno in SYSTEM:
        return SYSTEM[fault.errno]()
    code = getattr(fault, "sqlite_errorcode", None)
    if isinstance(code, int):
        reason = REASONS.get(code & 0xFF)
    else:
        reason = next((kind for text, kind in TEXTS.items() if text in str(fault)), None)
    return reason() if reason else None


def refuse_full(database: Path) -> None:
    """Raises DiskFull where the largest report would not fit any more."""
    if shutil.disk_usage(database.parent).free < LEAST_FREE_BYTES:
        raise DiskFull


def _translate(context: ExceptionContext) -> None:
    if reason := reason_of(context.original_exception):
        raise reason from context.original_exception
