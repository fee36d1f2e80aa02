"""Sealing: everything that is visible gets a place, in order, once; only what is stored and continues the past is signed."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import DatabaseError, connection, transaction

from backend.audit.events import record
from backend.audit.models import Checkpoint as StoredCheckpoint
from backend.audit.models import Event, Leaf, Log, Pending, Tile
from backend.audit.sealed import guard, keys, store
from backend.audit.sealed.keys import public_keys, signing_key
from backend.audit.sealed.notes import open_checkpoint
from backend.audit.sealed.proofs import proof_of
from backend.audit.sealed.rotation import rotate_key
from backend.audit.sealed.sealing import Edge, seal_batch, seal_now, sign_newest
from backend.audit.sealed.tree import EMPTY_ROOT, RunningRoot, Tree, check_inclusion, leaf_hash
from backend.kernel.errors import Refused

pytestmark = pytest.mark.django_db


def something(cast, number=1):
    for _ in range(number):
        record("event.list", None, actor=cast.lena)


def leaves():
    rows = Leaf.objects.order_by("leaf_index")
    bodies = dict(Event.objects.values_list("pk", "body"))
    return [store.leaf_bytes(bodies[row.event_id], row.prev, row.seq, row.stream) for row in rows]


def root_of_contents():
    running = RunningRoot()
    for leaf in leaves():
        running.add(leaf_hash(leaf))
    return running.root()


def test_every_event_gets_one_place_in_the_order_of_writing(cast):
    assert seal_batch(1000).events == Event.objects.count()
    assert not Pending.objects.exists()
    indexes = Leaf.objects.order_by("event_id").values_list("leaf_index", flat=True)
    assert list(indexes) == list(range(Event.objects.count()))
    assert bytes(StoredCheckpoint.objects.get().root) == root_of_contents() != EMPTY_ROOT
    assert seal_batch().events == 0


def test_batches_of_any_size_lead_to_one_root(cast):
    something(cast, 300)
    edge, sizes = Edge(), [1, 2, 7, 255, 256, 257]
    for limit in sizes:
        seal_batch(limit, edge=edge)
    while seal_batch(100).events:  # another sealer, which keeps no edge
        pass
    seal_batch(edge=edge)
    assert Log.objects.get().size == Event.objects.count()
    assert bytes(StoredCheckpoint.objects.order_by("-size")[0].root) == root_of_contents()
    assert Tile.objects.filter(level=1).exists()


def test_streams_are_numbered_without_a_gap(cast, a_case):
    a_case("opened")
    while seal_batch(5).events:
        pass
    for stream in set(Leaf.objects.values_list("stream", flat=True)):
        rows = list(Leaf.objects.filter(stream=stream).order_by("seq"))
        assert [row.seq for row in rows] == list(range(1, len(rows) + 1))
        assert [row.prev for row in rows] == [None, *(row.leaf_index for row in rows[:-1])]


def test_a_checkpoint_is_signed_and_anybody_can_check_an_entry(cast):
    note = seal_now()
    checkpoint, signatures = open_checkpoint(note, public_keys())
    assert checkpoint.size == Event.objects.count()
    assert checkpoint.origin == Log.objects.get().origin
    assert {signature.at is None for signature in signatures} == {True, False}
    proof = proof_of(Event.objects.order_by("pk")[3])
    check_inclusion(proof.index, proof.size, leaf_hash(proof.leaf.encode()), proof.path, checkpoint.root)
    something(cast)
    assert proof_of(Event.objects.order_by("pk").last()) is None


def test_signing_again_says_the_same(cast):
    assert seal_now() == seal_now() == sign_newest()


def test_a_log_that_was_cut_is_neither_sealed_nor_signed(cast):
    seal_now()
    last = guard.last_signed()
    something(cast)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE audit_log SET size = size - 1")
    with pytest.raises(guard.RolledBack, match="rolled back or cut"):
        seal_batch()
    assert Pending.objects.count() == 1
    assert guard.last_signed() == last


def test_a_rewritten_tree_is_not_signed(cast):
    seal_now()
    something(cast)
    seal_batch()
    tile = Tile.objects.order_by("-level", "n")[0]
    data = bytes([tile.data[0] ^ 1]) + bytes(tile.data[1:])
    Tile.objects.filter(level=tile.level, n=tile.n).update(data=data)
    newest = StoredCheckpoint.objects.order_by("-size")[0]
    StoredCheckpoint.objects.filter(pk=newest.pk).update(root=Tree(store.DatabaseTiles(), newest.size).root())
    with pytest.raises(guard.RolledBack, match="rewritten"):
        sign_newest()
    assert StoredCheckpoint.objects.get(pk=newest.pk).note == ""


def test_another_log_is_not_sealed_under_the_memory_of_this_one(cast):
    seal_now()
    Log.objects.update(epoch=2)
    something(cast)
    with pytest.raises(guard.RolledBack, match="The last checkpoint signed here is of"):
        seal_batch()


def test_without_the_key_the_log_is_sealed_and_left_unsigned(cast, settings):
    settings.PRODUCTION = True
    assert signing_key() is None
    assert seal_now() == ""
    assert StoredCheckpoint.objects.get().note == ""
    settings.PRODUCTION = False
    assert sign_newest() != ""


@pytest.mark.parametrize("stops_at", ["note_public", "write_private"])
def test_a_process_that_dies_while_it_makes_the_key_leaves_no_checkpoint_of_an_unknown_one(
    cast, settings, tmp_path, monkeypatch, stops_at
):
    settings.AUDIT_DIR = tmp_path / "history"
    write = getattr(keys, stops_at)

    def dies(*told, **named):
        write(*told, **named)
        raise SystemExit

    monkeypatch.setattr(keys, stops_at, dies)
    with pytest.raises(SystemExit):
        signing_key()
    monkeypatch.undo()
    assert open_checkpoint(seal_now(), public_keys())
    assert signing_key().public == public_keys()[-1]


def test_two_who_make_the_key_at_once_get_the_same_one(settings, tmp_path):
    settings.AUDIT_DIR = tmp_path / "history"
    with ThreadPoolExecutor(8) as pool:
        made = {key.public.text for key in pool.map(lambda _: signing_key(), range(8))}
    assert made == {key.text for key in public_keys()}
    assert len(made) == 1


def test_a_rotation_is_told_by_the_log_and_signed_by_both_keys(cast):
    seal_now()
    old = signing_key()
    with pytest.raises(Refused, match="reason"):
        rotate_key(actor=cast.sam, reason=" ")
    assert signing_key().public == old.public

    new = rotate_key(actor=cast.sam, reason="The yearly change.")
    note = StoredCheckpoint.objects.order_by("-size")[0].note
    for key in (old, new):
        assert open_checkpoint(note, [key.public])
    assert signing_key().public == new.public != old.public
    assert f'"key":"{new.public.text}"' in Event.objects.get(action="key.rotate").body
    something(cast)
    later = seal_now()
    assert open_checkpoint(later, [new.public])
    with pytest.raises(ValueError, match="None of the known keys"):
        open_checkpoint(later, [old.public])


def test_leaves_refuse_to_be_changed(cast):
    seal_batch()
    for statement in ("UPDATE audit_leaf SET seq = 9", "DELETE FROM audit_leaf"):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_an_event_that_was_removed_while_it_waited_stops_the_sealing(cast):
    something(cast)
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO audit_pending (event_id) VALUES (999999999)")
    with pytest.raises(LookupError, match="removed"):
        seal_batch(10_000)
