"""The nightly check finds whatever is done to the database behind the product, and says it in one sentence."""

import json
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection

from backend.audit.disclosures import digest, disclose
from backend.audit.events import record
from backend.audit.models import Checkpoint, Disclosure, Erasure, Event, Leaf, Pending
from backend.audit.sealed import guard
from backend.audit.sealed.findings import KINDS, Findings
from backend.audit.sealed.keys import signing_key
from backend.audit.sealed.notes import SigningKey, note
from backend.audit.sealed.sealing import seal_batch, seal_now, sign_newest
from backend.audit.sealed.verifying import (
    VERIFY,
    last_verification,
    seal_state,
    standing,
    verify_and_tell,
    verify_log,
)
from backend.kernel import clock
from backend.kernel.references import new_uid
from backend.people.actions import add_unit
from tests.audit.attacks import rebuild, rewrite, run, the_entry, unguarded

pytestmark = pytest.mark.django_db


@pytest.fixture
def sealed(cast):
    """Seal what there is in two checkpoints, with a change and a read in between."""
    seal_now()
    add_unit("lab", "Laboratory", actor=cast.sam, reason="New laboratory.")
    record("event.list", None, actor=cast.lena, private={"filters": {"q": "lab"}})
    seal_now()
    return cast


def codes(**options):
    return {finding.code for finding in verify_log(**options).findings}


def test_nothing_is_found_in_a_history_that_holds(sealed):
    result = verify_log()
    assert (result.ok, result.findings) == (True, ())
    assert result.size == Event.objects.count() == Leaf.objects.count()
    assert result.root == bytes(Checkpoint.objects.get(pk=result.size).root)


def test_what_waits_to_be_sealed_is_checked_too(sealed):
    event = add_unit("shed", "Shed", actor=sealed.sam, reason="New.")
    assert verify_log().findings == ()
    waiting = Event.objects.get(obj=event.key)
    run("UPDATE audit_private SET disclosure = %s WHERE event_id = %s", disclose("reason", "x"), waiting.pk)
    assert "value-changed" in codes()


def test_an_event_that_was_edited(sealed):
    event, leaf = the_entry("unit.add")
    run("UPDATE audit_event SET body = %s WHERE id = %s", rewrite(event, act="unit.close"), event.pk)
    result = verify_log()
    assert {"entry-changed", "root-differs", "column-differs", "rewritten"} == {one.code for one in result.damage}
    assert result.findings[0].sentence == f"An entry does not have the hash that was sealed: entry {leaf.leaf_index}."
    assert not result.ok


@pytest.mark.parametrize(
    ("column", "value"),
    [("action", "unit.close"), ("obj", "unit:1"), ("stream", "log"), ("actor", None), ("at", "later")],
)
def test_a_column_that_was_edited_while_the_text_still_holds(sealed, column, value):
    event, _ = the_entry("unit.add")
    given = {"actor": new_uid().hex, "at": "2020-01-01 00:00:00+00:00"}.get(column, value)
    run(f"UPDATE audit_event SET {column} = %s WHERE id = %s", given, event.pk)  # noqa: S608 - columns of the test
    assert "column-differs" in codes()


def test_an_event_that_was_removed(sealed):
    event, leaf = the_entry("event.list")
    run("DELETE FROM audit_event WHERE id = %s", event.pk)
    assert {"event-missing", "value-stray"} <= codes()
    run("DELETE FROM audit_private WHERE event_id = %s", event.pk)
    run("DELETE FROM audit_leaf WHERE leaf_index = %s", leaf.leaf_index)
    result = verify_log()
    assert result.findings[0].sentence == f"An entry of the sealed log is gone: entry {leaf.leaf_index}."


def test_a_leaf_that_was_removed_alone_leaves_its_event_in_no_place(sealed):
    _, leaf = the_entry("unit.add")
    run("DELETE FROM audit_leaf WHERE leaf_index = %s", leaf.leaf_index)
    assert {"entry-missing", "unqueued", "row-unnamed"} <= codes()


def test_two_entries_that_changed_places(sealed):
    [(_, one), (_, other)] = the_entry("unit.add"), the_entry("event.list")
    run("UPDATE audit_leaf SET event_id = -1 WHERE leaf_index = %s", one.leaf_index)
    run("UPDATE audit_leaf SET event_id = %s WHERE leaf_index = %s", one.event_id, other.leaf_index)
    run("UPDATE audit_leaf SET event_id = %s WHERE leaf_index = %s", other.event_id, one.leaf_index)
    assert {"entry-changed", "root-differs"} <= codes()


def test_an_event_that_was_inserted_with_a_place_of_its_own(sealed):
    record("event.list", None, actor=sealed.sam)
    newest, size = Event.objects.order_by("-pk")[0], Leaf.objects.count()
    run("DELETE FROM audit_pending")
    assert "unqueued" in codes()
    Leaf.objects.create(leaf_index=size, event_id=newest.pk, stream="log", seq=10_000, prev=None)
    assert {"beyond-the-end", "stream-broken"} <= codes()


def test_a_stream_whose_numbers_were_changed(sealed):
    _, leaf = the_entry("event.list")
    run("UPDATE audit_leaf SET seq = seq + 1 WHERE leaf_index = %s", leaf.leaf_index)
    assert {"stream-broken", "entry-changed"} <= codes()


def test_hashes_that_were_changed(sealed):
    size = Leaf.objects.count()
    run("UPDATE audit_tile SET data = %s WHERE level = 0", b"\0" * 32 * min(size, 256))
    assert "entry-changed" in codes()
    run("DELETE FROM audit_tile")
    assert "tile-changed" in codes()


def test_a_checkpoint_that_was_changed_or_removed(sealed):
    newest = Checkpoint.objects.order_by("-size")[0]
    run("UPDATE audit_checkpoint SET root = %s WHERE size = %s", b"\1" * 32, newest.size)
    assert {"root-differs", "signature-wrong"} == codes()
    run("UPDATE audit_checkpoint SET root = %s, note = %s WHERE size = %s", bytes(newest.root), "x", newest.size)
    assert "signature-wrong" in codes()
    run("DELETE FROM audit_checkpoint WHERE size = %s", newest.size)
    assert codes() == {"checkpoint-missing"}


def test_a_checkpoint_by_a_key_that_is_not_ours(sealed):
    newest = Checkpoint.objects.order_by("-size")[0]
    text = newest.note.partition("\n\n")[0] + "\n"
    other = SigningKey(signing_key().name, b"\7" * 32)
    run("UPDATE audit_checkpoint SET note = %s WHERE size = %s", note(text, other.sign(text)), newest.size)
    assert codes() == {"signature-wrong"}


def test_a_tree_rebuilt_with_the_signing_key_contradicts_what_is_kept_outside(sealed):
    event, _ = the_entry("unit.add")
    run("UPDATE audit_event SET body = %s WHERE id = %s", rewrite(event, at="2020-01-01T00:00:00.000000Z"), event.pk)
    run("UPDATE audit_event SET at = %s WHERE id = %s", "2020-01-01 00:00:00+00:00", event.pk)
    rebuild()
    assert "rewritten" in codes(rows=False)
    guard.forget()  # whoever holds that as well is stopped by the next receipt
    assert "rewritten" not in codes(rows=False)


def test_a_log_that_was_cut_or_restored_from_an_older_backup(sealed):
    size = Leaf.objects.count() - 1
    for statement in (
        "DELETE FROM audit_checkpoint WHERE size > %s",
        "UPDATE audit_log SET size = %s",
        "DELETE FROM audit_leaf WHERE leaf_index >= %s",
    ):
        run(statement, size)
    assert {"rolled-back", "unqueued", "checkpoint-missing"} <= codes()


def test_an_event_that_was_dated_back_after_a_checkpoint(sealed):
    with clock.at(clock.now().replace(year=2020)):
        record("event.list", None, actor=sealed.sam)
    seal_now()
    result = verify_log()
    assert [finding.code for finding in result.findings] == ["back-dated"]
    assert result.ok  # a notice: the entry itself was not changed


def test_an_event_from_the_future(sealed):
    with clock.at(clock.now().replace(year=2036)):
        record("event.list", None, actor=sealed.sam)
    seal_now()
    assert codes() == {"post-dated"}


def test_values_that_were_changed_swapped_added_or_taken(sealed):
    event, _ = the_entry("event.list")
    mine = Disclosure.objects.get(event_id=event.pk)
    run("UPDATE audit_private SET disclosure = %s WHERE event_id = %s", disclose("filters", {"q": "else"}), event.pk)
    assert codes() == {"value-changed"}
    run("UPDATE audit_private SET name = 'reason' WHERE event_id = %s", event.pk)
    assert codes() == {"value-stray", "value-missing"}
    run("DELETE FROM audit_private WHERE event_id = %s", event.pk)
    result = verify_log()
    assert [finding.code for finding in result.findings] == ["value-missing"]
    assert "no erasure tells of it" in result.findings[0].sentence
    with unguarded():
        Erasure.objects.create(
            kind="disclosure", event_id=event.pk, name="filters", digest=digest(mine.disclosure), erased_by=new_uid()
        )
    assert codes() == {"erasure-unproven"}


def test_a_guard_that_was_dropped(sealed):
    on = " ON audit_event" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER audit_event_no_update{on}")
    assert codes() == {"guard-missing"}


def test_something_that_waits_and_is_no_event(sealed):
    Pending.objects.create(event_id=999_999_999)
    assert codes() == {"event-lost"}


def test_every_kind_of_finding_says_what_it_is():
    found = Findings()
    for code in KINDS:
        found.add(code, "entry 1")
        found.add(code, "entry 2", 5)
    assert {one.code for one in found.all()} == set(KINDS)
    assert all(one.sentence.endswith(": entry 1; entry 2 and 4 more.") for one in found.all())


def test_the_result_is_an_event_and_damage_is_an_alarm(sealed, settings, caplog):
    settings.AUDIT_ALARM_MAIL = ["watch@larkfield.example"]
    assert verify_and_tell(actor=sealed.sam).ok
    assert last_verification().ok
    assert mail.outbox == []
    event, _ = the_entry("unit.add")
    run("UPDATE audit_event SET body = %s WHERE id = %s", rewrite(event, act="unit.close"), event.pk)
    verify_and_tell(actor=sealed.sam)
    told = last_verification()
    assert (told.ok, told.size) == (False, Leaf.objects.count())
    assert "entry-changed" in {finding.code for finding in told.findings}
    assert json.loads(Event.objects.filter(action=VERIFY).order_by("-pk")[0].body)["ctx"]["ok"] is False
    assert "does not hold" in caplog.text
    [message] = mail.outbox
    assert message.to == ["watch@larkfield.example"]
    assert "An entry does not have the hash that was sealed" in message.body
    assert "Laboratory" not in message.body


def test_the_health_of_the_history_in_one_word(sealed, client, frozen):
    assert client.get("/healthz/history").json() == {
        "history": "ok"
    }  # nobody could have checked it before the first night
    assert standing(frozen + timedelta(days=3)) == "unverified"
    verify_and_tell(actor=sealed.sam)
    answer = client.get("/healthz/history")
    assert (answer.status_code, answer.json()) == (200, {"history": "ok"})
    later = clock.now().replace(year=clock.now().year + 1)
    assert standing(later) in {"unsealed", "unverified"}
    seal_now()
    assert standing(later) == "unverified"
    event, _ = the_entry("unit.add")
    run("UPDATE audit_event SET body = %s WHERE id = %s", rewrite(event, act="unit.close"), event.pk)
    verify_and_tell(actor=sealed.sam)
    answer = client.get("/healthz/history")
    assert (answer.status_code, answer.json()) == (503, {"history": "failed"})


def test_what_waits_for_its_signature_is_told_too(sealed, caplog):
    verify_and_tell(actor=sealed.sam)
    seal_batch()  # by a sealer without the key
    now = clock.now()
    assert standing(now) == "ok"
    assert standing(now + timedelta(minutes=2)) == "unsigned"
    sign_newest()
    assert standing(now + timedelta(minutes=2)) == "ok"


def test_the_state_of_the_seal(sealed):
    size = Leaf.objects.count()
    record("event.list", None, actor=sealed.sam)
    state = seal_state()
    assert (state.size, state.signed_size, state.pending, state.anchored_size) == (size, size, 1, 0)
    assert state.oldest_pending_at is not None
    seal_batch()
    assert (seal_state().size, seal_state().signed_size, seal_state().pending) == (size + 1, size, 0)
