"""What the database itself refuses, and that a database which stood before has the same guards as a new one."""

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from backend.audit.coverage import history_models
from backend.audit.guards import missing_guards
from backend.audit.models import Erasure, Identity
from backend.audit.timeline import remember_identity
from backend.kernel.references import new_uid
from backend.people.actions import add_unit, rename_person
from tests.database import another_database, fields_copied

pytestmark = pytest.mark.django_db
REFUSED = "append-only"


def attempt(statement, *params):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, params)
        return cursor.rowcount


KEPT = ("audit_event", "audit_private", "audit_subject", "audit_identity", "audit_erasure", "audit_leaf")
TRUNCATED = (
    [f"TRUNCATE {table}" for table in KEPT] if connection.vendor == "postgresql" else []
)  # SQLite knows no such word


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_private SET disclosure = 'x'",
        "DELETE FROM audit_private",
        "UPDATE audit_subject SET role = 'x'",
        "DELETE FROM audit_subject",
        "DELETE FROM audit_identity",
        "UPDATE people_historicalunit SET name = 'x'",
        "DELETE FROM people_historicalunit",
        *TRUNCATED,
    ],
)
def test_what_is_not_on_record_stays(cast, a_case, statement):
    with pytest.raises(DatabaseError, match=REFUSED):
        attempt(statement)


def test_what_is_on_record_opens_for_that_row_and_its_text_alone(cast):
    unit = add_unit("lab", "Laboratory", actor=cast.sam, reason="New.")
    [row, other] = [unit.history.get(), add_unit("b", "B", actor=cast.sam, reason="New.").history.get()]
    Erasure.objects.create(
        kind="history", history_table="people_historicalunit", history_id=row.pk, erased_by=new_uid()
    )
    update = "UPDATE people_historicalunit SET {} WHERE history_id = %s"
    assert attempt(update.format("name = ''"), row.pk) == 1
    for column in ("history_type = '-'", "history_user_id = NULL", "history_date = '2020-01-01 00:00:00+00:00'"):
        with pytest.raises(DatabaseError, match=REFUSED):
            attempt(update.format(column), row.pk)
    with pytest.raises(DatabaseError, match=REFUSED):
        attempt(update.format("name = ''"), other.pk)
    with pytest.raises(DatabaseError, match=REFUSED):
        attempt("DELETE FROM people_historicalunit WHERE history_id = %s", row.pk)
    with pytest.raises(DatabaseError, match=REFUSED):
        attempt("DELETE FROM audit_erasure")


def test_a_name_may_be_corrected(cast):
    person = cast.noor.person
    rename_person(person, "Noor Lind", on=person.active_from or person.history.last().history_date.date(),
                  actor=cast.daniel, reason="Marriage.")  # fmt: skip
    assert Identity.objects.get(actor=cast.noor.uid).name == "Noor Lind"
    remember_identity(cast.noor.uid, name="Noor L.")
    assert Identity.objects.get(actor=cast.noor.uid).name == "Noor L."


@pytest.mark.django_db(transaction=True)
def test_a_database_that_stood_before_gets_the_same_guards_as_a_new_one(tmp_path):
    fresh = triggers()
    assert missing_guards(list(history_models())) == []
    with another_database(tmp_path), fields_copied():
        call_command("migrate", "audit", "0002", verbosity=0)
        for app in ("access", "people"):  # what they show holds for every app: one operation guards what stands already
            call_command("migrate", app, verbosity=0)
        assert "audit_erasure" not in connection.introspection.table_names()
        assert missing_guards([]) != []
        call_command("migrate", "audit", verbosity=0)
        now = triggers()
        assert {name for name in now if name.startswith(("people_", "access_"))}
        assert now == {name: sql for name, sql in fresh.items() if name in now}
        connection.close()


def triggers():
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1")
        else:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY 1")
        return dict(cursor.fetchall())
