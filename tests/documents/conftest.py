"""A recipient, an issuer and a stranger, for documents that belong to no case."""

from collections.abc import Callable
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from backend.documents.actions import issue
from backend.documents.letters import Letter
from backend.documents.models import Document
from backend.kernel import clock
from backend.people.actions import add_person, open_account, system_user
from tests.documents.samples import notice


@pytest.fixture
def people(db: None) -> SimpleNamespace:
    """Martin, who is written to, Ines, who writes, and Noor, who has nothing to do with it."""
    system = system_user()
    made = SimpleNamespace(system=system)
    for key, name in (("martin", "Martin Hale"), ("ines", "Inês Duarte"), ("noor", "Noor Rahman")):
        person = add_person(name, actor=system, reason="Set-up")
        user = open_account(
            person, f"{key}@larkfield.example", "calm-orchard-lantern-42", actor=system, reason="Set-up"
        )
        setattr(made, key, user)
    return made


@pytest.fixture
def issued(people: SimpleNamespace) -> Callable[..., Document]:
    """Issue a letter to Martin, on a fixed day."""

    def build(letter: Letter | None = None, **options: Any) -> Document:  # noqa: ANN401 - as issue() takes them
        with clock.at(datetime(2026, 3, 9, 14, 5, tzinfo=UTC)):
            about = people.martin.person
            return issue(
                letter or notice(), about=about, recipient=about, actor=people.ines, reason="Plan approved", **options
            )

    return build
