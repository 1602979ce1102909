"""How a store on a disk that cannot be written is opened, so that boards keep showing."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from urllib.parse import quote


def addresses(database: Path) -> Iterator[str]:
    """SQLite's addresses of the file to be tried one after the other.

    mode=ro needs the journal's index beside a WAL database, which cannot be made on such a disk (sqlite.org/wal.html,
    Read-Only Databases); immutable=1 needs nothing but would pass over what only the journal holds, so that is then
    read from a copy of both.
    """
    yield f"file:{quote(str(database.resolve()))}?mode=ro"
    journal = Path(f"{database}-wal")
    if journal.exists() and journal.stat().st_size:
        yield f"file:{quote(str(_copied(database)))}?mode=ro"
    else:
        yield f"file:{quote(str(database.resolve()))}?immutable=1"


@cache
def _copied(database: Path) -> Path:
    folder = Path(mkdtemp(prefix="read-only-"))
    shutil.copyfile(f"{database}-wal", folder / f"{database.name}-wal")
    return Path(shutil.copyfile(database, folder / database.name))
