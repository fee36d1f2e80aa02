"""Sample papers of an accountability agreement; those of its keeping and in German stand in modules of their own."""

from datetime import date

from backend.agreements import letter_samples_german, letter_samples_keeping  # noqa: F401 - they register samples
from backend.agreements.letters.agreement import (
    AccountabilityAgreement,
    CompletionLetter,
    ObligationLine,
    ObligationMet,
)
from backend.clauses.delivered import delivered
from backend.clauses.library import ClauseText
from backend.documents.sample_people import AGREEMENT, CASE, DANIEL, LARKFIELD, MARTIN, RUTH
from backend.documents.samples import sample

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
    return tuple(clause.fill(VALUES[clause.code]) for clause in delivered().in_order(VALUES))


@sample(AccountabilityAgreement)
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


@sample(CompletionLetter)
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
