"""The product's settings, with the addresses that it is measured against and no limit on calls."""

import os

os.environ.setdefault("API_RATE", "100000000/min")
from backend.config.settings import *  # noqa: F403

ROOT_URLCONF = "tests.bench.urls"
LOGGING["root"]["level"] = "WARNING"  # type: ignore[index]  # noqa: F405
