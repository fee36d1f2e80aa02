"""Every process knows every action: a worker, which serves no page, writes exports that name what was done at the pages."""

import os
import subprocess
import sys
from pathlib import Path

from backend.audit.actions import ACTIONS

ROOT = Path(__file__).resolve().parents[2]
TELL = "import django; django.setup(); from backend.audit.actions import ACTIONS; print('\\n'.join(ACTIONS))"


def test_a_process_without_pages_knows_every_action():
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "backend.config.settings"}
    told = subprocess.run([sys.executable, "-c", TELL], cwd=ROOT, env=environment, check=True, capture_output=True, text=True)  # fmt: skip
    known = {name for name, action in ACTIONS.items() if not name.startswith("test.")}
    assert known - set(told.stdout.split()) == set()
