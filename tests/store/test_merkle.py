"""Roots and proofs are those of RFC 6962 and RFC 9162, as anyone can compute them."""

import pytest

from store.hashing import digest
from store.merkle import (
    Tree,
    consistency_proof,
    inclusion_proof,
    is_consistent,
    is_included,
    root,
)

# The inputs and the roots over the first 0 to 8 of them that implementations of RFC 6962 are tested with
# (google/certificate-transparency, merkletree tests).
INPUTS = ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
ROOTS = (
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)
LEAVES = [digest("sha256", b"\x00" + bytes.fromhex(data)) for data in INPUTS]
SIZES = range(1, 34)


def leaves(count: int, algorithm: str = "sha256") -> list[bytes]:
    return [digest(algorithm, bytes([number])) for number in range(count)]


def test_the_roots_of_the_known_tree_are_the_published_ones() -> None:
    assert [root(LEAVES[:size], "sha256").hex() for size in range(9)] == list(ROOTS)


@pytest.mark.parametrize(
    ("index", "size", "beginnings"),
    [
        (0, 1, []),
        (0, 8, ["96a296d2", "5f083f0a", "6b47aaf2"]),
        (5, 8, ["bc1a0643", "ca854ea1", "d37ee418"]),
        (2, 3, ["fac54203"]),
        (1, 5, ["6e340b9c", "5f083f0a", "bc1a0643"]),
    ],
)
def test_the_inclusion_proofs_of_the_known_tree_are_the_published_ones(
    index: int, size: int, beginnings: list[str]
) -> None:
    assert [node.hex()[:8] for node in inclusion_proof(LEAVES[:size], index, "sha256")] == beginnings


@pytest.mark.parametrize(
    ("earlier", "size", "beginnings"),
    [
        (1, 1, []),
        (1, 8, ["96a296d2", "5f083f0a", "6b47aaf2"]),
        (6, 8, ["0ebc5d34", "ca854ea1", "d37ee418"]),
        (2, 5, ["5f083f0a", "bc1a0643"]),
    ],
)
def test_the_consistency_proofs_of_the_known_tree_are_the_published_ones(
    earlier: int, size: int, beginnings: list[str]
) -> None:
    assert [node.hex()[:8] for node in consistency_proof(LEAVES[:size], earlier, "sha256")] == beginnings


@pytest.mark.parametrize("algorithm", ["sha256", "sm3"])
def test_each_leaf_of_each_tree_is_proved_and_no_other_is(algorithm: str) -> None:
    for size in SIZES:
        tree = leaves(size, algorithm)
        whole = root(tree, algorithm)
        for index in range(size):
            proof = inclusion_proof(tree, index, algorithm)
            assert is_included(tree[index], index, size, proof, whole, algorithm)
            assert not is_included(whole, index, size, proof, whole, algorithm) or size == 1
            assert not is_included(tree[index], index + 1, size, proof, whole, algorithm)
            assert not is_included(tree[index], index, size, [*proof, whole], whole, algorithm)


def test_a_tree_is_proved_to_continue_each_earlier_one_and_no_other() -> None:
    for size in SIZES:
        tree = leaves(size)
        whole = root(tree, "sha256")
        for earlier in range(1, size + 1):
            before, proof = root(tree[:earlier], "sha256"), consistency_proof(tree, earlier, "sha256")
            assert is_consistent(earlier, size, before, whole, proof, "sha256")
            assert not is_consistent(earlier, size, bytes(32), whole, proof, "sha256")
            assert not is_consistent(earlier, size, before, bytes(32), proof, "sha256")
            assert not is_consistent(earlier, size, before, whole, [*proof, whole], "sha256")


def test_a_tree_that_grows_has_the_root_of_one_made_at_once() -> None:
    tree = Tree("sha256")
    for size in SIZES:
        tree.append(leaves(size)[-1])
        assert (tree.size, tree.root()) == (size, root(leaves(size), "sha256"))


def test_an_unknown_hash_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown_algorithm"):
        digest("md5", b"")


def test_sm3_is_the_national_standard() -> None:  # GB/T 32905-2016, annex A, first example
    assert digest("sm3", b"abc").hex() == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
