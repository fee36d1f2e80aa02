"""After a restore: what a mirror holds comes back to its place, what is lost is said, and a mirror that was touched gives nothing."""

import json
import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from backend.audit.events import record
from backend.audit.models import Checkpoint as StoredCheckpoint
from backend.audit.models import Disclosure, Event, Leaf, Log, Pending
from backend.audit.sealed import guard, inline, recovery, store
from backend.audit.sealed.anchors.layout import unbundle
from backend.audit.sealed.anchors.mirror import Mirror
from backend.audit.sealed.anchors.publishing import DatabaseHistory, publish_due
from backend.audit.sealed.keys import public_keys, signing_key
from backend.audit.sealed.notes import Checkpoint, SigningKey, note, open_checkpoint
from backend.audit.sealed.recovery import look, recover
from backend.audit.sealed.sealing import seal_batch, seal_now
from backend.audit.sealed.tree import Tree, check_consistency, leaf_hash
from backend.audit.sealed.verifying import verify_log
from backend.kernel import clock
from backend.kernel.errors import Refused
from backend.people.actions import add_unit
from tests.database import backed_up

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def worm(tmp_path, settings):
    """Give the folder of the mirror, which the setting names."""
    folder = tmp_path / "worm"
    folder.mkdir()
    settings.ANCHORS = [f"directory:{folder}"]
    return folder


@pytest.fixture
def folder(tmp_path):
    """Give a folder for the backup."""
    return tmp_path


def events(cast, number, *, reason=""):
    for _ in range(number):
        record("event.list", None, actor=cast.lena, reason=reason)
    return seal_now()


def anchored(cast, number=0):
    """Seal some more, and bring it outside; give the checkpoint."""
    return open_checkpoint(_anchored_note(cast, number), public_keys())[0]


def _anchored_note(cast, number):
    message = events(cast, number)
    assert publish_due(clock.now()).failed == ()
    return message


def waiting(cast, *, reason):
    """Record an event that is not sealed yet, on either database."""
    with transaction.atomic():
        record("event.list", None, actor=cast.lena, reason=reason)
        connection.run_on_commit = [hook for hook in connection.run_on_commit if hook[1].__module__ != inline.__name__]


def texts():
    return list(DatabaseHistory().leaves(0, store.the_log().size))


def tree():
    return Tree(store.DatabaseTiles(), store.the_log().size)


def restore_event():
    body = json.loads(Event.objects.get(action="log.restore").body)
    return body["ctx"], body["actor"]


def test_everything_comes_back_from_a_mirror_that_was_up_to_date(cast, worm, folder):
    anchored(cast, 3)
    waiting(cast, reason="Waits for the sealer while the backup is made.")
    with backed_up(folder) as restore:
        last = anchored(cast, 300)
        events(cast, 0, reason="")
        last = anchored(cast, 1) if store.the_log().size > last.size else last
        before, had = texts(), store.the_log().size
        restore()
        had = store.the_log().size
        assert had < last.size
        record("event.list", None, actor=cast.sam, reason="After the restore.")
        with pytest.raises(guard.RolledBack):
            seal_batch()

        findings = look(worm)
        assert (findings.size, findings.last, findings.agreed) == (had, last, had)
        assert (findings.imports, findings.closes, findings.lost) == (last.size - had, False, 0)
        recovered = recover(findings, actor=cast.sam, reason="The disk failed; last night’s backup.")

    assert recovered.origin == last.origin
    assert texts()[: last.size] == before[: last.size]
    assert tree().root(last.size) == last.root
    checkpoint, _ = open_checkpoint(recovered.note, public_keys())
    check_consistency(last.size, checkpoint.size, last.root, checkpoint.root, tree().consistency(last.size))
    assert guard.last_signed() == checkpoint
    assert not Pending.objects.exists()
    assert Event.objects.count() == Leaf.objects.count() == checkpoint.size
    facts, actor = restore_event()
    assert actor == str(cast.sam.uid)
    assert facts["imported"] == f"{had}-{last.size - 1}"
    assert (facts["lost"], facts["kept"], facts["epoch"]) == (0, last.size, 1)
    assert StoredCheckpoint.objects.get(pk=last.size).note == Mirror(worm / last.origin).note(last.size)
    assert publish_due(clock.now()).published == ("directory",)


def test_what_was_only_disclosed_is_gone_and_counted(cast, worm, folder):
    anchored(cast)
    waiting(cast, reason="Waits for the sealer while the backup is made.")
    with backed_up(folder) as restore:
        events(cast, 5, reason="Lost with the disk.")
        anchored(cast)
        restore()
        recovered = recover(look(worm), actor=cast.sam, reason="The disk failed.")
    assert recovered.imported.values_lost == restore_event()[0]["values_lost"] == 5
    kept = Event.objects.filter(pk__in=Disclosure.objects.values("event_id"), action="event.list")
    assert kept.count() == 1  # the one that waited


def test_after_a_recovery_the_check_tells_what_did_not_come_back_and_finds_no_damage(cast, worm, folder):
    anchored(cast)
    with backed_up(folder) as restore:
        events(cast, 2, reason="Lost with the disk.")
        add_unit("lab", "Laboratory", actor=cast.sam, reason="Lost with the disk.")
        anchored(cast)
        restore()
        assert "rolled-back" in {finding.code for finding in verify_log().damage}
        recover(look(worm), actor=cast.sam, reason="The disk failed.")
        add_unit("shed", "Shed", actor=cast.sam, reason="It takes the number of the row that was lost.")
        seal_now()
        result = verify_log()
    assert result.damage == ()
    assert {finding.code for finding in result.findings} == {"value-lost", "row-lost"}


def test_what_the_mirror_lacks_closes_the_epoch_and_is_named(cast, worm, folder):
    anchored(cast, 3)
    with backed_up(folder) as restore:
        mirrored = anchored(cast, 20)
        events(cast, 7)
        last = guard.last_signed()
        restore()
        findings = look(worm)
        assert (findings.kept, findings.closes, findings.lost) == (mirrored.size, True, last.size - mirrored.size)
        recovered = recover(findings, actor=cast.sam, reason="The disk failed.")
    assert recovered.origin == last.origin.replace("/1", "/2")
    checkpoint, _ = open_checkpoint(recovered.note, public_keys())
    assert checkpoint.origin == recovered.origin
    assert tree().root(mirrored.size) == mirrored.root
    facts, _ = restore_event()
    assert (facts["epoch"], facts["kept"], facts["lost"]) == (2, mirrored.size, last.size - mirrored.size)
    assert facts["last"]["origin"] == last.origin
    assert facts["last"]["size"] == last.size

    assert anchored(cast, 4) == Mirror(worm / recovered.origin).newest()
    assert Mirror(worm / recovered.origin).newest().origin == recovered.origin
    assert Mirror(worm / last.origin).newest() == mirrored


def test_without_a_mirror_the_epoch_is_closed_and_prefixes_stay_provable(cast, folder, settings):
    settings.ANCHORS = []
    held, _ = open_checkpoint(events(cast, 3), public_keys())
    events(cast, 3)
    had = store.the_log().size
    with backed_up(folder) as restore:
        last, _ = open_checkpoint(events(cast, 9), public_keys())
        restore()
        findings = look()
        assert (findings.agreed, findings.imports, findings.closes, findings.lost) == (None, 0, True, last.size - had)
        recovered = recover(findings, actor=cast.sam, reason="The disk failed.")
    checkpoint, _ = open_checkpoint(recovered.note, public_keys())
    assert checkpoint.origin.endswith("/2")
    check_consistency(held.size, checkpoint.size, held.root, checkpoint.root, tree().consistency(held.size))
    assert not look().needed


def test_the_sealers_memory_may_be_lost_too_when_somebody_kept_a_checkpoint(cast, folder, settings):
    settings.ANCHORS = []
    events(cast, 3)
    with backed_up(folder) as restore:
        kept = events(cast, 9)
        restore()
        guard.forget()
        assert not look().needed
        findings = look(last_note=kept)
        assert findings.closes
        with pytest.raises(Refused, match="believed"):
            look(last_note=kept.replace("\n\n", "x\n\n"))
        stranger = SigningKey(signing_key().name, b"s" * 32)
        forged = Checkpoint(findings.last.origin, 10**6, bytes(32)).text
        with pytest.raises(Refused, match="believed"):
            look(last_note=note(forged, stranger.sign(forged)))


def rewrite(path, change):
    path.chmod(0o644)
    path.write_bytes(change(path.read_bytes()))


def tamper_entry(mirror):
    rewrite(mirror / "tile" / "entries" / "000", lambda data: data.replace(b'"v":1', b'"v":2', 1))


def tamper_entry_and_hash(mirror):
    tamper_entry(mirror)
    forged = b"".join(map(leaf_hash, unbundle((mirror / "tile" / "entries" / "000").read_bytes())))
    rewrite(mirror / "tile" / "0" / "000", lambda _: forged)


def tamper_hash(mirror):
    rewrite(mirror / "tile" / "0" / "000", lambda data: data[:40] + bytes([data[40] ^ 1]) + data[41:])


def cut_entries(mirror):
    rewrite(mirror / "tile" / "entries" / "000", lambda data: data[:-5])


def remove_entries(mirror):
    (mirror / "tile" / "entries" / "000").unlink()


def forge_checkpoint(mirror):
    stranger = SigningKey(signing_key().name, b"s" * 32)
    newest = Mirror(mirror).newest()
    text = Checkpoint(newest.origin, newest.size, bytes(32)).text
    rewrite(mirror / "checkpoints" / str(newest.size), lambda _: note(text, stranger.sign(text)).encode())


def forge_larger_checkpoint(mirror):
    stranger = SigningKey(signing_key().name, b"s" * 32)
    text = Checkpoint(Mirror(mirror).newest().origin, 10**6, bytes(32)).text
    (mirror / "checkpoints" / "1000000").write_text(note(text, stranger.sign(text)))


def rename_checkpoint(mirror):
    newest = Mirror(mirror).newest().size
    (mirror / "checkpoints" / str(newest)).rename(mirror / "checkpoints" / str(newest - 1))


TOUCHED = {
    tamper_entry: "does not fit its hash",
    tamper_entry_and_hash: "do not lead to its checkpoint",
    tamper_hash: "does not fit its hash",
    cut_entries: "middle",
    remove_entries: "missing",
    forge_checkpoint: "can't be believed",
    forge_larger_checkpoint: "can't be believed",
    rename_checkpoint: "at size",
}


def test_a_mirror_that_was_touched_is_refused_and_nothing_changes(cast, worm, folder):
    anchored(cast, 3)
    with backed_up(folder) as restore:
        last = anchored(cast, 300)
        restore()
        size, signed, whole = store.the_log().size, guard.last_signed(), folder / "whole"
        worm.rename(whole)
        for touch, said in TOUCHED.items():
            copy = folder / f"copy-{touch.__name__}"
            _copy(whole, copy)
            touch(copy / last.origin)
            with pytest.raises(Refused, match=said):
                look(copy)
        (folder / "empty").mkdir()
        with pytest.raises(Refused, match="holds no copy"):
            look(folder / "empty")
        assert (store.the_log().size, guard.last_signed()) == (size, signed)
        assert look(whole).imports == last.size - size


def _copy(source, target):
    for path in source.rglob("*"):
        if path.is_file():
            copy = target / path.relative_to(source)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(path.read_bytes())


def test_entries_sealed_over_a_restore_are_found_and_end_the_epoch(cast, worm, folder):
    """The machine was lost with the sealer's memory, and the restored database went on without it."""
    anchored(cast, 3)
    had = store.the_log().size
    with backed_up(folder) as restore:
        last = anchored(cast, 20)
        restore()
        guard.forget()
        events(cast, 30)
        findings = look(worm)
        assert (findings.diverged, findings.imports, findings.last) == (True, 0, last)
        assert had <= findings.agreed < last.size
        assert findings.lost == last.size - findings.agreed
        recovered = recover(findings, actor=cast.sam, reason="The old machine burnt.")
    assert recovered.origin.endswith("/2")
    assert restore_event()[0]["agreed"] == findings.agreed


def test_few_entries_sealed_over_a_restore_are_found_as_well(cast, worm, folder):
    anchored(cast, 3)
    with backed_up(folder) as restore:
        last = anchored(cast, 20)
        restore()
        guard.forget()
        events(cast, 4)
        findings = look(worm)
        assert (findings.diverged, findings.last) == (True, last)
        recover(findings, actor=cast.sam, reason="The old machine burnt.")
    assert not look().needed


def test_a_mirror_of_another_history_that_our_key_signed_is_refused(cast, worm, folder):
    """The mirror and what the sealer remembers contradict each other: no restore explains that."""
    anchored(cast, 3)
    with backed_up(folder) as restore:
        size = store.the_log().size
        events(cast, 9)
        remembered = guard.last_signed()
        restore()
        guard.forget()
        anchored(cast, 30)
        restore()
        signed = Checkpoint(remembered.origin, remembered.size, remembered.root).text
        guard.remember(note(signed, signing_key().sign(signed)))
        with pytest.raises(Refused, match="does not hold the checkpoint"):
            look(worm)
        assert store.the_log().size == size


def test_a_log_that_was_rewritten_is_told_from_one_that_was_restored(cast, folder, settings):
    settings.ANCHORS = []
    events(cast, 3)
    last = guard.last_signed()
    with connection.cursor() as cursor:
        for trigger in ("audit_event_no_update",):
            on = " ON audit_event" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER {trigger}{on}")
        cursor.execute("UPDATE audit_event SET body = replace(body, 'event.list', 'event.lost')")
    findings = look()
    assert (findings.last, findings.diverged, findings.agreed, findings.lost) == (last, True, None, None)


def test_nothing_is_done_without_a_reason_a_key_or_a_need(cast, folder, settings):
    settings.ANCHORS = []
    events(cast, 3)
    with pytest.raises(Refused, match="nothing to recover"):
        recover(look(), actor=cast.sam, reason="Just to be sure.")
    with backed_up(folder) as restore:
        events(cast, 3)
        restore()
        findings = look()
        with pytest.raises(Refused, match="reason"):
            recover(findings, actor=cast.sam, reason=" ")
        settings.PRODUCTION, settings.AUDIT_KEY = True, "/nowhere/signing.key"
        with pytest.raises(Refused, match="where the sealer runs"):
            recover(findings, actor=cast.sam, reason="The disk failed.")
        settings.PRODUCTION, settings.AUDIT_KEY = False, ""
        Log.objects.update(size=1)
        with pytest.raises(Refused, match="has changed"):
            recover(findings, actor=cast.sam, reason="The disk failed.")
        assert not Event.objects.filter(action="log.restore").exists()


def test_a_crash_before_the_sealer_has_its_memory_back_is_made_good(cast, folder, settings):
    settings.ANCHORS = []
    events(cast, 3)
    with backed_up(folder) as restore:
        signed = events(cast, 3)
        restore()
        recover(look(), actor=cast.sam, reason="The disk failed.")
    guard.remember(signed)  # as if the power had gone between the two
    with pytest.raises(guard.RolledBack):
        seal_batch()
    findings = look()
    assert (findings.begun, findings.closes) == (True, False)
    recovered = recover(findings, actor=cast.sam, reason="The power went.")
    assert recovered.origin.endswith("/2")
    assert Event.objects.filter(action="log.restore").count() == 1
    assert seal_now()


def test_an_epoch_that_nobody_closed_is_not_believed(cast, settings):
    settings.ANCHORS = []
    events(cast, 3)
    Log.objects.update(epoch=2)
    with pytest.raises(Refused, match="nobody closed"):
        look()


def test_a_backup_of_an_older_epoch_is_brought_up_to_the_newer(cast, worm, folder):
    anchored(cast, 3)
    with backed_up(folder) as restore:
        events(cast, 3)
        (folder / "sub").mkdir()
        restore()
        recover(look(worm), actor=cast.sam, reason="The disk failed.")
        last = anchored(cast, 3)
        assert last.origin.endswith("/2")
        guard.remember(Mirror(worm / last.origin).note(last.size))
        before = texts()[: last.size]
        restore()
        assert store.the_log().origin.endswith("/1")
        recovered = recover(look(worm), actor=cast.sam, reason="The disk failed again.")
    assert recovered.origin == last.origin
    assert texts()[: last.size] == before


def command(*arguments):
    out = StringIO()
    call_command("audit_recover", *arguments, stdout=out)
    return out.getvalue()


def test_the_command_shows_first_and_acts_when_told_to(cast, worm, folder):
    anchored(cast, 3)
    with backed_up(folder) as restore:
        last = anchored(cast, 20)
        events(cast, 2)
        restore()
        had = store.the_log().size
        said = command()
        assert f"bring entries {had} to {last.size - 1} back" in said
        assert "close the epoch" in said
        assert "Nothing was changed" in said
        assert "close the epoch" in command("--without-mirror")
        assert "back from the mirror" not in command("--without-mirror")
        with pytest.raises(CommandError, match="--by"):
            command("--yes", "--reason", "The disk failed.")
        with pytest.raises(CommandError, match="reason"):
            command("--yes", "--by", cast.sam.email)
        with pytest.raises(CommandError, match="no copy"):
            command("--mirror", str(folder))
        with pytest.raises(CommandError, match="No such file"):
            command("--last", str(folder / "absent"))
        assert store.the_log().size == had

        said = command("--yes", "--by", cast.sam.email, "--reason", "The disk failed.")
        assert re.search(r"entries came back.*goes on as .*/2\.", said)
        assert "nothing to recover" in command()


def test_what_was_erased_since_the_backup_is_erased_again_however_often_it_takes(cast, settings, monkeypatch):
    settings.ANCHORS = []
    events(cast, 1)
    asked = []
    monkeypatch.setattr(recovery, "_afterwards", [])

    def replay(actor):
        asked.append(actor)
        return 3

    recovery.when_restored(replay)
    assert "Erasures" not in command()
    for _ in range(2):
        assert "Erasures done again: 3." in command("--yes", "--by", cast.sam.email)
    assert asked == [cast.sam, cast.sam]
