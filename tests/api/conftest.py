"""Calls to the API, as somebody of the cast makes them."""

from collections.abc import Callable, Iterator

import pytest
from django.core.cache import cache
from rest_framework.test import APIClient

from backend.api.actions import create_token
from backend.people.models import User

Calls = Callable[[User | None], APIClient]


@pytest.fixture(autouse=True)
def _fresh_limits() -> Iterator[None]:
    """Begin each test with nothing counted against anybody."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def api(db: None) -> Calls:
    """Give a function that calls as somebody, with a token of theirs; None calls as nobody."""

    def build(user: User | None) -> APIClient:
        client = APIClient()
        if user is not None:
            _, secret = create_token("A test", days=1, actor=user)
            client.credentials(HTTP_AUTHORIZATION=f"Bearer {secret}")
        return client

    return build
