"""What somebody reads of what follows an agreement: as its monitor, as the employee, and as whoever works on the case."""

from django.db.models import QuerySet

from backend.access.policy import scope
from backend.agreements.models import Agreement, AgreementState
from backend.decisions.queries.reviewers import without_reviewer
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

CHECK_INS = AgreementCheckIn.objects.select_related(
    "agreement__case", "agreement__person", "agreement__monitor", "held_by__person"
)
BREACHES = Breach.objects.select_related(
    "agreement__case",
    "agreement__person",
    "obligation",
    "notice",
    "determination",
    "appeal_answer",
    "reported_by__person",
)
EASINGS = Easing.objects.select_related("agreement__case", "agreement__person")
UNDERTAKINGS = MonitorUndertaking.objects.select_related("agreement__person", "briefing")
MOST = 100


def check_ins_to_hold(person: User) -> QuerySet[AgreementCheckIn]:
    """Give the check-ins that a monitor holds, those that wait first; of each agreement what is open."""
    mine = CHECK_INS.filter(state__in=CHECK_INS_OPEN)
    return scope(person, "agreement_check_in.hold", mine).order_by("due_on", "number")


def check_ins_passed_on(person: User) -> QuerySet[AgreementCheckIn]:
    """Give the check-ins that were passed to the HR partner."""
    waiting = CHECK_INS.filter(state=CheckInState.ESCALATED)
    return scope(person, "agreement_check_in.cancel", waiting).order_by("due_on", "number")


def check_ins_of(agreement: Agreement, person: User) -> list[AgreementCheckIn]:
    """List the check-ins of one agreement, as far as somebody may see them, in the order of their days."""
    rows = scope(person, "agreement_check_in.view", CHECK_INS.filter(agreement=agreement))
    return list(rows.order_by("due_on", "number"))


def next_of(check_ins: list[AgreementCheckIn]) -> AgreementCheckIn | None:
    """Name the next check-in of a list."""
    return next((each for each in check_ins if each.state == CheckInState.PLANNED), None)


def ended_for(person: User) -> list[Agreement]:
    """List the agreements that somebody monitored and that are over: that they ended, and nothing of why."""
    rows = scope(person, "agreement.hear_of_end", Agreement.objects.select_related("person"))
    return list(rows.order_by("-ends_on", "-pk")[:20])


def undertakings_asked(person: User) -> list[MonitorUndertaking]:
    """List the undertakings that a monitor was asked for and has not given."""
    rows = scope(person, "agreement_monitor.undertake", UNDERTAKINGS.filter(given_at=None))
    return list(rows.order_by("pk")[:MOST])


def breaches_in_reach(person: User) -> QuerySet[Breach]:
    """Give the suspected breaches that somebody works on (never their own), those that are open first."""
    rows = scope(person, "agreement_breach.view", BREACHES)
    if person.person_id:
        rows = rows.exclude(agreement__person=person.person_id)
    return rows.order_by("closed_at", "-reported_at", "-pk")


def breaches_to_notice(person: User) -> QuerySet[Breach]:
    """Give the suspicions that wait for the HR partner’s notice."""
    return scope(person, "agreement_breach.notice", BREACHES.filter(state=BreachState.SUSPECTED)).order_by("pk")


def breaches_to_decide(person: User) -> QuerySet[Breach]:
    """Give what waits for the decision maker, apart from what they reported themselves."""
    waiting = BREACHES.filter(state__in=[BreachState.RESPONDED, BreachState.NO_RESPONSE, BreachState.DETERMINED])
    waiting = waiting.exclude(appeal_state=BreachAppealState.FILED)  # nothing goes on until it is answered
    return scope(person, "agreement_breach.determine", waiting).exclude(reported_by=person).order_by("pk")


def breach_appeals_to_answer(person: User) -> QuerySet[Breach]:
    """Give the appeals about a breach that wait for somebody as their reviewer."""
    waiting = BREACHES.filter(state=BreachState.DETERMINED, appeal_state=BreachAppealState.FILED)
    return scope(person, "agreement_breach.decide_appeal", waiting).order_by("appealed_at", "pk")


def breach_appeals_without_reviewer(person: User) -> QuerySet[Breach]:
    """Give the appeals about a breach for which whoever appoints in the case has named nobody yet."""
    waiting = BREACHES.filter(state=BreachState.DETERMINED, appeal_state=BreachAppealState.FILED)
    return waiting.filter(agreement__case__in=without_reviewer(person)).order_by("appealed_at", "pk")


def own_breaches(person: User) -> QuerySet[Breach]:
    """Give the notices that somebody got about an obligation of their own."""
    if person.person_id is None:
        return BREACHES.none()
    rows = scope(person, "agreement_breach.respond", BREACHES.filter(agreement__person=person.person_id))
    return rows.order_by("-noticed_at", "-pk")


def own_breaches_waiting(person: User) -> QuerySet[Breach]:
    """Give the notices that wait for somebody’s own answer."""
    return own_breaches(person).filter(state=BreachState.NOTICED)


def own_check_ins_missed(person: User) -> QuerySet[AgreementCheckIn]:
    """Give the missed check-ins of which somebody can say what got in the way."""
    rows = CHECK_INS.filter(
        state__in=[CheckInState.MISSED, CheckInState.ESCALATED], missed_by="employee", in_the_way=""
    )
    return scope(person, "agreement_check_in.say_barrier", rows).order_by("due_on")


def easings_to_decide(person: User) -> QuerySet[Easing]:
    """Give the stretches kept that wait for the decision maker."""
    waiting = EASINGS.filter(state=EasingState.PROPOSED, agreement__state=AgreementState.ACTIVE)
    return scope(person, "agreement_easing.grant", waiting).order_by("pk")


def easings_of(agreement: Agreement, person: User) -> list[Easing]:
    """List what was eased in an agreement, as far as somebody may see it."""
    return list(scope(person, "agreement_easing.view", EASINGS.filter(agreement=agreement)).order_by("-pk"))


def is_breach_open(breach: Breach) -> bool:
    """Tell whether a suspected breach still waits for somebody."""
    return breach.state in BREACH_OPEN
