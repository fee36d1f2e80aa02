"""A recipient, an issuer and a stranger, for documents that belong to no case."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from backend.demo.cast import Cast
from backend.documents.actions.issuing import issue
from backend.documents.letters import Letter
from backend.documents.models import Document
from backend.kernel import clock
from tests.documents.samples import notice


@pytest.fixture
def people(cast: Cast) -> Cast:
    """Martin, who is written to, Ines, who writes, and Noor, who has nothing to do with it."""
    return cast


@pytest.fixture
def issued(people: Cast) -> Callable[..., Document]:
    """Issue a letter to Martin, on a fixed day."""

    def build(letter: Letter | None = None, **options: Any) -> Document:
        with clock.at(datetime(2026, 3, 9, 14, 5, tzinfo=UTC)):
            about = people.martin.person
            return issue(
                letter or notice(), about=about, recipient=about, actor=people.ines, reason="Plan approved", **options
            )

    return build
