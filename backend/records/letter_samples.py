"""Sample papers of an export of the history; those of holds, custody and people stand in modules of their own."""

from datetime import UTC, date, datetime, timedelta

from backend.documents.letters import Addressee, Contact
from backend.documents.sample_people import CASE, LARKFIELD
from backend.documents.samples import sample
from backend.records import letter_samples_german, letter_samples_keeping, letter_samples_people  # noqa: F401
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

LENA = Addressee(
    name="Lena Fischer",
    role="Compliance auditor",
    address=("Larkfield Instruments", "Wharf Street 18", "Leeds LS2 7EQ"),
)
SAM = Contact(name="Sam Kowalski", role="System administrator", email="sam@larkfield.example", phone="0113 496 0190")
OFFICE = Contact(name="People Office", role="Custodian of the records", email="people@larkfield.example")
SEALED = CheckpointFacts(
    origin="hr.larkfield.example/audit/1",
    size=48_213,
    root="qk1Zx0b2m3R7yT9uVw4cDe5fGh6iJk7lMn8oPq9rStU=",
    signed_at=datetime(2026, 6, 1, 9, 30, 4, tzinfo=UTC),
    key="hr.larkfield.example/audit+8c1f03a7+AZ0bqv1y3m5T7uWx9cD2eF4gH6iJ8kL0nM1oP3qR5sTv",
)
ACTS = (
    ("Inês Duarte", "opened a case", CASE),
    ("Respondent 1", "answered the allegation", f"{CASE}-A1"),
    ("Employee 7F3A", "signed in", ""),
    ("Ruth Adeyemi", "decided the findings", CASE),
    ("The system", "met a deadline", CASE),
)


@sample(AuditReport)
def audit_report(entries: int = 24, *, count: int | None = None) -> AuditReport:
    """D25 to Lena Fischer: one case, as far as an auditor may see it."""
    start = datetime(2026, 3, 2, 8, 15, tzinfo=UTC)
    return AuditReport(
        matter="EXP-2026-4T7QXM", dated=date(2026, 6, 1), organisation=LARKFIELD, recipient=LENA, contact=OFFICE, signatory=OFFICE,
        reference="EXP-2026-4T7QXM/report", scope=f"One case: {CASE}",
        claim="Complete for the stream of the case: from its first entry to the last one sealed when the export was made.",
        filter=(Fact(name="Kind", value="All kinds"),), since=date(2026, 3, 2), until=date(2026, 5, 31),
        asked_by="Lena Fischer", asked_role="Compliance auditor", asked_at=datetime(2026, 6, 1, 9, 28, 51, tzinfo=UTC),
        why="Yearly review of how cases are handled.", request="LF-2026-11", made_at=datetime(2026, 6, 1, 9, 30, 9, tzinfo=UTC),
        count=entries if count is None else count,
        by_kind=(Count(label="Change", number=18), Count(label="View", number=4), Count(label="Signature", number=2)),
        by_role=(Count(label="Investigator", number=9), Count(label="Decision maker", number=5), Count(label="Party", number=4), Count(label="The system", number=6)),
        by_action=(Count(label="opened a case", number=1), Count(label="decided the findings", number=2), Count(label="met a deadline", number=6)),
        checkpoint=SEALED,
        anchors=(AnchorFacts(kind="Write-once folder", size=48_213, at=datetime(2026, 6, 1, 9, 30, 5, tzinfo=UTC)), AnchorFacts(kind="Time stamp by an authority", size=48_101, at=datetime(2026, 6, 1, 9, 0, 2, tzinfo=UTC))),
        completeness=("Each of the 18 changes has its row in the history of the record, and each row its entry.", "No gap was found in the numbers of the stream.", "The clock made no step backwards in the period."),
        withheld=(Withheld(what="Entries about privileged advice", number=2, why="Legal privilege; only their number is told."),),
        entries=tuple(
            EntryLine(index=31_000 + 7 * number, at=start + timedelta(minutes=37 * number), who=who, what=what, on=on)
            for number, (who, what, on) in enumerate(ACTS[each % len(ACTS)] for each in range(entries))
        ),
    )  # fmt: skip


@sample(AuditCertificate)
def audit_certificate() -> AuditCertificate:
    """D25, the certificate: Sam Kowalski vouches for the same export."""
    names = (
        "checkpoint",
        "events.ndjson",
        "proofs.ndjson",
        "events.csv",
        "report.pdf",
        "keys.txt",
        "README.txt",
        "verify_audit.py",
    )
    return AuditCertificate(
        matter="EXP-2026-4T7QXM", dated=date(2026, 6, 1), organisation=LARKFIELD, recipient=LENA, contact=OFFICE, signatory=SAM,
        reference="EXP-2026-4T7QXM/certificate", scope=f"One case: {CASE}", count=24,
        knowledge="I run this system, and I know how it makes and keeps its entries.",
        made_at=datetime(2026, 6, 1, 9, 30, 9, tzinfo=UTC), checkpoint=SEALED,
        files=tuple(FileDigest(name=name, size=1_000 + 977 * at, sha256=f"{at:x}3c9f" + "0a7be41d" * 7 + "5e6") for at, name in enumerate(names)),
        check_at="https://evenhand.larkfield.example/verify/",
    )  # fmt: skip
