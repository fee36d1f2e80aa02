"""Compile every template of the pages, to find a misspelt tag or an unclosed block without opening the page.

Letters have an engine of their own, and their own tests print every one of them.
"""

import os
import sys
from pathlib import Path

import django
from django.template import TemplateSyntaxError
from django.template.loader import get_template

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    """Compile them all, print what is wrong, and say how many there were."""
    faults = 0
    folders = sorted((ROOT / "backend").glob("*/templates"))
    names = [
        path.relative_to(folder).as_posix()
        for folder in folders
        for path in sorted(folder.rglob("*.*"))
        if path.is_file() and "letters" not in path.parts
    ]
    for name in names:
        try:
            get_template(name)
        except TemplateSyntaxError as fault:
            faults += 1
            print(f"{name}: {fault}")
    print(f"{len(names)} templates, {faults} with a fault")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backend.config.settings")
    django.setup()
    sys.exit(main())
