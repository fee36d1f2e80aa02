"""One process on one database that does as it is told: a task's name and arguments come in a line of JSON, its answer goes back in one.

Run as `python -m tests.bench.worker` with DATABASE_URL; several of them take turns, so that databases are measured side by side.
"""

import os
import sys
from importlib import import_module

import orjson

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.bench.settings")


def main() -> None:
    """Answer until the input ends."""
    import django

    django.setup()

    answers = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)  # what anything prints is not an answer
    for line in sys.stdin:
        name, arguments = orjson.loads(line)
        module, _, task = name.rpartition(".")
        answers.write(
            orjson.dumps(getattr(import_module(f"tests.bench.{module or 'tasks'}"), task)(**arguments)) + b"\n"
        )


if __name__ == "__main__":
    main()
