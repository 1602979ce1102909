"""A made-up feed of boats, and the moments it is told at."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pyarrow as pa
from sqlalchemy import text

from store.entry import NewEntry
from store.ledger import Ledger

NIGHT = datetime(2025, 7, 27, 12, tzinfo=UTC)  # 20:00 Beijing
MORNING = datetime(2025, 7, 28, 2, tzinfo=UTC)  # 10:00 Beijing
AFTERNOON = datetime(2025, 7, 28, 7, tzinfo=UTC)  # 15:00 Beijing

Boat = tuple[str, str, int]


class Wall:
    """A wall clock that stands until it is moved."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def pass_hours(self, hours: float) -> None:
        """Let time go by."""
        self.at += timedelta(hours=hours)


def boats(*rows: Boat, file: str = "whole") -> pa.Table:
    """Boats as (id, district, crew)."""
    ids, districts, crew = zip(*rows, strict=True) if rows else ((), (), ())
    columns = {
        "id": pa.array(ids, pa.string()),
        "district": pa.array(districts, pa.string()).dictionary_encode(),
        "crew": pa.array(crew, pa.int64()),
    }
    return pa.table(columns).replace_schema_metadata({"file": file, "key": "id,district"})


def send(ledger: Ledger, scope: str, *rows: Boat, file: str = "whole", **said: Any) -> int:
    """Submit boats for a scope; the entry's number."""
    draft = NewEntry("submission", "boats", scope, "liaison", **said)
    return ledger.append(draft, boats(*rows, file=file)).entry.seq


def undo(ledger: Ledger, seq: int, reason: str = "sent by mistake", **said: Any) -> int:
    """Take a submission back; the undo's number."""
    entry = ledger.entry(seq)
    detail = {"undoes": seq, "reason": reason}
    return ledger.append(
        NewEntry("undo", entry.feed, entry.scope, "liaison", detail=detail, **said)
    ).entry.seq


def seen(ledger: Ledger, at: datetime | None = None) -> set[Boat]:
    """The boats a picture shows."""
    frame = ledger.read("boats", at).frame
    return set() if frame.empty else set(frame[["id", "district", "crew"]].itertuples(index=False, name=None))


def count(ledger: Ledger, table: str) -> int:
    """How many rows a table of the store holds."""
    with ledger.engine.connect() as connection:
        return connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()
