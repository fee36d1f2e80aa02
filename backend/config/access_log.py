"""The log of requests of the web server: what was asked and how it went, without the links that let somebody in."""

import re
from typing import Any, Final

from gunicorn.glogging import Logger

DRAWN: Final = re.compile(r"(?<=/)[A-Za-z0-9_-]{32,}(?=[./?\s]|$)")  # a part of an address that was drawn by chance
ADDRESSES: Final = ("r", "U", "q", "f")  # the request line, the path, the query, and the page that led here


def without_links(line: str) -> str:
    """Take out of a line what opens a door to whoever reads it: an invitation, a calendar link, a new password."""
    return DRAWN.sub("-", line)


class LogWithoutLinks(Logger):
    """Whoever may read the log must not come in as somebody else by it: a provider, or whoever was sent a link."""

    def atoms(self, resp: Any, req: Any, environ: Any, request_time: Any) -> dict[str, Any]:
        """Give the parts of a line, with their links taken out."""
        told: dict[str, Any] = super().atoms(resp, req, environ, request_time)
        return told | {name: without_links(str(told[name])) for name in ADDRESSES if told.get(name)}
