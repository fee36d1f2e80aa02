"""What follows from the course of an agreement: monitoring begins when it is in force, and ends with it."""

from backend.agreements.actions.drafting import lifecycle as agreements
from backend.agreements.actions.occurrences import find_kept, let_go, occurrences
from backend.agreements.actions.pausing import hold_still, let_run
from backend.agreements.languages import letter_language
from backend.agreements.letters.breach import BreachNotice
from backend.agreements.models import Agreement, AgreementState, Obstacle, Occurrence
from backend.agreements.obligation_vocabulary import ObstacleState, OccurrenceState
from backend.agreements.queries.answers import waits_for_its_day
from backend.deadlines.models import Deadline
from backend.deadlines.profiles import place_of
from backend.deadlines.reckoning import day_of
from backend.documents.phrasing import day_in, say
from backend.kernel.errors import Refused
from backend.monitoring.actions.breaches import Facts, Seen, end_breach, extend_response, suspect_breach
from backend.monitoring.actions.breaches import lifecycle as breaches
from backend.monitoring.actions.briefing import brief_monitor
from backend.monitoring.actions.check_ins import cancel_agreement_check_in, plan_check_ins
from backend.monitoring.actions.determining import is_overturned
from backend.monitoring.actions.easing import end_easing
from backend.monitoring.models import AgreementCheckIn, Breach, Easing
from backend.monitoring.queries.kept import has_open_breach
from backend.monitoring.vocabulary import BREACH_OPEN, CHECK_INS_OPEN, BreachState, EasingState, Result
from backend.people.actions import system_user
from backend.people.models import User

OVER = "The agreement ended."  # and no reason
STILL = "The agreement stands still."


@agreements.when_reached(AgreementState.ACTIVE)
def begin_monitoring(agreement: Agreement, *, actor: User) -> None:
    """Plan the check-ins and brief the monitor as soon as an agreement is in force; after a suspension they go on as planned.

    A changed version that both signed waits for its day: until then the one before it is what is monitored.
    """
    if waits_for_its_day(agreement):
        return
    planned = AgreementCheckIn.objects.filter(agreement=agreement)
    if planned.exists():
        let_run([check_in.key for check_in in planned], actor=system_user())
        return
    plan_check_ins(agreement, actor=system_user())
    brief_monitor(agreement, actor=system_user())


@agreements.when_reached(AgreementState.SUSPENDED)
def hold_monitoring(agreement: Agreement, *, actor: User) -> None:
    """Let no check-in fall due while the agreement stands still, and no time to answer a notice run out: somebody may be away."""
    resumes = Deadline.objects.about(agreement).pending().filter(kind="agreement.resume").latest("pk")
    rows = AgreementCheckIn.objects.filter(agreement=agreement)
    hold_still([check_in.key for check_in in rows], until=resumes.due_at, actor=system_user())
    for breach in Breach.objects.filter(agreement=agreement, state=BreachState.NOTICED).select_related(
        "agreement__case"
    ):
        zone = place_of(breach).clock
        stands = day_of(resumes.due_at, zone) - agreement.today
        if breach.respond_by and stands:
            until = day_of(breach.respond_by, zone) + stands
            extend_response(breach, actor=system_user(), reason=STILL, respond_by=until)


@agreements.when_reached(AgreementState.COMPLETED, AgreementState.SUPERSEDED)
def finish_monitoring(agreement: Agreement, *, actor: User) -> None:
    """Take what is left off the plan; while a suspected breach is open, nothing is completed or replaced."""
    if has_open_breach(agreement):
        raise Refused("A suspected breach is open: settle it first.", code="breach-open")
    end_monitoring(agreement, actor=actor)
    for following in Agreement.objects.filter(amendment__earlier=agreement, state=AgreementState.ACTIVE):
        begin_monitoring(following, actor=actor)


@agreements.when_reached(AgreementState.VOIDED)
def end_monitoring(agreement: Agreement, *, actor: User) -> None:
    """End everything that rests on the agreement; whoever monitored it learns that it ended, and nothing else."""
    system = system_user()
    for breach in Breach.objects.filter(agreement=agreement, state__in=BREACH_OPEN).order_by("pk"):
        end_breach(breach, actor=system, reason=OVER)
    for check_in in AgreementCheckIn.objects.filter(agreement=agreement, state__in=CHECK_INS_OPEN).order_by("number"):
        cancel_agreement_check_in(check_in, actor=system, reason=OVER)
    for easing in Easing.objects.filter(
        agreement=agreement, state__in=[EasingState.PROPOSED, EasingState.GRANTED]
    ).order_by("pk"):
        end_easing(easing, actor=system, reason=OVER)


@occurrences.when_reached(OccurrenceState.REFERRED)
def suspect_what_was_passed_on(occurrence: Occurrence, *, actor: User) -> None:
    """Make a suspected breach of a date that was passed on as not kept: on facts alone, after the employee was asked."""
    asked = Obstacle.objects.get(occurrence=occurrence)
    duty = occurrence.duty
    duty.refresh_from_db()
    if Breach.objects.filter(obligation=duty, due_on=occurrence.due_on).exclude(state=BreachState.DROPPED).exists():
        return
    language = letter_language(BreachNotice, occurrence.agreement.person, occurrence.agreement.language)
    until = say("Until {day}", language, day=day_in(occurrence.cure_until, language))
    by_then = Seen(when=until, what=say("Nothing that shows it was accepted.", language))
    told = Facts(
        seen=[by_then],
        asked_on=day_of(asked.asked_at, place_of(duty.agreement.case).clock),
        was_answered=asked.state == ObstacleState.ANSWERED,
    )
    suspect_breach(
        duty, due_on=occurrence.due_on, facts=told, actor=actor, reason="Its day passed, and nothing shows it."
    )


@breaches.when_reached(BreachState.DETERMINED)
def settle_its_date(breach: Breach, *, actor: User) -> None:
    """Let the date of which a decision, or an appeal against it, found no breach or an excuse stand as what it was."""
    result = Result.NONE if is_overturned(breach) else breach.result
    settles = {str(Result.NONE): find_kept, str(Result.EXCUSED): let_go}.get(result)
    rows = Occurrence.objects.filter(duty=breach.obligation, due_on=breach.due_on, state=OccurrenceState.REFERRED)
    if settles is not None:
        for occurrence in rows.select_related("agreement__case", "duty"):
            settles(occurrence, actor=system_user())
