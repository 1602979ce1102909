"""What is found where the store should be, looked at before it is opened: nothing is made and nothing changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from store.backup import BESIDE, database_of
from store.entry import StoreError, StoreLost
from store.reader import Reader

# What only a store that was in use leaves beside it, however its own file went.
SECRET, GIVEN_OUT = "server.secret", "checkpoints.txt"


@dataclass(frozen=True, slots=True)
class Found:
    """What is wrong at the store's place. code: alarm.damaged, alarm.missing, alarm.emptied; beside: what shows that it was in use."""

    code: str
    path: Path
    beside: tuple[str, ...] = ()


def wrong_with(url: str) -> Found | None:
    """What keeps the store from being served; none where it is sound, or where there never was one."""
    path = database_of(url)
    if not path.exists():
        left = _left(path, (SECRET, GIVEN_OUT, *_own(path)))
        return Found("alarm.missing", path, left) if left else None
    try:
        reader = Reader(url, make=False)
    except StoreError:
        return Found("alarm.damaged", path)
    try:
        return _inside(reader, path)
    except StoreError:
        return Found("alarm.damaged", path)
    finally:
        reader.close()


def refuse_lost(url: str) -> None:
    """Raises StoreLost where a new store would take the place of one that was in use and is gone."""
    if (found := wrong_with(url)) and found.code == "alarm.missing":
        raise StoreLost


def _inside(reader: Reader, path: Path) -> Found | None:
    with reader.engine.connect() as connection:
        if connection.exec_driver_sql("PRAGMA quick_check(1)").scalar_one() != "ok":
            return Found("alarm.damaged", path)
    emptied = reader.opening is None and _left(path, (GIVEN_OUT,))
    return Found("alarm.emptied", path, emptied) if emptied else None


def _left(path: Path, names: Iterable[str]) -> tuple[str, ...]:
    return tuple(name for name in names if (path.parent / name).is_file())


def _own(path: Path) -> list[str]:
    """The names of its own file's journals, and of what was put aside for it."""
    aside = [each.name for each in sorted(path.parent.glob(f"{path.name}.2*Z"))]
    return [*(f"{path.name}{suffix}" for suffix in BESIDE), *aside]
