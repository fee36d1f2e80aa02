"""Which anchors there are, and which of them the setting names.

The setting lists targets with blanks between: `directory:/mnt/worm mail:auditor@example.org timestamp:https://tsa.example/tsr`.
Before the colon stands one of the three schemes below, the name of an entry point in the group `evenhand.anchors`, or the dotted path
of a class of your own (`larkfield.anchors.Bucket:history-bucket`).
"""

import re
from collections.abc import Mapping, Sequence
from importlib.metadata import entry_points
from typing import Final

from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

from backend.audit.sealed.anchors.anchor import Anchor, Factory, Source
from backend.audit.sealed.anchors.directory import DirectoryAnchor
from backend.audit.sealed.anchors.mail import MailAnchor
from backend.audit.sealed.anchors.timestamp import TimestampAnchor

GROUP: Final = "evenhand.anchors"
SCHEMES: Final[Mapping[str, Factory]] = {
    "directory": DirectoryAnchor,
    "mail": MailAnchor,
    "timestamp": TimestampAnchor,
}


def anchors_named(targets: Sequence[str], source: Source) -> dict[str, Anchor]:
    """Make the anchors of the setting by their kind; a second target of one scheme is `mail-2`, a third `mail-3`.

    Raises ImproperlyConfigured with a sentence that says what is wrong with which target.
    """
    anchors: dict[str, Anchor] = {}
    for named in targets:
        scheme, colon, target = named.partition(":")
        if not (scheme and colon and target):
            raise ImproperlyConfigured(f"EVENHAND_ANCHORS: “{named}” is not of the form scheme:target.")
        try:
            anchor = _factory(scheme)(target, source)
        except ValueError as error:
            raise ImproperlyConfigured(f"EVENHAND_ANCHORS: “{named}”: {error}") from None
        anchors[_free(_kind(scheme), anchors)] = anchor
    return anchors


def _factory(scheme: str) -> Factory:
    if scheme in SCHEMES:
        return SCHEMES[scheme]
    for point in entry_points(group=GROUP, name=scheme):
        made: Factory = point.load()
        return made
    if "." not in scheme:
        known = ", ".join(SCHEMES)
        raise ValueError(f"no anchor is called {scheme}; there are {known}, entry points of {GROUP} and dotted paths.")
    try:
        imported: Factory = import_string(scheme)
    except ImportError as error:
        raise ValueError(f"{scheme} can't be imported ({error}).") from None
    return imported


def _kind(scheme: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", scheme.rpartition(".")[2].lower()).strip("-")


def _free(kind: str, taken: Mapping[str, Anchor]) -> str:
    number = 2
    free = kind
    while free in taken:
        free, number = f"{kind}-{number}", number + 1
    return free
