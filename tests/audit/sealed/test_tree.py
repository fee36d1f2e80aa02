"""The tree against its definition, the public roots and proofs, and tiles of every width."""

import json
from base64 import b64decode
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.audit.sealed.tree import (
    EMPTY_ROOT,
    FULL,
    HASH,
    ProofError,
    RunningRoot,
    Tree,
    check_consistency,
    check_inclusion,
    grow,
    leaf_hash,
    node_hash,
)

LEAVES = [
    bytes.fromhex(each)
    for each in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
INCLUSION = {
    0: (
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ),
    5: (
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        ROOTS[3],
    ),
}
CONSISTENCY = {
    (6, 8): (
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        ROOTS[3],
    ),
    (6, 7): (
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f",
        ROOTS[3],
    ),
}


def hashes(number):
    return b"".join(leaf_hash(b"%d" % each) for each in range(number))


def tree_of(leaf_hashes, *, batch=10_000):
    tiles: dict[tuple[int, int], bytes] = {}
    size = 0
    for at in range(0, len(leaf_hashes), batch * HASH):
        part = leaf_hashes[at : at + batch * HASH]
        tiles.update(grow(tiles, size, part))
        size += len(part) // HASH
    return Tree(tiles, size)


def by_definition(parts):
    """RFC 6962, 2.1, as it is written."""
    if len(parts) <= 1:
        return parts[0] if parts else EMPTY_ROOT
    split = 1 << ((len(parts) - 1).bit_length() - 1)
    return node_hash(by_definition(parts[:split]), by_definition(parts[split:]))


def pieces(leaf_hashes):
    return [leaf_hashes[at : at + HASH] for at in range(0, len(leaf_hashes), HASH)]


def test_the_public_roots_and_proofs():
    tree = tree_of(b"".join(map(leaf_hash, LEAVES)))
    assert [tree.root(size).hex() for size in range(1, 9)] == ROOTS
    assert {index: tuple(part.hex() for part in tree.inclusion(index)) for index in INCLUSION} == INCLUSION
    assert {pair: tuple(part.hex() for part in tree.consistency(*pair)) for pair in CONSISTENCY} == CONSISTENCY


def accepted(name, first, second, root, other, path):
    try:
        if name.startswith("inclusion"):
            check_inclusion(first, second, other, path, root)
        else:
            check_consistency(first, second, root, other, path)
    except ProofError:
        return False
    return True


def test_all_196_public_proofs_are_judged_as_their_authors_do():
    told = json.loads((Path(__file__).parents[1] / "vectors" / "merkle.json").read_text())
    hashes = [b64decode(each) for each in told["hashes"]]
    wrong = [
        name
        for name, first, second, root, other, path, refused in told["cases"]
        if accepted(name, first, second, hashes[root], hashes[other], [hashes[each] for each in path]) is refused
    ]
    assert len(told["cases"]) == 196
    # Two trees of one size are accepted there whatever their roots are; ours must be hashes.
    assert set(wrong) <= {"consistency/additional/sizes-are-equal-one-and-proof-is-empty"}


def test_the_public_hashes():
    assert leaf_hash(b"L123456").hex() == "395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56"
    assert node_hash(b"N123", b"N456").hex() == "aa217fe888e47007fa15edab33c2b492a722cb106c64667fc2b044444de66bbb"
    assert EMPTY_ROOT == sha256(b"").digest() == Tree({}, 0).root()


def test_the_tiles_of_70_000_leaves_are_those_of_the_specification():
    tiles = tree_of(hashes(70_000)).store
    widths = {place: len(data) // HASH for place, data in tiles.items()}
    assert sum(widths[place] == 256 for place in widths if place[0] == 0) == 273
    assert (widths[0, 273], widths[1, 0], widths[1, 1], widths[2, 0]) == (112, 256, 17, 1)
    assert len(widths) == 274 + 2 + 1


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 700), st.integers(1, 300), st.data())
def test_any_size_and_any_batches_agree_with_the_definition(size, batch, data):
    leaf_hashes = hashes(size)
    tree, running = tree_of(leaf_hashes, batch=batch), RunningRoot()
    running.add(leaf_hashes)
    root = tree.root()
    assert root == running.root() == by_definition(pieces(leaf_hashes))
    index, old = data.draw(st.integers(0, size - 1)), data.draw(st.integers(1, size))
    leaf = leaf_hashes[index * HASH : (index + 1) * HASH]
    check_inclusion(index, size, leaf, tree.inclusion(index), root)
    check_consistency(old, size, tree.root(old), root, tree.consistency(old))


@settings(max_examples=60, deadline=None)
@given(st.integers(2, 400), st.data())
def test_a_proof_that_was_touched_proves_nothing(size, data):
    leaf_hashes = hashes(size)
    tree, index, old = tree_of(leaf_hashes), data.draw(st.integers(0, size - 1)), data.draw(st.integers(1, size - 1))
    leaf, root = leaf_hashes[index * HASH : (index + 1) * HASH], tree.root()
    path = tree.inclusion(index)
    at = data.draw(st.integers(0, len(path) - 1))
    broken = [bytes(HASH) if place == at else part for place, part in enumerate(path)]
    for wrong in (broken, path[:-1], [*path, root]):
        with pytest.raises(ProofError):
            check_inclusion(index, size, leaf, wrong, root)
    consistent = tree.consistency(old)
    for wrong in (
        [*consistent[:-1], bytes(HASH)],
        consistent[:-1],
        [*consistent, root],
        [part[1:] for part in consistent],
    ):
        with pytest.raises(ProofError):
            check_consistency(old, size, tree.root(old), root, wrong)


def test_nonsense_is_refused():
    tree = tree_of(hashes(5))
    for ask in (
        lambda: tree.inclusion(5),
        lambda: tree.inclusion(-1),
        lambda: tree.root(6),
        lambda: tree.consistency(0),
        lambda: tree.inclusion(0, 9),
    ):
        with pytest.raises(IndexError):
            ask()
    for ask in (
        lambda: check_consistency(0, 5, EMPTY_ROOT, tree.root(), []),
        lambda: check_consistency(6, 5, tree.root(), tree.root(), []),
        lambda: check_consistency(5, 5, tree.root(4), tree.root(), []),
        lambda: check_consistency(5, 5, b"short", b"short", []),
        lambda: check_inclusion(5, 5, bytes(HASH), [], tree.root()),
        lambda: check_inclusion(0, 1, b"short", [], b"short"),
    ):
        with pytest.raises(ProofError):
            ask()


def test_a_store_that_lost_something_is_noticed():
    tree = tree_of(hashes(600))
    with pytest.raises(ValueError, match="fewer hashes"):
        grow({**tree.store, (0, 2): tree.store[0, 2][:-HASH]}, 600, hashes(1))
    del tree.store[0, 2]
    with pytest.raises(LookupError, match="missing"):
        tree.root()
    assert len(tree.store[0, 0]) == FULL
