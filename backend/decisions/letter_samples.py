"""Sample letters about a decision."""

from datetime import date

from backend.cases.letters import Meeting
from backend.decisions import letter_samples_de  # noqa: F401 - to register them
from backend.decisions.letters import (
    AppealAcknowledgement,
    AppealDecision,
    AppealRoute,
    Change,
    DisciplinaryWarning,
    DisclosureAddendum,
    FindingTold,
    GroundAnswered,
    Misconduct,
    OutcomeToComplainant,
    OutcomeTold,
    OutcomeToRespondent,
)
from backend.decisions.own_appeals import AppealAnswer
from backend.documents.letters import Contact
from backend.documents.sample_people import CASE, CLARA, DANIEL, ERIN, LARKFIELD, MARTIN, RUTH, SUPPORT
from backend.documents.samples import sample

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
FINDINGS = (
    FindingTold(reference="A1", subject="Physical contact at the conference dinner", finding="substantiated", reasons="Two witnesses describe the same events independently. Your account agrees with theirs on time and place. You did not dispute the contact itself."),
    FindingTold(reference="A2", subject="Repeated invitations", finding="partially substantiated", reasons="The messages of 27 and 28 February show two invitations after a refusal. The evidence does not show further invitations in person."),
    FindingTold(reference="A3", subject="Remark about the Northern project", finding="not substantiated", reasons="Nobody else heard the remark and there is no record of it. The evidence does not reach the standard. This does not mean that anyone was untruthful."),
)  # fmt: skip


@sample(OutcomeToRespondent)
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


@sample(OutcomeToComplainant)
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


@sample(DisclosureAddendum)
def disclosure_addendum() -> DisclosureAddendum:
    """D8a to Erin Lindqvist, a week after the outcome."""
    return DisclosureAddendum(
        matter=CASE, dated=date(2026, 5, 8), organisation=LARKFIELD, recipient=ERIN, contact=DANIEL, signatory=DANIEL,
        reference="DOC-2026-R6T3WM", outcome_letter="DOC-2026-2GDE7S", disclosure_decision="DIS-2026-K3T7BN",
        disclosed=(
            "Martin Hale received a formal warning. It counts until 28 April 2027.",
            "He leaves conference and client events when the working part ends.",
        ),
        reasons="You plan your own work at events in the coming months. You can only do that safely if you know when he will be there. We weighed this against his interest in privacy, and tell you no more than that needs.",
        decided_by=RUTH, decided_on=date(2026, 5, 6), other_told_on=date(2026, 5, 7), support=SUPPORT,
    )  # fmt: skip


@sample(DisciplinaryWarning)
def warning() -> DisciplinaryWarning:
    """D10 to Martin Hale."""
    return DisciplinaryWarning(
        matter=CASE, dated=date(2026, 5, 1), organisation=LARKFIELD, recipient=MARTIN, contact=DANIEL, signatory=RUTH,
        reference="DOC-2026-W8J4NQ", classification="private_employee", jurisdiction="GB", title="Final written warning",
        is_final=True,
        misconduct=(
            Misconduct(reference="A1", conduct="You put your hands on a colleague’s shoulders three times in one evening, after it was plainly unwelcome.", policy_clause="Dignity at Work 3.2"),
            Misconduct(reference="A2", conduct="You sent two invitations to meet alone after the same colleague had declined.", policy_clause="Dignity at Work 3.1 and 5.1"),
        ),
        changes=(
            Change(what="You do not touch colleagues, apart from an offered handshake.", timescale="From today"),
            Change(what="When someone declines an invitation, you do not repeat it.", timescale="From today"),
            Change(what="You take the course “Power and boundaries at work”.", timescale="By 31 July 2026"),
        ),
        consequence="If you breach a rule on dignity at work again before this warning ends, we open a new procedure. It may lead to dismissal. You would have notice, a hearing and an appeal first.",
        live_until=date(2027, 4, 28), review_on=date(2026, 11, 12),
        help=("We pay for the course and give you working time for it.", "Daniel Price answers questions about what is expected."),
        removal="We then take it out of your personnel file, unless the law makes us keep it.",
        appeal=APPEAL, support=SUPPORT,
    )  # fmt: skip


INDEPENDENT = (
    "She took no part in the investigation or in the decision.",
    "She does not report to Ruth Adeyemi, who made the decision.",
    "She has declared that no tie to either party exists.",
)


@sample(AppealAcknowledgement)
def appeal_acknowledgement() -> AppealAcknowledgement:
    """D20 to Martin Hale, who appealed."""
    return AppealAcknowledgement(
        matter=CASE, dated=date(2026, 5, 18), organisation=LARKFIELD, recipient=MARTIN, contact=DANIEL, signatory=DANIEL,
        reference="DOC-2026-H2K9VD", by_recipient=True, received_on=date(2026, 5, 14),
        grounds=("The finding on A2 does not follow from the evidence.", "The outcome is out of proportion."),
        reviewer=CLARA, independence=INDEPENDENT,
        meeting=Meeting(on=date(2026, 5, 28), time="14:00 UK time", place="room Aire, Leeds, or by video call", with_whom="Clara Nwosu and a note-taker"),
        comment_until=date(2026, 6, 1), decision_by=date(2026, 6, 12),
        meanwhile=("The warning counts from 1 May 2026. It ends from that day if the appeal succeeds.", "The offer of an agreement stays open until five working days after the decision."),
        support=SUPPORT,
    )  # fmt: skip


@sample(AppealDecision)
def appeal_decision() -> AppealDecision:
    """D20 to Martin Hale, whose appeal succeeds in part."""
    return AppealDecision(
        matter=CASE, dated=date(2026, 6, 10), organisation=LARKFIELD, recipient=MARTIN, contact=DANIEL, signatory=CLARA,
        reference="DOC-2026-Z5P7XB", by_recipient=True, appeal_on=date(2026, 5, 14), result="varied",
        grounds=(
            GroundAnswered(ground="The finding on A2 does not follow from the evidence", result="not upheld", reasons="Both messages were sent after a clear refusal. Their time and wording are not disputed. The finding follows from them."),
            GroundAnswered(ground="The outcome is out of proportion", result="upheld in part", reasons="In two comparable cases the second review of decisions lasted six months. Nothing here calls for more. The warning itself matches those cases."),
        ),
        independence=INDEPENDENT,
        new_material=("Your written comment of 27 May 2026.", "A list of comparable outcomes since 2021, without names, dated 29 May 2026."),
        effects=("The second review of your decisions on hiring, appraisal and pay ends on 13 November 2026.", "The final written warning stays in force until 28 April 2027."),
        outside=(Contact(name="Acas", role="free advice on rights at work", phone="0300 123 1100"),),
        support=SUPPORT,
    )  # fmt: skip


@sample(AppealAnswer)
def appeal_answer() -> AppealAnswer:
    """D20 to Martin Hale, whose appeal about one obligation succeeds in part."""
    return AppealAnswer(
        matter=CASE, dated=date(2026, 10, 2), organisation=LARKFIELD, recipient=MARTIN, contact=DANIEL, signatory=CLARA,
        reference="DOC-2026-N7C3VK", jurisdiction="GB", against="the decision about an obligation under your agreement",
        decision_letter="DOC-2026-B5R8XE", appeal_on=date(2026, 9, 11), result="varied",
        grounds=("There is new evidence.", "The consequence is out of proportion."),
        reasons="The train company confirms that no train ran before noon. You could not know that in time. You did not tell anybody on the day, so the obligation was not kept.\n\nThe second step of the ladder is meant for what happens again. This happened once.",
        independence=(
            "The reviewer took no part in the decision.",
            "The reviewer does not report to anybody who decided.",
            "The reviewer stands in no reporting line of yours.",
        ),
        effects=("It counts as: a minor breach.", "What follows is the first step of the ladder: a talk about what is expected.", "The agreement goes on as it is."),
        support=SUPPORT,
    )  # fmt: skip
