"""What all tests of the verifier share."""

from collections.abc import Iterator
from functools import cache

import pytest

from backend.records.bundle import verify_audit


@pytest.fixture(scope="session", autouse=True)
def _remembered_signatures() -> Iterator[None]:
    """Check each different signature once: the pure-Python check depends on nothing but its arguments, and takes most of the time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(verify_audit, "verify_ed25519", cache(verify_audit.verify_ed25519))
        yield
