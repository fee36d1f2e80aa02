"""What the tests of exports share."""

from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def short_reports() -> Iterator[None]:
    """Let the report of an export print its first twelve entries: a long table costs seconds, and its own test prints one."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("backend.records.bundle.printing.PRINTED", 12)
        yield
