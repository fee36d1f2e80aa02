"""Being impartial: declaring, stepping aside, being challenged by a party, and taking over from somebody who left."""

from collections.abc import Sequence

from django.db import transaction

from backend.access.policy import require
from backend.audit.actions import declare
from backend.audit.recorded import keep
from backend.cases.conflicts.leaving import leave
from backend.cases.conflicts.rules import MUST_BE_WAIVED, waived
from backend.cases.models import Assignment, Case, CaseBar, ConflictChallenge, ConflictDeclaration, Handover
from backend.cases.vocabulary import CaseRole, ChallengeState, Declared, LeaveReason
from backend.deadlines.actions import meet_all, start_for
from backend.kernel import clock
from backend.kernel.canonical import Json
from backend.kernel.errors import Invalid, Refused
from backend.people.models import Person, User
from backend.workflow.lifecycle import Lifecycle

declare("case.declare", "signed their declaration about conflicts of interest", kind="signature")
declare("case.take_over", "looked through what somebody had read, and took their work over", kind="access")
declare("challenge.make", "said that somebody on the case is not impartial", kind="change")

challenges = Lifecycle(ConflictChallenge, "challenge")
CHALLENGED = (CaseRole.INTAKE, CaseRole.INVESTIGATOR, CaseRole.DECISION_MAKER, CaseRole.APPEAL_REVIEWER)


def declare_conflicts(
    case: Case, *, text: str, actor: User, reason: str, told: Sequence[str] = ()
) -> ConflictDeclaration:
    """Sign one's own declaration for a case; whoever declares a tie that nobody waived leaves the case at once."""
    require(actor, "case.declare", case)
    open_ones = list(ConflictDeclaration.objects.filter(case=case, person=actor.person, signed_at=None).order_by("pk"))
    problems = {
        "text": [] if text.strip() else ["Write in your own words what stands in your way, or that nothing does."],
        "told": [f"“{code}” is not among the questions." for code in told if code not in Declared.values][:1],
    }
    if any(problems.values()):
        raise Invalid({name: words for name, words in problems.items() if words})
    if not open_ones:
        raise Refused("Your declaration is signed. What has changed since, you say by stepping aside.", code="declared")
    with transaction.atomic():
        for declaration in open_ones:
            declaration.is_late = bool(set(told) - set(declaration.told))
            declaration.told, declaration.text, declaration.signed_at = sorted(told), text.strip(), clock.now()
            facts: dict[str, Json] = {"told": [*told], "late": declaration.is_late}
            keep(declaration, "case.declare", actor=actor, reason=reason, ctx=facts)
        if MUST_BE_WAIVED & set(told) and "C3" not in waived(case, _person(actor)):
            _shut_out(
                case, _person(actor), "C3", "declared a tie to somebody in this case", LeaveReason.SUSPENDED, actor
            )
    return open_ones[-1]


def recuse(case: Case, *, actor: User, reason: str) -> Handover:
    """Step aside from a case: access ends the same moment, and the lead sees what was read until then (C7)."""
    require(actor, "case.recuse", case)
    if not reason.strip():
        raise Refused("Give a reason.", code="reason-missing", field="reason")
    with transaction.atomic():
        return _shut_out(case, _person(actor), "C7", "stepped aside from this case", LeaveReason.RECUSED, actor, reason)


def take_over(handover: Handover, *, actor: User, reason: str) -> Handover:
    """Note, as whoever leads the case, that the list of what was read is known and the work is taken over."""
    require(actor, "case.take_over", handover)
    if handover.taken_at:
        raise Refused("Somebody took this over already.", code="handover-taken")
    handover.taken_by, handover.taken_at = actor, clock.now()
    return keep(handover, "case.take_over", actor=actor, reason=reason)


def challenge(case: Case, *, role: str, grounds: str, actor: User, reason: str) -> ConflictChallenge:
    """Say, as a party, that whoever holds a role on one's case is not impartial; it is answered in three working days (C8)."""
    require(actor, "case.challenge", case)
    problems = {
        "role": [] if role in CHALLENGED else ["Choose whom you mean."],
        "grounds": [] if grounds.strip() else ["Write why you think so, in your own words."],
    }
    if any(problems.values()):
        raise Invalid({name: words for name, words in problems.items() if words})
    held = Assignment.objects.filter(case=case, role=role, ends_on=None).select_related("person").order_by("pk").first()
    if held is None:
        raise Refused("Nobody does this in your matter now.", code="role-vacant", field="role")
    waiting = ConflictChallenge.objects.filter(case=case, party=actor.person, person=held.person)
    if waiting.filter(state=ChallengeState.MADE).exists():
        raise Refused("You have said so already; an answer is on its way.", code="challenge-open", field="role")
    made = ConflictChallenge(
        case=case, party=actor.person, person=held.person, role=role, grounds=grounds.strip(), made_at=clock.now()
    )
    with transaction.atomic():
        keep(made, "challenge.make", actor=actor, reason=reason, ctx={"role": role})
        start_for(made, "challenge.answer", actor=actor)
    return made


@challenges.move(
    "uphold", {ChallengeState.MADE}, ChallengeState.UPHELD, past="upheld a challenge", label="Uphold the challenge"
)
def uphold_challenge(made: ConflictChallenge, *, actor: User, answer: str) -> None:
    """Agree that somebody is not impartial: they leave the case the same moment, and the party is told."""
    _answer(made, answer, actor)
    words = "was challenged by a party, and the challenge was upheld"
    _shut_out(made.case, made.person, "C8", words, LeaveReason.CHALLENGED, actor, answer)


@challenges.move(
    "dismiss",
    {ChallengeState.MADE},
    ChallengeState.DISMISSED,
    past="did not uphold a challenge",
    label="Do not uphold the challenge",
)
def dismiss_challenge(made: ConflictChallenge, *, actor: User, answer: str) -> None:
    """Tell the party in writing why somebody stays on the case."""
    _answer(made, answer, actor)


def _answer(made: ConflictChallenge, answer: str, actor: User) -> None:
    if not answer.strip():
        raise Invalid({"answer": ["Write the answer. The party reads it."]})
    made.answer, made.answered_by, made.answered_at = answer.strip(), actor, clock.now()
    meet_all(made, "challenge.answer", actor=actor)


def _shut_out(
    case: Case, person: Person, rule: str, words: str, why: LeaveReason, actor: User, reason: str = ""
) -> Handover:
    """Bar somebody and end their access; the reason they gave is the handover's."""
    if not CaseBar.objects.filter(case=case, person=person, rule=rule, ended=None).exists():
        bar = CaseBar(case=case, person=person, rule=rule, words=words, since=clock.now())
        keep(bar, "case.bar", actor=actor, reason=reason or words, ctx={"rule": rule})
    return leave(case, person, why, words, actor=actor, reason=reason or words)


def _person(user: User) -> Person:
    if user.person is None:
        raise Refused("Only a person can do this.", code="no-person")
    return user.person
