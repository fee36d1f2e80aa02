"""The verifier's own functions against public examples, and against the definitions on random trees."""

import json
from base64 import b64decode, b64encode
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

import cryptography_vectors
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.records.bundle import verify_audit as verifier
from backend.records.bundle.verify_audit import CannotVerify, Failed
from tests.audit.sealed.test_notes import BY_C2SP, BY_ENOCH, BY_PETER, C2SP, ENOCH, PETER, TEXT
from tests.audit.sealed.test_tree import CONSISTENCY, INCLUSION, LEAVES, ROOTS
from tests.records.verifier import reference

CASES = json.loads((Path(__file__).parents[2] / "audit" / "vectors" / "merkle.json").read_text())
# Two trees of one size are accepted there whatever their roots are; ours must be hashes.
STRICTER = {"consistency/additional/sizes-are-equal-one-and-proof-is-empty"}
ORDER = 2**252 + 27742317777372353535851937790883648493


def accepted(name: str, first: int, second: int, root: str, other: str, proof: list[str]) -> bool:
    try:
        hashes = [verifier.unbase64_hash(each, "a hash") for each in (root, other, *proof)]
        if name.startswith("inclusion"):
            return verifier.Inclusion(second, hashes[0]).holds(first, hashes[1], proof)
        return verifier.extends(first, hashes[0], second, hashes[1], hashes[2:])
    except Failed:
        return False


def test_all_public_proofs_are_judged_as_their_authors_do():
    hashes = CASES["hashes"]
    wrong = [
        name
        for name, first, second, root, other, proof, refused in CASES["cases"]
        if accepted(name, first, second, hashes[root], hashes[other], [hashes[each] for each in proof]) is refused
    ]
    assert len(CASES["cases"]) == 196
    assert set(wrong) <= STRICTER, wrong


def test_the_reference_roots_and_proofs_hold():
    tree, hashes = verifier.Tree(), [verifier.leaf_hash(leaf) for leaf in LEAVES]
    assert tree.root() == verifier.EMPTY_ROOT
    assert tree.root().hex().startswith("e3b0c442")
    for hashed, root in zip(hashes, ROOTS, strict=True):
        tree.add(hashed)
        assert tree.root().hex() == root
    for index, proof in INCLUSION.items():
        path = [reference.b64(bytes.fromhex(each)) for each in proof]
        assert verifier.Inclusion(8, bytes.fromhex(ROOTS[7])).holds(index, hashes[index], path)
    for (size, later), proof in CONSISTENCY.items():
        hashes = [bytes.fromhex(each) for each in proof]
        assert verifier.extends(size, bytes.fromhex(ROOTS[size - 1]), later, bytes.fromhex(ROOTS[later - 1]), hashes)
    leaf = verifier.leaf_hash(b"L123456").hex()
    assert leaf == "395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56"
    node = verifier.node_hash(b"N123", b"N456").hex()
    assert node == "aa217fe888e47007fa15edab33c2b492a722cb106c64667fc2b044444de66bbb"
    assert b64encode(verifier.leaf_hash(b"hello world")) == b"TszzRgjTG6xce+z2AG31kAXYKBgQVtCSCE40HmuwBb0="


@given(st.integers(1, 700), st.data())
def test_roots_and_proofs_agree_with_the_definition(size, data):
    hashes = [verifier.leaf_hash(b"%d" % number) for number in range(size)]
    literal, tree = reference.Tree(hashes), verifier.Tree()
    for hashed in hashes:
        tree.add(hashed)
    root = literal.root(0, size)
    assert tree.root() == root
    indexes, earlier = data.draw(st.lists(st.integers(0, size - 1), max_size=12)), data.draw(st.integers(1, size))
    inclusion = verifier.Inclusion(size, root)
    for index in [*sorted(indexes), *indexes]:
        proof = [reference.b64(each) for each in literal.inclusion(index, 0, size)]
        assert inclusion.holds(index, hashes[index], proof)
        assert not inclusion.holds(index, hashes[index][::-1], proof)
        assert not inclusion.holds(index, hashes[index], [*proof, reference.b64(root)])
        for place in range(len(proof)):
            assert not inclusion.holds(index, hashes[index], proof[:place] + proof[place + 1 :])
            wrong = [*proof[:place], reference.b64(root[::-1]), *proof[place + 1 :]]
            assert not inclusion.holds(index, hashes[index], wrong)
        if size > 1:
            assert not inclusion.holds((index + 1) % size, hashes[index], proof)
    past, growth = literal.root(0, earlier), literal.consistency(earlier, 0, size)
    assert verifier.extends(earlier, past, size, root, growth)
    assert not verifier.extends(earlier, past, size, root, [*growth, root])
    assert not verifier.extends(earlier, hashes[0][::-1], size, root, growth)
    if growth:
        assert not verifier.extends(earlier, past, size, root, growth[:-1])
        assert not verifier.extends(earlier, past, size, root, [growth[0][::-1], *growth[1:]])


# Signatures ---------------------------------------------------------------------------------------------------------------------------
def signatures() -> list[tuple[bytes, bytes, bytes]]:
    """Give key, message and signature of the 1,024 examples of the authors of Ed25519."""
    path = Path(cryptography_vectors.__file__).parent / "asymmetric" / "Ed25519" / "sign.input"
    rows = [line.split(":") for line in path.read_text().splitlines()]
    return [
        (bytes.fromhex(public), bytes.fromhex(message), bytes.fromhex(signed)[:64])
        for _, public, message, signed, _ in rows
    ]


def test_signatures_of_the_public_examples_hold_and_altered_ones_do_not():
    rows = signatures()
    assert len(rows) == 1024
    for public, message, signature in rows[::16]:
        assert verifier.verify_ed25519(public, message, signature)
    for public, message, signature in rows[4::128]:
        assert not verifier.verify_ed25519(public, message + b"x", signature)
        assert not verifier.verify_ed25519(rows[3][0], message, signature)
    for public, message, signature in rows:
        other = int.from_bytes(signature[32:], "little") + ORDER
        assert not verifier.verify_ed25519(public, message, signature[:32] + other.to_bytes(32, "little"))


@pytest.mark.parametrize(
    "encoded",
    [
        (2**255 - 19).to_bytes(32, "little"),  # zero, written otherwise
        (2**255 - 18).to_bytes(32, "little"),  # one, written otherwise
        (1 | 1 << 255).to_bytes(32, "little"),  # x is zero and negative
        (2).to_bytes(32, "little"),  # not on the curve
        bytes(31),
    ],
)
def test_points_have_one_form(encoded):
    public, message, signature = signatures()[5]
    assert not verifier.verify_ed25519(encoded, message, signature)
    assert not verifier.verify_ed25519(public, message, encoded + signature[32:])
    assert not verifier.verify_ed25519(public, message, signature[:-1])


# Notes --------------------------------------------------------------------------------------------------------------------------------
def test_the_public_notes_open():
    keys = {**verifier.parse_key(PETER), **verifier.parse_key(ENOCH)}
    note = verifier.open_note(f"{TEXT}\n{BY_PETER}{BY_ENOCH}".encode(), keys, "note")
    assert (note.text, [each.name for each in note.signatures], note.unknown) == (
        TEXT,
        ["PeterNeumann", "EnochRoot"],
        0,
    )
    note = verifier.open_note(f"{TEXT}\n{BY_PETER}{BY_ENOCH}".encode(), verifier.parse_key(ENOCH), "note")
    assert (len(note.signatures), note.unknown) == (1, 1)
    assert verifier.open_note(
        f"This is an example message.\n\n{BY_C2SP}".encode(), verifier.parse_key(C2SP), "note"
    ).signatures


@pytest.mark.parametrize(
    "note",
    [
        "",
        TEXT,
        f"{TEXT}{BY_PETER}",
        f"{TEXT}\n{BY_PETER}"[:-1],
        f"{TEXT}\n{BY_PETER}".replace("problem", "prob\tlem"),
        f"{TEXT}\n{BY_PETER}P.S.\n",
        f"{TEXT}\n{BY_PETER}\nP.S.\n",
        f"{TEXT}\n{BY_PETER.replace('PeterN', 'Peter N')}",
        f"{TEXT}\n{BY_PETER.replace('PeterN', 'Peter+N')}",
        f"{TEXT}\n{BY_PETER.replace('—', '-')}",
        f"{TEXT}\n{BY_PETER.replace('nAM=', 'nAN=')}",
        f"{TEXT}\n{BY_PETER.replace('=', '')}",
        f"{TEXT}\n{BY_PETER.replace('=', '==')}",
        f"{TEXT}\n{BY_PETER * 101}",
        f"{TEXT}\n— PeterNeumann x08g\n",
        f"{TEXT}\n{BY_PETER}{BY_ENOCH.replace('rwz+eBzm', 'rwz+eBzn')}",
        f"{TEXT.upper()}\n{BY_PETER}",
        f"{TEXT}\n{BY_PETER}".replace("\n", "\r\n"),
    ],
)
def test_a_note_that_is_not_well_formed_is_refused(note):
    keys = {**verifier.parse_key(PETER), **verifier.parse_key(ENOCH)}
    with pytest.raises(Failed):
        verifier.open_note(note.encode(), keys, "note")


@given(st.binary(max_size=200))
def test_any_bytes_are_a_note_or_a_sentence(data):
    for each in (data, TEXT.encode() + b"\n" + data, TEXT.encode() + b"\n" + "— ".encode() + data + b"\n"):
        with suppress(Failed):
            assert verifier.open_note(each, verifier.parse_key(PETER), "note").signatures == []


@pytest.mark.parametrize(
    "key",
    [
        "x",
        "a+b",
        "a+00000000+AAAA",
        "a++",
        PETER[:-4],
        PETER.replace("c74f20a3", "c74f20a4"),
        PETER.replace("Peter", "peter"),
    ],
)
def test_a_miscopied_key_is_refused(key):
    with pytest.raises(CannotVerify):
        verifier.parse_key(key)


def test_a_key_of_another_kind_is_left_alone():
    kind, public = 6, bytes(40)
    data = bytes([kind]) + public
    stated = sha256(b"name\n" + data).hexdigest()[:8]
    assert verifier.parse_key(f"name+{stated}+{b64encode(data).decode()}") == {}


# Values -------------------------------------------------------------------------------------------------------------------------------
def test_the_digest_of_a_value_is_that_of_the_standard():
    """RFC 9901, 4.2.3."""
    disclosure = "WyJfMjZiYzRMVC1hYzZxMktJNmNCVzVlcyIsICJmYW1pbHlfbmFtZSIsICJNw7ZiaXVzIl0"
    assert verifier._digest(disclosure) == "X9yH0Ajrdm1Oij4tWso9UzzKJvPoDxwmuEcO3XAdRC0"
    assert verifier._named(disclosure) == "family_name"
    assert b64decode(disclosure + "=").decode().endswith('"family_name", "Möbius"]')
