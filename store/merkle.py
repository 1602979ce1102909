"""The Merkle tree of RFC 6962 section 2.1 and RFC 9162 section 2.1 over leaf hashes, and proofs about it.

An entry's own hash is its leaf: who holds a root, an entry and a short proof needs nothing else of the ledger.
"""

from collections.abc import Sequence

from store.hashing import digest

NODE = b"\x01"


class Tree:
    """The root of a growing list of leaves, kept by the roots of its full subtrees: an append costs two hashes at most on average."""

    def __init__(self, algorithm: str) -> None:
        self.algorithm, self.size = algorithm, 0
        self._full: list[bytes] = []  # largest first, one for each bit of the size

    def append(self, leaf: bytes) -> None:
        """Put a leaf hash at the end."""
        bits = self.size
        while bits & 1:
            leaf = _node(self.algorithm, self._full.pop(), leaf)
            bits >>= 1
        self._full.append(leaf)
        self.size += 1

    def root(self) -> bytes:
        """The root over all leaves so far; of none, the hash of nothing."""
        if not self._full:
            return digest(self.algorithm, b"")
        *left, root = self._full
        for node in reversed(left):
            root = _node(self.algorithm, node, root)
        return root


def root(leaves: Sequence[bytes], algorithm: str) -> bytes:
    """The root over leaf hashes."""
    tree = Tree(algorithm)
    for leaf in leaves:
        tree.append(leaf)
    return tree.root()


def inclusion_proof(leaves: Sequence[bytes], index: int, algorithm: str) -> list[bytes]:
    """What is hashed with leaf `index`, from below upwards, to give the root (RFC 9162 section 2.1.3.1)."""
    if len(leaves) == 1:
        return []
    split = _split(len(leaves))
    own, other = (leaves[:split], leaves[split:]) if index < split else (leaves[split:], leaves[:split])
    within = index if index < split else index - split
    return [*inclusion_proof(own, within, algorithm), root(other, algorithm)]


def consistency_proof(leaves: Sequence[bytes], earlier: int, algorithm: str) -> list[bytes]:
    """What shows that the root over the first `earlier` leaves, at least one, still stands in this tree (RFC 9162 section 2.1.4.1)."""
    return _subproof(leaves, earlier, True, algorithm)


def _subproof(leaves: Sequence[bytes], earlier: int, known: bool, algorithm: str) -> list[bytes]:
    if earlier == len(leaves):
        return [] if known else [root(leaves, algorithm)]
    split = _split(len(leaves))
    if earlier <= split:
        return [*_subproof(leaves[:split], earlier, known, algorithm), root(leaves[split:], algorithm)]
    return [*_subproof(leaves[split:], earlier - split, False, algorithm), root(leaves[:split], algorithm)]


def is_included(
    leaf: bytes, index: int, size: int, proof: Sequence[bytes], whole: bytes, algorithm: str
) -> bool:
    """Whether the proof leads from leaf `index` to the root over `size` leaves (RFC 9162 section 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    at, last, found = index, size - 1, leaf
    for node in proof:
        if last == 0:
            return False
        if at & 1 or at == last:
            found = _node(algorithm, node, found)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            found = _node(algorithm, found, node)
        at, last = at >> 1, last >> 1
    return last == 0 and found == whole


def is_consistent(
    earlier: int, size: int, before: bytes, whole: bytes, proof: Sequence[bytes], algorithm: str
) -> bool:
    """Whether the proof shows the root over `size` leaves to continue the one over the first `earlier` (RFC 9162 section 2.1.4.2)."""
    if not 0 < earlier <= size:
        return False
    if earlier == size:
        return not proof and before == whole
    path = [before, *proof] if earlier & (earlier - 1) == 0 else list(proof)
    if not path:
        return False
    at, last = earlier - 1, size - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    first = second = path[0]
    for node in path[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            first, second = _node(algorithm, node, first), _node(algorithm, node, second)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            second = _node(algorithm, second, node)
        at, last = at >> 1, last >> 1
    return last == 0 and first == before and second == whole


def _split(size: int) -> int:
    """The largest power of two below the size."""
    return 1 << (size - 1).bit_length() - 1


def _node(algorithm: str, left: bytes, right: bytes) -> bytes:
    return digest(algorithm, NODE + left + right)
