"""A later version's columns are not held against what was sealed before them."""

from datetime import timedelta

import pytest
from django.db.migrations.recorder import MigrationRecorder

from backend.audit.agreeing import _agreed_then
from backend.audit.bulk import Bundle, keep_many
from backend.audit.columns import LateColumns
from backend.audit.models import Event
from backend.audit.sealed.sealing import seal_now
from backend.audit.sealed.verifying import verify_log
from backend.kernel import clock
from backend.people.models import Unit
from backend.records.actions import request_export
from backend.records.models import Export
from backend.records.queries import EventFilter
from backend.records.scopes import ExportScope
from tests.audit.attacks import run

pytestmark = pytest.mark.django_db
TABLE = "records_historicalexport"


def applied(name):
    return MigrationRecorder.Migration.objects.get(app="records", name=name).applied


def test_a_column_is_absent_before_its_migration_was_applied():
    columns, since = LateColumns(), applied("0004_bundles")
    before, after = since - timedelta(seconds=1), since + timedelta(seconds=1)
    assert {"level", "scope", "subject_id"} <= columns.absent(TABLE, before)
    assert "reason" not in columns.absent(TABLE, before)
    assert columns.absent(TABLE, after) == frozenset()
    assert columns.absent("people_historicalunit", before) == frozenset()
    assert not columns.is_reshaped("people_historicalunit", before)


def test_what_an_event_does_not_tell_of_a_new_record_is_empty_or_the_default(cast):
    scope = ExportScope()
    export = request_export(scope=scope, wanted=EventFilter(), level="pseudonymised", actor=cast.lena, reason="Review.")
    seal_now()
    assert "row-differs" not in {finding.code for finding in verify_log().findings}
    row = Export.history.get(uid=export.uid)
    run("UPDATE records_historicalexport SET claim = 'whole' WHERE history_id = %s", row.history_id)
    assert "row-differs" in {finding.code for finding in verify_log().findings}


def test_a_bundle_that_was_edited_is_not_excused(cast):
    unit = Unit(code="a", name="A")
    keep_many([Bundle(unit, [unit])], "unit.add", actor=cast.sam, reason="In.")
    event = Event.objects.get(obj=unit.key)
    claim, told = [["people_historicalunit", unit.pk, unit.pk, "+"]], {"rows": "0" * 64}
    assert not _agreed_then(claim, event, told, LateColumns())
    assert clock.now() > applied("0004_bundles")
