"""A matter to put deadlines on, a part of it, and somebody who acts."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import connection, models, transaction
from pytest_django.plugin import DjangoDbBlocker

from backend.audit.recorded import keep
from backend.kernel import clock
from backend.kernel.references import new_reference
from backend.people.actions import system_user
from backend.people.models import Person, PersonName, User


@pytest.fixture
def actor(request: pytest.FixtureRequest) -> User:
    if "committed" not in request.fixturenames:
        request.getfixturevalue("db")
    return system_user()


@pytest.fixture
def matter(actor: User) -> Person:
    person = Person(reference=new_reference("PER", clock.today()), name="Erin Lindqvist")
    return keep(person, "record.created", actor=actor, reason="For a test.")


@pytest.fixture
def part(matter: Person, actor: User) -> PersonName:
    return keep(PersonName(person=matter, name="Erin Berg"), "record.created", actor=actor, reason="For a test.")


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Let a test commit for real, so that threads see its rows; afterwards what it added is taken out again."""
    with django_db_blocker.unblock():
        if connection.vendor == "sqlite" and "memory" in str(connection.settings_dict["NAME"]):
            pytest.skip("Threads need a database in a file.")
        before = {model: _last_key(model) for model in _counted()}
        try:
            yield
        finally:
            _take_out(before)
            connection.close()


def _counted() -> list[type[models.Model]]:
    found = [model for model in apps.get_models() if model._meta.managed and not model._meta.proxy]
    return [model for model in found if isinstance(model._meta.pk, models.AutoField)]


def _last_key(model: type[models.Model]) -> int:
    return int(model._base_manager.aggregate(last=models.Max("pk"))["last"] or 0)


def _take_out(before: dict[type[models.Model], int]) -> None:
    tables = [model._meta.db_table for model in before]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            guards = cursor.fetchall()
            off, on = [f'DROP TRIGGER "{name}"' for name, _ in guards], [sql for _, sql in guards]
        else:
            off = [f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in tables]
            on = [f"ALTER TABLE {table} ENABLE TRIGGER USER" for table in tables]
        for statement in off:
            cursor.execute(statement, None)
        try:
            with transaction.atomic():
                for model, last in before.items():
                    column = connection.ops.quote_name(str(model._meta.pk.column))
                    cursor.execute(f"DELETE FROM {model._meta.db_table} WHERE {column} > %s", [last])  # noqa: S608
        finally:
            for statement in on:
                cursor.execute(statement, None)
