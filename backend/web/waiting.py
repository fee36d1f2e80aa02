"""What could wait for somebody at all: one question to the database, asked before the many of the first page."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Exists, Q, QuerySet

from backend.agreements.models import Agreement, AgreementState, ChangeRequest, Occurrence
from backend.agreements.obligation_vocabulary import TO_DO, OccurrenceState, RequestState
from backend.agreements.queries.answers import times_to_think_again
from backend.agreements.queries.papers import contested, just_recorded
from backend.amends.models import AccountabilityRound
from backend.amends.vocabulary import RoundState
from backend.cases.models import BreakGlass, CaseParty, ConflictChallenge, ConflictDeclaration, Handover
from backend.cases.vocabulary import ChallengeState
from backend.cases.watching import closings_proposed, watches_concerning
from backend.clauses.models import ClauseRule, ClauseVersion
from backend.clauses.vocabulary import RuleState, VersionState
from backend.documents.models import Document, LetterDraft
from backend.documents.vocabulary import DraftState
from backend.intake.mailbox_tables import Direction
from backend.intake.models import IdentityOpening, MailboxMessage, Report
from backend.intake.vault_tables import OpeningState
from backend.investigation.alarm_tables import AlarmState
from backend.investigation.inquiry_vocabulary import StatementState
from backend.investigation.models import FileAlarm, Statement, Task
from backend.investigation.queries.measures import measures_concerning
from backend.monitoring.models import AgreementCheckIn, Breach, Easing, MonitorUndertaking
from backend.monitoring.vocabulary import (
    BREACH_OPEN,
    CHECK_INS_OPEN,
    BreachAppealState,
    BreachState,
    CheckInState,
    EasingState,
)
from backend.people.models import User
from backend.referrals.models import Referral, SupportSuggestion
from backend.referrals.vocabulary import OVER
from backend.returns.models import ReturnAppeal
from backend.returns.queries.plans import kept_away_unplanned, returns_concerning
from backend.returns.vocabulary import APPEAL_OPEN
from backend.safeguards.queries.extracts import extracts_that_wait
from backend.safeguards.queries.standing import safeguards_concerning

NOT_HELD = (CheckInState.MISSED, CheckInState.ESCALATED)
Rows = Mapping[str, QuerySet[Any]]


def may_wait(person: User) -> frozenset[str]:
    """Name the kinds of things of which one could wait for a person.

    A hint that spares questions and never an answer: what is shown goes through `scope`. It may name too much, never too little.
    """
    flags = {kind: Exists(rows) for kind, rows in kinds_for(person).items()}
    found = User.objects.filter(pk=person.pk).annotate(**flags).values_list(*flags).get()
    return frozenset(kind for kind, there in zip(flags, found, strict=True) if there)


def kinds_for(person: User) -> Rows:
    """List the kinds of things that can wait for a person, each with the rows among which it would be."""
    return {**_work(person), **(_own(person.person_id) if person.person_id else {})}


def _own(me: int) -> Rows:
    """List what waits for somebody as the one whom a matter is about, who complained, who was heard or who is helped."""
    return {
        "letter": Document.objects.filter(recipient=me, opened_at=None),
        "paper": just_recorded().filter(agreement__person=me),
        "offer": Agreement.objects.filter(person=me, state=AgreementState.OFFERED),
        "date": Occurrence.objects.filter(agreement__person=me, state__in=TO_DO),
        "promise": Occurrence.objects.filter(duty__owed_by=me, state__in=TO_DO),
        "check": Occurrence.objects.filter(duty__verifier=me, state=OccurrenceState.SUBMITTED),
        "party": CaseParty.objects.filter(person=me),
        "statement": Statement.objects.filter(person=me, state=StatementState.OFFERED),
        "referral": Referral.objects.filter(person=me).exclude(state__in=OVER),
        "own_breach": Breach.objects.filter(agreement__person=me, state=BreachState.NOTICED),
        "own_check_in": AgreementCheckIn.objects.filter(agreement__person=me, state__in=NOT_HELD),
        "check_in": AgreementCheckIn.objects.filter(agreement__monitor=me, state__in=CHECK_INS_OPEN),
        "undertaking": MonitorUndertaking.objects.filter(monitor=me, given_at=None),
        "support": SupportSuggestion.objects.filter(person=me, seen_at=None),
    }


def _work(person: User) -> Rows:
    """List what waits for somebody because of what they do here, or because they told of something."""
    mine = Q(filed_by=person) | (Q(reporter=person.person_id) if person.person_id else Q(pk__in=[]))
    unread = MailboxMessage.objects.filter(read_at=None)
    return {
        "report": Report.objects.filter(mine),
        "measure": measures_concerning(person),
        "watch": watches_concerning(person),
        "safeguard": safeguards_concerning(person),
        "extract": extracts_that_wait(),
        "return": returns_concerning(person),
        "closing": closings_proposed(person),
        "task": Task.objects.filter(owner=person, done_at=None),
        "feedback": AccountabilityRound.objects.filter(reviewer=person, state=RoundState.ASKED),
        "clause": ClauseVersion.objects.filter(state=VersionState.IN_REVIEW).exclude(written_by=person),
        "clause_rule": ClauseRule.objects.filter(state=RuleState.PROPOSED).exclude(proposed_by=person),
        "revocable": times_to_think_again(),
        "signed": Agreement.objects.filter(state=AgreementState.SIGNED),
        "asked_change": ChangeRequest.objects.filter(state=RequestState.ASKED),
        "draft": LetterDraft.objects.filter(state__in=[DraftState.REVIEWED, DraftState.APPROVED]),
        "answer": unread.filter(direction=Direction.FROM_REPORTER),
        "prompt": Report.objects.filter(prompts__isnull=False, prompts__answered_at=None),
        "opening": IdentityOpening.objects.filter(state=OpeningState.ASKED),
        "glass": BreakGlass.objects.filter(review__reviewed_at=None),
        "declaration": ConflictDeclaration.objects.filter(person=person.person_id, signed_at=None),
        "handover": Handover.objects.filter(taken_at=None),
        "challenge": ConflictChallenge.objects.filter(state=ChallengeState.MADE),
        "passed_on": AgreementCheckIn.objects.filter(state=CheckInState.ESCALATED),
        "breach": Breach.objects.filter(state__in=BREACH_OPEN),
        "breach_appeal": Breach.objects.filter(appeal_state=BreachAppealState.FILED),
        "contested": contested(),
        "away": kept_away_unplanned(person),
        "return_appeal": ReturnAppeal.objects.filter(state__in=APPEAL_OPEN),
        "easing": Easing.objects.filter(state=EasingState.PROPOSED),
        "alarm": FileAlarm.objects.filter(state=AlarmState.RAISED),
    }
