"""Rows that a report does not bring and keeps as they are shown: beside rows sent alone, or in place of returned ones."""

from datetime import datetime

import numpy as np
import pandas as pd
import pyarrow as pa

from domain.clock import iso
from intake.compare import Comparison
from store.picture import KEPT_FROM, Picture

LAST = np.iinfo(np.int64).max


def with_kept(found: Comparison, positions: np.ndarray) -> pa.Table:
    """The file's rows, and of the rows shown now those at `positions`, each with the entry it really came from.

    They stand where they are shown; what the file adds comes last.
    """
    sent, kept = found.new, found.old.take(pa.array(positions))
    own = sent.append_column(KEPT_FROM, pa.nulls(sent.num_rows, pa.int32()))
    columns = {field.name: _typed(kept, field) for field in sent.schema}
    columns[KEPT_FROM] = kept.column("_entry").cast(pa.int32())
    joined = pa.concat_tables([own, pa.table(columns)]).unify_dictionaries().combine_chunks()
    places = np.concatenate([np.where(found.old_at < 0, LAST, found.old_at), positions])
    ordered = joined.take(pa.array(np.argsort(places, kind="stable")))
    return ordered.replace_schema_metadata(sent.schema.metadata)


def account(found: Comparison, positions: np.ndarray, shown: Picture) -> dict:
    """What the ledger says of kept rows: how many, and true of when the oldest of them is, as ISO text."""
    if not len(positions):
        return {}
    kept = found.old.take(pa.array(positions)).select(["_entry", *_cut_off(found.old)]).to_pandas()
    return {"kept": {"rows": len(positions), "true_of": iso(_oldest(kept, shown))}}


def _oldest(kept: pd.DataFrame, shown: Picture) -> datetime:
    """The oldest cut-off; a row that gives none is as old as its file's arrival."""
    came = {entry.seq: entry.received_at for entry in shown.entries}
    cut_off = kept["as_of"] if "as_of" in kept else pd.Series(pd.NaT, index=kept.index)
    given = cut_off.dropna()
    arrivals = [came[seq] for seq in kept["_entry"][cut_off.isna()].unique()]
    return min([*arrivals, *([given.min().to_pydatetime()] if len(given) else [])])


def _cut_off(table: pa.Table) -> list[str]:
    return ["as_of"] if "as_of" in table.column_names else []


def _typed(rows: pa.Table, field: pa.Field) -> pa.ChunkedArray:
    """A column as the file's rows have it; empty where the form had none when the rows were sent."""
    if field.name not in rows.column_names:
        return pa.chunked_array([pa.nulls(rows.num_rows, field.type)])
    column = rows.column(field.name)
    if not pa.types.is_dictionary(field.type):
        return column.cast(field.type)
    texts = column.cast(field.type.value_type)
    return texts.dictionary_encode().cast(field.type)
