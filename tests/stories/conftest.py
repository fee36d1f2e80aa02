"""What every story starts from: the company, and a matter that nobody has spoken of yet."""

import pytest

from backend.demo.cast import Cast
from tests.stories.telling import Story


@pytest.fixture
def story(cast: Cast) -> Story:
    """Give a story to be told."""
    return Story(cast)
