"""The library as it is delivered, and versions of a clause that somebody here wrote."""

from collections.abc import Callable
from functools import partial

import pytest

from backend.clauses.actions.loading import load_clauses
from backend.clauses.models import ClauseVersion
from backend.demo.cast import Cast
from tests.clauses.keeping import words_anew


@pytest.fixture
def the_library(cast: Cast) -> None:
    load_clauses(actor=cast.system)


@pytest.fixture
def a_version(cast: Cast, the_library: None) -> Callable[..., ClauseVersion]:
    """Give a function by which Sam writes C04 anew, hands it in, and Hugo approves it from a day on."""
    return partial(words_anew, cast)
