"""The directory anchor: a copy that is only added to, and that nobody can make agree with a changed history."""

import stat

import pytest

from backend.audit.sealed.anchors.anchor import AnchorError
from backend.audit.sealed.anchors.directory import DirectoryAnchor
from backend.audit.sealed.anchors.mirror import Mirror, MirroredTree
from backend.audit.sealed.notes import SigningKey, note, open_checkpoint
from backend.audit.sealed.tree import Tree, leaf_hash
from tests.audit.sealed.anchors.conftest import ORIGIN


@pytest.fixture
def anchor(tmp_path, memory_history):
    """Give the anchor over a folder that is there."""
    return DirectoryAnchor(str(tmp_path), memory_history)


@pytest.fixture
def mirror(tmp_path):
    """Give the reader of what the anchor writes."""
    return Mirror(tmp_path / ORIGIN)


def files_of(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_copy_that_grew_step_by_step_leads_to_every_root(anchor, mirror, memory_history):
    sizes = [1, 2, 255, 256, 257, 511, 512, 700, 1024, 1300]
    for size in sizes:
        sealed = memory_history.grow_to(size)
        assert anchor.publish(sealed) == sealed.note.encode()
    assert mirror.sizes() == sizes
    for size in sizes:
        copy = MirroredTree(mirror, size)
        checkpoint, _ = open_checkpoint(mirror.note(size), [memory_history.key.public])
        assert Tree(copy, size).root() == checkpoint.root == memory_history.sealed(size).root
        assert list(copy.leaves(0, size)) == memory_history.texts[:size]
    assert list(MirroredTree(mirror, 1300).leaves(250, 260)) == memory_history.texts[250:260]


def test_a_large_copy_is_made_in_steps_and_keeps_the_upper_levels(anchor, mirror, memory_history):
    memory_history.grow_to(300)
    anchor.publish(memory_history.sealed())
    sealed = memory_history.grow_to(131_500)  # two steps and a rest
    anchor.publish(sealed)
    assert Tree(MirroredTree(mirror, 131_500), 131_500).root() == sealed.root
    assert {"tile/1/000", "tile/1/001", "tile/1/002.p/1", "tile/2/000.p/2"} <= set(files_of(mirror.folder))


def test_files_are_read_only_and_nothing_is_written_twice(anchor, mirror, memory_history):
    anchor.publish(memory_history.grow_to(300))
    before = {path: path.stat().st_mtime_ns for path in mirror.folder.rglob("*") if path.is_file()}
    anchor.publish(memory_history.sealed())
    anchor.publish(memory_history.grow_to(301))
    assert {path: path.stat().st_mtime_ns for path in before} == before
    assert {stat.S_IMODE(path.stat().st_mode) for path in mirror.folder.rglob("*") if path.is_file()} == {0o444}


def test_a_folder_that_is_not_there_is_not_made(tmp_path, memory_history):
    with pytest.raises(AnchorError, match="mounted"):
        DirectoryAnchor(str(tmp_path / "away"), memory_history).publish(memory_history.grow_to(3))
    assert not (tmp_path / "away").exists()


@pytest.mark.parametrize("origin", ["../elsewhere/1", "/etc/1", "larkfield.example//1", "a b/1", ".hidden/1", ""])
def test_an_origin_cannot_lead_out_of_the_folder(anchor, memory_history, origin, tmp_path):
    memory_history.origin = origin
    with pytest.raises(AnchorError, match="folder"):
        anchor.publish(memory_history.grow_to(3))
    assert list(tmp_path.iterdir()) == []


def test_a_crash_in_the_middle_of_a_file_is_made_good(anchor, mirror, memory_history):
    sealed = memory_history.grow_to(300)
    half = mirror.folder / "tile" / "entries" / "000"
    half.parent.mkdir(parents=True)
    half.write_bytes(b"\1")
    with pytest.raises(AnchorError, match="another content"):
        anchor.publish(sealed)
    half.write_bytes(memory_history_bundle(memory_history)[:1000])
    anchor.publish(sealed)
    assert half.read_bytes() == memory_history_bundle(memory_history)
    assert not half.stat().st_mode & stat.S_IWUSR
    assert Tree(MirroredTree(mirror, 300), 300).root() == sealed.root


def memory_history_bundle(memory_history):
    return b"".join(len(text).to_bytes(2, "big") + text for text in memory_history.texts[:256])


def test_a_finished_file_with_other_content_alarms_and_stays(anchor, mirror, memory_history):
    sealed = memory_history.grow_to(300)
    other = mirror.folder / "tile" / "0" / "000"
    other.parent.mkdir(parents=True)
    other.write_bytes(b"\0" * 8192)
    other.chmod(0o444)
    with pytest.raises(AnchorError, match="never replaced"):
        anchor.publish(sealed)
    assert other.read_bytes() == b"\0" * 8192
    assert mirror.sizes() == []


def test_a_history_that_was_rewritten_is_refused(anchor, mirror, memory_history, tmp_path):
    anchor.publish(memory_history.grow_to(300))
    before = files_of(tmp_path)
    rewritten = type(memory_history)()
    rewritten.add(*(b"forged" if index == 7 else text for index, text in enumerate(memory_history.texts)))
    forger = DirectoryAnchor(str(tmp_path), rewritten)
    with pytest.raises(AnchorError, match="another checkpoint of size 300"):
        forger.publish(rewritten.sealed())
    with pytest.raises(AnchorError, match="another history up to size 300"):
        forger.publish(rewritten.grow_to(310))
    with pytest.raises(AnchorError, match="set back"):
        forger.publish(rewritten.sealed(299))
    assert files_of(tmp_path) == before


@pytest.mark.parametrize("level", [0, 1])
def test_an_entry_or_a_hash_that_was_changed_is_never_copied(anchor, mirror, memory_history, level):
    anchor.publish(memory_history.grow_to(300))
    sealed = memory_history.grow_to(1100)
    place = (0, 1) if level == 0 else (1, 0)
    memory_history.texts[400] = b"forged"
    with pytest.raises(AnchorError, match="does not fit"):
        anchor.publish(sealed)
    tile = bytearray(memory_history.tiles[place])
    at = 400 - 256 if level == 0 else 1
    tile[at * 32 : at * 32 + 32] = leaf_hash(b"forged")
    memory_history.tiles[place] = bytes(tile)
    with pytest.raises(AnchorError, match=r"does not fit|lead to the root|another history"):
        anchor.publish(sealed)
    assert mirror.sizes() == [300]


def test_a_leaf_whose_text_is_pruned_is_copied_as_its_hash_alone(anchor, mirror, memory_history):
    sealed = memory_history.grow_to(300)
    memory_history.texts[5] = b""
    anchor.publish(sealed)
    assert list(MirroredTree(mirror, 300).leaves(4, 7))[1] == b""
    assert Tree(MirroredTree(mirror, 300), 300).root() == sealed.root


def test_a_second_signature_at_the_same_size_changes_nothing(anchor, mirror, memory_history):
    sealed = memory_history.grow_to(20)
    anchor.publish(sealed)
    both = note(sealed.note.partition("\n\n")[0] + "\n", SigningKey("larkfield.example/audit", b"k" * 32).sign("x"))
    again = type(sealed)(sealed.origin, sealed.size, sealed.root, both)
    assert anchor.publish(again) == sealed.note.encode()
    assert mirror.note(20) == sealed.note


def test_a_new_epoch_has_a_folder_of_its_own(anchor, mirror, memory_history, tmp_path):
    anchor.publish(memory_history.grow_to(300))
    memory_history.origin = ORIGIN.replace("/1", "/2")
    sealed = memory_history.grow_to(310)
    anchor.publish(sealed)
    assert mirror.sizes() == [300]
    assert Mirror(tmp_path / sealed.origin).sizes() == [310]


def test_a_damaged_copy_says_where(anchor, mirror, memory_history):
    anchor.publish(memory_history.grow_to(300))
    path = mirror.folder / "tile" / "entries" / "000"
    whole = path.read_bytes()
    path.chmod(0o644)
    for damaged, said in ((whole[:-1], "middle"), (whole[: -len(memory_history.texts[255]) - 2], "255 entries")):
        path.write_bytes(damaged)
        with pytest.raises(AnchorError, match=said):
            list(MirroredTree(mirror, 300).leaves(0, 300))
    path.unlink()
    with pytest.raises(AnchorError, match="missing"):
        list(MirroredTree(mirror, 300).leaves(0, 300))
    checkpoint = mirror.folder / "checkpoints" / "300"
    checkpoint.chmod(0o644)
    for damaged in (b"\xff", b"", b"a\nb\nc\n\n", b"larkfield.example/audit/1\n300\n"):
        checkpoint.write_bytes(damaged)
        with pytest.raises(AnchorError, match="no checkpoint"):
            mirror.newest()
