"""On SQLite every change, and everywhere every signature, is sealed before the request is answered."""

import pytest
from django.db import connection, transaction

from backend.audit.events import record
from backend.audit.models import Checkpoint as StoredCheckpoint
from backend.audit.models import Event, Pending
from backend.audit.sealed import guard
from backend.audit.sealed.keys import public_keys
from backend.audit.sealed.notes import open_checkpoint

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_change_is_sealed_at_its_commit(cast):
    record("event.list", None, actor=cast.lena)
    assert Pending.objects.count() == Event.objects.count()  # a reading waits
    with transaction.atomic():
        record("record.changed", None, actor=cast.ines)
        assert Pending.objects.count() == Event.objects.count()
    sealed_at_once = connection.vendor == "sqlite"
    assert Pending.objects.exists() is not sealed_at_once
    assert StoredCheckpoint.objects.exists() is sealed_at_once


def test_a_signature_is_sealed_and_signed_at_once(cast):
    record("agreement.sign", None, actor=cast.martin)
    assert not Pending.objects.exists()
    checkpoint, _ = open_checkpoint(StoredCheckpoint.objects.get().note, public_keys())
    assert checkpoint.size == Event.objects.count()
    assert guard.last_signed() == checkpoint


def test_what_is_rolled_back_was_never_there(cast):
    with transaction.atomic():
        record("agreement.sign", None, actor=cast.martin)
        transaction.set_rollback(True)
    assert not StoredCheckpoint.objects.exists()


def test_a_log_that_was_cut_harms_no_request(cast, caplog):
    before = Event.objects.filter(action="agreement.sign").count()
    record("agreement.sign", None, actor=cast.martin)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE audit_log SET size = 1")
    record("agreement.sign", None, actor=cast.martin)
    assert Event.objects.filter(action="agreement.sign").count() == before + 2
    assert Pending.objects.count() == 1
    assert "rolled back or cut" in caplog.text
