"""report.pdf and certificate.pdf: what an export holds, for people to read and for somebody to vouch for."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from django.conf import settings

from backend.audit.completeness import statement
from backend.audit.sealed.notes import Checkpoint, PublicKey, to_base64
from backend.documents.letters import Addressee, Contact, Letter
from backend.documents.making import make
from backend.documents.queries import letterhead, verify_address
from backend.documents.sealing.checking import check_seal
from backend.records.bundle.anchoring import Receipt
from backend.records.bundle.manifest import Recorded, filter_told
from backend.records.bundle.packing import in_order, sha256_of
from backend.records.bundle.selection import Selection
from backend.records.bundle.tables import Row
from backend.records.letters.audit import (
    AnchorFacts,
    AuditCertificate,
    AuditReport,
    CheckpointFacts,
    Count,
    EntryLine,
    Fact,
    FileDigest,
    Withheld,
)
from backend.records.models import Export, Level
from backend.records.scopes import ExportScope

CLAIMS: Final = {
    "whole": "Complete: every entry of the log, from the first one to the checkpoint.",
    "streams": "Complete for each matter that it names: from its first entry to the last one sealed when the export was made.",
    "range": "Complete for the period: every entry between its first and its last one.",
    "selection": "A selection by a filter. The log itself recorded which entries and how many they are.",
}
CLOSED: Final = {
    "medical": ("Entries about medical matters", "Medical confidence; only their number is told."),
    "privileged": ("Entries about privileged advice", "Legal privilege; only their number is told."),
    "identity": ("Entries that would identify somebody", "Who reported something, and whom the identity vault protects."),
    "private": ("Private entries", "They concern private life; only their number is told."),
    "pruned": ("Entries past their time of retention", "Their text was destroyed; an entry of the log tells of it."),
}  # fmt: skip
SCOPES: Final = {"case": "One case: {}", "person": "One person: {}", "unit": "One unit and those below it: {}"}
ANCHORS: Final = {"directory": "Write-once folder", "mail": "E-mail", "timestamp": "Time stamp by an authority"}
FILTERS: Final = {"q": "About", "action": "Action", "kind": "Kind", "actor": "Name of staff"}
REPORT, CERTIFICATE = "report.pdf", "certificate.pdf"
PRINTED: Final = 100  # entries that the report prints; the table holds them all
BLANK: Final = "_" * 28


@dataclass
class Told:
    """What the report tells of the entries, gathered while they pass by."""

    kinds: Counter[str] = field(default_factory=Counter)
    actions: Counter[str] = field(default_factory=Counter)
    roles: Counter[str] = field(default_factory=Counter)
    first: list[EntryLine] = field(default_factory=list)
    since: datetime | None = None
    until: datetime | None = None

    def take(self, rows: Sequence[Row]) -> None:
        """Count some entries, and keep the first of all."""
        moments = [row.at for row in rows]
        self.since = min([self.since, *moments] if self.since else moments, default=None)
        self.until = max([self.until, *moments] if self.until else moments, default=None)
        self.kinds.update(row.action.kind.replace("_", " ").capitalize() for row in rows)
        self.actions.update(row.action.past for row in rows)
        self.roles.update(row.role or "No role" for row in rows)
        for row in rows[: PRINTED - len(self.first)]:
            who = f"{row.who} ({row.role})" if row.role else row.who
            on = row.reference or row.matter_reference
            self.first.append(EntryLine(index=row.index or 0, at=row.at, who=who, what=row.action.past, on=on))


@dataclass(frozen=True)
class Asker:
    """Who asked, as the export names people."""

    name: str
    role: str


def print_papers(
    folder: Path,
    export: Export,
    selection: Selection,
    recorded: Recorded,
    *,
    asker: Asker,
    told: Told,
    withheld: Mapping[str, int],
    receipts: Sequence[Receipt],
    key: PublicKey,
    before: Mapping[str, bytes],
) -> None:
    """Print and seal the report, then the certificate, which gives the digests of all that lies there by then."""
    checkpoint = Checkpoint.read(recorded.note.partition("\n\n")[0] + "\n")
    sealed = CheckpointFacts(
        origin=recorded.origin,
        size=recorded.size,
        root=to_base64(checkpoint.root),
        signed_at=recorded.at,
        key=key.text,
    )
    report = _report(export, selection, recorded, sealed, asker, told, withheld, receipts)
    _print(report, folder / REPORT, before)
    files = tuple(
        FileDigest(name=name, size=(folder / name).stat().st_size, sha256=sha256_of(folder / name))
        for name in in_order(folder)
    )
    certificate = AuditCertificate(
        **_frame(export, recorded, asker, "certificate"),
        signatory=Contact(name=BLANK, role="custodian of the audit history"),
        knowledge="I know how this system makes and keeps its entries.",
        scope=scope_words(export),
        count=len(selection.indexes),
        made_at=recorded.at,
        checkpoint=sealed,
        files=files,
        check_at=verify_address(),
    )
    _print(certificate, folder / CERTIFICATE, before)


def sealed_before(folder: Path) -> dict[str, bytes]:
    """Read the papers that an interrupted run left: no two seals are alike, and an export that is begun again stays the same."""
    return {name: (folder / name).read_bytes() for name in (REPORT, CERTIFICATE) if (folder / name).exists()}


def scope_words(export: Export) -> str:
    """Say what the export is of."""
    wanted = ExportScope.of(export.scope)
    if wanted.kind in SCOPES:
        return f"{SCOPES[wanted.kind].format(wanted.reference)}."
    if wanted.kind == "period":
        return f"The period from {wanted.since} to {wanted.until}, days counted in {wanted.zone}."
    return "Everything that whoever asked may see."


def _report(
    export: Export,
    selection: Selection,
    recorded: Recorded,
    sealed: CheckpointFacts,
    asker: Asker,
    told: Told,
    withheld: Mapping[str, int],
    receipts: Sequence[Receipt],
) -> AuditReport:
    period = _period(export)
    return AuditReport(
        **_frame(export, recorded, asker, "report"),
        signatory=_office(),
        scope=scope_words(export),
        claim=CLAIMS[selection.claim],
        filter=tuple(Fact(name=name, value=value) for name, value in _filter(export)),
        since=period[0],
        until=period[1],
        asked_by=asker.name,
        asked_role=asker.role,
        asked_at=export.requested_at,
        why=export.reason,
        request=export.request,
        made_at=recorded.at,
        is_identified=export.level == Level.IDENTIFIED,
        approved_by=export.decided_by.name if export.decided_by else "",
        count=len(selection.indexes),
        by_kind=_counts(told.kinds),
        by_action=_counts(told.actions),
        by_role=_counts(told.roles),
        checkpoint=sealed,
        anchors=tuple(_anchor(each) for each in receipts if each.kind != "checkpoint"),
        completeness=_completeness(selection, told),
        withheld=tuple(Withheld(what=CLOSED[name][0], number=number, why=CLOSED[name][1]) for name, number in withheld.items()),
        entries=tuple(told.first),
    )  # fmt: skip


def _frame(export: Export, recorded: Recorded, asker: Asker, paper: str) -> dict[str, Any]:
    return {
        "matter": export.reference,
        "reference": f"{export.reference}/{paper}",
        "dated": recorded.at.date(),
        "organisation": letterhead(),
        "recipient": Addressee(name=asker.name, role=asker.role),
        "contact": _office(),
        "classification": "restricted_identity" if export.level == Level.IDENTIFIED else "confidential_case",
    }


def _filter(export: Export) -> list[tuple[str, str]]:
    """Name what was asked for; the days stand in their own place."""
    told = filter_told(export)
    return [(label, str(told[name])) for name, label in FILTERS.items() if name in told]


def _period(export: Export) -> tuple[date | None, date | None]:
    told = ExportScope.of(export.scope).stored() | {name: str(value) for name, value in export.filters.items()}
    since, until = (date.fromisoformat(told[name]) if name in told else None for name in ("since", "until"))
    return since, until


def _completeness(selection: Selection, told: Told) -> tuple[str, ...]:
    """State what the log’s own checks say of the time that the export covers whole; of a selection they say nothing."""
    if selection.claim not in ("whole", "range") or told.since is None or told.until is None:
        return ()
    return statement(told.since, told.until + timedelta(microseconds=1)).sentences


def _office() -> Contact:
    return Contact(name="The office that keeps the audit history", email=settings.CONTACT)


def _counts(counted: Counter[str]) -> tuple[Count, ...]:
    return tuple(
        Count(label=label, number=number)
        for label, number in sorted(counted.items(), key=lambda one: (-one[1], one[0]))
    )


def _anchor(receipt: Receipt) -> AnchorFacts:
    return AnchorFacts(kind=ANCHORS.get(receipt.kind.partition("-")[0], receipt.kind), size=receipt.size, at=receipt.at)


def _print(letter: Letter, path: Path, before: Mapping[str, bytes]) -> None:
    made, earlier = make(letter), before.get(path.name, b"")
    printed, seal = made.content[: made.printed_size], check_seal(earlier)
    is_same = earlier.startswith(printed) and seal.is_ours and seal.covers_whole_file
    path.write_bytes(earlier if is_same else made.content)
