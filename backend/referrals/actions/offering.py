"""Through the gate, to the employee, and their answer. Declining is no misconduct: the decision goes back to the conduct alone."""

from dataclasses import replace
from typing import Final

from django.db import transaction

from backend.access.models import Role
from backend.access.policy import require
from backend.access.roles import has_role
from backend.audit.actions import declare
from backend.audit.recorded import keep
from backend.cases.actions.progress import owe
from backend.cases.barring import kept_from
from backend.cases.models import Case
from backend.deadlines.actions import cancel_all, meet_all, start_for
from backend.decisions.queries.standing import refuse_while_stayed
from backend.documents.actions.issuing import issue
from backend.kernel import clock
from backend.kernel.errors import Invalid, Refused
from backend.people.models import User
from backend.referrals.actions.preparing import lifecycle
from backend.referrals.actions.releasing import end_release, unauthorize_referral
from backend.referrals.compartment import closed
from backend.referrals.memo_papers import decision_memo
from backend.referrals.models import Provider, Referral, ReleaseAuthorization
from backend.referrals.papers import offered_for_service, referral_letter, said_in
from backend.referrals.queries.gate import conditions_of
from backend.referrals.queries.register import can_take
from backend.referrals.vocabulary import OVER, EndedAs, ReferralKind, ReferralState, ReleaseState

INSTEAD_OWED: Final = (
    "outcome.instead"  # what the case owes after a referral that was not taken up; it names no referral
)

CHOOSABLE: Final = (
    ReferralState.ACCEPTED,
    ReferralState.AUTHORIZED,
)  # nothing was sent, or it is over with whoever had it

declare("referral.hand_over", "handed the referral to another coordinator", kind="change", compartment="medical")
declare("referral.choose", "chose another provider", kind="change", compartment="medical")
declare("referral.view", "read a referral", kind="read", compartment="medical")
declare("referral.list", "listed referrals", kind="read", compartment="medical")
declare("referral.see_gate", "read what stands at the gate of a referral", kind="read", compartment="medical")
declare("referral.see_status", "read whether a referral is kept to", kind="read", compartment="medical")


@lifecycle.move(
    "gate",
    {ReferralState.CONSIDERED},
    ReferralState.GATED,
    past="approved the referral",
    label="Approve the referral",
    because="Everything that must stand at the gate stands.",
    compartment="medical",
)
def gate_referral(referral: Referral, *, actor: User, coordinator: User) -> None:
    """Let a referral through the gate once every condition stands, and hand it to the coordinator who keeps the compartment."""
    refuse_while_stayed(referral.case)
    missing = [condition.missing for condition in conditions_of(referral) if not condition.met]
    if missing:
        raise Refused(f"Still to be done: {'; '.join(missing)}.", code="gate-conditions")
    referral.coordinator = _fit_coordinator(coordinator, referral)
    issue(
        decision_memo(referral, coordinator=coordinator, by=actor),
        about=referral,
        recipient=None,
        actor=actor,
        reason="The referral was approved.",
        classification="medical_confidential",
    )


@lifecycle.move(
    "offer",
    {ReferralState.GATED},
    ReferralState.OFFERED,
    past="offered the referral to the employee",
    label="Offer to the employee",
    because="The referral passed the gate.",
    kind="document",
    compartment="medical",
)
def offer_referral(referral: Referral, *, actor: User) -> None:
    """Offer the referral: the employee reads why, what is known of it, what would be reported, and that they may decline."""
    refuse_while_stayed(referral.case)
    missing = [condition.missing for condition in conditions_of(referral) if not condition.met]
    if missing:  # a licence ended since, or the evidence was reviewed
        raise Refused(f"This changed since it was approved: {'; '.join(missing)}.", code="gate-conditions")
    deadline = start_for(referral, "referral.answer", actor=actor)
    referral.offered_at, referral.answer_by = clock.now(), deadline.due_at
    letter = referral_letter(referral, answer_by=deadline.due_on, by=actor)
    referral.letter = issue(
        letter,
        about=referral,
        recipient=referral.person,
        actor=actor,
        reason="The referral is offered.",
        classification="private_employee",
    )


@lifecycle.move(
    "accept",
    {ReferralState.OFFERED},
    ReferralState.ACCEPTED,
    past="accepted the referral",
    label="Accept",
    because="The employee accepted.",
    compartment="medical",
)
def accept_referral(referral: Referral, *, actor: User, provider: Provider) -> None:
    """Accept, as the employee, and choose a provider who can take it today; nothing is sent before a release is signed."""
    _choose(referral, provider)
    meet_all(referral, "referral.answer", actor=actor)


@lifecycle.move(
    "decline",
    {ReferralState.OFFERED, ReferralState.ACCEPTED},
    ReferralState.DECLINED,
    past="declined the referral",
    label="Decline",
    because="The employee declined.",
    compartment="medical",
)
def decline_referral(referral: Referral, *, actor: User, words: str = "") -> None:
    """Decline, as the employee: no breach and no misconduct. What follows is chosen on the conduct that was found, and nothing else."""
    if len(words) > 4000:
        raise Invalid({"words": ["Write at most 4,000 characters."]})
    if words.strip():
        _say(referral, decline_reason=words.strip())
    _back_to_the_decision(referral, actor=actor)


@lifecycle.move(
    "lapse",
    {ReferralState.OFFERED},
    ReferralState.LAPSED,
    past="noted that the referral was not answered",
    label="Note that it was not answered",
    because="The time to answer passed.",
    compartment="medical",
)
def lapse_referral(referral: Referral, *, actor: User) -> None:
    """Note that the time to answer passed; silence is taken neither as a yes nor as misconduct."""
    if referral.answer_by and clock.now() <= referral.answer_by:
        raise Refused("The time to answer has not passed yet.", code="offer-open")
    _back_to_the_decision(referral, actor=actor)


def hand_over_referral(referral: Referral, *, actor: User, coordinator: User) -> Referral:
    """Hand a referral to another coordinator; a release names one person, so none may be open when that person changes."""
    require(actor, "referral.hand_over", referral)
    if referral.state in OVER:
        raise Refused("The referral is over.", code="wrong-state")
    if referral.releases.filter(state__in=[ReleaseState.OFFERED, ReleaseState.ACTIVE]).exists():
        raise Refused(
            "The open release names the present coordinator. Hand the referral over before one is offered, or once it has ended.",
            code="release-open",
        )
    referral.coordinator = _fit_coordinator(coordinator, referral)
    return keep(referral, "referral.hand_over", actor=actor)


def choose_another(referral: Referral, *, actor: User, provider: Provider) -> Referral:
    """Choose another of the offered providers, as the employee, while nothing was sent to the earlier one or it is over with it.

    A release that was offered or signed for the earlier provider ends with that choice: each one is for one provider.
    """
    with transaction.atomic():
        referral = lifecycle.locked(referral)
        require(actor, "referral.choose", referral)
        if referral.state not in CHOOSABLE:
            raise Refused(
                "A provider is at work. Revoke the release first; then you can choose another one.", code="wrong-state"
            )
        _choose(referral, provider)
        if referral.state == ReferralState.AUTHORIZED:
            unauthorize_referral(referral, actor=actor)
            referral.refresh_from_db()
            _choose(referral, provider)
        _end_releases(referral)
        return keep(referral, "referral.choose", actor=actor)


def _fit_coordinator(coordinator: User, referral: Referral) -> User:
    if not has_role(coordinator, Role.REFERRAL_COORDINATOR):
        raise Invalid({"coordinator": ["Choose somebody who holds the role of referral coordinator."]})
    if (
        coordinator.person_id == referral.person_id
        or Case.objects.filter(pk=referral.case_id, pk__in=kept_from(coordinator)).exists()
    ):
        raise Invalid({"coordinator": ["A conflict of interest keeps this person from it. Choose somebody else."]})
    return coordinator


def _choose(referral: Referral, provider: Provider) -> None:
    offered = {row.provider_id: row for row in offered_for_service(referral)}
    if provider.pk not in offered:
        raise Invalid({"provider": ["Choose one of the providers that you were offered."]})
    if not can_take(provider, referral.intervention, clock.today()):
        raise Invalid(
            {
                "provider": [
                    f"{provider.name} takes no referrals at present. Choose another one; if none is left, tell your contact. "
                    "It is not held against you."
                ]
            }
        )
    referral.provider = provider


def _end_releases(referral: Referral) -> None:
    """End what was offered or signed for a provider who is not asked any more."""
    open_ones = ReleaseAuthorization.objects.filter(
        referral=referral, state__in=[ReleaseState.OFFERED, ReleaseState.ACTIVE]
    )
    for release in open_ones.select_related("document"):
        end_release(release)


def _say(referral: Referral, **words: str) -> None:
    referral.sealed = closed(replace(said_in(referral), **words), referral)  # type: ignore[arg-type]


def _back_to_the_decision(referral: Referral, *, actor: User) -> None:
    cancel_all(referral, actor=actor, reason="The referral was not taken up.")
    _end_releases(referral)
    referral.ended_as = EndedAs.DECLINED
    if referral.kind == ReferralKind.MANDATORY:
        owe(
            referral.case,
            INSTEAD_OWED,
            "Choose what follows, on the conduct that was found and on nothing else",
            actor=actor,
            reason="Something that was offered was not taken up.",
        )
