"""screen(): measure a case again and write what changed, so that whoever stands too close finds nothing from that moment on."""

from collections.abc import Collection

from django.db import transaction
from django.db.models import Q

from backend.access.relations import Relation, staff
from backend.audit.actions import declare
from backend.audit.recorded import keep
from backend.cases.conflicts.afterwards import going_on
from backend.cases.conflicts.leaving import leave, works_on
from backend.cases.conflicts.rules import MEASURED, may_take_in, measure, why_independent
from backend.cases.models import Assignment, Case, CaseBar, CaseGrant, CaseRoute, ConflictWaiver
from backend.cases.vocabulary import CaseRole, LeaveReason, WaiverState
from backend.intake.models import Report
from backend.intake.screening import send_to_channel, when_names_change
from backend.kernel import clock
from backend.people.actions import system_user
from backend.people.changes import when_organisation_changes
from backend.people.models import Person, User
from backend.people.queries import ever_near

declare("case.bar", "found a conflict that keeps somebody from the case", kind="access")
declare("case.unbar", "found that a conflict is over", kind="access")
declare("case.route", "sent the case to the independent channel", kind="access")

WHY = "Measured by the rules on conflicts of interest."
Key = tuple[int, str]


def screen(case: Case, *, actor: User | None = None) -> list[CaseBar]:
    """Measure who must not find a case; whoever worked on it and now stands too close loses access at once."""
    by = actor or system_user()
    with transaction.atomic():
        _route(case, by)
        wanted = _wanted(case)
        live = {(bar.person_id, bar.rule): bar for bar in _live(case)}
        fresh = [_write(case, key, relation, live.get(key), by) for key, relation in wanted.items()]
        for key in sorted(live.keys() - wanted.keys()):
            _end(live[key], by)
        for person in Person.objects.filter(pk__in={bar.person_id for bar in fresh if bar}).order_by("pk"):
            if works_on(case, person):
                words = next(bar.words for bar in fresh if bar and bar.person_id == person.pk)
                leave(case, person, LeaveReason.SUSPENDED, words, actor=by, reason=f"A conflict of interest: {words}.")
        pass_on_intake(case, by)
    return [bar for bar in fresh if bar]


def screen_cases_near(people: Collection[int], _actor: object) -> None:
    """Measure the cases again that a change of the organisation may touch: those of anybody near, and independent ones."""
    cases = going_on()
    if not cases.exists():
        return
    parties = Q(parties__person__in=ever_near(people))
    department = Q(pk__in=CaseBar.objects.filter(rule="C5", ended=None).values("case_id"))
    touched = cases.filter(parties | department).values("pk")
    for case in Case.objects.filter(pk__in=touched).order_by("pk"):
        screen(case)


def screen_case_of(report: Report) -> None:
    """Measure the case of a report again when its reporter names somebody afterwards, or a name turns out not to be meant."""
    for case in going_on().filter(report_links__report=report):
        screen(case)


def pass_on_intake(case: Case, by: User) -> None:
    """Take a case that is routed out of the hands of whoever takes it in without holding the independent channel."""
    route = CaseRoute.objects.filter(case=case).first()
    if route is None:
        return
    held = Assignment.objects.filter(case=case, role=CaseRole.INTAKE, ends_on=None).values("person")
    for person in Person.objects.filter(pk__in=held).order_by("pk"):
        if not may_take_in(person, case):
            leave(case, person, LeaveReason.ROUTED, route.words, actor=by, reason=route.words)


def _route(case: Case, by: User) -> None:
    """Send a case, with its reports, to the independent channel as soon as it turns out to be about somebody who handles matters (C5)."""
    route = CaseRoute.objects.filter(case=case).first()
    if route is None and (why := why_independent(case)):
        route = CaseRoute(case=case, words=f"The respondent {why}.", since=clock.now())
        keep(route, "case.route", actor=by, reason=WHY)
    if route is not None:
        for link in case.report_links.select_related("report").order_by("pk"):
            send_to_channel(link.report, route.words)


def _wanted(case: Case) -> dict[Key, Relation]:
    """Tell whom to bar: of everybody who stands too close, those who could find the case, unless it was waived for them."""
    reach = staff()
    reach |= set(Assignment.objects.filter(case=case, ends_on=None).values_list("person_id", flat=True))
    reach |= set(CaseGrant.objects.filter(content_object=case).values_list("user__person_id", flat=True))
    granted = ConflictWaiver.objects.filter(case=case, state=WaiverState.GRANTED)
    free = set(granted.values_list("person_id", "rule"))
    return {
        key: relation
        for key, relation in measure(case).items()
        if key[0] in reach and not (relation.waivable and key in free)
    }


def _live(case: Case) -> list[CaseBar]:
    return list(CaseBar.objects.filter(case=case, ended=None, rule__in=MEASURED).select_related("case"))


def _write(case: Case, key: Key, relation: Relation, known: CaseBar | None, by: User) -> CaseBar | None:
    """Write a bar that is new, or one that a line of today made unwaivable; give it when it is new or stricter."""
    if known and known.words == relation.words and known.historic == relation.historic:
        return None
    bar = known or CaseBar(case=case, person_id=key[0], rule=key[1], since=clock.now())
    bar.words, bar.historic = relation.words, relation.historic
    return keep(bar, "case.bar", actor=by, reason=WHY, ctx={"rule": bar.rule})


def _end(bar: CaseBar, by: User) -> None:
    bar.ended = clock.now()
    keep(bar, "case.unbar", actor=by, reason=WHY, ctx={"rule": bar.rule})


when_organisation_changes(screen_cases_near)
when_names_change(screen_case_of)
