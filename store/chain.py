"""The hash chain: each entry carries the hash of the one before it.

Leaf hashing after RFC 6962 section 2.1 (a zero byte before the entry). It makes a change visible to whoever
verifies; entries cut from the end show only against a checkpoint made earlier.
"""

import json
from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from store.hashing import digest

GENESIS = "0" * 64  # what the first entry follows
LEAF = b"\x00"
_SPELT = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the ledger is as it was written, how many entries it has, else the first bad one.

    reason: of an entry edited, missing, reordered, payload, file, algorithm; without one empty, orphan, unguarded,
    damaged; of a checkpoint that does not agree cut, differs, signature, unknown_key, other_ledger, malformed.
    bad_seq, last_seq: the first and the last entry among which it lies, where that is known.
    size: how many entries that checkpoint covers, `agreed` those that the last one before it does; `checkpoints`
    how many were compared and agree.
    """

    whole: bool
    count: int
    bad_seq: int | None = None
    reason: str | None = None
    last_seq: int | None = None
    size: int | None = None
    agreed: int = 0
    checkpoints: int = 0


def canonical(value: Any) -> bytes:
    """JSON with one spelling: sorted keys, no spaces, UTF-8. Raises ValueError for NaN and infinities."""
    return _SPELT.encode(value).encode()


def leaf_hash(row: Mapping[Any, Any]) -> str:
    """The hash of a stored row over all its columns but the hash itself, detail as the object it spells."""
    return _hash_with(row, json.loads(row["detail"]))


def _hash_with(row: Mapping[Any, Any], detail: Any) -> str:
    fields = {**row, "detail": detail}
    del fields["hash"]
    return digest(row["algorithm"], LEAF + canonical(fields)).hex()


def verify(
    rows: Iterable[Mapping[Any, Any]],
    total: int,
    payloads: Container[str],
    files: Container[str],
    passed: Callable[[int, str], None] = lambda seq, leaf: None,
) -> Verdict:
    """Walk the stored rows in order of seq up to the first that is not as it was written.

    total: how many rows there are; payloads, files: the names of those intact; passed: told each number and hash
    that holds.
    """
    last_seq, last_hash, count, algorithm = 0, GENESIS, 0, None
    for row in rows:
        count += 1
        seq = row["seq"]
        if seq != last_seq + 1:
            return Verdict(False, count, last_seq + 1, "missing")
        if not _fits(row):
            return Verdict(False, count, seq, "reordered" if _fits_elsewhere(row, total) else "edited")
        if row["prev_hash"] != last_hash:  # this one is as written, so the one before it is not
            return Verdict(False, count, max(last_seq, 1), "edited")
        algorithm = algorithm or row["algorithm"]
        if reason := _unlike(row, algorithm, payloads, files):
            return Verdict(False, count, seq, reason)
        last_seq, last_hash = seq, row["hash"]
        passed(seq, last_hash)
    return Verdict(True, count)


def _unlike(
    row: Mapping[Any, Any], algorithm: str, payloads: Container[str], files: Container[str]
) -> str | None:
    """What belongs to an entry and is not as it was written."""
    if row["algorithm"] != algorithm:
        return "algorithm"
    if row["payload_sha256"] is not None and row["payload_sha256"] not in payloads:
        return "payload"
    return "file" if row["sha256"] is not None and row["sha256"] not in files else None


def _fits_elsewhere(row: Mapping[Any, Any], total: int) -> bool:
    return any(_fits({**row, "seq": seq}) for seq in range(1, total + 1))


def _fits(row: Mapping[Any, Any]) -> bool:
    try:
        detail = json.loads(row["detail"])
        return row["detail"] == canonical(detail).decode() and row["hash"] == _hash_with(row, detail)
    except (
        TypeError,
        ValueError,
        RecursionError,
    ):  # an edit may leave what is no JSON, or bytes where text was
        return False
