"""How a referral ends: closed by the coordinator, withdrawn by whoever asked for it, or taken down with the decision behind it."""

from dataclasses import replace

from backend.deadlines.actions import cancel_all
from backend.decisions.dependents import SetAside, depends_on_decision
from backend.documents.actions.withdrawing import withdraw_without_notice
from backend.kernel import clock
from backend.kernel.errors import Invalid
from backend.people.actions import system_user
from backend.people.models import User
from backend.referrals.actions.barriers import drop_queries
from backend.referrals.actions.preparing import lifecycle
from backend.referrals.actions.releasing import end_release
from backend.referrals.compartment import closed
from backend.referrals.models import Referral, ReleaseAuthorization
from backend.referrals.papers import said_in
from backend.referrals.vocabulary import OVER, Compliance, EndedAs, ReferralState, ReleaseState

ANSWERED = (ReferralState.DECLINED, ReferralState.LAPSED, ReferralState.COMPLIED, ReferralState.NOT_COMPLIED)
RUNNING = tuple(state for state in ReferralState if state not in OVER)
WITHDRAWABLE = tuple(state for state in RUNNING if state not in ANSWERED)


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
    """End a referral whose decision was set aside: the channel closes, and what it led to counts for nothing."""
    _end(referral, actor=actor, ended_as=EndedAs.NOT_NEEDED, note="")


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
    if referral.letter is not None and referral.state == ReferralState.OFFERED:
        withdraw_without_notice(referral.letter, reason="The referral was withdrawn.")
