"""How a referral ends: closed by the coordinator, withdrawn by whoever asked for it, or taken down with the decision behind it."""

from dataclasses import replace
from typing import Final

from backend.deadlines.actions import cancel_all
from backend.decisions.dependents import SetAside, depends_on_decision
from backend.documents.actions.withdrawing import withdraw_document
from backend.documents.models import Document
from backend.documents.phrasing import say
from backend.kernel import clock
from backend.kernel.errors import Invalid
from backend.people.actions import system_user
from backend.people.models import User
from backend.referrals.actions.barriers import drop_queries
from backend.referrals.actions.preparing import lifecycle
from backend.referrals.actions.releasing import end_release
from backend.referrals.compartment import closed
from backend.referrals.letters import ReferralLetter
from backend.referrals.models import Referral, ReleaseAuthorization
from backend.referrals.papers import said_in
from backend.referrals.vocabulary import OVER, Compliance, EndedAs, ReferralState, ReleaseState

ANSWERED = (ReferralState.DECLINED, ReferralState.LAPSED, ReferralState.COMPLIED, ReferralState.NOT_COMPLIED)
RUNNING = tuple(state for state in ReferralState if state not in OVER)
WITHDRAWABLE = tuple(state for state in RUNNING if state not in ANSWERED)

NOT_ASKED: Final = "The referral is not asked for any more. Nothing is held against anybody because of it."
ASK: Final = "Questions go to {name} ({email})."
SET_ASIDE: Final = "The decision behind the referral no longer holds, and the referral ended with it."


@lifecycle.move(
    "withdraw",
    WITHDRAWABLE,
    ReferralState.CLOSED,
    past="withdrew the referral",
    label="Withdraw the referral",
    because="It is no longer asked for.",
    compartment="medical",
)
def withdraw_referral(referral: Referral, *, actor: User, note: str = "") -> None:
    """Withdraw a referral that is no longer asked for; any release ends with it, and nothing is held against the employee."""
    if len(note) > 4000:
        raise Invalid({"note": ["Write at most 4,000 characters."]})
    _end(referral, actor=actor, ended_as=EndedAs.NOT_NEEDED, note=note)
    _withdraw_papers(referral, why=NOT_ASKED)


@lifecycle.move(
    "close",
    ANSWERED,
    ReferralState.CLOSED,
    past="closed the referral",
    label="Close the referral",
    because="It has come to its end.",
    compartment="medical",
)
def close_referral(referral: Referral, *, actor: User) -> None:
    """Close a referral that came to its end. It lifts no sanction, restriction or finding: those are decided on their own."""
    _end(referral, actor=actor, ended_as=referral.ended_as or EndedAs(referral.state), note="")


@lifecycle.move(
    "void",
    RUNNING,
    ReferralState.VOIDED,
    past="ended the referral with the decision behind it",
    because="The decision behind it no longer holds.",
    compartment="medical",
)
def void_referral(referral: Referral, *, actor: User) -> None:
    """End a referral whose decision was set aside: the channel closes, what it led to counts for nothing, and its papers are withdrawn."""
    _end(referral, actor=actor, ended_as=EndedAs.NOT_NEEDED, note="")
    _withdraw_papers(referral, why=SET_ASIDE)


@depends_on_decision("referrals")
def void_referrals(aside: SetAside) -> int:
    """Take down the referrals of a case whose decision was set aside."""
    rows = list(Referral.objects.filter(case=aside.case).exclude(state__in=OVER))
    if aside.keeping and any(row.outcome_id is None for row in rows):
        rows = [row for row in rows if row.outcome_id is not None]
    for referral in rows:
        void_referral(referral, actor=system_user())
    return len(rows)


def _end(referral: Referral, *, actor: User, ended_as: str, note: str) -> None:
    referral.ended_at, referral.ended_as = clock.now(), ended_as
    referral.next_report_on = None
    if ended_as not in {EndedAs.COMPLIED, EndedAs.NOT_COMPLIED}:
        referral.compliance = Compliance.UNKNOWN
        drop_queries(referral)
    if note.strip():
        referral.sealed = closed(replace(said_in(referral), end_note=note.strip()), referral)
    cancel_all(referral, actor=actor, reason="The referral ended.")
    live = ReleaseAuthorization.objects.filter(referral=referral, state__in=[ReleaseState.OFFERED, ReleaseState.ACTIVE])
    for release in live.select_related("document"):
        end_release(release)


def _withdraw_papers(referral: Referral, *, why: str) -> None:
    """Withdraw the letter to the employee and the form to the provider; each of them gets a notice that says no more than that."""
    papers = Document.objects.current().filter(about=referral.key, kind=ReferralLetter.kind, recipient__isnull=False)
    for paper in papers.select_related("recipient__site").order_by("pk"):
        told = say(why, paper.language)
        if whom := referral.coordinator:
            told = f"{told} {say(ASK, paper.language, name=whom.name, email=whom.email)}"
        withdraw_document(paper, actor=system_user(), reason="The referral ended.", why=told)
