"""Sample letters about a report."""

from datetime import date

from backend.documents.sample_people import CLARA, ERIN, LARKFIELD, OMAR, REPORT, SUPPORT
from backend.documents.samples import sample
from backend.intake import letter_samples_de  # noqa: F401 - to register them
from backend.intake.letters import Acknowledgement, EmployerDutyNotice, Feedback, NextStep, PointWeighed


@sample(Acknowledgement)
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


@sample(EmployerDutyNotice)
def employer_duty_notice() -> EmployerDutyNotice:
    """D2 to Erin Lindqvist, who asked at first that nothing be done."""
    return EmployerDutyNotice(
        matter=REPORT, dated=date(2026, 3, 4), organisation=LARKFIELD, recipient=ERIN, contact=OMAR, signatory=OMAR,
        reference="DOC-2026-9QX3ME", jurisdiction="GB",
        wish="You would like the matter to be on record, and no more than that for now. You do not want anybody to speak to Martin Hale about it. You would like to keep your place on the Northern project.",
        wished_on=date(2026, 3, 3),
        points=(
            PointWeighed(what="How serious it is, if it happened", known="You describe touching that went on after you had moved away."),
            PointWeighed(what="Difference in position", known="The person you name decides on projects and pay in your region."),
            PointWeighed(what="Whether others may be at risk", known="Other field engineers travel with the same group. We have asked nobody."),
            PointWeighed(what="Whether contact goes on", known="The next joint trip is planned for 24 March 2026."),
            PointWeighed(what="Whether we can look into it without you", known="There are chat messages, and others were at the dinner."),
            PointWeighed(what="What acting may cost you", known="You fear for your place on the project."),
        ),
        can_keep=(
            "You need not meet the person you name, and you need not take part in an interview.",
            "Your report stays with Omar Haddad and the person who decides, until a decision is made.",
            "You can have the support described below, whatever is decided.",
            "Your place on the Northern project does not depend on your wish. Ruth Adeyemi makes sure of that.",
        ),
        cannot_keep=(
            "That your name stays unknown to everybody. If we act, the facts may show who you are.",
            "That we do nothing if somebody is at risk, or if the law obliges us to act.",
        ),
        contact_choices=(
            "We write to you by post at your home address only.",
            "We do not call you at work, and nothing about this appears in your work calendar.",
            "Only Omar Haddad gets in touch with you about it.",
        ),
        decided_by=CLARA, decided_until=date(2026, 3, 9), support=SUPPORT,
    )  # fmt: skip


@sample(Feedback)
def feedback() -> Feedback:
    """D1b to Erin Lindqvist, three months after her report."""
    return Feedback(
        matter=REPORT, dated=date(2026, 6, 1), organisation=LARKFIELD, recipient=ERIN, contact=OMAR, signatory=OMAR,
        reference="DOC-2026-4KD7WP", jurisdiction="GB", received_on=date(2026, 3, 2), told_on=date(2026, 5, 29),
        done="An investigation was opened on 9 March 2026 and has ended. Both sides were heard, and so were five others. Its findings were reviewed by somebody who had no part in it.\n\nSteps were taken so that it does not happen again. From now on, two people lead each trip, and rooms are booked by the office.",
        grounds="The policy on dignity at work asks for a safe setting on every trip. The investigation showed that this was not so.",
        how_to_ask="You can ask how it goes on, or tell us more: sign in and open RPT-2026-3VN8TC, or write to omar@larkfield.example.",
        support=SUPPORT,
    )  # fmt: skip
