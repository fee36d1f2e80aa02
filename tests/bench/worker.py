"""One process on one database that does as it is told: a task's name and arguments come in a line of JSON, its answer goes back in one.

Run as `python -m tests.bench.worker` with DATABASE_URL; several of them take turns, so that databases are measured side by side.
"""

import os
import sys
from collections.abc import Callable
from typing import Any

import orjson

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.bench.settings")
TASKS: dict[str, Callable[..., Any]] = {}


def main() -> None:
    """Answer until the input ends."""
    import django

    django.setup()
    from tests.bench import tasks

    answers = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)  # what anything prints is not an answer
    for line in sys.stdin:
        name, arguments = orjson.loads(line)
        answers.write(orjson.dumps(getattr(tasks, name)(**arguments)) + b"\n")


if __name__ == "__main__":
    main()
