"""The list of what is withheld because it is privileged, so that others can judge the claim without reading it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from backend.documents.letters import Letter


@dataclass(frozen=True, kw_only=True)
class PrivilegeEntry:
    """One document that is withheld: who wrote it to whom and when, in which form, and on which ground."""

    number: int
    on: date
    form: str
    author: str
    recipients: str
    about: str  # the subject in general words; never the advice
    ground: str
    extent: str


@dataclass(frozen=True, kw_only=True)
class PrivilegeLog(Letter):
    """D27: lists what is withheld from a production and on which ground. It holds no content of what it lists."""

    kind: ClassVar[str] = "D27"
    template: ClassVar[str] = "records/privilege_log/v2"
    titles: ClassVar[Mapping[str, str]] = {"de": "Verzeichnis geschützter Unterlagen"}
    more_styles: ClassVar[tuple[str, ...]] = ("records-v2.css", "landscape-v2.css")

    title: str = "Privilege log"
    production: str  # what it belongs to: a request for disclosure, a reply to an agency
    entries: tuple[PrivilegeEntry, ...]
