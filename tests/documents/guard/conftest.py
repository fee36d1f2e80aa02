"""Letters with words put into one of their fields."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from backend.cases.letters import NoticeOfAllegations
from backend.documents.guard.reading import Remark, remarks
from tests.documents.samples import notice

Told = Callable[..., list[Remark]]


def notice_saying(text: str, language: str = "en-GB") -> NoticeOfAllegations:
    """Write a notice of allegations (D3) whose only particulars are a text."""
    return replace(
        notice(), allegations=(replace(notice().allegations[0], particulars=text),), measures=(), language=language
    )


@pytest.fixture
def told() -> Told:
    """Give what is remarked on the particulars of a notice of allegations."""

    def look(text: str, language: str = "en-GB", **options: object) -> list[Remark]:
        found = remarks(notice_saying(text, language), **options)  # type: ignore[arg-type]
        return [remark for remark in found if remark.field == "allegations[0].particulars"]

    return look
