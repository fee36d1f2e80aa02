"""One realistic letter of every kind, with people of the cast at Larkfield Instruments."""

# ruff: noqa: E501 - sentences of letters stay on one line

from datetime import UTC, date, datetime, timedelta

from backend.agreements.clauses import library
from backend.agreements.letters import (
    AccountabilityAgreement,
    ClauseText,
    CompletionLetter,
    ObligationLine,
    ObligationMet,
)
from backend.cases.letters import AllegationPut, Meeting, NoticeOfAllegations
from backend.decisions.letters import AppealRoute, FindingTold, OutcomeToComplainant, OutcomeTold, OutcomeToRespondent
from backend.documents.letters import Addressee, Contact, Letter, Organisation
from backend.intake.letters import Acknowledgement, NextStep
from backend.records.letters import (
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

LARKFIELD = Organisation(
    name="Larkfield Instruments",
    address=("Larkfield Instruments Ltd", "Wharf Street 18", "Leeds LS2 7EQ"),
    phone="0113 496 0100",
    email="people@larkfield.example",
)
MARTIN = Addressee(
    name="Martin Hale",
    role="Regional Director, West",
    address=("Larkfield Instruments", "Harbour House, Floor 3", "Bristol BS1 5TY"),
)
ERIN = Addressee(name="Erin Lindqvist", role="Field Engineer", address=("14 Alma Vale Road", "Bristol BS8 2HN"))
INES = Contact(name="Inês Duarte", role="Investigator", email="ines@larkfield.example", phone="0113 496 0142")
OMAR = Contact(name="Omar Haddad", role="Intake Coordinator", email="omar@larkfield.example", phone="0113 496 0111")
RUTH = Contact(name="Ruth Adeyemi", role="Operations Director", email="ruth@larkfield.example")
CLARA = Contact(name="Clara Nwosu", role="Director of Quality", email="clara@larkfield.example")
DANIEL = Contact(name="Daniel Price", role="HR Partner", email="daniel@larkfield.example", phone="0113 496 0127")
SUPPORT = (
    Contact(name="Employee Assistance Line", role="Confidential counselling, day and night", phone="0800 496 0199"),
    Contact(name="Daniel Price", role="Practical questions, adjustments, time off", email="daniel@larkfield.example"),
)
CASE, REPORT, AGREEMENT = "CASE-2026-7KQ4MZ", "RPT-2026-3VN8TC", "AGR-2026-H5W2DX"
APPEAL = AppealRoute(
    until=date(2026, 5, 15),
    to=Contact(name="the Appeals Secretary", email="appeals@larkfield.example"),
    grounds=(
        "The procedure was not followed, and that mattered.",
        "There is new evidence.",
        "Someone who decided was not impartial.",
        "The finding does not follow from the evidence.",
        "The outcome is out of proportion.",
    ),
)


def notice() -> NoticeOfAllegations:
    """D3 to Martin Hale, seven days after the report."""
    return NoticeOfAllegations(
        matter=CASE, dated=date(2026, 3, 9), organisation=LARKFIELD, recipient=MARTIN, contact=OMAR, signatory=INES,
        reference="DOC-2026-B4X9QF",
        allegations=(
            AllegationPut(
                reference="A1",
                particulars="It is alleged that, on three occasions during one evening, you placed your hands on the shoulders of Erin Lindqvist and massaged them, although she had moved away after the first time.",
                when="26 February 2026, between about 19:30 and 22:00",
                where="Conference dinner and hotel bar, Harrogate",
                policy_clauses=("Dignity at Work 3.2 (unwanted physical contact)",),
            ),
            AllegationPut(
                reference="A2",
                particulars="It is alleged that you repeatedly invited Erin Lindqvist to meet you alone for a drink, in person and by message, after she had declined.",
                when="26 February to 1 March 2026",
                where="Hotel bar, Harrogate; work chat messages",
                policy_clauses=("Dignity at Work 3.1 (unwanted attention)", "Dignity at Work 5.1 (use of position)"),
            ),
            AllegationPut(
                reference="A3",
                particulars="It is alleged that you said that her place on the Northern project depended on being “good company”.",
                when="26 February 2026, at about 21:30",
                where="Hotel bar, Harrogate",
                policy_clauses=("Dignity at Work 5.2 (implied benefit)",),
            ),
        ),
        answer_due_on=date(2026, 3, 23),
        interview=Meeting(on=date(2026, 3, 18), time="10:00 UK time", place="room Calder, Leeds, or by video call if you prefer", with_whom="Inês Duarte and a note-taker"),
        measures=(
            "You and Erin Lindqvist do not contact each other. Necessary work messages go through Daniel Price.",
            "Ruth Adeyemi takes decisions on her pay, rating and projects in your place.",
            "Your pay and your post stay as they are. We review these steps by 20 March 2026.",
        ),
        support=SUPPORT,
    )  # fmt: skip


VALUES: dict[str, dict[str, str]] = {
    "C01": {
        "organisation": "Larkfield Instruments", "employee": "Martin Hale", "job_title": "Regional Director, West",
        "officer": "Ruth Adeyemi", "officer_title": "Operations Director",
        "representation": "You were told that a trade union or a companion may represent you. You chose to act for yourself.",
    },
    "C02": {
        "decided_on": "29 April 2026", "case": CASE, "findings": "the adopted findings on allegations A1 and A2",
        "policy_clauses": "Dignity at Work 3.1, 3.2 and 5.1",
    },
    "C03": {"expectations": "- You do not touch colleagues, apart from an offered handshake.\n- You invite a person who reports to you, directly or not, to private meetings only for work and in working hours.\n- When someone says no, you do not ask again."},
    "C04": {},
    "C20": {
        "people": "Erin Lindqvist", "exceptions": "Meetings of more than six people where both of you have a task are excepted.",
        "channel": "Daniel Price", "review_on": "12 November 2026", "ends_on": "13 May 2027",
    },
    "C21": {"safeguards": "- At conferences and client events you leave when the working part ends.\n- You do not drink alcohol at events where people who report to you are present.\n- One-to-one meetings with junior staff take place in rooms with a glass door, or on a recorded calendar call."},
    "C23": {"reviewer": "Clara Nwosu", "decisions": "hiring, appraisal and pay of field engineers"},
    "C06": {},
    "C28": {"monitor": "Joan Mbeki", "schedule": "every week for four weeks, every second week for eight weeks, and then once a month"},
    "C15": {"duties": "- We pay for the course and give you working time for it.\n- We hold every check-in that is planned, and tell you early if one must move.\n- We apply the safeguards for events to everyone who organises them.\n- We train all regional directors in the same subjects."},
    "C14": {"contact": "Daniel Price"},
    "C05": {"starts_on": "14 May 2026", "review_on": "12 November 2026", "ends_on": "13 May 2027"},
    "C07": {"confirm_within": "ten working days"},
    "C08": {"response_time": "five working days", "decision_maker": "Ruth Adeyemi", "appeal_time": "ten working days"},
    "C09": {"ladder": "- A talk and a written clarification.\n- A longer safeguard or an added check-in, agreed under clause C12.\n- A new decision on a warning, a change of role or dismissal, with notice, a hearing and an appeal."},
    "C51": {"live_until": "28 April 2027"},
    "C10": {"offer_expires_on": "12 May 2026", "alternative": "a final written warning, live for twelve months, with a change of reporting line."},
    "C11": {},
    "C13": {"access": "- You see everything here, and who opened it.\n- Joan Mbeki sees your obligations and their dates, and nothing else.\n- Daniel Price and Ruth Adeyemi see the whole agreement.\n- Auditors see that it exists and whether its dates were kept.", "retain_until": "13 May 2033"},
    "C12": {},
    "C16": {"language": "English"},
}  # fmt: skip


def clauses() -> tuple[ClauseText, ...]:
    """The clauses of the sample agreement, in the order of the library."""
    return tuple(clause.fill(VALUES[clause.code]) for clause in library().in_order(VALUES))


def agreement() -> AccountabilityAgreement:
    """D12 offered to Martin Hale after two of three allegations were substantiated at least in part."""
    return AccountabilityAgreement(
        matter=CASE, dated=date(2026, 5, 5), organisation=LARKFIELD, recipient=MARTIN, contact=DANIEL, signatory=RUTH,
        reference="DOC-2026-N7M3YK", classification="private_employee",
        agreement=AGREEMENT, officer=RUTH, starts_on=date(2026, 5, 14), review_on=date(2026, 11, 12),
        ends_on=date(2027, 5, 13), offer_expires_on=date(2026, 5, 12), clauses=clauses(),
        obligations=(
            ObligationLine(what="Read the Dignity at Work policy and confirm it", due="28 May 2026", evidence="Signed confirmation", verifier="Daniel Price"),
            ObligationLine(what="Take the course “Power and boundaries at work” (two days)", due="31 July 2026", evidence="Certificate of attendance", verifier="Daniel Price"),
            ObligationLine(what="Take part in check-ins", due="As in the clause on check-ins", evidence="Check-in record", verifier="Joan Mbeki"),
            ObligationLine(what="Hand over pending appraisals of field engineers for second review", due="21 May 2026, then at each appraisal", evidence="Reviewer’s note", verifier="Clara Nwosu"),
            ObligationLine(what="Leave client and conference events when the working part ends", due="Every event", evidence="Organiser’s note", verifier="Joan Mbeki"),
        ),
    )  # fmt: skip


def acknowledgement() -> Acknowledgement:
    """D1 to Erin Lindqvist, the day after her report."""
    return Acknowledgement(
        matter=REPORT, dated=date(2026, 3, 3), organisation=LARKFIELD, recipient=ERIN, contact=OMAR, signatory=OMAR,
        reference="DOC-2026-5RTJ8A", received_on=date(2026, 3, 2), channel="Online form",
        steps=(
            NextStep(what="We read your report and check whether anyone needs to be kept safe now", by_when="3 March 2026"),
            NextStep(what="We check that nobody who handles it has a conflict of interest", by_when="4 March 2026"),
            NextStep(what="We tell you whether an investigation is opened, and why or why not", by_when="9 March 2026"),
            NextStep(what="We write to you with news at least every 30 days", by_when="From 2 April 2026"),
            NextStep(what="We tell you what was done and on what grounds", by_when="3 June 2026 at the latest"),
        ),
        how_to_add="You can add to your report at any time, online under its reference or by calling Omar Haddad.",
        support=SUPPORT,
    )  # fmt: skip


FINDINGS = (
    FindingTold(reference="A1", subject="Physical contact at the conference dinner", finding="substantiated", reasons="Two witnesses describe the same events independently. Your account agrees with theirs on time and place. You did not dispute the contact itself."),
    FindingTold(reference="A2", subject="Repeated invitations", finding="partially substantiated", reasons="The messages of 27 and 28 February show two invitations after a refusal. The evidence does not show further invitations in person."),
    FindingTold(reference="A3", subject="Remark about the Northern project", finding="not substantiated", reasons="Nobody else heard the remark and there is no record of it. The evidence does not reach the standard. This does not mean that anyone was untruthful."),
)  # fmt: skip


def outcome_respondent() -> OutcomeToRespondent:
    """D9 to Martin Hale."""
    return OutcomeToRespondent(
        matter=CASE, dated=date(2026, 5, 1), organisation=LARKFIELD, recipient=MARTIN, contact=DANIEL, signatory=RUTH,
        reference="DOC-2026-C2W6PH", findings=FINDINGS,
        outcomes=(
            OutcomeTold(what="Final written warning", until="28 April 2027"),
            OutcomeTold(what="Offer of an accountability agreement, which you may accept or decline", until="Offer open until 12 May 2026"),
            OutcomeTold(what="Second review of your decisions on hiring, appraisal and pay", until="13 May 2027"),
        ),
        reasons="The contact continued after it was plainly unwelcome, and you held a senior position. A lighter step would not match earlier decisions in comparable cases.",
        factors=("Eighteen years of service without a live warning.", "You accepted early that the contact took place.", "The difference in position between you and the person concerned."),
        appeal=APPEAL, support=SUPPORT,
    )  # fmt: skip


def outcome_complainant() -> OutcomeToComplainant:
    """D8 to Erin Lindqvist."""
    findings = tuple(
        FindingTold(reference=told.reference, subject=told.subject, finding=told.finding, reasons=reasons)
        for told, reasons in zip(
            FINDINGS,
            (
                "Two witnesses describe the same events independently, and their accounts fit yours.",
                "The messages you gave us show two invitations after you had declined. We could not establish the others.",
                "Nobody else heard the remark and there is no record of it. We do not say that it was not made.",
            ),
            strict=True,
        )
    )
    return OutcomeToComplainant(
        matter=CASE, dated=date(2026, 5, 1), organisation=LARKFIELD, recipient=ERIN, contact=DANIEL, signatory=RUTH,
        reference="DOC-2026-2GDE7S", findings=findings, steps_taken=True,
        measures=("Martin Hale may not contact you. Necessary work messages go through Daniel Price.", "Your pay, rating and projects are decided by Ruth Adeyemi until 13 May 2027."),
        check_ins=(date(2026, 5, 8), date(2026, 6, 1), date(2026, 7, 30), date(2026, 10, 28)),
        appeal=APPEAL,
        outside=(Contact(name="Acas", role="free advice on rights at work", phone="0300 123 1100"),),
        support=SUPPORT,
    )  # fmt: skip


def completion() -> CompletionLetter:
    """D18 to Martin Hale, when the year is over."""
    return CompletionLetter(
        matter=CASE, dated=date(2027, 5, 17), organisation=LARKFIELD, recipient=MARTIN, contact=DANIEL, signatory=RUTH,
        reference="DOC-2027-K8V4ZB", classification="private_employee", agreement=AGREEMENT,
        starts_on=date(2026, 5, 14), ended_on=date(2027, 5, 13),
        obligations=(
            ObligationMet(what="Read and confirm the Dignity at Work policy", closed_on=date(2026, 5, 20), how="Met"),
            ObligationMet(what="Course “Power and boundaries at work”", closed_on=date(2026, 7, 10), how="Met"),
            ObligationMet(what="Check-ins", closed_on=date(2027, 5, 6), how="Met; one excused"),
        ),
        continuing=("The Dignity at Work policy and the ban on retaliation apply to you as before.",),
        retention="We keep the agreement until 13 May 2033, then delete it unless the law makes us keep it longer.",
    )  # fmt: skip


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
    )  # fmt: skip


SAMPLES: tuple[Letter, ...] = (
    notice(),
    agreement(),
    acknowledgement(),
    outcome_respondent(),
    outcome_complainant(),
    completion(),
    audit_report(),
    audit_certificate(),
)
