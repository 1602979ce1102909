"""A ledger beside checkpoints made of it earlier: cut tails, and between which entries a change lies."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from store.chain import Verdict
from store.merkle import Tree
from store.notes import Note, Verifier, split


@dataclass(frozen=True, slots=True)
class Shown:
    """A checkpoint as it is shown to us, and what is wrong with it by itself; `fault` "" where nothing is.

    fault: malformed, unknown_key, signature, other_ledger.
    """

    note: Note | None
    fault: str = ""


def origin_of(opening_hash: str) -> str:
    """What a ledger signs under: no two have the same first entry."""
    return f"typhoon-preparedness/{opening_hash[:32]}"


def known(lines: Iterable[str]) -> list[Verifier]:
    """The verifier keys of these lines; what is none is passed over, since nothing is signed with it."""
    found = []
    for line in lines:
        try:
            found.append(Verifier.read(line))
        except ValueError:  # BadNote, or letters that are no UTF-8
            continue
    return found


def shown(written: str, keys: Sequence[Verifier], opening_hash: str | None) -> list[Shown]:
    """The checkpoints of a file, each looked at by itself; one that is malformed where there is none.

    Several ledgers may be written to one file: others' are left out, unless there are no other.
    """
    found = [_look(note, keys, opening_hash) for note in split(written)] or [Shown(None, "malformed")]
    return [one for one in found if one.fault != "other_ledger"] or found


def kept(rows: Iterable[tuple[int, str, str]], opening_hash: str | None) -> list[Shown]:
    """The stored checkpoints, each looked at with the key stored beside it."""
    found = []
    for size, written, verifier in rows:
        texts = isinstance(written, str) and isinstance(verifier, str)
        one = _look(written, known([verifier]), opening_hash) if texts else Shown(None, "malformed")
        found.append(one if one.note and one.note.size == size else Shown(one.note, "malformed"))
    return found


def _look(written: str, keys: Sequence[Verifier], opening_hash: str | None) -> Shown:
    try:
        note = Note.read(written)
        said = {key.signed(note) for key in keys}
    except ValueError:
        return Shown(None, "malformed")
    if opening_hash is not None and note.origin != origin_of(opening_hash):
        return Shown(note, "other_ledger")
    if said <= {None}:
        return Shown(note, "unknown_key")
    return Shown(note, "" if True in said else "signature")


class Roots:
    """The roots at the sizes that are asked for, taken while the chain is walked."""

    def __init__(self, sizes: Iterable[int], algorithm: str) -> None:
        self._wanted, self._tree = frozenset(sizes), Tree(algorithm)
        self.at: dict[int, bytes] = {}

    def __call__(self, seq: int, leaf: str) -> None:
        """An entry that holds, in its turn."""
        self._tree.append(bytes.fromhex(leaf))
        if seq in self._wanted:
            self.at[seq] = self._tree.root()


def compare(verdict: Verdict, checkpoints: Sequence[Shown], roots: dict[int, bytes]) -> Verdict:
    """A whole chain's verdict once each checkpoint was held against it, the smallest that does not agree first."""
    agreeing = {
        one.note.size for one in checkpoints if one.note and not one.fault and _agrees(one.note, roots)
    }
    seen = replace(verdict, checkpoints=len(agreeing))
    for one in sorted(checkpoints, key=lambda one: one.note.size if one.note else 0):
        if one.note is None or one.fault:
            return replace(seen, whole=False, reason=one.fault, size=one.note.size if one.note else None)
        if not _agrees(one.note, roots):
            return _astray(
                seen, one.note.size, max((size for size in agreeing if size < one.note.size), default=0)
            )
    return seen


def _agrees(note: Note, roots: dict[int, bytes]) -> bool:
    return roots.get(note.size) == note.root


def _astray(verdict: Verdict, size: int, agreed: int) -> Verdict:
    """Where the ledger and a checkpoint of this size part, when one of `agreed` entries still holds."""
    if size > verdict.count:
        reason, first = "cut", verdict.count + 1
    else:
        reason, first = "differs", agreed + 1
    return replace(
        verdict, whole=False, reason=reason, bad_seq=first, last_seq=size, size=size, agreed=agreed
    )
