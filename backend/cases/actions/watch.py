"""The watch for retaliation: who is protected and until when, who asks how things are, and what managers are told."""

from collections.abc import Iterable, Sequence
from typing import Final

from django.db import transaction

from backend.access.policy import require
from backend.audit.actions import declare
from backend.audit.recorded import keep
from backend.cases.actions.appointments import relieve, renew, seat
from backend.cases.actions.check_ins import leave_out_check_in, plan_check_in
from backend.cases.aftermath_vocabulary import CheckInState, ConcernState, WatchedEvent, WatchState
from backend.cases.composers import managers_notice, protection_plan
from backend.cases.models import Assignment, Case, CaseParty, CheckIn, Concern, RetaliationWatch, WatchedPerson
from backend.cases.vocabulary import CaseRole
from backend.cases.watching import ASKED, PROTECTED, managers_of_protected, planned_events, watch_reference
from backend.deadlines.actions import meet_all, start_for
from backend.deadlines.profiles import place_of
from backend.documents.actions.issuing import issue
from backend.documents.models import Document
from backend.kernel import clock
from backend.kernel.errors import Invalid, Refused
from backend.people.models import Person, User
from backend.people.queries import direct_manager_of
from backend.workflow.lifecycle import Lifecycle

lifecycle = Lifecycle(RetaliationWatch, "watch")

declare("watch.start", "started the watch for retaliation", kind="change")
declare("watch.protect", "put somebody under protection from retaliation", kind="change")
declare("watch.view", "read the watch for retaliation", kind="read")
declare("watch.list", "listed watches for retaliation", kind="read")
declare("watch.see_own", "read what protects them from retaliation", kind="read")
declare("watch.tell", "told protected people and their managers", kind="document")
declare("watch.hand_over", "handed the watch over", kind="access")
declare("watch.note_wish", "noted whether somebody wants to be asked", kind="change")

WINDOW: Final = "watch.window"
DECISIONS: Final = {
    WatchedEvent.RATING: "ratings and appraisals",
    WatchedEvent.PAY: "pay and bonus",
    WatchedEvent.SHIFT: "shifts, working times and place of work",
    WatchedEvent.DISCIPLINE: "warnings and other discipline",
    WatchedEvent.TERMINATION: "ending of employment",
    WatchedEvent.EXCLUSION: "who takes part in meetings, projects and training",
}


def start_watch(
    case: Case,
    *,
    actor: User,
    reason: str,
    watcher: User,
    declaration: str,
    reviewer: User | None = None,
    events: Sequence[str] = (),
    told: Sequence[str] = (),
) -> RetaliationWatch:
    """Start twelve months of watch: the watcher stands in neither side's line, and asks on the days that the profile names."""
    require(actor, "watch.start", case)
    parties = list(case.parties.filter(role__in=PROTECTED).select_related("person").order_by("pk"))
    _check(case, parties, declaration, events)
    with transaction.atomic():
        if not _holds_watch(case, watcher):
            seat(
                case,
                watcher,
                CaseRole.WATCHER,
                declaration=declaration,
                actor=actor,
                reason="Watches for retaliation.",
                told=told,
            )
        watch = RetaliationWatch(
            reference=watch_reference(case),
            case=case,
            watcher=watcher,
            reviewer=reviewer or watcher,
            events=list(events) or list(WatchedEvent.values),
            starts_on=clock.today(),
        )
        watch.ends_on = start_for(watch, WINDOW, actor=actor).due_on
        keep(watch, "watch.start", actor=actor, reason=reason)
        renew(case, actor, CaseRole.INTAKE, reason="Concerns of the watch need somebody at intake until it ends.")
        for party in _once_each(parties):
            _protect(watch, party, actor=actor)
    return watch


def tell_watch(watch: RetaliationWatch, *, actor: User, reason: str) -> list[Document]:
    """Issue the letters of the watch (D22): to each protected person their plan, to their managers which decisions are looked at first."""
    require(actor, "watch.tell", watch)
    if watch.state != WatchState.WATCHING:
        raise Refused("The watch is over.", code="wrong-state")
    case, managers = watch.case, managers_of_protected(watch.case)
    with transaction.atomic():
        letters = [_plan(watched, managers, actor=actor, reason=reason) for watched in _people(watch)]
        for manager in managers:
            notice = managers_notice(case, to=manager, by=actor, given=_told(watch))
            letters.append(issue(notice, about=case, recipient=manager, actor=actor, reason=reason))
    return letters


def hand_over_watch(
    watch: RetaliationWatch,
    *,
    actor: User,
    reason: str,
    watcher: User,
    declaration: str,
    told: Sequence[str] = (),
) -> RetaliationWatch:
    """Give the watch to somebody else, who stands in neither side's line; the earlier watcher's access ends."""
    require(actor, "watch.hand_over", watch)
    if watcher == watch.watcher:
        raise Refused("This person watches already.", code="case-role-held", field="watcher")
    with transaction.atomic():
        seat(watch.case, watcher, CaseRole.WATCHER, declaration=declaration, actor=actor, reason=reason, told=told)
        earlier = Assignment.objects.filter(
            case=watch.case, person=watch.watcher.person, role=CaseRole.WATCHER, ends_on=None
        )
        for assignment in earlier.select_related("case", "person"):
            relieve(assignment, actor=actor, reason=reason)
        if watch.reviewer_id == watch.watcher_id:
            watch.reviewer = watcher
        watch.watcher = watcher
        return keep(watch, "watch.hand_over", actor=actor, reason=reason)


def note_wish(watched: WatchedPerson, *, actor: User, reason: str, no_contact: bool) -> WatchedPerson:
    """Honour a wish not to be asked: planned check-ins fall away, while decisions about the person are still looked at first."""
    require(actor, "watch.note_wish", watched)
    with transaction.atomic():
        watched.no_contact = no_contact
        keep(watched, "watch.note_wish", actor=actor, reason=reason)
        if no_contact:
            for check_in in CheckIn.objects.filter(person=watched, state=CheckInState.PLANNED):
                leave_out_check_in(check_in, actor=actor, reason=reason)
        else:
            _plan_again(watched, actor=actor)
    return watched


@lifecycle.move(
    "end", {WatchState.WATCHING}, WatchState.ENDED, past="ended the watch for retaliation", label="End the watch"
)
def end_watch(watch: RetaliationWatch, *, actor: User) -> None:
    """End the watch when its time is over and no concern is open."""
    if clock.today() < watch.ends_on:
        raise Refused(f"People are protected until {watch.ends_on:%-d %B %Y}.", code="watch-runs")
    if Concern.objects.filter(watch=watch, state=ConcernState.OPEN).exists():
        raise Refused("A concern is open: the watch goes on until it is looked at.", code="concern-open")
    watch.ended_at = clock.now()
    meet_all(watch, WINDOW, actor=actor)


def _check(case: Case, parties: Sequence[CaseParty], declaration: str, events: Sequence[str]) -> None:
    if RetaliationWatch.objects.filter(case=case).exists():
        raise Refused("The watch was started already.", code="watch-exists")
    strange = [code for code in events if code not in WatchedEvent.values]
    if strange:
        raise Invalid({"events": [f"“{strange[0]}” is not in the list."]})
    if not declaration.strip():
        raise Invalid({"declaration": ["Enter the watcher’s own declaration about conflicts of interest."]})
    if not parties:
        raise Refused(
            "Nobody here needs a watch: no reporter, complainant or witness is named.", code="nobody-protected"
        )


def _protect(watch: RetaliationWatch, party: CaseParty, *, actor: User) -> None:
    watched = WatchedPerson(watch=watch, party=party)
    keep(watched, "watch.protect", actor=actor, reason="Named in the case.", subjects=[(party.person.uid, "protected")])
    for event in planned_events(watch.case) if party.role in ASKED else ():
        plan_check_in(watched, event, actor=actor)


def _once_each(parties: Iterable[CaseParty]) -> list[CaseParty]:
    """Keep one part of each person, the one in which they are asked before any other."""
    ordered = sorted(parties, key=lambda party: party.role in ASKED)
    return list({party.person_id: party for party in ordered}.values())


def _holds_watch(case: Case, watcher: User) -> bool:
    return Assignment.objects.filter(case=case, person=watcher.person, role=CaseRole.WATCHER, ends_on=None).exists()


def _plan_again(watched: WatchedPerson, *, actor: User) -> None:
    """Plan those check-ins anew whose day is still to come."""
    taken = CheckIn.objects.filter(person=watched).exclude(state=CheckInState.LEFT_OUT).values_list("event", flat=True)
    for event in planned_events(watched.watch.case):
        if watched.party.role in ASKED and event not in set(taken):
            plan_check_in(watched, event, actor=actor, only_ahead=True)


def _people(watch: RetaliationWatch) -> Iterable[WatchedPerson]:
    return watch.people.select_related("watch__case", "party__person__site", "party__person__unit").order_by("pk")


def _plan(watched: WatchedPerson, managers: Sequence[Person], *, actor: User, reason: str) -> Document:
    watch, person = watched.watch, watched.party.person
    planned = watched.check_ins.filter(state=CheckInState.PLANNED).order_by("due_on").values_list("due_on", flat=True)
    manager = direct_manager_of(person, on=clock.today())
    given = {
        **_told(watch),
        "activity": "you took part in a matter at work, as the policy asks of everybody",
        "check_ins": tuple(day.isoformat() for day in planned),
        "asked_by": watch.watcher.name,
        "managers_told": (manager.name,) if manager is not None and manager in managers else (),
    }
    letter = protection_plan(watch.case, to=person, by=actor, given=given)
    document = issue(letter, about=watch.case, recipient=person, actor=actor, reason=reason)
    watched.told_at = clock.now()
    keep(watched, "watch.tell", actor=actor, reason=reason)
    return document


def _told(watch: RetaliationWatch) -> dict[str, object]:
    length = place_of(watch).held.timer("watch.concern").rule.length
    return {
        "until": watch.ends_on,
        "decisions": tuple(DECISIONS[WatchedEvent(event)] for event in watch.events),
        "reviewer": watch.reviewer.name,
        "reviewed_within": f"within {length}",
        "more_examples": (),
    }
