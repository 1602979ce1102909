"""The picture a feed's submissions add up to.

A payload's schema says how: metadata "file" is "whole" or "addition", "key" its comma-joined key columns. In a whole
file, rows with a number in the column `_kept_from` were not sent with it: they stay as that earlier entry gave them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from store.entry import CITY, BadPayload, Entry, OutsideScope

Part = tuple[Entry, pa.Table]
KEPT_FROM = "_kept_from"
_KEEPER = "_keeper"  # the entry by which a kept row stands, while a picture is put together


@dataclass(frozen=True, slots=True)
class Picture:
    """A feed as known at a moment: its rows and the entries they came from.

    frame: the payload's columns (dictionaries as Categorical) and `_entry`, the seq a row came from.
    entries: those with a row in it, or with none to give. scopes: whose reports stand, also where each row gave way.
    kept: by such a scope, the earlier entries of which its standing report keeps rows.
    as_of: the oldest of its entries, none when one of them gave none. received_at: the newest.
    """

    frame: pd.DataFrame = field(default_factory=pd.DataFrame)
    entries: tuple[Entry, ...] = ()
    scopes: frozenset[str] = frozenset()
    kept: Mapping[str, tuple[Entry, ...]] = field(default_factory=dict)
    as_of: datetime | None = None
    received_at: datetime | None = None

    def handed_out(self) -> "Picture":
        """A copy whose frame may be changed without touching this one (pandas copies on write)."""
        return replace(self, frame=self.frame.copy(deep=False))


def check_payload(table: pa.Table, scope: str) -> None:
    """Raises BadPayload when the table does not describe itself, OutsideScope when it reaches elsewhere."""
    if _says(table, b"file") not in ("whole", "addition") or not set(_key(table)) <= set(table.column_names):
        raise BadPayload
    if is_addition(table) and KEPT_FROM in table.column_names:
        raise BadPayload
    if scope == CITY:
        return
    if "district" not in table.column_names:
        raise OutsideScope
    if set(pc.unique(table["district"].combine_chunks()).to_pylist()) - {scope}:
        raise OutsideScope


def is_addition(table: pa.Table) -> bool:
    """Whether a payload adds to the earlier ones instead of replacing them."""
    return _says(table, b"file") == "addition"


def mark(table: pa.Table, seq: int) -> pa.Table:
    """The table with the entry its rows came from."""
    own = pa.repeat(pa.scalar(seq, pa.int32()), table.num_rows)
    if KEPT_FROM not in table.column_names:
        return table.append_column("_entry", own)
    origin = table.column(KEPT_FROM).combine_chunks()
    keeper = pc.if_else(pc.is_null(origin), pa.scalar(None, pa.int32()), own)
    marked = table.drop_columns([KEPT_FROM]).append_column("_entry", pc.coalesce(origin, own))
    return marked.append_column(_KEEPER, keeper)


def origins(laid: pa.Table) -> list[int]:
    """The entries that the rows of a laid table came from, in order."""
    return sorted(pc.unique(laid["_entry"]).to_pylist())


def fold(tables: Sequence[pa.Table]) -> pa.Table:
    """Additions in order of arrival: of rows with the same key the last one stays."""
    return _newest_of_each(_joined(tables)).combine_chunks()


def standing(entries: Sequence[Entry]) -> list[Entry]:
    """Of the newest whole file of each scope, those still seen: the city's and what came after it."""
    city_seq = max((entry.seq for entry in entries if entry.scope == CITY), default=0)
    return [entry for entry in entries if entry.seq >= city_seq]


def lay(parts: Sequence[Part]) -> pa.Table:
    """Standing whole files in order of arrival: a district's rows give way to its own newer file.

    What two districts report under one key is one thing: the newer report of it stays.
    """
    newer = [entry.scope for entry, _ in parts if entry.scope != CITY]
    laid = _joined(
        [mark(_without(table, newer) if entry.scope == CITY else table, entry.seq) for entry, table in parts]
    )
    return _newest_of_each(laid) if len(parts) > 1 else laid


def picture(table: pa.Table, entries: Sequence[Entry], earlier: Sequence[Entry] = ()) -> Picture:
    """What is shown of a laid or folded table; an entry whose rows were all replaced no longer counts.

    entries: those that stand; earlier: older ones of which they keep rows.
    """
    shown = set(origins(table))
    counted = [entry for entry in entries if entry.seq in shown or entry.rows == 0]
    by_seq = {entry.seq: entry for entry in (*earlier, *counted)}
    times = [entry.as_of for entry in by_seq.values()]
    rows = table.drop_columns([_KEEPER]) if _KEEPER in table.column_names else table
    return Picture(
        frame=rows.to_pandas(ignore_metadata=True, use_threads=False),
        entries=tuple(by_seq[seq] for seq in sorted(by_seq)),
        scopes=frozenset(entry.scope for entry in entries),
        kept=_kept(table, entries, by_seq),
        as_of=None if None in times else min(time for time in times if time),
        received_at=max(entry.received_at for entry in by_seq.values()),
    )


def _kept(
    table: pa.Table, entries: Sequence[Entry], by_seq: Mapping[int, Entry]
) -> dict[str, tuple[Entry, ...]]:
    if _KEEPER not in table.column_names:
        return {}
    kept = table.select(["_entry", _KEEPER]).filter(pc.is_valid(table[_KEEPER]))
    pairs = kept.group_by([_KEEPER, "_entry"]).aggregate([]).to_pylist()
    seqs = {entry.scope: sorted(p["_entry"] for p in pairs if p[_KEEPER] == entry.seq) for entry in entries}
    return {scope: tuple(by_seq[seq] for seq in found) for scope, found in seqs.items() if found}


def _without(table: pa.Table, districts: list[str]) -> pa.Table:
    if not districts or "district" not in table.column_names:
        return table
    taken = pc.is_in(table["district"].cast(pa.string()), pa.array(districts, pa.string()))
    return table.filter(pc.invert(taken))


def _newest_of_each(table: pa.Table) -> pa.Table:
    keys = table.select(_key(table)).to_pandas(ignore_metadata=True)
    again = keys.duplicated(keep="last").to_numpy()
    return table.filter(pa.array(~again)) if again.any() else table


def _joined(tables: Sequence[pa.Table]) -> pa.Table:
    if len(tables) == 1:
        return tables[0]
    # the newest form of a feed leads: its order of columns, its description of itself
    leading = tables[-1].slice(0, 0)
    return pa.concat_tables([leading, *tables], promote_options="permissive")


def _says(table: pa.Table, name: bytes) -> str:
    return (table.schema.metadata or {}).get(name, b"").decode()


def _key(table: pa.Table) -> list[str]:
    return [name for name in _says(table, b"key").split(",") if name]
