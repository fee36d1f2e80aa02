"""What the log of requests tells: whoever reads it can't come in by a link that was sent to somebody else."""

import re
import secrets
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from gunicorn.config import Config

from backend.config.access_log import LogWithoutLinks, without_links

ENTRY = Path(__file__).parents[2] / "docker" / "entrypoint.sh"


def line(path: str) -> str:
    """Write a line of the log as the image's web server does, and the page that led there."""
    logger = LogWithoutLinks(Config())
    environ = {"REQUEST_METHOD": "GET", "RAW_URI": path, "PATH_INFO": path, "SERVER_PROTOCOL": "HTTP/1.1"}
    environ["HTTP_REFERER"] = f"https://evenhand.example{path}"
    answer: Any = SimpleNamespace(status="200 OK", sent=12, headers=[])
    asked: Any = SimpleNamespace(headers=[])
    atoms = logger.atoms(answer, asked, environ, timedelta(seconds=1))
    found = re.search(r"--access-logformat '(.+?)'", ENTRY.read_text())
    assert found is not None
    return f"{found.group(1)} %(f)s" % atoms


@pytest.mark.parametrize("where", ["/practice/invited/{}/", "/calendar/{}.ics", "/account/password/reset/key/3-{}/"])
def test_a_link_that_lets_somebody_in_stands_in_no_line(where: str) -> None:
    token = secrets.token_urlsafe(32)
    told = line(where.format(token))
    assert token not in told
    assert where.split("{")[0].removesuffix("3-") in told


def test_other_addresses_stay_as_they_are() -> None:
    for path in ("/cases/CASE-2026-MJQHB3/referrals/", "/referrals/?sort=report&page=2", "/practice/referrals/"):
        assert without_links(f"GET {path} HTTP/1.1") == f"GET {path} HTTP/1.1"


def test_the_image_starts_with_this_log() -> None:
    assert f"--logger-class {LogWithoutLinks.__module__}.{LogWithoutLinks.__name__}" in ENTRY.read_text()
