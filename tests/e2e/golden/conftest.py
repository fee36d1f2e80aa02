"""One clock for the test and for the server that the browsers ask."""

from collections.abc import Callable

import pytest

from backend.demo.cast import Cast
from backend.kernel import clock
from tests.e2e.conftest import Visitor
from tests.e2e.golden.telling import EveryThread, Golden


@pytest.fixture
def golden(cast: Cast, visitor: Callable[..., Visitor], monkeypatch: pytest.MonkeyPatch) -> Callable[[int], Golden]:
    """Give a function that begins the story on one of its days."""

    def begin(day: int = 0) -> Golden:
        held = EveryThread()
        monkeypatch.setattr(clock, "_fixed", held)
        return Golden(cast, visitor, held, begins=day)

    return begin
