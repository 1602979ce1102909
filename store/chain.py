"""The hash chain: each entry carries the hash of the one before it.

Leaf hashing after RFC 6962 section 2.1 (a zero byte before the entry). It makes a change visible to whoever
verifies; entries cut from the end show only against a position and hash noted earlier.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

ALGORITHM = "sha256"
GENESIS = "0" * 64  # what the first entry follows
LEAF = b"\x00"


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the chain is whole, how many entries it has, else the first bad one.

    reason: edited, missing, reordered, payload, file; without a bad entry: empty, orphan, unguarded.
    """

    whole: bool
    count: int
    bad_seq: int | None = None
    reason: str | None = None


def canonical(value: Any) -> bytes:
    """JSON with one spelling: sorted keys, no spaces, UTF-8. Raises ValueError for NaN and infinities."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return text.encode()


def leaf_hash(row: Mapping[Any, Any]) -> str:
    """The hash of a stored row over all its columns but the hash itself, detail as the object it spells."""
    fields = {name: value for name, value in row.items() if name != "hash"}
    fields["detail"] = json.loads(fields["detail"])
    return hashlib.sha256(LEAF + canonical(fields)).hexdigest()


def verify(
    rows: Iterable[Mapping[Any, Any]],
    highest_seq: int,
    payload_intact: Callable[[str], bool],
    file_intact: Callable[[str], bool],
) -> Verdict:
    """Walk the stored rows in order of seq up to the first that is not as it was written."""
    last_seq, last_hash, count = 0, GENESIS, 0
    for row in rows:
        count += 1
        seq = row["seq"]
        if seq != last_seq + 1:
            return Verdict(False, count, last_seq + 1, "missing")
        if not _fits(row):
            return Verdict(False, count, seq, "reordered" if _fits_elsewhere(row, highest_seq) else "edited")
        if row["prev_hash"] != last_hash:  # this one is as written, so the one before it is not
            return Verdict(False, count, max(last_seq, 1), "edited")
        if row["payload_sha256"] is not None and not payload_intact(row["payload_sha256"]):
            return Verdict(False, count, seq, "payload")
        if row["sha256"] is not None and not file_intact(row["sha256"]):
            return Verdict(False, count, seq, "file")
        last_seq, last_hash = seq, row["hash"]
    return Verdict(True, count)


def _fits_elsewhere(row: Mapping[Any, Any], highest_seq: int) -> bool:
    return any(_fits({**row, "seq": seq}) for seq in range(1, highest_seq + 1))


def _fits(row: Mapping[Any, Any]) -> bool:
    try:
        respelled = canonical(json.loads(row["detail"])).decode()
        return row["detail"] == respelled and row["hash"] == leaf_hash(row)
    except (
        TypeError,
        ValueError,
        RecursionError,
    ):  # an edit may leave what is no JSON, or bytes where text was
        return False
