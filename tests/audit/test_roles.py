"""The roles of docker/roles.sql: whoever holds the product's own connection can add to the history and not change it."""

from contextlib import contextmanager

import pytest
from django.db import ProgrammingError, connection, transaction

from backend.audit.erasure import reach
from backend.audit.events import record
from backend.audit.models import Event, Leaf, Pending
from backend.audit.sealed.sealing import seal_now
from backend.audit.sealed.verifying import verify_log
from backend.people.actions import add_unit
from backend.records.erasing import erase_on_record, of_event
from tests.database import ROOT

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite knows no roles."),
]


@pytest.fixture(autouse=True)
def _roles(cast):
    with connection.cursor() as cursor:
        cursor.execute((ROOT / "docker" / "roles.sql").read_text(), None)


@contextmanager
def acting_as(role):
    """Be one of the roles for a while; the transaction takes everything back."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE evenhand_{role}")
        yield
        cursor.execute("RESET ROLE")


def is_allowed(statement):
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
            transaction.set_rollback(True)
    except ProgrammingError as refusal:
        if "append-only" in str(refusal):  # a guard said no, so the role would have been let through
            raise
        return False
    return True


CHANGES = [
    "UPDATE audit_event SET action = 'x'",
    "DELETE FROM audit_event",
    "DELETE FROM audit_private",
    "UPDATE audit_private SET disclosure = 'x'",
    "DELETE FROM audit_identity",
    "DELETE FROM audit_pending",
    "UPDATE audit_log SET size = 0",
    "INSERT INTO audit_leaf (leaf_index, event_id, stream, seq) VALUES (99, 99, 'x', 1)",
    "UPDATE audit_checkpoint SET note = ''",
    "INSERT INTO audit_erasure (kind, name, digest, history_table, erased_by) VALUES ('identity', '', '', '', gen_random_uuid())",
    "UPDATE people_historicalunit SET name = ''",
    "DELETE FROM people_historicalunit",
    "TRUNCATE audit_event",
    "ALTER TABLE audit_event DISABLE TRIGGER ALL",
    "DROP TRIGGER audit_event_no_update ON audit_event",
    "DROP TABLE audit_event",
]


@pytest.mark.parametrize("statement", CHANGES)
def test_neither_the_product_nor_the_auditor_can_change_the_history(statement):
    for role in ("app", "auditor"):
        with acting_as(role):
            assert not is_allowed(statement)


def test_the_product_works_and_adds_to_the_history_under_its_own_role(cast):
    before = Event.objects.count()
    with acting_as("app"):
        unit = add_unit("lab", "Laboratory", actor=cast.sam, reason="New.")
        record("event.list", None, actor=cast.lena, private={"filters": {}})
        assert unit.history.count() == 1
    assert Event.objects.count() == before + 2
    assert Pending.objects.count() == before + 2


def test_the_sealer_can_seal_and_sign_and_nothing_else(cast):
    record("event.list", None, actor=cast.lena)
    with acting_as("sealer"):
        assert seal_now() != ""
        assert not is_allowed("SELECT * FROM audit_private")
        assert not is_allowed("SELECT * FROM people_person")
        assert not is_allowed("UPDATE audit_event SET action = 'x'")
        assert not is_allowed("DELETE FROM audit_leaf")
    assert Leaf.objects.count() == Event.objects.count()
    with acting_as("app"):
        assert verify_log().ok


def test_the_product_can_not_seal(cast):
    record("event.list", None, actor=cast.lena)
    with acting_as("app"), pytest.raises(ProgrammingError, match="permission denied"):
        seal_now()


def test_the_privacy_officers_connection_can_erase_on_record_alone(cast):
    unit = add_unit("lab", "Laboratory", actor=cast.sam, reason="Because of Noor.")
    event = Event.objects.get(obj=unit.key)
    with acting_as("privacy"):
        found = erase_on_record(
            of_event(event.pk), rule="r", basis="b", reason="Over.", actor=cast.priya, approver=cast.hugo
        )
        assert found.counts["history_rows"] == 1
        assert not reach(of_event(event.pk))
        assert not is_allowed("UPDATE audit_event SET action = 'x'")
        assert not is_allowed("UPDATE people_unit SET name = ''")


def test_the_auditor_reads_the_log_and_no_name_or_value():
    with acting_as("auditor"):
        assert is_allowed("SELECT * FROM audit_event")
        assert is_allowed("SELECT * FROM audit_leaf")
        for table in ("audit_private", "audit_identity", "audit_subject", "people_person", "cases_case"):
            assert not is_allowed(f"SELECT * FROM {table}")  # noqa: S608
