"""Checking one entry: the way to the root is walked as the proof says, and what this machine cannot tell is not called broken."""

import pytest

from backend.audit.events import record
from backend.audit.models import Event, Leaf, Tile
from backend.audit.sealed.checking import Part, Standing, check_entry, climb, neighbours
from backend.audit.sealed.keys import list_path
from backend.audit.sealed.proofs import Proof
from backend.audit.sealed.sealing import seal_now
from backend.audit.sealed.tree import Place, RunningRoot, Tree, grow, leaf_hash


class Tiles(dict[Place, bytes]):  # a store in memory
    """Tiles by their places."""


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8, 33, 255, 256, 257, 600])
def test_the_way_from_every_leaf_ends_at_the_root(size):
    hashes = [leaf_hash(str(number).encode()) for number in range(size)]
    tree, running = Tree(Tiles(grow(Tiles(), 0, b"".join(hashes))), size), RunningRoot()
    running.add(b"".join(hashes))
    for index in {0, 1, size // 2, size - 2, size - 1} & set(range(size)):
        path = tuple(tree.inclusion(index))
        proof = Proof(index, 1, "log", size, "", hashes[index], running.root(), path, "")
        hops = list(climb(proof))
        assert (hops[-1].result if hops else hashes[index]) == running.root()
        assert [hop.neighbour for hop in hops] == list(path)


@pytest.mark.django_db
def test_a_machine_without_the_list_of_keys_says_that_it_did_not_check_the_signature(cast):
    seal_now()
    list_path().unlink()
    checked = check_entry(Event.objects.order_by("pk")[0])
    assert checked.standing == Standing.SEALED
    [step] = [step for step in checked.steps if step.part == Part.SIGNATURE]
    assert step.holds is None


@pytest.mark.django_db
def test_a_missing_tile_is_told_and_raises_nothing(cast):
    record("event.list", None, actor=cast.lena)
    seal_now()
    event = Event.objects.latest("pk")
    Tile.objects.filter(level=0).delete()
    checked = check_entry(event)
    assert checked.standing == Standing.BROKEN
    assert {step.part for step in checked.steps if step.holds is False} >= {Part.LEAF, Part.PATH}


@pytest.mark.django_db
def test_neighbours_are_those_of_the_same_stream(cast):
    seal_now()
    for leaf in Leaf.objects.filter(stream="log").order_by("seq")[:3]:
        before, after = neighbours(leaf)
        assert before == Leaf.objects.filter(stream="log", seq=leaf.seq - 1).values_list("event_id", flat=True).first()
        assert after == Leaf.objects.filter(stream="log", seq=leaf.seq + 1).values_list("event_id", flat=True).first()
