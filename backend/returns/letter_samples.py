"""Sample letters on a return to work."""

from datetime import date

from backend.decisions.letters import AppealRoute
from backend.documents.letters import Contact
from backend.documents.sample_people import CASE, CLARA, DANIEL, ERIN, LARKFIELD, MARTIN, SUPPORT
from backend.documents.samples import sample
from backend.returns import letter_samples_de  # noqa: F401 - to register them
from backend.returns.letters import FollowUp, ReturnDecision, SafetyNotice

APPEAL = AppealRoute(
    until=date(2026, 11, 20),
    to=Contact(name="the Appeals Secretary", email="appeals@larkfield.example"),
    grounds=("The procedure was not followed, and that mattered.", "The decision is out of proportion."),
)
FOLLOW_UP = (
    FollowUp(on=date(2026, 11, 13), what="First talk: how the start went", with_whom="Joan Mbeki"),
    FollowUp(on=date(2026, 12, 4), what="Check-in: conditions and barriers", with_whom="Joan Mbeki"),
    FollowUp(on=date(2027, 1, 15), what="Check-in: conditions and barriers", with_whom="Joan Mbeki"),
    FollowUp(on=date(2027, 3, 5), what="Check-in: conditions and barriers", with_whom="Joan Mbeki"),
    FollowUp(on=date(2027, 4, 16), what="Review of the safeguards", with_whom="Clara Nwosu"),
    FollowUp(on=date(2027, 5, 7), what="Last talk: end of the plan", with_whom="Joan Mbeki"),
)


@sample(ReturnDecision)
def return_decision() -> ReturnDecision:
    """D19 to Martin Hale."""
    return ReturnDecision(
        matter=CASE, dated=date(2026, 11, 2), organisation=LARKFIELD, recipient=MARTIN, contact=DANIEL, signatory=CLARA,
        reference="DOC-2026-D7H4QW", jurisdiction="GB", result="approved", returns_on=date(2026, 11, 9),
        place="Harbour House, Bristol, three days a week; Leeds on other days",
        reasons="The obligations that were due by October are met. The safeguards below are in place. No report of retaliation is open.",
        independence="Clara Nwosu decided this. She is not in your reporting line and took no part in the case before.",
        conditions=("You do not contact Erin Lindqvist. Necessary work messages go through Daniel Price.", "You leave conference and client events when the working part ends."),
        safeguards=("Clara Nwosu reviews your decisions on hiring, appraisal and pay until 13 November 2026.", "Office days are planned so that you and Erin Lindqvist are not in Bristol together."),
        follow_up=FOLLOW_UP, plan_ends_on=date(2027, 5, 13), appeal=APPEAL, support=SUPPORT,
    )  # fmt: skip


@sample(SafetyNotice)
def safety_notice() -> SafetyNotice:
    """D19 to Erin Lindqvist, a week before."""
    return SafetyNotice(
        matter=CASE, dated=date(2026, 11, 2), organisation=LARKFIELD, recipient=ERIN, contact=DANIEL, signatory=DANIEL,
        reference="DOC-2026-U6B3TJ", jurisdiction="GB", person="Martin Hale", returns_on=date(2026, 11, 9),
        place="Harbour House, Bristol, on Tuesdays, Wednesdays and Thursdays",
        protections=(
            "Your own office days stay as they are: Mondays and Fridays. You are not in Bristol together.",
            "Martin Hale may not contact you. Necessary work messages go through Daniel Price.",
            "Your pay, rating and projects are decided by Ruth Adeyemi until 13 May 2027.",
            "You may leave any meeting or call that he joins, and need not explain it.",
        ),
        check_ins=(date(2026, 11, 13), date(2026, 12, 4), date(2027, 1, 15)),
        urgent=Contact(name="Daniel Price", role="HR Partner", phone="0113 496 0127"), support=SUPPORT,
    )  # fmt: skip
