"""What lies on paper beside an export of the history: a report for people, and a certificate for whoever must vouch for it.

Neither is issued as a document: both are printed into the bundle, whose manifest holds their digests. Both bear the organisation's
seal, so that each can be checked alone; the register of letters does not know them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar, Final

from backend.documents.letters import Contact, Letter, added

MOST_ENTRIES: Final = 500  # what a report prints of an export; events.csv and events.ndjson hold every entry


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One thing that was asked for, as a pair of words."""

    name: str
    value: str


@dataclass(frozen=True, kw_only=True)
class Count:
    """How many entries share something."""

    label: str
    number: int


@dataclass(frozen=True, kw_only=True)
class CheckpointFacts:
    """The signed checkpoint that everything in an export is proven against."""

    origin: str
    size: int
    root: str  # base64, as in the checkpoint
    signed_at: datetime
    key: str  # the public key's text: name, identifier, key


@dataclass(frozen=True, kw_only=True)
class AnchorFacts:
    """A checkpoint that somebody outside holds."""

    kind: str
    size: int
    at: datetime


@dataclass(frozen=True, kw_only=True)
class EntryLine:
    """One entry of the history, as a person reads it."""

    index: int
    at: datetime
    who: str
    what: str
    on: str = ""


@dataclass(frozen=True, kw_only=True)
class Withheld:
    """What an export leaves out on purpose."""

    what: str
    number: int
    why: str


@dataclass(frozen=True, kw_only=True)
class FileDigest:
    """One file of an export."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class AuditReport(Letter):
    """D25: tells people what an export of the history holds, for whom and why it was made, and how to verify it.

    `entries` holds the first `MOST_ENTRIES` of `count` at most; the report says so when there are more.
    """

    kind: ClassVar[str] = "D25"
    template: ClassVar[str] = "records/audit_report/v2"
    earlier: ClassVar[tuple[str, ...]] = ("records/audit_report/v1",)
    more_styles: ClassVar[tuple[str, ...]] = ("report-v1.css",)
    titles: ClassVar[Mapping[str, str]] = {"de": "Bericht über das Protokoll"}

    title: str = "Report on the audit history"
    scope: str
    claim: str  # what the export says of its own completeness, in words
    filter: tuple[Fact, ...] = ()
    since: date | None = None
    until: date | None = None
    asked_by: str
    asked_role: str
    asked_at: datetime
    why: str
    request: str = ""  # the reference chosen by whoever asked
    made_at: datetime
    is_identified: bool = False
    approved_by: str = ""
    count: int
    by_kind: tuple[Count, ...] = ()
    by_action: tuple[Count, ...] = ()
    by_role: tuple[Count, ...] = ()
    checkpoint: CheckpointFacts
    anchors: tuple[AnchorFacts, ...] = ()
    completeness: tuple[str, ...] = ()
    withheld: tuple[Withheld, ...] = ()
    entries: tuple[EntryLine, ...] = ()

    def __post_init__(self) -> None:
        """Refuse more entries than the report prints."""
        if len(self.entries) > MOST_ENTRIES:
            raise ValueError(f"A report prints {MOST_ENTRIES} entries at most; {len(self.entries)} were given.")


@dataclass(frozen=True, kw_only=True)
class AuditCertificate(Letter):
    """D25: lets a named person vouch for an export: how the entries are made, and which digests the files have.

    The signatory certifies. The digests are of every file that exists when the certificate is printed: the certificate itself and the
    manifest, which lists it, cannot be among them.
    """

    kind: ClassVar[str] = "D25C"
    template: ClassVar[str] = "records/audit_certificate/v2"
    earlier: ClassVar[tuple[str, ...]] = ("records/audit_certificate/v1",)
    more_styles: ClassVar[tuple[str, ...]] = ("report-v1.css",)
    titles: ClassVar[Mapping[str, str]] = {"de": "Bescheinigung über einen Export des Protokolls"}

    title: str = "Certificate on an export of the audit history"
    knowledge: str  # why the signatory knows what is certified
    scope: str
    count: int
    made_at: datetime
    checkpoint: CheckpointFacts
    files: tuple[FileDigest, ...]
    known_defects: tuple[str, ...] = ()
    check_at: str = added("")  # the address of the page where anybody can check the seal of this file

    @property
    def certifier(self) -> Contact:
        """Name who certifies."""
        return self.signatory
