"""What must be so before a return is approved: each precondition told from the records, never from what somebody ticks."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Q

from backend.access.policy import scope
from backend.agreements.models import AgreementState
from backend.agreements.obligation_vocabulary import FORGIVEN, KEPT, Bearer, OccurrenceState
from backend.agreements.occurrence_tables import Occurrence
from backend.cases.aftermath_vocabulary import CheckInState, ConcernState, LinkKind
from backend.cases.conflicts.rules import conduct_days
from backend.cases.models import Case, CaseLink, CheckIn, Concern
from backend.cases.vocabulary import ENDED, PartyRole
from backend.documents.vocabulary import STANDS
from backend.kernel import clock
from backend.people.models import Person, User
from backend.people.queries import line_of
from backend.referrals.models import Referral
from backend.referrals.queries.extract import extract_of
from backend.referrals.vocabulary import UNTOLD, Compliance, ReferralState
from backend.returns.models import PreconditionOverride, ReturnNotice, ReturnToWork
from backend.returns.vocabulary import NEVER_OVERRIDDEN, Precondition
from backend.safeguards.models import SettingSafeguard
from backend.safeguards.vocabulary import HOLDS, SafeguardState

SETTLED: Final = (*KEPT, *FORGIVEN, OccurrenceState.CANCELLED)  # nothing is owed by such a date any more
ASKS_NOTHING: Final = (*UNTOLD, ReferralState.DECLINED, ReferralState.VOIDED)
AFFECTED: Final = (PartyRole.COMPLAINANT, PartyRole.AFFECTED_OTHER)


@dataclass(frozen=True)
class Tick:
    """One precondition: met, or what is missing, and the override that covers it."""

    code: Precondition
    missing: str = ""
    override: PreconditionOverride | None = None

    @property
    def text(self) -> str:
        """Say what must be so."""
        return str(self.code.label)

    @property
    def met(self) -> bool:
        """Tell whether nothing is missing."""
        return not self.missing

    @property
    def may_be_overridden(self) -> bool:
        """Tell whether two people may put it aside in writing."""
        return not self.met and self.code not in NEVER_OVERRIDDEN

    @property
    def settled(self) -> bool:
        """Tell whether it stands in the way no more: met, or overridden by two people."""
        return self.met or (self.override is not None and self.override.seconded_by_id is not None)


def preconditions(rtw: ReturnToWork) -> list[Tick]:
    """Tell of each precondition whether it is met now, in the order in which it is usually seen to."""
    written = {
        (row.code, row.missing): row
        for row in PreconditionOverride.objects.filter(rtw=rtw).select_related(
            "written_by__person", "seconded_by__person"
        )
    }
    found = (
        (Precondition.OBLIGATIONS, _obligations(rtw)),
        (Precondition.SAFEGUARDS, _safeguards(rtw)),
        (Precondition.TOLD, _told(rtw)),
        (Precondition.NO_RETALIATION, _retaliation(rtw.case)),
    )
    return [Tick(code, missing, written.get((code, missing))) for code, missing in found]


def affected_by(case: Case) -> list[Person]:
    """List whom somebody's return concerns, each once: they are told before."""
    parties = case.parties.filter(role__in=AFFECTED).select_related("person__site", "person__unit").order_by("pk")
    return list(dict.fromkeys(party.person for party in parties))


def standing_notices(rtw: ReturnToWork) -> list[ReturnNotice]:
    """List the safety notices that stand."""
    return list(ReturnNotice.objects.filter(rtw=rtw, withdrawn_at=None).select_related("to", "document").order_by("pk"))


def provider_words(rtw: ReturnToWork) -> list[Referral]:
    """List the referrals of the employee in the case whose one word is an input to the decision."""
    rows = Referral.objects.filter(case=rtw.case_id, person=rtw.person_id).exclude(state__in=ASKS_NOTHING)
    return list(rows.order_by("pk"))


def provider_word(rtw: ReturnToWork) -> Compliance | None:
    """Say in one word whether the employee's referrals are kept to; nothing where there is none. It decides nothing."""
    return word_of(provider_words(rtw))


def provider_word_for(person: User, rtw: ReturnToWork) -> tuple[Compliance | None, list[Referral]]:
    """Say the word to somebody who may know it, with the referrals that the reading is noted on."""
    keys = [row.pk for row in provider_words(rtw)]
    rows = (
        list(scope(person, "referral.see_status", Referral.objects.filter(pk__in=keys)).order_by("pk")) if keys else []
    )
    return word_of(rows), rows


def word_of(referrals: Sequence[Referral]) -> Compliance | None:
    """Put the words of several referrals together: one “no” is a no, one “unknown” leaves it unknown."""
    words = {Compliance(extract_of(row).complying) for row in referrals}
    return next((word for word in (Compliance.NO, Compliance.UNKNOWN, Compliance.YES) if word in words), None)


def in_the_line(person: Person | None, rtw: ReturnToWork) -> bool:
    """Tell whether somebody stands in the employee's reporting line: today, or on a day of the conduct; a dotted line counts."""
    if person is None:
        return True
    days = {clock.today(), *conduct_days(rtw.case)}
    return person.pk == rtw.person_id or any(person.pk in line_of(rtw.person, on=day) for day in days)


def _obligations(rtw: ReturnToWork) -> str:
    due = Occurrence.objects.filter(
        agreement__case=rtw.case_id,
        agreement__person=rtw.person_id,
        agreement__state=AgreementState.ACTIVE,
        duty__bearer=Bearer.EMPLOYEE,
        due_on__lte=clock.today(),
    )
    number = due.exclude(state__in=SETTLED).count()
    if not number:
        return ""
    return (
        f"{number} obligation{'s' if number > 1 else ''} that {'were' if number > 1 else 'was'} due by today not done"
    )


def _safeguards(rtw: ReturnToWork) -> str:
    rows = SettingSafeguard.objects.filter(Q(person=rtw.person_id) | Q(person=None), case=rtw.case_id)
    lasting = Q(ends_on=None) | Q(ends_on__gte=rtw.returns_on or clock.today())
    states = list(rows.filter(lasting).values_list("state", flat=True))
    if waiting := states.count(SafeguardState.PROPOSED):
        return f"{waiting} proposed and not confirmed by whoever sees to it"
    return "" if any(state in HOLDS for state in states) else "No safeguard is in place"


def _told(rtw: ReturnToWork) -> str:
    notices = [
        notice for notice in standing_notices(rtw) if notice.document.state in STANDS
    ]  # one may be withdrawn by hand
    told = {notice.to_id for notice in notices if (notice.returns_on, notice.place) == (rtw.returns_on, rtw.place)}
    left = [person for person in affected_by(rtw.case) if person.pk not in told]
    return f"{len(left)} of those affected not told yet" if left else ""


def _retaliation(case: Case) -> str:
    told = Concern.objects.filter(watch__case=case, state=ConcernState.OPEN).exists()
    unanswered = CheckIn.objects.filter(watch__case=case, state=CheckInState.ESCALATED).exists()
    linked = CaseLink.objects.filter(Q(case=case) | Q(other=case), kind=LinkKind.RETALIATION_OF)
    pairs = linked.values_list("case__state", "other__state", "case_id")
    followed = any((other if key == case.pk else own) not in ENDED for own, other, key in pairs)
    led = Concern.objects.filter(watch__case=case, led_to__isnull=False).exclude(led_to__state__in=ENDED).exists()
    return "A matter about retaliation is open" if told or unanswered or followed or led else ""
