"""Kinds of job that only the tests know, and rows that are really committed."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django_tasks_db.models import DBTaskResult
from pytest_django.plugin import DjangoDbBlocker

from backend.jobs.models import Job, Schedule, WorkerBeat
from backend.jobs.registry import ATTEMPTS, KINDS, LEASE, PERIODIC, Kind
from backend.kernel.references import new_uid


@dataclass
class Asker:
    """Somebody who asks for a job."""

    uid: UUID = field(default_factory=new_uid)


@pytest.fixture
def asker() -> Asker:
    return Asker()


@pytest.fixture
def register(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Give a kind of job a body for the length of one test."""

    def give(kind: str, body: Callable[..., Any], *, lease: timedelta = LEASE, max_attempts: int = ATTEMPTS) -> None:
        monkeypatch.setitem(KINDS, kind, Kind(kind, body, lease, max_attempts))

    return give


@pytest.fixture(autouse=True)
def _own_schedules(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("backend.jobs.registry._followers", [])
    for name in list(PERIODIC):
        monkeypatch.delitem(PERIODIC, name)


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Let a test commit for real, so that threads and processes see its rows; the queue is emptied afterwards."""
    with django_db_blocker.unblock():
        if connection.vendor == "sqlite" and "memory" in str(connection.settings_dict["NAME"]):
            pytest.skip("Threads and processes need a database in a file.")
        try:
            yield
        finally:
            for model in (Job, Schedule, WorkerBeat, DBTaskResult):
                model._base_manager.all().delete()
            connection.close()
